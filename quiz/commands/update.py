"""`quiz update`: replace packs that were added from a web address by what is there now."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from quiz.commands.add import check_candidate, complain, origin_of
from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs import library
from quiz.packs.changes import differences
from quiz.packs.check import check
from quiz.packs.incoming import Candidate, candidates
from quiz.packs.library import Found
from quiz.packs.origins import Origin, checksum, recall, remember
from quiz.packs.source import Source
from quiz.text import count, printable

HELP = "fetch packs again that were added from a web address"

UNKNOWN_ORIGIN = "`quiz add URL --replace` adds a pack and remembers its address"

Fetch = Callable[[str], list[Candidate]]
"""Returns the packs at a web address."""


class Fetched(NamedTuple):
    """A pack that differs from what is at its address now."""

    found: Found
    origin: Origin
    data: bytes
    changes: list[str]
    is_edited: bool


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="default: all that have an address"
    )
    parser.add_argument("--yes", action="store_true", help="replace without asking")


def run(options: Namespace) -> int:
    """Show what has changed and replace what may be replaced; return 1 if a pack has a problem."""
    fetch: Fetch = cache(lambda address: list(candidates(address)))
    status = unanswered = 0
    for found, origin in _chosen(options.names):
        name = printable(found.name)
        try:
            fetched = _compared(found, origin, fetch)
            if fetched is None:
                continue
            print(f"{name}: {printable(origin.file)} has changed")
            for change in fetched.changes:
                print(f"  {printable(change)}")
            if fetched.is_edited:
                print("  Your pack was edited after it was fetched: your edits would be replaced.")
            may = options.yes or _answer(f"Replace {name}? [y/N] ")
            if may:
                replaced = library.add(found.path, fetched.data, fetched.origin)
                print(f"{name}: replaced; the old file is now {printable(str(replaced))}")
            elif may is None:
                unanswered += 1
            else:
                print(f"{name}: kept as it is")
        except PackError as error:
            status = 1
            complain(name, error)
    if unanswered:
        raise UsageError(
            f"{count(unanswered, 'pack')} not replaced, as there is nobody to ask.",
            "--yes replaces without asking",
        )
    return status


def _chosen(names: list[str]) -> Iterator[tuple[Found, Origin]]:
    """Yield the packs to update. Raise an error, before any, if one of them cannot be."""
    own = {one.name: one for one in library.installed() if not one.built_in and not one.package}
    origins = {name: recall(found.path) for name, found in own.items()}
    for name in names:
        shown = printable(name)
        if name not in own:
            hint = did_you_mean(name, own) or f"your packs are {', '.join(own) or 'none'}"
            raise UsageError(f"You have no pack {shown!r} of your own.", hint)
        if not origins[name]:
            raise PackError(f"{shown} was not added from a web address.", UNKNOWN_ORIGIN)
    chosen = list(dict.fromkeys(names)) or [name for name, origin in origins.items() if origin]
    if not chosen:
        print("None of your packs was added from a web address.", file=sys.stderr)
    for name in chosen:
        if origin := origins[name]:
            yield own[name], origin


def _compared(found: Found, origin: Origin, fetch: Fetch) -> Fetched | None:
    """Return what is new at the address of a pack, or None after saying that there is nothing.

    Raise PackError if it cannot be fetched, is no longer there or has errors.
    """
    name = printable(found.name)
    candidate = next((one for one in fetch(origin.address) if one.origin == origin.file), None)
    if candidate is None or candidate.problem:
        why = candidate.problem if candidate else "it is no longer there"
        raise PackError(f"{printable(origin.file)}: {why}", "your pack stays as it is")
    with Source(found.path) as source:
        own = source.data()
    fetched = origin_of(candidate)
    assert fetched, "it has an address"
    if own == candidate.data or fetched.sha256 == origin.sha256:
        is_edited = own != candidate.data
        print(f"{name}: {'only yours has changed' if is_edited else 'nothing new'}")
        if fetched != origin:
            with suppress(OSError):
                remember(found.path, fetched)
        return None
    checked = check_candidate(candidate, found.path.stem)
    if checked.pack is None:
        for line in checked.text:
            print(line, file=sys.stderr)
        raise PackError("what is at its address now has errors", "your pack stays as it is")
    changes = list(differences(check(found.path, keep=True).pack, checked.pack))
    return Fetched(found, fetched, candidate.data, changes, checksum(own) != origin.sha256)


def _answer(question: str) -> bool | None:
    """Return whether the player agrees, or None if there is nobody to ask."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
