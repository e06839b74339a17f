"""Rounds as values, and their rows in the database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple, get_args

from quiz.game.deck import Deck, Selection
from quiz.game.game import Event, EventKind, Game, replay
from quiz.game.modes import Rules
from quiz.game.result import summarise
from quiz.packs.model import Item
from quiz.scores import codec

LEFT = "left"
"""How rounds of the first edition ended that were left: they cannot be resumed."""

UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, OSError)
"""What reading a value may raise that a damaged file holds."""

PLAYED = """
    SELECT r.id, r.uid, p.name AS player, r.mode, r.seed, r.selection, r.cards, r.started, r.ended,
        s.answered, s.right, s.score, s.seconds
    FROM seats s CROSS JOIN rounds r ON r.id = s.round CROSS JOIN players p ON p.id = s.player
"""
"""What `played` needs; a CROSS JOIN keeps SQLite from joining in another, slower order."""


class Round(NamedTuple):
    """What identifies a round: who plays which cards under which rules.

    `selection` is what the deck was drawn from, by the seed `seed`.
    """

    uid: str
    rules: Rules
    selection: Selection
    seed: str
    deck: Deck
    players: tuple[str, ...]


class Played(NamedTuple):
    """One player's figures of a round, as far as it was played.

    `started` is a time in UTC, ISO 8601. `ended` is how the round ended, or empty while it can be
    resumed.
    """

    id: int
    uid: str
    player: str
    mode: str
    packs: tuple[str, ...]
    score: int
    right: int
    answered: int
    cards: int
    ended: str
    seconds: float
    started: str
    seed: str

    @property
    def finished(self) -> bool:
        """Whether the round was played to an end."""
        return self.ended not in ("", LEFT)


class Saved(NamedTuple):
    """A round as it stands: what it is, its game, the seconds of play, and when it began."""

    round: Round
    game: Game
    seconds: float = 0.0
    started: str = ""


def new_uid() -> str:
    """Return a random identity."""
    return os.urandom(8).hex()


def pack_names(selection: Selection) -> tuple[str, ...]:
    """Return the names of the packs of a selection, which may be given by their paths."""
    stems = (PurePath(pack).stem if os.path.isabs(pack) else "" for pack in selection.packs)
    return tuple(codec.storable(stem or pack) for stem, pack in zip(stems, selection.packs))


# -- reading --------------------------------------------------------------------------------------


def played(row: sqlite3.Row) -> Played | None:
    """Return a round from its row, or None if a damaged file made it unreadable."""
    try:
        datetime.fromisoformat(row["started"]).astimezone()
        return Played(
            id=row["id"],
            uid=str(row["uid"]),
            player=str(row["player"]),
            mode=str(row["mode"]),
            seed=str(row["seed"]),
            packs=pack_names(codec.load_selection(row["selection"])),
            cards=int(row["cards"]),
            answered=int(row["answered"]),
            right=int(row["right"]),
            score=int(row["score"]),
            seconds=float(row["seconds"]),
            started=row["started"],
            ended=row["ended"] or "",
        )
    except UNREADABLE:
        return None


def load(connection: sqlite3.Connection, uid: str) -> Saved | None:
    """Return a round with the game that its events lead to, or None if it cannot be read."""
    row = connection.execute("SELECT * FROM rounds WHERE uid = ?", (uid,)).fetchone()
    if row is None:
        return None
    players = connection.execute(
        "SELECT p.name FROM seats s JOIN players p ON p.id = s.player WHERE s.round = ?"
        " ORDER BY seat",
        (row["id"],),
    ).fetchall()

    def item(number: int) -> Item:
        found = connection.execute("SELECT content FROM items WHERE id = ?", (number,)).fetchone()
        return codec.load_item(found["content"])

    try:
        rules = codec.load_rules(row["rules"])
        deck = codec.load_deck(row["deck"], item)
        selection = codec.load_selection(row["selection"])
        names = tuple(str(name) for (name,) in players)
        events = stored_events(connection, row["id"])
        game = replay(rules, deck, names, events if names else ())
        if list(game.events) != events:
            return None
        seconds = max(float(row["seconds"]), events[-1].at if events else 0.0)
    except UNREADABLE:
        return None
    round = Round(uid, rules, selection, str(row["seed"]), deck, names)
    return Saved(round, game, seconds, str(row["started"]))


def stored_events(connection: sqlite3.Connection, row: int) -> list[Event]:
    """Return the events of a round. Raise ValueError or TypeError if they make no sense."""
    found = connection.execute(
        "SELECT kind, at, value FROM events WHERE round = ? ORDER BY position", (row,)
    )
    events = [Event(kind, float(at), value) for kind, at, value in found]
    if not {event.kind for event in events} <= {*get_args(EventKind)}:
        raise ValueError("an event of an unknown kind")
    return events


# -- writing --------------------------------------------------------------------------------------


def insert_round(connection: sqlite3.Connection, round: Round, started: str) -> int:
    """Write a round without its events; return its row."""
    kind = codec.kind(round.rules, round.selection)
    items = {card.item: 0 for card in (*round.deck.cards, *round.deck.reserve)}
    row = _insert(
        connection,
        "rounds",
        uid=round.uid,
        mode=round.rules.mode,
        kind=kind,
        rules=codec.dump(round.rules.as_dict()),
        selection=codec.dump(round.selection),
        seed=round.seed,
        deck=codec.dump_deck(round.deck, {item: _item_row(connection, item) for item in items}),
        cards=len(round.deck.cards),
        started=started,
        seconds=0.0,
    )
    for pack in {*pack_names(round.selection)}:
        _insert(connection, "round_packs", pack=pack, round=row)
    for seat, name in enumerate(map(codec.storable, round.players)):
        connection.execute(
            "INSERT INTO players (name, latest) VALUES (?1, ?2)"
            " ON CONFLICT (name) DO UPDATE SET latest = ?2",
            (name, row),
        )
        connection.execute(
            "INSERT INTO seats SELECT ?, ?, id, ?, 0, 0, 0, 0, 0 FROM players WHERE name = ?",
            (row, seat, kind, name),
        )
    return row


def insert_events(
    connection: sqlite3.Connection, row: int, game: Game, stored: int, times: Sequence[str]
) -> None:
    """Write the events of a game from the number `stored` on, and the attempts that they made.

    `times` is when each attempt was made.
    """
    for position, event in list(enumerate(game.events))[stored:]:
        _insert(connection, "events", round=row, position=position, **event._asdict())
    query = "SELECT player FROM seats WHERE round = ? ORDER BY seat"
    players = [player for (player,) in connection.execute(query, (row,))]
    query = "SELECT count(*) FROM attempts WHERE round = ?"
    (known,) = connection.execute(query, (row,)).fetchone()
    for attempt, at in list(zip(game.attempts, times))[known:]:
        card, player = game.card_at(attempt.turn), players[attempt.player]
        last = _insert(
            connection,
            "attempts",
            round=row,
            turn=attempt.turn,
            seat=attempt.player,
            player=player,
            item=_item_row(connection, card.item),
            choice=attempt.choice,
            chosen=None if attempt.choice is None else card.options[attempt.choice],
            right=attempt.right,
            seconds=attempt.seconds,
            base=attempt.points.base,
            streak=attempt.points.streak,
            stolen=attempt.stolen,
            at=at,
        )
        connection.execute(
            "INSERT INTO seen VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (player, uid) DO UPDATE"
            " SET last = ?3, asked = asked + 1, right = right + ?4",
            (player, codec.storable(card.item.uid), last, attempt.right),
        )


def update_totals(connection: sqlite3.Connection, row: int, game: Game, seconds: float) -> None:
    """Write the totals of a round as it stands, after so many seconds of play."""
    ended = "UPDATE rounds SET ended = ? WHERE id = ? AND ended IS NULL"
    if game.ended and connection.execute(ended, (game.ended, row)).rowcount:
        connection.execute(
            "UPDATE players SET finished = finished + 1"
            " WHERE id IN (SELECT player FROM seats WHERE round = ?)",
            (row,),
        )
    connection.execute("UPDATE rounds SET seconds = ? WHERE id = ?", (seconds, row))
    for seat in range(len(game.players)):
        result = summarise(game, seat)
        totals = (game.ended is not None, result.total.asked, result.total.right, result.score)
        connection.execute(
            "UPDATE seats SET finished = ?, answered = ?, right = ?, score = ?, seconds = ?"
            " WHERE round = ? AND seat = ?",
            (*totals, result.seconds, row, seat),
        )


def insert_flag(
    connection: sqlite3.Connection, player: str, item: Item, kind: str, note: str, at: str
) -> None:
    """Write what a player says is wrong with an item, unless it is there already."""
    name = codec.storable(player)
    connection.execute("INSERT OR IGNORE INTO players (name) VALUES (?)", (name,))
    connection.execute(
        "INSERT INTO flags (player, item, kind, note, at)"
        " SELECT id, ?2, ?3, ?4, ?5 FROM players WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM"
        " flags f WHERE (f.player, item, kind, note, at) = (players.id, ?2, ?3, ?4, ?5))",
        (name, _item_row(connection, item), kind, codec.storable(note), at),
    )


def _item_row(connection: sqlite3.Connection, item: Item) -> int:
    """Return the row of an item, which is written if it is not there yet."""
    names = ("uid", "pack", "category", "difficulty")
    values = {name: codec.storable(getattr(item, name)) for name in names}
    values["content"] = codec.dump(item)
    found = connection.execute(
        "SELECT id FROM items WHERE uid = ? AND pack = ? AND category = ? AND difficulty = ?"
        " AND content = ?",
        tuple(values.values()),
    ).fetchone()
    return int(found["id"]) if found else _insert(connection, "items", **values)


def _insert(connection: sqlite3.Connection, table: str, **values: str | float | None) -> int:
    """Insert a row; return its id."""
    clean = {k: codec.storable(v) if isinstance(v, str) else v for k, v in values.items()}
    names = ", ".join(clean)
    marks = ", ".join("?" * len(clean))
    cursor = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(clean.values())
    )
    return cursor.lastrowid or 0
