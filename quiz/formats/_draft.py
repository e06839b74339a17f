"""Unfinished questions: those of any file, whether or not they have their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from quiz.formats import Format, FormatError, Notes, csv, get, recognise
from quiz.formats._bytes import file_kind, unicode_data
from quiz.formats._cells import is_excel, records
from quiz.formats._clean import Cleaner
from quiz.formats._text import Lines, decode
from quiz.packs.model import Item

TODO_KEY = "TODO: the right answer"
TODO_WRONG = ("TODO: a wrong answer", "TODO: another one")

TABLE_ENDINGS = (".csv", ".tsv")

CERTAIN = 60  # the likeness from which on a file has a format, even without a usable question

BULLET = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+")
PACK_QUESTIONS = re.compile(r"""(?m)(?:^|[{,])[ \t]*["']?questions["']?[ \t]*:""")
PACK_QUESTION = re.compile(r"""[\s{"'-]question["']?[ \t]*:""")

SAMPLE = 100_000  # characters that are searched for the columns of a table
NO_SEPARATOR = "\x1f"  # a separator of cells that no table has


def draft_items(data: bytes, ending: str, notes: Notes) -> list[Item]:
    """Return the questions of a list with one a line, of a table with headings, or of any format.

    What a question lacks begins with TODO. Raise FormatError for a pack, for a file that is not
    text, and for a table without known headings.
    """
    is_table = ending in TABLE_ENDINGS
    data = unicode_data(data, "", notes)
    text = "" if is_excel(data) else _text(data)
    lines = _lines(text, is_table)
    form = _form(data, lines)
    if form is None:
        items = _listed(text, lines, is_table)
    elif hasattr(form, "LAYOUT"):
        items = form.LAYOUT.read(data, notes, draft=True)
    else:
        items = form.read(data, notes)
    return list(Cleaner(notes).clean(map(_filled, items)))


def _text(data: bytes) -> str:
    text = decode(data)
    if kind := file_kind(data):
        raise FormatError(f"this is {kind.title}", "use a list of questions or a table")
    if PACK_QUESTIONS.search(text) and PACK_QUESTION.search(text):
        raise FormatError("this is a pack already", "give it to `quiz check` or `quiz play`")
    return text


def _lines(text: str, is_table: bool) -> Lines:
    """Return the lines that are not blank; those of a table are its rows, as if of one column."""
    rows = ((line, cells[0]) for _, line, cells in records(text, NO_SEPARATOR))
    lines = rows if is_table else enumerate(text.split("\n"), 1)
    return [(line, content) for line, content in lines if content.strip()]


def _form(data: bytes, lines: Lines) -> Format | None:
    """Return the format to read a file with, or None for a list."""
    form = None
    with suppress(FormatError):
        form = get(recognise(data))
        if hasattr(form, "LAYOUT") or form.likeness(data) >= CERTAIN:
            return form
    if not lines or csv.LAYOUT.is_stem_heading(lines[0][1]):
        return None
    if csv.LAYOUT.likeness(data, bare=True):
        return get("csv")
    if form and not all(BULLET.match(content) for _, content in lines):
        with suppress(FormatError):
            if next(form.read(data, Notes()), None):
                return form
    return None


def _listed(text: str, lines: Lines, is_table: bool) -> Iterator[Item]:
    """Yield a question without answers for each line, without its number or bullet."""
    if lines and csv.LAYOUT.is_stem_heading(lines[0][1]):
        lines = lines[1:]
    stems = [(line, BULLET.sub("", content, 1).strip()) for line, content in lines]
    if _has_columns(text if is_table else "\n".join(stem for _, stem in stems), is_table):
        hint = f"put these into its first row: {csv.LAYOUT.sample}"
        raise FormatError("this is a table without headings that are known", hint)
    for line, stem in stems:
        if stem:
            yield Item("", "", stem, "", (), line=line)


def _has_columns(text: str, is_table: bool) -> bool:
    """Return whether most lines have several cells, and the same number unless `is_table`."""
    for separator in "\t;," if is_table else "\t;":
        rows = (cells for _, _, cells in records(text[:SAMPLE], separator))
        widths = Counter(sum(1 for cell in cells if cell.strip()) for cells in rows)
        del widths[0]
        wide = [lines for width, lines in widths.items() if width > 1]
        lines = sum(wide) if is_table else max(wide, default=0)
        if 2 * lines > widths.total() and (is_table or separator == "\t" or lines > 1):
            return True
    return False


def _filled(item: Item) -> Item:
    """Return the item with a note to its author in place of the answers that it lacks."""
    if item.key and item.distractors:
        return item
    wrong = item.distractors or TODO_WRONG
    return item._replace(key=item.key or TODO_KEY, distractors=wrong, options=())
