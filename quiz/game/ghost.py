"""Another player's round, or an earlier one, to race against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quiz.game.challenge import Challenge
from quiz.game.deck import Deck
from quiz.game.game import Event, Game, replay


class Ghost(NamedTuple):
    """Whose round it was, and the score that stood after each card."""

    name: str
    scores: tuple[int, ...]

    def lead(self, game: Game) -> int:
        """Return how many points a game is ahead of the ghost after as many cards."""
        answered = len({attempt.turn for attempt in game.attempts})
        other = self.scores[min(answered, len(self.scores)) - 1] if answered and self.scores else 0
        return game.score() - other


def ghost_of(name: str, game: Game) -> Ghost:
    """Return the ghost of a player who played a game alone."""
    ends = range(1, len(game.attempts) + 1)
    return Ghost(name, tuple(game._replace(attempts=game.attempts[:end]).score() for end in ends))


def challenger(name: str, challenge: Challenge, deck: Deck) -> Ghost:
    """Return the ghost of the player who made a challenge with this deck.

    The times of a code are not exact: no clock may end the round before the challenger did.
    """
    rules = challenge.rules._replace(clock="none")
    return ghost_of(name, replay(rules, deck, (name,), _events(challenge, deck)))


def _events(challenge: Challenge, deck: Deck) -> Iterator[Event]:
    """Yield what the challenger did, with any wrong option for a card that was missed."""
    now = 0.0
    for card, (right, seconds) in zip(deck.cards, challenge.cards):
        now += seconds
        yield Event("answer", now, card.key if right else card.decoy)
        yield Event("advance", now)
