"""Panels on which things are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import ListItem

from quiz.text import drawable
from quiz.tui.widgets.rows import Rows

Offers: TypeAlias = Sequence[tuple[Any, str]]
"""Offers to choose from, each with its name."""


class Picker(ListItem):
    """A row of a panel: a label, and one of several values, which ← and → change.

    `values` are pairs of a value and its name. A single value is fixed.
    """

    DEFAULT_CSS = "Picker { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }"

    @dataclass
    class Changed(Message):
        """The player chose another value."""

        choice: Picker

    def __init__(self, label: str, id: str, values: Offers, value: object = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.offer(values, value)

    def render(self) -> Content:
        """Return the label and the value, between arrows if it can be changed here."""
        left, right = "‹›" if self.highlighted and len(self.values) > 1 else "  "
        return Content.assemble(
            (f" {self._label:<12} ", "$text-muted"),
            (f"{left} ", "$text-accent"),
            drawable(self.values[self.at][1]),
            (f" {right}", "$text-accent"),
        )

    @property
    def value(self) -> Any:
        """The value chosen."""
        return self.values[self.at][0]

    def offer(self, values: Offers, value: object = None) -> None:
        """Offer these values, and choose one of them, or the first."""
        self.values = values
        self.at = next((at for at, (one, _) in enumerate(values) if one == value), 0)
        self.refresh()

    def move(self, step: int) -> None:
        """Choose the next value, or the one before."""
        if len(self.values) > 1:
            self.at = (self.at + step) % len(self.values)
            self.refresh()
            self.post_message(self.Changed(self))


class Panel(Rows, inherit_bindings=False):
    """Rows of choices. Enter belongs to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Rows.BINDINGS,
        Binding("right", "change(1)", "Change", id="panel.right", tooltip="Next value"),
        Binding("left", "change(-1)", "Change back", id="panel.left", show=False),
    ]

    def __init__(self, *pickers: Picker) -> None:
        super().__init__(*pickers)
        self.pickers = {picker.id: picker for picker in pickers}

    def action_cursor_down(self) -> None:
        """Highlight the next choice, or go to what stands below the panel."""
        if self.index == len(self) - 1 and len(self.screen.focus_chain) > 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()

    def action_change(self, step: int) -> None:
        """Change the value of the highlighted choice."""
        if isinstance(self.highlighted_child, Picker):
            self.highlighted_child.move(step)
