"""The streak of dailies: what keeps it, and what ends it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.scores.daily import Streak, streak

TODAY = date(2026, 11, 25)


def days(*ago: int) -> list[str]:
    return [(TODAY - timedelta(days=n)).isoformat() for n in ago]


def test_it_counts_days_in_a_row() -> None:
    assert streak([], TODAY) == Streak()
    assert streak(days(0), TODAY) == Streak(1, played=True)
    assert streak(days(0, 1, 2), TODAY) == Streak(3, played=True)
    assert streak(days(1, 2), TODAY) == Streak(2)  # today is not over yet
    assert streak([*days(1), "tomorrow", ""], TODAY) == Streak(1)


def test_one_missed_day_in_seven_is_forgiven() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert streak(days(0, 2, 3), TODAY) == Streak(3, (yesterday,), played=True)
    assert streak(days(2, 3), TODAY) == Streak(2, (yesterday,))
    assert streak(days(3, 4), TODAY) == Streak()
    assert streak(days(0, 2, 4), TODAY).length == 2
    assert streak(days(0, 2, 3, 4, 5, 6, 7, 9), TODAY).length == 8
    assert streak(days(0, 2, 3, 4, 5, 6, 8), TODAY).length == 6


def test_a_clock_that_was_set_back_costs_nothing() -> None:
    played = days(0, 1, 2)
    assert streak(played, TODAY - timedelta(days=2)) == Streak(3, played=True)
    assert streak(played, TODAY - timedelta(days=9)) == Streak(3)


@given(st.lists(st.integers(-400, 400)), st.integers(-3, 3))
def test_a_day_more_never_shortens_it_and_the_same_day_never_counts_twice(
    ago: list[int], now: int
) -> None:
    today = TODAY + timedelta(days=now)
    found = streak(days(*ago), today)
    assert found == streak(days(*ago, *ago), today)
    longer = streak([*days(*ago), max([*days(*ago), today.isoformat()])], today)
    assert found.length <= longer.length <= found.length + 1


def test_a_clock_that_was_ahead_costs_nothing_either() -> None:
    played = days(0, 1, 2, -300)
    assert streak(played, TODAY) == Streak(3, played=True)
    assert streak(days(1, 2, -300), TODAY) == Streak(2)
    assert streak(days(-1, -2, 30), TODAY) == Streak(2)
    assert streak(days(*range(9), -300), TODAY - timedelta(days=5)) == Streak(9, played=True)
    assert streak(["9999-12-31", "0001-01-01"], date.min) == Streak(1, played=True)


@given(st.lists(st.integers(0, 40)), st.integers(0, 50), st.integers(-50, -1))
def test_no_clock_that_was_wrong_costs_anything(ago: list[int], back: int, ahead: int) -> None:
    found = streak(days(*ago), TODAY).length
    for played in (ago, [*ago, ahead]):
        assert streak(days(*played), TODAY).length >= found
        assert streak(days(*played), TODAY - timedelta(days=back)).length >= found


def forgiven(dates: set[int], end: int, length: int) -> bool:
    """Whether of the latest days at most one in seven was missed, by trying every seven."""
    missed = [n for n in range(end - length + 1, end + 1) if n not in dates]
    return all(sum(start <= n < start + 7 for n in missed) <= 1 for start in range(-9, end + 1))


@given(st.sets(st.integers(0, 30)))
def test_it_is_the_longest_row_with_at_most_one_missed_day_in_any_seven(numbers: set[int]) -> None:
    found = streak(
        [(date.min + n * timedelta(days=1)).isoformat() for n in numbers],
        date.min + 31 * timedelta(days=1),
    )
    longest = max(
        (
            sum(n in numbers for n in range(31 - length, 31))
            for length in range(32)
            if forgiven(numbers, 30, length)
        ),
        default=0,
    )
    assert found.length == longest
    assert len(found.frozen) <= 1 + found.length // 6


@given(st.lists(st.integers(-2, 3), max_size=40))
def test_a_clock_that_jumps_neither_loses_nor_doubles_a_day(jumps: list[int]) -> None:
    played: list[str] = []
    today, length = TODAY, 0
    for jump in jumps:
        today += timedelta(days=jump)
        before = streak(played, today)
        if jump <= 1:
            assert before.length >= length
        played.append(today.isoformat())
        after = streak(played, today)
        assert after.played
        assert after.length <= len({*played})
        assert after.length >= before.length
        if before.played:
            assert after == before
        length = after.length
