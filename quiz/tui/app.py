"""The application: which screen follows which, and what belongs to all of them."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import Theme

from quiz import settings as preferences
from quiz.errors import UsageError
from quiz.game.modes import MODES
from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.scores.store import Store
from quiz.session import Clock, Selection, Session, resume, start
from quiz.settings import Settings
from quiz.tui.screens.home import Desk, HomeScreen
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


class QuizApp(App[None]):
    """The game in a terminal.

    It opens with `session`, or without one on the home screen. `clock` gives seconds of a
    monotonic clock and `today` the time of day; `read` loads the packs that there are.
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
        settings_path: Path | None = None,
        read: Callable[[], list[Loaded]] = library.load_all,
        clock: Clock = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.store = store
        self.settings = settings
        self.settings_path = settings_path
        self.clock = clock
        self.today = today
        self.trouble = ""
        self._first = session
        self._read = read
        self._library: asyncio.Task[list[Loaded]] | None = None
        self._suspended = False
        self.register_theme(NIGHT_FILE)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else NIGHT_FILE.name
        self.set_keymap(settings.keys)

    def get_driver_class(self) -> type[Driver]:
        """The way to the terminal: our own where Textual's would be LinuxDriver."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from quiz.tui.driver import SturdyDriver

        return SturdyDriver

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        if self._first:
            return QuestionScreen(self._first, self.clock)
        return HomeScreen(self._desk)

    def on_mount(self) -> None:
        """Take over the signals; what can wait until something is on the screen, waits."""
        self._listen()
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.app_resume_signal.subscribe(self, lambda _: self._repaint())
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        gc.enable()
        gc.freeze()
        self.run_worker(asyncio.to_thread(self.store.prepare))
        if self._first is None:
            self.run_worker(self.library())

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

    async def library(self) -> list[Loaded]:
        """Every pack that there is, read once and not in the way of the screen."""
        if self._library is None:
            self._library = asyncio.create_task(asyncio.to_thread(self._read))
            await asyncio.shield(self._library)
            if isinstance(self.screen, HomeScreen):
                self.screen.on_screen_resume()
        return await asyncio.shield(self._library)

    def _chosen(self, loaded: Sequence[Loaded]) -> list[str]:
        """The names of the packs to play: those chosen last, or those that are built in."""
        names = [pack.name for pack in loaded if pack.name in self.settings.packs]
        return names or [pack.name for pack in loaded if pack.built_in]

    async def _selection(self) -> Selection:
        loaded = await self.library()
        chosen = self._chosen(loaded)
        return Selection(tuple(p.pack for p in loaded if p.pack and p.name in chosen))

    def _desk(self) -> Desk:
        loaded = self._library.result() if self._library and self._library.done() else []
        names = self._chosen(loaded)
        packs = [pack for pack in loaded if pack.pack]
        count = sum(len(pack.pack.items) for pack in packs if pack.pack and pack.name in names)
        rounds = self.store.rounds(self.player)
        done = [played for played in rounds if played.finished]
        scores = "nothing played yet"
        if done:
            best = max(played.score for played in done)
            scores = f"best {best:,} · {len(done)} round{'s' * (len(done) > 1)} played"
        left = ""
        if rounds and not rounds[0].finished:
            left = f"{rounds[0].answered} of {rounds[0].cards} answered"
        return Desk(
            player=self.player,
            packs=", ".join(names) or "all that are built in",
            facts=f"A case file of {count:,} questions" if count else "A case file in questions",
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

    def _play(self, session: Session) -> None:
        self._show(QuestionScreen(session, self.clock))

    async def _begin(self, selection: Selection) -> None:
        try:
            self._play(start(selection, self.player, self.store, self.clock))
        except UsageError as error:
            self.notify(error.message, severity="error", markup=False)

    async def action_round(self) -> None:
        """A new round of the packs chosen."""
        await self._begin(await self._selection())

    async def action_resume(self) -> None:
        """Go on with the round that was left."""
        left = self.store.left(self.player)
        if left is None:
            return
        loaded = await self.library()
        packs = tuple(p.pack for p in loaded if p.pack and p.name in left.played.packs)
        rules = MODES.get(left.played.mode)
        session = rules and resume(left, Selection(packs, rules=rules), self.store, self.clock)
        if session:
            self._play(session)
        else:
            message = "That round cannot go on: its questions have changed since."
            self.notify(message, severity="warning", markup=False)

    async def action_packs(self) -> None:
        """Choose packs."""
        from quiz.tui.screens.packs import PacksScreen

        loaded = await self.library()
        screen = PacksScreen(loaded, self._chosen(loaded))

        async def chosen(names: tuple[str, ...] | None) -> None:
            if names:
                self._keep(self.settings._replace(packs=names))
            if screen.played:
                await self.action_round()

        self.push_screen(screen, chosen)

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
            self.push_screen(HelpScreen(self._commands(self.screen)))

    def _commands(self, screen: Screen[Any]) -> list[tuple[str, str]]:
        """Every command of a screen: its keys and what it does."""
        keys: dict[str, list[str]] = {}
        for _, binding, _, _ in screen.active_bindings.values():
            if binding.id and binding.description:
                display = self.get_key_display(binding)
                known = keys.setdefault(binding.description, [])
                if display.casefold() not in map(str.casefold, known):
                    known.append(display)
        return [(", ".join(names), description) for description, names in keys.items()]

    def action_home(self) -> None:
        """The first screen."""
        if isinstance(self.screen_stack[0], HomeScreen):
            self.pop_screen()
        else:
            self._show(HomeScreen(self._desk))
            self.run_worker(self.library())

    def action_leave(self) -> None:
        """Leave the round, if the player means it."""
        from quiz.tui.screens.dialog import Confirm

        def answered(leave: bool | None) -> None:
            if leave:
                self.action_home()

        detail = "Your answers are kept, and you can go on from the first screen."
        self.push_screen(Confirm("Leave this round?", detail), answered)

    @on(RoundOver)
    def _round_over(self, event: RoundOver) -> None:
        from quiz.tui.screens.results import ResultsScreen

        earlier = self.store.comparable(event.session.recording)
        day = f"{self.today():%d %B %Y}".lstrip("0")
        self._show(ResultsScreen(event.session, earlier, day))

    @on(Again)
    async def _again(self, event: Again) -> None:
        await self._begin(event.selection._replace(seed=""))

    # -- signals ------------------------------------------------------------------------------

    def _listen(self) -> None:
        """End in good order when told to, and stop and go on as a job of the shell."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number)
        stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
        if not callable(stop) or not callable(go_on):
            return

        def stopped(number: int, frame: Any) -> None:
            self._suspended = True
            stop(number, frame)

        def continued(number: int, frame: Any) -> None:
            if self._suspended:
                self._suspended = False
                go_on(number, frame)
            else:
                loop.call_soon_threadsafe(self._repaint)

        signal.signal(signal.SIGTSTP, stopped)
        signal.signal(signal.SIGCONT, continued)

    def _repaint(self) -> None:
        """Paint everything: another program may have written on the screen."""
        for screen in self.screen_stack:
            screen.refresh()
            screen.query("*").refresh()

    def _end(self, number: int) -> None:
        self.exit(return_code=128 + number)
