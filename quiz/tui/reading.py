"""The installed packs, read in a thread while the screens can be used."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round

PROGRESS_INTERVAL = 0.25
"""How many seconds pass between two updates of the progress shown."""


class Reading:
    """Reads the packs, and holds those read last.

    `show` is called when there is something new to show. `wanted` returns whether the packs are
    still needed. `read` loads the packs; it is `library.load_all` by default. `played` are known
    from the start.
    """

    def __init__(
        self,
        show: Callable[[], None],
        wanted: Callable[[], bool],
        read: Callable[[], list[Loaded]] | None = None,
        played: Sequence[Loaded] = (),
    ) -> None:
        self.known: list[Loaded] = []
        self.progress = ""
        """How much has been read, for the player; empty while nothing is being read."""
        self._show = show
        self._wanted = wanted
        self._read = read or (lambda: library.load_all(self.known, self._report))
        self._played = played
        self._lock = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether the packs are being read."""
        return self._lock.locked()

    async def packs(self) -> list[Loaded]:
        """Read every pack whose file has changed, and return all packs."""
        async with self._lock:
            reading = asyncio.create_task(asyncio.to_thread(self._read))
            while not (await asyncio.wait([reading], timeout=PROGRESS_INTERVAL))[0]:
                self._show()
            self.progress = ""
            before, self.known = self.known, reading.result()
        if [*map(id, before)] != [*map(id, self.known)]:
            self._show()
        return self.known

    def chosen(self, names: Collection[str]) -> list[str]:
        """Return the names of the packs to play: those of `names`, or the built-in ones."""
        found = [pack.name for pack in self.known if pack.name in names]
        return found or [pack.name for pack in self.known if pack.built_in]

    def packs_of(self, round: Round) -> list[Loaded]:
        """Return the packs of a round, as far as their files are known."""
        names = round.selection.packs
        found = {
            (pack.name, pack.path): pack
            for pack in (*self._played, *self.known)
            if pack.name in names or str(pack.path) in names
        }
        for path in map(Path, filter(os.path.isabs, names)):
            found.setdefault((path.stem, path), Loaded(path.stem, None, path=path))
        return list(found.values())

    def _report(self, name: str, share: float) -> None:
        """Take note of how much of a pack has been read; called in the thread that reads it."""
        if not self._wanted():
            raise asyncio.CancelledError
        self.progress = f"Reading {name}… {int(100 * share)} %"
