"""The streak of days on which the daily was played."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)

WEEK = 7
"""Of so many days in a row, one missed day is forgiven."""


class Streak(NamedTuple):
    """How many dailies were finished in a row, the days forgiven, and whether today was played."""

    length: int = 0
    frozen: tuple[date, ...] = ()
    played: bool = False


def streak(days: Iterable[str], today: date) -> Streak:
    """Return the streak that the dates of finished dailies make, in ISO 8601.

    It lasts until a day is over without a daily. A clock that was set back ends no streak: then
    it goes up to the latest date there is.
    """
    dates: set[date] = set()
    for text in days:
        with suppress(ValueError):
            dates.add(date.fromisoformat(text))
    end = max({*dates, today})
    day = end if end in dates else end - DAY
    length, frozen = 0, list[date]()
    while day in dates or (day - DAY in dates and _can_freeze(day, frozen)):
        if day in dates:
            length += 1
        else:
            frozen.append(day)
        day -= DAY
    return Streak(length, tuple(frozen), today in dates)


def _can_freeze(day: date, frozen: list[date]) -> bool:
    return not frozen or (frozen[-1] - day).days >= WEEK
