from __future__ import annotations

import re

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from quiz.scores.store import Store
from quiz.tui.app import QuizApp
from quiz.tui.theme import BODY, GROUNDS, LEAST, THEMES, contrast, readable
from tests.builders import Calendar, items, keep, round_of
from tests.tui.stage import heard, miss_of, run, shown, stage, until

OWN = [theme.name for theme in THEMES]
ANSI = [
    name
    for name, theme in BUILTIN_THEMES.items()
    if Color.parse(theme.to_color_system().generate()["background"]).ansi is not None
]
OTHERS = [name for name in BUILTIN_THEMES if name not in ANSI]


def assert_readable(app: QuizApp, least: float = LEAST) -> None:
    """Check the contrast of every text on the present screen, but not behind a dialog."""
    screen = app.screen
    x, y, width, height = (screen.children[0] if screen.is_modal else screen).region
    for strip in screen._compositor.render_strips()[y : y + height]:
        for text, style, _ in strip.crop(x, x + width):
            if re.search(r"[\w✓×]", text):
                assert style is not None
                assert not style.dim, text
                colours = style.color, style.bgcolor
                assert all(colours), text
                one, other = (Color.from_rich_color(colour) for colour in colours)
                assert contrast(one, other) >= least, (app.theme, text, one, other)


async def in_each(themes: list[str], app: QuizApp, pilot: Pilot[None]) -> None:
    for theme in themes:
        app.theme = theme
        await pilot.pause()
        assert_readable(app)


@pytest.mark.parametrize(
    "themes",
    [["night-file", "textual-light"], pytest.param([*OWN, *OTHERS], marks=pytest.mark.slow)],
    ids=["two", "all"],
)
def test_every_text_can_be_read_in_every_theme(themes: list[str]) -> None:
    clock = Calendar()
    store = Store(None, clock)
    keep(store, round_of(*items(3)), "+-+")
    clock.turn(days=1)
    keep(store, round_of(*items(3)), "+-+")
    store.trouble = "The disk is full."
    app = stage(store=store, play=False)

    async def home(pilot: Pilot[None]) -> None:
        await in_each(themes, app, pilot)
        for key in ("n", "r", "p", "s", "h", "t", "f1", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause(0.1)
            await in_each(themes, app, pilot)
            await pilot.press("escape")

    run(app, home)
    app = stage(count=2)

    async def play(pilot: Pilot[None]) -> None:
        for keys in ((), ("down",), (miss_of(app),), ("z",), ("escape", "escape"), ("n", "enter")):
            await pilot.press(*keys)
            await in_each(themes, app, pilot)
        await pilot.press("1", "enter")
        await until(pilot, lambda: heard(app))
        await in_each(themes, app, pilot)

    run(app, play, (100, 40))


@pytest.mark.parametrize("theme", THEMES, ids=OWN)
def test_body_text_of_our_own_themes_has_more_contrast(theme: object) -> None:
    assert theme in THEMES
    colours = readable(THEMES[THEMES.index(theme)].to_color_system().generate())
    for ground in GROUNDS:
        pair = Color.parse(colours["foreground"]), Color.parse(colours[ground])
        assert contrast(*pair) >= BODY


@pytest.mark.parametrize("theme", ANSI)
def test_in_an_ansi_theme_text_has_the_terminals_own_colours(theme: str) -> None:
    app = stage(count=1)

    async def act(pilot: Pilot[None]) -> None:
        app.theme = theme
        await pilot.press(miss_of(app))
        await pilot.pause()
        assert "× WRONG" in shown(app)
        for strip in app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if re.search(r"\w", text) and style is not None:
                    assert style.color is None or style.color.is_default, text
                    assert style.bgcolor is None or style.bgcolor.is_default, text

    run(app, act)


def test_black_on_white_has_the_most_contrast_there_is() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)
