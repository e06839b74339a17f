"""Which option a key means."""

from __future__ import annotations

import pytest

from quiz.formats import FormatError
from quiz.formats._keys import KeyMatcher, Options, names_several, numbers, places, with_text

ANY: Options = {1: "Lima", 2: "the  Nile", 3: "b"}
NUMBERS: Options = {1: "2", 2: "3", 3: "5"}
ONLY_TEXT = ("Rome", {1: "Rome", 2: "Oslo"})
ONLY_PLACE = ("2", {1: "Rome", 2: "Oslo"})


def match(
    key: str,
    options: Options,
    by_number: bool,
    *rows: tuple[str, Options],
    first: int | None = None,
) -> list[int]:
    return KeyMatcher(by_number, rows, first).match(key, options)


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
    assert numbers("b") == []
    assert names_several("A, C", "ABC")
    assert names_several("AB", "ABC")
    assert not names_several("A", "ABC")
    assert not names_several("A. Ann", "ABC")


def test_a_number_that_is_also_a_text_is_a_place_for_programs_that_write_numbers() -> None:
    assert match("2", NUMBERS, True) == [2]
    assert match("5", NUMBERS, True) == match("5", NUMBERS, False) == [3]
    assert match("b", ANY, True) == [3]


def test_the_other_rows_decide() -> None:
    assert match("2", NUMBERS, False, ONLY_PLACE) == [2]
    assert match("2", NUMBERS, False, ONLY_TEXT) == [1]
    assert match("2", {1: "1", 2: "2"}, False, first=1) == [2]


@pytest.mark.parametrize("rows", [(), (ONLY_PLACE, ONLY_TEXT)])
@pytest.mark.parametrize("key", ["2", "3"])
def test_a_key_that_stays_ambiguous_is_refused(
    key: str, rows: tuple[tuple[str, Options], ...]
) -> None:
    with pytest.raises(ValueError, match="could be the text of an option or its place"):
        match(key, NUMBERS, False, *rows)


def test_a_letter_that_is_also_a_text_is_refused() -> None:
    blood: Options = {1: "A", 2: "AB", 3: "B"}
    with pytest.raises(ValueError, match="could be"):
        match("B", blood, False)
    assert match("A", blood, False) == [1]
    assert match("B", blood, False, ("AB", blood)) == [3]
    assert match("B", blood, False, ("C", blood)) == [2]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["0", "1"], [2]),
        (["1", "4"], [1]),
        (["2", "3.0"], None),
        (["0", "4"], None),
        (["0", "1", "5"], [2]),
        (["0,2", "1"], [2]),
    ],
)
def test_what_shows_where_numbers_begin(keys: list[str], found: list[int] | None) -> None:
    options: Options = dict(enumerate(["Lima", "Rome", "Oslo", "Bern"], 1))
    rows = [(key, options) for key in keys]
    if found is None:
        with pytest.raises(FormatError, match="from 0 or from 1") as told:
            match("1", options, False, *rows)
        assert "--first 0 or --first 1" in told.value.hint
    else:
        assert match("1", options, False, *rows) == found
    assert match("1", options, False, *rows, first=0) == [2]
    assert match("1", options, False, *rows, first=1) == [1]
    assert match("option 4", options, False, *rows) == match("d", options, False, *rows) == [4]


def test_a_program_that_counts_from_1_is_doubted_only_at_a_0() -> None:
    options: Options = dict(enumerate(["Lima", "Rome", "Oslo", "Bern"], 1))
    assert match("2", options, True, ("2", options)) == [2]
    assert match("2", options, True, ("0", options), ("4", options)) == [2]
    with pytest.raises(FormatError, match="number 0"):
        match("2", options, True, ("0", options), ("2", options))


def test_a_number_among_texts_costs_only_its_question() -> None:
    with pytest.raises(ValueError, match="may count from 0 or from 1"):
        match("1", ANY, False, ONLY_TEXT, ("1", ANY))
    with pytest.raises(ValueError, match="may count from 0 or from 1"):
        match("1", ANY, False, ("C", ANY), ("option 2", ANY), ("1", ANY))
