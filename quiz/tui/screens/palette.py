"""The palette: every command that can be used now, found by a part of its name."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.widgets import Input, OptionList

from quiz.tui.commands import Command, commands
from quiz.tui.screens.dialogs import Dialog
from quiz.tui.widgets.menu import Menu


class Palette(Dialog[Command]):
    """Lets the player choose one of the commands of a screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", "Previous", id="palette.up", show=False),
        Binding("down", "point(1)", "Next", id="palette.down", show=False),
        Binding("enter", "choose", "Choose", id="palette.choose"),
        Binding("escape", "dismiss", "Cancel", id="palette.cancel"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__("All commands")
        self.commands = {
            str(command.binding.id): command
            for command in commands(screen)
            if command.purpose != "MOVE" and command.binding.action != "command_palette"
        }
        self.menu = Menu()

    def body(self) -> ComposeResult:
        """Yield the field for a name, and the commands that it matches."""
        yield Input(placeholder="part of a name", compact=True, select_on_focus=False)
        yield self.menu
        self._show("")

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self._show(event.value.strip())

    def _show(self, sought: str) -> None:
        rank = Matcher(sought).match if sought else lambda name: 1.0
        scores = {id: rank(one.name) for id, one in self.commands.items()}
        best = sorted(self.commands, key=lambda id: -scores[id])
        found = [(id, self.commands[id]) for id in best if scores[id]]
        self.menu.show((("", one.name, one.keys[0], id) for id, one in found), 30)
        self.menu.highlighted = 0 if found else None

    def action_point(self, step: int) -> None:
        """Move the highlight."""
        if step > 0:
            self.menu.action_cursor_down()
        else:
            self.menu.action_cursor_up()

    @on(Input.Submitted)
    def action_choose(self) -> None:
        """Choose the highlighted command."""
        self.menu.action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.commands[str(event.option_id)])
