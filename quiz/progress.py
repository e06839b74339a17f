"""The progress of something that takes long, on one line of the terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from quiz.text import count, printable, width

SHOW_AFTER = 0.3
"""How many seconds pass before the line is shown."""

UPDATE_INTERVAL = 0.1
"""How many seconds pass at least between two updates of the line."""


@contextmanager
def progress(doing: str, noun: str = "") -> Iterator[Callable[[float], None]]:
    """Show a line on stderr that is updated in place and removed at the end.

    Provide a function to call with the share that is done, or with a number of things if `noun`
    says what they are:

        with progress("Reading big.yaml") as show:
            show(0.5)

    Nothing is shown if stderr is not a terminal, or before `SHOW_AFTER`.
    """
    on_terminal = bool(sys.stderr and sys.stderr.isatty())
    due = time.monotonic() + SHOW_AFTER if on_terminal else float("inf")
    columns = 0

    def show(done: float) -> None:
        nonlocal due, columns
        now = time.monotonic()
        if now >= due:
            due = now + UPDATE_INTERVAL
            amount = count(int(done), noun) if noun else f"{int(100 * done)} %"
            columns = _write(printable(doing), f" … {amount}", columns)

    try:
        yield show
    finally:
        if columns:
            _write("", "", columns)


def _write(doing: str, amount: str, columns: int) -> int:
    """Write a line over the last one, which takes so many columns; return how many it takes.

    It is shortened to the width of the terminal.
    """
    stream = sys.stderr
    with suppress(OSError, ValueError):
        room = os.get_terminal_size(stream.fileno()).columns - 1
        while doing and width(doing + amount) > room:
            doing = doing[:-1]
        line = doing + amount if width(doing + amount) <= room else ""
        erase = " " * (min(columns, room) - width(line))
        encoding = stream.encoding or "ascii"
        text = f"\r{line}{erase}\r{line}" if erase else f"\r{line}"
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
        return width(line)
    return columns
