"""The tables of the scores, and the steps that lead to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from quiz.errors import StoreError
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.scores import codec

UNKEPT = "this session's scores are not kept."

TABLES = """
    -- latest is the latest round begun, finished how many rounds were played to an end
    CREATE TABLE players (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        latest INTEGER NOT NULL DEFAULT 0,
        finished INTEGER NOT NULL DEFAULT 0
    );
    -- content is the item as JSON, or empty if only the first edition asked it
    CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL,
        pack TEXT NOT NULL,
        category TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        content TEXT NOT NULL
    );
    -- kind is the same for rounds that can be compared, seconds those of play so far,
    -- ended is NULL while the round can be resumed
    CREATE TABLE rounds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        mode TEXT NOT NULL,
        kind TEXT NOT NULL,
        rules TEXT NOT NULL,
        selection TEXT NOT NULL,
        seed TEXT NOT NULL,
        deck TEXT NOT NULL,
        cards INTEGER NOT NULL,
        started TEXT NOT NULL,
        seconds REAL NOT NULL,
        ended TEXT
    );
    CREATE TABLE round_packs (
        pack TEXT NOT NULL,
        round INTEGER NOT NULL REFERENCES rounds,
        PRIMARY KEY (pack, round)
    ) WITHOUT ROWID;
    -- one row for each player of a round, with the totals so far
    CREATE TABLE seats (
        round INTEGER NOT NULL REFERENCES rounds,
        seat INTEGER NOT NULL,
        player INTEGER NOT NULL REFERENCES players,
        kind TEXT NOT NULL,
        finished INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        right INTEGER NOT NULL,
        score INTEGER NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (round, seat)
    ) WITHOUT ROWID;
    CREATE TABLE events (
        round INTEGER NOT NULL REFERENCES rounds,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at REAL NOT NULL,
        value,
        PRIMARY KEY (round, position)
    ) WITHOUT ROWID;
    -- choice is the index of the option shown, or NULL, and chosen its text
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        round INTEGER NOT NULL REFERENCES rounds,
        turn INTEGER NOT NULL,
        seat INTEGER NOT NULL,
        player INTEGER NOT NULL REFERENCES players,
        item INTEGER NOT NULL REFERENCES items,
        choice INTEGER,
        chosen TEXT,
        right INTEGER NOT NULL,
        seconds REAL NOT NULL,
        base INTEGER NOT NULL,
        streak INTEGER NOT NULL,
        stolen INTEGER NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (round, turn, seat)
    );
    -- last is the latest attempt, asked and right count attempts and right ones
    CREATE TABLE seen (
        player INTEGER NOT NULL REFERENCES players,
        uid TEXT NOT NULL,
        last INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        right INTEGER NOT NULL,
        PRIMARY KEY (player, uid)
    ) WITHOUT ROWID;
    CREATE INDEX items_by_uid ON items (uid, pack, category, difficulty);
    CREATE INDEX open_rounds ON rounds (id) WHERE ended IS NULL;
    CREATE INDEX seats_by_player ON seats (player, round);
    CREATE INDEX seats_by_score ON seats (finished, score);
    CREATE INDEX seats_by_player_score ON seats (player, finished, score);
    CREATE INDEX seats_by_kind ON seats (player, kind, finished, score);
    CREATE INDEX attempts_by_item ON attempts (item, player);
"""
"""Today's tables."""

FROM_FIRST_EDITION = f"""
    ALTER TABLE players RENAME TO old_players;
    ALTER TABLE rounds RENAME TO old_rounds;
    ALTER TABLE attempts RENAME TO old_attempts;
    {TABLES}
    INSERT INTO players (id, name) SELECT id, name FROM old_players;
    INSERT INTO items (uid, pack, category, difficulty, content)
        SELECT DISTINCT item, pack, category, difficulty, '' FROM old_attempts;
    INSERT INTO rounds
        SELECT r.id, lower(hex(randomblob(8))), mode, classic_kind(packs, cards),
            classic_rules(cards), classic_selection(packs), seed, deck, cards, started,
            total(a.seconds), CASE count(a.id) WHEN cards THEN 'finished' ELSE 'left' END
        FROM old_rounds r LEFT JOIN old_attempts a ON a.round = r.id GROUP BY r.id;
    INSERT OR IGNORE INTO round_packs
        SELECT p.value, r.id FROM old_rounds r, json_each(r.packs) p
        WHERE json_valid(r.packs) AND p.value IS NOT NULL;
    INSERT INTO seats
        SELECT r.id, 0, player, n.kind, n.ended = 'finished', count(a.id), total(a.right),
            total(a.base + a.streak), total(a.seconds)
        FROM old_rounds r JOIN rounds n ON n.id = r.id LEFT JOIN old_attempts a ON a.round = r.id
        GROUP BY r.id;
    INSERT INTO attempts
        SELECT a.id, a.round, a.position, 0, r.player,
            (SELECT i.id FROM items i WHERE i.uid = a.item AND i.pack = a.pack
                AND i.category = a.category AND i.difficulty = a.difficulty),
            choice, option_text(r.deck, a.position, choice), right, a.seconds, base, streak, 0, at
        FROM old_attempts a JOIN old_rounds r ON r.id = a.round;
    INSERT INTO seen
        SELECT r.player, a.item, max(a.id), count(*), total(a.right)
        FROM old_attempts a JOIN old_rounds r ON r.id = a.round GROUP BY r.player, a.item;
    UPDATE players SET
        latest = (SELECT coalesce(max(id), 0) FROM old_rounds WHERE player = players.id),
        finished = (SELECT total(finished) FROM seats WHERE player = players.id);
    DROP TABLE old_attempts;
    DROP TABLE old_rounds;
    DROP TABLE old_players;
"""
"""The tables of the first edition, which had attempts but no events, as today's."""


class Step(NamedTuple):
    """A change of the tables, and the version that it leads to."""

    name: str
    version: int
    statements: str


STEPS = {
    0: Step("create the tables", 2, TABLES),
    1: Step("add events, items and totals", 2, FROM_FIRST_EDITION),
}
"""The next step from each version; a file holds its version as `user_version`."""

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
        ("option_text", 3, _option_text),
    )
    for name, arguments, function in functions:
        connection.create_function(name, arguments, function)
    step = STEPS[version(connection)]
    for statement in step.statements.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.version}")


def verify(connection: sqlite3.Connection) -> None:
    """Raise StoreError, inside a transaction, if the tables are not those known."""
    if version(connection) != VERSION:
        raise StoreError(f"The scores were changed by another version of the game: {UNKEPT}")


# What the first version did not store. A damaged file may hold anything.


def _classic_kind(packs: object, cards: object) -> str:
    rules = replace(CLASSIC, count=cards if isinstance(cards, int) else CLASSIC.count)
    return codec.kind(rules, Selection(_names(packs)))


def _classic_rules(cards: object) -> str:
    rules = replace(CLASSIC, count=cards if isinstance(cards, int) else CLASSIC.count)
    return codec.dump(rules.as_dict())


def _classic_selection(packs: object) -> str:
    return codec.dump(Selection(_names(packs)))


def _names(packs: object) -> tuple[str, ...]:
    try:
        return tuple(map(str, json.loads(str(packs))))
    except (ValueError, TypeError):
        return ()


def _option_text(deck: object, position: object, choice: object) -> str | None:
    """Return the text of the option chosen, from a deck of the first version."""
    try:
        return str(json.loads(str(deck))[position][1][choice])
    except (ValueError, TypeError, LookupError):
        return None
