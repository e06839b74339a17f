"""Which items make a round, in which order, with which options.

Every choice is made by a keyed hash of the seed and of what is chosen, so that a seed means
the same round on every machine and under every version of Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from quiz.game.modes import Rules
from quiz.packs.model import Item


class Card(NamedTuple):
    """An item as drawn: the options shown, in order, and which of them is the key."""

    item: Item
    options: tuple[str, ...]

    @property
    def key(self) -> int:
        """The index of the right option."""
        return self.options.index(self.item.key)


Deck: TypeAlias = tuple[Card, ...]
Digest: TypeAlias = Callable[..., bytes]


def draw(
    items: Collection[Item], rules: Rules, seed: str, seen: Mapping[str, float] | None = None
) -> Deck:
    """The deck of a round.

    `seen` tells when an item was last asked, by its identity and in any unit that grows: fresh
    items come first, then the half of the others that was seen longest ago. Of two items of
    which one gives the other away, the second is taken only when others run out.
    """
    seen = seen or {}
    digest = _digest(seed)
    unique = {item.uid: item for item in items}
    ages = sorted(seen[u] for u in unique if u in seen)
    middle = ages[(len(ages) - 1) // 2] if ages else 0.0

    def order(item: Item) -> tuple[int, bytes]:
        last = seen.get(item.uid)
        recency = 0 if last is None else 1 if last <= middle else 2
        return recency, digest("draw", item.uid)

    chosen: list[Item] = []
    passed: list[Item] = []
    kin: set[str] = set()
    for item in sorted(unique.values(), key=order):
        if len(chosen) == rules.count:
            break
        if not kin.isdisjoint(item.kin) or any(_enemies(item, other) for other in chosen):
            passed.append(item)
        else:
            chosen.append(item)
            kin.update(item.kin)
    chosen += passed[: rules.count - len(chosen)]
    chosen.sort(key=lambda item: digest("order", item.uid))
    return tuple(Card(item, _options(item, rules.choices, digest)) for item in chosen)


def _enemies(one: Item, other: Item) -> bool:
    """Whether the stem of one of two items holds the other's key (test assembly's "enemies")."""
    return _tells(one.stem, other.key) or _tells(other.stem, one.key)


def _tells(stem: str, key: str) -> bool:
    """Whether the key is in the stem, and not within a longer word.

    Beyond ASCII a word may go on: Korean and Japanese put particles right after a name.
    """
    return key in stem and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", stem, re.A) is not None


def _options(item: Item, choices: int, digest: Digest) -> tuple[str, ...]:
    if item.options:
        return item.options

    def shuffled(what: str, options: Sequence[str]) -> list[str]:
        return sorted(options, key=lambda option: digest(what, item.uid, option))

    return tuple(shuffled("place", [item.key, *shuffled("pick", item.distractors)[: choices - 1]]))


def _digest(seed: str) -> Digest:
    from hashlib import blake2b  # slow to import, and telling the scores needs none

    key = blake2b(seed.encode(errors="surrogatepass"), digest_size=32).digest()

    def digest(*parts: str) -> bytes:
        return blake2b("\x00".join(parts).encode(), digest_size=8, key=key).digest()

    return digest
