"""Small dialogs in front of a page: to confirm something, and to enter a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from quiz.text import UNSAFE, player_name, printable
from quiz.tui.lines import EMPTY, Page, Span, paragraph
from quiz.tui.screens.page import PageScreen


class Dialog(ModalScreen[ScreenResultType], PageScreen[ScreenResultType]):
    """A page of a few lines in a box in front of another page."""

    def compose(self) -> ComposeResult:
        """Yield the page in a box."""
        with Vertical():
            yield from super().compose()


class Confirm(Dialog[bool]):
    """Asks whether to leave or to stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,enter", "dismiss(True)", "Leave", id="confirm.yes"),
        Binding("n,N,escape", "dismiss(False)", "Stay", id="confirm.no"),
    ]

    def __init__(self, question: str, detail: str) -> None:
        super().__init__()
        self.question = question
        self.detail = detail

    def page(self, width: int, height: int) -> Page:
        """Return the question with what follows from it, and the two keys."""
        question = paragraph(self.question, width, "bold")
        body = [*question, EMPTY, *paragraph(self.detail, width, "muted")]
        return Page([], body, [EMPTY, self.keys(width)])


class Name(Dialog[str]):
    """Asks for the player's name, and offers the present one and others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Cancel", id="name.cancel"),
        Binding("up", "other(-1)", "Previous name", id="name.up", show=False),
        Binding("down", "other(1)", "Next name", id="name.down", show=False),
    ]

    def __init__(self, name: str, others: Iterable[str]) -> None:
        super().__init__()
        self.names = list(dict.fromkeys(map(printable, [name, *others])))
        self.problem = ""

    def compose(self) -> ComposeResult:
        """Yield the input above the page."""
        with Vertical():
            yield Input(
                self.names[0], restrict=rf"(?:(?!{UNSAFE.pattern}).)*", placeholder="a name"
            )
            yield from PageScreen.compose(self)

    def page(self, width: int, height: int) -> Page:
        """Return what is wrong with the name or how to choose one, and the keys."""
        about = "Who is playing? A name has up to 32 characters."
        if len(self.names) > 1:
            about += " ↑ and ↓ show the names used before."
        body = paragraph(self.problem or about, width, "danger" if self.problem else "muted")
        enter = (Span("Enter", "accent"), Span(" Save   ", "muted"))
        return Page([], body, [EMPTY, (*enter, *self.keys(width - 13))])

    def action_other(self, step: int) -> None:
        """Offer another name that was used before."""
        field = self.query_one(Input)
        at = self.names.index(field.value) if field.value in self.names else 0
        field.value = self.names[(at + step) % len(self.names)]
        field.cursor_position = len(field.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(player_name(event.value))
        except ValueError as error:
            self.problem = str(error)
            self.redraw()
