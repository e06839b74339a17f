"""From a file to a Pack, with every problem on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from quiz.errors import PackError, did_you_mean
from quiz.packs import tables
from quiz.packs.codes import ADVICE, ERRORS
from quiz.packs.diagnostics import LIMIT, Diagnostic, Enough, Paint, Place, Report, bare, render
from quiz.packs.items import Items
from quiz.packs.model import (
    CODE,
    ITEMS,
    PACK,
    QUESTION,
    TEMPLATE,
    TEMPLATES,
    ListOf,
    MapOf,
    Pack,
    Text,
)
from quiz.packs.reader import Mapping, Node, Reader, Scalar, Sequence, place
from quiz.packs.regular import LARGE, Irregular, Regular
from quiz.packs.shape import Shape, Values, meant
from quiz.packs.source import Source
from quiz.text import printable, shorten


class Checked(NamedTuple):
    """What came of checking a file: its problems, how many questions it asks and, if it has no
    errors, the pack. `text` is the report for a person's eyes, in lines.
    """

    path: Path
    items: int
    errors: int
    diagnostics: list[Diagnostic]
    pack: Pack | None
    text: list[str]


def check(
    path: Path,
    keep: bool = False,
    paint: Paint = bare,
    progress: Callable[[float], None] | None = None,
    called: str = "",
) -> Checked:
    """Check one file; with `keep`, its items are kept and make the pack.

    `progress` is told, now and then, which share of the file has been read; `called` is what
    the report calls the file, if not by its path.
    """
    name, file = printable(path.stem), called or str(path)
    report = Report()
    checker = Checker(name, report, keep)
    excerpts = {}
    try:
        with Source(path, progress) as source:
            try:
                if source.size < LARGE:
                    raise Irregular
                checker.take(Regular(source, report))
            except Irregular:
                report = Report()
                checker = Checker(name, report, keep)
                with suppress(Enough):
                    checker.take(Reader(source.text(report), report))
            except Enough:
                pass
            if report.diagnostics:
                related = [d.related.place for d in report.diagnostics if d.related]
                excerpts = source.excerpts(
                    [d.place for d in report.diagnostics if d.place] + related
                )
    except PackError as error:
        with suppress(Enough):
            report.error("unreadable", error.message, None, error.hint)
    found = report.sorted()
    lines = [line for problem in found for line in render(problem, file, excerpts, paint)]
    if report.full:
        lines.append(f"{printable(file)}: there may be more; the first {LIMIT:,} are shown")
    pack = checker.pack() if keep and not report.errors else None
    return Checked(path, checker.count, report.errors, found, pack, lines)


def load(path: Path, progress: Callable[[float], None] | None = None) -> Pack:
    """The pack in a file. Raises PackError with its first problem."""
    checked = check(path, keep=True, progress=progress)
    if checked.pack is None:
        first = next(d for d in checked.diagnostics if d.severity == "error")
        raise PackError(first.heading(str(path)), "`quiz check` shows every problem of a pack.")
    return checked.pack


class Checker:
    """Takes the entries of one file and keeps what is sound."""

    def __init__(self, name: str, report: Report, keep: bool) -> None:
        self.count = 0
        self._name = name
        self._report = report
        self._shape = Shape(report)
        self._items = Items(name, report, keep)
        self._press = tables.Press()
        self._head: Values = {}
        self._tables: dict[str, list[dict[str, str]] | None] = {}
        self._named: dict[str, Scalar] = {}
        self._columns: dict[str, set[str]] = {}
        self._lacking: dict[tuple[str, str], int] = {}
        self._templates: list[tuple[Mapping, Values]] = []

    def pack(self) -> Pack:
        """The pack, once all entries have been taken without an error."""
        category = self._head.pop("category", "")
        items = (i if i.category else i._replace(category=category) for i in self._items.kept)
        return Pack(self._name, items=tuple(items), **self._head)

    def take(self, entries: Reader | Regular) -> None:
        """Take all entries of the file."""
        given: set[str] = set()
        elements = {"questions": self._question, "templates": self._template, "allow": self._allow}
        for key, value, element in entries:
            if not element:
                given.add(key.value)
                self._top(key, value)
            elif key.value in elements:
                elements[key.value](value)
        for node, template in self._templates:
            if entries.complete or template["from"] in self._tables:
                self._expand(node, template)
        self._items.finish(self.count)
        if not entries.complete:
            return
        asked = (
            set(self._named)
            if self._report.errors
            else {template["from"] for _, template in self._templates}
        )
        for table, key in self._named.items():
            if table not in asked:
                self._report.warning(
                    "unreachable",
                    f"no template asks about the table `{shorten(table)}`",
                    place(key),
                )
        errors = self._report.errors
        for name in PACK.required:
            if name not in given and name not in meant(given, PACK):
                self._report.error("missing-key", f"the pack has no `{name}`", Place(0, 0))
        if not self.count and not errors:
            self._report.error(
                "no-questions", "the pack asks nothing", None, "give it a list of `questions:`"
            )

    def _top(self, key: Scalar, value: Node) -> None:
        """Take a top-level entry; the elements of a list of records follow one by one."""
        name = key.value
        if (field := self._shape.field(key, PACK)) is None:
            return
        kind = field.kind
        if isinstance(kind, ListOf):
            if not isinstance(value, Sequence):
                self._shape.wrong_type(name, kind, value)
        elif isinstance(kind, MapOf) and isinstance(value, Mapping):
            self._tables = self._shape.map(name, kind, value)
            self._named = {table: key for table, (key, _) in value.entries.items()}
        else:
            self._head[name] = self._shape.value(name, kind, value)

    def _allow(self, code: Node) -> None:
        """Switch advice off."""
        value = self._shape.value("allow", CODE, code)
        if value in ADVICE:
            self._report.allowed.add(value)
        elif value is not None:
            what = "is an error" if value in ERRORS else "is no code of advice"
            self._report.warning(
                "unknown-code",
                f"`{value}` {what}",
                place(code),
                did_you_mean(value, ADVICE) or f"the codes are {', '.join(ADVICE)}",
            )

    def _question(self, node: Node) -> None:
        self._counted(node)
        if isinstance(node, Mapping):
            values, whole = self._shape.record(QUESTION, node)
            if whole and self._items.sided(values, node):
                self._items.add(values, node)
            else:
                self._items.add_part(values, node)
        else:
            self._shape.wrong_type("questions", QUESTION, node)

    def _counted(self, node: Node) -> None:
        """Count a question."""
        self.count += 1
        if self.count > ITEMS:
            self._report.error("count", f"the pack asks more than {ITEMS:,} questions", place(node))
            raise Enough

    def _template(self, node: Node) -> None:
        if len(self._templates) == TEMPLATES:
            self._report.error(
                "count", f"the pack has more than {TEMPLATES} templates", place(node)
            )
            raise Enough
        values = self._shape.value("templates", TEMPLATE, node)
        if values and isinstance(node, Mapping):
            given = "wrong" in values or "options" in values
            if not given or self._items.sided(values, node):
                self._templates.append((node, values))

    def _expand(self, node: Mapping, template: Values) -> None:
        """Take the questions that a template makes of the rows of its table."""
        table = template["from"]
        if table not in self._tables:
            self._report.error(
                "unknown-table",
                f"there is no table `{table}`",
                place(node.entries["from"][1]),
                did_you_mean(table, self._tables) or _named("the tables are", self._tables),
            )
        rows = self._tables.get(table)
        if not rows or not self._has_columns(node, table, rows):
            return
        label = f"{self._name}:{table}"
        line = place(node).line
        try:
            for number, values in enumerate(self._press.expand(template, rows)):
                self._counted(node)
                if not (values.get("wrong") or values.get("options")):
                    self._report.error(
                        "no-distractors", "no other row gives a wrong answer", place(node)
                    )
                    return
                if self._fits(values, node, number):
                    self._items.add(values, node, (f"{label} {line}", f"{label}/{number}"))
        except tables.TooMuch:
            self._report.error(
                "too-large",
                f"the templates make more than {tables.MADE:,} characters of their rows",
                place(node),
            )
            raise Enough from None

    def _has_columns(self, node: Mapping, table: str, rows: list[dict[str, str]]) -> bool:
        """Whether every row has each column that the template's texts ask for."""
        sound = True
        if table not in self._columns:
            self._columns[table] = set(rows[0]).intersection(*rows[1:])
        common = self._columns[table]
        for text in _texts(node):
            try:
                columns = tables.form(text.value).columns
            except tables.BadPlaceholder as brace:
                self._report.error(
                    "bad-brace",
                    f"a single `{brace}`",
                    place(text),
                    "write {column}, or double the brace",
                )
                sound = False
                continue
            for column in dict.fromkeys(columns):
                if column not in common:
                    if (table, column) not in self._lacking:
                        lacking = next(n for n, row in enumerate(rows) if column not in row)
                        self._lacking[table, column] = lacking
                    lacking = self._lacking[table, column]
                    self._report.error(
                        "unknown-column",
                        f"row {lacking + 1} of the table has no column `{shorten(column)}`",
                        _within(text, column),
                        did_you_mean(column, rows[lacking])
                        or _named("its columns are", rows[lacking]),
                    )
                    sound = False
        return sound

    def _fits(self, values: tables.Values, node: Mapping, number: int) -> bool:
        """Whether the texts made of a row keep to the limits that written ones have."""
        for name, (_, written) in node.entries.items():
            if (value := values.get(name)) is None:
                continue
            kind = QUESTION.fields[name].kind
            text = kind.of if isinstance(kind, ListOf) else kind
            if isinstance(text, Text):
                made = f"{name} of row {number + 1}"
                for one in value if isinstance(value, list) else [value]:
                    if not self._shape.fits(made, text, one, place(written)):
                        return False
        return True


def _named(what: str, names: Iterable[str]) -> str:
    """A hint with the first names that there are."""
    some = ", ".join(islice(names, 10))
    return f"{what} {shorten(some)}" if some else ""


def _within(text: Scalar, column: str) -> Place:
    """Where a column is asked for, if the text is written as it is read; otherwise the text."""
    whole = place(text)
    quotes = 2 if text.style else 0
    found = re.search(rf"\{{\s*{re.escape(column)}\s*\}}", text.value)
    if not found or whole.length != len(text.value) + quotes:
        return whole
    return Place(whole.line, whole.column + quotes // 2 + found.start(), len(found[0]))


def _texts(template: Mapping) -> Iterator[Scalar]:
    """The texts of a template that are filled from rows."""
    for name, (_, value) in template.entries.items():
        for node in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(node, Scalar) and name != "from":
                yield node
