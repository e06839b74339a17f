"""Racing: challenge codes for others, and the ghosts of others and of one's own best round."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from quiz.errors import UsageError
from quiz.game.challenge import challenge_of, deck_digest, find_choice, read_code, write_code
from quiz.game.ghost import Ghost, challenger, ghost_of
from quiz.game.modes import CLASSIC
from quiz.packs.library import Loaded
from quiz.scores import daily
from quiz.scores.rounds import Saved
from quiz.scores.store import Store
from quiz.session import Clock, Session, begin

RACED = ("classic", "rush", "survival", "ladder")
"""The modes in which players race their own best round."""


def challenge_code(saved: Saved) -> str:
    """Return the code by which others can play a round, or an empty text if it can have none."""
    challenge = challenge_of(saved.game, saved.round.selection, saved.round.seed)
    return write_code(challenge) if challenge else ""


def challenged(
    code: str,
    packs: Sequence[Loaded],
    player: str,
    store: Store,
    clock: Clock = time.monotonic,
    *,
    relaxed: int = 1,
    today: Callable[[], date] = date.today,
) -> Session:
    """Return the round of a challenge code, dealt from those of the packs that deal its cards.

    A clock runs `relaxed` times slower. The daily of another day is played as a classic round.
    Raise UsageError if the code is not sound, if no choice of the packs deals its cards, or if it
    is today's daily and the player has left theirs.
    """
    challenge = read_code(code)
    rules, seed = challenge.rules, challenge.seed
    if rules.once_a_day and seed != today().isoformat():
        rules = CLASSIC._replace(count=rules.count)
    if rules.once_a_day and daily.begun(store, player, seed):
        raise UsageError(
            "You have left today's daily, and this challenge is about the same questions.",
            "Finish your daily first.",
        )
    rules = rules.slowed(relaxed)
    items = {one.name: one.pack.items for one in packs if one.pack}
    built_in = [one.name for one in packs if one.pack and one.built_in]
    selection = find_choice(challenge, rules, items, built_in)
    if selection is None:
        raise UsageError(
            "Your packs do not deal the challenger's cards: the packs, their versions or what was "
            "chosen from them differ.",
            "Ask the challenger which packs the round was played with, and choose the same.",
        )
    chosen = [one for one in packs if one.name in selection.packs]
    return begin(chosen, rules, selection, (player,), store, clock=clock, today=today)


def ghost(session: Session) -> Ghost | None:
    """Return whom a player races who plays alone: the challenger, or their own best round.

    It reads from the store: call it in a thread.
    """
    round = session.round
    if len(round.players) > 1:
        return None
    with suppress(UsageError):
        challenge = read_code(round.selection.challenge, oldest=1)  # its cards have been dealt
        if deck_digest(round.deck) == challenge.digest:
            return challenger("challenger", challenge, round.deck)
    best = session.recording.store.best(round) if round.rules.mode in RACED else None
    return best and ghost_of("your best", best.game)
