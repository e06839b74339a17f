"""Sheets of questions: one question a row, in columns that are known by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._cells import ZIP_MAGIC, NumberedRow, Table, records, tables
from quiz.formats._items import difficulty, make_item
from quiz.formats._keys import KeyMatcher, Options
from quiz.formats._lists import split_cell
from quiz.formats._text import one_line, quoted
from quiz.formats._words import folded
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

        Without the columns that only this program has, it looks more like somebody's own sheet,
        in which answer numbers may count from 0. If `bare`, the heading of the questions is enough.
        """
        for rows in first_rows(data):
            if found := self.find_columns(rows, bare):
                return 95 if all(map(found.number_of, self.sure)) else 30
        return 0

    def read(
        self,
        data: bytes,
        notes: Notes,
        draft: bool = False,
        first: int | None = None,
        columns: Sequence[str] = (),
    ) -> Iterator[Item]:
        """Yield the questions of the first sheet that has these headings.

        For a `draft`, headings and rows may be incomplete: what a question lacks is empty.
        `first` is the number of the first answer, and `columns` are the headings of a sheet that
        has none, if the user has said them. Raise FormatError if there are no headings, or no
        questions below them.
        """
        reader: _RowReader | None = None
        bare = draft and not self.likeness(data)
        for at, (name, rows) in enumerate(self._tables(data, notes, columns)):
            if not (found := self.find_columns(rows, bare)):
                continue
            if reader:
                why = f"the sheet {quoted(name)}: only the first sheet of questions is read"
                notes.left_out(None, why, question=False)
                continue
            again = self._keys_again(data, at, found, columns)
            keys = KeyMatcher(self.by_number, again, first)
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

    def _tables(self, data: bytes, notes: Notes, columns: Sequence[str]) -> Iterator[Table]:
        """Yield the tables of a file, below a row of headings if these are given."""
        for name, rows in tables(data, notes):
            if not columns:
                yield name, rows
                continue
            head = list(islice(rows, HEADING_ROWS))
            full = [cells for _, cells in head if len(cells) >= min(len(columns), 3)]
            if self._columns(full[0] if full else [], False):
                head = [row for row in head if row[1] != full[0]]
            if 2 * len(full) > sum(1 for _, cells in head if cells):
                yield name, chain([(0, list(columns))], head, rows)

    def _keys_again(
        self, data: bytes, at: int, found: Columns, columns: Sequence[str]
    ) -> Iterator[tuple[str, Options]]:
        """Yield the keys and options of all rows of a table; `at` is its number, from 0."""
        _, rows = next(islice(self._tables(data, Notes(), columns), at, None))
        for _, cells in rows:
            options: Options = {}
            with suppress(ValueError):
                options = found.options(cells)
            for key in found.keys(cells):
                yield key, options

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
        found = Columns({}, {}, set())
        for at, cell in enumerate(cells):
            name = _heading(cell)
            for kind, pattern in self.headings.items():
                if match := re.fullmatch(pattern, name):
                    number = 0
                    if kind in NUMBERED:
                        sign = next(filter(None, match.groups()), "")
                        found.lists.update([] if sign else [kind])
                        sign = sign or str(found.number_of(kind) + 1)
                        number = int(sign) if sign.isdecimal() else ord(sign) - 96
                    if kind == "key":
                        number = found.number_of("key")
                    found.places.setdefault((kind, number), at)
                    break
            else:
                found.unknown[at] = one_line(cell)
        for kind in NUMBERED:
            if found.number_of(kind) != 1:
                found.lists.discard(kind)
        if found.number_of("stem") and found.number_of("key") and found.has_answers:
            return found
        stem = found.cell("stem", cells)
        return found if bare and self.is_stem_heading(stem) else None

    def is_stem_heading(self, cell: str) -> bool:
        """Return whether a cell is the heading of the questions and nothing else."""
        return bool(re.fullmatch(self.headings["stem"], folded(cell.strip(" \t:*#"))))


class Columns(NamedTuple):
    """The places of known columns by kind and number, which may be 0, and the other headings.

    `lists` are the kinds of which a single column holds several texts.
    """

    places: dict[tuple[str, int], int]
    unknown: dict[int, str]
    lists: set[str]

    @property
    def has_answers(self) -> bool:
        """Whether there are columns of answers to choose from."""
        kinds = ("wrong", "options", "list")
        several = self.number_of("option") > 1 or "option" in self.lists
        return several or any(map(self.number_of, kinds))

    def keys(self, cells: list[str]) -> list[str]:
        """Return the cells of a row that say which answer is right, without empty ones."""
        texts = (
            one_line(cells[at])
            for (kind, _), at in self.places.items()
            if kind == "key" and at < len(cells)
        )
        return list(filter(None, texts))

    def options(self, cells: list[str]) -> dict[int, str]:
        """Return the options of a row by number. Raise ValueError if they cannot be told apart."""
        for kind in ("option", "options", "list"):
            cell = self.cell(kind, cells) if kind != "option" else ""
            if kind in self.lists:
                cell = next(iter(self.numbered(kind, cells).values()), "")
            if cell:
                return dict(enumerate(split_cell(cell), 1))
        return self.numbered("option", cells)

    def wrong(self, cells: list[str]) -> list[str]:
        """Return the wrong answers of a row. Raise ValueError if they cannot be told apart."""
        found = list(self.numbered("wrong", cells).values())
        return split_cell(found[0]) if found and "wrong" in self.lists else found

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
    name = " ".join(cell[:200].replace("(s)", "").replace("(S)", "").split())
    return folded(re.split(r"[(:（：–—]| - ", name, maxsplit=1)[0].strip(" *?."))


def first_rows(data: bytes) -> tuple[tuple[NumberedRow, ...], ...]:
    """Return the first rows of every table that a file may hold."""
    return _first_rows(data if data.startswith(ZIP_MAGIC) else data[:100_000])


@lru_cache(maxsize=1)
def _first_rows(data: bytes) -> tuple[tuple[NumberedRow, ...], ...]:
    heads = []
    with suppress(FormatError):
        for _, rows in tables(data, Notes()):
            heads.append(tuple(islice(rows, HEADING_ROWS)))
    return tuple(heads)


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
        stem, keys = cell("stem", cells), self._columns.keys(cells)
        answers: list[str] = [*self._columns.numbered("wrong", cells).values()]
        answers += self._columns.numbered("option", cells).values()
        answers += filter(None, [cell("options", cells), cell("list", cells)])
        if not (stem or keys or answers):
            return None
        if self._layout.legend and stem.casefold().startswith(self._layout.legend):
            return None
        self.is_empty = False
        self._note_the_rest(line, cells)
        key, texts, order = "", list[str](), list[str]()
        if not stem:
            why = "a row of answers without a question"
        elif (kind := _heading(cell("kind", cells))) not in MULTIPLE_CHOICE:
            why = f"a question of the type {quoted(kind)}, not multiple choice"
        else:
            key, texts, order, why = self._answers(keys, cells)
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
            self._notes.left_out(
                line, f"its tags, which are more than {MAX_COMMAS:,}", question=False
            )
            tags = ""
        return make_item(stem, key, texts, line, self._notes, order)._replace(
            difficulty=difficulty(cell("difficulty", cells), line, self._notes),
            category=one_line(cell("category", cells)),
            explanation=cell("explanation", cells),
            source=one_line(cell("source", cells)),
            tags=tuple(split_list(tags)),
            id=one_line(cell("id", cells)),
        )

    def _answers(self, keys: list[str], cells: list[str]) -> tuple[str, list[str], list[str], str]:
        """Return the right answer, all answers, their order if it is fixed, and any fault."""
        key = keys[0] if keys else ""
        order = list(map(str.strip, self._columns.cell("options", cells).split("\n")))
        order = [text for text in order if text] if len(order) > 1 else []
        texts: list[str] = []
        try:
            wrong, options = self._columns.wrong(cells), self._columns.options(cells)
            texts = order or [*options.values(), *wrong]
            if not key:
                return key, texts, order, "no right answer is given"
            if order and key in order:
                pass
            elif self._columns.number_of("wrong") and not options:
                texts = [key, *wrong]
            elif options or not self._draft:
                key = self._match(keys, options)
        except ValueError as error:
            return key, texts, order, str(error)
        except FormatError as error:
            if not self._draft:
                raise
            return key, texts, order, error.message
        return key, texts, order, "" if len(texts) > 1 else "it has no wrong answers"

    def _match(self, keys: list[str], options: dict[int, str]) -> str:
        """Return the option that all keys of a row mean. Raise ValueError if it is not one."""
        found: dict[int, None] = {}
        for key in keys:
            places = self._keys.match(key, options)
            if len(places) > 1:
                raise ValueError(f"several right answers: {', '.join(map(str, places))}")
            if not places or places[0] not in options:
                raise ValueError(f"the right answer {quoted(key)} is not among the answers")
            found[places[0]] = None
        if len(found) > 1:
            raise ValueError(f"its right answers differ: {', '.join(map(quoted, keys))}")
        return options[next(iter(found))]

    def _note_the_rest(self, line: int, cells: list[str]) -> None:
        """Note what a row has beside the question and a pack cannot hold."""
        if self._columns.cell("image", cells):
            self._notes.left_out(line, "a picture: a pack holds only text", question=False)
        for kind, what in (("time", "time limits"), ("points", "points")):
            if self._columns.cell(kind, cells) and kind not in self._noted:
                self._noted.add(kind)
                self._notes.changed(None, f"a pack has no place for {what}")
        for at, text in enumerate(cells):
            if not text or at in self._known or at in self._noted or WHOLE_NUMBER.fullmatch(text):
                continue
            self._noted.add(at)
            name = self._columns.unknown.get(at) or column_name(at)
            self._notes.left_out(line, f"the column {quoted(name)} is not read", question=False)


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
