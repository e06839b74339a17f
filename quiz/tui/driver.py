"""Textual's driver for terminals, made harder to upset, and the signals of a terminal."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

assert sys.platform != "win32"


class SturdyDriver(LinuxDriver):
    """Passes over bytes that no keyboard sends, where the original would end the app."""

    def run_input_thread(self) -> None:
        """Read input until the app ends."""
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue

    def _disable_mouse_support(self) -> None:
        """Switch off the report of pixels too, which the original leaves on."""
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")


def listen(end: Callable[[int], None], repaint: Callable[[], None]) -> None:
    """End in good order when told to, and stop and go on as a job of the shell.

    `end` is given the number of the signal; `repaint` is for the job that goes on.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(number, end, number)
    stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(stop) or not callable(go_on):
        return
    suspended = False

    def stopped(number: int, frame: Any) -> None:
        nonlocal suspended
        suspended = True
        stop(number, frame)

    def continued(number: int, frame: Any) -> None:
        nonlocal suspended
        if suspended:
            suspended = False
            go_on(number, frame)
        else:
            loop.call_soon_threadsafe(repaint)

    signal.signal(signal.SIGTSTP, stopped)
    signal.signal(signal.SIGCONT, continued)
