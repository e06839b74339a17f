"""From the text of a pack to a tree of nodes that know their place.

The reader walks the parser's events and never nests deeper than `MAX_DEPTH`, so that a hostile
file can only be refused: anchors, aliases, tags, a second document and duplicate keys are errors
with their place. It yields one top-level entry at a time, and the elements of a top-level list
one by one, so that a large pack is never in memory as a tree.

After a syntax error the reader goes on at the next element of the list, or at the next key of
the pack, so that one run tells every problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from quiz.packs import context
from quiz.packs.context import Slip
from quiz.packs.diagnostics import Correction, Place, Related, Report
from quiz.packs.model import PACK
from quiz.packs.nodes import AliasNode, MappingNode, Node, ScalarNode, SequenceNode
from quiz.packs.slips import diagnose
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


ITEM_LISTS = ("questions", "templates")
"""The keys of the pack's lists whose elements are read one by one after a syntax error too."""

TOP_KEY = re.compile(r"(\w+) *:(?: |$)")
"""A line that starts with a key of the top level."""

ELEMENT = re.compile(r" *- +\{? *(\w+) *:")
"""A line that starts an element with a key."""

QUESTION_LINE = re.compile(r" *(?:- *)?question *:")


class Entry(NamedTuple):
    """A key of the top-level mapping with its value, or with one element of its list.

    A list comes as an empty SequenceNode first, and then element by element.
    """

    key: ScalarNode
    value: Node
    is_element: bool = False


class _Stop(Exception):
    """Nothing more can be read from this file; the reason has been reported."""


class _List(NamedTuple):
    """The top-level list that is being read: its key, and the column of its dashes if known."""

    key: str
    column: int | None = None

    def is_element(self, line: str) -> bool:
        """Return whether an element starts with this line of text."""
        if self.column is None:
            start = ELEMENT.match(line)
            return bool(start and start[1] in context.ITEM_KEYS)
        return f"{line} ".startswith(" " * self.column + "- ")


class Reader:
    """The top-level entries of a pack; problems of the text and of its YAML are reported.

    After the last entry, `complete` says whether all of the file could be read.
    """

    def __init__(self, text: TextStream, report: Report) -> None:
        self.complete = False
        self._report = report
        self._text = text
        self._nodes_left = MAX_NODES
        self._top: MappingNode | None = None
        self._list: _List | None = None
        self._held: Entry | None = None
        """The last element, as long as the parser has not got past it."""
        self._inside: list[MappingNode] = []
        """The questions that started inside the last element, because they have no `- `."""
        self._begun = 0
        """The line of the entry or the element that is being read."""
        self._first = 0
        """The line from which the parser reads, which is not 0 after a syntax error."""
        self._shift = 0
        """The line of the file in which the parser's lines begin."""
        self._key_given = False
        """Whether the parser's first key is one that was read before."""

    def __iter__(self) -> Iterator[Entry]:
        slip: Slip | None = None
        while True:
            loader = None
            try:
                loader = context.LOADER(self._text)
                self._next = loader.get_event
                self._peek = loader.peek_event
                yield from self._entries()
                self.complete = slip is None
                return
            except _Stop:
                return
            except yaml.MarkedYAMLError as error:
                slip = diagnose(error, self._text.lines, self._shift, self._first)
            except yaml.YAMLError as error:
                slip = Slip(" ".join(str(error).split()), None, "")
            finally:
                if loader is not None:
                    loader.dispose()
            held = self._taken()
            if held and slip.place and self._is_whole(held[-1].value, slip.place.line):
                yield from held
            else:
                yield from held[:-1]
            self._report.error("yaml", *slip)
            if not slip.place or not self._go_on(slip.place.line):
                return

    def _is_whole(self, node: Node, last: int) -> bool:
        """Return whether an element ends before a line, because another one starts up to there.

        Where the YAML breaks off inside an element, the part before looks like a whole one, and
        the keys that were not read would be reported as missing.
        """
        has_question = isinstance(node, MappingNode) and "question" in node.entries
        for _, text in self._text.lines_from(node.place.line + 1, last):
            if self._list and self._list.is_element(text):
                return True
            if has_question and QUESTION_LINE.match(text):
                return True
        return False

    def _go_on(self, line: int) -> bool:
        """Make the parser go on at the next element or key after a mistake in a line.

        Return False if there is none.
        """
        for number, text in self._text.lines_from(max(line, self._begun, self._first) + 1):
            key = TOP_KEY.match(text)
            if key and key[1] in PACK.fields:
                self._list = None
            elif not (self._list and self._list.is_element(text)):
                continue
            prefix = f"{self._list.key}:\n" if self._list else ""
            self._first = number
            self._shift = number - bool(prefix)
            self._key_given = bool(prefix)
            self._text.go_to(number, prefix)
            return True
        return False

    def _entries(self) -> Iterator[Entry]:
        root = self._root()
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            self._nodes_left = MAX_NODES
            self._begun = max(self._first, self._at(event).line)
            key = self._key(event, 1)
            name = key.value if key else ""
            self._list = (
                None if name == "tables" else _List(name if name in ITEM_LISTS else ITEM_LISTS[0])
            )
            given, self._key_given = self._key_given, False
            event = self._next()
            if key is None or not isinstance(event, yaml.SequenceStartEvent):
                node = self._node(event, 1)
                if key is not None and self._is_new(key, node, root):
                    yield Entry(key, node)
                continue
            if name in ITEM_LISTS:
                column = self._at(event).column
                self._list = None if event.flow_style else _List(name, column)
            empty = SequenceNode(self._opened(event, 1), self._shift)
            is_known = given and name in root.entries
            if is_new := is_known or self._is_new(key, empty, root):
                yield Entry(key, empty)
            for element in self._elements(key):
                if is_new:
                    yield element
        self._end()

    def _root(self) -> MappingNode:
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._report.error("empty", "the file has no content", None)
            raise _Stop
        root = self._next()
        if not isinstance(root, yaml.MappingStartEvent):
            hint = "a pack starts with a line such as `title: Rivers`, and then `questions:`"
            self._report.error("not-a-pack", "this is not a pack", self._at(root), hint)
            raise _Stop
        self._top = self._top or MappingNode(self._opened(root, 0), 0)
        return self._top

    def _elements(self, key: ScalarNode) -> Iterator[Entry]:
        """Yield the elements of a top-level list, each once the parser has got past it."""
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            if self._held:
                yield from self._taken()
            self._nodes_left = MAX_NODES
            self._begun = event.start_mark.line + self._shift
            self._held = Entry(key, self._node(event, 2), is_element=True)
        if self._held:
            self._peek()
        yield from self._taken()

    def _taken(self) -> list[Entry]:
        """Return the last element, and those that started inside it for want of a dash."""
        taken = [self._held] if self._held else []
        if self._held and self._inside:
            taken += [self._held._replace(value=node) for node in self._inside]
            self._inside = []
        self._held = None
        return taken

    def _end(self) -> None:
        self._next()
        extra = self._next()
        if isinstance(extra, yaml.DocumentStartEvent):
            message = "a second document starts here"
            hint = "a pack is one document: put this into a file of its own"
            self._report.error("second-document", message, self._at(extra, 3), hint)

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
        self._report.error("alias", message, self._at(event, len(event.anchor) + 1), hint)
        return AliasNode(event, self._shift, "\ufffd")

    def _scalar(self, event: Any) -> ScalarNode:
        """Return a text, normalised and without the characters that packs cannot have."""
        if event.anchor or event.tag:
            self._refuse_properties(event)
        value = event.value
        node = ScalarNode(event, self._shift, value)
        if not (value.isascii() and value.isprintable()):
            node.value = self._cleaned(node)
        if self._text.comments and not event.style:
            end = event.end_mark
            node.comment = self._text.comments.get((end.line + self._shift, end.column))
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
        mapping = first = MappingNode(self._opened(event, depth), self._shift)
        for key_event in self._children(event, yaml.MappingEndEvent):
            key = self._key(key_event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if key and key.value in mapping.entries and self._lacks_dash(key, mapping, depth):
                mapping = MappingNode(key_event, self._shift)
                self._inside.append(mapping)
            if key is not None:
                self._is_new(key, value, mapping)
        return first

    def _lacks_dash(self, key: ScalarNode, mapping: MappingNode, depth: int) -> bool:
        """Return whether a key starts a new question inside another one, and report that."""
        column = self._list.column if self._list else None
        is_second = key.value == "question" and "answer" in mapping.entries
        if not is_second or depth != 2 or mapping.is_flow or column is None:
            return False
        edit = Correction(Place(key.place.line, column, 2), "- ")
        message, hint = "a second question starts here without `- `", "write `- ` before it"
        self._report.error("duplicate-key", message, key.place, hint, edits=(edit,))
        return True

    def _sequence(self, event: Any, depth: int) -> SequenceNode:
        sequence = SequenceNode(self._opened(event, depth), self._shift)
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
        message = (
            f"this has more than {MAX_WIDTH:,} values, or {MAX_NODES:,} with those inside them"
        )
        self._report.error("too-large", message, self._at(opening))
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
            message = f"lists and keys are nested more than {MAX_DEPTH} deep"
            self._report.error("depth", message, self._at(event))
            raise _Stop
        return event

    def _refuse_properties(self, event: Any) -> None:
        """Report the anchor and the tag of a value, which is then read without them."""
        hint = "remove it, or put quotes around a text that starts with "
        if event.anchor:
            message = f"packs cannot have anchors such as `&{shorten(event.anchor)}`"
            self._report.error(
                "anchor", message, self._at(event, len(event.anchor) + 1), f"{hint}&"
            )
        if event.tag:
            self._report.error("tag", "packs cannot have `!` tags", self._at(event), f"{hint}!")

    def _at(self, event: Any, length: int = 1) -> Place:
        start = event.start_mark
        return Place(start.line + self._shift, start.column, length)
