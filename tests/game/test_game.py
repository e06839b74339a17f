from __future__ import annotations

import math
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from quiz.game.game import Attempt, Game
from quiz.game.scoring import Points
from tests.builders import fixed, game, item, items, played, rules

Event: TypeAlias = tuple[str, int, float]

sane = st.integers(-64, 640).map(lambda n: n / 16)
"""Times that add and subtract without loss."""

wild = st.floats() | sane
limits = st.none() | st.integers(1, 160).map(lambda n: n / 16)
choices = st.integers(-3, 6) | st.integers()


def events(times: st.SearchStrategy[float]) -> st.SearchStrategy[list[Event]]:
    kinds = st.sampled_from(["answer", "answer", "expire", "advance", "advance"])
    return st.lists(st.tuples(kinds, choices, times), max_size=40)


@st.composite
def games(draw: st.DrawFn) -> Game:
    levels = draw(st.lists(st.sampled_from(["easy", "medium", "hard"]), min_size=1, max_size=6))
    contents = [item(n, difficulty=level) for n, level in enumerate(levels)]
    if draw(st.booleans()):
        contents.append(fixed("f", "True", "False", key="False"))
    return game(*contents, seconds=draw(limits))


def after(game: Game, event: Event) -> Game:
    kind, choice, at = event
    if kind == "answer":
        return game.answer(choice, at)
    return game.expire(at) if kind == "expire" else game.advance(at)


@given(games(), events(wild))
def test_no_event_raises_or_undoes_or_gives_a_card_two_attempts(
    game: Game, events: list[Event]
) -> None:
    for event in events:
        before = game
        game = after(before, event)
        assert len(game.attempts) - len(before.attempts) in (0, 1)
        assert game.attempts[: len(before.attempts)] == before.attempts
        assert game.turn - before.turn in (0, 1)
        assert len(game.attempts) - game.turn in (0, 1)
        assert len(game.attempts) <= len(game.deck)
        assert (game.rules, game.deck) == (before.rules, before.deck)
        assert game.phase in ("asking", "revealed", "done")
        assert game.card in game.deck
        assert all(a.seconds >= 0 for a in game.attempts)


@given(games(), events(sane))
def test_an_event_out_of_place_returns_the_very_same_game(game: Game, events: list[Event]) -> None:
    for kind, choice, at in events:
        asking = game.phase == "asking"
        late = game.deadline is not None and at > game.deadline
        due = game.deadline is not None and at >= game.deadline
        shown = choice in range(len(game.card.options))
        takes = {
            "answer": asking and shown,
            "expire": asking and due,
            "advance": game.phase == "revealed",
        }
        new = after(game, (kind, choice, at))
        if not takes[kind]:
            assert new is game
        elif kind == "advance":
            assert new == game._replace(turn=game.turn + 1, asked=at)
        else:
            attempt = new.attempts[-1]
            expired = kind == "expire" or late
            assert attempt.cause == ("expired" if expired else "answered")
            assert attempt.choice == (None if expired else choice)
            assert attempt.right == (
                not expired and game.card.options[choice] == game.card.item.key
            )
            assert attempt.seconds == max(0.0, at - game.asked)
            assert new == game._replace(attempts=(*game.attempts, attempt))
        game = new


@given(games(), events(sane))
def test_score_and_streak_follow_from_the_attempts(game: Game, events: list[Event]) -> None:
    base = {"easy": 100, "medium": 150, "hard": 200}
    for event in events:
        game = after(game, event)
        score = run = 0
        for card, attempt in zip(game.deck, game.attempts):
            if attempt.right:
                expected = Points(base[card.item.difficulty], min(100, run * 25))
                run += 1
            else:
                expected, run = Points(), 0
            assert attempt.points == expected
            score += expected.base + expected.streak
        assert (game.score, game.streak) == (score, run)


@given(games(), events(sane))
def test_a_game_is_rebuilt_from_its_deck_and_its_attempts(game: Game, events: list[Event]) -> None:
    end = game
    for event in events:
        end = after(end, event)
    again = game
    for attempt in end.attempts:
        if again.phase == "revealed":
            again = again.advance(0.0)
        at = attempt.seconds
        again = again.expire(at) if attempt.choice is None else again.answer(attempt.choice, at)
    if end.turn > again.turn:
        again = again.advance(0.0)
    assert again._replace(asked=end.asked) == end
    rebuilt = Game(game.rules, game.deck, end.attempts, end.turn, end.asked)
    assert rebuilt == end
    assert (rebuilt.phase, rebuilt.score, rebuilt.streak) == (end.phase, end.score, end.streak)


def test_a_round_from_its_first_card_to_its_end() -> None:
    first = game(*items(2))
    assert (first.phase, first.card, first.attempt, first.deadline) == (
        "asking",
        first.deck[0],
        None,
        None,
    )
    answered = first.answer(0, 2.5)
    assert answered.phase == "revealed"
    assert answered.attempt == Attempt(0, "answered", True, 2.5, Points(150, 0))
    second = answered.advance(4.0)
    assert (second.phase, second.card, second.attempt) == ("asking", first.deck[1], None)
    end = second.answer(3, 5.0).advance(6.0)
    assert (end.phase, end.card, end.attempt) == ("done", first.deck[1], None)
    assert end.attempts[1] == Attempt(3, "answered", False, 1.0, Points())
    assert end.score == 150
    assert first == game(*items(2))


def test_two_presses_make_one_attempt() -> None:
    answered = game().answer(1, 1.0)
    assert answered.answer(0, 1.0) is answered
    assert answered.advance(1.1).advance(1.1).turn == 1


def test_an_answer_at_the_deadline_counts_and_a_later_one_expires() -> None:
    asked = game(seconds=20.0)._replace(asked=100.0)
    assert asked.deadline == 120.0
    assert asked.answer(0, 120.0).attempts == (Attempt(0, "answered", True, 20.0, Points(150)),)
    late = asked.answer(0, math.nextafter(120.0, math.inf))
    assert late.attempts[0][:3] == (None, "expired", False)
    assert late.score == 0


def test_a_timer_that_is_early_or_late_makes_no_attempt() -> None:
    asked = game(seconds=20.0)
    assert asked.expire(19.99) is asked
    assert asked.expire(20.0).attempts[0].cause == "expired"
    answered = asked.answer(1, 19.0)
    assert answered.expire(20.0) is answered
    untimed = game()
    assert untimed.expire(1e9) is untimed


def test_the_deadline_counts_from_when_the_card_was_put_on_the_table() -> None:
    second = game(seconds=5.0).answer(0, 3.0).advance(10.0)
    assert second.deadline == 15.0
    assert second.answer(0, 14.0).attempts[1].seconds == 4.0


def test_a_clock_that_runs_backwards_takes_no_time() -> None:
    assert game()._replace(asked=10.0).answer(0, 4.0).attempts[0].seconds == 0.0


def test_a_streak_earns_more_up_to_a_limit_and_begins_again() -> None:
    contents = [item(n, difficulty="easy") for n in range(9)]
    game_ = played(game(*contents), "++++++-++")
    streaks = [a.points.streak for a in game_.attempts]
    assert streaks == [0, 25, 50, 75, 100, 100, 0, 0, 25]
    assert game_.score == 8 * 100 + sum(streaks)
    assert game_.streak == 2


def test_points_follow_the_rules() -> None:
    own: dict[str, Any] = {"points": {"easy": 1, "medium": 2, "hard": 3}}
    contents = [item(level, difficulty=level) for level in ("easy", "medium", "hard")]
    game_ = played(game(*contents, streak=10, streak_most=15, **own), "+++")
    assert [a.points for a in game_.attempts] == [Points(1, 0), Points(2, 10), Points(3, 15)]
    assert Points(3, 15).total == 18
    assert rules(**own).points["hard"] == 3
