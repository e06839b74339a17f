"""Rows of a table and a template make questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from quiz.packs.model import SHOWN

Row: TypeAlias = Mapping[str, str]
Value: TypeAlias = str | list[str]
Values: TypeAlias = dict[str, Value]

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class BadPlaceholder(ValueError):
    """A brace in a template that is neither doubled nor part of a `{column}`."""


def columns(text: str) -> Iterator[str]:
    """The columns that a template's text asks for. Raises BadPlaceholder."""
    for match in PLACEHOLDER.finditer(text):
        if match[1] is not None:
            yield match[1].strip()
        elif len(match[0]) == 1:
            raise BadPlaceholder(match[0])


def fill(text: str, row: Row) -> str:
    """`text` with each `{column}` replaced by the row's value, and doubled braces by single ones.

    Raises KeyError where the row has no such column.
    """
    return PLACEHOLDER.sub(
        lambda match: match[0][0] if match[1] is None else row[match[1].strip()], text
    )


def expand(template: Mapping[str, Value], rows: Sequence[Row]) -> Iterator[Values]:
    """One question a row, with the values it would have if it had been written out.

    Where the template gives neither `wrong` nor `options`, the distractors are the answers to
    the other rows; if there are more than a question may have, the nearest rows' ones.
    """
    given = "wrong" in template or "options" in template
    answers = [] if given else [fill(str(template["answer"]), row) for row in rows]
    for number, row in enumerate(rows):
        values: Values = {
            name: [fill(v, row) for v in value] if isinstance(value, list) else fill(value, row)
            for name, value in template.items()
            if name != "from"
        }
        if not given:
            values["wrong"] = _others(answers, number)
        yield values


def _others(answers: Sequence[str], own: int) -> list[str]:
    found: dict[str, None] = {}
    for distance in range(1, len(answers)):
        for at in (own + distance, own - distance):
            if 0 <= at < len(answers) and answers[at] != answers[own]:
                found.setdefault(answers[at])
        if len(found) >= SHOWN:
            break
    return list(found)[:SHOWN]
