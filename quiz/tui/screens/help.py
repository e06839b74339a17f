"""Help: how a round goes, and every key of the screen it was called from."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from quiz.game.modes import CLASSIC
from quiz.tui.lines import EMPTY, Line, Page, Span, column, pad, paragraph
from quiz.tui.screens.page import PageScreen

ABOUT = (
    f"A round is {CLASSIC.count} questions, each with one right answer. A right answer earns "
    f"{CLASSIC.points['easy']}, {CLASSIC.points['medium']} or {CLASSIC.points['hard']} points by "
    f"its difficulty, and {CLASSIC.streak_bonus} more for every right answer in a row before it, "
    f"up to {CLASSIC.streak_most}. Every answer is kept the moment it is given: leave when you "
    "like, and go on from the first screen."
)


class HelpScreen(PageScreen[None]):
    """Help about the screen in front, made from its commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "app.back", "Back", id="help.back"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.commands = commands(screen)

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


def commands(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Every command of a screen: its keys and what it does."""
    keys: dict[str, list[str]] = {}
    for _, binding, _, _ in screen.active_bindings.values():
        if binding.id and binding.description:
            display = screen.app.get_key_display(binding)
            known = keys.setdefault(binding.description, [])
            if display.casefold() not in map(str.casefold, known):
                known.append(display)
    return [(", ".join(names), description) for description, names in keys.items()]
