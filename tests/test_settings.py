from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configure
from hypothesis import strategies as st

from quiz.settings import Settings, load_settings, save_settings
from quiz.text import player_name

words = st.text(st.characters(exclude_categories=()), max_size=8)
names = st.sampled_from(["", "Ann", "진아", "👩🏽‍🚀", "[/]", "=1"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
a_file = configure(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@a_file
@given(
    st.builds(
        Settings,
        player=names,
        packs=st.lists(words, max_size=3).map(tuple),
        theme=words,
        keys=st.dictionaries(words, words, max_size=3),
        motion=st.booleans(),
        sound=st.booleans(),
        relaxed=st.integers(1, 3),
        mode=words,
        count=st.integers(0, 1000),
        category=words,
        difficulty=words,
        party=st.lists(names.filter(bool), max_size=3).map(tuple),
        ghost=st.booleans(),
    )
)
def test_what_is_written_is_read(path: Path, settings: Settings) -> None:
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_the_name_of_a_file_that_is_not_unicode_is_kept(path: Path) -> None:
    save_settings(path, Settings(packs=("pack-\udcff",)))
    assert load_settings(path) == Settings(packs=("pack-\udcff",))


def test_the_file_is_for_people_too(path: Path) -> None:
    chosen = Settings("진아", ("plot",), "night", {"quiz.answer": "1,a"}, relaxed=2, mode="rush")
    save_settings(path, chosen)
    text = path.read_text(encoding="utf-8")
    assert '"player": "진아"' in text
    assert json.loads(text) == {
        "player": "진아",
        "packs": ["plot"],
        "theme": "night",
        "keys": {"quiz.answer": "1,a"},
        "motion": True,
        "sound": False,
        "relaxed": 2,
        "mode": "rush",
        "count": 0,
        "category": "",
        "difficulty": "",
        "party": [],
        "ghost": True,
    }


def test_before_the_first_choice_everything_is_open(path: Path) -> None:
    assert load_settings(path) == load_settings(None) == Settings()
    assert not path.parent.exists()


def test_without_a_place_nothing_is_written(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    save_settings(None, Settings("Ann"))
    assert list(tmp_path.iterdir()) == []


@a_file
@given(anything | st.fixed_dictionaries({}, optional=dict.fromkeys(Settings._fields, anything)))
def test_any_json_is_read_as_settings(path: Path, found: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found), encoding="utf-8")
    settings = load_settings(path)
    known = found if isinstance(found, dict) else {}
    assert settings.player == "" or settings.player == player_name(str(known["player"]))
    assert all(one in known["packs"] for one in settings.packs)
    assert settings.theme in ("", known.get("theme"))
    assert all(known["keys"][key] == value for key, value in settings.keys.items())
    texts = (*settings.packs, settings.theme, *settings.keys, *settings.keys.values())
    choices = (settings.mode, settings.category, settings.difficulty)
    assert all(isinstance(text, str) for text in (*texts, *choices))
    assert {type(settings.motion), type(settings.sound)} == {bool}
    assert {type(settings.relaxed), type(settings.count)} == {int}
    assert settings.relaxed in (1, 2, 3)
    assert 0 <= settings.count <= 1000
    save_settings(path, settings)
    assert load_settings(path) == settings


@a_file
@given(st.binary(max_size=40))
def test_any_bytes_are_read_as_settings(path: Path, found: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(found)
    assert isinstance(load_settings(path), Settings)


@pytest.mark.parametrize(
    "found",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b"NaN"],
)
def test_garbage_is_as_if_nothing_was_chosen(path: Path, found: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(found)
    assert load_settings(path) == Settings()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"player": 7, "theme": "night"}, Settings(theme="night")),
        ({"player": "a\u202eb"}, Settings()),
        ({"player": "\ud800"}, Settings()),
        ({"player": "x" * 200}, Settings()),
        ({"player": "  Ann \n Lee "}, Settings("Ann Lee")),
        ({"packs": "plot"}, Settings()),
        ({"packs": ["plot", 7, None, ["x"], "cast"]}, Settings(packs=("plot", "cast"))),
        ({"keys": ["a"]}, Settings()),
        ({"keys": {"a": "x", "b": 7, "c": None}}, Settings(keys={"a": "x"})),
        ({"theme": ["night"], "colour": "red"}, Settings()),
        ({"motion": False, "sound": True}, Settings(motion=False, sound=True)),
        ({"motion": 0, "sound": 1}, Settings()),
        ({"ghost": False}, Settings(ghost=False)),
        ({"ghost": "no"}, Settings()),
        ({"motion": "no", "sound": None}, Settings()),
        ({"relaxed": 3, "count": 1000}, Settings(relaxed=3, count=1000)),
        ({"relaxed": 4, "count": 1001}, Settings()),
        ({"relaxed": 0, "count": -1}, Settings()),
        ({"relaxed": 2.0, "count": 5.0}, Settings()),
        ({"relaxed": True, "count": True}, Settings()),
        ({"relaxed": [2], "count": "5"}, Settings()),
        ({"mode": 7, "category": ["Plot"], "difficulty": None}, Settings()),
        ({"mode": "rush", "category": "Plot"}, Settings(mode="rush", category="Plot")),
    ],
)
def test_what_is_of_another_kind_is_passed_over(
    path: Path, found: dict[str, Any], expected: Settings
) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(found))
    assert load_settings(path) == expected


def test_a_folder_in_the_files_place(path: Path) -> None:
    path.mkdir(parents=True)
    assert load_settings(path) == Settings()
    with pytest.raises(OSError, match="settings"):
        save_settings(path, Settings("Ann"))
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_file_in_the_folders_place(path: Path) -> None:
    path.parent.write_text("mine")
    assert load_settings(path) == Settings()
    with pytest.raises(OSError, match="config"):
        save_settings(path, Settings("Ann"))
    assert path.parent.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_file_that_cannot_be_written_stays_as_it_was(path: Path) -> None:
    import resource

    save_settings(path, Settings("Ann"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            save_settings(path, Settings("Bob"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert load_settings(path) == Settings("Ann")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "quiz.json"
    real.parent.mkdir()
    path = tmp_path / "settings.json"
    try:
        path.symlink_to(real)
    except OSError:
        pytest.skip("links cannot be made here")
    save_settings(path, Settings("Ann"))
    assert path.is_symlink()
    assert load_settings(real) == Settings("Ann")
