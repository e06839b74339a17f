"""The game's own themes, and the colours that make every theme readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.color import Color
from textual.theme import Theme

NIGHT_FILE = Theme(
    name="night-file",
    dark=True,
    background="#0a0c0f",
    surface="#14171b",
    panel="#22272d",
    foreground="#e9e2d3",
    primary="#7fd6dc",
    secondary="#a9b4bd",
    accent="#7fd6dc",
    success="#7fd6dc",
    warning="#e9e2d3",
    error="#ff7a70",
)
"""A case file at night: near-black, bone, and one cold accent."""

PAPER_FILE = Theme(
    name="paper-file",
    dark=False,
    background="#efe6d2",
    surface="#f8f2e4",
    panel="#e2d7bf",
    foreground="#1d1a16",
    primary="#12475e",
    secondary="#54493a",
    accent="#12475e",
    success="#12475e",
    warning="#54493a",
    error="#a3170f",
)
"""The same file on paper: cream, ink, and a red stamp."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#2b2b2b",
    foreground="#ffffff",
    primary="#5cf2ff",
    secondary="#ffffff",
    accent="#5cf2ff",
    success="#5cf2ff",
    warning="#ffffff",
    error="#ff9a93",
)
"""White on black, with as much contrast as there is."""

THEMES = (NIGHT_FILE, PAPER_FILE, HIGH_CONTRAST)

BODY, LEAST = 7.0, 4.5
"""The contrast of text that is read, where the theme allows it, and of any text."""

GROUNDS = ("background", "surface", "panel")
BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)

ROLES = {
    "ground": "footer-background input-cursor-foreground scrollbar-background",
    "panel": "block-cursor-blurred-background block-hover-background",
    "text": "foreground text text-warning block-cursor-blurred-foreground input-cursor-background"
    " button-foreground",
    "muted": "text-muted text-disabled foreground-muted text-secondary footer-foreground"
    " footer-description-foreground scrollbar",
    "accent": "text-accent text-primary text-success border right block-cursor-background"
    " footer-key-foreground input-selection-background screen-selection-background",
    "on-accent": "on-right block-cursor-foreground input-selection-foreground"
    " screen-selection-foreground",
    "danger": "text-error wrong",
    "on-danger": "on-wrong",
}
"""The variables of stylesheets by their roles. `right` and `wrong` are ours: the grounds of an
option that was chosen, with `on-right` and `on-wrong` for the text."""


def readable(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a theme, with text that can be read on each of its grounds.

    Colours of an ANSI theme belong to the terminal: there, everything has its default colours,
    and what is highlighted is reversed.
    """
    grounds = [Color.parse(variables[name]) for name in GROUNDS]
    if any(ground.ansi is not None for ground in grounds):
        names = " ".join(ROLES.values()).split()
        plain = dict.fromkeys((*GROUNDS, *names), "ansi_default")
        return {**variables, **plain, "block-cursor-text-style": "reverse"}
    background, *_, panel = grounds
    text = legible(Color.parse(variables["foreground"]), grounds, BODY)
    accent = legible(Color.parse(variables["accent"]), grounds, LEAST)
    danger = legible(Color.parse(variables["error"]), grounds, LEAST)
    colours = {
        "ground": background,
        "panel": panel,
        "text": text,
        "muted": legible(text.blend(background, 0.25), grounds, LEAST),
        "accent": accent,
        "on-accent": opposite(accent),
        "danger": danger,
        "on-danger": opposite(danger),
    }
    found = {name: colours[role].hex for role in ROLES for name in ROLES[role].split()}
    return {**variables, **found}


def legible(colour: Color, grounds: Sequence[Color], least: float) -> Color:
    """Return the colour, moved towards black or white until its contrast is the least wanted.

    If no colour has that on every ground, return black or white, whichever is better.
    """
    best = max((BLACK, WHITE), key=lambda end: _worst(end, grounds))
    steps = (colour.blend(best, step / 20) for step in range(20))
    return next((one for one in steps if _worst(one, grounds) >= least), best)


def opposite(ground: Color) -> Color:
    """Return black or white, whichever can be read better on a ground: always 4.5:1 or more."""
    return max((BLACK, WHITE), key=lambda end: contrast(end, ground))


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _worst(colour: Color, grounds: Sequence[Color]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _luminance(colour: Color) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
