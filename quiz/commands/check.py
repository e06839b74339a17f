"""Every problem of every pack."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "every problem of every pack"


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="default: all packs there are")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: Namespace) -> int:
    """Do it."""
    from pathlib import Path

    from quiz.packs import library
    from quiz.packs.check import check
    from quiz.text import count, printable

    if options.paths:
        files = [file for path in options.paths for file in library.files(path)]
    else:
        files = [found.path for found in library.installed()]
    found: list[dict[str, object]] = []
    items = errors = warnings = 0
    for file in files:
        checked = check(Path(file))
        items += checked.items
        errors += checked.errors
        warnings += len(checked.diagnostics) - checked.errors
        if options.format == "text":
            for line in checked.text:
                print(line, file=sys.stderr)
        else:
            found += (problem.as_dict(str(file)) for problem in checked.diagnostics)
    if options.format == "json":
        import json

        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        what = ", ".join(printable(Path(f).name) for f in files) if len(files) < 5 else ""
        print(
            f"{count(len(files), 'pack')}, {count(items, 'question')}: "
            f"{count(errors, 'error')}, {count(warnings, 'warning')}"
            + (f" ({what})" if what else "")
        )
    return 1 if errors else 0
