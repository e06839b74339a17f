"""The file of the scores: opened, brought up to date, backed up, and mended when it is damaged.

Nothing here deletes or changes what it cannot read. A file that cannot be used gives way to a
database in memory, and is tried again at the next chance.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Lock, RLock
from typing import TypeVar

from quiz.errors import StoreError
from quiz.scores import schema
from quiz.scores.schema import UNKEPT

BUSY = 15.0
"""How many seconds to wait for another process that is writing."""

IMPATIENT = 1.0
"""How many once a wait was in vain."""

BACKUPS = 7
"""How many backups are kept."""

HOMELESS = "There is no home folder: scores last only until you quit."
RETRY = "the next answer tries again."

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

Done = TypeVar("Done")


class Damaged(sqlite3.DatabaseError):
    """The file is damaged, though SQLite does not say so."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class File:
    """The database at `path`, or one in memory where there can be none.

    `connection` leads to it, and `generation` grows when that leads to another database.
    `lasting` tells whether it is in the file. Whoever uses the database holds `lock`. `notice` is
    what was done about the file, and `obstacle` what stands in the way of writing to it; each is a
    sentence for the player.
    """

    connection: sqlite3.Connection

    def __init__(self, path: Path | None, clock: Callable[[], datetime]) -> None:
        self.path = path and Path(os.path.realpath(path))
        self.notice = ""
        self.obstacle = ""
        self.generation = 0
        self.lasting = False
        self.lock = RLock()
        self._checking = Lock()
        self._clock = clock
        self._checked = False
        self._identity = (0, 0)
        self._busy = BUSY
        if self.path is None:
            self._do_without(HOMELESS)
        else:
            self.renew()

    def run(self, work: Callable[[sqlite3.Connection], Done]) -> Done:
        """Do something with the database, and once more when a damaged one has been mended."""
        try:
            with _readable():
                return work(self.connection)
        except sqlite3.Error as error:
            if self._grave(error) and self.lasting and self.path is not None:
                self._mend(self.path)
            else:
                raise
        return work(self.connection)

    def renew(self) -> None:
        """Open the file if it is not open, or if another has taken its place."""
        if self.path is None or (self.lasting and _identity(self.path) == self._identity):
            return
        try:
            self._use(self._opened(self.path), lasting=True)
        except (OSError, sqlite3.Error, StoreError) as error:
            if self._grave(error):
                self._mend(self.path)
            else:
                self._do_without(sentence(error, self.path))

    def check(self) -> None:
        """Check, once, that the file is sound, and back it up once a day.

        A large file takes seconds, in which `lock` is free for others.
        """
        with self._checking:
            if self._checked or not self.lasting or self.path is None:
                return
            try:
                broken = _broken(self.path)
                with self.lock:
                    if broken:
                        self._mend(self.path)
                    played = self.connection.execute("SELECT 1 FROM rounds LIMIT 1").fetchone()
                if played and self.lasting and not self.obstacle:
                    self._back_up(self.path, f"{self._clock():%Y-%m-%d}")
                self._checked = True
            except (OSError, sqlite3.Error) as error:
                self._grave(error)
                self.obstacle = sentence(error, self.path)

    # -- which database -----------------------------------------------------------------------

    def _use(self, connection: sqlite3.Connection, lasting: bool) -> None:
        if self.generation:
            self.connection.close()
        self.connection = connection
        self.generation += 1
        self.lasting = lasting
        self._checked = False
        if lasting and self.path is not None:
            self._identity = _identity(self.path)
            writable = os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
            self.obstacle = "" if writable else f"{self.path} is read-only: {UNKEPT}"

    def _do_without(self, obstacle: str) -> None:
        """Go on in memory."""
        if self.lasting or not self.generation:
            memory = _connect(":memory:", BUSY)
            schema.migrate(memory)
            self._use(memory, lasting=False)
        self.obstacle = obstacle

    def _opened(self, path: Path) -> sqlite3.Connection:
        """A connection to the file, which is made or migrated first if need be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if _emptied(path) and _backups(path):
            raise Damaged("the file is empty")  # and was not always, as there are backups
        connection = _connect(path, self._busy)
        try:
            while schema.version(connection) < schema.VERSION:
                with writing(connection):
                    self._migrate(connection, path)
            connection.execute("PRAGMA journal_mode = DELETE")
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take the next step to today's tables, of a file with scores only after a backup."""
        version = schema.version(connection)
        if not version and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise StoreError(f"{path} is not a file of scores: it is left alone, and {UNKEPT}")
        if version == schema.VERSION:
            return  # another process was faster
        label = f"before-version-{schema.VERSION}-{self._clock():%Y%m%d-%H%M%S}"
        if version and not self._back_up(path, label):
            raise StoreError(f"{self.notice} The scores are left as they were, and {UNKEPT}")
        schema.migrate(connection)

    # -- its health ---------------------------------------------------------------------------

    def _grave(self, error: Exception) -> bool:
        """Whether an error means that the file is damaged; after a wait in vain, wait less."""
        if _code(error) in _BUSY:
            self._busy = min(self._busy, IMPATIENT)
            if self.generation:
                self.connection.execute(f"PRAGMA busy_timeout = {self._busy * 1000:.0f}")
        return _code(error) in _DAMAGE

    def _mend(self, path: Path) -> None:
        """Set a damaged file aside and go on from the newest sound backup, or from nothing."""
        self._do_without("")
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        kept = f"is still at {path}"
        try:
            with _alone(path):
                if _broken(path):
                    backup = next(filter(_usable, _backups(path)), None)
                    if backup:
                        _copy(backup, part)
                    kept = f"was kept as {self._set_aside(path)}"
                    if backup:
                        os.replace(part, path)
                    then = f"{backup.name} took its place" if backup else "a new one begins"
                    self.notice = f"The scores were damaged: the file {kept}, and {then}."
            self._use(self._opened(path), lasting=True)
        except (OSError, sqlite3.Error, StoreError) as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            self.obstacle = f"The scores were damaged: the file {kept}. {sentence(error, path)}"

    def _set_aside(self, path: Path) -> Path:
        """Rename a file, and with it what belongs to it: beside a new one it would do harm."""
        base = f"{path.stem}-damaged-{self._clock():%Y%m%d-%H%M%S}"
        names = (f"{base}{f'-{n}' if n else ''}{path.suffix}" for n in count())
        aside = next(p for p in map(path.with_name, names) if not os.path.lexists(p))
        os.rename(path, aside)
        for tail in ("-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.rename(f"{path}{tail}", f"{aside}{tail}")
        return aside

    def _back_up(self, path: Path, label: str) -> bool:
        """Copy the file under this label, if that has not been done; keep the newest copies.

        Return whether there is a copy.
        """
        target = path.parent / "backups" / f"{path.stem}-{label}{path.suffix}"
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            if target.exists():
                return True
            target.parent.mkdir(exist_ok=True)
            _copy(path, part)
            os.replace(part, target)
            for old in _backups(path)[BACKUPS:]:
                old.unlink(missing_ok=True)
            return True
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            self.notice = f"No backup of the scores could be made: {error}."
            return False


def sentence(error: Exception, path: Path | None) -> str:
    """What went wrong with the file at `path`, for the player."""
    if isinstance(error, StoreError):
        return error.message
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return f"The disk is full, so {path} was not written; {RETRY}"
    if code in _BUSY:
        return f"Another program is holding {path}; {RETRY}"
    if code == sqlite3.SQLITE_READONLY:
        return f"{path} is read-only: {UNKEPT}"
    if code == sqlite3.SQLITE_CANTOPEN or isinstance(error, OSError):
        return f"{path} cannot be opened: {UNKEPT}"
    return f"{path} could not be used ({error}); {RETRY}"


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that may write from its start on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _readable() -> Iterator[None]:
    """Raise Damaged where what SQLite says of a damaged file is no text itself."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise Damaged("the file holds what is not text") from error


def _connect(path: Path | str, busy: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=busy, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode(errors="replace")
    try:
        with _readable():
            connection.execute("PRAGMA synchronous = EXTRA")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from mending the same file."""
    with _closing(_connect(path.with_name(f"{path.stem}.lock"), BUSY)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _copy(source: Path, target: Path) -> None:
    """Copy a database as it is between two transactions."""

    def look(status: int, remaining: int, total: int) -> None:
        if status in _BUSY:  # or it would be tried for ever
            raise sqlite3.OperationalError("the file is locked")

    with _closing(_connect(source, BUSY)) as one, _closing(_connect(target, BUSY)) as other:
        one.backup(other, progress=look)


def _backups(path: Path) -> list[Path]:
    """The backups of a file, the newest first."""
    found = []
    for file in (path.parent / "backups").glob(f"{path.stem}-*{path.suffix}"):
        with suppress(OSError):
            found.append((file.stat().st_mtime_ns, file.name, file))
    return [file for _, _, file in sorted(found, reverse=True)]


def _sound(connection: sqlite3.Connection) -> bool:
    verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    return verdict == "ok"


def _broken(path: Path) -> bool:
    """Whether there is a file that is empty or damaged."""
    try:
        if not path.exists():
            return False
        with _closing(_connect(path, BUSY)) as connection:
            return _emptied(path) or not _sound(connection)
    except sqlite3.Error as error:
        if _code(error) in _DAMAGE:
            return True
        raise


def _usable(backup: Path) -> bool:
    try:
        with _closing(_connect(backup, BUSY)) as connection:
            return schema.version(connection) > 0 and _sound(connection)
    except (sqlite3.Error, StoreError):
        return False


def _emptied(path: Path) -> bool:
    """Whether there is a file with nothing in it."""
    return path.is_file() and path.stat().st_size == 0


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from another that took its place; zeros if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _code(error: Exception) -> int:
    """SQLite's primary result code, or 0: not every error of the module has one."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
