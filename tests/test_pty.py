"""The game in an emulated terminal: its input and screen, signals, and how it ends."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import quiz

pytest.importorskip("termios", reason="terminals are emulated on POSIX only")
assert sys.platform != "win32"

from quiz.game.deck import Selection  # noqa: E402
from quiz.game.modes import CLASSIC  # noqa: E402
from quiz.packs.library import load_named  # noqa: E402
from quiz.race import challenge_code  # noqa: E402
from quiz.scores.rounds import Saved  # noqa: E402
from quiz.scores.store import Store  # noqa: E402
from quiz.session import begin  # noqa: E402
from quiz.text import printable  # noqa: E402
from tests.terminal import Terminal  # noqa: E402

QUIZ = (sys.executable, "-m", "quiz")
VERDICT = "RIGHT|WRONG"
RIGHT = "the right one"
HOSTILE = ("[/]", "[@click=app.quit]x[/]", "[link=https://x]", "[bold]b[/bold]", "{0}%s$x")

Play = Callable[..., Terminal]


def environment(home: Path, **others: str) -> dict[str, str]:
    """Return the environment of a game: its folder, its terminal, and the path of this checkout."""
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "QUIZ_HOME": str(home)}
    source = str(Path(quiz.__file__).parents[1])
    return known | {"TERM": "xterm-256color", "PYTHONPATH": source} | others


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Return a function that starts `python -m quiz` with arguments, always with the same home."""
    with ExitStack() as stack:

        def start(*arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
            terminal = Terminal([*QUIZ, *arguments], env=environment(tmp_path), size=size)
            return stack.enter_context(terminal)

        yield start


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m quiz` with arguments and without a terminal."""
    return subprocess.run(
        [*QUIZ, *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
    )


def question(number: int, **fields: object) -> dict[str, object]:
    """Return a question with three options in fixed order, of which the second is right."""
    options = [f"wrong {number}", RIGHT, f"as wrong {number}"]
    return {"question": f"Which is it, {number}?", "answer": RIGHT, "options": options} | fields


def write_pack(path: Path, questions: Sequence[dict[str, object]], **fields: object) -> str:
    """Write a pack as JSON, which is also YAML, and return its path."""
    facts = {"title": "A pack", "author": "Ann", "license": "CC0-1.0", "language": "en"}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(facts | fields | {"questions": list(questions)}), encoding="utf-8")
    return str(path)


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """The path of a pack of three questions."""
    return write_pack(tmp_path / "three.yaml", [question(n) for n in range(3)])


def attempts(home: Path) -> list[tuple[int, int]]:
    """Return turn and choice of each attempt in the store, which must be sound."""
    with closing(sqlite3.connect(home / "scores.db", timeout=30)) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return store.execute("SELECT turn, choice FROM attempts ORDER BY id").fetchall()


def answer(terminal: Terminal, turn: int, cards: int, keys: str, on: str = "<enter>") -> None:
    """Answer a card, and advance from its reveal; `turn` is its number, from 1."""
    terminal.until(rf"^ *{turn}/{cards} ")
    terminal.press(keys)
    terminal.until(VERDICT)
    terminal.press(on)


def results(terminal: Terminal) -> None:
    """Wait until the results are shown and take keys: until then those in the footer are dim."""
    terminal.until("Enter Again .*F1 Help")
    deadline = time.monotonic() + 10
    while terminal.colour("Enter Again") != terminal.colour("F1 Help"):
        assert time.monotonic() < deadline
        terminal.settle()


def place(terminal: Terminal, text: str) -> tuple[int, int]:
    """Return column and row of a text on the screen, counted from 1, as in mouse reports."""
    for y, line in enumerate(terminal.text.split("\n"), 1):
        if (x := line.find(text)) >= 0:
            return x + 1, y
    raise AssertionError(f"{text!r} is not on the screen:\n{terminal.text}")


def click(terminal: Terminal, text: str) -> None:
    x, y = place(terminal, text)
    terminal.send(b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (x, y, x, y))


def ends(terminal: Terminal, keys: str = "<c-q>") -> None:
    """Quit, and check that the terminal is left as it was found."""
    terminal.press(keys)
    assert terminal.wait() == 0
    assert terminal.left_on() == []
    assert b"Traceback" not in terminal.raw


# -- rounds -----------------------------------------------------------------------------------


def test_a_whole_round_by_keyboard(play: Play, tmp_path: Path) -> None:
    keys = ["2", "a", "B", "<down><enter>", "<up><enter>", "<down><down> 1"]
    terminal = play("play", "--seed", "7", "--count", "6", "--player", "Ann")
    for turn, pressed in enumerate(keys, 1):
        answer(terminal, turn, 6, pressed, on=" " if turn % 2 else "<enter>")
    results(terminal)
    terminal.until("of 6 right")
    terminal.press("h")
    terminal.until("questions to play")
    ends(terminal)
    assert [choice for _, choice in attempts(tmp_path)] == [1, 0, 1, 0, 3, 0]
    (played,) = json.loads(command(tmp_path, "scores", "--json").stdout)
    assert (played["player"], played["answered"], played["finished"]) == ("Ann", 6, True)


@pytest.mark.slow
def test_a_challenge_code_deals_the_challengers_cards(
    play: Play, pack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path))
    selection = Selection((pack,), seed="friday")
    session = begin(load_named([pack]), CLASSIC, selection, ("Zoe",), Store(None))
    for card in session.game.deck.cards:
        session.do(session.event("answer", card.key))
        session.do(session.event("advance"))
    code = challenge_code(Saved(session.round, session.game))
    terminal = play("play", pack, "--challenge", code.lower(), "--player", "Ann")
    for turn, card in enumerate(session.game.deck.cards, 1):
        terminal.until(re.escape(card.item.stem))
        answer(terminal, turn, 3, "1")
    results(terminal)
    terminal.press("<enter>")  # again: the pack is found once more by its path
    terminal.until("1/3")
    terminal.until(re.escape(session.game.deck.cards[0].item.stem))
    ends(terminal)
    refused = command(tmp_path, "play", "--challenge", code[:-1])
    assert (refused.returncode, "damaged" in refused.stderr) == (2, True)


def test_quick_presses_answer_one_card(play: Play, pack: str, tmp_path: Path) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    terminal.press("1111")
    terminal.until(VERDICT)
    terminal.press("2b3C")  # a reveal takes no answers, neither for itself nor for the next card
    terminal.settle()
    assert "1/3" in terminal.text
    terminal.press("<enter>")
    terminal.until("2/3")
    terminal.until(gone("Flag"))
    terminal.settle()
    before = terminal.text
    terminal.press("<enter> <enter>9i0")  # keys of no option, and no option is highlighted
    terminal.settle(0.2)
    assert terminal.text == before
    assert attempts(tmp_path) == [(0, 0)]
    ends(terminal)


def test_a_click_answers(play: Play, pack: str, tmp_path: Path) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    terminal.settle()
    click(terminal, RIGHT)
    terminal.until("RIGHT")
    click(terminal, RIGHT)  # goes on
    terminal.until("2/3")
    terminal.settle()
    click(terminal, "Which is it")  # nothing to press
    terminal.settle()
    assert attempts(tmp_path) == [(0, 1)]
    ends(terminal)


def test_two_games_share_a_store(play: Play, pack: str, tmp_path: Path) -> None:
    games = [play("play", pack, "--count", "2", "--player", name) for name in ("Ann", "Bob")]
    for turn in range(1, 3):
        for game in games:
            game.until(f"{turn}/2")
        for game in games:
            game.press("2")
        for game in games:
            game.until("RIGHT")
            game.press("<enter>")
    for game in games:
        game.until("2 of 2 right")
        ends(game)
    assert len(attempts(tmp_path)) == 4
    rounds = json.loads(command(tmp_path, "scores", "--json").stdout)
    assert sorted((r["player"], r["answered"]) for r in rounds) == [("Ann", 2), ("Bob", 2)]


def test_a_pack_deleted_while_it_is_played(play: Play, pack: str) -> None:
    terminal = play("play", pack)
    answer(terminal, 1, 3, "2")
    Path(pack).unlink()
    answer(terminal, 2, 3, "2")
    answer(terminal, 3, 3, "2")
    terminal.until("3 of 3 right")
    ends(terminal)


# -- ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("<c-c>", 0),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGINT, 130),
    ],
)
def test_an_end_in_mid_question(
    play: Play, pack: str, tmp_path: Path, how: str | signal.Signals, code: int
) -> None:
    terminal = play("play", pack)
    answer(terminal, 1, 3, "2")
    terminal.until("2/3")
    if isinstance(how, str):
        terminal.press(how)
    else:
        terminal.signal(how)
    assert terminal.wait() == code
    assert terminal.left_on() == []
    assert attempts(tmp_path) == [(0, 1)]


@pytest.mark.parametrize(
    ("keys", "shown"), [("<esc>", "Leave this round"), ("<c-p>", "All commands")]
)
def test_quitting_works_in_front_of_a_question(
    play: Play, pack: str, keys: str, shown: str
) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    terminal.press(keys)
    terminal.until(shown)
    ends(terminal)


def wait_until_stopped(terminal: Terminal) -> None:
    deadline = time.monotonic() + 10
    while not terminal.stopped:
        assert time.monotonic() < deadline
        terminal.settle()
    terminal.settle()


def test_suspending(play: Play, pack: str, tmp_path: Path) -> None:
    terminal = play("play", pack)
    for turn in range(1, 3):
        terminal.until(rf"(?s){turn}/3 .* Answer  Esc Leave")
        terminal.settle()
        before = terminal.text
        terminal.press("<c-z>")
        wait_until_stopped(terminal)
        assert terminal.left_on() == []
        terminal.signal(signal.SIGCONT)
        terminal.until(rf"(?s){turn}/3 .* Answer  Esc Leave")
        terminal.settle()
        assert terminal.text == before
        answer(terminal, turn, 3, str(turn))
    terminal.until("3/3")
    assert attempts(tmp_path) == [(0, 0), (1, 1)]
    ends(terminal)


def test_stopped_from_outside(play: Play, pack: str) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    terminal.signal(signal.SIGSTOP)
    wait_until_stopped(terminal)
    terminal.signal(signal.SIGCONT)
    answer(terminal, 1, 3, "2")
    terminal.until("2/3")
    ends(terminal)


@pytest.mark.parametrize("times", [2, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_right_after_a_reveal(pack: str, tmp_path: Path, times: int) -> None:
    for _ in range(times):
        with Terminal([*QUIZ, "play", pack], env=environment(tmp_path)) as terminal:
            terminal.until("1/3")
            terminal.press("2")
            terminal.until("RIGHT")
            terminal.signal(signal.SIGKILL)
            assert terminal.wait() == -signal.SIGKILL
    assert attempts(tmp_path) == [(0, 1)] * times


# -- other people's text ----------------------------------------------------------------------


def test_markup_is_shown_as_it_is_written(play: Play, tmp_path: Path) -> None:
    every = " ".join(HOSTILE)
    asked = question(
        0,
        question=f"{every} stem",
        answer=HOSTILE[1],
        options=list(HOSTILE),
        explanation=f"{every} why",
        category=HOSTILE[0],
    )
    folder, name, player = tmp_path / "packs", "[link=x]x[]", "[bold]x[/]"
    write_pack(folder / f"{name}.yaml", [asked], title=every, author=HOSTILE[1], description=every)
    write_pack(folder / "broken.yaml", [asked | {"answer": every}], title=every)
    terminal = play("play", name, "--player", player)
    terminal.until("1/1")
    for text in (
        f"{every} stem",
        HOSTILE[0],
        *(f"{n}   {text}" for n, text in enumerate(HOSTILE, 1)),
    ):
        place(terminal, text)
    click(terminal, f"3   {HOSTILE[2]}")
    terminal.until("WRONG")
    place(terminal, f"{every} why")
    terminal.press("<enter>")
    results(terminal)
    for text in (every[:40], player, f"{HOSTILE[0]}  ──"):
        place(terminal, text)
    terminal.press("<pgdn>")
    terminal.until(re.escape(f"{every} why"))
    for text in (f"{every} stem", f"× {HOSTILE[2]}", f"✓ {HOSTILE[1]}"):
        place(terminal, text)
    terminal.press("c")
    terminal.until("Copied")
    place(terminal, every[:40])
    terminal.press("<esc>")
    terminal.until(gone("Copied"))
    terminal.press("s")
    terminal.until("all players")
    terminal.until(re.escape(player))
    place(terminal, name)
    terminal.press("np")
    terminal.until(re.escape(f"{player} · {name}"))
    terminal.press("<esc>")
    terminal.until("Enter Again")
    terminal.press("p")
    terminal.until("PACKS")
    terminal.until(re.escape(every[:40]))
    terminal.press("<down><down><down>")  # past those that are built in
    terminal.until(f"Name +{re.escape(name)}")
    for text in (HOSTILE[1], every):
        place(terminal, text)
    terminal.press("<down>")
    terminal.until(rf"(?s)error\[.*{re.escape(HOSTILE[1])}")
    terminal.press("<esc>")
    terminal.until("Enter Again")
    terminal.press("h")
    terminal.until("New round")
    place(terminal, player)
    click(terminal, player)
    terminal.until("Who is playing")
    ends(terminal)


OSC = "\x1b]0;owned\x07"


def test_control_sequences_never_reach_the_terminal(play: Play, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    write_pack(folder / f"name{OSC}.yaml", [question(0)])
    write_pack(folder / "stem.yaml", [question(0, question=f"{OSC}?")], title=f"title{OSC}")
    (tmp_path / "settings.json").write_text(
        json.dumps({"player": f"player{OSC}", "packs": [printable(f"name{OSC}")]}), encoding="utf-8"
    )
    terminal = play()
    terminal.until("New round")
    terminal.press("p")
    terminal.until("PACKS")
    for keys in ("<down><down><down>", "<down>"):  # past those that are built in
        terminal.press(keys)
        terminal.until("Name +(name|stem)")
    terminal.press("<esc>")
    terminal.until("New round")
    terminal.press("n")
    terminal.until("Who is playing")
    terminal.send(b"\x1b[200~%b\x1b[201~" % OSC.encode())
    terminal.settle()
    terminal.press("<esc>")
    terminal.until(gone("Who is playing"))
    terminal.press("r")
    terminal.until("NEW ROUND")
    terminal.press("<enter>")
    answer(terminal, 1, 1, "2")
    results(terminal)
    terminal.press("s")
    terminal.until("latest first")
    terminal.press("npp")
    terminal.settle()
    ends(terminal)
    assert b"owned" in terminal.raw
    assert not re.search(rb"\x1b\][^\x07\x1b]*owned", terminal.raw)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", f"gone{OSC}.yaml"),
        ("packs",),
        ("play", "stem"),
        ("play", f"gone{OSC}"),
        ("play", "--player", f"x{OSC}"),
        ("play", "--category", f"x{OSC}"),
        ("play", "--difficulty", f"x{OSC}"),
        ("play", "--count", f"x{OSC}"),
        (f"x{OSC}",),
        (f"--x{OSC}",),
    ],
    ids=lambda arguments: ascii(" ".join(arguments)),
)
def test_control_sequences_are_not_printed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write_pack(tmp_path / "packs" / f"name{OSC}.yaml", [question(0)])
    write_pack(tmp_path / "packs" / "stem.yaml", [question(0, question=f"{OSC}?")])
    done = command(tmp_path, *arguments)
    assert "\x1b" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# -- no terminal, and wrong usage -----------------------------------------------------------------


def test_without_a_terminal_there_is_no_home_screen(tmp_path: Path) -> None:
    done = command(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"quiz: [^\n]*terminal[^\n]*\n[^\n]*quiz play --plain[^\n]*\n", done.stderr)


@pytest.mark.parametrize("redirection", ["<{}", "2>{}"])
@pytest.mark.parametrize(("arguments", "status"), [((), 2), (("play",), 0)])
def test_with_half_a_terminal(
    tmp_path: Path, redirection: str, arguments: tuple[str, ...], status: int
) -> None:
    file = tmp_path / "file"
    file.touch()
    line = f'exec "$@" {redirection.format(file)}'
    argv = ["sh", "-c", line, "sh", *QUIZ, *arguments]
    with Terminal(argv, env=environment(tmp_path)) as terminal:
        if status == 0 and redirection == "2>{}":
            terminal.until("Question 1 of 10")
            terminal.press("<c-d>")
        assert terminal.wait() == status
        assert terminal.left_on() == []
        said = terminal.raw.decode() + file.read_text()
        assert re.search(r"quiz: [^\n]*terminal[^\n]*\r?\n", said)


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_in_a_dumb_terminal_rounds_are_lines_of_text(tmp_path: Path, kind: str) -> None:
    with Terminal([*QUIZ, "play"], env=environment(tmp_path, TERM=kind)) as terminal:
        terminal.until("Question 1 of 10")
        terminal.press("1\n")
        terminal.until("Press Enter")
        terminal.press("<c-c>")
        assert terminal.wait() == 130
        assert b"\x1b" not in terminal.raw
        assert b"quiz play --resume" in terminal.raw
    with Terminal(QUIZ, env=environment(tmp_path, TERM=kind)) as terminal:
        assert terminal.wait() == 2
        assert b"TERM" in terminal.raw


def test_a_party_in_lines_of_text_asks_for_names_once(play: Play, pack: str) -> None:
    party = play("play", "--plain", "--mode", "party", pack)
    for name in ("Ann", "Bo", ""):
        party.until(r"Type the name of player \d[^\n]*\n\s*\Z")
        party.press(f"{name}\n")
    party.until("Ann's turn")
    party.press("<c-c>")
    assert party.wait() == 130
    assert b"Nothing was answered" in party.raw
    again = play("play", "--plain", "--mode", "party", pack)
    again.until("Ann's turn")
    again.press("2\n<c-d>")
    assert again.wait() == 0
    assert b"quiz play --resume" in again.raw
    assert again.left_on() == []


def test_the_round_left_last_is_continued_whoever_played_it(play: Play, tmp_path: Path) -> None:
    for name in ("Ann", "Bo"):
        one = play("play", "--plain", "--seed", name, "--player", name)
        one.until("Question 1 of 10")
        one.press("1\n")
        one.until("Press Enter")
        one.press("<c-d>")
        assert one.wait() == 0
    (tmp_path / "settings.json").write_text('{"player": "Zoe"}', encoding="utf-8")
    again = play("play", "--resume")
    again.until("(?s)1/10 .*Enter Next")
    ends(again)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("play", "schedul"), "schedule"),
        (("play", "--category", "Plott"), "Plot"),
        (("play", "--difficulty", "harder"), "easy, medium or hard"),
        (("play", "--count", "0"), "1 to 1000"),
        (("play", "--count", "1001"), "1 to 1000"),
        (("play", "--count", "ten"), "1 to 1000"),
        (("play", "--player", " "), "1 to 32"),
        (("plai",), "play"),
        (("--plain-as-day",), "plain-as-day"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = command(tmp_path, *arguments)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "scores.db").exists()


# -- sizes and bytes --------------------------------------------------------------------------


def test_a_small_terminal_is_enough(play: Play) -> None:
    terminal = play("play", "--seed", "7", "--count", "3", size=(40, 12))
    for turn in range(1, 4):
        answer(terminal, turn, 3, "<down><enter>")
    results(terminal)
    terminal.press("<pgdn><pgdn><pgup>")
    terminal.settle()
    terminal.press("h")
    terminal.until("New round")
    ends(terminal)


def test_the_size_is_that_of_the_screen(pack: str, tmp_path: Path) -> None:
    argv = ["sh", "-c", 'exec "$@" >/dev/null', "sh", *QUIZ, "play", pack]
    with Terminal(argv, env=environment(tmp_path), size=(40, 12)) as terminal:
        terminal.until("^ *1/3.{20,37}$")
        answer(terminal, 1, 3, "2")
        terminal.until("2/3")
        ends(terminal)


def test_a_long_card_in_a_small_terminal(play: Play, tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    options = [*(f"{n} {words[:250]}" for n in range(8)), "last"]
    long = question(0, question=words, answer="last", options=options, explanation=words)
    terminal = play("play", write_pack(tmp_path / "long.yaml", [long]), size=(40, 12))
    terminal.until("1/1")
    terminal.press("<up>")
    terminal.until("9 +last")
    terminal.press("<enter>")
    terminal.until("RIGHT")
    terminal.press("<enter>")
    terminal.until("Case no.")
    ends(terminal)


def test_resizing_during_a_question(play: Play, pack: str, tmp_path: Path) -> None:
    terminal = play("play", pack, size=(19, 5))
    terminal.until("Make the window")
    terminal.resize((100, 30))
    terminal.until("1/3")
    terminal.resize((40, 12))
    terminal.until("^ *1/3.{20,37}$")
    for size in ((3, 2), (1, 1)):
        terminal.resize(size)
        terminal.settle()
    terminal.resize((100, 30))
    terminal.until("Which is it")
    answer(terminal, 1, 3, "2", on="")
    terminal.resize((1, 1))
    terminal.settle()
    terminal.press("<enter>")
    terminal.resize((100, 30))
    terminal.until("2/3")
    assert attempts(tmp_path) == [(0, 1)]
    ends(terminal)


def gone(text: str) -> str:
    """Return a pattern for a screen without this text."""
    return rf"(?s)\A(?!.*{text})"


def test_no_size_is_too_small_to_survive(play: Play) -> None:
    terminal = play()
    terminal.until("New round")
    for keys, shown in (("n", "Who is playing"), ("<c-p>", "All commands"), ("r", "NEW ROUND")):
        terminal.press(keys)
        terminal.until(shown)
        for size in ((3, 2), (1, 1), (80, 24)):
            terminal.resize(size)
            terminal.settle()
            terminal.press("<down><up>")
        terminal.until(shown)
        terminal.press("<esc>")
        terminal.until(gone(shown))
    ends(terminal)


def test_a_paste_is_no_answer(play: Play, pack: str, tmp_path: Path) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    terminal.send(b"\x1b[200~1234\n\x1b[201~")
    terminal.settle(0.2)
    assert not re.search(VERDICT, terminal.text)
    answer(terminal, 1, 3, "2")
    terminal.until("2/3")
    ends(terminal)


CUT_OFF = (b"\x1b[", b"\x1b[<0;", b"\x1b[<0;5", b"\x1bO", b"\x1bP", b"\x1b]11;rgb:", b"\xe2\x82")
ODD = (
    b"\x1b]0;x\x07", b"\x1b[999999999999;7R", b"\x1b[<0;99999;99999M", b"\x1b[<0;0;0M",
    b"\x1b[<999;7;7m", b"\x1b[<64;7;7M", b"\x1b[M   ", b"\x1b[I\x1b[O",
    b"\x1b[?2026;9$y\x1b[?2048;7$y", b"\x1b[;;u", b"\xff\xfe\x80", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"\x00" * 99,
)  # fmt: skip


def test_odd_bytes_do_no_harm(play: Play, pack: str) -> None:
    terminal = play("play", pack)
    terminal.until("1/3")
    for data in CUT_OFF:
        terminal.send(data)
        terminal.settle(0.12)  # until no more of it is waited for
        assert terminal.alive, data
    for data in ODD:
        terminal.send(data)
        terminal.settle(0.02)
        assert terminal.alive, data
    terminal.press("n2")  # no, not to leave, if something was taken for Esc
    terminal.until(VERDICT)
    ends(terminal)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_do_no_harm(play: Play, pack: str, seed: int) -> None:
    """They may choose to quit from the list of commands, but nothing else ends the game."""
    chance = random.Random(seed)
    harmless = bytes(set(range(256)) - set(b"\x03\x11\x1a\x1cqQ"))  # what quits or suspends
    terminal = play("play", pack)
    terminal.until("1/3")
    for _ in range(10):
        if terminal.alive:
            terminal.send(bytes(chance.choices(harmless, k=400)))
            terminal.settle()
    terminal.settle(0.3)
    ends(terminal)


# -- modes ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP])
def test_a_round_that_was_ended_goes_on_as_it_was(play: Play, end: signal.Signals) -> None:
    """A lifeline is used, and the steal of a party is open, when the process ends."""
    ladder = play("play", "--mode", "ladder", "--seed", "x")
    ladder.until("1/15")
    ladder.press("xs")
    ladder.until("100 points")
    ladder.settle(0.3)
    before = [line for line in ladder.text.splitlines() if re.match(r" +\d   ", line)]
    ladder.signal(end)
    ladder.wait()
    again = play("play", "--resume")
    again.until("1/15")
    assert [line for line in again.text.splitlines() if re.match(r" +\d   ", line)] == before
    again.until("r Ask")
    assert "x 50:50" not in again.text
    assert "s Swap" not in again.text
    ends(again)


@pytest.mark.slow
def test_the_clock_of_a_killed_round_stands_still(play: Play) -> None:
    rush = play("play", "--mode", "rush", "--seed", "x")
    rush.until("0:5[89]")
    rush.press("1")
    rush.until("Enter Next")
    rush.signal(signal.SIGKILL)
    rush.wait()
    time.sleep(3)
    again = play("play", "--resume")
    again.until("0:5[6789]")
    ends(again)


@pytest.mark.slow
def test_a_killed_party_goes_on_with_whose_turn_it_was(play: Play) -> None:
    names = [option for name in ("Ann", "Bo", "Cy", "Di") for option in ("--player", name)]
    party = play("play", "--mode", "party", "--count", "1", "--seed", "x", *names)
    party.until("Ann, it is your turn")
    party.press("<enter>")
    party.until("1–4")
    party.press("1")
    party.until("Enter Next|Enter Pass")
    party.signal(signal.SIGKILL)
    party.wait()
    again = play("play", "--resume")
    again.until("Enter (Next|Pass)")
    assert re.search(r"^ *(Ann|Bo may steal) +1/4", again.text, re.M)
    for _ in range(30):
        if "Case no" in again.text:
            break
        again.press("<enter>" if re.search("Enter (Next|Pass|Show)", again.text) else "1")
        again.settle(0.1)
    again.until("wins|share the first place")
    ends(again)


@pytest.mark.slow
def test_several_open_rounds_are_offered(play: Play) -> None:
    for seed in "ab":
        one = play("play", "--seed", seed)
        one.until("1/10")
        one.press("1")
        one.until("Enter Next")
        ends(one)
    again = play("play", "--resume")
    again.until("Which round")
    again.press("<down><enter>")
    again.until("1/10|2/10")
    ends(again)
