"""The home screen: the emblem, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from quiz.packs.library import Loaded
from quiz.record import agenda, mastery, told
from quiz.scores.store import Store
from quiz.session import left_open
from quiz.text import count
from quiz.tui.screens.base import HELP, PacksNeeded, Page, QuizScreen
from quiz.tui.widgets.emblem import Emblem, Title
from quiz.tui.widgets.line import Line
from quiz.tui.widgets.menu import Menu


class Overview(NamedTuple):
    """What the home screen shows.

    `left` is how far the player got in the latest round left open, and `others` how many more
    there are. `mastered` of the `built_in` questions were answered right. `daily` says whether
    today's was played, and `review` what is due, if anything is.
    """

    player: str
    packs: str
    facts: str
    scores: str
    left: str = ""
    others: int = 0
    mastered: int = 0
    built_in: int = 0
    daily: str = ""
    review: str = ""


def overview(
    store: Store,
    player: str,
    known: Sequence[Loaded],
    chosen: Sequence[str],
    progress: str,
    today: date,
) -> Overview:
    """Return what the home screen shows of a player and of the packs that are known.

    `chosen` are the packs to play, by name, and `progress` says how much of them was read.
    """
    sizes = {one.name: len(one.pack.items) for one in known if one.pack}
    banks = [one for one in known if one.pack and one.built_in]
    size = count(sum(sizes.get(name, 0) for name in chosen), "question")
    finished, best = store.standing(player)
    scores = f"best {best or 0:,} · {count(finished, 'round')} played"
    left = left_open(store, player)
    days, due = agenda(store, player, today)
    return Overview(
        player=player,
        packs=", ".join(chosen) or "the built-in packs",
        facts=progress or (f"{size} to play" if known else "Loading questions…"),
        scores="nothing played yet" if best is None else scores,
        left=f"{left[0].answered} of {left[0].cards} answered" if left else "",
        others=max(0, len(left) - 1),
        mastered=sum(mastery(store, player, banks).values()),
        built_in=sum(sizes[one.name] for one in banks),
        daily=" · ".join(
            filter(None, ("played today" if days.played else "not played yet", told(days)))
        ),
        review=f"{count(due, 'question')} due" if due else "",
    )


def open_rounds(store: Store, player: str) -> list[tuple[str, str, str]]:
    """Return the rounds that a player can continue: their packs, how far they got, their uids."""
    return [
        (
            ", ".join(played.packs),
            f"{played.answered} of {played.cards} · "
            f"{datetime.fromisoformat(played.started).astimezone():%d %b %H:%M}",
            played.uid,
        )
        for played in left_open(store, player)
    ]


class HomeScreen(QuizScreen[None]):
    """The screen where rounds begin; `look` returns what to show."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,C", "go('resume')", "Continue", id="home.resume", tooltip="Continue the round"),
        Binding("o,O", "go('open_rounds')", "Open rounds", id="home.open", show=False),
        Binding("r,R", "go('new_round')", "New round", id="home.round"),
        Binding("d,D", "go('daily')", "Daily", id="home.daily", tooltip="Play today's daily"),
        Binding("v,V", "go('review')", "Review", id="home.review", show=False),
        Binding("p,P", "go('packs')", "Packs", id="home.packs", show=False),
        Binding("s,S", "go('scores')", "Scores", id="home.scores", show=False),
        Binding("h,H", "go('stats')", "Statistics", id="home.stats", show=False),
        Binding("n,N", "go('player')", "Player", id="home.player", show=False),
        Binding("t,T", "go('settings')", "Settings", id="home.settings", show=False),
        HELP,
        Binding("q,Q", "app.quit", "Quit", id="home.quit"),
    ]

    def __init__(self, look: Callable[[], Overview]) -> None:
        super().__init__()
        self.look = look
        self.overview = look()
        self.emblem = Emblem(id="emblem")
        self.facts = Line(id="facts")
        self.menu = Menu()
        self._fill()

    def body(self) -> ComposeResult:
        """Yield the emblem on the left, title and menu on the right."""
        with Page(id="poster"):
            yield self.emblem
            yield Title(id="title")
            yield self.facts
            yield self.menu

    def on_mount(self) -> None:
        """Fill the emblem."""
        self.emblem.fill(self._share)

    def on_screen_resume(self) -> None:
        """Show what there is to show now, and then ask for the packs to be read."""
        super().on_screen_resume()
        self.menu.highlighted = 0
        self.call_after_refresh(self.post_message, PacksNeeded())

    def renew(self) -> None:
        """Show what there is to show now."""
        super().renew()
        before, self.overview = self.overview, self.look()
        if self.overview != before:
            self._fill()
            self.emblem.fill(self._share)
            self.refresh_bindings()

    @property
    def _share(self) -> float:
        """The share of the built-in questions that were answered right."""
        return self.overview.mastered / max(1, self.overview.built_in)

    def _fill(self) -> None:
        """Write the overview into the widgets."""
        now = self.overview
        lines = [Content.styled(now.facts, "$text-muted")]
        if now.mastered:
            size = count(now.built_in, "question")
            lines.append(Content.styled(f"{now.mastered} of {size} mastered", "$text-accent"))
        self.facts.show(Content("\n").join(lines))
        entries = (
            ("c", "Continue", now.left, "resume"),
            ("o", "Open rounds", f"{now.others + 1} to continue" * bool(now.others), "open_rounds"),
            ("r", "New round", now.packs, "new_round"),
            ("d", "Daily", now.daily, "daily"),
            ("v", "Review", now.review, "review"),
            ("p", "Packs", "choose what is asked", "packs"),
            ("s", "Scores", now.scores, "scores"),
            ("h", "Statistics", "accuracy, pace, misses", "stats"),
            ("n", "Player", f"playing as {now.player}", "player"),
            ("t", "Settings", "theme, motion, sound, keys", "settings"),
        )
        self.menu.show(entry for entry in entries if entry[2])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: there may be no round to continue."""
        if action == "go" and parameters[0] == "resume":
            return bool(self.overview.left)
        if action == "go" and parameters[0] == "review":
            return bool(self.overview.review)
        if action == "go" and parameters[0] == "open_rounds":
            return bool(self.overview.others)
        return True

    async def action_go(self, name: str) -> None:
        """Do what an entry says."""
        await self.run_action(f"app.{name}")

    @on(OptionList.OptionSelected)
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        await self.action_go(str(event.option_id))
