"""A more robust version of Textual's terminal driver, and the handling of signals."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

assert sys.platform != "win32"


class SturdyDriver(LinuxDriver):
    """A driver that ignores bytes that are not UTF-8, at which the original would end the app."""

    def run_input_thread(self) -> None:
        """Read input until the app ends."""
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue

    def _disable_mouse_support(self) -> None:
        """Also switch off the mouse's pixel mode, which the original leaves on."""
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")


def listen(end: Callable[[int], None], repaint: Callable[[], None]) -> None:
    """Handle the signals that end, stop and continue the app.

    `end` is called with the number of a signal to end. `repaint` is called when the app continues
    after a stop that it was not told of, such as SIGSTOP.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(number, end, number)
    stop, resume = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(stop) or not callable(resume):
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
            resume(number, frame)
        else:
            loop.call_soon_threadsafe(repaint)

    signal.signal(signal.SIGTSTP, stopped)
    signal.signal(signal.SIGCONT, continued)
