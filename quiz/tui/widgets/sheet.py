"""The widget that shows a page and repaints only the lines that change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from quiz.text import printable
from quiz.tui.lines import EMPTY, Line, Page, Span, indented

SMALLEST = (20, 6)
"""The smallest terminal, in columns and rows, on which a page can be read."""

TOO_SMALL = Page([], [(Span("Make the window"),), (Span("at least 20x6."),)])


class Sheet(Widget):
    """Shows a page, in the middle of its width, and scrolls the body of the page.

    `draw` returns the page for a number of columns, at most `widest`, and a number of rows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{role}"
        for role in ("accent", "bad", "badge", "bar", "bold", "card", "danger", "muted")
    }

    @dataclass
    class Pressed(Message):
        """A span with a target was clicked."""

        action: str

    @dataclass
    class Hovered(Message):
        """The mouse moved over a span with a target."""

        action: str

    def __init__(self, draw: Callable[[int, int], Page], widest: int) -> None:
        super().__init__()
        self._draw = draw
        self._widest = widest
        self._page = Page([], [])
        self._lines: list[Line] = []
        self._top = 0
        self._laid_out = Size()
        self._hovered = ""

    def redraw(self, top: bool = False) -> None:
        """Show the page as it is now, if it is on the screen; with `top`, from its beginning."""
        if self.size and self.is_attached:
            self._top = 0 if top else self._top
            before = self._lines
            self._lay_out()
            self._repaint(before)

    def scroll_by(self, lines: int) -> None:
        """Move the body by a number of lines, at most to its end."""
        before = self._lines
        self._top += lines
        self._cut()
        self._repaint(before)

    @property
    def room(self) -> int:
        """The number of lines of the body that fit."""
        return max(0, self.size.height - len(self._page.head) - len(self._page.foot))

    def _lay_out(self) -> None:
        """Draw the page for the size of the sheet."""
        self._laid_out = self.size
        width, height = self.size
        terminal = self.app.size
        if terminal.width < SMALLEST[0] or terminal.height < SMALLEST[1]:
            self._page = TOO_SMALL
        else:
            inner = min(self._widest, width - 4 if width >= 60 else width - 2)
            page, margin = self._draw(inner, height), (width - inner) // 2
            head, body, foot = (indented(part, margin) for part in page[:3])
            self._page = Page(head, body, foot, page.focus)
        if (focus := self._page.focus) is not None:
            self._top = max(focus - self.room + 2, min(self._top, focus - 1))
        self._cut()

    def _cut(self) -> None:
        """Take the lines of the page that are visible."""
        page, room = self._page, self.room
        self._top = max(0, min(self._top, len(page.body) - room))
        body = list(page.body[self._top : self._top + room])
        body += [EMPTY] * (room - len(body))
        if room and self._top + room < len(page.body):
            body[-1] = (Span(f"  ▾ {len(page.body) - self._top - room + 1} more · PgDn", "muted"),)
        if room and self._top:
            body[0] = (Span(f"  ▴ {self._top + 1} more · PgUp", "muted"),)
        self._lines = [*page.head, *body, *page.foot]

    def _repaint(self, before: list[Line]) -> None:
        """Repaint the lines that differ from those before."""
        pairs = enumerate(zip_longest(before, self._lines, fillvalue=EMPTY))
        regions = [Region(0, y, self.size.width, 1) for y, (old, new) in pairs if old != new]
        if regions:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, of a page drawn for the present size."""
        if self._laid_out != self.size:
            self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return a line of the page, as wide as the widget."""
        line = self._lines[y] if y < len(self._lines) else EMPTY
        segments = [Segment(printable(span.text), self._style(span.role)) for span in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, role: str) -> Style:
        styles = (
            self.get_component_rich_style(f"sheet--{name}", partial=True) for name in role.split()
        )
        return sum(styles, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Report a click on a target."""
        if action := self._target(event):
            self.post_message(self.Pressed(action))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Report that the mouse has moved to another target."""
        before, self._hovered = self._hovered, self._target(event)
        if self._hovered not in ("", before):
            self.post_message(self.Hovered(self._hovered))

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.scroll_by(-3)

    def _target(self, event: events.MouseEvent) -> str:
        """Return the target of the span under the mouse, or an empty text."""
        if event.y < len(self._lines):
            end = 0
            for span in self._lines[event.y]:
                end += cell_len(span.text)
                if event.x < end:
                    return span.target
        return ""
