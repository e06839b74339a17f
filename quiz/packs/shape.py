"""Whether values have the shape that the model declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quiz.errors import did_you_mean, nearest
from quiz.packs.diagnostics import Place, Report
from quiz.packs.model import MAX_NAME, Choice, Field, Kind, ListOf, MapOf, Record, Text, Values
from quiz.packs.reader import AliasNode, MappingNode, Node, ScalarNode, SequenceNode
from quiz.text import count, shorten


class Validator:
    """Takes plain values out of nodes and reports those that are not as declared."""

    def __init__(self, report: Report) -> None:
        self._error = report.error
        self._warning = report.warning

    def value(self, label: str, kind: Kind, node: Node) -> Any:
        """Return the plain value of a node, or None if it was reported as wrong.

        The label is what messages call the value.
        """
        if isinstance(node, AliasNode):
            return None
        if isinstance(node, ScalarNode):
            if isinstance(kind, Text):
                return self._text(label, kind, node)
            if isinstance(kind, Choice):
                return self._choice(label, kind, node)
        elif isinstance(node, MappingNode):
            if isinstance(kind, Record):
                values, complete = self.record(kind, node)
                return values if complete else None
            if isinstance(kind, MapOf):
                values = self.map(label, kind, node)
                return None if None in values.values() else values
        elif isinstance(node, SequenceNode) and isinstance(kind, ListOf):
            return self._list(label, kind, node)
        self.wrong_type(label, kind, node)
        return None

    def record(self, record: Record, node: MappingNode) -> tuple[Values, bool]:
        """Return the right values of a record, and whether it has all that it needs.

        A wrong value of an optional key is reported but does not make the record incomplete.
        """
        values: Values = {}
        wrong: set[str] = set()
        for name, (key, child) in node.entries.items():
            if (field := record.fields.get(name) or self.field(key, record)) is None:
                wrong |= meant([name], record)
            elif (value := self.value(f"`{name}`", field.kind, child)) is None:
                wrong.add(name)
            else:
                values[name] = value
        for name in record.required:
            if name not in node.entries and name not in wrong:
                self._error("missing-key", f"this {record.noun} has no `{name}`", node.place)
                wrong.add(name)
        missing = wrong.difference(values)
        if not missing.isdisjoint({*record.required, *record.either}):
            return values, False
        return values, self._has_either(record, values, node)

    def _has_either(self, record: Record, values: Values, node: MappingNode) -> bool:
        """Return whether a record has one of two keys if it needs one, and not both."""
        given = [f"`{name}`" for name in record.either if name in values]
        if len(given) == 1 or not (given or record.needs_one):
            return True
        message = f"this {record.noun} has no wrong answers"
        hint = "add " + " or ".join(f"`{name}:`" for name in record.either)
        if given:
            message = f"this {record.noun} has both {' and '.join(given)}"
            hint = "remove one of the two"
        self._error("wrong-or-options", message, node.place, hint)
        return False

    def map(self, label: str, kind: MapOf, node: MappingNode) -> Values:
        """Return the values of a mapping with the author's own names; a wrong one is None."""
        if len(node.entries) > kind.most:
            message = f"{label} has {len(node.entries):,} keys; the limit is {kind.most:,}"
            self._error("count", message, node.place)
            return dict.fromkeys(node.entries)
        values: Values = {}
        for word, (key, child) in node.entries.items():
            values[word] = None
            if len(word) > MAX_NAME:
                message = f"this name has {len(word):,} characters; the limit is {MAX_NAME}"
                self._error("too-long", message, key.place)
            else:
                values[word] = self.value(f"`{shorten(word)}` in {label}", kind.of, child)
        return values

    def field(self, key: ScalarNode, record: Record) -> Field | None:
        """Return the declared field of a key, or None if it was reported as unknown."""
        if field := record.fields.get(key.value):
            return field
        near = _near(key.value, record)
        hint = f"the keys of a {record.noun} are {', '.join(record.fields)}"
        if near:
            hint = f"did you mean {' or '.join(near)}?"
        if key.value == "<<":
            hint = "packs cannot have merge keys: write the keys out"
        message = f"unknown key `{shorten(key.value)}` in this {record.noun}"
        self._error("unknown-key", message, key.place, hint)
        return None

    def wrong_type(self, label: str, kind: Kind, node: Node) -> None:
        """Report a value of another type than its kind has."""
        if isinstance(node, ScalarNode) and not node.value and node.is_plain:
            self._error("empty", f"{label} is empty", node.place)
            return
        wanted = {Text: "text", Choice: "one word", ListOf: "a list"}.get(type(kind), "a mapping")
        hint = ""
        if isinstance(kind, ListOf):
            hint = "write `[ ... ]`, or one `- ...` per line"
        elif isinstance(node, MappingNode) and isinstance(kind, Text):
            hint = "put quotes around a text that contains `: ` or starts with {"
        what = f"a {kind.noun}" if isinstance(kind, Record) else label
        found = "text" if isinstance(node, ScalarNode) else f"a {node.type_name}"
        self._error("wrong-type", f"{what} must be {wanted}, not {found}", node.place, hint)

    def fits(self, label: str, kind: Text, text: str, node: Node) -> bool:
        """Return whether a text has the length and the characters of its kind, or report it."""
        if len(text) > kind.most:
            message = f"{label} has {len(text):,} characters; the limit is {kind.most:,}"
            self._error("too-long", message, node.place)
        elif kind.pattern and not kind.pattern.fullmatch(text):
            message = f"{label} can only contain letters, digits and the characters . : _ -"
            self._error("bad-id", message, node.place)
        else:
            return True
        return False

    def _text(self, label: str, kind: Text, node: ScalarNode) -> str | None:
        text = node.value.strip().expandtabs(4)
        if not text.strip("\u200c\u200d"):
            hint = "put quotes around a text that starts with #" * (node.comment is not None)
            self._error("empty", f"{label} is empty", node.place, hint)
            return None
        if not self.fits(label, kind, text, node):
            return None
        if not kind.lines and "\n" in text:
            self._error("line-break", f"{label} must be on one line", node.place)
            return None
        if kind.prose and node.comment is not None:
            message = f"{label} ends here, because ` #` starts a comment"
            hint = "put the text in quotes if the # is part of it"
            self._warning("comment", message, Place(node.end_line, node.comment), hint)
        return text

    def _choice(self, label: str, kind: Choice, node: ScalarNode) -> str | None:
        if node.value in kind.words:
            return node.value
        words = " or ".join([", ".join(kind.words[:-1]), kind.words[-1]])
        message = f"{label} must be {words}, not `{shorten(node.value)}`"
        self._error("bad-choice", message, node.place, did_you_mean(node.value, kind.words))
        return None

    def _list(self, label: str, kind: ListOf, node: SequenceNode) -> list[Any] | None:
        if not kind.least <= len(node.items) <= kind.most:
            found = count(len(node.items), "value")
            message = f"{label} has {found} instead of {kind.least:,} to {kind.most:,}"
            self._error("count", message, node.place)
            return None
        entry = f"an entry of {label}"
        values = [self.value(entry, kind.of, item) for item in node.items]
        return None if None in values else values


def _near(key: str, record: Record) -> list[str]:
    """Return the declared keys that an unknown one may stand for, the likeliest first."""
    word = key.casefold()
    alias = [name for name, field in record.fields.items() if word in (name, *field.aliases)]
    return alias or nearest(word, record.fields)


def meant(keys: Iterable[str], record: Record) -> set[str]:
    """Return the declared keys that unknown ones most likely stand for."""
    return {name for k in keys if k not in record.fields for name in _near(k, record)[:1]}
