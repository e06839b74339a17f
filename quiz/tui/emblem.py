"""The picture and the title of the home screen, drawn in half-blocks: two pixels a character."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from quiz.tui.lines import Line, Span

PIXELS = Path(__file__).with_suffix(".txt")
"""Two pictures: a tag for returned goods, with a child cut out of it, a heart and a bar code; and
the word DEFECTS, whose second E is damaged.
"""


def pictures() -> tuple[list[Line], list[Line]]:
    """Return the picture and the title."""
    tag, title = PIXELS.read_text(encoding="utf-8").split("\n\n")
    return half_blocks(tag.split()), half_blocks(title.split())


def half_blocks(rows: list[str]) -> list[Line]:
    """Return an even number of rows as lines; `#` is a pixel and `c` one in the accent colour."""
    lines: list[Line] = []
    for upper, lower in zip(rows[::2], rows[1::2]):
        cells = [_cell(above, below) for above, below in zip(upper, lower)]
        runs = groupby(cells, key=lambda cell: cell[1])
        lines.append(tuple(Span("".join(text for text, _ in run), role) for role, run in runs))
    return lines


def _cell(above: str, below: str) -> tuple[str, str]:
    """Return the character for two pixels, and its role: the accent if one of them has it."""
    role = "accent" if "c" in (above, below) else ""
    if above == below:
        return (" " if above == "." else "█"), role
    return ("▀" if below == "." or above == "c" else "▄"), role
