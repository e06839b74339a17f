from __future__ import annotations

import random
from contextlib import suppress
from itertools import product
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import UsageError
from quiz.game.challenge import (
    CODED,
    CODED_LEVELS,
    FASTEST,
    LETTERS,
    SLOWEST,
    TIMES,
    VERSION_OF_CODES,
    Challenge,
    challenge_of,
    deck_digest,
    read_code,
    write_code,
)
from quiz.game.deck import LONGEST_SEED, Deck, Selection, case_number
from quiz.game.game import Event, Game
from quiz.game.modes import CLASSIC, DAILY, LADDER, MODES, PARTY, REVIEW, RUSH, Rules
from tests.builders import answer, card, deck, fixed, game, item, items, played, rules
from tests.game.random_rounds import begun, next_event

STEP = TIMES[1] / TIMES[0]

seeds = st.text(min_size=1).map(case_number)
challenges = st.builds(
    Challenge,
    st.sampled_from(CODED),
    st.integers(1, 3),
    st.sampled_from(CODED_LEVELS),
    st.integers(1, 31),
    seeds,
    st.integers(0, 2**27 - 1),
    st.lists(st.tuples(st.booleans(), st.floats(0, 1000)), min_size=1, max_size=20).map(tuple),
)
SOME = Challenge("ladder", 1, "hard", 15, "a1b2c3d4", 12345, ((True, 3.0), (False, 20.0)) * 4)


def refused(text: str) -> UsageError:
    """Return the error that reading a text raises, which must be a UsageError."""
    with pytest.raises(UsageError) as raised:
        read_code(text)
    assert raised.value.hint
    return raised.value


def check(challenge: Challenge) -> None:
    """Check that a challenge comes back from its code, with times as near as the scale allows."""
    code = write_code(challenge)
    assert len(code) <= 64
    assert {*code} <= {*LETTERS}
    found = read_code(code)
    assert found._replace(cards=()) == challenge._replace(cards=())
    assert [right for right, _ in found.cards] == [right for right, _ in challenge.cards]
    for (_, seconds), (_, exact) in zip(found.cards, challenge.cards):
        assert 1 / STEP < seconds / min(max(exact, FASTEST), SLOWEST) < STEP
    assert write_code(found) == code


@given(challenges)
def test_a_challenge_comes_back_from_its_code(challenge: Challenge) -> None:
    check(challenge)


def random_challenge(chance: random.Random) -> Challenge | None:
    """Return the challenge that a random round of any mode makes, if it is over and can."""
    game = begun(chance)
    for _ in range(200):
        if game.ended is None and len(game.attempts) <= 20:
            game = game.play(next_event(game, chance))
    seed = case_number("".join(chance.choices("abc 진아", k=chance.randint(1, 20))))
    difficulty = chance.choice(CODED_LEVELS)
    return challenge_of(game, Selection(difficulty=difficulty, seed=seed), seed)


def test_random_rounds_come_back_from_their_codes() -> None:
    found = [random_challenge(random.Random(number)) for number in range(60)]
    assert {one.mode for one in found if one} == {*CODED}
    for one in found:
        if one:
            check(one)


@pytest.mark.slow
def test_ten_thousand_random_rounds_come_back_from_their_codes() -> None:
    chance, checked = random.Random(1), 0
    while checked < 10_000:
        if one := random_challenge(chance):
            check(one)
            checked += 1


def test_the_layout_of_a_code_never_changes() -> None:
    code = "4DR462CB269HK6S1M0030ED93A8TJ6MH0JWRQ7A"
    assert write_code(SOME) == code
    assert read_code(code)._replace(cards=()) == SOME._replace(cards=())


def test_the_longest_code_has_64_letters() -> None:
    longest = SOME._replace(seed="x" * LONGEST_SEED, cards=((False, 900.0),) * 20)
    assert len(write_code(longest)) == 64
    check(longest)
    check(SOME._replace(seed="x", cards=((True, 0.0),)))


# -- reading --------------------------------------------------------------------------------------


@given(challenges, st.data())
def test_what_people_do_to_a_code_is_forgiven(challenge: Challenge, data: st.DataObject) -> None:
    code = write_code(challenge)
    alike = {"0": "0Oo", "1": "1IiLl"}
    letters = [data.draw(st.sampled_from(alike.get(one, one + one.lower()))) for one in code]
    gaps = [data.draw(st.sampled_from(["", "", " ", "-", "\n", "\u00a0"])) for _ in code]
    assert read_code("".join(map("".join, zip(gaps, letters)))) == read_code(code)
    assert read_code(f"quiz play --challenge {code}\n") == read_code(code)


def check_changes(challenge: Challenge) -> None:
    """Check that a code is refused whichever of its letters is replaced by whichever other."""
    code = write_code(challenge)
    for at, letter in product(range(len(code)), LETTERS):
        if letter != code[at]:
            assert "damaged" in refused(code[:at] + letter + code[at + 1 :]).message


@pytest.mark.parametrize("cards", [1, 2, 7])
def test_a_code_with_a_single_letter_changed_is_refused(cards: int) -> None:
    check_changes(SOME._replace(cards=SOME.cards[:cards]))


@pytest.mark.slow
@pytest.mark.parametrize("length", range(1, LONGEST_SEED + 1))
def test_codes_of_every_length_with_a_single_letter_changed_are_refused(length: int) -> None:
    for cards in range(1, 21, 3):
        check_changes(SOME._replace(seed="x" * length, cards=((True, 3.0),) * cards))


@given(challenges, st.data())
def test_a_code_with_letters_left_out_added_or_swapped_is_refused(
    challenge: Challenge, data: st.DataObject
) -> None:
    code = write_code(challenge)
    at = data.draw(st.integers(0, len(code) - 2))
    refused(code[:at] + code[at + 1 :])
    refused(code[:at] + data.draw(st.sampled_from(LETTERS)) + code[at:])
    if code[at] != code[at + 1]:
        refused(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(st.text() | st.text(LETTERS, min_size=15, max_size=70))
def test_any_other_text_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("text", ["", " ", "hello", "U" * 30, "0" * 65, "2" * 18, "ＡＢＣ" * 9])
def test_a_text_that_cannot_be_a_code_is_said_to_be_none(text: str) -> None:
    assert refused(text).message == "This is not a challenge code."


def forged(code: str, bits: int, at: int, value: int) -> str:
    """Return a code in which some bits were replaced, and the checksum made to fit."""
    number = int("".join(f"{LETTERS.index(letter):05b}" for letter in code), 2)
    size = 5 * len(code)
    shift = size - at - bits
    number = number & ~((1 << bits) - 1 << shift) | value << shift
    data = (number >> 32).to_bytes(-(-(size - 32) // 8))
    number = number >> 32 << 32 | crc32(data)
    return "".join(LETTERS[number >> 5 * n & 31] for n in reversed(range(len(code))))


def test_a_code_of_a_newer_version_asks_for_an_update() -> None:
    code = write_code(SOME)
    for version in range(VERSION_OF_CODES + 1, 16):
        error = refused(forged(code, 4, 0, version))
        assert "newer version" in error.message
        assert "Update" in error.hint
    assert forged(code, 4, 0, VERSION_OF_CODES) == code


def test_a_code_of_an_older_version_is_refused_unless_its_cards_have_been_dealt() -> None:
    code = "2DR462CB269HK6S1M0030ED93A8TJ6MH38YF7TR"
    assert "older version" in refused(code).message
    assert read_code(code, oldest=1)._replace(cards=()) == SOME._replace(cards=())


@pytest.mark.parametrize(
    ("bits", "at", "value"),
    [(4, 0, 0), (4, 4, 5), (4, 4, 15), (2, 8, 0), (4, 17, 0), (8, 21, 0), (8, 21, 0xFF)],
)
def test_a_forged_code_that_makes_no_sense_is_refused(bits: int, at: int, value: int) -> None:
    assert "damaged" in refused(forged(write_code(SOME), bits, at, value)).message


@given(challenges, st.integers(0, 31), st.integers(0, 2**18 - 1))
def test_a_forged_code_raises_nothing_else(challenge: Challenge, at: int, value: int) -> None:
    with suppress(UsageError):
        read_code(forged(write_code(challenge), 18, at, value))


# -- the seed and the deck ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", ["7", "a1b2c3d4", "2026-11-24", "x" * 15, "진아진아진"])
def test_a_short_seed_is_its_own_case_number(seed: str) -> None:
    assert case_number(seed) == seed


@pytest.mark.parametrize("seed", ["x" * 16, "진아진아진아", "a\udcff", "a\nb", "a\u202eb"])
def test_a_seed_that_no_code_can_hold_or_nobody_can_see_is_hashed(seed: str) -> None:
    number = case_number(seed)
    assert len(number) == 8
    assert case_number(number) == number
    assert case_number(f"{seed}2") != number
    assert case_number("the quick brown fox") == "29003e69"


def test_the_digest_of_a_deck_is_of_its_items_and_options_in_order() -> None:
    first = card(item(1))
    whole = Deck((first, card(item(2))), (card(item(3)),))
    others = [
        Deck(whole.cards[::-1], whole.reserve),
        Deck(whole.cards[:1], whole.reserve),
        Deck(whole.cards),
        Deck((first._replace(options=first.options[::-1]), *whole.cards[1:]), whole.reserve),
        Deck((card(item(1, uid="other")), *whole.cards[1:]), whole.reserve),
        Deck((card(item(1, distractors=("one", "two"))), *whole.cards[1:]), whole.reserve),
    ]
    digests = {deck_digest(one) for one in (whole, *others)}
    assert len(digests) == 7
    assert all(0 <= digest < 2**27 for digest in digests)
    mended = Deck((card(item(1, explanation="Because.")), *whole.cards[1:]), whole.reserve)
    assert deck_digest(mended) == deck_digest(whole)
    assert deck_digest(deck(*items(20))) == deck_digest(deck(*items(60)))
    assert deck_digest(deck(*items(19))) != deck_digest(deck(*items(60)))


# -- which rounds can be challenges ---------------------------------------------------------------


def of(game: Game, seed: str = "1", **fields: str) -> Challenge | None:
    """Return the challenge of a round whose seed was given."""
    return challenge_of(game, Selection(seed=seed, **fields), seed)  # type: ignore[arg-type]


def over(like: Rules, answers: str, number: int = 60) -> Game:
    """Return a game of a mode after these answers."""
    return played(Game(like, deck(*items(number))), answers)


def test_the_challenge_of_a_round() -> None:
    challenge = of(over(CLASSIC, "+-+", 3), difficulty="hard")
    assert challenge == Challenge(
        "classic",
        1,
        "hard",
        10,
        "1",
        deck_digest(deck(*items(3))),
        ((True, 1.0), (False, 1.0), (True, 1.0)),
    )
    assert challenge is not None
    assert challenge.rules == CLASSIC


def test_a_round_that_ended_early_makes_a_challenge() -> None:
    climb = over(LADDER, "++++").play(Event("walk away", 99.0))
    lost = over(MODES["survival"], "+-+--")
    timed = over(rules(RUSH, relaxed=2), "+++")
    timed = timed.play(Event("expire", timed.events[-1].at + 120.0))
    timed = timed.play(Event("advance", 200.0))
    assert [one.ended for one in (climb, lost, timed)] == ["walked away", "lives", "time"]
    for one, count, relaxed in ((climb, 15, 1), (lost, 60, 1), (timed, 60, 2)):
        challenge = of(one)
        assert challenge is not None
        assert len(challenge.cards) == len(one.attempts)
        assert (challenge.count, challenge.relaxed) == (count, relaxed)
        check(challenge)


def test_twenty_answers_make_a_challenge_and_more_do_not() -> None:
    assert of(over(MODES["survival"], "+" * 17 + "---"))
    assert of(over(MODES["survival"], "+" * 18 + "---")) is None
    assert of(over(rules(count=20), "+" * 20, 20))
    assert of(over(rules(count=21), "+" * 21, 21)) is None
    assert of(over(rules(count=50), "+" * 12, 12)) is None


def test_other_rounds_make_no_challenge() -> None:
    whole = over(CLASSIC, "+" * 3, 3)
    assert of(whole) is not None
    assert of(over(CLASSIC, "++", 3)) is None, "it is not over"
    assert of(over(LADDER, "").play(Event("walk away", 1.0))) is None, "nothing was answered"
    assert of(over(REVIEW, "+" * 3, 3)) is None
    assert challenge_of(whole, Selection(), "a1b2c3d4") is None, "the player's past chose the cards"
    assert challenge_of(whole, Selection(seed="x" * 16), "x" * 16) is None, "no code can hold it"
    assert of(over(rules(streak_bonus=1), "+++", 3)) is None, "no mode has these rules"
    assert of(over(rules(RUSH, relaxed=4), "+++", 3)) is None
    assert of(answer(game(fixed("f", "True", "False", key="True")))) is None
    party = played(Game(PARTY, deck(*items(4)), ("Ann", "Bob")), "++++")
    assert of(party) is None


def test_a_daily_makes_a_challenge_by_its_date() -> None:
    challenge = challenge_of(over(DAILY, "+++", 3), Selection(), "2026-11-24")
    assert challenge is not None
    assert challenge.seed == "2026-11-24"
