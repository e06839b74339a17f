from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quiz.scores.stats import flags
from quiz.scores.store import Store
from quiz.tui.screens.flag import COMPLAINTS, FlagQuestion
from quiz.tui.screens.question import QuestionScreen
from tests.tui.stage import asking, run, said, shown, stage, until


def test_a_question_is_flagged_on_its_reveal(tmp_path: Path) -> None:
    store = Store(tmp_path / "scores.db")
    app = stage(store=store)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("z")
        assert isinstance(app.screen, QuestionScreen)
        await pilot.press("1")
        item = asking(app).session.game.card.item
        assert "z Flag" in shown(app)
        await pilot.press("z")
        assert all(text in shown(app) for text in COMPLAINTS.values())
        await pilot.press("down", "down", *"a [/] b", "enter")
        await until(pilot, lambda: said(app))
        (flag,) = flags(store)
        assert flag[1:] == ("Ann", "typo", "a [/] b", item.uid, item.pack, item.stem)
        await pilot.press("enter")
        assert asking(app).session.game.turn == 1

    run(app, act)
    store.close()


@pytest.mark.parametrize("keys", [["escape"], ["a", "escape"], ["down", "up", "up", "escape"]])
def test_a_flag_can_be_given_up(keys: list[str]) -> None:
    store = Store(None)
    app = stage(store=store)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "z", *keys)
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.game.phase == "revealed"
        assert flags(store) == []

    run(app, act)


def test_a_flag_is_kept_once_by_keys_in_a_hurry() -> None:
    store = Store(None)
    app = stage(store=store)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "z")
        field = app.screen.query_one(Input)
        for _ in range(3):
            await field.action_submit()
        await until(pilot, lambda: said(app))
        assert len(flags(store)) == 1

    run(app, act)


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
def test_the_dialog_can_be_used_on_a_small_screen(size: tuple[int, int]) -> None:
    store = Store(None)
    app = stage(store=store)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "z", "down")
        assert isinstance(app.screen, FlagQuestion)
        await pilot.press(*"hm", "enter")
        await until(pilot, lambda: [(f.kind, f.note) for f in flags(store)] == [("unclear", "hm")])

    run(app, act, size)


def test_a_full_disk_is_told_and_stops_no_round(tmp_path: Path) -> None:
    (tmp_path / "scores.db").mkdir()
    app = stage(store=Store(tmp_path / "scores.db"))

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "z", "enter")
        await until(pilot, lambda: "cannot be opened" in shown(app))
        await pilot.press("enter")
        assert asking(app).session.game.turn == 1

    run(app, act)
