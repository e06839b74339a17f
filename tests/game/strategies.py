"""Random rules, decks and events."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quiz.game.game import Event, Game
from quiz.game.modes import CLASSIC, MODES, Rules
from tests.builders import deck, fixed, item, rules

sane = st.integers(-64, 640).map(lambda n: n / 16)
"""Times that add and subtract without loss."""

wild = st.floats() | sane
values = st.integers(-3, 6) | st.sampled_from(["fifty", "swap", "ask", "x"]) | st.none()
KINDS = ["answer", "answer", "answer", "expire", "advance", "advance", "lifeline", "walk away"]


def events(times: st.SearchStrategy[float] = sane) -> st.SearchStrategy[list[Event]]:
    """Return lists of events, most of which are out of place."""
    return st.lists(st.builds(Event, st.sampled_from(KINDS), times, values), max_size=40)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    """Return one of the modes, or rules with settings that no mode combines."""
    if draw(st.booleans()):
        return MODES[draw(st.sampled_from(sorted(MODES)))]
    lifelines = st.lists(st.sampled_from(["fifty", "swap", "ask"]), unique=True)
    ladder = draw(st.lists(st.integers(0, 1000), max_size=4))
    own: dict[str, Any] = {
        "clock": draw(st.sampled_from(["none", "card", "round"])),
        "seconds": draw(st.integers(1, 160).map(lambda n: n / 16)),
        "relaxed": draw(st.integers(1, 3)),
        "half_after": draw(st.sampled_from([0.0, 2.0])),
        "lives": draw(st.integers(0, 2)),
        "ladder": tuple(ladder),
        "safe_rungs": tuple(draw(st.sets(st.integers(1, 4)))),
        "lifelines": tuple(draw(lifelines)),
        "most_players": 4,
        "steal_share": draw(st.sampled_from([0.0, 0.5])),
        "last_lap": draw(st.integers(1, 2)),
    }
    return rules(CLASSIC, **own)


def legal(game: Game, event: Event) -> bool:
    """Return whether an event is in place, told by the words of the rules."""
    answering = game.phase in ("asking", "stealing")
    latest = max([event.at, *(one.at for one in game.events[-1:])])
    value = event.value
    match event.kind:
        case "answer":
            options = {*range(len(game.card.options))} - {*game.struck}
            return answering and type(value) is int and value in options
        case "expire":
            return answering and game.deadline is not None and latest >= game.deadline
        case "advance":
            return game.phase in ("stealing", "revealed")
        case "walk away":
            over = game.play(Event("advance", latest)).phase == "done"
            open_end = game.phase == "asking" or (game.phase == "revealed" and not over)
            return bool(game.rules.ladder) and open_end
        case "lifeline":
            there = value in game.rules.lifelines and value not in game.used
            shown = len(game.card.options) - len(game.struck)
            useful = {"fifty": shown > 2, "swap": len(game.deck.reserve) > len(game.swapped)}
            return game.phase == "asking" and there and useful.get(str(value), True)


@st.composite
def games(draw: st.DrawFn, mode: str = "") -> Game:
    """Return games of a mode, or of any rules, that have just begun."""
    own = MODES[mode] if mode else draw(any_rules())
    levels = draw(st.lists(st.sampled_from(["easy", "medium", "hard"]), min_size=1, max_size=6))
    contents = [item(n, difficulty=level) for n, level in enumerate(levels)]
    if draw(st.booleans()):
        contents.append(fixed("f", "True", "False", key="False"))
    count = draw(st.integers(own.least_players, own.most_players))
    reserve = [item(f"r{n}") for n in range(draw(st.integers(0, 1)))]
    players = tuple(f"player {n}" for n in range(count))
    return Game(own, deck(*contents, reserve=reserve), players)
