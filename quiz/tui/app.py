"""The application: which screen follows which, and what belongs to all of them."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker

from quiz import settings as preferences
from quiz.errors import QuizError
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.scores.store import Store
from quiz.session import Clock, Load, Session, again, begin, left_open, resume
from quiz.settings import Settings
from quiz.text import count, printable
from quiz.tui.reading import PACE, Reading
from quiz.tui.screens.home import Desk, HomeScreen
from quiz.tui.screens.page import Edit, LookAgain, PageScreen
from quiz.tui.screens.question import Again, QuestionScreen, RoundOver
from quiz.tui.theme import NIGHT_FILE

KEYS = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "f1": "F1",
    "ctrl+c": "Ctrl+C",
    "ctrl+q": "Ctrl+Q",
    "ctrl+p": "Ctrl+P",
    "ctrl+z": "Ctrl+Z",
}
"""Keys as keyboards name them."""

Read = TypeVar("Read")


class QuizApp(App[None]):
    """The game in a terminal.

    It opens with `session`, which plays the packs `played`, or without one on the home screen.
    `clock` returns seconds of a monotonic clock and `today` the time of day; `read` loads all
    installed packs, and `load` some by their names.
    """

    TITLE = "quiz"
    CSS_PATH = "quiz.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="app.help"),
        Binding("ctrl+p", "command_palette", "All commands", id="app.palette", show=False),
        Binding("ctrl+q,ctrl+c", "quit", "Quit", id="app.quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", show=False),
    ]

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        session: Session | None = None,
        played: Sequence[Loaded] = (),
        settings_path: Path | None = None,
        read: Callable[[], list[Loaded]] | None = None,
        load: Load = library.load_named,
        clock: Clock = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.store = store
        self.settings = settings
        self.settings_path = settings_path
        self.clock = clock
        self.load = load
        self.today = today
        self.trouble = ""
        self._first = session
        self.reading = Reading(self._renew, lambda: self.is_running, read)
        self._played = played
        self._settled = False
        self._author: Worker[None] | None = None
        self.register_theme(NIGHT_FILE)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else NIGHT_FILE.name
        self.set_keymap(settings.keys)

    def get_driver_class(self) -> type[Driver]:
        """The way to the terminal: our own where Textual's would be LinuxDriver."""
        driver = super().get_driver_class()
        if sys.platform != "win32" and driver.__name__ == "LinuxDriver":
            from quiz.tui.driver import SturdyDriver

            return SturdyDriver
        return driver

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        if self._first:
            return QuestionScreen(self._first, self._packs_of)
        return HomeScreen(self._desk)

    def on_mount(self) -> None:
        """Take over the signals; what can wait until something is on the screen, waits."""
        if sys.platform != "win32":
            from quiz.tui.driver import listen

            listen(self._end, self._repaint)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.app_resume_signal.subscribe(self, lambda _: self._repaint())
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        gc.enable()
        gc.freeze()
        self._settled = True
        self.run_worker(asyncio.to_thread(self.store.prepare))
        if self._first is None:
            self.run_worker(self.reading.packs())

    def get_key_display(self, binding: Binding) -> str:
        """A key as keyboards name it."""
        return binding.key_display or KEYS.get(binding.key) or super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of the screen in front, for the palette."""
        commands: dict[tuple[str, DOMNode], Binding] = {}
        for namespace, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.id and binding.action != "command_palette":
                commands.setdefault((binding.action, namespace), binding)
        for (action, namespace), binding in commands.items():
            key = self.get_key_display(binding)

            async def run(action: str = action, namespace: DOMNode = namespace) -> None:
                await self.run_action(action, namespace)

            yield SystemCommand(binding.description, f"Key: {key}", run)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    # -- packs and players --------------------------------------------------------------------

    @property
    def player(self) -> str:
        """Who plays: the name chosen, or the one that played last."""
        return self.settings.player or next(iter(self.store.players()), "Player")

    def _renew(self) -> None:
        """Show what is known of the packs; an app that ends has no screen any more."""
        if self.is_running and isinstance(self.screen, PageScreen):
            self.screen.renew()

    @on(LookAgain)
    def _look_again(self) -> None:
        if self._settled and not self.reading.busy:
            self.run_worker(self.reading.packs())

    async def _after(
        self,
        reading: Coroutine[Any, Any, Read],
        go_on: Callable[[Read], Awaitable[None]],
    ) -> None:
        """Go on when something has been read; the keys wait only a moment for that.

        After that the last one that was asked for goes on, if the screen is still the same.
        """
        task = asyncio.create_task(reading)
        await asyncio.wait([task], timeout=PACE)
        if task.done():
            await go_on(task.result())
            return
        screen = self.screen

        async def follow() -> None:
            read = await asyncio.shield(task)
            if self.is_running and self.screen is screen:
                await go_on(read)

        self.run_worker(follow(), group="follow", exclusive=True)

    def _chosen(self, loaded: Sequence[Loaded]) -> list[str]:
        """The names of the packs to play: those chosen last, or those that are built in."""
        names = [pack.name for pack in loaded if pack.name in self.settings.packs]
        return names or [pack.name for pack in loaded if pack.built_in]

    def _desk(self) -> Desk:
        names = self._chosen(self.reading.known)
        packs = [pack for pack in self.reading.known if pack.pack]
        size = sum(len(pack.pack.items) for pack in packs if pack.pack and pack.name in names)
        facts = f"A case file of {count(size, 'question')}" if size else "A case file in questions"
        finished, best = self.store.standing(self.player)
        scores = "nothing played yet"
        if best is not None:
            scores = f"best {best:,} · {count(finished, 'round')} played"
        left = ""
        for played in left_open(self.store, self.player, most=1):
            left = f"{played.answered} of {played.cards} answered"
        return Desk(
            player=self.player,
            packs=", ".join(names) or "all that are built in",
            facts=self.reading.progress or facts,
            scores=scores,
            left=left,
            trouble=self.trouble or self.store.trouble,
        )

    def _keep_theme(self, theme: Theme) -> None:
        if theme.name != (self.settings.theme or NIGHT_FILE.name):
            self._keep(self.settings._replace(theme=theme.name))

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            preferences.write(self.settings_path, settings)
        except OSError as error:
            self.trouble = f"Your preferences could not be kept: {error.strerror}."

    # -- from screen to screen ----------------------------------------------------------------

    def _show(self, screen: Screen[Any]) -> None:
        """Show a screen in the place of the one in front; the first one stays below."""
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _say(self, sentence: str, severity: SeverityLevel = "error") -> None:
        self.notify(printable(sentence), severity=severity, markup=False)

    def _packs_of(self, round: Round) -> list[Loaded]:
        """Return the packs of a round and where they lie, as far as that is known."""
        names = round.selection.packs
        found = {
            (pack.name, pack.path): pack
            for pack in (*self._played, *self.reading.known)
            if pack.name in names or str(pack.path) in names
        }
        for path in map(Path, filter(os.path.isabs, names)):
            found.setdefault((path.stem, path), Loaded(path.stem, None, path=path))
        return list(found.values())

    async def _start(self, make: Callable[[], Session | None]) -> None:
        """Show the round that `make` returns."""

        async def made() -> Session | QuizError | None:
            try:
                return await asyncio.to_thread(make)
            except QuizError as error:
                return error

        async def go_on(session: Session | QuizError | None) -> None:
            if isinstance(session, Session):
                self._show(QuestionScreen(session, self._packs_of))
            else:
                self._say(session.message if session else "This round cannot be read any more.")

        await self._after(made(), go_on)

    async def action_round(self) -> None:
        """Begin a round of the packs chosen."""

        async def go_on(loaded: list[Loaded]) -> None:
            names = self._chosen(loaded)
            packs = [pack for pack in loaded if pack.name in names]
            broken = [pack for pack in packs if not pack.pack]
            if broken and len(broken) < len(packs):
                self._say(broken[0].problem, "warning")
            selection = Selection(tuple(names))
            players = (self.player,)
            await self._start(
                lambda: begin(packs, CLASSIC, selection, players, self.store, clock=self.clock)
            )

        await self._after(self.reading.packs(), go_on)

    async def action_resume(self) -> None:
        """Go on with the latest round that the player left."""
        if rounds := left_open(self.store, self.player, most=1):
            await self._start(lambda: resume(rounds[0].uid, self.store, self.clock))

    async def action_packs(self) -> None:
        """Choose packs."""
        from quiz.tui.screens.packs import PacksScreen

        async def choose(loaded: list[Loaded]) -> None:
            screen = PacksScreen(lambda: self.reading.known, self._chosen(loaded))

            async def chosen(names: tuple[str, ...] | None) -> None:
                if names:
                    self._keep(self.settings._replace(packs=names))
                if screen.played:
                    await self.action_round()

            self.push_screen(screen, chosen)

        if self.reading.known:
            await choose(self.reading.known)
        else:
            await self._after(self.reading.packs(), choose)

    @on(Edit)
    def _edit(self, event: Edit) -> None:
        if self._author is None or self._author.is_finished:
            self._author = self.run_worker(self._write(event))

    async def _write(self, event: Edit) -> None:
        """Let the player edit a pack, and tell what came of it."""
        from quiz.tui import author

        pack, line = await asyncio.to_thread(author.place, event.packs, event.item)
        self.clear_notifications()
        if trouble := author.edit(self, pack.path, line):
            self._say(trouble)
        else:
            self._say(*await asyncio.to_thread(author.verdict, pack))
        if self.reading.known:
            self.run_worker(self.reading.packs())

    def action_player(self) -> None:
        """Choose a name."""
        from quiz.tui.screens.dialog import Name

        def chosen(name: str | None) -> None:
            if name:
                self._keep(self.settings._replace(player=name))

        self.push_screen(Name(self.player, self.store.players()), chosen)

    def action_scores(self) -> None:
        """Show the scores."""
        from quiz.tui.screens.scores import ScoresScreen

        self.push_screen(ScoresScreen(self.store))

    def action_help(self) -> None:
        """Explain the screen in front."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_home(self) -> None:
        """The first screen."""
        if isinstance(self.screen_stack[0], HomeScreen):
            self.pop_screen()
        else:
            self._show(HomeScreen(self._desk))

    def action_leave(self) -> None:
        """Leave the round, if the player means it."""
        from quiz.tui.screens.dialog import Confirm

        screen = self.screen

        def answered(leave: bool | None) -> None:
            if leave and isinstance(screen, QuestionScreen):
                screen.session.leave()
                self.action_home()

        detail = "Your answers are kept, and you can go on from the first screen."
        self.push_screen(Confirm("Leave this round?", detail), answered)

    @on(RoundOver)
    def _round_over(self, event: RoundOver) -> None:
        from quiz.tui.screens.results import ResultsScreen

        round = event.session.round
        best, last = self.store.comparable(round)
        day = f"{self.today():%d %B %Y}".lstrip("0")
        self._show(ResultsScreen(event.session, self._packs_of(round), best, last, day))

    @on(Again)
    async def _again(self, event: Again) -> None:
        round = event.session.round
        await self._start(lambda: again(round, self.store, self.load, self.clock))

    # -- the terminal -------------------------------------------------------------------------

    def _repaint(self) -> None:
        """Paint everything: another program may have written on the screen."""
        for screen in self.screen_stack:
            screen.refresh()
            screen.query("*").refresh()

    def _end(self, number: int) -> None:
        self.exit(return_code=128 + number)
