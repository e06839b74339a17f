"""Editing packs from the game: they are opened, checked, and played as they are now."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.packs.library import Found, Loaded
from quiz.scores.store import Store
from quiz.session import begin as session_of
from quiz.settings import Settings
from quiz.tui import author
from quiz.tui.app import QuizApp
from quiz.tui.commands import commands
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.new_round import NewRoundScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from tests.builders import Ticks, in_bank
from tests.tui import stage
from tests.tui.stage import asking, heard, run, said, shown, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are made of a mode bit")

HEAD = "title: Rivers\nquestions:\n"
QUESTION = """\
  - question: Which river flows through {0}?
    answer: The {1}
    wrong: [The Severn, The Trent, The Tyne]
    explanation: It flows through {0}.
"""
CITIES = {"London": "Thames", "Paris": "Seine", "Rome": "Tiber"}
LINES = {city: 3 + 4 * at for at, city in enumerate(CITIES)}
SOUND = HEAD + "".join(QUESTION.format(*pair) for pair in CITIES.items())
BROKEN = SOUND.replace("answer: The Seine", "awnser: The Seine")
PROBLEM = "rivers.yaml:8:5: error[unknown-key]: unknown key `awnser` in this question"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the pack `rivers`, and a terminal that an editor can use."""
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "rivers.yaml").write_text(SOUND)
    return tmp_path


Edits = Callable[[], list[list[str]]]


@pytest.fixture
def edits(home: Path, monkeypatch: pytest.MonkeyPatch) -> Edits:
    """A function that returns how the editor was called.

    The editor copies the file `next` over the file that it edits.
    """
    log, next = home / "log", home / "next"
    script = home / "vi"
    script.write_text(
        f"#!{sys.executable}\n"
        "import json, pathlib, sys\n"
        f"next = pathlib.Path({str(next)!r})\n"
        f"with open({str(log)!r}, 'a') as log:\n"
        "    print(json.dumps(sys.argv[1:]), file=log)\n"
        "if next.exists():\n"
        "    pathlib.Path(sys.argv[-1]).write_bytes(next.read_bytes())\n"
        f"sys.exit(pathlib.Path({str(home / 'fail')!r}).exists())\n"
    )
    script.chmod(stat.S_IRWXU)
    monkeypatch.setenv("EDITOR", quote(str(script)))
    return lambda: [json.loads(line) for line in log.read_text().splitlines()]


def opened(*packs: str, store: Store | None = None) -> QuizApp:
    """Return the app on the home screen, with these packs of the library chosen."""
    store = store or Store(None)
    store.trouble = ""
    return QuizApp(store, Settings(player="Ann", packs=packs or ("rivers",)), clock=Ticks())


def playing(*paths: Path, given: bool = True) -> QuizApp:
    """Return the app in a round of the packs at these paths, as `quiz play` opens it."""
    played = [library.load(Found(path.stem, path, False)) for path in paths]
    store = Store(None)
    store.trouble = ""
    selection = Selection(tuple(str(path) for path in paths), seed="1")
    session = session_of(played, CLASSIC, selection, ("Ann",), store, clock=Ticks())
    return QuizApp(
        store,
        Settings(player="Ann"),
        session=session,
        played=played if given else (),
        clock=Ticks(),
    )


def drawn_from(app: QuizApp) -> set[str]:
    """Return the packs that the cards of the round are from."""
    return {card.item.pack for card in asking(app).session.game.deck.cards}


async def begin(pilot: Pilot[None]) -> None:
    """Begin a round from the home screen or like the one before, and answer its first card."""
    app = pilot.app
    if isinstance(app.screen, ResultsScreen):
        await until(pilot, lambda: heard(app))
    await pilot.press("r")
    await until(pilot, lambda: isinstance(app.screen, (NewRoundScreen, QuestionScreen)))
    if isinstance(app.screen, NewRoundScreen):
        await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
    await pilot.press("1")


def city(app: QuizApp) -> str:
    """Return the city that the present card asks about."""
    return asking(app).session.game.card.item.explanation.removeprefix("It flows through ")[:-1]


def line_of(app: QuizApp) -> str:
    return f"+{LINES[city(app)]}"


# -- after a card -------------------------------------------------------------------------------


def test_the_card_opens_at_its_line(home: Path, edits: Edits) -> None:
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        wanted = []
        for turn in range(3):
            wanted.append([line_of(app), str(home / "packs" / "rivers.yaml")])
            await pilot.press("ctrl+e")
            await until(pilot, lambda turn=turn: len(edits()) > turn)  # type: ignore[misc]
            await until(pilot, lambda: said(app))
            await pilot.press("enter", "1")
        assert edits() == wanted

    run(app, act)


def test_what_came_of_it_is_told(home: Path, edits: Edits) -> None:
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        for text, sentence in (
            (SOUND, "rivers: 3 questions, no problems"),
            (BROKEN, f"{PROBLEM}; did you mean answer?"),
            (HEAD + QUESTION.format("Bonn", "Rhine"), "rivers: 1 question, no problems"),
            (
                SOUND.replace("    explanation: It flows through Rome.\n", ""),
                "rivers.yaml:11:15: warning[no-explanation]: 1 of 3 questions has no explanation"
                " (line 11)",
            ),
        ):
            (home / "next").write_text(text)
            await pilot.press("ctrl+e")
            await until(pilot, lambda sentence=sentence: said(app) == [sentence])  # type: ignore[misc]
            assert isinstance(app.screen, QuestionScreen)

    run(app, act)


def test_a_round_plays_on_as_drawn_and_the_next_one_is_new(home: Path, edits: Edits) -> None:
    app = opened()
    (home / "next").write_text(SOUND.replace("It flows", "It has flown"))

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: said(app))
        assert "It flows through" in shown(app)
        for _ in range(2):
            await pilot.press("enter", "1")
            assert "It flows through" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        await begin(pilot)
        assert "It has flown through" in shown(app)

    run(app, act)


def test_the_line_is_where_the_question_is_now(home: Path, edits: Edits) -> None:
    app = opened()
    (home / "next").write_text("# one\n# two\n" + SOUND)

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        for count in (1, 2):
            await pilot.press("ctrl+e")
            await until(pilot, lambda count=count: len(edits()) == count)  # type: ignore[misc]
            await until(pilot, lambda: said(app))
            await pilot.pause(0.05)
        first = LINES[city(app)]
        assert [words[0] for words in edits()] == [f"+{first}", f"+{first + 2}"]

    run(app, act)


def test_two_quick_presses_open_one_editor(home: Path, edits: Edits) -> None:
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        asking(app).action_edit()
        asking(app).action_edit()
        await until(pilot, lambda: said(app))
        await pilot.pause(0.1)
        assert len(edits()) == 1

    run(app, act)


def test_there_is_no_key_before_the_answer(home: Path, edits: Edits) -> None:
    app = playing(home / "packs" / "rivers.yaml")

    async def act(pilot: Pilot[None]) -> None:
        assert "Edit" not in shown(app)
        await pilot.press("ctrl+e")
        assert asking(app).session.game.phase == "asking"
        await pilot.press("1")
        assert "Ctrl+E Edit" in shown(app)
        assert not said(app)

    run(app, act)


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12), (20, 6)])
def test_the_key_is_told_where_there_is_room_and_always_in_help(
    home: Path, edits: Edits, size: tuple[int, int]
) -> None:
    app = playing(home / "packs" / "rivers.yaml")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        assert "Ctrl+E Edit" in shown(app) or size[0] < 80
        assert ("F1 Help" in shown(app)) == (size[0] >= 40)
        assert "Edit this question" in {command.name for command in commands(app.screen)}
        await pilot.press("f1")
        text = shown(app)
        assert isinstance(app.screen, HelpScreen)
        for _ in range(25):
            await pilot.press("pagedown")
            text += shown(app)
        words = re.sub("[▁-█]", " ", text).split()  # without the scrollbar
        assert "Edit this question" in " ".join(words)

    run(app, act, size)


def test_the_key_can_be_changed(home: Path, edits: Edits) -> None:
    app = playing(home / "packs" / "rivers.yaml")
    app.set_keymap({"question.edit": "x"})

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "ctrl+e")
        assert "x Edit" in shown(app)
        await pilot.press("x")
        await until(pilot, lambda: said(app))
        assert len(edits()) == 1

    run(app, act)


@pytest.mark.parametrize("built_in", [True, False])
def test_only_a_pack_of_the_player_that_has_a_file_is_offered(home: Path, built_in: bool) -> None:
    sums = Loaded("sums", stage.pack(), "", built_in, Path("sums.yaml") if built_in else Path())
    store = Store(None)
    store.trouble = ""
    app = QuizApp(store, Settings(player="Ann"), read=lambda: [sums], clock=Ticks())

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        await pilot.press("ctrl+e")
        assert "Edit" not in shown(app)
        await pilot.press("escape", "y", "p")
        await until(pilot, lambda: isinstance(app.screen, PacksScreen))
        await pilot.press("ctrl+e")
        assert "Edit" not in shown(app)
        assert not said(app)

    run(app, act)


# -- which file ---------------------------------------------------------------------------------


def homes(packs: Sequence[Loaded]) -> None:
    """Check that every item of these packs is found in the file that it was read from."""
    for pack in packs:
        assert pack.pack
        for item in pack.pack.items:
            assert author.locate(packs, item) == (pack, item.line)


def test_an_own_pack_of_a_taken_name_is_the_one_that_opens(home: Path, edits: Edits) -> None:
    (home / "packs" / "plot.yaml").write_text(SOUND)
    packs = [pack for pack in library.load_all() if pack.name in ("plot", "plot-2")]
    assert [pack.built_in for pack in packs] == [True, False]
    assert {item.pack for pack in packs if pack.pack for item in pack.pack.items} == {"plot"}
    homes(packs)
    app = opened("plot-2")

    async def act(pilot: Pilot[None]) -> None:
        await begin(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: said(app))
        assert edits() == [[line_of(app), str(home / "packs" / "plot.yaml")]]

    run(app, act)


def test_packs_of_one_name_that_share_a_question(home: Path) -> None:
    (home / "other").mkdir()
    paths = [home / "packs" / "rivers.yaml", home / "other" / "rivers.yaml"]
    paths[1].write_text("# another\n" + SOUND.replace("It flows through Rome", "Sure"))
    homes([library.load(Found("rivers", path, False)) for path in paths])


def test_of_two_that_are_the_same_the_players_own_is_opened(home: Path) -> None:
    bank = next(found for found in library.installed() if found.name == "plot")
    (home / "packs" / "plot.yaml").write_bytes(bank.path.read_bytes())
    packs = [pack for pack in library.load_all() if pack.name in ("plot", "plot-2")]
    assert packs[0].pack
    item = packs[0].pack.items[7]
    assert author.locate(packs, item) == (packs[1], item.line)


def test_in_a_pack_that_is_broken_by_now_the_error_is_opened(home: Path) -> None:
    path = home / "packs" / "rivers.yaml"
    pack = library.load(Found("rivers", path, False))
    assert pack.pack
    path.write_text("# a line more\n" + BROKEN.replace("title:", "titel: T\ntitle:"))
    assert author.locate([pack], pack.pack.items[2]) == (pack, 2)
    problem = "unknown key `titel` in this pack; did you mean title?"
    sentence = f"rivers.yaml:2:1: error[unknown-key]: {problem}"
    assert author.check_result(pack) == (f"{sentence} … and 1 more", "error")


# -- what can go wrong --------------------------------------------------------------------------


async def trouble(pilot: Pilot[None], sentence: str) -> None:
    """Press the key, and check that this sentence is shown and the game can be played on."""
    app = pilot.app
    assert isinstance(app, QuizApp)
    await pilot.press("1", "ctrl+e")
    await until(pilot, lambda: said(app))
    assert said(app) == [sentence]
    await pilot.press("enter")
    assert asking(app).session.game.turn == 1


def test_no_editor(home: Path) -> None:
    app = playing(home / "packs" / "rivers.yaml")
    sentence = (
        "No editor is set: put the name of yours into $VISUAL or $EDITOR, "
        "for example `export EDITOR=nano`, and start the game again."
    )
    run(app, lambda pilot: trouble(pilot, sentence))


def test_an_editor_that_there_is_not(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "[/] -x")
    app = playing(home / "packs" / "rivers.yaml")
    run(app, lambda p: trouble(p, "The program '[/]' in $VISUAL was not found."))


def test_an_editor_that_cannot_be_started(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "[@click=app.quit]\x1b[31m").write_bytes(b"\x00")
    (home / "[@click=app.quit]\x1b[31m").chmod(stat.S_IRWXU)
    monkeypatch.setenv("EDITOR", str(home / "[@click=app.quit]\x1b[31m"))
    app = playing(home / "packs" / "rivers.yaml")
    sentence = "[@click=app.quit]␛[31m cannot be started: Exec format error."
    run(app, lambda pilot: trouble(pilot, sentence))


def test_an_editor_that_ends_with_an_error(home: Path, edits: Edits) -> None:
    (home / "fail").touch()
    app = playing(home / "packs" / "rivers.yaml")
    run(app, lambda pilot: trouble(pilot, "vi ended with an error (status 1)."))


def test_a_pack_whose_file_has_gone(home: Path, edits: Edits) -> None:
    app = playing(home / "packs" / "rivers.yaml")
    (home / "packs" / "rivers.yaml").unlink()
    run(
        app,
        lambda p: trouble(p, "rivers.yaml cannot be edited: the file no longer exists."),
    )


def test_a_pack_that_is_read_only(home: Path, edits: Edits) -> None:
    app = playing(home / "packs" / "rivers.yaml")
    (home / "packs" / "rivers.yaml").chmod(0o444)
    if os.access(home / "packs" / "rivers.yaml", os.W_OK):
        pytest.skip("to root nothing is read-only")
    run(app, lambda pilot: trouble(pilot, "rivers.yaml cannot be edited: the file is read-only."))


def test_a_terminal_that_cannot_be_left(
    home: Path, edits: Edits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeadlessDriver, "can_suspend", False)
    app = playing(home / "packs" / "rivers.yaml")
    sentence = "No editor can be opened: the game cannot leave this terminal."
    run(app, lambda pilot: trouble(pilot, sentence))


# -- the packs screen ---------------------------------------------------------------------------


def listed(app: QuizApp, text: str) -> Callable[[], bool]:
    return lambda: text in shown(app)


def highlighted(app: QuizApp) -> str:
    """Return the name of the pack that is highlighted on the packs screen."""
    assert isinstance(app.screen, PacksScreen)
    return app.screen.current.name if app.screen.current else ""


def test_the_pack_pointed_at_is_opened(home: Path, edits: Edits) -> None:
    app = opened()
    path = home / "packs" / "rivers.yaml"

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p", "up")
        assert "Ctrl+E Edit" in shown(app)
        (home / "next").write_text(BROKEN)
        await pilot.press("ctrl+e")
        await until(pilot, listed(app, "rivers: cannot be played"))
        assert said(app) == [f"{PROBLEM}; did you mean answer?"]
        assert "error[unknown-key]: unknown key" in shown(app)
        (home / "next").write_text(SOUND.replace("Rivers", "Streams"))
        await pilot.press("ctrl+e")
        await until(pilot, listed(app, "[✓] Streams"))
        assert highlighted(app) == "rivers"
        assert said(app) == ["rivers: 3 questions, no problems"]
        assert edits() == [["+1", str(path)], ["+8", str(path)]]

    run(app, act)


def test_what_is_saved_elsewhere_is_seen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.tui.screens.packs.CHECK_INTERVAL", 0.05)
    app = opened()
    packs = home / "packs"

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p", "up")
        assert "[✓] Rivers" in shown(app)
        (packs / "another.yaml").write_text(SOUND.replace("Rivers", "Another"))
        await until(pilot, listed(app, "[ ] Another"))
        assert highlighted(app) == "rivers"
        (packs / "rivers.yaml").write_text(BROKEN)
        await until(pilot, listed(app, "[!] rivers: cannot be played"))
        assert highlighted(app) == "rivers"
        (packs / "rivers.yaml").unlink()
        await until(pilot, lambda: "rivers" not in shown(app))
        assert "[ ] Another" in shown(app)
        assert highlighted(app)
        (packs / "rivers.yaml").write_text(SOUND)
        await until(pilot, listed(app, "[✓] Rivers"))
        await pilot.press("escape")
        assert app.settings.packs == ("rivers",)

    run(app, act)


def test_a_broken_pack_is_chosen_again_once_it_is_mended(home: Path) -> None:
    (home / "packs" / "rivers.yaml").write_text(BROKEN)
    app = opened("rivers", "plot")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        assert "[!] rivers: cannot be played" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NewRoundScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.settings.packs == ("plot", "rivers")
        assert drawn_from(app) == {"plot"}
        assert len(said(app)) == 1
        assert said(app)[0].endswith(PROBLEM)
        await pilot.press("escape", "y")
        (home / "packs" / "rivers.yaml").write_text(SOUND)
        await begin(pilot)
        assert asking(app).session.round.selection.packs == ("plot", "rivers")

    run(app, act)


def test_broken_packs_alone_begin_no_round(home: Path) -> None:
    (home / "packs" / "rivers.yaml").write_text(BROKEN)
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, NewRoundScreen))
        assert "0 questions to draw from" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: said(app))
        assert PROBLEM in said(app)[0]
        assert isinstance(app.screen, NewRoundScreen)
        await pilot.press("p", "up", "enter")
        assert isinstance(app.screen, PacksScreen)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, NewRoundScreen))
        await until(pilot, lambda: f"{in_bank('cast')} questions to draw from" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert drawn_from(app) == {"cast"}
        assert app.settings.packs == ("cast", "rivers")

    run(app, act)


# -- when the packs are looked at ---------------------------------------------------------------


def test_the_first_screen_shows_what_was_saved_when_it_comes_back(home: Path) -> None:
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, listed(app, "3 questions"))
        (home / "packs" / "rivers.yaml").write_text(HEAD + QUESTION.format("Bonn", "Rhine"))
        await pilot.press("s", "escape")
        await until(pilot, listed(app, "1 question"))

    run(app, act)


def test_nothing_is_looked_at_while_a_screen_only_waits() -> None:
    looks: list[int] = []

    def read() -> list[Loaded]:
        looks.append(1)
        return [Loaded("sums", stage.pack(), "", True)]

    store = Store(None)
    app = QuizApp(store, Settings(player="Ann"), read=read)

    async def act(pilot: Pilot[None]) -> None:
        for keys in ((), ("r",), ("1",)):
            await pilot.press(*keys)
            await pilot.pause(0.05)
            before = len(looks)
            await pilot.pause(0.1)
            assert len(looks) == before
            timers = [timer._interval for timer in app.screen._timers]
            assert not [interval for interval in timers if interval > 0.1]

    run(app, act)


def test_a_round_begins_with_what_was_saved_elsewhere(home: Path) -> None:
    app = opened()

    async def act(pilot: Pilot[None]) -> None:
        (home / "packs" / "rivers.yaml").write_text(HEAD + QUESTION.format("Bonn", "Rhine"))
        await begin(pilot)
        assert city(app) == "Bonn"
        (home / "packs" / "rivers.yaml").write_text(HEAD + QUESTION.format("Graz", "Mur"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        await begin(pilot)
        assert city(app) == "Graz"

    run(app, act)


def test_again_reads_a_pack_outside_the_library_anew(home: Path) -> None:
    path = home / "rivers.yaml"
    path.write_text(HEAD + QUESTION.format("Bonn", "Rhine"))
    app = playing(path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        path.write_text(BROKEN)
        await until(pilot, lambda: heard(app))
        await pilot.press("r")
        await until(pilot, lambda: said(app))
        assert PROBLEM in said(app)[0]
        path.write_text(HEAD + QUESTION.format("Graz", "Mur"))
        await begin(pilot)
        assert city(app) == "Graz"
        assert app.reading.known == []

    run(app, act)


def test_again_without_knowing_the_file(home: Path) -> None:
    app = playing(home / "packs" / "rivers.yaml", given=False)

    async def act(pilot: Pilot[None]) -> None:
        for _ in range(3):
            await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        await begin(pilot)
        assert city(app) in CITIES

    run(app, act)


# -- a round that was left ----------------------------------------------------------------------


@pytest.mark.parametrize("inside", [True, False])
def test_a_round_is_resumed_though_its_pack_was_edited(home: Path, inside: bool) -> None:
    path = home / "packs" / "rivers.yaml" if inside else home / "mine.yaml"
    path.write_text(SOUND)
    app = playing(path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "escape", "y")
        path.write_text("# new\n" + SOUND.replace("It flows", "It has flown"))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert "It flows" in shown(app)
        assert "Ctrl+E Edit" in shown(app)
        await pilot.press("enter")
        assert asking(app).session.game.turn == 1

    run(app, act)


@pytest.mark.parametrize("now", [BROKEN, None])
def test_a_round_is_resumed_though_its_questions_are_gone(home: Path, now: str | None) -> None:
    path = home / "packs" / "rivers.yaml"
    path.write_text(SOUND)
    app = playing(path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "enter", "escape", "y")
        if now:
            path.write_text(now)
        else:
            path.unlink()
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.game.turn == 1
        assert "Which river" in shown(app)
        assert said(app) == []

    run(app, act)
