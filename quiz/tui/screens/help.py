"""Help: how a round works, and the keys of the screen from which help was opened."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from quiz.game.modes import CLASSIC
from quiz.tui.lines import EMPTY, Line, Page, Span, pad, paragraph
from quiz.tui.screens.page import PageScreen

ABOUT = (
    f"A round has {CLASSIC.count} questions, each with one right answer. A right answer earns "
    f"{CLASSIC.points['easy']}, {CLASSIC.points['medium']} or {CLASSIC.points['hard']} points, "
    f"depending on its difficulty, and {CLASSIC.streak_bonus} more for every right answer in a "
    f"row before it, up to {CLASSIC.streak_most}. Every answer is saved at once: you can leave a "
    "round at any time and continue it from the home screen."
)


class HelpScreen(PageScreen[None]):
    """Help for a screen, with a list of its commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "app.back", "Back", id="help.back"),
    ]
    WIDEST = 80

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.commands = commands(screen)

    def page(self, width: int, height: int) -> Page:
        """Return the page with the rules of a round and the keys."""
        keys = min(20, width // 3)
        body: list[Line] = [EMPTY, *paragraph(ABOUT, width), EMPTY, (Span("KEYS", "accent"),)]
        for key, description in self.commands:
            rest = pad(description, width - keys - 1)
            body.append((Span(pad(key, keys), "accent bold"), Span(f" {rest}")))
        head: list[Line] = [EMPTY, (Span("HELP", "bold"),)] if height >= 20 else []
        return Page(head, body, [EMPTY, self.keys(width)])


def commands(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Return every command of a screen: its keys, and what it does."""
    keys: dict[str, list[str]] = {}
    for _, binding, _, _ in screen.active_bindings.values():
        if binding.id and binding.description:
            display = screen.app.get_key_display(binding)
            known = keys.setdefault(binding.description, [])
            if display.casefold() not in map(str.casefold, known):
                known.append(display)
    return [(", ".join(names), description) for description, names in keys.items()]
