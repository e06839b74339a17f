"""Rows that are widgets, of which one is highlighted."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import ListView


class Rows(ListView, inherit_bindings=False):
    """Rows that are widgets; the highlight goes round, and follows the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Previous", id="menu.up", show=False),
        Binding("down", "cursor_down", "Next", id="menu.down", show=False),
    ]

    index: reactive[int | None] = reactive(None, init=False, repaint=False)
    """The row that is highlighted; unlike the original, only the rows repaint themselves."""

    def action_cursor_down(self) -> None:
        """Highlight the next row, or the first after the last."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Highlight the row before, or the last before the first."""
        self._step(-1)

    def _step(self, step: int) -> None:
        offered = [at for at, row in enumerate(self.children) if not row.disabled]
        if offered:
            at = offered.index(self.index) if self.index in offered else min(-step, 0)
            self.index = offered[(at + step) % len(offered)]

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the row under the mouse."""
        for index, row in enumerate(self.children):
            if row.region.contains_point(event.screen_offset) and not row.disabled:
                self.index = index

    def on_list_view_highlighted(self, event: ListView.Highlighted) -> None:
        """Scroll to the highlighted row, also where the rows are part of a longer page."""
        if event.item:
            event.item.scroll_visible(animate=False)
