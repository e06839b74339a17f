"""Conversion between other programs' question files and packs.

Each module of this package whose name has no leading underscore is a format of that name. It has
what `Format` declares; a format that can only be read has no `write`, and one that can only be
written has neither `likeness` nor `read`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, Protocol, cast

from quiz.errors import QuizError, UsageError, did_you_mean
from quiz.packs.model import Item, Pack


class FormatError(QuizError):
    """A file cannot be read as the format that it is said to have."""


class Note(NamedTuple):
    """Something that a conversion lost or changed.

    `line` is its line in the file, counted from 1, or None if it concerns the whole file. If
    `left_out`, a question was lost, or a part if it is not `question`; otherwise it was kept in
    another form.
    """

    line: int | None
    why: str
    left_out: bool
    question: bool = True


class Notes(list[Note]):
    """All that the conversion of one file lost or changed.

    A file can be made to cause millions of notes, so only the first `KEPT` are stored; `losses`,
    `changes` and `lost_questions` count all of them.
    """

    KEPT = 10_000

    def __init__(self) -> None:
        super().__init__()
        self.losses = 0
        self.changes = 0
        self.lost_questions = 0

    def left_out(self, line: int | None, why: str, question: bool = True) -> None:
        """Record that a question was lost, or something less if it is not `question`."""
        self.losses += 1
        self.lost_questions += question
        self._keep(Note(line, why, True, question))

    def changed(self, line: int | None, why: str) -> None:
        """Record that something was kept in another form."""
        self.changes += 1
        self._keep(Note(line, why, False))

    def _keep(self, note: Note) -> None:
        if len(self) < self.KEPT:
            self.append(note)

    def summary(self) -> list[Note]:
        """Return the stored notes, and at the end how many more there were of each kind."""
        lost = sum(note.left_out for note in self)
        ends = []
        if more := self.losses - lost:
            ends.append(Note(None, f"and {more:,} more left out", True))
        if more := self.changes - (len(self) - lost):
            ends.append(Note(None, f"and {more:,} more changed", False))
        return [*self, *ends]


class Format(Protocol):
    """A module that reads, and perhaps writes, one format."""

    TITLE: str  # its name, for people
    ENDINGS: tuple[str, ...]  # the usual endings of its files, first the one to write

    def likeness(self, data: bytes) -> int:
        """Return how much a file looks like this format: 0 is not at all, 100 is certain."""

    def read(self, data: bytes, notes: Notes, **hints: Any) -> Iterator[Item]:
        """Yield the questions of a file, in its wording.

        `hints` are what the user says about the file, for formats that have parameters for it:
        `first` is the number of the first answer, `columns` are the headings of a table.

        An item's `line` is its line in the file; `uid` and `pack` are empty. Items need not obey
        the limits of a pack: `Cleaner` makes sure of that. Raise FormatError if the file is not
        of this format.
        """

    def write(self, pack: Pack, notes: Notes, ending: str) -> bytes:
        """Return a file with the questions of a pack, of the type that the ending names.

        The line of a note is the line of the question in the pack.
        """


def names() -> list[str]:
    """Return the names of all formats."""
    return [module.name for module in iter_modules(__path__) if module.name[0] != "_"]


def readers() -> list[str]:
    """Return the names of the formats that can be read."""
    return [name for name in names() if hasattr(get(name), "read")]


def writers() -> list[str]:
    """Return the names of the formats that can be written."""
    return [name for name in names() if hasattr(get(name), "write")]


def get(name: str) -> Format:
    """Return the format with this name. Raise UsageError if there is none."""
    if name not in names():
        hint = did_you_mean(name, names()) or f"the formats are {', '.join(names())}"
        raise UsageError(f"There is no format {name!r}.", hint)
    return cast(Format, import_module(f"{__name__}.{name}"))


def recognise(data: bytes) -> str:
    """Return the name of the format that a file looks like most.

    Raise FormatError if it looks like none, or like several equally.
    """
    likeness = {name: get(name).likeness(data) for name in readers()}
    most = max(likeness.values())
    found = [name for name, likely in likeness.items() if likely == most]
    if not most:
        from quiz.formats._bytes import file_kind  # it needs this module

        if kind := file_kind(data):
            raise FormatError(f"this is {kind.title}")
        raise FormatError(
            "the format of this file is not known",
            f"name it with --from: {', '.join(readers())};"
            " a table needs a row of headings, such as question, answer, wrong 1, wrong 2,"
            " or --columns question,answer,wrong,wrong",
        )
    if len(found) > 1:
        raise FormatError(f"this could be {' or '.join(found)}", f"choose: --from {found[0]}")
    return found[0]
