"""Values for tests: items, packs, decks, games, and clocks that can be set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from quiz.game.deck import Card, Deck, Selection
from quiz.game.game import Event, EventKind, Game
from quiz.game.modes import CLASSIC, Rules
from quiz.packs.library import Loaded, load_named
from quiz.packs.model import Item, Pack
from quiz.scores.rounds import Round, Saved, new_uid
from quiz.scores.store import Recording, Store

NOW = datetime(2025, 7, 21, 22, 0, tzinfo=UTC)


def item(name: int | str = 1, **fields: Any) -> Item:
    """Return an item that is different for each name; none gives another one's key away."""
    distractors = tuple(f"wrong {name}.{n}" for n in range(1, 4))
    plain = Item(f"uid-{name}", "sums", f"What is asked in {name}?", f"right {name}", distractors)
    return plain._replace(**fields)


def items(count: int, **fields: Any) -> list[Item]:
    """Return different items, named from 1."""
    return [item(number, **fields) for number in range(1, count + 1)]


def fixed(name: int | str, *options: str, key: str) -> Item:
    """Return an item whose options keep the order written."""
    distractors = tuple(option for option in options if option != key)
    return item(name, key=key, distractors=distractors, options=options)


def pack(*contents: Item, name: str = "sums", title: str = "Sums", **fields: Any) -> Pack:
    """Return a pack of these items, or of twelve."""
    return Pack(name, title, contents or tuple(items(12, pack=name)), **fields)


def loaded(one: Pack, **fields: Any) -> Loaded:
    """Return a pack as the library returns it, as a built-in one by default."""
    return Loaded(one.name, one, "", True)._replace(**fields)


def rules(like: Rules = CLASSIC, **fields: Any) -> Rules:
    """Return the classic rules, or others, with these fields changed."""
    return like._replace(**fields)


def deck(*contents: Item, reserve: Sequence[Item] = ()) -> Deck:
    """Return a card for each of these items, or for three.

    The key comes first, unless the author fixed the order. 50:50 leaves the first wrong option.
    """
    return Deck(tuple(map(card, contents or items(3))), tuple(map(card, reserve)))


def card(one: Item) -> Card:
    """Return a card of an item."""
    options = one.options or (one.key, *one.distractors)
    return Card(one, options, 1 if options[0] == one.key else 0)


def game(*contents: Item, players: Sequence[str] = ("Ann",), **fields: Any) -> Game:
    """Return a game of these items, or of three, that has just begun."""
    return Game(rules(**fields), deck(*contents), tuple(players))


def event(kind: EventKind, at: float = 0.0, value: int | str | None = None) -> Event:
    """Return an event."""
    return Event(kind, at, value)


def answer(game: Game, right: bool = True, at: float | None = None) -> Game:
    """Return the game after an answer, given a second after the card was asked or at a time."""
    shown = [n for n in range(len(game.card.options)) if n not in game.struck]
    choice = game.card.key if right else next(n for n in shown if n != game.card.key)
    return game.play(Event("answer", game.asked + 1.0 if at is None else at, choice))


def advance(game: Game) -> Game:
    """Return the game with the next card asked, or done; a steal is refused."""
    while game.phase in ("stealing", "revealed"):
        before, game = game, game.play(Event("advance", 0.0))
        assert game is not before
    return game


def played(game: Game, answers: str) -> Game:
    """Return the game after more cards: `+` is a right answer, `-` a wrong one."""
    for sign in answers:
        game = advance(answer(advance(game), sign == "+"))
    return game


def round_of(*contents: Item, player: str = "Ann", **fields: Any) -> Round:
    """Return a round of these items, or of three."""
    selection = Selection(("sums",))
    return Round(new_uid(), CLASSIC, selection, "1", deck(*contents), (player,))._replace(**fields)


def recording(store: Store, round: Round | None = None) -> Recording:
    """Return the recording of a round that has just begun."""
    round = round or round_of()
    return Recording(store, Saved(round, Game(round.rules, round.deck, round.players)))


def resumed(store: Store) -> Recording:
    """Return the recording of the round that was left last."""
    saved = store.load(store.left_open()[0].uid)
    assert saved is not None
    return Recording(store, saved)


def keep(store: Store, round: Round | None = None, answers: str = "+++") -> Recording:
    """Play a round into a store: `+` is a right answer, `-` a wrong one."""
    kept = recording(store, round)
    for sign in answers:
        go_on(kept, sign)
    return kept


def go_on(recording: Recording, sign: str) -> None:
    """Answer the present card of a round that is recorded, and advance."""
    game = advance(recording.game)
    for after in (answer(game, sign == "+"), advance(answer(game, sign == "+"))):
        recording.record(after, after.events[-1].at)


class Ticks:
    """A monotonic clock that stands still until `now` is set."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Calendar:
    """A clock of the time of day that stands still until it is turned."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Move the clock forward, or back, by days, hours or seconds."""
        self.now += timedelta(**by)


def in_bank(*names: str) -> int:
    """Return how many items these built-in banks have together."""
    return sum(len(one.pack.items) for one in load_named(names) if one.pack)
