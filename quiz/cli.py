"""The commands. Each imports what it needs when it runs, so that none pays for another."""

from __future__ import annotations

import sys

from quiz import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from typing import NoReturn

    from quiz.errors import QuizError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is 0, 1 for a problem found, 2 for wrong usage."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    import gc
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    gc.disable()  # nothing here leaves cycles to collect; the screens enable it once they stand
    from quiz.errors import QuizError

    try:
        return _run(arguments)
    except QuizError as error:
        return _complain(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _complain(error: QuizError) -> int:
    from quiz.text import printable

    print(f"quiz: {printable(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"      {printable(error.hint)}", file=sys.stderr)
    return error.status


def _run(arguments: list[str]) -> int:
    from quiz.errors import UsageError, did_you_mean

    if arguments and arguments[0][:1] != "-" and arguments[0] not in COMMANDS:
        hint = did_you_mean(arguments[0], COMMANDS) or f"the commands are {', '.join(COMMANDS)}"
        raise UsageError(f"There is no command {arguments[0]!r}.", hint)
    if not arguments:
        return _home()
    options = _parser().parse_args(arguments)
    return COMMANDS[options.command](options)


def _parser() -> ArgumentParser:
    import argparse

    from quiz.errors import UsageError

    class Parser(argparse.ArgumentParser):
        """Complains as everything else here does."""

        def error(self, message: str) -> NoReturn:
            raise UsageError(
                f"{message[:1].upper()}{message[1:]}.", f"{self.prog} --help tells more"
            )

    def count(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= 1000:
            raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number from 1 to 1000")
        return int(text)

    def name(text: str) -> str:
        from quiz.text import player_name

        try:
            return player_name(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error).rstrip(".")) from None

    parser = Parser(
        prog="quiz",
        description="A trivia game for the terminal. Without a command it opens the first screen.",
        epilog="A PACK is a name from `quiz packs` or the path of a YAML file.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"quiz {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    play = commands.add_parser("play", help="a round at once")
    play.add_argument("packs", nargs="*", metavar="PACK", help="default: all that are built in")
    play.add_argument("--count", type=count, metavar="N", help="how many questions")
    play.add_argument("--category", default="", help="questions of this category alone")
    play.add_argument("--difficulty", default="", help="easy, medium or hard questions alone")
    play.add_argument("--seed", default="", help="the same seed deals the same round to everybody")
    play.add_argument("--player", type=name, help="who plays; default: who played last")

    check = commands.add_parser("check", help="every problem of every pack")
    check.add_argument("paths", nargs="*", metavar="PATH", help="default: all packs there are")
    check.add_argument("--format", choices=("text", "json"), default="text")

    commands.add_parser("packs", help="the packs that there are")

    scores = commands.add_parser("scores", help="the rounds played, the latest first")
    form = scores.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--csv", action="store_true", help="as CSV")
    return parser


def _home() -> int:
    from quiz import paths, settings
    from quiz.scores.store import Store

    _need_terminal()
    from quiz.tui.app import QuizApp

    kept = settings.read(paths.settings())
    return _open(QuizApp(Store(paths.scores()), kept, settings_path=paths.settings()))


def _play(options: Namespace) -> int:
    from dataclasses import replace

    from quiz import paths, settings
    from quiz.errors import PackError
    from quiz.game.modes import CLASSIC
    from quiz.packs import library
    from quiz.scores.store import Store
    from quiz.session import Selection, start

    loaded = [library.load(found) for found in library.find(options.packs)]
    for pack in loaded:
        if pack.pack is None:
            raise PackError(pack.problem, "`quiz check` shows every problem of a pack.")
    selection = Selection(
        tuple(pack.pack for pack in loaded if pack.pack),
        category=options.category,
        difficulty=options.difficulty,
        rules=replace(CLASSIC, count=options.count or CLASSIC.count),
        seed=options.seed,
    )
    selection.items()
    _need_terminal()
    from quiz.tui.app import QuizApp

    kept = settings.read(paths.settings())
    if options.player:
        kept = kept._replace(player=options.player)
    store = Store(paths.scores())
    player = kept.player or next(iter(store.players()), "Player")
    session = start(selection, player, store)
    return _open(QuizApp(store, kept, session=session, settings_path=paths.settings()))


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


def _check(options: Namespace) -> int:
    from pathlib import Path

    from quiz.packs import library
    from quiz.packs.check import check
    from quiz.text import printable

    if options.paths:
        files = [file for path in options.paths for file in library.files(path)]
    else:
        files = [found.path for found in library.installed()]
    found: list[dict[str, object]] = []
    items = errors = warnings = 0
    for file in files:
        checked = check(Path(file))
        items += checked.items
        errors += checked.errors
        warnings += len(checked.diagnostics) - checked.errors
        if options.format == "text":
            for line in checked.text:
                print(line, file=sys.stderr)
        else:
            found += (problem.as_dict(str(file)) for problem in checked.diagnostics)
    if options.format == "json":
        import json

        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        what = ", ".join(printable(Path(f).name) for f in files) if len(files) < 5 else ""
        print(
            f"{_number(len(files), 'pack')}, {_number(items, 'question')}: "
            f"{_number(errors, 'error')}, {_number(warnings, 'warning')}"
            + (f" ({what})" if what else "")
        )
    return 1 if errors else 0


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _packs(options: Namespace) -> int:
    from quiz.packs import library
    from quiz.text import printable, width

    rows = []
    for found in library.installed():
        loaded = library.load(found)
        if loaded.pack is None:
            print(f"quiz: {printable(loaded.problem)}", file=sys.stderr)
            rows.append((loaded.name, "-", "cannot be played"))
        else:
            rows.append((loaded.name, f"{len(loaded.pack.items):,}", loaded.pack.title))
    for name, count, title in rows:
        shown = printable(name)
        print(f"{shown}{' ' * max(2, 24 - width(shown))}{count:>7}  {printable(title)}")
    return 0


def _scores(options: Namespace) -> int:
    import os

    from quiz import paths
    from quiz.scores.export import as_csv, as_json, as_table
    from quiz.scores.store import Store
    from quiz.text import printable

    rounds = []
    path = paths.scores()
    if path and os.path.exists(path):
        store = Store(path)
        rounds = store.rounds()
        if store.trouble:
            print(f"quiz: {printable(store.trouble)}", file=sys.stderr)
        store.close()
    form = as_json if options.json else as_csv if options.csv else as_table
    print(form(rounds), end="")
    return 0


COMMANDS = {"play": _play, "check": _check, "packs": _packs, "scores": _scores}
"""Every command by its name."""

if TYPE_CHECKING:
    from quiz.tui.app import QuizApp
