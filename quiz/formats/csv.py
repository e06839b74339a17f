"""A plain sheet, which holds all that a pack holds.

It has a row of headings, then one question a row: `question`, `answer`, then either `wrong 1`,
`wrong 2` and so on for options that are shuffled, or `options` for those that are not. A cell of
`options` has one option a line, the answer among them. `tags` are separated by commas, with quotes
around a tag that has a comma.

Sheets with other usual headings are read as well, such as `A` to `D` with the letter of the right
answer.
"""

from __future__ import annotations

from quiz.formats import Notes
from quiz.formats._cells import Cells, is_excel, write_rows
from quiz.formats._sheet import SheetLayout, join_list
from quiz.packs.model import Pack

TITLE = "CSV or XLSX"
ENDINGS = (".csv", ".xlsx", ".tsv")

OPTIONAL = ["options", "difficulty", "category", "explanation", "source", "tags", "id"]

WRITTEN_LAYOUT = SheetLayout(
    TITLE,
    {
        "stem": "question",
        "key": "answer",
        "wrong": r"wrong (\d{1,2})",
        **{field: field for field in OPTIONAL},
    },
    "question, answer, wrong 1, wrong 2, and so on",
    by_number=False,
)

LAYOUT = WRITTEN_LAYOUT._replace(
    headings={
        "stem": "questions?(?: text)?|stem|prompt",
        "key": "(?:correct|right)(?: answer| option| choice)?s?|answer|key|solution",
        "wrong": r"(?:(?:wrong|incorrect|false)(?: answer| option)?|distractor)s? ?(\d{0,2})",
        "option": r"(?:option|choice|answer) ?([a-i]|\d{1,2})|([a-i])",
        "options": "options",
        "number": "question #|#|no|nr|number",
        "difficulty": "difficulty|level",
        "category": "category|topic|subject",
        "explanation": "(?:answer )?explanation|feedback",
        "source": "source|reference",
        "tags": "tags?",
        "id": "id",
        "time": "time(?: limit| in seconds)?",
        "points": "points?|score",
        "image": "image(?: link| url)?|picture",
    },
)
read = LAYOUT.read


def likeness(data: bytes) -> int:
    """Return a high value for the headings that `write` writes, a lower one for usual ones."""
    return WRITTEN_LAYOUT.likeness(data) or (LAYOUT.likeness(data) and 40) or int(is_excel(data))


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a sheet with all of a pack's items, as wide as the longest item needs."""
    most = max((len(item.distractors) for item in pack.items if not item.options), default=1)
    wrong_headings = [f"wrong {number}" for number in range(1, most + 1)]
    rows: list[Cells] = [["question", "answer", *wrong_headings, *OPTIONAL]]
    for item in pack.items:
        wrong = [] if item.options else [*item.distractors]
        row: Cells = [item.stem, item.key, *wrong, *[""] * (most - len(wrong))]
        row += ["\n".join(item.options), item.difficulty, item.category, item.explanation]
        rows.append([*row, item.source, join_list(item.tags), item.id])
    return write_rows(rows, ending)
