"""Pictures in half-blocks, two pixels a character: the emblem of the game, and its title."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

PIXELS = Path(__file__).with_name("emblem.txt")
"""Three pictures: a tag for returned goods, with a child cut out of it, a heart and a bar code;
the same tag in small; and the word DEFECTS, whose second E is damaged. `#` is a pixel, `c` one in
the accent colour, and `o` one of the inside, which can be filled.
"""

FILLING = 0.4
"""How many seconds the tag takes to fill."""

BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


class Emblem(Static):
    """The tag, which is filled from below by the share of questions that were answered right."""

    filled: reactive[float] = reactive(0.0)

    def fill(self, share: float) -> None:
        """Fill the tag up to a share."""
        if self.filled != share:
            self.animate("filled", share, duration=FILLING)

    def render(self) -> Content:
        """Return the outline, and as much of the inside as is filled, in the size that fits."""
        large, small, _ = pictures()
        return half_blocks(fill(large if self.size.height > 3 else small, self.filled))


class Title(Static):
    """The title, in large letters where there is room."""

    def render(self) -> Content:
        """Return the title."""
        if self.size.height < 4:
            return Content.styled("THE DEFECTS", "bold")
        return half_blocks(pictures()[2])


def pictures() -> list[list[str]]:
    """Return the large tag, the small one and the title, as rows of pixels."""
    return [part.split() for part in PIXELS.read_text(encoding="utf-8").split("\n\n")]


def fill(rows: list[str], share: float) -> list[str]:
    """Return a picture with this share of its inside, from below."""
    inside = [(y, x) for y, row in enumerate(rows) for x, pixel in enumerate(row) if pixel == "o"]
    inside.sort(reverse=True)
    empty = set(inside[round(share * len(inside)) :])
    return [
        "".join("." if (y, x) in empty else pixel for x, pixel in enumerate(row))
        for y, row in enumerate(rows)
    ]


def half_blocks(rows: list[str]) -> Content:
    """Return an even number of rows of pixels as text."""
    lines = []
    for upper, lower in zip(rows[::2], rows[1::2]):
        cells = [
            (_block(*pair), "$text-accent" if "c" in pair else "") for pair in zip(upper, lower)
        ]
        runs = groupby(cells, key=itemgetter(1))
        lines.append(Content.assemble(*(("".join(map(itemgetter(0), run)), c) for c, run in runs)))
    return Content("\n").join(lines)


def _block(above: str, below: str) -> str:
    return BLOCKS[above != ".", below != "."]
