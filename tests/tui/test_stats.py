"""The statistics, from the first paint to a round of what was missed."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from textual.pilot import Pilot

from quiz.scores.stats import Day, Statistics, statistics
from quiz.scores.store import Store
from quiz.tui.app import QuizApp
from quiz.tui.plot import AccuracyPlot
from quiz.tui.screens import stats
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.stats import StatsScreen
from tests.builders import NOW, Calendar, item, items, keep, round_of
from tests.tui.stage import asking, run, shown, stage, until


def played(days: Sequence[int] = (0, 1, 3, 40), player: str = "Ann") -> Store:
    """Return a store with a round of four answers on each of some days before today."""
    clock = Calendar()
    store = Store(None, clock)
    store.trouble = ""
    contents = [
        item(number, category=name, difficulty=difficulty)
        for number, (name, difficulty) in enumerate(
            [("Cast", "easy"), ("Cast", "hard"), ("김진아 [/]", "hard"), ("Plot", "medium")], 1
        )
    ]
    for ago in sorted(days, reverse=True):
        clock.now = NOW - timedelta(ago)
        keep(store, round_of(*contents, player=player), "+-+-")
    return store


async def opened(pilot: Pilot[None], text: str = "100%") -> None:
    """Open the statistics from the home screen, and wait for a text of the figures."""
    await pilot.press("h")
    app = pilot.app
    assert isinstance(app, QuizApp)
    await until(pilot, lambda: isinstance(app.screen, StatsScreen) and text in shown(app))


def test_everything_is_on_one_large_screen() -> None:
    app = stage(store=played(), play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot)
        text = shown(app)
        for words in (
            "16 ",
            "50%",
            "1.0",
            "RIGHT OVER TIME",
            "11 Jun",
            "21 Jul",
            "DAYS PLAYED",
            "█ 4 answers on a day",
            "김진아 [/]",
            "━━━━━━━━━━ 100%  4/4",
            "hard    ━━━━━─────  50%  4/8",
            "Classic  300  2/4",
            "× 4/4  What is asked in",
        ):
            assert words in text

    run(app, act, (100, 34))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_a_small_screen_scrolls_to_what_was_missed(size: tuple[int, int]) -> None:
    app = stage(store=played(), play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot, "RIGHT OVER TIME")
        seen = shown(app)
        for _ in range(8):
            await pilot.press("pagedown")
            seen += shown(app)
        for words in ("100%", "21 Jul", "Mon", "Cast", "easy", "Classic", "× 4/4  What is asked"):
            assert words in seen

    run(app, act, size)


def test_headings_come_at_once_and_nobody_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()

    def slow(store: Store, player: str | None, today: date) -> Statistics:
        assert may_go_on.wait(10)
        return statistics(store, player, today)

    monkeypatch.setattr(stats, "statistics", slow)
    app = stage(store=played(), play=False)

    async def act(pilot: Pilot[None]) -> None:
        for _ in range(2):
            await opened(pilot, "DAYS PLAYED")
            assert "100%" not in shown(app)
            await pilot.press("escape")
            assert isinstance(app.screen, HomeScreen)
        await opened(pilot, "DAYS PLAYED")
        await pilot.press("f1")
        may_go_on.set()
        await pilot.pause(0.1)
        await pilot.press("escape")
        await until(pilot, lambda: "100%" in shown(app))

    run(app, act)


def test_an_empty_store_says_so_kindly() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot, "No answers yet. Play a round, and your figures will be here.")
        assert "RIGHT OVER TIME" not in shown(app)
        await pilot.press("m", "n")
        assert isinstance(app.screen, StatsScreen)

    run(app, act)


def test_one_day_is_no_plot_yet() -> None:
    app = stage(store=played([0]), play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot, "The second day begins a plot.")
        assert not app.screen.query(AccuracyPlot)

    run(app, act)


def test_the_figures_of_other_players_and_of_all_are_a_key_away() -> None:
    store = played()
    keep(store, round_of(*items(3), player="Bob [/]"), "+++")
    app = stage(store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot)
        for words in ("Bob [/]\n", "all players\n", "Ann\n"):
            await pilot.press("n")
            await until(pilot, lambda words=words: words in shown(app))  # type: ignore[misc]
        await until(pilot, lambda: "16 " in shown(app))

    run(app, act)


def test_what_was_missed_can_be_played_without_its_pack() -> None:
    app = stage(store=played(), play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        round = asking(app).session.round
        assert (round.rules.mode, round.players) == ("review", ("Ann",))
        assert {card.item.uid for card in round.deck.cards} == {"uid-2", "uid-4"}
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    run(app, act)


@pytest.mark.parametrize("steps", [0, pytest.param(60, marks=pytest.mark.slow)])
def test_no_size_is_too_small_or_too_large(steps: int) -> None:
    chance = random.Random(5)
    sizes = [(1, 1), (200, 50), (24, 6)]
    sizes += [(chance.randint(1, 200), chance.randint(1, 50)) for _ in range(steps)]
    app = stage(store=played([0, 1, 2, 300]), play=False)

    async def act(pilot: Pilot[None]) -> None:
        await opened(pilot)
        for size in (*sizes, (100, 30)):
            await pilot.resize_terminal(*size)
            assert app.is_running
        await until(pilot, lambda: "100%" in shown(app))

    run(app, act)


def test_the_calendar_has_a_column_for_each_week_and_nothing_after_today() -> None:
    today = date(2025, 7, 23)
    head, *days, legend = stats.calendar({today: 1, date(2025, 7, 14): 8}, today)
    assert head.plain.split() == ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]
    assert [len(day.plain) for day in days] == [30] * 7
    assert days[0].plain[-2:] == "█·"
    assert [day.plain[-1] for day in days] == ["·", "·", "░", " ", " ", " ", " "]
    assert legend.plain == "█ 8 answers on a day"


def test_a_plot_of_several_years_tells_the_years() -> None:
    plot = AccuracyPlot([Day(date(2023, 1, 2), 1, 2), Day(date(2025, 7, 21), 2, 2)])
    drawn = plot.plt.build()
    assert "Jan 2023" in drawn
    assert "Jul 2025" in drawn
