from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import quiz
from quiz.progress import progress

pytest.importorskip("termios", reason="terminals are emulated on POSIX only")
assert sys.platform != "win32"

from tests.terminal import Terminal  # noqa: E402

LONG = """
import sys, time
from quiz.progress import progress
with progress(*sys.argv[1:]) as tell:
    begun = time.monotonic()
    while (gone := time.monotonic() - begun) < 1.2:
        tell(int(gone * 5000) if sys.argv[2:] else gone / 1.2)
        time.sleep(0.01)
    tell(1.0)
input("after")
"""

HALF = LONG.replace("1.2", "0.6")

SHORT = """
from quiz.progress import progress
with progress("Reading") as tell:
    for number in range(1000):
        tell(number / 1000)
print("after")
"""


def told(code: str, *arguments: str, columns: int = 60, **others: str) -> Terminal:
    """A program of this code in a terminal."""
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(quiz.__file__).parents[1])}
    argv = [sys.executable, "-c", code, *arguments]
    return Terminal(argv, env=known | {"TERM": "xterm"} | others, size=(columns, 5))


def test_the_share_is_told_on_one_line_that_is_wiped() -> None:
    with told(LONG, "Reading big.yaml") as terminal:
        terminal.until(r"^Reading big.yaml … [1-8]\d %$")
        terminal.until(r"^Reading big.yaml … 9\d %$")
        terminal.until("^after$")
        assert "Reading" not in terminal.text
        assert "%" not in terminal.text


def test_a_number_is_told_where_the_whole_is_not_known() -> None:
    with told(LONG, "Importing", "question") as terminal:
        terminal.until(r"^Importing … [1-5],\d\d\d questions$")


def test_what_is_done_in_a_moment_says_nothing() -> None:
    with told(SHORT) as terminal:
        terminal.until("after")
        terminal.wait()
        assert terminal.text.strip() == "after"


@pytest.mark.parametrize("columns", [5, 12, 20])
def test_a_long_name_stays_on_its_line(columns: int) -> None:
    name = "Reading 한국어 드라마 퀴즈 문제.yaml"
    with told(HALF, name, columns=columns) as terminal:
        if columns > 5:
            terminal.until(r" … \d\d %")
        terminal.until("^after$")
        assert terminal.text.strip() == "after"


def test_a_name_that_would_turn_the_terminal_is_shown_with_pictures() -> None:
    with told(LONG, "Reading a\x1b[2Jb\nc\u202e.yaml") as terminal:
        terminal.until(r"^Reading a␛\[2Jb␊c�.yaml … \d\d %$")


def test_a_terminal_that_knows_only_ascii_is_no_trouble() -> None:
    with told(LONG, "Reading é.yaml", PYTHONIOENCODING="ascii") as terminal:
        terminal.until(r"^Reading \?.yaml \? \d\d %$")


def test_nothing_is_said_where_there_is_no_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.progress.SHOW_AFTER", 0.0)
    with progress("Reading") as tell:
        tell(0.5)
    monkeypatch.setattr(sys, "stderr", None)
    with progress("Reading") as tell:
        tell(0.5)
    assert capfd.readouterr() == ("", "")


def test_an_error_on_the_way_wipes_the_line_and_is_passed_on() -> None:
    code = HALF.replace("tell(1.0)", "raise SystemExit(3)")
    with told(code, "Reading") as terminal:
        terminal.until(r"Reading … \d\d %")
        assert terminal.wait() == 3
        assert terminal.text.strip() == ""
