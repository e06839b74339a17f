from __future__ import annotations

from pathlib import Path
from statistics import correlation, median

import pytest

from quiz.packs.model import Item
from quiz.scores.analysis import ItemFigures, discrimination_of, item_figures
from quiz.scores.store import Store
from tests.builders import advance, answer, fixed, item, items, keep, recording, round_of
from tests.scores.history import Made, write_history


def asked(store: Store, one: Item, answers: str) -> ItemFigures:
    """Return the figures of an item after answers of as many players, each in a round of two."""
    for number, sign in enumerate(answers):
        keep(store, round_of(one, item("other"), player=f"Player {number}"), f"{sign}+")
    (figures,) = item_figures(store, [one])
    return figures


def test_few_answers_say_nothing(store: Store) -> None:
    figures = asked(store, item(1), "+" * 19)
    assert figures[1:5] == (19, None, None, None)
    assert figures.warnings == ("too few answers",)
    assert item_figures(store, [item("new")])[0].attempts == 0


def test_only_the_first_attempt_of_each_player_counts(store: Store) -> None:
    one = item(1)
    for answers in ("-+++++++++", "+" * 10):
        for number in range(20):
            keep(store, round_of(one, *items(9)[1:], player=f"Player {number}"), answers)
    (figures,) = item_figures(store, [one])
    assert (figures.attempts, figures.facility) == (20, 0.0)
    assert figures.chosen == {"wrong 1.1": 20, "wrong 1.2": 0, "wrong 1.3": 0}


def test_an_item_that_was_edited_keeps_its_attempts(store: Store) -> None:
    asked(store, item(1), "+" * 15)
    figures = item_figures(store, [item(1, stem="What is 1, then?", difficulty="hard")])[0]
    assert figures.attempts == 15


@pytest.mark.parametrize(
    ("label", "answers", "warning"),
    [
        ("easy", "+++++++" + "-" * 13, "labelled easy, but only 35% were right"),
        ("easy", "++++++++" + "-" * 12, ""),
        ("medium", "-" * 20, ""),
        ("hard", "-" + "+" * 19, "labelled hard, but 95% were right"),
        ("hard", "---" + "+" * 17, ""),
    ],
)
def test_a_label_that_the_answers_contradict(
    store: Store, label: str, answers: str, warning: str
) -> None:
    figures = asked(store, item(1, difficulty=label), answers)
    assert [text for text in figures.warnings if "labelled" in text] == [warning] * bool(warning)


def test_a_distractor_that_nobody_chose_was_shown_often_enough(store: Store) -> None:
    never = "never chosen: wrong 1.2", "never chosen: wrong 1.3"
    assert asked(store, item(1), "-" + "+" * 19).warnings == never
    many = item(2, distractors=tuple(f"no {n}" for n in range(1, 7)))
    assert asked(store, many, "-" + "+" * 29).warnings == ()
    order = fixed("years", "2021", "2022", "2023", "2024", "2025", key="2024")
    assert len(asked(store, order, "-" + "+" * 19).warnings) == 3


def test_discrimination_is_the_correlation_with_the_rest_of_the_round(store: Store) -> None:
    one = item(1)
    right = [n % 3 > 0 for n in range(20)]
    rest = [n % 5 + (n % 3 > 0) for n in range(20)]
    for number, (x, y) in enumerate(zip(right, rest)):
        round = round_of(one, *items(9)[1:], player=f"Player {number}")
        keep(store, round, ("+" if x else "-") + "+" * y + "-" * (8 - y))
    expected = correlation([*map(float, right)], [y / 8 for y in rest])
    assert item_figures(store, [one])[0].discrimination == pytest.approx(expected)


def test_what_is_the_same_everywhere_separates_nothing(store: Store) -> None:
    assert asked(store, item(1), "+" * 20).discrimination is None
    assert asked(store, item(2), "+-" * 10).discrimination is None  # the rest was always right
    assert discrimination_of(0.0, 0.0, 0.0, 0.0, 0.0) is None
    assert discrimination_of(2.0, 1.0, 1.0, 1.0, 1.0) == pytest.approx(1.0)


def test_the_time_is_the_median(store: Store) -> None:
    for number in range(20):
        kept = recording(store, round_of(item(1), player=f"Player {number}"))
        kept.record(advance(answer(kept.game, at=number * 0.25)), number * 0.25)
    assert item_figures(store, [item(1)])[0].seconds == pytest.approx(19 * 0.25 / 2)


@pytest.mark.slow
def test_a_long_history_is_analysed_right(path: Path) -> None:
    firsts: dict[str, dict[str, Made]] = {}
    for one in write_history(path, players=40, stems=120, rounds=20_000):
        firsts.setdefault(one.uid, {}).setdefault(one.player, one)
    store = Store(path)
    known = items(120)
    for contents, figures in zip(known, item_figures(store, known), strict=True):
        made = [*firsts[contents.uid].values()]
        right = [float(one.right) for one in made]
        assert figures.item == contents
        assert figures.attempts == len(made) == 40
        assert figures.facility == pytest.approx(sum(right) / 40)
        assert figures.seconds == pytest.approx(median(one.seconds for one in made))
        expected = correlation(right, [one.share for one in made])
        assert figures.discrimination == pytest.approx(expected)
        for text, chosen in figures.chosen.items():
            assert chosen == sum(one.chosen == text for one in made)
            assert (f"never chosen: {text}" in figures.warnings) == (chosen == 0)
    store.close()
