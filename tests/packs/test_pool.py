from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.packs.model import Item
from quiz.packs.pool import IndexedItems, Pool
from tests.builders import item, items

PLOT = (
    item(4, category="Plot", difficulty="hard"),
    item(1, category="Plot", difficulty="easy"),
    item(6, category="plot", difficulty="hard"),
)
CAST = (item(5, category="Cast", difficulty="easy"), item(2), item(3, category="Cast"))


def uids(pool: Pool, start: str = "") -> str:
    return " ".join(uid.removeprefix("uid-") for uid in pool.uids_from(start))


def test_each_item_comes_once_around_the_ring() -> None:
    pool = Pool([PLOT, CAST])
    assert uids(pool) == "1 2 3 4 5 6"
    assert uids(pool, "uid-3") == "3 4 5 6 1 2"
    assert uids(pool, "uid-35") == "4 5 6 1 2 3"
    assert uids(pool, "z") == "1 2 3 4 5 6"
    assert len(pool) == 6


def test_the_part_of_an_item_is_its_pack_and_its_category_in_it() -> None:
    pool = Pool([PLOT, CAST])
    assert dict(pool.parts_from("")) == {
        "uid-1": ("uid-1", "plot"),
        "uid-2": ("", ""),
        "uid-3": ("uid-2", "cast"),
        "uid-4": ("uid-1", "plot"),
        "uid-5": ("uid-2", "cast"),
        "uid-6": ("uid-1", "plot"),
    }
    assert dict(Pool([CAST, PLOT]).parts_from("")) == dict(pool.parts_from(""))


def test_a_pool_is_narrowed_to_a_category_and_a_difficulty() -> None:
    assert uids(Pool([PLOT, CAST], "PLOT"), "uid-2") == "4 6 1"
    assert uids(Pool([PLOT, CAST], "", "easy")) == "1 5"
    assert uids(Pool([PLOT, CAST], "Plot", "hard")) == "4 6"
    assert uids(Pool([PLOT, CAST], "Cast", "hard")) == ""
    assert len(Pool([PLOT, CAST], "cast")) == 2
    assert not Pool([PLOT, CAST], "weather")
    assert not Pool([])
    assert not Pool([()])


def test_counts_are_those_of_what_it_is_narrowed_to() -> None:
    assert list(Pool([PLOT, CAST], "plot").counts().items()) == [
        (("Plot", "hard"), 1),
        (("Plot", "easy"), 1),
        (("plot", "hard"), 1),
    ]
    assert Pool([PLOT, PLOT[:1]], "", "hard").counts() == {("Plot", "hard"): 2, ("plot", "hard"): 1}


def test_an_item_is_found_by_its_uid() -> None:
    pool = Pool([PLOT, CAST])
    assert [pool.item(one.uid) for one in (*PLOT, *CAST)] == [*PLOT, *CAST]
    for uid in ("uid-0", "uid-35", "uid-7", ""):
        with pytest.raises(KeyError):
            pool.item(uid)
    with pytest.raises(KeyError):
        Pool([PLOT, CAST], "Cast").item("uid-1")
    with pytest.raises(KeyError):
        Pool([]).item("uid-1")


def test_an_item_of_several_packs_comes_once_and_is_the_same_in_any_order() -> None:
    one, other = item(1, stem="One?"), item(1, stem="Other?")
    packs = [(one, item(2)), (item(3), other), (one,)]
    found = set()
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        pool = Pool([packs[number] for number in order])
        assert uids(pool, "uid-2") == "2 3 1"
        found.add(pool.item("uid-1"))
    assert len(found) == 1


@given(
    st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=4),
    st.text("0123456789abcdef", max_size=3),
    st.sampled_from(["", "odd", "even"]),
    st.randoms(use_true_random=False),
)
def test_a_pool_is_the_same_as_a_sorted_list(
    numbers: list[list[int]], start: str, category: str, shuffler: random.Random
) -> None:
    packs: list[list[Item]] = [
        [item(n, uid=f"{n:02x}", category="odd" if n % 2 else "even") for n in some]
        for some in numbers
    ]
    matching = {one for some in packs for one in some if category in ("", one.category)}
    expected = sorted(matching, key=lambda one: (one.uid < start, one.uid))
    for some in packs:
        shuffler.shuffle(some)
    shuffler.shuffle(packs)
    pool = Pool(packs, category)
    assert [pool.item(uid) for uid in pool.uids_from(start)] == expected
    assert len(pool) == sum(category in ("", one.category) for some in packs for one in some)


def test_indexed_items_are_a_sequence_in_the_order_of_the_pack() -> None:
    contents = tuple(items(5))
    indexed = IndexedItems(contents)
    assert len(indexed) == 5
    assert tuple(indexed) == contents
    assert (indexed[0], indexed[-1], indexed[1:3]) == (contents[0], contents[4], contents[1:3])
    assert [indexed.start(uid) for uid in ("", "uid-2", "uid-25", "z")] == [0, 1, 2, 5]
