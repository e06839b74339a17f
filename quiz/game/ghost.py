"""Another player's round, or an earlier one, to race against."""

from __future__ import annotations

from typing import NamedTuple

from quiz.game.game import Game


class Ghost(NamedTuple):
    """Whose round it was, and the score that stood after each card."""

    name: str
    scores: tuple[int, ...]

    def lead(self, game: Game) -> int:
        """Return how many points a game is ahead of the ghost after as many cards."""
        answered = len({attempt.turn for attempt in game.attempts})
        other = self.scores[min(answered, len(self.scores)) - 1] if answered and self.scores else 0
        return game.score() - other
