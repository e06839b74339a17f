"""What is wrong with a pack, and where: the compiler's side of the author's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from quiz.text import printable, width

Paint = Callable[[str, str], str]
"""Styles a text by what it is: error, warning, caret, hint, gutter."""

Severity = Literal["error", "warning"]

LIMIT = 1000
"""How many errors of one file are kept, and how many warnings of one code; after the last error
that is kept the file is not read on.
"""

WINDOW = 100
"""How many columns of a source line are shown around its caret."""

TAB = "→"
"""What a tab is shown as in a source line, as wide as the one column it counts for."""


class Place(NamedTuple):
    """A stretch of one line of a file; line and column count from 0, in characters."""

    line: int
    column: int
    length: int = 1


class Related(NamedTuple):
    """A second place that a problem involves."""

    place: Place
    label: str


class Diagnostic(NamedTuple):
    """One problem: its code, what is wrong, where, and what to write instead."""

    severity: Severity
    code: str
    message: str
    place: Place | None
    hint: str = ""
    related: Related | None = None

    def heading(self, file: str) -> str:
        """The problem in one line, as compilers and editors know it."""
        return "".join(self._heading(file))

    def _heading(self, file: str) -> tuple[str, str, str]:
        at = f":{self.place.line + 1}:{self.place.column + 1}" if self.place else ""
        kind = f"{self.severity}[{self.code}]"
        return f"{printable(file)}{at}: ", kind, f": {printable(self.message)}"

    def as_dict(self, file: str) -> dict[str, object]:
        """The problem for a program; line and column count from 1."""
        related = self.related
        return {
            "file": file,
            **_numbers(self.place),
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "related": {**_numbers(related.place), "label": related.label} if related else None,
        }

    def as_command(self, file: str) -> str:
        """The problem as a workflow command of GitHub, which marks the line in a change.

        Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
        """
        values = {"file": file, "title": self.code}
        if place := self.place:
            values |= {
                "line": str(place.line + 1),
                "col": str(place.column + 1),
                "endColumn": str(place.column + 1 + place.length),
            }
        properties = ",".join(f"{name}={_escaped(v, ':,')}" for name, v in values.items())
        text = f"{self.message}\n{self.hint}" if self.hint else self.message
        return f"::{self.severity} {properties}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return printable(text)


def _numbers(place: Place | None) -> dict[str, object]:
    return {
        "line": place.line + 1 if place else None,
        "column": place.column + 1 if place else None,
        "length": place.length if place else None,
    }


class Enough(Exception):
    """Reading on would help nobody: the report is full, or the pack is."""


class Report:
    """The problems of one file, in the order in which they were met."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.errors = 0
        self.allowed: set[str] = set()
        """Codes of warnings that the pack has switched off."""
        self._warned: dict[str, int] = {}

    def error(
        self,
        code: str,
        message: str,
        place: Place | None,
        hint: str = "",
        related: Related | None = None,
    ) -> None:
        """Keep an error. Raises Enough when it is the last that there is room for."""
        self.diagnostics.append(Diagnostic("error", code, message, place, hint, related))
        self.errors += 1
        if self.errors >= LIMIT:
            raise Enough

    def warning(
        self,
        code: str,
        message: str,
        place: Place | None,
        hint: str = "",
        related: Related | None = None,
    ) -> None:
        """Keep a warning if there is room for it."""
        count = self._warned[code] = self._warned.get(code, 0) + 1
        if count <= LIMIT:
            self.diagnostics.append(Diagnostic("warning", code, message, place, hint, related))

    @property
    def full(self) -> bool:
        """Whether some problems were met that are not among those kept."""
        return self.errors >= LIMIT or any(
            count > LIMIT for code, count in self._warned.items() if code not in self.allowed
        )

    def sorted(self) -> list[Diagnostic]:
        """The problems by their place in the file, without what was switched off."""
        told = (d for d in self.diagnostics if d.severity == "error" or d.code not in self.allowed)
        return sorted(told, key=lambda d: (d.place or Place(-1, 0))[:2])


class Excerpt(NamedTuple):
    """A piece of a source line, and the column at which it starts."""

    text: str
    start: int


def bare(text: str, role: str) -> str:
    """Paints nothing."""
    return text


def render(
    diagnostic: Diagnostic, file: str, excerpts: Mapping[Place, Excerpt], paint: Paint = bare
) -> Iterator[str]:
    """The lines of a problem's report: heading, source line, caret, hint."""
    start, kind, message = diagnostic._heading(file)
    severity = diagnostic.severity
    yield f"{paint(start, 'place')}{paint(kind, severity)}{paint(message, 'message')}"
    places = [(diagnostic.place, "")] if diagnostic.place else []
    if diagnostic.related:
        places.append((diagnostic.related.place, diagnostic.related.label))
    gutter = max((len(str(place.line + 1)) for place, _ in places), default=0)
    for place, label in places:
        if (excerpt := excerpts.get(place)) is None:
            continue
        text, indent, carets = _window(place, excerpt)
        yield paint(f"{place.line + 1:>{gutter + 2}} | ", "gutter") + text
        mark = f"{'-' * carets} {label}" if label else "^" * carets
        role = "gutter" if label else severity
        yield paint(f"{'':>{gutter + 2}} | ", "gutter") + " " * indent + paint(mark, role)
    if diagnostic.hint:
        yield paint(f"{'':>{gutter + 2}} = ", "gutter") + printable(diagnostic.hint)


def _window(place: Place, excerpt: Excerpt) -> tuple[str, int, int]:
    """The part of the line to show, how far its caret is indented, and how wide the caret is."""
    column = place.column - excerpt.start
    text = excerpt.text.rstrip("\n")
    first = max(0, column - WINDOW // 2) if len(text) > WINDOW else 0
    shown = printable(text[first : first + WINDOW].replace("\t", TAB))
    start = "…" if first or excerpt.start else ""
    end = "…" if first + WINDOW < len(text) else ""
    before = start + shown[: column - first]
    under = shown[column - first : column - first + place.length]
    return start + shown + end, width(before), max(1, width(under))
