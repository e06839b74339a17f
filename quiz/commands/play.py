"""`quiz play`: open the game with a round; without a command, with the home screen."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quiz.tui.app import QuizApp

HELP = "play a round"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("packs", nargs="*", metavar="PACK", help="default: the built-in packs")
    parser.add_argument("--count", type=_count, metavar="N", help="the number of questions")
    parser.add_argument("--category", default="", help="only questions of this category")
    parser.add_argument("--difficulty", default="", help="only easy, medium or hard questions")
    parser.add_argument("--seed", default="", help="a word: the same one gives the same round")
    parser.add_argument("--challenge", default="", metavar="CODE", help="race another player")
    parser.add_argument("--player", type=_name, help="the player's name; default: the last player")


def run(options: Namespace) -> int:
    """Open the game at the first question of a round; return the exit status."""
    import os
    from dataclasses import replace

    from quiz import paths
    from quiz.errors import PackError, UsageError
    from quiz.game.challenge import read_code
    from quiz.game.deck import Selection
    from quiz.game.modes import CLASSIC
    from quiz.packs import library
    from quiz.progress import progress
    from quiz.scores.store import Store
    from quiz.session import begin, challenged, pool
    from quiz.settings import load_settings

    if options.challenge:
        if options.seed or options.count or options.category or options.difficulty:
            raise UsageError(
                "A challenge has its own seed, count, category and difficulty.",
                "Leave out --seed, --count, --category and --difficulty.",
            )
        read_code(options.challenge)  # a wrong code is refused before the packs are read
    loaded = []
    for found in library.find(options.packs):
        with progress(f"Reading {found.path.name}") as show:
            loaded.append(library.load(found, show))
    for pack in loaded:
        if pack.pack is None:
            raise PackError(pack.problem, "`quiz check` shows every problem of a pack.")
    names = [
        pack.name if pack.built_in or pack.name in options.packs else os.path.abspath(pack.path)
        for pack in loaded
    ]
    selection = Selection(tuple(names), options.category, options.difficulty, options.seed)
    rules = replace(CLASSIC, count=options.count or CLASSIC.count)
    pool([pack.pack for pack in loaded if pack.pack], selection)
    _need_terminal()
    from quiz.tui.app import QuizApp

    chosen, store = load_settings(paths.settings()), Store(paths.scores())
    if options.player:
        chosen = chosen._replace(player=options.player)
    player = chosen.player or next(iter(store.players()), "Player")
    if options.challenge:
        named = [pack._replace(name=name) for pack, name in zip(loaded, names)]
        session = challenged(options.challenge, named, player, store, relaxed=chosen.relaxed)
    else:
        session = begin(loaded, rules, selection, (player,), store)
    app = QuizApp(store, chosen, session=session, played=loaded, settings_path=paths.settings())
    return _open(app)


def home() -> int:
    """Open the game on the home screen; return the exit status."""
    from quiz import paths
    from quiz.scores.store import Store
    from quiz.settings import load_settings

    _need_terminal()
    from quiz.tui.app import QuizApp

    path = paths.settings()
    return _open(QuizApp(Store(paths.scores()), load_settings(path), settings_path=path))


def _open(app: QuizApp) -> int:
    """Run the game, and report afterwards if answers could not be saved."""
    app.run()
    app.store.close()
    if app.store.unsaved:
        print(f"quiz: {app.store.trouble}", file=sys.stderr)
    return app.return_code or 0


def _need_terminal() -> None:
    """Raise UsageError unless the game can be shown and played here."""
    import os

    from quiz.errors import UsageError

    streams = (sys.stdin, sys.stderr)
    if not all(stream and stream.isatty() for stream in streams):
        raise UsageError("The game needs a terminal for its input and its screen.")
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
