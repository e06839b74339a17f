"""A plot of accuracy over time. The library that draws it is loaded only with this module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rich.text import Text
from textual.content import Content
from textual_plotext import PlotextPlot

from quiz.scores.stats import Day

LEAST_ROOM = (24, 5)
"""The size below which there is no room for a plot."""

DOTS = re.compile("[\u2801-\u28ff]+")
"""What the line is drawn with."""


class AccuracyPlot(PlotextPlot):
    """The share of right answers on each of several days, the oldest first.

    The library draws without colours, and the stylesheet gives them: they are those of the theme.
    """

    def __init__(self, days: Sequence[Day]) -> None:
        super().__init__()
        self.set_reactive(PlotextPlot.theme, "clear")
        self.show_days(days)

    def show_days(self, days: Sequence[Day]) -> None:
        """Show other days."""
        first, last = days[0].date, days[-1].date
        at = [(day.date - first).days for day in days]
        ticks = [0.0, float((last - first).days)]
        long = first.year != last.year
        self.plt.clear_figure()
        self.plt.plot(at, [100 * day.right / day.asked for day in days], marker="braille")
        self.plt.ylim(0, 100)
        self.plt.yticks([0, 50, 100], ["0%", "50%", "100%"])
        self.plt.xticks(ticks, [_label(day, long) for day in (first, last)])
        self.refresh()

    def render(self) -> Content:
        """Return the plot, or nothing where there is no room for it."""
        if self.size.width < LEAST_ROOM[0] or self.size.height < LEAST_ROOM[1]:
            return Content("")
        drawn = super().render()
        content = Content(drawn.plain.rstrip("\n") if isinstance(drawn, Text) else "")
        for dots in DOTS.finditer(content.plain):
            content = content.stylize("$text-accent", dots.start(), dots.end())
        return content


def _label(day: date, long: bool) -> str:
    return f"{day:%b %Y}" if long else f"{day.day} {day:%b}"
