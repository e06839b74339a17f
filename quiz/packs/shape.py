"""Whether values have the shape that the model declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from quiz.errors import did_you_mean, nearest
from quiz.packs.diagnostics import Place, Report
from quiz.packs.model import NAME, Choice, Field, Kind, ListOf, MapOf, Record, Text
from quiz.packs.reader import Cut, Mapping, Node, Refused, Scalar, Sequence, noun, place
from quiz.packs.regular import Written
from quiz.text import shorten

Values: TypeAlias = dict[str, Any]


class Shape:
    """Takes the plain values out of nodes, and reports those that are not as declared."""

    def __init__(self, report: Report) -> None:
        self._error = report.error
        self._warning = report.warning

    def value(self, name: str, kind: Kind, node: Node, entry: bool = False) -> Any:
        """The plain value of a node, or None where it has been reported as wrong.

        It is what is called `name`, or one `entry` of that.
        """
        if isinstance(node, Refused):
            return None
        if isinstance(node, Scalar):
            if isinstance(kind, Text):
                return self._text(name, kind, node)
            if isinstance(kind, Choice):
                return self._choice(name, kind, node)
        elif isinstance(node, Mapping):
            if isinstance(kind, Record):
                values, whole = self.record(kind, node)
                return values if whole else None
            if isinstance(kind, MapOf):
                values = self.map(name, kind, node)
                return None if None in values.values() else values
        elif isinstance(kind, ListOf):
            return self._list(name, kind, node)
        self.wrong_type(name, kind, node, entry)
        return None

    def record(self, record: Record, node: Mapping) -> tuple[Values, bool]:
        """The sound values of a mapping with declared keys, and whether no vital one is missing."""
        if isinstance(node, Written) and _is_sound(record, node):
            return node.values, True
        values: Values = {}
        fields, texts, entries = record.fields, record.texts, node.entries
        wrong: set[str] = set()
        for name, (key, child) in entries.items():
            if (
                type(child) is Scalar
                and (text := child.value.strip())
                and len(text) <= texts.get(name, 0)
                and text.isprintable()
            ):
                values[name] = text
            elif field := fields.get(name) or self.field(key, record):
                value = self.value(name, field.kind, child)
                if value is None:
                    wrong.add(name)
                else:
                    values[name] = value
            else:
                wrong |= meant([name], record)
        for name in record.required:
            if name not in entries and name not in wrong:
                self._error("missing-key", f"this {record.noun} has no `{name}`", place(node))
                wrong.add(name)
        return values, wrong.difference(values).isdisjoint(record.vital)

    def map(self, name: str, kind: MapOf, node: Mapping) -> Values:
        """The values of a mapping with names of the author's choice; None for each wrong one."""
        if len(node.entries) > kind.most:
            self._error(
                "count",
                f"`{name}` has {len(node.entries):,} entries, and may have {kind.most:,}",
                place(node),
            )
            return dict.fromkeys(node.entries)
        values: Values = {}
        for word, (key, child) in node.entries.items():
            values[word] = None
            if len(word) > NAME:
                self._error("too-long", f"a name has {NAME} characters at the most", place(key))
            else:
                values[word] = self.value(f"{name}.{word}", kind.of, child)
        return values

    def field(self, key: Scalar, record: Record) -> Field | None:
        """The declared field of a key, or None where it has been reported as unknown."""
        if field := record.fields.get(key.value):
            return field
        near = _near(key.value, record)
        hint = f"did you mean {' or '.join(near)}?" if near else ""
        if key.value == "<<":
            hint = "packs have no merges: write the keys out"
        self._error(
            "unknown-key",
            f"a {record.noun} has no `{shorten(key.value)}`",
            place(key),
            hint or f"its keys are {', '.join(record.fields)}",
        )
        return None

    def wrong_type(self, name: str, kind: Kind, node: Node, entry: bool = False) -> None:
        """Report a value of another type than its kind has."""
        if isinstance(node, Scalar) and not (node.value or node.style):
            self._error("empty", f"there is nothing in `{name}`", place(node))
            return
        wanted = {Text: "a text", Choice: "one word", ListOf: "a list"}.get(type(kind), "a mapping")
        hint = ""
        if isinstance(kind, ListOf):
            hint = f"write `{name.rpartition('.')[2]}: [ ... ]`, or one `- ...` a line"
        elif isinstance(node, Mapping) and isinstance(kind, Text):
            hint = "a text that holds `: ` or begins with { needs quotes around it"
        what = f"an entry of `{name}`" if entry else f"`{name}`"
        if isinstance(kind, Record):
            what = f"a {kind.noun}"
        self._error("wrong-type", f"{what} is {wanted}, not a {noun(node)}", place(node), hint)

    def fits(self, name: str, kind: Text, text: str, at: Place) -> bool:
        """Whether a text is as long and made of such characters as its kind allows."""
        if len(text) > kind.most:
            self._error(
                "too-long", f"`{name}` has {len(text):,} characters; {kind.most:,} is the most", at
            )
        elif kind.pattern and not kind.pattern.fullmatch(text):
            self._error("bad-id", f"`{name}` is letters, digits and the signs . : _ - alone", at)
        else:
            return True
        return False

    def _text(self, name: str, kind: Text, node: Scalar) -> str | None:
        text = node.value.strip().expandtabs(4)
        if not text.strip("\u200c\u200d"):
            hint = "a text that begins with # needs quotes around it"
            self._error("empty", f"`{name}` has no text", place(node), hint * isinstance(node, Cut))
            return None
        if not self.fits(name, kind, text, place(node)):
            return None
        if not kind.lines and "\n" in text:
            self._error("line-break", f"`{name}` is one line of text", place(node))
            return None
        if kind.prose and isinstance(node, Cut):
            end: Any = node.end_mark
            self._warning(
                "comment",
                f"a comment begins here: `{name}` ends before it",
                Place(end.line, node.comment),
                "put the text in quotes if the # belongs to it",
            )
        return text

    def _choice(self, name: str, kind: Choice, node: Scalar) -> str | None:
        if node.value in kind.words:
            return node.value
        words = " or ".join([", ".join(kind.words[:-1]), kind.words[-1]])
        self._error(
            "bad-choice",
            f"`{name}` is {words}, not `{shorten(node.value)}`",
            place(node),
            did_you_mean(node.value, kind.words),
        )
        return None

    def _list(self, name: str, kind: ListOf, node: Sequence) -> list[Any] | None:
        if not kind.least <= len(node.items) <= kind.most:
            self._error(
                "count",
                f"`{name}` has {len(node.items):,} entries, and may have {kind.least:,} to"
                f" {kind.most:,}",
                place(node),
            )
            return None
        of = kind.of
        most = of.most if isinstance(of, Text) else 0
        values: list[Any] = []
        for item in node.items:
            if (
                type(item) is Scalar
                and (text := item.value.strip())
                and len(text) <= most
                and text.isprintable()
            ):
                values.append(text)
            else:
                values.append(self.value(name, of, item, entry=True))
        return None if None in values else values


def _is_sound(record: Record, node: Written) -> bool:
    """Whether values are plainly as declared; made to be quick, and not to be exact."""
    if not node.printable:
        return False
    values, texts, lists, choices = node.values, record.texts, record.lists, record.choices
    for name, value in values.items():
        if type(value) is str:
            if 0 < len(value) <= texts.get(name, 0) or value in choices.get(name, ()):
                continue
            field = record.fields.get(name)
            if field is None or not isinstance(field.kind, Text) or not field.kind.pattern:
                return False
            if len(value) > field.kind.most or not field.kind.pattern.fullmatch(value):
                return False
        else:
            least, most, length = lists.get(name, (0, 0, 0))
            if not least <= len(value) <= most or "" in value or max(map(len, value)) > length:
                return False
    return values.keys() >= record.needed


def _near(key: str, record: Record) -> list[str]:
    """The declared keys that an unknown one may stand for, the likeliest first."""
    word = key.casefold()
    alias = [name for name, field in record.fields.items() if word in (name, *field.aliases)]
    return alias or nearest(word, record.fields)


def meant(keys: Iterable[str], record: Record) -> set[str]:
    """The declared keys that unknown ones most likely stand for."""
    return {name for k in keys if k not in record.fields for name in _near(k, record)[:1]}
