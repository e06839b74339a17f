"""The scores: one SQLite file of players, rounds and attempts.

Whatever is wrong with the file, a round goes on and nothing that was there is lost: `trouble`
says what happened and where the file is. Several processes may use one store.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import NamedTuple, TypeAlias

from quiz.errors import StoreError
from quiz.game.deck import Deck
from quiz.game.game import Attempt
from quiz.game.scoring import Points
from quiz.scores import schema
from quiz.scores.file import File, sentence, writing

Value: TypeAlias = str | int | float | None

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
    """A round being written down, or going on being if it was `left`.

    `row` is its row in the database of `generation` once an attempt has been committed, and
    `saved` how many of `attempts` are there, each with its position and the time of day.
    """

    def __init__(self, store: Store, round: Round, left: Left | None = None) -> None:
        self.store = store
        self.round = round
        self.row = left.played.id if left else None
        self.started = left.played.started if left else ""
        earlier = enumerate(left.attempts if left else ())
        self.attempts = [(position, attempt, self.started) for position, attempt in earlier]
        self.earlier = self.saved = len(self.attempts)
        self.generation = store.generation

    def record(self, position: int, attempt: Attempt) -> None:
        """Commit one attempt; if that fails, keep it and try again with the next one."""
        self.store.record(self, position, attempt)


def _utc() -> datetime:
    return datetime.now(UTC)


class Store:
    """The scores in a file, or for this process alone where there can be none.

    `clock` gives the time of day that is written beside each attempt.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime] = _utc) -> None:
        self.path = path
        self._clock = clock
        self._lock = RLock()
        self._recordings: list[Recording] = []
        self._file = File(path, clock)

    def close(self) -> None:
        """Try once more to save what could not be saved, and let the file go."""
        with self._lock:
            if self.unsaved:
                self._save()
            self._file.connection.close()

    @property
    def trouble(self) -> str:
        """What happened to the file or could not be done, for the player, or empty."""
        return " ".join(filter(None, (self._file.notice, self._file.obstacle)))

    @trouble.setter
    def trouble(self, sentence: str) -> None:
        self._file.notice, self._file.obstacle = sentence, ""

    @property
    def unsaved(self) -> int:
        """How many attempts are not in the file (yet)."""
        if self._file.lasting:
            return sum(len(self._missing(recording)) for recording in self._recordings)
        return sum(len(recording.attempts) - recording.earlier for recording in self._recordings)

    @property
    def generation(self) -> int:
        """A number that grows when another database takes the place of the one before."""
        return self._file.generation

    def prepare(self) -> None:
        """See that the file is sound before it is written to, and back it up once a day."""
        with self._lock:
            self._file.check()

    def record(self, recording: Recording, position: int, attempt: Attempt) -> None:
        """See `Recording.record`."""
        with self._lock:
            at = self._clock().isoformat(timespec="seconds")
            recording.started = recording.started or at
            if all(position != other for other, _, _ in recording.attempts):
                recording.attempts.append((position, attempt, at))
            if recording not in self._recordings:
                self._recordings.append(recording)
            self._save()

    def last_seen(self, player: str) -> dict[str, float]:
        """When this player was last asked each item, as a number that grows."""
        rows = self._read(
            "SELECT a.item, max(a.id) FROM attempts a JOIN rounds r ON r.id = a.round"
            " JOIN players p ON p.id = r.player WHERE p.name = :player GROUP BY a.item",
            player=player,
        )
        return {str(item): float(order) for item, order in rows}

    def rounds(
        self, player: str | None = None, pack: str | None = None, best: bool = False, most: int = -1
    ) -> list[Played]:
        """Rounds of a player and with a pack, or of all: the latest first, or the best first."""
        order = "score DESC, r.id DESC" if best else "r.id DESC"
        rows = self._read(
            f"""{_ROUNDS} WHERE (:player IS NULL OR p.name = :player)
            AND (:pack IS NULL OR EXISTS (SELECT 1 FROM json_each(r.packs) WHERE value = :pack))
            GROUP BY r.id HAVING NOT :best OR answered >= r.cards
            ORDER BY {order} LIMIT :most""",
            **{"player": player, "pack": pack, "best": best, "most": most},
        )
        return [played for played in map(_played, rows) if played]

    def comparable(self, recording: Recording) -> list[Played]:
        """This player's finished rounds of the same kind and length, the latest first."""
        round = recording.round
        packs = sorted(map(_text, round.packs))
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
        return [str(name) for (name,) in rows]

    def packs(self) -> list[str]:
        """Every pack that was ever asked from."""
        rows = self._read("SELECT DISTINCT value FROM rounds, json_each(packs) ORDER BY value")
        return [str(name) for (name,) in rows]

    def left(self, player: str) -> Left | None:
        """This player's latest round, if cards of it were left unanswered."""
        latest = self.rounds(player, most=1)
        if not latest or latest[0].finished:
            return None
        row = latest[0].id
        deck = self._read("SELECT deck FROM rounds WHERE id = :row", row=row)
        rows = self._read("SELECT * FROM attempts WHERE round = :row ORDER BY position", row=row)
        if not deck or [a["position"] for a in rows] != list(range(len(rows))):
            return None
        return _left(latest[0], deck[0][0], rows)

    # -- the database -------------------------------------------------------------------------

    def _read(self, query: str, **values: Value) -> list[sqlite3.Row]:
        with self._lock:
            try:
                return self._file.run(lambda c: c.execute(query, _clean(values)).fetchall())
            except sqlite3.Error as error:
                self._file.obstacle = sentence(error, self._file.path)
                return []

    def _save(self) -> None:
        """Write down, in one transaction, every attempt that is not in the database."""
        file = self._file
        file.renew()
        file.check()
        try:
            file.run(self._write)
        except (sqlite3.Error, StoreError) as error:
            file.obstacle = sentence(error, file.path)
        else:
            if file.lasting:
                file.obstacle = ""

    def _missing(self, recording: Recording) -> list[tuple[int, Attempt, str]]:
        known = recording.generation == self.generation
        return recording.attempts[recording.saved if known else 0 :]

    def _write(self, connection: sqlite3.Connection) -> None:
        written: list[tuple[Recording, int]] = []
        with writing(connection):
            schema.verify(connection)
            for recording in self._recordings:
                if missing := self._missing(recording):
                    known = recording.generation == self.generation
                    row = recording.row if known else _found(connection, recording)
                    row = row or _insert_round(connection, recording)
                    for attempt in missing:
                        _insert_attempt(connection, row, recording.round, *attempt)
                    written.append((recording, row))
        for recording, row in written:
            recording.row = row
            recording.saved = len(recording.attempts)
            recording.generation = self.generation


def _clean(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values as SQLite takes them: names of files may hold what is not Unicode."""
    return {name: _text(v) if isinstance(v, str) else v for name, v in values.items()}


def _text(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _found(connection: sqlite3.Connection, recording: Recording) -> int | None:
    """The row of a round in a database that took the place of the one it was written to."""
    if recording.row is None:
        return None
    row = connection.execute(
        "SELECT r.id FROM rounds r JOIN players p ON p.id = r.player"
        " WHERE p.name = :player AND seed = :seed AND started = :started AND deck = :deck",
        _values(recording),
    ).fetchone()
    return row and int(row["id"])


def _insert_round(connection: sqlite3.Connection, recording: Recording) -> int:
    values = _values(recording)
    connection.execute("INSERT INTO players (name) VALUES (:player) ON CONFLICT DO NOTHING", values)
    row = connection.execute(
        "INSERT INTO rounds (player, mode, seed, packs, deck, cards, started)"
        " SELECT id, :mode, :seed, :packs, :deck, :cards, :started"
        " FROM players WHERE name = :player",
        values,
    ).lastrowid
    assert row is not None
    return row


def _values(recording: Recording) -> dict[str, Value]:
    round = recording.round
    deck = [[card.item.uid, card.options] for card in round.deck]
    return _clean(
        {
            "player": round.player,
            "mode": round.mode,
            "seed": round.seed,
            "packs": json.dumps([_text(name) for name in round.packs], ensure_ascii=False),
            "deck": json.dumps(deck, ensure_ascii=False),
            "cards": len(deck),
            "started": recording.started,
        }
    )


def _insert_attempt(
    connection: sqlite3.Connection,
    row: int,
    round: Round,
    position: int,
    attempt: Attempt,
    at: str,
) -> None:
    item = round.deck[position].item
    values: dict[str, Value] = {
        "round": row,
        "position": position,
        "item": item.uid,
        "pack": item.pack,
        "category": item.category,
        "difficulty": item.difficulty,
        "choice": attempt.choice,
        "cause": attempt.cause,
        "right": attempt.right,
        "seconds": attempt.seconds,
        "base": attempt.points.base,
        "streak": attempt.points.streak,
        "at": at,
    }
    connection.execute(
        f"INSERT INTO attempts ({', '.join(values)}) VALUES (:{', :'.join(values)})"
        " ON CONFLICT (round, position) DO NOTHING",
        _clean(values),
    )


def _played(row: sqlite3.Row) -> Played | None:
    """A round from its row, if what a damaged file may have made of it can still be read."""
    try:
        datetime.fromisoformat(row["started"]).astimezone()
        return Played(
            id=row["id"],
            player=str(row["player"]),
            mode=str(row["mode"]),
            seed=str(row["seed"]),
            packs=tuple(map(str, json.loads(row["packs"]))),
            cards=int(row["cards"]),
            answered=row["answered"],
            right=int(row["right"]),
            score=int(row["score"]),
            seconds=row["seconds"],
            started=row["started"],
        )
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _left(played: Played, deck: str, attempts: Iterable[sqlite3.Row]) -> Left | None:
    try:
        cards = tuple((str(uid), tuple(map(str, options))) for uid, options in json.loads(deck))
        return Left(played, cards, tuple(map(_attempt, attempts)))
    except (ValueError, TypeError):
        return None


def _attempt(row: sqlite3.Row) -> Attempt:
    return Attempt(
        choice=None if row["choice"] is None else int(row["choice"]),
        cause="answered" if row["cause"] == "answered" else "expired",
        right=bool(row["right"]),
        seconds=float(row["seconds"]),
        points=Points(int(row["base"]), int(row["streak"])),
    )
