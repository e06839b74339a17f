"""Values for tests: items, packs, decks, games, and clocks that tell what they are told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from quiz.game.deck import Card, Deck
from quiz.game.game import Attempt, Game
from quiz.game.modes import CLASSIC, Rules
from quiz.game.scoring import Points
from quiz.packs.model import Item, Pack
from quiz.scores.store import Recording, Round, Store

NOW = datetime(2025, 7, 21, 22, 0, tzinfo=UTC)


def item(name: int | str = 1, **fields: Any) -> Item:
    """An item that differs from every other name's, and gives none of them away."""
    distractors = tuple(f"wrong {name}.{n}" for n in range(1, 4))
    plain = Item(f"uid-{name}", "sums", f"What is asked in {name}?", f"right {name}", distractors)
    return plain._replace(**fields)


def items(count: int, **fields: Any) -> list[Item]:
    """So many different items, counted from 1."""
    return [item(number, **fields) for number in range(1, count + 1)]


def fixed(name: int | str, *options: str, key: str) -> Item:
    """An item whose options are in the order written."""
    distractors = tuple(option for option in options if option != key)
    return item(name, key=key, distractors=distractors, options=options)


def pack(*contents: Item, name: str = "sums", title: str = "Sums", **fields: Any) -> Pack:
    """A pack of these items, or of twelve."""
    return Pack(name, title, contents or tuple(items(12, pack=name)), **fields)


def rules(**fields: Any) -> Rules:
    """The classic rules, but for these fields."""
    known = {name: getattr(CLASSIC, name) for name in Rules.__annotations__}
    return Rules(**{**known, **fields})


def deck(*contents: Item) -> Deck:
    """A card for each item, or for three: the key first unless the author fixed the order."""
    return tuple(
        Card(one, one.options or (one.key, *one.distractors)) for one in contents or items(3)
    )


def game(*contents: Item, **fields: Any) -> Game:
    """A game of these items, or of three, that has just begun."""
    return Game(rules(**fields), deck(*contents))


def played(game: Game, answers: str) -> Game:
    """A game gone on with: `+` is a right answer, `-` a wrong one, each of one second."""
    for answer in answers:
        at = game.asked + 1.0
        key = game.card.key
        choice = key if answer == "+" else (key + 1) % len(game.card.options)
        game = game.answer(choice, at).advance(at)
    return game


def attempt(right: bool = True, choice: int | None = 0, **fields: Any) -> Attempt:
    """An attempt of one second that earned 100 points and 25 for a streak, or none."""
    points = Points(100, 25) if right else Points()
    return Attempt(choice, "answered", right, 1.0, points)._replace(**fields)


def round_of(*contents: Item, player: str = "Ann", **fields: Any) -> Round:
    """A round of these items, or of three."""
    return Round(player, "classic", "1", ("sums",), deck(*contents))._replace(**fields)


def keep(store: Store, round: Round | None = None, answers: str = "+++") -> Recording:
    """Play a round into a store: a `+` for each right answer, a `-` for each wrong one."""
    recording = Recording(store, round or round_of())
    for position, answer in enumerate(answers):
        recording.record(position, attempt(answer == "+"))
    return recording


class Ticks:
    """A monotonic clock that stands still until it is set."""

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
        """Turn it on, or back, by days, hours, seconds."""
        self.now += timedelta(**by)
