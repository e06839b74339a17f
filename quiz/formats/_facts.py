"""Packs made from tables of facts: a row of headings, then one thing a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import NamedTuple

from quiz.formats import FormatError, Notes, csv, get, recognise
from quiz.formats._cells import NumberedRow, tables
from quiz.formats._draft import CERTAIN
from quiz.formats._text import quoted
from quiz.packs import writer
from quiz.text import UNSAFE, count, printable

MOST_COLUMNS = 12
MOST_ROWS = 5_000
LONGEST_FACT = 300  # characters
USUAL = 40  # the likeness of a sheet of questions with usual headings
OTHERS = 4  # columns that an explanation tells besides the two of its question

NO_HEADING = re.compile(r".*[?]|[\d.,:%/ +-]*|.{61,}")
"""What is a question, a number or a long text, and so no heading."""

INTRODUCTION = """Made from {file}. Each template makes a question of each row; its wrong answers
are from the other rows. The wording comes from the headings of the table: make it read well.
`quiz check` shows what could be better."""


class Facts(NamedTuple):
    """The headings of a table, and the cells of each row below them."""

    columns: list[str]
    rows: list[list[str]]

    def values(self, column: str) -> list[str]:
        """Return the cells of a column."""
        at = self.columns.index(column)
        return [row[at] for row in self.rows]


def read_facts(data: bytes, notes: Notes) -> Facts | None:
    """Return the facts in a CSV, TSV or XLSX file, or None if it is no table of facts."""
    with suppress(FormatError):
        form = get(recognise(data))
        if form.likeness(data) >= (USUAL if hasattr(form, "LAYOUT") else CERTAIN):
            return None
    if csv.LAYOUT.likeness(data, bare=True):
        return None
    for _, rows in tables(data, Notes()):
        head = [_text(cell) for cell in next(rows, (0, []))[1]]
        named = [at for at, cell in enumerate(head) if cell]
        if len(named) < 2 or any(NO_HEADING.fullmatch(head[at]) for at in named):
            continue
        if len({head[at].casefold() for at in named}) < len(named):
            continue
        if more := len(named) - MOST_COLUMNS:
            _note_more(more, "column", notes)
        facts = Facts([head[at] for at in named[:MOST_COLUMNS]], [])
        facts.rows.extend(_rows(facts.columns, named, rows, notes))
        return facts if len(facts.rows) > 1 else None
    return None


def _note_more(more: int, noun: str, notes: Notes) -> None:
    if more > 0:
        notes.left_out(None, f"the last {count(more, noun)}")


def _rows(
    columns: list[str], places: list[int], rows: Iterator[NumberedRow], notes: Notes
) -> Iterator[list[str]]:
    """Yield the rows that have a text in each column; a row that is repeated is left out."""
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in rows:
        if not cells:
            continue
        texts = [_text(cells[at]) if at < len(cells) else "" for at in places[: len(columns)]]
        lacking = [name for name, text in zip(columns, texts) if not text]
        long = [name for name, text in zip(columns, texts) if len(text) > LONGEST_FACT]
        if lacking:
            notes.left_out(line, f"a row without {quoted(lacking[0])}")
        elif long:
            notes.left_out(line, f"a row with a long text as {quoted(long[0])}")
        elif (first := seen.setdefault(tuple(texts), line)) != line:
            notes.left_out(line, f"the same row as in line {first}")
        elif len(seen) > MOST_ROWS:
            notes.left_out(line, f"all rows from here on; {MOST_ROWS:,} are read")
            return
        else:
            yield texts


def _text(cell: str) -> str:
    """Return a cell as a text on one line that a pack may hold."""
    return " ".join(UNSAFE.sub("", unicodedata.normalize("NFC", cell[:10_000])).split())


def pack_text(facts: Facts, head: dict[str, str], file: str) -> str:
    """Return a pack with a template for each pair of columns.

    Those that ask about the things, which one column names, are used; the others are comments.
    Raise FormatError if no column names things.
    """
    names = _column_names(facts.columns)
    facts = Facts(names, facts.rows)
    thing = _thing(facts)
    explained = len(names) > 2
    lines = [f"# {line}" for line in INTRODUCTION.format(file=printable(file)).split("\n")]
    lines += [f"{name}: {writer.scalar(text)}" for name, text in head.items()]
    lines += [] if explained else ["allow: [no-explanation]"]
    lines += ["", "tables:", "  facts:"]
    for row in facts.rows:
        cells = (
            f"{writer.scalar(name, writer.FLOW_PLAIN)}: {writer.scalar(text, writer.FLOW_PLAIN)}"
            for name, text in zip(names, row)
        )
        lines.append(f"    - {{{', '.join(cells)}}}")
    lines += ["", "templates:"]
    pairs = sorted(combinations(names, 2), key=lambda pair: thing not in pair)
    for one, other in pairs:
        given, asked = (other, one) if other == thing else (one, other)
        lines += _template(facts, given, asked, given == thing)
    return "\n".join(lines) + "\n"


def _column_names(headings: Sequence[str]) -> list[str]:
    """Return the headings as names that can stand in braces, each another one."""
    names: list[str] = []
    for heading in headings:
        name = heading.translate({ord("{"): "(", ord("}"): ")"})
        while name in names:
            name += "'"
        names.append(name)
    return names


def _thing(facts: Facts) -> str:
    """Return the first column with another text in each row, if possible not a number."""
    unique = [name for name in facts.columns if _repeats(facts.values(name)) == 0]
    worded = [name for name in unique if not all(map(_is_number, facts.values(name)))]
    for name in [*worded, *unique]:
        if any(_can_be_asked(facts, other) for other in facts.columns if other != name):
            return name
    raise FormatError(
        "no column of this table names a different thing in each row",
        "give it a column with a name for each row, and another one with what is asked",
    )


def _template(facts: Facts, given: str, asked: str, used: bool) -> list[str]:
    """Return the lines of a template; one that cannot be used, or is not, is a comment."""
    others = [name for name in facts.columns if name not in (given, asked)][:OTHERS]
    told = ", ".join(f"{name} {{{name}}}" for name in others)
    title = f"  # {given}, {asked}"
    if not _can_be_asked(facts, asked):
        used, title = False, f"{title}: not used, as all rows have the same {asked}"
    elif repeats := _repeats(facts.values(given)):
        used = False
        title += f": not used, as {count(repeats, 'row')} repeat{'s' * (repeats == 1)} a {given}"
    elif not used:
        title += ": remove the # from the lines below to use it"
    question = f"What is the {asked} of {{{given}}}?"
    lines = [
        "- from: facts",
        f"  question: {writer.scalar(question)}",
        f"  answer: {writer.scalar(f'{{{asked}}}')}",
    ]
    if told:
        lines.append(f"  explanation: {writer.scalar(f'{{{given}}}: {told}.')}")
    return [title, *(f"  {'' if used else '# '}{line}" for line in lines)]


def _can_be_asked(facts: Facts, column: str) -> bool:
    return len(set(facts.values(column))) > 1


def _repeats(values: list[str]) -> int:
    """Return how many values stand in the column before, whatever their case."""
    return len(values) - len({value.casefold() for value in values})


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,+ -]+", text))
