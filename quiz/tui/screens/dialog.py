"""Small questions in front of a page: leave the round? who plays?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from quiz.text import UNSAFE, player_name, printable
from quiz.tui.lines import EMPTY, Page, Span, paragraph
from quiz.tui.screens.page import Answer, PageScreen


class Dialog(ModalScreen[Answer], PageScreen[Answer]):
    """A page of a few lines in front of another."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
    }
    Dialog > Vertical {
        width: 56;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        background: $surface;
        padding: 1 2;
    }
    Dialog Sheet {
        height: 6;
    }
    Dialog Input, Dialog Input:focus {
        background: $panel;
        border: none;
        height: 1;
        padding: 0 1;
        margin-bottom: 1;
    }
    """

    def compose(self) -> ComposeResult:
        """The page, in a box."""
        with Vertical():
            yield self.sheet


class Confirm(Dialog[bool]):
    """Asks before something is given up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,enter", "dismiss(True)", "Leave", id="confirm.yes"),
        Binding("n,N,escape", "dismiss(False)", "Stay", id="confirm.no"),
    ]

    def __init__(self, question: str, detail: str) -> None:
        super().__init__()
        self.question = question
        self.detail = detail

    def page(self, width: int, height: int) -> Page:
        """The question, what follows from it, and the two keys."""
        body = [
            *paragraph(self.question, width, "bold"),
            EMPTY,
            *paragraph(self.detail, width, "muted"),
        ]
        return Page([], body, [EMPTY, self.keys(width)])


class Name(Dialog[str]):
    """Asks who plays; the name last used and those before it are offered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Cancel", id="name.cancel"),
        Binding("up", "other(-1)", "Another", id="name.up", show=False),
        Binding("down", "other(1)", "Another", id="name.down", show=False),
    ]

    def __init__(self, name: str, others: Iterable[str]) -> None:
        super().__init__()
        self.names = list(dict.fromkeys(map(printable, [name, *others])))
        self.problem = ""

    def compose(self) -> ComposeResult:
        """A line to write on above the page."""
        with Vertical():
            yield Input(
                self.names[0], restrict=rf"(?:(?!{UNSAFE.pattern}).)*", placeholder="a name"
            )
            yield self.sheet

    def page(self, width: int, height: int) -> Page:
        """What is wrong with the name, or how to go on."""
        about = "Who plays? Any name of up to 32 characters."
        if len(self.names) > 1:
            about += " Up and down offer those used before."
        body = paragraph(self.problem or about, width, "danger" if self.problem else "muted")
        enter = (Span("Enter", "accent"), Span(" Take it   ", "muted"))
        return Page([], body, [EMPTY, (*enter, *self.keys(width - 18))])

    def action_other(self, step: int) -> None:
        """Offer another name that was used before."""
        field = self.query_one(Input)
        at = self.names.index(field.value) if field.value in self.names else 0
        field.value = self.names[(at + step) % len(self.names)]
        field.cursor_position = len(field.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            name = player_name(event.value)
        except ValueError as error:
            self.problem = str(error)
            self.redraw()
        else:
            self.dismiss(name)
