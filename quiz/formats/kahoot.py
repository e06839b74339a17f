"""Kahoot!: the sheet that its question bank imports.

Source: https://support.kahoot.com/hc/en-us/articles/115002812547
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes, _fit, _sheet
from quiz.formats._cells import Cells, written
from quiz.packs.model import Item, Pack

TITLE = "Kahoot!"
ENDINGS = (".xlsx", ".csv")

HEADINGS = [
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]
SECONDS = 20
ABOVE = 7
"""The rows above the headings, where Kahoot has its advice."""

LAYOUT = _sheet.Layout(
    TITLE,
    {
        "stem": re.compile("question"),
        "option": re.compile(r"answer ([1-6])"),
        "time": re.compile("time limit"),
        "key": re.compile("correct answers?"),
        "image": re.compile("image link|image|media"),
    },
    "Question, Answer 1 to Answer 4, Time limit, Correct answer(s)",
    sure=("time",),
)


def likeness(data: bytes) -> int:
    """Certain where the headings are Kahoot's."""
    return _sheet.likeness(LAYOUT, data)


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a Kahoot sheet."""
    return _sheet.read(LAYOUT, data, notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A sheet for Kahoot, whose headings are in row 8, from column B on."""
    _fit.tell_of_limits(pack, notes, TITLE, 4, (120, 75))
    _fit.tell_of_fields(pack, notes, TITLE)
    rows: list[Cells] = [["", pack.title]]
    rows += [[] for _ in range(ABOVE - len(rows))]
    rows.append(["", *HEADINGS])
    for number, item in enumerate(pack.items, 1):
        options, key = _fit.cells(item, 4)
        rows.append([number, item.stem, *options, SECONDS, key])
    return written(rows, ending, mark=True)
