"""A game on a stage: an app with packs, a store and a clock of the test's own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from quiz.game.deck import Selection
from quiz.packs.library import Loaded
from quiz.packs.model import Item, Pack
from quiz.scores.store import Store
from quiz.session import Session, begin
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.widgets.sheet import Sheet
from tests import builders
from tests.builders import Calendar, Ticks, item, loaded, rules


def question(number: int, **fields: Any) -> Item:
    """An item that differs from every other, with a category and an explanation."""
    plain = {"category": "Odd" if number % 2 else "Even", "explanation": f"Because of {number}."}
    return item(number, **{**plain, **fields})


def pack(items: Sequence[Item] = (), name: str = "sums", title: str = "Sums") -> Pack:
    """A pack of twelve questions, or of these."""
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
    """The app, at a round's first question, or with `play` off on the home screen."""
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
        settings or Settings(player=player),
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
    """Wait until something holds, which must not take long."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, shown(pilot.app)  # type: ignore[arg-type]
        await pilot.pause(0.01)


def said(app: QuizApp) -> list[str]:
    """The sentences that pop up in front of the screen."""
    return [notification.message for notification in app._notifications]


def shown(app: QuizApp) -> str:
    """The text of the page in front."""
    sheet = app.screen.query_one(Sheet)
    return "\n".join(sheet.render_line(y).text.rstrip() for y in range(sheet.size.height))


def asking(app: QuizApp) -> QuestionScreen:
    """The question screen, which must be in front."""
    assert isinstance(app.screen, QuestionScreen)
    return app.screen


def key_of(app: QuizApp) -> str:
    """The digit that answers the card on the table right."""
    return str(asking(app).session.game.card.key + 1)


def miss_of(app: QuizApp) -> str:
    """A digit that answers it wrong."""
    card = asking(app).session.game.card
    return str((card.key + 1) % len(card.options) + 1)
