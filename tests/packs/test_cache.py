from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.errors import PackError
from quiz.packs import cache, check, library
from quiz.packs.cache import identity, keep, recall
from quiz.packs.library import Found
from quiz.packs.model import Pack
from tests.packs.conftest import HEAD, SOUND, Write

CONTENT = (
    "title: 한글\nauthor: A\ncategory: C\nquestions:\n" + SOUND
    + "- {question: R?, answer: A, options: [A, B], difficulty: hard, tags: [x, y], id: r}\n"
    + "templates:\n- {from: t, question: '{a}?', answer: '{b}'}\n"
    + "tables:\n  t:\n  - {a: one, b: two}\n  - {a: three, b: four}\n"
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for the game of each test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("QUIZ_HOME", str(home))
    return home


@pytest.fixture(autouse=True, params=[0, cache.SMALL], ids=["row by row", "at once"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Up to which size a copy is read at once: each test is made in both ways."""
    monkeypatch.setattr(cache, "SMALL", request.param)
    size: int = request.param
    return size


@pytest.fixture
def path(write: Write) -> Path:
    """A pack that has not been touched for a while."""
    return settled(write(CONTENT))


def settled(path: Path, age: float = 1000.0) -> Path:
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def kept(path: Path) -> Pack:
    """The pack in a file, of which a copy is now kept."""
    pack = check.load(path)
    keep(path, identity(path), pack)
    return pack


def copy(home: Path) -> Path:
    """The only file of the cache."""
    (found,) = (home / "cache").iterdir()
    return found


def rows(home: Path) -> int:
    """Where the rows of the copy begin."""
    raw = copy(home).read_bytes()
    line = raw.index(b"\n", 32) + 1
    return line + cache._Columns.length(json.loads(raw[32:line])[2])


def refuse_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no YAML may be read."""

    def refuse(path: Path, progress: object = None) -> Pack:
        raise AssertionError(f"{path} is read again")

    monkeypatch.setattr(check, "load", refuse)


def loaded(path: Path) -> Pack | None:
    return library.load(Found(path.stem, path, False)).pack


def test_a_copy_is_equal_to_what_was_kept(path: Path) -> None:
    pack = kept(path)
    again = recall(path, identity(path))
    assert again == pack
    assert again
    assert [type(field) for item in again.items for field in item] == [
        type(field) for item in pack.items for field in item
    ]


def test_nothing_is_recalled_of_what_was_never_kept(path: Path, home: Path) -> None:
    assert recall(path, identity(path)) is None
    assert not home.exists()


def test_the_library_reads_a_pack_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loaded(path)

    refuse_to_read(monkeypatch)
    assert loaded(path) == first


def test_a_changed_file_is_read_again(path: Path) -> None:
    kept(path)
    path.write_text(CONTENT.replace("R?", "S?"))
    settled(path, 500)
    assert recall(path, identity(path)) is None
    pack = loaded(path)
    assert pack
    assert [item.stem for item in pack.items][:2] == ["Q?", "S?"]


def test_a_file_put_in_the_place_of_another_is_read_again(path: Path, write: Write) -> None:
    kept(path)
    other = write(CONTENT.replace("R?", "S?"), "other.yaml")
    status = path.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(other, path)
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert recall(path, identity(path)) is None


def test_a_file_that_changed_while_it_was_read_is_read_again(path: Path) -> None:
    before = identity(path)
    pack = check.load(path)
    path.write_text(CONTENT.replace("R?", "S?"))
    settled(path, 500)
    keep(path, before, pack)
    assert recall(path, identity(path)) is None


def test_no_copy_is_kept_of_a_file_written_just_now(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(CONTENT)
    monkeypatch.setattr("time.time_ns", lambda: path.stat().st_mtime_ns + 5_000_000)
    assert loaded(path)
    assert not home.exists()


def test_a_file_from_the_future_is_kept(path: Path) -> None:
    pack = kept(settled(path, -5000))
    assert recall(path, identity(path)) == pack


def test_a_deleted_file(path: Path) -> None:
    kept(path)
    path.unlink()
    assert identity(path) is None
    assert recall(path, identity(path)) is None
    assert library.load(Found("pack", path, False)).problem.endswith("there is no such file")


def test_another_version_of_the_game(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(path)
    monkeypatch.setattr(cache, "__version__", "99.0")
    assert recall(path, identity(path)) is None


def test_a_torn_copy(path: Path, home: Path) -> None:
    pack = kept(path)
    place = copy(home)
    whole = place.read_bytes()
    for end in (0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        place.write_bytes(whole[:end])
        assert recall(path, identity(path)) is None
        assert loaded(path) == pack
        assert place.read_bytes() == whole


def test_a_copy_with_one_wrong_byte(path: Path, home: Path) -> None:
    pack = kept(path)
    whole = copy(home).read_bytes()
    begin = rows(home)
    for at in (*range(0, len(whole), 23), begin - 1, begin, len(whole) - 1):
        raw = bytearray(whole)
        raw[at] ^= 1 << at % 8
        copy(home).write_bytes(raw)
        again = recall(path, identity(path))
        assert (again is None) == (at < begin)
        assert loaded(path) == pack
        assert again in (None, pack)
        assert copy(home).read_bytes() == whole


def test_a_damaged_row_is_no_harm_to_the_others(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = kept(path)
    raw = bytearray(copy(home).read_bytes())
    raw[-1] ^= 1
    copy(home).write_bytes(raw)
    again = recall(path, identity(path))
    assert again
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        assert again.items[:-1] == pack.items[:-1]
        with pytest.raises(AssertionError, match="is read again"):
            again.items[-1]
    assert again.items[-1] == pack.items[-1]
    refuse_to_read(monkeypatch)
    assert again.items == pack.items
    assert loaded(path) == pack


def test_a_copy_that_goes_away_while_it_is_used(path: Path, home: Path) -> None:
    pack = kept(path)
    again = recall(path, identity(path))
    assert again
    assert again.items[1] == pack.items[1]
    copy(home).unlink()
    assert again.items[2] == pack.items[2]
    assert tuple(again.items) == pack.items


@pytest.mark.parametrize("end", [0, 40, -60, -1])
def test_a_copy_that_is_torn_while_it_is_used(path: Path, home: Path, end: int) -> None:
    pack = kept(path)
    again = recall(path, identity(path))
    assert again
    copy(home).write_bytes(copy(home).read_bytes()[:end])
    assert list(again.items) == list(pack.items)


@pytest.mark.parametrize("content", [CONTENT.replace("R?", "S?"), "titel: T\n", None])
def test_a_pack_that_changed_while_it_is_used(
    path: Path, home: Path, small: int, content: str | None
) -> None:
    pack = kept(path)
    again = recall(path, identity(path))
    assert again
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
        loaded(settled(path, 500))
        assert content == "titel: T\n" or recall(path, identity(path)) != pack
    copy(home).write_bytes(b"")
    if small:
        assert again == pack
    else:
        with pytest.raises(PackError):
            again.items[1]


def test_another_copy_in_the_place_of_the_one_in_use(path: Path, small: int) -> None:
    pack = kept(path)
    again = recall(path, identity(path))
    assert again
    path.write_text(CONTENT.replace("R?", "S?"))
    other = loaded(settled(path, 500))
    assert other
    assert other.items[1].stem == "S?"
    if not small:
        with pytest.raises(PackError, match=r"pack\.yaml has changed"):
            again.items[1]
    else:
        assert again.items[1] == pack.items[1]


COMPILE = """
import sys
from pathlib import Path
from quiz.packs import cache, check
path = Path(sys.argv[1])
pack = check.load(path)
for _ in range(150):
    cache.keep(path, cache.identity(path), pack)
"""


def test_two_programs_that_compile_at_once(path: Path, home: Path) -> None:
    pack = kept(path)
    env = {**os.environ, "PYTHONPATH": str(Path(cache.__file__).parents[2])}
    others = [subprocess.Popen([sys.executable, "-c", COMPILE, path], env=env) for _ in range(2)]
    try:
        while any(other.poll() is None for other in others):
            assert recall(path, identity(path)) == pack
    finally:
        ends = [other.wait(30) for other in others]
    assert ends == [0, 0]
    assert loaded(path) == pack
    assert copy(home)


@pytest.mark.parametrize(
    "body",
    [
        "", "null", "1", '"x"', "[]", "{}", "[[], []]", "[[1, 2], 3]", "[null, null]",
        '{"head": []}', '[["p", "T", "", "", "", ""], [1], 0]', '[["p", "T"], [], 0]',
        '[["p", "T", "", "", "", ""], [], 0]', '[["p", "T", "", "", "", ""], [[1]], 1]',
        '[[], [], -1]', '[[], [], 1e300]', '[[], [], "1"]', f'[[], [], {10**30}]',
        '[["p", "T", "", "", "", ""], {"a": 1}, []]', "[" * 100_000, "\xff", "NaN",
    ],
)  # fmt: skip
def test_a_sealed_copy_of_something_else(path: Path, home: Path, body: str) -> None:
    pack = kept(path)
    known = identity(path)
    assert known
    raw = body.encode("latin-1") + b"\n"
    copy(home).write_bytes(cache._seal(known, raw, b"") + raw)
    assert recall(path, known) is None
    assert loaded(path) == pack


def test_a_copy_tells_of_the_pack_before_its_items(path: Path, home: Path) -> None:
    pack = kept(path)
    raw = copy(home).read_bytes()
    head, kinds, size = json.loads(raw[32 : raw.index(b"\n", 32)])
    assert head[:2] == ["pack", "한글"]
    assert kinds == [["C", "medium", 3], ["C", "hard", 1]]
    assert size == 4
    copied = raw[rows(home) :].decode().replace("][", "]\n[").splitlines()
    assert [json.loads(row)[0] for row in copied] == [item.uid for item in pack.items]


def test_a_folder_where_the_copy_should_be(path: Path, home: Path) -> None:
    pack = kept(path)
    place = copy(home)
    place.unlink()
    place.mkdir()
    assert loaded(path) == pack
    assert [entry.name for entry in (home / "cache").iterdir()] == [place.name]


def test_a_file_where_the_folder_should_be(path: Path, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("in the way")
    assert loaded(path) == check.load(path)
    (home / "cache").unlink()
    home.rmdir()
    home.write_text("in the way")
    assert loaded(path) == check.load(path)


def test_a_folder_that_may_not_be_written(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert loaded(path) == check.load(path)
    assert list((home / "cache").iterdir()) == []


def test_a_full_disk_leaves_no_part_behind(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(path: Path, raw: bytes) -> None:
        with path.open("wb") as part:
            part.write(raw[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    assert loaded(path) == check.load(path)
    assert list((home / "cache").iterdir()) == []


def test_without_a_home(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QUIZ_HOME", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert loaded(path) == check.load(path)


def test_without_a_working_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert loaded(path) == check.load(path)
    assert loaded(Path("pack.yaml")) is None


def test_a_broken_pack_is_not_kept(write: Write, home: Path) -> None:
    assert loaded(settled(write(HEAD))) is None
    assert not home.exists()


@pytest.mark.parametrize("name", ["a b.yaml", "한글.yaml", "\udcff\x1b.yaml", "x" * 200 + ".yaml"])
def test_any_file_name(write: Write, name: str) -> None:
    path = settled(write(CONTENT, name))
    assert recall(path, identity(path)) is None
    pack = kept(path)
    assert recall(path, identity(path)) == pack
