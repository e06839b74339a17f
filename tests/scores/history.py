"""A long history of play, written straight into the tables."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from quiz.scores import codec
from quiz.scores.store import Store
from tests.builders import NOW, items, keep

ANSWERS = 10


class Made(NamedTuple):
    """An attempt that was written; `share` is that of the round's other cards that were right."""

    uid: str
    player: str
    right: bool
    chosen: str
    seconds: float
    share: float


def write_history(path: Path, players: int, stems: int, rounds: int) -> list[Made]:
    """Write rounds of ten random items each, and return their attempts in order.

    The lower its number, the more often an item is missed.
    """
    store = Store(path)
    keep(store)  # for a row of the rounds to copy
    store.close()
    chance = random.Random(1)
    known = items(stems)
    made: list[Made] = []
    seats, attempts = [], []
    for number in range(1, rounds + 1):
        player = number % players
        dealt = chance.sample(range(stems), ANSWERS)
        right = [chance.random() < 0.3 + 0.5 * at / stems for at in dealt]
        seats.append((number, player + 1, sum(right)))
        for turn, at in enumerate(dealt):
            one = known[at]
            chosen = one.key if right[turn] else chance.choice(one.distractors[: 2 + at % 2])
            seconds = round(chance.uniform(0.5, 20.0), 2)
            attempts.append((number, turn, player + 1, at + 1, chosen, right[turn], seconds))
            share = (sum(right) - right[turn]) / (ANSWERS - 1)
            name = f"Player {player}"
            made.append(Made(one.uid, name, right[turn], chosen, seconds, share))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TEMP TABLE round AS SELECT * FROM rounds; DELETE FROM players;"
            " DELETE FROM rounds; DELETE FROM seats; DELETE FROM attempts; DELETE FROM seen;"
            " DELETE FROM items; DELETE FROM sqlite_sequence"
        )
        connection.executemany(
            "INSERT INTO players VALUES (?, ?, 1, 1)",
            [(n + 1, f"Player {n}") for n in range(players)],
        )
        connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?)",
            [
                (at, one.uid, one.pack, one.category, one.difficulty, codec.dump(one))
                for at, one in enumerate(known, 1)
            ],
        )
        connection.executemany(
            "INSERT INTO rounds SELECT ?1, ?1, mode, kind, rules, selection, seed, deck, cards, ?2,"
            " seconds, 'finished' FROM round",
            [(n, (NOW - timedelta(hours=n)).isoformat()) for n, *_ in seats],
        )
        connection.executemany("INSERT INTO seats VALUES (?, 0, ?, 'kind', 1, 10, ?, 0, 0)", seats)
        connection.executemany(
            "INSERT INTO attempts VALUES (NULL, ?, ?, 0, ?, ?, 0, ?, ?, ?, 0, 0, 0, '')", attempts
        )
        connection.execute(
            "INSERT INTO seen SELECT player, uid, max(a.id), count(*), sum(right)"
            " FROM attempts a JOIN items i ON i.id = a.item GROUP BY player, uid"
        )
        connection.commit()
    return made
