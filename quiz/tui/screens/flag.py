"""The dialog in which a player says what is wrong with a question."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from quiz.scores.store import FLAG_KINDS
from quiz.text import SAFE
from quiz.tui.screens.dialogs import Dialog
from quiz.tui.widgets.line import Line

NOTE_LIMIT = 200
"""The longest note, in characters."""

COMPLAINTS = {
    "wrong": "The answer is wrong",
    "unclear": "The question is unclear",
    "typo": "There is a typo",
}
"""What can be said of a question, by the kinds of flags."""


class FlagQuestion(Dialog[tuple[str, str] | None]):
    """Asks what is wrong with a question; the answer is a kind of flag and a note, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel", id="flag.cancel"),
        Binding("up", "kind(-1)", "Previous", id="flag.up", show=False),
        Binding("down", "kind(1)", "Next", id="flag.down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("What is wrong with this question?")
        self.kind = FLAG_KINDS[0]

    def body(self) -> ComposeResult:
        """Yield the kinds, and a field for the note."""
        yield Line(self._kinds(), id="kinds", classes="paragraph")
        yield Input(
            restrict=SAFE,
            max_length=NOTE_LIMIT,
            placeholder="a note for its author, if you like",
            compact=True,
        )
        yield Line("↑ and ↓ choose, Enter saves.", classes="paragraph muted")

    def _kinds(self) -> Content:
        """Return the kinds, of which one is chosen."""
        return Content("\n").join(
            Content.styled(f"› {text}", "bold $text-accent")
            if kind == self.kind
            else Content(f"  {text}")
            for kind, text in COMPLAINTS.items()
        )

    def action_kind(self, step: int) -> None:
        """Choose the next kind, or the one before."""
        at = FLAG_KINDS.index(self.kind) + step
        self.kind = FLAG_KINDS[at % len(FLAG_KINDS)]
        self.query_one("#kinds", Line).show(self._kinds())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss((self.kind, " ".join(event.value.split())))
