"""Options in the objects of other programs' JSON and YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from quiz.formats._lists import split_cell
from quiz.formats._words import folded, names, pattern


class Number(str):
    """A number, as it is written in the file."""


class QuizObject(dict[str, Any]):
    """An object of a file and the line on which it begins."""

    def __init__(self, pairs: Iterable[tuple[str, Any]], line: int = 1) -> None:
        pairs = list(pairs)
        super().__init__(pairs)
        self.line = line
        self.is_repeated = len(self) < len(pairs)

    def fields(self) -> dict[str, Any]:
        """Return the values by folded names without spaces; empty ones are left out."""
        found: dict[str, Any] = {}
        for name, value in self.items():
            if value is not None and value not in ("", []):
                found.setdefault(squeezed(name), value)
        return found


def squeezed(name: str) -> str:
    """Return a folded name without spaces."""
    return folded(name).replace(" ", "")


def known(*parts: str, more: str = "") -> list[str]:
    """Return the names of parts of a question without spaces, then more names."""
    found = [name.replace(" ", "") for part in parts for name in names(part)]
    return list(dict.fromkeys([*found, *more.split()]))


LISTS = [
    *["options", "choices", "answeroptions", "answerchoices", "possibleanswers"],
    *known("options", "option", more="variants responses answerlist selections opts o"),
]
"""Names of the options, the likeliest first."""
NUMBERED_NAME = re.compile(
    rf"(?:{pattern('option', 'answer')}|ans|opt)([a-i]|\d{{1,2}})|([a-f])|a(\d)".replace(" ?", "")
)
FLAGS = ("correct", "iscorrect", "iscorrectanswer", "isright", "right", "istrue", "isanswer")
"""Names of a field that marks the right option."""
WEAK_FLAGS = ("value", "answer", "true", "ok")
"""Names that do so if they are true or false in all options."""
TEXTS = known(
    more="text answertext optiontext choicetext caption answer option choice content label value"
    " title name body description ans response texto testo texte"
)
"""Names of the text of an option, the likeliest first."""
OPTION_LABELS = ("key", "letter", "label", "value", "code", "number", "index")
PLAIN_LABEL = re.compile(r"[a-zA-Z]|\d{1,2}")
TRUTHS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def first_of(fields: dict[str, Any], wanted: Iterable[str]) -> Any:
    """Return the value of the first of the wanted names that there is, or None."""
    return next((fields[name] for name in wanted if name in fields), None)


def text_of(value: Any) -> str:
    """Return a text, a number, a truth or the text in an object; of anything else, nothing."""
    if isinstance(value, QuizObject):
        value = first_of(value.fields(), ("text", "question", "content", "value", "title"))
    if isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def truth_of(value: Any) -> bool | None:
    """Return whether a flag is set, or None if it is no flag."""
    return TRUTHS.get(text_of(value).casefold())


class FoundOptions(NamedTuple):
    """Options by place, the places of their labels, and the places that are marked as right.

    `counted` is the first number if they have numbers in a row.
    """

    texts: dict[int, str]
    labels: dict[str, int]
    right: list[int]
    counted: int | None = None


def found_options(value: Any) -> FoundOptions:
    """Return the options in a list, an object or a text. Raise ValueError if there is none."""
    if isinstance(value, QuizObject):
        return _mapped(list(value.items()))
    if isinstance(value, str):
        value = split_cell(value)
    if not isinstance(value, list):
        raise ValueError("its options are not a list")
    if value and all(isinstance(one, QuizObject) for one in value):
        pairs = [pair for one in value for pair in one.items()]
        if len(pairs) == len(value) == len(dict(pairs)):
            return _mapped(pairs)
        return _marked([one.fields() for one in value])
    texts = [text_of(one) for one in value]
    if not all(texts):
        raise ValueError("an option has no text")
    return FoundOptions(dict(enumerate(texts, 1)), {}, [])


def _mapped(pairs: list[tuple[str, Any]]) -> FoundOptions:
    """Return the options of an object: by label, or with a mark for each text."""
    if pairs and all(isinstance(value, bool) for _, value in pairs):
        right = [at for at, (_, value) in enumerate(pairs, 1) if value]
        return FoundOptions(dict(enumerate((name for name, _ in pairs), 1)), {}, right)
    labels = {squeezed(name): at for at, (name, _) in enumerate(pairs, 1)}
    if all(map(NUMBERED_NAME.fullmatch, labels)):
        signs = [
            next(filter(None, found.groups()))
            for found in map(NUMBERED_NAME.fullmatch, labels)
            if found
        ]
        first = 0 if "0" in signs else 1
        spots = [int(s) - first + 1 if s.isdecimal() else ord(s) - 96 for s in signs]
        labels = dict(zip(labels, spots, strict=True))
        labels.update({s: at for s, at in zip(signs, spots, strict=True) if not s.isdecimal()})
    places = [labels[squeezed(name)] for name, _ in pairs]
    if len({*places}) < len(pairs):
        raise ValueError("two of its options have the same label")
    filled = [
        (at, one) for at, (_, one) in zip(places, pairs, strict=True) if one not in (None, "")
    ]
    made = found_options([one for _, one in filled])
    back = dict(enumerate((at for at, _ in filled), 1))
    return FoundOptions(
        {back[at]: text for at, text in made.texts.items()}, labels, [back[at] for at in made.right]
    )


def _marked(rows: list[dict[str, Any]]) -> FoundOptions:
    """Return the options that are objects with a text, perhaps a label and perhaps a mark."""
    text = _text_name(rows)
    right: list[int] = []
    flags = [name for name in FLAGS if name != text and any(name in row for row in rows)]
    flags = flags or [n for n in WEAK_FLAGS if all(isinstance(r.get(n), bool) for r in rows)]
    for flag in flags:
        marks = [truth_of(row.get(flag, False)) for row in rows]
        found = [at for at, mark in enumerate(marks, 1) if mark]
        if None in marks or not found or (right and right != found):
            raise ValueError(f"its options are not marked clearly by `{flag}`")
        right = found
    labels: dict[str, int] = {}
    counted = None
    ids = [name for name in rows[0] if name.endswith("id")]
    for name in (*ids, *OPTION_LABELS):
        signs = [text_of(row.get(name)).casefold() for row in rows]
        starts = [at for at in (0, 1) if signs == [*map(str, range(at, at + len(rows)))]]
        if name == text or not all(signs) or len({*signs}) < len(rows):
            continue
        if starts:
            counted = starts[0]
        elif any(labels.setdefault(sign, at) != at for at, sign in enumerate(signs, 1)):
            raise ValueError("its options have labels that contradict each other")
    texts = {at: text_of(row[text]) for at, row in enumerate(rows, 1)}
    return FoundOptions(texts, labels, right, counted)


def _text_name(rows: list[dict[str, Any]]) -> str:
    """Return the name of the text in the objects of options. Raise ValueError if it is unclear."""

    def are_texts(name: str) -> bool:
        values = [row.get(name) for row in rows]
        return all(map(text_of, values)) and not any(isinstance(one, bool) for one in values)

    shown = [name for name in TEXTS if are_texts(name)]
    if not shown:
        shown = [name for name in rows[0] if are_texts(name)]
        shown = [name for name in shown if not isinstance(rows[0][name], Number | QuizObject)]
        if len(shown) != 1:
            raise ValueError("it cannot be seen what the text of an option is")
    longer = (n for n in shown if not all(PLAIN_LABEL.fullmatch(text_of(r[n])) for r in rows))
    return next(longer, shown[0])
