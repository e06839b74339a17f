from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.game import Attempt, Game
from quiz.game.modes import LADDER, PARTY, RUSH
from quiz.game.result import summarise
from quiz.game.wording import (
    Verdict,
    achievement,
    cheer,
    comparison,
    lifeline_effect,
    lifeline_name,
    minutes,
    rank,
    share,
    signs,
    stakes,
    stamp,
    verdict,
)
from tests.builders import advance, answer, deck, event, game, item, items, played


def judged(game: Game) -> Verdict:
    """Return the verdict on the latest attempt at the card on the table."""
    assert isinstance(game.attempt, Attempt)
    return verdict(game, game.attempt)


def test_the_judgement_of_an_answer() -> None:
    begun = game(*items(3), streak_bonus=25, streak_most=100)
    assert judged(answer(begun)) == ("✓", "RIGHT", "+150")
    assert judged(answer(played(begun, "+"))) == ("✓", "RIGHT", "+150 · streak +25")
    assert judged(answer(begun, right=False)) == ("×", "WRONG", "the answer is 1")
    timed = game(item(1), clock="card", seconds=5.0)
    assert judged(timed.play(event("expire", 5.0))) == ("×", "TIME UP", "the answer is 1")
    party = Game(PARTY, deck(*items(4)), ("Ann", "Bob"))
    assert judged(answer(answer(party, right=False))) == ("✓", "RIGHT", "+75 · stolen")
    assert judged(answer(Game(LADDER, deck(*items(3))))) == ("✓", "RIGHT", "rung 1")


@pytest.mark.parametrize(
    ("answers", "word"),
    [("++++", "CASE CLOSED"), ("+++-", "OPEN LEADS"), ("+---", "COLD CASE"), ("++++-", "SOLVED")],
)
def test_the_stamp_tells_how_it_went(answers: str, word: str) -> None:
    assert stamp(summarise(played(game(*items(5)), answers))) == word


@pytest.mark.parametrize(
    ("score", "best", "words"),
    [
        (0, None, "First round: this is the score to beat."),
        (525, 200, "New best, up 325"),
        (1525, 200, "New best, up 1,325"),
        (200, 200, "Level with your best"),
        (0, 0, "Level with your best"),
        (50, 200, "150 short of your best"),
        (0, 12_000, "12,000 short of your best"),
    ],
)
def test_how_a_score_compares_with_the_best(score: int, best: int | None, words: str) -> None:
    assert comparison(score, best) == words


@pytest.mark.parametrize(
    ("place", "rounds", "words"),
    [(3, 12, "Rank 3 of 12"), (1, 2, "Rank 1 of 2"), (1, 1, ""), (0, 0, ""), (0, 5, "")],
)
def test_the_rank_of_a_round(place: int, rounds: int, words: str) -> None:
    assert rank(place, rounds) == words


def test_a_sign_for_each_attempt_of_a_player() -> None:
    assert signs(game()) == ""
    assert signs(played(game(*items(4)), "++-+")) == "✓✓×✓"
    party = Game(PARTY, deck(*items(4)), ("Ann", "Bob"))
    stolen = answer(answer(party, right=False))
    assert (signs(stolen), signs(stolen, 1)) == ("×", "✓")


def test_a_streak_is_cheered_when_it_reaches_a_mark() -> None:
    said = {n: cheer(n) for n in range(23) if cheer(n)}
    assert said == {
        3: "3 in a row",
        5: "5 in a row: on a roll",
        10: "10 in a row: unstoppable",
        15: "15 in a row: unstoppable",
        20: "20 in a row: unstoppable",
    }


def test_what_a_card_is_worth() -> None:
    levels = ("hard", "easy", "medium", "medium")
    contents = [item(n, difficulty=level) for n, level in enumerate(levels)]
    begun = game(*contents, streak_bonus=25, streak_most=50)
    assert stakes(begun) == "hard · 200 points"
    assert stakes(played(begun, "+")) == "easy · 100 points + 25 for the streak"
    assert stakes(played(begun, "-")) == "easy · 100 points"
    assert stakes(played(begun, "+++")) == "medium · 150 points + 50 for the streak"
    own = game(item(1), points={"easy": 1, "medium": 1, "hard": 1})
    assert stakes(own) == "medium · 1 point"


@given(st.text("+-", max_size=4))
def test_what_a_right_answer_earns_is_what_was_said(answers: str) -> None:
    begun = played(game(*items(5), streak_bonus=25, streak_most=50), answers)
    end = answer(begun)
    assert end.attempt is not None
    assert end.attempt.points == begun.worth()


def test_the_worth_of_a_card_stays_once_it_is_answered() -> None:
    begun = played(game(*items(5), streak_bonus=25), "++")
    climb = played(Game(LADDER, deck(*items(5))), "++")
    for before in (begun, climb):
        for right in (True, False):
            assert stakes(answer(before, right)) == stakes(before)
            assert stakes(advance(answer(before))) != stakes(before)


def test_what_a_card_is_worth_in_other_modes() -> None:
    assert stakes(Game(RUSH, deck(*items(3)))) == "medium · up to 150 points"
    climb = Game(LADDER, deck(*items(15)))
    assert stakes(climb) == "rung 1 · 100 points"
    assert stakes(played(climb, "+++")) == "rung 4 · 500 points"
    assert stakes(played(climb, "+" * 15)) == "rung 15 · 30,000 points · 5,000 safe"
    party = Game(PARTY, deck(*items(4)), ("Ann", "Bob"))
    assert stakes(party) == "medium · 150 points"
    assert stakes(answer(party, right=False)) == "medium · 75 points"
    assert stakes(played(party, "++")) == "medium · 300 points"


def test_a_result_to_share() -> None:
    end = played(game(*items(4)), "++-+")
    text = share("Rivers", "21 July 2025", summarise(end), signs(end), "a1b2")
    assert text.splitlines() == [
        "Rivers · 21 July 2025",
        "3 of 4 right · best streak 2 · 475 points",
        "✓✓×✓",
        "Case no. a1b2",
    ]
    one, many = (summarise(end)._replace(score=score) for score in (1, 12_345))
    assert " · 1 point\n" in share("", "", one, "", "")
    assert " · 12,345 points\n" in share("", "", many, "", "")
    challenge = share("Rivers", "21 July 2025", summarise(end), signs(end), "a1b2", "2DR8")
    assert challenge == f"{text}\nquiz play --challenge 2DR8"


def test_a_time_as_minutes_and_seconds() -> None:
    assert [minutes(s) for s in (0.0, 9.4, 59.6, 65.0, 3600.0)] == [
        "0:00",
        "0:09",
        "1:00",
        "1:05",
        "60:00",
    ]


def test_what_is_kept_of_a_climb() -> None:
    climb = Game(LADDER, deck(*items(15)))
    assert achievement(played(climb, "-")) == "Rung 0 of 15 climbed, kept nothing"
    assert achievement(played(climb, "+" * 6 + "-")) == "Rung 6 of 15 climbed, kept rung 5"
    assert achievement(climb.play(event("walk away"))) == "Rung 0 of 15 climbed, walked away"


def test_every_lifeline_has_a_name_and_says_what_it_does() -> None:
    for lifeline in LADDER.lifelines:
        assert lifeline_name(lifeline)
        assert lifeline_effect(lifeline)
