"""The game when its terminal is gone: it ends, whether or not it is told by a signal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="terminals are emulated on POSIX only")
assert sys.platform != "win32"

from tests.terminal import Terminal  # noqa: E402
from tests.test_pty import (  # noqa: E402
    QUIZ,
    answer,
    attempts,
    environment,
    question,
    wait_until_stopped,
    write_pack,
)

IGNORED = ("sh", "-c", """trap '' HUP; exec "$@" """, "sh")
"""Runs a command that ignores SIGHUP, until the game handles it."""

DETACHED = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGHUP, signal.SIG_IGN)
fcntl.ioctl(0, termios.TIOCNOTTY)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Runs a command on a terminal that does not control it and so will send it no SIGHUP."""

hangup = pytest.mark.parametrize(
    "wrapper",
    [
        pytest.param((), id="default"),
        pytest.param(IGNORED, id="ignored"),
        pytest.param((sys.executable, "-c", DETACHED), id="no signal"),
    ],
)


@hangup
def test_lost_while_stopped(tmp_path: Path, wrapper: tuple[str, ...]) -> None:
    pack = write_pack(tmp_path / "three.yaml", [question(n) for n in range(3)])
    with Terminal([*wrapper, *QUIZ, "play", pack], env=environment(tmp_path)) as terminal:
        answer(terminal, 1, 3, "2")
        terminal.until("2/3")
        terminal.signal(signal.SIGSTOP)
        wait_until_stopped(terminal)
        terminal.delete()
        terminal.signal(signal.SIGCONT)
        assert terminal.wait() == 128 + signal.SIGHUP
    assert attempts(tmp_path) == [(0, 1)]


@hangup
@pytest.mark.parametrize("seconds", [0.1, 0.15, 0.2, 0.3, 0.5])
def test_lost_while_it_starts(tmp_path: Path, wrapper: tuple[str, ...], seconds: float) -> None:
    with Terminal([*wrapper, *QUIZ, "play"], env=environment(tmp_path)) as terminal:
        terminal.settle(seconds, seconds)
        terminal.delete()
        assert terminal.wait() != 0
