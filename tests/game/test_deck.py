from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations, pairwise, starmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.deck import CONSIDERED, FEW, PASSED_OVER, Card, Deck, draw, draw_review
from quiz.game.modes import CLASSIC, LADDER, PARTY, RUSH, Rules
from quiz.packs.model import DIFFICULTIES, Difficulty, Item, uid
from quiz.packs.pool import Pool
from tests.builders import fixed, item, items, rules

SEEDS = [str(number) for number in range(60)]

mixed = st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=4), min_size=1, max_size=4)
"""The sizes of the categories of some packs."""


def deal(
    contents: Sequence[Item], rules: Rules, seed: str, seen: Mapping[str, float] | None = None
) -> Deck:
    """The deck of a round of these items."""
    ages = seen or {}
    pool = Pool([contents])
    return draw(pool, rules, seed, 1, lambda uids: {u: ages[u] for u in uids if u in ages})


def drawn(
    contents: Sequence[Item],
    count: int,
    seed: str = "1",
    seen: dict[str, float] | None = None,
    choices: int = 4,
) -> list[str]:
    """The identities of the cards of a round."""
    cards = deal(contents, rules(count=count, choices=choices), seed, seen)
    return [card.item.uid for card in cards.cards]


def spread(found: Iterable[Hashable], kinds: int) -> float:
    """Chi-square of what was found against equal shares of so many kinds."""
    counts = [*Counter(found).values(), *[0] * kinds]
    share = sum(counts) / kinds
    return sum((count - share) ** 2 / share for count in sorted(counts)[-kinds:])


def test_a_seed_means_this_deck_everywhere_and_for_ever() -> None:
    contents = [*items(8), fixed("years", "2023", "2024", "2025", key="2025")]
    cards = deal(contents, rules(count=4), "7")
    assert [(card.item.uid, card.options, card.key) for card in cards.cards] == [
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
    cards = deal(contents, rules(count=count), seed, seen)
    mixed = list(contents)
    shuffler.shuffle(mixed)
    assert deal(mixed, rules(count=count), seed, seen) == cards
    assert deal(contents, rules(count=count), seed, seen) == cards


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
        (item("a", key="DEX"), item("b", explanation="It is DEX whom she plays against.")),
        (item("a", source="F1"), item("b", source="F1")),
        (item("a", source="F1, F2"), item("b", source="F3;F2")),
        (item("a", source="F1 F2"), item("b", source="F2")),
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
        (item("a", key="art"), item("b", explanation="It did not start.")),
        (item("a", source="F1"), item("b", source="F11, f1")),
        (item("a"), item("b")),
    ],
)
def test_items_that_only_look_alike_go_together(one: Item, other: Item) -> None:
    contents = [one, other, item("c")]
    assert any({"uid-a", "uid-b"} == set(drawn(contents, 2, seed)) for seed in SEEDS)


@given(st.integers(2, 9), st.integers(1, 20), st.text(max_size=3))
def test_a_card_shows_the_key_and_so_many_distractors_of_its_own(
    choices: int, wrong: int, seed: str
) -> None:
    one = item(1, distractors=tuple(f"wrong {n}" for n in range(wrong)))
    (card,) = deal([one], rules(count=1, choices=choices), seed).cards
    assert len(card.options) == len(set(card.options)) == min(choices, wrong + 1)
    assert set(card.options) <= {one.key, *one.distractors}
    assert card.options[card.key] == one.key


def test_fixed_options_are_shown_all_and_in_the_order_written() -> None:
    options = tuple(f"{year}" for year in range(2017, 2026))
    one = fixed("years", *options, key="2019")
    for seed in SEEDS:
        (card,) = deal([one], rules(count=1, choices=4), seed).cards
        assert (card.options, card.key) == (options, 2)


def test_the_key_stands_anywhere_alike() -> None:
    places = [deal([item()], rules(count=1), f"seed {n}").cards[0].key for n in range(2000)]
    assert spread(places, 4) < 16.27  # once in a thousand for three degrees of freedom


def test_every_distractor_and_every_item_has_its_chance() -> None:
    one = item(1, distractors=tuple("abcdefgh"))
    shown: list[str] = []
    first: list[str] = []
    for number in range(2000):
        (card,) = deal([one], rules(count=1), f"{number}").cards
        shown += set(card.options) - {one.key}
        first += drawn(items(8), 4, f"{number}")[:1]
    assert spread(shown, 8) < 24.32  # seven degrees of freedom
    assert spread(first, 8) < 24.32


def test_the_place_of_the_key_says_nothing_about_the_next_card() -> None:
    decks = [deal(items(2), rules(count=2), f"{number}").cards for number in range(3200)]
    assert spread([(one.key, two.key) for one, two in decks], 16) < 37.70  # fifteen degrees


def test_rising_difficulty_deals_from_easy_to_hard() -> None:
    levels: list[Difficulty] = ["hard", "easy", "medium", "easy", "hard", "medium"]
    contents = [item(n, difficulty=level) for n, level in enumerate(levels)]
    for seed in SEEDS[:9]:
        cards = deal(contents, rules(order="rising"), seed).cards
        assert [card.item.difficulty for card in cards] == sorted(levels, key=DIFFICULTIES.index)
    assert len({deal(contents, rules(order="rising"), seed) for seed in SEEDS}) > 20


def test_what_players_find_hard_rises_above_its_label() -> None:
    contents = [item("label", difficulty="hard"), item("known", difficulty="easy"), item("none")]
    found = draw(
        Pool([contents]),
        rules(order="rising"),
        "1",
        facilities=lambda _: {"uid-known": 0.2, "uid-label": 0.9},
    )
    assert [one.item.uid for one in found.cards] == ["uid-label", "uid-none", "uid-known"]


@given(mixed, st.integers(1, 9), st.text(max_size=2), st.integers(1, 3))
def test_every_category_and_every_pack_supplies_its_share(
    sizes: list[list[int]], count: int, seed: str, players: int
) -> None:
    """The shares are rounded up or down, so that equal parts differ by one at most."""
    packs = [
        [
            item(f"{pack}.{part}.{n}", pack=f"{pack}", category=f"{part}")
            for part, size in enumerate(parts)
            for n in range(size)
        ]
        for pack, parts in enumerate(sizes)
    ]
    cards = draw(Pool(packs), rules(count=count), seed, players).cards
    everything = sum(map(len, packs))
    wanted = count * players
    assert len(cards) == min(wanted, everything)
    of_pack = Counter(card.item.pack for card in cards)
    of_part = Counter((card.item.pack, card.item.category) for card in cards)
    for pack, parts in enumerate(sizes):
        assert abs(of_pack[f"{pack}"] - len(cards) * sum(parts) / everything) < 1
        for part, size in enumerate(parts):
            assert abs(of_part[f"{pack}", f"{part}"] - len(cards) * size / everything) < 1


def test_items_of_one_category_that_several_files_spell_otherwise_are_one_part() -> None:
    contents = [item(n, category="Plot" if n % 2 else "plot") for n in range(20)]
    counts = {
        sum(card.item.category == "plot" for card in deal(contents, rules(count=4), seed).cards)
        for seed in SEEDS
    }
    assert len(counts) > 2


def test_rounds_stay_mixed_to_the_last_unseen_item() -> None:
    parts = {"a": 30, "b": 20, "c": 10}
    contents = [item(f"{c}{n}", category=c) for c, size in parts.items() for n in range(size)]
    seen: dict[str, float] = {}
    for number in range(6):
        uids = drawn(contents, 10, f"{number}", seen)
        assert seen.keys().isdisjoint(uids)
        seen |= dict.fromkeys(uids, float(number))
        counts = Counter(uid[4] for uid in uids)
        assert all(abs(counts[c] - size / 6) <= 1 for c, size in parts.items())


def test_unseen_items_of_one_fact_come_before_seen_ones_of_others() -> None:
    contents = [*items(3, source="F1"), *(item(f"old {n}", source=f"O{n}") for n in range(9))]
    seen = {one.uid: 1.0 for one in contents[3:]}
    assert set(drawn(contents, 5, "1", seen)) > {"uid-1", "uid-2", "uid-3"}


texts = st.sampled_from(["", "", "right 1", "right 2", "It was right 3.", "right 4, or right 5"])
labelled = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B", "C"]),
        st.sampled_from(["", "F1", "F2", "F3", "F4", "F1, F2", "F3; F4", "F2 F5"]),
        st.sampled_from([(), (), ("x",), ("y", "z")]),
        texts,
        texts,
        st.sampled_from(DIFFICULTIES),
    ),
    max_size=20,
).map(
    lambda rows: [
        item(
            n,
            category=category,
            source=source,
            kin=kin,
            explanation=explanation,
            stem=f"{n}: {stem}?",
            difficulty=level,
        )
        for n, (category, source, kin, explanation, stem, level) in enumerate(rows)
    ]
)
"""Items that have categories, facts and templates in common, and tell each other's keys."""


def telling(one: Item, other: Item) -> bool:
    """Whether two items are of one template, or one of them holds the key of the other."""

    def holds(item: Item, key: str) -> bool:
        return any(f"{key}{end}" in f"{text} " for text in item[2:9:6] for end in " .,?")

    return bool({*one.kin} & {*other.kin}) or holds(one, other.key) or holds(other, one.key)


def repeating(one: Item, other: Item) -> bool:
    """Whether two items name the same fact."""
    return bool({*re.findall(r"\w+", one.source)} & {*re.findall(r"\w+", other.source)})


@given(labelled, st.integers(1, 12), st.text(max_size=2))
def test_no_card_tells_or_repeats_another_while_there_are_others(
    contents: list[Item], count: int, seed: str
) -> None:
    cards = [card.item for card in deal(contents, rules(count=count), seed).cards]
    others = [one for one in contents if one not in cards]
    assert len(cards) == min(count, len(contents))
    pairs = [*combinations(cards, 2)]
    if any(starmap(telling, pairs)):
        assert all(any(telling(one, card) for card in cards) for one in others)
    if any(starmap(repeating, pairs)):
        assert all(
            any(telling(one, card) or repeating(one, card) for card in cards) for one in others
        )


@given(labelled, st.randoms(use_true_random=False), st.integers(1, 12), st.integers(0, 20))
def test_the_order_of_labelled_items_and_of_packs_does_not_matter(
    contents: list[Item], shuffler: random.Random, count: int, cut: int
) -> None:
    packs = [contents[:cut], contents[cut:]]
    made = draw(Pool(packs), rules(count=count), "1")
    for pack in packs:
        shuffler.shuffle(pack)
    shuffler.shuffle(packs)
    assert draw(Pool(packs), rules(count=count), "1") == made


def levels(cards: Iterable[Card]) -> list[int]:
    return [DIFFICULTIES.index(card.item.difficulty) for card in cards]


@given(labelled, st.text(max_size=2))
def test_a_classic_round_rises_gently_and_ends_on_its_hardest_card(
    contents: list[Item], seed: str
) -> None:
    contents = [one._replace(category="X") for one in contents]
    found = levels(deal(contents, rules(), seed).cards)
    assert found[-1:] == sorted(found)[-1:]
    easy, hard = ([at for at, level in enumerate(found) if level == wanted] for wanted in (0, 2))
    assert not easy or not hard or max(easy) < min(hard)


def test_neighbouring_levels_overlap_in_a_classic_round() -> None:
    contents = [item(n, category="X", difficulty=DIFFICULTIES[n % 3]) for n in range(9)]
    found = [levels(deal(contents, rules(), seed).cards) for seed in SEEDS]
    assert sum(one != sorted(one) for one in found) > len(SEEDS) / 2
    means = [sum(level) / len(SEEDS) for level in zip(*found)]
    assert means == sorted(means)


def test_a_classic_round_rises_by_what_players_found_hard() -> None:
    contents = [item(n, category="X", difficulty="easy") for n in range(9)]
    last = draw(Pool([contents]), rules(), "1", facilities=lambda _: {"uid-4": 0.1}).cards[-1]
    assert last.item.uid == "uid-4"


def test_a_round_that_the_clock_ends_is_shuffled_all_over() -> None:
    contents = [item(n, category="X", difficulty=DIFFICULTIES[n % 3]) for n in range(9)]
    assert len({deal(contents, RUSH, seed).cards[-1].item.uid for seed in SEEDS}) == 9


def test_the_players_of_a_party_get_cards_that_are_about_equally_hard() -> None:
    contents = [item(n, category="X", difficulty=DIFFICULTIES[n % 3]) for n in range(40)]
    firsts = Counter[int]()
    for seed in SEEDS:
        found = levels(draw(Pool([contents]), PARTY, seed, 3).cards)
        assert len(found) == 15
        laps = [found[at : at + 3] for at in range(0, 15, 3)]
        assert all(max(one) <= min(two) for one, two in pairwise(laps))
        firsts.update(lap.index(min(lap)) for lap in laps if lap.count(min(lap)) == 1)
    assert min(firsts[seat] for seat in range(3)) > firsts.total() / 5


def review(
    contents: Sequence[Item], due: Sequence[str], seen: Iterable[str], count: int = 20
) -> list[str]:
    """The identities of the cards of a review, where `seen` are the items seen, the latest last."""
    ages = {uid: float(age) for age, uid in enumerate(seen)}
    own, pool = rules(order="due", count=count), Pool([contents])
    known = draw_review(pool, own, "1", due, lambda uids: {u: ages[u] for u in uids if u in ages})
    return [card.item.uid for card in known.cards]


def test_a_review_has_what_is_due_in_its_order_then_a_few_unseen() -> None:
    due = ["uid-3", "uid-1", "uid-2"]
    cards = review(items(20), due, [*due, "uid-4"])
    assert cards[:3] == due
    assert len({*cards[3:]} - {*due, "uid-4"}) == FEW == len(cards) - 3
    assert review(items(20), due, due, 2) == due[:2]
    assert review(items(20), due, due, 3) == due
    assert len(review(items(20), due, due, 4)) == 4
    assert review(items(4), due, [*due, "uid-4"]) == due
    assert sorted(review(items(5), due, due)[3:]) == ["uid-4", "uid-5"]


def test_a_review_is_never_empty_while_there_are_questions() -> None:
    seen = [f"uid-{n}" for n in (7, 3, 9, 1, 2, 8, 4, 5, 6)]
    assert review(items(9), [], seen) == seen[:FEW]
    assert review(items(9), [], seen[1:]) == ["uid-7", *seen[1:FEW]]
    assert review(items(2), [], ["uid-2", "uid-1"]) == ["uid-2", "uid-1"]


def test_in_a_review_too_enemies_meet_only_when_others_run_out() -> None:
    telling = item("t", stem="Is it right 1 or right 2?")
    contents = [*items(9), telling]
    seen = [one.uid for one in contents]
    due = ["uid-1", "uid-t", "uid-2", "uid-3"]
    assert review(contents, due, seen, 3) == ["uid-1", "uid-2", "uid-3"]
    assert review(contents, due, seen, 4) == due
    cards = review(contents, due[:1], due[:1])
    assert len(cards) == 1 + FEW
    assert "uid-t" not in cards


def test_each_player_gets_as_many_cards() -> None:
    assert len(draw(Pool([items(30)]), PARTY, "1", 3).cards) == 15


def test_cards_to_swap_for_are_drawn_with_the_deck() -> None:
    for seed in SEEDS[:9]:
        dealt = deal(items(20), LADDER, seed)
        assert (len(dealt.cards), len(dealt.reserve)) == (15, 1)
        assert dealt.reserve[0] not in dealt.cards
    assert deal(items(15), LADDER, "1").reserve == ()


def test_fifty_fifty_may_leave_any_wrong_option() -> None:
    found = [deal([item()], rules(count=1), f"{n}").cards[0] for n in range(900)]
    assert all(card.decoy != card.key for card in found)
    left = [card.options[card.decoy] for card in found]
    assert spread(left, 3) < 13.82  # two degrees of freedom
    pairs = [(card.key, card.decoy) for card in found]
    assert spread(pairs, 12) < 31.26  # eleven


# -- large pools ----------------------------------------------------------------------------------


def many(count: int) -> list[Item]:
    """So many items whose identities are spread as those of packs are."""
    return [item(number, uid=uid(f"{number}")) for number in range(count)]


class Watched(Pool):
    """A pool that remembers what was read of it."""

    def __init__(self, contents: Sequence[Item]) -> None:
        super().__init__([contents])
        self.read: list[str] = []

    def item(self, uid: str) -> Item:
        self.read.append(uid)
        return super().item(uid)


@pytest.mark.parametrize(
    ("size", "count", "seed", "seen", "made"),
    [
        (1000, 10, "pin", {}, "012079b05fcf0120"),
        (1000, 40, "other", {f"uid-{n}": float(n) for n in range(1, 986)}, "7548435cca6db619"),
        (300, 300, "x", {f"uid-{n}": float(n % 7) for n in range(1, 200)}, "4e4ec3ddcf1d51ab"),
    ],
)
def test_decks_of_up_to_a_thousand_items_are_as_they_ever_were(
    size: int, count: int, seed: str, seen: dict[str, float], made: str
) -> None:
    cards = deal(items(size), rules(count=count), seed, seen)
    shown = repr([(card.item.uid, card.options) for card in cards.cards])
    assert sha256(shown.encode()).hexdigest()[:16] == made


@pytest.mark.parametrize(
    ("mode", "made"),
    [(CLASSIC, "2e28d88163da9c7d"), (LADDER, "12014fa030b5ffb1"), (PARTY, "7f5db6abf26b95be")],
)
def test_items_without_categories_and_sources_are_dealt_as_they_ever_were(
    mode: Rules, made: str
) -> None:
    contents = [
        item(
            n,
            difficulty=DIFFICULTIES[n % 3],
            kin=("x",) if n % 4 == 0 else (),
            stem=f"Is it right {n % 5}, or what else is asked in {n}?",
        )
        for n in range(30)
    ]
    decks = [deal(contents, mode, seed, {"uid-3": 1.0, "uid-7": 2.0}) for seed in SEEDS]
    shown = repr(
        [[(card.item.uid, card.options) for card in (*d.cards, *d.reserve)] for d in decks]
    )
    assert sha256(shown.encode()).hexdigest()[:16] == made


def test_a_seed_means_the_same_deck_of_a_large_pool_for_ever() -> None:
    cards = deal(many(3000), rules(count=5), "7")
    assert [card.item.stem.removeprefix("What is asked in ") for card in cards.cards] == [
        "1922?",
        "1066?",
        "2619?",
        "2582?",
        "156?",
    ]


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> int:
    """Make the window small, so that a pool of a few hundred items is a large one."""
    monkeypatch.setattr("quiz.game.deck.CONSIDERED", 100)
    return 100


def test_of_a_large_pool_few_items_are_read(window: int) -> None:
    pool = Watched(many(2 * window))
    for seed in SEEDS:
        pool.read.clear()
        assert len(draw(pool, rules(count=10), seed).cards) == 10
        assert len(pool.read) == 10


def test_of_a_large_pool_of_one_fact_few_items_are_read(window: int) -> None:
    pool = Watched([one._replace(source="an atlas") for one in many(2 * window)])
    assert len(draw(pool, rules(count=10), "1").cards) == 10
    assert len(pool.read) <= 10 + PASSED_OVER


def test_every_item_of_a_large_pool_has_its_chance(window: int) -> None:
    contents = many(3 * window)
    pool = Pool([contents])
    found = [
        card.item.uid
        for n in range(300)
        for card in draw(pool, rules(count=10), f"round {n}").cards
    ]
    counts = Counter(found)
    assert len(counts) > 0.999 * len(contents)
    assert spread(found, len(contents)) < 1.35 * len(contents)  # uneven gaps on the ring cost some
    assert max(counts.values()) < 35  # of 10 on average


def test_one_more_item_rarely_changes_a_round_of_a_large_pool(window: int) -> None:
    contents = many(3 * window)
    before = [drawn(contents, 2, seed) for seed in SEEDS]
    for new in range(3000, 3003):
        after = [drawn([*contents, item(new, uid=uid(f"{new}"))], 2, seed) for seed in SEEDS]
        assert sum(one != other for one, other in zip(before, after)) <= 3


def test_of_a_large_pool_too_what_was_not_seen_comes_first() -> None:
    contents = many(3000)
    seen = {one.uid: float(n) for n, one in enumerate(contents[:2995])}
    for seed in SEEDS[:5]:
        uids = drawn(contents, 10, seed, seen)
        fresh = {one.uid for one in contents[2995:]}
        older = {one.uid for one in contents[:1498]}
        assert fresh < set(uids)
        assert set(uids) - fresh < older
    half = {one.uid: 1.0 for one in contents[::2]}
    for seed in SEEDS[:5]:
        assert set(drawn(contents, 200, seed, half)).isdisjoint(half)


def test_the_order_of_a_large_pool_does_not_matter() -> None:
    contents = many(2500)
    mixed = sorted(contents, key=lambda one: one.uid[::-1])
    for seed in SEEDS[:5]:
        cards = draw(Pool([contents]), rules(count=20), seed)
        assert draw(Pool([mixed[:700], mixed[700:]]), rules(count=20), seed) == cards
        assert draw(Pool([mixed[700:], mixed[:900]]), rules(count=20), seed) == cards


def test_as_many_cards_as_are_asked_for() -> None:
    contents = [one._replace(kin=("all",)) for one in many(2 * CONSIDERED)]
    assert len(drawn(contents, 10)) == 10
    assert len(set(drawn(contents, CONSIDERED + 200))) == CONSIDERED + 200
