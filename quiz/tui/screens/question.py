"""The question screen: one for the whole round, updated in place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import ListView

from quiz.game.game import EventKind
from quiz.game.wording import cheer, stakes
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.session import Session
from quiz.text import drawable, printable
from quiz.tui.screens.base import HELP, Edit, Page, QuizScreen
from quiz.tui.widgets.line import Covered, Line
from quiz.tui.widgets.options import ANSWER, OptionRows
from quiz.tui.widgets.status import Status

BEAT = 0.25
"""For how many seconds a reveal moves."""


@dataclass
class RoundOver(Message):
    """A round has ended."""

    session: Session


class QuestionScreen(QuizScreen[None]):
    """Asks the cards of a session one by one.

    `packs` returns the packs of a round whose files are known.
    """

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                f"{n},{letter},{letter.upper()}",
                f"answer({n - 1})",
                "Answer",
                id=f"question.answer{n}",
                tooltip=f"Answer {n}",
                show=n == 1,
                group=ANSWER,
            )
            for n, letter in enumerate(ascii_lowercase[:9], 1)
        ),
        Binding("enter,space", "advance", "Next", id="question.next", tooltip="Next question"),
        Binding("escape", "leave", "Leave", id="question.leave", tooltip="Leave the round"),
        HELP,
        Binding("z,Z", "flag", "Flag", id="question.flag", tooltip="Flag this question"),
        Binding("ctrl+e", "edit", "Edit", id="question.edit", tooltip="Edit this question"),
    ]

    def __init__(self, session: Session, packs: Callable[[Round], Sequence[Loaded]]) -> None:
        super().__init__()
        self.session = session
        self.packs = packs
        self._pointed = False
        deck = session.game.deck
        self.status = Status(session.game)
        self.stem = Line(id="stem")
        self.options = OptionRows(max(len(card.options) for card in (*deck.cards, *deck.reserve)))
        self.explanation = Covered(id="explanation")
        self.card = Page(self.status, self.stem, self.options, self.explanation, id="card")
        self._fill()

    def body(self) -> ComposeResult:
        """Yield the state of the round, and the card."""
        yield self.card

    def on_mount(self) -> None:
        """Show the card from its beginning, although the options have the focus."""
        self.call_after_refresh(self._scroll)

    def key_display(self, binding: Binding) -> str:
        """Return the range of the keys that answer, unless the player has changed them."""
        if not binding.action.startswith("answer(") or binding.key not in "1a":
            return ""
        last = len(self.session.game.card.options)
        letters = "" if self.has_class("-narrow") else f" A–{ascii_lowercase[last - 1].upper()}"
        return f"1–{last}{letters}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible in the present phase of the game."""
        game = self.session.game
        match action:
            case "answer":
                choice = parameters[0]
                asking = game.phase in ("asking", "stealing")
                return (
                    asking and choice in range(len(game.card.options)) and choice not in game.struck
                )
            case "advance":
                return game.phase in ("revealed", "stealing")
            case "flag":
                return game.phase == "revealed"
            case "edit":
                return game.phase == "revealed" and bool(self._homes())
            case "leave":
                return game.phase != "done"
        return True

    def show_game(self) -> None:
        """Show the game of the session."""
        self.settle()
        self._fill(moving=True)
        self.renew()
        self.refresh_bindings()
        self.call_after_refresh(self._scroll)

    def _fill(self, moving: bool = False) -> None:
        """Write the game into the widgets; nothing else does."""
        game = self.session.game
        item, revealed = game.card.item, game.phase == "revealed"
        self.status.show(game, BEAT if moving else 0.0)
        streak = game.streak(game.player)
        grown = revealed and game.attempt and game.attempt.right
        praise = cheer(streak) if grown else ""
        self.explanation.border_title = praise and f" {praise} "
        milestone = f"-{min(streak // 5 * 5 or 3, 10)}" if praise else ""
        self.explanation.set_classes(f"{'-revealed' if revealed else ''} {milestone}")
        facts = " · ".join(filter(None, (item.category or item.pack, stakes(game))))
        self.stem.border_title = Content(drawable(facts))
        self.stem.show(item.stem)
        self.options.show(game, BEAT if moving else 0.0)
        self.explanation.show(item.explanation or " ")
        self.explanation.covered = not revealed

    def settle(self) -> None:
        """End the motion."""
        self.options.settle()
        self.status.settle()

    def on_key(self) -> None:
        """End the motion at any key."""
        self.settle()

    def _scroll(self) -> None:
        """Show what was revealed, or the beginning of a card without a highlighted option."""
        if self.session.game.phase != "revealed":
            if self.options.index is None:
                self.card.scroll_home(animate=False)
            return
        self.explanation.scroll_visible(animate=False)
        for row in self.query("OptionRow.-right, OptionRow.-wrong"):
            row.scroll_visible(animate=False)

    async def action_answer(self, choice: int) -> None:
        """Answer the card; the answer is committed before the reveal is shown."""
        if await self._do("answer", choice):
            attempt = self.session.game.attempt
            self.quiz.judged(bool(attempt and attempt.right))
            self.show_game()

    async def _do(self, kind: EventKind, value: int | None = None) -> bool:
        """Commit an event in a thread, and return whether it changed the game."""
        return await asyncio.to_thread(self.session.do, self.session.event(kind, value))

    @on(ListView.Selected)
    async def _selected(self, event: ListView.Selected) -> None:
        await self.action_answer(event.index)

    @on(ListView.Highlighted)
    def _highlighted(self) -> None:
        if (self.options.index is not None) != self._pointed:
            self._pointed = not self._pointed
            self.refresh_bindings()

    async def action_advance(self) -> None:
        """Show the next card, or the results."""
        if not await self._do("advance"):
            return
        self.app.clear_notifications()
        if self.session.game.phase == "done":
            self.post_message(RoundOver(self.session))
        else:
            self.show_game()

    async def on_click(self) -> None:
        """Advance at a click anywhere on a reveal."""
        if self.session.game.phase == "revealed":
            await self.action_advance()

    def action_leave(self) -> None:
        """Leave the round, if the player confirms it."""
        from quiz.tui.screens.dialogs import Confirm

        async def answered(leave: bool | None) -> None:
            if leave:
                self.session.leave()
                await self.run_action("app.home")

        detail = "Your answers are saved. You can continue from the home screen."
        self.app.push_screen(Confirm("Leave this round?", detail), answered)

    def action_flag(self) -> None:
        """Let the player say what is wrong with the card's item, and keep it for its author."""
        from quiz.tui.screens.flag import FlagQuestion

        item = self.session.game.card.item

        async def said(flag: tuple[str, str] | None) -> None:
            if flag:
                await asyncio.to_thread(self.session.flag, item, *flag)
                self.renew()
                self.notify("Flagged. `quiz stats --flags` lists all flags.", markup=False)

        self.app.push_screen(FlagQuestion(), said)

    def _homes(self) -> list[Loaded]:
        """Return the player's own packs that may contain the card's item, by its pack's name."""
        name = self.session.game.card.item.pack
        return [
            pack
            for pack in self.packs(self.session.round)
            if printable(pack.path.stem) == name and not pack.built_in
        ]

    def action_edit(self) -> None:
        """Ask for the card's item to be edited."""
        self.post_message(Edit(self._homes(), self.session.game.card.item))
