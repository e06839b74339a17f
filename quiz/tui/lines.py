"""Lines of styled text: what a screen's page is made of before it is painted.

A page is plain data. Text in it is always literal, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from textual.content import Content


class Span(NamedTuple):
    """A piece of a line.

    `role` names the component classes of the sheet that style it, apart by blanks; `target` is
    the action of a click on it.
    """

    text: str
    role: str = ""
    target: str = ""


Line: TypeAlias = tuple[Span, ...]

EMPTY: Line = ()


class Page(NamedTuple):
    """What a screen shows: a fixed head and foot, and between them a body that may scroll.

    `focus` is the line of the body that must be in sight.
    """

    head: Sequence[Line]
    body: Sequence[Line]
    foot: Sequence[Line] = ()
    focus: int | None = None

    def indented(self, margin: int) -> Page:
        """The same page, moved to the right."""
        head, body, foot = (list(indented(part, margin)) for part in self[:3])
        return Page(head, body, foot, self.focus)


class Column(NamedTuple):
    """The part of a page's width that is written on."""

    margin: int
    width: int


def column(width: int, widest: int = 92) -> Column:
    """The column of text on a page of so many columns; `widest` is the most that reads well."""
    inner = min(widest, width - 4 if width >= 60 else width - 2)
    return Column((width - inner) // 2, inner)


@lru_cache(maxsize=512)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """`text` in lines of at most `width` columns, broken between words where possible."""
    if len(text) <= width and text.isascii() and "\n" not in text:
        return (text,)
    return tuple(
        piece.plain.rstrip()
        for paragraph in text.split("\n")
        for piece in Content(paragraph).wrap(max(2, width))
    ) or ("",)


def fit(text: str, width: int) -> str:
    """`text` on one line of at most `width` columns, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` columns."""
    return set_cell_size(fit(text, width), width)


def measure(line: Iterable[Span]) -> int:
    """How many columns a line takes."""
    return sum(cell_len(span.text) for span in line)


def spread(left: Line, right: Line, width: int, role: str = "") -> Line:
    """Two lines as one: the second is flush right in `width` columns."""
    gap = max(1, width - measure(left) - measure(right))
    return (*left, Span(" " * gap, role), *right)


def filled(line: Line, width: int, role: str, target: str = "") -> Line:
    """A line on a ground of `role` that is `width` columns wide."""
    rest = max(0, width - measure(line))
    spans = [Span(s.text, f"{role} {s.role}".strip(), s.target or target) for s in line]
    last = spans.pop() if spans else Span("", role, target)
    return (*spans, last._replace(text=last.text + " " * rest))


def indented(lines: Iterable[Line], margin: int) -> Iterator[Line]:
    """The lines, moved to the right."""
    for line in lines:
        yield (Span(" " * margin), *line) if line else EMPTY


def paragraph(text: str, width: int, role: str = "") -> list[Line]:
    """`text`, wrapped, as lines of one role."""
    return [(Span(piece, role),) for piece in wrap(text, width)]


def meter(share: float, width: int) -> tuple[str, str]:
    """A bar of `width` columns: its full part and its empty part."""
    full = round(share * width)
    return "━" * full, "─" * (width - full)
