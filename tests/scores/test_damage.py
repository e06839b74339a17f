from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from quiz.scores import answers
from quiz.scores.store import Store
from tests.builders import Calendar, go_on, items, keep, resumed, round_of
from tests.scores.files import (
    DAMAGES,
    PAGE,
    ROUNDS,
    ask,
    backup,
    contents,
    count,
    posix,
    query,
    set_aside,
    sound,
)


@pytest.mark.parametrize(("asked", "backed_up"), [(True, True), (False, False)])
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_is_kept_and_play_goes_on(
    path: Path, kind: str, asked: bool, backed_up: bool
) -> None:
    damaged = DAMAGES[kind](sound())
    path.write_bytes(damaged)
    made = backup(path) if backed_up else None
    store = Store(path, Calendar())
    if asked:
        ask(store)
    keep(store)
    assert store.unsaved == 0
    (aside,) = set_aside(path)
    assert aside.read_bytes() == damaged
    assert str(aside) in store.trouble
    assert ("scores-2025-07-20.db" in store.trouble) is backed_up
    before = ROUNDS if backed_up else 0
    assert len(store.rounds()) == before + 1
    store.close()
    again = Store(path)
    assert (len(again.rounds()), again.trouble) == (before + 1, "")
    assert made is None or made.read_bytes() == sound()
    again.close()


def test_what_was_asked_is_answered_from_the_backup_at_once(path: Path) -> None:
    path.write_bytes(DAMAGES["header"](sound()))
    backup(path)
    store = Store(path)
    assert len(store.rounds()) == ROUNDS
    store.close()


def test_a_file_that_was_emptied_is_restored(path: Path) -> None:
    path.touch()
    backup(path)
    store = Store(path)
    assert len(store.rounds()) == ROUNDS
    (aside,) = set_aside(path)
    assert aside.read_bytes() == b""
    assert str(aside) in store.trouble
    store.close()


def test_a_file_that_was_deleted_is_not_restored(path: Path) -> None:
    made = backup(path)
    store = Store(path)
    assert (store.rounds(), store.trouble) == ([], "")
    store.close()
    assert made.read_bytes() == sound()


SEEDS = [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 100))]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_bytes_anywhere_raise_nothing_and_lose_nothing(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(sound())
    for _ in range(chance.choice([1, 1, 3])):
        length = chance.choice([1, 8, 100, 5000])
        start = chance.randrange(len(damaged) - length)
        damaged[start : start + length] = chance.randbytes(length)
    path.write_bytes(damaged)
    store = Store(path)
    ask(store)
    store.form(keep(store).round)
    ask(store)
    aside = set_aside(path)
    if aside:
        assert aside[0].read_bytes() == damaged
        assert str(aside[0]) in store.trouble
        assert store.unsaved == 0
    elif store.unsaved:
        assert store.trouble
    store.close()


def test_each_damaged_file_is_kept_under_a_name_of_its_own(path: Path) -> None:
    for number in range(3):
        path.write_bytes(b"garbage %d\n" % number * 100)
        Store(path, Calendar()).close()
    kept = set_aside(path)
    assert {file.read_bytes()[:9] for file in kept} == {b"garbage 0", b"garbage 1", b"garbage 2"}


def test_the_newest_backup_that_is_sound_is_taken(path: Path) -> None:
    path.write_bytes(DAMAGES["header"](sound()))
    future = sound()[:60] + (99).to_bytes(4, "big") + sound()[64:]
    made = [
        backup(path, "scores-2025-07-17.db", DAMAGES["header"](sound())),
        backup(path, "scores-2025-07-18.db"),
        backup(path, "scores-2025-07-19.db", future),
        backup(path, "scores-2025-07-20.db", DAMAGES["middle page"](sound())),
        backup(path, "scores-2025-07-21.db", b"no database\n" * 99),
    ]
    for age, file in enumerate(made):
        os.utime(file, (age, age))
    before = contents(path.parent / "backups")
    store = Store(path)
    assert len(store.rounds()) == ROUNDS
    assert "scores-2025-07-18.db" in store.trouble
    store.close()
    assert contents(path.parent / "backups") == before


def test_a_journal_goes_with_the_file_it_belongs_to(path: Path) -> None:
    path.write_bytes(DAMAGES["header"](sound()))
    tails = {"-journal": bytes(512), "-wal": b"", "-shm": b"shm"}
    for tail, data in tails.items():
        Path(f"{path}{tail}").write_bytes(data)
    backup(path)
    store = Store(path)
    keep(store)
    (aside,) = set_aside(path)
    assert Path(f"{aside}-journal").read_bytes() == tails["-journal"]
    store.close()
    assert not any(Path(f"{path}{tail}").exists() for tail in tails)
    assert count(path) == ROUNDS * 5 + 3


@pytest.mark.parametrize("beside", [b"garbage\n" * 100, bytes(512), b""])
@pytest.mark.parametrize("kind", ["header", "middle page", "fifty bytes"])
def test_a_stale_journal_is_no_harm(path: Path, kind: str, beside: bytes) -> None:
    damaged = DAMAGES[kind](sound())
    path.write_bytes(damaged)
    Path(f"{path}-journal").write_bytes(beside)
    store = Store(path)
    keep(store)
    (aside,) = set_aside(path)
    assert aside.read_bytes() == damaged
    assert store.unsaved == 0
    store.close()


@posix
def test_damage_in_the_middle_of_a_round_loses_none_of_it(path: Path) -> None:
    path.write_bytes(sound())
    store = Store(path, Calendar())
    kept = keep(store, round_of(*items(5), seed="mine"), "++")
    made = path.parent / "backups" / "scores-2025-07-21.db"
    assert made.exists()
    with path.open("r+b") as raw:
        raw.write(b"\xde\xad\xbe\xef" * 4 * PAGE)
    go_on(kept, "-")
    (aside,) = set_aside(path)
    assert str(aside) in store.trouble
    assert store.unsaved == 0
    go_on(kept, "+")
    left = resumed(store)
    assert [a.right for a in left.game.attempts] == [True, True, False, True]
    assert left.round == kept.round
    assert len(store.rounds()) == ROUNDS + 1
    store.close()


@posix
def test_a_round_gone_on_with_is_found_again_in_the_backup(path: Path) -> None:
    calendar = Calendar()
    store = Store(path, calendar)
    keep(store, round_of(player="Bob"))
    keep(store, round_of(*items(5)), "++")
    kept = resumed(store)
    store.close()
    backup(path, "scores-2025-07-21.db", path.read_bytes())
    calendar.turn(hours=1)
    store = Store(path, calendar)
    keep(store, round_of(player="Zoe"))
    kept.store = store
    calendar.turn(hours=1)
    path.write_bytes(b"garbage\n" * 2000)
    go_on(kept, "-")
    assert [(p.player, p.answered) for p in store.rounds()] == [("Zoe", 3), ("Ann", 3), ("Bob", 3)]
    assert store.unsaved == 0
    found = query(path, "SELECT turn, right FROM attempts WHERE round = 2 ORDER BY id")
    assert found == [(0, 1), (1, 1), (2, 0)]
    store.close()


@posix
def test_a_round_gone_on_with_is_whole_again_without_a_backup(path: Path) -> None:
    store = Store(path)
    keep(store, round_of(*items(5)), "+-")
    (before,) = store.left_open()
    kept = resumed(store)
    path.write_bytes(b"garbage\n" * 2000)
    go_on(kept, "+")
    (after,) = store.left_open()
    assert [a.right for a in resumed(store).game.attempts] == [True, False, True]
    assert (after.uid, after.started) == (before.uid, before.started)
    store.close()


@posix
def test_a_damaged_file_that_somebody_took_away_leaves_nothing_to_keep(path: Path) -> None:
    path.write_bytes(sound())
    store = Store(path)
    path.write_bytes(b"garbage\n" * 2000)
    path.unlink()
    assert store.rounds() == []
    keep(store)
    assert (store.unsaved, store.trouble, set_aside(path)) == (0, "", [])
    store.close()
    assert count(path) == 3


# -- a program that was killed --------------------------------------------------------------------


def killed(tmp_path: Path, path: Path, mode: str, *, commit: bool) -> None:
    """Write at `path` what a program leaves that is killed during or after a transaction."""
    source = tmp_path / "source.db"
    source.write_bytes(sound())
    other = sqlite3.connect(source, isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute("PRAGMA cache_size = 1")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE players SET name = 'Bob'")
    other.execute("UPDATE attempts SET chosen = 'gone', right = 0")
    if commit:
        other.execute("COMMIT")
    for tail in ("", "-journal", "-wal"):
        if Path(f"{source}{tail}").exists():
            shutil.copyfile(f"{source}{tail}", f"{path}{tail}")
    other.close()


def test_a_transaction_that_was_cut_off_is_taken_back(tmp_path: Path, path: Path) -> None:
    killed(tmp_path, path, "DELETE", commit=False)
    assert b"gone" in path.read_bytes()
    store = Store(path)
    uids = [one.uid for one in items(9)]
    assert (store.players(), len(answers.last_seen(store, "Ann", uids))) == (["Ann"], 5)
    keep(store)
    assert (store.trouble, store.unsaved) == ("", 0)
    store.close()
    assert count(path) == ROUNDS * 5 + 3
    assert not Path(f"{path}-journal").exists()


def test_what_is_in_a_write_ahead_log_is_kept_and_backed_up(tmp_path: Path, path: Path) -> None:
    killed(tmp_path, path, "WAL", commit=True)
    assert b"gone" not in path.read_bytes()
    store = Store(path, Calendar())
    store.prepare()
    assert (store.players(), store.trouble) == (["Bob"], "")
    store.close()
    assert query(path, "PRAGMA journal_mode") == [("delete",)]
    assert query(path, "SELECT DISTINCT chosen FROM attempts") == [("gone",)]
    made = path.parent / "backups" / "scores-2025-07-21.db"
    assert query(made, "SELECT DISTINCT chosen FROM attempts") == [("gone",)]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "synced" / "mine.db"
    real.parent.mkdir()
    real.write_bytes(DAMAGES["header"](sound()))
    path = tmp_path / "scores.db"
    try:
        path.symlink_to(real)
    except OSError:
        pytest.skip("links cannot be made here")
    store = Store(path)
    keep(store)
    store.close()
    assert path.is_symlink()
    assert count(real) == 3
    assert [file.read_bytes() for file in real.parent.glob("mine-damaged-*.db")] == [
        DAMAGES["header"](sound())
    ]
