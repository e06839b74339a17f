"""From a file to a Pack, with every problem on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from quiz.errors import PackError, did_you_mean, nearest
from quiz.packs import diagnostics, languages, model, tables
from quiz.packs.codes import ADVICE, ERRORS
from quiz.packs.diagnostics import (
    Correction,
    Diagnostic,
    Enough,
    Paint,
    Place,
    Report,
    bare,
    render,
)
from quiz.packs.items import Items
from quiz.packs.model import PACK, QUESTION, ListOf, MapOf, Pack, Text, Values
from quiz.packs.nodes import MappingNode, Node, ScalarNode, SequenceNode
from quiz.packs.reader import Reader
from quiz.packs.shape import Validator, meant, replaced
from quiz.packs.source import Source
from quiz.text import printable, shorten


class Checked(NamedTuple):
    """What came of checking a file.

    `items` is the number of its questions; `pack` is None if there are errors or if the items
    were not kept. `text` is the report for a person, in lines. `asked` has the line of each
    question by a hash, to compare packs, if that was wanted and the pack does not forbid it.
    """

    path: Path
    items: int
    errors: int
    diagnostics: list[Diagnostic]
    pack: Pack | None
    text: list[str]
    asked: dict[int, int]


def check(
    path: Path,
    keep: bool = False,
    paint: Paint = bare,
    progress: Callable[[float], None] | None = None,
    called: str = "",
    compare: bool = False,
    advise: bool = True,
) -> Checked:
    """Check one file and return its problems and, with `keep`, the pack.

    `progress` is called now and then with the share of the file that has been read; `called` is
    the file's name in the report, by default its path. With `compare`, what is asked is returned.
    Without `advise`, most warnings are left out, which takes less time.
    """
    name, file = printable(path.stem), called or str(path)
    report = Report()
    checker = Checker(name, report, keep, advise)
    excerpts = {}
    try:
        with Source(path, progress) as source:
            with suppress(Enough):
                checker.take(Reader(source.text(report), report))
            found = report.sorted()
            places = [problem.place for problem in found if problem.place]
            places += [problem.related.place for problem in found if problem.related]
            if places:
                excerpts = source.excerpts(places)
    except PackError as error:
        with suppress(Enough):
            report.error("unreadable", error.message, None, error.hint)
        found = report.sorted()
    lines = [line for problem in found for line in render(problem, file, excerpts, paint)]
    if report.full:
        most = diagnostics.MAX_PROBLEMS
        lines.append(f"{printable(file)}: there may be more problems; the first {most:,} are shown")
    pack = checker.pack() if keep and not report.errors else None
    asked = checker.asked() if compare and "shared-questions" not in report.allowed else {}
    return Checked(path, checker.count, report.errors, found, pack, lines, asked)


def load(path: Path, progress: Callable[[float], None] | None = None) -> Pack:
    """Return the pack in a file. Raise PackError with its first error."""
    checked = check(path, keep=True, progress=progress, advise=False)
    if checked.pack is None:
        first = next(d for d in checked.diagnostics if d.severity == "error")
        raise PackError(first.heading(str(path)), "`quiz check` shows every problem of a pack.")
    return checked.pack


class Checker:
    """Takes the entries of one file and keeps what is right."""

    def __init__(self, name: str, report: Report, keep: bool, advise: bool) -> None:
        self.count = 0
        self._name = name
        self._report = report
        self._validator = Validator(report)
        self._items = Items(name, report, keep, advise)
        self._expander = tables.Expander()
        self._head: Values = {}
        self._table_keys: dict[str, ScalarNode] = {}
        self._tables: dict[str, list[dict[str, str]] | None] = {}
        """The rows of each table, or None for a table with an error."""
        self._table_nodes: dict[str, list[Node]] = {}
        self._lacking: dict[tuple[str, str], list[int]] = {}
        """The rows that lack a column, by table and column."""
        self._templates: list[tuple[MappingNode, Values]] = []

    def pack(self) -> Pack:
        """Return the pack, once all entries have been taken without an error."""
        category = self._head.pop("category", "")
        items = (i if i.category else i._replace(category=category) for i in self._items.kept)
        return Pack(self._name, items=tuple(items), **self._head)

    def asked(self) -> dict[int, int]:
        """Return the line of each question, by a hash of what it asks and of its answer."""
        return self._items.asked()

    def take(self, entries: Reader) -> None:
        """Take all entries of the file. Raise Enough when the report or the pack is full."""
        names: dict[str, str | None] = {}
        """The declared name of each key of the pack, if it has one."""
        elements = {"questions": self._question, "templates": self._template, "allow": self._allow}
        for key, value, is_element in entries:
            if not is_element:
                names[key.value] = self._entry(key, value, names.values())
            elif take := elements.get(names[key.value] or ""):
                take(value)
        for node, template in self._templates:
            if entries.complete or template["from"] in self._tables:
                self._expand(node, template)
        self._items.finish(self.count)
        if entries.complete:
            self._finish({name for name in names.values() if name}, names)

    def _finish(self, given: set[str], keys: Iterable[str]) -> None:
        """Report what is missing, now that the file with these keys was read to its end.

        `given` are the declared names that they stand for.
        """
        errors = self._report.errors
        used = {template["from"] for _, template in self._templates}
        for table, key in self._table_keys.items():
            if table not in used and not errors:  # with errors a template may be missing here
                message = f"no template uses the table `{shorten(table)}`"
                self._report.warning("unreachable", message, key.place)
        for name in PACK.required:
            if name not in given and name not in meant(keys, PACK):
                hint = f"add `{name}:` at the top"
                self._report.error("missing-key", f"the pack has no `{name}`", Place(0, 0), hint)
        if not self.count and not errors:
            hint = "add a list of `questions:`"
            if "tables" in given:
                hint = "add `templates:`, which make questions from the rows of the tables"
            self._report.error("no-questions", "the pack has no questions", None, hint)

    def _entry(self, key: ScalarNode, value: Node, given: Container[str | None]) -> str | None:
        """Take a top-level entry, and return its declared name if it has one.

        The elements of a list of records follow one by one; `given` are the names before.
        """
        name: str | None = key.value
        if name not in PACK.fields:
            name = self._validator.known(key, PACK, value, given)
        if name is None:
            return None
        kind = PACK.fields[name].kind
        if isinstance(kind, ListOf):
            if not isinstance(value, SequenceNode):
                self._validator.wrong_type(f"`{name}`", kind, value)
        elif isinstance(kind, MapOf) and isinstance(value, MappingNode):
            self._tables = self._validator.map("`tables`", kind, value)
            self._table_keys = {table: key for table, (key, _) in value.entries.items()}
            self._table_nodes = {table: value.elements(table) for table in value.entries}
        else:
            self._head[name] = self._validator.value(f"`{name}`", kind, value)
        if name == "language" and (text := self._head[name]) and not languages.is_tag(text):
            tag = languages.tag(text)
            message = f"`{shorten(text)}` is not the tag of a language, such as en, ko or pt-BR"
            hint, edits = (f"write {tag}", replaced(value, tag)) if tag else ("", ())
            self._report.warning("language", message, value.place, hint, edits=edits)
        return name

    def _allow(self, code: Node) -> None:
        """Switch advice off for the pack."""
        value = self._validator.value("an entry of `allow`", model.CODE, code)
        if value is not None:
            self._report.allowed.add(value)
            self._refuse_code(value, code)

    def _allow_here(self, node: MappingNode, values: Values, since: int) -> None:
        """Drop the advice on one question or template, which was found since so many problems."""
        if codes := values.get("allow"):
            self._report.allow(codes, since)
            for value, code in zip(codes, node.elements("allow")):
                self._refuse_code(value, code)

    def _refuse_code(self, value: str, code: Node) -> None:
        """Report a code that no advice has."""
        if value not in ADVICE:
            message = f"there is no advice with the code `{value}`"
            if value in ERRORS:
                message = f"`{value}` is an error, which cannot be switched off"
            hint = did_you_mean(value, ADVICE) or f"the codes are {', '.join(ADVICE)}"
            near = nearest(value, ADVICE)
            edits = (
                (Correction(code.place, near[0]),) if len(near) == 1 and value not in ERRORS else ()
            )
            self._report.warning("unknown-code", message, code.place, hint, edits=edits)

    def _question(self, node: Node) -> None:
        self._count_one(node)
        if isinstance(node, MappingNode):
            since = len(self._report.diagnostics)
            values, complete = self._validator.record(QUESTION, node)
            if complete:
                self._items.add(values, node)
            else:
                self._items.add_part(values, node)
            self._allow_here(node, values, since)
        else:
            self._validator.wrong_type("this question", QUESTION, node)

    def _count_one(self, node: Node) -> None:
        """Count a question, of which there may not be more than `model.ITEMS`."""
        self.count += 1
        if self.count > model.ITEMS:
            message = f"the pack has more than {model.ITEMS:,} questions"
            self._report.error("count", message, node.place)
            raise Enough

    def _template(self, node: Node) -> None:
        if len(self._templates) == model.TEMPLATES:
            message = f"the pack has more than {model.TEMPLATES} templates"
            self._report.error("count", message, node.place)
            raise Enough
        since = len(self._report.diagnostics)
        values = self._validator.value("this template", model.TEMPLATE, node)
        if values and isinstance(node, MappingNode):
            self._allow_here(node, values, since)
            self._templates.append((node, values))

    def _expand(self, node: MappingNode, template: Values) -> None:
        """Take the questions that a template makes from the rows of its table."""
        table = template["from"]
        if table not in self._tables:
            hint = did_you_mean(table, self._tables) or _listed("the tables are", self._tables)
            message = f"there is no table `{shorten(table)}`"
            name, near = node["from"], nearest(table, self._tables)
            edits = replaced(name, near[0]) if len(near) == 1 else ()
            self._report.error("unknown-table", message, name.place, hint, edits=edits)
        rows = self._tables.get(table)
        if not rows or not self._has_columns(node, table, rows):
            return
        label = f"{self._name}:{table}"
        line = node.place.line
        since = len(self._report.diagnostics)
        try:
            for number, values in enumerate(self._expander.expand(template, rows)):
                self._count_one(node)
                if not (values.get("wrong") or values.get("options")):
                    self._report.error(
                        "no-distractors",
                        "all rows have the same answer, so there are no wrong answers",
                        node.place,
                        "add `wrong:` to the template",
                    )
                    return
                if self._fits(values, node, number):
                    self._items.add(values, node, (f"{label} {line}", f"{label}/{number}"))
            self._report.allow(template.get("allow", ()), since)
        except tables.TooMuch:
            message = f"the templates make more than {tables.MAX_MADE:,} characters of text"
            self._report.error("too-large", message, node.place)
            raise Enough from None

    def _has_columns(self, node: MappingNode, table: str, rows: list[dict[str, str]]) -> bool:
        """Return whether every row has each column that a template uses, or report it."""
        is_complete = True
        for key, text in node.texts():
            if key == "from":
                continue
            try:
                columns = tables.pattern(text.value).columns
            except tables.BadPlaceholder as error:
                brace = str(error)
                hint = f"write `{{column}}` for a value of the row, or `{brace * 2}` for a brace"
                self._report.error("bad-brace", f"unmatched `{brace}`", text.place, hint)
                is_complete = False
                continue
            for column in dict.fromkeys(columns):
                if (table, column) not in self._lacking:
                    lacking = [n for n, row in enumerate(rows) if column not in row]
                    self._lacking[table, column] = lacking
                    if 2 * len(lacking) <= len(rows):
                        self._refuse_rows(table, column, rows, lacking)
                lacking = self._lacking[table, column]
                is_complete = is_complete and not lacking
                if 2 * len(lacking) > len(rows):
                    self._refuse_column(column, rows[lacking[0]], lacking[0], text)
        return is_complete

    def _refuse_rows(
        self, table: str, column: str, rows: list[dict[str, str]], lacking: list[int]
    ) -> None:
        """Report the few rows of a table that lack a column."""
        nodes = self._table_nodes[table]
        known = {name for name in rows[0] if sum(name in row for row in rows) > len(lacking)}
        for number in lacking:
            row = nodes[number]
            assert isinstance(row, MappingNode)
            near = nearest(column, (name for name in rows[number] if name not in known))
            message = f"this row has no column `{shorten(column)}`, which the other rows have"
            place, hint = row.place, f"add `{shorten(column)}:`"
            edits: tuple[Correction, ...] = ()
            if near:
                key, _ = row.entries[near[0]]
                place, hint, edits = key.place, f"did you mean {column}?", replaced(key, column)
            self._report.error("unknown-column", message, place, hint, edits=edits)

    def _refuse_column(
        self, column: str, row: dict[str, str], number: int, text: ScalarNode
    ) -> None:
        """Report a column of a template that most rows do not have."""
        message = f"row {number + 1} of the table has no column `{shorten(column)}`"
        hint = did_you_mean(column, row) or _listed("its columns are", row)
        near, place = nearest(column, row), _within(text, column)
        edits = (Correction(place, f"{{{near[0]}}}"),) if place and len(near) == 1 else ()
        self._report.error("unknown-column", message, place or text.place, hint, edits=edits)

    def _fits(self, values: Values, node: MappingNode, number: int) -> bool:
        """Return whether the texts made from a row keep to the limits of written ones."""
        for name, (_, written) in node.entries.items():
            if (value := values.get(name)) is None:
                continue
            kind = QUESTION.fields[name].kind
            text = kind.of if isinstance(kind, ListOf) else kind
            if isinstance(text, Text):
                made = f"`{name}` of row {number + 1}"
                for one in value if isinstance(value, list) else [value]:
                    if not self._validator.fits(made, text, one, written):
                        return False
        return True


def _listed(what: str, names: Iterable[str]) -> str:
    """Return a hint with the first few of some names."""
    some = ", ".join(islice(names, 10))
    return f"{what} {shorten(some)}" if some else ""


def _within(text: ScalarNode, column: str) -> Place | None:
    """Return the place of a column in a text, or None if the text is not read as written."""
    whole = text.place
    quotes = 0 if text.is_plain else 2
    found = re.search(rf"\{{\s*{re.escape(column)}\s*\}}", text.value)
    if not found or whole.length != len(text.value) + quotes:
        return None
    return Place(whole.line, whole.column + quotes // 2 + found.start(), len(found[0]))
