"""The JSON Schema of a pack."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "the JSON Schema of a pack, for editors"


def arguments(parser: ArgumentParser) -> None:
    """It has no options."""


def run(options: Namespace) -> int:
    """Print it."""
    import json

    from quiz.packs.schema import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0
