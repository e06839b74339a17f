"""The game as lines of text, for screen readers, simple terminals and pipes.

Every line makes sense by itself, and nothing that was written is changed later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple, TypeAlias

from quiz.game.game import Attempt, Event, EventKind, Game
from quiz.game.result import summarise
from quiz.game.wording import (
    EMPTY_ROOM,
    SUMMARIES,
    achievement,
    comparison,
    lifeline_effect,
    lifeline_name,
    stakes,
    stamp,
    winners,
)
from quiz.scores.rounds import Played
from quiz.session import Session, ask_room, room_answer
from quiz.text import count, player_name, printable

Read: TypeAlias = Callable[[], str | None]
"""Returns the next line typed, or None at the end of the input."""

Write: TypeAlias = Callable[[str], None]
"""Writes a line."""

LEAVE, HELP = ("leave", "quit", "q"), ("?", "help")
KEPT = "The round is kept: `quiz play --resume --plain` continues it."
UNTOUCHED = "Nothing was answered, so there is no round to keep."
UNSAVED = "The round could not be kept."


class Move(NamedTuple):
    """What a player typed: the event that it means, and its value."""

    kind: EventKind
    value: int | str | None = None


def play(session: Session, read: Read, write: Write, record: bool = True) -> bool:
    """Play a round to its end, or until the input ends; return whether it was played to its end.

    With `record` it is compared with the player's others, and its time is told.
    """

    def say(text: str) -> None:
        for line in text.split("\n"):
            write(printable(line))

    rules, cards = session.round.rules, len(session.game.deck.cards)
    about = SUMMARIES.get(rules.mode, "")
    slow = f"The clock is {rules.relaxed} times slower." if rules.relaxed > 1 else ""
    say(" ".join(filter(None, (f"{rules.title}, {count(cards, 'question')}.", about, slow))))
    say("Type ? for help.")
    told: Game | None = None
    while session.game.phase != "done":
        if session.game is not told:
            for one in _told(session, first=told is None):
                say(one)
            told = session.game
        line = read()
        if line is None and _is_last_reveal(session.game):
            line = ""
        if line is None or line.strip().lower() in LEAVE:
            leave(session, write)
            return False
        if session.do(session.event("expire")):
            continue
        move = _move(session.game, line.strip().lower())
        if move is None:
            wants_help = line.strip().lower() in HELP
            say(_help(session.game) if wants_help else _choices(session.game))
        elif move == Move("lifeline", "ask") and not ask_room(session):
            say(EMPTY_ROOM)
        elif not session.do(session.event(*move)):
            say("That would change nothing here: it is kept.")
    for one in _results(session, record):
        say(one)
    return True


def leave(session: Session, write: Write) -> None:
    """Leave a round, and say how to continue it."""
    session.leave()
    kept = UNSAVED if session.recording.store.unsaved else KEPT
    write(kept if session.game.events else UNTOUCHED)


def choose(rounds: Sequence[Played], read: Read, write: Write) -> int | None:
    """Let the player choose one of several rounds; return its index, or None if the input ends."""
    for number, one in enumerate(rounds, 1):
        done = f"{one.answered} of {one.cards} answered"
        write(printable(f"{number}. {one.player}, {one.mode}, {', '.join(one.packs)}: {done}."))
    while True:
        write(f"Type the number of the round to continue, from 1 to {len(rounds)}.")
        line = read()
        if line is None:
            return None
        if 1 <= _number(line.strip()) <= len(rounds):
            return _number(line.strip()) - 1


def names(least: int, most: int, read: Read, write: Write) -> tuple[str, ...] | None:
    """Let several players name themselves; return None if the input ends."""
    found: list[str] = []
    while len(found) < most:
        end = ", or press Enter to begin" if len(found) >= least else ""
        write(f"Type the name of player {len(found) + 1}{end}.")
        line = read()
        if line is None:
            return None
        if end and not line.strip():
            break
        try:
            name = player_name(line)
        except ValueError as error:
            write(printable(str(error)))
            continue
        if name in found:
            write("Each player needs a name of their own.")
        else:
            found.append(name)
    return tuple(found)


# -- what is typed ----------------------------------------------------------------------------


def _move(game: Game, line: str) -> Move | None:
    """Return what a line means in the present phase, or None if it means nothing."""
    if line == "walk away":
        return Move("walk away") if game.can_walk_away else None
    if game.phase == "revealed" or (game.phase == "stealing" and not line):
        return Move("advance") if not line else None
    for lifeline in _lifelines(game):
        if line in (lifeline, lifeline_name(lifeline)):
            return Move("lifeline", lifeline)
    choice = ascii_lowercase.find(line) if len(line) == 1 and line.isalpha() else _number(line) - 1
    return Move("answer", choice) if choice in _open(game) else None


def _number(line: str) -> int:
    return int(line) if line.isascii() and line.isdecimal() and len(line) < 3 else 0


def _open(game: Game) -> list[int]:
    """Return the options that can be chosen."""
    return [at for at in range(len(game.card.options)) if at not in game.struck]


def _lifelines(game: Game) -> list[str]:
    """Return the lifelines that are left."""
    asking = game.phase == "asking"
    return [one for one in game.rules.lifelines if asking and one not in game.used]


def _is_last_reveal(game: Game) -> bool:
    """Whether nothing is left to do in a round but to look at its results."""
    return game.phase == "revealed" and game.play(Event("advance", 0.0)).phase == "done"


def _choices(game: Game) -> str:
    """Return the shortest answer to what cannot be understood."""
    if game.phase == "revealed":
        return "Press Enter to go on, or type ? for help."
    numbers = ", ".join(str(at + 1) for at in _open(game))
    return f"Type one of {numbers}, or ? for help."


def _help(game: Game) -> str:
    """Return everything that can be typed now."""
    if game.phase == "revealed":
        says = ["Enter goes on"]
    else:
        says = ["a number or a letter answers"]
        says += ["Enter passes"] * (game.phase == "stealing")
        says += [f"{lifeline_name(one)} {lifeline_effect(one)}" for one in _lifelines(game)]
    says += ["walk away ends the round with what you have"] * game.can_walk_away
    return f"You can type: {'; '.join([*says, 'leave keeps the round for later'])}."


# -- what is told -----------------------------------------------------------------------------


def _told(session: Session, first: bool) -> Iterator[str]:
    """Yield what has changed; at `first`, nothing of the card has been told yet."""
    game, stem = session.game, session.game.card.item.stem
    if game.phase == "revealed":
        if first:
            yield stem
        yield from _reveal(game)
        return
    if game.phase == "stealing":
        yield f"{_missed(game, game.attempt)}."
        yield f"{game.players[game.player]} may steal: type an option, or press Enter to pass."
    else:
        yield ""
        if len(game.players) > 1:
            yield f"{game.players[game.player]}'s turn."
        yield f"Question {game.turn + 1} of {len(game.deck.cards)}, {_about(game)}."
        if game.deadline is not None:
            left = max(0, round(game.deadline - session.seconds))
            yield f"{count(left, 'second')} left."
        if lifelines := _lifelines(game):
            yield f"Lifelines left: {', '.join(map(lifeline_name, lifelines))}."
    yield stem
    room = room_answer(session)
    for at in _open(game):
        share = f" ({room[at]} percent)" if room else ""
        yield f"{at + 1}. {game.card.options[at]}{share}"


def _about(game: Game) -> str:
    """Return what the card is about, what it is worth, and how many lives are left."""
    item = game.card.item
    facts = [item.category or item.pack, *stakes(game).replace(" + ", " and ").split(" · ")]
    if game.rules.lives > 1:
        left = game.rules.lives - game.misses
        facts.append("1 life left" if left == 1 else f"{left} lives left")
    return ", ".join(facts)


def _missed(game: Game, attempt: Attempt | None) -> str:
    """Return what was wrong with an attempt that was not right."""
    if attempt and attempt.choice is not None:
        return "Wrong"
    over = f": the {game.time_limit:.0f} seconds are over" if game.rules.clock == "round" else ""
    return f"Time is up{over}"


def _reveal(game: Game) -> Iterator[str]:
    attempt = game.attempt
    assert attempt is not None
    if attempt.right:
        points = attempt.points
        streak = f", {points.streak} of them for the streak" if points.streak else ""
        row = game.streak(attempt.player)
        if game.rules.ladder:
            yield f"Right. Rung {game.rung()}."
        elif attempt.stolen:
            yield f"Right. {game.players[attempt.player]} steals {count(points.total, 'point')}."
        else:
            in_a_row = f" {row} in a row." if row > 1 else ""
            yield f"Right. {count(points.total, 'point')}{streak}.{in_a_row}"
    else:
        answer = f"The answer is {game.card.key + 1}: {game.card.item.key}"
        thief = game.players[(game.turn + 1) % len(game.players)]
        passed = game.events[-1].kind == "advance"
        yield f"{f'{thief} passes' if passed else _missed(game, attempt)}. {answer}."
    if game.card.item.explanation:
        yield game.card.item.explanation
    names = game.players if len(game.players) > 1 else ("",)
    scores = (f"{name} {game.score(at):,}".strip() for at, name in enumerate(names))
    yield f"Score: {', '.join(scores)}."
    yield "Press Enter to go on."


def _results(session: Session, record: bool) -> Iterator[str]:
    game, round = session.game, session.round
    several = len(game.players) > 1
    result = summarise(game, None if several else 0)
    yield ""
    yield f"The round is over: {stamp(result).capitalize()}."
    yield from (f"{line}." for line in achievement(game).split("\n") if line)
    if several:
        yield f"{winners(game)}."
    else:
        slow = f", with the clock {round.rules.relaxed} times slower"
        yield f"{count(result.score, 'point')}{slow * (round.rules.relaxed > 1)}."
    yield f"{result.total.right} of {result.total.asked} right, best streak {result.streak}."
    if record:
        yield f"Time: {_duration(result.seconds)}."
        form = session.recording.store.form(round)
        if not several:
            yield f"{comparison(result.score, form.best).rstrip('.')}."
    for card, _ in result.missed:
        stem = card.item.stem.replace("\n", " ")
        yield f"Missed: {stem} {card.item.key}."
    yield f"Case no. {round.seed}."


def _duration(seconds: float) -> str:
    """Return a time in words."""
    whole, rest = divmod(int(seconds + 0.5), 60)
    parts = [count(whole, "minute")] * bool(whole) + [count(rest, "second")] * bool(rest)
    return " and ".join(parts) or "less than a second"
