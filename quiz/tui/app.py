"""The application: what leads from one screen to another, and what all screens share."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from functools import partial
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

from quiz.errors import QuizError
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.scores.rounds import Round
from quiz.scores.store import Store
from quiz.session import Clock, Load, Session, again, begin, left_open, resume
from quiz.settings import Settings, save_settings
from quiz.text import count, printable
from quiz.tui.reading import Reading
from quiz.tui.screens.home import HomeScreen, Overview
from quiz.tui.screens.page import Edit, PacksNeeded, PageScreen
from quiz.tui.screens.question import Again, QuestionScreen, RoundOver
from quiz.tui.theme import NIGHT_FILE

KEY_NAMES = {
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
"""Keys by the names that are printed on keyboards."""

KEYS_WAIT = 0.25
"""For how many seconds the next key waits when something is read because of a key."""

_Value = TypeVar("_Value")


class QuizApp(App[None]):
    """The game in a terminal.

    It opens with `session`, a round of the packs `played`, or without one on the home screen.
    Settings are saved in the file `settings_path`. `read` loads all installed packs and `load`
    some by name. `clock` returns the seconds of a monotonic clock, and `today` the time of day.
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
        self._author: Worker[None] | None = None
        self.register_theme(NIGHT_FILE)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else NIGHT_FILE.name
        self.set_keymap(settings.keys)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of the terminal: our own instead of Textual's LinuxDriver."""
        driver = super().get_driver_class()
        if sys.platform != "win32" and driver.__name__ == "LinuxDriver":
            from quiz.tui.driver import SturdyDriver

            return SturdyDriver
        return driver

    def get_default_screen(self) -> Screen[Any]:
        """Return the first screen."""
        if self._first:
            return QuestionScreen(self._first, self._packs_of)
        return HomeScreen(self._overview)

    def on_mount(self) -> None:
        """Handle signals and changes of the theme; do the rest once something is shown."""
        if sys.platform != "win32":
            from quiz.tui.driver import listen

            listen(self._end, self._repaint)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.app_resume_signal.subscribe(self, lambda _: self._repaint())
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Do what could wait until the first screen is shown."""
        gc.enable()
        gc.freeze()
        self.run_worker(asyncio.to_thread(self.store.prepare))

    def get_key_display(self, binding: Binding) -> str:
        """Return the name of a key as it is printed on keyboards."""
        return binding.key_display or KEY_NAMES.get(binding.key) or super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield every command of a screen, for the command palette."""
        commands: dict[tuple[str, DOMNode], Binding] = {}
        for namespace, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.id and binding.action != "command_palette":
                commands.setdefault((binding.action, namespace), binding)
        for (action, namespace), binding in commands.items():
            run = partial(self.run_action, action, namespace)
            yield SystemCommand(binding.description, f"Key: {self.get_key_display(binding)}", run)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    # -- packs and players --------------------------------------------------------------------

    @property
    def player(self) -> str:
        """The name chosen by the player, or that of the last player."""
        return self.settings.player or next(iter(self.store.players()), "Player")

    def _renew(self) -> None:
        """Show what is known about the packs, unless the app is ending and has no screen."""
        if self.is_running and isinstance(self.screen, PageScreen):
            self.screen.renew()

    @on(PacksNeeded)
    def _read_packs(self) -> None:
        if not self.reading.busy:
            self.run_worker(self.reading.packs())

    async def _follow(
        self, work: Coroutine[Any, Any, _Value], then: Callable[[_Value], Awaitable[None]]
    ) -> None:
        """Call `then` with what `work` returns, and report an error that it raises.

        Keys are held back for a moment, so that they reach the screen that `then` shows. If it
        takes longer, `then` is called only if this was the last call, and if the player is still
        on the same screen.
        """
        screen = self.screen
        task = asyncio.create_task(work)

        async def finish() -> None:
            try:
                value = task.result()
            except QuizError as error:
                self._notify(error.message)
            else:
                await then(value)

        async def finish_later() -> None:
            await asyncio.wait([task])
            if self.is_running and self.screen is screen:
                await finish()

        await asyncio.wait([task], timeout=KEYS_WAIT)
        if task.done():
            await finish()
        else:
            self.run_worker(finish_later(), group="follow", exclusive=True)

    def _chosen(self, loaded: Sequence[Loaded]) -> list[str]:
        """Return the names of the packs to play: those chosen last, or the built-in ones."""
        names = [pack.name for pack in loaded if pack.name in self.settings.packs]
        return names or [pack.name for pack in loaded if pack.built_in]

    def _overview(self) -> Overview:
        """Return what the home screen shows now."""
        names = self._chosen(self.reading.known)
        packs = [one.pack for one in self.reading.known if one.pack and one.name in names]
        size = sum(len(pack.items) for pack in packs)
        player = self.player
        finished, best = self.store.standing(player)
        scores = "nothing played yet"
        if best is not None:
            scores = f"best {best:,} · {count(finished, 'round')} played"
        left = ""
        for played in left_open(self.store, player, most=1):
            left = f"{played.answered} of {played.cards} answered"
        return Overview(
            player=player,
            packs=", ".join(names) or "the built-in packs",
            facts=self.reading.progress or (f"{count(size, 'question')} to play" if size else ""),
            scores=scores,
            left=left,
            trouble=self.trouble or self.store.trouble,
        )

    def _keep_theme(self, theme: Theme) -> None:
        if theme.name != (self.settings.theme or NIGHT_FILE.name):
            self._save(self.settings._replace(theme=theme.name))

    def _save(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(self.settings_path, settings)
        except OSError as error:
            self.trouble = f"Your settings could not be saved: {error.strerror}."

    # -- screens -----------------------------------------------------------------------------

    def _show(self, screen: Screen[Any]) -> None:
        """Show a screen instead of the present one, or in front of it if that is the first one."""
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _notify(self, sentence: str, severity: SeverityLevel = "error") -> None:
        self.notify(printable(sentence), severity=severity, markup=False)

    def _packs_of(self, round: Round) -> list[Loaded]:
        """Return the packs of a round, as far as their files are known."""
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
        """Show the round that `make` returns; call it in a thread."""

        async def show(session: Session | None) -> None:
            if session:
                self._show(QuestionScreen(session, self._packs_of))
            else:
                self._notify("This round can no longer be read.")

        await self._follow(asyncio.to_thread(make), show)

    async def action_round(self) -> None:
        """Begin a round of the packs chosen."""

        async def start(loaded: list[Loaded]) -> None:
            names = self._chosen(loaded)
            packs = [pack for pack in loaded if pack.name in names]
            broken = [pack for pack in packs if not pack.pack]
            if broken and len(broken) < len(packs):
                self._notify(broken[0].problem, "warning")
            selection = Selection(tuple(names))
            players = (self.player,)
            await self._start(
                lambda: begin(packs, CLASSIC, selection, players, self.store, clock=self.clock)
            )

        await self._follow(self.reading.packs(), start)

    async def action_resume(self) -> None:
        """Resume the round that the player left last."""
        if rounds := left_open(self.store, self.player, most=1):
            await self._start(lambda: resume(rounds[0].uid, self.store, self.clock))

    async def action_packs(self) -> None:
        """Let the player choose packs."""
        from quiz.tui.screens.packs import PacksScreen

        async def choose(loaded: list[Loaded]) -> None:
            screen = PacksScreen(lambda: self.reading.known, self._chosen(loaded))

            async def chosen(names: tuple[str, ...] | None) -> None:
                if names:
                    self._save(self.settings._replace(packs=names))
                if screen.played:
                    await self.action_round()

            self.push_screen(screen, chosen)

        if self.reading.known:
            await choose(self.reading.known)
        else:
            await self._follow(self.reading.packs(), choose)

    @on(Edit)
    def _edit(self, event: Edit) -> None:
        if self._author is None or self._author.is_finished:
            self._author = self.run_worker(self._write(event))

    async def _write(self, event: Edit) -> None:
        """Let the player edit a pack, and report the problems it has afterwards."""
        from quiz.tui import author

        pack, line = await asyncio.to_thread(author.locate, event.packs, event.item)
        self.clear_notifications()
        if trouble := author.edit(self, pack.path, line):
            self._notify(trouble)
        else:
            self._notify(*await asyncio.to_thread(author.check_result, pack))
        if self.reading.known:
            self.run_worker(self.reading.packs())

    def action_player(self) -> None:
        """Let the player choose a name."""
        from quiz.tui.screens.dialog import Name

        def chosen(name: str | None) -> None:
            if name:
                self._save(self.settings._replace(player=name))

        self.push_screen(Name(self.player, self.store.players()), chosen)

    def action_scores(self) -> None:
        """Show the scores."""
        from quiz.tui.screens.scores import ScoresScreen

        self.push_screen(ScoresScreen(self.store))

    def action_help(self) -> None:
        """Show help for the present screen."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_home(self) -> None:
        """Show the home screen."""
        if isinstance(self.screen_stack[0], HomeScreen):
            self.pop_screen()
        else:
            self._show(HomeScreen(self._overview))

    @on(RoundOver)
    def _round_over(self, event: RoundOver) -> None:
        from quiz.tui.screens.results import ResultsScreen

        round = event.session.round
        best = self.store.form(round).best
        day = f"{self.today():%d %B %Y}".lstrip("0")
        self._show(ResultsScreen(event.session, self._packs_of(round), best, day))

    @on(Again)
    async def _again(self, event: Again) -> None:
        round = event.session.round
        await self._start(lambda: again(round, self.store, self.load, self.clock))

    # -- the terminal -------------------------------------------------------------------------

    def _repaint(self) -> None:
        """Paint every screen again: another program may have written to the terminal."""
        for screen in self.screen_stack:
            screen.refresh()
            screen.query("*").refresh()

    def _end(self, number: int) -> None:
        self.exit(return_code=128 + number)
