"""When a player should see an item again, by the Free Spaced Repetition Scheduler (FSRS).

Nothing is computed while a player answers: `catch_up` considers the attempts since the last time.
Source: https://github.com/open-spaced-repetition/py-fsrs
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from quiz.scores import codec
from quiz.scores.file import writing

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

AT_ONCE = 300
"""How many attempts are considered in one transaction."""

LATEST, LEAST = 400, 8
"""How many of a player's latest right answers tell which ones are quick, and how many it takes."""

MOST_DAYS = 365
"""For how many days an item is left alone at most."""


class Review(NamedTuple):
    """When an item is due, and whether the latest answer was wrong."""

    uid: str
    due: datetime
    missed: bool


def catch_up(connection: sqlite3.Connection, player: str) -> bool:
    """Consider a player's next attempts; return whether there were any."""
    row = connection.execute("SELECT id FROM players WHERE name = ?", (player,)).fetchone()
    if row is None or not _attempts(connection, row[0]):
        return False
    with writing(connection):
        attempts = _attempts(connection, row[0])  # others may have been quicker
        scheduler, quick = _scheduler(), _quick(connection, row[0])
        for number, uid, right, seconds, at in attempts:
            found = connection.execute(
                "SELECT state FROM reviews WHERE player = ? AND uid = ?", (row[0], uid)
            ).fetchone()
            card = _reviewed(scheduler, found and found[0], number, right, seconds <= quick, at)
            assert card.last_review is not None
            due = card.due if right else card.last_review
            connection.execute(
                "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?)",
                (row[0], uid, _text(due), card.to_json(), number),
            )
    return bool(attempts)


def due(
    connection: sqlite3.Connection, player: str, uids: Sequence[str], now: datetime
) -> list[str]:
    """Return which of these items are due: those that were missed, then the longest due first."""
    found = [review for review in upcoming(connection, player, uids) if review.due <= now]
    return [one.uid for one in sorted(found, key=lambda one: (not one.missed, one.due, one.uid))]


def upcoming(connection: sqlite3.Connection, player: str, uids: Sequence[str]) -> list[Review]:
    """Return when a player should see these items again, of those that were seen."""
    rows = connection.execute(
        "SELECT uid, due, state FROM reviews"
        " WHERE player = (SELECT id FROM players WHERE name = ?)"
        " AND uid IN (SELECT value FROM json_each(?))",
        (codec.storable(player), json.dumps([codec.storable(uid) for uid in uids])),
    )
    return [Review(uid, _time(due), _last_review(state) == due) for uid, due, state in rows]


def due_count(connection: sqlite3.Connection, player: str, now: datetime) -> int:
    """Return how many items are due for a player."""
    (number,) = connection.execute(
        "SELECT count(*) FROM reviews"
        " WHERE player = (SELECT id FROM players WHERE name = ?) AND due <= ?",
        (codec.storable(player), _text(now)),
    ).fetchone()
    return int(number)


def _attempts(connection: sqlite3.Connection, player: int) -> list[sqlite3.Row]:
    """Return the next attempts of a player that were not considered yet."""
    return connection.execute(
        "SELECT a.id, i.uid, a.right, a.seconds, a.at FROM attempts a JOIN items i ON i.id = a.item"
        " WHERE a.player = ?1"
        " AND a.id > ifnull((SELECT max(attempt) FROM reviews WHERE player = ?1), 0)"
        " ORDER BY a.id LIMIT ?2",
        (player, AT_ONCE),
    ).fetchall()


def _quick(connection: sqlite3.Connection, player: int) -> float:
    """Return the time, in seconds, of the fastest quarter of a player's right answers."""
    rows = connection.execute(
        "SELECT seconds FROM (SELECT right, seconds FROM attempts WHERE player = ?"
        " ORDER BY id DESC LIMIT ?) WHERE right = 1 ORDER BY seconds",
        (player, LATEST),
    ).fetchall()
    return float(rows[len(rows) // 4 - 1][0]) if len(rows) >= LEAST else -1.0


def _scheduler() -> Scheduler:
    """Return a scheduler in days: a game has no steps of minutes."""
    from fsrs import Scheduler  # slow to import, and no start and no answer needs it

    return Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=MOST_DAYS, enable_fuzzing=False
    )


def _reviewed(
    scheduler: Scheduler, state: str | None, number: int, right: bool, quick: bool, at: str
) -> Card:
    """Return the card of an item after an attempt. A clock that was set back stands still."""
    from fsrs import Card, Rating

    try:
        card = Card.from_json(state) if state else Card(card_id=number)
    except (ValueError, TypeError, LookupError):  # a damaged file may hold anything
        card = Card(card_id=number)
    now = max(_time(at), card.last_review or datetime.min.replace(tzinfo=UTC))
    rating = (Rating.Easy if quick else Rating.Good) if right else Rating.Again
    card, _ = scheduler.review_card(card, rating, now)
    return card


def _last_review(state: str) -> str:
    try:
        return _text(_time(json.loads(state)["last_review"]))
    except (ValueError, TypeError, LookupError):
        return ""


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    """Return a time; one that makes no sense, in a damaged file, is long ago."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return datetime(2000, 1, 1, tzinfo=UTC)
