"""What the store says about players, in short queries. Ask in a thread: much may be counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from typing import NamedTuple, TypeVar

from quiz.game.result import Tally
from quiz.packs.model import DIFFICULTIES
from quiz.scores import codec
from quiz.scores.rounds import UNREADABLE
from quiz.scores.store import Ask, Store

_Key = TypeVar("_Key")

POINTS = 60
"""The most points of a plot."""

CALENDAR_WEEKS = 26

MISSES_LISTED = 20

SLICE = 200_000
"""How many attempts are counted in one query."""


class Day(NamedTuple):
    """The rounds begun on a day, or on several from it on: the answers given in them."""

    date: date
    right: int
    asked: int


class BestRound(NamedTuple):
    """The best round of a mode, and how many were played to an end."""

    mode: str
    score: int
    right: int
    asked: int
    date: date
    rounds: int


class Miss(NamedTuple):
    """An item that was missed so many times of those it was asked."""

    uid: str
    stem: str
    misses: int
    asked: int


class Statistics(NamedTuple):
    """The figures of a player, or of all.

    `pace` is the median of the seconds per answer. `days` are those of the plot, the oldest
    first, and `calendar` counts the answers on each day of the latest weeks that was played on.
    """

    total: Tally
    rounds: int
    pace: float | None
    days: list[Day]
    calendar: dict[date, int]
    categories: dict[str, Tally]
    difficulties: dict[str, Tally]
    best: list[BestRound]
    missed: list[Miss]


class Flag(NamedTuple):
    """What a player said is wrong with an item, and when, as a time in UTC, ISO 8601."""

    at: str
    player: str
    kind: str
    note: str
    uid: str
    pack: str
    stem: str


# -- players --------------------------------------------------------------------------------------

BY_PLAYER = "(:player IS NULL OR {} = (SELECT id FROM players WHERE name = :player))"

SEEN = f"""
    WITH sums AS (
        SELECT uid, total(asked) AS asked, total(right) AS right, max(last) AS last FROM seen
        WHERE {BY_PLAYER.format("player")} GROUP BY uid
    )
"""
"""The attempts at each item."""

DATE = "date(started, 'localtime')"


def statistics(store: Store, player: str | None, today: date) -> Statistics:
    """Return the figures of a player, or of all players if none is given."""
    with store.reading() as ask:
        days = _days(ask, player)
        labels = [
            (str(category), str(difficulty), Tally(int(right), int(asked)))
            for category, difficulty, right, asked in ask(
                f"{SEEN} SELECT coalesce(nullif(i.category, ''), i.pack), i.difficulty,"
                " total(right), total(asked) FROM sums JOIN items i"
                " ON i.id = (SELECT max(id) FROM items WHERE uid = sums.uid) GROUP BY 1, 2",
                player=player,
            )
        ]
        first = today - timedelta(days=today.weekday(), weeks=CALENDAR_WEEKS - 1)
        by_difficulty = _sums((difficulty, tally) for _, difficulty, tally in labels)
        return Statistics(
            total=Tally(sum(t.right for *_, t in labels), sum(t.asked for *_, t in labels)),
            rounds=_rounds(ask, player),
            pace=_pace(ask, player),
            days=_points(days),
            calendar={day.date: day.asked for day in days if first <= day.date <= today},
            categories=dict(sorted(_sums((name, t) for name, _, t in labels).items())),
            difficulties={d: by_difficulty[d] for d in DIFFICULTIES if d in by_difficulty},
            best=_best(ask, player),
            missed=_missed(ask, player),
        )


def _days(ask: Ask, player: str | None) -> list[Day]:
    """Return every day on which a round was begun that has answers, the oldest first."""
    rows = ask(
        f"SELECT {DATE} AS day, total(s.right), total(s.answered) AS asked"
        " FROM seats s JOIN rounds r ON r.id = s.round"
        f" WHERE {BY_PLAYER.format('s.player')} AND s.answered > 0"
        " GROUP BY day HAVING day BETWEEN '1970-01-01' AND '9000-01-01' ORDER BY day",
        player=player,
    )
    return [Day(date.fromisoformat(day), int(right), int(asked)) for day, right, asked in rows]


def _points(days: Sequence[Day]) -> list[Day]:
    """Return days, or where there are too many for a plot, whole weeks by their first day."""
    if not days:
        return []
    first = days[0].date
    span = (days[-1].date - first).days + 1
    step = 1
    if span > POINTS:
        first -= timedelta(days=first.weekday())
        step = 7 * ceil((span + 6) / 7 / POINTS)
    starts = (first + timedelta(days=(day.date - first).days // step * step) for day in days)
    sums = _sums((start, Tally(day.right, day.asked)) for start, day in zip(starts, days))
    return [Day(start, *tally) for start, tally in sums.items()]


def _sums(tallies: Iterable[tuple[_Key, Tally]]) -> dict[_Key, Tally]:
    """Return the tallies of each key together."""
    found: dict[_Key, Tally] = {}
    for name, (right, asked) in tallies:
        before = found.get(name, Tally(0, 0))
        found[name] = Tally(before.right + right, before.asked + asked)
    return found


def _rounds(ask: Ask, player: str | None) -> int:
    query = "SELECT count(DISTINCT round) FROM seats WHERE answered > 0 AND "
    rows = ask(query + BY_PLAYER.format("player"), player=player)
    return sum(int(number) for (number,) in rows)


def _pace(ask: Ask, player: str | None) -> float | None:
    """Return the median of the seconds per answer, to a tenth."""
    tenths: Counter[float] = Counter()
    last = sum(int(number) for (number,) in ask("SELECT ifnull(max(id), 0) FROM attempts"))
    step = max(SLICE, last // 100 + 1)
    for start in range(0, last, step):
        rows = ask(
            "SELECT round(seconds, 1), count(*) FROM attempts WHERE id > :start AND id <= :end"
            f" AND choice IS NOT NULL AND {BY_PLAYER.format('player')} GROUP BY 1",
            player=player,
            start=start,
            end=start + step,
        )
        tenths.update({float(seconds): count for seconds, count in rows})
    values = sorted(tenths)
    counts = list(accumulate(tenths[value] for value in values))
    if not counts:
        return None
    middles = (counts[-1] + 1) // 2, counts[-1] // 2 + 1
    return sum(values[bisect_left(counts, middle)] for middle in middles) / 2


def _best(ask: Ask, player: str | None) -> list[BestRound]:
    rows = ask(
        f"SELECT r.mode, max(s.score), s.right, s.answered, {DATE}, count(*)"
        " FROM seats s JOIN rounds r ON r.id = s.round"
        f" WHERE s.finished = 1 AND {BY_PLAYER.format('s.player')}"
        " GROUP BY r.mode ORDER BY count(*) DESC, r.mode",
        player=player,
    )
    found = []
    for mode, score, right, asked, day, rounds in rows:
        with suppress(*UNREADABLE):
            when = date.fromisoformat(day)
            found.append(BestRound(str(mode), int(score), int(right), int(asked), when, rounds))
    return found


def _missed(ask: Ask, player: str | None) -> list[Miss]:
    rows = ask(
        f"{SEEN} SELECT sums.uid, content, asked - right AS misses, asked FROM sums"
        " JOIN items i ON i.id = (SELECT max(id) FROM items WHERE uid = sums.uid AND content <> '')"
        " WHERE misses > 0 ORDER BY misses DESC, misses / asked DESC, last DESC LIMIT :most",
        player=player,
        most=MISSES_LISTED,
    )
    found = []
    for uid, content, misses, asked in rows:
        with suppress(*UNREADABLE):
            stem = codec.load_item(content).stem
            found.append(Miss(str(uid), stem, int(misses), int(asked)))
    return found


# -- flags ----------------------------------------------------------------------------------------


def flags(store: Store) -> list[Flag]:
    """Return what players said is wrong with items, the newest first."""
    with store.reading() as ask:
        rows = ask(
            "SELECT f.at, p.name, f.kind, f.note, i.uid, i.pack, i.content FROM flags f"
            " JOIN players p ON p.id = f.player JOIN items i ON i.id = f.item ORDER BY f.id DESC"
        )
    found = []
    for at, player, kind, note, uid, pack, content in rows:
        with suppress(*UNREADABLE):
            texts = str(at), str(player), str(kind), str(note), str(uid), str(pack)
            found.append(Flag(*texts, codec.load_item(content).stem))
    return found
