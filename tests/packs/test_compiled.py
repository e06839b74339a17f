from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from quiz.errors import PackError
from quiz.packs import check, compiled, library
from quiz.packs.compiled import delete_copy, load_pack
from quiz.packs.library import Found, stamp
from quiz.packs.model import Item, Pack
from quiz.packs.pool import Pool
from tests.packs.conftest import HEAD, SOUND, Write

CONTENT = (
    "title: 한글\nauthor: A\ncategory: C\nquestions:\n" + SOUND
    + "- {question: R?, answer: A, options: [A, B], difficulty: hard, tags: [x, y], id: r}\n"
    + "templates:\n- {from: t, question: '{a}?', answer: '{b}'}\n"
    + "tables:\n  t:\n  - {a: one, b: two}\n  - {a: three, b: four}\n"
)  # fmt: skip
OTHER = CONTENT.replace("R?", "S?")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for each test."""
    home = tmp_path / "home"
    monkeypatch.setenv("QUIZ_HOME", str(home))
    return home


@pytest.fixture(autouse=True, params=[0, 500], ids=["row by row", "whole"])
def whole(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether copies are read at once; each test runs both ways."""
    monkeypatch.setattr(compiled, "READ_WHOLE", request.param)
    return bool(request.param)


@pytest.fixture
def path(write: Write) -> Path:
    """A pack that has not been changed for a while."""
    return settled(write(CONTENT))


def settled(path: Path, age: float = 1000.0) -> Path:
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def change(path: Path, content: str = OTHER) -> None:
    """Change a pack, some time ago."""
    path.write_text(content)
    settled(path, 500)


def load(path: Path) -> Pack:
    return load_pack(path, stamp(path))


def contents(pack: Pack) -> Pack:
    """The pack with all its items, for comparing."""
    return pack._replace(items=tuple(pack.items))


def copy(home: Path) -> Path:
    """The only file in the cache."""
    (found,) = (home / "cache").iterdir()
    return found


def refuse_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no YAML may be read."""

    def refuse(path: Path, progress: object = None) -> Pack:
        raise AssertionError(f"{path} is read again")

    monkeypatch.setattr(check, "load", refuse)


def from_copy(path: Path) -> Pack | None:
    """The pack from its copy, or None if the YAML has to be read."""
    with pytest.MonkeyPatch.context() as patch:
        refuse_to_read(patch)
        try:
            return contents(load(path))
        except AssertionError:
            return None


def alter(place: Path, *statements: str) -> None:
    """Change a copy by SQL."""
    with closing(sqlite3.connect(place)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def seal(place: Path) -> None:
    """Give all rows of a copy the checksums that they should have."""
    with closing(sqlite3.connect(place)) as connection:
        for table in compiled.COPY_TABLES:
            for number, *row, _ in connection.execute(f"SELECT * FROM {table}").fetchall():
                checksum = compiled._checksum(number, tuple(row))
                connection.execute(
                    f"UPDATE {table} SET checksum = ? WHERE number = ?", (checksum, number)
                )
        connection.commit()


# -- what is kept and when it is used ---------------------------------------------------------


def test_a_copy_is_equal_to_the_pack(path: Path) -> None:
    pack = contents(load(path))
    again = from_copy(path)
    assert again == pack == check.load(path)
    assert [type(field) for item in again.items for field in item] == [
        type(field) for item in pack.items for field in item
    ]


def test_a_copy_is_a_sequence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = tuple(load(path).items)
    refuse_to_read(monkeypatch)
    again = load(path).items
    assert len(again) == len(items) == 4
    assert (again[0], again[-1], again[1:3], again[9:]) == (items[0], items[3], items[1:3], ())
    assert again[::-2] == items[::-2]
    assert items[2] in again
    for at in (4, -5):
        with pytest.raises(IndexError):
            again[at]


def test_a_round_is_drawn_from_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = {item.uid: item for item in load(path).items}
    refuse_to_read(monkeypatch)
    pool = Pool([load(path).items])
    assert pool.counts() == {("C", "medium"): 3, ("C", "hard"): 1}
    for start in ("", *items, "8", "g"):
        uids = list(pool.uids_from(start))
        assert uids == sorted(items, key=lambda uid: (uid < start, uid))
        assert [pool.item(uid) for uid in uids] == [items[uid] for uid in uids]
    for uid in ("", "8", "g"):
        with pytest.raises(KeyError):
            pool.item(uid)
    hard = Pool([load(path).items], difficulty="hard")
    assert [items[uid].stem for uid in hard.uids_from("")] == ["R?"]


def test_of_a_large_copy_few_rows_are_read(
    path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = "".join(f"- {{question: Q{n}?, answer: A, wrong: [B]}}\n" for n in range(600))
    change(path, "title: T\nquestions:\n" + questions)
    load(path)
    read: list[str] = []
    rows = compiled._rows

    def counted(
        connection: compiled._Connection, table: str, numbers: range
    ) -> list[compiled._Row]:
        found = rows(connection, table, numbers)
        read.extend([table] * len(found))
        return found

    monkeypatch.setattr(compiled, "_rows", counted)
    refuse_to_read(monkeypatch)
    pool = Pool([load(path).items])
    assert [pool.item(uid).uid for uid in pool.uids_from("8")]
    assert read.count("items") == 600
    read.clear()
    pool = Pool([load(path).items])
    uids = pool.uids_from("8")
    assert [pool.item(next(uids)).uid for _ in range(3)]
    assert read.count("items") == 3
    assert read.count("uids") < 400


def test_nothing_is_written_without_a_reason(path: Path, home: Path) -> None:
    assert not home.exists()
    delete_copy(path)
    load(path)
    before = copy(home).stat()
    load(path)
    assert copy(home).stat() == before
    delete_copy(path)
    assert list((home / "cache").iterdir()) == []


def test_the_library_reads_a_pack_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Found("name", path, False)
    first = library.load(found)
    refuse_to_read(monkeypatch)
    again = library.load(found)
    assert first.pack
    assert again.pack
    assert first.pack.name == again.pack.name == "name"
    assert contents(again.pack) == contents(first.pack)


def test_progress_is_shown_only_when_the_yaml_is_read(path: Path) -> None:
    told: list[float] = []
    load_pack(path, stamp(path), told.append)
    assert told[-1] == 1.0
    told.clear()
    load_pack(path, stamp(path), told.append)
    assert told == []


def test_a_changed_file_is_read_again(path: Path) -> None:
    load(path)
    change(path)
    assert from_copy(path) is None
    assert [item.stem for item in load(path).items][:2] == ["Q?", "S?"]


def test_a_file_put_in_the_place_of_another_is_read_again(path: Path, write: Write) -> None:
    load(path)
    other = write(OTHER, "other.yaml")
    status = path.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(other, path)
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert from_copy(path) is None


def test_a_file_that_changed_while_it_was_read_is_read_again(path: Path) -> None:
    before = stamp(path)
    change(path)
    load_pack(path, before)
    assert from_copy(path) is None


def test_no_copy_is_written_of_a_file_changed_just_now(
    write: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(CONTENT)
    now = path.stat().st_mtime_ns + 5_000_000
    monkeypatch.setattr("time.time_ns", lambda: now)
    read = check.load

    def slowly(path: Path, progress: Callable[[float], None] | None = None) -> Pack:
        monkeypatch.setattr("time.time_ns", lambda: now + 10**10)
        return read(path, progress)

    monkeypatch.setattr(check, "load", slowly)
    load(path)
    assert not home.exists()


def test_a_file_from_the_future_is_kept(path: Path) -> None:
    pack = contents(load(settled(path, -5000)))
    assert from_copy(path) == pack


def test_a_deleted_file(path: Path) -> None:
    load(path)
    path.unlink()
    with pytest.raises(PackError, match="there is no such file"):
        load(path)


def test_another_version_of_the_game(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(path)
    monkeypatch.setattr(compiled, "__version__", "99.0")
    assert from_copy(path) is None


def test_a_broken_pack_is_not_kept(write: Write, home: Path) -> None:
    with pytest.raises(PackError):
        load(settled(write(HEAD)))
    assert not home.exists()


@pytest.mark.parametrize("name", ["a b.yaml", "한글.yaml", "\udcff\x1b.yaml", "x" * 200 + ".yaml"])
def test_any_file_name(write: Write, name: str) -> None:
    path = settled(write(CONTENT, name))
    pack = contents(load(path))
    assert from_copy(path) == pack


@pytest.mark.parametrize("name", ["a?b#c%41", "한글", "\udcff"])
def test_any_folder(path: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / name))
    pack = contents(load(path))
    assert from_copy(path) == pack
    assert copy(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIZ_HOME", name)
    assert from_copy(path) == pack


# -- damage -----------------------------------------------------------------------------------


def drawn(path: Path) -> list[Item]:
    """What a round of all items is made of."""
    pool = Pool([load(path).items])
    return [pool.item(uid) for uid in pool.uids_from("8")]


def test_a_torn_copy(path: Path, home: Path) -> None:
    pack, items = contents(load(path)), drawn(path)
    place = copy(home)
    good = place.read_bytes()
    for end in (0, 1, 99, 4096, len(good) // 2, len(good) - 1):
        place.write_bytes(good[:end])
        assert (from_copy(path) is None) == (end < len(good) - 1)
        place.write_bytes(good[:end])
        assert drawn(path) == items
        assert contents(load(path)) == pack


def test_a_copy_with_one_wrong_byte(path: Path, home: Path) -> None:
    pack, items = contents(load(path)), drawn(path)
    place = copy(home)
    good = place.read_bytes()
    used = [at for at, byte in enumerate(good) if byte]
    assert len(used) > 1000
    noticed = 0
    for at in (*used[::41], *used[:100:7]):
        raw = bytearray(good)
        raw[at] ^= 1 << at % 8
        place.write_bytes(raw)
        assert drawn(path) == items
        assert contents(load(path)) == pack
        noticed += place.read_bytes() == good
    assert noticed > 20


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE items SET item = replace(item, 'two', 'too')",
        "UPDATE items SET item = CAST(item AS BLOB) WHERE number = 3",
        "UPDATE items SET checksum = NULL",
        "UPDATE items SET number = 9 WHERE number = 3",
        "DELETE FROM items WHERE number = 2",
        "DELETE FROM items",
        "UPDATE uids SET uid = '0'",
        "UPDATE uids SET place = 0",
        "UPDATE uids SET labels = 1",
        "DELETE FROM uids WHERE number = 0",
        "DELETE FROM uids WHERE number = 3",
        "UPDATE uids SET number = 3 - number + 10",
        "DELETE FROM pack",
        "UPDATE pack SET content = replace(content, 'A', 'B')",
    ],
)
def test_damaged_rows_are_noticed(path: Path, home: Path, damage: str) -> None:
    pack, items = contents(load(path)), drawn(path)
    alter(copy(home), damage)
    assert drawn(path) == items
    assert contents(load(path)) == pack
    assert from_copy(path) == pack


def test_a_damaged_row_is_no_harm_to_the_others(
    path: Path, home: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = contents(load(path))
    alter(copy(home), "UPDATE items SET checksum = 0 WHERE number = 3")
    again = load(path)
    with monkeypatch.context() as patch:
        refuse_to_read(patch)
        assert again.items[:-1] == pack.items[:-1]
        if not whole:
            with pytest.raises(AssertionError, match="is read again"):
                again.items[-1]
    assert again.items[-1] == pack.items[-1]
    refuse_to_read(monkeypatch)
    assert contents(again) == pack
    assert contents(load(path)) == pack


def test_a_copy_that_goes_away_while_it_is_used(path: Path, home: Path) -> None:
    pack = contents(load(path))
    again = load(path)
    assert again.items[1] == pack.items[1]
    copy(home).unlink()
    assert again.items[2] == pack.items[2]
    assert contents(again) == pack


@pytest.mark.parametrize("end", [0, 40, 4096, -1])
def test_a_copy_that_is_torn_while_it_is_used(path: Path, home: Path, end: int) -> None:
    pack = contents(load(path))
    again = load(path)
    copy(home).write_bytes(copy(home).read_bytes()[:end])
    assert contents(again) == pack


@pytest.mark.parametrize("content", [OTHER, "titel: T\n", None])
def test_a_pack_that_changed_while_its_copy_was_damaged(
    path: Path, home: Path, whole: bool, content: str | None
) -> None:
    pack = contents(load(path))
    again = load(path)
    if content is None:
        path.unlink()
    else:
        change(path, content)
    copy(home).write_bytes(b"")
    if whole:
        assert contents(again) == pack
    else:
        with pytest.raises(PackError, match="has changed" if content == OTHER else None):
            again.items[1]
        with pytest.raises(PackError):
            list(Pool([again.items]).uids_from(""))


def test_another_copy_in_the_place_of_the_one_in_use(path: Path) -> None:
    pack = contents(load(path))
    again = load(path)
    change(path)
    assert load(path).items[1].stem == "S?"
    assert contents(again) == pack


# -- hostile copies ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "", "null", "1", '"x"', "[]", "{}", "[[], []]", "[[1, 2], 3]", "[null, null]", "NaN",
        '[["p", "T"], [["C", "medium", -1]]]', '[["p", "T"], [["C", "medium", 1e300]]]',
        f'[["p", "T", []], [["C", "medium", {10**30}]]]', '[["p", "T", []], [["C", "medium", 9]]]',
        f'[["p", "T", []], [["C", "medium", {2**62}]]]', '[["p", "T", []], [["C", [], 4]]]',
        '[["p", "T", []], [["C", "medium", "4"]]]', "[" * 100_000, '[["p", "T", []], []]',
    ],
)  # fmt: skip
def test_a_forged_copy_does_no_harm(path: Path, home: Path, content: str) -> None:
    load(path)
    with closing(sqlite3.connect(copy(home))) as connection:
        connection.execute("UPDATE pack SET content = ?", (content,))
        connection.commit()
    seal(copy(home))
    with suppress(PackError):
        assert {item.stem for item in drawn(path)} <= {"Q?", "R?", "one?", "three?"}
    with suppress(PackError):
        contents(load(path))


ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n)"
    " SELECT x AS number, 'uid' || x AS uid, 0 AS labels, 0 AS place, 0 AS checksum FROM n"
)


@pytest.mark.parametrize(
    "statements",
    [
        ["ALTER TABLE items ADD COLUMN extra"],
        ["CREATE TABLE other (x)"],
        ["CREATE INDEX place ON uids (place)"],
        ["CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END"],
        ["DROP TABLE uids", f"CREATE VIEW uids AS {ENDLESS}"],
        ["DROP TABLE pack", "CREATE VIEW pack AS SELECT load_extension('x') AS identity"],
        ["DROP TABLE items", "CREATE VIRTUAL TABLE items USING fts5 (item)"],
        ["DROP TABLE items"],
        ["UPDATE pack SET identity = NULL"],
        ["PRAGMA writable_schema=ON", "UPDATE sqlite_master SET rootpage = 2"],
        ["PRAGMA writable_schema=ON", "UPDATE sqlite_master SET rootpage = 1"],
        ["PRAGMA writable_schema=ON", "UPDATE sqlite_master SET sql = 'x'"],
    ],
)  # fmt: skip
def test_a_copy_with_another_schema_is_ignored(
    path: Path, home: Path, statements: list[str]
) -> None:
    pack, items = contents(load(path)), drawn(path)
    alter(copy(home), *statements)
    assert drawn(path) == items
    assert contents(load(path)) == pack


def branch(size: int, cells: int, left: int, right: int, head: bytes = b"") -> bytes:
    """A page of a table with so many links to one page, and then one to another."""
    start = size - 5 * cells
    numbers = b"".join(number.to_bytes(2, "big") for number in (0, cells, start))
    pointers = b"".join((start + 5 * cell).to_bytes(2, "big") for cell in range(cells))
    page = head + b"\x05" + numbers + b"\0" + right.to_bytes(4, "big") + pointers
    return page.ljust(start, b"\0") + cells * (left.to_bytes(4, "big") + b"\x03")


def endless_rows(place: Path) -> None:
    """Make every branch of the table of uids in a copy the same, 15 levels deep."""
    raw = place.read_bytes()
    size = int.from_bytes(raw[16:18], "big")
    pages = [raw[at : at + size] for at in range(0, len(raw), size)]
    root = len(pages) - 1
    pages.append(pages[root])
    for _ in range(15):
        pages.append(branch(size, 300, len(pages), len(pages)))
    pages[root] = branch(size, 300, len(pages), len(pages))
    header = pages[0][:28] + len(pages).to_bytes(4, "big")
    place.write_bytes(header + b"".join(pages)[32:])


def endless_schema(place: Path) -> None:
    """Write a database whose schema names the same index for ever."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size=512")
        connection.execute("CREATE TABLE t (x UNIQUE)")
        raw = connection.serialize()
    both = raw[100:112] + bytes(100) + raw[112:512]
    index = both[:3] + b"\0\1" + both[5:8] + both[10:12] + both[10:]
    pages = [b"", raw[512:1024], raw[1024:1536], both, index]
    for _ in range(15):
        pages.append(branch(512, 30, len(pages), len(pages)))
    header = raw[:28] + len(pages).to_bytes(4, "big") + raw[32:100]
    pages[0] = branch(512, 1, 4, len(pages), header)
    place.write_bytes(b"".join(pages))


@pytest.mark.parametrize("make", [endless_rows, endless_schema])
def test_a_copy_without_an_end(path: Path, home: Path, make: Callable[[Path], None]) -> None:
    items = drawn(path)
    make(copy(home))
    assert drawn(path) == items


@pytest.fixture
def fifo(path: Path, home: Path) -> Path:
    load(path)
    place = copy(home)
    place.unlink()
    os.mkfifo(place)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_fifo_in_the_place_of_a_copy(fifo: Path) -> None:
    assert contents(load(fifo)) == check.load(fifo)
    assert from_copy(fifo) == check.load(fifo)


# -- where none can be written ----------------------------------------------------------------


def test_a_folder_where_the_copy_should_be(path: Path, home: Path) -> None:
    pack = contents(load(path))
    place = copy(home)
    place.unlink()
    place.mkdir()
    assert contents(load(path)) == pack
    assert [entry.name for entry in (home / "cache").iterdir()] == [place.name]


def test_a_file_where_the_folder_should_be(path: Path, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("in the way")
    assert contents(load(path)) == check.load(path)
    (home / "cache").unlink()
    home.rmdir()
    home.write_text("in the way")
    assert contents(load(path)) == check.load(path)


@pytest.mark.parametrize("obstacle", ["PermissionError", "a full disk"])
def test_a_copy_that_cannot_be_written_leaves_nothing_behind(
    path: Path, home: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = compiled._write

    def refuse(part: Path, *values: object) -> None:
        if obstacle == "PermissionError":
            raise PermissionError(13, "Permission denied")
        write(part, *values)  # type: ignore[arg-type]
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiled, "_write", refuse)
    assert contents(load(path)) == check.load(path)
    assert list((home / "cache").iterdir()) == []


def test_a_part_left_behind_by_a_process_that_was_killed(path: Path, home: Path) -> None:
    load(path)
    place = copy(home)
    place.rename(place.with_name(f"{place.name}.{os.getpid()}.part"))
    for _ in range(2):
        assert contents(load(path)) == check.load(path)
    assert copy(home) == place


def test_without_a_home(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QUIZ_HOME", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert contents(load(path)) == check.load(path)


def test_without_a_working_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert contents(load(path)) == check.load(path)
    with pytest.raises(PackError):
        load(Path("pack.yaml"))


COMPILE = """
import sys
from pathlib import Path
from quiz.packs import compiled, library
path = Path(sys.argv[1])
for _ in range(30):
    compiled.load_pack(path, library.stamp(path))
    compiled.delete_copy(path)
"""


def test_two_programs_that_compile_at_once(path: Path, home: Path) -> None:
    pack = contents(load(path))
    env = {**os.environ, "PYTHONPATH": str(Path(compiled.__file__).parents[2])}
    others = [subprocess.Popen([sys.executable, "-c", COMPILE, path], env=env) for _ in range(2)]
    try:
        while any(other.poll() is None for other in others):
            assert contents(load(path)) == pack
    finally:
        ends = [other.wait(30) for other in others]
    assert ends == [0, 0]
    assert contents(load(path)) == pack
    assert copy(home)
