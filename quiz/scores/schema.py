"""The tables of the scores, and the steps that lead to them."""

from __future__ import annotations

import sqlite3

from quiz.errors import StoreError

UNKEPT = "this session's scores are not kept."

MIGRATIONS = (
    """
    CREATE TABLE players (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE rounds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        player INTEGER NOT NULL REFERENCES players,
        mode TEXT NOT NULL,
        seed TEXT NOT NULL,
        packs TEXT NOT NULL,
        deck TEXT NOT NULL,
        cards INTEGER NOT NULL,
        started TEXT NOT NULL
    );
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        round INTEGER NOT NULL REFERENCES rounds,
        position INTEGER NOT NULL,
        item TEXT NOT NULL,
        pack TEXT NOT NULL,
        category TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        choice INTEGER,
        cause TEXT NOT NULL,
        right INTEGER NOT NULL,
        seconds REAL NOT NULL,
        base INTEGER NOT NULL,
        streak INTEGER NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (round, position)
    );
    """,
)
"""The steps from an empty file to today's schema; `user_version` counts those taken."""


def version(connection: sqlite3.Connection) -> int:
    """How many steps were taken. Raises StoreError if more than are known."""
    steps: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if steps > len(MIGRATIONS):
        raise StoreError(
            "The scores were written by a newer version of the game: they are left alone, "
            f"and {UNKEPT}"
        )
    return steps


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that are missing."""
    for statement in "".join(MIGRATIONS[version(connection) :]).split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def verify(connection: sqlite3.Connection) -> None:
    """See, inside a transaction, that the tables are those known. Raises StoreError if not."""
    if version(connection) != len(MIGRATIONS):
        raise StoreError(f"The scores were changed by another version of the game: {UNKEPT}")
