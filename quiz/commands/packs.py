"""`quiz packs`: list the installed packs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from quiz.packs import library
from quiz.packs.library import Found, Loaded
from quiz.text import printable, width

HELP = "list the installed packs"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: Namespace) -> int:
    """List the packs; report the problem of one that cannot be played on stderr."""
    packs = [(found, library.load(found)) for found in library.installed()]
    if options.json:
        import json

        print(json.dumps([_values(*pack) for pack in packs], ensure_ascii=False, indent=2))
        return 0
    for found, loaded in packs:
        questions, title = "-", "cannot be played"
        if loaded.pack:
            questions, title = f"{len(loaded.pack.items):,}", printable(loaded.pack.title)
        else:
            print(f"quiz: {printable(loaded.problem)}", file=sys.stderr)
        name, origin = printable(found.name), _origin(found)
        print(f"{_padded(name, 22)} {questions:>7}  {_padded(title, 40)} {origin}".rstrip())
    return 0


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _origin(found: Found) -> str:
    if found.package:
        return f"package {found.package}"
    return "built in" if found.built_in else "yours"


def _values(found: Found, loaded: Loaded) -> dict[str, object]:
    """Return what is known about a pack, for JSON."""
    pack = loaded.pack
    return {
        "name": found.name,
        "title": pack.title if pack else None,
        "author": pack.author if pack else None,
        "license": pack.license if pack else None,
        "language": pack.language if pack else None,
        "questions": len(pack.items) if pack else None,
        "path": str(found.path),
        "origin": _origin(found),
        "problem": loaded.problem or None,
    }
