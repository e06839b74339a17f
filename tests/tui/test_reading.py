"""The screens while a large pack is being read for the first time."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

import quiz
from quiz.errors import PackError
from quiz.packs.library import Loaded
from quiz.packs.model import Item
from quiz.packs.pool import IndexedItems
from quiz.scores.store import Store
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.new_round import NewRoundScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.scores import ScoresScreen
from tests.builders import in_bank
from tests.tui.stage import Act, pack, shown

QUESTION = """\
- question: What comes after {0}?
  answer: "{1}"
  wrong: [{0}.5, "{0}0", "{0}00"]
  category: {2}
"""


def write_pack(home: Path, size: int) -> None:
    """Write a pack of so many questions, of which there is no compiled copy."""
    questions = (QUESTION.format(n, n + 1, "Odd" if n % 2 else "Even") for n in range(size))
    path = home / "packs" / "large.yaml"
    path.parent.mkdir()
    path.write_text("title: Large\nquestions:\n" + "".join(questions))
    os.utime(path, (1e9, 1e9))


def run(act: Act, read: Callable[[], list[Loaded]] | None = None) -> None:
    """Open the home screen, and let `act` use it at once."""

    async def go() -> None:
        app = QuizApp(Store(None), Settings(player="Ann", motion=False), read=read)
        app.store.trouble = ""
        async with app.run_test(size=(80, 24)) as pilot:
            await act(pilot)

    asyncio.run(go())


async def until(pilot: Pilot[None], holds: Callable[[QuizApp], bool]) -> None:
    app = pilot.app
    assert isinstance(app, QuizApp)
    end = time.monotonic() + 30
    while not holds(app):
        assert time.monotonic() < end, shown(app)
        await asyncio.sleep(0.01)


def reads(app: QuizApp) -> bool:
    return "Reading large… " in shown(app) and " %" in shown(app)


def test_the_home_screen_shows_how_much_of_the_packs_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path))
    monkeypatch.setattr("quiz.tui.reading.PROGRESS_INTERVAL", 0.01)
    write_pack(tmp_path, 10_000)
    asked = in_bank("plot", "cast", "schedule")

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, reads)
        await until(pilot, lambda app: f"{asked} questions to play" in shown(app))

    async def again(pilot: Pilot[None]) -> None:
        def counted(app: QuizApp) -> bool:
            assert "Reading" not in shown(app)
            return f"{asked} questions to play" in shown(app)

        await until(pilot, counted)
        await pilot.press("p")
        await until(pilot, lambda app: "PACKS" in shown(app))
        await pilot.press("up")
        for fact in ("0/10,000", "Even, Odd", "10,000 medium"):
            await until(pilot, lambda app, fact=fact: fact in shown(app))  # type: ignore[misc]

    run(act)
    run(again)


@pytest.fixture
def gate() -> Iterator[Event]:
    """An event that ends the reading of the packs."""
    gate = Event()
    yield gate
    gate.set()


def slow(gate: Event) -> Callable[[], list[Loaded]]:
    def read() -> list[Loaded]:
        gate.wait(30)
        return [Loaded("sums", pack(), "", True)]

    return read


@pytest.mark.parametrize(("keys", "kind"), [("r", NewRoundScreen), ("rp", PacksScreen)])
def test_what_is_asked_for_last_follows_when_they_are_read(
    gate: Event, keys: str, kind: type
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await pilot.press("down")
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        await until(pilot, lambda app: home.menu.highlighted == 1)
        gate.set()
        await until(pilot, lambda app: isinstance(app.screen, kind))
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, kind)
        assert len(pilot.app.screen_stack) == 2

    run(act, slow(gate))


def test_nothing_follows_if_the_player_is_elsewhere_by_then(gate: Event) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r", "s")
        app = pilot.app
        assert isinstance(app, QuizApp)
        await until(pilot, lambda app: isinstance(app.screen, ScoresScreen))
        gate.set()
        await app.reading.packs()
        await pilot.pause(0.1)
        assert isinstance(app.screen, ScoresScreen)

    run(act, slow(gate))


@pytest.mark.slow
def test_leaving_does_not_wait_for_the_packs(tmp_path: Path) -> None:
    pytest.importorskip("termios", reason="terminals are emulated on POSIX only")
    assert sys.platform != "win32"
    from tests.terminal import Terminal

    write_pack(tmp_path, 40_000)
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "QUIZ_HOME": str(tmp_path)}
    env |= {"HOME": str(tmp_path), "PYTHONPATH": str(Path(quiz.__file__).parents[1])}
    quiz_ = [sys.executable, "-m", "quiz"]
    with Terminal(quiz_, env=env, size=(80, 24)) as terminal:
        terminal.until("Reading large… ")
        terminal.press("<c-q>")
        assert terminal.wait() == 0
        assert terminal.left_on() == []
        assert "Traceback" not in terminal.text
    with Terminal([*quiz_, "play", "large"], env=env, size=(80, 24)) as terminal:
        terminal.until(r"^Reading large.yaml … \d+ %$")
        terminal.until("1/10 ")
        terminal.press("<c-q>")
        assert terminal.wait() == 0
        assert "Reading" not in terminal.text


def test_a_pack_that_can_no_longer_be_read_is_told_as_that() -> None:
    class Gone(IndexedItems):
        def find(self, uid: str) -> Item | None:
            raise PackError("The pack has changed.")

    loaded = [Loaded("sums", pack()._replace(items=Gone(pack().items)), "", True)]

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        await until(pilot, lambda app: isinstance(app.screen, NewRoundScreen))
        await pilot.press("enter")
        await until(pilot, lambda app: len(app._notifications) == 1)
        assert isinstance(pilot.app.screen, NewRoundScreen)

    run(act, lambda: loaded)
