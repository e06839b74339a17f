"""The files that a command writes, and its notes on them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from quiz.errors import PackError, UsageError
from quiz.formats import Notes
from quiz.text import printable


def refuse_to_replace(path: Path, force: bool) -> None:
    """Raise UsageError if a file exists and may not be replaced."""
    if os.path.lexists(path) and not force:
        raise UsageError(f"{printable(str(path))} already exists.", "--force replaces it")


def write_file(path: Path, pieces: Iterable[bytes], new: bool = False) -> None:
    """Write a file, whole or not at all; it replaces an older one unless it has to be `new`.

    Raise PackError if it cannot be written, and UsageError if it has to be new and exists.
    """
    part = path if new else Path(f"{path}.{os.getpid()}.part")
    begun = False
    try:
        with open(part, "xb" if new else "wb") as file:
            begun = True
            file.writelines(pieces)
        if not new:
            os.replace(part, path)
    except BaseException as error:
        if begun:
            with suppress(OSError):
                part.unlink()
        shown = printable(str(path))
        if new and isinstance(error, FileExistsError):
            raise UsageError(f"{shown} already exists.", "choose another name") from None
        if not isinstance(error, OSError | ValueError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise PackError(f"{shown} cannot be written: {reason}") from None


def print_notes(file: str, notes: Notes) -> None:
    """Print on stderr what was left out or changed of a file, and why."""
    for note in notes.summary():
        at = f":{note.line}" if note.line else ""
        kind = ("left out: " if note.question else "not kept: ") if note.left_out else ""
        print(f"{printable(file)}{at}: {kind}{printable(note.why)}", file=sys.stderr)


def notes_as_json(file: str, notes: Notes) -> list[dict[str, object]]:
    """Return the notes on a file for a JSON report."""
    return [
        {
            "file": file,
            "line": note.line,
            "why": note.why,
            "left_out": note.left_out and note.question,
        }
        for note in notes.summary()
    ]
