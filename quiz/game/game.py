"""A round being played, as a value."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from quiz.game.deck import Card, Deck
from quiz.game.modes import Rules
from quiz.game.scoring import Points, award

Phase: TypeAlias = Literal["asking", "revealed", "done"]
Cause: TypeAlias = Literal["answered", "expired"]


class Attempt(NamedTuple):
    """One response to one card: the option chosen, if any, why it ended, and what it earned."""

    choice: int | None
    cause: Cause
    right: bool
    seconds: float
    points: Points


class Game(NamedTuple):
    """The state of a round.

    `turn` is the index of the card on the table and `asked` the time at which it was put
    there. Times are seconds of one monotonic clock and always passed in. An event that is out
    of place returns the same Game.
    """

    rules: Rules
    deck: Deck
    attempts: tuple[Attempt, ...] = ()
    turn: int = 0
    asked: float = 0.0

    @property
    def phase(self) -> Phase:
        """Whether an answer is awaited, the key is shown, or the round is over."""
        if self.turn >= len(self.deck):
            return "done"
        return "asking" if len(self.attempts) == self.turn else "revealed"

    @property
    def card(self) -> Card:
        """The card on the table; the last one when the round is over."""
        return self.deck[min(self.turn, len(self.deck) - 1)]

    @property
    def attempt(self) -> Attempt | None:
        """The response to the card on the table, once it has been given."""
        return self.attempts[self.turn] if self.phase == "revealed" else None

    @property
    def score(self) -> int:
        """The points so far."""
        return sum(attempt.points.total for attempt in self.attempts)

    @property
    def streak(self) -> int:
        """How many of the latest answers were right in a row."""
        run = 0
        for attempt in reversed(self.attempts):
            if not attempt.right:
                break
            run += 1
        return run

    @property
    def deadline(self) -> float | None:
        """When the card on the table expires."""
        return None if self.rules.seconds is None else self.asked + self.rules.seconds

    def answer(self, choice: int, at: float) -> Game:
        """The option with this index is chosen; too late, it is as good as none."""
        if self.phase != "asking" or not 0 <= choice < len(self.card.options):
            return self
        if self.deadline is not None and at > self.deadline:
            return self.expire(at)
        return self._attempted(choice, "answered", at)

    def expire(self, at: float) -> Game:
        """The time for this card has run out, if it has."""
        if self.phase != "asking" or self.deadline is None or at < self.deadline:
            return self
        return self._attempted(None, "expired", at)

    def advance(self, at: float) -> Game:
        """The reveal has been read: on to the next card, or to the end."""
        if self.phase != "revealed":
            return self
        return self._replace(turn=self.turn + 1, asked=at)

    def _attempted(self, choice: int | None, cause: Cause, at: float) -> Game:
        right = choice == self.card.key
        points = award(self.rules, self.card.item.difficulty, right, self.streak)
        attempt = Attempt(choice, cause, right, max(0.0, at - self.asked), points)
        return self._replace(attempts=(*self.attempts, attempt))
