"""An editor in an emulated terminal: the game leaves the screen to it, and comes back."""

from __future__ import annotations

import json
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shlex import quote

import pytest

pytest.importorskip("termios", reason="terminals are emulated on POSIX only")
assert sys.platform != "win32"

from tests.terminal import Terminal  # noqa: E402
from tests.test_pty import (  # noqa: E402
    QUIZ,
    VERDICT,
    ends,
    environment,
    question,
    results,
    write_pack,
)

Play = Callable[..., Terminal]

QUESTIONS = [question(n, explanation="Because.") for n in range(3)]

ASKS = """\
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
print(sys.argv[1], file.name, sys.stdout.isatty())
word = input("Which word? ")
file.write_text(file.read_text().replace("Which is it", word))
"""
RAW = """\
import sys, time, tty
tty.setraw(0)
sys.stdout.write("\\x1b[?25lraw")
sys.stdout.flush()
sys.stdin.read(1)
sys.exit(1)
"""
SLOW = """\
import time
print("slow", flush=True)
try:
    time.sleep(30)
except KeyboardInterrupt:
    raise SystemExit(1)
"""


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Return a function that starts the game, with a program of this text as the editor."""
    write_pack(tmp_path / "packs" / "three.yaml", QUESTIONS)
    (tmp_path / "settings.json").write_text(json.dumps({"packs": ["three"]}))
    editor = tmp_path / "vi"
    with ExitStack() as stack:

        def start(text: str, *arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
            editor.write_text(f"#!{sys.executable}\n{text}")
            editor.chmod(stat.S_IRWXU)
            env = environment(tmp_path, EDITOR=quote(str(editor)))
            return stack.enter_context(Terminal([*QUIZ, *arguments], env=env, size=size))

        yield start


def reveal(terminal: Terminal) -> None:
    """Begin a round from the first screen, and answer its first card."""
    terminal.until("New round")
    terminal.press("r")
    terminal.until("NEW ROUND")
    terminal.press("<enter>")
    terminal.until("1/3 ")
    terminal.press("2")
    terminal.until(VERDICT)
    terminal.settle(0.3)


def test_the_game_is_left_and_painted_again(play: Play, tmp_path: Path) -> None:
    terminal = play(ASKS)
    reveal(terminal)
    before = terminal.text
    terminal.press("<c-e>")
    terminal.until(r"^\+1 three.yaml True\nWhich word\?$")
    terminal.settle()
    assert terminal.left_on() == []
    terminal.press("What is thx\x7fat\r")
    terminal.until("three: 3 questions, no problems")
    assert "Which word" not in terminal.text
    assert terminal.text.split("\n")[:15] == before.split("\n")[:15]
    terminal.press("<enter>")
    terminal.until("2/3 ")
    assert "What is that" in (tmp_path / "packs" / "three.yaml").read_text()
    ends(terminal)


def test_a_round_from_a_path(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "outside.yaml"
    terminal = play(ASKS, "play", write_pack(path, QUESTIONS))
    terminal.until("1/3 ")
    terminal.press("2")
    terminal.until(r"Ctrl\+E Edit")
    terminal.press("<c-e>")
    terminal.until(r"^\+1 outside.yaml True\nWhich word\?$")
    terminal.press("What is it\r")
    terminal.until("outside: 3 questions, no problems")
    for turn in (2, 3):
        terminal.press("<enter>")
        terminal.until(f"{turn}/3 ")
        terminal.press("2")
        terminal.until(VERDICT)
        terminal.until("Which is it")
    terminal.press("<enter>")
    results(terminal)
    terminal.press("r")
    terminal.until("What is it")
    ends(terminal)


def test_an_editor_that_leaves_the_terminal_upset(play: Play) -> None:
    terminal = play(RAW)
    reveal(terminal)
    for turn in range(2):
        terminal.press("<c-e>")
        terminal.until("rawraw" if turn else "raw")
        terminal.press("x")
        terminal.until(r"vi ended with an error \(status 1\)")
    terminal.press("<enter>")
    terminal.until("2/3 ")
    ends(terminal)


def test_an_interrupt_ends_the_editor_and_not_the_game(play: Play) -> None:
    terminal = play(SLOW)
    reveal(terminal)
    terminal.press("<c-e>")
    terminal.until("^slow$")
    terminal.press("<c-c>")
    terminal.until(r"vi ended with an error")
    terminal.press("<enter>")
    terminal.until("2/3 ")
    ends(terminal)


def test_the_terminal_is_resized_meanwhile(play: Play) -> None:
    terminal = play(ASKS)
    reveal(terminal)
    terminal.press("<c-e>")
    terminal.until("Which word")
    terminal.resize((40, 12))
    terminal.press("What is it\r")
    terminal.until("^ *1/3.{20,37}$")
    terminal.press("<enter>")
    terminal.until("2/3 ")
    ends(terminal)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.slow)],
)
def test_told_to_end_while_an_editor_is_open(play: Play, number: signal.Signals, code: int) -> None:
    terminal = play(ASKS)
    reveal(terminal)
    terminal.press("<c-e>")
    terminal.until("Which word")
    terminal.signal(number)
    terminal.press("What is it\r")
    assert terminal.wait() == code
    assert terminal.left_on() == []
    assert b"Traceback" not in terminal.raw


def test_a_pack_is_edited_from_the_list(play: Play) -> None:
    terminal = play(ASKS)
    terminal.until("New round")
    terminal.press("p")
    terminal.until("PACKS")
    terminal.press("<up>")
    terminal.until("Name +three")
    terminal.press("<c-e>")
    terminal.until(r"^\+1 three.yaml True\nWhich word\?$")
    terminal.press('"\r')
    terminal.until("three: cannot be played")
    terminal.until(r"three.yaml:1:\d+: error\[empty\]")
    ends(terminal)
