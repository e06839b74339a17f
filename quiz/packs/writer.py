"""From items to the text of a pack, tidy enough to go on writing by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quiz.packs.model import Item

PLAIN = re.compile(r"(?!\d)\w(?:[\w ,.()/'?!;%+*=&$-]*[\w.()/'?!;%+*=&$-])?")
"""What needs no quotes wherever it stands outside of brackets."""

FLOW = re.compile(r"(?!\d)\w(?:[\w .()/'!;%+*=$-]*[\w.()/'!;%+*=$-])?")
"""What needs no quotes inside of brackets."""

ODD = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none"))
"""Words that other programs take for something else than text."""

ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t"}

WIDE = 100
"""How long a line with a list may become."""


def scalar(text: str, plain: re.Pattern[str] = PLAIN) -> str:
    """A text of one line as YAML that every reader takes for this text."""
    if plain.fullmatch(text) and text.lower() not in ODD:
        return text
    return f'"{text.translate(ESCAPES)}"'


def question(item: Item) -> str:
    """One element of `questions:`."""
    stem = scalar(item.stem) if "\n" not in item.stem else _prose(item.stem, 6)
    first = f"id: {scalar(item.id)}\n    " if item.id else ""
    name, options = ("options", item.options) if item.options else ("wrong", item.distractors)
    text = f"  - {first}question: {stem}\n    answer: {scalar(item.key)}\n"
    text += f"    {name}:{_list(options)}\n"
    if item.difficulty != "medium":
        text += f"    difficulty: {item.difficulty}\n"
    if item.category:
        text += f"    category: {scalar(item.category)}\n"
    if item.explanation:
        text += f"    explanation: {_prose(item.explanation, 6)}\n"
    if item.source:
        text += f"    source: {scalar(item.source)}\n"
    if item.tags:
        text += f"    tags:{_list(item.tags)}\n"
    return text


def _list(texts: Sequence[str]) -> str:
    """What follows a key: the texts in brackets, or one a line where they are long."""
    line = ", ".join([scalar(text, FLOW) for text in texts])
    if len(line) < WIDE:
        return f" [{line}]"
    return "".join(f"\n      - {scalar(text)}" for text in texts)


def pack(
    head: Mapping[str, str], items: Iterable[str], comment: str = "", allow: Iterable[str] = ()
) -> Iterator[str]:
    """A pack in pieces: a comment, the entries of its head that are not empty, its questions."""
    yield "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    yield "".join(f"{name}: {_prose(text, 2)}\n" for name, text in head.items() if text)
    if codes := ", ".join(allow):
        yield f"allow: [{codes}]\n"
    yield "\nquestions:\n"
    yield from items


def _prose(text: str, indent: int) -> str:
    """A text that may have several lines, as a block of them if it has."""
    if "\n" not in text:
        return scalar(text)
    if (
        text != text.strip()
        or "\t" in text
        or any(line != line.strip() for line in text.split("\n"))
    ):
        return f'"{text.translate(ESCAPES)}"'
    lines = (f"{' ' * indent}{line}".rstrip() for line in text.split("\n"))
    return "|-\n" + "\n".join(lines)
