"""Blooket: the sheet of its spreadsheet import."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes, _fit, _sheet
from quiz.formats._cells import Cells, written
from quiz.packs.model import Item, Pack

TITLE = "Blooket"
ENDINGS = (".csv", ".xlsx")

HEADINGS = [
    "Question #",
    "Question Text",
    "Answer 1",
    "Answer 2",
    "Answer 3\n(Optional)",
    "Answer 4\n(Optional)",
    "Time Limit (sec)\n(Max: 300 seconds)",
    "Correct Answer(s)\n(Only include Answer #)",
]
SECONDS = 20

LAYOUT = _sheet.Layout(
    TITLE,
    {
        "number": re.compile("question #"),
        "stem": re.compile("question text"),
        "option": re.compile(r"answer ([1-4])"),
        "time": re.compile("time limit"),
        "key": re.compile("correct answers?"),
        "image": re.compile("(?:question )?image(?: url| link)?"),
    },
    "Question Text, Answer 1 to Answer 4, Time Limit, Correct Answer(s)",
    sure=("time",),
)


def likeness(data: bytes) -> int:
    """Certain where the headings are Blooket's."""
    return _sheet.likeness(LAYOUT, data)


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a Blooket sheet."""
    return _sheet.read(LAYOUT, data, notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A sheet for Blooket: a title row, as wide as the others, and the headings below it."""
    _fit.tell_of_limits(pack, notes, TITLE, 4)
    _fit.tell_of_fields(pack, notes, TITLE)
    rows: list[Cells] = [["Blooket Import Template", *[""] * (len(HEADINGS) - 1)], [*HEADINGS]]
    for number, item in enumerate(pack.items, 1):
        options, key = _fit.cells(item, 4)
        rows.append([number, item.stem, *options, SECONDS, key])
    return written(rows, ending, mark=True)
