"""Questions to go on writing: those of a file, whether or not they have their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quiz.formats import Format, FormatError, Notes, _sheet, csv, get, recognised
from quiz.formats._cells import OLD_EXCEL, is_xlsx, records
from quiz.formats._sieve import Sieve
from quiz.formats._text import decoded
from quiz.packs.model import Item

KEY = "TODO: the right answer"
WRONG = ("TODO: a wrong answer", "TODO: another one")

TABLES = (".csv", ".tsv")
SURE = 60
"""From which likeness on a file has a format, even if no question in it can be taken."""

BULLET = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+")
QUESTIONS = re.compile(r"""(?m)(?:^|[{,])[ \t]*["']?questions["']?[ \t]*:""")
QUESTION = re.compile(r"""[\s{"'-]question["']?[ \t]*:""")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
HEAD = 100_000
"""How much of a file is looked at to see whether it is a table, in characters."""

UNCUT = "\x1f"
"""A sign that no table has between its cells."""

Lines = list[tuple[int, str]]


def read(data: bytes, ending: str, notes: Notes) -> list[Item]:
    """The questions of a list, one a line, of a table with headings, or of any format.

    What they lack begins with TODO. Raises FormatError for a pack, for what is no text, and for
    a table without known headings.
    """
    text = "" if is_xlsx(data) or data.startswith(OLD_EXCEL) else _text(data)
    lines = _lines(text, ending in TABLES)
    if (form := _form(data, lines)) is None:
        return _sifted(_listed(text, lines, ending in TABLES), notes)
    if layout := getattr(form, "LAYOUT", None):
        return _sifted(_sheet.read(layout, data, notes, draft=True), notes)
    return _sifted(form.read(data, notes), notes)


def _text(data: bytes) -> str:
    text = decoded(data)
    if "\0" in text or 20 * len(CONTROL.findall(text)) > len(text):
        raise FormatError("this is no text", "a list of questions, one a line, or a table will do")
    if QUESTIONS.search(text) and QUESTION.search(text):
        raise FormatError("this is a pack already", "`quiz check` and `quiz play` take it")
    return text


def _lines(text: str, table: bool) -> Lines:
    """The lines with something on them; of a table its rows, as if it had one column."""
    if table:
        lines = [(line, cells[0]) for _, line, cells in records(text, UNCUT)]
    else:
        lines = list(enumerate(text.split("\n"), 1))
    return [(line, content) for line, content in lines if content.strip()]


def _form(data: bytes, lines: Lines) -> Format | None:
    """What reads a file, or None for a list."""
    form = None
    try:
        form = get(recognised(data))
        if hasattr(form, "LAYOUT") or form.likeness(data) >= SURE:
            return form
    except FormatError:
        pass
    if not lines or _sheet.is_stem(csv.LAYOUT, lines[0][1]):
        return None
    if _sheet.likeness(csv.LAYOUT, data, bare=True):
        return get("csv")
    if form and not all(BULLET.match(content) for _, content in lines):
        try:
            if next(form.read(data, Notes()), None):
                return form
        except FormatError:
            pass
    return None


def _listed(text: str, lines: Lines, table: bool) -> Iterator[Item]:
    """An unwritten question for each line, without its number or bullet."""
    if lines and _sheet.is_stem(csv.LAYOUT, lines[0][1]):
        lines = lines[1:]
    stems = [(line, BULLET.sub("", content, 1).strip()) for line, content in lines]
    if _is_table(text if table else "\n".join(stem for _, stem in stems), table):
        raise FormatError(
            "this is a table without headings that are known",
            f"put them into its first row: {csv.LAYOUT.sample}",
        )
    for line, stem in stems:
        if stem:
            yield Item("", "", stem, "", (), line=line)


def _is_table(text: str, table: bool) -> bool:
    """Whether most lines have several cells, and as many, unless it is the file of a table."""
    for separator in "\t;," if table else "\t;":
        rows = (cells for _, _, cells in records(text[:HEAD], separator))
        widths = Counter(sum(1 for cell in cells if cell.strip()) for cells in rows)
        del widths[0]
        wide = [lines for width, lines in widths.items() if width > 1]
        lines = sum(wide) if table else max(wide, default=0)
        if 2 * lines > widths.total() and (table or separator == "\t" or lines > 1):
            return True
    return False


def _sifted(items: Iterator[Item], notes: Notes) -> list[Item]:
    return list(Sieve(notes).sift(map(_filled, items)))


def _filled(item: Item) -> Item:
    """The item with a note to its author in place of the answers that it lacks."""
    if item.key and item.distractors:
        return item
    wrong = item.distractors or WRONG
    return item._replace(key=item.key or KEY, distractors=wrong, options=())
