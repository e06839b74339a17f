"""The scores: the best and the latest rounds, by pack and player."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.scores.rounds import Played
from quiz.scores.store import Store
from quiz.tui.lines import EMPTY, Line, Page, Span, column, pad, paragraph, spread
from quiz.tui.screens.page import PageScreen

BEST = 5
LATEST = 200


class ScoresScreen(PageScreen[None]):
    """Rounds from the store, of everybody and all packs until one is chosen.

    They are read out of the way of the screen, as there may be very many.
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
        """Read what is shown first."""
        self._look()

    def _look(self) -> None:
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        """Read the rounds of the player and the pack chosen, and show them."""
        rounds, which = self.store.rounds, (self.player, self.pack)
        self.best = await asyncio.to_thread(rounds, *which, best=True, most=BEST)
        self.latest = await asyncio.to_thread(rounds, *which, most=LATEST)
        if len(self.players) == 1:
            self.players += await asyncio.to_thread(self.store.players)
            self.packs += await asyncio.to_thread(self.store.packs)
        self.redraw(top=True)

    def page(self, width: int, height: int) -> Page:
        """Two tables."""
        margin, inner = column(width)
        who = Span(f"{self.player or 'all players'} · {self.pack or 'all packs'}", "muted")
        head = [spread((Span("SCORES", "bold"),), (who,), inner)]
        if height >= 20:
            head = [EMPTY, *head, EMPTY]
        body: list[Line] = []
        if self.latest:
            body = [*_table("BEST", self.best, inner), EMPTY, *_table("LATEST", self.latest, inner)]
        elif self.latest is not None:
            body = paragraph("No rounds yet: the first one you play will stand here.", inner)
        foot = [EMPTY, *self.trouble(self.store.trouble, inner), self.keys(inner)]
        return Page(head, body, foot).indented(margin)

    def action_next_player(self) -> None:
        """Show the next player's rounds, or everybody's."""
        at = self.players.index(self.player)
        self.player = self.players[(at + 1) % len(self.players)]
        self._look()

    def action_next_pack(self) -> None:
        """Show the rounds with the next pack, or with any."""
        at = self.packs.index(self.pack)
        self.pack = self.packs[(at + 1) % len(self.packs)]
        self._look()


def _table(heading: str, rounds: Sequence[Played], inner: int) -> list[Line]:
    """Rounds, a line each."""
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
