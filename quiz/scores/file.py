"""The file of the scores: opening, migrating, backing up and repairing it.

Nothing here deletes or changes a file that it cannot read. If the file cannot be used, a database
in memory takes its place, and the file is tried again later.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar

from quiz import paths
from quiz.errors import StoreError
from quiz.scores import schema
from quiz.scores.schema import UNKEPT

BUSY_SECONDS = 15.0
"""How many seconds to wait for another process that is writing."""

NEXT_BUSY_SECONDS = 1.0
"""How many seconds to wait after a wait that was too short."""

BACKUPS_KEPT = 7

NO_HOME = "There is no home folder: scores last only until you quit."
RETRY = "saving is tried again with the next answer."

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

Done = TypeVar("Done")


class Damaged(sqlite3.DatabaseError):
    """The file is damaged, although SQLite does not report it."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class File:
    """The database in the file at `path`, or one in memory if the file cannot be used.

    `connection` leads to the database; `generation` grows whenever it leads to another one.
    `lasting` is whether it is in the file. Hold `lock` while using the database. `notice` says
    what was done about the file and `obstacle` what prevents writing to it, as sentences for the
    player.
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
        self._busy = BUSY_SECONDS
        if self.path is None:
            self._use_memory(NO_HOME)
        else:
            self.renew()

    def run(self, work: Callable[[sqlite3.Connection], Done]) -> Done:
        """Return what `work` does with the database; repeat it if the file had to be repaired."""
        try:
            return work(self.connection)
        except sqlite3.Error as error:
            if not self._is_damage(error) or not self.lasting or self.path is None:
                raise
            self._repair(self.path)
        return work(self.connection)

    def renew(self) -> None:
        """Open the file if it is not open, or if another file has taken its place."""
        if self.path is None or (self.lasting and _identity(self.path) == self._identity):
            return
        try:
            self._use(self._opened(self.path), lasting=True)
        except (OSError, sqlite3.Error, StoreError) as error:
            if self._is_damage(error):
                self._repair(self.path)
            else:
                self._use_memory(sentence(error, self.path))

    def check(self) -> None:
        """Check once that the file is sound, and back it up once a day.

        Checking a large file takes seconds; others can take `lock` in that time.
        """
        with self._checking:
            if self._checked or not self.lasting or self.path is None:
                return
            try:
                broken = _broken(self.path)
                with self.lock:
                    if broken:
                        self._repair(self.path)
                    played = self.connection.execute("SELECT 1 FROM rounds LIMIT 1").fetchone()
                if played and self.lasting and not self.obstacle:
                    self._back_up(self.path, f"{self._clock():%Y-%m-%d}")
                self._checked = True
            except (OSError, sqlite3.Error) as error:
                self._is_damage(error)
                self.obstacle = sentence(error, self.path)

    # -- opening ------------------------------------------------------------------------------

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

    def _use_memory(self, obstacle: str) -> None:
        """Use a database in memory; `obstacle` is why."""
        if self.lasting or not self.generation:
            memory = _connect(":memory:", BUSY_SECONDS)
            schema.migrate(memory)
            self._use(memory, lasting=False)
        self.obstacle = obstacle

    def _opened(self, path: Path) -> sqlite3.Connection:
        """Return a connection to the file, which is first created or migrated if necessary."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if _empty(path) and _backups(path):  # so it was not always empty
            raise Damaged("the file is empty")
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
        """Migrate the tables by one step, after a backup if the file has scores."""
        version = schema.version(connection)
        if not version and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise StoreError(f"{path} is not a file of scores: it is left alone, and {UNKEPT}")
        if version == schema.VERSION:
            return  # another process was faster
        label = f"before-version-{schema.VERSION}-{self._clock():%Y%m%d-%H%M%S}"
        if version and not self._back_up(path, label):
            raise StoreError(f"{self.notice} The scores are left as they were, and {UNKEPT}")
        schema.migrate(connection)

    # -- repairing and backing up -------------------------------------------------------------

    def _is_damage(self, error: Exception) -> bool:
        """Return whether an error means that the file is damaged.

        If it means that the file is busy, shorten the next wait.
        """
        if _code(error) in _BUSY:
            self._busy = min(self._busy, NEXT_BUSY_SECONDS)
            if self.generation:
                self.connection.execute(f"PRAGMA busy_timeout = {self._busy * 1000:.0f}")
        return _code(error) in _DAMAGE

    def _repair(self, path: Path) -> None:
        """Set a damaged file aside, and use the newest sound backup or a new file."""
        self._use_memory("")
        kept = f"is still at {path}"
        try:
            with _only_one_process(path):
                if _broken(path):
                    backup = next(filter(_usable, _backups(path)), None)
                    with _copied(backup, path) if backup else nullcontext():
                        kept = f"was kept as {self._set_aside(path)}"
                    then = f"{backup.name} took its place" if backup else "a new one was begun"
                    self.notice = f"The scores were damaged: the file {kept}, and {then}."
            self._use(self._opened(path), lasting=True)
        except (OSError, sqlite3.Error, StoreError) as error:
            self.obstacle = f"The scores were damaged: the file {kept}. {sentence(error, path)}"

    def _set_aside(self, path: Path) -> Path:
        """Rename a file and its journals, which would damage a new file, and return the name."""
        base = f"{path.stem}-damaged-{self._clock():%Y%m%d-%H%M%S}"
        names = (f"{base}{f'-{n}' if n else ''}{path.suffix}" for n in count())
        aside = next(p for p in map(path.with_name, names) if not os.path.lexists(p))
        os.rename(path, aside)
        for tail in ("-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.rename(f"{path}{tail}", f"{aside}{tail}")
        return aside

    def _back_up(self, path: Path, label: str) -> bool:
        """Copy the file under this label, unless there is such a copy, and delete old copies.

        Return whether there is a copy.
        """
        target = path.parent / "backups" / f"{path.stem}-{label}{path.suffix}"
        try:
            if not target.exists():
                with _copied(path, target):
                    pass
                for old in _backups(path)[BACKUPS_KEPT:]:
                    old.unlink(missing_ok=True)
            return True
        except (OSError, sqlite3.Error) as error:
            self.notice = f"No backup of the scores could be made: {error}."
            return False


def sentence(error: Exception, path: Path | None) -> str:
    """Return what went wrong with the file at `path`, for the player."""
    if isinstance(error, StoreError):
        return error.message
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return f"The disk is full, so {path} was not written; {RETRY}"
    if code in _BUSY:
        return f"Another program is using {path}; {RETRY}"
    if code == sqlite3.SQLITE_READONLY:
        return f"{path} is read-only: {UNKEPT}"
    if code == sqlite3.SQLITE_CANTOPEN or isinstance(error, OSError):
        return f"{path} cannot be opened: {UNKEPT}"
    return f"{path} could not be used ({error}); {RETRY}"


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block in a transaction that waits for other writers at its start, not later."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class _Connection(sqlite3.Connection):
    """A connection that reports damage as such even if SQLite's message is not text itself."""

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Execute a statement. Raise Damaged if its error is not text."""
        try:
            return super().execute(*arguments)
        except UnicodeDecodeError as error:
            raise Damaged("the file contains something that is not text") from error


def _connect(path: Path | str, busy: float, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=busy,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
        uri=uri,
    )
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode(errors="replace")
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
    except BaseException:
        connection.close()
        raise
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read a file. Raise sqlite3.Error if there is none."""
    return _connect(f"{path.as_uri()}?mode=ro", BUSY_SECONDS, uri=True)


@contextmanager
def _only_one_process(path: Path) -> Iterator[None]:
    """Keep other processes from repairing the same file during the block."""
    with closing(_connect(path.with_name(f"{path.stem}.lock"), BUSY_SECONDS)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[None]:
    """Copy a database, run the block, and then put the copy in its place in one step."""

    def progress(status: int, remaining: int, total: int) -> None:
        if status in _BUSY:  # otherwise it would be tried for ever
            raise sqlite3.OperationalError("the file is locked")

    with paths.replacing(target) as part:
        with (
            closing(_connect(source, BUSY_SECONDS)) as one,
            closing(_connect(part, BUSY_SECONDS)) as other,
        ):
            one.backup(other, progress=progress)
        yield


def _backups(path: Path) -> list[Path]:
    """Return the backups of a file, the newest first."""
    found = []
    for file in (path.parent / "backups").glob(f"{path.stem}-*{path.suffix}"):
        with suppress(OSError):
            found.append((file.stat().st_mtime_ns, file.name, file))
    return [file for _, _, file in sorted(found, reverse=True)]


def _sound(connection: sqlite3.Connection) -> bool:
    verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    return verdict == "ok"


def _broken(path: Path) -> bool:
    """Return whether there is a file that is empty or damaged."""
    try:
        if not path.exists():
            return False
        with closing(_connect(path, BUSY_SECONDS)) as connection:
            return _empty(path) or not _sound(connection)
    except sqlite3.Error as error:
        if _code(error) in _DAMAGE:
            return True
        raise


def _usable(backup: Path) -> bool:
    try:
        with closing(_connect(backup, BUSY_SECONDS)) as connection:
            return schema.version(connection) > 0 and _sound(connection)
    except (sqlite3.Error, StoreError):
        return False


def _empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def _identity(path: Path) -> tuple[int, int]:
    """Return what distinguishes a file from one that replaces it; zeros if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _code(error: Exception) -> int:
    """Return SQLite's primary result code, or 0 for an error that has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
