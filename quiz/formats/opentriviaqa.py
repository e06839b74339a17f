"""OpenTriviaQA, text files with a letter for each option.

Source: https://github.com/uberspot/OpenTriviaQA
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quiz.formats import FormatError, Notes
from quiz.formats._items import make_item
from quiz.formats._keys import with_text
from quiz.formats._text import decode, quoted
from quiz.packs.model import Item

TITLE = "OpenTriviaQA"
ENDINGS = (".txt",)

REGULAR = re.compile(
    r" (\S.*+(?:\n(?!\^).*+)*)\n\^ (\S.*)\nA (\S.*)\nB (\S.*)(?:\nC (\S.*)(?:\nD (\S.*))?)?\n*+"
)
"""What most questions look like after `#Q`."""

LETTERED_OPTION = re.compile(r"[A-Z](?:\s.*)?")


def likeness(data: bytes) -> int:
    """Return certainty if there are a question and a key."""
    head = decode(data[:100_000])
    return 100 if re.search(r"(?m)^#Q\s", head) and re.search(r"(?m)^\^\s", head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the questions of a file: quickly if each part has a line, otherwise line by line."""
    first, *blocks = ("\n" + decode(data)).split("\n#Q")
    if not blocks:
        raise FormatError("there is no question in it", "the line of a question begins with `#Q`")
    if stray := first.strip():
        notes.left_out(
            first[: first.index(stray)].count("\n"),
            "the text before the first `#Q`",
            question=False,
        )
    line = first.count("\n") + 1
    for block in blocks:
        regular = REGULAR.fullmatch(block)
        stem, key, *options = filter(None, regular.groups()) if regular else ("", "")
        item: Item | None
        if key in options and len(set(options)) == len(options):
            item = make_item(stem, key, options, line, notes)
        else:
            item = _irregular(block.split("\n"), line, notes)
        if item:
            yield item
        line += block.count("\n") + 1


def _irregular(lines: Sequence[str], line: int, notes: Notes) -> Item | None:
    """Return the question in the lines after `#Q`, the first of which has the number `line`."""
    keys = [at for at, text in enumerate(lines) if text.startswith("^")]
    if not keys:
        notes.left_out(line, "it has no line with the right answer, such as `^ answer`")
        return None
    if len(keys) > 1:
        notes.left_out(line, f"it has another right answer in line {line + keys[1]}")
        return None
    at = keys[0]
    stem = "\n".join(text.rstrip() for text in lines[:at]).strip()
    if not stem:
        notes.left_out(line, "it has no question text")
        return None
    options = _options(lines[at + 1 :], line + at + 1, notes)
    key = lines[at][1:].strip()
    place = with_text(key, dict(enumerate(options, 1)))
    if not place:
        notes.left_out(line + at, f"the answer {quoted(key)} is not among the options")
        return None
    if key != (option := options[place[0] - 1]):
        notes.changed(line + at, f"the answer {quoted(key)} is taken as {quoted(option)}")
    return make_item(stem, option, options, line, notes)


def _options(lines: Sequence[str], first: int, notes: Notes) -> list[str]:
    """Return the options in the lines after the key, the first of which has the number `first`."""
    options: dict[str, None] = {}
    for line, text in enumerate(lines, first):
        option = text[1:].strip()
        if not text.strip():
            continue
        if not LETTERED_OPTION.fullmatch(text):
            notes.left_out(line, f"a line that is not an option: {quoted(text)}", question=False)
        elif not option:
            notes.left_out(line, f"option {text[0]} is empty", question=False)
        elif option in options:
            notes.changed(line, f"the option {quoted(option)} is given twice")
        else:
            options[option] = None
    return list(options)
