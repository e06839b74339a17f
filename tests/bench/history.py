"""A long history: a file of scores with many finished rounds of ten answers each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.scores.store import Store
from quiz.session import begin

ANSWERS = 10
PLAYED = 20
"""How many rounds are really played; the others are copies of them."""

COPIES = """
    CREATE TEMP TABLE copies AS WITH RECURSIVE n(i) AS (
        SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {copies}
    ) SELECT i, r.id AS old, (i + 1) * {played} + r.id AS new FROM n, rounds r;
    INSERT INTO rounds
        SELECT new, lower(hex(randomblob(8))), mode, kind, rules, selection, seed, deck, cards,
            started, seconds, ended FROM copies JOIN rounds ON id = old;
    INSERT INTO round_packs SELECT pack, new FROM copies JOIN round_packs ON round = old;
    INSERT INTO seats
        SELECT new, seat, player, kind, finished, answered, right, score, seconds
        FROM copies JOIN seats ON round = old;
    INSERT INTO events
        SELECT new, position, kind, at, value FROM copies JOIN events ON round = old;
    INSERT INTO attempts
        SELECT NULL, new, turn, seat, player, item, choice, chosen, right, seconds, base, streak,
            stolen, at FROM copies JOIN attempts ON round = old;
    UPDATE players SET
        latest = (SELECT max(id) FROM rounds), finished = (SELECT count(*) FROM rounds);
    UPDATE seen SET last = last + (SELECT max(id) FROM attempts), asked = asked * {copies};
    DROP TABLE copies;
"""


def write(path: Path, attempts: int, player: str) -> None:
    """Write a file of scores in which a player made so many attempts."""
    store = Store(path)
    packs = library.load_named([])
    selection = Selection(tuple(pack.name for pack in packs))
    for _ in range(PLAYED):
        session = begin(packs, CLASSIC, selection, (player,), store)
        for _ in range(ANSWERS):
            session.do(session.event("answer", session.game.card.key))
            session.do(session.event("advance"))
    store.close()
    copies = attempts // ANSWERS // PLAYED - 1
    with closing(sqlite3.connect(path)) as connection:
        if copies:
            connection.executescript(COPIES.format(copies=copies, played=PLAYED))
        connection.commit()
