"""Write the pictures of the README again: ``python -m tests.pictures``."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.scores.store import Store
from quiz.session import Session, begin
from quiz.settings import Settings
from quiz.tui.app import QuizApp
from quiz.tui.screens.question import QuestionScreen, RoundOver
from tests.builders import Calendar, Ticks

FOLDER = Path(__file__).parent.parent / ".github" / "images"
SIZE = (84, 26)
PLAYER = "Mina"
SIGNS = "++-+++++-+"
"""How the round of the pictures is answered."""


class Frame(NamedTuple):
    """A screen as SVG, and for how many seconds it is shown."""

    svg: str
    seconds: float


def played(store: Store, seed: str, signs: str) -> Session:
    """Return a round that was answered so, of the built-in packs."""
    packs = library.load_named([])
    selection = Selection(tuple(pack.name for pack in packs), seed=seed)
    session = begin(packs, CLASSIC, selection, (PLAYER,), store, clock=Ticks())
    for turn, sign in enumerate(signs):
        if turn:
            session.do(session.event("advance"))
        card = session.game.card
        choice = card.key if sign == "+" else (card.key + 1) % len(card.options)
        session.do(session.event("answer", choice))
    return session


@contextmanager
def history() -> Iterator[Store]:
    """Yield scores with some rounds in them."""
    store = Store(None)
    for seed, signs in enumerate(("+-+--+-+-+", "++-++-+--+", "+++-+-++-+", "-+++++-+++")):
        session = played(store, str(seed), signs)
        session.do(session.event("advance"))
    store.trouble = ""
    yield store
    store.close()


async def film() -> dict[str, list[Frame]]:
    """Return the frames of each picture."""
    pictures: dict[str, list[Frame]] = {"round": []}

    def show(seconds: float, name: str = "") -> None:
        frame = Frame(app.export_screenshot(title="quiz"), seconds)
        pictures["round"].append(frame)
        if name:
            pictures[name] = [frame]

    async def wiped(pilot: Pilot[None], screen: QuestionScreen, key: str) -> None:
        """Answer, with some frames of the reveal."""
        await pilot.press(key)
        for row in screen.options.rows:
            if row.has_class("-right", "-wrong"):
                screen.settle()
                for share in (0.25, 0.6):
                    row.wiped = share
                    await pilot.pause()
                    show(0.08)
                row.wiped = 1.0
                await pilot.pause()

    with history() as store:
        settings = Settings(player=PLAYER, motion=False)
        app = QuizApp(store, settings, clock=Ticks(), today=Calendar())
        async with app.run_test(size=SIZE) as pilot:
            await app.reading.packs()
            await pilot.pause()
            show(1.6, "home")
        session = played(store, "7", SIGNS[:4])
        session.do(session.event("advance"))
        store.trouble = ""
        app = QuizApp(store, settings, session=session, clock=Ticks(), today=Calendar())
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, QuestionScreen)
            show(1.6)
            await wiped(pilot, screen, str(session.game.card.key + 1))
            show(2.2, "question")
            await pilot.press("enter")
            show(1.4)
            card = session.game.card
            await wiped(pilot, screen, str((card.key + 1) % len(card.options) + 1))
            show(2.2)
            for sign in SIGNS[6:]:
                session.do(session.event("advance"))
                right = session.game.card.key
                session.do(session.event("answer", right if sign == "+" else right - 1))
            session.do(session.event("advance"))
            await app.on_round_over(RoundOver(session))
            await pilot.pause(0.6)
            show(3.0, "results")
    return pictures


def animated(frames: Sequence[Frame]) -> str:
    """Return one SVG that shows frames of the same size one after the other, over and over."""
    whole = sum(frame.seconds for frame in frames)
    head, body = frames[0].svg.split("</defs>", 1)
    chrome = body.split('<g transform="translate(9, 41)"', 1)[0]
    rules = [f".f {{ visibility: hidden; animation: {whole:.2f}s steps(1) infinite }}"]
    groups = []
    start = 0.0
    for n, (svg, seconds) in enumerate(frames):
        own, screen = svg.split("</defs>", 1)
        for name, rule in re.findall(r"\.terminal-\d+-(r\d+) ({.*?})", own):
            rules.append(f".f{n} .{name} {rule}")
        begin, end = start / whole * 100, (start + seconds) / whole * 100
        steps = f"{begin:.3f}% {{ visibility: visible }} {end:.3f}% {{ visibility: hidden }}"
        before = "0% { visibility: hidden } " if n else ""
        rules.append(f".f{n} {{ animation-name: k{n} }} @keyframes k{n} {{ {before}{steps} }}")
        inner = '<g transform="translate(9, 41)"' + screen.split('translate(9, 41)"', 1)[1]
        inner = re.sub(r"terminal-\d+-(r\d+)", r"\1", inner.rsplit("</svg>", 1)[0])
        groups.append(f'<g class="f f{n}">{inner}</g>')
        start += seconds
    still = ".f { animation: none } .f4 { visibility: visible }"
    rules.append(f"@media (prefers-reduced-motion: reduce) {{ {still} }}")
    head = re.sub(r"\.terminal-\d+-r\d+ {.*?}\n?", "", head)
    head = head.replace("</style>", "\n".join(rules) + "\n</style>")
    text = f"{head}</defs>{chrome}{''.join(groups)}</svg>"
    return re.sub(r"terminal-\d+-", "t-", re.sub(r"\n\s+", "\n", text))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, frames in asyncio.run(film()).items():
        target = FOLDER / f"{name}.svg"
        svg = animated(frames) if len(frames) > 1 else frames[0].svg
        target.write_text(svg, encoding="utf-8")
        print(target, f"{len(svg.encode()):,} bytes")
