"""How far something long has come, on one line of the terminal."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from types import TracebackType

from quiz.text import count, printable, width

PATIENCE = 0.3
"""For how many seconds nothing is said."""

PACE = 0.1
"""How many seconds lie between two lines at the least."""


class Progress:
    """A line on stderr that is written over as things go on, and wiped at the end.

    Use it as a context manager, and call it with the share that is done, or with a number of
    what `noun` calls one of:

        with Progress("Reading big.yaml") as tell:
            tell(0.5)

    It says nothing where stderr is no terminal, nor of what is done in a moment.
    """

    def __init__(self, doing: str, noun: str = "") -> None:
        self._doing = printable(doing)
        self._noun = noun
        self._shown = 0
        stream = sys.stderr
        self._next = time.monotonic() + PATIENCE if stream and stream.isatty() else float("inf")

    def __call__(self, done: float) -> None:
        """Tell how far it has come."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + PACE
        far = count(int(done), self._noun) if self._noun else f"{int(100 * done)} %"
        self._write(self._doing, f" … {far}")

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wipe the line."""
        self._next = float("inf")
        if self._shown:
            self._write("", "")

    def _write(self, doing: str, far: str) -> None:
        """Write a line over the last one, so short that it is one line of the terminal."""
        stream = sys.stderr
        with suppress(OSError, ValueError):
            room = os.get_terminal_size(stream.fileno()).columns - 1
            while doing and width(doing + far) > room:
                doing = doing[:-1]
            line = doing + far if width(doing + far) <= room else ""
            shown = width(line)
            blank = " " * (min(self._shown, room) - shown)
            encoding = stream.encoding or "ascii"
            text = f"\r{line}{blank}\r{line}" if blank else f"\r{line}"
            stream.write(text.encode(encoding, "replace").decode(encoding))
            stream.flush()
            self._shown = shown
