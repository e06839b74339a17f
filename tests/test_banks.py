from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.packs.check import check, load
from quiz.packs.model import DIFFICULTIES, Item, Pack

FOLDER = Path(__file__).parent.parent / "questions"
BANKS: dict[str, Pack] = {path.stem: load(path) for path in sorted(FOLDER.glob("*.yaml"))}
ITEMS = [item for bank in BANKS.values() for item in bank.items]

FACTS = {
    *(f"P{number:02}" for number in range(1, 26)),
    *(f"C{number:02}" for number in range(1, 10)),
    *(f"S{number:02}" for number in range(1, 13)),
}

each_bank = pytest.mark.parametrize("name", BANKS)


def where(slip: Callable[[Item], object]) -> list[str]:
    """The places of the items that have this slip."""
    return [f"{item.pack}.yaml:{item.line}" for item in ITEMS if slip(item)]


def options(item: Item) -> tuple[str, ...]:
    return (item.key, *item.distractors)


def cited(item: Item) -> list[str]:
    return re.split(r"[,; ]+", item.source)


def test_there_are_three_banks() -> None:
    assert sorted(BANKS) == ["cast", "plot", "schedule"]


@each_bank
def test_a_bank_has_no_problem(name: str) -> None:
    assert check(FOLDER / f"{name}.yaml").diagnostics == []


@each_bank
def test_a_bank_says_what_it_is(name: str) -> None:
    bank = BANKS[name]
    assert bank.title.startswith("The Defects: ")
    assert bank.author
    assert (bank.license, bank.language) == ("CC0-1.0", "en")
    assert name.capitalize() in {item.category for item in bank.items}


@pytest.mark.parametrize(("name", "least"), [("plot", 50), ("cast", 30), ("schedule", 40)])
def test_how_much_there_is_to_ask(name: str, least: int) -> None:
    assert len(BANKS[name].items) >= least


def test_every_fact_is_asked_for_and_nothing_else() -> None:
    assert {fact for item in ITEMS for fact in cited(item)} == FACTS


def test_every_item_has_a_category_an_explanation_and_a_source() -> None:
    assert where(lambda item: not (item.category and item.explanation and item.source)) == []


@each_bank
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_bank_has_a_fifth_of_each_difficulty(name: str, difficulty: str) -> None:
    items = BANKS[name].items
    assert sum(item.difficulty == difficulty for item in items) >= len(items) / 5


@each_bank
def test_the_longest_option_is_not_the_one_to_choose(name: str) -> None:
    items = BANKS[name].items
    longest = [i for i in items if all(len(i.key) > len(option) for option in i.distractors)]
    assert len(longest) <= 0.35 * len(items)


def test_there_are_neither_too_few_options_nor_too_many() -> None:
    assert where(lambda item: len(item.options) > 9) == []
    assert where(lambda item: not item.options and len(item.distractors) < 3) == []


def test_every_item_fits_the_screen() -> None:
    assert where(lambda item: len(item.stem) > 160) == []
    assert where(lambda item: any(len(option) > 70 for option in options(item))) == []
    assert where(lambda item: len(item.explanation) > 240) == []


def test_no_option_is_about_the_others() -> None:
    words = re.compile(r"\b(all|none|both|neither|any) of (the|these|those|them)\b", re.IGNORECASE)
    assert words.search("All of the above")
    assert where(lambda item: any(words.search(option) for option in options(item))) == []


def test_every_stem_asks() -> None:
    assert where(lambda item: not item.stem.endswith("?")) == []


def test_eastern_time_is_never_called_est() -> None:
    words = re.compile(r"\bEST\b|Eastern Standard")
    assert where(lambda item: any(map(words.search, (item.stem, *options(item))))) == []


def test_a_time_of_the_day_is_always_the_time_somewhere() -> None:
    clock = re.compile(r"\b\d{1,2}:\d\d\b")
    zone = re.compile(r"\b(KST|IST|EDT|GMT|UTC|PDT|Korean?|Indian?|US Eastern|Greenwich)\b")
    timed = where(lambda item: any(map(clock.search, (item.stem, *options(item)))))
    assert len(timed) >= 5
    assert where(lambda i: any(map(clock.search, options(i))) and not zone.search(i.stem)) == []
    assert where(lambda i: clock.search(i.stem) and not zone.search(i.stem + " " + i.key)) == []
    assert where(lambda i: clock.search(i.explanation) and not zone.search(i.explanation)) == []


def test_no_question_is_asked_twice() -> None:
    assert [stem for stem, count in Counter(i.stem for i in ITEMS).items() if count > 1] == []


def test_every_item_is_one_of_a_kind() -> None:
    assert len({item.uid for item in ITEMS}) == len(ITEMS)
