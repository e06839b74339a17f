"""Gimkit's sheet for importing questions."""

from __future__ import annotations

from quiz.formats import Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._losses import report_losses, written_options
from quiz.formats._sheet import SheetLayout
from quiz.packs.model import Pack

TITLE = "Gimkit"
ENDINGS = (".csv", ".xlsx")

HEADINGS = [
    "Question",
    "Correct Answer",
    "Incorrect Answer 1",
    "Incorrect Answer 2 (Optional)",
    "Incorrect Answer 3 (Optional)",
]

LAYOUT = SheetLayout(
    TITLE,
    {
        "stem": "question",
        "key": "correct answer",
        "wrong": r"incorrect answer ([1-3])",
    },
    "Question, Correct Answer, Incorrect Answer 1 to Incorrect Answer 3",
    by_number=False,
)
likeness = LAYOUT.likeness
read = LAYOUT.read


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet with a title row, as wide as the others, above the headings."""
    report_losses(pack, notes, TITLE, most=4)
    title = "Gimkit Spreadsheet Import Template"
    rows: list[Cells] = [[title, *[""] * (len(HEADINGS) - 1)], [*HEADINGS]]
    for item in pack.items:
        wrong = [option for option in written_options(item, 4) if option != item.key]
        rows.append([item.stem, item.key, *wrong, *[""] * (3 - len(wrong))])
    return write_rows(rows, ending)
