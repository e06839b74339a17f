"""A file that a command makes, whole or not at all."""

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
    """Raises UsageError if there is such a file, unless it may be replaced."""
    if os.path.lexists(path) and not force:
        raise UsageError(f"There is a {printable(str(path))} already.", "--force replaces it")


def write(path: Path, pieces: Iterable[bytes], new: bool = False) -> None:
    """Write the pieces as one file, which replaces what is there, unless it has to be `new`.

    Raises PackError where that cannot be done, and UsageError where a new one cannot be: nothing
    is left behind then.
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
            raise UsageError(f"There is a {shown} already.", "choose another name") from None
        if not isinstance(error, OSError | ValueError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise PackError(f"{shown} cannot be written: {reason}") from None


def tell(file: str, notes: Notes) -> None:
    """Say on stderr what of a file did not come along as it stood, and why."""
    for note in notes.told():
        at = f":{note.line}" if note.line else ""
        kind = "left out: " if note.left_out else ""
        print(f"{printable(file)}{at}: {kind}{printable(note.why)}", file=sys.stderr)
