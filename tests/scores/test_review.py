"""When items are due for review."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scores import review
from quiz.scores.review import is_quick
from quiz.scores.store import Store
from tests.builders import (
    NOW,
    Calendar,
    advance,
    answer,
    item,
    items,
    keep,
    recording,
    round_of,
)
from tests.scores.files import count, ended, query, spawn
from tests.scores.test_processes import race
from tests.scores.test_store import steps

UIDS = [f"uid-{n}" for n in range(1, 4)]


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(path: Path, calendar: Calendar) -> Store:
    return Store(path, calendar)


def test_what_was_missed_is_due_first_and_at_once(store: Store, calendar: Calendar) -> None:
    keep(store, round_of(*items(3)), "+-+")
    assert review.due(store, "Ann", UIDS) == []  # nothing is computed while a player answers
    review.catch_up(store, "Ann")
    assert review.due(store, "Ann", UIDS) == ["uid-2"]
    calendar.turn(days=30)
    assert review.due(store, "Ann", UIDS) == ["uid-2", "uid-1", "uid-3"]
    assert review.due(store, "Ann", UIDS[:1]) == ["uid-1"]
    assert review.due_count(store, "Ann") == 3
    assert review.due(store, "Bo", UIDS) == []
    assert review.due_count(store, "Bo") == 0


def test_the_better_an_item_is_known_the_later_it_is_due(store: Store, calendar: Calendar) -> None:
    waits = []
    for _ in range(4):
        keep(store, round_of(item(1)), "+")
        review.catch_up(store, "Ann")
        (found,) = review.upcoming(store, "Ann", UIDS)
        waits.append(found.due - calendar.now)
        calendar.now = found.due
    assert waits == sorted(waits)
    assert timedelta(days=1) <= waits[0] < waits[-1] <= timedelta(days=365)
    keep(store, round_of(item(1)), "-")
    review.catch_up(store, "Ann")
    assert review.due(store, "Ann", UIDS) == ["uid-1"]


def test_a_clock_set_back_loses_nothing(store: Store, calendar: Calendar) -> None:
    keep(store, round_of(*items(3)), "+++")
    review.catch_up(store, "Ann")
    calendar.turn(days=-3)
    keep(store, round_of(*items(3)), "-++")
    review.catch_up(store, "Ann")
    (missed, *others) = review.upcoming(store, "Ann", UIDS)
    assert (missed.missed, missed.due) == (True, NOW)
    assert all(one.due > NOW for one in others)


@given(st.lists(st.tuples(st.booleans(), st.integers(-400, 40)), min_size=1, max_size=12))
def test_no_answer_is_earlier_than_the_one_before(answers: list[tuple[bool, int]]) -> None:
    calendar = Calendar()
    store = Store(None, calendar)
    latest = calendar.now
    for right, days in answers:
        latest = max(latest, calendar.now)
        keep(store, round_of(item(1)), "+" if right else "-")
        review.catch_up(store, "Ann")
        (found,) = review.upcoming(store, "Ann", UIDS)
        assert found.missed is not right
        assert found.due >= latest + timedelta(days=right)
        calendar.turn(days=days)
    store.close()


def replied(store: Store, number: int, seconds: float, right: bool = True) -> None:
    """Answer one item after so many seconds."""
    kept = recording(store, round_of(item(number)))
    kept.record(advance(answer(kept.game, right, seconds)), seconds)


def test_the_fastest_quarter_of_a_players_times_is_quick() -> None:
    times = [float(n) for n in range(1, 9)]
    assert [seconds for seconds in times if is_quick(seconds, times)] == [1.0, 2.0]
    assert not is_quick(0.0, times[:7])
    assert not is_quick(1.0, [1.0] * 8)


def test_a_quick_answer_is_due_later_than_others(store: Store) -> None:
    for number in range(1, 9):
        replied(store, number, 5.0)
    replied(store, 9, 4.0)
    replied(store, 10, 6.0)
    review.catch_up(store, "Ann")
    first, quick, slow = (review.upcoming(store, "Ann", [f"uid-{n}"])[0].due for n in (1, 9, 10))
    assert first == slow < quick


@given(
    st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.sampled_from([1.0, 2.0, 9.0]))),
    st.sets(st.integers(0, 60)),
)
def test_when_it_is_caught_up_makes_no_difference(
    answers: list[tuple[int, bool, float]], stops: set[int]
) -> None:
    found = []
    for batch in (2, 300):
        calendar = Calendar()
        store = Store(None, calendar)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(review, "AT_ONCE", batch)
            for number, (name, right, seconds) in enumerate(answers):
                replied(store, name, seconds, right)
                calendar.turn(hours=17)
                if batch == 2 and number in stops:
                    review.catch_up(store, "Ann")
            review.catch_up(store, "Ann")
            review.catch_up(store, "Ann")
        found.append(review.upcoming(store, "Ann", UIDS))
        store.close()
    assert found[0] == found[1]
    assert {one.uid for one in found[0]} == {f"uid-{name}" for name, _, _ in answers}


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE reviews SET state = '{]', due = 'soon'",
        "UPDATE reviews SET state = x'ff', due = x'ff'",
        "UPDATE reviews SET state = '[]'",
        "UPDATE reviews SET state = json_set(state, '$.state', 7)",
        "UPDATE reviews SET state = json_set(state, '$.stability', -1)",
        "UPDATE reviews SET state = json_set(state, '$.difficulty', NULL)",
        "UPDATE reviews SET state = json_set(state, '$.last_review', '2025-07-21T22:00:00')",
        "UPDATE reviews SET state = json_set(state, '$.last_review', '9999-12-31T23:59:59+00:00')",
        "UPDATE attempts SET at = 'yesterday'",
        "UPDATE attempts SET at = '9999-12-31T23:59:59+00:00'",
        "UPDATE attempts SET at = '0001-01-01T00:00:00'",
        "UPDATE attempts SET seconds = 'long', right = 'yes'",
    ],
)
def test_what_is_damaged_is_scheduled_anew(store: Store, path: Path, sentence: str) -> None:
    keep(store, answers="+-+")
    review.catch_up(store, "Ann")
    for _ in range(2):
        keep(store, answers="+-+")
        query(path, sentence)
        review.due(store, "Ann", UIDS)
        review.catch_up(store, "Ann")
    assert {one.uid for one in review.upcoming(store, "Ann", UIDS)} == {*UIDS}
    assert query(path, "SELECT max(attempt), count(*) FROM reviews") == [(9, 3)]
    assert store.trouble == ""
    store.close()


def test_an_attempt_at_an_item_that_is_gone_holds_nothing_up(store: Store, path: Path) -> None:
    keep(store, answers="+++")
    query(path, "DELETE FROM items WHERE uid = 'uid-2'")
    review.catch_up(store, "Ann")
    assert [one.uid for one in review.upcoming(store, "Ann", UIDS)] == ["uid-1", "uid-3"]


def test_what_is_answered_meanwhile_is_written_between_batches(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, round_of(*items(9)), "+" * 9)
    monkeypatch.setattr("quiz.scores.review.AT_ONCE", 4)
    considered: list[int] = []

    def take_turns(seconds: float) -> None:
        assert seconds > 0
        other = threading.Thread(target=keep, args=(store, round_of(player="Bob"), "+"))
        other.start()
        other.join()
        considered.extend(query(path, "SELECT max(attempt) FROM reviews")[0])

    monkeypatch.setattr("time.sleep", take_turns)
    review.catch_up(store, "Ann")
    assert considered == [4, 8]
    assert count(path) == 11


def test_tables_of_a_newer_version_are_left_alone(store: Store, path: Path) -> None:
    keep(store, answers="+++")
    query(path, "PRAGMA user_version = 99")
    review.catch_up(store, "Ann")
    assert "newer version" in store.trouble
    assert query(path, "SELECT count(*) FROM reviews") == [(0,)]


def test_what_is_asked_of_the_schedule_does_not_grow_with_the_history() -> None:
    store = Store(None)
    asked: list[Callable[[Store], object]] = [
        lambda store: review.catch_up(store, "Ann"),
        lambda store: review.due(store, "Ann", UIDS),
        lambda store: review.upcoming(store, "Ann", UIDS),
        lambda store: review.due_count(store, "Ann"),
    ]

    def play(rounds: int) -> list[int]:
        for _ in range(rounds):
            keep(store, answers="+-+")
        review.catch_up(store, "Ann")
        return [steps(store, ask) for ask in asked]

    few = play(10)
    for before, after in zip(few, play(60), strict=True):
        assert after <= before + 5


def test_the_scheduler_is_not_loaded_before_there_is_something_to_schedule() -> None:
    program = spawn(
        "import sys\n"
        "from quiz.scores import review\n"
        "from quiz.scores.store import Store\n"
        "from tests.builders import keep\n"
        "store = Store(None)\n"
        "keep(store)\n"
        "review.catch_up(store, 'Bob'), review.due(store, 'Ann', ['uid-1'])\n"
        "review.due_count(store, 'Ann')\n"
        "print('fsrs' in sys.modules)\n"
        "review.catch_up(store, 'Ann')\n"
        "print('fsrs' in sys.modules)\n"
    )
    assert ended(program) == "False\nTrue\n"


CATCH_UP = """
import sys
from pathlib import Path
from quiz.scores import review
from quiz.scores.store import Store
review.AT_ONCE = 7
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
input()
review.catch_up(store, "Ann")
store.close()
print(store.trouble)
"""


@pytest.mark.slow
def test_programs_that_catch_up_at_once_do_it_once(
    store: Store, path: Path, tmp_path: Path
) -> None:
    for number in range(6):
        keep(store, round_of(*items(10)), "+" * number + "-" * (10 - number))
    store.close()
    alone = tmp_path / "alone.db"
    alone.write_bytes(path.read_bytes())
    other = Store(alone)
    review.catch_up(other, "Ann")
    other.close()
    assert race(CATCH_UP, path, 3) == ["\n"] * 3
    rows = "SELECT * FROM reviews ORDER BY uid"
    assert query(path, rows) == query(alone, rows) != []
