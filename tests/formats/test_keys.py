"""Which option a key means."""

from __future__ import annotations

import pytest

from quiz.formats import Note, Notes
from quiz.formats._keys import KeyMatcher, Options, names_several, places, with_text

ANY: Options = {1: "Lima", 2: "the  Nile", 3: "b"}
NUMBERS: Options = {1: "2", 2: "3", 3: "5"}
ONLY_TEXT = ("Rome", {1: "Rome", 2: "Oslo"})
ONLY_PLACE = ("2", {1: "Rome", 2: "Oslo"})


def match(key: str, options: Options, by_number: bool, *rows: tuple[str, Options]) -> list[int]:
    return KeyMatcher(by_number, rows, Notes()).match(1, key, options)


def test_a_text_is_found_in_any_case_but_better_in_its_own() -> None:
    assert with_text("LIMA", ANY) == [1]
    assert with_text("The Nile", ANY) == [2]
    assert with_text("A", {1: "a", 2: "A"}) == [2]
    assert with_text("Rome", ANY) == []


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("2", [2]), ("2.0", [2]), ("1,3", [1, 3]), ("1.3", [1, 3]), ("(C)", [3]), ("Option b", [2]),
        ("A and C", [1, 3]), ("2; 2", [2]), ("j", []), ("Lima", []), ("", []),
    ],
)  # fmt: skip
def test_places_are_numbers_or_letters(key: str, found: list[int]) -> None:
    assert places(key) == found


def test_letters_are_not_always_places() -> None:
    assert places("b", letters=False) == []
    assert names_several("A, C", "ABC")
    assert names_several("AB", "ABC")
    assert not names_several("A", "ABC")
    assert not names_several("A. Ann", "ABC")


@pytest.mark.parametrize(("by_number", "place"), [(True, 2), (False, 1)])
def test_a_number_that_is_also_a_text(by_number: bool, place: int) -> None:
    assert match("2", NUMBERS, by_number) == [place]
    assert match("5", NUMBERS, by_number) == [3]
    assert match("b", ANY, by_number) == [3]


def test_the_other_rows_decide() -> None:
    assert match("2", NUMBERS, False, ONLY_PLACE) == [2]
    assert match("2", NUMBERS, False, ONLY_TEXT) == [1]
    assert match("2", NUMBERS, False, ONLY_PLACE, ONLY_TEXT) == [1]


def test_a_key_that_stays_ambiguous_is_noted() -> None:
    notes = Notes()
    assert KeyMatcher(False, [], notes).match(7, "2", NUMBERS) == [1]
    assert notes == [
        Note(7, "`2` could be an option's text or its place: taken as the text", False)
    ]
