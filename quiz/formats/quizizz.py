"""Quizizz, now Wayground: the sheet of its spreadsheet import."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes, _fit, _sheet
from quiz.formats._cells import Cells, written
from quiz.packs.model import Item, Pack

TITLE = "Quizizz (Wayground)"
ENDINGS = (".xlsx", ".csv")

HEADINGS = [
    "Question Text",
    "Question Type",
    *(f"Option {number}" for number in range(1, 6)),
    "Correct Answer",
    "Time in seconds",
    "Image Link",
    "Answer explanation",
]
SECONDS = 30

LAYOUT = _sheet.Layout(
    TITLE,
    {
        "stem": re.compile("question text"),
        "kind": re.compile("question type"),
        "option": re.compile(r"option ([1-9])"),
        "key": re.compile("correct answers?"),
        "time": re.compile("time in seconds|time"),
        "image": re.compile("image link|image"),
        "explanation": re.compile("answer explanation"),
    },
    "Question Text, Question Type, Option 1 to Option 5, Correct Answer",
    sure=("kind",),
    legend="text of the question",
)


def likeness(data: bytes) -> int:
    """Certain where the headings are those of Quizizz."""
    return _sheet.likeness(LAYOUT, data)


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a Quizizz sheet."""
    return _sheet.read(LAYOUT, data, notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A sheet for Quizizz, without a BOM, which would be taken for a part of the first heading."""
    _fit.tell_of_limits(pack, notes, TITLE, 5)
    _fit.tell_of_fields(pack, notes, TITLE, "explanation")
    rows: list[Cells] = [[*HEADINGS]]
    for item in pack.items:
        options, key = _fit.cells(item, 5)
        rows.append([item.stem, "Multiple Choice", *options, key, SECONDS, "", item.explanation])
    return written(rows, ending, mark=False)
