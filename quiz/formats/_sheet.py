"""Sheets of questions: one question a row, in columns that are known by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._cells import ZIP_MAGIC, NumberedRow, records, tables
from quiz.formats._items import difficulty, make_item
from quiz.formats._keys import KeyMatcher, Options
from quiz.formats._text import one_line, quoted
from quiz.packs.model import Item

HEADING_ROWS = 50  # rows that are searched for headings
HEADING_COLUMNS = 100
MAX_COMMAS = 1_000  # in a cell with tags

NUMBERED = frozenset(["option", "wrong"])  # kinds of column of which there are several

MULTIPLE_CHOICE = frozenset(
    ["", "multiple choice", "multiple-choice", "mcq", "checkbox", "true/false", "true or false"]
)
"""The types of question that have options to choose from."""

WHOLE_NUMBER = re.compile(r"\d+(?:\.0+)?")


class SheetLayout(NamedTuple):
    """The columns of a program's sheet.

    `headings` has a pattern for the heading of each kind of column; where there may be several of
    a kind, its group is the number or letter. `sample` shows the headings to the user. `sure` are
    the kinds that only this program has beside the others. If `by_number`, the right answer is a
    number, otherwise mostly a text. A row whose stem begins with `legend` explains the columns.
    """

    program: str
    headings: dict[str, str]
    sample: str
    sure: tuple[str, ...] = ()
    by_number: bool = True
    legend: str = ""

    def likeness(self, data: bytes, bare: bool = False) -> int:
        """Return how much a file looks like this sheet, by its headings.

        If `bare`, the heading of the questions is enough.
        """
        for rows in _first_rows(data if data.startswith(ZIP_MAGIC) else data[:100_000]):
            if found := self.find_columns(rows, bare):
                return 95 if all(map(found.number_of, self.sure)) else 60
        return 0

    def read(self, data: bytes, notes: Notes, draft: bool = False) -> Iterator[Item]:
        """Yield the questions of the first sheet that has these headings.

        For a `draft`, headings and rows may be incomplete: what a question lacks is empty. Raise
        FormatError if there are no headings, or no questions below them.
        """
        reader: _RowReader | None = None
        bare = draft and not self.likeness(data)
        for at, (name, rows) in enumerate(tables(data, notes)):
            if not (found := self.find_columns(rows, bare)):
                continue
            if reader:
                why = f"the sheet {quoted(name)}: only the first sheet of questions is read"
                notes.left_out(None, why)
                continue
            keys = KeyMatcher(self.by_number, _keys_again(data, at, found), notes)
            reader = _RowReader(self, found, keys, notes, draft)
            for line, cells in rows:
                if item := reader.item(line, cells):
                    yield item
            if not name:
                break
        if reader is None:
            raise FormatError(
                f"none of the first {HEADING_ROWS} rows has the headings of {self.program}",
                f"they are: {self.sample}",
            )
        if reader.is_empty:
            raise FormatError("there are no questions below the headings")

    def find_columns(self, rows: Iterable[NumberedRow], bare: bool = False) -> Columns | None:
        """Return the columns by the headings in the first rows; bare ones must come first."""
        for _, cells in islice(rows, HEADING_ROWS):
            if found := self._columns(cells[:HEADING_COLUMNS], bare):
                return found
            bare = bare and (not cells or cells == ["sep="])
        return None

    def _columns(self, cells: list[str], bare: bool) -> Columns | None:
        """Return the columns of a row of headings, or None if it is something else."""
        if sum(map(bool, cells)) < (1 if bare else 3):
            return None
        found = Columns({}, {})
        for at, cell in enumerate(cells):
            name = _heading(cell)
            for kind, pattern in self.headings.items():
                if match := re.fullmatch(pattern, name):
                    number = 0
                    if kind in NUMBERED:
                        sign = next(filter(None, match.groups()), str(found.number_of(kind) + 1))
                        number = int(sign) if sign.isdecimal() else ord(sign) - 96
                    found.places.setdefault((kind, number), at)
                    break
            else:
                found.unknown[at] = one_line(cell)
        answers = (
            found.number_of("option") > 1 or found.number_of("wrong") or found.number_of("options")
        )
        if found.number_of("stem") and found.number_of("key") and answers:
            return found
        stem = found.cell("stem", cells)
        return found if bare and self.is_stem_heading(stem) else None

    def is_stem_heading(self, cell: str) -> bool:
        """Return whether a cell is the heading of the questions and nothing else."""
        return bool(re.fullmatch(self.headings["stem"], cell.strip(" \t:*#").casefold()))


class Columns(NamedTuple):
    """The places of known columns by kind and number, which may be 0, and the other headings."""

    places: dict[tuple[str, int], int]
    unknown: dict[int, str]

    def number_of(self, kind: str) -> int:
        """Return the number of columns of a kind."""
        return sum(1 for other, _ in self.places if other == kind)

    def cell(self, kind: str, cells: list[str]) -> str:
        """Return the cell of a row in the column of a kind, or an empty text."""
        at = self.places.get((kind, 0), len(cells))
        return cells[at] if at < len(cells) else ""

    def numbered(self, kind: str, cells: list[str]) -> dict[int, str]:
        """Return the cells of a row in the columns of a kind that are not empty, by number."""
        return {
            number: one_line(cells[at])
            for (other, number), at in self.places.items()
            if other == kind and at < len(cells) and cells[at]
        }


def _heading(cell: str) -> str:
    """Return a heading in lower case and without the hints that follow it."""
    name = " ".join(cell[:200].casefold().replace("(s)", "").replace("_", " ").split())
    return re.split(r"[(:–—]| - ", name, maxsplit=1)[0].strip(" *?.")


@lru_cache(maxsize=1)
def _first_rows(data: bytes) -> tuple[tuple[NumberedRow, ...], ...]:
    """Return the first rows of every table that a file may hold."""
    heads = []
    with suppress(FormatError):
        for _, rows in tables(data, Notes()):
            heads.append(tuple(islice(rows, HEADING_ROWS)))
    return tuple(heads)


def _keys_again(data: bytes, at: int, columns: Columns) -> Iterator[tuple[str, Options]]:
    """Yield the keys and options of all rows of a table; `at` is its number, counted from 0."""
    _, rows = next(islice(tables(data, Notes()), at, None))
    for _, cells in rows:
        yield one_line(columns.cell("key", cells)), columns.numbered("option", cells)


class _RowReader:
    """Makes items of the rows below the headings."""

    def __init__(
        self, layout: SheetLayout, columns: Columns, keys: KeyMatcher, notes: Notes, draft: bool
    ) -> None:
        self._layout = layout
        self._columns = columns
        self._keys = keys
        self._notes = notes
        self._draft = draft
        self.is_empty = True
        self._noted: set[str | int] = set()
        self._known = set(columns.places.values())

    def item(self, line: int, cells: list[str]) -> Item | None:
        """Return the question of a row, or None if it has none or that is left out."""
        cell = self._columns.cell
        stem, key = cell("stem", cells), one_line(cell("key", cells))
        wrong = self._columns.numbered("wrong", cells)
        options = self._columns.numbered("option", cells)
        order = [text for text in map(str.strip, cell("options", cells).split("\n")) if text]
        if not (stem or key or wrong or options or order):
            return None
        if self._layout.legend and stem.casefold().startswith(self._layout.legend):
            return None
        self.is_empty = False
        self._note_the_rest(line, cells)
        texts: list[str] = []
        if not stem:
            why = "a row of answers without a question"
        elif (kind := _heading(cell("kind", cells))) not in MULTIPLE_CHOICE:
            why = f"a question of the type {quoted(kind)}, not multiple choice"
        else:
            key, texts, why = self._answers(line, key, wrong, options, order)
            if why and self._draft:
                if key and set(texts) - {key}:  # the answers contradict each other
                    self._notes.changed(line, why)
                    key = ""
                why = ""
        if why:
            self._notes.left_out(line, why)
            return None
        tags = cell("tags", cells)
        if tags.count(",") > MAX_COMMAS:
            self._notes.left_out(line, f"its tags, which are more than {MAX_COMMAS:,}")
            tags = ""
        return make_item(stem, key, texts, line, self._notes, order)._replace(
            difficulty=difficulty(cell("difficulty", cells), line, self._notes),
            category=one_line(cell("category", cells)),
            explanation=cell("explanation", cells),
            source=one_line(cell("source", cells)),
            tags=tuple(split_list(tags)),
            id=one_line(cell("id", cells)),
        )

    def _answers(
        self, line: int, key: str, wrong: dict[int, str], options: dict[int, str], order: list[str]
    ) -> tuple[str, list[str], str]:
        """Return the right answer, all answers, and what is wrong with them, if anything."""
        why = ""
        if not key:
            texts = order or [*options.values(), *wrong.values()]
            why = "no right answer is given"
        elif order:
            texts = order
            if key not in order:
                why = f"the answer {quoted(key)} is not among its options"
        elif wrong or self._columns.number_of("wrong"):
            texts = [key, *wrong.values()]
        else:
            texts = list(options.values())
            places = self._keys.match(line, key, options)
            if len(places) > 1:
                why = f"several right answers: {', '.join(map(str, places))}"
            elif not places or places[0] not in options:
                why = f"the right answer {quoted(key)} is not among the answers"
            else:
                key = options[places[0]]
        if not why and len(texts) < 2:
            why = "it has no wrong answers"
        return key, texts, why

    def _note_the_rest(self, line: int, cells: list[str]) -> None:
        """Note what a row has beside the question and a pack cannot hold."""
        if self._columns.cell("image", cells):
            self._notes.left_out(line, "a picture: a pack holds only text")
        for kind, what in (("time", "time limits"), ("points", "points")):
            if self._columns.cell(kind, cells) and kind not in self._noted:
                self._noted.add(kind)
                self._notes.changed(None, f"a pack has no place for {what}")
        for at, text in enumerate(cells):
            if not text or at in self._known or at in self._noted or WHOLE_NUMBER.fullmatch(text):
                continue
            self._noted.add(at)
            name = self._columns.unknown.get(at) or column_name(at)
            self._notes.left_out(line, f"the column {quoted(name)} is not read")


def column_name(place: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A to Z, AA, AB."""
    name = ""
    while place >= 0:
        name = chr(65 + place % 26) + name
        place = place // 26 - 1
    return name


def split_list(cell: str) -> list[str]:
    """Return the texts of a cell that holds several, as `join_list` writes them."""
    parts = (part.strip() for _, _, parts in records(cell, ",") for part in parts)
    return [part for part in parts if part]


def join_list(texts: Iterable[str]) -> str:
    """Return texts in one cell, with commas between them and quotes where they are needed."""
    return ",".join(
        '"{}"'.format(text.replace('"', '""')) if re.search('[",]', text) else text
        for text in texts
    )
