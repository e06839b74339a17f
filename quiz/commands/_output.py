"""A file that a command makes, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from quiz.errors import PackError, UsageError
from quiz.text import printable


def refuse_to_replace(path: Path, force: bool) -> None:
    """Raises UsageError if there is such a file, unless it may be replaced."""
    if os.path.lexists(path) and not force:
        raise UsageError(f"There is a {printable(str(path))} already.", "--force replaces it")


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces as one file in one step. Raises PackError where that cannot be done."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            file.writelines(pieces)
        os.replace(part, path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            part.unlink()
        reason = getattr(error, "strerror", None) or str(error)
        raise PackError(f"{printable(str(path))} cannot be written: {reason}") from None
