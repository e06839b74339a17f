"""The packs: which ones the next rounds are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from quiz.packs.library import Loaded
from quiz.packs.model import DIFFICULTIES
from quiz.packs.pool import Pool
from quiz.text import count
from quiz.tui.lines import (
    EMPTY,
    Line,
    Page,
    Span,
    column,
    filled,
    fit,
    pad,
    paragraph,
    spread,
)
from quiz.tui.screens.page import Edit, LookAgain, PageScreen

PACE = 2.0
"""How many seconds lie between two looks at the packs while they are in front."""


class PacksScreen(PageScreen["tuple[str, ...] | None"]):
    """Every pack of the library, those chosen ticked; a broken one tells what is wrong.

    `look` tells which packs there are at the moment. A pack that breaks, or is gone for a
    while, is still chosen once it can be played again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", "Pack above", id="packs.up", show=False),
        Binding("down", "point(1)", "Pack below", id="packs.down", show=False),
        Binding("space", "tick", "Tick", id="packs.tick"),
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
        self.pointed = 0
        self.played = False

    def on_mount(self) -> None:
        """Look at the packs now and then."""
        self.set_interval(PACE, self._look_again)

    def on_screen_resume(self) -> None:
        """Show the packs that there are, and look whether they are still the same."""
        super().on_screen_resume()
        self._look_again()

    def _look_again(self) -> None:
        if self.is_current:
            self.post_message(LookAgain())

    def renew(self) -> None:
        """Show the packs that there are now; the one pointed at stays so."""
        here = self.library[self.pointed].name if self.library else ""
        self.library = self.look()
        names = [loaded.name for loaded in self.library]
        last = max(0, len(names) - 1)
        self.pointed = names.index(here) if here in names else min(self.pointed, last)
        self.refresh_bindings()
        super().renew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a pack that lies somewhere can be edited."""
        if action == "edit":
            return bool(self.library) and self.library[self.pointed].path != Path()
        return True

    def page(self, width: int, height: int) -> Page:
        """The list, and what is known about the pack that is pointed at."""
        margin, inner = column(width)
        chosen = sum(len(p.pack.items) for p in self.library if p.pack and p.name in self.chosen)
        size = count(chosen, "question")
        head = spread((Span("PACKS", "bold"),), (Span(size, "muted"),), inner)
        rows = [self._row(at, loaded, inner) for at, loaded in enumerate(self.library)]
        broken = self.library and self.library[self.pointed].pack is None
        about = self._about(inner) if height >= 20 or broken else []
        body = [*rows, EMPTY, *about]
        heads = [EMPTY, head, EMPTY] if height >= 20 else [head]
        foot = [EMPTY, self.keys(inner)]
        return Page(heads, body, foot, self.pointed).indented(margin)

    def _row(self, at: int, loaded: Loaded, inner: int) -> Line:
        here = at == self.pointed
        tick = "✓" if loaded.name in self.chosen else " "
        if loaded.pack is None:
            tick = "!"
        title = loaded.pack.title if loaded.pack else f"{loaded.name}: cannot be played"
        others = (one.pack.title for one in self.library if one.pack and one is not loaded)
        if loaded.pack and title in others:
            title += f" ({loaded.name})"
        size = count(len(loaded.pack.items), "question") if loaded.pack else ""
        role = "danger" if loaded.pack is None else ""
        start = (
            Span("▌ " if here else "  ", "accent"),
            Span(f"[{tick}] ", role or "accent bold"),
            Span(fit(title, inner - len(size) - 8), role),
        )
        line = spread(start, (Span(f"{size} ", "muted"),), inner)
        return filled(line, inner, "bar" if here else "", f"screen.press({at})")

    def _about(self, inner: int) -> list[Line]:
        if not self.library:
            return paragraph("There are no packs.", inner, "muted")
        loaded = self.library[self.pointed]
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

    def action_point(self, step: int) -> None:
        """Point at another pack."""
        if self.library:
            self.pointed = (self.pointed + step) % len(self.library)
            self.sheet.redraw()

    def action_tick(self) -> None:
        """Choose the pack pointed at, or no longer."""
        if self.library and self.library[self.pointed].pack:
            self.chosen ^= {self.library[self.pointed].name}
            self.sheet.redraw()

    def action_press(self, at: int) -> None:
        """Choose the pack that was clicked, or no longer."""
        self.pointed = at
        self.action_tick()

    def action_all(self) -> None:
        """Choose all packs, or none if all are chosen."""
        everything = self._sound()
        self.chosen = set() if everything <= self.chosen else self.chosen | everything
        self.sheet.redraw()

    def action_edit(self) -> None:
        """Change the pack pointed at."""
        self.post_message(Edit([self.library[self.pointed]]))

    def action_done(self) -> None:
        """Play a round of the packs chosen; of the one pointed at if none can be played."""
        if not self.chosen & self._sound() and self.library and self.library[self.pointed].pack:
            self.chosen.add(self.library[self.pointed].name)
        if self.chosen & self._sound():
            self.played = True
            self.dismiss(self._names())

    def action_back(self) -> None:
        """Keep the choice and go back; nothing chosen leaves it as it was."""
        self.dismiss(self._names() or None)

    def _sound(self) -> set[str]:
        """The names of the packs that can be played."""
        return {loaded.name for loaded in self.library if loaded.pack}

    def _names(self) -> tuple[str, ...]:
        return tuple(loaded.name for loaded in self.library if loaded.name in self.chosen)
