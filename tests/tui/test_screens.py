from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import ScreenResume
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.game.deck import Selection
from quiz.game.result import summarise
from quiz.game.wording import stamp
from quiz.packs.library import Loaded
from quiz.scores.store import Store
from quiz.settings import Settings, load_settings
from quiz.tui.screens.dialog import Name
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.page import PageScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.scores import ScoresScreen
from tests.builders import game, items, keep, played, round_of
from tests.tui.stage import asking, pack, play, question, run, shown, stage, until

SIZES = [(100, 30), (40, 12), (20, 6)]


def test_home_offers_everything_with_its_key() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        text = shown(app)
        for word in ("New round", "Packs", "Player", "Scores", "Help", "Quit", "Ann"):
            assert word in text
        assert "13 questions" in text
        assert "sums, more" in text

    run(app, act)


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
        await play(pilot, "++-+++")
        text = shown(app)
        assert "CASE SHEET" in text
        assert "SOLVED" in text
        assert "5 of 6" in text
        assert "Ann" in text
        assert "21 July 2025" in text
        assert "First round: this is the score to beat." in text
        for word in ("Odd", "Even", "medium"):
            assert word in text
        for part in (missed.item.stem, missed.item.key, missed.item.explanation):
            assert part in text

    run(app, act, (100, 40))


@pytest.mark.parametrize(
    ("answers", "word"),
    [("++++", "CASE CLOSED"), ("+++-", "OPEN LEADS"), ("+---", "COLD CASE"), ("++++-", "SOLVED")],
)
def test_the_stamp_tells_how_it_went(answers: str, word: str) -> None:
    assert stamp(summarise(played(game(*items(5)), answers))) == word


def test_results_compare_with_the_best() -> None:
    app = stage(count=2)

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, "+-")
        for answers, line in (
            ("++", "New best, up 175"),
            ("+-", "175 short of your best"),
            ("++", "Level with your best"),
        ):
            await pilot.press("r")
            await play(pilot, answers)
            assert line in shown(app)

    run(app, act)


def test_one_key_leads_on_from_the_results() -> None:
    app = stage(count=1)

    async def act(pilot: Pilot[None]) -> None:
        for key in ("enter", "r"):
            await play(pilot, "+")
            await pilot.press(key)
            assert isinstance(app.screen, QuestionScreen)
        await play(pilot, "+")
        for key, screen in {"p": PacksScreen, "s": ScoresScreen, "f1": HelpScreen}.items():
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            assert isinstance(app.screen, ResultsScreen)
        await pilot.press("h")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("enter")
        await play(pilot, "+" * 10)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)

    run(app, act)


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_fits_every_size(size: tuple[int, int]) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert "New round" in shown(app)
        for key in ("p", "n", "s", "f1"):
            await pilot.press(key)
            assert shown(app).strip()
            await pilot.press("escape")
            assert isinstance(app.screen, HomeScreen)
        await pilot.press("enter")
        assert asking(app).session.round.players[0] == "Ann"

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
    assert load_settings(path).packs == ("more",)


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


def test_any_name_can_play(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    store = Store(None)
    for name in NAMES:
        keep(store, round_of(player=name))
    app = stage(play=False, path=path, store=store)

    async def act(pilot: Pilot[None]) -> None:
        for name in NAMES:
            await pilot.press("n")
            app.screen.query_one(Input).value = name
            await pilot.press("enter")
            assert name in shown(app)
            assert load_settings(path).player == name
        await pilot.press("enter")
        assert asking(app).session.round.players == (name,)
        await pilot.press("escape", "y", "s")
        await until(pilot, lambda: all(name[:12] in shown(app) for name in NAMES))

    run(app, act)


def test_a_name_that_is_none_is_refused() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        for name in ("", "   ", "x" * 33, "a\u202eb", "\u200b"):
            app.screen.query_one(Input).value = name
            await pilot.press("enter")
            assert isinstance(app.screen, Name)
            assert "A name" in shown(app)
            app.screen.problem = ""
        await pilot.press("escape")
        assert app.player == "Ann"

    run(app, act)


def test_the_last_player_is_offered() -> None:
    store = Store(None)
    keep(store, round_of(player="Mina"), "+")
    app = stage(store=store, play=False, player="")

    async def act(pilot: Pilot[None]) -> None:
        assert app.player == "Mina"
        await pilot.press("n")
        assert app.screen.query_one(Input).value == "Mina"

    run(app, act)


def test_scores_are_shown_by_pack_and_player() -> None:
    store = Store(None)
    for player, name in (("Ann", "sums"), ("Bob", "more")):
        keep(store, round_of(*items(2), player=player, selection=Selection((name,))), "++")
    app = stage(store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        assert "BEST" in shown(app)
        assert "LATEST" in shown(app)
        assert shown(app).count("325") == 4
        await pilot.press("n")
        assert "Bob · all packs" in shown(app)
        assert shown(app).count("325") == 2
        await pilot.press("p", "p")
        assert "Bob · sums" in shown(app)
        assert "325" not in shown(app)

    run(app, act)


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
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await until(pilot, lambda: asking(app).session.game.turn == 1)

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
    assert load_settings(path).theme == "nord"
    assert stage(settings=load_settings(path)).theme == "nord"
    assert stage(settings=Settings(theme="no such theme")).theme == "night-file"


def test_settings_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = stage(play=False, path=tmp_path / "file" / "settings.json")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n", "enter")
        assert "could not be saved" in shown(app)

    run(app, act)
