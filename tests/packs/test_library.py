from __future__ import annotations

import os
from pathlib import Path

import pytest

from quiz.errors import PackError, UsageError
from quiz.packs import library
from quiz.packs.library import Found, files, find, installed, load, load_all
from quiz.text import UNSAFE
from tests.packs.conftest import HEAD, SOUND

BANKS = ["cast", "plot", "schedule"]
STRANGE = ["a\x1b[31mb.yaml", "a\nb.yaml", "a\u202eb.yaml", "a\udcffb.yaml", "a\tb.yaml"]


@pytest.fixture(autouse=True)
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the player's own packs; the working folder is another, and empty."""
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    packs = tmp_path / "home" / "packs"
    packs.mkdir(parents=True)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return packs


def put(folder: Path, *names: str, content: str = HEAD + SOUND) -> None:
    for name in names:
        (folder / name).write_text(content)


def names(found: list[Found]) -> list[str]:
    return [pack.name for pack in found]


def test_the_banks_come_first_and_then_the_players_packs(packs: Path) -> None:
    put(packs, "zoo.yaml", "art.yml", "notes.txt", ".hidden.yaml", "x.yaml.bak")
    assert [(pack.name, pack.built_in) for pack in installed()] == [
        *((name, True) for name in BANKS),
        ("art", False),
        ("zoo", False),
    ]


def test_without_a_folder_of_packs(packs: Path) -> None:
    packs.rmdir()
    assert names(installed()) == BANKS
    packs.write_text("no folder")
    assert names(installed()) == BANKS


def test_a_name_that_is_taken_gets_a_number(packs: Path) -> None:
    put(packs, "own.yml", "own.yaml", "plot.yaml", "plot.yml", "plot-2.yaml")
    assert [(pack.name, pack.path.name) for pack in installed()[3:]] == [
        ("own", "own.yaml"),
        ("own-2", "own.yml"),
        ("plot-2", "plot-2.yaml"),
        ("plot-3", "plot.yaml"),
        ("plot-4", "plot.yml"),
    ]


def test_all_banks_if_none_is_named(packs: Path) -> None:
    put(packs, "own.yaml")
    assert names(find([])) == BANKS


def test_a_name_finds_a_pack(packs: Path) -> None:
    put(packs, "own.yaml", "plot.yaml")
    assert [(pack.name, pack.path, pack.built_in) for pack in find(["own", "plot-2"])] == [
        ("own", packs / "own.yaml", False),
        ("plot-2", packs / "plot.yaml", False),
    ]
    assert find(["plot"])[0].built_in


def test_a_path_finds_a_file(tmp_path: Path) -> None:
    put(tmp_path, "some.yaml")
    put(Path(), "plot", "plain", "plot.yaml")
    for path in (str(tmp_path / "some.yaml"), "../some.yaml"):
        assert find([path]) == [Found("some", Path(path), False)]
    assert find(["plain"]) == [Found("plain", Path("plain"), False)]
    assert find(["plot.yaml"]) == [Found("plot", Path("plot.yaml"), False)]
    assert find(["./plot"]) == [Found("plot", Path("plot"), False)]
    assert find(["plot"])[0].built_in


def test_a_pack_named_twice_is_found_once(packs: Path) -> None:
    put(packs, "own.yaml")
    assert names(find(["own", "cast", str(packs / "own.yaml"), "cast"])) == ["own", "cast"]


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("shedule", "did you mean schedule?"),
        ("Plot", "did you mean plot?"),
        ("qqqq", "the packs are cast, plot, schedule"),
        ("qqqq/none.yaml", "the packs are cast, plot, schedule"),
    ],
)
def test_a_name_that_there_is_not(wanted: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"There is no pack '{wanted}'") as raised:
        find(["cast", wanted])
    assert (raised.value.hint, raised.value.status) == (hint, 2)


def test_a_file_that_has_gone_is_told_when_it_is_read() -> None:
    loaded = load(Found("none", Path("none.yaml"), False))
    assert loaded.pack is None
    assert loaded.problem == "none.yaml: error[unreadable]: there is no such file"


def test_what_to_check(packs: Path, tmp_path: Path) -> None:
    put(packs, "own.yaml")
    put(Path(), "cast", "file.txt")
    assert files("own") == [packs / "own.yaml"]
    assert files("plot") == [installed()[1].path]
    assert files("cast") == [Path("cast")]
    assert files("file.txt") == [Path("file.txt")]
    assert files("none.yml") == [Path("none.yml")]
    assert files("none/one") == [Path("none/one")]
    assert files(str(packs)) == [packs / "own.yaml"]
    (tmp_path / "here" / "plot").mkdir()
    put(tmp_path / "here" / "plot", "b.yaml", "a.yml", "c.md")
    put(tmp_path / "here" / "plot", "C.YAML")
    assert files("plot") == [Path("plot/C.YAML"), Path("plot/a.yml"), Path("plot/b.yaml")]


def test_there_is_nothing_to_check(packs: Path, tmp_path: Path) -> None:
    put(Path(), "rivers.yaml")
    with pytest.raises(UsageError, match="no pack 'plto'") as error:
        files("plto")
    assert error.value.hint == "did you mean plot?"
    with pytest.raises(UsageError, match="no pack 'rivers'") as error:
        files("rivers")
    assert error.value.hint == "did you mean rivers.yaml?"
    empty = tmp_path / "empty"
    (empty / "deep").mkdir(parents=True)
    with pytest.raises(PackError, match=r"empty holds no \.yaml file") as none:
        files(str(empty))
    assert not none.value.hint
    put(empty / "deep", "a.yaml")
    with pytest.raises(PackError, match=r"empty holds no \.yaml file") as none:
        files(str(empty))
    assert none.value.hint.endswith("deep")


def test_the_banks_load() -> None:
    for loaded in load_all():
        assert loaded.built_in
        assert loaded.pack
        assert (loaded.pack.name, loaded.problem) == (loaded.name, "")


def test_a_broken_pack_is_loaded_with_its_problem(packs: Path) -> None:
    put(packs, "bad.yaml", content="titel: T\n")
    put(packs, "good.yaml")
    bad, good = load_all()[3:]
    assert (bad.name, bad.pack, bad.built_in) == ("bad", None, False)
    problem = "error[unknown-key]: unknown key `titel` in this pack"
    assert bad.problem == f"{packs / 'bad.yaml'}:1:1: {problem}"
    assert good.pack


def test_a_pack_goes_by_the_name_of_the_library(packs: Path) -> None:
    put(packs, "plot.yaml")
    loaded = load_all()[-1]
    assert loaded.pack
    assert (loaded.name, loaded.pack.name, loaded.pack.title) == ("plot-2", "plot-2", "T")


def test_a_folder_with_the_name_of_a_pack(packs: Path) -> None:
    (packs / "dir.yaml").mkdir()
    loaded = load_all()[-1]
    assert loaded.problem.endswith("dir.yaml: error[unreadable]: this is not a regular file")


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("content", [HEAD + SOUND, "titel: T\n"])
def test_a_strange_file_name_is_never_raw(packs: Path, name: str, content: str) -> None:
    put(packs, name, content=content)
    (found,) = installed()[3:]
    loaded = load(found)
    texts = [found.name, loaded.name, loaded.problem]
    if loaded.pack:
        texts += [loaded.pack.name, *(text for item in loaded.pack.items for text in item[:4])]
    with pytest.raises(UsageError) as raised:
        find(["zzzz"])
    texts += [raised.value.message, raised.value.hint]
    with pytest.raises(UsageError) as raised:
        find([name.removesuffix(".yaml").replace("b", "bb")])
    texts += [raised.value.message, raised.value.hint]
    assert not any(UNSAFE.search(text) or "\n" in text for text in texts)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_as_it_is_shown_finds_the_pack(packs: Path, name: str) -> None:
    put(packs, name)
    (found,) = installed()[3:]
    assert os.fspath(found.path).endswith(name)
    assert find([found.name]) == [found]
    assert load(found).pack
    assert library.files(found.name) == [found.path]
