"""Large packs, read without a parser as long as they are laid out as most are.

A parser makes an object of every word of punctuation, which for 100,000 questions is most of the
time that reading them takes. Programs, and most people, write question after question in the same
layout: block style, one key a line, plain or quoted texts, lists in brackets or one text a line.
Such a question is taken by one pattern, made from the layout of one before it. Whatever looks in
any way different makes the file `Irregular`, and it is read from its start by the parser instead;
a question with a problem is told of with the same places. So this module decides nothing: what it
takes means to the parser just what it means here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from quiz.packs.diagnostics import Enough, Report
from quiz.packs.reader import LONG as COMPOSED
from quiz.packs.reader import Entry, Mapping, Node, Reader, Scalar, Sequence
from quiz.packs.source import COMMENT, Source

Values: TypeAlias = dict[str, str | list[str]]

LARGE = 256 * 1024
"""From how many bytes on a file is worth it."""

HEAD = 64 * 1024
"""How many characters may stand before the questions."""

LONG = 64 * 1024
"""How many characters a question may have here."""

LAYOUTS = 64
"""How many layouts the questions of one file may have here."""

QUESTIONS = re.compile(r"^questions: *\n+( *)- ", re.MULTILINE)

PLAIN = r"(?:[^\W_]|\()[^\n\t:#]*+(?:(?::(?=\S)|(?<=\S)#)[^\n\t:#]*+)*"
DOUBLE = r'"[^"\\\n\t]*+(?:\\["\\][^"\\\n\t]*+)*"'
SINGLE = r"'[^'\n\t]*+'"
SCALAR = f"(?:{PLAIN}|{DOUBLE}|{SINGLE})"
INNER = rf'(?:(?:[^\W_]|\()[^\n\t,:#\[\]{{}}"?]*+|{DOUBLE})'
# Digits on both sides of a comma are left to the parser, as they get advice.
FLOW = rf"{INNER}(?: *,(?!(?<=\d,)\d) *{INNER})*"

QUOTES = ('"', "'")

ELEMENT = re.compile(INNER)
WRITTEN = re.compile(SCALAR)
ESCAPE = re.compile(r"\\(.)")
PART = re.compile(
    rf"(\w+):(?:(?P<scalar> +{SCALAR} *)|(?P<flow> +\[ *{FLOW} *\] *)"
    rf"|(?P<lines> *(?:\n *- +{SCALAR} *)+))(?=\n)"
)


class Irregular(Exception):
    """Something that only the parser can tell the meaning of."""


class Mark(NamedTuple):
    """A place, as the parser's marks tell it."""

    line: int
    column: int


class Written(Mapping):
    """A question as it stands in the file; its nodes are made when somebody asks for them.

    `printable` tells that no value holds anything but what can be printed, and blanks.
    """

    __slots__ = ("_layout", "_text", "printable", "values")

    def __init__(
        self, values: Values, printable: bool, text: str, line: int, layout: Layout
    ) -> None:
        self.values = values
        self.printable = printable
        self.start_mark = Mark(line, layout.column)
        self._text = text
        self._layout = layout

    @property
    def entries(self) -> dict[str, tuple[Scalar, Node]]:  # type: ignore[override]
        """Its keys and values with their places."""
        return dict(self._layout.nodes(self._text, self.start_mark.line))


class Layout:
    """How questions are written that have these keys in this order, each in its style.

    `column` is where their keys begin.
    """

    def __init__(self, indent: str, parts: tuple[tuple[str, str], ...]) -> None:
        self.column = len(indent) + 2
        self._parts = parts
        self._names = [name for name, _ in parts]
        self._lists = [
            (name, style, group)
            for group, (name, style) in enumerate(parts, 1)
            if style != "scalar"
        ]
        styles = {
            "scalar": f" +({SCALAR}) *",
            "flow": rf" +\[ *({FLOW}) *\] *",
            "lines": rf" *((?:\n{indent}    - +{SCALAR} *)+)",
            "level": rf" *((?:\n{indent}  - +{SCALAR} *)+)",
        }
        keys = f"\n{indent}  ".join(f"{name}:{styles[style]}" for name, style in parts)
        self._pattern = re.compile(rf"{indent}- {keys}\n+(?={indent}- |\Z)")

    def match(self, text: str, start: int) -> tuple[Values, int] | None:
        """The values of the question that begins here, and where the next one does."""
        found = self._pattern.match(text, start)
        if found is None:
            return None
        values: Values = {}
        for name, written in zip(self._names, found.groups()):
            plain = written[0] not in QUOTES and written[-1] != " "
            values[name] = written if plain else _value(written)
        for name, style, group in self._lists:
            values[name] = _elements(style, found[group])
        return values, found.end()

    def nodes(self, text: str, line: int) -> Iterator[tuple[str, tuple[Scalar, Node]]]:
        """The keys and values of a question with their places; it begins in this line."""
        found = self._pattern.match(text)
        assert found

        def mark(offset: int) -> Mark:
            breaks = text.count("\n", 0, offset)
            return Mark(line + breaks, offset - text.rfind("\n", 0, offset) - 1)

        def scalar(start: int, end: int) -> Scalar:
            written = text[start:end].rstrip()
            ends = mark(start + len(written))
            marks: Any = mark(start), ends
            return Scalar(None, None, (True, True), _value(written), *marks)

        at = 0
        for group, (name, style) in enumerate(self._parts, 1):
            start, end = found.span(group)
            at = text.index(f"{name}:", at)
            key = scalar(at, at + len(name))
            node: Node
            if style == "scalar":
                node = scalar(start, end)
            else:
                opening = text.rindex("[", at, start) if style == "flow" else text.index("-", start)
                node = Sequence(mark(opening))
                pattern = ELEMENT if style == "flow" else WRITTEN
                node.items = [scalar(*one.span()) for one in pattern.finditer(text, start, end)]
            yield name, (key, node)
            at = end


class Regular:
    """The entries of a large pack, as `Reader` gives them.

    Raises Irregular, at any time, where it takes the parser to read it.
    """

    def __init__(self, source: Source, report: Report) -> None:
        self.complete = False
        self._report = report
        self._unclean = Report()
        self._stream = source.text(self._unclean)
        self._layouts: list[Layout] = []
        self._printable = True

    def __iter__(self) -> Iterator[Entry]:
        text = self._more("")
        if (begin := QUESTIONS.search(text, 0, HEAD)) is None:
            raise Irregular
        yield from self._head(text[: begin.start()])
        line = text.count("\n", 0, begin.start())
        marks: Any = Mark(line, 0), Mark(line, len("questions"))
        key = Scalar(None, None, (True, True), "questions", *marks)
        indent = begin[1]
        line = text.count("\n", 0, begin.start(1))
        yield Entry(key, Sequence(Mark(line, len(indent))), False)
        text = text[begin.start(1) :]
        last = False
        while not last:
            more = self._more(text)
            last = more == text
            text = more if not last or more.endswith("\n") else f"{more}\n"
            end = len(text) if last else text.rfind(f"\n{indent}- ") + 1
            at = 0
            while at < end:
                written, following = self._question(text, at, indent, line)
                yield Entry(key, written, True)
                line += text.count("\n", at, following)
                at = following
            text = text[at:]
            if len(text) > LONG:
                raise Irregular
        self.complete = True

    def _more(self, text: str) -> str:
        """The text and what follows it, if that is clean and composed."""
        more = ""
        with suppress(Enough):
            more = self._stream.read(0)
        if self._unclean.diagnostics:
            raise Irregular
        if not (more.isascii() or all(map(_is_composed, more.split("\n")))):
            raise Irregular
        if self._printable:
            self._printable = more.replace("\n", "").isprintable()
        return text + more

    def _head(self, text: str) -> Iterator[Entry]:
        """The entries before the questions."""
        if COMMENT.search(text):
            raise Irregular
        reader = Reader(Piece(f"{text}questions: []\n"), self._report)
        entries = list(reader)
        if not reader.complete or entries[-1].key.value != "questions":
            raise Irregular
        yield from entries[:-1]

    def _question(self, text: str, at: int, indent: str, line: int) -> tuple[Written, int]:
        for number, layout in enumerate(self._layouts):
            if found := layout.match(text, at):
                if number:
                    self._layouts.insert(0, self._layouts.pop(number))
                break
        else:
            layout = self._learned(text, at, indent)
            found = layout.match(text, at)
            if found is None:
                raise Irregular
        values, following = found
        return Written(values, self._printable, text[at:following], line, layout), following

    def _learned(self, text: str, at: int, indent: str) -> Layout:
        """The layout of the question that begins here."""
        if len(self._layouts) == LAYOUTS or not text.startswith(f"{indent}- ", at):
            raise Irregular
        start = at = at + len(indent) + 2
        parts: dict[str, str] = {}
        while part := PART.match(text, at, start + LONG):
            if part[1] in parts or not part.lastgroup:
                raise Irregular
            style = part.lastgroup
            level = style == "lines" and f"\n{indent}  - " in part["lines"]
            parts[part[1]] = "level" if level else style
            at = part.end() + 1
            if not text.startswith(f"{indent}  ", at):
                break
            at += len(indent) + 2
        if not parts:
            raise Irregular
        self._layouts.insert(0, Layout(indent, tuple(parts.items())))
        return self._layouts[0]


class Piece:
    """A text that is read like a file's."""

    def __init__(self, text: str) -> None:
        self.comments: dict[tuple[int, int], int] = {}
        self._text = text

    def read(self, size: int) -> str:
        """All of it, and then nothing."""
        text, self._text = self._text, ""
        return text

    def lines(self, first: int, last: int, *others: int) -> dict[int, str]:
        """None: whatever is wrong with it is told from the file."""
        return {}


def _is_composed(line: str) -> bool:
    """Whether a line is certainly composed; with very long ones it would take long to tell."""
    return line.isascii() or (len(line) < COMPOSED and unicodedata.is_normalized("NFC", line))


def _value(written: str) -> str:
    """The text that is written so."""
    written = written.strip()
    if written[:1] not in QUOTES:
        return written
    inner = written[1:-1]
    if written[0] == '"' and "\\" in inner:
        inner = ESCAPE.sub(r"\1", inner)
    return inner.strip()


def _elements(style: str, written: str) -> list[str]:
    """The texts of a list."""
    if style != "flow":
        return [_value(one) for one in WRITTEN.findall(written)]
    if '"' not in written:
        return [*map(str.strip, written.split(","))]
    quoted = written[0] == written[-1] == '"' and "\\" not in written
    if quoted and written.count('"') == 2 * written.count('", "') + 2:
        return [*map(str.strip, written[1:-1].split('", "'))]
    return [_value(one) for one in ELEMENT.findall(written)]
