"""Write the pictures of the README again: ``python -m tests.pictures``."""

from __future__ import annotations

import asyncio
from pathlib import Path

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.scores.store import Store
from quiz.session import begin
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.question import QuestionScreen

FOLDER = Path(__file__).parent.parent / ".github" / "images"
SEED = "7"


async def question() -> str:
    """Return the question screen in the middle of a round, as SVG."""
    packs = library.load_named([])
    store = Store(None)
    selection = Selection(tuple(pack.name for pack in packs), seed=SEED)
    session = begin(packs, CLASSIC, selection, ("Player",), store)
    app = QuizApp(store, Settings(), session=session)
    app.title = "quiz play"
    store.trouble = ""
    async with app.run_test(size=(100, 30)) as pilot:
        for right in (True, True, False, True, True):
            screen = app.screen
            assert isinstance(screen, QuestionScreen)
            card = screen.session.game.card
            choice = card.key if right else (card.key + 1) % len(card.options)
            await pilot.press(str(choice + 1), "enter")
        assert isinstance(screen, QuestionScreen)
        await pilot.press(str(screen.session.game.card.key + 1))
        await pilot.pause()
        return app.export_screenshot()


async def home() -> str:
    """Return the home screen, as SVG."""
    app = QuizApp(store := Store(None), Settings())
    app.title = "quiz"
    store.trouble = ""
    async with app.run_test(size=(100, 30)) as pilot:
        await app.reading.packs()
        await pilot.pause()
        return app.export_screenshot()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for make in (question, home):
        target = FOLDER / f"{make.__name__}.svg"
        target.write_text(asyncio.run(make()), encoding="utf-8")
        print(target)
