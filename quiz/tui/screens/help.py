"""Help: how a round works, and the keys that do something on the screen it was called from."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from quiz.game.modes import CLASSIC, MODES
from quiz.game.wording import SUMMARIES
from quiz.tui.commands import Purpose, commands
from quiz.tui.screens.base import Page, QuizScreen
from quiz.tui.widgets.line import Line

ABOUT = (
    f"A classic round has {CLASSIC.count} questions, each with one right answer. That earns "
    f"{CLASSIC.points['easy']}, {CLASSIC.points['medium']} or {CLASSIC.points['hard']} points, "
    f"depending on its difficulty, and {CLASSIC.streak_bonus} more for every right answer in a "
    f"row before it, up to {CLASSIC.streak_most}. Every answer is saved at once: you can leave a "
    "round at any time and continue it from the home screen."
)


class HelpScreen(QuizScreen[None]):
    """Help for a screen, with a list of its commands."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "dismiss", "Back", id="help.back"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.commands = list(commands(screen))

    def body(self) -> ComposeResult:
        """Yield the rules of a round, and the keys by what they are for."""
        with Page():
            yield Line("HELP", id="heading")
            yield Line(ABOUT, classes="paragraph")
            for purpose in get_args(Purpose):
                found = [one for one in self.commands if one.purpose == purpose]
                lines = [Content.styled(purpose, "bold $text-accent")]
                for one in found:
                    keys = ", ".join(one.keys)
                    lines.append(Content.assemble((f"{keys:<20} ", "bold"), one.name))
                if found:
                    yield Line(Content("\n").join(lines), classes="paragraph")
            lines = [Content.styled("MODES", "bold $text-accent")]
            for rules in MODES.values():
                title = f"{rules.title:<20} "
                lines.append(Content.assemble((title, "bold"), SUMMARIES[rules.mode]))
            yield Line(Content("\n").join(lines), classes="paragraph")
