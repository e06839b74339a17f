"""Which option an answer means in files of unknown programs, some of which write numbers.

An answer may be the text of an option, its letter, or its number, counted from 0 or from 1. It is
only taken where the file shows which of these it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from quiz.formats._keys import folded_text
from quiz.formats._text import quoted

LETTER = re.compile(r"[A-Za-z]")
NUMBER = re.compile(r"\d{1,2}")


class Ambiguous(ValueError):
    """An answer does not mean exactly one option; the message says why."""


class Answered(NamedTuple):
    """The answer to a question as written, and the question's options."""

    answer: str
    options: Sequence[str]

    @property
    def texts(self) -> list[int]:
        """The places of the options that the answer is the text of, from 0."""
        places = [at for at, option in enumerate(self.options) if option == self.answer]
        folded = folded_text(self.answer)
        return places or [at for at, one in enumerate(self.options) if folded_text(one) == folded]

    @property
    def letter(self) -> int | None:
        """The place of the option with this letter, from 0."""
        place = ord(self.answer.upper()) - 65 if LETTER.fullmatch(self.answer) else -1
        return place if 0 <= place < len(self.options) else None

    @property
    def number(self) -> int | None:
        """The number that the answer is, if an option could have it."""
        number = int(self.answer) if NUMBER.fullmatch(self.answer) else -1
        return number if 0 <= number <= len(self.options) else None


class AnswerReader:
    """Finds the options that the answers of one file mean."""

    def __init__(self, answers: Iterable[Answered]) -> None:
        self._answers = list(answers)

    def place(self, one: Answered) -> int:
        """Return the place of the right option, from 0. Raise Ambiguous if that is not sure."""
        if len(one.texts) > 1:
            raise Ambiguous(f"the answer {quoted(one.answer)} is the text of two options")
        named = {one.letter} if one.letter is not None else set()
        if one.number is not None:
            numbers = {one.number - first for first in self._firsts}
            named |= {place for place in numbers if 0 <= place < len(one.options)}
        if one.texts and named - {one.texts[0]}:
            only_text, only_place = self._habits
            if only_text == only_place:
                why = "could be an option's text or its place"
                raise Ambiguous(f"the answer {quoted(one.answer)} {why}")
            named = {one.texts[0]} if only_text else named
        elif one.texts:
            return one.texts[0]
        if not named:
            if one.number is None or self._firsts:
                raise Ambiguous(f"the answer {quoted(one.answer)} is not among the options")
            raise Ambiguous("some answers of this file count from 0, and some from 1")
        if len(named) > 1:
            why = "nothing in this file shows whether answers count from 0 or from 1"
            raise Ambiguous(f"the answer is {quoted(one.answer)}, and {why}")
        return named.pop()

    @cached_property
    def _habits(self) -> tuple[bool, bool]:
        """Whether the file has answers that are only texts, and answers that are only places."""
        found = {
            (bool(one.texts), one.letter is not None or one.number is not None)
            for one in self._answers
        }
        return (True, False) in found, (False, True) in found

    @cached_property
    def _firsts(self) -> set[int]:
        """What the first option may have for its number, judged by answers that are no texts."""
        found = [(one.number, len(one.options)) for one in self._answers if not one.texts]
        numbers = [(number, size) for number, size in found if number is not None]
        from_0 = all(number < size for number, size in numbers)
        from_1 = all(number > 0 for number, size in numbers)
        return {first for first, is_possible in ((0, from_0), (1, from_1)) if is_possible}
