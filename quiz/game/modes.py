"""The rules of a round. A mode is one row of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from quiz.packs.model import DIFFICULTIES, Difficulty

Order: TypeAlias = Literal["shuffled", "rising", "due"]
ClockKind: TypeAlias = Literal["none", "card", "round"]
Lifeline: TypeAlias = Literal["fifty", "swap", "ask"]

WORTH: Mapping[Difficulty, int] = MappingProxyType({"easy": 100, "medium": 150, "hard": 200})


class Rules(NamedTuple):
    """The settings of a round.

    A number that is 0 switches its rule off.
    """

    mode: str
    title: str
    count: int = 10  # type: ignore[assignment]  # it hides tuple.count
    """Cards dealt, to each player."""
    choices: int = 4
    """Options shown of a card whose author did not fix them."""
    order: Order = "shuffled"
    """Dealing order: by seed, from easy to hard, or by when they are due for review."""
    points: Mapping[Difficulty, int] = WORTH
    """What a right answer earns, by the difficulty of its item."""
    streak_bonus: int = 0
    """Points for each right answer in a row before a right one."""
    streak_most: int = 0
    """The largest bonus of a streak."""
    half_after: float = 0.0
    """Seconds after which a right answer earns half; before that the points shrink evenly."""
    clock: ClockKind = "none"
    """What the time limit is for; that of a round stands still during a reveal."""
    seconds: float = 0.0
    """The time limit."""
    relaxed: int = 1
    """How many times slower the clock runs."""
    lives: int = 0
    """How many misses end the round."""
    ladder: tuple[int, ...] = ()
    """The score at each rung; a right answer climbs one, and the points do not count."""
    safe_rungs: tuple[int, ...] = ()
    """The rungs, counted from 1, below which a miss does not drop the player."""
    lifelines: tuple[Lifeline, ...] = ()
    """What can be used once each: 50:50, swap the card, ask the room."""
    least_players: int = 1
    most_players: int = 1
    steal_share: float = 0.0
    """The share of the points that the next player earns with a card that was missed."""
    last_lap: int = 1
    """What the points of each player's last card are multiplied by."""
    once_a_day: bool = False
    """Whether the date is the seed, so that the round is the same for everyone that day."""

    @property
    def fixed(self) -> bool:
        """Whether the number of cards is a part of the mode."""
        return bool(self.ladder or self.lives or self.clock == "round" or self.once_a_day)

    def slowed(self, relaxed: int) -> Rules:
        """Return these rules with a clock that runs so many times slower, if they have one."""
        return self._replace(relaxed=relaxed if self.clock != "none" else 1)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as values that JSON can hold."""
        return {**self._asdict(), "points": dict(self.points)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Rules:
        """Return the rules that `as_dict` gave. Raise ValueError if these are none."""
        lists = ("ladder", "safe_rungs", "lifelines")
        given: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in values.items()}
        rules = cls(**given)
        sample = CLASSIC.as_dict()
        for name, value in given.items():
            if type(value) is not type(sample[name]):
                raise ValueError(f"{name} is not of its type")
        numbers = (*rules.ladder, *rules.safe_rungs, *rules.points.values())
        if (
            set(rules.points) != set(DIFFICULTIES)
            or any(type(number) is not int or number < 0 for number in numbers)
            or rules.relaxed < 1
            or not set(rules.lifelines) <= {"fifty", "swap", "ask"}
            or rules.order not in ("shuffled", "rising", "due")
            or rules.clock not in ("none", "card", "round")
        ):
            raise ValueError("a setting has a value that is not allowed")
        return rules


CLASSIC = Rules(mode="classic", title="Classic", streak_bonus=25, streak_most=100)
RUSH = Rules(mode="rush", title="Rush", count=60, clock="round", seconds=60.0, half_after=10.0)
SURVIVAL = Rules(mode="survival", title="Survival", count=60, order="rising", lives=3)
LADDER = Rules(
    mode="ladder",
    title="Ladder",
    count=15,
    order="rising",
    lives=1,
    ladder=(
        100,
        200,
        300,
        500,
        1000,
        1500,
        2000,
        3000,
        4000,
        5000,
        7500,
        10000,
        15000,
        20000,
        30000,
    ),
    safe_rungs=(5, 10),
    lifelines=("fifty", "swap", "ask"),
)
DAILY = Rules(mode="daily", title="Daily", streak_bonus=25, streak_most=100, once_a_day=True)
PRACTICE = DAILY._replace(mode="practice", title="Daily practice")
REVIEW = Rules(mode="review", title="Review", count=20, order="due")
PARTY = Rules(
    mode="party",
    title="Party",
    count=5,
    least_players=2,
    most_players=8,
    steal_share=0.5,
    last_lap=2,
)

MODES: Mapping[str, Rules] = MappingProxyType(
    {rules.mode: rules for rules in (CLASSIC, RUSH, SURVIVAL, LADDER, DAILY, REVIEW, PARTY)}
)
"""Every mode by its name."""


def title_of(mode: str) -> str:
    """Return the title of a mode, or the name of one that is not known here."""
    return MODES[mode].title if mode in MODES else mode
