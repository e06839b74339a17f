"""The first screen: a poster, and what there is to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType

from quiz.tui import emblem
from quiz.tui.lines import (
    EMPTY,
    Line,
    Page,
    Span,
    column,
    filled,
    fit,
    measure,
    spread,
)
from quiz.tui.screens.page import LookAgain, PageScreen
from quiz.tui.widgets.sheet import Sheet

MENU = 49
"""The width of the menu: that of the large title."""


class Desk(NamedTuple):
    """What the home screen tells: the player, the choice of packs, what was played.

    `left` is how far the round is that was left, or empty.
    """

    player: str
    packs: str
    facts: str
    scores: str
    left: str
    trouble: str


class HomeScreen(PageScreen[None]):
    """Where a round begins; `look` tells how things are at the moment."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="home.choose"),
        Binding("up", "point(-1)", "Entry above", id="home.up", show=False),
        Binding("down", "point(1)", "Entry below", id="home.down", show=False),
        Binding("r,R", "app.round", "New round", id="home.round", show=False),
        Binding("c,C", "app.resume", "Continue", id="home.resume", show=False),
        Binding("p,P", "app.packs", "Packs", id="home.packs", show=False),
        Binding("n,N", "app.player", "Player", id="home.player", show=False),
        Binding("s,S", "app.scores", "Scores", id="home.scores", show=False),
        Binding("q,Q", "app.quit", "Quit", id="home.quit"),
    ]

    def __init__(self, look: Callable[[], Desk]) -> None:
        super().__init__()
        self.look = look
        self.desk = look()
        self.pointed = 0

    def renew(self) -> None:
        """Tell how things are now."""
        self.desk = self.look()
        super().renew()

    def on_screen_resume(self) -> None:
        """Tell it at once, and again when the packs have been looked at."""
        super().on_screen_resume()
        self.post_message(LookAgain())

    def page(self, width: int, height: int) -> Page:
        """The poster on the left, title and menu on the right, or what fits of it."""
        desk = self.desk
        margin, inner = column(width, 96)
        foot = [*self.trouble(desk.trouble, inner), self.keys(inner)]
        room = height - len(foot) - 1
        tag, title = emblem.tag(), emblem.title()
        beside = inner >= measure(tag[0]) + 48 and room >= len(tag) + 2
        menu_width = min(inner - measure(tag[0]) - 3 if beside else inner, MENU)
        large = menu_width >= measure(title[0]) and room >= len(title) + 10
        menu = self._menu(desk, menu_width)
        heading = _heading(desk.facts, menu_width, title if large else [])
        if room < len(heading) + len(menu) + 1:
            heading = [(Span("THE DEFECTS", "bold"),)]
        poster = [*heading, EMPTY, *menu] if room > len(menu) + 1 else menu
        focus = len(poster) - len(menu) + self.pointed
        if beside:
            poster = _beside(tag, poster, 3)
        top = max(0, (room - len(poster)) // 2)
        return Page([], [EMPTY] * top + poster, [EMPTY, *foot], top + focus).indented(margin)

    def _entries(self, desk: Desk) -> list[tuple[str, str, str, str]]:
        """Key, name, detail and action of each entry of the menu."""
        entries = [("r", "New round", "ten questions", "app.round")]
        if desk.left:
            entries.append(("c", "Continue", desk.left, "app.resume"))
        return [
            *entries,
            ("p", "Packs", desk.packs, "app.packs"),
            ("n", "Player", desk.player, "app.player"),
            ("s", "Scores", desk.scores, "app.scores"),
        ]

    def _menu(self, desk: Desk, width: int) -> list[Line]:
        entries = self._entries(desk)
        self.pointed = min(self.pointed, len(entries) - 1)
        lines: list[Line] = []
        for at, (key, name, detail, action) in enumerate(entries):
            here = at == self.pointed
            start = (
                Span("▌ " if here else "  ", "accent"),
                Span(key, "accent bold"),
                Span(f"  {name:<12}"),
            )
            line = (*start, Span(fit(detail, width - measure(start) - 2), "muted"))
            lines.append(filled(line, width, "bar" if here else "", action))
        return lines

    def action_point(self, step: int) -> None:
        """Point at another entry."""
        self.pointed = (self.pointed + step) % len(self._entries(self.desk))
        self.sheet.redraw()

    async def action_choose(self) -> None:
        """Do what is pointed at."""
        await self.run_action(self._entries(self.desk)[self.pointed][3])

    @on(Sheet.Pointed)
    def _pointed_at(self, event: Sheet.Pointed) -> None:
        actions = [action for _, _, _, action in self._entries(self.desk)]
        if event.action in actions:
            self.pointed = actions.index(event.action)
            self.sheet.redraw()


def _heading(facts: str, width: int, title: list[Line]) -> list[Line]:
    if not title:
        return [(Span("THE DEFECTS", "bold"),), (Span(fit(facts, width), "muted"),)]
    return [
        spread((Span("T H E", "muted"),), (Span("ENA · 2025", "muted"),), measure(title[0])),
        EMPTY,
        *title,
        EMPTY,
        (Span(fit(facts, width), "muted"),),
    ]


def _beside(left: list[Line], right: list[Line], gap: int) -> list[Line]:
    """Two columns of lines, the shorter one in the middle of the other."""
    rows, width = max(len(left), len(right)), measure(left[0])

    def middle(lines: list[Line], blank: Line) -> list[Line]:
        above = (rows - len(lines)) // 2
        return [blank] * above + lines + [blank] * (rows - len(lines) - above)

    pairs = zip(middle(left, (Span(" " * width),)), middle(right, EMPTY))
    return [(*one, Span(" " * gap), *other) for one, other in pairs]
