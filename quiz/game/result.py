"""What a round amounts to."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from quiz.game.deck import Card
from quiz.game.game import Attempt, Game
from quiz.packs.model import DIFFICULTIES


class Tally(NamedTuple):
    """Right answers out of all."""

    right: int
    asked: int


class Result(NamedTuple):
    """Figures of a round: points, right answers, the longest streak, seconds taken.

    The points of several players are those of the best.
    """

    score: int
    total: Tally
    streak: int
    seconds: float
    categories: dict[str, Tally]
    difficulties: dict[str, Tally]
    missed: tuple[tuple[Card, Attempt], ...]


def summarise(game: Game, player: int | None = 0) -> Result:
    """Return the result of a player's attempts so far, or of all players' together."""
    own = [attempt for attempt in game.attempts if player in (None, attempt.player)]
    played = [(game.card_at(attempt.turn), attempt) for attempt in own]
    runs = (len(list(run)) for right, run in groupby(a.right for a in own) if right)
    difficulties = _tallies(played, lambda card: card.item.difficulty)
    return Result(
        score=max(map(game.score, range(len(game.players))))
        if player is None
        else game.score(player),
        total=_tally(played),
        streak=max(runs, default=0),
        seconds=sum(attempt.seconds for attempt in own),
        categories=_tallies(played, lambda card: card.item.category or card.item.pack),
        difficulties={d: difficulties[d] for d in DIFFICULTIES if d in difficulties},
        missed=tuple((card, attempt) for card, attempt in played if not attempt.right),
    )


def _tally(played: list[tuple[Card, Attempt]]) -> Tally:
    return Tally(sum(attempt.right for _, attempt in played), len(played))


def _tallies(played: list[tuple[Card, Attempt]], label: Callable[[Card], str]) -> dict[str, Tally]:
    labels = sorted({label(card) for card, _ in played})
    return {name: _tally([pair for pair in played if label(pair[0]) == name]) for name in labels}
