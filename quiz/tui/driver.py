"""Textual's driver for terminals, made harder to upset."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


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
