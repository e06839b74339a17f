"""Random rounds: what a player of no skill and no patience might do."""

from __future__ import annotations

import random

from quiz.game.deck import draw
from quiz.game.game import Event, Game
from quiz.game.modes import MODES
from quiz.packs.pool import Pool
from tests.builders import items

POOL = Pool([items(80)])


def begun(chance: random.Random, mode: str = "") -> Game:
    """Return a game of a mode, or of any, that has just begun.

    In some cases there is a clock for each card.
    """
    rules = MODES[mode or chance.choice([*MODES])]
    if chance.random() < 0.2:
        rules = rules._replace(clock="card", seconds=20.0)
    players = chance.randint(rules.least_players, rules.most_players)
    deck = draw(POOL, rules, f"{chance.random()}", players)
    return Game(rules, deck, tuple(f"player {number}" for number in range(players)))


def next_event(game: Game, chance: random.Random) -> Event:
    """Return an event that is in place, except by chance."""
    at = (game.events[-1].at if game.events else 0.0) + chance.choice([0.25, 1.0, 2.5, 30.0])
    kinds = {
        "asking": ["answer"] * 8 + ["lifeline", "walk away", "expire"],
        "stealing": ["answer", "advance", "expire"],
        "revealed": ["advance"] * 20 + ["walk away"],
        "done": ["advance"],
    }
    kind = chance.choice(kinds[game.phase])
    value: int | str | None = None
    if kind == "answer":
        value = game.card.key if chance.random() < 0.8 else chance.randrange(4)
    elif kind == "lifeline":
        value = chance.choice(["fifty", "swap", "ask"])
    return Event(kind, at, value)  # type: ignore[arg-type]
