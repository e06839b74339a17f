"""Lines of styled text, from which the pages of the screens are made.

A page is plain data. Its text is always literal, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from textual.content import Content


class Span(NamedTuple):
    """A piece of a line.

    `role` names the component classes of the sheet that style it, separated by spaces; `target`
    is the action that a click on it runs.
    """

    text: str
    role: str = ""
    target: str = ""


Line: TypeAlias = tuple[Span, ...]

EMPTY: Line = ()


class Page(NamedTuple):
    """What a screen shows: a fixed head and foot, and between them a body that can scroll.

    `focus` is the line of the body that must be visible.
    """

    head: Sequence[Line]
    body: Sequence[Line]
    foot: Sequence[Line] = ()
    focus: int | None = None


@lru_cache(maxsize=512)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return `text` in lines of at most `width` columns, broken between words if possible."""
    if len(text) <= width and text.isascii() and "\n" not in text:
        return (text,)
    return tuple(
        piece.plain.rstrip()
        for paragraph in text.split("\n")
        for piece in Content(paragraph).wrap(max(2, width))
    ) or ("",)


def fit(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` columns, with an ellipsis if it was cut."""
    text = " ".join(text.split())
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns."""
    return set_cell_size(fit(text, width), width)


def measure(line: Line) -> int:
    """Return how many columns a line takes."""
    return sum(cell_len(span.text) for span in line)


def spread(left: Line, right: Line, width: int) -> Line:
    """Return two lines as one of `width` columns, the second aligned to the right."""
    return (*left, Span(" " * max(1, width - measure(left) - measure(right))), *right)


def filled(line: Line, width: int, role: str, target: str = "") -> Line:
    """Return a line as wide as `width`, with `role` and `target` added to each of its spans."""
    rest = Span(" " * max(0, width - measure(line)))
    return tuple(
        Span(span.text, f"{role} {span.role}".strip(), span.target or target)
        for span in (*line, rest)
    )


def indented(lines: Iterable[Line], margin: int) -> list[Line]:
    """Return the lines moved to the right by `margin` columns."""
    return [(Span(" " * margin), *line) if line else EMPTY for line in lines]


def beside(left: Sequence[Line], right: Sequence[Line], gap: int) -> list[Line]:
    """Return two columns of lines as one, with `gap` columns between them."""
    width = max(map(measure, left))
    rows = zip_longest(left, right, fillvalue=EMPTY)
    return [(*filled(one, width, ""), Span(" " * gap), *other) for one, other in rows]


def paragraph(text: str, width: int, role: str = "") -> list[Line]:
    """Return `text`, wrapped, as lines of one role."""
    return [(Span(piece, role),) for piece in wrap(text, width)]
