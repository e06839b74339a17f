"""What can go wrong in a way that the user can understand and mend."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


class QuizError(Exception):
    """A sentence for the user and, where there is one, a hint on how to mend it.

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
    """The command line or a player's entry asks for something that there is not."""

    status = 2


class PackError(QuizError):
    """A pack cannot be played as it stands."""


class StoreError(QuizError):
    """The scores could not be read or written."""


WORD = 60
"""How long a word may be for another to be near to it, in characters."""

KNOWN = 200
"""How many known words are looked at."""


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` may be a slip for, the likeliest first."""
    from difflib import get_close_matches

    if len(word) > WORD:
        return []
    names = {name.casefold(): name for name in islice(known, KNOWN) if len(name) <= WORD}
    return [names[n] for n in get_close_matches(word.casefold(), names, n=3, cutoff=0.6)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known words nearest to `word`, or an empty text if none is near."""
    near = nearest(word, known)
    return f"did you mean {' or '.join(near)}?" if near else ""
