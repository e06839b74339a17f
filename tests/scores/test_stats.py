from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest

from quiz.game.modes import SURVIVAL
from quiz.game.result import Tally
from quiz.scores import answers, stats
from quiz.scores.stats import Day, statistics
from quiz.scores.store import Store
from tests.builders import NOW, Calendar, answer, item, items, keep, recording, round_of
from tests.scores.files import query
from tests.scores.history import write_history

TODAY = date(2025, 7, 21)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    time = pytest.importorskip("time")
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()


def test_a_store_without_answers_has_no_figures(store: Store) -> None:
    nothing = statistics(store, None, TODAY)
    assert nothing == (Tally(0, 0), 0, None, [], {}, {}, {}, [], [])
    assert statistics(store, "Ann", TODAY) == nothing


def test_right_answers_are_counted_by_category_difficulty_and_player(store: Store) -> None:
    one = item(1, category="Plot", difficulty="hard")
    two = item(2, category="Cast", difficulty="easy")
    three = item(3, category="", difficulty="easy")
    keep(store, round_of(one, two, three), "+-+")
    keep(store, round_of(one, two, three), "-")
    keep(store, round_of(one, player="Bob"), "+")
    ann = statistics(store, "Ann", TODAY)
    assert (ann.total, ann.rounds) == (Tally(2, 4), 2)
    assert ann.categories == {"Cast": Tally(0, 1), "Plot": Tally(1, 2), "sums": Tally(1, 1)}
    assert list(ann.categories) == ["Cast", "Plot", "sums"]
    assert ann.difficulties == {"easy": Tally(1, 2), "hard": Tally(1, 2)}
    assert statistics(store, None, TODAY).total == Tally(3, 5)
    assert statistics(store, "Zoe", TODAY).total == Tally(0, 0)


def days(path: Path, *starts: date) -> Store:
    """Return a store with a round of one right and one wrong answer begun on each day."""
    clock = Calendar()
    store = Store(path, clock)
    for start in starts:
        clock.now = NOW.replace(year=start.year, month=start.month, day=start.day)
        keep(store, round_of(*items(2)), "+-")
    return store


def test_a_few_weeks_are_told_by_day_and_more_by_week(path: Path) -> None:
    first = date(2025, 5, 1)
    store = days(path, first, first, first + timedelta(59))
    short = statistics(store, "Ann", TODAY).days
    assert short == [Day(first, 2, 4), Day(first + timedelta(59), 1, 2)]
    store.close()
    store = days(path, TODAY)
    long = statistics(store, "Ann", TODAY).days
    assert long == [
        Day(date(2025, 4, 28), 2, 4),
        Day(date(2025, 6, 23), 1, 2),
        Day(date(2025, 7, 21), 1, 2),
    ]
    store.close()


@pytest.mark.parametrize("years", [1, 3, 40])
def test_no_history_has_too_many_points(years: int) -> None:
    played = [Day(TODAY + timedelta(n), 1, 2) for n in range(365 * years)]
    points = stats._points(played)
    assert 40 < len(points) <= stats.POINTS
    assert sum(point.asked for point in points) == 2 * len(played)


def test_the_calendar_has_the_latest_weeks(path: Path) -> None:
    monday = date(2025, 1, 27)
    store = days(path, monday - timedelta(1), monday, TODAY, TODAY)
    assert statistics(store, None, TODAY).calendar == {monday: 2, TODAY: 4}
    assert (TODAY - monday).days // 7 + 1 == stats.CALENDAR_WEEKS
    store.close()


@pytest.mark.parametrize("seconds", [[3.0], [1.0, 2.0, 9.0], [1.0, 2.0, 4.0, 8.0], [5.0, 5.0, 1.0]])
def test_the_pace_is_the_median_of_the_seconds(store: Store, seconds: list[float]) -> None:
    for taken in seconds:
        kept = recording(store, round_of(item(1)))
        kept.record(answer(kept.game, at=taken), taken)
    assert statistics(store, "Ann", TODAY).pace == median(seconds)


def test_the_best_round_of_a_mode_was_played_to_an_end(store: Store) -> None:
    keep(store, round_of(*items(2)), "+-")
    keep(store, round_of(*items(2)), "++")
    keep(store, round_of(*items(9)), "+++++++")
    keep(store, round_of(*items(3), rules=SURVIVAL, player="Bob"), "---")
    classic, survival = statistics(store, None, TODAY).best
    assert classic[:4] == ("classic", 325, 2, 2)
    assert survival[:4] == ("survival", 0, 0, 3)
    assert (classic.rounds, survival.rounds) == (2, 1)
    assert [best.mode for best in statistics(store, "Ann", TODAY).best] == ["classic"]


def test_the_items_missed_most_come_first(store: Store) -> None:
    keep(store, round_of(*items(3)), "-+-")
    keep(store, round_of(*items(3)), "++-")
    missed = statistics(store, "Ann", TODAY).missed
    assert [miss[1:] for miss in missed] == [
        ("What is asked in 3?", 2, 2),
        ("What is asked in 1?", 1, 2),
    ]
    assert [one.stem for one in answers.as_asked(store, [miss.uid for miss in missed])] == [
        miss.stem for miss in missed
    ]
    assert answers.as_asked(store, ["nothing"]) == []


def test_who_reads_keeps_nobody_from_writing(path: Path) -> None:
    store = Store(path)
    keep(store)
    with store.reading() as ask:
        assert ask("SELECT count(*) FROM attempts")[0][0] == 3
        keep(store)
        assert ask("SELECT count(*) FROM attempts")[0][0] == 6
        with store._lock, ThreadPoolExecutor() as pool:
            other = pool.submit(ask, "SELECT count(*) FROM attempts").result(10)
            assert other[0][0] == 6
    store.close()


def test_a_file_that_is_damaged_or_gone_is_no_error(path: Path) -> None:
    store = Store(path)
    keep(store)
    path.write_bytes(b"not a database" * 1000)
    assert statistics(store, "Ann", TODAY).total.asked in (0, 3)
    path.unlink()
    assert statistics(store, "Ann", TODAY).total.asked in (0, 3)
    store.close()


class TestFlags:
    def test_are_listed_the_newest_first(self, path: Path) -> None:
        store = Store(path, Calendar())
        keep(store)
        store.flag("Ann", item(1), "typo", "teh \x1b[31m [/]\ud800")
        store.flag("Zoe", item(99, pack="more"), "wrong", "")
        assert store.trouble == ""
        newest, oldest = stats.flags(store)
        assert newest == (NOW.isoformat(), "Zoe", "wrong", "", "uid-99", "more", item(99).stem)
        assert (oldest.kind, oldest.note) == ("typo", "teh \x1b[31m [/]\\ud800")
        assert store.players() == ["Ann"]
        store.close()

    def test_are_kept_until_they_can_be_written(self, path: Path) -> None:
        path.mkdir()
        store = Store(path, Calendar())
        store.flag("Ann", item(1), "wrong", "It is 5.")
        assert store.trouble
        assert len(stats.flags(store)) == 1
        path.rmdir()
        keep(store)
        assert store.trouble == ""
        store.flag("Ann", item(2), "unclear", "")
        store.close()
        assert query(path, "SELECT kind FROM flags ORDER BY id") == [("wrong",), ("unclear",)]


@pytest.mark.slow
def test_a_long_history_is_counted_right(path: Path) -> None:
    made = write_history(path, players=4, stems=200, rounds=22_000)
    assert len(made) > stats.SLICE
    own = [one for one in made if one.player == "Player 1"]
    store = Store(path)
    found = statistics(store, "Player 1", TODAY)
    assert found.total == Tally(sum(one.right for one in own), len(own))
    assert found.rounds == len(own) // 10
    assert found.pace == pytest.approx(median(one.seconds for one in own), abs=0.1)
    assert sum(day.asked for day in found.days) == len(own)
    assert 30 <= len(found.days) <= stats.POINTS
    misses = Counter(one.uid for one in own if not one.right)
    assert [miss.misses for miss in found.missed] == [n for _, n in misses.most_common(20)]
    assert all(misses[miss.uid] == miss.misses for miss in found.missed)
    assert statistics(store, None, TODAY).total.asked == len(made)
    store.close()
