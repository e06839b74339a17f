"""The keys of every command, and how to change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from quiz.tui.commands import declared, key_name
from quiz.tui.screens.base import HELP, QuizScreen
from quiz.tui.screens.dialogs import Dialog
from quiz.tui.screens.settings import Changed
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.menu import Menu


class KeysScreen(QuizScreen[None]):
    """Lists the commands; `keys` are those that the player has changed, by the ids of commands."""

    CSS_PATH = "keys.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="keys.back"),
        HELP,
        Binding("delete,backspace", "reset", "Reset", id="keys.reset", tooltip="Its usual keys"),
    ]

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.commands = sorted(declared(), key=lambda one: str(one.id))
        self.changed = dict(keys)
        self.menu = Menu()

    def body(self) -> ComposeResult:
        """Yield an entry for each command."""
        yield Line("KEYS · Enter changes one", id="heading")
        yield self.menu

    def renew(self) -> None:
        """Show the keys as they are now."""
        super().renew()
        entries = (("", _name(one), self.keys(one), str(one.id)) for one in self.commands)
        self.menu.show(entries, width=36)

    def keys(self, command: Binding) -> str:
        """Return the present keys of a command."""
        names = self.changed.get(str(command.id), command.key).split(",")
        return ", ".join(dict.fromkeys(map(key_name, names)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        command = self.commands[event.option_index]

        def pressed(key: str | None) -> None:
            if key:
                self._change(command, key)

        self.app.push_screen(KeyDialog(_name(command)), pressed)

    def _change(self, command: Binding, key: str) -> None:
        """Give a command this key, unless another one of the same screen has it."""
        screen = str(command.id).partition(".")[0]
        for other in self.commands:
            keys = self.changed.get(str(other.id), other.key).split(",")
            near = str(other.id).partition(".")[0] in (screen, "app") or screen == "app"
            if other != command and near and key in keys:
                self.quiz.report(f"That key is taken: {_name(other)}.", "warning")
                return
        self._save({**self.changed, str(command.id): key})

    def action_reset(self) -> None:
        """Give the highlighted command its usual keys again."""
        at = self.menu.highlighted
        if at is not None:
            self._save({k: v for k, v in self.changed.items() if k != self.commands[at].id})

    def _save(self, keys: dict[str, str]) -> None:
        self.changed = keys
        self.post_message(Changed("keys", keys))
        self.renew()


class KeyDialog(Dialog[str]):
    """Waits for the new key of a command."""

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def body(self) -> ComposeResult:
        """Yield what to do."""
        yield Line("Press the new key, or Esc to keep the old one.", classes="paragraph")

    def on_key(self, event: events.Key) -> None:
        """Take any key."""
        event.stop()
        self.dismiss("" if event.key == "escape" else event.key)


def _name(command: Binding) -> str:
    """Return where a command is used, and what it does."""
    where = str(command.id).partition(".")[0].title()
    return f"{where}: {command.tooltip or command.description}"
