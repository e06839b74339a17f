"""The results of a round: a case sheet, closed and stamped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.game.deck import Card
from quiz.game.game import Attempt, Game
from quiz.game.result import Result, Tally, summarise
from quiz.game.wording import comparison, minutes, stamp
from quiz.packs.library import Loaded
from quiz.scores.rounds import pack_names
from quiz.session import Session
from quiz.tui.lines import (
    EMPTY,
    Line,
    Page,
    Span,
    beside,
    filled,
    fit,
    indented,
    measure,
    pad,
    paragraph,
    spread,
)
from quiz.tui.screens.page import PageScreen
from quiz.tui.screens.question import Again


class ResultsScreen(PageScreen[None]):
    """The result of a session, compared with the player's best round of the same kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,r,R", "again", "Again", id="results.again"),
        Binding("p,P", "app.packs", "Packs", id="results.packs"),
        Binding("h,H,escape", "app.home", "Home", id="results.home"),
        Binding("s,S", "app.scores", "Scores", id="results.scores"),
    ]

    def __init__(
        self,
        session: Session,
        packs: Sequence[Loaded],
        best: int | None,
        day: str,
    ) -> None:
        super().__init__()
        self.session = session
        titles = [one.pack.title for one in packs if one.pack]
        self.titles = " · ".join(titles or pack_names(session.round.selection))
        self.best = best
        self.day = day
        self.result = summarise(session.game)

    def page(self, width: int, height: int) -> Page:
        """Return the case sheet."""
        inner = width - 4
        tab = (Span(f"  Case no. {self.session.round.seed}  ", "card muted"),)
        body = [EMPTY] if height >= 20 else []
        body += self._title(inner)
        body += [EMPTY, *_track(self.session.game, inner), EMPTY]
        body += [
            *_score(self.result, inner),
            (Span(comparison(self.result.score, self.best), "muted"),),
        ]
        body += [EMPTY, *_tallies(self.result, inner)]
        if self.result.missed:
            body += [EMPTY, (Span("MISSED", "bold"),), (Span("─" * inner, "muted"),)]
            for card, attempt in self.result.missed:
                body += [*_missed(card, attempt, inner), EMPTY]
        above = [EMPTY] if height >= 26 else []
        sheet = [*above, tab, *(filled((Span("  "), *line), width, "card") for line in body)]
        foot = [EMPTY, *self.trouble(self.session.trouble, width), self.keys(width)]
        return Page([], sheet, foot)

    def action_again(self) -> None:
        """Ask for another round of the same kind."""
        self.post_message(Again(self.session))

    def _title(self, inner: int) -> list[Line]:
        """Return the lines that say whose sheet this is, with the stamp on the right."""
        word = stamp(self.result)
        role = "accent" if self.result.total.right * 2 >= self.result.total.asked else "danger"
        rule = "═" * (len(word) + 2)
        frame = [f"╔{rule}╗", f"║ {word} ║", f"╚{rule}╝"]
        room = inner - len(rule) - 4
        left: list[Line] = [
            (Span("CASE SHEET", "bold"),),
            (Span(fit(self.titles, room)),),
            (Span(fit(f"{self.session.round.players[0]}  ·  {self.day}", room), "muted"),),
        ]
        return [spread(one, (Span(part, role),), inner) for one, part in zip(left, frame)]


def _track(game: Game, inner: int) -> list[Line]:
    """Return a sign for each answer of the round."""
    signs = [
        Span("✓ ", "accent") if attempt.right else Span("× ", "danger") for attempt in game.attempts
    ]
    row = max(1, inner // 2)
    return [tuple(signs[at : at + row]) for at in range(0, len(signs), row)]


def _score(result: Result, inner: int) -> list[Line]:
    """Return the points, right answers, best streak and time, on two lines if need be."""
    line: Line = (
        Span(f"{result.score:,}", "bold"),
        Span(" points   ", "muted"),
        Span(f"{result.total.right} of {result.total.asked}", "bold"),
        Span(" right", "muted"),
    )
    more: Line = (
        Span("Best streak ", "muted"),
        Span(f"{result.streak}", "bold"),
        Span("   Time ", "muted"),
        Span(minutes(result.seconds), "bold"),
    )
    return _together(line, more, inner)


def _together(one: Line, other: Line, width: int) -> list[Line]:
    """Return two lines as one if they fit."""
    line = (*one, Span("   "), *other)
    return [line] if measure(line) <= width else [one, other]


def _tallies(result: Result, inner: int) -> list[Line]:
    """Return right and wrong by category and by difficulty, side by side if they fit."""
    half = (inner - 4) // 2 if inner >= 70 else inner
    left = _bars("BY CATEGORY", result.categories, half)
    right = _bars("BY DIFFICULTY", result.difficulties, half)
    return [*left, EMPTY, *right] if half == inner else beside(left, right, 4)


def _bars(heading: str, tallies: dict[str, Tally], width: int) -> list[Line]:
    label = max(8, min(max(map(len, tallies)), width // 2))
    bar = width - label - 9
    lines: list[Line] = [(Span(heading, "muted"),)]
    for name, (right, asked) in tallies.items():
        full = round(right / asked * bar)
        lines.append(
            (
                Span(f"{pad(name, label)} "),
                Span("━" * full, "accent"),
                Span("─" * (bar - full), "muted"),
                Span(f" {right:>2}/{asked:<3} "),
            )
        )
    return lines


def _missed(card: Card, attempt: Attempt, inner: int) -> list[Line]:
    """Return a missed question with the answer given, the key and the explanation."""
    lines = paragraph(card.item.stem, inner, "bold")
    chosen = "" if attempt.choice is None else card.options[attempt.choice]
    for sign, role, text in (("×", "danger", chosen), ("✓", "accent", card.item.key)):
        for n, row in enumerate(paragraph(text, inner - 4) if text else []):
            lines.append((Span("    " if n else f"  {sign} ", role), *row))
    if card.item.explanation:
        lines += indented(paragraph(card.item.explanation, inner - 4, "muted"), 4)
    return lines
