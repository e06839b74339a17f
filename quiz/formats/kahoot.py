"""Kahoot's sheet for importing questions.

Source: https://support.kahoot.com/hc/en-us/articles/115002812547
"""

from __future__ import annotations

from quiz.formats import Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._losses import option_cells, report_losses
from quiz.formats._sheet import SheetLayout
from quiz.packs.model import Pack

TITLE = "Kahoot!"
ENDINGS = (".xlsx", ".csv")

HEADINGS = [
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]
SECONDS = 20  # the time limit that is written for every question

LAYOUT = SheetLayout(
    TITLE,
    {
        "stem": "question",
        "option": r"answer ([1-6])",
        "time": "time limit",
        "key": "correct answers?",
        "image": "image link|image|media",
    },
    "Question, Answer 1 to Answer 4, Time limit, Correct answer(s)",
    sure=("time",),
)
likeness = LAYOUT.likeness
read = LAYOUT.read


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet with headings in row 8, from column B on: Kahoot has instructions above."""
    report_losses(pack, notes, TITLE, most=4, lengths=(120, 75))
    rows: list[Cells] = [["", pack.title], *([] for _ in range(6)), ["", *HEADINGS]]
    for number, item in enumerate(pack.items, 1):
        options, key = option_cells(item, 4)
        rows.append([number, item.stem, *options, SECONDS, key])
    return write_rows(rows, ending)
