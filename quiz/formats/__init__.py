"""Other programs' question files, to packs and back.

Each module of this package whose name has no leading underscore is a format, under that name.
It has what `Format` declares; one that is only read has no `write`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple, Protocol, cast

from quiz.errors import QuizError, UsageError, did_you_mean
from quiz.packs.model import Item, Pack


class FormatError(QuizError):
    """A file cannot be read as the format that it is said to have."""


class Note(NamedTuple):
    """What became of a part of a file, by its line, counted from 1, where there is one.

    If `left_out`, the question, or a part of what it says, did not come along; otherwise it did,
    and looks different.
    """

    line: int | None
    why: str
    left_out: bool


class Notes(list[Note]):
    """What in one file could not be taken along as it stood.

    All of it is counted, as `losses` and `changes`, and no more than the first `KEPT` notes are
    kept: nobody reads more of them, and a file can be made to have a million.
    """

    KEPT = 10_000

    def __init__(self) -> None:
        super().__init__()
        self.losses = 0
        self.questions = 0
        self.changes = 0

    def left_out(self, line: int | None, why: str) -> None:
        """A question, an option, a picture or a feedback that is not in what was made."""
        self.losses += 1
        if len(self) < self.KEPT:
            self.append(Note(line, why, True))

    def question_left_out(self, line: int | None, why: str) -> None:
        """A whole question that the format cannot hold; `questions` counts them."""
        self.questions += 1
        self.left_out(line, why)

    def changed(self, line: int | None, why: str) -> None:
        """Something that came along, but not as it stood."""
        self.changes += 1
        if len(self) < self.KEPT:
            self.append(Note(line, why, False))

    def told(self) -> list[Note]:
        """The notes that are kept, and at their end how many more there were."""
        lost = sum(note.left_out for note in self)
        ends = []
        if more := self.losses - lost:
            ends.append(Note(None, f"and {more:,} more left out", True))
        if more := self.changes - (len(self) - lost):
            ends.append(Note(None, f"and {more:,} more changed", False))
        return [*self, *ends]


class Format(Protocol):
    """A module that reads, and perhaps writes, one format."""

    TITLE: str
    ENDINGS: tuple[str, ...]

    def likeness(self, data: bytes) -> int:
        """How much a file looks like this format, from 0, not at all, to 100, beyond doubt."""

    def read(self, data: bytes, notes: Notes) -> Iterator[Item]:
        """The questions of a file, in its wording; `uid` and `pack` are empty, `line` is its line.

        What the pack's own rules forbid need not be looked at: that is seen to afterwards.
        Raises FormatError where nothing can be made of the file.
        """

    def write(self, pack: Pack, notes: Notes, ending: str) -> bytes:
        """A file that holds the pack, as one whose name has this ending holds it.

        The line of a note is that of the question in the pack.
        """


def names() -> list[str]:
    """The names of all formats."""
    return [module.name for module in iter_modules(__path__) if module.name[0] != "_"]


def writers() -> list[str]:
    """The names of the formats that can be written."""
    return [name for name in names() if hasattr(get(name), "write")]


def get(name: str) -> Format:
    """The format of this name. Raises UsageError if there is none."""
    if name not in names():
        hint = did_you_mean(name, names()) or f"the formats are {', '.join(names())}"
        raise UsageError(f"There is no format {name!r}.", hint)
    return cast(Format, import_module(f"{__name__}.{name}"))


def recognised(data: bytes) -> str:
    """The name of the format that a file's content looks like most. Raises FormatError."""
    likeness = {name: get(name).likeness(data) for name in names()}
    most = max(likeness.values())
    found = [name for name, likely in likeness.items() if likely == most]
    if not most:
        raise FormatError(
            "this looks like none of the formats",
            f"say which with --from: {', '.join(names())};"
            " a table has a row of headings, such as question, answer, wrong 1, wrong 2",
        )
    if len(found) > 1:
        raise FormatError(f"this could be {' or '.join(found)}", f"say which: --from {found[0]}")
    return found[0]
