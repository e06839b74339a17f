"""The question screen: one for the whole round, updated in place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from quiz.game.deck import Deck
from quiz.game.game import Attempt, Event, Game
from quiz.game.wording import verdict
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.session import Session
from quiz.text import printable
from quiz.tui.lines import (
    EMPTY,
    Line,
    Page,
    Span,
    column,
    filled,
    fit,
    measure,
    paragraph,
    spread,
    wrap,
)
from quiz.tui.screens.page import Edit, PageScreen
from quiz.tui.widgets.sheet import Sheet

LETTERS = "abcdefghi"
ANSWER = Binding.Group("Answer", compact=True)
CHOOSE = Binding.Group("Choose", compact=True)


class RoundOver(Message):
    """The last card of a session has been played."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class Again(Message):
    """The player wants another round like the last."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class QuestionScreen(PageScreen[None]):
    """Asks the cards of a session one by one.

    `packs` returns the packs of a round, as far as it is known where they lie.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                f"{n + 1},{letter},{letter.upper()}",
                f"answer({n})",
                f"Answer {n + 1}",
                id=f"question.answer{n + 1}",
                group=ANSWER,
            )
            for n, letter in enumerate(LETTERS)
        ),
        Binding("up", "point(-1)", "Option above", id="question.up", group=CHOOSE),
        Binding("down", "point(1)", "Option below", id="question.down", group=CHOOSE),
        Binding(
            "enter", "enter", "Answer with the option pointed at", id="question.enter", show=False
        ),
        Binding("enter,space", "advance", "Next", id="question.next"),
        Binding("e,E", "edit", "Edit", id="question.edit"),
        Binding("escape", "app.leave", "Leave", id="question.leave"),
    ]

    def __init__(self, session: Session, packs: Callable[[Round], Sequence[Loaded]]) -> None:
        super().__init__()
        self.session = session
        self.packs = packs
        self.pointed: int | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Answering is for a card that asks, going on and editing for one that is revealed."""
        game = self.session.game
        match action:
            case "answer":
                return game.phase == "asking" and parameters[0] in range(len(game.card.options))
            case "point":
                return game.phase == "asking"
            case "enter":
                return game.phase == "asking" and self.pointed is not None
            case "advance":
                return game.phase == "revealed"
            case "edit":
                return game.phase == "revealed" and bool(self._homes())
        return True

    def page(self, width: int, height: int) -> Page:
        """The game as it stands: the one place that draws it."""
        _, inner = column(width)
        foot = [*self.trouble(self.session.trouble, inner), self.keys(inner)]
        return draw(self.session.game, self.pointed, foot, width, height)

    async def action_answer(self, choice: int) -> None:
        """Answer; the attempt is committed before the reveal is drawn."""
        if await self._do(self.session.event("answer", choice)):
            self.pointed = None
            self.redraw(top=True)

    async def action_enter(self) -> None:
        """Answer with the option that is pointed at."""
        if self.pointed is not None:
            await self.action_answer(self.pointed)

    def action_point(self, step: int) -> None:
        """Point at another option."""
        count = len(self.session.game.card.options)
        start = -1 if step > 0 else count
        self.pointed = ((start if self.pointed is None else self.pointed) + step) % count
        self.sheet.redraw()

    async def _do(self, event: Event) -> bool:
        """Commit an event, out of the way of the screen; return whether it changed the game."""
        return await asyncio.to_thread(self.session.do, event)

    async def action_advance(self) -> None:
        """Go on to the next card, or to the results."""
        if not await self._do(self.session.event("advance")):
            return
        if self.session.game.phase == "done":
            self.post_message(RoundOver(self.session))
        else:
            self.redraw(top=True)

    def _homes(self) -> list[Loaded]:
        """The packs whose file may hold the card's item: those that it has the name of."""
        name = self.session.game.card.item.pack
        return [
            pack for pack in self.packs(self.session.round) if printable(pack.path.stem) == name
        ]

    def action_edit(self) -> None:
        """Change the item of the card."""
        self.post_message(Edit(self._homes(), self.session.game.card.item))

    async def on_click(self) -> None:
        """Go on at a click anywhere on a reveal."""
        await self.action_advance()

    @on(Sheet.Pointed)
    def _pointed_at(self, event: Sheet.Pointed) -> None:
        name, _, number = event.action.partition("(")
        if name == "answer" and self.session.game.phase == "asking":
            self.pointed = int(number.rstrip(")"))
            self.sheet.redraw()


class Shape(NamedTuple):
    """How the cards of a round are laid out, the same for each so that the eye can rest."""

    margin: int
    inner: int
    above: int
    apart: int
    roomy: bool
    gap: int
    stem: int
    options: int


@lru_cache(maxsize=8)
def shape(deck: Deck, width: int, height: int) -> Shape:
    """The layout for all cards of a deck, for a page of so many columns and rows."""
    margin, inner = column(width)
    stem = max(len(wrap(card.item.stem, inner - 6)) for card in deck.cards)
    options = max(sum(len(wrap(o, inner - 8)) for o in card.options) for card in deck.cards)
    reveal = max(cell_len(card.item.explanation) // (inner - 8) for card in deck.cards) + 1
    most = max(len(card.options) for card in deck.cards)
    roomy = height >= 20 and width >= 60
    stem = min(stem, max(1, height // 4))
    spare = height - stem - options - reveal - 11
    gap = 1 if roomy and spare >= most - 1 else 0
    above = max(0, spare - gap * (most - 1)) // 2 if roomy else 0
    apart = 1 if height >= stem + options + 4 else 0
    return Shape(margin, inner, above, apart, roomy, gap, stem, options + gap * most)


def draw(game: Game, pointed: int | None, foot: list[Line], width: int, height: int) -> Page:
    """The page of a game; `pointed` is the option that the player points at."""
    form = shape(game.deck, width, height)
    head: list[Line] = [EMPTY] * form.above + [_head(game, form)]
    if form.roomy:
        head.append(EMPTY)
    card, focus = _card(game, pointed, form)
    body = card
    if game.attempt and game.phase == "revealed":
        body = [*card, *([EMPTY] if form.roomy else []), *_reveal(game, game.attempt, form)]
        if len(body) > height - len(head) - len(foot):
            body = _short_reveal(game, game.attempt, form)
        focus = None
    return Page(head, body, foot, focus).indented(form.margin)


def _head(game: Game, form: Shape) -> Line:
    """Progress on the left, streak and score on the right."""
    turn, cards = game.turn + 1, len(game.deck.cards)
    left = [Span(f"{turn}/{cards}", "bold"), Span("  " if form.roomy else " ")]
    if cards <= (20 if form.roomy else 10):
        apart = " " if form.roomy else ""
        left += (Span(f"{sign}{apart}", role) for sign, role in _track(game))
    run = game.streak()
    streak = f"streak {run}" if run > 1 else ""
    points = " points" if form.roomy else ""
    right = (
        Span(f"{streak}   ", "accent"),
        Span(f"{game.score():,}", "bold"),
        Span(points, "muted"),
    )
    return spread(tuple(left), right, form.inner)


def _track(game: Game) -> Iterator[tuple[str, str]]:
    """A sign for each card: how it was answered, or that it is still to come."""
    for turn in range(len(game.deck.cards)):
        if attempts := game.attempts_at(turn):
            yield ("✓", "accent") if attempts[-1].right else ("×", "danger")
        else:
            yield ("●", "bold") if turn == game.turn else ("·", "muted")


def _card(game: Game, pointed: int | None, form: Shape) -> tuple[list[Line], int | None]:
    """Stem and options, and the line of the option that is pointed at."""
    item = game.card.item
    lines: list[Line] = []
    if form.roomy:
        label = fit(item.category or item.pack, form.inner - 20)
        lines.append((Span(f"  {label}  ·  {item.difficulty}  ", "card muted"),))
        lines.append(filled(EMPTY, form.inner, "card"))
    stem: list[Line] = [
        (Span("  "), Span(piece, "bold")) for piece in wrap(item.stem, form.inner - 6)
    ]
    stem += [EMPTY] * (form.stem - len(stem) + 1) if form.roomy else [EMPTY] * form.apart
    lines += [filled(line, form.inner, "card") for line in stem]
    focus, options = None, 0
    for index, option in enumerate(game.card.options):
        if index == pointed:
            focus = len(lines) - 1 + len(wrap(option, form.inner - 8))
        rows = _option(game, index, index == pointed, form)
        rows += [filled(EMPTY, form.inner, "card")] * form.gap
        options += len(rows)
        lines += rows
    if form.roomy:
        lines += [filled(EMPTY, form.inner, "card")] * (form.options - options + 1 - form.gap)
    return lines, focus


def _option(game: Game, index: int, pointed: bool, form: Shape) -> list[Line]:
    """One option, as it is asked or as it is revealed."""
    attempt, key = game.attempt, game.card.key
    sign, role, note, action = " ", "", "", f"answer({index})"
    if attempt:
        sign, role, action = " ", "muted", ""
        if index == key:
            sign, role = "✓", "accent"
            note = "your answer" if attempt.right else "the answer"
        elif index == attempt.choice:
            sign, role, note = "×", "danger", "your answer"
    elif pointed:
        sign = "▌"
    rows: list[Line] = []
    for row, piece in enumerate(wrap(game.card.options[index], form.inner - 8)):
        start = f" {sign} {index + 1}  " if not row else f" {sign if pointed else ' '}    "
        line: Line = (Span(start, role or "accent"), Span(piece, role))
        if note and not row and measure(line) + len(note) + 4 <= form.inner:
            line = spread(line, (Span(f"{note}  ", role),), form.inner)
        rows.append(filled(line, form.inner, "bar" if pointed else "card", action))
    return rows


def _verdict(game: Game, attempt: Attempt) -> Line:
    sign, word, reason = verdict(game, attempt)
    badge, text = ("badge", "accent") if attempt.right else ("bad", "muted")
    return (Span(f" {sign} {word} ", badge), Span(f"  {reason}", text))


def _reveal(game: Game, attempt: Attempt, form: Shape) -> list[Line]:
    """The verdict and the explanation."""
    explanation = game.card.item.explanation
    lines = [_verdict(game, attempt)]
    if explanation:
        lines += [EMPTY] if form.roomy else []
        lines += paragraph(explanation, form.inner - 2)
    return lines


def _short_reveal(game: Game, attempt: Attempt, form: Shape) -> list[Line]:
    """The reveal where the whole card does not fit: verdict, the options that count, why."""
    verdict, *rest = _reveal(game, attempt, form)
    counts = [n for n in range(len(game.card.options)) if n in (game.card.key, attempt.choice)]
    options = [line for n in counts for line in _option(game, n, False, form)]
    apart = [EMPTY] * form.apart
    return [verdict, *apart, *options, *apart, *rest]
