"""Packs out of the player's library."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs import cache, library, shelf
from quiz.text import printable

HELP = "take a pack out of the player's library"


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("names", nargs="+", metavar="NAME", help="as `quiz packs` tells them")


def run(options: Namespace) -> int:
    """Move the packs aside, if all of them are the player's own."""
    known = {found.name: found for found in library.installed()}
    own = [name for name, found in known.items() if not found.built_in and not found.package]
    for name in options.names:
        if name not in known:
            hint = did_you_mean(name, own) or f"yours are {', '.join(own) or 'none'}"
            raise UsageError(f"There is no pack {printable(name)!r}.", hint)
        found = known[name]
        if found.built_in:
            raise PackError(
                f"{name} comes with the game and stays.", "untick it on the screen of packs"
            )
        if found.package:
            raise PackError(
                f"{name} comes from the package {found.package}.",
                f"pip uninstall {found.package}",
            )
    for name in dict.fromkeys(options.names):
        aside = shelf.set_aside(known[name].path)
        cache.forget(known[name].path)
        print(f"{printable(name)}: taken out; the file is now {printable(str(aside))}")
    return 0
