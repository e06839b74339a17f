"""The results of a round: a poster with the score and a stamp, then what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Digits, Sparkline

from quiz.game.deck import Card
from quiz.game.game import Attempt
from quiz.game.result import Tally, summarise
from quiz.game.wording import achievement, comparison, minutes, rank, share, signs, stamp, winners
from quiz.packs.library import Loaded
from quiz.race import challenge_code
from quiz.scores.rounds import Saved, pack_names
from quiz.scores.store import Form
from quiz.tui.screens.base import HELP, Page, QuizScreen
from quiz.tui.widgets.line import Line, bar

DEAF = 0.4
"""For how many seconds keys do nothing: they were meant for the screen before."""


@dataclass
class Another(Message):
    """The player wants another round: of the same kind, of the same cards, or of the misses."""

    saved: Saved
    kind: Literal["again", "same", "missed"]


class ResultsScreen(QuizScreen[None]):
    """The result of a round, beside the player's others of its kind.

    `packs` are those whose files are known, and `day` is the date to print. A round that was
    `reopened` is left for the screen before. `news` is what else follows from the round.
    """

    CSS_PATH = "results.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,r,R", "another('again')", "Again", id="results.again", tooltip="Play again"),
        Binding("escape,h,H", "leave", "Home", id="results.home"),
        HELP,
        Binding(
            "m,M", "another('missed')", "Misses", id="results.missed", tooltip="Play the misses"
        ),
        Binding(
            "d,D", "another('same')", "Same cards", id="results.same", tooltip="Play the same cards"
        ),
        Binding("c,C", "copy", "Copy", id="results.copy", tooltip="Copy the result as text"),
        Binding("p,P", "app.packs", "Packs", id="results.packs", show=False),
        Binding("s,S", "app.scores", "Scores", id="results.scores", show=False),
    ]

    def __init__(
        self,
        saved: Saved,
        packs: Sequence[Loaded],
        form: Form,
        day: str,
        reopened: bool = False,
        news: str = "",
    ) -> None:
        super().__init__()
        self.saved = saved
        self.form = form
        self.day = day
        self.reopened = reopened
        self.news = news
        self.several = len(saved.game.players) > 1
        self.result = summarise(saved.game, None if self.several else 0)
        titles = [one.pack.title for one in packs if one.pack]
        self.titles = " · ".join(titles or pack_names(saved.round.selection))
        self.deaf = True

    def body(self) -> ComposeResult:
        """Yield the poster, the tallies and the misses."""
        result, round, game = self.result, self.saved.round, self.saved.game
        with Page(), Vertical(id="sheet"):
            with Horizontal(id="top"):
                with Vertical(id="who"):
                    yield Line(f"Case no. {round.seed}", id="case")
                    yield Line(self.titles, id="titles")
                    yield Line(
                        f"{', '.join(round.players)} · {round.rules.title} · {self.day}", id="day"
                    )
                good = result.total.right * 2 >= result.total.asked
                yield Line(stamp(result), id="stamp", classes="-good" if good else "-bad")
            with Horizontal(id="score"):
                yield Digits(f"{result.score:,}")
                yield Line("point" if result.score == 1 else "points", id="points")
                if len(self.form.scores) > 1 and not self.several:
                    with Vertical(id="form"):
                        yield Sparkline(self.form.scores)
                        yield Line(f"your last {len(self.form.scores)}", classes="muted")
            yield Line(self._verdict(), id="verdict")
            for line in (*achievement(game).split("\n"), self.news):
                yield Line(line, classes="achievement")
            if not self.several:
                yield Line(_track(signs(game)), id="track")
            yield Line(
                f"{result.total.right} of {result.total.asked} right · "
                f"Best streak {result.streak} · Time {minutes(result.seconds)}",
                id="figures",
            )
            with Horizontal(id="tallies"):
                yield Line(_bars("BY CATEGORY", result.categories))
                yield Line(_bars("BY DIFFICULTY", result.difficulties))
            if result.missed:
                yield Line("MISSED", id="missed")
            for card, attempt in result.missed:
                yield Line(_missed(card, attempt), classes="miss")

    def _verdict(self) -> str:
        if self.several:
            return winners(self.saved.game)
        place = rank(self.form.rank, self.form.rounds)
        return " · ".join(filter(None, (comparison(self.result.score, self.form.best), place)))

    def on_mount(self) -> None:
        """Strike the stamp, and take keys after a moment."""
        self.set_timer(DEAF, self._listen)
        self.call_after_refresh(self.query("#stamp").add_class, "-struck")

    def _listen(self) -> None:
        self.deaf = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: not at once, and misses only if there are any."""
        if action == "another" and parameters[0] == "missed" and not self.result.missed:
            return False
        return None if self.deaf else True

    def action_another(self, kind: Literal["again", "same", "missed"]) -> None:
        """Ask for another round."""
        self.post_message(Another(self.saved, kind))

    async def action_leave(self) -> None:
        """Go back to the screen before, or to the home screen."""
        await self.run_action("app.back" if self.reopened else "app.home")

    def action_copy(self) -> None:
        """Copy the result as a text without spoilers, and show it: not every terminal copies."""
        from quiz.tui.screens.dialogs import Notice

        game = self.saved.game
        code = challenge_code(self.saved)
        seed = self.saved.round.seed
        text = share(self.titles, self.day, self.result, signs(game), seed, code)
        self.app.copy_to_clipboard(text)
        self.app.push_screen(Notice("Copied, if your terminal allows it", text))


def _track(text: str) -> Content:
    """Return signs in their colours."""
    colours = {"✓": "$text-accent", "×": "$text-error"}
    return Content(" ").join(Content.styled(sign, colours.get(sign, "")) for sign in text)


def _bars(heading: str, tallies: dict[str, Tally]) -> Content:
    """Return right answers as bars, one below the other."""
    width = min(24, max(map(len, tallies), default=0))
    lines = [Content.styled(heading, "$text-muted")]
    for name, (right, asked) in tallies.items():
        label = Content(name).truncate(width, ellipsis=True).pad_right(width - len(name[:width]))
        lines.append(Content.assemble(label, "  ", bar(right, asked), f"  {right}/{asked}"))
    return Content("\n").join(lines)


def _missed(card: Card, attempt: Attempt) -> Content:
    """Return a missed question with the answer given, the key and the explanation."""
    lines = [Content.styled(card.item.stem, "bold")]
    if attempt.choice is not None:
        lines.append(Content.styled(f"× {card.options[attempt.choice]}", "$text-error"))
    lines.append(Content.styled(f"✓ {card.item.key}", "$text-accent"))
    if card.item.explanation:
        lines.append(Content(card.item.explanation))
    return Content("\n").join(lines)
