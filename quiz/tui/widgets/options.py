"""The options of a card: broad rows with a key cap, and what an answer made of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import ListItem

from quiz.game.game import Game
from quiz.game.wording import verdict
from quiz.text import drawable
from quiz.tui.widgets.rows import Rows

ANSWER = Binding.Group("Answer")
"""The keys that answer, which the footer shows as one."""

INDENT, NOTE, ROOMY = 5, 16, 56
"""The columns before an option's text and those kept for a note, in a row at least this wide."""


class Look(NamedTuple):
    """What a row shows: the judgement on its right, the reason of that, and its state.

    The state is right, wrong, key, other or struck.
    """

    state: str = ""
    mark: str = ""
    reason: str = ""


class OptionRow(ListItem):
    """A row with an option, of which `wiped` is the share that shows its present state."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"optionrow--resting"}

    wiped: reactive[float] = reactive(1.0)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._option = ""
        self._look = Look()
        self._asking = False
        self.display = False

    def show(self, text: str, look: Look, asking: bool) -> None:
        """Show an option; without a text the row is not needed."""
        if (text, look, asking) == (self._option, self._look, self._asking):
            return
        before = len(self._lines(self.size.width)) if self.display else 0
        self._option, self._look, self._asking = drawable(text), look, asking
        self.set_classes(f"-{look.state}" if look.state else "")
        self.disabled = not text or look.state == "struck"
        self.display = bool(text)
        self.refresh(layout=before != len(self._lines(self.size.width)))

    def render(self) -> Content:
        """Return the key cap, the option and the note, on as many lines as it takes."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at a width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        look, roomy = self._look, width >= ROOMY
        note = Content.styled(look.mark, "bold")
        room = max(
            1, width - INDENT - (NOTE if roomy else note.cell_length + 1 if look.mark else 0)
        )
        style = {"struck": "strike", "": "bold" if self.highlighted else ""}.get(look.state, "")
        first, *more = Content.styled(self._option, style).wrap(room)
        if roomy and first.cell_length + len(look.mark + look.reason) + 4 <= width - INDENT:
            note = Content.assemble(note, "  " if look.reason else "", look.reason)
        cap = "" if look.state else "on $right" if self.highlighted else "on $background"
        ink = "" if look.state else "$on-right" if self.highlighted else "$text-accent"
        gap = width - INDENT - first.cell_length - note.cell_length - 1
        line = Content.assemble(
            (f" {self._number} ", f"bold {ink} {cap}"), "  ", first, " " * max(0, gap), note, " "
        )
        return [line, *(Content(" " * INDENT) + rest for rest in more)]

    def render_line(self, y: int) -> Strip:
        """Return a line, of which the part that is not wiped yet looks as before."""
        strip = super().render_line(y)
        cut = round(self.wiped * self.size.width)
        if cut >= self.size.width:
            return strip
        done, rest = strip.crop(0, cut), strip.crop(cut)
        before = self.get_component_rich_style("optionrow--resting")
        return Strip.join([done, Strip(Segment(text, before) for text, *_ in rest)])

    def on_click(self, event: events.Click) -> None:
        """Let a click answer while the card is asked; on a reveal it belongs to the screen."""
        if self._asking:
            event.stop()
        else:
            event.prevent_default()


class OptionRows(Rows, inherit_bindings=False):
    """The options of the card on the table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Previous option", id="question.up", show=False),
        Binding("down", "cursor_down", "Next option", id="question.down", show=False),
        Binding(
            "enter", "select_cursor", "Answer", id="question.choose", group=ANSWER,
            tooltip="Answer with the highlighted option",
        ),
    ]  # fmt: skip

    def __init__(self, most: int) -> None:
        self.rows = [OptionRow(number) for number in range(1, most + 1)]
        self.asking = True
        super().__init__(*self.rows, initial_index=None, id="options")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether the highlight can be moved, or can answer."""
        if action == "select_cursor":
            return self.asking and self.index is not None
        return self.asking

    def show(self, game: Game, beat: float = 0.0, room: Sequence[int] = ()) -> None:
        """Show the options of the card on the table; a choice is wiped in `beat` seconds.

        `room` are the percentages of others who chose each option, if the player may see them.
        """
        self.asking = game.phase in ("asking", "stealing")
        self.index = None
        options = game.card.options
        for at, row in enumerate(self.rows):
            look = _look(game, at, room[at] if room else None)
            row.show(options[at] if at < len(options) else "", look, self.asking)
            if beat and game.attempt and at == game.attempt.choice and not self.asking:
                row.wiped = 0.0
                row.animate("wiped", 1.0, duration=beat)

    def hide(self) -> None:
        """Show no options."""
        self.asking = False
        self.index = None
        for row in self.rows:
            row.show("", Look(), False)

    def settle(self) -> None:
        """End the motion."""
        for row in self.rows:
            self.app.animator.force_stop_animation(row, "wiped")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the option under the mouse while the card is asked."""
        if self.asking:
            super().on_mouse_move(event)


def _look(game: Game, at: int, room: int | None) -> Look:
    """Return the look of an option of the card on the table."""
    attempt = game.attempt
    chosen = attempt is not None and at == attempt.choice
    if game.phase != "revealed" or attempt is None:
        mark = "× WRONG" if chosen else "" if room is None else f"{room} %"
        return Look("struck" if at in game.struck else "", mark)
    sign, word, reason = verdict(game, attempt)
    if chosen:
        return Look("right" if attempt.right else "wrong", f"{sign} {word}", reason)
    if at == game.card.key:
        return Look("key", "✓ the answer")
    return Look("struck" if at in game.struck else "other")
