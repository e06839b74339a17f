"""A panel to choose the next round on. What was chosen last is chosen first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, ListView

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC, Rules
from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES
from quiz.packs.pool import Pool
from quiz.settings import Settings
from quiz.text import UNSAFE, count
from quiz.tui.screens.base import HELP, Page, QuizScreen
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.panel import Offers, Panel, Picker

OFFERED = (CLASSIC,)
"""The modes that have screens."""

COUNTS = (5, 10, 15, 20, 30, 50)
"""How many questions a round may have where its mode leaves that open."""

NO_CLOCK = [(0, "no clock")]


@dataclass
class Start(Message):
    """The player wants a round of these rules, drawn from this selection."""

    rules: Rules
    selection: Selection


class NewRoundScreen(QuizScreen[None]):
    """Chooses mode, packs, category, difficulty, count and seed.

    `library` are the packs, of which those named by `chosen` were selected last.
    """

    CSS_PATH = "new_round.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", id="new.start", tooltip="Start the round"),
        Binding("escape", "dismiss", "Back", id="new.back"),
        HELP,
        Binding("p,P", "app.packs", "Packs", id="new.packs", tooltip="Select packs"),
        Binding("up", "panel", "Back to the choices", id="new.up", show=False),
    ]

    def __init__(self, library: Sequence[Loaded], chosen: Sequence[str], last: Settings) -> None:
        super().__init__()
        self.library = [one for one in library if one.pack]
        self.chosen = tuple(chosen)
        self.last = last
        self.panel = Panel(
            Picker("Mode", "mode", [(one, one.title) for one in OFFERED]),
            Picker("Packs", "packs", self._packs(), self.chosen),
            Picker("Category", "category", [("", "any")]),
            Picker("Difficulty", "difficulty", [("", "any")]),
            Picker("Questions", "count", [(0, "")]),
            Picker("Clock", "clock", NO_CLOCK),
        )
        self.seed = Input(
            placeholder="random: type a word to share this round",
            restrict=rf"(?:(?!{UNSAFE.pattern}).)*",
            max_length=64,
            compact=True,
        )
        self.available = Line(id="size")

    def body(self) -> ComposeResult:
        """Yield the panel."""
        with Page(), Vertical(id="panel"):
            yield Line("NEW ROUND", id="heading")
            yield self.panel
            with Horizontal(id="seeding"):
                yield Line("Seed", classes="name")
                yield self.seed
            yield self.available

    def on_mount(self) -> None:
        """Offer what there is, with what was chosen last."""
        self._offer(self.last.category, self.last.difficulty, self.last.count)

    def select(self, library: Sequence[Loaded], chosen: Sequence[str]) -> None:
        """Offer these packs, of which those named by `chosen` have been selected."""
        self.library = [one for one in library if one.pack]
        self.chosen = tuple(chosen)
        self._choice("packs").offer(self._packs(), self.chosen)
        self._offer_again()

    def _packs(self) -> Offers:
        """Return the packs chosen last, all built-in ones, and each pack on its own.

        One that was chosen stays chosen if it cannot be played, in case it is mended.
        """
        names = [one.name for one in self.library]
        built_in = tuple(one.name for one in self.library if one.built_in)
        values: dict[tuple[str, ...], str] = {built_in: "all built-in packs"} if built_in else {}
        values |= {(name,): name for name in names}
        if self.chosen and self.chosen not in values:
            values = {self.chosen: ", ".join(self.chosen), **values}
        return list(values.items()) or [((), "none")]

    def _choice(self, name: str) -> Picker:
        return self.panel.pickers[name]

    def _offer(self, category: str, difficulty: str, questions: int) -> None:
        """Offer the categories, difficulties and counts that the chosen packs and mode leave."""
        rules: Rules = self._choice("mode").value
        names = self._choice("packs").value
        packs = [one.pack.items for one in self.library if one.pack and one.name in names]
        known = dict.fromkeys(name for name, _ in Pool(packs).counts() if name)
        self._choice("category").offer([("", "any"), *((name, name) for name in known)], category)
        self._choice("difficulty").offer(
            [("", "any"), *((level, level) for level in DIFFICULTIES)], difficulty
        )
        fixed = bool(rules.ladder or rules.lives or rules.clock == "round" or rules.once_a_day)
        counts = [rules.count] if fixed else sorted({*COUNTS, rules.count, questions} - {0})
        self._choice("count").offer([(n, str(n)) for n in counts], questions or rules.count)
        self._measure()

    def _offer_again(self) -> None:
        """Offer what there is now, with what is chosen now as far as that is still offered."""
        self._offer(*(self._choice(name).value for name in ("category", "difficulty", "count")))

    def _measure(self) -> None:
        """Show how many questions there are to draw from."""
        names, category = self._choice("packs").value, self._choice("category").value
        packs = [one.pack.items for one in self.library if one.pack and one.name in names]
        size = len(Pool(packs, category, self._choice("difficulty").value))
        self.available.show(f"{count(size, 'question')} to draw from")

    @on(Picker.Changed)
    def _changed(self, event: Picker.Changed) -> None:
        if event.choice.id in ("mode", "packs"):
            self._offer_again()
        else:
            self._measure()

    @on(ListView.Selected)
    def _clicked(self, event: ListView.Selected) -> None:
        if isinstance(event.item, Picker):
            event.item.move(1)

    @on(Input.Submitted)
    def action_start(self) -> None:
        """Ask for the round."""
        mode: Rules = self._choice("mode").value
        selection = Selection(
            self._choice("packs").value,
            self._choice("category").value,
            self._choice("difficulty").value,
            self.seed.value.strip(),
        )
        self.post_message(Start(replace(mode, count=self._choice("count").value), selection))

    def action_panel(self) -> None:
        """Move from the seed back to the choices."""
        self.panel.focus()
