"""Which option an answer key means.

Other programs' files give the key of a question as the text of an option, as its number, as its
letter, or as several of these. The rules are:

1. A key that is the text of an option means that option. Case and runs of spaces do not matter,
   but an option that is written exactly like the key comes first.
2. A key that consists of numbers (`2`, `2.0`, `1,3`) or letters (`b`, `(C)`), perhaps with the word
   `answer`, `choice` or `option` before them, means the options at these places. More than one
   place is more than one right answer, which a pack cannot have.
3. Bare numbers count from 0 or from 1. A 0 anywhere in the file shows that they count from 0, and
   a number as high as there are options that they count from 1. If no row shows it, or if rows
   contradict each other, the user has to say it.
4. A key can be both: `3` is a text and a place among the options 1, 3, 5. Programs that always
   write numbers mean the place then, but a letter is a text. In other files, the rest of the
   rows decide: if some keys can only be places and none can only be a text, it is the place; the
   other way round, it is the text. Otherwise the question is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from quiz.formats import FormatError
from quiz.formats._text import quoted

Options: TypeAlias = Mapping[int, str]
"""The options of a question by their places, counted from 1."""

BETWEEN_PLACES = re.compile(r"[\s,;/&|]+|\band\b")
BETWEEN_LETTERS = re.compile(r"[\s,;/&+]|\band\b")
PLACE_NAME = re.compile(r"(?:answer|choice|option)([a-i]|\d{1,2})?")

FIRST_HINT = "look up one answer in the file, then say it: --first 0 or --first 1"


def with_text(key: str, options: Options) -> list[int]:
    """Return the place of the option with this text, or an empty list."""
    exact = [place for place, text in options.items() if text == key]
    return (
        exact[:1]
        or [place for place in options if folded_text(options[place]) == folded_text(key)][:1]
    )


def folded_text(text: str) -> str:
    """Return a text without what does not matter for which option it is: case, runs of spaces."""
    return " ".join(text.casefold().split())


def numbers(key: str) -> list[int]:
    """Return the bare numbers that a key consists of, or an empty list if it has other words."""
    found: list[int] = []
    for word in BETWEEN_PLACES.split(key[:100]):
        sign = word.strip("().#")
        if number := re.fullmatch(r"(\d{1,2})(?:\.0+)?", sign):
            found.append(int(number[1]))
        elif several := re.fullmatch(r"(\d)\.(\d)", sign):  # 1,3 where a comma is decimal
            found += map(int, several.groups())
        elif sign:
            return []
    return list(dict.fromkeys(found))


def places(key: str, first: int = 1) -> list[int]:
    """Return the places that a key consists of, or an empty list if it has other words.

    Places count from 1, and bare numbers in the key from `first`.
    """
    if bare := numbers(key):
        return [number - first + 1 for number in bare]
    found: list[str] = []
    for word in BETWEEN_PLACES.split(key[:100].casefold()):
        sign = word.strip("().#")
        if named := PLACE_NAME.fullmatch(sign):
            found += filter(None, named.groups())
        elif re.fullmatch(r"[a-i]|\d{1,2}(?:\.0+)?", sign):
            found.append(sign.partition(".")[0])
        elif sign:
            return []
    return list(dict.fromkeys(int(s) if s.isdecimal() else ord(s) - 96 for s in found))


def names_several(key: str, letters: Collection[str]) -> bool:
    """Return whether a key consists of several of these letters, as `A, B` and `AB` do."""
    named = BETWEEN_LETTERS.sub("", key[:60])
    return len(named) > 1 and set(named) <= set(letters)


class KeyMatcher:
    """Finds the options that the keys of one file mean.

    If `by_number`, the program is known to write numbers that count from 1. `rows` are the keys
    and options of all questions of the file; they are only read if a key needs them. `first` is
    the number of the first option if the user has said it.
    """

    def __init__(
        self, by_number: bool, rows: Iterable[tuple[str, Options]], first: int | None = None
    ) -> None:
        self._by_number = by_number
        self._rows = rows
        self._said = first

    def match(self, key: str, options: Options, is_index: bool = False) -> list[int]:
        """Return the places that a key means, which may be several or without an option.

        If `is_index`, the key is no text. Raise ValueError if the key is ambiguous, and
        FormatError if the user has to say with `--first` where numbers begin.
        """
        text = [] if is_index else with_text(key, options)
        if not text:
            return places(key, self._first if numbers(key) else 1)
        if self._by_number:
            found = places(key, self._first) if numbers(key) else []
            return found if found and set(found) <= set(options) else text
        firsts, _, only_text, only_place = self._habits
        known = min(firsts) if self._said is None and len(firsts) == 1 else self._said
        if _readings(key, options, known) <= {*text}:
            return text
        if only_text and not only_place:
            return text
        if only_place and not only_text:
            return places(key, self._first if numbers(key) else 1)
        raise ValueError(f"{quoted(key)} could be the text of an option or its place")

    @cached_property
    def _first(self) -> int:
        """The number of the first option. Raise FormatError if nothing shows it.

        In a file with keys of other kinds, raise ValueError instead, which costs one question.
        """
        if self._said is not None:
            return self._said
        firsts, has_others, _, _ = self._habits
        if self._by_number:
            if firsts != {0}:
                return 1
            raise FormatError("an answer is number 0, but this program counts from 1", FIRST_HINT)
        if len(firsts) == 1:
            return min(firsts)
        if has_others:
            raise ValueError("its answer number may count from 0 or from 1: say it with --first")
        if firsts:
            why = "some of its answer numbers are 0, and others are as high as there are options"
            raise FormatError(f"{why}: they may count from 0 or from 1", FIRST_HINT)
        raise FormatError("its answer numbers may count from 0 or from 1", FIRST_HINT)

    @cached_property
    def _habits(self) -> tuple[set[int], bool, bool, bool]:
        """What the rows show of the file.

        It is where numbers may begin, of which a consistent file has one at most; whether a key is
        not a number; whether a key can only be a text; whether a key can only be a place.
        """
        firsts: set[int] = set()
        has_others = only_text = only_place = False
        for key, options in self._rows:
            is_text = bool(with_text(key, options))
            readings = _readings(key, options, self._said)
            only_text |= is_text and not readings
            only_place |= bool(readings) and not is_text
            found = numbers(key)
            has_others |= (is_text and not readings) or (bool(readings) and not found)
            if 0 in found and not is_text:
                firsts.add(0)
            if max(options, default=-1) in found and (self._by_number or not is_text):
                firsts.add(1)
        return firsts, has_others, only_text, only_place


def _readings(key: str, options: Options, first: int | None) -> set[int]:
    """Return the places of options that a key may mean if it is no text."""
    firsts = (0, 1) if first is None and numbers(key) else (1 if first is None else first,)
    return {place for one in firsts for place in places(key, one) if place in options}
