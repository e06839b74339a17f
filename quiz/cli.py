"""The command line: runs the command that is named and reports how it ends."""

from __future__ import annotations

import sys

from quiz import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from quiz.errors import QuizError

COMMANDS = (
    "play",
    "check",
    "new",
    "show",
    "packs",
    "add",
    "update",
    "remove",
    "import",
    "export",
    "scores",
    "stats",
    "schema",
)
"""Every command, each a module of `quiz.commands`, in the order of the help."""

FILES = ("FILE", "FILE|FOLDER|URL", "FILE|FOLDER|ZIP|URL", "OUT.yaml", "PACK", "PATH")
"""What the help calls arguments that can be files."""

SHELLS = ("bash", "zsh", "fish")
"""The shells that can complete commands."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    It is 0 if all is well, 1 if a problem was found, and 2 for wrong usage.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    import gc
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    gc.disable()  # commands leave no cycles to collect; the screens enable it when they are up
    from quiz.errors import QuizError

    try:
        return _run(arguments)
    except QuizError as error:
        return _report(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _report(error: QuizError) -> int:
    from quiz.text import printable

    print(f"quiz: {printable(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"      {printable(error.hint)}", file=sys.stderr)
    return error.status


def _run(arguments: list[str]) -> int:
    from importlib import import_module

    from quiz.errors import UsageError, did_you_mean

    if not arguments:
        from quiz.commands.play import home

        return home()
    name = arguments[0]
    if name[:1] == "-" and (shell := _parser(COMMANDS).parse_args(arguments).completion):
        return _complete(shell)
    if name not in COMMANDS:
        hint = did_you_mean(name, COMMANDS) or f"the commands are {', '.join(COMMANDS)}"
        raise UsageError(f"There is no command {name!r}.", hint)
    status: int = import_module(_module(name)).run(_parser([name]).parse_args(arguments))
    return status


def _complete(shell: str) -> int:
    """Print the script by which a shell completes commands, options and files."""
    from quiz.errors import QuizError
    from quiz.extras import install_command

    try:
        import shtab
    except ImportError:
        hint = f"install it: {install_command('completion')}"
        raise QuizError("Completion needs shtab, which is not installed.", hint) from None
    print(shtab.complete(_parser(COMMANDS, shtab.FILE), shell))
    return 0


def _module(command: str) -> str:
    return f"quiz.commands.{command.replace('import', 'import_')}"  # `import` is a keyword


def _parser(names: Sequence[str], files: object = None) -> ArgumentParser:
    """Return a parser for these commands; `files` tells shtab how to complete arguments."""
    import argparse
    from importlib import import_module

    from quiz.errors import UsageError

    class Parser(argparse.ArgumentParser):
        """A parser that reports errors as the commands do."""

        def add_argument(self, *flags: Any, **settings: Any) -> Action:
            action = super().add_argument(*flags, **settings)
            if files and action.metavar in FILES:
                action.complete = files  # type: ignore[attr-defined]
            return action

        def error(self, message: str) -> NoReturn:
            raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"see {self.prog} --help")

    parser = Parser(
        prog="quiz",
        description="A trivia game for the terminal. Without a command it opens the home screen.",
        epilog="A PACK is a name from `quiz packs` or the path of a YAML file.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"quiz {__version__}")
    parser.add_argument(
        "--completion", choices=SHELLS, help="print what a shell needs to complete commands"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in names:
        module = import_module(_module(name))
        module.arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser
