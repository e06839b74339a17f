"""The tables of the scores, and the steps that lead to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC, Rules
from quiz.scores import codec

SQL = Path(__file__).with_name("sql")

UNKEPT = "this session's scores are not kept."


class Step(NamedTuple):
    """A change of the tables: the version that it leads to, and the files with its statements."""

    version: int
    files: tuple[str, ...]


STEPS = {
    0: Step(3, ("tables", "record")),
    1: Step(3, ("set-aside-1", "tables", "copy-1", "record")),
    2: Step(3, ("record",)),
}
"""The next step from each version; a database holds its version as `user_version`."""

VERSION = max(step.version for step in STEPS.values())


def version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 for an empty file. Raise StoreError for a newer one."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise StoreError(
            "The scores were written by a newer version of the game: they are left alone, "
            f"and {UNKEPT}"
        )
    return found


def migrate(connection: sqlite3.Connection) -> None:
    """Take the next step, inside a transaction of the caller's."""
    functions: tuple[tuple[str, int, Callable[..., str | None]], ...] = (
        ("classic_kind", 2, _classic_kind),
        ("classic_rules", 1, _classic_rules),
        ("classic_selection", 1, _classic_selection),
    )
    for name, arguments, function in functions:
        connection.create_function(name, arguments, function)
    step = STEPS[version(connection)]
    for name in step.files:
        for statement in (SQL / f"{name}.sql").read_text(encoding="utf-8").split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.version}")


def verify(connection: sqlite3.Connection) -> None:
    """Raise StoreError, inside a transaction, if the tables are not those known."""
    if version(connection) != VERSION:
        raise StoreError(f"The scores were changed by another version of the game: {UNKEPT}")


# What the first version did not store. A damaged file may hold anything.


def _classic_kind(packs: object, cards: object) -> str:
    return codec.kind(_rules(cards), Selection(_names(packs)))


def _classic_rules(cards: object) -> str:
    return codec.dump(_rules(cards).as_dict())


def _classic_selection(packs: object) -> str:
    return codec.dump(Selection(_names(packs)))


def _rules(cards: object) -> Rules:
    return CLASSIC._replace(count=cards if isinstance(cards, int) else CLASSIC.count)


def _names(packs: object) -> tuple[str, ...]:
    try:
        return tuple(map(str, json.loads(str(packs))))
    except (ValueError, TypeError):
        return ()
