"""The home screen, and the panels it leads to: a new round, the settings, the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.race import challenge_code
from quiz.scores.store import Store
from quiz.settings import Settings, load_settings
from quiz.tui.commands import commands
from quiz.tui.screens.dialogs import Name
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.new_round import NewRoundScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.scores import ScoresScreen
from quiz.tui.widgets.emblem import Emblem
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.menu import Menu
from tests.builders import Calendar, items, keep, round_of
from tests.tui.stage import (
    asking,
    key_of,
    pack,
    place,
    play,
    question,
    run,
    said,
    shown,
    stage,
    until,
)


def test_home_offers_everything_with_its_key() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        text = shown(app)
        for word in ("New round", "Packs", "Player", "Scores", "Settings", "Help", "Quit", "Ann"):
            assert word in text
        assert "13 questions to play" in text
        assert "sums, more" in text

    run(app, act)


def test_home_is_walked_by_arrows_and_mouse() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "enter")
        assert isinstance(app.screen, PacksScreen)
        await pilot.press("escape")
        await pilot.click(offset=place(app, "Scores"))
        await until(pilot, lambda: isinstance(app.screen, ScoresScreen))

    run(app, act)


def test_a_round_left_open_comes_first() -> None:
    store = Store(None)
    for answers in ("+", "++", "+++"):
        keep(store, round_of(*items(5), player="Ann"), answers)
    keep(store, round_of(*items(5), player="Bob"), "++++")
    app = stage(store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert "3 of 5 answered" in shown(app)
        assert "3 to continue" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert len(asking(app).session.game.attempts) == 3
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("o", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert len(asking(app).session.game.attempts) == 1

    run(app, act)


def test_without_an_open_round_nothing_offers_to_continue() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert "Continue" not in shown(app)
        names = [command.name for command in commands(app.screen)]
        assert "New round" in names
        assert not any("ontinue" in name or name == "Open rounds" for name in names)
        await pilot.press("c", "o")
        assert isinstance(app.screen, HomeScreen)

    run(app, act)


def test_the_emblem_fills_with_what_was_answered_right() -> None:
    store = Store(None)
    own = items(4)
    keep(store, round_of(*own, player="Ann"), "++-+")
    app = stage([pack(own)], store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert "3 of 4 questions mastered" in shown(app)
        await pilot.wait_for_animation()
        assert app.screen.query_one(Emblem).filled == 0.75

    run(app, act)


# -- a new round ------------------------------------------------------------------------------


def test_a_round_is_chosen_on_one_panel_and_the_choice_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage(play=False, path=path)

    async def choose(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await until(pilot, lambda: "12 questions to draw from" in shown(app))
        await pilot.press("down", "down", "right")
        assert "6 questions to draw from" in shown(app)
        await pilot.press("down", "down", "left", *["down"] * 3, *"friday", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        round = asking(app).session.round
        assert (round.rules.count, round.seed) == (5, "friday")
        assert {card.item.category for card in round.deck.cards} == {round.selection.category}

    run(app, choose)
    saved = load_settings(path)
    assert saved.category
    assert (saved.count, saved.mode) == (5, "classic")
    other = stage(play=False, settings=saved)

    async def repeat(pilot: Pilot[None]) -> None:
        await pilot.press("r", "enter")
        await until(pilot, lambda: isinstance(other.screen, QuestionScreen))
        round = asking(other).session.round
        assert (round.selection.category, round.rules.count) == (saved.category, 5)
        assert round.seed != "friday"

    run(other, repeat)


def test_a_round_of_nothing_is_refused_with_a_reason() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r", "down", "down", "down", "right", "enter")
        await until(pilot, lambda: said(app))
        assert "None of these questions is easy." in said(app)[0]
        assert isinstance(app.screen, NewRoundScreen)

    run(app, act)


def test_the_panel_is_used_with_the_mouse() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.click(offset=place(app, "New round"))
        await until(pilot, lambda: "12 questions to draw from" in shown(app))
        await pilot.click(offset=place(app, "Difficulty"))
        await until(pilot, lambda: "0 questions to draw from" in shown(app))
        await pilot.click(offset=place(app, "Start"))
        await until(pilot, lambda: said(app))

    run(app, act)


# -- players ----------------------------------------------------------------------------------

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
            await until(pilot, lambda: f"playing as {name}" in shown(app))  # noqa: B023
            assert load_settings(path).player == name
        await pilot.press("r", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.round.players == (name,)
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("s")
        await until(pilot, lambda: all(name in shown(app) for name in NAMES))

    run(app, act, (120, 30))


def test_a_name_that_is_none_is_refused() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        for name in ("", "   ", "x" * 33, "a\u202eb", "\u200b"):
            app.screen.query_one("#problem", Line).show("")
            app.screen.query_one(Input).value = name
            await pilot.press("enter")
            assert isinstance(app.screen, Name)
            assert "A name" in shown(app)
        await pilot.press("escape")
        assert app.player == "Ann"

    run(app, act)


def test_the_last_player_is_offered_and_others_with_the_arrows() -> None:
    store = Store(None)
    for name in ("Bob", "Mina"):
        keep(store, round_of(player=name), "+")
    app = stage(store=store, play=False, player="")

    async def act(pilot: Pilot[None]) -> None:
        assert app.player == "Mina"
        await pilot.press("n")
        assert app.screen.query_one(Input).value == "Mina"
        await pilot.press("down")
        assert app.screen.query_one(Input).value == "Bob"

    run(app, act)


# -- settings and keys ------------------------------------------------------------------------


def test_each_setting_is_saved_at_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage(play=False, path=path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("t", "down", "right")
        await until(pilot, lambda: app.theme == "paper-file")
        await pilot.press("down", "enter", "down", "space", "down", "left")
        await pilot.click(offset=place(app, "Player"))
        await until(pilot, lambda: app.screen.query(Input))
        await pilot.press("end", *"bert", "enter")
        await until(pilot, lambda: "Annbert" in shown(app))

    run(app, act)
    saved = load_settings(path)
    assert (saved.player, saved.theme) == ("Annbert", "paper-file")
    assert (saved.motion, saved.sound, saved.relaxed) == (True, True, 3)
    assert app.animation_level == "full"


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
        await until(pilot, lambda: "could not be saved" in shown(app))

    run(app, act)


def test_a_key_is_changed_in_the_settings_and_can_be_reset(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage(play=False, path=path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("t", "up", "enter")
        await until(pilot, lambda: "Home: Scores" in shown(app))
        await pilot.click(offset=place(app, "Home: Scores"))
        await until(pilot, lambda: "Press the new key" in shown(app))
        await pilot.press("p")
        await until(pilot, lambda: said(app))
        assert "taken" in said(app)[0]
        await pilot.press("enter")
        await until(pilot, lambda: "Press the new key" in shown(app))
        await pilot.press("x")
        await until(pilot, lambda: load_settings(path).keys == {"home.scores": "x"})
        await pilot.press("escape", "escape", "s")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("x")
        assert isinstance(app.screen, ScoresScreen)
        await pilot.press("escape", "t", "up", "enter")
        await until(pilot, lambda: "Home: Scores" in shown(app))
        menu = app.screen.query_one(Menu)
        menu.highlighted = menu.get_option_index("home.scores")
        await pilot.press("delete")
        await until(pilot, lambda: not load_settings(path).keys)

    run(app, act, (80, 40))


def test_keys_of_the_settings_are_used() -> None:
    app = stage(settings=Settings(player="Ann", keys={"question.next": "n", "app.help": "f2"}))

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: "n Next" in shown(app))
        await pilot.press("enter")
        assert asking(app).session.game.turn == 0
        await pilot.press("n")
        assert asking(app).session.game.turn == 1
        await pilot.press("f2")
        assert isinstance(app.screen, HelpScreen)

    run(app, act)


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12), (200, 50)])
def test_home_is_in_the_middle(size: tuple[int, int]) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        left, top, width, height = app.screen.query_one("#poster").region
        assert abs(left - (size[0] - width - left)) <= 1
        assert abs(top - (size[1] - 1 - height - top)) <= 2

    run(app, act, size)


# -- what to come back to ---------------------------------------------------------------------


def test_the_daily_is_played_once_and_its_streak_told() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        assert "not played yet" in shown(app)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.round.seed == "2025-07-21"
        await play(pilot, "+" * 10)
        assert "Streak 1" in [line.text.plain for line in app.screen.query(Line)]
        await pilot.press("escape")
        await until(pilot, lambda: "played today · streak 1" in shown(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.round.rules.title == "Daily practice"

    run(app, act)


def test_what_was_missed_is_due_for_review() -> None:
    store = Store(None, Calendar())
    store.trouble = ""
    own = [question(n) for n in range(1, 5)]
    keep(store, round_of(*own, player="Ann"), "+-+-")
    app = stage([pack(own)], store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "2 questions due" in shown(app))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert [card.item.uid for card in asking(app).session.game.deck.cards] == ["uid-2", "uid-4"]
        await play(pilot, "+-")
        texts = [line.text.plain for line in app.screen.query(Line)]
        assert any(text.startswith("1 of 2 learned; the next is due ") for text in texts)

    run(app, act)


def test_a_challenge_code_is_pasted_instead_of_a_seed() -> None:
    other = stage(player="Bo", count=3)
    codes: list[str] = []

    async def challenge(pilot: Pilot[None]) -> None:
        await play(pilot, "+-+")
        assert isinstance(other.screen, ResultsScreen)
        codes.append(challenge_code(other.screen.saved))

    run(other, challenge)
    app = stage(play=False)

    async def race(pilot: Pilot[None]) -> None:
        await pilot.press("r", *["down"] * 7)
        app.screen.query_one(Input).value = codes[0][::-1]
        await pilot.press("enter")
        await until(pilot, lambda: any("code is damaged" in one for one in said(app)))
        app.screen.query_one(Input).value = codes[0]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press(key_of(app))
        assert "=0 challenger" in shown(app)
        await pilot.press("enter")
        await pilot.press(key_of(app))
        assert "▲175 challenger" in shown(app)

    run(app, race)
