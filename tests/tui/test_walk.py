"""Ways that lead over several screens."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.new_round import NewRoundScreen
from quiz.tui.screens.packs import PacksScreen
from tests.tui.stage import pack, question, run, shown, stage, until


def test_packs_selected_from_the_panel_of_a_round_are_chosen_on_it() -> None:
    app = stage([pack(), pack([question(99)], "more", "More")], play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await until(pilot, lambda: "13 questions to draw from" in shown(app))
        app.screen.query_one(Input).value = "friday"
        for key, size in (("enter", "1 question"), ("escape", "13 questions")):
            await pilot.press("p")
            await until(pilot, lambda: isinstance(app.screen, PacksScreen))
            await pilot.press("space", key)
            await until(pilot, lambda: isinstance(app.screen, NewRoundScreen))
            await until(pilot, lambda size=size: f"{size} to draw from" in shown(app))  # type: ignore[misc]
            assert app.screen.query_one(Input).value == "friday"
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)

    run(app, act)
