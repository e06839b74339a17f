"""The question screen, the panel and the results in every mode."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from quiz.game.deck import Selection
from quiz.game.modes import LADDER, MODES, PARTY, RUSH, SURVIVAL, Rules
from quiz.scores.store import Store
from quiz.session import begin, resume
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.widgets.line import Line
from tests.builders import Calendar, Ticks, keep, loaded, round_of
from tests.tui.stage import asking, key_of, miss_of, pack, question, run, said, shown, stage, until

ANN, PAIR = ("Ann",), ("Ann", "Bo")
SIZES = [(100, 30), (80, 24), (40, 12)]


def at(rules: Rules, players: tuple[str, ...] = ANN, clock: Ticks | None = None) -> QuizApp:
    """Return the app at the first question of a round of these rules."""
    store = Store(None)
    store.trouble = ""
    own = loaded(pack([question(n) for n in range(1, 81)]))
    clock = clock or Ticks()
    session = begin([own], rules, Selection(("sums",), seed="1"), players, store, clock=clock)
    return QuizApp(
        store,
        Settings(player="Ann", motion=False),
        session=session,
        read=lambda: [own],
        load=lambda names: [own],
        clock=clock,
        today=Calendar(),
    )


def lines(app: QuizApp) -> list[str]:
    """Return the texts of the present screen, those that are scrolled away, too."""
    return [line.text.plain for line in app.screen.query(Line)]


@pytest.mark.parametrize("size", SIZES)
def test_a_clock_runs_and_ends_the_round(size: tuple[int, int]) -> None:
    clock = Ticks()
    app = at(RUSH, clock=clock)

    async def act(pilot: Pilot[None]) -> None:
        assert "1:00" in shown(app)
        clock.now = 48.0
        await until(pilot, lambda: "0:12" in shown(app))
        await pilot.press(key_of(app))
        clock.now = 70.0
        await pilot.pause(0.3)
        assert "0:12" in shown(app)
        await pilot.press("enter")
        clock.now = 80.0
        await until(pilot, lambda: "!0:02" in shown(app))
        clock.now = 83.0
        await until(pilot, lambda: "TIME UP" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "2 questions in 60 seconds" in lines(app))

    run(app, act, size)


def test_a_clock_stands_still_while_the_game_is_suspended() -> None:
    clock = Ticks()
    app = at(RUSH, clock=clock)

    async def act(pilot: Pilot[None]) -> None:
        app.app_suspend_signal.publish(app)
        clock.now = 500.0
        app.app_resume_signal.publish(app)
        assert asking(app).session.seconds == 0
        clock.now = 501.0
        assert asking(app).session.seconds == 1

    run(app, act)


@pytest.mark.parametrize("size", SIZES)
def test_the_third_miss_ends_a_survival(size: tuple[int, int]) -> None:
    app = at(SURVIVAL)

    async def act(pilot: Pilot[None]) -> None:
        for lives in ("▮▮▮", "▮▮▯", "▮▯▯"):
            assert lives in shown(app)
            await pilot.press(miss_of(app), "enter")
        await until(pilot, lambda: "Survived 2 questions" in lines(app))

    run(app, act, size)


@pytest.mark.parametrize("size", SIZES)
def test_lifelines_are_used_once_and_a_climb_can_be_left(size: tuple[int, int]) -> None:
    app = at(LADDER)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("w")
        assert isinstance(app.screen, QuestionScreen)  # nothing has been won yet
        await pilot.press("x")
        assert len(asking(app).session.game.struck) == 2
        await pilot.press("x")
        assert asking(app).session.game.used == ("fifty",)
        stem = asking(app).session.game.card.item.stem
        await pilot.press("s")
        assert stem not in shown(app)
        await pilot.press("r")
        await until(pilot, lambda: "Too few" in " ".join(said(app)))
        assert asking(app).session.game.used == ("fifty", "swap")
        await pilot.press(key_of(app), "enter", "w")
        assert "Walk away with 100 points?" in shown(app)
        await pilot.press("y")
        await until(pilot, lambda: "Rung 1 of 15 climbed, walked away" in lines(app))

    run(app, act, size)


def test_the_room_is_shown_beside_the_options() -> None:
    app = at(LADDER)

    async def act(pilot: Pilot[None]) -> None:
        item = asking(app).session.game.card.item
        for name in "vwxyz":
            keep(app.store, round_of(item, player=name), "+")
        await pilot.press("r")
        await until(pilot, lambda: "100 %" in shown(app))
        assert shown(app).count(" 0 %") == 3
        again = resume(asking(app).session.round.uid, app.store)
        assert again
        app.push_screen(QuestionScreen(again, lambda _: ()))
        await until(pilot, lambda: shown(app).count(" 0 %") == 3)
        app.pop_screen()
        await pilot.press(key_of(app), "enter")
        assert "%" not in shown(app)

    run(app, act)


@pytest.mark.parametrize("size", SIZES)
def test_a_party_passes_the_keyboard_and_steals(size: tuple[int, int]) -> None:
    app = at(PARTY._replace(count=2), PAIR)

    async def act(pilot: Pilot[None]) -> None:
        stem = asking(app).session.game.card.item.stem
        assert "Ann, it is your turn." in shown(app)
        await pilot.press("1")
        assert stem not in shown(app)
        await pilot.press("enter")
        assert stem in shown(app)
        await pilot.press(miss_of(app))
        assert "Bo may steal" in shown(app)
        await pilot.press(key_of(app))
        assert "75" in shown(app)
        await pilot.press("enter", "enter")
        await pilot.press(miss_of(app))
        assert "Ann may steal" in shown(app)
        await pilot.press("enter")
        assert "the answer is" in shown(app) or "✓ the answer" in shown(app)
        for _ in range(2):
            await pilot.press("enter", "enter")
            await pilot.press(key_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        assert "Bo wins" in lines(app)

    run(app, act, size)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_can_be_chosen_on_the_panel(mode: str) -> None:
    app = stage([pack([question(n) for n in range(1, 81)])], play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await until(pilot, lambda: "to draw from" in shown(app))
        for _ in range([*MODES].index(mode)):
            await pilot.press("right")
        assert MODES[mode].title in shown(app)
        await pilot.press("enter")
        if mode == "party":
            await pilot.press(*"Ann,Ann", "enter")
            assert "a name of their own" in shown(app)
            await pilot.press(*["backspace"] * 4, *", Bo", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert asking(app).session.round.rules.mode == mode
        assert app.settings.mode == mode

    run(app, act)
    assert app.settings.party == (PAIR if mode == "party" else ())
