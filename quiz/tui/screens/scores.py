"""The scores: a table of the rounds played, of one player or all, with one pack or any."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import DataTable

from quiz.game.modes import title_of
from quiz.game.wording import minutes
from quiz.scores.rounds import Played
from quiz.scores.store import Store
from quiz.text import drawable
from quiz.tui.screens.base import HELP, QuizScreen
from quiz.tui.widgets.line import Line

MOST = 200
"""How many rounds are listed."""


@dataclass
class Reopen(Message):
    """The player wants to see the results of a round again, or to continue it."""

    played: Played


class RoundsTable(DataTable[Text], inherit_bindings=False):
    """The rounds; keys can be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", id="scores.open", tooltip="Open this round"),
        Binding("up", "cursor_up", "Previous round", id="scores.up", show=False),
        Binding("down", "cursor_down", "Next round", id="scores.down", show=False),
        Binding("pageup", "page_up", "Page up", id="scores.page_up", show=False),
        Binding("pagedown", "page_down", "Page down", id="scores.page_down", show=False),
    ]


class ScoresScreen(QuizScreen[None]):
    """The latest rounds or the best. They are read in a thread: there may be very many."""

    CSS_PATH = "scores.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="scores.back"),
        HELP,
        Binding("b,B", "order", "Best first", id="scores.order", tooltip="Best or latest first"),
        Binding("n,N", "player", "Player", id="scores.player", tooltip="Show the next player"),
        Binding("p,P", "pack", "Pack", id="scores.pack", tooltip="Show the next pack"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.players: list[str | None] = [None]
        self.packs: list[str | None] = [None]
        self.player: str | None = None
        self.pack: str | None = None
        self.best = False
        self.rounds: list[Played] = []

    def body(self) -> ComposeResult:
        """Yield the heading and the table."""
        with Horizontal(id="head"):
            yield Line("SCORES", id="heading")
            yield Line(id="filter")
        yield RoundsTable(cursor_type="row")
        yield Line(id="none")

    def on_mount(self) -> None:
        """Read the rounds of all players and packs."""
        self._update()

    def _update(self) -> None:
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        """Read the rounds of the player and the pack chosen, and show them."""
        which = self.player, self.pack
        self.rounds = await asyncio.to_thread(self.store.rounds, *which, best=self.best, most=MOST)
        if len(self.players) == 1:
            self.players += await asyncio.to_thread(self.store.players)
            self.packs += await asyncio.to_thread(self.store.packs)
        self._show()

    def _show(self) -> None:
        if not self.ready:
            return
        order = "best first" if self.best else "latest first"
        who = f"{self.player or 'all players'} · {self.pack or 'all packs'} · {order}"
        self.query_one("#filter", Line).show(who)
        table = self.query_one(RoundsTable)
        table.display = bool(self.rounds)
        none = "No rounds have been played yet." if len(self.players) == 1 else "No such rounds."
        self.query_one("#none", Line).show("" if self.rounds else none)
        table.clear(columns=True)
        narrow = self.has_class("-narrow")
        labels = ("Score", "Right", "Player") if narrow else COLUMNS
        rows = [_cells(n if self.best else 0, played) for n, played in enumerate(self.rounds, 1)]
        for label in labels:
            # The table's own measuring comes later, and sometimes too late.
            widths = (row[label].cell_len for row in rows)
            table.add_column(label, key=label, width=max((len(label), *widths)))
        for row in rows:
            table.add_row(*(row[label] for label in labels))
        if self.rounds:
            table.focus()
        self.renew()

    @on(DataTable.RowSelected)
    def _selected(self, event: DataTable.RowSelected) -> None:
        if event.cursor_row < len(self.rounds):
            self.post_message(Reopen(self.rounds[event.cursor_row]))

    def on_resize(self) -> None:
        """Show the columns that there is room for."""
        if self.rounds:
            self.call_after_refresh(self._show)

    def action_order(self) -> None:
        """Show the best rounds first, or the latest."""
        self.best = not self.best
        self._update()

    def action_player(self) -> None:
        """Show the rounds of the next player, or of all."""
        self.player = _after(self.player, self.players)
        self._update()

    def action_pack(self) -> None:
        """Show the rounds with the next pack, or with any."""
        self.pack = _after(self.pack, self.packs)
        self._update()


COLUMNS = ("Score", "Right", "Player", "Mode", "Packs", "Time", "Played")


def _after(choice: str | None, choices: list[str | None]) -> str | None:
    return choices[(choices.index(choice) + 1) % len(choices)]


def _cells(rank: int, played: Played) -> dict[str, Text]:
    """Return the cells of a round by their columns."""
    day = datetime.fromisoformat(played.started).astimezone()
    texts = {
        "Score": f"{played.score:>7,}",
        "Right": f"{played.right}/{played.answered}" + ("" if played.finished else "…"),
        "Player": drawable(played.player),
        "Mode": drawable(title_of(played.mode)),
        "Packs": drawable(", ".join(played.packs)),
        "Time": minutes(played.seconds),
        "Played": f"{day:%d %b %Y}",
    }
    return {name: Text(text, "bold" if rank == 1 else "") for name, text in texts.items()}
