"""What comes back of packs that were written: all banks, and packs made to break formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.formats import Notes, get
from quiz.formats._clean import Cleaner
from quiz.formats._items import fixed_order
from quiz.packs.check import load
from quiz.packs.model import DIFFICULTIES, Item
from tests.builders import pack
from tests.formats.test_opentdb import items
from tests.packs.test_properties import text

BANKS = sorted((Path(__file__).parents[2] / "questions").glob("*.yaml"))

HELD = {
    "markdown": ("category", "explanation", "source"),
    "moodlexml": ("category", "explanation", "difficulty", "tags", "id"),
}
"""The formats that hold most of a question, and which of its other fields they hold."""


def back(name: str, *made: Item) -> list[Item]:
    """What is read of a file with these items, with nothing to note."""
    notes = Notes()
    data = get(name).write(pack(*made), Notes(), "")
    assert get(name).likeness(data) > 90
    found = list(Cleaner(notes).clean(get(name).read(data, notes)))
    assert notes == []
    return found


def same(name: str, one: Item) -> tuple[Any, ...]:
    """What must come back of an item."""
    options = [one.key, *one.distractors]
    if {*map(str.casefold, options)} == {"true", "false"}:
        options = [option.casefold() for option in options]
    held = [getattr(one, field) for field in HELD[name]]
    return one.stem, options[0], {*options[1:]}, *held


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.stem)
def test_a_bank_comes_back(name: str, bank: Path) -> None:
    made = load(bank).items
    expected = sorted((same(name, one) for one in made), key=repr)
    assert sorted((same(name, one) for one in back(name, *made)), key=repr) == expected


@st.composite
def full_items(draw: st.DrawFn) -> Item:
    """An item with all that a pack may hold of it."""
    return draw(items())._replace(
        explanation=draw(st.just("") | text(60, lines=True)),
        source=draw(st.just("") | text(20)),
        tags=tuple(draw(st.lists(text(20), max_size=2, unique=True))),
        difficulty=draw(st.sampled_from(DIFFICULTIES)),
        id=draw(st.sampled_from(["", "a-1", "b.2:c"])),
    )


SIGNS = Item(
    "",
    "",
    "Q1. # a\n\n  - [x] *b*\n```\n<quiz>\n---\n1. c  \n\\",
    "`d` \\`e` ``",
    ("[x](y)", "![p](q)", "- f", "&amp; &#65; <img src=x>", "]]>", "$5$ ~~g~~ |"),
    category="A/ #b / \\",
    explanation="**Explanation:** Answer: 2\n> h\n\n[r](https://example.org)\n\n\n**Source:** i",
    source="[s](https://example.org/t)",
    tags=("difficulty:easy", "a,b"),
)


@pytest.mark.parametrize("name", HELD)
@given(made=full_items())
@example(made=SIGNS)
@example(made=Item("", "", "Windows 95: what is new?", "1", ("2", "3"), explanation="Type: x"))
@example(made=Item("", "", "a", "True", ("False",), explanation="True: x", category="/"))
def test_any_item_comes_back(name: str, made: Item) -> None:
    (found,) = back(name, made)
    assert same(name, found) == same(name, made)


@pytest.mark.parametrize("name", HELD)
def test_the_order_of_options_comes_back_where_the_format_holds_it(name: str) -> None:
    one = Item("", "", "When?", "1815", ("1914", "1939"), options=("1939", "1815", "1914"))
    other = Item("", "", "Which?", "b", ("a", "All of these"), options=("a", "b", "All of these"))
    first, second = back(name, one, other)
    assert first.options == (one.options if name == "moodlexml" else ())
    assert second.options == other.options == fixed_order(other.options)
