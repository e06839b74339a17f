"""A player at play: packs, rules and scores brought together for any front end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from threading import Lock
from typing import TypeAlias

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.game.deck import Selection, case_number, deal, draw, draw_review
from quiz.game.game import Event, EventKind, Game
from quiz.game.modes import DAILY, PRACTICE, REVIEW, Rules
from quiz.game.result import summarise
from quiz.game.wording import room
from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES, Item, Pack
from quiz.packs.pool import Pool
from quiz.scores import answers, daily
from quiz.scores.rounds import Played, Round, Saved, new_uid
from quiz.scores.store import Recording, Store

Clock: TypeAlias = Callable[[], float]
"""Returns the seconds of a monotonic clock."""

Load: TypeAlias = Callable[[Sequence[str]], list[Loaded]]
"""Returns packs by their names, as they are now."""


class Session:
    """One round at play. Every event is in the store before `game` shows it."""

    def __init__(self, saved: Saved, store: Store, clock: Clock = time.monotonic) -> None:
        self.game = saved.game
        self.recording = Recording(store, saved)
        self._clock = clock
        self._before = saved.seconds
        self._since: float | None = clock()
        self._lock = Lock()

    @property
    def round(self) -> Round:
        """What identifies the round."""
        return self.recording.round

    @property
    def seconds(self) -> float:
        """The seconds of play since the round began; they stand still while it is left."""
        return self._before + (0.0 if self._since is None else self._clock() - self._since)

    def pause(self) -> None:
        """Stop the clock."""
        self._before, self._since = self.seconds, None

    def go_on(self) -> None:
        """Let the clock run again."""
        self._before, self._since = self.seconds, self._clock()

    @property
    def trouble(self) -> str:
        """What could not be done with the scores, as a sentence for the player."""
        return self.recording.store.trouble

    def event(self, kind: EventKind, value: int | str | None = None) -> Event:
        """Return an event that happens now."""
        return Event(kind, self.seconds, value)

    def do(self, event: Event) -> bool:
        """Commit an event, then show it; return whether it changed the game.

        An event that comes while another is being committed is out of place.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            game = self.game.play(event)
            if game is self.game:
                return False
            self.recording.record(game, self.seconds)
            self.game = game
            return True
        finally:
            self._lock.release()

    def flag(self, item: Item, kind: str, note: str) -> None:
        """Keep what the player whose turn it is says is wrong with an item."""
        self.recording.store.flag(self.game.players[self.game.player], item, kind, note)

    def leave(self) -> None:
        """Store how long was played, so that a clock goes on with what was left of it."""
        with self._lock:
            self.recording.record(self.game, self.seconds)


def begin(
    packs: Sequence[Loaded],
    rules: Rules,
    selection: Selection,
    players: Sequence[str],
    store: Store,
    *,
    clock: Clock = time.monotonic,
    today: Callable[[], date] = date.today,
) -> Session:
    """Return a new round of those of the packs that can be played, or the daily that was left.

    With a seed it is the same for everyone, whatever was asked before; its case number deals it
    as well. Raise UsageError if there is nothing to ask or the number of players is wrong, and
    PackError if no pack can be played.
    """
    number = len(players) if len(set(players)) == len(players) else 0
    if not rules.least_players <= number <= rules.most_players:
        raise UsageError(f"{rules.title} is for {_players(rules)}.")
    name, given = players[0], selection.seed
    if rules.once_a_day:
        given = today().isoformat()
        left = daily.begun(store, name, given)
        if left and (session := resume(left, store, clock)):
            return session
        rules = _named(PRACTICE if left == "" else DAILY, rules)
    sound = [one.pack for one in packs if one.pack]
    if packs and not sound:
        raise PackError(packs[0].problem, "`quiz check` shows every problem of a pack.")
    candidates = pool(sound, selection)
    seed = case_number(given) if given else _new_seed()
    seen = partial(answers.last_seen, store, name)
    if given:
        deck = draw(candidates, rules, seed, len(players))
    elif rules.order == "due":
        from quiz.scores import review  # no other mode needs it

        review.catch_up(store, name)
        due = review.due(store, name, [*candidates.uids_from("")])
        deck = draw_review(candidates, rules, seed, due, seen)
    else:
        deck = draw(candidates, rules, seed, len(players), seen, partial(answers.facilities, store))
    return _dealt(Round(new_uid(), rules, selection, seed, deck, tuple(players)), store, clock)


def left_open(store: Store, player: str | None = None, most: int = -1) -> list[Played]:
    """Return the rounds that were left and can be resumed, the latest first.

    They are those that this player began, or all.
    """
    return store.left_open(player, most)


def resume(uid: str, store: Store, clock: Clock = time.monotonic) -> Session | None:
    """Return a round that was left, as it was left; None if it can no longer be read.

    Nothing but the store is needed: its packs may have changed since, or be gone.
    """
    saved = store.load(uid)
    return saved and Session(saved, store, clock)


def again(
    round: Round, store: Store, load: Load = library.load_named, clock: Clock = time.monotonic
) -> Session:
    """Return another round of the same rules, selection, seed and players.

    Raise the errors of `begin`, and UsageError for a pack that is gone.
    """
    packs = load(round.selection.packs)
    return begin(packs, round.rules, round.selection, round.players, store, clock=clock)


def same(round: Round, store: Store, clock: Clock = time.monotonic) -> Session:
    """Return another round of the same cards in the same order; no pack is needed."""
    rules = _named(PRACTICE, round.rules) if round.rules.once_a_day else round.rules
    return _dealt(round._replace(uid=new_uid(), rules=rules), store, clock)


def missed(saved_round: Round, game: Game, store: Store, clock: Clock = time.monotonic) -> Session:
    """Return a review of the items that the first player missed in a game, each once.

    No pack is needed. Raise UsageError if nothing was missed.
    """
    items = [*{card.item.uid: card.item for card, _ in summarise(game).missed}.values()]
    if not items:
        raise UsageError("Nothing was missed.")
    return _review(items, saved_round.selection.packs, saved_round.players[0], store, clock)


def practise(
    uids: Sequence[str], player: str, store: Store, clock: Clock = time.monotonic
) -> Session:
    """Return a review of items that were asked before, as they were asked last.

    No pack is needed. Raise UsageError if the store has none of them.
    """
    items = answers.as_asked(store, uids)
    if not items:
        raise UsageError("These questions were not kept.")
    return _review(items, tuple(dict.fromkeys(item.pack for item in items)), player, store, clock)


def _review(
    items: Sequence[Item], packs: tuple[str, ...], player: str, store: Store, clock: Clock
) -> Session:
    """Return a round of exactly these items."""
    rules, seed = REVIEW._replace(count=len(items)), _new_seed()
    deck = deal(items, rules, seed)
    return _dealt(Round(new_uid(), rules, Selection(packs), seed, deck, (player,)), store, clock)


def _dealt(round: Round, store: Store, clock: Clock) -> Session:
    """Return the session of a round that has just been dealt."""
    return Session(Saved(round, Game(round.rules, round.deck, round.players)), store, clock)


def _named(mode: Rules, rules: Rules) -> Rules:
    """Return rules under the name of a mode."""
    return rules._replace(mode=mode.mode, title=mode.title)


def _new_seed() -> str:
    return os.urandom(4).hex()


def ask_room(session: Session) -> tuple[int, ...]:
    """Return what percentage of others chose each option; nothing if too few answered.

    Answers that are struck out do not count.
    """
    card, struck = session.game.card, session.game.struck
    counts = answers.first_choices(session.recording.store, card.item.uid)
    for at in struck:
        counts.pop(card.options[at], None)
    return room(counts, card.options)


def room_answer(session: Session) -> tuple[int, ...]:
    """Return what `ask_room` does, if the room was asked about the card on the table."""
    for event in reversed(session.game.events):
        if event.value == "ask":
            return ask_room(session)
        if event.kind == "advance" or event.value == "swap":
            break
    return ()


def pool(packs: Sequence[Pack], selection: Selection) -> Pool:
    """Return the items to draw from. Raise UsageError if there are none."""
    items = [pack.items for pack in packs]
    category, difficulty = selection.category, selection.difficulty
    everything = Pool(items)
    if not len(everything):
        raise UsageError("There are no questions to ask.", "Choose at least one pack.")
    if difficulty and difficulty not in DIFFICULTIES:
        raise UsageError(
            f"There is no difficulty {difficulty!r}.",
            f"It is {', '.join(DIFFICULTIES[:-1])} or {DIFFICULTIES[-1]}.",
        )
    found = Pool(items, category)
    if not len(found):
        known = dict.fromkeys(name for name, _ in everything.counts())
        raise UsageError(
            f"No question has the category {category!r}.",
            did_you_mean(category, known) or f"The categories are: {_listed(known)}.",
        )
    chosen = Pool(items, category, difficulty)
    if not len(chosen):
        levels = {level for _, level in found.counts()}
        raise UsageError(
            f"None of these questions is {difficulty}.",
            f"They are: {_listed(level for level in DIFFICULTIES if level in levels)}.",
        )
    return chosen


def _listed(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word) or "none"


def _players(rules: Rules) -> str:
    if rules.most_players == 1:
        return "one player"
    return f"{rules.least_players} to {rules.most_players} players, each with a name of their own"
