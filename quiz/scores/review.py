"""When a player should see an item again, by the Free Spaced Repetition Scheduler (FSRS).

Nothing is computed while a player answers: `catch_up` considers the attempts since the last time.
Source: https://github.com/open-spaced-repetition/py-fsrs
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from quiz.scores import codec, schema
from quiz.scores.file import writing

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

    from quiz.scores.store import Store

AT_ONCE = 300
"""How many attempts are considered in one transaction."""

LATEST, LEAST = 400, 8
"""How many right answers before one tell whether it is quick, at most and at least."""

BETWEEN_BATCHES = 0.005
"""For how many seconds the store is left to others between two batches."""

MOST_DAYS = 365
"""For how many days an item is left alone at most."""


LONG_AGO, FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""The times that make sense: others come from a clock or a disk that is broken."""

UNCONSIDERED = """
    SELECT a.id, i.uid, a.right, CAST(a.seconds AS REAL), a.at
    FROM attempts a INDEXED BY attempts_by_player CROSS JOIN items i ON i.id = a.item
    WHERE a.player = (SELECT id FROM players WHERE name = :player) AND a.id > ifnull((
        SELECT max(attempt) FROM reviews
        WHERE player = (SELECT id FROM players WHERE name = :player)
    ), 0) ORDER BY a.id LIMIT :most
"""

LATEST_TIMES = """
    SELECT CAST(seconds AS REAL) FROM attempts INDEXED BY attempts_by_player
    WHERE player = (SELECT id FROM players WHERE name = ?) AND id < ? AND right = 1
    ORDER BY id DESC LIMIT ?
"""


class Review(NamedTuple):
    """When an item is due, and whether the latest answer was wrong."""

    uid: str
    due: datetime
    missed: bool


def catch_up(store: Store, player: str) -> bool:
    """Schedule the reviews of what a player answered since the last time, if anything."""
    behind = bool(store.read(UNCONSIDERED, player=player, most=1))
    if behind:
        name, scheduler = codec.storable(player), _scheduler()
        store.prepare()
        while store.run(lambda connection: _batch(connection, name, scheduler), False):
            time.sleep(BETWEEN_BATCHES)  # others can use the store in between
    return behind


def due(store: Store, player: str, uids: Sequence[str]) -> list[str]:
    """Return which of these items are due: those that were missed, then the longest due first."""
    now = store.now()
    found = [review for review in upcoming(store, player, uids) if review.due <= now]
    return [one.uid for one in sorted(found, key=lambda one: (not one.missed, one.due, one.uid))]


def due_count(store: Store, player: str) -> int:
    """Return how many items are due for a player, as far as they are scheduled."""
    rows = store.read(
        "SELECT count(*) FROM reviews"
        " WHERE player = (SELECT id FROM players WHERE name = :player) AND due <= :now",
        player=player,
        now=_text(store.now()),
    )
    return int(rows[0][0]) if rows else 0


def upcoming(store: Store, player: str, uids: Sequence[str]) -> list[Review]:
    """Return when a player should see these items again, of those that were seen."""
    rows = store.read(
        "SELECT uid, due, state FROM reviews"
        " WHERE player = (SELECT id FROM players WHERE name = :player)"
        " AND uid IN (SELECT value FROM json_each(:uids))",
        player=player,
        uids=codec.dump_uids(uids),
    )
    return [Review(uid, _time(due), _last_review(state) == due) for uid, due, state in rows]


def is_quick(seconds: float, earlier: Sequence[float]) -> bool:
    """Return whether a right answer is in the fastest quarter of the times of earlier ones."""
    return len(earlier) >= LEAST and seconds < sorted(earlier)[len(earlier) // 4]


def _batch(connection: sqlite3.Connection, player: str, scheduler: Scheduler) -> bool:
    """Consider a player's next attempts; return whether there may be more."""
    with writing(connection):
        schema.verify(connection)
        query = {"player": player, "most": AT_ONCE}
        attempts = connection.execute(UNCONSIDERED, query).fetchall()
        if not attempts:
            return False  # others were quicker
        times = connection.execute(LATEST_TIMES, (player, attempts[0]["id"], LATEST)).fetchall()
        latest = [float(seconds) for (seconds,) in reversed(times)]
        for number, uid, right, seconds, at in attempts:
            found = connection.execute(
                "SELECT state FROM reviews WHERE uid = ?"
                " AND player = (SELECT id FROM players WHERE name = ?)",
                (uid, player),
            ).fetchone()
            quick = is_quick(seconds, latest)
            card = _reviewed(scheduler, found and found[0], right == 1, quick, _time(at))
            if right == 1:
                latest = [*latest[1 - LATEST :], seconds]
            assert card.last_review is not None
            due = card.due if right == 1 else card.last_review
            connection.execute(
                "INSERT OR REPLACE INTO reviews SELECT id, ?, ?, ?, ? FROM players WHERE name = ?",
                (uid, _text(due), card.to_json(), number, player),
            )
    return len(attempts) == AT_ONCE


def _scheduler() -> Scheduler:
    """Return a scheduler in days: a game has no steps of minutes."""
    from fsrs import Scheduler  # slow to import, and no start and no answer needs it

    return Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=MOST_DAYS, enable_fuzzing=False
    )


def _reviewed(scheduler: Scheduler, state: object, right: bool, quick: bool, at: datetime) -> Card:
    """Return the card of an item after an attempt. A clock that was set back stands still."""
    from fsrs import Card, Rating

    rating = (Rating.Easy if quick else Rating.Good) if right else Rating.Again
    new = Card(card_id=0, due=at)
    try:
        card = Card.from_json(str(state)) if state else new
        return scheduler.review_card(card, rating, max(at, card.last_review or at))[0]
    except Exception:  # in a damaged file there may be anything, and so may be what it raises
        return scheduler.review_card(new, rating, at)[0]


def _last_review(state: str) -> str:
    try:
        return _text(_time(json.loads(state)["last_review"]))
    except (ValueError, TypeError, LookupError):
        return ""


def _text(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    """Return a time; one that makes no sense is long ago."""
    try:
        return min(max(datetime.fromisoformat(text).astimezone(UTC), LONG_AGO), FAR_OFF)
    except (ValueError, TypeError, OverflowError):
        return LONG_AGO
