"""The packs that there are."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "the packs that there are"


def arguments(parser: ArgumentParser) -> None:
    """It has no options."""


def run(options: Namespace) -> int:
    """Do it."""
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
