"""The scores: one SQLite file of players, rounds, events and attempts.

Whatever is wrong with the file, a round goes on and nothing that was there is lost: `trouble`
says what happened and where the file is. Several processes may use one store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from quiz.errors import StoreError
from quiz.game.game import Event, Game
from quiz.packs.model import Item
from quiz.scores import codec, rounds, schema
from quiz.scores.file import File, read_only, sentence, writing
from quiz.scores.rounds import PLAYED, UNREADABLE, Played, Round, Saved

UTC_NOW = partial(datetime.now, UTC)

Value: TypeAlias = str | int | float | None

_Value = TypeVar("_Value")
Ask: TypeAlias = Callable[..., list[sqlite3.Row]]
"""Returns the rows of a query, given its values by their names."""

FLAG_KINDS = ("wrong", "unclear", "typo")
"""What a player can say about an item."""


class Standing(NamedTuple):
    """A player's record in short: rounds played to an end, and the best score or None."""

    finished: int = 0
    best: int | None = None


class Form(NamedTuple):
    """A player's rounds of one kind up to a round.

    `best` is the best score of the finished rounds begun before it, `scores` those of the latest
    `RECENT`, the oldest first, and `rank` the place of this one among all `rounds` by score. A
    round that is not finished in the store is not among them, and its rank is 0.
    """

    best: int | None = None
    scores: tuple[int, ...] = ()
    rank: int = 0
    rounds: int = 0


RECENT = 10
"""How many scores a form shows."""


class Raised(NamedTuple):
    """What a player said is wrong with an item, one of `FLAG_KINDS` and a note, and when."""

    player: str
    item: Item
    kind: str
    note: str
    at: str


class Recording:
    """A round being written down.

    `game` is the latest state, of which `saved` events are in the database of `generation`, and
    `earlier` happened before this process. `times` is when each attempt was made.
    """

    def __init__(self, store: Store, saved: Saved) -> None:
        self.store = store
        self.round = saved.round
        self.game = saved.game
        self.seconds = saved.seconds
        self.saved = self.earlier = len(saved.game.events)
        self.generation = store.generation
        self.times = [""] * len(saved.game.attempts)
        self.started = saved.started

    def record(self, game: Game, seconds: float) -> None:
        """Commit what happened up to this state; if that fails, it is tried again later."""
        self.store.record(self, game, seconds)


class Store:
    """The scores in a file, or for this process alone where there can be none.

    `clock` returns the time of day that is written beside each attempt.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime] = UTC_NOW) -> None:
        self.path = path
        self._clock = clock
        self._recordings: list[Recording] = []
        self._flags: dict[Raised, int] = {}  # and in which generation each was written
        self._file = File(path, clock)
        self._lock = self._file.lock

    def close(self) -> None:
        """Try once more to save what could not be saved, and let the file go."""
        if self.unsaved or any(map(self._missing, self._recordings)) or self._unwritten():
            self._save()
        with self._lock:
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
        """How many answers are not in the file (yet)."""
        lasting = self._file.lasting
        missing = (
            self._missing(one) if lasting else one.game.events[one.earlier :]
            for one in self._recordings
        )
        return sum(e.kind in ("answer", "expire") for events in missing for e in events)

    @property
    def generation(self) -> int:
        """A number that grows when another database takes the place of the one before."""
        return self._file.generation

    def now(self) -> datetime:
        """Return the time of day."""
        return self._clock()

    def prepare(self) -> None:
        """Check that the file is sound before it is written to, and back it up once a day."""
        self._file.check()

    def record(self, recording: Recording, game: Game, seconds: float) -> None:
        """Commit a state of a round; see `Recording.record`."""
        with self._lock:
            at = self._clock().isoformat(timespec="seconds")
            recording.started = recording.started or at
            times = [time or at for time in recording.times]
            recording.times = times + [at] * (len(game.attempts) - len(times))
            recording.game, recording.seconds = game, seconds
            if game.events and recording not in self._recordings:
                self._recordings.append(recording)
        if game.events:
            self._save(recording)

    def flag(self, player: str, item: Item, kind: str, note: str) -> None:
        """Write down what a player says is wrong with an item; see `FLAG_KINDS`.

        If that fails, it is tried again later.
        """
        with self._lock:
            at = self._clock().isoformat(timespec="seconds")
            self._flags[Raised(player, item, kind, note, at)] = 0
        self._save()

    # -- queries ------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Ask]:
        """Provide a function that asks the database without keeping others from the store.

        It has a connection of its own while the store is in a file that can be read.
        """
        connection = None
        with suppress(sqlite3.Error):
            if self._file.lasting and self._file.path:
                connection = read_only(self._file.path)
        if connection is None:
            yield self.read
            return

        def ask(query: str, **values: Value) -> list[sqlite3.Row]:
            try:
                return connection.execute(query, _storable(values)).fetchall()
            except sqlite3.Error:
                return self.read(query, **values)  # which repairs the file or says why not

        with closing(connection):
            yield ask

    def rounds(
        self, player: str | None = None, pack: str | None = None, best: bool = False, most: int = -1
    ) -> list[Played]:
        """Return the rounds of a player and with a pack, the latest or the best first.

        The best are those that were played to an end.
        """
        order = "s.score DESC, s.round DESC" if best else "s.round DESC, s.seat"
        wanted = ["s.finished = 1"] * best
        if player is not None:
            wanted.append("s.player = (SELECT id FROM players WHERE name = :player)")
        if pack is not None:
            wanted.append("r.id IN (SELECT round FROM round_packs WHERE pack = :pack)")
        where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        return self._played(
            f"{PLAYED} {where} ORDER BY {order} LIMIT :most", player=player, pack=pack, most=most
        )

    def left_open(self, player: str | None = None, most: int = -1) -> list[Played]:
        """Return the rounds that can be resumed, the latest first, by their first player."""
        return self._played(
            f"{PLAYED} WHERE s.round IN (SELECT id FROM rounds WHERE ended IS NULL) AND s.seat = 0"
            " AND (:player IS NULL OR p.name = :player) ORDER BY s.round DESC LIMIT :most",
            player=player,
            most=most,
        )

    def load(self, uid: str) -> Saved | None:
        """Return a round as it was left, or None if it cannot be read."""
        return self.run(lambda connection: rounds.load(connection, uid), None)

    def form(self, round: Round) -> Form:
        """Return how this round compares with those of its kind by its first player before it."""
        rows = self.read(
            "WITH this AS (SELECT id FROM rounds WHERE uid = :uid)"
            " SELECT score, round = (SELECT id FROM this) FROM seats INDEXED BY seats_by_kind"
            " WHERE player = (SELECT id FROM players WHERE name = :player) AND kind = :kind"
            " AND finished = 1 AND typeof(score) = 'integer'"
            " AND round <= ifnull((SELECT id FROM this), round) ORDER BY round",
            uid=round.uid,
            player=round.players[0],
            kind=codec.kind(round.rules, round.selection),
        )
        scores = tuple(score for score, _ in rows)
        finished = bool(rows and rows[-1][1])
        before = scores[:-1] if finished else scores
        return Form(
            best=max(before, default=None),
            scores=scores[-RECENT:],
            rank=1 + sum(score > scores[-1] for score in before) if finished else 0,
            rounds=len(scores),
        )

    def best(self, round: Round) -> Saved | None:
        """Return the best finished round of this one's kind by its first player, but not this one.

        Of equals it is the latest. Rounds without events, as the first edition wrote them, cannot
        be played again and are passed over.
        """
        rows = self.read(
            "SELECT uid FROM seats s INDEXED BY seats_by_kind CROSS JOIN rounds r ON r.id = s.round"
            " WHERE s.player = (SELECT id FROM players WHERE name = :player) AND s.kind = :kind"
            " AND s.finished = 1 AND typeof(s.score) = 'integer' AND r.uid <> :uid"
            " AND EXISTS (SELECT 1 FROM events e WHERE e.round = s.round)"
            " ORDER BY s.score DESC, s.round DESC LIMIT 1",
            uid=round.uid,
            player=round.players[0],
            kind=codec.kind(round.rules, round.selection),
        )
        return self.load(str(rows[0][0])) if rows else None

    def standing(self, player: str) -> Standing:
        """Return a player's record in short."""
        rows = self.read(
            "SELECT finished, (SELECT max(score) FROM seats s WHERE s.player = p.id"
            " AND s.finished = 1) FROM players p WHERE name = :player",
            player=player,
        )
        return Standing(*rows[0]) if rows else Standing()

    def players(self) -> list[str]:
        """Return everyone who ever answered a question, the latest first."""
        rows = self.read("SELECT name FROM players WHERE latest > 0 ORDER BY latest DESC, id")
        return [str(name) for (name,) in rows]

    def packs(self) -> list[str]:
        """Return every pack that was ever asked from."""
        rows = self.read("SELECT DISTINCT pack FROM round_packs ORDER BY pack")
        return [str(name) for (name,) in rows]

    # -- the database -------------------------------------------------------------------------

    def _played(self, query: str, **values: Value) -> list[Played]:
        return [played for played in map(rounds.played, self.read(query, **values)) if played]

    def read(self, query: str, **values: Value) -> list[sqlite3.Row]:
        """Return the rows of a query, or none if that fails."""
        clean = _storable(values)
        return self.run(lambda c: c.execute(query, clean).fetchall(), [])

    def run(self, work: Callable[[sqlite3.Connection], _Value], default: _Value) -> _Value:
        """Return what `work` does with the database, or the default if that fails."""
        with self._lock:
            try:
                return self._file.run(work)
            except (sqlite3.Error, StoreError) as error:
                self._file.obstacle = sentence(error, self._file.path)
                return default

    def _missing(self, recording: Recording) -> tuple[Event, ...]:
        """Return the events of a round that are not in the database."""
        known = recording.generation == self.generation
        return recording.game.events[recording.saved if known else 0 :]

    def _unwritten(self) -> list[Raised]:
        """Return the flags that are not in the database."""
        return [flag for flag, written in self._flags.items() if written != self.generation]

    def _save(self, played: Recording | None = None) -> None:
        """Write, in one transaction, every event and every flag that is not in the database.

        The totals of the round that is being `played` are written anyhow.
        """
        file = self._file
        with self._lock:
            file.renew()
        file.check()
        with self._lock:
            try:
                file.run(lambda connection: self._write(connection, played))
            except (sqlite3.Error, StoreError) as error:
                file.obstacle = sentence(error, file.path)
            else:
                if file.lasting:
                    file.obstacle = ""

    def _write(self, connection: sqlite3.Connection, played: Recording | None) -> None:
        written = [r for r in self._recordings if r is played or self._missing(r)]
        flags = self._unwritten()
        with writing(connection):
            schema.verify(connection)
            for recording in written:
                _write_round(connection, recording)
            for flag in flags:
                rounds.insert_flag(connection, *flag)
        self._flags |= dict.fromkeys(flags, self.generation)
        for recording in written:
            recording.saved = len(recording.game.events)
            recording.generation = self.generation


def _storable(values: dict[str, Value]) -> dict[str, Value]:
    return {n: codec.storable(v) if isinstance(v, str) else v for n, v in values.items()}


def _write_round(connection: sqlite3.Connection, recording: Recording) -> None:
    """Write what is not there yet of a round.

    If another process has played on with it, the round of this one becomes a round of its own.
    """
    round, game = recording.round, recording.game
    found = connection.execute("SELECT id FROM rounds WHERE uid = ?", (round.uid,)).fetchone()
    stored: list[Event] | None = None
    with suppress(*UNREADABLE):
        stored = rounds.stored_events(connection, found["id"]) if found else []
    if stored is None or tuple(stored) != game.events[: len(stored)]:
        recording.round = round._replace(uid=rounds.new_uid())
        found, stored = None, []
    if found:
        row = int(found["id"])
    else:
        row = rounds.insert_round(connection, recording.round, recording.started)
    rounds.insert_events(connection, row, game, len(stored), recording.times)
    rounds.update_totals(connection, row, game, recording.seconds)
