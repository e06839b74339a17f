"""What is wrong with a pack and where, reported as compilers do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from quiz.text import printable, width

Paint = Callable[[str, str], str]
"""Returns a text styled for its role: error, warning, place, message or gutter."""

Severity = Literal["error", "warning"]

MAX_PROBLEMS = 1000
"""How many errors of a file are kept, and how many warnings of each code.

After the last error that is kept, no more of the file is read.
"""

EXCERPT_WIDTH = 100
"""How many characters of a source line are shown around its caret."""

TAB = "→"
"""How a tab is shown in a source line, where it counts as one column."""


class Place(NamedTuple):
    """A stretch of one line of a file; line and column count from 0, in characters."""

    line: int
    column: int
    length: int = 1


class Related(NamedTuple):
    """A second place that a problem is about."""

    place: Place
    label: str


class Correction(NamedTuple):
    """A change of one line: the text that replaces a stretch of it, which may be empty."""

    place: Place
    text: str


class Diagnostic(NamedTuple):
    """One problem: its code, what is wrong, where, and how to fix it.

    `edits` are the changes that the hint asks for, if a program can make them; together they fix
    the problem.
    """

    severity: Severity
    code: str
    message: str
    place: Place | None
    hint: str = ""
    related: Related | None = None
    edits: tuple[Correction, ...] = ()

    def heading(self, file: str) -> str:
        """Return the problem in one line, in the layout of compilers."""
        return "".join(self._heading(file))

    def _heading(self, file: str) -> tuple[str, str, str]:
        at = f":{self.place.line + 1}:{self.place.column + 1}" if self.place else ""
        kind = f"{self.severity}[{self.code}]"
        return f"{printable(file)}{at}: ", kind, f": {printable(self.message)}"

    def as_dict(self, file: str) -> dict[str, object]:
        """Return the problem for a program; line and column count from 1."""
        related = self.related
        return {
            "file": file,
            **_numbers(self.place),
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "related": {**_numbers(related.place), "label": related.label} if related else None,
            "edits": [{**_numbers(edit.place), "text": edit.text} for edit in self.edits],
        }

    def as_command(self, file: str) -> str:
        """Return the problem as a workflow command of GitHub, which marks the line in a change.

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
    """Nothing more is to be read, because the report or the pack is full."""


class Report:
    """The problems of one file, in the order in which they were found."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.errors = 0
        self.allowed: set[str] = set()
        """The codes of warnings that the pack has switched off."""
        self._warned: dict[str, int] = {}

    def error(
        self,
        code: str,
        message: str,
        place: Place | None,
        hint: str = "",
        related: Related | None = None,
        edits: tuple[Correction, ...] = (),
    ) -> None:
        """Keep an error. Raise Enough if there is no room for another one."""
        self.diagnostics.append(Diagnostic("error", code, message, place, hint, related, edits))
        self.errors += 1
        if self.errors >= MAX_PROBLEMS:
            raise Enough

    def warning(
        self,
        code: str,
        message: str,
        place: Place | None,
        hint: str = "",
        related: Related | None = None,
        edits: tuple[Correction, ...] = (),
    ) -> None:
        """Keep a warning if there is room for it."""
        count = self._warned[code] = self._warned.get(code, 0) + 1
        if count <= MAX_PROBLEMS:
            self.diagnostics.append(
                Diagnostic("warning", code, message, place, hint, related, edits)
            )

    def allow(self, codes: Collection[str], since: int) -> None:
        """Drop the warnings with these codes from those found since there were so many problems."""
        recent = self.diagnostics[since:]
        self.diagnostics[since:] = [
            problem
            for problem in recent
            if problem.severity == "error" or problem.code not in codes
        ]
        for problem in recent:
            if problem.severity == "warning" and problem.code in codes:
                self._warned[problem.code] -= 1

    @property
    def full(self) -> bool:
        """Whether there may be problems that were not kept."""
        return self.errors >= MAX_PROBLEMS or any(
            count > MAX_PROBLEMS for code, count in self._warned.items() if code not in self.allowed
        )

    def sorted(self) -> list[Diagnostic]:
        """Return the problems by place, without the warnings that were switched off."""
        shown = (d for d in self.diagnostics if d.severity == "error" or d.code not in self.allowed)
        return sorted(shown, key=lambda d: (d.place or Place(-1, 0))[:2])


class Excerpt(NamedTuple):
    """A part of a source line, and the column at which it starts."""

    text: str
    start: int


def bare(text: str, role: str) -> str:
    """Return the text without any style; a Paint."""
    return text


def render(
    diagnostic: Diagnostic, file: str, excerpts: Mapping[Place, Excerpt], paint: Paint = bare
) -> Iterator[str]:
    """Yield the lines of a problem's report: heading, source line, caret, hint."""
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
    """Return the part of a line to show, the indent of its caret and the width of the caret."""
    column = place.column - excerpt.start
    text = excerpt.text.rstrip("\n")
    first = max(0, column - EXCERPT_WIDTH // 2) if len(text) > EXCERPT_WIDTH else 0
    shown = printable(text[first : first + EXCERPT_WIDTH].replace("\t", TAB))
    start = "…" if first or excerpt.start else ""
    end = "…" if first + EXCERPT_WIDTH < len(text) else ""
    before = start + shown[: column - first]
    under = shown[column - first : column - first + place.length]
    return start + shown + end, width(before), max(1, width(under))
