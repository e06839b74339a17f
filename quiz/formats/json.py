"""JSON of other quiz programs, in any of the usual layouts.

A question is an object with a text, options and a key; `_objects` knows what these are called.
Questions may be in lists or objects of any depth, and there may be several values in a row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from quiz.formats import FormatError, Notes
from quiz.formats._entries import Number, QuizObject
from quiz.formats._objects import questions
from quiz.formats._text import decode
from quiz.packs.model import Item

TITLE = "JSON of another quiz program"
ENDINGS = (".json", ".jsonl")

JSON_HEAD = re.compile(r'\s*+(?:\{\s*+["}]|\[\s*+[\[{"\]])')
BRACE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|[{}]', re.DOTALL)
BLANK = re.compile(r"[\s,]*+")


def likeness(data: bytes) -> int:
    """Return a middling value for JSON, as other formats are more certain of theirs."""
    return 50 if JSON_HEAD.match(decode(data[:1000])) else 0


def read(data: bytes, notes: Notes, first: int | None = None) -> Iterator[Item]:
    """Yield the questions of a file; `first` is the number of the first option if it is said."""
    text = decode(data)
    yield from questions(_values(text), text, notes, first)


def _values(text: str) -> list[Any]:
    """Return the values of a file, the objects in them with their lines.

    Raise FormatError, with the line, if it is not JSON.
    """
    objects: list[QuizObject] = []

    def made(pairs: list[tuple[str, Any]]) -> QuizObject:
        objects.append(QuizObject(pairs))
        return objects[-1]

    decoder = json.JSONDecoder(
        object_pairs_hook=made,
        parse_int=Number,
        parse_float=Number,
        parse_constant=lambda _: None,
        strict=False,
    )
    values: list[Any] = []
    at = 0
    try:
        while (at := BLANK.match(text, at).end()) < len(text):  # type: ignore[union-attr]
            value, at = decoder.raw_decode(text, at)
            values.append(value)
    except RecursionError:
        raise FormatError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"line {error.lineno} is not JSON: {error.msg}") from None
    _number(objects, text)
    return values


def _number(objects: list[QuizObject], text: str) -> None:
    """Note where the objects of a text begin; they come in the order of their ends."""
    open_lines: list[int] = []
    line = last = done = 0
    for brace in BRACE.finditer(text):
        if brace[0] == "{":
            line += text.count("\n", last, brace.start())
            last = brace.start()
            open_lines.append(line + 1)
        elif brace[0] == "}":
            objects[done].line = open_lines.pop()
            done += 1
