"""From the text of a pack to a tree of located values.

The reader walks the parser's events with a stack of its own, so that no depth of nesting and
no construct of YAML can do more than be refused: anchors, aliases, merges, tags, a second
document and duplicate keys are errors with their place. It hands on one entry at a time, and
the elements of a top-level list one by one, so that a large pack is never in memory as a tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol, TypeAlias

import yaml

from quiz.packs.diagnostics import Place, Related, Report
from quiz.packs.source import Source, Text
from quiz.text import UNSAFE, named

DEPTH = 16
"""How deeply lists and mappings may be nested."""

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(Protocol):
    """A point of a file as the parser gives it, counted from 0 in characters."""

    line: int
    column: int


class Scalar:
    """A text as written, without a type: ``No`` and ``22:00`` are what they look like."""

    __slots__ = ("comment", "end", "start", "value")

    kind = "text"

    def __init__(self, value: str, start: Mark, end: Mark, comment: int | None = None) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.comment = comment
        """The column of a ` #` that ended this unquoted text, if one did."""

    @property
    def place(self) -> Place:
        """From the first character to the end of the text or of its first line."""
        line, column = self.start.line, self.start.column
        length = self.end.column - column if self.end.line == line else 1
        return Place(line, column, max(1, length))


class Sequence:
    """A list of values."""

    __slots__ = ("items", "start")

    kind = "list"

    def __init__(self, start: Mark) -> None:
        self.items: list[Node] = []
        self.start = start

    @property
    def place(self) -> Place:
        """Where the list begins."""
        return Place(self.start.line, self.start.column)


class Mapping:
    """Values by key; a repeated key has been reported and its first value stands."""

    __slots__ = ("entries", "start")

    kind = "mapping"

    def __init__(self, start: Mark) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.start = start

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return Place(self.start.line, self.start.column)


Node: TypeAlias = Scalar | Sequence | Mapping


class Entry(NamedTuple):
    """A key of the top-level mapping with its value, or with one element of its list.

    A list comes as an empty Sequence first and then element by element.
    """

    key: Scalar
    value: Node
    element: bool


class _Stop(Exception):
    """Nothing more can be made of this file; the reason has been reported."""


def entries(source: Source, report: Report) -> Iterator[Entry]:
    """The top-level entries of a pack; every problem of its text and its YAML is reported."""
    text = source.text(report)
    loader = LOADER(text)
    try:
        yield from _Walk(report, text).entries(loader.get_event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(part for part in (error.problem, error.context) if part)
        report.error(
            "yaml",
            message or "this is not YAML",
            Place(mark.line, mark.column) if mark else None,
            _advice(message),
        )
    except yaml.YAMLError as error:
        report.error("yaml", " ".join(str(error).split()), None)
    finally:
        loader.dispose()


def _advice(message: str) -> str:
    if "mapping values are not allowed" in message:
        return "a text that holds `: ` needs quotes around it"
    if "cannot start any token" in message:
        return "a text that begins with a sign such as @, % or ` needs quotes around it"
    if "tab character" in message:
        return "indent with blanks, not with tabs"
    if "quoted scalar" in message:
        return "is a closing quote missing?"
    if "block" in message or "simple key" in message:
        return "look at the indentation and for a missing `:` just above"
    return ""


class _Walk:
    """One walk over the events of a file."""

    def __init__(self, report: Report, text: Text) -> None:
        self.report = report
        self.comments = text.comments
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []

    def entries(self, get_event: Any) -> Iterator[Entry]:
        stack, keys, comments = self.stack, self.keys, self.comments
        scalar_event = yaml.ScalarEvent
        self._begin(get_event)
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar_event:
                value = event.value
                if (
                    value.isascii()
                    and event.style != '"'
                    and not comments
                    and event.tag is event.anchor is None
                ):
                    node: Node = Scalar(value, event.start_mark, event.end_mark)
                else:
                    node = self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                opened = self._open(event)
                stack.append(opened)
                keys.append(None)
                if len(stack) == 2 and kind is yaml.SequenceStartEvent:
                    assert keys[0] is not None
                    assert isinstance(stack[0], Mapping)
                    stack[0].entries.setdefault(keys[0].value, (keys[0], opened))
                    yield Entry(keys[0], opened, False)
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = stack.pop()
                keys.pop()
                if not stack:
                    break
                if len(stack) == 1 and kind is yaml.SequenceEndEvent:
                    keys[0] = None
                    continue
            elif kind is yaml.AliasEvent:
                mark = event.start_mark
                self.report.error(
                    "alias",
                    f"`*{event.anchor}` stands for something written elsewhere",
                    Place(mark.line, mark.column, len(event.anchor) + 1),
                    "write the value out: packs have no anchors and aliases",
                )
                node = Scalar("\ufffd", mark, mark)
            else:
                raise _Stop
            top = stack[-1]
            if type(top) is Mapping:
                if (key := keys[-1]) is None:
                    if type(node) is Scalar and node.value not in top.entries:
                        keys[-1] = node
                    else:
                        keys[-1] = self._key(node, top)
                    continue
                keys[-1] = None
                if key.value not in top.entries:
                    top.entries[key.value] = (key, node)
                    if len(stack) == 1:
                        yield Entry(key, node, False)
            elif len(stack) == 2:
                assert keys[0] is not None
                yield Entry(keys[0], node, True)
            elif type(top) is Sequence:
                top.items.append(node)
        self._end(get_event)

    def _begin(self, get_event: Any) -> None:
        get_event()
        start = get_event()
        if type(start) is yaml.StreamEndEvent:
            self.report.error("empty", "the file holds nothing", None)
            raise _Stop
        root = get_event()
        if type(root) is not yaml.MappingStartEvent:
            mark = root.start_mark
            self.report.error(
                "not-a-pack",
                "a pack is a mapping: it begins with a key such as `title:`",
                Place(mark.line, mark.column),
            )
            raise _Stop
        self.stack.append(self._open(root))
        self.keys.append(None)

    def _end(self, get_event: Any) -> None:
        get_event()
        extra = get_event()
        if isinstance(extra, yaml.DocumentStartEvent) and (mark := extra.start_mark):
            self.report.error(
                "second-document",
                "a second document begins here",
                Place(mark.line, mark.column, 3),
                "a pack is one document: put this in a file of its own",
            )

    def _open(self, event: Any) -> Sequence | Mapping:
        mark = event.start_mark
        self._plain_node(event)
        if len(self.stack) >= DEPTH:
            self.report.error(
                "depth",
                f"lists and mappings are nested more than {DEPTH} deep here",
                Place(mark.line, mark.column),
            )
            raise _Stop
        kind = Sequence if type(event) is yaml.SequenceStartEvent else Mapping
        return kind(mark)

    def _scalar(self, event: Any) -> Scalar:
        value: str = event.value
        start, end = event.start_mark, event.end_mark
        comment = None
        if event.anchor or event.tag:
            self._plain_node(event)
        if not unicodedata.is_normalized("NFC", value):
            value = unicodedata.normalize("NFC", value)
        if event.style == '"':
            if bad := UNSAFE.search(value):
                self.report.error(
                    "bad-character",
                    f"{named(bad[0])} may not stand in a pack",
                    Place(start.line, start.column),
                    "take the escape out: it could turn text round or change the terminal",
                )
                value = UNSAFE.sub("\ufffd", value)
        elif not event.style and self.comments:
            comment = self.comments.get((end.line, end.column))
        return Scalar(value, start, end, comment)

    def _plain_node(self, event: Any) -> None:
        """Refuse an anchor and a tag, and go on without it."""
        mark = event.start_mark
        if event.anchor:
            self.report.error(
                "anchor",
                f"`&{event.anchor}` names this value to use it again",
                Place(mark.line, mark.column, len(event.anchor) + 1),
                "take it out: packs have no anchors and aliases",
            )
        if event.tag:
            self.report.error(
                "tag",
                "a `!` tag would give this value a type",
                Place(mark.line, mark.column),
                "take it out, or put the text in quotes: in a pack every value is text",
            )

    def _key(self, node: Node, mapping: Mapping) -> Scalar:
        if not isinstance(node, Scalar):
            self.report.error("bad-key", f"a {node.kind} cannot be a key", node)
            return Scalar("\ufffd", node.start, node.start)
        if earlier := mapping.entries.get(node.value):
            self.report.error(
                "duplicate-key",
                f"`{node.value}` is given twice",
                node,
                "keep one of the two",
                Related(earlier[0].place, "first given here"),
            )
        return node
