"""The progress of something that takes long, on one line of the terminal."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from types import TracebackType

from quiz.text import count, printable, width

SHOW_AFTER = 0.3
"""How many seconds pass before the line is shown."""

UPDATE_INTERVAL = 0.1
"""How many seconds pass at least between two updates of the line."""


class Progress:
    """A line on stderr that is updated in place and removed at the end.

    Use it as a context manager, and call it with the share that is done, or with a number of
    things if `noun` says what they are:

        with Progress("Reading big.yaml") as progress:
            progress(0.5)

    Nothing is shown if stderr is not a terminal, or before `SHOW_AFTER`.
    """

    def __init__(self, doing: str, noun: str = "") -> None:
        self._doing = printable(doing)
        self._noun = noun
        self._shown = 0
        stream = sys.stderr
        self._next = time.monotonic() + SHOW_AFTER if stream and stream.isatty() else float("inf")

    def __call__(self, done: float) -> None:
        """Show how much is done, unless the line was updated a moment ago."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + UPDATE_INTERVAL
        amount = count(int(done), self._noun) if self._noun else f"{int(100 * done)} %"
        self._write(self._doing, f" … {amount}")

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the line."""
        self._next = float("inf")
        if self._shown:
            self._write("", "")

    def _write(self, doing: str, amount: str) -> None:
        """Write a line over the last one, shortened to the width of the terminal."""
        stream = sys.stderr
        with suppress(OSError, ValueError):
            room = os.get_terminal_size(stream.fileno()).columns - 1
            while doing and width(doing + amount) > room:
                doing = doing[:-1]
            line = doing + amount if width(doing + amount) <= room else ""
            shown = width(line)
            erase = " " * (min(self._shown, room) - shown)
            encoding = stream.encoding or "ascii"
            text = f"\r{line}{erase}\r{line}" if erase else f"\r{line}"
            stream.write(text.encode(encoding, "replace").decode(encoding))
            stream.flush()
            self._shown = shown
