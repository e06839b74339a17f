"""The game as lines of text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import plain
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC, LADDER, MODES, PARTY, RUSH, SURVIVAL, Rules
from quiz.scores.store import Store
from quiz.session import Session, begin, left_open, resume
from quiz.text import printable
from tests.builders import Ticks, item, items, keep, loaded, pack, round_of

ANN, PAIR = ("Ann",), ("Ann", "Bo")


def begun(
    rules: Rules,
    players: tuple[str, ...] = ANN,
    ticks: Ticks | None = None,
    store: Store | None = None,
) -> Session:
    """Return a round of eighty easy questions."""
    packs = [loaded(pack(*items(80, difficulty="easy", explanation="Because.")))]
    selection, clock = Selection(("sums",), seed="1"), ticks or Ticks()
    return begin(packs, rules, selection, players, store or Store(None), clock=clock)


def played(session: Session, lines: Iterable[str], record: bool = True) -> list[str]:
    """Play with these lines typed; return the lines written."""
    typed, written = iter(lines), list[str]()
    plain.play(session, lambda: next(typed, None), written.append, record)
    return written


def key(session: Session) -> str:
    return str(session.game.card.key + 1)


def miss(session: Session) -> str:
    return str((session.game.card.key + 1) % len(session.game.card.options) + 1)


def answers(session: Session, signs: str) -> Iterable[str]:
    """Yield what to type for right answers, `+`, and wrong ones, `-`, and to go on."""
    for sign in signs:
        yield key(session) if sign == "+" else miss(session)
        yield ""


def test_a_round_is_told_line_by_line() -> None:
    session = begun(CLASSIC._replace(count=2))
    lines = played(session, answers(session, "+-"))
    first, second = session.round.deck.cards
    assert lines[:5] == [
        "Classic, 2 questions. No clock; right answers in a row earn more.",
        "Type ? for help.",
        "",
        "Question 1 of 2, sums, easy, 100 points.",
        first.item.stem,
    ]
    assert [f"{n}. {option}" for n, option in enumerate(first.options, 1)] == lines[5:9]
    assert lines[9:13] == [
        "Right. 100 points.",
        "Because.",
        "Score: 100.",
        "Press Enter to go on.",
    ]
    assert f"Wrong. The answer is {second.key + 1}: {second.item.key}." in lines
    end = lines[lines.index("The round is over: Open leads.") :]
    assert end == [
        "The round is over: Open leads.",
        "100 points.",
        "1 of 2 right, best streak 1.",
        "Time: less than a second.",
        "First round: this is the score to beat.",
        f"Missed: {second.item.stem} {second.item.key}.",
        "Case no. 1.",
    ]


def test_letters_answer_and_nonsense_costs_nothing() -> None:
    session = begun(CLASSIC._replace(count=1))
    letter = "abcd"[session.game.card.key]
    lines = played(session, ["9", "hello", " ", "²", "?", letter.upper(), "x", ""])
    assert lines.count("Type one of 1, 2, 3, 4, or ? for help.") == 4
    assert "You can type: a number or a letter answers; leave keeps the round for later." in lines
    assert "Press Enter to go on, or type ? for help." in lines
    assert session.game.score() == 100


def test_the_end_of_the_input_keeps_the_round(tmp_path: Path) -> None:
    ticks = Ticks()
    session = begun(RUSH._replace(count=3), ticks=ticks, store=Store(tmp_path / "scores.db"))
    ticks.now = 20.0
    store = session.recording.store
    assert played(session, [key(session), ""])[-1] == plain.KEPT
    ticks.now = 900.0
    (left,) = left_open(store)
    again = resume(left.uid, store, ticks)
    assert again
    assert "40 seconds left." in played(again, [])
    store.close()


def test_a_round_that_could_not_be_stored_is_not_said_to_be_kept() -> None:
    session = begun(CLASSIC)
    assert played(session, [key(session)])[-1] == plain.UNSAVED


def test_a_round_without_an_answer_is_not_kept() -> None:
    session = begun(CLASSIC)
    assert played(session, ["x", "?", "leave"])[-1] == plain.UNTOUCHED
    assert left_open(session.recording.store) == []


def test_the_end_of_the_input_at_the_last_reveal_ends_the_round() -> None:
    session = begun(CLASSIC._replace(count=1))
    assert "The round is over: Case closed." in played(session, [key(session)])
    assert session.game.ended == "finished"
    left = begun(CLASSIC._replace(count=1))
    assert played(left, [key(left), "leave"])[-1] == plain.UNSAVED


@pytest.mark.parametrize("wrong", [False, True])
def test_a_round_that_goes_on_tells_its_card_again(wrong: bool) -> None:
    session = begun(PARTY._replace(count=1), PAIR)
    stem = session.game.card.item.stem
    played(session, [miss(session) if wrong else key(session)])
    again = resume(session.round.uid, session.recording.store, Ticks())
    assert again
    lines = played(again, [])
    assert stem in lines
    assert ("Bo may steal: type an option, or press Enter to pass." in lines) == wrong


def test_a_text_of_several_lines_is_written_as_such() -> None:
    poem = item(1, stem="Who wrote this?\nRoses are red", explanation="Nobody\nknows.")
    rules = CLASSIC._replace(count=1)
    session = begin([loaded(pack(poem))], rules, Selection(("sums",)), ANN, Store(None))
    lines = played(session, [miss(session), ""])
    for text in (poem.stem, poem.explanation):
        assert text.replace("\n", "|") in "|".join(lines)
    assert "Missed: Who wrote this? Roses are red right 1." in lines


def test_streaks_are_told() -> None:
    session = begun(CLASSIC._replace(count=3))
    lines = played(session, answers(session, "++"))
    assert "Right. 125 points, 25 of them for the streak. 2 in a row." in lines
    assert "Question 3 of 3, sums, easy, 100 points and 50 for the streak." in lines


def test_a_relaxed_clock_is_told_beside_the_score() -> None:
    ticks = Ticks()
    session = begun(RUSH._replace(relaxed=2), ticks=ticks)
    assert "The clock is 2 times slower." in played(session, [])[0]

    def typed() -> Iterable[str]:
        ticks.now = 120.0
        yield ""
        yield ""

    lines = played(session, typed())
    assert "0 points, with the clock 2 times slower." in lines
    assert "1 question in 120 seconds." in lines


def test_a_clock_is_told_in_words_and_ends_the_round() -> None:
    ticks = Ticks()
    session = begun(RUSH, ticks=ticks)

    def typed() -> Iterable[str]:
        ticks.now = 12.0
        yield key(session)
        yield ""
        ticks.now = 61.0
        yield key(session)
        yield ""

    lines = played(session, typed())
    assert "60 seconds left." in lines
    assert "48 seconds left." in lines
    over = "Time is up: the 60 seconds are over. The answer is"
    assert any(line.startswith(over) for line in lines)
    assert "Time: 1 minute." in lines
    assert "2 questions in 60 seconds." in lines


def test_lives_are_counted() -> None:
    session = begun(SURVIVAL)
    lines = played(session, answers(session, "-+--"))
    facts = [line.partition("points, ")[2] for line in lines if line.startswith("Question")]
    assert facts == ["3 lives left.", "2 lives left.", "2 lives left.", "1 life left."]
    assert "Survived 3 questions." in lines


def test_a_climb_with_lifelines_that_ends_by_walking_away() -> None:
    session = begun(LADDER)
    for name in "vwxyz":
        keep(session.recording.store, round_of(session.game.card.item, player=name), "+")

    def typed() -> Iterable[str]:
        yield "room"
        yield "50:50"
        yield "50:50"
        yield key(session)
        yield ""
        yield "swap"
        yield "room"
        yield "walk away"

    lines = played(session, typed())
    right = session.game.deck.cards[0].key
    assert f"{right + 1}. {session.game.deck.cards[0].item.key} (100 percent)" in lines
    assert any(line.startswith("Type one of ") and line.count(",") == 2 for line in lines)
    assert "Right. Rung 1." in lines
    assert session.game.swapped == (1,)
    assert "Type one of 1, 2, 3, 4, or ? for help." in lines  # the room was asked before
    assert "Rung 1 of 15 climbed, walked away." in lines


def test_a_lifeline_that_would_change_nothing_is_kept() -> None:
    true = item(1, options=("True", "False"), key="True", distractors=("False",))
    session = begin([loaded(pack(true))], LADDER, Selection(("sums",)), ANN, Store(None))
    lines = played(session, ["50:50"])
    assert lines[-2] == "That would change nothing here: it is kept."
    assert "Lifelines left: 50:50, swap, room." in lines
    assert session.game.used == ()


def test_a_climb_that_is_over_cannot_be_walked_away_from() -> None:
    session = begun(LADDER)
    for _ in range(5):
        played(session, [key(session), ""])
    lines = played(session, [miss(session), "walk away", "?"])
    assert "Press Enter to go on, or type ? for help." in lines
    assert not any("walk away ends" in line for line in lines)


def test_help_says_what_lifelines_do() -> None:
    assert (
        "You can type: a number or a letter answers; 50:50 leaves one wrong option; swap takes"
        " another question; room tells what others answered; leave keeps the round for later."
    ) in played(begun(LADDER), ["?"])


def test_too_few_in_the_room() -> None:
    session = begun(LADDER)
    assert "Too few have answered this question here: the lifeline is kept." in played(
        session, ["room"]
    )
    assert session.game.used == ()


def test_what_the_room_answered_is_told_again_when_the_round_goes_on() -> None:
    session = begun(LADDER)
    card, store = session.game.card, session.recording.store
    for name in "vwxyz":
        keep(store, round_of(card.item, player=name), "+")
    told = f"{card.key + 1}. {card.item.key} (100 percent)"
    assert told in played(session, ["room"])
    again = resume(session.round.uid, store, Ticks())
    assert again
    assert told in played(again, [])
    assert not any("percent" in line for line in played(again, ["swap"])[-8:])
    other = begun(LADDER)
    for name in "vwxyz":
        keep(other.recording.store, round_of(other.game.card.item, player=name), "+")
    assert not any("percent" in line for line in played(other, ["room", key(other), ""])[-8:])


def test_what_is_struck_out_was_answered_by_nobody_in_the_room() -> None:
    session = begun(LADDER)
    card, store = session.game.card, session.recording.store
    gone = next(o for at, o in enumerate(card.options) if at not in (card.key, card.decoy))
    first = card.item._replace(distractors=(gone, *card.item.distractors))
    for name in "vwxyz":
        keep(store, round_of(first, player=name), "-")
    assert "the lifeline is kept." in played(session, ["50:50", "room"])[-2]
    for name in "abcde":
        keep(store, round_of(card.item, player=name), "+")
    again = resume(session.round.uid, store, Ticks())
    assert again
    lines = played(again, ["room"])
    assert f"{card.key + 1}. {card.item.key} (100 percent)" in lines
    assert f"{card.decoy + 1}. {card.options[card.decoy]} (0 percent)" in lines


def test_a_party_takes_turns_steals_and_has_winners() -> None:
    session = begun(PARTY._replace(count=1), PAIR)

    def typed() -> Iterable[str]:
        yield miss(session)
        yield ""
        yield ""
        yield miss(session)
        yield key(session)
        yield ""

    lines = played(session, typed())
    assert "Ann's turn." in lines
    assert "Bo may steal: type an option, or press Enter to pass." in lines
    assert "Right. Ann steals 100 points." in lines
    assert "Score: Ann 100, Bo 0." in lines
    assert any(line.startswith("Bo passes. The answer is") for line in lines)
    end = lines[lines.index("1. Ann: 100 points.") :]
    assert end[1:3] == ["2. Bo: 0 points.", "Ann wins."]


def test_several_rounds_are_offered_by_numbers() -> None:
    store = Store(None)
    for seed in "12":
        session = begin([loaded(pack())], CLASSIC, Selection(("sums",), seed=seed), ANN, store)
        session.do(session.event("answer", 0))
    typed, written = iter(["0", "three", "2"]), list[str]()
    rounds = left_open(store)
    assert plain.choose(rounds, lambda: next(typed, None), written.append) == 1
    assert "1. Ann, classic, sums: 1 of 10 answered." in written
    assert plain.choose(rounds, lambda: None, written.append) is None


def test_players_name_themselves_line_by_line() -> None:
    lines = ["", "Ann", "Ann", "x" * 40, "", " Bo  Li ", "", "Cy"]
    typed, written = iter(lines), list[str]()
    assert plain.names(2, 8, lambda: next(typed, None), written.append) == ("Ann", "Bo Li")
    assert written.count("Type the name of player 1.") == 2
    assert "Each player needs a name of their own." in written
    assert written[-1] == "Type the name of player 3, or press Enter to begin."
    assert next(typed) == "Cy"
    pair = iter(["Ann", "Bo"])
    assert plain.names(2, 2, lambda: next(pair, None), written.append) == PAIR
    assert plain.names(2, 8, lambda: None, written.append) is None


LINES = st.lists(
    st.sampled_from(["", "1", "2", "3", "c", "D", "?", "50:50", "swap", "room", "walk away"])
    | st.text(max_size=4),
    max_size=60,
)


@given(st.sampled_from([*MODES.values()]), LINES, st.lists(st.floats(0, 30), max_size=60))
def test_no_line_does_harm(rules: Rules, typed: list[str], waits: list[float]) -> None:
    ticks = Ticks()
    session = begun(rules, PAIR if rules is PARTY else ANN, ticks)

    def slowly() -> Iterable[str]:
        for line, wait in zip(typed, [*waits, *[0.0] * 60]):
            ticks.now += wait
            yield line

    lines = played(session, slowly())
    assert all(line == printable(line) for line in lines)
    store = session.recording.store
    kept = store.load(session.round.uid)
    assert kept is None if not session.game.events else kept and kept.game == session.game


def quiz(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quiz", "play", *arguments],
        env={**os.environ, "QUIZ_HOME": str(home), "PYTHONUTF8": "1"},
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def test_it_is_a_whole_program_for_scripts(tmp_path: Path) -> None:
    first, second = (quiz(tmp_path, "--plain", "--seed", "x", typed="1\n\n2\n\n") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert "Question 3 of 10" in first.stdout
    assert "\x1b" not in first.stdout


def test_without_a_terminal_it_is_chosen_by_itself(tmp_path: Path) -> None:
    found = quiz(tmp_path, "plot", "--count", "1", typed="1\n\n")
    assert found.returncode == 0
    assert "playing in lines of text" in found.stderr
    assert "The round is over" in found.stdout
    assert quiz(tmp_path, "--resume").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--mode", "rash"], "did you mean rush?"),
        (["--mode", "ladder", "--count", "3"], "Leave out --count."),
        (["--mode", "daily", "--category", "Cast"], "Leave out --category"),
        (["--mode", "daily", "--seed", "x"], "Leave out --category"),
        (["--player", "Ann", "--player", "Bo"], "Give --player once."),
        (["--mode", "party"], "--player Ann --player Bo"),
        (["--resume", "--seed", "x"], "no other option but"),
        (["--challenge", "ABC"], "code"),
        (["--challenge", "ABC", "--seed", "x"], "Leave these options out."),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    found = quiz(tmp_path, "--plain", *arguments)
    assert found.returncode == 2
    assert sentence in found.stderr
    assert not (tmp_path / "scores.db").exists() or "party" in arguments


def test_a_line_of_any_length_is_one_line(tmp_path: Path) -> None:
    done = quiz(tmp_path, "--plain", "--seed", "x", typed="1" * 12_000 + "\n2\n")
    assert done.returncode == 0
    assert done.stdout.count("Type one of") == 1
    assert "Press Enter to go on." in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_an_input_that_cannot_be_read_has_ended(tmp_path: Path) -> None:
    with open(os.devnull, "wb") as unreadable:
        done = subprocess.run(
            [sys.executable, "-m", "quiz", "play", "--plain"],
            env={**os.environ, "QUIZ_HOME": str(tmp_path)},
            stdin=unreadable,
            capture_output=True,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[-1].decode() == plain.UNTOUCHED


def test_bytes_that_are_no_text_are_no_answer(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quiz", "play", "--plain", "--seed", "x"],
        env={**os.environ, "QUIZ_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8:strict"},
        input=b"\xff\xfe\n\xc3\n1\n",
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"Type one of") == 2
    assert b"Press Enter to go on." in done.stdout


def test_a_round_is_continued_with_the_command_that_was_told(tmp_path: Path) -> None:
    left = quiz(tmp_path, "--plain", "--seed", "x", "--player", "Ann", typed="1\n\n")
    assert left.stdout.splitlines()[-1] == plain.KEPT
    _, told, _ = plain.KEPT.split("`")
    again = quiz(tmp_path, *told.split()[2:], typed="2\n")
    assert "Question 2 of 10" in again.stdout
    quiz(tmp_path, "--plain", "--player", "Bo", typed="1\n")
    chosen = quiz(tmp_path, "--plain", "--resume", typed="2\n\n")
    assert "1. Bo, classic" in chosen.stdout
    assert "Question 3 of 10" in chosen.stdout
    assert "Question 3 of 10" in quiz(tmp_path, "--resume", "--player", "Ann", typed="\n").stdout
