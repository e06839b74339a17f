from __future__ import annotations

import re
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.game.modes import CLASSIC
from quiz.packs.check import check, load
from quiz.settings import load_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, word: str) -> str:
    """The code block of the README in this language that holds this word."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(next(text for text in blocks if word in text))


def test_the_pack_of_the_readme_passes(tmp_path: Path) -> None:
    file = tmp_path / "rivers.yaml"
    file.write_text(block("yaml", "title: Rivers"), encoding="utf-8")
    assert check(file).diagnostics == []
    assert len(load(file).items) == 5


def test_the_report_of_the_readme_is_what_check_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path))
    pack = block("yaml", "title: Rivers").replace("    answer: The Han", "    awnser: The Han")
    Path("rivers.yaml").write_text(pack, encoding="utf-8")
    assert main(["check", "rivers.yaml"]) == 1
    assert capsys.readouterr().out.startswith(block("text", "rivers.yaml"))


def test_the_settings_of_the_readme_are_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(block("json", "keys"), encoding="utf-8")
    assert load_settings(file).keys["question.next"] == "enter,space,n"


def test_the_points_of_the_readme_are_the_rules() -> None:
    points = CLASSIC.points
    text = " ".join(README.split())
    assert f"{points['easy']}, {points['medium']} or {points['hard']} points" in text
    assert f"{CLASSIC.streak_bonus} more for every right answer" in text
    assert f"up to {CLASSIC.streak_most}" in text


def test_the_test_command_is_the_one_that_ci_calls() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert '-e ".[test]"' in README
    assert '-e ".[test]"' in ci


def test_pictures_are_there() -> None:
    for picture in re.findall(r"\((\.github/[^)]+)\)", README):
        assert (ROOT / picture).is_file()
