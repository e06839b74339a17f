"""Packs for the player's library."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from quiz import paths
from quiz.errors import PackError, UsageError
from quiz.packs import library, shelf
from quiz.packs.check import check
from quiz.packs.offers import Offer, offers, pack_name
from quiz.text import count, printable

HELP = "check a pack and copy it into the player's library"


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("sources", nargs="+", metavar="FILE|FOLDER|ZIP|URL", help="where packs are")
    parser.add_argument("--name", help="what to call the pack; default: as its file is called")
    parser.add_argument(
        "--replace", action="store_true", help="also where another pack has the name"
    )


def run(options: Namespace) -> int:
    """Add what is sound; 1 if anything is not."""
    found: list[Offer] = []
    refused = False
    for source in options.sources:
        try:
            found += offers(source)
        except PackError as error:
            refused = True
            _complain(printable(source), error)
    if options.name is not None and len(found) > 1:
        raise UsageError(f"--name is for one pack, and there are {len(found)}.")
    for offer in found:
        try:
            _add(offer, options)
        except PackError as error:
            refused = True
            if error.message:
                _complain(printable(offer.origin), error)
    return 1 if refused else 0


def _complain(where: str, error: PackError) -> None:
    told = error.message if where in error.message else f"{where}: {error.message}"
    print(f"quiz: {told}", file=sys.stderr)
    if error.hint:
        print(f"      {error.hint}", file=sys.stderr)


def _add(offer: Offer, options: Namespace) -> None:
    """Add one pack, and say so. Raises PackError; an empty one where all has been told."""
    if offer.problem:
        raise PackError(offer.problem)
    name = pack_name(options.name if options.name is not None else offer.name)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.yaml")
        file.write_bytes(offer.data)
        checked = check(file, keep=True, called=offer.origin)
    if checked.pack is None:
        for line in checked.text:
            print(line, file=sys.stderr)
        raise PackError("")
    if any(found.name == name for found in library.installed() if found.path.parent != _own()):
        raise PackError(f"the name {name} is taken by a pack that is not yours", "choose --name")
    place = shelf.place(name)
    what = f"{name}: {count(checked.items, 'question')}, {printable(checked.pack.title)}"
    if os.path.lexists(place):
        if place.is_file() and place.read_bytes() == offer.data:
            print(f"{what} (already there)")
            return
        if not options.replace:
            raise PackError(f"there is another pack called {name}", "--replace puts it aside")
        aside = shelf.set_aside(place)
        what += f" (in place of the one that is now {printable(str(aside))})"
    shelf.put(place.with_suffix(".yaml"), offer.data)
    print(what)


def _own() -> Path | None:
    return paths.packs()
