"""Opening a file of the first edition."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.scores import answers
from quiz.scores.rounds import LEFT
from quiz.scores.schema import SQL, VERSION
from quiz.scores.store import Form, Standing, Store
from tests.builders import keep, round_of, rules
from tests.scores.files import query

DUMP = Path(__file__).with_name("first-edition.sql")
"""What the first edition wrote: five rounds by two players, the last left after two answers."""


@pytest.fixture
def old(path: Path) -> Path:
    """Make a file of the first edition."""
    other = sqlite3.connect(path)
    other.executescript(DUMP.read_text(encoding="utf-8"))
    other.close()
    return path


def test_every_score_is_still_there(old: Path) -> None:
    store = Store(old)
    assert store.trouble == ""
    assert [(p.player, p.score, p.right, p.answered, p.ended) for p in store.rounds()] == [
        ("Ann", 200, 1, 2, LEFT),
        ("Ann", 1000, 5, 5, "finished"),
        ("민아", 350, 2, 5, "finished"),
        ("Ann", 700, 4, 5, "finished"),
        ("Ann", 1375, 8, 10, "finished"),
    ]
    oldest = store.rounds()[-1]
    assert (oldest.packs, oldest.cards, oldest.seconds) == (("plot", "cast", "schedule"), 10, 25.0)
    assert oldest.started == "2025-07-21T22:00:00+00:00"
    assert store.rounds(player="Ann")[2].seed == "friday"
    assert store.players() == ["Ann", "민아"]
    assert store.packs() == ["cast", "plot", "schedule"]
    assert store.standing("Ann") == Standing(3, 1375)
    assert [one.score for one in store.rounds(best=True, most=2)] == [1375, 1000]
    assert [one.score for one in store.rounds(pack="cast")] == [350, 1375]
    store.close()


def test_every_attempt_is_still_there(old: Path) -> None:
    before = query(old, "SELECT id, item, right, seconds, base, streak, at FROM attempts")
    Store(old).close()
    after = query(
        old,
        "SELECT a.id, uid, right, seconds, base, streak, at"
        " FROM attempts a JOIN items i ON i.id = a.item",
    )
    assert after == before
    assert query(old, "SELECT count(*) FROM attempts WHERE chosen IS NULL OR player IS NULL") == [
        (0,)
    ]


def test_what_was_asked_before_is_known(old: Path) -> None:
    uids = [uid for (uid,) in query(old, "SELECT DISTINCT item FROM attempts WHERE round != 3")]
    store = Store(old)
    assert answers.last_seen(store, "Ann", uids).keys() == set(uids)
    store.close()


def test_new_rounds_are_compared_with_old_ones(old: Path) -> None:
    store = Store(old)
    round = round_of(rules=rules(CLASSIC, count=5), selection=Selection(("plot",)))
    assert store.form(round) == Form(best=1000, scores=(700, 1000), rounds=2)
    keep(store, round)
    assert store.standing("Ann").finished == 4
    store.close()


def test_a_round_that_was_left_cannot_be_resumed(old: Path) -> None:
    store = Store(old)
    assert store.left_open() == []
    assert all(store.load(one.uid) is None for one in store.rounds())
    store.close()


def test_there_is_a_backup_of_the_file_as_it_was(old: Path) -> None:
    before = query(old, "SELECT * FROM attempts")
    Store(old).close()
    (backup,) = (old.parent / "backups").iterdir()
    assert query(backup, "SELECT * FROM attempts") == before
    assert query(backup, "PRAGMA user_version") == [(1,)]
    assert query(old, "PRAGMA user_version") == [(VERSION,)]
    Store(old).close()
    assert len(list((old.parent / "backups").iterdir())) == 1


def test_without_a_backup_nothing_is_changed(old: Path) -> None:
    (old.parent / "backups").write_text("in the way")
    before = old.read_bytes()
    store = Store(old)
    assert "No backup" in store.trouble
    keep(store)
    assert len(store.rounds()) == 1
    store.close()
    assert old.read_bytes() == before


def test_values_that_make_no_sense_are_kept_and_skipped(old: Path) -> None:
    query(old, "UPDATE rounds SET packs = '[[', deck = '7' WHERE id = 1")
    query(old, "UPDATE rounds SET cards = 'many' WHERE id = 2")
    query(old, "UPDATE attempts SET position = 'first', choice = 'B' WHERE id = 11")
    query(old, "UPDATE attempts SET choice = -1 WHERE id = 12")
    store = Store(old)
    assert store.trouble == ""
    assert [one.id for one in store.rounds()] == [5, 4, 3, 1]
    assert query(old, "SELECT count(*) FROM attempts") == [(27,)]
    store.close()


def test_a_file_of_version_2_keeps_its_rounds(path: Path) -> None:
    other = sqlite3.connect(path)
    other.executescript((SQL / "tables.sql").read_text(encoding="utf-8"))
    other.execute("INSERT INTO players VALUES (1, 'Ann', 1, 0)")
    other.execute("PRAGMA user_version = 2")
    other.commit()
    other.close()
    store = Store(path)
    assert store.players() == ["Ann"]
    keep(store, round_of())
    store.close()
    assert query(path, "PRAGMA user_version") == [(VERSION,)]
    assert query(path, "SELECT count(*) FROM flags") == [(0,)]
