"""From the text of a pack to a tree of located values.

The reader walks the parser's events and goes no deeper than `DEPTH`, so that no construct of
YAML can do more than be refused: anchors, aliases, merges, tags, a second document and
duplicate keys are errors with their place. It hands on one entry at a time, and the elements
of a top-level list one by one, so that a large pack is never in memory as a tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sized
from typing import Any, NamedTuple, NoReturn, Protocol, TypeAlias

import yaml

from quiz.packs import slips
from quiz.packs.diagnostics import Place, Related, Report
from quiz.text import UNSAFE, named, shorten

DEPTH = 16
"""How deeply lists and mappings may be nested."""

WIDTH = 10_000
"""How many values a list or a mapping may have; the lists of the pack itself have no limit."""

SIZE = 100_000
"""How many values one entry of the pack, or one element of its lists, may have in all."""

LONG = 2_500
"""From how many characters on a text is too long for every use, composed or not."""

ADVICE = {
    "escape": "in double quotes a backslash needs a second one; single quotes take it",
    "quoted scalar": "is a closing quote missing?",
    "flow": "a text that holds `: `, a comma or a bracket needs quotes around it",
}
"""What to try where the lines do not tell, by words of the parser's message."""

Scalar: TypeAlias = yaml.ScalarEvent
"""A text as written, without a type: ``No`` and ``22:00`` are what they look like.

It is the parser's own event, as a second object for each text would double the reader's work.
"""


class Cut(yaml.ScalarEvent):
    """An unquoted text that ends where a ` #` begins a comment; `comment` is its column."""

    def __init__(self, event: Scalar, comment: int) -> None:
        super().__init__(None, None, event.implicit, event.value, event.start_mark, event.end_mark)
        self.comment = comment


class Refused(yaml.ScalarEvent):
    """What stands for a value that has been reported and has no meaning here."""


class Sequence:
    """A list of values."""

    __slots__ = ("items", "start_mark")

    def __init__(self, start_mark: Any) -> None:
        self.items: list[Node] = []
        self.start_mark = start_mark


class Mapping:
    """Values by key; a repeated key has been reported and its first value stands."""

    __slots__ = ("entries", "start_mark")

    def __init__(self, start_mark: Any) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.start_mark = start_mark


Node: TypeAlias = Scalar | Sequence | Mapping


def place(node: Node) -> Place:
    """Where a list or a mapping begins, or the stretch of a text up to the end of its line."""
    start: Any = node.start_mark
    length = 1
    if isinstance(node, Scalar):
        end: Any = node.end_mark
        length = max(1, end.column - start.column) if end.line == start.line else 1
    return Place(start.line, start.column, length)


def noun(node: Node) -> str:
    """What messages call this kind of value."""
    if isinstance(node, Scalar):
        return "text"
    return "list" if isinstance(node, Sequence) else "mapping"


class Stream(Protocol):
    """The text of a pack; `comments` is as in `Text`."""

    comments: dict[tuple[int, int], int]

    def read(self, size: int) -> str:
        """Some text more; an empty one at the end."""

    def lines(self, first: int, last: int, *others: int) -> dict[int, str]:
        """These lines, and others before them, by number; there is no reading on after that."""


class Entry(NamedTuple):
    """A key of the top-level mapping with its value, or with one element of its list.

    A list comes as an empty Sequence first and then element by element.
    """

    key: Scalar
    value: Node
    element: bool


class _Stop(Exception):
    """Nothing more can be made of this file; the reason has been reported."""


class Reader:
    """The top-level entries of a pack; every problem of its text and its YAML is reported.

    `complete` tells, after the last entry, whether the file was read to its end.
    """

    def __init__(self, text: Stream, report: Report) -> None:
        self.complete = False
        self._report = report
        self._text = text
        self._comments = self._text.comments
        self._left = SIZE

    def __iter__(self) -> Iterator[Entry]:
        loader = None
        try:
            loader = slips.LOADER(self._text)
            self._next = loader.get_event
            yield from self._entries()
            self.complete = True
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self._refuse(error)
        except yaml.YAMLError as error:
            self._report.error("yaml", " ".join(str(error).split()), None)
        finally:
            if loader is not None:
                loader.dispose()

    def _entries(self) -> Iterator[Entry]:
        root = self._root()
        event = self._next()
        while not isinstance(event, yaml.MappingEndEvent):
            self._left = SIZE
            key = self._key(event, 1)
            event = self._next()
            if key is None or not isinstance(event, yaml.SequenceStartEvent):
                node = self._node(event, 1)
                if key is not None and self._first(key, node, root):
                    yield Entry(key, node, False)
                event = self._next()
                continue
            opened = Sequence(self._opened(event, 1))
            wanted = self._first(key, opened, root)
            if wanted:
                yield Entry(key, opened, False)
            # An element is kept back until the parser is past it: where YAML breaks off within
            # one, a part of it looks whole, and what was not read yet would be told as missing.
            kept: Node | None = None
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                if kept and wanted:
                    yield Entry(key, kept, True)
                self._left = SIZE
                kept = self._node(event, 2)
            event = self._next()
            if kept and wanted:
                yield Entry(key, kept, True)
        self._end()

    def _root(self) -> Mapping:
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._report.error("empty", "the file holds nothing", None)
            raise _Stop
        root = self._next()
        if not isinstance(root, yaml.MappingStartEvent):
            self._report.error(
                "not-a-pack",
                "a pack is a mapping: it begins with a key such as `title:`",
                _at(root),
            )
            raise _Stop
        return Mapping(self._opened(root, 0))

    def _end(self) -> None:
        self._next()
        extra = self._next()
        if isinstance(extra, yaml.DocumentStartEvent):
            self._report.error(
                "second-document",
                "a second document begins here",
                _at(extra, 3),
                "a pack is one document: put this in a file of its own",
            )

    def _node(self, event: Any, depth: int) -> Node:
        """The value that begins with this event, which is inside of `depth` others."""
        if isinstance(event, Scalar):
            return self._scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        self._report.error(
            "alias",
            f"`*{shorten(event.anchor)}` stands for something written elsewhere",
            _at(event, len(event.anchor) + 1),
            "write the value out: packs have no anchors and aliases",
        )
        return Refused(None, None, (True, False), "\ufffd", event.start_mark, event.end_mark)

    def _mapping(self, event: Any, depth: int) -> Mapping:
        mapping = Mapping(self._opened(event, depth))
        entries, following, depth = mapping.entries, self._next, depth + 1
        comments = self._comments
        for _ in range(WIDTH + 1):
            key = following()
            if not (
                type(key) is Scalar
                and key.anchor is key.tag is None
                and (name := key.value).isascii()
                and name.isprintable()
            ):
                if type(key) is yaml.MappingEndEvent:
                    self._count(entries, event)
                    return mapping
                key = self._key(key, depth)
            value = following()
            if not (
                type(value) is Scalar
                and value.anchor is value.tag is None
                and (text := value.value).isascii()
                and (value.style != '"' or text.isprintable())
                and not comments
            ):
                value = self._node(value, depth)
            if key is None:
                continue
            name = key.value
            if name not in entries:
                entries[name] = key, value
            else:
                self._first(key, value, mapping)
        self._too_large(event)

    def _sequence(self, event: Any, depth: int) -> Sequence:
        sequence = Sequence(self._opened(event, depth))
        append, following, depth = sequence.items.append, self._next, depth + 1
        comments = self._comments
        for _ in range(WIDTH + 1):
            value = following()
            if not (
                type(value) is Scalar
                and value.anchor is value.tag is None
                and (text := value.value).isascii()
                and (value.style != '"' or text.isprintable())
                and not comments
            ):
                if type(value) is yaml.SequenceEndEvent:
                    self._count(sequence.items, event)
                    return sequence
                value = self._node(value, depth)
            append(value)
        self._too_large(event)

    def _key(self, event: Any, depth: int) -> Scalar | None:
        """The key that begins with this event, or None for one whose value is to be dropped."""
        node = self._node(event, depth)
        if isinstance(node, Scalar):
            return node if isinstance(event, Scalar) else None
        self._report.error("bad-key", f"a {noun(node)} cannot be a key", place(node))
        return None

    def _first(self, key: Scalar, node: Node, mapping: Mapping) -> bool:
        """Whether the mapping had no such key; then it has it now."""
        earlier, _ = mapping.entries.setdefault(key.value, (key, node))
        if earlier is key:
            return True
        self._report.error(
            "duplicate-key",
            f"`{shorten(key.value)}` is given twice",
            place(key),
            "keep one of the two",
            Related(place(earlier), "first given here"),
        )
        return False

    def _scalar(self, event: Scalar) -> Scalar:
        """A text, composed, and without what it may not have."""
        if event.anchor or event.tag:
            self._refuse_properties(event)
        value = event.value
        if not (value.isascii() and value.isprintable()):
            if len(value) < LONG:
                value = unicodedata.normalize("NFC", value)
            if event.style == '"' and (bad := UNSAFE.search(value)):
                self._report.error(
                    "bad-character",
                    f"{named(bad[0])} may not stand in a pack",
                    place(event),
                    "take the escape out: it could turn text round or change the terminal",
                )
                value = UNSAFE.sub("\ufffd", value)
            event.value = value
        if not event.style and self._comments:
            end: Any = event.end_mark
            if (comment := self._comments.get((end.line, end.column))) is not None:
                return Cut(event, comment)
        return event

    def _opened(self, event: Any, depth: int) -> Any:
        """The mark at which a list or a mapping begins that is inside of `depth` others."""
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if depth >= DEPTH:
            self._report.error(
                "depth",
                f"lists and mappings are nested more than {DEPTH} deep here",
                _at(event),
            )
            raise _Stop
        return event.start_mark

    def _count(self, values: Sized, event: Any) -> None:
        self._left -= len(values)
        if self._left < 0:
            self._too_large(event)

    def _too_large(self, event: Any) -> NoReturn:
        self._report.error(
            "too-large",
            f"more than {WIDTH:,} values begin here, or {SIZE:,} with those inside of them",
            _at(event),
        )
        raise _Stop

    def _refuse_properties(self, event: Any) -> None:
        """Refuse an anchor and a tag, and go on without them."""
        if event.anchor:
            self._report.error(
                "anchor",
                f"`&{shorten(event.anchor)}` names this value to use it again",
                _at(event, len(event.anchor) + 1),
                "take it out: packs have no anchors and aliases",
            )
        if event.tag:
            self._report.error(
                "tag",
                "a `!` tag would give this value a type",
                _at(event),
                "take it out, or put the text in quotes: in a pack every value is text",
            )

    def _refuse(self, error: yaml.MarkedYAMLError) -> None:
        """Report what the parser could not read; the rest of the file remains unread."""
        message = " ".join(part for part in (error.problem, error.context) if part)
        begun, here = _spot(error.context_mark), _spot(error.problem_mark)
        here, begun = (here, begun) if here else (begun, None)
        lines = self._around(here, begun)
        if here and (slip := slips.find(lines, here, begun)):
            self._report.error("yaml", slip.message, slip.place, slip.hint, slip.related)
            return
        self._report.error(
            "yaml",
            message or "this is not YAML",
            here and slips.within(lines, here),
            next((advice for words, advice in ADVICE.items() if words in message), ""),
            Related(begun, "it begins here") if begun and begun != here else None,
        )

    def _around(self, here: Place | None, begun: Place | None) -> dict[int, str]:
        """The lines before an error, and that of what it ended."""
        if here is None:
            return {}
        others = [begun.line] if begun else []
        return self._text.lines(here.line - slips.BACK, here.line, *others)


def _spot(mark: Any) -> Place | None:
    return Place(mark.line, mark.column) if mark else None


def _at(event: Any, length: int = 1) -> Place:
    return Place(event.start_mark.line, event.start_mark.column, length)
