"""The application: what leads from one screen to another, and what all screens share."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker

from quiz.game.deck import Selection
from quiz.game.modes import DAILY, REVIEW, Rules
from quiz.packs import library
from quiz.packs.library import Loaded
from quiz.scores.rounds import LEFT, Saved
from quiz.scores.store import Store
from quiz.session import (
    Clock,
    Load,
    Session,
    again,
    begin,
    left_open,
    missed,
    practise,
    resume,
    same,
)
from quiz.settings import Settings, save_settings
from quiz.tui.commands import Command, key_name
from quiz.tui.reading import Reading
from quiz.tui.screens.base import QuizScreen
from quiz.tui.theme import NIGHT_FILE, THEMES, readable
from quiz.tui.waiting import WaitingApp

if TYPE_CHECKING:
    from quiz.tui.screens.base import EditPack
    from quiz.tui.screens.home import Overview
    from quiz.tui.screens.new_round import Start
    from quiz.tui.screens.question import RoundOver
    from quiz.tui.screens.results import Another
    from quiz.tui.screens.scores import Reopen
    from quiz.tui.screens.settings import Changed
    from quiz.tui.screens.stats import Practise


class QuizApp(WaitingApp):
    """The game in a terminal.

    It opens with `session`, a round of the packs `played`, or without one on the home screen; then
    an action named `first_action` runs. Settings are saved in the file `settings_path`. `read`
    loads all installed packs and `load` some by name. `clock` returns the seconds of a monotonic
    clock, and `today` the time of day.
    """

    TITLE = "quiz"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # two keys in a hurry are too much for Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
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
        first_action: str = "",
    ) -> None:
        self.settings = settings
        super().__init__()
        self.store = store
        self.settings_path = settings_path
        self.clock = clock
        self.load = load
        self.today = today
        self.trouble = ""
        self._first = session
        self._first_action = first_action
        self.reading = Reading(self._renew, lambda: self.is_running, read, played)
        self._author: Worker[None] | None = None
        self.set_keymap(settings.keys)
        if not settings.motion:
            self.animation_level = "none"

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own themes, and all of Textual's, by name."""
        return {theme.name: theme for theme in THEMES} | super().available_themes

    def first_theme(self) -> str:
        """Return the name of the theme chosen before, or of our first."""
        name = self.settings.theme
        return name if name in self.available_themes else NIGHT_FILE.name

    theme = Reactive[str](Initialize(first_theme))  # in time for the first stylesheet

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme, made readable."""
        self.theme_variables = readable(super().get_css_variables())
        return self.theme_variables

    def get_default_screen(self) -> Screen[Any]:
        """Return the first screen, whose styles Textual does not load by itself."""
        screen = self._question(self._first) if self._first else self._home()
        for path in screen.css_path:
            self.stylesheet.read(path)
        return screen

    def _question(self, session: Session) -> Screen[Any]:
        from quiz.tui.screens.question import QuestionScreen

        return QuestionScreen(session, self.reading.packs_of)

    def _home(self) -> Screen[Any]:
        from quiz.tui.screens.home import HomeScreen

        return HomeScreen(self._overview)

    def on_mount(self) -> None:
        """Follow changes of the theme; do the rest once something is shown."""
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Do what could wait until the first screen is shown."""
        gc.enable()
        gc.freeze()
        self.run_worker(asyncio.to_thread(self.store.prepare))
        if self._first_action:
            self.call_next(self.run_action, self._first_action)

    def get_key_display(self, binding: Binding) -> str:
        """Return the name of a key, as it is printed on keyboards or as the screen shows it."""
        if isinstance(self.screen, QuizScreen) and (shown := self.screen.key_display(binding)):
            return shown
        return key_name(binding.key)

    def action_command_palette(self) -> None:
        """Let the player choose one of all commands that can be used now."""
        from quiz.tui.screens.palette import Palette

        async def chosen(command: Command | None) -> None:
            if command:
                await command.run()

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen), chosen)

    @property
    def player(self) -> str:
        """The name chosen by the player, or that of the last player."""
        return self.settings.player or next(iter(self.store.players()), "Player")

    @property
    def chosen(self) -> list[str]:
        """The names of the packs to play."""
        return self.reading.chosen(self.settings.packs)

    def _renew(self) -> None:
        """Show what is known about the packs, unless the app is ending and has no screen."""
        if self.is_running and isinstance(self.screen, QuizScreen) and self.screen.ready:
            self.screen.renew()

    def on_packs_needed(self) -> None:
        """Read the packs whose files have changed."""
        if not self.reading.busy:
            self.run_worker(self.reading.packs())
            self._catch_up()

    @work(group="reviews", exclusive=True)
    async def _catch_up(self) -> None:
        """Schedule the reviews of what was answered since the last time."""
        from quiz.scores import review

        if await asyncio.to_thread(review.catch_up, self.store, self.player):
            self._renew()

    def _overview(self) -> Overview:
        """Return what the home screen shows now."""
        from quiz.tui.screens.home import overview

        known = self.reading.known
        return overview(
            self.store,
            self.player,
            known,
            self.chosen,
            self.reading.progress,
            self.today().date(),
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

    def on_changed(self, event: Changed) -> None:
        """Save a setting, and let it take effect."""
        self._save(self.settings._replace(**{event.name: event.value}))
        if event.name == "theme":
            self.theme = event.value
        elif event.name == "motion":
            self.animation_level = "full" if event.value else "none"
        elif event.name == "keys":
            self.set_keymap(event.value)
        self._renew()

    def judged(self, right: bool) -> None:
        """Ring the terminal's bell at a wrong answer, if the player wants that."""
        if self.settings.sound and not right:
            self.bell()

    def _show(self, screen: Screen[Any]) -> None:
        """Show a screen instead of those in front of the first, or in front of the first."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    async def _start(self, make: Callable[[], Session | None]) -> None:
        """Show the round that `make` returns; call it in a thread."""

        async def show(session: Session | None) -> None:
            if session:
                self._show(self._question(session))
            else:
                self.report("This round can no longer be read.")

        await self.follow(asyncio.to_thread(make), show)

    async def action_new_round(self) -> None:
        """Let the player choose a round."""
        from quiz.tui.screens.new_round import NewRoundScreen

        async def show(loaded: list[Loaded]) -> None:
            self.push_screen(NewRoundScreen(loaded, self.chosen, self.settings))

        await self.follow(self.reading.packs(), show)

    async def on_start(self, event: Start) -> None:
        """Begin the round that was chosen, and keep the choice."""
        rules, (names, category, difficulty, *_) = event.rules, event.selection
        new = self.settings._replace(packs=names, mode=rules.mode, count=rules.count)
        new = new._replace(category=category, difficulty=difficulty)
        self._save(new._replace(party=event.party or new.party))
        await self._begin(rules, event.selection, event.party or (self.player,))

    async def _begin(self, rules: Rules, selection: Selection, players: tuple[str, ...]) -> None:
        from quiz.game.challenge import looks_like_code
        from quiz.race import challenged

        relaxed = self.settings.relaxed

        async def start(loaded: list[Loaded]) -> None:
            packs = [pack for pack in loaded if pack.name in selection.packs]
            broken = [pack for pack in packs if not pack.pack]
            if broken and len(broken) < len(packs):
                self.report(broken[0].problem, "warning")
            if looks_like_code(selection.seed):
                make = partial(challenged, selection.seed, loaded, players[0], relaxed=relaxed)
            else:
                make = partial(begin, packs, rules.slowed(relaxed), selection, players)
            await self._start(
                lambda: make(store=self.store, clock=self.clock, today=lambda: self.today().date())
            )

        await self.follow(self.reading.packs(), start)

    async def action_daily(self) -> None:
        """Play today's daily, or practise it."""
        await self._begin_mode(DAILY)

    async def action_review(self) -> None:
        """Ask again what is due."""
        await self._begin_mode(REVIEW)

    async def _begin_mode(self, rules: Rules) -> None:
        await self.reading.packs()
        await self._begin(rules, Selection(tuple(self.chosen)), (self.player,))

    async def action_resume(self) -> None:
        """Continue the round that the player left last."""
        if rounds := left_open(self.store, self.player, most=1):
            await self._resume(rounds[0].uid)

    async def _resume(self, uid: str) -> None:
        await self._start(lambda: resume(uid, self.store, self.clock))

    def action_open_rounds(self) -> None:
        """Let the player choose one of the rounds left open."""
        from quiz.tui.screens.dialogs import Pick
        from quiz.tui.screens.home import open_rounds

        async def chosen(uid: str | None) -> None:
            if uid:
                await self._resume(uid)

        offers = open_rounds(self.store, self.player)
        self.push_screen(Pick("Which round?", offers), chosen)

    async def action_packs(self) -> None:
        """Let the player choose packs."""
        from quiz.record import mastery
        from quiz.tui.screens.new_round import NewRoundScreen
        from quiz.tui.screens.packs import PacksScreen

        async def choose(loaded: list[Loaded]) -> None:
            chosen = self.chosen
            screen = PacksScreen(
                lambda: self.reading.known, partial(mastery, self.store, self.player), chosen
            )

            async def done(names: tuple[str, ...] | None) -> None:
                if names:
                    self._save(self.settings._replace(packs=names))
                if isinstance(self.screen, NewRoundScreen):
                    self.screen.select(self.reading.known, self.chosen)
                elif screen.played:
                    await self.action_new_round()

            self.push_screen(screen, done)

        if self.reading.known:
            await choose(self.reading.known)
        else:
            await self.follow(self.reading.packs(), choose)

    def on_edit_pack(self, event: EditPack) -> None:
        """Let the player edit a pack, and report the problems it has afterwards."""
        if self._author is None or self._author.is_finished:
            self._author = self.run_worker(self._write(event))

    async def _write(self, event: EditPack) -> None:
        from quiz.tui import author

        pack, line = await asyncio.to_thread(author.locate, event.packs, event.item)
        self.clear_notifications()
        if trouble := author.edit(self, pack.path, line):
            self.report(trouble)
        else:
            self.report(*await asyncio.to_thread(author.check_result, pack))
        if self.reading.known:
            self.run_worker(self.reading.packs())

    def action_player(self) -> None:
        """Let the player choose a name."""
        from quiz.tui.screens.dialogs import Name

        def chosen(name: str | None) -> None:
            if name:
                self._save(self.settings._replace(player=name))
                self._renew()

        self.push_screen(Name(self.player, self.store.players()), chosen)

    def action_scores(self) -> None:
        """Show the scores."""
        from quiz.tui.screens.scores import ScoresScreen

        self.push_screen(ScoresScreen(self.store))

    def action_stats(self) -> None:
        """Show the statistics."""
        from quiz.tui.screens.stats import StatsScreen

        self.push_screen(StatsScreen(self.store, self.player, self.today().date()))

    def action_settings(self) -> None:
        """Show the settings."""
        from quiz.tui.screens.settings import SettingsScreen

        own = [theme.name for theme in THEMES]
        themes = [*own, *sorted(set(self.available_themes) - set(own))]
        self.push_screen(SettingsScreen(self.settings._replace(theme=self.theme), themes))

    def action_keys(self) -> None:
        """Show the keys of every command."""
        from quiz.tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self.settings.keys))

    def action_help(self) -> None:
        """Show help for the present screen."""
        from quiz.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_home(self) -> None:
        """Show the home screen."""
        if self._first:
            self._show(self._home())
        while len(self.screen_stack) > (2 if self._first else 1):
            self.pop_screen()

    async def on_round_over(self, event: RoundOver) -> None:
        """Show the results of a round that has ended."""
        session = event.session
        await self._review(Saved(session.round, session.game), self.today(), reopened=False)

    async def _review(self, saved: Saved, day: datetime, reopened: bool) -> None:
        from quiz.record import news
        from quiz.tui.screens.results import ResultsScreen

        round = saved.round
        form = await asyncio.to_thread(self.store.form, round)
        more = await asyncio.to_thread(news, self.store, round, saved.game, self.today())
        date = f"{day:%d %B %Y}".lstrip("0")
        packs = self.reading.packs_of(round)
        screen = ResultsScreen(saved, packs, form, date, reopened, more)
        if reopened:
            self.push_screen(screen)
        else:
            self._show(screen)

    async def on_another(self, event: Another) -> None:
        """Begin another round like one that has ended, or of what was missed in it."""
        round, game = event.saved.round, event.saved.game
        makes: Mapping[str, Callable[[], Session]] = {
            "again": lambda: again(round, self.store, self.load, self.clock),
            "same": lambda: same(round, self.store, self.clock),
            "missed": lambda: missed(round, game, self.store, self.clock),
        }
        await self._start(makes[event.kind])

    async def on_practise(self, event: Practise) -> None:
        """Begin a round of questions that were missed."""
        uids, player = event.uids, self.player
        await self._start(lambda: practise(uids, player, self.store, self.clock))

    async def on_reopen(self, event: Reopen) -> None:
        """Show the results of a round again, or continue it."""
        played = event.played
        if not played.ended:
            await self._resume(played.uid)
        elif played.ended == LEFT or not (saved := self.store.load(played.uid)):
            self.report("The questions of this round were not kept.", "warning")
        else:
            day = datetime.fromisoformat(played.started).astimezone()
            await self._review(saved, day, reopened=True)
