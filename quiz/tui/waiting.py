"""An app in which a key may start something that takes long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from textual.notifications import SeverityLevel

from quiz.errors import QuizError
from quiz.text import printable
from quiz.tui.terminal import TerminalApp

KEYS_WAIT = 0.25
"""For how many seconds the next key waits when something is read because of a key."""

_Value = TypeVar("_Value")


class WaitingApp(TerminalApp):
    """An app that goes on when something has been read, and reports what went wrong."""

    def report(self, sentence: str, severity: SeverityLevel = "error") -> None:
        """Tell the player what went wrong."""
        self.notify(printable(sentence), severity=severity, markup=False)

    async def follow(
        self, work: Coroutine[Any, Any, _Value], then: Callable[[_Value], Awaitable[None]]
    ) -> None:
        """Call `then` with what `work` returns, and report an error that it raises.

        Keys are held back for a moment, so that they reach the screen that `then` shows. If it
        takes longer, `then` is called only if this was the last call, and if the player is still
        on the same screen.
        """
        screen = self.screen
        task = asyncio.create_task(work)

        async def finish() -> None:
            try:
                value = task.result()
            except QuizError as error:
                self.report(" ".join(filter(None, (error.message, error.hint))))
            else:
                await then(value)

        async def finish_later() -> None:
            await asyncio.wait([task])
            if self.is_running and self.screen is screen:
                await finish()

        await asyncio.wait([task], timeout=KEYS_WAIT)
        if task.done():
            await finish()
        else:
            self.run_worker(finish_later(), group="follow", exclusive=True)
