"""A page on the screen, of which only the lines that change are sent to the terminal."""

from __future__ import annotations

from collections.abc import Callable
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
from quiz.tui.lines import EMPTY, Line, Page, Span

SMALLEST = (20, 6)
"""The smallest terminal, in columns and rows, on which a page can be read."""

TOO_SMALL = Page([], [(Span("Too small: 20x6"),), (Span("at least, please."),)])


class Sheet(Widget):
    """Draws the page that `draw` makes for its size, and scrolls its body.

    Each `redraw` repaints only the lines that have changed.
    """

    DEFAULT_CSS = """
    Sheet {
        width: 1fr;
        height: 1fr;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{role}"
        for role in (
            "accent",
            "bad",
            "badge",
            "bar",
            "bold",
            "card",
            "danger",
            "muted",
            "bold",
        )
    }

    class Pressed(Message):
        """A span with a target was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    class Pointed(Message):
        """The mouse is over a span with a target."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, draw: Callable[[int, int], Page]) -> None:
        super().__init__()
        self._draw = draw
        self._page = Page([], [])
        self._lines: list[Line] = []
        self._top = 0
        self._laid_out = Size()
        self._pointed = ""

    def redraw(self, top: bool = False) -> None:
        """Show the page as it is now, if it is on the screen; with `top`, from its beginning."""
        if self.size and self.is_attached:
            self._top = 0 if top else self._top
            before = self._lines
            self._lay_out()
            self._repaint(before)

    def scroll_by(self, lines: int) -> None:
        """Move the body by so many lines, as far as there is something to see."""
        before = self._lines
        self._top += lines
        self._cut()
        self._repaint(before)

    @property
    def room(self) -> int:
        """How many lines of the body are in sight."""
        return max(1, self._room)

    @property
    def _room(self) -> int:
        return self.size.height - len(self._page.head) - len(self._page.foot)

    def _lay_out(self) -> None:
        """Make the page for the size that the sheet has now."""
        self._laid_out = self.size
        terminal = self.app.size
        small = terminal.width < SMALLEST[0] or terminal.height < SMALLEST[1]
        self._page = TOO_SMALL if small else self._draw(*self.size)
        if (focus := self._page.focus) is not None:
            self._top = max(focus - self._room + 2, min(self._top, focus - 1))
        self._cut()

    def _cut(self) -> None:
        """Choose the lines of the page that are in sight."""
        page, room = self._page, max(0, self._room)
        self._top = max(0, min(self._top, len(page.body) - room))
        body = list(page.body[self._top : self._top + room])
        body += [EMPTY] * (room - len(body))
        if room and self._top + room < len(page.body):
            body[-1] = (Span(f"  ▾ {len(page.body) - self._top - room + 1} more · PgDn", "muted"),)
        if room and self._top:
            body[0] = (Span(f"  ▴ {self._top + 1} more · PgUp", "muted"),)
        self._lines = [*page.head, *body, *page.foot]

    def _repaint(self, before: list[Line]) -> None:
        """Repaint the lines that are not what they were."""
        pairs = enumerate(zip_longest(before, self._lines, fillvalue=EMPTY))
        regions = [Region(0, y, self.size.width, 1) for y, (old, new) in pairs if old != new]
        if regions:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; the first paint must not wait for the first resize event."""
        if self._laid_out != self.size:
            self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the page, as wide as the widget."""
        line = self._lines[y] if y < len(self._lines) else EMPTY
        segments = [Segment(printable(span.text), self._style(span.role)) for span in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, role: str) -> Style:
        return sum(
            (
                self.get_component_rich_style(f"sheet--{name}", partial=True)
                for name in role.split()
            ),
            self.rich_style,
        )

    def on_resize(self) -> None:
        """Lay the page out anew."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Tell which target was clicked."""
        if action := self._target(event):
            self.post_message(self.Pressed(action))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell when the mouse comes over another target."""
        action = self._target(event)
        if action != self._pointed:
            self._pointed = action
            if action:
                self.post_message(self.Pointed(action))

    def on_mouse_scroll_down(self) -> None:
        """Scroll."""
        self.scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll back."""
        self.scroll_by(-3)

    def _target(self, event: events.MouseEvent) -> str:
        if event.y < len(self._lines):
            end = 0
            for span in self._lines[event.y]:
                end += cell_len(span.text)
                if event.x < end:
                    return span.target
        return ""
