from __future__ import annotations

import pytest

from quiz.packs.index import Index, Kind, Rows, index
from quiz.packs.model import Item
from tests.builders import item, items


def mixed() -> tuple[Item, ...]:
    return (
        item(3, category="Plot", difficulty="hard"),
        item(1, category="Cast"),
        item(4, category="Plot"),
        item(2, category="Plot", difficulty="hard"),
    )


def test_the_kinds_come_in_the_order_in_which_the_pack_has_them() -> None:
    assert list(index(mixed()).kinds) == [
        Kind("Plot", "hard", 2),
        Kind("Cast", "medium", 1),
        Kind("Plot", "medium", 1),
    ]


def test_the_items_are_listed_by_their_uids_with_their_places() -> None:
    known = Index.of(mixed())
    assert list(known.uids) == ["uid-1", "uid-2", "uid-3", "uid-4"]
    assert [mixed()[place].uid for place in known.places] == list(known.uids)
    assert list(known.between(1, 4, {0, 1, 2})) == [("uid-2", 3), ("uid-3", 0), ("uid-4", 2)]
    assert list(known.between(0, 4, {0})) == [("uid-2", 3), ("uid-3", 0)]
    assert list(known.between(0, 4, ())) == []
    assert [known.start(uid) for uid in ("", "uid-2", "uid-25", "z")] == [0, 1, 2, 4]


def test_rows_are_a_sequence_of_items() -> None:
    contents = items(5)
    rows = Rows.of(contents)
    assert index(rows) is rows.by_uid
    assert len(rows) == 5
    assert list(rows) == contents
    assert (rows[0], rows[-1], rows[1:3]) == (contents[0], contents[4], tuple(contents[1:3]))
    assert rows[::-2] == tuple(contents[::-2])
    assert contents[2] in rows
    for at in (5, -6):
        with pytest.raises(IndexError):
            rows[at]


def test_rows_are_equal_to_the_items_they_hold() -> None:
    rows = Rows.of(items(3))
    same: tuple[object, ...] = (Rows.of(items(3)), tuple(items(3)))
    assert all(rows == one and one == rows for one in same)
    others: tuple[object, ...] = (Rows.of(items(2)), tuple(items(4)), tuple(items(3)[::-1]), 3)
    assert not any(rows == one or one == rows for one in others)


def test_only_what_is_asked_for_is_read() -> None:
    contents = items(5)
    read: list[int] = []

    def row(at: int) -> Item:
        read.append(at)
        return contents[at]

    rows = Rows(Index.of(contents), row, contents.__iter__)
    assert (len(rows), rows.by_uid.start("uid-4")) == (5, 3)
    assert read == []
    assert (rows[3], rows[:2]) == (contents[3], tuple(contents[:2]))
    assert read == [3, 0, 1]
