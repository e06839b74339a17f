"""The user's text editor: which one it is, and how to open a file in it at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from quiz.errors import QuizError

VARIABLES = ("VISUAL", "EDITOR")
"""The environment variables that name an editor, in order of preference."""

PLUS_EDITORS = frozenset(
    {"vi", "vim", "nvim", "nano", "micro", "kak", "emacs", "emacsclient", "joe", "mg", "ne"}
)
"""Editors that take a line as `+LINE FILE`."""

GOTO_EDITORS = frozenset({"code", "codium", "cursor", "windsurf"})
"""Editors that take a line as `--goto FILE:LINE`."""

COLON_EDITORS = frozenset({"subl", "hx", "helix", "zed"})
"""Editors that take a line as `FILE:LINE`."""

WINDOW_EDITORS = GOTO_EDITORS | {"subl", "zed"}
"""Editors with a window of their own, which return at once unless they get `--wait`."""


class EditorError(QuizError):
    """No editor is set, or it was not found."""


def command(path: Path, line: int, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that opens a file at a line, counted from 1, in the user's editor.

    Raise EditorError if the environment names no editor that is installed.
    """
    editor, *options = _editor(environment)
    name = Path(editor).stem.casefold()
    if name in WINDOW_EDITORS and not {"-w", "--wait"} & set(options):
        options.append("--wait")
    return [editor, *options, *_place(name, os.path.abspath(path), line)]


def _place(editor: str, file: str, line: int) -> list[str]:
    """Return the arguments that make an editor open a file at a line."""
    if editor in PLUS_EDITORS:
        return [f"+{line}", file]
    if editor in GOTO_EDITORS:
        return ["--goto", f"{file}:{line}"]
    if editor in COLON_EDITORS:
        return [f"{file}:{line}"]
    return [f"-n{line}", file] if editor == "notepad++" else [file]


def _editor(environment: Mapping[str, str]) -> list[str]:
    """Return the path of the editor and its options."""
    for variable in VARIABLES:
        if value := environment.get(variable, "").strip():
            words = _words(variable, value)
            if program := _found(words[0], environment):
                return [program, *words[1:]]
            raise EditorError(f"The program {words[0]!r} in ${variable} was not found.")
    raise EditorError(
        "No editor is set: put the name of yours into $VISUAL or $EDITOR, "
        "for example `export EDITOR=nano`, and start the game again."
    )


def _words(variable: str, value: str) -> list[str]:
    """Split the value of a variable as a shell does; on Windows a backslash is not an escape."""
    try:
        if sys.platform == "win32":
            return [word.strip('"') for word in shlex.split(value, posix=False)]
        return shlex.split(value)
    except ValueError:
        raise EditorError(f"${variable} has no closing quotation mark.") from None


def _found(program: str, environment: Mapping[str, str]) -> str | None:
    return shutil.which(program, path=environment.get("PATH"))


def launch(command: Sequence[str]) -> str:
    """Run an editor until it ends, and return an empty text or a sentence on what went wrong.

    Like the game, the editor draws on stderr; the terminal's settings are restored afterwards.
    """
    name = Path(command[0]).name
    with _terminal_kept():
        try:
            editor = subprocess.Popen(command, stdout=2)
        except (OSError, ValueError) as error:
            return f"{name} cannot be started: {getattr(error, 'strerror', None) or error}."
        with _keys_ignored():
            status = editor.wait()
    return f"{name} ended with an error (status {status})." if status else ""


@contextmanager
def _terminal_kept() -> Iterator[None]:
    """Restore the terminal's settings, which a killed editor may have changed."""
    if sys.platform == "win32":
        yield
        return
    import termios

    settings = None
    with suppress(termios.error):
        settings = termios.tcgetattr(2)
    yield
    if settings is not None:
        with suppress(termios.error):
            termios.tcsetattr(2, termios.TCSADRAIN, settings)


@contextmanager
def _keys_ignored() -> Iterator[None]:
    """Ignore the keys that interrupt, which are meant for the editor while it runs."""
    numbers = [signal.SIGINT]
    if sys.platform != "win32":
        numbers.append(signal.SIGQUIT)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
