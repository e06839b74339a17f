"""What a player comes back to: mastery, the daily and its streak, and what is due for review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from quiz.game.game import Game
from quiz.packs.library import Loaded
from quiz.packs.pool import Pool
from quiz.scores import answers, daily, review
from quiz.scores.daily import Streak, streak
from quiz.scores.rounds import Round
from quiz.scores.store import Store
from quiz.text import count


class Agenda(NamedTuple):
    """What awaits a player today: the daily, with its streak, and how many items are due."""

    daily: Streak
    due: int


def agenda(store: Store, player: str, today: date) -> Agenda:
    """Return what awaits a player today."""
    return Agenda(streak(daily.finished(store, player), today), review.due_count(store, player))


def mastery(store: Store, player: str, packs: Sequence[Loaded]) -> dict[str, int]:
    """Return how many questions of each pack a player has answered right, by the pack's name."""
    sound = {one.name: one.pack.items for one in packs if one.pack}
    uids = {name: list(Pool([items]).uids_from("")) for name, items in sound.items()}
    return {name: len(answers.mastered(store, player, uids[name])) for name in uids}


def told(days: Streak) -> str:
    """Return a streak in words; empty if there is none."""
    frozen = f", {count(len(days.frozen), 'missed day')} forgiven" if days.frozen else ""
    return f"streak {days.length}{frozen}" if days.length else ""


def news(store: Store, round: Round, game: Game, now: datetime) -> str:
    """Return what follows from a round that has ended: the streak of dailies, the next review."""
    player = round.players[0]
    if round.rules.once_a_day:
        days = streak(daily.finished(store, player), now.date())
        return told(days).capitalize()
    if round.rules.order != "due":
        return ""
    review.catch_up(store, player)
    uids = [game.card_at(attempt.turn).item.uid for attempt in game.attempts]
    learned = [one for one in review.upcoming(store, player, uids) if not one.missed]
    if not learned:
        return ""
    days_left = (min(one.due for one in learned).astimezone(now.tzinfo).date() - now.date()).days
    when = {0: "today", 1: "tomorrow"}.get(days_left, f"in {days_left} days")
    return f"{len(learned)} of {len(uids)} learned; the next is due {when}"
