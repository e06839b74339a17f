"""Which dailies were played, and the streak of days that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quiz.scores.store import Store

DAY = timedelta(days=1)

WEEK = 7
"""Of so many days in a row, one missed day is forgiven."""


class Streak(NamedTuple):
    """How many dailies were finished in a row, the days forgiven, and whether today was played."""

    length: int = 0
    frozen: tuple[date, ...] = ()
    played: bool = False


def finished(store: Store, player: str) -> list[str]:
    """Return the dates of the dailies that a player has finished."""
    rows = store.read(
        "SELECT DISTINCT r.seed FROM rounds r INDEXED BY dailies"
        " CROSS JOIN seats s ON s.round = r.id CROSS JOIN players p ON p.id = s.player"
        " WHERE r.mode = 'daily' AND s.finished = 1 AND p.name = :player",
        player=player,
    )
    return [str(seed) for (seed,) in rows]


def begun(store: Store, player: str, day: str) -> str | None:
    """Return the uid of a player's daily of a day if it is left open, empty if it has ended.

    None if it was not begun.
    """
    rows = store.read(
        "SELECT CASE WHEN r.ended IS NULL THEN r.uid ELSE '' END FROM rounds r"
        " JOIN seats s ON s.round = r.id JOIN players p ON p.id = s.player"
        " WHERE r.mode = 'daily' AND r.seed = :day AND p.name = :player ORDER BY r.id",
        player=player,
        day=day,
    )
    return min(str(uid) for (uid,) in rows) if rows else None


def streak(days: Iterable[str], today: date) -> Streak:
    """Return the streak that the dates of finished dailies make, in ISO 8601.

    It lasts until a day is over without a daily. A clock that was wrong costs nothing: where there
    are dates that are still to come, the longest of the streaks up to today and after it counts.
    """
    dates: set[date] = set()
    for text in days:
        with suppress(ValueError):
            dates.add(date.fromisoformat(text))
    latest_first = sorted(dates, reverse=True)
    gaps = zip([date.max, *latest_first], latest_first)
    ends = [today, *(day for after, day in gaps if day > today and after - day != DAY)]
    found = [_run([day for day in latest_first if day <= end], end) for end in ends]
    return max(found, key=lambda one: one.length)._replace(played=today in dates)


def _run(dates: Sequence[date], end: date) -> Streak:
    """Return the streak up to a date that is not over yet; the latest of the dates comes first."""
    length, frozen, after = 0, list[date](), end
    for day in dates:
        missed = (after - day).days - 1
        if missed > 1 or (missed == 1 and frozen and (frozen[-1] - day).days <= WEEK):
            break
        if missed == 1:
            frozen.append(day + DAY)
        length, after = length + 1, day
    return Streak(length, tuple(frozen))
