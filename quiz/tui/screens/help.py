"""Help: how a round goes, and every key of the screen it was called from."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.game.modes import CLASSIC
from quiz.tui.lines import EMPTY, Line, Page, Span, column, pad, paragraph
from quiz.tui.screens.page import PageScreen

ABOUT = (
    f"A round is {CLASSIC.count} questions, each with one right answer. A right answer earns "
    f"{CLASSIC.points['easy']}, {CLASSIC.points['medium']} or {CLASSIC.points['hard']} points by "
    f"its difficulty, and {CLASSIC.streak} more for every right answer in a row before it, up to "
    f"{CLASSIC.streak_most}. Every answer is kept the moment it is given: leave when you like, "
    "and go on from the first screen."
)


class HelpScreen(PageScreen[None]):
    """Help about another screen, made from its commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "app.back", "Back", id="help.back"),
    ]

    def __init__(self, commands: list[tuple[str, str]]) -> None:
        super().__init__()
        self.commands = commands

    def page(self, width: int, height: int) -> Page:
        """What it is about, then keys and what they do."""
        margin, inner = column(width, 80)
        keys = min(20, inner // 3)
        body: list[Line] = [EMPTY, *paragraph(ABOUT, inner), EMPTY, (Span("KEYS", "accent"),)]
        body += [
            (
                Span(pad(key, keys), "accent bold"),
                Span(" "),
                Span(pad(description, inner - keys - 1)),
            )
            for key, description in self.commands
        ]
        head: list[Line] = [EMPTY, (Span("HELP", "bold"),)] if height >= 20 else []
        foot = [EMPTY, self.keys(inner)]
        return Page(head, body, foot).indented(margin)
