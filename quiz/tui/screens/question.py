"""The question screen: one for the whole round, updated in place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from quiz.game.deck import Deck
from quiz.game.game import Attempt, EventKind, Game
from quiz.game.wording import verdict
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.session import Session
from quiz.text import printable
from quiz.tui.lines import EMPTY, Line, Page, Span, filled, fit, measure, paragraph, spread, wrap
from quiz.tui.screens.page import Edit, PageScreen
from quiz.tui.widgets.sheet import Sheet

ANSWER_KEYS = Binding.Group("Answer", compact=True)
CHOOSE_KEYS = Binding.Group("Choose", compact=True)


@dataclass
class RoundOver(Message):
    """A round has ended."""

    session: Session


@dataclass
class Again(Message):
    """The player wants another round like that of the session."""

    session: Session


class QuestionScreen(PageScreen[None]):
    """Asks the cards of a session one by one.

    `packs` returns the packs of a round whose files are known.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                f"{n},{letter},{letter.upper()}",
                f"answer({n - 1})",
                f"Answer {n}",
                id=f"question.answer{n}",
                group=ANSWER_KEYS,
            )
            for n, letter in enumerate(ascii_lowercase[:9], 1)
        ),
        Binding("up", "move(-1)", "Previous option", id="question.up", group=CHOOSE_KEYS),
        Binding("down", "move(1)", "Next option", id="question.down", group=CHOOSE_KEYS),
        Binding(
            "enter", "enter", "Answer with the highlighted option", id="question.enter", show=False
        ),
        Binding("enter,space", "advance", "Next", id="question.next"),
        Binding("e,E", "edit", "Edit", id="question.edit"),
        Binding("escape", "leave", "Leave", id="question.leave"),
    ]

    def __init__(self, session: Session, packs: Callable[[Round], Sequence[Loaded]]) -> None:
        super().__init__()
        self.session = session
        self.packs = packs
        self.highlighted: int | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible in the present phase of the game."""
        game = self.session.game
        match action:
            case "answer":
                return game.phase == "asking" and parameters[0] in range(len(game.card.options))
            case "move":
                return game.phase == "asking"
            case "enter":
                return game.phase == "asking" and self.highlighted is not None
            case "advance":
                return game.phase == "revealed"
            case "edit":
                return game.phase == "revealed" and bool(self._homes())
        return True

    def page(self, width: int, height: int) -> Page:
        """Return the page that shows the game; nothing else draws it."""
        game, form = self.session.game, card_layout(self.session.game.deck, width, height)
        head: list[Line] = [EMPTY] * form.above + [_head(game, form)]
        if form.roomy:
            head.append(EMPTY)
        foot = [*self.trouble(self.session.trouble, width), self.keys(width)]
        body, focus = _card(game, self.highlighted, form)
        if game.attempt and game.phase == "revealed":
            body += [EMPTY] * form.roomy + _reveal(game, game.attempt, form)
            if len(body) > height - len(head) - len(foot):
                body = _short_reveal(game, game.attempt, form)
        return Page(head, body, foot, focus)

    async def action_answer(self, choice: int) -> None:
        """Answer the card; the answer is committed before the reveal is drawn."""
        if await self._do("answer", choice):
            self.highlighted = None
            self.redraw(top=True)

    async def action_enter(self) -> None:
        """Answer with the option that is highlighted."""
        if self.highlighted is not None:
            await self.action_answer(self.highlighted)

    def action_move(self, step: int) -> None:
        """Highlight another option."""
        count = len(self.session.game.card.options)
        before = self.highlighted if self.highlighted is not None else -1 if step > 0 else count
        self.highlighted = (before + step) % count
        self.sheet.redraw()

    async def _do(self, kind: EventKind, value: int | None = None) -> bool:
        """Commit an event in a thread, and return whether it changed the game."""
        return await asyncio.to_thread(self.session.do, self.session.event(kind, value))

    async def action_advance(self) -> None:
        """Show the next card, or the results."""
        if not await self._do("advance"):
            return
        if self.session.game.phase == "done":
            self.post_message(RoundOver(self.session))
        else:
            self.redraw(top=True)

    def action_leave(self) -> None:
        """Leave the round, if the player confirms it."""
        from quiz.tui.screens.dialog import Confirm

        async def answered(leave: bool | None) -> None:
            if leave:
                self.session.leave()
                await self.run_action("app.home")

        detail = "Your answers are saved. You can continue from the home screen."
        self.app.push_screen(Confirm("Leave this round?", detail), answered)

    def _homes(self) -> list[Loaded]:
        """Return the packs that may contain the card's item: those that have its pack's name."""
        name = self.session.game.card.item.pack
        return [
            pack for pack in self.packs(self.session.round) if printable(pack.path.stem) == name
        ]

    def action_edit(self) -> None:
        """Ask for the card's item to be edited."""
        self.post_message(Edit(self._homes(), self.session.game.card.item))

    async def on_click(self) -> None:
        """Advance at a click anywhere on a reveal."""
        await self.action_advance()

    @on(Sheet.Hovered)
    def _hovered(self, event: Sheet.Hovered) -> None:
        name, _, number = event.action.partition("(")
        if name == "answer" and self.session.game.phase == "asking":
            self.highlighted = int(number.rstrip(")"))
            self.sheet.redraw()


class CardLayout(NamedTuple):
    """How the cards of a round are laid out: the same for each, so that nothing jumps.

    `above` is the number of empty lines above the page, `apart` and `gap` those between stem and
    options and after each option. `stem` and `options` are the lines kept free for those.
    """

    width: int
    above: int
    apart: int
    roomy: bool
    gap: int
    stem: int
    options: int


@lru_cache(maxsize=8)
def card_layout(deck: Deck, width: int, height: int) -> CardLayout:
    """Return the layout for all cards of a deck on a page of this width and height."""
    stem = max(len(wrap(card.item.stem, width - 6)) for card in deck.cards)
    options = max(sum(len(wrap(o, width - 8)) for o in card.options) for card in deck.cards)
    reveal = max(cell_len(card.item.explanation) // (width - 8) for card in deck.cards) + 1
    most = max(len(card.options) for card in deck.cards)
    roomy = height >= 20 and width >= 56
    stem = min(stem, max(1, height // 4))
    spare = height - stem - options - reveal - 11
    gap = 1 if roomy and spare >= most - 1 else 0
    above = max(0, spare - gap * (most - 1)) // 2 if roomy else 0
    apart = 1 if height >= stem + options + 4 else 0
    return CardLayout(width, above, apart, roomy, gap, stem, options + gap * most)


def _head(game: Game, form: CardLayout) -> Line:
    """Return the line with the progress on the left, and streak and score on the right."""
    cards, gap = len(game.deck.cards), " " * form.roomy
    left = [Span(f"{game.turn + 1}/{cards}", "bold"), Span(f" {gap}")]
    if cards <= (20 if form.roomy else 10):
        left += (Span(sign + gap, role) for sign, role in _track(game))
    streak = game.streak()
    right = (
        Span(f"streak {streak}   " if streak > 1 else "   ", "accent"),
        Span(f"{game.score():,}", "bold"),
        Span(" points" * form.roomy, "muted"),
    )
    return spread(tuple(left), right, form.width)


def _track(game: Game) -> Iterator[tuple[str, str]]:
    """Yield a sign and its role for each card: how it was answered, or that it comes later."""
    for turn in range(len(game.deck.cards)):
        if attempts := game.attempts_at(turn):
            yield ("✓", "accent") if attempts[-1].right else ("×", "danger")
        else:
            yield ("●", "bold") if turn == game.turn else ("·", "muted")


def _card(game: Game, highlighted: int | None, form: CardLayout) -> tuple[list[Line], int | None]:
    """Return the lines of stem and options, and the index of the highlighted option's last line."""
    item = game.card.item
    blank = filled(EMPTY, form.width, "card")
    lines: list[Line] = []
    if form.roomy:
        label = fit(item.category or item.pack, form.width - 20)
        lines += [(Span(f"  {label}  ·  {item.difficulty}  ", "card muted"),), blank]
    stem = wrap(item.stem, form.width - 6)
    lines += [filled((Span(f"  {piece}", "bold"),), form.width, "card") for piece in stem]
    lines += [blank] * (form.stem - len(stem) + 1 if form.roomy else form.apart)
    focus, begin = None, len(lines)
    for index in range(len(game.card.options)):
        lines += _option(game, index, index == highlighted, form)
        if index == highlighted:
            focus = len(lines) - 1
        lines += [blank] * form.gap
    if form.roomy:
        lines += [blank] * (form.options - len(lines) + begin + 1 - form.gap)
    return lines, focus


def _option(game: Game, index: int, highlighted: bool, form: CardLayout) -> list[Line]:
    """Return the lines of an option, as it is asked or as it is revealed."""
    attempt = game.attempt
    sign, role, note, action = "▌" if highlighted else " ", "", "", f"answer({index})"
    if attempt:
        sign, role, action = " ", "muted", ""
        if index == game.card.key:
            sign, role = "✓", "accent"
            note = "your answer" if attempt.right else "the answer"
        elif index == attempt.choice:
            sign, role, note = "×", "danger", "your answer"
    rows: list[Line] = []
    for row, piece in enumerate(wrap(game.card.options[index], form.width - 8)):
        start = f" {sign} {index + 1}  " if not row else f" {sign if highlighted else ' '}    "
        line: Line = (Span(start, role or "accent"), Span(piece, role))
        if note and not row and measure(line) + len(note) + 4 <= form.width:
            line = spread(line, (Span(f"{note}  ", role),), form.width)
        rows.append(filled(line, form.width, "bar" if highlighted else "card", action))
    return rows


def _reveal(game: Game, attempt: Attempt, form: CardLayout) -> list[Line]:
    """Return the lines of the verdict and the explanation."""
    sign, word, reason = verdict(game, attempt)
    badge, role = ("badge", "accent") if attempt.right else ("bad", "muted")
    lines: list[Line] = [(Span(f" {sign} {word} ", badge), Span(f"  {reason}", role))]
    if game.card.item.explanation:
        lines += [EMPTY] * form.roomy
        lines += paragraph(game.card.item.explanation, form.width - 2)
    return lines


def _short_reveal(game: Game, attempt: Attempt, form: CardLayout) -> list[Line]:
    """Return the reveal if the whole card does not fit: verdict, key and choice, explanation."""
    verdict, *rest = _reveal(game, attempt, form)
    shown = [n for n in range(len(game.card.options)) if n in (game.card.key, attempt.choice)]
    options = [line for n in shown for line in _option(game, n, False, form)]
    apart = [EMPTY] * form.apart
    return [verdict, *apart, *options, *apart, *rest]
