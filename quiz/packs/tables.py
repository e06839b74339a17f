"""Questions made from the rows of a table and a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from quiz.packs.model import SHOWN, Values

MAX_MADE = 32 * 1024 * 1024
"""How many characters the templates of one pack may make in all."""

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class BadPlaceholder(ValueError):
    """A brace in a template that is neither doubled nor part of a `{column}`."""


class TooMuch(Exception):
    """The templates of a pack would make more text than `MAX_MADE`."""


class Pattern(NamedTuple):
    """A text of a template as a text for the operator ``%``, and the columns that fill it."""

    text: str
    columns: tuple[str, ...]


def pattern(text: str) -> Pattern:
    """Return the pattern of a text with `{column}` in it, and with doubled braces for single ones.

    Raise BadPlaceholder for any other brace.
    """
    columns: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if match[1] is not None:
            columns.append(match[1].strip().replace("%%", "%"))
            return "%s"
        if len(match[0]) == 1:
            raise BadPlaceholder(match[0])
        return match[0][0]

    return Pattern(PLACEHOLDER.sub(replace, text.replace("%", "%%")), tuple(columns))


class Expander:
    """Fills the templates of one pack, up to `MAX_MADE` characters in all."""

    def __init__(self) -> None:
        self._left = MAX_MADE

    def expand(self, template: Values, rows: Sequence[Mapping[str, str]]) -> Iterator[Values]:
        """Yield the values of one question per row, as if it had been written out.

        If the template has neither `wrong` nor `options`, the distractors are the answers to the
        other rows, or those of the nearest rows if there are more than a question may have.

        Raise TooMuch when the texts become too long in all.
        """
        patterns = {
            name: [pattern(text) for text in value] if isinstance(value, list) else pattern(value)
            for name, value in template.items()
            if name != "from"
        }
        positions: dict[str, int] = {}
        if "wrong" not in template and "options" not in template:
            answer = pattern(template["answer"])
            for row in rows:
                positions.setdefault(self._fill(answer, row), len(positions))
        answers = list(positions)
        for row in rows:
            values: Values = {
                name: [self._fill(one, row) for one in of]
                if isinstance(of, list)
                else self._fill(of, row)
                for name, of in patterns.items()
            }
            if positions:
                values["wrong"] = _nearest(answers, positions[values["answer"]])
            yield values

    def _fill(self, pattern: Pattern, row: Mapping[str, str]) -> str:
        made = pattern.text % tuple([row[column] for column in pattern.columns])
        self._left -= len(made)
        if self._left < 0:
            raise TooMuch
        return made


def _nearest(answers: Sequence[str], position: int) -> list[str]:
    """Return the answers around the one at a position, without that one."""
    after = answers[position + 1 : position + 1 + SHOWN]
    before = answers[max(0, position - SHOWN) : position][::-1]
    near = [one for pair in zip_longest(after, before) for one in pair if one is not None]
    return near[:SHOWN]
