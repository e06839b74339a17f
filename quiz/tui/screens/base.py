"""What all screens share: the sizes designed for, the line of keys, scrolling, and bad news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from quiz.tui.widgets.line import Line

if TYPE_CHECKING:
    from quiz.packs.library import Loaded
    from quiz.packs.model import Item
    from quiz.tui.app import QuizApp


class PacksNeeded(Message):
    """A screen shows the packs, whose files may have changed since they were read."""


@dataclass
class EditPack(Message):
    """The player wants to edit a pack: the only one of `packs`, or the one that has the item."""

    packs: Sequence[Loaded]
    item: Item | None = None


HELP = Binding("f1", "app.help", "Help", id="app.help")
"""Each screen puts it where it stands in its line of keys."""


WIDTHS = [(0, "-narrow"), (64, "-normal"), (96, "-wide")]
HEIGHTS = [(0, "-short"), (20, "-medium"), (28, "-tall")]
"""The sizes designed for, as classes that screens have from so many columns and rows on."""


class Page(VerticalScroll, can_focus=False):
    """The part of a screen that scrolls."""


class QuizScreen(Screen[ScreenResultType]):
    """A screen with a line of keys; below the smallest size it says so, and nothing else."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll(1)", "Scroll down", id="page.down", show=False),
        Binding("pageup", "scroll(-1)", "Scroll up", id="page.up", show=False),
        Binding("down", "line(1)", "Line down", id="page.line_down", show=False),
        Binding("up", "line(-1)", "Line up", id="page.line_up", show=False),
    ]

    @property
    def quiz(self) -> QuizApp:
        """The app, which is a QuizApp."""
        return cast("QuizApp", self.app)

    def compose(self) -> ComposeResult:
        """Yield the body of the screen."""
        for breakpoints, size in zip((WIDTHS, HEIGHTS), self.app.size):
            self.add_class(max(one for one in breakpoints if one[0] <= size)[1], update=False)
        self.styles.padding = (0, 0, 1, 0)  # the room of the line of keys
        yield from self.body()
        self.call_after_refresh(self._show_keys)

    async def _show_keys(self) -> None:
        """Add the line of keys, once what the screen is about is shown."""
        from textual.widgets import Footer

        self.styles.clear_rule("padding")
        if self.is_attached:
            await self.mount(Footer(show_command_palette=False, compact=self.has_class("-narrow")))

    def body(self) -> ComposeResult:
        """Yield the widgets of the screen."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether the screen is in front, with its widgets: they come later than it does."""
        return bool(self.children) and self.is_active and self.app.is_running

    def renew(self) -> None:
        """Show what may have changed elsewhere."""
        self._report("trouble", self.trouble and f"! {self.trouble}")

    @property
    def trouble(self) -> str:
        """What went wrong with settings or scores, as sentences for the player."""
        return self.quiz.trouble or self.quiz.store.trouble

    def on_screen_resume(self) -> None:
        """Show what another screen, now closed, may have changed."""
        if self.ready:
            self.renew()

    def on_resize(self) -> None:
        """Say so if the terminal is too small for the screen."""
        tiny = self.app.size.width < 20 or self.app.size.height < 6
        self._report("too-small", "Make the window at least 20×6." if tiny else "")

    def _report(self, id: str, text: str) -> None:
        """Show a line below the body, which is there only while it is needed."""
        line = next(iter(self.query(f"#{id}").results(Line)), None)
        if line:
            line.show(text)
        elif text and self.ready:
            self.mount(Line(text, id=id))

    def key_display(self, binding: Binding) -> str:
        """Return how a key is shown on this screen, or an empty text for its usual name."""
        return ""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the screen, once: a second key pressed in a hurry closes no other screen."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def action_scroll(self, pages: int) -> None:
        """Scroll by pages."""
        for page in self.query(Page):
            page.scroll_relative(y=pages * max(1, page.size.height - 2), animate=False)

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        for page in self.query(Page):
            page.scroll_relative(y=lines, animate=False)
