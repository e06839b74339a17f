"""OpenTriviaQA, files of plain text with a letter for each option.

Source: https://github.com/uberspot/OpenTriviaQA
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from quiz.formats import FormatError, Notes
from quiz.formats._fit import fixed
from quiz.formats._text import decoded
from quiz.packs.model import Item
from quiz.text import printable, shorten

TITLE = "OpenTriviaQA"
ENDINGS = (".txt",)

REGULAR = re.compile(
    r" (\S.*+(?:\n(?!\^).*+)*)\n\^ (\S.*)\nA (\S.*)\nB (\S.*)(?:\nC (\S.*)(?:\nD (\S.*))?)?\n*+"
)
"""What most questions look like after `#Q`."""

HINT = re.compile(r" (?:of th|both|neither|[a-i] (?:and|or|&) )", re.IGNORECASE)
"""What options may hold if their order counts: much faster to look for than `fixed` is."""

OPTION = re.compile(r"[A-Z](?:\s.*)?")


def likeness(data: bytes) -> int:
    """Certain where there are a question and a key."""
    head = decoded(data[:100_000])
    return 100 if re.search(r"(?m)^#Q\s", head) and re.search(r"(?m)^\^\s", head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a file; one that is not written on a line for each part is taken apart."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decoded(data).encode()
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    first, *blocks = (b"\n" + data).split(b"\n#Q")
    if not blocks:
        raise FormatError("there is no question in it", "the line of a question begins with `#Q`")
    if stray := first.strip():
        notes.left_out(first[: first.index(stray)].count(b"\n"), "no question: it has no `#Q`")
    line = first.count(b"\n") + 1
    pair = lru_cache(100)(fixed)
    for raw in blocks:
        try:
            block = raw.decode()
        except UnicodeDecodeError:
            block = decoded(raw)
        if regular := REGULAR.fullmatch(block):
            stem, key, a, b, c, d = regular.groups()
            options = (a, b, c, d) if d else (a, b, c) if c else (a, b)
            wrong = tuple([option for option in options if option != key])
            order: tuple[str, ...] = ()
            if not c:
                order = pair(options)
            elif HINT.search(block, regular.end(2)):
                order = fixed(options)
            distinct = len(set(wrong)) == len(wrong) == len(options) - 1
            if distinct and (not order or {*order} == {*options}):
                yield Item("", "", stem, key, wrong, order, "medium", "", "", "", (), (), line)
                line += raw.count(b"\n") + 1
                continue
        if item := _taken_apart(block.split("\n"), line, notes):
            yield item
        line += raw.count(b"\n") + 1


def _taken_apart(lines: list[str], line: int, notes: Notes) -> Item | None:
    """The question in the lines after `#Q`, of which the first has the number `line`."""
    keys = [at for at, text in enumerate(lines) if text.startswith("^")]
    if not keys:
        notes.left_out(line, "it has no line with the right answer, as `^ answer`")
        return None
    if len(keys) > 1:
        notes.left_out(line, f"it has another right answer in line {line + keys[1]}")
        return None
    at = keys[0]
    stem = "\n".join(text.rstrip() for text in lines[:at]).strip()
    if not stem:
        notes.left_out(line, "it asks nothing")
        return None
    options = _options(lines[at + 1 :], line + at + 1, notes)
    key = lines[at][1:].strip()
    if key not in options:
        alike = [option for option in options if _folded(option) == _folded(key)]
        if not alike:
            notes.left_out(line + at, f"the answer {_quoted(key)} is not among the options")
            return None
        notes.changed(line + at, f"the answer {_quoted(key)} is the option {_quoted(alike[0])}")
        key = alike[0]
    order = fixed(options)
    if order == ("True", "False"):
        key, options = key.capitalize(), list(order)
    wrong = tuple(option for option in options if option != key)
    return Item("", "", stem, key, wrong, order, line=line)


def _options(lines: Sequence[str], first: int, notes: Notes) -> list[str]:
    """The options in the lines after the key, of which the first has the number `first`."""
    options: dict[str, None] = {}
    for line, text in enumerate(lines, first):
        option = text[1:].strip()
        if not text.strip():
            continue
        if not OPTION.fullmatch(text):
            notes.left_out(line, f"a line that is no option: {_quoted(text)}")
        elif not option:
            notes.left_out(line, f"option {text[0]} is empty")
        elif option in options:
            notes.changed(line, f"the option {_quoted(option)} was there twice")
        else:
            options[option] = None
    return list(options)


def _quoted(text: str) -> str:
    return f"`{printable(shorten(text.strip()))}`"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
