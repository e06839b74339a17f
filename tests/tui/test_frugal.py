from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from quiz.tui.frugal import squeeze
from quiz.tui.lines import Line, Span
from quiz.tui.widgets.sheet import changes

COLUMNS, ROWS = 20, 4

COLOURS = st.sampled_from([None, "#0a0c0f", "#7fd6dc", "#ff7a70", "red", "bright_white"])
STYLES = st.builds(
    Style,
    color=COLOURS,
    bgcolor=COLOURS,
    bold=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
)
PIECES = st.lists(
    st.tuples(
        st.integers(0, ROWS - 1),
        st.integers(0, COLUMNS - 6),
        st.text("ab 한·✓", min_size=1, max_size=3),
        STYLES,
    ),
    max_size=12,
)
SYSTEMS = st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR])


def picture(output: str) -> list[list[tuple[object, ...]]]:
    """What a terminal shows: of a blank only what can be seen of it."""
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.Stream(screen).feed(output)
    cells = []
    for y in range(ROWS):
        row = [screen.buffer[y][x] for x in range(COLUMNS)]
        cells.append(
            [
                (c.data, c.bg, c.reverse and c.fg, c.underscore and c.fg)
                if c.data == " "
                else tuple(c)
                for c in row
            ]
        )
    return cells


@given(PIECES, SYSTEMS)
def test_squeezed_output_paints_the_same(
    pieces: list[tuple[int, int, str, Style]], system: ColorSystem
) -> None:
    output = "".join(
        f"\x1b[{y + 1};{x + 1}H" + style.render(text, color_system=system)
        for y, x, text, style in pieces
    )
    squeezed = squeeze(output)
    assert picture(squeezed) == picture(output)
    assert len(squeezed) <= len(output)


def test_a_colour_is_told_once() -> None:
    assert squeeze("\x1b[31ma\x1b[0m\x1b[31mb\x1b[0m") == "\x1b[31mab\x1b[0m"
    assert squeeze("\x1b[31;40ma\x1b[0m\x1b[32;40mb\x1b[0m") == "\x1b[31;40ma\x1b[32mb\x1b[0m"
    assert squeeze("plain") == "plain"


LINES = st.lists(
    st.builds(Span, st.text("ab 한✓", max_size=6), st.sampled_from(["", "muted", "card", "bad"])),
    max_size=4,
).map(tuple)


@given(LINES, LINES)
def test_changes_cover_every_difference(old: Line, new: Line) -> None:
    before, after = cells(old), cells(new)
    covered = {x for start, length in changes(old, new) for x in range(start, start + length)}
    for x in range(max(len(before), len(after))):
        one = before[x] if x < len(before) else (" ", "")
        other = after[x] if x < len(after) else (" ", "")
        if one != other and not (one[0] == other[0] == " " and {one[1], other[1]} <= {"", "muted"}):
            assert x in covered
    if old == new:
        assert not covered


def cells(line: Line) -> list[tuple[str, str]]:
    """Each column's character and role."""
    return [
        (part, span.role)
        for span in line
        for character in span.text
        for part in ([character, character] if character == "한" else [character])
    ]
