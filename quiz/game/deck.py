"""Which items make a round, in which order, with which options.

Every choice is made by a keyed hash of the seed and of what is chosen, so that a seed means
the same round on every machine and under every version of Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from quiz.game.modes import Rules
from quiz.packs.model import Item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quiz.packs.pool import Entry, Pool


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

WINDOW = 1000
"""How many fresh items of a large pool are looked at for a round."""


def draw(pool: Pool, rules: Rules, seed: str, seen: Mapping[str, float] | None = None) -> Deck:
    """The deck of a round.

    `seen` tells when an item was last asked, by its identity and in any unit that grows: fresh
    items come first, then the half of the others that was seen longest ago. Of two items of
    which one gives the other away, the second is taken only when others run out. Of a large
    pool, `WINDOW` fresh items from a place that the seed tells stand for all.
    """
    digest = _digest(seed)
    chosen: list[Item] = []
    passed: list[Item] = []
    kin: set[str] = set()
    for entry in _ranked(pool, rules.count, seen or {}, digest):
        if len(chosen) == rules.count:
            break
        item = pool.item(entry)
        if not kin.isdisjoint(item.kin) or any(_enemies(item, other) for other in chosen):
            passed.append(item)
        else:
            chosen.append(item)
            kin.update(item.kin)
    chosen += passed[: rules.count - len(chosen)]
    chosen.sort(key=lambda item: digest("order", item.uid))
    return tuple(Card(item, _options(item, rules.choices, digest)) for item in chosen)


def _ranked(pool: Pool, count: int, seen: Mapping[str, float], digest: Digest) -> Iterator[Entry]:
    """The entries that a deck is drawn from, the best first."""
    fresh: list[Entry] = []
    others: list[Entry] = []
    for entry in pool.after(digest("start").hex()):
        (others if entry.uid in seen else fresh).append(entry)
        if len(fresh) == max(WINDOW, count):
            others = []
            break
    ages = sorted(seen[entry.uid] for entry in others)
    middle = ages[(len(ages) - 1) // 2] if ages else 0.0
    older = [entry for entry in others if seen[entry.uid] <= middle]
    newer = [entry for entry in others if seen[entry.uid] > middle]
    for entries in (fresh, older, newer):
        yield from sorted(entries, key=lambda entry: digest("draw", entry.uid))


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
