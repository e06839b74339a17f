from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quiz.scores import schema
from quiz.scores.store import Store
from tests.builders import Calendar, go_on, keep
from tests.scores.files import ROUNDS, ask, backup, contents, count, query, set_aside, sound


def test_a_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "scores.db"
    store = Store(path)
    keep(store)
    assert (store.trouble, store.unsaved) == ("", 0)
    store.close()
    assert contents(tmp_path).keys() == {"a/b/scores.db"}
    assert query(path, "PRAGMA user_version") == [(schema.VERSION,)]
    assert query(path, "PRAGMA journal_mode") == [("delete",)]


def test_a_commit_outlives_the_power(path: Path) -> None:
    store = Store(path)
    (synchronous,) = store._file.connection.execute("PRAGMA synchronous").fetchone()
    (timeout,) = store._file.connection.execute("PRAGMA busy_timeout").fetchone()
    assert (synchronous, timeout) == (3, 15_000)
    store.close()


def test_a_file_without_anything_in_it_is_a_new_one(path: Path) -> None:
    path.touch()
    store = Store(path)
    keep(store)
    assert (store.trouble, store.unsaved, set_aside(path)) == ("", 0, [])
    store.close()
    assert count(path) == 3


# -- files that are not this version's -----------------------------------------------------------


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_file_of_a_newer_version_is_left_as_it_is(path: Path, mode: str) -> None:
    path.write_bytes(sound())
    query(path, f"PRAGMA journal_mode = {mode}")
    query(path, "ALTER TABLE rounds RENAME TO games")
    query(path, "PRAGMA user_version = 99")
    backup(path)
    before = contents(path.parent)
    store = Store(path)
    assert "newer version" in store.trouble
    ask(store)
    keep(store)
    assert len(store.rounds()) == 1
    assert store.unsaved == 3
    assert "newer version" in store.trouble
    store.close()
    assert contents(path.parent) == before


def test_a_file_that_a_newer_version_took_over_is_not_written_to(path: Path) -> None:
    store = Store(path)
    kept = keep(store, answers="+")
    query(path, "PRAGMA user_version = 99")
    go_on(kept, "+")
    assert store.unsaved == 1
    assert "version of the game" in store.trouble
    store.close()
    assert count(path) == 1


def test_another_programs_database_is_left_as_it_is(path: Path) -> None:
    query(path, "CREATE TABLE players (who)")
    query(path, "CREATE TABLE other (what)")
    before = contents(path.parent)
    store = Store(path)
    assert str(path) in store.trouble
    assert "not a file of scores" in store.trouble
    keep(store)
    assert len(store.rounds()) == 1
    store.close()
    assert contents(path.parent) == before


def later(monkeypatch: pytest.MonkeyPatch, folder: Path, statements: str) -> None:
    """Make this the next version of the game, with one more step."""
    number = schema.VERSION
    shutil.copytree(schema.SQL, folder / "sql")
    (folder / "sql" / "later.sql").write_text(statements)
    monkeypatch.setattr(schema, "SQL", folder / "sql")
    step = schema.Step(number + 1, ("later",))
    monkeypatch.setattr(schema, "STEPS", {**schema.STEPS, number: step})
    monkeypatch.setattr(schema, "VERSION", number + 1)


def test_a_migration_keeps_everything_and_a_backup(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(sound())
    later(
        monkeypatch,
        tmp_path,
        "ALTER TABLE players ADD motto TEXT; CREATE INDEX mottos ON players(motto);",
    )
    store = Store(path)
    assert store.trouble == ""
    assert len(store.rounds()) == ROUNDS
    keep(store)
    store.close()
    assert query(path, "PRAGMA user_version") == [(schema.VERSION,)]
    assert query(path, "SELECT name, motto FROM players") == [("Ann", None)]
    (made,) = (path.parent / "backups").glob(f"scores-before-version-{schema.VERSION}-*.db")
    assert query(made, "PRAGMA user_version") == [(schema.VERSION - 1,)]
    assert count(made) == ROUNDS * 5


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(sound())
    later(
        monkeypatch, tmp_path, "ALTER TABLE players ADD x; CREATE UNIQUE INDEX y ON seats(player);"
    )
    store = Store(path)
    assert str(path) in store.trouble
    keep(store)
    assert store.unsaved == 3
    store.close()
    assert path.read_bytes() == sound()


def test_a_backup_of_an_older_version_is_restored_and_migrated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"garbage\n" * 100)
    backup(path)
    later(monkeypatch, tmp_path, "ALTER TABLE players ADD motto TEXT;")
    store = Store(path)
    assert len(store.rounds()) == ROUNDS
    store.close()
    assert query(path, "SELECT motto FROM players") == [(None,)]


# -- backups --------------------------------------------------------------------------------------


def test_one_backup_a_day_and_the_newest_seven_are_kept(path: Path) -> None:
    calendar = Calendar()
    for _ in range(9):
        for _ in range(2):
            store = Store(path, calendar)
            keep(store, answers="+")
            store.prepare()
            store.close()
        calendar.turn(days=1)
    made = sorted(file.name for file in (path.parent / "backups").iterdir())
    assert made == [f"scores-2025-07-{day}.db" for day in range(23, 30)]
    counts = [count(path.parent / "backups" / name) for name in made]
    assert counts == [2 * n for n in range(2, 9)]


def test_nothing_played_is_not_backed_up(path: Path) -> None:
    store = Store(path)
    store.prepare()
    store.close()
    assert contents(path.parent).keys() == {"scores.db"}


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(path: Path) -> None:
    path.write_bytes(sound())
    (path.parent / "backups").write_text("in the way")
    store = Store(path)
    store.prepare()
    assert "No backup" in store.trouble
    keep(store)
    assert store.unsaved == 0
    store.close()
    assert (path.parent / "backups").read_text() == "in the way"
