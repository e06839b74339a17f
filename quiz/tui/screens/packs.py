"""The packs: those from which the next rounds are drawn can be selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES
from quiz.packs.pool import Pool
from quiz.text import count
from quiz.tui.lines import EMPTY, Line, Page, Span, filled, fit, pad, paragraph, spread
from quiz.tui.screens.page import Edit, PacksNeeded, PageScreen

CHECK_INTERVAL = 2.0
"""How many seconds pass between two checks for changed files while the packs are shown."""


class PacksScreen(PageScreen["tuple[str, ...] | None"]):
    """The packs of the library, with the selected ones ticked, and what is wrong with broken ones.

    `look` returns the packs as they are now. A pack that breaks or disappears stays selected, in
    case it can be played again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous pack", id="packs.up", show=False),
        Binding("down", "move(1)", "Next pack", id="packs.down", show=False),
        Binding("space", "select", "Select", id="packs.tick"),
        Binding("a,A", "all", "All", id="packs.all"),
        Binding("enter", "done", "Play these", id="packs.play"),
        Binding("e,E", "edit", "Edit", id="packs.edit"),
        Binding("escape", "back", "Back", id="packs.back"),
    ]

    def __init__(self, look: Callable[[], Sequence[Loaded]], chosen: Sequence[str]) -> None:
        super().__init__()
        self.look = look
        self.library = look()
        self.chosen = set(chosen)
        self.highlighted = 0
        self.played = False

    @property
    def current(self) -> Loaded | None:
        """The highlighted pack, or None if there are no packs."""
        return self.library[self.highlighted] if self.library else None

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
        """Show the packs as they are now; the highlighted one stays highlighted if it is there."""
        before, self.library = self.current, self.look()
        names = [loaded.name for loaded in self.library]
        self.highlighted = max(0, min(self.highlighted, len(names) - 1))
        if before and before.name in names:
            self.highlighted = names.index(before.name)
        self.refresh_bindings()
        super().renew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is possible: only a pack that is a file can be edited."""
        if action == "edit":
            return self.current is not None and self.current.path != Path()
        return True

    def page(self, width: int, height: int) -> Page:
        """Return the list, and what is known about the highlighted pack."""
        chosen = sum(len(p.pack.items) for p in self.library if p.pack and p.name in self.chosen)
        size = Span(count(chosen, "question"), "muted")
        head = spread((Span("PACKS", "bold"),), (size,), width)
        rows = [self._row(at, loaded, width) for at, loaded in enumerate(self.library)]
        broken = self.current and self.current.pack is None
        about = self._about(width) if height >= 20 or broken else []
        body = [*rows, EMPTY, *about]
        heads = [EMPTY, head, EMPTY] if height >= 20 else [head]
        return Page(heads, body, [EMPTY, self.keys(width)], self.highlighted)

    def _row(self, at: int, loaded: Loaded, inner: int) -> Line:
        here = at == self.highlighted
        tick, role, size = "!", "danger", ""
        title = f"{loaded.name}: cannot be played"
        if loaded.pack:
            tick, role = "✓" if loaded.name in self.chosen else " ", ""
            title = loaded.pack.title
            if [one.pack.title for one in self.library if one.pack].count(title) > 1:
                title += f" ({loaded.name})"
            size = count(len(loaded.pack.items), "question")
        start = (
            Span("▌ " if here else "  ", "accent"),
            Span(f"[{tick}] ", role or "accent bold"),
            Span(fit(title, inner - len(size) - 8), role),
        )
        line = spread(start, (Span(f"{size} ", "muted"),), inner)
        return filled(line, inner, "bar" if here else "", f"screen.press({at})")

    def _about(self, inner: int) -> list[Line]:
        loaded = self.current
        if loaded is None:
            return paragraph("There are no packs.", inner, "muted")
        if loaded.pack is None:
            return paragraph(loaded.problem, inner, "danger")
        pack = loaded.pack
        counts = Pool([pack.items]).counts()
        levels = [
            (level, sum(count for (_, difficulty), count in counts.items() if difficulty == level))
            for level in DIFFICULTIES
        ]
        facts = [
            ("name", loaded.name),
            (
                "categories",
                ", ".join(dict.fromkeys(category for category, _ in counts if category)),
            ),
            ("difficulty", " · ".join(f"{count:,} {level}" for level, count in levels if count)),
            ("author", pack.author),
            ("licence", pack.license),
            ("about", pack.description),
        ]
        lines: list[Line] = []
        for label, text in facts:
            if text:
                for row in paragraph(text, inner - 12):
                    lines.append((Span(pad(label, 12), "muted"), *row))
                    label = ""
        return lines

    def action_move(self, step: int) -> None:
        """Highlight another pack."""
        if self.library:
            self.highlighted = (self.highlighted + step) % len(self.library)
            self.sheet.redraw()

    def action_select(self) -> None:
        """Select the highlighted pack, or deselect it."""
        if self.current and self.current.pack:
            self.chosen ^= {self.current.name}
            self.sheet.redraw()

    def action_press(self, at: int) -> None:
        """Select the pack that was clicked, or deselect it."""
        self.highlighted = at
        self.action_select()

    def action_all(self) -> None:
        """Select all packs, or none if all are selected."""
        everything = self._playable()
        self.chosen = set() if everything <= self.chosen else self.chosen | everything
        self.sheet.redraw()

    def action_edit(self) -> None:
        """Ask for the highlighted pack to be edited."""
        if self.current:
            self.post_message(Edit([self.current]))

    def action_done(self) -> None:
        """Play a round of the selected packs, or of the highlighted one if none can be played."""
        if not self.chosen & self._playable() and self.current and self.current.pack:
            self.chosen.add(self.current.name)
        if self.chosen & self._playable():
            self.played = True
            self.dismiss(self._names())

    def action_back(self) -> None:
        """Go back and keep the selection, unless it is empty."""
        self.dismiss(self._names() or None)

    def _playable(self) -> set[str]:
        """Return the names of the packs that can be played."""
        return {loaded.name for loaded in self.library if loaded.pack}

    def _names(self) -> tuple[str, ...]:
        return tuple(loaded.name for loaded in self.library if loaded.name in self.chosen)
