"""The sheet of Quizizz, now Wayground, for importing questions."""

from __future__ import annotations

from quiz.formats import Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._losses import option_cells, report_losses
from quiz.formats._sheet import SheetLayout
from quiz.packs.model import Pack

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
SECONDS = 30  # the time limit that is written for every question

LAYOUT = SheetLayout(
    TITLE,
    {
        "stem": "question text",
        "kind": "question type",
        "option": r"option ([1-9])",
        "key": "correct answers?",
        "time": "time in seconds|time",
        "image": "image link|image",
        "explanation": "answer explanation",
    },
    "Question Text, Question Type, Option 1 to Option 5, Correct Answer",
    sure=("kind",),
    legend="text of the question",
)
likeness = LAYOUT.likeness
read = LAYOUT.read


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet without a byte order mark, which Quizizz would add to the first heading."""
    report_losses(pack, notes, TITLE, fields=["explanation"], most=5)
    rows: list[Cells] = [[*HEADINGS]]
    for item in pack.items:
        options, key = option_cells(item, 5)
        rows.append([item.stem, "Multiple Choice", *options, key, SECONDS, "", item.explanation])
    return write_rows(rows, ending, mark=False)
