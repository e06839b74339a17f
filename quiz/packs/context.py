"""The lines around a syntax error, what the parser says about them, and what may be wrong there."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from quiz.packs.diagnostics import Correction, Place, Related
from quiz.packs.model import PACK, QUESTION, TEMPLATE
from quiz.packs.source import COMMENT

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's parser: libyaml, or the one in Python where PyYAML was built without it."""

LINES_BEFORE = 200
"""How many lines before the place of an error are looked at."""

LINES_AFTER = 50
"""How many lines after it are looked at."""

MAX_LINE = 4096
"""The length from which on a line is not looked at, in characters."""

MAX_SCAN = 64 * 1024
"""How many characters are scanned for tokens at the most."""

MAX_BRACKETS = 16
"""How many brackets may be open at a time in what is scanned."""

ITEM_KEYS = {*QUESTION.fields, *TEMPLATE.fields}
PACK_KEYS = ITEM_KEYS | {*PACK.fields}

KEY_LINE = re.compile(r" *((?:- +)*)(\w+) *(:?)(.?)")
"""The start of a line: its dashes, a word, whether a colon follows, and what follows that."""

MARKERS = ("---", "...")
"""YAML's document markers, with which a line between two documents starts."""

CLOSERS = {"[": "]", "{": "}"}


DASHES = re.compile(r" *(?:- +)+")


class Slip(NamedTuple):
    """What is wrong where the parser failed, in an author's terms."""

    message: str
    place: Place | None
    hint: str
    related: Related | None = None
    edits: tuple[Correction, ...] = ()


class ErrorContext:
    """Some lines of a file by number, and where the parser failed.

    The parser could not go on at `here`; what it was reading started at `start`, which is None if
    that is the same place or not known. `line` is the text of the line at `here`.
    """

    def __init__(self, lines: dict[int, str], here: Place, start: Place | None) -> None:
        self.lines = lines
        self.here = here
        self.start = start if start and start[:2] != here[:2] else None
        self.line = self.text(here.line)
        self.indent = indent(self.line)
        self.sign = self.at(here)
        self.opener = self.at(self.start) if self.start else ""

    @property
    def is_too_long(self) -> bool:
        """Whether a line of the error may be cut off, so that it cannot be looked at."""
        first = self.text(self.start.line) if self.start else ""
        return max(len(self.line), len(first)) >= MAX_LINE

    def text(self, line: int) -> str:
        """Return the text of a line, which is empty where the line is not known."""
        return self.lines.get(line, "")

    def at(self, place: Place) -> str:
        """Return the character at a place, or an empty text where there is none."""
        return self.text(place.line)[place.column : place.column + 1]

    def line_above(self, below: int) -> int:
        """Return the nearest line above that has more than a comment, or the file's first line."""
        for line in range(below - 1, max(-1, below - LINES_BEFORE - 1), -1):
            text = self.text(line).lstrip()
            if text and not text.startswith("#"):
                return line
        return 0

    def end_above(self, below: int) -> Place:
        """Return the end of the nearest line above that has more than a comment."""
        line = self.line_above(below)
        return Place(line, len(self.text(line).rstrip()))

    def within(self, place: Place) -> Place:
        """Return `place`, or the end of the last line if the file ends before it."""
        if place.line in self.lines or not any(map(str.strip, self.lines.values())):
            return place
        last = max(line for line, text in self.lines.items() if text.strip())
        return Place(last, len(self.lines[last].rstrip()))

    @cached_property
    def tokens(self) -> list[Any]:
        """The parser's tokens after the one at `start`, up to `here` or an error."""
        start, here = self.start, self.here
        tokens: list[Any] = []
        if start is None or not 0 <= here.line - start.line <= LINES_BEFORE:
            return tokens
        texts = [self.text(line) for line in range(start.line, here.line + 1)]
        texts[-1] = texts[-1][: here.column]
        texts[0] = " " * start.column + texts[0][start.column :]
        if sum(map(len, texts)) > MAX_SCAN or max(map(len, texts)) >= MAX_LINE:
            return tokens
        depth = 0
        with suppress(yaml.YAMLError):
            for token in yaml.scan("\n".join(texts), LOADER):
                if self.place_of(token.start_mark) >= here[:2] or depth > MAX_BRACKETS:
                    break
                depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
                depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
                tokens.append(token)
        return tokens[1:]

    def place_of(self, mark: Any) -> tuple[int, int]:
        """Return the line and the column in the file of a token's mark."""
        return mark.line + (self.start.line if self.start else 0), mark.column

    def last_token(self) -> Any:
        """Return the token that ends just before `here`, on the same line, or None."""
        if not self.tokens:
            return None
        token = self.tokens[-1]
        line, column = self.place_of(token.end_mark)
        between = self.line[column : self.here.column]
        return token if line == self.here.line and not between.strip() else None

    def value_on(self, line: int) -> Place | None:
        """Return the place of the text after the dashes and the key of a line.

        That is None unless the text stands outside brackets, ends with the line, and has no
        comment after it.
        """
        text = self.text(line)
        key = KEY_LINE.match(text)
        dashes = DASHES.match(text)
        start = level = dashes.end() if dashes else -1
        if key and key[2] in PACK_KEYS and key[3] and key[4] == " ":
            start, level = key.end(4), key.start(2)
        elif start < 0 or (key and key[3] and key[4] in " "):
            return None
        value = text[start:].strip()
        below = self.text(line + 1)
        if not value or COMMENT.search(value) or (below.strip() and indent(below) > level):
            return None
        return Place(line, text.index(value, start), len(value))

    def entry_at(self, place: Place) -> Place | None:
        """Return the place of the text in brackets around a place, if it has no quotes."""
        text = self.text(place.line)
        start = 1 + max(text.rfind(sign, 0, place.column) for sign in ",[{")
        if start == 0:
            return None
        key = KEY_LINE.match(text, start)
        if key and key[2] in PACK_KEYS and key[3] and key[4] == " " and key.end() <= place.column:
            start = key.end()
        depth, end = 0, start
        for end in range(start, len(text)):
            depth += text[end] in CLOSERS
            if depth == 0 and text[end] in ",]}":
                break
            depth -= text[end] in "]}"
        else:
            return None
        value = text[start:end].strip()
        if not value or '"' in value or "'" in value:
            return None
        return Place(place.line, text.index(value, start), len(value))

    def part(self, place: Place) -> str:
        """Return the text at a place."""
        return self.text(place.line)[place.column : place.column + place.length]

    def has_known_key(self, line: int) -> bool:
        """Return whether a line starts with a key that packs have."""
        key = KEY_LINE.match(self.text(line))
        return bool(key and key[2] in PACK_KEYS and key[3] and key[4] in " ")

    def is_at_first_colon(self) -> bool:
        """Return whether the parser stopped at the colon of its line's first word."""
        key = KEY_LINE.match(self.line)
        return bool(key and key[3] and key[4] in " " and key.start(3) == self.here.column)

    def is_inside_braces(self, line: int) -> bool:
        """Return whether a line seems to belong to the open mapping in braces."""
        text = self.text(line)
        first = self.text(self.start.line) if self.start else ""
        key = KEY_LINE.match(first)
        level = key.start(2) if key else indent(first)
        is_entry = text.lstrip(" ").startswith("- ")
        return self.opener == "{" and not is_entry and indent(text) > level

    def neighbour(self, word: str) -> Place | None:
        """Return what the line at `here`, which starts with this word, should line up with.

        That is None where it is not certain.
        """
        is_entry = self.line.startswith("- ", self.indent)
        above = self.line_above(self.here.line)
        for line in range(above, max(-1, above - LINES_BEFORE), -1):
            text = self.text(line)
            column = indent(text)
            key = KEY_LINE.match(text)
            known = key and key[2] in PACK_KEYS and key[3] == ":"
            if is_entry and text.startswith("- ", column) and (known or word not in PACK_KEYS):
                return None if key and key.start(2) == self.indent else Place(line, column)
            if is_entry or not key:
                continue
            if word not in PACK_KEYS:
                near = key[2] not in PACK_KEYS or abs(key.start(2) - self.indent) == 1
                near = near and key[3] == ":" and key[4] in " "
                return Place(line, key.start(2)) if near else None
            elif word in ITEM_KEYS and word not in PACK.fields:
                if known and key[1]:
                    return Place(line, key.start(2))
            elif word in ITEM_KEYS:
                return None
            elif known and not key[1] and not column:
                return Place(line, 0)
        return None


def indent(text: str) -> int:
    """Return how many spaces a line starts with."""
    return len(text) - len(text.lstrip(" "))
