"""The home screen: a poster and a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType

from quiz.tui import emblem
from quiz.tui.lines import EMPTY, Line, Page, Span, beside, filled, fit, measure, spread
from quiz.tui.screens.page import PacksNeeded, PageScreen
from quiz.tui.widgets.sheet import Sheet

MENU_WIDTH = 49
"""The width of the menu, in columns: that of the large title."""


class Overview(NamedTuple):
    """What the home screen shows: the player, the packs chosen, and what was played.

    `left` is how far the player got in the last round left open, or empty.
    """

    player: str
    packs: str
    facts: str
    scores: str
    left: str
    trouble: str


class HomeScreen(PageScreen[None]):
    """The screen where rounds begin; `look` returns what to show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="home.choose"),
        Binding("up", "move(-1)", "Previous entry", id="home.up", show=False),
        Binding("down", "move(1)", "Next entry", id="home.down", show=False),
        Binding("r,R", "app.round", "New round", id="home.round", show=False),
        Binding("c,C", "app.resume", "Continue", id="home.resume", show=False),
        Binding("p,P", "app.packs", "Packs", id="home.packs", show=False),
        Binding("n,N", "app.player", "Player", id="home.player", show=False),
        Binding("s,S", "app.scores", "Scores", id="home.scores", show=False),
        Binding("q,Q", "app.quit", "Quit", id="home.quit"),
    ]
    WIDEST = 96

    def __init__(self, look: Callable[[], Overview]) -> None:
        super().__init__()
        self.look = look
        self.overview = look()
        self.highlighted = 0

    def renew(self) -> None:
        """Show what there is to show now."""
        self.overview = self.look()
        super().renew()

    def on_screen_resume(self) -> None:
        """Show what there is to show now, and then ask for the packs to be read."""
        super().on_screen_resume()
        self.call_after_refresh(self.post_message, PacksNeeded())

    def page(self, width: int, height: int) -> Page:
        """Return the poster on the left, title and menu on the right, or what fits of that."""
        foot = [*self.trouble(self.overview.trouble, width), self.keys(width)]
        room = height - len(foot) - 1
        tag, title = emblem.pictures()
        wide = width >= measure(tag[0]) + 48 and room >= len(tag) + 2
        menu_width = min(width - measure(tag[0]) - 3 if wide else width, MENU_WIDTH)
        large = menu_width >= measure(title[0]) and room >= len(title) + 10
        menu = self._menu(menu_width)
        heading = _heading(self.overview.facts, menu_width, title if large else [])
        if room < len(heading) + len(menu) + 1:
            heading = heading[:1]
        column = [*heading, EMPTY, *menu] if room > len(menu) + 1 else menu
        focus = len(column) - len(menu) + self.highlighted
        if wide:
            rows = max(len(tag), len(column))
            column = beside(_centred(tag, rows), _centred(column, rows), 3)
        top = max(0, (room - len(column)) // 2)
        return Page([], [EMPTY] * top + column, [EMPTY, *foot], top + focus)

    def _entries(self) -> list[tuple[str, str, str, str]]:
        """Return the key, name, detail and action of each entry of the menu."""
        entries = [
            ("r", "New round", "ten questions", "app.round"),
            ("c", "Continue", self.overview.left, "app.resume"),
            ("p", "Packs", self.overview.packs, "app.packs"),
            ("n", "Player", self.overview.player, "app.player"),
            ("s", "Scores", self.overview.scores, "app.scores"),
        ]
        return [entry for entry in entries if entry[2]]

    def _menu(self, width: int) -> list[Line]:
        entries = self._entries()
        self.highlighted = min(self.highlighted, len(entries) - 1)
        lines: list[Line] = []
        for at, (key, name, detail, action) in enumerate(entries):
            here = at == self.highlighted
            start = (
                Span("▌ " if here else "  ", "accent"),
                Span(key, "accent bold"),
                Span(f"  {name:<12}"),
            )
            line = (*start, Span(fit(detail, width - measure(start) - 2), "muted"))
            lines.append(filled(line, width, "bar" if here else "", action))
        return lines

    def action_move(self, step: int) -> None:
        """Highlight another entry."""
        self.highlighted = (self.highlighted + step) % len(self._entries())
        self.sheet.redraw()

    async def action_choose(self) -> None:
        """Run the highlighted entry."""
        await self.run_action(self._entries()[self.highlighted][3])

    @on(Sheet.Hovered)
    def _hovered(self, event: Sheet.Hovered) -> None:
        actions = [action for _, _, _, action in self._entries()]
        if event.action in actions:
            self.highlighted = actions.index(event.action)
            self.sheet.redraw()


def _heading(facts: str, width: int, title: list[Line]) -> list[Line]:
    """Return the lines above the menu, with a title of large letters or in plain text."""
    about: Line = (Span(fit(facts, width), "muted"),)
    if not title:
        return [(Span("THE DEFECTS", "bold"),), about]
    top = spread((Span("T H E", "muted"),), (Span("ENA · 2025", "muted"),), measure(title[0]))
    return [top, EMPTY, *title, EMPTY, about]


def _centred(lines: list[Line], height: int) -> list[Line]:
    """Return the lines below empty ones that centre them in `height` lines."""
    return [EMPTY] * ((height - len(lines)) // 2) + lines
