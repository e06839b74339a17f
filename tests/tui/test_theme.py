from __future__ import annotations

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from quiz.tui.theme import NIGHT_FILE
from quiz.tui.widgets.sheet import Sheet
from tests.tui.stage import miss_of, run, shown, stage

BODY = {"", "bold", "muted"}
GROUNDS = {"bad", "badge", "bar", "card"}


def contrast(role: str, sheet: Sheet) -> float:
    style = sheet._style(role)
    assert style.color is not None
    assert style.bgcolor is not None
    light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: RichColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in colour.get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def roles() -> set[str]:
    return {name.removeprefix("sheet--") for name in Sheet.COMPONENT_CLASSES}


def test_every_pair_of_text_and_ground_can_be_read() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        sheet = app.screen.query_one(Sheet)
        for ground in ("", "card", "bar"):
            for text in {"", *roles()} - GROUNDS:
                least = 7.0 if text in BODY else 4.5
                assert contrast(f"{ground} {text}".strip(), sheet) >= least, (ground, text)
        for badge in ("badge", "bad"):
            assert contrast(badge, sheet) >= 4.5

    run(app, act)


def test_grounds_stay_grey_where_there_are_256_colours() -> None:
    for value in (NIGHT_FILE.surface, NIGHT_FILE.panel):
        assert value is not None
        red, green, blue = RichColor.parse(value).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        assert max(red, green, blue) - min(red, green, blue) < 12


def test_the_game_can_be_played_in_every_theme() -> None:
    app = stage(count=1)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(miss_of(app))
        for theme in sorted(BUILTIN_THEMES):
            app.theme = theme
            await pilot.pause()
            assert "× WRONG" in shown(app)
        await pilot.press("enter")
        assert "CASE SHEET" in shown(app)

    run(app, act)
