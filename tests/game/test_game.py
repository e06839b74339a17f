from __future__ import annotations

import math
import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.game import TRANSITIONS, Attempt, Event, Game, replay
from quiz.game.modes import LADDER, MODES, PARTY, RUSH, SURVIVAL
from quiz.game.scoring import Points
from tests.builders import advance, answer, deck, event, fixed, game, item, items, played, rules
from tests.game.random_rounds import begun, next_event
from tests.game.strategies import events, games, legal, wild


def states(game: Game, happened: list[Event]) -> list[Game]:
    """Return a game before and after each event."""
    found = [game]
    for one in happened:
        found.append(found[-1].play(one))
    return found


@given(games(), events(wild))
def test_no_event_raises_or_undoes_anything(begun: Game, happened: list[Event]) -> None:
    for before, after in pairwise(states(begun, happened)):
        assert len(after.attempts) - len(before.attempts) in (0, 1)
        assert after.attempts[: len(before.attempts)] == before.attempts
        assert after.events[: len(before.events)] == before.events
        assert after.turn - before.turn in (0, 1)
        assert (after.rules, after.deck, after.players) == (begun.rules, begun.deck, begun.players)
        assert (after.ended is not None) == (after.phase == "done")
        assert all(attempt.seconds >= 0 for attempt in after.attempts)


@given(games(), events())
def test_what_is_illegal_returns_the_very_same_game(begun: Game, happened: list[Event]) -> None:
    for one, (before, after) in zip(happened, pairwise(states(begun, happened))):
        if after is before:
            continue
        assert after.phase in TRANSITIONS[before.phase][one.kind]
        assert len(after.events) == len(before.events) + 1
    done = advance(begun)
    for one in happened:
        if done.phase == "done":
            assert done.play(one) is done


@pytest.mark.parametrize("mode", [*MODES, ""])
@given(st.data())
def test_in_every_mode_an_event_counts_if_it_is_legal_and_else_changes_nothing(
    mode: str, data: st.DataObject
) -> None:
    begun = data.draw(games(mode))
    changes: Counter[tuple[int, int]] = Counter()
    for one in data.draw(events()):
        after = begun.play(one)
        if legal(begun, one):
            assert after.events[:-1] == begun.events
            assert after.events[-1].kind == one.kind
        else:
            assert after is begun
        for player in range(len(begun.players)):
            changes[begun.turn, player] += begun.score(player) != after.score(player)
        begun = after
    assert set(changes.values()) <= {0, 1}


@given(games(), events())
def test_no_score_changes_twice_for_a_card_and_a_player(begun: Game, happened: list[Event]) -> None:
    found = states(begun, happened)
    responses = Counter((a.turn, a.player) for a in found[-1].attempts)
    assert set(responses.values()) <= {1}
    changes: Counter[tuple[int, int]] = Counter()
    for before, after in pairwise(found):
        for player in range(len(begun.players)):
            changes[before.turn, player] += before.score(player) != after.score(player)
    assert set(changes.values()) <= {0, 1}
    assert all(after.score(p) >= 0 for after in found for p in range(len(begun.players)))
    assert all(min(a.points) >= 0 for a in found[-1].attempts)


@given(games(), events())
def test_a_game_follows_from_its_events(begun: Game, happened: list[Event]) -> None:
    end = states(begun, happened)[-1]
    for length in range(len(end.events) + 1):
        part = replay(begun.rules, begun.deck, begun.players, end.events[:length])
        assert part.events == end.events[:length]
    assert replay(begun.rules, begun.deck, begun.players, end.events) == end
    assert replay(begun.rules, begun.deck, begun.players, happened) == end


@given(games(), events())
def test_a_clock_never_gives_more_time_than_it_has(begun: Game, happened: list[Event]) -> None:
    end = states(begun, happened)[-1]
    if end.time_limit is not None:
        assert all(attempt.seconds <= end.time_limit for attempt in end.attempts)
        if end.rules.clock == "round" and not end.swapped:
            assert sum(attempt.seconds for attempt in end.attempts) <= end.time_limit + 1e-6


# -- a classic round ------------------------------------------------------------------------------


def test_a_round_from_its_first_card_to_its_end() -> None:
    first = game(*items(2))
    assert (first.phase, first.card, first.attempt) == ("asking", first.deck.cards[0], None)
    assert first.deadline is None
    answered = first.play(event("answer", 2.5, 0))
    assert answered.phase == "revealed"
    assert answered.attempt == Attempt(0, 0, 0, True, 2.5, Points(150, 0))
    second = answered.play(event("advance", 4.0))
    assert (second.phase, second.card, second.attempt) == ("asking", first.deck.cards[1], None)
    end = second.play(event("answer", 5.0, 3)).play(event("advance", 6.0))
    assert (end.phase, end.ended) == ("done", "finished")
    assert end.attempts[1] == Attempt(1, 0, 3, False, 1.0, Points())
    assert end.score() == 150
    assert first == game(*items(2))


def test_two_presses_make_one_attempt() -> None:
    answered = answer(game())
    assert answered.play(event("answer", 1.0, 1)) is answered
    assert answered.play(event("advance")).play(event("advance")).turn == 1


@pytest.mark.parametrize("value", [-1, 4, "0", None, True, 1.0])
def test_a_choice_that_is_no_option_is_out_of_place(value: object) -> None:
    asked = game()
    assert asked.play(Event("answer", 1.0, value)) is asked  # type: ignore[arg-type]


def test_a_streak_earns_more_up_to_a_limit_and_begins_again() -> None:
    contents = [item(n, difficulty="easy") for n in range(9)]
    end = played(game(*contents), "++++++-++")
    streaks = [a.points.streak for a in end.attempts]
    assert streaks == [0, 25, 50, 75, 100, 100, 0, 0, 25]
    assert end.score() == 8 * 100 + sum(streaks)
    assert end.streak() == 2


def test_points_follow_the_difficulty() -> None:
    contents = [item(level, difficulty=level) for level in ("easy", "medium", "hard")]
    own = {"easy": 1, "medium": 2, "hard": 3}
    end = played(game(*contents, streak_bonus=10, streak_most=15, points=own), "+++")
    assert [a.points for a in end.attempts] == [Points(1, 0), Points(2, 10), Points(3, 15)]
    assert Points(3, 15).total == 18


# -- clocks ---------------------------------------------------------------------------------------


def timed(seconds: float = 20.0, **fields: Any) -> Game:
    return game(clock="card", seconds=seconds, **fields)


def test_an_answer_at_the_deadline_counts_and_a_later_one_expires() -> None:
    asked = timed()
    assert asked.deadline == 20.0
    assert answer(asked, at=20.0).attempts == (Attempt(0, 0, 0, True, 20.0, Points(150)),)
    late = answer(asked, at=math.nextafter(20.0, math.inf))
    assert late.attempts[0][2:5] == (None, False, 20.0)
    assert late.score() == 0


def test_a_timer_that_is_early_or_late_makes_no_attempt() -> None:
    asked = timed()
    assert asked.play(event("expire", 19.99)) is asked
    expired = asked.play(event("expire", 21.0)).attempts[0]
    assert (expired.choice, expired.seconds) == (None, 20.0)
    answered = answer(asked, at=19.0)
    assert answered.play(event("expire", 20.0)) is answered
    untimed = game()
    assert untimed.play(event("expire", 1e9)) is untimed


def test_the_clock_of_a_card_starts_when_the_card_is_on_the_table() -> None:
    second = answer(timed(5.0), at=3.0).play(event("advance", 10.0))
    assert second.deadline == 15.0
    assert answer(second, at=14.0).attempts[1].seconds == 4.0


def test_a_clock_that_runs_backwards_takes_no_time() -> None:
    second = answer(game(), at=10.0).play(event("advance", 10.0))
    assert answer(second, at=4.0).attempts[1].seconds == 0.0


def test_the_clock_of_a_round_stands_still_during_a_reveal_and_ends_the_round() -> None:
    first = game(*items(5), clock="round", seconds=10.0)
    second = answer(first, at=6.0).play(event("advance", 100.0))
    assert second.deadline == 104.0
    expired = second.play(event("expire", 104.0))
    assert expired.phase == "revealed"
    end = expired.play(event("advance", 105.0))
    assert (end.phase, end.ended) == ("done", "time")


def test_a_relaxed_clock_gives_more_time_and_as_many_points() -> None:
    assert timed(relaxed=3).deadline == 60.0
    slow = game(half_after=10.0, clock="round", seconds=60.0, relaxed=2)
    assert answer(slow, at=10.0).attempts[0].points == Points(113)
    assert answer(game(half_after=10.0), at=5.0).attempts[0].points == Points(113)


@pytest.mark.parametrize(("at", "points"), [(0.0, 150), (5.0, 113), (10.0, 75), (59.0, 75)])
def test_in_a_rush_points_shrink_to_half_within_ten_seconds(at: float, points: int) -> None:
    first = Game(RUSH, deck())
    assert answer(first, at=at).attempts[0].points.total == points
    assert first.deadline == 60.0


# -- lives and ladders ----------------------------------------------------------------------------


def test_survival_ends_with_the_third_miss() -> None:
    end = played(Game(SURVIVAL, deck(*items(9))), "+-+-+-")
    assert (end.phase, end.ended, end.misses) == ("done", "lives", 3)
    assert (played(Game(SURVIVAL, deck(*items(3))), "+-+")).ended == "finished"


def ladder(answers: str = "") -> Game:
    return played(Game(LADDER, deck(*items(15), reserve=[item("r")])), answers)


def test_a_ladder_is_climbed_a_rung_for_each_right_answer() -> None:
    assert [ladder("+" * n).score() for n in range(4)] == [0, 100, 200, 300]
    top = ladder("+" * 15)
    assert (top.ended, top.rung(), top.score()) == ("finished", 15, LADDER.ladder[-1])


@pytest.mark.parametrize(("right", "rung"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (14, 10)])
def test_a_miss_drops_to_the_last_safe_rung(right: int, rung: int) -> None:
    end = ladder("+" * right + "-")
    assert (end.ended, end.rung()) == ("lives", rung)
    assert end.score() == (LADDER.ladder[rung - 1] if rung else 0)


def test_who_walks_away_keeps_what_was_climbed() -> None:
    end = ladder("+++").play(event("walk away"))
    assert (end.phase, end.ended, end.score()) == ("done", "walked away", 300)
    revealed = answer(ladder("++")).play(event("walk away"))
    assert (revealed.ended, revealed.score()) == ("walked away", 300)


def test_there_is_no_walking_away_after_a_miss_nor_without_a_ladder() -> None:
    missed = answer(ladder("++"), right=False)
    assert missed.play(event("walk away")) is missed
    classic = game()
    assert classic.play(event("walk away")) is classic


# -- lifelines ------------------------------------------------------------------------------------


def test_fifty_fifty_leaves_the_key_and_one_wrong_option() -> None:
    halved = ladder().play(event("lifeline", 1.0, "fifty"))
    assert (halved.phase, halved.struck) == ("asking", (2, 3))
    assert halved.play(event("answer", 2.0, 2)) is halved
    assert halved.play(event("lifeline", 2.0, "fifty")) is halved
    after = answer(halved, at=3.0)
    assert (after.score(), after.attempts[0].seconds) == (100, 3.0)
    assert advance(after).struck == ()


def test_fifty_fifty_is_not_used_up_on_two_options() -> None:
    asked = Game(LADDER, deck(fixed("f", "True", "False", key="True")))
    assert asked.play(event("lifeline", 0.0, "fifty")) is asked


def test_swapping_puts_the_card_of_the_reserve_on_the_table() -> None:
    first = ladder("+")
    swapped = first.play(event("lifeline", 5.0, "swap"))
    assert (swapped.card, swapped.turn) == (first.deck.reserve[0], 1)
    after = answer(swapped, at=7.0)
    assert (after.attempts[-1].seconds, after.rung()) == (2.0, 2)
    assert after.card_at(1) == first.deck.reserve[0]
    assert advance(after).card == first.deck.cards[2]
    assert swapped.play(event("lifeline", 6.0, "swap")) is swapped


def test_without_a_reserve_there_is_no_swapping() -> None:
    asked = Game(LADDER, deck(*items(15)))
    assert asked.play(event("lifeline", 0.0, "swap")) is asked


def test_a_lifeline_is_used_once_and_only_where_the_rules_have_it() -> None:
    asked = ladder().play(event("lifeline", 0.0, "ask"))
    assert asked.used == ("ask",)
    assert asked.play(event("lifeline", 0.0, "ask")) is asked
    assert asked.play(event("lifeline", 0.0, "magic")) is asked
    classic = game()
    assert classic.play(event("lifeline", 0.0, "ask")) is classic


# -- players --------------------------------------------------------------------------------------


def party(count: int = 2, cards: int = 4) -> Game:
    contents = [item(n, difficulty="easy") for n in range(cards)]
    return Game(PARTY, deck(*contents), tuple("ABCDEFGH"[:count]))


def test_players_take_turns_and_the_last_lap_counts_double() -> None:
    end = played(party(), "++++")
    assert [(a.player, a.points.total) for a in end.attempts] == [
        (0, 100),
        (1, 100),
        (0, 200),
        (1, 200),
    ]
    assert [end.score(0), end.score(1)] == [300, 300]


def test_a_miss_can_be_stolen_by_the_next_player_for_half() -> None:
    missed = answer(party(), right=False)
    assert (missed.phase, missed.player, missed.struck) == ("stealing", 1, (1,))
    assert missed.play(event("answer", 2.0, 1)) is missed
    stolen = answer(missed)
    assert (stolen.phase, stolen.attempts[-1].points, stolen.attempts[-1].stolen) == (
        "revealed",
        Points(50),
        True,
    )
    assert (stolen.score(0), stolen.score(1)) == (0, 50)
    assert (advance(stolen).turn, advance(stolen).player) == (1, 1)


def test_a_steal_can_be_refused_and_missed() -> None:
    missed = answer(party(3), right=False)
    refused = missed.play(event("advance", 2.0))
    assert (refused.phase, len(refused.attempts)) == ("revealed", 1)
    again = answer(missed, right=False)
    assert (again.phase, [a.right for a in again.attempts]) == ("revealed", [False, False])
    assert again.misses == 1


def test_there_is_nothing_to_steal_where_one_option_is_left() -> None:
    two = fixed("f", "True", "False", key="True")
    missed = answer(Game(PARTY, deck(two, two), ("A", "B")), right=False)
    assert missed.phase == "revealed"


def test_who_plays_alone_is_not_stolen_from() -> None:
    missed = answer(game(steal_share=0.5), right=False)
    assert missed.phase == "revealed"


def test_a_streak_is_a_players_own() -> None:
    own = rules(most_players=2)
    end = played(Game(own, deck(*items(6)), ("A", "B")), "+-+-++")
    assert (end.streak(0), end.streak(1)) == (3, 1)
    assert [a.points.streak for a in end.attempts if a.player == 0] == [0, 25, 50]


def test_an_event_is_never_earlier_than_the_one_before() -> None:
    second = answer(game(*items(2)), at=5.0).play(event("advance", 3.0))
    assert second.asked == 5.0


def test_the_table_of_transitions_says_all_that_can_happen_and_no_more() -> None:
    found = set()
    chance = random.Random(1)
    for _ in range(200):
        game = begun(chance)
        for _ in range(80):
            one = next_event(game, chance)
            before, game = game, game.play(one)
            if game is not before:
                found.add((before.phase, one.kind, game.phase))
    assert found == {
        (phase, kind, after)
        for phase, allowed in TRANSITIONS.items()
        for kind, following in allowed.items()
        for after in following
    }
