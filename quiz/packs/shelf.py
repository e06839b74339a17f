"""The player's own packs: put there, and taken away."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from quiz import paths
from quiz.errors import PackError
from quiz.text import printable


def place(name: str) -> Path:
    """Where a pack of this name lies, or would lie. Raises PackError without a home folder."""
    folder = paths.packs()
    if folder is None:
        raise PackError("there is no folder for packs", "set HOME, or QUIZ_HOME to a folder")
    other = folder / f"{name}.yml"
    return other if os.path.lexists(other) else folder / f"{name}.yaml"


def put(path: Path, data: bytes) -> None:
    """Write a pack in one step. Raises PackError where that cannot be done."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise PackError(f"{printable(str(path))} cannot be written: {error.strerror}") from None


def set_aside(path: Path) -> Path:
    """Move a pack out of the library, and tell where to. Raises PackError."""
    folder = path.parent.with_name("removed")
    number, aside = 1, folder / path.name
    while os.path.lexists(aside):
        number += 1
        aside = folder / f"{path.stem}-{number}{path.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.replace(path, aside)
    except OSError as error:
        raise PackError(f"{printable(str(path))} cannot be moved: {error.strerror}") from None
    return aside
