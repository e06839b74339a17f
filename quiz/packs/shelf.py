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


def put(path: Path, data: bytes) -> Path | None:
    """Write a pack in one step; what is in its place is set aside, and the result tells where.

    Raises PackError where that cannot be done; then what was there is there still.
    """
    aside = None
    target = path.with_suffix(".yaml")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        if os.path.lexists(path):
            aside = set_aside(path)
        os.replace(part, target)
    except (OSError, PackError) as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, PackError):
            raise
        if aside:
            with suppress(OSError):
                os.replace(aside, path)
        raise PackError(f"{printable(str(path))} cannot be written: {error.strerror}") from None
    return aside


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
