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
        """The sum."""
        return self.base + self.streak


def award(
    rules: Rules,
    difficulty: Difficulty,
    *,
    streak: int = 0,
    seconds: float = 0.0,
    stolen: bool = False,
    last_lap: bool = False,
) -> Points:
    """Return the points of a right answer that follows `streak` right answers in a row.

    With `half_after` they shrink with the seconds taken, by Kahoot's formula: the points times
    1 - (seconds / time limit) / 2, where `half_after` is the time limit.
    Source: https://support.kahoot.com/hc/en-us/articles/115002303908
    """
    share = 1.0
    if rules.half_after:
        share = max(0.5, 1 - seconds / rules.relaxed / rules.half_after / 2)
    if stolen:
        share *= rules.steal_share
    if last_lap:
        share *= rules.last_lap
    bonus = min(streak * rules.streak_bonus, rules.streak_most)
    return Points(_rounded(share * rules.points[difficulty]), _rounded(share * bonus))


def _rounded(number: float) -> int:
    """Round half up, as people do."""
    return int(number + 0.5)
