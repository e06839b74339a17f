"""The question screen: one for the whole round, updated in place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import ListView

from quiz.game.game import EventKind, Game
from quiz.game.wording import EMPTY_ROOM, cheer, stakes
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.session import Session, ask_room, room_answer
from quiz.text import count, drawable, printable
from quiz.tui.screens.base import HELP, EditPack, Page, QuizScreen
from quiz.tui.widgets.line import Covered, Line
from quiz.tui.widgets.options import ANSWER, OptionRows
from quiz.tui.widgets.status import HURRY, Status

BEAT = 0.25
"""For how many seconds a reveal moves."""

FIFTY, SWAP = "Strike two wrong options", "Swap this question for another"
ASK = "Ask the room: what others answered"


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
        Binding("enter,space", "take", "Show the question", id="question.take"),
        Binding("enter,space", "pass", "Pass", id="question.pass", tooltip="Do not steal"),
        Binding("x,X", "lifeline('fifty')", "50:50", id="question.fifty", tooltip=FIFTY),
        Binding("s,S", "lifeline('swap')", "Swap", id="question.swap", tooltip=SWAP),
        Binding("r,R", "lifeline('ask')", "Ask", id="question.ask", tooltip=ASK),
        Binding("w,W", "walk_away", "Walk away", id="question.walk"),
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
        self._taken = len(session.game.players) == 1 or session.game.phase != "asking"
        self._room = room_answer(session)
        self._timer: Timer | None = None
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

    async def on_mount(self) -> None:
        """Start the clock, and show the card from its beginning."""
        self.app.app_suspend_signal.subscribe(self, self._pause, immediate=True)
        self.app.app_resume_signal.subscribe(self, self._go_on, immediate=True)
        self.call_after_refresh(self._scroll)
        if self.quiz.settings.ghost or self.session.round.selection.challenge:
            self.call_after_refresh(self._find_ghost)
        await self._tick()

    @work
    async def _find_ghost(self) -> None:
        from quiz.race import ghost  # only after the first question is shown

        self.status.ghost = await asyncio.to_thread(ghost, self.session)

    def _pause(self, _: object) -> None:
        self.session.pause()

    def _go_on(self, _: object) -> None:
        self.session.go_on()

    async def _tick(self) -> None:
        """Show what is left of the time; if nothing is, the card is missed."""
        if self._timer:
            self._timer.stop()
        game = self.session.game
        if game.deadline is None or not self.is_running:
            return
        asked = game.asked if game.phase == "revealed" else self.session.seconds
        left = self.status.left = max(0.0, game.deadline - asked)
        if game.phase == "revealed":
            return
        if left:
            self._timer = self.set_timer(0.25 if left <= HURRY else left % 1.0 or 1.0, self._tick)
        elif await self._do("expire"):
            self._judged()

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
        match action, parameters:
            case "answer", (int(choice),):
                asking = self._taken and game.phase in ("asking", "stealing")
                return asking and choice < len(game.card.options) and choice not in game.struck
            case "lifeline", (str(name),):
                return name in game.rules.lifelines and game.allows("lifeline", name)
            case "walk_away", _:
                return game.can_walk_away
            case "take", _:
                return not self._taken
            case "pass", _:
                return game.phase == "stealing"
            case "advance" | "flag", _:
                return game.phase == "revealed"
            case "edit", _:
                return game.phase == "revealed" and bool(self._homes())
            case "leave", _:
                return game.phase != "done"
        return True

    def show_game(self) -> None:
        """Show the game of the session."""
        self.settle()
        self._fill(moving=True)
        self.renew()
        self.refresh_bindings()
        self.call_after_refresh(self._scroll)
        self.call_next(self._tick)

    def _fill(self, moving: bool = False) -> None:
        """Write the game into the widgets; nothing else does."""
        game = self.session.game
        item, revealed = game.card.item, game.phase == "revealed"
        self.status.show(game, BEAT if moving else 0.0)
        attempt = game.attempt if revealed else None
        streak = game.streak(attempt.player) if attempt else 0
        praise = cheer(streak) if attempt and attempt.right else ""
        late = "× TIME UP" if attempt and attempt.choice is None else ""
        title = Content.styled(f" {praise or late} ", "$text-error" if late else "")
        self.explanation.border_title = title if praise or late else ""
        milestone = f"-{min(streak // 5 * 5 or 3, 10)}" if praise else ""
        self.explanation.set_classes(f"{'-revealed' if revealed else ''} {milestone}")
        if self._taken:
            self.stem.border_title = Content(drawable(_facts(game)))
            self.stem.show(item.stem)
            self.options.show(game, BEAT if moving else 0.0, self._room)
        else:
            self.stem.border_title = "Pass the keyboard"
            self.stem.show(f"{game.players[game.player]}, it is your turn.")
            self.options.hide()
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
            self._judged()

    def _judged(self) -> None:
        """Show what became of the card."""
        attempt = self.session.game.attempt
        self.quiz.judged(bool(attempt and attempt.right))
        self.show_game()

    async def _do(self, kind: EventKind, value: int | str | None = None) -> bool:
        """Commit an event in a thread, and return whether it changed the game."""
        session, event = self.session, self.session.event(kind, value)

        def commit() -> bool:
            changed = session.do(event)
            self._room = room_answer(session)
            return changed

        return await asyncio.to_thread(commit)

    def action_take(self) -> None:
        """Show the card to the player whose turn it is."""
        self._taken = True
        self.show_game()

    async def action_pass(self) -> None:
        """Leave the card to the player who missed it."""
        if await self._do("advance"):
            self.show_game()

    async def action_lifeline(self, name: str) -> None:
        """Use a lifeline; one that would show too little is kept."""
        if name == "ask" and not await asyncio.to_thread(ask_room, self.session):
            self.quiz.report(EMPTY_ROOM, "warning")
        elif await self._do("lifeline", name):
            self.show_game()

    def action_walk_away(self) -> None:
        """End the climb with what it has brought, if the player confirms it."""
        from quiz.tui.screens.dialogs import Confirm

        async def answered(leave: bool | None) -> None:
            if leave and await self._do("walk away"):
                self.post_message(RoundOver(self.session))

        points = count(self.session.game.score(), "point")
        self.app.push_screen(Confirm(f"Walk away with {points}?", "The round ends here."), answered)

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
        self._taken = len(self.session.game.players) == 1
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
        self.post_message(EditPack(self._homes(), self.session.game.card.item))


def _facts(game: Game) -> str:
    """Return what stands above the stem."""
    item = game.card.item
    return " · ".join(filter(None, (item.category or item.pack, stakes(game))))
