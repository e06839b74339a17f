"""The questions of a pack on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.cli import main

PACK = """title: Rivers
author: Mina
questions:
  - id: han
    question: "Which river flows\\nthrough [b]Seoul[/b]?"
    answer: Han
    wrong: [Geum, Imjin, Tumen, Nakdong]
    category: Korea
    source: any atlas
    tags: [long, short]
    explanation: |
      It crosses the city.
      From east to west.
  - question: Is the Rhine longer than the Rhône?
    answer: "Yes"
    options: ["No", "Yes"]
    difficulty: hard
  - {id: "1", question: Which number?, answer: one, wrong: [two]}
"""
FIRST = """1. Which river flows
   through [b]Seoul[/b]?
   [x] Han (right answer)
   [ ] Geum
   [ ] Imjin
   [ ] Tumen
   [ ] Nakdong
   It crosses the city.
   From east to west.
   Korea; medium; source: any atlas; tags: long, short
   rivers.yaml:4; id: han
"""
SECOND = """2. Is the Rhine longer than the Rhône?
   [ ] No
   [x] Yes (right answer)
   The answers are always shown in this order.
   hard
   rivers.yaml:14; id: """

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("rivers.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def shown(capsys: Output, *arguments: str) -> str:
    assert main(["show", "rivers.yaml", *arguments]) == 0
    return capsys.readouterr().out


def test_all_questions_with_their_keys_marked(capsys: Output) -> None:
    out = shown(capsys)
    assert out.startswith(f"Rivers, 3 questions, by Mina\n\n{FIRST}\n{SECOND}")
    assert out.count("(right answer)") == 3


def test_one_question_by_its_id_its_number_or_the_identity_that_is_shown(capsys: Output) -> None:
    assert shown(capsys, "han") == FIRST
    second = shown(capsys, "2")
    assert second.startswith(SECOND)
    assert shown(capsys, second.split()[-1]) == second
    assert shown(capsys, "1").startswith("3. Which number?")  # an id before a number


@pytest.mark.parametrize("arguments", [["han", "--card"], ["--card", "han"]])
def test_as_a_player_sees_it(arguments: list[str], capsys: Output) -> None:
    lines = shown(capsys, *arguments).splitlines()
    assert lines[0] == "Question 1, Korea, medium."
    assert lines[2] == "through [b]Seoul[/b]?"
    assert [line[:3] for line in lines[3:]] == ["1. ", "2. ", "3. ", "4. "]
    assert any(line.endswith(" Han") for line in lines)


def test_all_cards(capsys: Output) -> None:
    out = shown(capsys, "--card")
    assert out.count("\nQuestion ") == 3
    assert "right" not in out
    assert "1. No\n2. Yes\n" in out


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("0", "numbered from 1 to 3"),
        ("4", "numbered from 1 to 3"),
        ("0000000002", "numbered from 1 to 3"),
        ("9" * 5000, "numbered from 1 to 3"),
        ("hans", "did you mean han?"),
        ("", "numbered from 1 to 3"),
        ("\udcff", "numbered from 1 to 3"),
    ],
)
def test_a_question_that_is_not_there(wanted: str, hint: str, capsys: Output) -> None:
    assert main(["show", "rivers.yaml", wanted]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "rivers has no question" in captured.err
    assert hint in captured.err


def test_packs_that_cannot_be_shown(capsys: Output) -> None:
    assert main(["show", "polt"]) == 2
    assert "did you mean plot?" in capsys.readouterr().err
    Path("rivers.yaml").write_text(PACK.replace("answer: Han", "awnser: Han"), encoding="utf-8")
    assert main(["show", "rivers.yaml"]) == 1
    assert "unknown-key" in capsys.readouterr().err
