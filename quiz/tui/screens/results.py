"""The results: a case sheet, closed and stamped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.game.deck import Card
from quiz.game.game import Attempt, Game
from quiz.game.result import Result, Tally, summarise
from quiz.game.wording import difference, minutes, stamp
from quiz.packs.library import Loaded
from quiz.scores.rounds import Played, pack_names
from quiz.session import Session
from quiz.tui.lines import (
    EMPTY,
    Line,
    Page,
    Span,
    column,
    filled,
    fit,
    indented,
    measure,
    meter,
    pad,
    paragraph,
    spread,
)
from quiz.tui.screens.page import PageScreen
from quiz.tui.screens.question import Again


class ResultsScreen(PageScreen[None]):
    """What a session came to, beside this player's `best` and `last` round of the same kind."""

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
        best: Played | None,
        last: Played | None,
        day: str,
    ) -> None:
        super().__init__()
        self.session = session
        titles = [one.pack.title for one in packs if one.pack]
        self.titles = " · ".join(titles or pack_names(session.round.selection))
        self.best = best
        self.last = last
        self.day = day
        self.result = summarise(session.game)

    def page(self, width: int, height: int) -> Page:
        """The sheet."""
        margin, paper = column(width)
        inner = paper - 4
        tab = (Span(f"  {self.session.round.seed}  ", "card muted"),)
        body = [EMPTY] if height >= 20 else []
        body += self._title(inner)
        body += [EMPTY, *_track(self.session.game, inner), EMPTY]
        body += [*_score(self.result, self.best, self.last, inner), EMPTY]
        body += _tallies(self.result, inner)
        if self.result.missed:
            body += [EMPTY, (Span("MISSED", "bold"),), (Span("─" * inner, "muted"),)]
            for card, attempt in self.result.missed:
                body += [*_missed(card, attempt, inner), EMPTY]
        above = [EMPTY] if height >= 26 else []
        sheet = [*above, tab, *(filled((Span("  "), *line), paper, "card") for line in body)]
        foot = [EMPTY, *self.trouble(self.session.trouble, paper), self.keys(paper)]
        return Page([], sheet, foot).indented(margin)

    def action_again(self) -> None:
        """Another round of the same kind."""
        self.post_message(Again(self.session))

    def _title(self, inner: int) -> list[Line]:
        """Return whose sheet this is, and the stamp on it."""
        word = stamp(self.result)
        role = "accent" if self.result.total.right * 2 >= self.result.total.asked else "danger"
        frame = [
            f"╔═{'═' * len(word)}═╗",
            f"║ {word} ║",
            f"╚═{'═' * len(word)}═╝",
        ]
        room = inner - len(frame[0]) - 2
        player = self.session.round.players[0]
        left: list[Line] = [
            (Span("CASE SHEET", "bold"),),
            (Span(fit(self.titles, room)),),
            (Span(fit(f"{player}  ·  {self.day}", room), "muted"),),
        ]
        return [spread(one, (Span(part, role),), inner) for one, part in zip(left, frame)]


def _track(game: Game, inner: int) -> list[Line]:
    """The round at a glance, a sign for each answer."""
    signs = [("✓ ", "accent") if a.right else ("× ", "danger") for a in game.attempts]
    row = max(1, inner // 2)
    return [
        tuple(Span(sign, role) for sign, role in signs[at : at + row])
        for at in range(0, len(signs), row)
    ]


def _score(
    result: Result, before: Played | None, previous: Played | None, inner: int
) -> list[Line]:
    """Points and right answers, and how they compare."""
    right, asked = result.total
    line: Line = (
        Span(f"{result.score:,}", "bold"),
        Span(" points   ", "muted"),
        Span(f"{right} of {asked}", "bold"),
        Span(" right   ", "muted"),
    )
    more: Line = (
        Span(f"{result.streak}", "bold"),
        Span(" in a row   ", "muted"),
        Span(minutes(result.seconds), "bold"),
    )
    lines = [(*line, *more)] if measure(line) + measure(more) <= inner else [line, more]
    if not before or not previous:
        return [*lines, (Span("Your first round of this kind: the one to beat.", "muted"),)]
    best = before.score
    if result.score > best:
        news: Line = (Span("A new best: ", "accent"), Span(f"it was {best:,}.", "muted"))
    else:
        news = _compared("best", best, result.score)
    last = _compared("last", previous.score, result.score)
    if measure(news) + measure(last) + 3 > inner:
        return [*lines, news, last]
    return [*lines, (*news, Span("   "), *last)]


def _compared(word: str, before: int, now: int) -> Line:
    earlier, change = difference(word, before, now)
    return (Span(f"{earlier} ", "muted"), Span(change))


def _tallies(result: Result, inner: int) -> list[Line]:
    """Right and wrong by category and by difficulty, beside each other where there is room."""
    half = (inner - 4) // 2 if inner >= 70 else inner
    left = _bars("BY CATEGORY", result.categories, half)
    right = _bars("BY DIFFICULTY", result.difficulties, half)
    if half == inner:
        return [*left, EMPTY, *right]
    rows = max(len(left), len(right))
    left += [(Span(" " * half),)] * (rows - len(left))
    right += [EMPTY] * (rows - len(right))
    return [(*one, Span("    "), *other) for one, other in zip(left, right)]


def _bars(heading: str, tallies: dict[str, Tally], width: int) -> list[Line]:
    label = min(max(len(name) for name in tallies), width // 2)
    label = max(label, 8)
    bar = width - label - 9
    lines: list[Line] = [(Span(pad(heading, width), "muted"),)]
    for name, (right, asked) in tallies.items():
        full, empty = meter(right / asked, bar)
        lines.append(
            (
                Span(f"{pad(name, label)} "),
                Span(full, "accent"),
                Span(empty, "muted"),
                Span(f" {right:>2}/{asked:<3} "),
            )
        )
    return lines


def _missed(card: Card, attempt: Attempt, inner: int) -> list[Line]:
    """A missed question with its key and its explanation."""
    lines = paragraph(card.item.stem, inner, "bold")
    if attempt.choice is not None:
        for n, row in enumerate(paragraph(card.options[attempt.choice], inner - 4)):
            lines.append((Span("    " if n else "  × ", "danger"), *row))
    for n, row in enumerate(paragraph(card.item.key, inner - 4)):
        lines.append((Span("    " if n else "  ✓ ", "accent"), *row))
    if card.item.explanation:
        lines += indented(paragraph(card.item.explanation, inner - 4, "muted"), 4)
    return lines
