"""Words that every front end shows alike."""

from __future__ import annotations

from typing import NamedTuple

from quiz.game.game import Attempt, Game
from quiz.game.result import Result

STAMPS = ((1.0, "CASE CLOSED"), (0.8, "SOLVED"), (0.5, "OPEN LEADS"), (0.0, "COLD CASE"))
"""What is stamped on the results, by the least share of right answers."""


class Verdict(NamedTuple):
    """The judgement of an answer: a sign and a word, and what it earned or what was right."""

    sign: str
    word: str
    reason: str


def verdict(game: Game, attempt: Attempt) -> Verdict:
    """Return the judgement of an attempt at the card on the table."""
    if not attempt.right:
        word = "TIME UP" if attempt.choice is None else "WRONG"
        return Verdict("×", word, f"the answer is {game.card.key + 1}")
    points = attempt.points
    if game.rules.ladder:
        return Verdict("✓", "RIGHT", f"rung {game.rung(attempt.player)}")
    reasons = [f"+{points.base}"]
    if points.streak:
        reasons.append(f"streak +{points.streak}")
    if attempt.stolen:
        reasons.append("stolen")
    return Verdict("✓", "RIGHT", " · ".join(reasons))


def stamp(result: Result) -> str:
    """Return the word that sums up the share of right answers."""
    share = result.total.right / max(1, result.total.asked)
    return next(word for least, word in STAMPS if share >= least)


def difference(name: str, before: int, now: int) -> tuple[str, str]:
    """Return an earlier score under its name, and how the new one differs from it."""
    change = f"{now - before:+,}" if now != before else "the same"
    return f"{name} {before:,}", f"({change})"


def minutes(seconds: float) -> str:
    """Return a time as minutes and seconds: 1:05."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02}"
