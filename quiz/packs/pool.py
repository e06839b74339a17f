"""What a round is drawn from: items that are listed by their uids before any is read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from quiz.packs.model import Item

Labels: TypeAlias = tuple[str, str]
"""The category and the difficulty of an item."""

Listing: TypeAlias = tuple[str, Labels, int]
"""The uid of an item, its labels, and its place in the pack."""

Part: TypeAlias = tuple[str, str]
"""A pack, by its lowest uid, and a category in it; ("", "") for all items without a category."""

PAGE_ITEMS = 500
"""The number of listings read at a time."""


def labels_of(item: Item) -> Labels:
    """Return the category and the difficulty of an item."""
    return item.category, item.difficulty


class IndexedItems(Sequence[Item]):
    """The items of a pack in its order, with their listings in the order of their uids.

    `counts` is the number of items by category and difficulty. The others are in memory or are
    read from a compiled copy when they are needed, which may raise PackError.
    """

    def __init__(
        self,
        items: Sequence[Item],
        by_uid: Sequence[Listing] | None = None,
        counts: dict[Labels, int] | None = None,
    ) -> None:
        if by_uid is None:
            by_uid = sorted((one.uid, labels_of(one), place) for place, one in enumerate(items))
        self._items = items
        self.by_uid = by_uid
        self.counts = Counter(map(labels_of, items)) if counts is None else counts

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: Any) -> Any:
        return self._items[at]

    def start(self, uid: str) -> int:
        """Return the number of items with a lower uid."""
        return bisect_left(self.by_uid, uid, key=itemgetter(0))

    def find(self, uid: str) -> Item | None:
        """Return the item with this uid, if there is one."""
        at = self.start(uid)
        for known, _, place in self.by_uid[at : at + 1]:
            if known == uid:
                return self[place]  # type: ignore[no-any-return]
        return None


class Pool:
    """The items of some packs that are of one category and one difficulty, or of any.

    Categories are compared without regard to case. Neither the order of the packs nor the order
    of the items in them makes a difference. Reading uids or items raises PackError where the
    compiled copy of a pack is damaged and the pack has changed.
    """

    def __init__(
        self, packs: Iterable[Sequence[Item]], category: str = "", difficulty: str = ""
    ) -> None:
        wanted = category.casefold()
        self._packs: list[IndexedItems] = []
        self._counts: Counter[Labels] = Counter()
        for items in packs:
            pack = items if isinstance(items, IndexedItems) else IndexedItems(items)
            chosen = {
                labels: count
                for labels, count in pack.counts.items()
                if wanted in ("", labels[0].casefold()) and difficulty in ("", labels[1])
            }
            if chosen:
                self._packs.append(pack)
                self._counts.update(chosen)

    def __len__(self) -> int:
        """Return the number of items; one that several packs hold counts in each of them."""
        return self._counts.total()

    def counts(self) -> dict[Labels, int]:
        """Return the number of items by category and difficulty."""
        return dict(self._counts)

    def uids_from(self, start: str) -> Iterator[str]:
        """Yield each uid once, in order: from `start` to the last, then from the first on."""
        return (uid for uid, _ in self.parts_from(start))

    def parts_from(self, start: str) -> Iterator[tuple[str, Part]]:
        """Yield each uid once, in the order of `uids_from`, with the part that its item is in."""
        middle = [pack.start(start) for pack in self._packs]
        yield from self._between(middle, map(len, self._packs))
        yield from self._between([0] * len(middle), middle)

    def item(self, uid: str) -> Item:
        """Return the item with this uid, the same one in whichever order the packs are.

        Raise KeyError if there is none.
        """
        found = [item for pack in self._packs if (item := pack.find(uid)) is not None]
        chosen = [item for item in found if labels_of(item) in self._counts]
        if not chosen:
            raise KeyError(uid)
        return min(chosen)

    def _between(self, first: Iterable[int], last: Iterable[int]) -> Iterator[tuple[str, Part]]:
        """Yield the uids from one position in each pack up to another, with their parts."""
        found = merge(*map(self._listed, self._packs, first, last))
        for _, same in groupby(found, key=itemgetter(0)):
            yield next(same)

    def _listed(self, pack: IndexedItems, first: int, last: int) -> Iterator[tuple[str, Part]]:
        lowest = pack.by_uid[0][0]
        for at in range(first, last, PAGE_ITEMS):
            for uid, labels, _ in pack.by_uid[at : min(at + PAGE_ITEMS, last)]:
                if labels in self._counts:
                    category = labels[0].casefold()
                    yield uid, (lowest, category) if category else ("", "")
