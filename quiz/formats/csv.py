"""A plain sheet, which holds all that a pack holds.

A row of headings, then a question a row: `question`, `answer`, then `wrong 1`, `wrong 2` and so
on for options that are shuffled, or `options` for those that are not, one a line of the cell and
the answer among them. `tags` have commas between them, and quotes around one that has a comma.
Sheets with other usual headings are read as well, such as `A` to `D` with the letter of the right
answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.formats import Notes, _sheet
from quiz.formats._cells import OLD_EXCEL, Cells, is_xlsx, written
from quiz.packs.model import Item, Pack

TITLE = "CSV or XLSX"
ENDINGS = (".csv", ".xlsx", ".tsv")

FIELDS = ["options", "difficulty", "category", "explanation", "source", "tags", "id"]

OWN = _sheet.Layout(
    TITLE,
    {
        "stem": re.compile("question"),
        "key": re.compile("answer"),
        "wrong": re.compile(r"wrong (\d{1,2})"),
        **{field: re.compile(field) for field in FIELDS},
    },
    "question, answer, wrong 1, wrong 2, and so on",
    by_number=False,
)

LAYOUT = OWN._replace(
    headings={
        "stem": re.compile("questions?(?: text)?|stem|prompt"),
        "key": re.compile("(?:correct|right)(?: answer| option| choice)?s?|answer|key|solution"),
        "wrong": re.compile(
            r"(?:(?:wrong|incorrect|false)(?: answer| option)?|distractor)s? ?(\d{0,2})"
        ),
        "option": re.compile(r"(?:option|choice|answer) ?([a-i]|\d{1,2})|([a-i])"),
        "options": re.compile("options"),
        "number": re.compile("question #|#|no|nr|number"),
        "difficulty": re.compile("difficulty|level"),
        "category": re.compile("category|topic|subject"),
        "explanation": re.compile("(?:answer )?explanation|feedback"),
        "source": re.compile("source|reference"),
        "tags": re.compile("tags?"),
        "id": re.compile("id"),
        "time": re.compile("time(?: limit| in seconds)?"),
        "points": re.compile("points?|score"),
        "image": re.compile("image(?: link| url)?|picture"),
    },
)


def likeness(data: bytes) -> int:
    """Certain where the headings are those that `write` writes, possible for other usual ones."""
    if sure := _sheet.likeness(OWN, data):
        return sure
    return 40 if _sheet.likeness(LAYOUT, data) else int(is_xlsx(data) or data.startswith(OLD_EXCEL))


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a sheet."""
    return _sheet.read(LAYOUT, data, notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A sheet with all of a pack's items, and with as many columns as the longest needs."""
    most = max((len(item.distractors) for item in pack.items if not item.options), default=1)
    rows: list[Cells] = [["question", "answer", *(f"wrong {n + 1}" for n in range(most)), *FIELDS]]
    for item in pack.items:
        wrong = [] if item.options else [*item.distractors]
        rows.append(
            [
                item.stem,
                item.key,
                *wrong,
                *[""] * (most - len(wrong)),
                "\n".join(item.options),
                item.difficulty,
                item.category,
                item.explanation,
                item.source,
                _sheet.joined(item.tags),
                item.id,
            ]
        )
    return written(rows, ending, mark=True)
