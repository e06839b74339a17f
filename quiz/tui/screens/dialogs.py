"""Small dialogs in front of a screen: a question, a name, a text, a choice of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Footer, Input, OptionList

from quiz.text import SAFE, player_name, printable
from quiz.tui.screens.base import Page, QuizScreen
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.menu import Menu


class Dialog(ModalScreen[ScreenResultType], QuizScreen[ScreenResultType]):
    """A box in front of a screen; `title` is its first line."""

    CSS_PATH = "dialogs.tcss"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with Vertical(id="box"):
            yield Line(self.heading, id="heading")
            with Page():
                yield from self.body()
            yield Footer(show_command_palette=False)

    def renew(self) -> None:
        """Show nothing else: the screen behind reports what went wrong."""


class Confirm(Dialog[bool]):
    """Asks a question, and what to do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,enter", "dismiss(True)", "Leave", id="confirm.yes"),
        Binding("n,N,escape", "dismiss(False)", "Stay", id="confirm.no"),
    ]

    def __init__(self, question: str, detail: str) -> None:
        super().__init__(question)
        self.detail = detail

    def body(self) -> ComposeResult:
        """Yield what follows from leaving."""
        yield Line(self.detail, classes="paragraph")


class Notice(Dialog[None]):
    """Shows a text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Close", id="notice.close"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text

    def body(self) -> ComposeResult:
        """Yield the text."""
        with Vertical(classes="paragraph"):
            yield from map(Line, self.text.split("\n"))


class Pick(Dialog[str]):
    """Offers several things by their names, details and ids."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Cancel", id="pick.cancel"),
    ]

    def __init__(self, title: str, offers: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(title)
        self.offers = offers

    def body(self) -> ComposeResult:
        """Yield an entry for each offer."""
        menu = Menu()
        menu.show((("", *offer) for offer in self.offers), max(len(o[0]) for o in self.offers))
        yield menu

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id or "")


class Name(Dialog[str]):
    """Asks for the player's name, and offers the present one and others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", "Cancel", id="name.cancel"),
        Binding("up", "other(-1)", "Previous name", id="name.up", show=False),
        Binding("down", "other(1)", "Next name", id="name.down", show=False),
    ]

    def __init__(self, name: str, others: Iterable[str]) -> None:
        super().__init__("Who is playing?")
        self.names = list(dict.fromkeys(map(printable, [name, *others])))

    def body(self) -> ComposeResult:
        """Yield the field, and how to fill it."""
        yield Input(
            self.names[0],
            restrict=SAFE,
            placeholder="a name",
            compact=True,
        )
        more = " ↑ and ↓ show the names used before." if len(self.names) > 1 else ""
        yield Line(f"Enter saves a name of up to 32 characters.{more}", classes="paragraph muted")
        yield Line(id="problem")

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
            self.query_one("#problem", Line).show(str(error))


class Names(Dialog[tuple[str, ...]]):
    """Asks for the names of several players."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(())", "Cancel", id="names.cancel"),
    ]

    def __init__(self, names: Iterable[str], least: int, most: int) -> None:
        super().__init__("Who is playing?")
        self.names = Input(", ".join(names), placeholder="Ann, Bo", compact=True)
        self.least, self.most = least, most
        self.problem = Line(id="problem")

    def body(self) -> ComposeResult:
        """Yield the field, and how to fill it."""
        yield self.names
        yield Line(
            f"{self.least} to {self.most} names in the order of their turns, with commas between.",
            classes="paragraph muted",
        )
        yield self.problem

    @on(Input.Submitted)
    def _submitted(self) -> None:
        try:
            names = [player_name(one) for one in self.names.value.split(",") if one.strip()]
        except ValueError as error:
            self.problem.show(str(error))
            return
        if len({*names}) < len(names):
            self.problem.show("Each player needs a name of their own.")
        elif not self.least <= len(names) <= self.most:
            self.problem.show(f"{self.least} to {self.most} players, please.")
        else:
            self.dismiss(tuple(names))
