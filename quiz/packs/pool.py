"""What a round is drawn from: items of some packs, known by their uids before they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from quiz.packs.index import Kind, index
from quiz.packs.model import Item


class Entry(NamedTuple):
    """An item of a pool that is not read yet: its uid, and where it is.

    That is a number of a pack and a place in it, and more than one if packs share the item.
    """

    uid: str
    where: tuple[tuple[int, int], ...]


class Pool:
    """The items of some packs that are of one category and one difficulty, or of any.

    Neither the order of the packs nor that of the items in them makes a difference.
    """

    def __init__(
        self, packs: Iterable[Sequence[Item]], category: str = "", difficulty: str = ""
    ) -> None:
        self._packs = tuple(packs)
        self._indexes = [index(items) for items in self._packs]
        self._chosen = [_chosen(known.kinds, category, difficulty) for known in self._indexes]

    def __len__(self) -> int:
        """How many items the packs have; one that they share counts in each."""
        return sum(kind.items for kind in self.kinds())

    def uids_from(self, start: str) -> Iterator[str]:
        """Uids."""
        return (entry.uid for entry in self.after(start))

    def counts(self) -> dict[tuple[str, str], int]:
        """Counts."""
        return {(kind.category, kind.difficulty): kind.items for kind in self.kinds()}

    def kinds(self) -> Iterator[Kind]:
        """The kinds of items that there are, pack by pack."""
        for known, chosen in zip(self._indexes, self._chosen):
            yield from (kind for number, kind in enumerate(known.kinds) if number in chosen)

    def after(self, start: str) -> Iterator[Entry]:
        """Each item once, in the order of their uids around a ring, from `start` on."""
        begun = [known.start(start) for known in self._indexes]
        ends = [len(known.uids) for known in self._indexes]
        yield from self._between(begun, ends)
        yield from self._between([0] * len(begun), begun)

    def find(self, uid: str) -> Entry | None:
        """The item with this uid, if it is there."""
        entry = next(self.after(uid), None)
        return entry if entry and entry.uid == uid else None

    def item(self, uid: str) -> Item:
        """Read an item. Raises PackError if its pack has changed and cannot be read."""
        entry = self.find(uid)
        if entry is None:
            raise KeyError(uid)
        return min(self._packs[pack][place] for pack, place in entry.where)

    def _between(self, first: Sequence[int], last: Sequence[int]) -> Iterator[Entry]:
        def stream(pack: int) -> Iterator[tuple[str, tuple[int, int]]]:
            found = self._indexes[pack].between(first[pack], last[pack], self._chosen[pack])
            return ((uid, (pack, place)) for uid, place in found)

        streams = [stream(pack) for pack, chosen in enumerate(self._chosen) if chosen]
        for uid, group in groupby(merge(*streams), itemgetter(0)):
            yield Entry(uid, tuple([where for _, where in group]))


def _chosen(kinds: Sequence[Kind], category: str, difficulty: str) -> Collection[int]:
    """The numbers of the kinds that are of this category and of this difficulty."""
    if not category and not difficulty:
        return range(len(kinds))
    wanted = category.casefold()
    return {
        number
        for number, kind in enumerate(kinds)
        if wanted in ("", kind.category.casefold()) and difficulty in ("", kind.difficulty)
    }
