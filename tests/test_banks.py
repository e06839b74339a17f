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
    *(f"P{number:02}" for number in range(1, 33)),
    *(f"C{number:02}" for number in range(1, 12)),
    *(f"S{number:02}" for number in range(1, 13)),
}

CATEGORIES = {
    "plot": {"Plot", "Themes"},
    "cast": {"Cast", "Making"},
    "schedule": {"Schedule", "Time zones"},
}

KINDS = {
    "who-am-i": r"Who am I\?$",
    "fill-the-gap": r"^Fill the gap|…|___",
    "odd-one-out": r"\bodd one out\b",
    "which-is-not": r"\b(NOT|not|no)\b",
    "true-or-false": r"^True or false: ",
    "order": "",
    "situation": "",
}
"""How each kind of question sounds; an item that is of a kind has its name as a tag."""

RETIRED = {
    "cast": """
        cast-of-returned-child cast-of-right-hand cast-of-ring-helper cast-of-survivors-leader
        correct-credit dex-character-to-chief form-of-source genre grounded-performance
        job-of-ahn-so-jung kim-ji-an-relation reputation-of-source role-of-won-jin-a
        squid-game-strength who-named-the-key who-plays-jung-hyeon won-jin-a-undertone
        written-from-scratch
    """,
    "plot": """
        attitude-to-enemy audience beside-pain brand-word class-of-bond cruel-order eyes-in-stills
        ground-for-return head-of-the-ring helper heroes-and-villains how-much-remembered
        human-quality institution likened-to living-witness missing-feeling never-learned
        no-second-home open-question pace paper-trail past-favour place-in-stills public-regard
        questions-on-return real-crime real-fraud reason-for-restriction second-public-role
        service-rendered shop-practice single-response smile theme-beside-power training
        upbringing who-selects whom-she-leads woman-behind-the-order word-for-bond
    """,
    "schedule": """
        monday-in-india air-date-2 air-date-3 air-date-4 air-date-5 air-date-6 broadcast-weeks
        clock-at-release-gmt clock-at-release-india clock-at-release-korea
        clock-at-release-us-eastern clock-at-release-us-pacific day-of-even-episodes
        day-of-odd-episodes days-from-1-to-4 days-from-1-to-8 days-from-2-to-3 days-from-2-to-6
        days-from-3-to-8 days-from-4-to-7 episode-on-night-1 episode-on-night-2
        episode-on-night-4 episode-on-night-5 episode-on-night-7 episode-on-night-8
        episodes-in-august episodes-in-july episodes-per-week finale-day first-in-august
        korea-ahead-of-gmt korea-ahead-of-india korea-ahead-of-us-eastern
        korea-ahead-of-us-pacific last-in-july offset-kst offset-us-eastern pair-of-week-first
        pair-of-week-fourth pair-of-week-second pair-of-week-third premiere-day release-gmt
        release-us-pacific
    """,
}
"""Ids of questions that are asked no more; players may have answers to them in their store."""

ACTORS = {"DEX", "Won Jin A", "Kim Ji An"}

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
    assert {item.category for item in bank.items} == CATEGORIES[name]


@each_bank
def test_a_bank_names_its_source_and_its_content(name: str) -> None:
    bank = BANKS[name]
    description = " ".join(bank.description.split())
    assert "preview" in bank.title
    assert re.search(r"preview\b.*\bbefore the drama ran", description)
    assert re.search(r"children\b.*\bkilled", description)


@pytest.mark.parametrize(("name", "least"), [("plot", 49), ("cast", 22), ("schedule", 23)])
def test_how_much_there_is_to_ask(name: str, least: int) -> None:
    assert len(BANKS[name].items) >= least


def test_every_fact_is_asked_for_and_nothing_else() -> None:
    assert {fact for item in ITEMS for fact in cited(item)} == FACTS


def test_no_fact_is_asked_for_too_often() -> None:
    asked = Counter(fact for item in ITEMS for fact in cited(item))
    assert {fact: count for fact, count in asked.items() if count > 4} == {}


def test_no_retired_id_is_used_again() -> None:
    retired = {(bank, name) for bank, names in RETIRED.items() for name in names.split()}
    assert [item.id for item in ITEMS if (item.pack, item.id) in retired] == []


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


def test_an_explanation_adds_something_in_a_line_or_two() -> None:
    assert where(lambda item: not 60 <= len(item.explanation) <= 160) == []
    repeats = where(lambda i: re.search(rf"\b{re.escape(i.key)}\b", i.explanation, re.IGNORECASE))
    assert repeats == []


def test_an_item_of_a_kind_sounds_like_it() -> None:
    assert where(lambda item: len(KINDS.keys() & set(item.tags)) > 1) == []
    sounds = {
        (i.id, kind) for i in ITEMS for kind, form in KINDS.items() if re.search(form, i.stem)
    }
    tagged = {(i.id, kind) for i in ITEMS for kind in KINDS if kind in i.tags}
    assert tagged - sounds == set()
    plain = {"who-am-i", "odd-one-out", "true-or-false"}
    assert {(name, kind) for name, kind in sounds - tagged if kind in plain} == set()


def test_true_or_false_is_asked_rarely_and_each_is_the_answer_as_often() -> None:
    keys = [item.key for item in ITEMS if item.options == ("True", "False")]
    assert where(lambda i: ("true-or-false" in i.tags) != (i.options == ("True", "False"))) == []
    assert len(keys) <= 5
    assert abs(keys.count("True") - keys.count("False")) <= 1


def test_no_option_is_about_the_others() -> None:
    words = re.compile(r"\b(all|none|both|neither|any) of (the|these|those|them)\b", re.IGNORECASE)
    assert words.search("All of the above")
    assert where(lambda item: any(words.search(option) for option in options(item))) == []


def test_every_stem_asks() -> None:
    assert where(lambda item: not item.stem.endswith("?")) == []


def test_daylight_time_is_explained_once() -> None:
    words = re.compile(r"daylight|Eastern Standard|\bE[SD]T\b", re.IGNORECASE)
    assert len(where(lambda item: words.search(item.explanation))) == 1
    assert where(lambda item: any(map(words.search, (item.stem, *options(item))))) == []


def test_gmt_is_not_the_time_in_london() -> None:
    words = re.compile(r"\b(Greenwich|London)\b")
    assert where(lambda i: any(map(words.search, (i.stem, i.explanation, *options(i))))) == []


def test_the_writer_is_no_option_among_actors() -> None:
    writer = "Ahn So-jung"
    assert where(lambda i: writer in options(i) and not ACTORS.isdisjoint(options(i))) == []


def test_no_wrong_answer_is_right_for_those_who_saw_the_drama() -> None:
    """Reports on the drama contradict the preview or go beyond it."""

    def offers(about: str, wrong: str) -> list[str]:
        """Places of items on the one thing that have the other as a wrong answer."""
        return where(
            lambda item: (
                re.search(about, f"{item.stem} {item.key}")
                and any(re.search(wrong, distractor) for distractor in item.distractors)
            )
        )

    assert offers("A Hyeon", r"\b([Dd]aughter|[Mm]other)\b") == []
    assert offers(r"\b[Dd]aughter\b", "A Hyeon|Won Jin A") == []
    assert offers(r"\bplays? .*A Hyeon|Won Jin A$", "Kim Ji An") == []
    assert offers(r"\b(was|were) (sent back|returned)\b|\breturned child\b", "Jung Hyeon") == []


def test_neither_the_rating_nor_the_ending_is_asked_for() -> None:
    words = re.compile(r"\brat(ed|ings?)\b|\badults?\b|\bdrama ends?\b", re.IGNORECASE)
    assert where(lambda item: any(map(words.search, (item.stem, *options(item))))) == []


def test_a_time_of_the_day_is_always_the_time_somewhere() -> None:
    clock = re.compile(r"\b\d{1,2}:\d\d\b")
    zone = re.compile(r"\b(KST|IST|EDT|GMT|UTC|PDT|Korean?|Indian?|US Eastern|US Pacific)\b")
    timed = where(lambda item: any(map(clock.search, (item.stem, *options(item)))))
    assert len(timed) >= 5
    assert where(lambda i: any(map(clock.search, options(i))) and not zone.search(i.stem)) == []
    assert where(lambda i: clock.search(i.stem) and not zone.search(i.stem + " " + i.key)) == []
    assert where(lambda i: clock.search(i.explanation) and not zone.search(i.explanation)) == []


def test_no_question_is_asked_twice() -> None:
    assert [stem for stem, count in Counter(i.stem for i in ITEMS).items() if count > 1] == []


def test_every_item_is_one_of_a_kind() -> None:
    assert len({item.uid for item in ITEMS}) == len(ITEMS)
