"""The head line of a round: how far it is, what is left, and how the player stands."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from quiz.game.game import Game
from quiz.game.wording import lifeline_name, minutes
from quiz.text import count, drawable

if TYPE_CHECKING:
    from quiz.game.ghost import Ghost

ROOMY = 60
"""From how many columns on everything is spelled out."""

TIME, BAR = 6, 10
"""The cells of a clock: of the time that is left, and of the bar."""

HURRY = 10.0
"""With how few seconds left time is short."""

MILESTONES = (
    (10, "bold $on-right on $right"),
    (5, "bold reverse $text-accent"),
    (3, "bold underline $text-accent"),
)
"""From which streaks on it looks different, and how."""

COLOURS = {"✓": "$text-accent", "×": "$text-error", "●": "bold", "·": "$text-muted"}
"""The signs of the cards of a round."""


class Status(Widget):
    """The state of a round on one line; `points` count up to their new value.

    `left` are the seconds that the clock has left, or None, and `ghost` is who is raced against.
    """

    DEFAULT_CSS = "Status { height: 1; text-wrap: nowrap; }"

    points: reactive[float] = reactive(0.0)
    left: reactive[float | None] = reactive[float | None](None, repaint=False)
    ghost: reactive[Ghost | None] = reactive(None)

    def __init__(self, game: Game) -> None:
        super().__init__(id="status")
        self.game = game

    def show(self, game: Game, duration: float = 0.0) -> None:
        """Show a game; new points are counted for so many seconds."""
        self.game = game
        points = float(game.score(_player(game)))
        if duration and points > self.points and len(game.players) == 1:
            self.animate("points", points, duration=duration)
        else:
            self.points = points
        self.refresh()

    def settle(self) -> None:
        """Show the points counted to."""
        self.app.animator.force_stop_animation(self, "points")

    def watch_left(self, before: float | None, now: float | None) -> None:
        """Repaint the clock, and of that only the time where the bar stays the same."""
        same = before is not None and _full(self.game, now) == _full(self.game, before)
        self.refresh(Region(0, 0, TIME if same else TIME + BAR, 1))

    def render(self) -> Content:
        """Return the line. The clock comes first: what stands before a change is repainted, too."""
        width, game = self.size.width, self.game
        roomy = width >= ROOMY
        start = _joined([_clock(game, self.left, roomy), _turn(game), _progress(game, roomy)])
        end = _joined(
            [
                _lifelines(game) if roomy else Content(""),
                _lives(game, roomy),
                _ghost(game, self.ghost, roomy),
                _streak(game, roomy),
                Content.styled(_points(round(self.points), roomy), "bold"),
            ]
        )
        return Content.assemble(
            start, " " * max(1, width - start.cell_length - end.cell_length), end
        )


def _joined(parts: list[Content]) -> Content:
    return Content("  ").join(part for part in parts if part)


def _player(game: Game) -> int:
    """Return the player whose turn it is, or who has just answered."""
    return game.attempt.player if game.phase == "revealed" and game.attempt else game.player


def _turn(game: Game) -> Content:
    if len(game.players) == 1:
        return Content("")
    steal = " may steal" if game.phase == "stealing" else ""
    return Content.styled(drawable(game.players[_player(game)]) + steal, "bold $text-accent")


def _progress(game: Game, roomy: bool) -> Content:
    """Return the number of the card, and a sign for each: how it was answered, or not yet."""
    cards = len(game.deck.cards)
    number = Content.styled(f"{game.turn + 1}/{cards}", "bold")
    if not roomy or cards > 20:
        return number
    last = [game.attempts_at(turn)[-1:] for turn in range(cards)]
    signs = [("✓" if one[0].right else "×") if one else "·" for one in last]
    if game.phase in ("asking", "stealing"):
        signs[game.turn] = "●"
    runs = ("".join(run) for _, run in groupby(signs))
    return Content.assemble(number, "  ", *((run, COLOURS[run[0]]) for run in runs))


def _full(game: Game, left: float | None) -> int:
    """Return how many cells of the bar are full."""
    return min(BAR, -int(-BAR * (left or 0.0) // (game.time_limit or 1.0)))


def _clock(game: Game, left: float | None, roomy: bool) -> Content:
    """Return a bar and the time left; a time that is short has a sign, too."""
    limit = game.time_limit
    if left is None or not limit:
        return Content("")
    short = left <= HURRY
    style = "bold $text-error" if short else "$text-accent"
    full = _full(game, left) if roomy else 0
    rest = BAR - full if roomy else 0
    slow = f" ×{game.rules.relaxed}" if game.rules.relaxed > 1 else ""
    time = f"{'!' if short else ''}{minutes(-(-left // 1))}"
    return Content.assemble(
        (f"{time:<{TIME}}", style),
        ("━" * full, style),
        ("─" * rest, "$text-muted"),
        (slow, "$text-muted"),
    )


def _lifelines(game: Game) -> Content:
    return Content(" ").join(
        Content.styled(lifeline_name(one), "strike $text-muted" if one in game.used else "")
        for one in game.rules.lifelines
    )


def _lives(game: Game, roomy: bool) -> Content:
    lives = game.rules.lives
    if lives < 2:
        return Content("")
    left = max(0, lives - game.misses)
    word = (" life" if left == 1 else " lives") if roomy else ""
    signs = ("▮" * left, "$text-accent"), ("▯" * (lives - left), "$text-muted")
    return Content.assemble(*signs, word)


def _ghost(game: Game, ghost: Ghost | None, roomy: bool) -> Content:
    """Return how far the player is ahead of the ghost at this card, or behind."""
    if not ghost or not game.attempts:
        return Content("")
    ahead = ghost.lead(game)
    sign = "▲" if ahead > 0 else "▼" if ahead < 0 else "="
    style = "$text-accent" if ahead >= 0 else "$text-error"
    name = f" {drawable(ghost.name)}" if roomy else ""
    return Content.styled(f"{sign}{abs(ahead):,}{name}", style)


def _streak(game: Game, roomy: bool) -> Content:
    streak = game.streak(_player(game))
    if streak < 2:
        return Content("")
    style = next((look for least, look in MILESTONES if streak >= least), "$text-accent")
    if not roomy:
        return Content.styled(f" {streak} in a row ", style)
    return Content.assemble(
        ("▮" * min(streak, 10), "$text-accent"), (f" {streak} in a row ", style)
    )


def _points(points: int, roomy: bool) -> str:
    return count(points, "point") if roomy else f"{points:,}"
