"""Points."""

from __future__ import annotations

from typing import NamedTuple

from quiz.game.modes import Rules
from quiz.packs.model import Difficulty


class Points(NamedTuple):
    """What an answer earned, by reason."""

    base: int = 0
    streak: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.base + self.streak


def award(rules: Rules, difficulty: Difficulty, right: bool, streak: int) -> Points:
    """The points of an answer that follows `streak` right answers in a row."""
    if not right:
        return Points()
    return Points(rules.points[difficulty], min(streak * rules.streak, rules.streak_most))
