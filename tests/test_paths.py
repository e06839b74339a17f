from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest

from quiz import paths

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")

PLACES = (paths.data, paths.config, paths.cache, paths.packs, paths.scores, paths.settings)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no folder."""
    for name in ("QUIZ_HOME", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_quiz_home_puts_everything_under_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "a b" / "정"
    monkeypatch.setenv("QUIZ_HOME", str(home))
    assert [place() for place in PLACES] == [
        home,
        home,
        home / "cache",
        home / "packs",
        home / "scores.db",
        home / "settings.json",
    ]
    assert list(tmp_path.iterdir()) == []


@posix
def test_quiz_home_may_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_HOME", "~/games")
    monkeypatch.setenv("HOME", "/home/ann")
    assert paths.scores() == Path("/home/ann/games/scores.db")
    monkeypatch.setenv("QUIZ_HOME", "~no-such-user/games")
    assert paths.data() == Path("~no-such-user/games")


@posix
@pytest.mark.parametrize("home", [None, ""])
@pytest.mark.parametrize("own", ["", "~", "~/games"])
def test_without_a_home_there_is_no_place(
    home: str | None, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_HOME", own)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    assert [place() for place in PLACES] == [None] * 6


@linux
def test_the_folders_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert [place() for place in PLACES] == [
        tmp_path / ".local/share/defects-quiz",
        tmp_path / ".config/defects-quiz",
        tmp_path / ".cache/defects-quiz",
        tmp_path / ".local/share/defects-quiz/packs",
        tmp_path / ".local/share/defects-quiz/scores.db",
        tmp_path / ".config/defects-quiz/settings.json",
    ]
    assert list(tmp_path.iterdir()) == []


@linux
def test_a_folder_that_is_named_needs_no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.scores() == tmp_path / "defects-quiz" / "scores.db"
    assert (paths.settings(), paths.cache()) == (None, None)


@posix
@pytest.mark.parametrize("value", ["", "  ", "relative/folder"])
def test_a_folder_that_is_not_named_in_full_is_none(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", value)
    assert paths.data() is None


def test_the_banks_are_where_the_code_is() -> None:
    names = {path.stem for path in paths.banks().glob("*.yaml")}
    assert names == {"plot", "cast", "schedule"}


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    for content in ("one", "two"):
        with paths.replacing(path) as part:
            part.write_text(content)
            assert not path.exists() or path.read_text() == "one"
        assert path.read_text() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    with suppress(ValueError), paths.replacing(path) as part:
        part.write_text("tw")
        raise ValueError
    with pytest.raises(OSError, match="file"), paths.replacing(path / "below") as part:
        part.write_text("two")
    with pytest.raises(FileNotFoundError), paths.replacing(path):
        pass
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "one"
