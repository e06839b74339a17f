"""The packs that there are, read out of the way of the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from quiz.packs import library
from quiz.packs.library import Loaded

PACE = 0.25
"""How many seconds lie between two looks at how far the packs are read."""


class Reading:
    """Reads the packs in a thread, and knows those that were read last.

    `show` is called when there is something new to show, and `wanted` tells whether anybody still
    waits for the packs. `read` loads them; the library's own way if it is left out.
    """

    def __init__(
        self,
        show: Callable[[], None],
        wanted: Callable[[], bool],
        read: Callable[[], list[Loaded]] | None = None,
    ) -> None:
        self.known: list[Loaded] = []
        self.progress = ""
        """How far it is, for the player; empty when nothing is being read."""
        self._show = show
        self._wanted = wanted
        self._read = read or (lambda: library.load_all(self.known, self._tell))
        self._turn = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether the packs are being read."""
        return self._turn.locked()

    async def packs(self) -> list[Loaded]:
        """Every pack that there is, as its file is now."""
        async with self._turn:
            reading = asyncio.create_task(asyncio.to_thread(self._read))
            while not (await asyncio.wait([reading], timeout=PACE))[0]:
                self._show()
            self.progress = ""
            before, self.known = self.known, reading.result()
        if [*map(id, before)] != [*map(id, self.known)]:
            self._show()
        return self.known

    def _tell(self, name: str, share: float) -> None:
        """How far a pack is read; this is called by the thread that reads it."""
        if not self._wanted():
            raise asyncio.CancelledError
        self.progress = f"Reading {name}… {int(100 * share)} %"
