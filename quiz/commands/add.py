"""`quiz add`: check packs and copy them into the player's library."""

from __future__ import annotations

import os
import shlex
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from quiz import paths
from quiz.errors import PackError, UsageError
from quiz.formats import FormatError, get, recognise
from quiz.packs import library
from quiz.packs.check import Checked, check
from quiz.packs.incoming import Candidate, candidates
from quiz.packs.library import is_pack, own_path, pack_name
from quiz.packs.origins import Origin, checksum, remember
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
            found += list(candidates(source))  # all of them or none
        except PackError as error:
            refused = True
            complain(printable(source), error)
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
            complain(printable(candidate.origin), error)
    if failed and len(found) > 1:
        print(f"quiz: {failed} of {count(len(found), 'pack')} not added", file=sys.stderr)
    return 1 if refused or failed else 0


def complain(where: str, error: PackError) -> None:
    """Print on stderr what is wrong with a pack or an argument, and the hint."""
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
        raise PackError(
            f"another pack called {name} was given before this one",
            "add it by itself, under another --name",
        )
    names.add(name.casefold())
    checked = check_candidate(candidate, name)
    if checked.pack is None:
        if form := _other_format(candidate):
            words = shlex.join(["quiz", "import", candidate.origin, "-o", f"{name}.yaml"])
            raise PackError(
                f"{printable(candidate.origin)} is {form}, not a pack", f"`{words}` makes one of it"
            )
        for line in checked.text:
            print(line, file=sys.stderr)
        raise PackError(f"{printable(candidate.origin)} was not added")
    own = paths.packs()
    others = (found for found in library.installed() if found.path.parent != own)
    if other := next((found for found in others if found.name == name), None):
        whose = f"a pack of the package {other.package}" if other.package else "a built-in pack"
        raise PackError(
            f"{whose} is called {name}", f"choose another name, such as --name my-{name}"
        )
    place = own_path(name)
    origin = origin_of(candidate)
    what = f"{name}: {count(checked.items, 'question')}, {printable(checked.pack.title)}"
    if _holds(place, candidate.data):
        if origin:
            with suppress(OSError):
                remember(place, origin)
        print(f"{what} (already there)")
        return
    if os.path.lexists(place) and not options.replace:
        raise PackError(
            f"you already have another pack called {name}",
            "--replace moves that one out of your library; --name NAME keeps both",
        )
    if replaced := library.add(place, candidate.data, origin):
        what += f" (the pack it replaces is now {printable(str(replaced))})"
    print(what)


def check_candidate(candidate: Candidate, name: str) -> Checked:
    """Check a pack as if it were in the library under a name, and keep it.

    Raise PackError if it cannot be stored for that.
    """
    try:
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{name}.yaml")
            file.write_bytes(candidate.data)
            return check(file, keep=True, called=candidate.origin)
    except OSError as error:
        raise PackError(f"there is no room to check it: {error.strerror}") from None


def origin_of(candidate: Candidate) -> Origin | None:
    """Return where a pack was fetched from, or None if it was on this machine."""
    if not candidate.address:
        return None
    return Origin(candidate.address, candidate.origin, checksum(candidate.data))


def _other_format(candidate: Candidate) -> str:
    """Return the other program whose file this is, or an empty text for a pack or anything else."""
    if is_pack(candidate.name) or b"\nquestions:" in candidate.data:
        return ""
    try:
        return get(recognise(candidate.data)).TITLE
    except FormatError:
        return ""


def _holds(file: Path, data: bytes) -> bool:
    """Return whether the file holds these data."""
    try:
        with Source(file) as source:
            return source.size == len(data) and source.data() == data
    except PackError:
        return False
