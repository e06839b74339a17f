"""Sheets of questions: one a row, in columns that are known by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._cells import ZIP, Row, records, tables
from quiz.formats._fit import LEVELS, fixed, one_line
from quiz.packs.model import Item
from quiz.text import shorten

HEAD = 50
"""How many rows are looked at for headings."""

WIDTH = 100
"""How many columns are looked at for headings."""

TAGS = 1_000
"""The largest number of commas between tags."""

NUMBERED = frozenset(["option", "wrong"])
"""What there may be several columns of."""

CHOICE = frozenset(
    ["", "multiple choice", "multiple-choice", "mcq", "checkbox", "true/false", "true or false"]
)
"""The kinds of question that have options to choose from."""

NUMERAL = re.compile(r"\d+(?:\.0+)?")

WRITTEN = re.compile(r"[\s,;/&|]+|\band\b")


class Layout(NamedTuple):
    """What a program's sheet looks like.

    `headings` has a pattern for the heading of each kind of column; the group of one that may
    be there several times is its number or letter. `sure` are the kinds that no other program
    has in this company. Where `by_number`, the right answer is told by its number, otherwise
    rather by its text. `legend` begins a row that explains the columns.
    """

    program: str
    headings: dict[str, re.Pattern[str]]
    sample: str
    sure: tuple[str, ...] = ()
    by_number: bool = True
    legend: str = ""


class Columns(NamedTuple):
    """Where the columns of a sheet are, by their kinds and, for some, by their numbers."""

    single: dict[str, int]
    several: dict[str, dict[int, int]]
    unknown: dict[int, str]

    def cell(self, kind: str, cells: list[str]) -> str:
        """What a row has in the column of a kind, if there is one."""
        at = self.single.get(kind, len(cells))
        return cells[at] if at < len(cells) else ""

    def numbered(self, kind: str, cells: list[str]) -> dict[int, str]:
        """What a row has in the columns of a kind, by their numbers."""
        places = self.several[kind].items()
        return {n: one_line(cells[at]) for n, at in places if at < len(cells) and cells[at]}


def columns(layout: Layout, cells: list[str], bare: bool = False) -> Columns | None:
    """The columns that a row of headings tells of, or None if it is no such row.

    Where it may be `bare`, a heading for the questions is enough.
    """
    cells = cells[:WIDTH]
    if sum(map(bool, cells)) < (1 if bare else 3):
        return None
    found = Columns({}, {kind: {} for kind in NUMBERED}, {})
    for at, cell in enumerate(cells):
        name = heading(cell)
        for kind, pattern in layout.headings.items():
            if not (match := pattern.fullmatch(name)):
                continue
            if kind in NUMBERED:
                places = found.several[kind]
                sign = next(filter(None, match.groups()), str(len(places) + 1))
                places.setdefault(int(sign) if sign.isdecimal() else ord(sign) - 96, at)
            else:
                found.single.setdefault(kind, at)
            break
        else:
            found.unknown[at] = one_line(cell)
    several = len(found.several["option"]) > 1 or found.several["wrong"]
    enough = {"stem", "key"} <= set(found.single) and (several or "options" in found.single)
    if bare and (stem := found.single.get("stem")) is not None:
        enough = enough or is_stem(layout, cells[stem])
    return found if enough else None


def is_stem(layout: Layout, cell: str) -> bool:
    """Whether a cell is the heading of the questions, with nothing else in it."""
    return bool(layout.headings["stem"].fullmatch(cell.strip(" \t:*#").casefold()))


def heading(cell: str) -> str:
    """A heading without its case, its line ends and the hints that follow it."""
    name = " ".join(cell[:200].casefold().replace("(s)", "").replace("_", " ").split())
    return re.split(r"[(:–—]| - ", name, maxsplit=1)[0].strip(" *?.")


def likeness(layout: Layout, data: bytes, bare: bool = False) -> int:
    """How much a file looks like a sheet of this layout: by its headings, which may be `bare`."""
    for rows in _heads(data if data.startswith(ZIP) else data[:100_000]):
        if found := _headed(layout, rows, bare):
            return 95 if set(layout.sure) <= set(found.single) else 60
    return 0


def _headed(layout: Layout, rows: Iterable[Row], bare: bool) -> Columns | None:
    """The columns that one of the first rows tells of; bare headings are in the very first."""
    for _, cells in islice(rows, HEAD):
        if found := columns(layout, cells, bare):
            return found
        bare = bare and (not cells or cells == ["sep="])
    return None


@lru_cache(maxsize=1)
def _heads(data: bytes) -> tuple[tuple[Row, ...], ...]:
    """The first rows of every table that a file may hold."""
    heads = []
    try:
        for table in tables(data, Notes()):
            heads.append(tuple(islice(table.rows, HEAD)))
    except FormatError:
        pass
    return tuple(heads)


def read(layout: Layout, data: bytes, notes: Notes, draft: bool = False) -> Iterator[Item]:
    """The questions of the first sheet that has this layout's headings.

    Of a `draft`, the headings and the rows need not be complete: what a question lacks is empty.
    """
    sheet: _Sheet | None = None
    bare = draft and not likeness(layout, data)
    for at, (name, rows) in enumerate(tables(data, notes)):
        found = _headed(layout, rows, bare)
        if sheet:
            if found:
                notes.left_out(None, f"the sheet {name!r}: only the first one is read")
            continue
        if not found:
            continue
        sheet = _Sheet(layout, found, notes, draft, _again(data, at))
        for line, cells in rows:
            if item := sheet.item(line, cells):
                yield item
        if not name:
            break
    if sheet is None:
        raise FormatError(
            f"none of the first {HEAD} rows has the headings of {layout.program}",
            f"they are: {layout.sample}",
        )
    if sheet.is_blank:
        raise FormatError("there are no questions below the headings")


def _again(data: bytes, at: int) -> Iterator[Row]:
    """The rows of a table once more; `at` is its number, counted from 0."""
    yield from next(islice(tables(data, Notes()), at, None)).rows


class _Sheet:
    """Makes items of the rows below the headings."""

    def __init__(
        self, layout: Layout, columns: Columns, notes: Notes, draft: bool, whole: Iterable[Row]
    ) -> None:
        self._layout = layout
        self._columns = columns
        self._notes = notes
        self._draft = draft
        self._whole = whole
        self.is_blank = True
        self._told: set[str | int] = set()
        self._known = set(columns.single.values()).union(
            *map(dict.values, columns.several.values())
        )

    def item(self, line: int, cells: list[str]) -> Item | None:
        """The question of a row, if it has one that can be taken."""
        cell = self._columns.cell
        stem, key = cell("stem", cells), one_line(cell("key", cells))
        wrong = self._columns.numbered("wrong", cells)
        options = self._columns.numbered("option", cells)
        order = [one for one in map(str.strip, cell("options", cells).split("\n")) if one]
        if not (stem or key or wrong or options or order):
            return None
        if self._layout.legend and stem.casefold().startswith(self._layout.legend):
            return None
        self.is_blank = False
        self._tell_of_the_rest(line, cells)
        texts: list[str] = []
        if not stem:
            why = "a row of answers without a question"
        elif (kind := heading(cell("kind", cells))) not in CHOICE:
            why = f"a question of the kind {shorten(kind)!r}, not multiple choice"
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
        return self._made(line, cells, stem, key, texts, tuple(order))

    def _answers(
        self, line: int, key: str, wrong: dict[int, str], options: dict[int, str], order: list[str]
    ) -> tuple[str, list[str], str]:
        """The right answer, all of them, and what is wrong with them, if so."""
        why = ""
        if not key:
            texts = order or [*options.values(), *wrong.values()]
            why = "no right answer is given"
        elif order:
            texts = order
            if key not in order:
                why = f"the answer {shorten(key)!r} is not among its options"
        elif wrong or self._columns.several["wrong"]:
            texts = [key, *wrong.values()]
        else:
            texts = list(options.values())
            chosen = self._chosen(line, key, options)
            if len(chosen) > 1:
                why = f"several right answers: {', '.join(map(str, chosen))}"
            elif not chosen or chosen[0] not in options:
                why = f"the right answer {shorten(key)!r} is none of the answers"
            else:
                key = options[chosen[0]]
        if not why and len(texts) < 2:
            why = "it has no wrong answers"
        return key, texts, why

    def _made(
        self,
        line: int,
        cells: list[str],
        stem: str,
        key: str,
        texts: list[str],
        order: tuple[str, ...],
    ) -> Item:
        cell = self._columns.cell
        order = order or fixed(texts)
        if order == ("True", "False"):
            key, texts = key.capitalize(), list(order)
        level = cell("difficulty", cells).casefold()
        if level and level not in LEVELS:
            self._notes.changed(line, f"the difficulty {shorten(level)!r}: taken as medium")
        tags = cell("tags", cells)
        if tags.count(",") > TAGS:
            self._notes.left_out(line, f"its tags: there are more than {TAGS:,}")
            tags = ""
        if 1 < texts.count(key) < len(texts):
            self._notes.changed(line, f"the answer {shorten(key)!r} was a wrong answer too")
        return Item(
            uid="",
            pack="",
            stem=stem,
            key=key,
            distractors=tuple(text for text in texts if text != key),
            options=order,
            difficulty=LEVELS.get(level, "medium"),
            category=one_line(cell("category", cells)),
            explanation=cell("explanation", cells),
            source=one_line(cell("source", cells)),
            tags=tuple(split(tags)),
            line=line,
            id=one_line(cell("id", cells)),
        )

    def _chosen(self, line: int, key: str, options: dict[int, str]) -> list[int]:
        """The numbers of the options that are named as right, by number, letter or text."""
        same = _same(key, options)
        if not same or self._layout.by_number:
            return _named(key, options, same)
        other = _named(key, options, [])
        if len(other) != 1 or other == same or other[0] not in options:
            return same
        by_text, by_sign = self._habits
        if bool(by_text) == bool(by_sign):
            self._notes.changed(
                line, f"{shorten(key)!r} could be the answer's place: taken for its text"
            )
        return other if by_sign and not by_text else same

    @cached_property
    def _habits(self) -> tuple[int, int]:
        """In how many rows the answer can only be told by its text, and only by its place."""
        by_text = by_sign = 0
        for _, cells in self._whole:
            key = one_line(self._columns.cell("key", cells))
            options = self._columns.numbered("option", cells)
            same = _same(key, options)
            named = [n for n in _named(key, options, []) if n in options]
            by_text += bool(same and not named)
            by_sign += bool(named and not same)
        return by_text, by_sign

    def _tell_of_the_rest(self, line: int, cells: list[str]) -> None:
        """Note what a row has beside the question."""
        if self._columns.cell("image", cells):
            self._notes.left_out(line, "a picture: a pack holds text alone")
        for kind, why in (("time", "time limits"), ("points", "points")):
            if self._columns.cell(kind, cells) and kind not in self._told:
                self._told.add(kind)
                self._notes.changed(None, f"{why}: a pack has none")
        for place, text in enumerate(cells):
            if not text or place in self._known or place in self._told or NUMERAL.fullmatch(text):
                continue
            self._told.add(place)
            name = self._columns.unknown.get(place) or letters(place)
            self._notes.left_out(line, f"the column {shorten(name)!r} is not read")


def letters(place: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A to Z, AA, AB."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name


def split(cell: str) -> list[str]:
    """The parts of a cell that holds several, with commas between them, as `joined` writes it."""
    parts = (part.strip() for _, _, parts in records(cell, ",") for part in parts)
    return [part for part in parts if part]


def joined(parts: Iterable[str]) -> str:
    """Several texts in one cell."""
    return ",".join(
        '"{}"'.format(part.replace('"', '""')) if re.search('[",]', part) else part
        for part in parts
    )


def _same(key: str, options: dict[int, str]) -> list[int]:
    """The number of the option that has this text, if one has."""
    return [n for n, text in options.items() if text.casefold() == key.casefold()][:1]


def _named(key: str, options: dict[int, str], same: list[int]) -> list[int]:
    """The numbers that a key consists of, in figures or letters; `same` where it is more."""
    numbers: list[int] = []
    for word in WRITTEN.split(key[:100].casefold()):
        sign = word.strip("().#")
        if number := re.fullmatch(r"(\d{1,2})(?:\.0+)?", sign):
            numbers.append(int(number[1]))
        elif several := re.fullmatch(r"(\d)\.(\d)", sign):  # 1,3 where a comma is decimal
            numbers += map(int, several.groups())
        elif re.fullmatch(r"[a-i]", sign) and not same:
            numbers.append(ord(sign) - 96)
        elif sign not in ("", "answer", "option"):
            return same
    named = list(dict.fromkeys(numbers))
    return named if named and not (same and set(named) - set(options)) else same
