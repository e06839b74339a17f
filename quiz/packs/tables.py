"""Rows of a table and a template make questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from quiz.packs.model import SHOWN

MADE = 32 * 1024 * 1024
"""How many characters the templates of one pack may make of its rows."""

Row: TypeAlias = Mapping[str, str]
Written: TypeAlias = Mapping[str, str | list[str]]
Values: TypeAlias = dict[str, str | list[str]]

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class BadPlaceholder(ValueError):
    """A brace in a template that is neither doubled nor part of a `{column}`."""


class TooMuch(Exception):
    """The rows and templates of a pack would make more text than `MADE`."""


class Form(NamedTuple):
    """A template's text, ready to be filled: the columns it asks for, in a text for ``%``."""

    text: str
    columns: tuple[str, ...]


def form(text: str) -> Form:
    """The form of a text with `{column}` in it, and doubled braces for single ones.

    Raises BadPlaceholder.
    """
    columns: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if match[1] is not None:
            columns.append(match[1].strip())
            return "%s"
        if len(match[0]) == 1:
            raise BadPlaceholder(match[0])
        return match[0][0]

    return Form(PLACEHOLDER.sub(replace, text.replace("%", "%%")), tuple(columns))


class Press:
    """Fills the templates of one pack. Raises TooMuch when they would make too much text."""

    def __init__(self) -> None:
        self._left = MADE

    def expand(self, template: Written, rows: Sequence[Row]) -> Iterator[Values]:
        """One question a row, with the values it would have if it had been written out.

        Where the template gives neither `wrong` nor `options`, the distractors are the answers
        to the other rows; if there are more than a question may have, those of near rows.
        """
        forms = {
            name: [form(v) for v in value] if isinstance(value, list) else form(value)
            for name, value in template.items()
            if name != "from"
        }
        places: dict[str, int] = {}
        if "wrong" not in template and "options" not in template:
            answer = form(str(template["answer"]))
            for row in rows:
                places.setdefault(self._fill(answer, row), len(places))
        answers = list(places)
        for row in rows:
            values: Values = {
                name: [self._fill(f, row) for f in of]
                if isinstance(of, list)
                else self._fill(of, row)
                for name, of in forms.items()
            }
            if places:
                values["wrong"] = _near(answers, places[str(values["answer"])])
            yield values

    def _fill(self, form: Form, row: Row) -> str:
        made = form.text % tuple([row[column] for column in form.columns])
        self._left -= len(made)
        if self._left < 0:
            raise TooMuch
        return made


def _near(answers: Sequence[str], own: int) -> list[str]:
    """The answers around the one at `own`, which is not among them."""
    found: list[str] = []
    for distance in range(1, len(answers)):
        around = (own + distance, own - distance)
        found += [answers[at] for at in around if 0 <= at < len(answers)]
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]
