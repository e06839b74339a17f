"""The items of a pack as a list that is known before any of them is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple, overload

from quiz.packs.model import Difficulty, Item


class Kind(NamedTuple):
    """A category and a difficulty, and how many items of a pack have both."""

    category: str
    difficulty: Difficulty
    items: int


class Index(NamedTuple):
    """What is known of each item of a pack, in the order of their uids.

    An item's `kind_at` is a number in `kinds`, and its `place` is where it stands in the pack.
    """

    kinds: Sequence[Kind]
    uids: Sequence[str]
    kind_at: Sequence[int]
    places: Sequence[int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> Index:
        """The index of these items."""
        pairs = [(item.category, item.difficulty) for item in items]
        counts = dict.fromkeys(pairs, 0)
        for pair in pairs:
            counts[pair] += 1
        number = {pair: at for at, pair in enumerate(counts)}
        uids = [item.uid for item in items]
        places = sorted(range(len(uids)), key=uids.__getitem__)
        return cls(
            [Kind(*pair, count) for pair, count in counts.items()],
            [uids[place] for place in places],
            [number[pairs[place]] for place in places],
            places,
        )

    def start(self, uid: str) -> int:
        """Where this uid stands, or would stand."""
        return bisect_left(self.uids, uid)

    def between(self, first: int, last: int, kinds: Collection[int]) -> Iterator[tuple[str, int]]:
        """Uid and place of the items from `first` to before `last` that are of these kinds."""
        chosen: Iterable[int] = range(first, last)
        if len(kinds) < len(self.kinds):
            chosen = compress(chosen, map(kinds.__contains__, self.kind_at[first:last]))
        uids, places = self.uids, self.places
        return ((uids[at], places[at]) for at in chosen)


class Rows(Sequence[Item]):
    """The items of a pack, each read when it is asked for.

    `row` reads the one in a place of the pack, and `rows` all of them in order.
    """

    def __init__(
        self, index: Index, row: Callable[[int], Item], rows: Callable[[], Iterator[Item]]
    ) -> None:
        self.by_uid = index
        self._row = row
        self._rows = rows

    @classmethod
    def of(cls, items: Sequence[Item]) -> Rows:
        """These items, with an index of them."""
        return cls(Index.of(items), items.__getitem__, items.__iter__)

    def __len__(self) -> int:
        return len(self.by_uid.uids)

    def __iter__(self) -> Iterator[Item]:
        return self._rows()

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return tuple(map(self._row, places))
        return self._row(places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other))

    __hash__ = None  # type: ignore[assignment]


def index(items: Sequence[Item]) -> Index:
    """The index that these items have, or one made of them."""
    return items.by_uid if isinstance(items, Rows) else Index.of(items)
