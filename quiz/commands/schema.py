"""The command that prints the JSON Schema of a pack."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "print the JSON Schema of a pack, for editors"


def arguments(parser: ArgumentParser) -> None:
    """Declare no options, as the command has none."""


def run(options: Namespace) -> int:
    """Print the schema and return the exit status."""
    import json

    from quiz.packs.schema import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0
