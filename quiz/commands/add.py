"""`quiz add`: check packs and copy them into the player's library."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from quiz import paths
from quiz.errors import PackError, UsageError
from quiz.packs import library
from quiz.packs.check import check
from quiz.packs.incoming import Candidate, candidates
from quiz.packs.library import is_pack, own_path, pack_name
from quiz.packs.source import Source
from quiz.text import count, printable

HELP = "check a pack and copy it into your library"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("sources", nargs="+", metavar="FILE|FOLDER|ZIP|URL", help="what to add")
    parser.add_argument("--name", help="the name of the pack; default: the name of its file")
    parser.add_argument("--replace", action="store_true", help="replace a pack of the same name")


def run(options: Namespace) -> int:
    """Add the packs that have no errors; return 1 if there are any that have."""
    found: list[Candidate] = []
    refused = False
    for source in options.sources:
        try:
            found += candidates(source)
        except PackError as error:
            refused = True
            _complain(printable(source), error)
    for candidate in found:
        if candidate.skipped:
            print(f"{printable(candidate.origin)}: skipped: {candidate.problem}", file=sys.stderr)
    found = [candidate for candidate in found if not candidate.skipped]
    if options.name is not None and len(found) > 1:
        raise UsageError(f"--name is for one pack, and there are {len(found)}.")
    names: set[str] = set()
    failed = 0
    for candidate in found:
        try:
            _add(candidate, options, names)
        except PackError as error:
            failed += 1
            _complain(printable(candidate.origin), error)
    if failed and len(found) > 1:
        print(f"quiz: {failed} of {count(len(found), 'pack')} not added", file=sys.stderr)
    return 1 if refused or failed else 0


def _complain(where: str, error: PackError) -> None:
    message = printable(error.message)
    print(f"quiz: {message if where in message else f'{where}: {message}'}", file=sys.stderr)
    if error.hint:
        print(f"      {printable(error.hint)}", file=sys.stderr)


def _add(candidate: Candidate, options: Namespace, names: set[str]) -> None:
    """Add one pack and report it; `names` are those of the packs before it, in lower case.

    Raise PackError if it is not added.
    """
    if candidate.problem:
        raise PackError(candidate.problem)
    name = pack_name(candidate.name if options.name is None else options.name)
    if name.casefold() in names:
        raise PackError(f"another pack called {name} was given before this one")
    names.add(name.casefold())
    try:
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{name}.yaml")
            file.write_bytes(candidate.data)
            checked = check(file, keep=True, called=candidate.origin)
    except OSError as error:
        raise PackError(f"there is no room to check it: {error.strerror}") from None
    if checked.pack is None:
        for line in checked.text:
            print(line, file=sys.stderr)
        raise PackError(
            f"{printable(candidate.origin)} was not added",
            "" if is_pack(candidate.name) else "`quiz import` converts other programs' files",
        )
    own = paths.packs()
    if name in {found.name for found in library.installed() if found.path.parent != own}:
        raise PackError(f"a built-in or installed pack is called {name}", "choose another --name")
    place = own_path(name)
    what = f"{name}: {count(checked.items, 'question')}, {printable(checked.pack.title)}"
    if _holds(place, candidate.data):
        print(f"{what} (already there)")
        return
    if os.path.lexists(place) and not options.replace:
        raise PackError(f"you already have another pack called {name}", "use --replace")
    if replaced := library.add(place, candidate.data):
        what += f" (the pack it replaces is now {printable(str(replaced))})"
    print(what)


def _holds(file: Path, data: bytes) -> bool:
    """Return whether the file holds these data."""
    try:
        with Source(file) as source:
            return source.size == len(data) and source.data() == data
    except PackError:
        return False
