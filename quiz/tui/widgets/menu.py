"""Lists of which one item is highlighted, with keys that can be changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quiz.text import drawable


class Menu(OptionList, inherit_bindings=False):
    """A list of entries, each with the key that chooses it, a name, and details."""

    DEFAULT_CSS = """
    Menu, Menu:focus {
        height: auto;
        min-width: 10;
        padding: 0;
        border: none;
        background: $background;
        background-tint: transparent;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .option-list--option-highlighted {
            background: $panel;
            color: $foreground;
            text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Previous", id="menu.up", show=False),
        Binding("down", "cursor_down", "Next", id="menu.down", show=False),
        Binding("enter", "select", "Choose", id="menu.choose", show=False),
    ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines; where there is no room at all, the original fails."""
        return super().get_content_height(container, viewport, max(width, 10))

    def show(self, entries: Iterable[tuple[str, str, str, str]], width: int = 13) -> None:
        """Show entries by their keys, names, details and ids; names get a column of `width`."""
        at = self.highlighted
        self.set_options(
            Option(
                Content.assemble(
                    (f" {key} " if key else "", "bold $text-accent"),
                    f" {drawable(name):<{width}} ",
                    (drawable(detail), "$text-muted"),
                ),
                id=id,
            )
            for key, name, detail, id in entries
        )
        self.highlighted = at or 0
