"""The values of a pack as they are written, which know their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from quiz.packs.diagnostics import Place


class Node:
    """A value of a pack, made from the parser's event that starts it.

    `shift` is the line of the file in which the parser's lines begin.
    """

    __slots__ = ("event", "shift")

    type_name: ClassVar[str]
    """What messages call this type of node."""

    def __init__(self, event: Any, shift: int) -> None:
        self.event = event
        self.shift = shift

    @property
    def place(self) -> Place:
        """The first character of the node."""
        start = self.event.start_mark
        return Place(start.line + self.shift, start.column)

    @property
    def is_flow(self) -> bool:
        """Whether a list or a mapping is written in brackets."""
        return bool(getattr(self.event, "flow_style", False))


class ScalarNode(Node):
    """A text as written, without a type: ``No`` and ``22:00`` are just these characters.

    `comment` is the column of a ``#`` that cut the text off, if one did.
    """

    __slots__ = ("comment", "value")

    type_name = "text"

    def __init__(self, event: Any, shift: int, value: str) -> None:
        self.event = event
        self.shift = shift
        self.value = value
        self.comment: int | None = None

    @property
    def place(self) -> Place:
        """The text's characters, or the first one if the text has several lines."""
        start, end = self.event.start_mark, self.event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Place(start.line + self.shift, start.column, max(1, length))

    @property
    def end_line(self) -> int:
        """The line in which the text ends."""
        line: int = self.event.end_mark.line + self.shift
        return line

    @property
    def is_plain(self) -> bool:
        """Whether the text is written without quotes, and not as a block."""
        return not self.event.style


class AliasNode(ScalarNode):
    """An alias, which has been reported and has no value."""

    __slots__ = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a text without quotes, which it is not."""
        return False


class SequenceNode(Node):
    """A list of values."""

    __slots__ = ("items",)

    type_name = "list"

    def __init__(self, event: Any, shift: int) -> None:
        super().__init__(event, shift)
        self.items: list[Node] = []


class MappingNode(Node):
    """Values by key; of a key that was given twice it has the first value."""

    __slots__ = ("entries",)

    type_name = "group of keys"

    def __init__(self, event: Any, shift: int) -> None:
        super().__init__(event, shift)
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
