"""A panel to choose the next round on. What was chosen last is chosen first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, ListView

from quiz.game.deck import Selection
from quiz.game.modes import MODES, Rules
from quiz.game.wording import SUMMARIES
from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES
from quiz.packs.pool import Pool
from quiz.settings import Settings
from quiz.text import SAFE, count
from quiz.tui.screens.base import HELP, Page, QuizScreen
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.panel import Offers, Panel, Picker

COUNTS = (5, 10, 15, 20, 30, 50)
"""How many questions a round may have where its mode leaves that open."""


@dataclass
class Start(Message):
    """The player wants a round of these rules, drawn from this selection.

    `party` are the players where there are several.
    """

    rules: Rules
    selection: Selection
    party: tuple[str, ...] = ()


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
        Binding("n,N", "players", "Players", id="new.players", tooltip="Name the players"),
        Binding("up", "panel", "Back to the choices", id="new.up", show=False),
    ]

    def __init__(self, library: Sequence[Loaded], chosen: Sequence[str], last: Settings) -> None:
        super().__init__()
        self.library = [one for one in library if one.pack]
        self.chosen = tuple(chosen)
        self.last = last
        self.party = last.party
        modes = [(one, one.title) for one in MODES.values()]
        self.summary = Line(id="summary")
        self.panel = Panel(
            Picker("Mode", "mode", modes, MODES.get(last.mode)),
            Picker("Packs", "packs", self._packs(), self.chosen),
            Picker("Category", "category", [("", "any")]),
            Picker("Difficulty", "difficulty", [("", "any")]),
            Picker("Questions", "count", [(0, "")]),
            Picker("Clock", "clock", [(0, "")]),
            Picker("Players", "players", [(0, "")]),
        )
        self.seed = Input(
            placeholder="random; a word or a challenge code",
            restrict=SAFE,
            max_length=100,
            compact=True,
        )
        self.available = Line(id="size")

    def body(self) -> ComposeResult:
        """Yield the panel."""
        with Page(), Vertical(id="panel"):
            yield Line("NEW ROUND", id="heading")
            yield self.summary
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
        counts = [rules.count] if rules.fixed else sorted({*COUNTS, rules.count, questions} - {0})
        self._choice("count").offer([(n, str(n)) for n in counts], questions or rules.count)
        self._choice("clock").offer([(0, self._clock(rules))])
        several = ", ".join(self.party) or "press n to name them"
        alone = rules.most_players == 1
        self._choice("players").offer([(0, self.quiz.player if alone else several)])
        self.summary.show(SUMMARIES[rules.mode])
        self.refresh_bindings()
        self._measure()

    def _clock(self, rules: Rules) -> str:
        """Return what the clock of a mode is, in words."""
        slow = self.quiz.settings.relaxed
        more = f", {slow} times slower" if slow > 1 else ""
        return "no clock" if rules.clock == "none" else f"{rules.seconds:.0f} seconds{more}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: players are named where there are several."""
        return action != "players" or self._choice("mode").value.most_players > 1

    def _offer_again(self) -> None:
        """Offer what there is now, with what is chosen now as far as that is still offered."""
        self._offer(*(self._choice(name).value for name in ("category", "difficulty", "count")))

    def _offer_mode(self) -> None:
        """Offer what there is in another mode, with its own number of questions."""
        self._offer(self._choice("category").value, self._choice("difficulty").value, 0)

    def _measure(self) -> None:
        """Show how many questions there are to draw from."""
        names, category = self._choice("packs").value, self._choice("category").value
        packs = [one.pack.items for one in self.library if one.pack and one.name in names]
        size = len(Pool(packs, category, self._choice("difficulty").value))
        self.available.show(f"{count(size, 'question')} to draw from")

    @on(Picker.Changed)
    def _changed(self, event: Picker.Changed) -> None:
        if event.choice.id == "mode":
            self._offer_mode()
        elif event.choice.id == "packs":
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
        rules = mode._replace(count=self._choice("count").value)
        if rules.most_players == 1:
            self.post_message(Start(rules, selection))
        elif len(self.party) < rules.least_players:
            self.action_players()
        else:
            self.post_message(Start(rules, selection, self.party))

    def action_players(self) -> None:
        """Let the players name themselves."""
        from quiz.tui.screens.dialogs import Names

        def named(party: tuple[str, ...] | None) -> None:
            if party:
                self.party = party
                self._offer_again()

        rules: Rules = self._choice("mode").value
        self.app.push_screen(Names(self.party, rules.least_players, rules.most_players), named)

    def action_panel(self) -> None:
        """Move from the seed back to the choices."""
        self.panel.focus()
