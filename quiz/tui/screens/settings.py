"""The settings; each is saved as soon as it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ListView

from quiz.settings import Settings
from quiz.tui.screens.base import HELP, Page, QuizScreen
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.panel import Panel, Picker

RELAXED = [(1, "usual speed"), (2, "twice the time"), (3, "three times the time")]


@dataclass
class Changed(Message):
    """The player changed a setting."""

    name: str
    value: Any


class SettingsScreen(QuizScreen[None]):
    """Changes player, theme, motion, sound, clock and keys."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Change", id="settings.change", tooltip="Change this"),
        Binding("escape", "app.back", "Back", id="settings.back"),
        HELP,
    ]

    def __init__(self, settings: Settings, themes: Sequence[str]) -> None:
        super().__init__()
        self.settings = settings
        self.themes = themes

    def body(self) -> ComposeResult:
        """Yield a row for each setting."""
        themes = [(name, name.replace("-", " ").title()) for name in self.themes]
        with Page(), Vertical(id="panel"):
            yield Line("SETTINGS", id="heading")
            yield Panel(
                Picker("Player", "player", [(None, self.quiz.player)]),
                Picker("Theme", "theme", themes, self.settings.theme),
                Picker("Motion", "motion", [(True, "on"), (False, "off")], self.settings.motion),
                Picker(
                    "Sound",
                    "sound",
                    [(False, "off"), (True, "bell at a wrong answer")],
                    self.settings.sound,
                ),
                Picker("Clock", "relaxed", RELAXED, self.settings.relaxed),
                Picker("Keys", "keys", [(None, "change what each key does")]),
            )

    def renew(self) -> None:
        """Show the player's name."""
        super().renew()
        self.query_one("#player", Picker).offer([(None, self.quiz.player)])

    @on(Picker.Changed)
    def _changed(self, event: Picker.Changed) -> None:
        self.post_message(Changed(str(event.choice.id), event.choice.value))

    @on(ListView.Selected)
    async def _clicked(self) -> None:
        await self.action_choose()

    async def action_choose(self) -> None:
        """Change the highlighted setting."""
        item = self.query_one(Panel).highlighted_child
        if isinstance(item, Picker) and len(item.values) > 1:
            item.move(1)
        elif item:
            await self.run_action(f"app.{item.id}")
