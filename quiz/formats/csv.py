"""A plain sheet, which holds all that a pack holds.

It has a row of headings, then one question a row: `question`, `answer`, then either `wrong 1`,
`wrong 2` and so on for options that are shuffled, or `options` for those that are not. A cell of
`options` has one option a line, the answer among them. `tags` are separated by commas, with quotes
around a tag that has a comma.

Sheets with other usual headings are read as well, such as `A` to `D` with the letter of the right
answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.formats import Notes
from quiz.formats._cards import Decks, Flashcard
from quiz.formats._cells import Cells, is_excel, write_rows
from quiz.formats._items import TRUE_FALSE, make_item
from quiz.formats._sheet import SheetLayout, first_rows, join_list
from quiz.formats._words import pattern
from quiz.packs.model import Item, Pack

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
        "stem": pattern("stem"),
        "key": pattern("key"),
        "wrong": rf"(?:{pattern('wrong')})s? ?(\d{{0,2}})",
        "option": rf"(?:{pattern('option')}) ?([a-i]|\d{{0,2}})"
        rf"|(?:{pattern('answer')}) ?([a-i]|\d{{1,2}})|([a-i])",
        "options": "options",
        "list": pattern("options"),
        "number": "question #|#|no|nr|number",
        "difficulty": pattern("difficulty"),
        "category": pattern("category"),
        "explanation": pattern("explanation"),
        "source": "source|reference",
        "tags": "tags?",
        "id": "id",
        "time": "time(?: limit| in seconds)?",
        "points": "points?|score",
        "image": "image(?: link| url)?|picture",
    },
)


def likeness(data: bytes) -> int:
    """Return a high value for the headings that `write` writes, a lower one for usual ones."""
    if likely := WRITTEN_LAYOUT.likeness(data):
        return likely
    if LAYOUT.likeness(data):
        return 40
    return 60 if _has_pairs(data, ()) else int(is_excel(data))


def read(
    data: bytes, notes: Notes, first: int | None = None, columns: Sequence[str] = ()
) -> Iterator[Item]:
    """Yield the questions of a sheet; the user may have to say what it does not show itself.

    In a sheet of questions and answers, the wrong answers come from the other rows.
    """
    if not _has_pairs(data, columns):
        yield from LAYOUT.read(data, notes, first=first, columns=columns)
        return
    items = list(LAYOUT.read(data, notes, draft=True, columns=columns))
    cards = [Flashcard(i.line, i.stem, i.key, i.category, (), {}, []) for i in items]
    decks = Decks([card for card in cards if card.back])
    for item, card in zip(items, cards, strict=True):
        is_truth = item.key.casefold() in ("true", "false")
        wrong = decks.wrong_answers(card)
        if not item.key:
            notes.left_out(item.line, "no right answer is given")
        elif not (wrong or is_truth):
            notes.left_out(item.line, "no other row has another answer to choose from")
        else:
            options = TRUE_FALSE if is_truth else (item.key, *wrong)
            made = make_item(item.stem, item.key, options, item.line, notes)
            yield item._replace(key=made.key, distractors=made.distractors, options=made.options)
    notes.changed(None, "wrong answers are taken from the other rows")


def _has_pairs(data: bytes, columns: Sequence[str]) -> bool:
    """Return whether a sheet has columns of questions and right answers, and of no others."""
    if columns:
        found = LAYOUT.find_columns([(0, list(columns))], bare=True)
        return bool(found and found.number_of("key") and not found.has_answers)
    if LAYOUT.likeness(data):
        return False
    tables = (LAYOUT.find_columns(rows, bare=True) for rows in first_rows(data))
    return any(found and found.number_of("key") for found in tables)


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
