"""Several programs at once, programs without permissions, and full disks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scores.files import (
    DAMAGES,
    HANGS,
    ROUNDS,
    backup,
    contents,
    count,
    ended,
    posix,
    query,
    set_aside,
    sound,
    spawn,
)

WRITER = """
import sys
from pathlib import Path
from quiz.scores import file
from quiz.scores.store import Store
from tests.builders import items, keep, round_of
file.BUSY_SECONDS = float(sys.argv[4])  # on a slow disk, eight writers may take turns for longer
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
input()
for number in range(int(sys.argv[3])):
    keep(store, round_of(*items(10), player=sys.argv[2], seed=str(number)), "+" * 10)
store.close()
print(store.unsaved, store.trouble)
"""

FIRST = """
import sys
from pathlib import Path
from quiz.scores.store import Store
from tests.builders import keep, round_of
print("ready", flush=True)
input()
store = Store(Path(sys.argv[1]))
keep(store, round_of(player=sys.argv[2]))
store.close()
print(store.unsaved, store.trouble)
"""


def race(script: str, path: Path, count: int, *arguments: object) -> list[str]:
    """Return what programs print that all start to work at the same time."""
    programs = [spawn(script, path, f"player {n}", *arguments) for n in range(count)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    return [ended(program) for program in programs]


@pytest.mark.parametrize(
    ("programs", "rounds"), [(3, 3), pytest.param(8, 20, marks=pytest.mark.slow)]
)
def test_programs_that_write_at_once_lose_nothing(
    tmp_path: Path, programs: int, rounds: int
) -> None:
    path = tmp_path / "scores.db"
    assert race(WRITER, path, programs, rounds, HANGS) == ["0 \n"] * programs
    assert count(path) == 10 * programs * rounds
    per_round = "SELECT count(*) FROM attempts GROUP BY round"
    assert query(path, per_round) == [(10,)] * programs * rounds
    per_player = "SELECT count(*) FROM seats GROUP BY player"
    assert query(path, per_player) == [(rounds,)] * programs


def test_first_runs_at_once_make_one_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "scores.db"
    assert race(FIRST, path, 4) == ["0 \n"] * 4
    assert count(path) == 12
    assert query(path, "SELECT count(*) FROM players") == [(4,)]


@posix
@pytest.mark.parametrize("kind", ["header", pytest.param("middle page", marks=pytest.mark.slow)])
def test_programs_that_find_the_damage_at_once_mend_it_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "scores.db"
    damaged = DAMAGES[kind](sound())
    path.write_bytes(damaged)
    backup(path)
    told = race(FIRST, path, 3)
    assert [line[0] for line in told] == ["0"] * 3
    (aside,) = set_aside(path)
    assert aside.read_bytes() == damaged
    assert sum(str(aside) in line for line in told) == 1
    assert count(path) == ROUNDS * 5 + 3 * 3


KILLED = """
import os, sys
from pathlib import Path
from quiz.scores.store import Store
from tests.builders import go_on, items, recording, round_of
store = Store(Path(sys.argv[1]))
kept = recording(store, round_of(*items(200)))
for position in range(200):
    go_on(kept, "+")
    print(position, flush=True)
"""


@posix
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    program = spawn(KILLED, path)
    assert program.stdout is not None
    last = 0
    while last < 20:
        last = int(program.stdout.readline())
    program.kill()
    rest, _ = program.communicate(timeout=HANGS)
    last = int((rest.split() or [str(last)])[-1])
    assert count(path) in (last + 1, last + 2)
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


# -- permissions ----------------------------------------------------------------------------------

WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from quiz.scores.store import Store
from tests.builders import Calendar, keep, round_of
from tests.scores.files import ask
import hashlib, sqlite3  # what is not loaded now may be out of reach then
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
store = Store(Path(sys.argv[1]), Calendar())
ask(store)
store.prepare()
rounds = len(store.rounds())
keep(store, round_of(player="Bob"))
print(rounds, store.unsaved, store.trouble)
store.close()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that can be made read-only, even if the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    yield data
    for entry in (data, *data.rglob("*")):
        entry.chmod(0o755)
    shutil.rmtree(folder)


@posix
@pytest.mark.parametrize("closed", ["file", "folder", "both"])
def test_a_place_that_is_read_only_is_told_and_left_alone(place: Path, closed: str) -> None:
    path = place / "scores.db"
    path.write_bytes(sound())
    if os.geteuid() == 0:  # the program gives up its rights, so give it those of the owner
        os.chown(place, 65534, 65534)
        os.chown(path, 65534, 65534)
    if closed in ("file", "both"):
        path.chmod(0o444)
    if closed in ("folder", "both"):
        place.chmod(0o555)
    rounds, unsaved, trouble = ended(spawn(WITHOUT_RIGHTS, path)).split(maxsplit=2)
    assert (int(rounds), unsaved) == (ROUNDS, "3")
    assert str(path) in trouble
    assert "read-only" in trouble or "cannot be opened" in trouble
    assert "No backup" not in trouble
    assert path.read_bytes() == sound()


@posix
def test_a_first_run_in_a_folder_that_is_read_only(place: Path) -> None:
    if os.geteuid() == 0:
        os.chown(place, 65534, 65534)
    place.chmod(0o555)
    path = place / "scores.db"
    rounds, unsaved, trouble = ended(spawn(WITHOUT_RIGHTS, path)).split(maxsplit=2)
    assert (rounds, unsaved) == ("0", "3")
    assert f"{path} cannot be opened" in trouble
    assert contents(place) == {}


@posix
def test_a_damaged_file_in_a_folder_that_is_read_only_stays(place: Path) -> None:
    path = place / "scores.db"
    damaged = DAMAGES["middle page"](sound())
    path.write_bytes(damaged)
    if os.geteuid() == 0:
        os.chown(place, 65534, 65534)
    place.chmod(0o555)
    _, unsaved, trouble = ended(spawn(WITHOUT_RIGHTS, path)).split(maxsplit=2)
    assert unsaved == "3"
    assert f"damaged: the file is still at {path}" in trouble
    assert contents(place) == {"scores.db": damaged}


# -- disks ----------------------------------------------------------------------------------------

LIMITED = """
import resource, sys
from pathlib import Path
from quiz.scores.store import Store
from tests.builders import go_on, items, recording, round_of
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
limit(int(sys.argv[2]))
store = Store(Path(sys.argv[1]))
kept = recording(store, round_of(*items(60)))
for position in range(59):
    go_on(kept, "+")
print(store.unsaved, store.trouble)
print([file.name for file in Path(sys.argv[1]).parent.glob("*.part*")])
limit(resource.RLIM_INFINITY)
go_on(kept, "+")
print(store.unsaved, store.trouble)
store.close()
"""


@posix
@pytest.mark.parametrize("size", [0, pytest.param(4096, marks=pytest.mark.slow), 32768])
def test_a_file_that_may_not_grow_is_written_when_it_may(tmp_path: Path, size: int) -> None:
    path = tmp_path / "scores.db"
    before, rest, after = ended(spawn(LIMITED, path, size)).splitlines()
    assert rest == "[]"
    unsaved, trouble = before.split(maxsplit=1)
    assert int(unsaved) > 0
    assert str(path) in trouble
    assert after == "0 "
    assert count(path) == 60


@posix
def test_a_damaged_file_stays_when_there_is_no_room_for_its_backup(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    path.write_bytes(DAMAGES["header"](sound()))
    backup(path)
    before, rest, after = ended(spawn(LIMITED, path, 8192)).splitlines()
    assert rest == "[]"
    assert before.startswith("59 ")
    assert f"the file is still at {path}" in before
    (aside,) = set_aside(path)
    assert after.startswith("0 ")
    assert str(aside) in after
    assert aside.read_bytes() == DAMAGES["header"](sound())
    assert count(path) == ROUNDS * 5 + 60
