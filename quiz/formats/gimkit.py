"""Gimkit: the sheet that its kits import."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes, _fit, _sheet
from quiz.formats._cells import Cells, written
from quiz.packs.model import Item, Pack

TITLE = "Gimkit"
ENDINGS = (".csv", ".xlsx")

HEADINGS = [
    "Question",
    "Correct Answer",
    "Incorrect Answer 1",
    "Incorrect Answer 2 (Optional)",
    "Incorrect Answer 3 (Optional)",
]

LAYOUT = _sheet.Layout(
    TITLE,
    {
        "stem": re.compile("question"),
        "key": re.compile("correct answer"),
        "wrong": re.compile(r"incorrect answer ([1-3])"),
    },
    "Question, Correct Answer, Incorrect Answer 1 to Incorrect Answer 3",
    by_number=False,
)


def likeness(data: bytes) -> int:
    """Certain where the headings are Gimkit's."""
    return _sheet.likeness(LAYOUT, data)


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a Gimkit sheet."""
    return _sheet.read(LAYOUT, data, notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A sheet for Gimkit: a title row, as wide as the others, and the headings below it."""
    _fit.tell_of_limits(pack, notes, TITLE, 4)
    _fit.tell_of_fields(pack, notes, TITLE)
    title = "Gimkit Spreadsheet Import Template"
    rows: list[Cells] = [[title, *[""] * (len(HEADINGS) - 1)], [*HEADINGS]]
    for item in pack.items:
        wrong = [option for option in _fit.answers(item, 4) if option != item.key]
        rows.append([item.stem, item.key, *wrong, *[""] * (3 - len(wrong))])
    return written(rows, ending, mark=True)
