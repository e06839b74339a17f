"""A round at once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quiz.tui.app import QuizApp

HELP = "a round at once"


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("packs", nargs="*", metavar="PACK", help="default: all that are built in")
    parser.add_argument("--count", type=_count, metavar="N", help="how many questions")
    parser.add_argument("--category", default="", help="questions of this category alone")
    parser.add_argument("--difficulty", default="", help="easy, medium or hard questions alone")
    parser.add_argument("--seed", default="", help="the same seed deals everybody the same round")
    parser.add_argument("--player", type=_name, help="who plays; default: who played last")


def run(options: Namespace) -> int:
    """Open the game at the first question of a round."""
    import os
    from dataclasses import replace

    from quiz import paths, settings
    from quiz.errors import PackError
    from quiz.game.deck import Selection
    from quiz.game.modes import CLASSIC
    from quiz.packs import library
    from quiz.progress import Progress
    from quiz.scores.store import Store
    from quiz.session import begin, pool

    loaded = []
    for found in library.find(options.packs):
        with Progress(f"Reading {found.path.name}") as tell:
            loaded.append(library.load(found, tell))
    for pack in loaded:
        if pack.pack is None:
            raise PackError(pack.problem, "`quiz check` shows every problem of a pack.")
    names = (
        pack.name if pack.built_in or pack.name in options.packs else os.path.abspath(pack.path)
        for pack in loaded
    )
    selection = Selection(tuple(names), options.category, options.difficulty, options.seed)
    rules = replace(CLASSIC, count=options.count or CLASSIC.count)
    pool([pack.pack for pack in loaded if pack.pack], selection)
    _need_terminal()
    from quiz.tui.app import QuizApp

    kept = settings.read(paths.settings())
    if options.player:
        kept = kept._replace(player=options.player)
    store = Store(paths.scores())
    player = kept.player or next(iter(store.players()), "Player")
    session = begin(loaded, rules, selection, (player,), store)
    return _open(
        QuizApp(store, kept, session=session, played=loaded, settings_path=paths.settings())
    )


def home() -> int:
    """The first screen."""
    from quiz import paths, settings
    from quiz.scores.store import Store

    _need_terminal()
    from quiz.tui.app import QuizApp

    kept = settings.read(paths.settings())
    return _open(QuizApp(Store(paths.scores()), kept, settings_path=paths.settings()))


def _open(app: QuizApp) -> int:
    """Run the game on the terminal; what could not be saved is told when it is over."""
    app.run()
    app.store.close()
    if app.store.unsaved:
        print(f"quiz: {app.store.trouble}", file=sys.stderr)
    return app.return_code or 0


def _need_terminal() -> None:
    import os

    from quiz.errors import UsageError

    streams = (sys.stdin, sys.stderr)
    if not all(stream and stream.isatty() for stream in streams):
        raise UsageError("A round needs a terminal to be played in.")
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError("This terminal cannot draw screens (TERM is unset or dumb).")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text[:20]!r} is not a number from 1 to 1000")
    return int(text)


def _name(text: str) -> str:
    from quiz.text import player_name

    try:
        return player_name(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error).rstrip(".")) from None
