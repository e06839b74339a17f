"""From the text of a pack to a tree of nodes that know their place.

The reader walks the parser's events and never nests deeper than `MAX_DEPTH`, so that a hostile
file can only be refused: anchors, aliases, tags, a second document and duplicate keys are errors
with their place. It yields one top-level entry at a time, and the elements of a top-level list
one by one, so that a large pack is never in memory as a tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import yaml

from quiz.packs import context, slips
from quiz.packs.diagnostics import Place, Related, Report
from quiz.packs.source import TextStream
from quiz.text import UNSAFE, named, shorten

MAX_DEPTH = 16
"""How deeply lists and mappings may be nested."""

MAX_WIDTH = 10_000
"""How many values a list or a mapping may have; the lists of the pack itself have no limit."""

MAX_NODES = 100_000
"""How many values one entry of the pack, or one element of its lists, may have in all."""

MAX_NORMALIZED = 2_500
"""The longest text that is normalised, in characters.

No field takes longer ones, and normalising a hostile text takes time that grows with the square
of its length.
"""


class Node:
    """A value of a pack, made from the parser's event that starts it."""

    __slots__ = ("event",)

    type_name: ClassVar[str]
    """What messages call this type of node."""

    def __init__(self, event: Any) -> None:
        self.event = event

    @property
    def place(self) -> Place:
        """The first character of the node."""
        start = self.event.start_mark
        return Place(start.line, start.column)


class ScalarNode(Node):
    """A text as written, without a type: ``No`` and ``22:00`` are just these characters.

    `comment` is the column of a ``#`` that cut the text off, if one did.
    """

    __slots__ = ("comment", "value")

    type_name = "text"

    def __init__(self, event: Any, value: str) -> None:
        self.event = event
        self.value = value
        self.comment: int | None = None

    @property
    def place(self) -> Place:
        """The text's characters, or the first one if the text has several lines."""
        start, end = self.event.start_mark, self.event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Place(start.line, start.column, max(1, length))

    @property
    def end_line(self) -> int:
        """The line in which the text ends."""
        line: int = self.event.end_mark.line
        return line

    @property
    def is_plain(self) -> bool:
        """Whether the text is written without quotes, and not as a block."""
        return not self.event.style


class AliasNode(ScalarNode):
    """An alias, which has been reported and has no value."""

    __slots__ = ()


class SequenceNode(Node):
    """A list of values."""

    __slots__ = ("items",)

    type_name = "list"

    def __init__(self, event: Any) -> None:
        super().__init__(event)
        self.items: list[Node] = []


class MappingNode(Node):
    """Values by key; of a key that was given twice it has the first value."""

    __slots__ = ("entries",)

    type_name = "mapping"

    def __init__(self, event: Any) -> None:
        super().__init__(event)
        self.entries: dict[str, tuple[ScalarNode, Node]] = {}

    def __getitem__(self, key: str) -> Node:
        return self.entries[key][1]

    def elements(self, key: str) -> list[Node]:
        """Return the elements of the list under a key, or none if there is no such list."""
        _, node = self.entries.get(key, (None, None))
        return node.items if isinstance(node, SequenceNode) else []

    def texts(self) -> Iterator[tuple[str, ScalarNode]]:
        """Yield every text and every text in a list, with its key."""
        for key, (_, value) in self.entries.items():
            for node in value.items if isinstance(value, SequenceNode) else [value]:
                if isinstance(node, ScalarNode):
                    yield key, node


class Entry(NamedTuple):
    """A key of the top-level mapping with its value, or with one element of its list.

    A list comes as an empty SequenceNode first, and then element by element.
    """

    key: ScalarNode
    value: Node
    is_element: bool = False


class _Stop(Exception):
    """Nothing more can be read from this file; the reason has been reported."""


class Reader:
    """The top-level entries of a pack; problems of the text and of its YAML are reported.

    After the last entry, `complete` says whether the file was read to its end.
    """

    def __init__(self, text: TextStream, report: Report) -> None:
        self.complete = False
        self._report = report
        self._text = text
        self._nodes_left = MAX_NODES

    def __iter__(self) -> Iterator[Entry]:
        loader = None
        try:
            loader = context.LOADER(self._text)
            self._next = loader.get_event
            self._peek = loader.peek_event
            yield from self._entries()
            self.complete = True
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            slip = slips.diagnose(error, self._text.lines)
            self._report.error("yaml", slip.message, slip.place, slip.hint, slip.related)
        except yaml.YAMLError as error:
            self._report.error("yaml", " ".join(str(error).split()), None)
        finally:
            if loader is not None:
                loader.dispose()

    def _entries(self) -> Iterator[Entry]:
        root = self._root()
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            self._nodes_left = MAX_NODES
            key = self._key(event, 1)
            event = self._next()
            if key is None or not isinstance(event, yaml.SequenceStartEvent):
                node = self._node(event, 1)
                if key is not None and self._is_new(key, node, root):
                    yield Entry(key, node)
                continue
            empty = SequenceNode(self._opened(event, 1))
            if is_new := self._is_new(key, empty, root):
                yield Entry(key, empty)
            for element in self._elements():
                if is_new:
                    yield Entry(key, element, is_element=True)
        self._end()

    def _root(self) -> MappingNode:
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._report.error("empty", "the file has no content", None)
            raise _Stop
        root = self._next()
        if not isinstance(root, yaml.MappingStartEvent):
            hint = "a pack is a mapping that starts with a key such as `title:`"
            self._report.error("not-a-pack", "this is not a pack", _at(root), hint)
            raise _Stop
        return MappingNode(self._opened(root, 0))

    def _elements(self) -> Iterator[Node]:
        """Yield the elements of a top-level list, each once the parser has got past it.

        Where the YAML breaks off inside an element, the part before looks like a whole one, and
        the keys that were not read would be reported as missing.
        """
        held: Node | None = None
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            if held:
                yield held
            self._nodes_left = MAX_NODES
            held = self._node(event, 2)
        if held:
            self._peek()
            yield held

    def _end(self) -> None:
        self._next()
        extra = self._next()
        if isinstance(extra, yaml.DocumentStartEvent):
            message = "a second document starts here"
            hint = "a pack is one document: put this into a file of its own"
            self._report.error("second-document", message, _at(extra, 3), hint)

    def _node(self, event: Any, depth: int) -> Node:
        """Return the value that starts with this event and is nested in `depth` others."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        message = f"packs cannot have aliases such as `*{shorten(event.anchor)}`"
        hint = "write the value out, or put quotes around a text that starts with *"
        self._report.error("alias", message, _at(event, len(event.anchor) + 1), hint)
        return AliasNode(event, "\ufffd")

    def _scalar(self, event: Any) -> ScalarNode:
        """Return a text, normalised and without the characters that packs cannot have."""
        if event.anchor or event.tag:
            self._refuse_properties(event)
        value = event.value
        node = ScalarNode(event, value)
        if not (value.isascii() and value.isprintable()):
            node.value = self._cleaned(node)
        if self._text.comments and not event.style:
            end = event.end_mark
            node.comment = self._text.comments.get((end.line, end.column))
        return node

    def _cleaned(self, node: ScalarNode) -> str:
        value = node.value
        if len(value) < MAX_NORMALIZED:
            value = unicodedata.normalize("NFC", value)
        if node.event.style == '"' and (bad := UNSAFE.search(value)):
            message = f"packs cannot contain {named(bad[0])}"
            self._report.error("bad-character", message, node.place, "remove the escape")
            value = UNSAFE.sub("\ufffd", value)
        return value

    def _mapping(self, event: Any, depth: int) -> MappingNode:
        mapping = MappingNode(self._opened(event, depth))
        for key_event in self._children(event, yaml.MappingEndEvent):
            key = self._key(key_event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if key is not None:
                self._is_new(key, value, mapping)
        return mapping

    def _sequence(self, event: Any, depth: int) -> SequenceNode:
        sequence = SequenceNode(self._opened(event, depth))
        for child in self._children(event, yaml.SequenceEndEvent):
            sequence.items.append(self._node(child, depth + 1))
        return sequence

    def _children(self, opening: Any, end: type[yaml.Event]) -> Iterator[Any]:
        """Yield the first event of each value of a list, or of each key of a mapping."""
        for number in range(MAX_WIDTH + 1):
            event = self._next()
            if isinstance(event, end):
                self._nodes_left -= number
                if self._nodes_left < 0:
                    break
                return
            yield event
        message = f"more than {MAX_WIDTH:,} values start here, or {MAX_NODES:,} with nested ones"
        self._report.error("too-large", message, _at(opening))
        raise _Stop

    def _key(self, event: Any, depth: int) -> ScalarNode | None:
        """Return the key that starts with this event, or None if its value cannot be used."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        node = self._node(event, depth)
        if not isinstance(node, AliasNode):
            self._report.error("bad-key", f"a {node.type_name} cannot be a key", node.place)
        return None

    def _is_new(self, key: ScalarNode, node: Node, mapping: MappingNode) -> bool:
        """Add an entry to a mapping and return True, or report that it has this key already."""
        earlier, _ = mapping.entries.setdefault(key.value, (key, node))
        if earlier is key:
            return True
        self._report.error(
            "duplicate-key",
            f"`{shorten(key.value)}` is given twice",
            key.place,
            "remove one of the two",
            Related(earlier.place, "first given here"),
        )
        return False

    def _opened(self, event: Any, depth: int) -> Any:
        """Return the event that starts a list or a mapping, if it is not nested too deeply."""
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if depth >= MAX_DEPTH:
            message = f"lists and mappings are nested more than {MAX_DEPTH} deep"
            self._report.error("depth", message, _at(event))
            raise _Stop
        return event

    def _refuse_properties(self, event: Any) -> None:
        """Report the anchor and the tag of a value, which is then read without them."""
        hint = "remove it, or put quotes around a text that starts with "
        if event.anchor:
            message = f"packs cannot have anchors such as `&{shorten(event.anchor)}`"
            self._report.error("anchor", message, _at(event, len(event.anchor) + 1), f"{hint}&")
        if event.tag:
            self._report.error("tag", "packs cannot have `!` tags", _at(event), f"{hint}!")


def _at(event: Any, length: int = 1) -> Place:
    return Place(event.start_mark.line, event.start_mark.column, length)
