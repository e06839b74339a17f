"""Which option an answer key means.

Other programs' files give the key of a question as the text of an option, as its number, as its
letter, or as several of these. The rules are:

1. A key that is the text of an option means that option. Case and runs of spaces do not matter,
   but an option that is written exactly like the key comes first.
2. A key that consists of numbers (`2`, `2.0`, `1,3`) or letters (`b`, `(C)`), perhaps with the word
   `answer` or `option` before them, means the options at these places. More than one place is
   more than one right answer, which a pack cannot have.
3. A key can be both: `3` is a text and a place among the options 1, 3, 5. Programs that always
   write numbers mean the place then, but a letter is a text. In other sheets, the rest of the
   rows decide: if some keys can only be places and none can only be a text, it is the place,
   otherwise the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from quiz.formats import Notes
from quiz.formats._text import quoted

Options: TypeAlias = Mapping[int, str]
"""The options of a question by their places, counted from 1."""

BETWEEN_PLACES = re.compile(r"[\s,;/&|]+|\band\b")
BETWEEN_LETTERS = re.compile(r"[\s,;/&+]|\band\b")


def with_text(key: str, options: Options) -> list[int]:
    """Return the place of the option with this text, or an empty list."""
    exact = [place for place, text in options.items() if text == key]
    return exact[:1] or [place for place in options if _folded(options[place]) == _folded(key)][:1]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def places(key: str, letters: bool = True) -> list[int]:
    """Return the places that a key consists of, or an empty list if it has other words."""
    found: list[int] = []
    for word in BETWEEN_PLACES.split(key[:100].casefold()):
        sign = word.strip("().#")
        if number := re.fullmatch(r"(\d{1,2})(?:\.0+)?", sign):
            found.append(int(number[1]))
        elif several := re.fullmatch(r"(\d)\.(\d)", sign):  # 1,3 where a comma is decimal
            found += map(int, several.groups())
        elif letters and re.fullmatch(r"[a-i]", sign):
            found.append(ord(sign) - 96)
        elif sign not in ("", "answer", "option"):
            return []
    return list(dict.fromkeys(found))


def names_several(key: str, letters: Collection[str]) -> bool:
    """Return whether a key consists of several of these letters, as `A, B` and `AB` do."""
    named = BETWEEN_LETTERS.sub("", key[:60])
    return len(named) > 1 and set(named) <= set(letters)


class KeyMatcher:
    """Finds the options that the keys of one sheet mean.

    If `by_number`, the program writes numbers. `rows` are the keys and options of all questions
    of the sheet; they are only read if a key is ambiguous.
    """

    def __init__(self, by_number: bool, rows: Iterable[tuple[str, Options]], notes: Notes) -> None:
        self._by_number = by_number
        self._rows = rows
        self._notes = notes

    def match(self, line: int, key: str, options: Options) -> list[int]:
        """Return the places that a key means, which may be several or without an option."""
        text = with_text(key, options)
        if not text:
            return places(key)
        if self._by_number:
            found = places(key, letters=False)
            return found if found and set(found) <= set(options) else text
        found = places(key)
        if len(found) != 1 or found == text or found[0] not in options:
            return text
        only_text, only_place = self._habits
        if only_text == only_place:
            why = f"{quoted(key)} could be an option's text or its place: taken as the text"
            self._notes.changed(line, why)
        return found if only_place and not only_text else text

    @cached_property
    def _habits(self) -> tuple[bool, bool]:
        """Whether the sheet has keys that can only be texts, and keys that can only be places."""
        found = {
            (bool(with_text(key, options)), any(place in options for place in places(key)))
            for key, options in self._rows
        }
        return (True, False) in found, (False, True) in found
