"""Shown that is shown as it is written: what packs and players write is never markup."""

from __future__ import annotations

from typing import TypeAlias

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from quiz.text import drawable

Shown: TypeAlias = str | Content


class Line(Static):
    """A text of one line or several; if it is empty, it takes no room."""

    DEFAULT_CSS = "Line { width: auto; height: auto; }"

    def __init__(self, text: Shown = "", *, id: str | None = None, classes: str | None = None):
        self.text = literal(text)
        super().__init__(self.text, id=id, classes=classes, markup=False)
        self._make_room()

    def show(self, text: Shown) -> None:
        """Show another text; the same one costs nothing, and one of the same height little."""
        before, self.text = self.text, literal(text)
        if before != self.text:
            width = self.styles.width
            fixed = self.size.width and width and not width.is_auto and before and text
            same = fixed and self.text.get_height({}, self.size.width) == self.size.height
            self.update(self.text, layout=not same)
            self._make_room()

    def _make_room(self) -> None:
        if self.text:
            self.styles.clear_rule("display")
        else:
            self.display = False


class Covered(Line):
    """A text that takes its room before it is uncovered."""

    covered: reactive[bool] = reactive(True)

    def render(self) -> Content:
        """Return the text, or nothing while it is covered."""
        return Content("") if self.covered else self.text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the text, covered or not."""
        return self.text.get_height({}, max(1, width))


def bar(part: int, whole: int, width: int = 10) -> Content:
    """Return a bar of which a part is full."""
    full = min(width, -(-part * width // whole)) if whole else 0
    return Content.assemble(("━" * full, "$text-accent"), ("─" * (width - full), "$text-muted"))


def literal(text: Shown) -> Content:
    """Return a text as content in which nothing is markup."""
    return Content(drawable(text)) if isinstance(text, str) else text
