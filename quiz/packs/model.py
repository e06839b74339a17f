"""The shape of a pack file, declared once, and the values made from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from quiz.digest import blake2b

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]

DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")


class Item(NamedTuple):
    """One question as written.

    `options` are in the order written if the author fixed it; otherwise `options` is empty and a
    round draws from `distractors`. Items that share a label in `kin` were made from the same row
    or the same template and give each other away. `id` is the author's own and may be empty.
    """

    uid: str
    pack: str
    stem: str
    key: str
    distractors: tuple[str, ...]
    options: tuple[str, ...] = ()
    difficulty: Difficulty = "medium"
    category: str = ""
    explanation: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    line: int = 0
    id: str = ""


def item_of(values: Iterable[Any]) -> Item:
    """Return the item with these values, in which lists may stand for tuples, as from JSON."""
    return Item._make(tuple(value) if isinstance(value, list) else value for value in values)


class Pack(NamedTuple):
    """One file of items; `name` is the file's name without its ending."""

    name: str
    title: str
    items: Sequence[Item]
    author: str = ""
    license: str = ""
    language: str = ""
    description: str = ""


def uid(*parts: str) -> str:
    """Return the identity of an item, a hash of the parts that make it this question.

    The parts are the pack's name and the item's id if the author gave one, otherwise the stem and
    the key. Moving the item or editing its other texts therefore keeps its history.
    """
    return blake2b("\x00".join(parts).encode(), digest_size=10).hexdigest()


Values: TypeAlias = dict[str, Any]
"""The checked values of a record, by key."""


class Text(NamedTuple):
    """A text of 1 to `most` characters.

    `prose` may contain a ` #`, which YAML takes for a comment; `lines` allows line breaks; the
    whole text must match `pattern` if there is one.
    """

    most: int
    prose: bool = False
    lines: bool = False
    pattern: re.Pattern[str] | None = None


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class ListOf(NamedTuple):
    """From `least` to `most` values of one kind."""

    of: Kind
    least: int
    most: int


class MapOf(NamedTuple):
    """At most `most` values of one kind, under names that the author chooses."""

    of: Kind
    most: int


class Record(NamedTuple):
    """A mapping with declared keys; `noun` is what messages call it.

    Only one of the two keys in `either` may be present, and one must be if `needs_one` is set.
    """

    noun: str
    fields: Mapping[str, Field]
    required: tuple[str, ...]
    either: tuple[str, ...] = ()
    needs_one: bool = False


Kind: TypeAlias = Text | Choice | ListOf | MapOf | Record


class Field(NamedTuple):
    """A key of a record: the kind of its value and what it is for.

    `aliases` are other names that newcomers and other programs use for it; hints offer the key
    to those who write one of them.
    """

    kind: Kind
    about: str
    aliases: tuple[str, ...] = ()


ITEMS = 200_000
"""The largest number of items in a pack."""

TEMPLATES = 500
"""The largest number of templates in a pack."""

SHOWN = 20
"""The largest number of distractors of an item."""

MOST_OPTIONS = 9
"""The largest number of `options`, each of which has a key on the keyboard."""

MAX_NAME = 80
"""The longest name of a table or a column, in characters."""

CODE = Text(40)
"""The code of a diagnostic."""

_OPTION = Text(300, prose=True)
_LABEL = Text(80)
_FIELDS = {
    "question": Field(
        Text(1000, prose=True, lines=True),
        "The question's text.",
        ("stem", "q", "prompt", "text"),
    ),
    "answer": Field(_OPTION, "The right answer.", ("key", "correct", "correct_answer")),
    "wrong": Field(
        ListOf(_OPTION, 1, SHOWN),
        "Wrong answers; a round shows some of them.",
        ("distractors", "incorrect", "incorrect_answers", "wrong_answers"),
    ),
    "options": Field(
        ListOf(_OPTION, 2, MOST_OPTIONS),
        "All answers including the right one, shown in this order.",
        ("choices", "answers"),
    ),
    "difficulty": Field(Choice(DIFFICULTIES), "easy, medium or hard.", ("level",)),
    "category": Field(_LABEL, "The subject.", ("topic", "subject")),
    "explanation": Field(
        Text(2000, prose=True, lines=True), "Shown after the answer.", ("feedback", "note")
    ),
    "source": Field(Text(200), "Where the fact comes from.", ("reference",)),
    "tags": Field(ListOf(Text(40), 0, 20), "Words to find the question by.", ("tag",)),
    "allow": Field(
        ListOf(CODE, 0, 50),
        "Codes of advice that `quiz check` should not give for this question.",
        ("ignore", "disable"),
    ),
}

QUESTION = Record(
    "question",
    {
        "id": Field(
            Text(120, pattern=re.compile(r"[\w.:-]+")),
            "A unique name that never changes.",
            ("uid",),
        ),
        **_FIELDS,
    },
    required=("question", "answer"),
    either=("wrong", "options"),
    needs_one=True,
)

TEMPLATE = Record(
    "template",
    {
        "from": Field(_LABEL, "The table whose rows the questions are made from.", ("table",)),
        "id": Field(Text(120), "The questions' id, with a {column} in it.", ("uid",)),
        **_FIELDS,
    },
    required=("from", "question", "answer"),
    either=("wrong", "options"),
)

PACK = Record(
    "pack",
    {
        "title": Field(Text(120), "The name of the pack.", ("name",)),
        "author": Field(Text(200), "Who wrote it.", ("authors", "by")),
        "license": Field(Text(80), "The terms for passing it on.", ("licence",)),
        "language": Field(Text(35), "The language it is written in, such as en or ko.", ("lang",)),
        "description": Field(Text(1000, prose=True, lines=True), "What the pack is about."),
        "category": Field(_LABEL, "The category of questions that name none."),
        "allow": Field(
            ListOf(CODE, 0, 50),
            "Codes of advice that `quiz check` should not give for this pack.",
            ("ignore", "disable"),
        ),
        "questions": Field(ListOf(QUESTION, 0, ITEMS), "The questions.", ("items", "cards")),
        "tables": Field(
            MapOf(ListOf(MapOf(Text(300), 100), 1, 10_000), 100),
            "Rows of texts by column, for templates.",
        ),
        "templates": Field(
            ListOf(TEMPLATE, 0, TEMPLATES), "Questions to make from each row of a table."
        ),
    },
    required=("title",),
)
