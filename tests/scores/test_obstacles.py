from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.scores import file as care
from quiz.scores.store import Recording, Store
from tests.builders import go_on, items, keep, recording, resumed, round_of
from tests.scores.files import ROUNDS, ask, contents, count, posix, query, set_aside, sound


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(care, "NEXT_BUSY_SECONDS", 0.01)


@pytest.fixture
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of another program, which can lock the file."""
    other = sqlite3.connect(path, isolation_level=None)
    yield other
    other.close()


def test_a_folder_in_the_files_place_is_left_alone(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    store = Store(path)
    ask(store)
    keep(store)
    assert str(path) in store.trouble
    assert store.unsaved == 3
    assert len(store.rounds()) == 1
    store.close()
    assert (path / "inside").is_dir()


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    store = Store(tmp_path / "data" / "scores.db")
    keep(store)
    assert "cannot be opened" in store.trouble
    assert store.unsaved == 3
    store.close()
    assert contents(tmp_path) == {"data": b"mine"}


def test_when_the_way_is_free_again_everything_is_saved(path: Path) -> None:
    path.mkdir()
    store = Store(path)
    kept = keep(store, answers="+-")
    keep(store, round_of(player="Bob"))
    path.rmdir()
    go_on(kept, "+")
    assert (store.trouble, store.unsaved) == ("", 0)
    assert [(played.player, played.answered) for played in store.rounds()] == [
        ("Bob", 3),
        ("Ann", 3),
    ]
    store.close()
    assert count(path) == 6


@posix
def test_what_was_saved_before_does_not_count_as_unsaved(path: Path) -> None:
    store = Store(path)
    keep(store, answers="+-")
    store.close()
    store = Store(path)
    kept = resumed(store)
    path.rename(path.with_name("elsewhere.db"))
    path.mkdir()
    go_on(kept, "+")
    assert store.unsaved == 1
    assert store.rounds()[0].answered == 3
    store.close()


def test_the_end_of_the_game_is_the_last_try(path: Path) -> None:
    path.mkdir()
    store = Store(path)
    keep(store)
    path.rmdir()
    store.close()
    assert store.unsaved == 0
    assert count(path) == 3


@posix
@pytest.mark.parametrize("put_back", [True, False])
def test_a_file_that_is_moved_away_meanwhile_is_not_written_to(path: Path, put_back: bool) -> None:
    store = Store(path)
    kept = keep(store, round_of(*items(5)), "++")
    path.rename(path.with_name("elsewhere.db"))
    if put_back:
        path.write_bytes(sound())
    go_on(kept, "+")
    go_on(kept, "+")
    assert (store.unsaved, store.trouble) == (0, "")
    assert store.rounds()[0].answered == 4
    assert len(store.rounds()) == (ROUNDS + 1 if put_back else 1)
    store.close()
    assert count(path.with_name("elsewhere.db")) == 2


def leave_room(store: Store, pages: int) -> None:
    """Make SQLite report a full disk when the file has grown by more than this number of pages."""
    connection = store._file.connection
    now = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {now + pages}")


def fill(store: Store) -> Recording:
    """Play 29 cards of a round of thirty, with room for only some of them."""
    kept = recording(store, round_of(*items(30, key="a long answer " * 30)))
    for position in range(29):
        go_on(kept, "+")
        if position == 9:
            leave_room(store, 1)
    return kept


def test_on_a_full_disk_attempts_wait_until_there_is_room(path: Path) -> None:
    store = Store(path)
    kept = fill(store)
    waiting = store.unsaved
    assert 0 < waiting < 19
    assert "disk is full" in store.trouble
    assert str(path) in store.trouble
    assert count(path) == 29 - waiting
    leave_room(store, 1000)
    go_on(kept, "-")
    assert (store.unsaved, store.trouble) == (0, "")
    assert count(path) == 30
    (played,) = store.rounds()
    assert (played.answered, played.right) == (30, 29)
    store.close()


def test_on_a_full_disk_the_end_of_the_game_tells_what_is_lost(path: Path) -> None:
    store = Store(path)
    fill(store)
    store.close()
    assert store.unsaved > 0
    assert store.unsaved + count(path) == 29
    assert "disk is full" in store.trouble


@pytest.mark.usefixtures("hasty")
def test_while_another_program_holds_the_file_attempts_wait(
    path: Path, held: sqlite3.Connection
) -> None:
    store = Store(path)
    kept = keep(store, answers="+")
    held.execute("BEGIN IMMEDIATE")
    go_on(kept, "-")
    assert store.unsaved == 1
    (timeout,) = store._file.connection.execute("PRAGMA busy_timeout").fetchone()
    assert timeout == 10  # milliseconds: after a wait that was too short, the next one is shorter
    assert "Another program" in store.trouble
    assert str(path) in store.trouble
    assert [played.answered for played in store.rounds()] == [1]
    held.execute("COMMIT")
    go_on(kept, "+")
    assert (store.unsaved, store.trouble) == (0, "")
    left = query(path, "SELECT turn, right FROM attempts ORDER BY id")
    assert left == [(0, 1), (1, 0), (2, 1)]
    store.close()


@pytest.mark.usefixtures("hasty")
def test_a_file_that_not_even_can_be_read_holds_up_nothing(
    path: Path, held: sqlite3.Connection
) -> None:
    path.write_bytes(sound())
    held.execute("BEGIN EXCLUSIVE")
    store = Store(path)
    ask(store)
    store.prepare()
    kept = keep(store, answers="++")
    assert store.unsaved == 2
    assert "Another program" in store.trouble
    held.execute("COMMIT")
    go_on(kept, "+")
    assert (store.unsaved, store.trouble, set_aside(path)) == (0, "", [])
    assert len(store.rounds()) == ROUNDS + 1
    store.close()


@pytest.mark.usefixtures("hasty")
def test_a_damaged_file_that_another_program_is_mending_stays_where_it_is(
    path: Path, tmp_path: Path
) -> None:
    path.write_bytes(b"garbage\n" * 100)
    lock = sqlite3.connect(tmp_path / "scores.lock", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    store = Store(path)
    kept = keep(store, answers="++")
    assert str(path) in store.trouble
    assert store.unsaved == 2
    assert path.read_bytes() == b"garbage\n" * 100
    lock.close()
    go_on(kept, "+")
    assert store.unsaved == 0
    assert len(set_aside(path)) == 1
    store.close()


@pytest.mark.usefixtures("hasty")
def test_a_copy_of_a_file_that_is_locked_on_the_way_is_given_up(
    path: Path, held: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(sound())
    connect = care._connect

    def then_lock(place: Path | str, busy: float) -> sqlite3.Connection:
        connection = connect(place, busy)
        if place == path:
            held.execute("BEGIN EXCLUSIVE")
        return connection

    monkeypatch.setattr(care, "_connect", then_lock)
    copy = care._copied(path, path.with_name("copy.db"))
    with pytest.raises(sqlite3.OperationalError, match="locked"), copy:
        pass
    assert contents(path.parent).keys() == {"scores.db"}
