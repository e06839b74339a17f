"""What a pack is: the shape of its file, declared once, and the values made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]

DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")


class Item(NamedTuple):
    """One question as written.

    `options` are in the order written where the author fixed it; otherwise it is empty and a
    round draws from `distractors`. Items that share a label of `kin` were made from the same
    row or the same template, and give each other away. `id` is the one that the author gave.
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


class Pack(NamedTuple):
    """One file of items; `name` is the name of the file without its ending."""

    name: str
    title: str
    items: Sequence[Item]
    author: str = ""
    license: str = ""
    language: str = ""
    description: str = ""


def uid(*parts: str) -> str:
    """The identity of an item: a hash of what makes it this question and no other.

    The parts are the pack's name and the item's id where the author gave one, otherwise the
    stem and the key. Neither the item's place in the file nor its other texts count, so that
    history survives shuffling and mending.
    """
    from hashlib import blake2b  # slow to import, and checking a pack needs no identities

    return blake2b("\x00".join(parts).encode(), digest_size=10).hexdigest()


class Text(NamedTuple):
    """A text of 1 to `most` characters.

    Prose may hold a ` #` that YAML would cut off; `lines` allows line breaks; the whole text
    matches `pattern` if there is one.
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
    """At most `most` values of one kind under names of the author's choice."""

    of: Kind
    most: int


class Record:
    """A mapping with declared keys; `noun` is what messages call it.

    Of the two keys of `either` it has one at the most, and exactly one if it `needs_one`.
    """

    def __init__(
        self,
        noun: str,
        fields: Mapping[str, Field],
        either: tuple[str, str] | None = None,
        needs_one: bool = False,
    ) -> None:
        self.noun = noun
        self.fields = fields
        self.either = either
        self.needs_one = needs_one
        self.required = tuple(name for name, field in fields.items() if field.required)
        """The keys that must be there."""
        self.needed = frozenset(self.required)
        self.vital = self.needed.union(either or ())
        """Those, and the keys of which there is one."""
        self.texts = {
            name: field.kind.most
            for name, field in fields.items()
            if isinstance(field.kind, Text) and not field.kind.pattern
        }
        """The keys of plain texts, with how long these may be."""
        self.choices = {
            name: field.kind.words
            for name, field in fields.items()
            if isinstance(field.kind, Choice)
        }
        """The keys of choices, with their words."""
        self.lists = {
            name: (field.kind.least, field.kind.most, field.kind.of.most)
            for name, field in fields.items()
            if isinstance(field.kind, ListOf) and isinstance(field.kind.of, Text)
        }
        """The keys of lists of texts, with their bounds, and with how long the texts may be."""


Kind: TypeAlias = Text | Choice | ListOf | MapOf | Record


class Field(NamedTuple):
    """A key of a record: the kind of its value, what it is for, and whether it must be there.

    `aliases` are words that newcomers and other programs use for it; they make better hints.
    """

    kind: Kind
    about: str
    required: bool = False
    aliases: tuple[str, ...] = ()


ITEMS = 200_000
"""The largest number of items in a pack."""

TEMPLATES = 500
"""The largest number of templates in a pack."""

SHOWN = 20
"""The largest number of distractors of an item."""

NAME = 80
"""The longest name of a table or a column, in characters."""

CODE = Text(40)
"""The code of a diagnostic."""

_OPTION = Text(300, prose=True)
_LABEL = Text(80)
_FIELDS = {
    "question": Field(
        Text(1000, prose=True, lines=True),
        "The question's text.",
        True,
        ("stem", "q", "prompt", "text"),
    ),
    "answer": Field(_OPTION, "The right answer.", True, ("key", "correct", "correct_answer")),
    "wrong": Field(
        ListOf(_OPTION, 1, SHOWN),
        "Wrong answers; a round shows some of them.",
        aliases=("distractors", "incorrect", "incorrect_answers", "wrong_answers"),
    ),
    "options": Field(
        ListOf(_OPTION, 2, 9),
        "All answers, the right one among them, shown in this order.",
        aliases=("choices", "answers"),
    ),
    "difficulty": Field(Choice(DIFFICULTIES), "easy, medium or hard.", aliases=("level",)),
    "category": Field(_LABEL, "What it is about.", aliases=("topic", "subject")),
    "explanation": Field(
        Text(2000, prose=True, lines=True), "Shown after the answer.", aliases=("feedback", "note")
    ),
    "source": Field(Text(200), "Where the fact comes from.", aliases=("reference",)),
    "tags": Field(ListOf(Text(40), 0, 20), "Words to find it by.", aliases=("tag",)),
}

QUESTION = Record(
    "question",
    {
        "id": Field(
            Text(120, pattern=re.compile(r"[\w.:-]+")),
            "A name of its own that never changes.",
            aliases=("uid",),
        ),
        **_FIELDS,
    },
    either=("wrong", "options"),
    needs_one=True,
)

TEMPLATE = Record(
    "template",
    {
        "from": Field(_LABEL, "The table whose rows it asks about.", True, ("table",)),
        "id": Field(Text(120), "The questions' id, with a {column} in it.", aliases=("uid",)),
        **_FIELDS,
    },
    either=("wrong", "options"),
)

PACK = Record(
    "pack",
    {
        "title": Field(Text(120), "The name of the pack.", True, ("name",)),
        "author": Field(Text(200), "Who wrote it.", aliases=("authors", "by")),
        "license": Field(Text(80), "The terms for passing it on.", aliases=("licence",)),
        "language": Field(Text(35), "The language it is written in: en, ko.", aliases=("lang",)),
        "description": Field(Text(1000, prose=True, lines=True), "What it is about."),
        "category": Field(_LABEL, "The category of questions that name none."),
        "allow": Field(
            ListOf(CODE, 0, 50),
            "Codes of advice that `quiz check` need not give for this pack.",
            aliases=("ignore", "disable"),
        ),
        "questions": Field(
            ListOf(QUESTION, 0, ITEMS), "The questions.", aliases=("items", "cards")
        ),
        "tables": Field(
            MapOf(ListOf(MapOf(Text(300), 100), 1, 10_000), 100),
            "Rows of texts by column, for templates.",
        ),
        "templates": Field(
            ListOf(TEMPLATE, 0, TEMPLATES), "Questions to ask of each row of a table."
        ),
    },
)
