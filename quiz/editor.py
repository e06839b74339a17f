"""The author's own editor: which one it is, how it is told where to go, and how it is run."""

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
"""What names an editor, the one that counts more first."""

USUAL = ("notepad",) if sys.platform == "win32" else ("nano", "vi")
"""What there may be where no variable names an editor."""

PLUS = frozenset(
    {"vi", "vim", "nvim", "nano", "micro", "kak", "emacs", "emacsclient", "joe", "mg", "ne"}
)
"""Editors that take a line as `+LINE FILE`."""

GOTO = frozenset({"code", "codium", "cursor", "windsurf"})
"""Editors that take it as `--goto FILE:LINE`."""

COLON = frozenset({"subl", "hx", "helix", "zed"})
"""Editors that take it as `FILE:LINE`."""

WINDOWED = GOTO | {"subl", "zed"}
"""Editors that would be gone at once, were they not asked to `--wait` for the file."""


class EditorError(QuizError):
    """There is no editor to open a file with."""


def command(path: Path, line: int, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The words that open a file at a line, counted from 1, in the editor of an environment.

    Raises EditorError where there is none.
    """
    editor, *options = _editor(environment)
    name = Path(editor).stem.casefold()
    if name in WINDOWED and not {"-w", "--wait"} & set(options):
        options.append("--wait")
    return [editor, *options, *_place(name, os.path.abspath(path), line)]


def _place(editor: str, file: str, line: int) -> list[str]:
    """A line of a file, in the editor's own way."""
    if editor in PLUS:
        return [f"+{line}", file]
    if editor in GOTO:
        return ["--goto", f"{file}:{line}"]
    if editor in COLON:
        return [f"{file}:{line}"]
    return [f"-n{line}", file] if editor == "notepad++" else [file]


def _editor(environment: Mapping[str, str]) -> list[str]:
    """The editor's program, which is there, and its options."""
    for variable in VARIABLES:
        if value := environment.get(variable, "").strip():
            words = _words(variable, value)
            if program := _found(words[0], environment):
                return [program, *words[1:]]
            raise EditorError(f"There is no program {words[0]!r}, which ${variable} names.")
    for name in USUAL:
        if program := _found(name, environment):
            return [program]
    raise EditorError("No editor was found: name yours in $EDITOR.")


def _words(variable: str, value: str) -> list[str]:
    """The words of a variable as a shell would take them; on Windows a `\\` is no escape."""
    try:
        if sys.platform == "win32":
            return [word.strip('"') for word in shlex.split(value, posix=False)]
        return shlex.split(value)
    except ValueError:
        raise EditorError(f"${variable} lacks a closing quotation mark.") from None


def _found(program: str, environment: Mapping[str, str]) -> str | None:
    return shutil.which(program, path=environment.get("PATH"))


def run(command: Sequence[str]) -> str:
    """Run an editor until it ends: an empty text, or what went wrong, as a sentence.

    It draws where the game does, on the error stream, which is afterwards as it was before.
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
    """Give the terminal its settings back, whatever an editor that was killed has left."""
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
    """The keys that interrupt are meant for the editor; one that runs already obeys them."""
    numbers = [signal.SIGINT]
    if sys.platform != "win32":
        numbers.append(signal.SIGQUIT)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
