"""`quiz scores`: list the rounds played."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "list the rounds played, the latest first"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")


def run(options: Namespace) -> int:
    """Print the rounds; report a problem with the file of scores on stderr."""
    import os

    from quiz import paths
    from quiz.scores.export import as_csv, as_json, as_table
    from quiz.scores.store import Store
    from quiz.text import printable

    rounds = []
    path = paths.scores()
    if path and os.path.exists(path):
        store = Store(path)
        rounds = store.rounds()
        if store.trouble:
            print(f"quiz: {printable(store.trouble)}", file=sys.stderr)
        store.close()
    form = as_json if options.json else as_csv if options.csv else as_table
    print(form(rounds), end="")
    return 0
