from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.challenge import CODED, challenge_of, read_code, write_code
from quiz.game.deck import Selection
from quiz.game.game import Event, Game
from quiz.game.ghost import Ghost, challenger, ghost_of
from quiz.game.modes import CLASSIC, LADDER, MODES, RUSH, Rules
from tests.builders import advance, answer, deck, game, items, played, rules
from tests.game.random_rounds import begun, next_event


def of_code(game: Game) -> Ghost:
    """Return the ghost that another player races who was given the code of a round."""
    challenge = challenge_of(game, Selection(seed="1"), "1")
    assert challenge is not None
    return challenger("Ann", read_code(write_code(challenge)), game.deck)


def test_a_lead_is_over_what_the_ghost_had_after_as_many_cards() -> None:
    ghost = Ghost("Ann", (100, 100, 300))
    begun = game(*items(5), points={"easy": 1, "medium": 120, "hard": 1}, streak_bonus=0)
    assert ghost.lead(begun) == 0
    assert ghost.lead(answer(begun)) == 20
    assert ghost.lead(played(begun, "+")) == 20
    assert ghost.lead(played(begun, "++")) == 140
    assert ghost.lead(played(begun, "++-")) == -60
    assert ghost.lead(played(begun, "++-+")) == 60
    assert Ghost("Ann", ()).lead(played(begun, "+")) == 120


def test_the_ghost_of_a_game_has_the_score_after_each_card() -> None:
    whole = played(Game(CLASSIC, deck(*items(4))), "++-+")
    assert ghost_of("best", whole) == ("best", (150, 325, 325, 475))
    assert ghost_of("best", Game(CLASSIC, deck(*items(4)))) == ("best", ())
    climb = played(Game(LADDER, deck(*items(15))), "++++++-")
    assert ghost_of("best", climb).scores == (100, 200, 300, 500, 1000, 1500, 1000)


@given(st.text("+-", min_size=1, max_size=12))
def test_against_its_own_ghost_a_round_is_level_all_along(answers: str) -> None:
    state = Game(CLASSIC, deck(*items(12)))
    ghost = ghost_of("Ann", played(state, answers))
    for sign in answers:
        state = advance(answer(advance(state), sign == "+"))
        assert ghost.lead(state) == 0


@given(st.sampled_from(["classic", "survival", "ladder", "daily"]), st.text("+-", min_size=12))
def test_where_time_does_not_count_the_ghost_of_a_code_has_the_very_scores(
    mode: str, answers: str
) -> None:
    state = Game(MODES[mode], deck(*items(12)))
    for sign in answers:
        if state.phase == "asking":
            state = advance(answer(state, sign == "+"))
    assert of_code(state).scores == ghost_of("Ann", state).scores


@pytest.mark.parametrize("like", [RUSH, rules(RUSH, relaxed=3)])
def test_the_clock_does_not_stop_the_ghost_of_a_code_too_early(like: Rules) -> None:
    state, limit = Game(like, deck(*items(60))), 60.0 * like.relaxed
    for _ in range(15):
        state = advance(answer(state, at=state.asked + limit / 16))
    state = advance(state.play(Event("expire", state.asked + limit / 16)))
    assert state.ended == "time"
    exact, ghost = ghost_of("Ann", state), of_code(state)
    assert len(ghost.scores) == 16
    assert ghost.scores[-1] == pytest.approx(exact.scores[-1], rel=0.05)
    assert ghost.scores[-1] == ghost.scores[-2]


def test_the_ghosts_of_random_rounds_are_near_those_of_their_codes() -> None:
    met = set()
    for number in range(60):
        chance = random.Random(number)
        state = begun(chance)
        for _ in range(200):
            state = state.play(next_event(state, chance))
        if challenge_of(state, Selection(seed="1"), "1"):
            met.add(state.rules.mode)
            exact, ghost = ghost_of("Ann", state), of_code(state)
            assert len(ghost.scores) == len(exact.scores)
            assert ghost.scores == pytest.approx(exact.scores, rel=0.1)
    assert met == {*CODED}
