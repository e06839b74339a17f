"""The scores: the best and the latest rounds, by pack and player."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.scores.store import Played, Store
from quiz.tui.lines import EMPTY, Line, Page, Span, column, pad, paragraph, spread
from quiz.tui.screens.page import PageScreen

BEST = 5


class ScoresScreen(PageScreen[None]):
    """Rounds from the store, of everybody and all packs until one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "next_player", "Player", id="scores.player"),
        Binding("p,P", "next_pack", "Pack", id="scores.pack"),
        Binding("escape,enter", "app.back", "Back", id="scores.back"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.players: list[str | None] = [None, *store.players()]
        self.packs: list[str | None] = [None, *store.packs()]
        self.player: str | None = None
        self.pack: str | None = None

    def page(self, width: int, height: int) -> Page:
        """Two tables."""
        margin, inner = column(width)
        best = self.store.rounds(self.player, self.pack, best=True, most=BEST)
        latest = self.store.rounds(self.player, self.pack, most=200)
        who = Span(f"{self.player or 'all players'} · {self.pack or 'all packs'}", "muted")
        head = [spread((Span("SCORES", "bold"),), (who,), inner)]
        if height >= 20:
            head = [EMPTY, *head, EMPTY]
        if latest:
            body = [*_table("BEST", best, inner), EMPTY, *_table("LATEST", latest, inner)]
        else:
            body = paragraph("No rounds yet: the first one you play will stand here.", inner)
        foot = [EMPTY, *self.trouble(self.store.trouble, inner), self.keys(inner)]
        return Page(head, body, foot).indented(margin)

    def action_next_player(self) -> None:
        """Show the next player's rounds, or everybody's."""
        at = self.players.index(self.player)
        self.player = self.players[(at + 1) % len(self.players)]
        self.redraw(top=True)

    def action_next_pack(self) -> None:
        """Show the rounds with the next pack, or with any."""
        at = self.packs.index(self.pack)
        self.pack = self.packs[(at + 1) % len(self.packs)]
        self.redraw(top=True)


def _table(heading: str, rounds: Sequence[Played], inner: int) -> list[Line]:
    """Rounds, a line each."""
    lines: list[Line] = [(Span(heading, "accent"),), (Span("─" * inner, "muted"),)]
    when = "%d %b %Y %H:%M" if inner >= 60 else "%d %b"
    rest = inner - 16 - (17 if inner >= 60 else 6)
    names = max(8, rest * 2 // 5) if inner >= 60 else rest
    packs = max(0, rest - names - 4)
    for played in rounds:
        right = f"{played.right}/{played.cards}"
        if not played.finished:
            right = f"{played.right}/{played.answered}…"
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
