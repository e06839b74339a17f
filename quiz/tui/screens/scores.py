"""The scores: the best and the latest rounds, by player and pack."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.scores.rounds import Played
from quiz.scores.store import Store
from quiz.tui.lines import EMPTY, Line, Page, Span, pad, paragraph, spread
from quiz.tui.screens.page import PageScreen

BEST_ROUNDS = 5
LATEST_ROUNDS = 200


class ScoresScreen(PageScreen[None]):
    """The rounds of one player or all, with one pack or any.

    They are read in a thread, since there may be very many.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "next_player", "Player", id="scores.player"),
        Binding("p,P", "next_pack", "Pack", id="scores.pack"),
        Binding("escape,enter", "app.back", "Back", id="scores.back"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.players: list[str | None] = [None]
        self.packs: list[str | None] = [None]
        self.player: str | None = None
        self.pack: str | None = None
        self.best: list[Played] = []
        self.latest: list[Played] | None = None

    def on_mount(self) -> None:
        """Read the rounds of all players and packs."""
        self._update()

    def _update(self) -> None:
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        """Read the rounds of the player and the pack chosen, and show them."""
        rounds, which = self.store.rounds, (self.player, self.pack)
        self.best = await asyncio.to_thread(rounds, *which, best=True, most=BEST_ROUNDS)
        self.latest = await asyncio.to_thread(rounds, *which, most=LATEST_ROUNDS)
        if len(self.players) == 1:
            self.players += await asyncio.to_thread(self.store.players)
            self.packs += await asyncio.to_thread(self.store.packs)
        self.redraw(top=True)

    def page(self, width: int, height: int) -> Page:
        """Return the page with the two tables."""
        who = Span(f"{self.player or 'all players'} · {self.pack or 'all packs'}", "muted")
        head = [spread((Span("SCORES", "bold"),), (who,), width)]
        if height >= 20:
            head = [EMPTY, *head, EMPTY]
        body: list[Line] = []
        if self.latest:
            body = [*_table("BEST", self.best, width), EMPTY, *_table("LATEST", self.latest, width)]
        elif self.latest is not None:
            body = paragraph("No rounds have been played yet.", width)
        foot = [EMPTY, *self.trouble(self.store.trouble, width), self.keys(width)]
        return Page(head, body, foot)

    def action_next_player(self) -> None:
        """Show the rounds of the next player, or of all."""
        self.player = _after(self.player, self.players)
        self._update()

    def action_next_pack(self) -> None:
        """Show the rounds with the next pack, or with any."""
        self.pack = _after(self.pack, self.packs)
        self._update()


def _after(choice: str | None, choices: list[str | None]) -> str | None:
    return choices[(choices.index(choice) + 1) % len(choices)]


def _table(heading: str, rounds: Sequence[Played], inner: int) -> list[Line]:
    """Return rounds as a table with a line for each."""
    lines: list[Line] = [(Span(heading, "accent"),), (Span("─" * inner, "muted"),)]
    when = "%d %b %Y %H:%M" if inner >= 60 else "%d %b"
    rest = inner - 16 - (17 if inner >= 60 else 6)
    names = max(8, rest * 2 // 5) if inner >= 60 else rest
    packs = max(0, rest - names - 4)
    for played in rounds:
        right = f"{played.right}/{played.answered}{'' if played.finished else '…'}"
        day = datetime.fromisoformat(played.started).astimezone()
        lines.append(
            (
                Span(f"{played.score:>6,} ", "bold"),
                Span(f"{right:>7}  "),
                Span(pad(played.player, names)),
                Span(f"  {pad(', '.join(played.packs), packs)}  " if packs else "", "muted"),
                Span(day.strftime(when), "muted"),
            )
        )
    return lines
