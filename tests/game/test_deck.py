from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.deck import Card, draw
from quiz.game.modes import MODES
from quiz.packs.model import Item
from tests.builders import fixed, item, items, rules

SEEDS = [str(number) for number in range(60)]


def drawn(
    contents: Sequence[Item],
    count: int,
    seed: str = "1",
    seen: dict[str, float] | None = None,
    choices: int = 4,
) -> list[str]:
    """The identities of the cards of a round."""
    cards = draw(contents, rules(count=count, choices=choices), seed, seen)
    return [card.item.uid for card in cards]


def spread(found: Iterable[Hashable], kinds: int) -> float:
    """Chi-square of what was found against equal shares of so many kinds."""
    counts = [*Counter(found).values(), *[0] * kinds]
    share = sum(counts) / kinds
    return sum((count - share) ** 2 / share for count in sorted(counts)[-kinds:])


def test_a_seed_means_this_deck_everywhere_and_for_ever() -> None:
    contents = [*items(8), fixed("years", "2023", "2024", "2025", key="2025")]
    cards = draw(contents, rules(count=4), "7")
    assert [(card.item.uid, card.options, card.key) for card in cards] == [
        ("uid-years", ("2023", "2024", "2025"), 2),
        ("uid-4", ("right 4", "wrong 4.2", "wrong 4.1", "wrong 4.3"), 0),
        ("uid-3", ("wrong 3.1", "wrong 3.3", "right 3", "wrong 3.2"), 2),
        ("uid-7", ("wrong 7.1", "wrong 7.3", "right 7", "wrong 7.2"), 2),
    ]
    assert drawn(contents, 4, "세븐 7") == ["uid-6", "uid-2", "uid-4", "uid-7"]


@given(st.text(st.characters()), st.randoms(use_true_random=False), st.integers(1, 12))
def test_the_order_of_the_items_does_not_matter(
    seed: str, shuffler: random.Random, count: int
) -> None:
    contents = [
        *items(6),
        item("a", kin=("row 1",)),
        item("b", kin=("row 1",)),
        item("c", stem="Is it right 3?"),
        fixed("years", "2023", "2024", "2025", key="2025"),
    ]
    seen = {"uid-1": 5.0, "uid-2": 9.0, "uid-a": 7.0}
    cards = draw(contents, rules(count=count), seed, seen)
    mixed = list(contents)
    shuffler.shuffle(mixed)
    assert draw(mixed, rules(count=count), seed, seen) == cards
    assert draw(contents, rules(count=count), seed, seen) == cards


def test_another_seed_is_another_deck() -> None:
    assert len({tuple(drawn(items(12), 10, seed)) for seed in SEEDS}) == len(SEEDS)


def test_a_seed_that_is_not_unicode_deals_too() -> None:
    assert sorted(drawn(items(3), 3, "\udcff")) == ["uid-1", "uid-2", "uid-3"]


@given(st.integers(0, 12), st.integers(1, 15), st.text(max_size=3))
def test_as_many_cards_as_there_are_and_no_item_twice(have: int, count: int, seed: str) -> None:
    uids = drawn([*items(have), *items(have)], count, seed)
    assert len(uids) == len(set(uids)) == min(have, count)


@given(
    st.dictionaries(st.integers(1, 12), st.integers(0, 1000), max_size=12),
    st.integers(1, 12),
    st.text(max_size=3),
)
def test_fresh_items_come_first_then_those_seen_long_ago(
    ages: dict[int, int], count: int, seed: str
) -> None:
    seen = {f"uid-{number}": float(age) for number, age in ages.items()}
    uids = set(drawn(items(12), count, seed, seen))
    fresh = {one.uid for one in items(12)} - set(seen)
    assert len(uids & fresh) == min(count, len(fresh))
    by_age = sorted(seen.values())
    old = {uid for uid, age in seen.items() if age <= by_age[(len(by_age) - 1) // 2]}
    assert len(uids & old) == min(count - len(uids & fresh), len(old))
    assert 2 * len(old) >= len(seen)


def test_the_older_half_is_shuffled_and_not_worn_in_a_row() -> None:
    seen = {f"uid-{n}": float(n) for n in range(1, 13)}
    rounds = [drawn(items(12), 3, seed, seen) for seed in SEEDS]
    assert {uid for uids in rounds for uid in uids} == {f"uid-{n}" for n in range(1, 7)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (item("a", kin=("row 1", "x")), item("b", kin=("row 2", "x"))),
        (item("a", key="DEX"), item("b", stem="Whom does DEX play?")),
        (item("a", stem="When did «The Defects» (2025) air?"), item("b", key="2025")),
        (item("a", key="C++"), item("b", stem="Who made C++, and when?")),
        (item("a", key="덱스"), item("b", stem="덱스는 누구를 연기하나요?")),
    ],
)
def test_of_two_enemies_the_second_comes_only_when_others_run_out(one: Item, other: Item) -> None:
    contents = [one, other, item("c"), item("d")]
    for seed in SEEDS:
        assert {"uid-a", "uid-b"} - set(drawn(contents, 3, seed))
        assert len(drawn(contents, 4, seed)) == 4
    assert {uid for seed in SEEDS for uid in drawn(contents, 3, seed)} >= {"uid-a", "uid-b"}


def test_an_enemy_gives_way_even_to_an_item_seen_just_now() -> None:
    contents = [item("a", kin=("x",)), item("b", kin=("x",)), item("c")]
    for seed in SEEDS:
        assert "uid-c" in drawn(contents, 2, seed, {"uid-c": 9.0})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (item("a", key="art"), item("b", stem="How does it start?")),
        (item("a", key="art"), item("b", stem="What did the artist do?")),
        (item("a", key="7"), item("b", stem="What happened in 1997?")),
        (item("a", kin=("x",)), item("b", kin=("y",))),
        (item("a", key="True"), item("b", key="True")),
    ],
)
def test_a_key_within_a_longer_word_gives_nothing_away(one: Item, other: Item) -> None:
    contents = [one, other, item("c")]
    assert any({"uid-a", "uid-b"} == set(drawn(contents, 2, seed)) for seed in SEEDS)


@given(st.integers(2, 9), st.integers(1, 20), st.text(max_size=3))
def test_a_card_shows_the_key_and_so_many_distractors_of_its_own(
    choices: int, wrong: int, seed: str
) -> None:
    one = item(1, distractors=tuple(f"wrong {n}" for n in range(wrong)))
    (card,) = draw([one], rules(count=1, choices=choices), seed)
    assert len(card.options) == len(set(card.options)) == min(choices, wrong + 1)
    assert set(card.options) <= {one.key, *one.distractors}
    assert card.options[card.key] == one.key


def test_fixed_options_are_shown_all_and_in_the_order_written() -> None:
    options = tuple(f"{year}" for year in range(2017, 2026))
    one = fixed("years", *options, key="2019")
    for seed in SEEDS:
        assert draw([one], rules(count=1, choices=4), seed) == (Card(one, options),)
    assert Card(one, options).key == 2


def test_the_key_stands_anywhere_alike() -> None:
    places = [draw([item()], rules(count=1), f"seed {n}")[0].key for n in range(2000)]
    assert spread(places, 4) < 16.27  # once in a thousand for three degrees of freedom


def test_every_distractor_and_every_item_has_its_chance() -> None:
    one = item(1, distractors=tuple("abcdefgh"))
    shown: list[str] = []
    first: list[str] = []
    for number in range(2000):
        (card,) = draw([one], rules(count=1), f"{number}")
        shown += set(card.options) - {one.key}
        first += drawn(items(8), 4, f"{number}")[:1]
    assert spread(shown, 8) < 24.32  # seven degrees of freedom
    assert spread(first, 8) < 24.32


def test_the_place_of_the_key_says_nothing_about_the_next_card() -> None:
    decks = [draw(items(2), rules(count=2), f"{number}") for number in range(3200)]
    assert spread([(one.key, two.key) for one, two in decks], 16) < 37.70  # fifteen degrees


def test_a_mode_is_known_by_its_name() -> None:
    assert all(name == row.mode for name, row in MODES.items())
    assert MODES["classic"].count == 10
