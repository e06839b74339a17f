from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quiz.game.result import Tally, summarise
from tests.builders import answer, event, game, item, items, played


def test_the_figures_of_a_round() -> None:
    contents = [
        item(1, category="Plot", difficulty="hard"),
        item(2, category="Cast", difficulty="easy"),
        item(3, category="Plot", difficulty="hard"),
        item(4, pack="places", difficulty="medium"),
    ]
    end = played(game(*contents), "+-++")
    result = summarise(end)
    assert result.score == end.score() == 200 + 200 + 150 + 25
    assert result.total == Tally(3, 4)
    assert result.streak == 2
    assert result.seconds == 4.0
    assert result.categories == {"Cast": Tally(0, 1), "Plot": Tally(2, 2), "places": Tally(1, 1)}
    assert list(result.categories) == ["Cast", "Plot", "places"]
    assert result.difficulties == {"easy": Tally(0, 1), "medium": Tally(1, 1), "hard": Tally(2, 2)}
    assert list(result.difficulties) == ["easy", "medium", "hard"]
    assert result.missed == ((end.deck.cards[1], end.attempts[1]),)


def test_a_level_that_was_not_asked_is_not_listed() -> None:
    result = summarise(played(game(item(1, difficulty="hard")), "+"))
    assert list(result.difficulties) == ["hard"]


def test_what_has_not_been_answered_does_not_count() -> None:
    begun = played(game(*items(5)), "+")
    assert summarise(begun).total == Tally(1, 1)
    revealed = answer(begun, right=False)
    assert summarise(revealed).total == Tally(1, 2)
    assert summarise(revealed).missed == ((begun.deck.cards[1], revealed.attempts[1]),)


def test_before_the_first_answer_there_is_nothing() -> None:
    result = summarise(game())
    assert result == (0, Tally(0, 0), 0, 0, {}, {}, ())


def test_an_expired_card_is_missed() -> None:
    end = game(item(1), clock="card", seconds=5.0).play(event("expire", 5.0))
    result = summarise(end)
    assert (result.total, result.missed) == (Tally(0, 1), ((end.deck.cards[0], end.attempts[0]),))


@given(st.text("+-", max_size=12))
def test_the_longest_streak_and_the_missed_ones(answers: str) -> None:
    result = summarise(played(game(*items(12)), answers))
    assert result.streak == max(map(len, answers.split("-")))
    assert result.total == Tally(answers.count("+"), len(answers))
    missed = [int(card.item.uid.removeprefix("uid-")) - 1 for card, _ in result.missed]
    assert missed == [n for n, answer in enumerate(answers) if answer == "-"]
