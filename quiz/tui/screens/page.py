"""What all screens have in common: one page, drawn again when something changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from quiz.packs.library import Loaded
from quiz.packs.model import Item
from quiz.tui.lines import Line, Page, Span, measure, paragraph, spread
from quiz.tui.widgets.sheet import Sheet


class PacksNeeded(Message):
    """A screen shows the packs, whose files may have changed since they were read."""


@dataclass
class Edit(Message):
    """The player wants to edit a pack: the only one of `packs`, or the one that has the item."""

    packs: Sequence[Loaded]
    item: Item | None = None


class PageScreen(Screen[ScreenResultType]):
    """A screen that is one page, which `page` draws; its line of keys is made of the bindings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll(1)", "Scroll down", id="page.down", show=False),
        Binding("pageup", "scroll(-1)", "Scroll up", id="page.up", show=False),
        Binding("up", "line(-1)", "Line up", id="page.line_up", show=False),
        Binding("down", "line(1)", "Line down", id="page.line_down", show=False),
    ]
    WIDEST: ClassVar[int] = 92
    """The most columns that a page takes: longer lines are hard to read."""

    sheet: Sheet
    """The widget of the page; it is still there while the screen is being removed."""

    def compose(self) -> ComposeResult:
        """Yield the page."""
        self.sheet = Sheet(self.page, self.WIDEST)
        yield self.sheet

    def page(self, width: int, height: int) -> Page:
        """Return the present page, for a number of columns and rows."""
        raise NotImplementedError

    def redraw(self, top: bool = False) -> None:
        """Show what has changed, the keys included; with `top`, the page from its beginning."""
        self.refresh_bindings()
        self.sheet.redraw(top)

    def action_scroll(self, pages: int) -> None:
        """Scroll by pages."""
        self.sheet.scroll_by(pages * max(1, self.sheet.room - 2))

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        self.sheet.scroll_by(lines)

    def renew(self) -> None:
        """Show what may have changed elsewhere."""
        if self.is_mounted:
            self.sheet.redraw()

    def on_resize(self) -> None:
        """Lay out the page again: it depends on the terminal even if the sheet keeps its size."""
        self.call_after_refresh(self.sheet.redraw)

    def on_screen_resume(self) -> None:
        """Show what another screen, now closed, may have changed."""
        self.renew()

    @on(Sheet.Pressed)
    async def _pressed(self, event: Sheet.Pressed) -> None:
        await self.run_action(event.action)

    def keys(self, width: int) -> Line:
        """Return the keys that can be used now, as many as fit; Esc and F1 are on the right.

        The key for authors is the first to be left out.
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
        """Return the lines that report what went wrong, if anything did."""
        return paragraph(f"! {sentence}", width, "danger") if sentence else []


def hints(screen: Screen[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the keys, the description and the action of each command that can be used now.

    Commands of a group are one, without an action: "1-4", "Answer".
    """
    shown: dict[str, dict[str, str]] = {}
    for _, binding, enabled, _ in screen.active_bindings.values():
        if binding.show and enabled:
            label = binding.group.description if binding.group else binding.description
            key = screen.app.get_key_display(binding)
            shown.setdefault(label, {}).setdefault(binding.action, key)
    for label, keys in shown.items():
        names = list(keys.values())
        span = f"{names[0]}-{names[-1]}" if len(names) > 2 else "".join(names)
        yield span, label, next(iter(keys)) if len(keys) == 1 else ""
