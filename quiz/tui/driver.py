"""A more robust version of Textual's terminal driver, and the handling of signals."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
import time
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

assert sys.platform != "win32"


LOST = 128 + signal.SIGHUP
"""The exit status if the terminal is lost."""

PATIENCE = 1.0
"""For how many seconds the app may do other things before it ends because its terminal is lost."""


FRAME, TURN = 100, 0.0004
"""The least characters of a frame, and for how many seconds the app waits after one."""


class _Output(FileIO):
    """The terminal to write to, or nothing at all once that fails.

    Textual's writing thread would end at an error, and the app then wait for it for ever.
    """

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), self.fileno())
            return super().write(data)


class SturdyDriver(LinuxDriver):
    """A driver that ends the app when the terminal is lost, and ignores bytes that are not UTF-8.

    The original ends the app at such bytes, and reads from a lost terminal without a pause.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        screen = self._file
        assert screen is not None
        output = BufferedWriter(_Output(screen.fileno(), "w", closefd=False))
        self._file = TextIOWrapper(output, screen.encoding, screen.errors)

    def write(self, data: str) -> None:
        """Write to the terminal, and let the writing thread have its turn after a frame.

        Otherwise that thread waits until Python takes the turn from the app, for 5 ms.
        """
        super().write(data)
        if len(data) >= FRAME:
            time.sleep(TURN)

    def run_input_thread(self) -> None:
        """Read input until the app ends or the terminal is lost.

        This takes the place of the original, which does not tell that the input has ended.
        """
        parser = XTermParser()
        decode = getincrementaldecoder("utf-8")("ignore").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], 0.1)[0]:
                data = self._read()
                if data is None:
                    self._lose()
                    return
                if text := decode(data):
                    for event in parser.feed(text):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _read(self) -> bytes | None:
        """Return what was typed, or None if the terminal is lost."""
        try:
            data = os.read(self.fileno, 4096)
            # While input comes by lines, as after SIGSTOP and `fg`, Ctrl+D is read as no bytes.
            if data or termios.tcgetattr(self.fileno)[tty.LFLAG] & termios.ICANON:
                return data
        except (OSError, termios.error):
            pass
        return None

    def _lose(self) -> None:
        """End the app because its terminal is lost."""
        self._loop.call_soon_threadsafe(self._leave)
        # An app that is busy without end never gets to it. A sudden end loses nothing: answers are
        # in the file of scores before they are shown.
        if not self.exit_event.wait(PATIENCE):
            os._exit(LOST)

    def _leave(self) -> None:
        if self._app.return_code is None:
            self._app.exit(return_code=LOST)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the size of the terminal that the app goes by.

        The original finds another one if stdout is not a terminal or if the terminal is lost.
        Textual then lays out the screen for one size and for the other in turn, without end.
        """
        self._size = self._app.console.size
        return self._size

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
