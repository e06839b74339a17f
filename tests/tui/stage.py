"""The app for tests, with packs, a store and clocks of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot

from quiz.game.deck import Selection
from quiz.packs.library import Loaded
from quiz.packs.model import Item, Pack
from quiz.scores.store import Store
from quiz.session import Session, begin
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from tests import builders
from tests.builders import Calendar, Ticks, item, loaded, rules


def question(number: int, **fields: Any) -> Item:
    """Return an item for a number, with a category and an explanation."""
    plain = {"category": "Odd" if number % 2 else "Even", "explanation": f"Because of {number}."}
    return item(number, **{**plain, **fields})


def pack(items: Sequence[Item] = (), name: str = "sums", title: str = "Sums") -> Pack:
    """Return a pack of these items, or of twelve questions."""
    contents = items or [question(number) for number in range(1, 13)]
    return builders.pack(*contents, name=name, title=title)


def stage(
    packs: Sequence[Pack] = (),
    *,
    play: bool = True,
    player: str = "Ann",
    store: Store | None = None,
    path: Path | None = None,
    broken: Sequence[Loaded] = (),
    count: int = 10,
    seed: str = "1",
    settings: Settings | None = None,
) -> QuizApp:
    """Return the app at the first question of a round, or without `play` on the home screen."""
    packs = packs or [pack()]
    if store is None:
        store = Store(None)
        store.trouble = ""
    known = [*map(loaded, packs), *broken]
    session: Session | None = None
    if play:
        selection = Selection(tuple(one.name for one in packs), seed=seed)
        session = begin(
            known[: len(packs)], rules(count=count), selection, (player,), store, clock=Ticks()
        )
    return QuizApp(
        store,
        settings or Settings(player=player, motion=False),
        session=session,
        played=known[: len(packs)],
        settings_path=path,
        read=lambda: known,
        load=lambda names: [one for one in known if one.name in names],
        clock=Ticks(),
        today=Calendar(),
    )


Act = Callable[[Pilot[None]], Awaitable[None]]


def run(app: QuizApp, act: Act, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app on a terminal of this size and let `act` use it."""

    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            if isinstance(app.screen, QuestionScreen):
                await pilot.pause()
            else:
                await app.reading.packs()
                await pilot.pause()
            await act(pilot)

    asyncio.run(go())


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until `holds` returns something true, for ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, shown(pilot.app)  # type: ignore[arg-type]
        await pilot.pause(0.01)


def said(app: QuizApp) -> list[str]:
    """Return the notifications that are shown."""
    return [notification.message for notification in app._notifications]


def shown(app: QuizApp) -> str:
    """Return the text of the present screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def cells(app: QuizApp) -> list[tuple[str, str]]:
    """Return every character of the present screen with its style."""
    strips = app.screen._compositor.render_strips()
    return [(char, str(style)) for strip in strips for text, style, _ in strip for char in text]


def place(app: QuizApp, text: str) -> tuple[int, int]:
    """Return column and row of a text on the present screen."""
    for y, line in enumerate(shown(app).splitlines()):
        if text in line:
            return cell_len(line[: line.index(text)]), y
    raise AssertionError(f"{text!r} is not on the screen:\n{shown(app)}")


def asking(app: QuizApp) -> QuestionScreen:
    """Return the question screen, which must be the present one."""
    assert isinstance(app.screen, QuestionScreen)
    return app.screen


def key_of(app: QuizApp) -> str:
    """Return the digit that answers the present card right."""
    return str(asking(app).session.game.card.key + 1)


def miss_of(app: QuizApp) -> str:
    """Return a digit that answers the present card wrong."""
    card = asking(app).session.game.card
    return str((card.key + 1) % len(card.options) + 1)


async def play(pilot: Pilot[None], answers: str) -> None:
    """Play a round to its results: `+` is a right answer, `-` a wrong one."""
    session = asking(pilot.app).session  # type: ignore[arg-type]
    for at, sign in enumerate(answers):
        if at:
            session.do(session.event("advance"))
        card = session.game.card
        choice = card.key if sign == "+" else (card.key + 1) % len(card.options)
        session.do(session.event("answer", choice))
    await pilot.press("enter")
    await until(pilot, lambda: heard(pilot.app))


def heard(app: App[None]) -> bool:
    """Return whether the results are shown, and take keys."""
    return isinstance(app.screen, ResultsScreen) and not app.screen.deaf
