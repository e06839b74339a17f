"""What all screens have in common: one page, drawn anew when something changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from quiz.packs.library import Loaded
from quiz.packs.model import Item
from quiz.tui.lines import Line, Page, Span, measure, paragraph, spread
from quiz.tui.widgets.sheet import Sheet

Answer = TypeVar("Answer")


class LookAgain(Message):
    """The packs are shown, and their files may have changed since they were read."""


class Edit(Message):
    """The player wants to write: in this pack, or where an item of one of these packs is."""

    def __init__(self, packs: Sequence[Loaded], item: Item | None = None) -> None:
        super().__init__()
        self.packs = packs
        self.item = item


class PageScreen(Screen[Answer]):
    """A screen that is one page; `page` draws it and every key line is made from its bindings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll(1)", "Scroll down", id="page.down", show=False),
        Binding("pageup", "scroll(-1)", "Scroll up", id="page.up", show=False),
        Binding("up", "line(-1)", "Line up", id="page.line_up", show=False),
        Binding("down", "line(1)", "Line down", id="page.line_down", show=False),
    ]

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None):
        super().__init__(name, id, classes)
        self.sheet = Sheet(self.page)
        """The page's place on the screen; held, as messages still come while a screen ends."""

    def compose(self) -> ComposeResult:
        """The page."""
        yield self.sheet

    def page(self, width: int, height: int) -> Page:
        """The page as it is now, for so many columns and rows."""
        raise NotImplementedError

    def redraw(self, top: bool = False) -> None:
        """Show what has changed; with `top`, the page from its beginning."""
        self.refresh_bindings()
        self.sheet.redraw(top)

    def action_scroll(self, pages: int) -> None:
        """Turn a page."""
        self.sheet.scroll_by(pages * max(1, self.sheet.room - 2))

    def action_line(self, lines: int) -> None:
        """Scroll a little."""
        self.sheet.scroll_by(lines)

    def renew(self) -> None:
        """Show what may have changed elsewhere."""
        if self.is_mounted:
            self.sheet.redraw()

    def on_screen_resume(self) -> None:
        """Another screen has gone: show what it may have changed."""
        self.renew()

    @on(Sheet.Pressed)
    async def _pressed(self, event: Sheet.Pressed) -> None:
        await self.run_action(event.action)

    def keys(self, width: int) -> Line:
        """The keys that do something now, as many as fit; the way out and help on the right.

        A key for authors is the first to give way.
        """
        left: list[Span] = []
        right: list[Span] = []
        room = width
        for keys, description, action in sorted(hints(self), key=lambda hint: hint[2] == "edit"):
            hint = (
                Span(keys, "accent", action),
                Span(f" {description}", "muted", action),
                Span("   "),
            )
            room -= measure(hint)
            if room < -3:
                break
            (right if keys in ("Esc", "F1") else left).extend(hint)
        return spread(tuple(left), tuple(right[:-1]), width)

    def trouble(self, sentence: str, width: int) -> list[Line]:
        """What went wrong, if anything did, for the foot of a page."""
        return paragraph(f"! {sentence}", width, "danger") if sentence else []


def hints(screen: Screen[Answer]) -> Iterator[tuple[str, str, str]]:
    """Keys, what they do and the action, for each command that is shown and can be used."""
    shown: dict[str, list[Binding]] = {}
    for _, binding, enabled, _ in screen.active_bindings.values():
        if binding.show and enabled:
            label = binding.group.description if binding.group else binding.description
            shown.setdefault(label, []).append(binding)
    for label, bindings in shown.items():
        if bindings[0].group:
            names = [screen.app.get_key_display(binding) for binding in _first_keys(bindings)]
            apart = "-" if len(names) > 2 else ""
            yield apart.join((names[0], names[-1])) if apart else "".join(names), label, ""
        else:
            yield screen.app.get_key_display(bindings[0]), label, bindings[0].action


def _first_keys(bindings: Iterable[Binding]) -> list[Binding]:
    """The first key of each command."""
    found: dict[str, Binding] = {}
    for binding in bindings:
        found.setdefault(binding.action, binding)
    return list(found.values())
