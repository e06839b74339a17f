"""From a tree of located values to a Pack, with every problem on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from quiz.errors import PackError, did_you_mean
from quiz.packs import tables
from quiz.packs.diagnostics import Diagnostic, Place, Related, Report, TooMany, render
from quiz.packs.model import (
    ITEMS,
    PACK,
    QUESTION,
    TEMPLATE,
    Choice,
    Field,
    Item,
    Kind,
    ListOf,
    MapOf,
    Pack,
    Record,
    Text,
    uid,
)
from quiz.packs.reader import Mapping, Node, Scalar, Sequence, entries
from quiz.packs.source import Source

Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a file: its problems, how many items it has and, if it has no
    errors, the pack.
    """

    path: Path
    items: int
    errors: int
    diagnostics: list[Diagnostic]
    pack: Pack | None
    text: list[str]
    """The lines of the report for a reader's eyes."""


def check(path: Path, keep: bool = False) -> Checked:
    """Check one file; with `keep`, its items are kept and make the pack."""
    report = Report()
    checker = Checker(path.stem, report, keep)
    file = str(path)
    excerpts = {}
    try:
        with Source(path) as source:
            with suppress(TooMany):
                checker.take(entries(source, report))
            if report.diagnostics:
                related = [d.related for d in report.diagnostics if d.related]
                places = [d.place for d in report.diagnostics if d.place]
                excerpts = source.excerpts(places + [r.place for r in related])
    except PackError as error:
        report.error("unreadable", error.message.removeprefix(f"{file}: "), None, error.hint)
    found = report.sorted()
    lines = [line for problem in found for line in render(problem, file, excerpts)]
    pack = checker.pack() if keep and not report.errors else None
    return Checked(path, checker.count, report.errors, found, pack, lines)


def load(path: Path) -> Pack:
    """The pack in a file. Raises PackError with its first problem."""
    checked = check(path, keep=True)
    if checked.pack is None:
        first = next(d for d in checked.diagnostics if d.severity == "error")
        raise PackError(first.heading(str(path)), "`quiz check` shows every problem of a pack.")
    return checked.pack


class Checker:
    """Takes the entries of one file and keeps what is sound."""

    def __init__(self, name: str, report: Report, keep: bool) -> None:
        self.name = name
        self.report = report
        self.keep = keep
        self.count = 0
        self.items: list[Item] = []
        self.head: Values = {}
        self.given: set[str] = set()
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.templates: list[tuple[Mapping, Values]] = []
        self.ids: dict[int, tuple[int, int, int]] = {}
        self.stems: dict[int, tuple[int, tuple[int, int, int]]] = {}

    def pack(self) -> Pack:
        """The pack, once all entries have been taken without an error."""
        category = self.head.pop("category", "")
        items = (i if i.category else i._replace(category=category) for i in self.items)
        return Pack(self.name, items=tuple(items), **self.head)

    def take(self, found: Iterable[Any]) -> None:
        """Take all entries of the file."""
        blocked = False
        for key, value, element in found:
            if element:
                if blocked:
                    continue
                if key.value == "questions":
                    self._question(value)
                elif key.value == "templates":
                    self._template(value)
                continue
            blocked = not self._top(key, value)
        errors = self.report.errors
        for node, template in self.templates:
            self._expand(node, template)
        if not self.given:
            return
        for name in PACK.required:
            if name not in self.given:
                self.report.error("missing-key", f"the pack has no `{name}`", Place(0, 0))
        if not self.count and not errors:
            self.report.error(
                "no-questions", "the pack asks nothing", None, "give it a list of `questions:`"
            )

    def _top(self, key: Scalar, value: Node) -> bool:
        """Take a top-level entry; False if the elements of its list are to be passed over."""
        self.given.add(key.value)
        field = self._field(key, PACK)
        if field is None:
            return False
        if isinstance(field.kind, ListOf) and isinstance(field.kind.of, Record):
            if isinstance(value, Sequence):
                return True
            self._wrong_type(key.value, field.kind, value)
        elif key.value == "tables":
            self.tables = self._value(key.value, field.kind, value) or {}
        elif (taken := self._value(key.value, field.kind, value)) is not None:
            self.head[key.value] = taken
        return True

    def _field(self, key: Scalar, record: Record) -> Field | None:
        if field := record.fields.get(key.value):
            return field
        word = key.value.casefold()
        alias = next((n for n, f in record.fields.items() if word in (n, *f.aliases)), "")
        hint = f"did you mean {alias}?" if alias else did_you_mean(word, record.fields)
        if key.value == "<<":
            hint = "packs have no merges: write the keys out"
        self.report.error(
            "unknown-key",
            f"a {record.noun} has no `{key.value[:60]}`",
            key,
            hint or f"its keys are {', '.join(record.fields)}",
        )
        return None

    def _value(self, name: str, kind: Kind, node: Node) -> Any:
        """The plain value of a node, or None where it has been reported as wrong."""
        if type(kind) is Text and type(node) is Scalar:
            return self._text(name, kind, node)
        match kind:
            case Choice():
                if isinstance(node, Scalar):
                    return self._choice(name, kind, node)
            case ListOf():
                if isinstance(node, Sequence):
                    return self._list(name, kind, node)
            case MapOf():
                if isinstance(node, Mapping):
                    pairs = node.entries.items()
                    values = {k: self._value(f"{name}.{k}", kind.of, v) for k, (_, v) in pairs}
                    return None if None in values.values() else values
            case Record():
                if isinstance(node, Mapping):
                    return self._record(kind, node)
        self._wrong_type(name, kind, node)
        return None

    def _wrong_type(self, name: str, kind: Kind, node: Node) -> None:
        wanted = {Text: "a text", Choice: "one word", ListOf: "a list"}.get(type(kind), "a mapping")
        hint = ""
        if isinstance(kind, ListOf):
            hint = f"write `{name}: [ ... ]`, or one `- ...` a line"
        elif isinstance(node, Mapping) and isinstance(kind, Text):
            hint = "a text that holds `: ` or begins with { needs quotes around it"
        self.report.error("wrong-type", f"`{name}` is {wanted}, not a {node.kind}", node, hint)

    def _text(self, name: str, kind: Text, node: Scalar) -> str | None:
        value = node.value.strip()
        if (
            0 < len(value) <= kind.most
            and value.isprintable()
            and node.comment is None
            and not kind.pattern
        ):
            return value
        if not value:
            self.report.error("empty", f"`{name}` has no text", node)
            return None
        if len(value) > kind.most:
            self.report.error(
                "too-long", f"`{name}` has {len(value)} characters; {kind.most} is the most", node
            )
            return None
        value = value.expandtabs(4)
        if not kind.lines and "\n" in value:
            self.report.error("line-break", f"`{name}` is one line of text", node)
            return None
        if kind.pattern and not re.fullmatch(kind.pattern, value):
            self.report.error(
                "bad-id", f"`{name}` is letters, digits and the signs . : _ - alone", node
            )
            return None
        if node.comment is not None and kind.prose:
            self.report.warning(
                "comment",
                f"a comment begins here: `{name}` ends before it",
                Place(node.end.line, node.comment),
                "put the text in quotes if the # belongs to it",
            )
        return value

    def _choice(self, name: str, kind: Choice, node: Scalar) -> str | None:
        if node.value in kind.words:
            return node.value
        hint = did_you_mean(node.value, kind.words)
        words = " or ".join([", ".join(kind.words[:-1]), kind.words[-1]])
        self.report.error("bad-choice", f"`{name}` is {words}, not `{node.value}`", node, hint)
        return None

    def _list(self, name: str, kind: ListOf, node: Sequence) -> list[Any] | None:
        if not kind.least <= len(node.items) <= kind.most:
            self.report.error(
                "count",
                f"`{name}` has {len(node.items)} entries, and may have {kind.least} to {kind.most}",
                node,
            )
            return None
        values = [self._value(name, kind.of, item) for item in node.items]
        return None if None in values else values

    def _record(self, record: Record, node: Mapping) -> Values | None:
        values: Values = {}
        sound = True
        for name, (key, child) in node.entries.items():
            if (field := record.fields.get(name) or self._field(key, record)) is None:
                sound = False
                continue
            value = self._value(name, field.kind, child)
            if value is None:
                sound = False
            else:
                values[name] = value
        for name in record.required:
            if name not in node.entries:
                self.report.error("missing-key", f"this {record.noun} has no `{name}`", node)
                sound = False
        return values if sound else None

    def _question(self, node: Node) -> None:
        values = self._value("questions", QUESTION, node)
        self.count += 1
        if values is not None and isinstance(node, Mapping):
            self._item(values, node, ())

    def _template(self, node: Node) -> None:
        values = self._value("templates", TEMPLATE, node)
        if values is None or not isinstance(node, Mapping):
            self.count += 1
        else:
            self.templates.append((node, values))

    def _expand(self, node: Mapping, template: Values) -> None:
        where = node.entries["from"][1]
        rows = self.tables.get(template["from"])
        if rows is None:
            self.report.error(
                "unknown-table",
                f"there is no table `{template['from']}`",
                where,
                did_you_mean(template["from"], self.tables),
            )
        if not rows or not self._columns(node, rows):
            return
        label = f"{template['from']} {node.start.line}"
        for number, values in enumerate(tables.expand(template, rows)):
            self.count += 1
            if self.count > ITEMS:
                self.report.error("count", f"the pack makes more than {ITEMS} questions", node)
                return
            if self._fits(values, node, number):
                self._item(values, node, (label, f"{template['from']}/{number}"))

    def _columns(self, node: Mapping, rows: list[dict[str, str]]) -> bool:
        """Whether every row has each column that the template's texts ask for."""
        sound = True
        for text in _scalars(node):
            try:
                wanted = list(tables.columns(text.value))
            except tables.BadPlaceholder as brace:
                self.report.error(
                    "bad-brace", f"a single `{brace}`", text, "write {column}, or double the brace"
                )
                sound = False
                continue
            for column in wanted:
                lacking = next((n for n, row in enumerate(rows) if column not in row), None)
                if lacking is not None:
                    self.report.error(
                        "unknown-column",
                        f"row {lacking + 1} of the table has no column `{column}`",
                        text,
                        did_you_mean(column, rows[lacking]),
                    )
                    sound = False
        return sound

    def _fits(self, values: tables.Values, node: Mapping, number: int) -> bool:
        """Whether the texts that a row made keep to the limits that written ones have."""
        for name, value in values.items():
            kind = QUESTION.fields[name].kind
            text = kind.of if isinstance(kind, ListOf) else kind
            texts = value if isinstance(value, list) else [value]
            if isinstance(text, Text):
                scalars = [Scalar(t, node.start, node.start) for t in texts]
                if None in [self._text(f"{name}, row {number + 1}", text, s) for s in scalars]:
                    return False
        return True

    def _item(self, values: Values, node: Mapping, kin: tuple[str, ...]) -> None:
        stem, key = values["question"], values["answer"]
        distractors: list[str] = values.get("wrong", [])
        options: list[str] = values.get("options", [])
        others = distractors or options
        if bool(distractors) == bool(options):
            self.report.error(
                "wrong-or-options",
                "this question has both `wrong` and `options`"
                if options
                else "this question has no wrong answers",
                node,
                "give either `wrong:` or `options:`",
            )
            return
        if not self._answers(key, others, bool(options), node):
            return
        self._unique(values, node)
        if not self.keep:
            return
        name = values.get("id")
        identity = uid(self.name, name) if name else uid(stem, key)
        self.items.append(
            Item(
                uid=identity,
                pack=self.name,
                stem=stem,
                key=key,
                distractors=tuple(option for option in others if option != key),
                options=tuple(options),
                difficulty=values.get("difficulty", "medium"),
                category=values.get("category", ""),
                explanation=values.get("explanation", ""),
                source=values.get("source", ""),
                tags=tuple(values.get("tags", ())),
                kin=kin,
                line=node.start.line + 1,
            )
        )

    def _answers(self, key: str, others: list[str], ordered: bool, node: Mapping) -> bool:
        """Whether key and other options are all different, and the key where it belongs."""
        name = "options" if ordered else "wrong"
        held = node.entries.get(name)
        places = held[1].items if held and isinstance(held[1], Sequence) else [node] * len(others)
        if not others:
            self.report.error("no-distractors", "no other row gives a wrong answer", node)
            return False
        if len(set(others)) < len(others):
            at = next(n for n, option in enumerate(others) if option in others[:n])
            self.report.error(
                "same-option",
                f"`{name}` has `{others[at]}` twice",
                places[at],
                related=Related(places[others.index(others[at])].place, "first here"),
            )
            return False
        if ordered and key not in others:
            at_key = node.entries["answer"][1]
            hint = did_you_mean(key, others) or "write it there as it stands in `answer`"
            self.report.error("key-not-in-options", "`options` lacks the answer", at_key, hint)
            return False
        if not ordered and key in others:
            self.report.error(
                "key-in-wrong",
                f"`{key}` is the answer and a wrong answer too",
                places[others.index(key)],
                related=Related(node.entries["answer"][1].place, "the answer"),
            )
            return False
        return True

    def _unique(self, values: Values, node: Mapping) -> None:
        """Report an id or a question that the pack already has."""
        here = (self.count, node.start.line, node.start.column)
        if name := values.get("id"):
            number, *place = self.ids.setdefault(hash(name), here)
            if number != self.count:
                self.report.error(
                    "duplicate-id",
                    f"the id `{name}` is used twice",
                    node.entries["id"][1],
                    related=Related(Place(*place), "first used here"),
                )
        folded = hash(values["question"].casefold())
        answer = hash(values["answer"])
        same, (number, *place) = self.stems.setdefault(folded, (answer, here))
        if number != self.count:
            tell = self.report.error if same == answer else self.report.warning
            tell(
                "duplicate-question",
                "this question is asked twice",
                node.entries["question"][1],
                related=Related(Place(*place), "first asked here"),
            )


def _scalars(node: Node) -> Iterator[Scalar]:
    """The texts of a node, at any depth."""
    if isinstance(node, Scalar):
        yield node
        return
    below = node.items if isinstance(node, Sequence) else [v for _, v in node.entries.values()]
    for child in below:
        yield from _scalars(child)
