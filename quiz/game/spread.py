"""What may stand together in a round, and how much of it each part of the packs supplies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quiz.packs.model import Item

if TYPE_CHECKING:
    from quiz.packs.pool import Part

PATIENCE = 50
"""How many items of facts that a round has already are passed over in search of others."""

WHOLE = 2**64
"""One more than the largest place that 8 bytes can give."""


def shares(parts: Iterable[Part], wanted: int, place: int) -> Counter[Part]:
    """Return how many items each part supplies, from the part of every item there is.

    With the items sorted by pack and category, every n-th supplies one, the first of them by a
    place from 0 up to `WHOLE` (systematic sampling). So each category, and each pack, supplies its
    share of the whole, rounded up or down.
    """
    ordered = sorted(parts)
    if len(ordered) <= wanted:
        return Counter(ordered)
    steps = ((number * WHOLE + place) * len(ordered) for number in range(wanted))
    return Counter(ordered[step // (wanted * WHOLE)] for step in steps)


class Hand:
    """Items that were chosen for a round, in order, and those that were put off."""

    def __init__(self, wanted: int, beside: Sequence[Item] = ()) -> None:
        self.wanted = wanted
        self.items: list[Item] = []
        self.telling: list[Item] = []
        """Items that give another one away."""
        self.repeating: list[Item] = []
        """Items of a fact that the round has already."""
        self._all = [*beside]
        self._kin = {name for item in beside for name in item.kin}
        self._facts = {fact for item in beside for fact in facts(item)}

    @property
    def full(self) -> bool:
        """Whether there are as many items as wanted."""
        return len(self.items) >= self.wanted

    def offer(self, item: Item, patience: int = PATIENCE) -> bool:
        """Take an item if it goes with the others, or put it off; return whether it was taken.

        One of a known fact is taken, too, once so many of these have been put off.
        """
        if not self._kin.isdisjoint(item.kin) or any(gives_away(item, one) for one in self._all):
            self.telling.append(item)
        elif len(self.repeating) < patience and not self._facts.isdisjoint(facts(item)):
            self.repeating.append(item)
        else:
            self.items.append(item)
            self._all.append(item)
            self._kin.update(item.kin)
            self._facts.update(facts(item))
            return True
        return False


def facts(item: Item) -> list[str]:
    """Return the facts that an item names as its source."""
    return [fact for fact in re.split(r"[\s,;]+", item.source) if fact]


def gives_away(one: Item, other: Item) -> bool:
    """Return whether one of two items tells the other's key (test assembly's "enemies").

    Which comes first is not known, so that either explanation may be read before the other stem.
    """
    return _tells(one, other.key) or _tells(other, one.key)


def _tells(item: Item, key: str) -> bool:
    return _names(item.stem, key) or _names(item.explanation, key)


def _names(text: str, key: str) -> bool:
    """Return whether the key is in the text, and not within a longer word.

    Beyond ASCII a word may go on: Korean and Japanese put particles right after a name.
    """
    return key in text and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text, re.A) is not None
