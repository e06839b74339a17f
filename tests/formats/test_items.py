from __future__ import annotations

import pytest

from quiz.formats import Note, Notes
from quiz.formats._items import difficulty, fixed_order, make_item


@pytest.mark.parametrize(
    ("options", "order"),
    [
        (["FALSE", "true"], ("True", "False")),
        (["True", "False", "Maybe"], ()),
        (["One", "Two", "Both of them"], ("One", "Two", "Both of them")),
        (["One", "Two", "Three"], ()),
        (["None of these"], ()),
        ([*"12345678", "None of these"], (*"12345678", "None of these")),
        ([*"123456789", "None of these"], ()),
        ([], ()),
    ],
)
def test_options_have_an_order_where_one_speaks_of_the_others(
    options: list[str], order: tuple[str, ...]
) -> None:
    assert fixed_order(options) == order


def test_an_item_has_its_key_once() -> None:
    notes = Notes()
    made = make_item("Which?", "a", ["b", "a", "a"], 3, notes)
    assert (made.key, made.distractors, made.options, made.line) == ("a", ("b",), (), 3)
    assert notes == [Note(3, "the right answer `a` is also listed as a wrong one", False)]


def test_an_order_of_the_file_is_kept() -> None:
    made = make_item("When?", "2", ["1", "2", "3"], 1, Notes(), ["1", "2", "3"])
    assert (made.distractors, made.options) == (("1", "3"), ("1", "2", "3"))


def test_an_unknown_difficulty_is_medium() -> None:
    notes = Notes()
    assert [difficulty(label, 2, notes) for label in ("", "HARD", "odd")] == [
        "medium", "hard", "medium",
    ]  # fmt: skip
    assert notes == [Note(2, "the unknown difficulty `odd` is taken as medium", False)]
