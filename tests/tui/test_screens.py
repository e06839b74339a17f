from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import ScreenResume
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.packs.library import Loaded
from quiz.scores.store import Store
from quiz.settings import Settings
from quiz.settings import read as read_settings
from quiz.tui.screens.dialog import Name
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.page import PageScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.scores import ScoresScreen
from tests.tui.stage import asking, key_of, miss_of, pack, question, run, shown, stage

SIZES = [(100, 30), (80, 24), (40, 12), (20, 6)]


async def play(pilot: Pilot[None], right: str) -> None:
    """Answer a whole round: `r` in the text for right, any other letter for wrong."""
    app = pilot.app
    for letter in right:
        key = key_of(app) if letter == "r" else miss_of(app)  # type: ignore[arg-type]
        await pilot.press(key, "enter")
    await pilot.pause()


def test_home_offers_everything_with_its_key() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        text = shown(app)
        for word in ("New round", "Packs", "Player", "Scores", "Help", "Quit", "Ann"):
            assert word in text
        assert "13 questions" in text
        assert "sums, more" in text

    run(app, act)


@pytest.mark.parametrize("size", SIZES)
def test_home_starts_a_round_by_enter(size: tuple[int, int]) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, HomeScreen)
        assert "New round" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert asking(app).session.round.players[0] == "Ann"

    run(app, act, size)


def test_home_is_walked_by_arrows_and_mouse() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter")
        assert isinstance(app.screen, PacksScreen)
        await pilot.press("escape", "up", "up", "enter")
        assert isinstance(app.screen, ScoresScreen)
        await pilot.press("escape")
        row = next(y for y, line in enumerate(shown(app).splitlines()) if "Scores" in line)
        column = shown(app).splitlines()[row].index("Scores")
        await pilot.click(app.screen.query_one("Sheet"), offset=(column, row))
        assert isinstance(app.screen, ScoresScreen)

    run(app, act)


def test_results_show_the_score_the_tallies_and_what_was_missed() -> None:
    app = stage(count=6)

    async def act(pilot: Pilot[None]) -> None:
        missed = asking(app).session.game.deck.cards[2]
        await play(pilot, "rrwrrr")
        text = shown(app)
        assert "CASE SHEET" in text
        assert "SOLVED" in text
        assert "5 of 6" in text
        assert "Ann" in text
        assert "21 July 2025" in text
        assert "first round of this kind" in text
        for word in ("Odd", "Even", "medium"):
            assert word in text
        for part in (missed.item.stem, missed.item.key, missed.item.explanation):
            assert part in text

    run(app, act, (100, 40))


@pytest.mark.parametrize(
    ("answers", "stamp"),
    [("rrrr", "CASE CLOSED"), ("rrrw", "OPEN LEADS"), ("rwww", "COLD CASE"), ("rrrrw", "SOLVED")],
)
def test_the_stamp_tells_how_it_went(answers: str, stamp: str) -> None:
    app = stage(count=len(answers))

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, answers)
        assert stamp in shown(app)

    run(app, act)


def test_results_compare_with_best_and_last() -> None:
    app = stage(count=2)

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, "rr")
        await pilot.press("enter")
        await pilot.pause()
        await play(pilot, "rw")
        assert "best 325 (-175)" in shown(app)
        await pilot.press("r")
        await pilot.pause()
        await play(pilot, "wr")
        assert "best 325 (-175)" in shown(app)
        assert "last 150 (the same)" in shown(app)
        await pilot.press("r")
        await pilot.pause()
        await play(pilot, "rr")
        assert "best 325 (the same)" in shown(app)

    run(app, act)


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("enter", QuestionScreen),
        ("r", QuestionScreen),
        ("p", PacksScreen),
        ("s", ScoresScreen),
        ("h", HomeScreen),
        ("escape", HomeScreen),
        ("f1", HelpScreen),
    ],
)
def test_one_key_leads_on_from_the_results(key: str, screen: type) -> None:
    app = stage(count=1)

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, "r")
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, screen)

    run(app, act)


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_fits_every_size(size: tuple[int, int]) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        for key in ("p", "n", "s", "f1"):
            await pilot.press(key)
            assert shown(app).strip()
            await pilot.press("escape")
            assert isinstance(app.screen, HomeScreen)

    run(app, act, size)


def test_packs_are_picked_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage([pack(), pack([question(99)], "more", "More [/]")], play=False, path=path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        assert "[✓] Sums" in shown(app)
        assert "[✓] More [/]" in shown(app)
        await pilot.press("space")
        assert "[ ] Sums" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert asking(app).session.round.selection.packs == ("more",)

    run(app, act)
    assert read_settings(path).packs == ("more",)


def test_a_broken_pack_is_listed_with_its_problem() -> None:
    broken = Loaded("bad", None, "bad.yaml:3:1: error[empty]: [/] nothing")
    app = stage(play=False, broken=[broken])

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p", "down")
        assert "bad: cannot be played" in shown(app)
        assert "bad.yaml:3:1: error[empty]: [/] nothing" in shown(app)
        await pilot.press("space", "enter")
        await pilot.pause()
        assert asking(app).session.round.selection.packs == ("sums",)

    run(app, act)


def test_nothing_ticked_plays_the_pack_pointed_at() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p", "a", "down", "enter")
        await pilot.pause()
        assert asking(app).session.round.selection.packs == ("more",)

    run(app, act)


NAMES = ["Ann", "[bold]x[/]", "하나", 'O\'Brien "x"', "[@click=app.quit]q"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_play(name: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage(play=False, path=path, count=1)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        assert isinstance(app.screen, Name)
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        assert name in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("1", "escape", "y", "s")
        assert name[:12] in shown(app)

    run(app, act)
    assert read_settings(path).player == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 33, "a\u202eb", "\u200b"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        assert isinstance(app.screen, Name)
        assert "A name" in shown(app)
        await pilot.press("escape")
        assert app.player == "Ann"

    run(app, act)


def test_the_last_player_is_offered() -> None:
    store = Store(None)
    first = stage(store=store, player="Mina", count=1)

    async def answer(pilot: Pilot[None]) -> None:
        await pilot.press("1")

    run(first, answer)
    again = stage(store=store, play=False, player="")

    async def act(pilot: Pilot[None]) -> None:
        assert again.player == "Mina"
        await pilot.press("n")
        assert again.screen.query_one(Input).value == "Mina"

    run(again, act)


def test_scores_are_shown_by_pack_and_player() -> None:
    store = Store(None)
    store.trouble = ""
    for player, name in (("Ann", "sums"), ("Bob", "more")):
        app = stage([pack(name=name)], store=store, player=player, count=2)

        async def act(pilot: Pilot[None]) -> None:
            await play(pilot, "rr")

        run(app, act)
    home = stage(store=store, play=False)

    async def look(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        assert "BEST" in shown(home)
        assert "LATEST" in shown(home)
        assert shown(home).count("325") == 4
        await pilot.press("n")
        assert "Bob · all packs" in shown(home)
        assert shown(home).count("325") == 2
        await pilot.press("p", "p")
        assert "Bob · sums" in shown(home)
        assert "325" not in shown(home)

    run(home, look)


def test_help_lists_the_keys_of_the_screen_it_was_called_from() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        text = shown(app)
        for word in ("Answer 1", "1, a", "Esc", "Leave", "Ctrl+C, Ctrl+Q", "Ctrl+P"):
            assert word in text
        await pilot.press("f1")
        assert isinstance(app.screen, QuestionScreen)

    run(app, act, (80, 30))


def test_a_small_screen_tells_packs_apart_and_what_is_wrong_with_one() -> None:
    broken = Loaded("rivers", None, "rivers.yaml:3:5: error[empty]: there is nothing here")
    packs = [pack(name=name, title=f"The Defects: {name}") for name in ("plot", "cast")]
    app = stage(packs, play=False, broken=[broken])

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        assert "The Defects: plot" in shown(app)
        assert "The Defects: cast" in shown(app)
        assert "nothing here" not in shown(app)
        await pilot.press("up")
        assert "rivers: cannot be played" in shown(app)
        assert "nothing here" in shown(app)

    run(app, act, (40, 12))


@pytest.mark.parametrize("key", ["f1", "escape", ""])
def test_a_screen_that_is_going_redraws_nothing(key: str) -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(*[key] if key else [])
        screen = app.screen
        assert isinstance(screen, PageScreen)
        await screen.sheet.remove()
        screen.redraw()
        screen.post_message(ScreenResume())
        await pilot.press("down", "pagedown")

    run(app, act)


def commands(app_screen_commands: Iterator[object]) -> set[str]:
    return {str(command[0]) for command in app_screen_commands}  # type: ignore[index]


def test_the_palette_has_every_command() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        names = commands(iter(app.get_system_commands(app.screen)))
        assert {"Answer 1", "Answer 4", "Leave", "Help", "Quit", "Theme"} <= names
        assert "Next" not in names
        await pilot.press("1")
        assert "Next" in commands(iter(app.get_system_commands(app.screen)))
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"Next", "enter")
        await pilot.pause(0.3)
        assert asking(app).session.game.turn == 1

    run(app, act)


def test_keys_can_be_changed() -> None:
    app = stage(settings=Settings(player="Ann", keys={"question.next": "n", "app.help": "f2"}))

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        assert "n Next" in shown(app)
        await pilot.press("enter")
        assert asking(app).session.game.turn == 0
        await pilot.press("n")
        assert asking(app).session.game.turn == 1
        await pilot.press("f2")
        assert isinstance(app.screen, HelpScreen)

    run(app, act)


def test_a_theme_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage(play=False, path=path)

    async def act(pilot: Pilot[None]) -> None:
        assert not path.exists()
        app.theme = "nord"
        await pilot.pause()

    run(app, act)
    assert read_settings(path).theme == "nord"
    assert stage(settings=read_settings(path)).theme == "nord"
    assert stage(settings=Settings(theme="no such theme")).theme == "night-file"


def test_settings_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = stage(play=False, path=tmp_path / "file" / "settings.json")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n", "enter")
        assert "could not be kept" in shown(app)

    run(app, act)
