"""The scores: one SQLite file of players, rounds and attempts.

Whatever is wrong with the file, a round goes on and nothing that was there is lost: `trouble`
says what happened and where the file is. Several processes may use one store.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from quiz.errors import StoreError
from quiz.game.deck import Deck
from quiz.game.game import Attempt
from quiz.game.scoring import Points

BUSY = 15.0
"""How many seconds to wait for another process that is writing."""

BACKUPS = 7
"""How many daily backups are kept."""

MIGRATIONS = (
    """
    CREATE TABLE players (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE rounds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        player INTEGER NOT NULL REFERENCES players,
        mode TEXT NOT NULL,
        seed TEXT NOT NULL,
        packs TEXT NOT NULL,
        deck TEXT NOT NULL,
        cards INTEGER NOT NULL,
        started TEXT NOT NULL
    );
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        round INTEGER NOT NULL REFERENCES rounds,
        position INTEGER NOT NULL,
        item TEXT NOT NULL,
        pack TEXT NOT NULL,
        category TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        choice INTEGER,
        cause TEXT NOT NULL,
        right INTEGER NOT NULL,
        seconds REAL NOT NULL,
        base INTEGER NOT NULL,
        streak INTEGER NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (round, position)
    );
    """,
)
"""The steps from an empty file to today's schema; `user_version` counts those taken."""

VERSION = len(MIGRATIONS)

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_ROUNDS = """
    SELECT r.id, p.name AS player, r.mode, r.seed, r.packs, r.cards, r.started,
           count(a.id) AS answered, total(a.right) AS right, total(a.seconds) AS seconds,
           total(a.base + a.streak) AS score
    FROM rounds r JOIN players p ON p.id = r.player LEFT JOIN attempts a ON a.round = r.id
"""


class Round(NamedTuple):
    """What identifies a round: who plays which cards under which rules."""

    player: str
    mode: str
    seed: str
    packs: tuple[str, ...]
    deck: Deck


class Played(NamedTuple):
    """A round as the store has it; `started` is a time in UTC, ISO 8601."""

    id: int
    player: str
    mode: str
    seed: str
    packs: tuple[str, ...]
    cards: int
    answered: int
    right: int
    score: int
    seconds: float
    started: str

    @property
    def finished(self) -> bool:
        """Whether every card was answered."""
        return self.answered >= self.cards


class Left(NamedTuple):
    """A round that was left: the identity and the options of each card, and the attempts."""

    played: Played
    cards: tuple[tuple[str, tuple[str, ...]], ...]
    attempts: tuple[Attempt, ...]


class Recording:
    """A round being written down; `row` is its row once an attempt has been committed."""

    def __init__(self, store: Store, round: Round, row: int | None = None) -> None:
        self.store = store
        self.round = round
        self.row = row

    def record(self, position: int, attempt: Attempt) -> None:
        """Commit one attempt; if that fails, keep it and try again with the next one."""
        self.store.record(self, position, attempt)


def _utc() -> datetime:
    return datetime.now(UTC)


class Store:
    """The scores in a file, or for this process alone where there can be none.

    `clock` gives the time of day that is written beside each attempt. `trouble` is a sentence
    for the player about what could not be done, or empty.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime] = _utc) -> None:
        self.path = path
        self.trouble = ""
        self._clock = clock
        self._lock = RLock()
        self._sound = False
        self._unsaved: list[tuple[Recording, int, Attempt, str]] = []
        if path is None:
            self.trouble = "There is no home folder: scores last only until you quit."
            self._connection = self._temporary()
        else:
            self._connection = self._open(path)

    def close(self) -> None:
        """Try once more to save what could not be saved, and let the file go."""
        with self._lock:
            if self._unsaved:
                self._save()
            self._connection.close()

    @property
    def unsaved(self) -> int:
        """How many attempts are not in the file (yet)."""
        return len(self._unsaved)

    def prepare(self) -> None:
        """See that the file is sound before it is written to, and back it up once a day."""
        with self._lock:
            if self._sound:
                return
            self._sound = True
            try:
                problem = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            except sqlite3.DatabaseError as error:
                problem = str(error) if error.sqlite_errorcode in _DAMAGE else "ok"
            if problem != "ok" and self.path is not None:
                self._connection = self._replaced(self.path, self._connection)
            self._back_up(self._clock().strftime("%Y-%m-%d"))

    def record(self, recording: Recording, position: int, attempt: Attempt) -> None:
        """See `Recording.record`."""
        with self._lock:
            self.prepare()
            at = self._clock().isoformat(timespec="seconds")
            self._unsaved.append((recording, position, attempt, at))
            self._save()

    def last_seen(self, player: str) -> dict[str, float]:
        """When this player was last asked each item, as a number that grows."""
        rows = self._read(
            "SELECT a.item, max(a.id) FROM attempts a JOIN rounds r ON r.id = a.round"
            " JOIN players p ON p.id = r.player WHERE p.name = ? GROUP BY a.item",
            (player,),
        )
        return {item: float(order) for item, order in rows}

    def rounds(
        self, player: str | None = None, pack: str | None = None, best: bool = False, most: int = -1
    ) -> list[Played]:
        """Rounds of a player and with a pack, or of all: the latest first, or the best first."""
        rows = self._read(
            f"""{_ROUNDS} WHERE (?1 IS NULL OR p.name = ?1)
            AND (?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(r.packs) WHERE value = ?2))
            GROUP BY r.id HAVING ?3 = 0 OR answered >= r.cards
            ORDER BY CASE WHEN ?3 THEN -score END, r.id DESC LIMIT ?4""",
            (player, pack, best, most),
        )
        return [_played(row) for row in rows]

    def comparable(self, recording: Recording) -> list[Played]:
        """This player's finished rounds of the same kind and length, the latest first."""
        round = recording.round
        packs = sorted(round.packs)
        return [
            played
            for played in self.rounds(round.player)
            if played.finished
            and played.mode == round.mode
            and played.cards == len(round.deck)
            and sorted(played.packs) == packs
            and played.id != recording.row
        ]

    def players(self) -> list[str]:
        """Everyone who ever answered a question, the latest first."""
        rows = self._read(
            "SELECT p.name FROM players p JOIN rounds r ON r.player = p.id"
            " GROUP BY p.id ORDER BY max(r.id) DESC"
        )
        return [name for (name,) in rows]

    def packs(self) -> list[str]:
        """Every pack that was ever asked from."""
        rows = self._read("SELECT DISTINCT value FROM rounds, json_each(packs) ORDER BY value")
        return [name for (name,) in rows]

    def left(self, player: str) -> Left | None:
        """This player's latest round, if cards of it were left unanswered."""
        latest = self.rounds(player, most=1)
        if not latest or latest[0].finished:
            return None
        row = (latest[0].id,)
        deck = self._read("SELECT deck FROM rounds WHERE id = ?", row)
        rows = self._read("SELECT * FROM attempts WHERE round = ? ORDER BY position", row)
        if not deck or [a["position"] for a in rows] != list(range(len(rows))):
            return None
        cards = tuple((uid, tuple(options)) for uid, options in json.loads(deck[0][0]))
        return Left(latest[0], cards, tuple(_attempt(a) for a in rows))

    # -- the file -----------------------------------------------------------------------------

    def _open(self, path: Path) -> sqlite3.Connection:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connect(path)
            try:
                self._migrate(connection)
            except BaseException:
                connection.close()
                raise
        except (OSError, sqlite3.Error, StoreError) as error:
            if getattr(error, "sqlite_errorcode", None) in _DAMAGE:
                return self._replaced(path, None)
            self.trouble = _sentence(error, path)
            return self._temporary()
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            self.trouble = f"{path} is read-only: this session's scores are not kept."
        return connection

    def _connect(self, path: Path | str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=BUSY, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")
        return connection

    def _temporary(self) -> sqlite3.Connection:
        connection = self._connect(":memory:")
        self._sound = True
        self._migrate(connection)
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the schema up to date. Raises StoreError for one from the future."""
        if _version(connection) == VERSION:
            return
        with _writing(connection):
            version = _version(connection)
            if 0 < version < VERSION:
                self._back_up(f"before-version-{VERSION}", connection)
            for statement in "".join(MIGRATIONS[version:]).split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")

    def _save(self) -> None:
        connection = self._connection
        rows: dict[Recording, int] = {}
        try:
            with _writing(connection):
                if _version(connection) != VERSION:
                    raise StoreError(f"{self.path} was changed by another version of the game.")
                for recording, position, attempt, at in self._unsaved:
                    row = recording.row or rows.get(recording)
                    if row is None:
                        row = rows[recording] = _insert_round(connection, recording.round, at)
                    _insert_attempt(connection, row, recording.round, position, attempt, at)
        except (sqlite3.Error, StoreError) as error:
            self.trouble = _sentence(error, self.path)
            return
        if self._unsaved and self.path is not None and self.trouble.endswith(RETRY):
            self.trouble = ""
        for recording, row in rows.items():
            recording.row = row
        self._unsaved.clear()

    def _read(self, query: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.Error as error:
                if error.sqlite_errorcode in _DAMAGE and self.path is not None:
                    self._connection = self._replaced(self.path, self._connection)
                else:
                    self.trouble = _sentence(error, self.path)
                return []

    def _replaced(self, path: Path, damaged: sqlite3.Connection | None) -> sqlite3.Connection:
        """Set a damaged file aside, with its journal, and go on from the newest backup."""
        if damaged:
            damaged.close()
        stamp = f"{self._clock():%Y%m%d-%H%M%S}-{os.getpid()}"
        aside = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
        self._sound = True
        try:
            os.rename(path, aside)
            journal = path.with_name(path.name + "-journal")
            if journal.exists():
                os.rename(journal, aside.with_name(aside.name + "-journal"))
            backup = next(iter(self._backups(path)), None)
            connection = self._connect(path)
            if backup:
                with _closing(self._connect(backup)) as source:
                    source.backup(connection)
            self._migrate(connection)
        except (OSError, sqlite3.Error, StoreError) as error:
            self.trouble = f"The scores are damaged. {_sentence(error, path)}"
            return self._temporary()
        went_on = f"the backup {backup.name} was put in its place" if backup else "a new one begins"
        self.trouble = f"The scores were damaged: the file was kept as {aside}, and {went_on}."
        return connection

    def _back_up(self, label: str, connection: sqlite3.Connection | None = None) -> None:
        """Copy the store once under this label; the newest copies are kept."""
        if self.path is None or (not connection and not self._read("SELECT 1 FROM rounds LIMIT 1")):
            return
        folder = self.path.parent / "backups"
        target = folder / f"{self.path.stem}-{label}{self.path.suffix}"
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        if target.exists():
            return
        try:
            folder.mkdir(exist_ok=True)
            with _closing(sqlite3.connect(part)) as copy:
                (connection or self._connection).backup(copy)
            os.replace(part, target)
            for old in self._backups(self.path)[BACKUPS:]:
                old.unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as error:
            part.unlink(missing_ok=True)
            self.trouble = f"No backup of the scores could be made: {error}."

    def _backups(self, path: Path) -> list[Path]:
        """The backups, the newest first."""
        found = (path.parent / "backups").glob(f"{path.stem}-*{path.suffix}")
        return sorted(found, key=lambda file: file.stat().st_mtime_ns, reverse=True)


RETRY = "the next answer tries again."


def _sentence(error: Exception, path: Path | None) -> str:
    """What went wrong with the file at `path`, for the player."""
    if isinstance(error, StoreError):
        return error.message
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return f"The disk is full, so {path} was not written; {RETRY}"
    if primary == sqlite3.SQLITE_BUSY:
        return f"Another program is holding {path}; {RETRY}"
    if primary == sqlite3.SQLITE_READONLY:
        return f"{path} is read-only: this session's scores are not kept."
    if primary == sqlite3.SQLITE_CANTOPEN or isinstance(error, OSError):
        return f"{path} cannot be opened: this session's scores are not kept."
    return f"{path} could not be written ({error}); {RETRY}"


def _version(connection: sqlite3.Connection) -> int:
    """The schema's version. Raises StoreError for one from the future."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(
            "The scores were written by a newer version of the game: they are left alone, "
            "and this session's are not kept."
        )
    return version


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


def _insert_round(connection: sqlite3.Connection, round: Round, at: str) -> int:
    connection.execute("INSERT OR IGNORE INTO players (name) VALUES (?)", (round.player,))
    deck = [[card.item.uid, list(card.options)] for card in round.deck]
    row = connection.execute(
        "INSERT INTO rounds (player, mode, seed, packs, deck, cards, started)"
        " SELECT id, ?, ?, ?, ?, ?, ? FROM players WHERE name = ?",
        (
            round.mode,
            round.seed,
            json.dumps(round.packs, ensure_ascii=False),
            json.dumps(deck, ensure_ascii=False),
            len(round.deck),
            at,
            round.player,
        ),
    ).lastrowid
    assert row is not None
    return row


def _insert_attempt(
    connection: sqlite3.Connection,
    row: int,
    round: Round,
    position: int,
    attempt: Attempt,
    at: str,
) -> None:
    item = round.deck[position].item
    connection.execute(
        "INSERT OR IGNORE INTO attempts (round, position, item, pack, category, difficulty,"
        " choice, cause, right, seconds, base, streak, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            position,
            item.uid,
            item.pack,
            item.category,
            item.difficulty,
            attempt.choice,
            attempt.cause,
            attempt.right,
            attempt.seconds,
            attempt.points.base,
            attempt.points.streak,
            at,
        ),
    )


def _played(row: sqlite3.Row) -> Played:
    return Played(
        id=row["id"],
        player=row["player"],
        mode=row["mode"],
        seed=row["seed"],
        packs=tuple(json.loads(row["packs"])),
        cards=row["cards"],
        answered=row["answered"],
        right=int(row["right"]),
        score=int(row["score"]),
        seconds=row["seconds"],
        started=row["started"],
    )


def _attempt(row: sqlite3.Row) -> Attempt:
    return Attempt(
        choice=row["choice"],
        cause=row["cause"],
        right=bool(row["right"]),
        seconds=row["seconds"],
        points=Points(row["base"], row["streak"]),
    )
