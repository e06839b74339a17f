"""The packs: those from which the next rounds are drawn can be selected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES
from quiz.packs.pool import Pool
from quiz.text import count, drawable
from quiz.tui.screens.base import HELP, EditPack, PacksNeeded, Page, QuizScreen
from quiz.tui.widgets.line import Line, bar
from quiz.tui.widgets.menu import Menu

CHECK_INTERVAL = 2.0
"""How many seconds pass between two checks for changed files while the packs are shown."""


class Packs(Menu, inherit_bindings=False):
    """The list of packs. Enter and Space belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = Menu.BINDINGS[:2]


class PacksScreen(QuizScreen["tuple[str, ...] | None"]):
    """The packs of the library, the selected ones ticked, and what is wrong with broken ones.

    `look` returns the packs as they are now, and `mastery` how many of the questions of each the
    player has answered right, by its name. A pack that breaks or disappears stays selected, in
    case it can be played again.
    """

    CSS_PATH = "packs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "Play these", id="packs.play", tooltip="Play the selected packs"),
        Binding("escape", "back", "Back", id="packs.back"),
        HELP,
        Binding("space", "select", "Select", id="packs.tick", tooltip="Select or deselect"),
        Binding("a,A", "all", "All", id="packs.all", tooltip="Select all packs, or none"),
        Binding("ctrl+e", "edit", "Edit", id="packs.edit", tooltip="Edit this pack"),
    ]

    def __init__(
        self,
        look: Callable[[], Sequence[Loaded]],
        mastery: Callable[[Sequence[Loaded]], Mapping[str, int]],
        chosen: Sequence[str],
    ) -> None:
        super().__init__()
        self.look = look
        self.mastery = mastery
        self.library: Sequence[Loaded] = []
        self.mastered: Mapping[str, int] = {}
        self.chosen = set(chosen)
        self.played = False
        self.packs = Packs()
        self.about = Line()
        self.total = Line(id="total")

    def body(self) -> ComposeResult:
        """Yield the list, and what is known about the highlighted pack."""
        yield Horizontal(Line("PACKS", id="heading"), self.total, id="head")
        yield Horizontal(self.packs, Page(self.about), id="columns")

    @property
    def current(self) -> Loaded | None:
        """The highlighted pack, or None if there are no packs."""
        at = self.packs.highlighted
        return self.library[at] if at is not None and at < len(self.library) else None

    def on_mount(self) -> None:
        """Begin to check the files regularly."""
        self.set_interval(CHECK_INTERVAL, self._check_files)

    def on_screen_resume(self) -> None:
        """Show the packs as they are now, and check their files."""
        super().on_screen_resume()
        self._check_files()

    def _check_files(self) -> None:
        if self.is_current:
            self.post_message(PacksNeeded())

    def renew(self) -> None:
        """Show the packs as they are now."""
        super().renew()
        before, self.library = self.library, self.look()
        if [*map(id, before)] != [*map(id, self.library)]:
            at, names = self.packs.highlighted, [pack.name for pack in self.library]
            pointed = before[at].name if at is not None and at < len(before) else ""
            self._list_packs(names.index(pointed) if pointed in names else 0)
            self.run_worker(self._count(self.library), exclusive=True)

    async def _count(self, library: Sequence[Loaded]) -> None:
        """Count the questions that were answered right, and show how many."""
        self.mastered = await asyncio.to_thread(self.mastery, library)
        if self.ready:
            self._list_packs(self.packs.highlighted)

    def _list_packs(self, highlighted: int | None) -> None:
        """List the packs, with one of them highlighted."""
        titles = [pack.pack.title for pack in self.library if pack.pack]
        doubled = {title for title in titles if titles.count(title) > 1}
        self.packs.set_options(self._row(pack, doubled) for pack in self.library)
        self.packs.highlighted = highlighted
        chosen = sum(len(p.pack.items) for p in self.library if p.pack and p.name in self.chosen)
        self.total.show(f"{count(chosen, 'question')} selected")
        self._show_details()

    def _row(self, pack: Loaded, doubled: set[str]) -> Content:
        """Return the row of a pack, with its name if several have its title."""
        if not pack.pack:
            return Content.styled(f" [!] {drawable(pack.name)}: cannot be played", "$text-error")
        right, size = self.mastered.get(pack.name, 0), len(pack.pack.items)
        title = drawable(pack.pack.title)
        if pack.pack.title in doubled:
            title += f" ({drawable(pack.name)})"
        tick = f" [{'✓' if pack.name in self.chosen else ' '}] "
        known = Content.assemble(" ", bar(right, size), f" {right:>4,}/{size:,}")
        if self.has_class("-narrow"):
            return Content.assemble((tick, "bold $text-accent"), title)
        room = min(self.app.size.width - (48 if self.has_class("-wide") else 4), 70) - 27
        label = Content(title).truncate(room, ellipsis=True, pad=True)
        return Content.assemble((tick, "bold $text-accent"), label, known)

    @on(OptionList.OptionHighlighted)
    def _show_details(self) -> None:
        """Show what is known about the highlighted pack."""
        current = self.current
        self.set_class(current is not None and current.pack is None, "-broken")
        self.about.show(_about(current, self.mastered) if current else "There are no packs.")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: only the player's own packs can be edited."""
        if action == "edit":
            pack = self.current
            return pack is not None and not pack.built_in and pack.path != Path()
        return True

    @on(OptionList.OptionSelected)
    def action_select(self) -> None:
        """Select the highlighted pack, or deselect it."""
        if self.current and self.current.pack:
            self.chosen ^= {self.current.name}
            self._list_packs(self.packs.highlighted)

    def action_all(self) -> None:
        """Select all packs, or none if all are selected."""
        everything = self._playable()
        self.chosen = set() if everything <= self.chosen else self.chosen | everything
        self._list_packs(self.packs.highlighted)

    def _playable(self) -> set[str]:
        return {pack.name for pack in self.library if pack.pack}

    def action_edit(self) -> None:
        """Ask for the highlighted pack to be edited."""
        if self.current:
            self.post_message(EditPack([self.current]))

    def action_done(self) -> None:
        """Play a round of the selected packs, or of the highlighted one if none can be played."""
        if not self.chosen & self._playable() and self.current and self.current.pack:
            self.chosen.add(self.current.name)
        if self.chosen & self._playable():
            self.played = True
            self.action_back()

    def action_back(self) -> None:
        """Go back and keep the selection, unless it is empty."""
        names = tuple(loaded.name for loaded in self.library if loaded.name in self.chosen)
        self.dismiss(names or None)


def _about(pack: Loaded, mastered: Mapping[str, int]) -> Content:
    """Return the details of a pack, or what is wrong with it."""
    if pack.pack is None:
        return Content(drawable(pack.problem))
    counts = Pool([pack.pack.items]).counts()
    levels = {
        level: sum(many for (_, difficulty), many in counts.items() if difficulty == level)
        for level in DIFFICULTIES
    }
    facts = {
        "": pack.pack.description,
        "Name": pack.name,
        "Author": pack.pack.author,
        "Licence": pack.pack.license,
        "Categories": ", ".join(dict.fromkeys(category for category, _ in counts if category)),
        "Questions": ", ".join(f"{many:,} {level}" for level, many in levels.items() if many),
        "Mastered": f"{mastered.get(pack.name, 0):,} of {len(pack.pack.items):,}",
    }
    lines = [
        Content.assemble((f"{label:<12}" if label else "", "$text-muted"), drawable(text))
        for label, text in facts.items()
        if text
    ]
    return Content("\n").join(lines)
