"""The rules of a round. A mode is one row of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quiz.packs.model import Difficulty


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a round.

    `count` is how many cards are dealt and `choices` how many options a card shows where its
    author did not fix them. A right answer earns the points of its difficulty, and `streak`
    more for each right answer in a row before it, up to `streak_most`. A card expires after
    `seconds`, or never if that is None.
    """

    mode: str
    title: str
    count: int
    choices: int
    points: Mapping[Difficulty, int]
    streak: int
    streak_most: int
    seconds: float | None = None


CLASSIC = Rules(
    mode="classic",
    title="Classic",
    count=10,
    choices=4,
    points={"easy": 100, "medium": 150, "hard": 200},
    streak=25,
    streak_most=100,
)

MODES: Mapping[str, Rules] = {rules.mode: rules for rules in (CLASSIC,)}
"""Every mode by its name."""
