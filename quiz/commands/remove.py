"""`quiz remove`: remove packs from the player's library."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs import library
from quiz.text import printable

HELP = "remove a pack from your library"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("names", nargs="+", metavar="NAME", help="a name from `quiz packs`")


def run(options: Namespace) -> int:
    """Move the packs to the folder of removed packs, if all of them are the player's own."""
    known = {found.name: found for found in library.installed()}
    own = [name for name, found in known.items() if not found.built_in and not found.package]
    for name in options.names:
        if name not in known:
            hint = did_you_mean(name, own) or f"your packs are {', '.join(own) or 'none'}"
            raise UsageError(f"There is no pack {printable(name)!r}.", hint)
        found = known[name]
        if found.built_in:
            raise PackError(
                f"{name} comes with the game and cannot be removed.",
                "to play without it, untick it on the packs screen",
            )
        if found.package:
            raise PackError(
                f"{name} comes from the package {found.package}.",
                f"pip uninstall {found.package}",
            )
    for name in dict.fromkeys(options.names):
        moved = library.remove(known[name].path)
        print(f"{printable(name)}: removed; the file is now {printable(str(moved))}")
    return 0
