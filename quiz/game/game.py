"""A round being played: a state machine over plain values.

A round is its rules, its deck, its players and its events, and nothing else: whatever is shown
or stored follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from quiz.game.deck import Card, Deck
from quiz.game.modes import Rules
from quiz.game.scoring import Points, award

Phase: TypeAlias = Literal["asking", "stealing", "revealed", "done"]
EventKind: TypeAlias = Literal["answer", "expire", "advance", "lifeline", "walk away"]
Ending: TypeAlias = Literal["finished", "lives", "time", "walked away"]

TRANSITIONS: Mapping[Phase, Mapping[EventKind, tuple[Phase, ...]]] = MappingProxyType(
    {
        "asking": {
            "answer": ("revealed", "stealing"),
            "expire": ("revealed", "stealing"),
            "lifeline": ("asking",),
            "walk away": ("done",),
        },
        "stealing": {
            "answer": ("revealed",),
            "expire": ("revealed",),
            "advance": ("revealed",),
        },
        "revealed": {
            "advance": ("asking", "done"),
            "walk away": ("done",),
        },
        "done": {},
    }
)
"""The events that each phase allows, and the phases that they may lead to.

In the phase `stealing`, `advance` is the next player's refusal to steal.
"""


INSTANT = 1e-6
"""A time, in seconds, that is as good as none: sums of times are not exact."""


class Event(NamedTuple):
    """Something that happened to a round.

    `at` is in seconds of play since the round began. `value` is the index of the option for an
    answer, and the name of the lifeline for a lifeline.
    """

    kind: EventKind
    at: float
    value: int | str | None = None


class Attempt(NamedTuple):
    """One player's response to one card.

    `turn` is the index of the card and `player` that of the player. `choice` is the index of the
    option, or None if the time ran out. A `stolen` attempt is at a card that another missed.
    """

    turn: int
    player: int
    choice: int | None
    right: bool
    seconds: float
    points: Points
    stolen: bool = False


class Game(NamedTuple):
    """The state of a round.

    `turn` is the index of the card on the table, `asked` when it was put there, in seconds of
    play, and `thought` the seconds spent on cards before. `struck` are the options of the card
    that are out of play, `used` the lifelines that are gone, and `swapped` the turns whose card
    was swapped for one of the reserve.
    """

    rules: Rules
    deck: Deck
    players: tuple[str, ...] = ("Player",)
    events: tuple[Event, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    phase: Phase = "asking"
    turn: int = 0
    asked: float = 0.0
    thought: float = 0.0
    struck: tuple[int, ...] = ()
    used: tuple[str, ...] = ()
    swapped: tuple[int, ...] = ()
    ended: Ending | None = None

    # -- the state ----------------------------------------------------------------------------

    @property
    def card(self) -> Card:
        """The card on the table."""
        return self.card_at(self.turn)

    def card_at(self, turn: int) -> Card:
        """Return the card of a turn, which may have come from the reserve."""
        if turn in self.swapped:
            return self.deck.reserve[self.swapped.index(turn)]
        return self.deck.cards[turn]

    @property
    def player(self) -> int:
        """The index of the player who may answer, or who was asked last."""
        return (self.turn + (self.phase == "stealing")) % len(self.players)

    def attempts_at(self, turn: int) -> tuple[Attempt, ...]:
        """Return the responses to the card of a turn: none, one, or one and a steal."""
        return tuple(attempt for attempt in self.attempts if attempt.turn == turn)

    @property
    def attempt(self) -> Attempt | None:
        """The latest response to the card on the table."""
        latest = self.attempts[-1] if self.attempts else None
        return latest if latest and latest.turn == self.turn else None

    def score(self, player: int = 0) -> int:
        """Return a player's points so far, or what the rung is worth where there is a ladder."""
        if self.rules.ladder:
            rung = self.rung(player)
            return self.rules.ladder[rung - 1] if rung else 0
        return sum(a.points.total for a in self.attempts if a.player == player)

    def rung(self, player: int = 0) -> int:
        """Return the rung of the ladder that a player holds, counted from 1; 0 is the ground."""
        own = [attempt.right for attempt in self.attempts if attempt.player == player]
        climbed = min(sum(own), len(self.rules.ladder))
        if all(own):
            return climbed
        return max((rung for rung in self.rules.safe_rungs if rung <= climbed), default=0)

    def streak(self, player: int = 0) -> int:
        """Return how many of a player's latest answers were right in a row."""
        run = 0
        for attempt in reversed(self.attempts):
            if attempt.player == player:
                if not attempt.right:
                    break
                run += 1
        return run

    def worth(self, seconds: float = 0.0) -> Points:
        """Return what a right answer would earn that took so many seconds."""
        return award(
            self.rules,
            self.card.item.difficulty,
            streak=self.streak(self.player),
            seconds=seconds,
            stolen=self.phase == "stealing",
            last_lap=self.turn >= len(self.deck.cards) - len(self.players),
        )

    @property
    def misses(self) -> int:
        """How many cards were missed by the players whose turn it was."""
        return sum(not attempt.right and not attempt.stolen for attempt in self.attempts)

    @property
    def time_limit(self) -> float | None:
        """The seconds of the clock, or None if there is no clock."""
        rules = self.rules
        return None if rules.clock == "none" else rules.seconds * rules.relaxed

    @property
    def deadline(self) -> float | None:
        """When the time for the card on the table runs out, in seconds of play."""
        limit = self.time_limit
        if limit is None:
            return None
        spent = self.thought if self.rules.clock == "round" else 0.0
        return self.asked + max(0.0, limit - spent)

    def allows(self, kind: EventKind, value: int | str | None = None) -> bool:
        """Return whether something that can happen at any time would change the game now."""
        return self.play(Event(kind, self.asked, value)) is not self

    @property
    def can_walk_away(self) -> bool:
        """Whether the climb can be ended with something won."""
        return self.score() > 0 and self.allows("walk away")

    # -- events -------------------------------------------------------------------------------

    def play(self, event: Event) -> Game:
        """Return the game after an event; the same game if the event is out of place."""
        if event.kind not in TRANSITIONS[self.phase]:
            return self
        event = event._replace(at=max(event.at, self.events[-1].at if self.events else 0.0))
        match event.kind:
            case "answer":
                after = self._answer(event)
            case "expire":
                after = self._expire(event)
            case "advance":
                after = self._advance(event)
            case "lifeline":
                after = self._use(event)
            case "walk away":
                after = self._walk_away()
        return after if after is self else after._replace(events=(*self.events, event))

    def _answer(self, event: Event) -> Game:
        choice = event.value
        if type(choice) is not int or choice in self.struck:
            return self
        if not 0 <= choice < len(self.card.options):
            return self
        late = self.deadline is not None and event.at > self.deadline
        return self._attempted(None if late else choice, event.at)

    def _expire(self, event: Event) -> Game:
        if self.deadline is None or event.at < self.deadline:
            return self
        return self._attempted(None, event.at)

    def _attempted(self, choice: int | None, at: float) -> Game:
        """Return the game after the response of the player whose turn it is."""
        player, stolen = self.player, self.phase == "stealing"
        end = at if self.deadline is None else min(at, self.deadline)
        seconds = max(0.0, end - self.asked)
        right = choice == self.card.key
        points = self.worth(seconds) if right else Points()
        attempt = Attempt(self.turn, player, choice, right, seconds, points, stolen)
        after = self._replace(
            attempts=(*self.attempts, attempt),
            phase="revealed",
            thought=self.thought + seconds,
        )
        struck = self.struck if choice is None else (*self.struck, choice)
        if right or stolen or not self._can_be_stolen(struck):
            return after
        return after._replace(phase="stealing", struck=struck, asked=at)

    def _can_be_stolen(self, struck: tuple[int, ...]) -> bool:
        """Whether the next player may answer, with more than one option to choose from."""
        several = len(self.players) > 1 and len(self.card.options) - len(struck) > 1
        return several and bool(self.rules.steal_share)

    def _advance(self, event: Event) -> Game:
        if self.phase == "stealing":
            return self._replace(phase="revealed")
        if ended := self._ending():
            return self._replace(phase="done", ended=ended)
        return self._replace(phase="asking", turn=self.turn + 1, asked=event.at, struck=())

    def _ending(self) -> Ending | None:
        """Why no other card follows, if so."""
        if self.rules.lives and self.misses >= self.rules.lives:
            return "lives"
        if self.turn + 1 >= len(self.deck.cards):
            return "finished"
        limit = self.time_limit
        if self.rules.clock == "round" and limit is not None and self.thought > limit - INSTANT:
            return "time"
        return None

    def _use(self, event: Event) -> Game:
        """Use a lifeline that is there and would make a difference."""
        name = event.value
        if name not in self.rules.lifelines or name in self.used:
            return self
        after = self._replace(used=(*self.used, str(name)))
        if name == "fifty":
            left = {self.card.key, self.card.decoy}
            others = (n for n in range(len(self.card.options)) if n not in left)
            struck = tuple(dict.fromkeys((*self.struck, *others)))
            return self if struck == self.struck else after._replace(struck=struck)
        if name == "swap":
            if len(self.swapped) >= len(self.deck.reserve):
                return self
            thought = self.thought + event.at - self.asked
            swapped = (*self.swapped, self.turn)
            return after._replace(swapped=swapped, struck=(), asked=event.at, thought=thought)
        return after

    def _walk_away(self) -> Game:
        """End a climb with what it has brought, unless it is over already."""
        if not self.rules.ladder or (self.phase == "revealed" and self._ending()):
            return self
        return self._replace(phase="done", ended="walked away")


def replay(
    rules: Rules, deck: Deck, players: tuple[str, ...], events: Iterable[Event] = ()
) -> Game:
    """Return the game that these events lead to."""
    game = Game(rules, deck, players)
    for event in events:
        game = game.play(event)
    return game
