"""An app that gets on with its terminal: signals, stops, and other programs that write to it."""

from __future__ import annotations

import sys

from textual.app import App
from textual.driver import Driver


class TerminalApp(App[None]):
    """An app with a driver of its own where Textual's is LinuxDriver."""

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of the terminal."""
        driver = super().get_driver_class()
        if sys.platform != "win32" and driver.__name__ == "LinuxDriver":
            from quiz.tui.driver import SturdyDriver

            return SturdyDriver
        return driver

    def on_mount(self) -> None:
        """Handle the signals that end, stop and continue the app."""
        if sys.platform != "win32":
            from quiz.tui.driver import listen

            listen(lambda number: self.exit(return_code=128 + number), self._repaint)
        self.app_resume_signal.subscribe(self, lambda _: self._repaint())

    def _repaint(self) -> None:
        """Paint every screen again: another program may have written to the terminal."""
        for screen in self.screen_stack:
            screen.refresh()
            screen.query("*").refresh()
