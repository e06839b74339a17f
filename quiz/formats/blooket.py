"""Blooket's sheet for importing questions, with or without its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._losses import option_cells, report_losses
from quiz.formats._sheet import SheetLayout, first_rows
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
SECONDS = 20  # the time limit that is written for every question

LAYOUT = SheetLayout(
    TITLE,
    {
        "number": "question #",
        "stem": "question text",
        "option": r"answer ([1-4])",
        "time": "time limit",
        "key": "correct answers?",
        "image": "(?:question )?image(?: url| link)?",
    },
    "Question Text, Answer 1 to Answer 4, Time Limit, Correct Answer(s)",
    sure=("time",),
)


def likeness(data: bytes) -> int:
    """Return a high value for the headings, a middling one for rows that fit below them."""
    return LAYOUT.likeness(data) or (60 if _is_headless(data) else 0)


def read(data: bytes, notes: Notes, first: int | None = None) -> Iterator[Item]:
    """Yield the questions of a sheet."""
    columns = HEADINGS if not LAYOUT.likeness(data) and _is_headless(data) else []
    return LAYOUT.read(data, notes, first=first, columns=columns)


def _is_headless(data: bytes) -> bool:
    """Return whether all rows have a number, a question, four options, a time and a key."""
    return any(
        all(_is_row(cells) for _, cells in rows if cells) and any(cells for _, cells in rows)
        for rows in first_rows(data)
    )


def _is_row(cells: list[str]) -> bool:
    return (
        len(cells) >= len(HEADINGS)
        and all(cells[1:4])
        and all(map(re.compile(r"\d{1,3}").fullmatch, (cells[0], cells[6])))
        and bool(re.fullmatch(r"[1-4](?:[ ,]+[1-4])*", cells[7]))
    )


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet with a title row, as wide as the others, above the headings."""
    report_losses(pack, notes, TITLE, most=4)
    rows: list[Cells] = [["Blooket Import Template", *[""] * (len(HEADINGS) - 1)], [*HEADINGS]]
    for number, item in enumerate(pack.items, 1):
        options, key = option_cells(item, 4)
        rows.append([number, item.stem, *options, SECONDS, key])
    return write_rows(rows, ending)
