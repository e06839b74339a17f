"""Packs that installed Python packages bring, by the entry point group `quiz.packs`.

Source: https://packaging.python.org/en/latest/specifications/entry-points/

An entry names a package whose folder holds YAML files. Nothing of it is imported or run. The
standard library's way of asking for entry points costs more than all else at a start, so the
metadata of each distribution is looked at for the group's name first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quiz.text import printable

GROUP = "quiz.packs"

MOST = 1024 * 1024
"""How many bytes of a distribution's entry points are read."""


class Brought(NamedTuple):
    """A folder of packs that a package brings, or what is wrong with it."""

    package: str
    entry: str
    folder: Path
    problem: str = ""


def brought() -> Iterator[Brought]:
    """What the packages that can be imported bring; the first counts of one that is there twice."""
    known: set[str] = set()
    for place in dict.fromkeys(sys.path):
        try:
            names = sorted(os.listdir(place or "."))
        except OSError:
            continue
        for name in names:
            package = name.partition("-")[0]
            if name.endswith(".dist-info") and package.lower() not in known:
                file = os.path.join(place or ".", name, "entry_points.txt")
                try:
                    with open(file, "rb") as stream:
                        data = stream.read(MOST)
                except OSError:
                    continue
                if GROUP.encode() in data:
                    known.add(package.lower())
                    yield from _entries(printable(package), data)


def _entries(package: str, data: bytes) -> Iterator[Brought]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(data.decode())
        entries = dict(parser[GROUP]) if GROUP in parser else {}
    except (Error, UnicodeDecodeError):
        yield Brought(package, package, Path(), "its entry points cannot be read")
        return
    for entry, value in entries.items():
        name = value.partition(":")[0].strip()
        folder = _folder(name)
        problem = "" if folder else f"there is no package folder `{printable(name)}`"
        yield Brought(package, printable(entry), folder or Path(), problem)


def _folder(name: str) -> Path | None:
    """The folder of a package by its dotted name, without importing it."""
    from importlib.util import find_spec

    top, *rest = name.split(".")
    try:
        spec = find_spec(top) if all(part.isidentifier() for part in (top, *rest)) else None
    except (ImportError, ValueError, AttributeError):
        return None
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location, *rest)
        if folder.is_dir():
            return folder
    return None
