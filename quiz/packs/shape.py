"""Whether values have the shape that the model declares."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any

from quiz.errors import did_you_mean, nearest
from quiz.packs import writer
from quiz.packs.commas import joined_options, whole_entries
from quiz.packs.diagnostics import Correction, Place, Report
from quiz.packs.model import MAX_NAME, Choice, Kind, ListOf, MapOf, Record, Text, Values
from quiz.packs.nodes import AliasNode, MappingNode, Node, ScalarNode, SequenceNode
from quiz.text import count, shorten

SEPARATED = re.compile(r"\s*[;|]\s*|,\s+")
"""What stands between the texts of a list that was written without brackets."""


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

        A wrong value of an optional key is reported but does not make the record incomplete. A
        value whose key is misspelt counts as one of the key that is surely meant, but the record
        is then incomplete.
        """
        values: Values = {}
        is_spelt = True
        wrong: set[str] = set()
        entries: Iterable[tuple[ScalarNode, Node]] = node.entries.values()
        if not node.entries.keys() <= record.fields.keys():
            entries = whole_entries(node, record.fields, self._error)
        for key, child in entries:
            name = key.value
            if name not in record.fields:
                is_spelt = False
                known = self.known(key, record, child, node.entries)
                if known is None:
                    wrong |= meant([name], record)
                    continue
                name = known
                node.entries[name] = key, child
            if (value := self.value(f"`{name}`", record.fields[name].kind, child)) is None:
                wrong.add(name)
            else:
                values[name] = value
        for name in record.required:
            if name not in values and name not in wrong:
                message = f"this {record.noun} has no `{name}`"
                self._error("missing-key", message, node.place, f"add `{name}:`")
                wrong.add(name)
        missing = wrong.difference(values)
        if not missing.isdisjoint({*record.required, *record.either}):
            return values, False
        return values, self._has_either(record, values, node) and is_spelt

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
        for key, child in whole_entries(node, (), self._error):
            word = key.value
            values[word] = None
            if len(word) > MAX_NAME:
                message = f"this name has {len(word):,} characters; the limit is {MAX_NAME}"
                self._error("too-long", message, key.place)
            else:
                values[word] = self.value(f"`{shorten(word)}` in {label}", kind.of, child)
        return values

    def known(
        self, key: ScalarNode, record: Record, value: Node, given: Container[str | None]
    ) -> str | None:
        """Report a key that is not declared, and return the one that is surely meant, or None.

        `given` holds the keys that the record has.
        """
        near = _near(key.value, record, value)
        hint = f"the keys of a {record.noun} are {', '.join(record.fields)}"
        edits: tuple[Correction, ...] = ()
        if near:
            hint = f"did you mean {' or '.join(near)}?"
        if key.value == "<<":
            hint = "packs cannot have merge keys: write the keys out"
        if len(near) == 1 and near[0] in given:
            hint = f"this {record.noun} has `{near[0]}` too: remove one of the two"
        elif len(near) == 1 and _is_sure(key.value, near[0], record):
            edits = replaced(key, near[0])
        message = f"unknown key `{shorten(key.value)}` in this {record.noun}"
        self._error("unknown-key", message, key.place, hint, edits=edits)
        return near[0] if edits else None

    def wrong_type(self, label: str, kind: Kind, node: Node) -> None:
        """Report a value of another type than its kind has."""
        if isinstance(node, ScalarNode) and not node.value and node.is_plain:
            hint = "write `[ ... ]`, or one `- ...` per line" if isinstance(kind, ListOf) else ""
            self._error("empty", f"{label} is empty", node.place, hint)
            return
        wanted = {Text: "text", Choice: "one word", ListOf: "a list"}.get(
            type(kind), "a group of keys"
        )
        hint = ""
        edits: tuple[Correction, ...] = ()
        if isinstance(kind, ListOf):
            hint, edits = _as_list(node)
        elif isinstance(node, MappingNode) and isinstance(kind, Text):
            hint = "put quotes around a text that contains `: ` or starts with {"
            edits = _as_text(node)
        elif isinstance(node, SequenceNode) and isinstance(kind, Text | Choice):
            hint = "write one text, without brackets or `- `"
        elif isinstance(kind, Record):
            hint = f"a {kind.noun} starts with a key such as `{kind.required[0]}:`"
        what = f"a {kind.noun}" if isinstance(kind, Record) else label
        found = "text" if isinstance(node, ScalarNode) else f"a {node.type_name}"
        message = f"{what} must be {wanted}, not {found}"
        self._error("wrong-type", message, node.place, hint, edits=edits)

    def fits(self, label: str, kind: Text, text: str, node: Node) -> bool:
        """Return whether a text has the length and the characters of its kind, or report it."""
        if len(text) > kind.most:
            message = f"{label} has {len(text):,} characters; the limit is {kind.most:,}"
            self._error("too-long", message, node.place)
        elif kind.pattern and not kind.pattern.fullmatch(text):
            message = f"{label} can only contain letters, digits and the characters . : _ -"
            near = re.sub(r"[^\w.:-]+", "-", text).strip("-")
            self._error("bad-id", message, node.place, f"did you mean {near}?" if near else "")
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
            hint = "write all of it on one line"
            self._error("line-break", f"{label} must be on one line", node.place, hint)
            return None
        if kind.prose and node.comment is not None:
            message = f"{label} ends here, because ` #` starts a comment"
            hint = (
                "put the text in quotes if the # is part of it, or move the comment to its own line"
            )
            self._warning("comment", message, Place(node.end_line, node.comment), hint)
        return text

    def _choice(self, label: str, kind: Choice, node: ScalarNode) -> str | None:
        if node.value in kind.words:
            return node.value
        words = " or ".join([", ".join(kind.words[:-1]), kind.words[-1]])
        message = f"{label} must be {words}, not `{shorten(node.value)}`"
        near = nearest(node.value, kind.words)
        edits = replaced(node, near[0]) if len(near) == 1 else ()
        hint = did_you_mean(node.value, kind.words)
        self._error("bad-choice", message, node.place, hint, edits=edits)
        return None

    def _list(self, label: str, kind: ListOf, node: SequenceNode) -> list[Any] | None:
        if not kind.least <= len(node.items) <= kind.most:
            found = count(len(node.items), "value")
            message = f"{label} has {found} instead of {kind.least:,} to {kind.most:,}"
            hint = f"add {kind.least - len(node.items):,} or more"
            edits: tuple[Correction, ...] = ()
            if len(node.items) > kind.most:
                hint = f"remove {len(node.items) - kind.most:,}"
            elif joined := joined_options(
                [one for one in node.items if isinstance(one, ScalarNode)]
            ):
                hint, edits = joined.hint, joined.edits
            self._error("count", message, node.place, hint, edits=edits)
            return None
        entry = f"an entry of {label}"
        values = [self.value(entry, kind.of, item) for item in node.items]
        return None if None in values else values


def _near(key: str, record: Record, value: Node | None = None) -> list[str]:
    """Return the declared keys that an unknown one may stand for, the likeliest first.

    Those that can have the value come first.
    """
    word = key.casefold()
    alias = [name for name, field in record.fields.items() if word in (name, *field.aliases)]
    near = nearest(word, record.fields)
    for names in (alias, near) if value else ():
        if fitting := [name for name in names if _can_be(record.fields[name].kind, value)]:
            return fitting
    return alias or near


def _is_sure(key: str, name: str, record: Record) -> bool:
    """Return whether a key stands for a declared one without doubt."""
    word = key.casefold()
    if word in record.fields[name].aliases:
        return True
    from difflib import get_close_matches  # slow to import

    return bool(get_close_matches(word, [name], cutoff=0.75))


def _can_be(kind: Kind, node: Node | None) -> bool:
    """Return whether a value is of the type that a kind has."""
    if isinstance(kind, Text | Choice):
        return isinstance(node, ScalarNode)
    return isinstance(node, SequenceNode if isinstance(kind, ListOf) else MappingNode)


def meant(keys: Iterable[str], record: Record) -> set[str]:
    """Return the declared keys that unknown ones most likely stand for."""
    return {name for k in keys if k not in record.fields for name in _near(k, record)[:1]}


def replaced(node: Node, text: str) -> tuple[Correction, ...]:
    """Return the change that writes a word in place of a text, if that is on one line."""
    if not isinstance(node, ScalarNode) or node.end_line != node.place.line:
        return ()
    return (Correction(node.place, writer.scalar(text, writer.FLOW_PLAIN)),)


def _as_list(node: Node) -> tuple[str, tuple[Correction, ...]]:
    """Return how to write a value as a list, and the changes that do so if there is one way."""
    hint = "write `[ ... ]`, or one `- ...` per line"
    if not isinstance(node, ScalarNode) or isinstance(node, AliasNode):
        return hint, ()
    if node.end_line != node.place.line:
        return hint, ()
    line, column, length = node.place
    edits = (
        Correction(Place(line, column, 0), "["),
        Correction(Place(line, column + length, 0), "]"),
    )
    is_one = writer.FLOW_PLAIN.fullmatch(node.value) and not SEPARATED.search(node.value)
    if is_one or not node.is_plain:
        return hint, edits if node.event.style not in ("|", ">") else ()
    parts = [writer.scalar(part.strip(), writer.FLOW_PLAIN) for part in SEPARATED.split(node.value)]
    return f"write [{', '.join(parts)}]" if len(parts) > 1 and all(parts) else hint, ()


def _as_text(node: MappingNode) -> tuple[Correction, ...]:
    """Return the change that makes one text of a mapping such as `Alien: Romulus`, if it is one."""
    (key, value), *more = node.entries.values() or [(None, None)]
    if more or not isinstance(value, ScalarNode) or key is None or value.comment is not None:
        return ()
    place, last = key.place, value.place
    is_plain = key.is_plain and value.is_plain and value.value
    if not is_plain or place[:2] != node.place[:2] or value.end_line != place.line:
        return ()
    length = last.column + last.length - place.column
    gap = length - len(key.value) - len(value.value) - 1
    text = f"{key.value}:{' ' * gap}{value.value}"
    return (Correction(place._replace(length=length), writer.quoted(text)),) if gap > 0 else ()
