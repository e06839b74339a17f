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
        Binding("escape", "dismiss", "Back", id="settings.back"),
        HELP,
    ]

    def __init__(self, settings: Settings, themes: Sequence[str]) -> None:
        super().__init__()
        themed = [(name, name.replace("-", " ").title()) for name in themes]
        bell = [(False, "off"), (True, "bell at a wrong answer")]
        ghost = [(True, "race my best round"), (False, "off")]
        self.player = Picker("Player", "player", [(None, "")])
        self.panel = Panel(
            self.player,
            Picker("Theme", "theme", themed, settings.theme),
            Picker("Motion", "motion", [(True, "on"), (False, "off")], settings.motion),
            Picker("Sound", "sound", bell, settings.sound),
            Picker("Clock", "relaxed", RELAXED, settings.relaxed),
            Picker("Ghost", "ghost", ghost, settings.ghost),
            Picker("Keys", "keys", [(None, "change what each key does")]),
        )

    def body(self) -> ComposeResult:
        """Yield a row for each setting."""
        with Page(), Vertical(id="panel"):
            yield Line("SETTINGS", id="heading")
            yield self.panel

    def renew(self) -> None:
        """Show the player's name."""
        super().renew()
        self.player.offer([(None, self.quiz.player)])

    @on(Picker.Changed)
    def _changed(self, event: Picker.Changed) -> None:
        self.post_message(Changed(str(event.choice.id), event.choice.value))

    @on(ListView.Selected)
    async def _clicked(self) -> None:
        await self.action_choose()

    async def action_choose(self) -> None:
        """Change the highlighted setting."""
        item = self.panel.highlighted_child
        if isinstance(item, Picker) and len(item.values) > 1:
            item.move(1)
        elif item:
            await self.run_action(f"app.{item.id}")
