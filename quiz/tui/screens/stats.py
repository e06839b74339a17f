"""The statistics of a player, or of all: how well, how often, how fast, and what was missed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from quiz.game.modes import title_of
from quiz.game.result import Tally
from quiz.scores.stats import CALENDAR_WEEKS, BestRound, Miss, Statistics, statistics
from quiz.scores.store import Store
from quiz.text import count, drawable
from quiz.tui.screens.base import HELP, Page, QuizScreen
from quiz.tui.widgets.line import Line, bar

SHADES = "░▒▓█"
"""The days of the calendar, by how many answers were given on them."""

TILES = {
    "answers": "answers",
    "right": "right",
    "rounds": "rounds",
    "pace": "sec. each",
    "days": "days played",
}
"""The figures in the first line, by their ids."""

LONGEST = 18
"""The most columns of the name of a category."""


@dataclass
class Practise(Message):
    """The player wants a round of these items."""

    uids: Sequence[str]


class StatsScreen(QuizScreen[None]):
    """The figures of a player, which are read in a thread: there may be much to count."""

    CSS_PATH = "stats.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="stats.back"),
        HELP,
        Binding("m,M", "practise", "Misses", id="stats.misses", tooltip="Play what was missed"),
        Binding("n,N", "player", "Player", id="stats.player", tooltip="Show the next player"),
    ]

    def __init__(self, store: Store, player: str, today: date) -> None:
        super().__init__()
        self.store = store
        self.player: str | None = player
        self.players: list[str | None] = []
        self.today = today
        self.figures: Statistics | None = None
        self._shown: Statistics | None = None

    def body(self) -> ComposeResult:
        """Yield the headings, below which the figures are written."""
        with Page(), Vertical(id="sheet"):
            with Horizontal(id="head"):
                yield Line("STATISTICS", id="heading")
                yield Line(self.player or "", id="filter")
            yield Line(id="none")
            with Vertical(id="figures"):
                with Horizontal(id="tiles"):
                    for id, name in TILES.items():
                        yield Line(_tile("", name), id=id)
                with Horizontal(classes="row"):
                    with Vertical(id="over-time"):
                        yield Line("RIGHT OVER TIME", classes="muted")
                        yield Line(id="no-plot")
                    yield Line(_titled("DAYS PLAYED"), id="calendar")
                with Horizontal(classes="row"):
                    yield Line(_titled("BY CATEGORY"), id="categories")
                    with Vertical():
                        yield Line(_titled("BY DIFFICULTY"), id="difficulties")
                        yield Line(_titled("BEST ROUNDS"), id="best")
                yield Line(_titled("MISSED MOST"), id="missed")

    def on_mount(self) -> None:
        """Read the figures."""
        self._update()

    def _update(self) -> None:
        self.run_worker(self._read(self.player), exclusive=True)

    async def _read(self, player: str | None) -> None:
        self.figures = await asyncio.to_thread(statistics, self.store, player, self.today)
        if not self.players:
            known = await asyncio.to_thread(self.store.players)
            self.players = list(dict.fromkeys((self.player, *known, None)))
        if self.ready:
            self.renew()

    def renew(self) -> None:
        """Show the figures once they have been read."""
        super().renew()
        if self.figures is not None and self.figures is not self._shown:
            self._shown = self.figures
            self._show(self.figures)
            self.refresh_bindings()

    def _show(self, figures: Statistics) -> None:
        """Write the figures into the widgets."""
        asked = figures.total.asked
        self.query_one("#figures").display = bool(asked)
        texts: dict[str, str | Content] = {
            "filter": self.player or "all players",
            "none": "" if asked else self._invitation(),
            "calendar": _titled("DAYS PLAYED", *calendar(figures.calendar, self.today)),
            "categories": _titled("BY CATEGORY", *_bars(figures.categories)),
            "difficulties": _titled("BY DIFFICULTY", *_bars(figures.difficulties)),
            "best": _titled("BEST ROUNDS", *_best(figures.best)),
            "missed": _titled("MISSED MOST", *_missed(figures.missed)),
            "no-plot": "" if len(figures.days) > 1 else "The second day begins a plot.",
        }
        pace = "-" if figures.pace is None else f"{figures.pace:.1f}"
        share = _percent(figures.total)
        days = f"{len(figures.calendar):,}"
        values = (f"{asked:,}", share, f"{figures.rounds:,}", pace, days)
        texts |= {id: _tile(value, TILES[id]) for id, value in zip(TILES, values)}
        for id, text in texts.items():
            self.query_one(f"#{id}", Line).show(text)
        self._plot(figures)

    def _plot(self, figures: Statistics) -> None:
        from quiz.tui.plot import AccuracyPlot

        self.query(AccuracyPlot).remove()
        if len(figures.days) > 1:
            self.query_one("#over-time").mount(AccuracyPlot(figures.days))

    def _invitation(self) -> str:
        others = [name for name in self.players if name not in (None, self.player)]
        more = " n shows those of other players." if others else ""
        return f"No answers yet. Play a round, and your figures will be here.{more}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: there may be no misses and no other players."""
        if action == "practise":
            return bool(self.figures and self.figures.missed)
        return len(self.players) > 2 if action == "player" else True

    def action_practise(self) -> None:
        """Ask for a round of the items missed most."""
        if self.figures:
            self.post_message(Practise([miss.uid for miss in self.figures.missed]))

    def action_player(self) -> None:
        """Show the figures of the next player, or of all."""
        self.player = self.players[(self.players.index(self.player) + 1) % len(self.players)]
        self._update()


def _titled(heading: str, *lines: Content) -> Content:
    """Return lines below a heading; without any they say that there is nothing yet."""
    return Content("\n").join([Content.styled(heading, "$text-muted"), *lines])


def _tile(figure: str, name: str) -> Content:
    return Content.assemble((figure or " ", "bold"), "\n", (name, "$text-muted"))


def _percent(tally: Tally) -> str:
    return f"{tally.right / max(1, tally.asked):.0%}"


def _bars(tallies: Mapping[str, Tally]) -> list[Content]:
    """Return the shares of right answers as bars with figures, one below the other."""
    names = {name: Content(drawable(name)).truncate(LONGEST, ellipsis=True) for name in tallies}
    wide = max((name.cell_length for name in names.values()), default=0)
    return [
        Content.assemble(
            names[name].pad_right(wide - names[name].cell_length),
            "  ",
            bar(*tally),
            (f" {_percent(tally):>4}", "bold"),
            (f"  {tally.right:,}/{tally.asked:,}", "$text-muted"),
        )
        for name, tally in tallies.items()
    ]


def _best(best: Sequence[BestRound]) -> list[Content]:
    titles = [drawable(title_of(one.mode))[:LONGEST] for one in best]
    wide = max(map(len, titles), default=0)
    points = max((len(f"{one.score:,}") for one in best), default=0)
    return [
        Content.assemble(
            f"{title:<{wide}}  ",
            (f"{one.score:>{points},}", "bold"),
            f"  {one.right}/{one.asked}",
            (f"  {one.date.day} {one.date:%b %Y}", "$text-muted"),
        )
        for title, one in zip(titles, best)
    ]


def _missed(missed: Sequence[Miss]) -> list[Content]:
    if not missed:
        return [Content("nothing so far")]
    wide = max(len(f"{miss.misses}/{miss.asked}") for miss in missed)
    return [
        Content.assemble(
            (f"× {f'{miss.misses}/{miss.asked}':>{wide}}", "$text-error"),
            f"  {drawable(miss.stem)}",
        )
        for miss in missed
    ]


def calendar(days: Mapping[date, int], today: date) -> list[Content]:
    """Return the latest weeks as columns of days, darker the more was answered on a day."""
    monday = today - timedelta(days=today.weekday(), weeks=CALENDAR_WEEKS - 1)
    most = max(days.values(), default=0)
    months = ""
    for week in range(CALENDAR_WEEKS):
        first = monday + timedelta(weeks=week)
        if first.day <= 7:
            months = f"{months:<{week}}{first:%b}"
    lines = [Content.styled(f"    {months}"[: CALENDAR_WEEKS + 4], "$text-muted")]
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        cells = [
            _cell(days.get(day, 0), most) if day <= today else Content(" ")
            for week in range(CALENDAR_WEEKS)
            for day in [monday + timedelta(weeks=week, days=weekday)]
        ]
        lines.append(Content.assemble((f"{name:<4}", "$text-muted"), *cells))
    lines.append(Content.styled(f"{SHADES[-1]} {count(most, 'answer')} on a day", "$text-muted"))
    return lines


def _cell(answers: int, most: int) -> Content:
    if not answers:
        return Content.styled("·", "$text-muted")
    return Content.styled(SHADES[(answers * len(SHADES) - 1) // most], "$text-accent")
