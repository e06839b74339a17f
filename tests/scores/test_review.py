"""When items are due for review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quiz.scores.review import AT_ONCE
from quiz.scores.store import Store
from tests.builders import NOW, Calendar, go_on, item, items, keep, recording, round_of
from tests.scores.files import query

UIDS = [f"uid-{n}" for n in range(1, 4)]


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(path: Path, calendar: Calendar) -> Store:
    return Store(path, calendar)


def test_what_was_missed_is_due_first_and_at_once(store: Store, calendar: Calendar) -> None:
    keep(store, round_of(*items(3)), "+-+")
    assert store.due("Ann", UIDS) == []  # nothing is computed while a player answers
    store.catch_up("Ann")
    assert store.due("Ann", UIDS) == ["uid-2"]
    calendar.turn(days=30)
    assert store.due("Ann", UIDS) == ["uid-2", "uid-1", "uid-3"]
    assert store.due("Ann", UIDS[:1]) == ["uid-1"]
    assert store.due_count("Ann") == 3
    assert store.due("Bo", UIDS) == []
    assert store.due_count("Bo") == 0


def test_the_better_an_item_is_known_the_later_it_is_due(store: Store, calendar: Calendar) -> None:
    waits = []
    for _ in range(4):
        keep(store, round_of(item(1)), "+")
        store.catch_up("Ann")
        (found,) = store.upcoming("Ann", UIDS)
        waits.append(found.due - calendar.now)
        calendar.now = found.due
    assert waits == sorted(waits)
    assert timedelta(days=1) <= waits[0] < waits[-1] <= timedelta(days=365)
    keep(store, round_of(item(1)), "-")
    store.catch_up("Ann")
    assert store.due("Ann", UIDS) == ["uid-1"]


def test_each_attempt_is_considered_once_in_batches(store: Store) -> None:
    kept = recording(store, round_of(*items(AT_ONCE + 5)))
    for _ in range(AT_ONCE + 5):
        go_on(kept, "+")
    store.catch_up("Ann")
    before = store.upcoming("Ann", [f"uid-{n}" for n in range(1, AT_ONCE + 6)])
    assert len(before) == AT_ONCE + 5
    store.catch_up("Ann")
    assert store.upcoming("Ann", [f"uid-{n}" for n in range(1, AT_ONCE + 6)]) == before


def test_a_clock_set_back_loses_nothing(store: Store, calendar: Calendar) -> None:
    keep(store, round_of(*items(3)), "+++")
    store.catch_up("Ann")
    calendar.turn(days=-3)
    keep(store, round_of(*items(3)), "-++")
    store.catch_up("Ann")
    (missed, *others) = store.upcoming("Ann", UIDS)
    assert (missed.missed, missed.due) == (True, NOW)
    assert all(one.due > NOW for one in others)


def test_a_damaged_schedule_begins_anew(store: Store, path: Path) -> None:
    keep(store, round_of(*items(3)), "+++")
    store.catch_up("Ann")
    query(path, "UPDATE reviews SET state = '{]', due = 'soon'")
    assert {one.uid for one in store.upcoming("Ann", UIDS)} == {*UIDS}
    keep(store, round_of(*items(3)), "+++")
    store.catch_up("Ann")
    assert store.trouble == ""
    assert all(one.due > NOW for one in store.upcoming("Ann", UIDS))
