"""Errors that a user can understand and fix."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


class QuizError(Exception):
    """A sentence for the user and, if there is one, a hint on how to fix the problem.

    `status` is the exit status of a command that ends with this error.
    """

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(QuizError):
    """The command line or a player's input asks for something that does not exist."""

    status = 2


class PackError(QuizError):
    """A pack cannot be read or played."""


class StoreError(QuizError):
    """The scores could not be read or written."""


MAX_WORD = 60
"""The longest word that is compared with others, in characters."""

MAX_KNOWN = 200
"""How many known words a word is compared with."""


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return up to three known words that `word` may be a misspelling of, the likeliest first."""
    from difflib import get_close_matches

    if len(word) > MAX_WORD:
        return []
    names = {name.casefold(): name for name in islice(known, MAX_KNOWN) if len(name) <= MAX_WORD}
    return [names[n] for n in get_close_matches(word.casefold(), names, n=3, cutoff=0.6)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the known words nearest to `word`, or an empty text if none is near."""
    near = nearest(word, known)
    return f"did you mean {' or '.join(near)}?" if near else ""
