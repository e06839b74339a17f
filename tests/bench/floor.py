"""The least that a Textual app can be: what its start costs is the floor for any other."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label


class Floor(App[None]):
    """One label."""

    def compose(self) -> ComposeResult:
        """The label."""
        yield Label("Hello floor")


if __name__ == "__main__":
    Floor().run()
