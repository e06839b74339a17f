"""From items to the text of a pack, laid out so that people can edit it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quiz.packs.model import Item

BLOCK_PLAIN = re.compile(r"(?!\d)\w(?:[\w ,.()/'?!;%+*=&$-]*[\w.()/'?!;%+*=&$-])?")
"""Texts that need no quotes outside brackets (a plain scalar in a block, in YAML's terms)."""

FLOW_PLAIN = re.compile(r"(?!\d)\w(?:[\w .()/'!;%+*=$-]*[\w.()/'!;%+*=$-])?")
"""Texts that need no quotes inside brackets."""

RESERVED_WORDS = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none")
)
"""Words that other programs do not read as text."""

ESCAPED = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t"}

MAX_LIST_WIDTH = 100
"""How long a list may be to be written in brackets, in characters."""


def scalar(text: str, plain: re.Pattern[str] = BLOCK_PLAIN) -> str:
    """Return a text of one line as YAML that every program reads as this text.

    It is left without quotes if it matches `plain`.
    """
    if plain.fullmatch(text) and text.lower() not in RESERVED_WORDS:
        return text
    return f'"{text.translate(ESCAPED)}"'


def quoted(text: str) -> str:
    """Return a text of one line in quotes, in which it is read as it is typed."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def question(item: Item) -> str:
    """Return an item as an element of `questions:`."""
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
    """Return what follows a key: the texts in brackets, or one per line if they are long."""
    line = ", ".join([scalar(text, FLOW_PLAIN) for text in texts])
    if len(line) < MAX_LIST_WIDTH:
        return f" [{line}]"
    return "".join(f"\n      - {scalar(text)}" for text in texts)


def pack(
    head: Mapping[str, str], items: Iterable[str], comment: str = "", allow: Iterable[str] = ()
) -> Iterator[str]:
    """Yield the text of a pack.

    `head` are its entries before the questions, of which empty ones are left out; `items` are
    texts made by `question`; `allow` are codes of advice to switch off.
    """
    yield "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    yield "".join(f"{name}: {_prose(text, 2)}\n" for name, text in head.items() if text)
    if codes := ", ".join(allow):
        yield f"allow: [{codes}]\n"
    yield "\nquestions:\n"
    yield from items


def _prose(text: str, indent: int) -> str:
    """Return a text as YAML, as an indented block if it has several lines."""
    if "\n" not in text:
        return scalar(text)
    if (
        text != text.strip()
        or "\t" in text
        or any(line != line.strip() for line in text.split("\n"))
    ):
        return f'"{text.translate(ESCAPED)}"'
    lines = (f"{' ' * indent}{line}".rstrip() for line in text.split("\n"))
    return "|-\n" + "\n".join(lines)
