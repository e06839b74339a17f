"""Packs, help and the palette, and what holds for every screen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from quiz.packs.library import Loaded
from quiz.settings import load_settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.new_round import NewRoundScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.palette import Palette
from quiz.tui.screens.question import QuestionScreen
from tests.tui.stage import asking, cells, pack, place, question, run, shown, stage, until

SIZES = [(200, 50), (40, 12), (20, 6)]


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_fits_every_size(size: tuple[int, int]) -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        for key in ("p", "n", "s", "h", "t", "r", "f1"):
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, HomeScreen))
            assert shown(app).strip()
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.round.players[0] == "Ann"

    run(app, act, size)


async def begin(pilot: Pilot[None]) -> None:
    """Begin a round from the packs screen."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, NewRoundScreen))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))


def chosen(app: QuizApp) -> set[str]:
    """Return the packs selected on the packs screen."""
    assert isinstance(app.screen, PacksScreen)
    return app.screen.chosen


def test_packs_are_picked_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    app = stage([pack(), pack([question(99)], "more", "More [/]")], play=False, path=path)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await until(pilot, lambda: "More [/]" in shown(app))
        assert chosen(app) == {"sums", "more"}
        await pilot.press("space")
        assert chosen(app) == {"more"}
        assert "1 question selected" in shown(app)
        await pilot.click(offset=place(app, "Sums"))
        await until(pilot, lambda: chosen(app) == {"sums", "more"})
        await pilot.press("space")
        await begin(pilot)
        assert asking(app).session.round.selection.packs == ("more",)

    run(app, act)
    assert load_settings(path).packs == ("more",)


def test_a_broken_pack_is_listed_with_its_problem() -> None:
    broken = Loaded("bad", None, "bad.yaml:3:1: error[empty]: [/] nothing")
    app = stage(play=False, broken=[broken])

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await until(pilot, lambda: "Sums" in shown(app))
        await pilot.press("down")
        await until(pilot, lambda: "bad: cannot be played" in shown(app))
        await until(pilot, lambda: "error[empty]: [/] nothing" in shown(app))
        await pilot.press("space")
        await begin(pilot)
        assert asking(app).session.round.selection.packs == ("sums",)

    run(app, act)


def test_nothing_ticked_plays_the_pack_pointed_at() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await until(pilot, lambda: "Sums" in shown(app))
        await pilot.press("a", "down")
        await begin(pilot)
        assert asking(app).session.round.selection.packs == ("more",)

    run(app, act)


def test_a_small_screen_tells_packs_apart_and_what_is_wrong_with_one() -> None:
    broken = Loaded("rivers", None, "rivers.yaml:3:5: error[empty]: there is nothing here")
    packs = [pack(name=name, title=f"The Defects: {name}") for name in ("plot", "cast")]
    app = stage(packs, play=False, broken=[broken])

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await until(pilot, lambda: "The Defects: plot" in shown(app))
        assert "The Defects: cast" in shown(app)
        assert "nothing here" not in shown(app)
        for key in ("Esc", "F1"):
            assert key in shown(app)
        await pilot.press("up")
        await until(pilot, lambda: "nothing here" in shown(app))
        assert "rivers: cannot be played" in shown(app)

    run(app, act, (40, 12))


@pytest.mark.parametrize(("key", "text"), [("", "Scores"), ("p", "More"), ("r", "Category")])
def test_lists_follow_the_mouse(key: str, text: str) -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(*[key] if key else [])
        await until(pilot, lambda: text in shown(app))
        await pilot.pause(0.1)
        before = cells(app)
        await pilot.hover(offset=place(app, text))
        await until(pilot, lambda: cells(app) != before)

    run(app, act)


def test_help_lists_what_works_now_by_what_it_is_for() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        text = shown(app)
        for words in ("PLAY", "1, a", "Answer 1", "MOVE", "LEAVE", "Leave the round", "Ctrl+Q"):
            assert words in text
        assert "Next question" not in text
        assert text.count("Quit") == 1
        assert text.index("Answer 1") < text.index("MOVE") < text.index("LEAVE")
        await pilot.press("f1")
        assert isinstance(app.screen, QuestionScreen)

    run(app, act, (80, 40))


def test_the_palette_has_every_command_once_and_in_words() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p")
        text = shown(app)
        for words in ("Answer 1", "Answer 4", "Leave the round", "Quit"):
            assert text.count(f" {words} ") == 1
        assert "Next question" not in text
        await pilot.press("escape", "1", "ctrl+p", *"nxt ques", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await until(pilot, lambda: asking(app).session.game.turn == 1)

    run(app, act)


def test_the_palette_finds_nothing_by_a_name_that_is_not_there() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"[/]", "enter", "up", "down")
        assert isinstance(app.screen, Palette)
        await pilot.press("escape", "1")
        assert asking(app).session.game.phase == "revealed"

    run(app, act)


@pytest.mark.parametrize("keys", [["ctrl+p", "enter"], ["escape", "y"], ["f1", "escape"]])
def test_a_dialog_is_closed_once_by_keys_in_a_hurry(keys: list[str]) -> None:
    """The same key several times at once: the second is for a dialog that has been closed."""
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(keys[0])
        for _ in range(3):
            app.screen.post_message(events.Key(keys[1], None))
        await pilot.pause()
        assert app.is_running

    run(app, act)


KEYS = ("down", "up", "enter", "space", "escape", "1", "r", "p", "s", "h", "t", "o", "f1", "ctrl+p")


@pytest.mark.parametrize("steps", [12, pytest.param(400, marks=pytest.mark.slow)])
def test_no_size_and_no_key_ends_the_game(steps: int) -> None:
    chance = random.Random(7)
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        for _ in range(steps):
            await pilot.resize_terminal(chance.randint(1, 200), chance.randint(1, 50))
            key = chance.choice(KEYS)
            if not (key == "enter" and isinstance(app.screen, Palette)):  # which offers to quit
                await pilot.press(key)
            assert app.is_running
        await pilot.resize_terminal(80, 24)
        assert shown(app).strip()

    run(app, act)
