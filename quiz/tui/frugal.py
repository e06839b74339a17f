"""The same picture in fewer bytes, for terminals at the far end of a slow line.

Textual repaints a changed stretch from the left edge of its widget and spells out every style
in full. Here an update begins where the change begins, and a colour is told only when it is
another than the one in force.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate

SGR = re.compile(r"\x1b\[([\d;]*)m")
MOVES = re.compile(r"\x1b\[\d+;\d+H|\n")


class FrugalCompositor(Compositor):
    """A compositor whose updates are said in as few bytes as they can be."""

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """The whole screen."""
        update = super().render_full_update(simplify)
        return update if simplify else FrugalLayout(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed of it."""
        update = super().render_partial_update()
        return update and FrugalChops(update.chops, update.spans, update.chop_ends)


class FrugalLayout(LayoutUpdate):
    """A whole screen, its colours told once."""

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal."""
        return squeeze(super().render_segments(console))


class FrugalChops(ChopsUpdate):
    """Changed stretches of lines, each from where it begins to where it ends."""

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal."""
        parts: list[str] = []
        for y, start, end in self.spans:
            for edge, (x, strip) in zip(self.chop_ends[y], self.chops[y].items()):
                left, right = max(x, start), min(edge, end)
                if strip is not None and left < right:
                    parts.append(Control.move_to(left, y).segment.text)
                    parts.append(strip.crop(left - x, right - x).render(console))
        return squeeze("".join(parts))


class Look(NamedTuple):
    """A style as the terminal is told it: codes of colours and of everything else."""

    foreground: str = ""
    background: str = ""
    others: frozenset[str] = frozenset()


PLAIN = Look()


@lru_cache(maxsize=256)
def look(codes: str) -> Look:
    """The look that a set of codes gives to text that had none."""
    foreground = background = ""
    others: set[str] = set()
    rest = codes.split(";") if codes not in ("", "0") else []
    while rest:
        code = rest.pop(0)
        if code in ("38", "48"):
            length = 2 if rest[:1] == ["5"] else 4
            code, rest = ";".join([code, *rest[:length]]), rest[length:]
        if re.match(r"3\d|9\d", code):
            foreground = code
        elif re.match(r"4\d|10\d", code):
            background = code
        else:
            others.add(code)
    return Look(foreground, background, frozenset(others))


def squeeze(output: str) -> str:
    """Terminal output that paints the same with fewer changes of style.

    Each style in `output` is told in full and ended by a reset, as Rich does it.
    """
    parts: list[str] = []
    now = wanted = PLAIN
    for number, piece in enumerate(SGR.split(output)):
        if number % 2:
            wanted = look(piece)
        elif text := MOVES.sub("", piece):
            after = wanted
            if text.isspace() and not (now.others or wanted.others):
                after = Look(now.foreground, wanted.background)
            parts += (_change(now, after), piece)
            now = after
        else:
            parts.append(piece)
    return "".join([*parts, _change(now, PLAIN)])


def _change(now: Look, after: Look) -> str:
    """What to tell the terminal to come from one look to another."""
    if now == after:
        return ""
    if after == PLAIN:
        return "\x1b[0m"
    codes: list[str] = []
    lost = (now.foreground and not after.foreground) or (now.background and not after.background)
    if lost or now.others - after.others:
        codes, now = ["0"], PLAIN
    codes += sorted(after.others - now.others)
    codes += [c for c in (after.foreground,) if c != now.foreground]
    codes += [c for c in (after.background,) if c != now.background]
    return f"\x1b[{';'.join(codes)}m"
