"""A player at play: packs, rules and scores brought together for any front end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import NamedTuple

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.game.deck import Card, draw
from quiz.game.game import Attempt, Game
from quiz.game.modes import CLASSIC, Rules
from quiz.packs.model import DIFFICULTIES, Item, Pack
from quiz.packs.pool import Pool
from quiz.scores.store import Left, Recording, Round, Store

Clock = Callable[[], float]


class Selection(NamedTuple):
    """What to play: items of these packs, narrowed down where a field is not empty."""

    packs: tuple[Pack, ...]
    category: str = ""
    difficulty: str = ""
    rules: Rules = CLASSIC
    seed: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the packs."""
        return tuple(pack.name for pack in self.packs)

    def pool(self) -> Pool:
        """The items to draw from. Raises UsageError if there are none."""
        packs = [pack.items for pack in self.packs]
        everything = Pool(packs)
        if not everything:
            raise UsageError("There are no questions to ask.", "Choose at least one pack.")
        if self.difficulty and self.difficulty not in DIFFICULTIES:
            raise UsageError(
                f"There is no difficulty {self.difficulty!r}.",
                f"It is {', '.join(DIFFICULTIES[:-1])} or {DIFFICULTIES[-1]}.",
            )
        found = Pool(packs, self.category) if self.category else everything
        if not found:
            known = {kind.category.casefold(): kind.category for kind in everything.kinds()}
            raise UsageError(
                f"No question is of the category {self.category!r}.",
                did_you_mean(self.category.casefold(), known)
                or f"There is {_listed(known.values())}.",
            )
        chosen = Pool(packs, self.category, self.difficulty) if self.difficulty else found
        if not chosen:
            known_levels = {kind.difficulty for kind in found.kinds()}
            raise UsageError(
                f"No question of this choice is {self.difficulty}.",
                f"There is {_listed(level for level in DIFFICULTIES if level in known_levels)}.",
            )
        return chosen


def _listed(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word) or "none to choose"


class Session:
    """One round by one player. Every attempt is in the store before `game` shows it.

    `trouble` is what the store has to say, or empty.
    """

    def __init__(self, game: Game, recording: Recording, selection: Selection) -> None:
        self.game = game
        self.recording = recording
        self.selection = selection
        self._lock = Lock()

    @property
    def trouble(self) -> str:
        """What could not be done with the scores, as a sentence for the player."""
        return self.recording.store.trouble

    def answer(self, choice: int, at: float) -> None:
        """Answer the card on the table, and commit the attempt."""
        self._event(lambda game: game.answer(choice, at))

    def expire(self, at: float) -> None:
        """Let the card expire if its time is up, and commit the attempt."""
        self._event(lambda game: game.expire(at))

    def advance(self, at: float) -> None:
        """On to the next card."""
        self._event(lambda game: game.advance(at))

    def _event(self, event: Callable[[Game], Game]) -> None:
        """Whatever comes while an attempt is being committed is out of place."""
        if self._lock.acquire(blocking=False):
            try:
                game = event(self.game)
                if len(game.attempts) > len(self.game.attempts):
                    self.recording.record(self.game.turn, game.attempts[-1])
                self.game = game
            finally:
                self._lock.release()


def start(
    selection: Selection, player: str, store: Store, clock: Clock = time.monotonic
) -> Session:
    """A new round. With a seed it is the same for everybody, whatever was asked before.

    Raises UsageError if there is nothing to ask, PackError if a pack can no longer be read.
    """
    seen = {} if selection.seed else store.last_seen(player)
    seed = selection.seed or os.urandom(4).hex()
    deck = draw(selection.pool(), selection.rules, seed, seen)
    round = Round(player, selection.rules.mode, seed, selection.names, deck)
    game = Game(selection.rules, deck, asked=clock())
    return Session(game, Recording(store, round), selection)


def resume(
    left: Left, selection: Selection, store: Store, clock: Clock = time.monotonic
) -> Session | None:
    """The round that was left, at the card after the last answer; None if its items changed."""
    try:
        deck = _dealt(left, Pool(pack.items for pack in selection.packs))
    except PackError:
        return None
    if deck is None or left.played.mode != selection.rules.mode:
        return None
    played = left.played
    round = Round(played.player, played.mode, played.seed, played.packs, deck)
    game = Game(selection.rules, deck, left.attempts, len(left.attempts), clock())
    return Session(game, Recording(store, round, left), selection)


def _dealt(left: Left, pool: Pool) -> tuple[Card, ...] | None:
    cards: list[Card] = []
    for uid, options in left.cards:
        entry = pool.find(uid)
        item = pool.item(entry) if entry else None
        if item is None or not _allows(item, options):
            return None
        cards.append(Card(item, options))
    same = all(_was_judged(card, attempt) for card, attempt in zip(cards, left.attempts))
    return tuple(cards) if same else None


def _allows(item: Item, options: Sequence[str]) -> bool:
    return item.key in options and set(options) <= {item.key, *item.distractors}


def _was_judged(card: Card, attempt: Attempt) -> bool:
    """Whether an attempt at a card was judged by the key that the card has now."""
    return attempt.right == (attempt.choice == card.key)
