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
from quiz.packs.library import is_pack
from quiz.packs.offers import Offer, offers, pack_name
from quiz.packs.source import Source
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
    for offer in found:
        if offer.passed:
            print(f"{printable(offer.origin)}: passed over: {offer.problem}", file=sys.stderr)
    found = [offer for offer in found if not offer.passed]
    if options.name is not None and len(found) > 1:
        raise UsageError(f"--name is for one pack, and there are {len(found)}.")
    names: set[str] = set()
    left = 0
    for offer in found:
        try:
            _add(offer, options, names)
        except PackError as error:
            refused = True
            left += 1
            _complain(printable(offer.origin), error)
    if left and len(found) > 1:
        print(f"quiz: {left} of {count(len(found), 'pack')} not added", file=sys.stderr)
    return 1 if refused else 0


def _complain(where: str, error: PackError) -> None:
    message = printable(error.message)
    print(f"quiz: {message if where in message else f'{where}: {message}'}", file=sys.stderr)
    if error.hint:
        print(f"      {printable(error.hint)}", file=sys.stderr)


def _add(offer: Offer, options: Namespace, names: set[str]) -> None:
    """Add one pack, and say so; `names` are those of the packs before it.

    Raises PackError where it is not added.
    """
    if offer.problem:
        raise PackError(offer.problem)
    name = pack_name(options.name if options.name is not None else offer.name)
    if name.casefold() in names:
        raise PackError(f"this is the second pack called {name} to be added")
    names.add(name.casefold())
    try:
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{name}.yaml")
            file.write_bytes(offer.data)
            checked = check(file, keep=True, called=offer.origin)
    except OSError as error:
        raise PackError(f"there is no room to check it: {error.strerror}") from None
    if checked.pack is None:
        for line in checked.text:
            print(line, file=sys.stderr)
        raise PackError(
            f"{printable(offer.origin)} was not added",
            "" if is_pack(offer.name) else "`quiz import` makes packs of other programs' files",
        )
    own = paths.packs()
    if name in {found.name for found in library.installed() if found.path.parent != own}:
        raise PackError(f"the name {name} is taken by a pack that is not yours", "choose --name")
    place = shelf.place(name)
    what = f"{name}: {count(checked.items, 'question')}, {printable(checked.pack.title)}"
    if os.path.lexists(place):
        if _holds(place, offer.data):
            print(f"{what} (already there)")
            return
        if not options.replace:
            raise PackError(f"there is another pack called {name}", "--replace puts it aside")
        aside = shelf.put(place, offer.data)
        what += f" (in place of the one that is now {printable(str(aside))})"
    else:
        shelf.put(place, offer.data)
    print(what)


def _holds(file: Path, data: bytes) -> bool:
    """Whether this is what the file holds."""
    try:
        with Source(file) as source:
            return source.size == len(data) and source.data() == data
    except PackError:
        return False
