"""Words that every front end shows alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from quiz.game.game import Attempt, Game
from quiz.text import count

if TYPE_CHECKING:
    from quiz.game.result import Result

STAMPS = ((1.0, "CASE CLOSED"), (0.8, "SOLVED"), (0.5, "OPEN LEADS"), (0.0, "COLD CASE"))
"""What is stamped on the results, by the least share of right answers."""


SUMMARIES: Mapping[str, str] = MappingProxyType(
    {
        "classic": "No clock; right answers in a row earn more.",
        "rush": "60 seconds; the quicker an answer, the more points.",
        "survival": "Harder and harder; the third miss ends it.",
        "ladder": "15 rungs, safe at 5 and 10; three lifelines.",
        "daily": "The same ten questions for everybody today.",
        "review": "What you missed, and what is due again.",
        "party": "2 to 8 players take turns, and steal.",
    }
)
"""Each mode in a few words."""


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


def comparison(score: int, best: int | None) -> str:
    """Return how a score compares with the best one before it, if there is one."""
    if best is None:
        return "First round: this is the score to beat."
    if score > best:
        return f"New best, up {score - best:,}"
    return f"{best - score:,} short of your best" if score < best else "Level with your best"


def rank(rank: int, rounds: int) -> str:
    """Return the place of a round among all; empty if it has none or is the only one."""
    return f"Rank {rank:,} of {rounds:,}" if rank and rounds > 1 else ""


def signs(game: Game, player: int = 0) -> str:
    """Return a sign for each of a player's attempts, in order."""
    return "".join("✓" if one.right else "×" for one in game.attempts if one.player == player)


def cheer(streak: int) -> str:
    """Return what to say when a streak has just become this long, if anything."""
    if streak not in (3, 5) and (streak < 10 or streak % 5):
        return ""
    praise = ": unstoppable" if streak >= 10 else ": on a roll" if streak >= 5 else ""
    return f"{streak} in a row{praise}"


def stakes(game: Game) -> str:
    """Return what the card on the table is about and worth; it stays the same once answered."""
    asked = [attempt for attempt in game.attempts if attempt.turn < game.turn]
    before = game._replace(attempts=tuple(asked))
    if ladder := game.rules.ladder:
        rung = min(before.rung(game.player) + 1, len(ladder))
        safe = max((one for one in game.rules.safe_rungs if one < rung), default=0)
        kept = f" · {ladder[safe - 1]:,} safe" if safe else ""
        return f"rung {rung} · {count(ladder[rung - 1], 'point')}{kept}"
    points = before.worth()
    most = "up to " if game.rules.half_after else ""
    streak = f" + {points.streak:,} for the streak" if points.streak else ""
    return f"{game.card.item.difficulty} · {most}{count(points.base, 'point')}{streak}"


def share(title: str, day: str, result: Result, signs: str, seed: str, code: str = "") -> str:
    """Return the result of a round as a text for others that gives no answer away.

    `code` is the round's challenge code, if it has one.
    """
    right, asked = result.total
    lines = [
        f"{title} · {day}",
        f"{right} of {asked} right · best streak {result.streak} · {count(result.score, 'point')}",
        signs,
        f"Case no. {seed}",
    ]
    return "\n".join([*lines, f"quiz play --challenge {code}"] if code else lines)


class Rank(NamedTuple):
    """A player's place on the podium; equal scores share one."""

    place: int
    name: str
    score: int


def podium(game: Game) -> list[Rank]:
    """Return the places of all players, the winners first."""
    scores = [game.score(player) for player in range(len(game.players))]
    places = [
        Rank(1 + sum(other > score for other in scores), name, score)
        for name, score in zip(game.players, scores)
    ]
    return sorted(places, key=lambda rank: rank.place)


def winners(game: Game) -> str:
    """Return who won, in words."""
    first = [rank.name for rank in podium(game) if rank.place == 1]
    if len(first) == 1:
        return f"{first[0]} wins"
    return f"{', '.join(first[:-1])} and {first[-1]} share the first place"


def achievement(game: Game) -> str:
    """Return what was reached in a round, in the terms of its mode; often nothing but points."""
    rules, seen = game.rules, len({attempt.turn for attempt in game.attempts})
    if len(game.players) > 1:
        return "\n".join(
            f"{rank}. {name}: {count(score, 'point')}" for rank, name, score in podium(game)
        )
    if rules.ladder:
        climbed = sum(attempt.right for attempt in game.attempts)
        kept = f"kept rung {game.rung()}" if game.rung() else "kept nothing"
        end = "walked away" if game.ended == "walked away" else kept
        return f"Rung {climbed} of {len(rules.ladder)} climbed, {end}"
    if rules.clock == "round":
        return f"{count(seen, 'question')} in {rules.seconds * rules.relaxed:.0f} seconds"
    if rules.lives:
        return f"Survived {count(max(0, seen - (game.ended == 'lives')), 'question')}"
    return ""


def minutes(seconds: float) -> str:
    """Return a time as minutes and seconds: 1:05."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02}"


LIFELINES: Mapping[str, str] = MappingProxyType({"fifty": "50:50", "swap": "swap", "ask": "room"})


def lifeline_name(lifeline: str) -> str:
    """Return what a lifeline is called."""
    return LIFELINES[lifeline]


LIFELINE_EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "fifty": "leaves one wrong option",
        "swap": "takes another question",
        "ask": "tells what others answered",
    }
)


def lifeline_effect(lifeline: str) -> str:
    """Return what a lifeline does, to follow its name."""
    return LIFELINE_EFFECTS[lifeline]


LEAST_IN_ROOM = 5
"""How many must have answered a question before the room can be asked."""

EMPTY_ROOM = "Too few have answered this question here: the lifeline is kept."


def room(counts: Mapping[str, int], options: Sequence[str]) -> tuple[int, ...]:
    """Return the percentage of answers for each option; nothing if too few have answered."""
    shown = [counts.get(option, 0) for option in options]
    total = sum(shown)
    return tuple(round(100 * n / total) for n in shown) if total >= LEAST_IN_ROOM else ()
