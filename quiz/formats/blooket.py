"""Blooket's sheet for importing questions."""

from __future__ import annotations

from quiz.formats import Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._losses import option_cells, report_losses
from quiz.formats._sheet import SheetLayout
from quiz.packs.model import Pack

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
likeness = LAYOUT.likeness
read = LAYOUT.read


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet with a title row, as wide as the others, above the headings."""
    report_losses(pack, notes, TITLE, most=4)
    rows: list[Cells] = [["Blooket Import Template", *[""] * (len(HEADINGS) - 1)], [*HEADINGS]]
    for number, item in enumerate(pack.items, 1):
        options, key = option_cells(item, 4)
        rows.append([number, item.stem, *options, SECONDS, key])
    return write_rows(rows, ending)
