"""Every example of the authors' guide, tried."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.formats import names, writers
from quiz.packs.check import check, load
from quiz.packs.codes import ADVICE
from quiz.packs.model import QUESTION

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "PACKS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
FAULTY = "awnser"
PACKS = [text for language, text in BLOCKS if language == "yaml" and FAULTY not in text]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", PACKS)
def test_the_packs_pass_without_advice(text: str) -> None:
    Path("pack.yaml").write_text(text, encoding="utf-8")
    assert check(Path("pack.yaml")).diagnostics == []
    assert load(Path("pack.yaml")).items


def test_the_report_is_what_check_says(capsys: pytest.CaptureFixture[str]) -> None:
    faulty = next(text for _, text in BLOCKS if FAULTY in text)
    report = next(text for language, text in BLOCKS if language == "text")
    Path("rivers.yaml").write_text(faulty, encoding="utf-8")
    assert main(["check", "rivers.yaml"]) == 1
    assert capsys.readouterr().out == report


def test_the_commands_do_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(Path(__file__).parent / "formats" / "files" / "kahoot.xlsx", "kahoot.xlsx")
    lines = "".join(text for language, text in BLOCKS if language == "sh").splitlines()
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line, comments=True)
        assert words[0] == "quiz"
        if "play" in words or "--watch" in words:
            continue  # these stay until the player leaves; tests of their own try them
        status = main(words[1 : words.index(">") if ">" in words else None])
        assert status == (1 if {"import", "export"} & set(words) else 0), line
    assert load(Path("kahoot.yaml")).items
    assert Path("rivers.gift").exists()
    capsys.readouterr()


def test_it_names_every_key_code_and_format() -> None:
    assert all(f"`{name}`" in GUIDE for name in QUESTION.fields)
    codes = re.search(r"The codes of advice are (.*?)\. For", GUIDE, re.DOTALL)
    assert codes
    assert re.findall(r"`([\w-]+)`", codes[1]) == sorted(ADVICE)
    told = {
        name: "yes | yes" in line
        for line in GUIDE.splitlines()
        if line.startswith("| `") and ("| yes |" in line)
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert told == {name: name in writers() for name in names()}


def test_the_entry_point_is_toml() -> None:
    text = next(text for language, text in BLOCKS if language == "toml")
    assert "quiz.packs" in tomllib.loads(text)["project"]["entry-points"]
