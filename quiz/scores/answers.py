"""What the store knows about items: when they were asked, and how they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from quiz.packs.model import Item
from quiz.scores import codec
from quiz.scores.rounds import UNREADABLE

if TYPE_CHECKING:
    from quiz.scores.store import Store

ENOUGH = 20
"""How many first attempts it takes to say something about an item, or about a distractor."""


def as_asked(store: Store, uids: Sequence[str]) -> list[Item]:
    """Return those of these items that were ever asked, as they were asked last."""
    rows = store.read(
        "SELECT (SELECT content FROM items WHERE uid = value AND content <> ''"
        " ORDER BY id DESC LIMIT 1) FROM json_each(:uids)",
        uids=codec.dump_uids(uids),
    )
    found: list[Item] = []
    for (content,) in rows:
        with suppress(*UNREADABLE):
            found.append(codec.load_item(content))
    return found


def last_seen(store: Store, player: str, uids: Sequence[str]) -> dict[str, float]:
    """Return when this player was last asked each of these items, as a number that grows."""
    rows = store.read(
        "SELECT uid, last FROM seen"
        " WHERE player = (SELECT id FROM players WHERE name = :player)"
        " AND uid IN (SELECT value FROM json_each(:uids))",
        player=player,
        uids=codec.dump_uids(uids),
    )
    return {str(uid): float(last) for uid, last in rows}


def mastered(store: Store, player: str, uids: Sequence[str]) -> set[str]:
    """Return those of these items that this player has ever answered right."""
    rows = store.read(
        "SELECT uid FROM seen"
        " WHERE player = (SELECT id FROM players WHERE name = :player) AND right > 0"
        " AND uid IN (SELECT value FROM json_each(:uids))",
        player=player,
        uids=codec.dump_uids(uids),
    )
    return {str(uid) for (uid,) in rows}


def facilities(store: Store, uids: Sequence[str]) -> dict[str, float]:
    """Return the shares of first attempts that were right, of items with enough of them."""
    rows = store.read(
        "SELECT uid, avg(a.right) FROM (SELECT i.uid, min((SELECT min(id) FROM attempts"
        " WHERE item = i.id AND player = p.id)) AS first FROM items i CROSS JOIN players p"
        " WHERE i.uid IN (SELECT value FROM json_each(:uids))"
        " AND (SELECT count(*) FROM players) >= :enough GROUP BY i.uid, p.id)"
        " CROSS JOIN attempts a ON a.id = first GROUP BY uid HAVING count(*) >= :enough",
        uids=codec.dump_uids(uids),
        enough=ENOUGH,
    )
    return {str(uid): float(share) for uid, share in rows}


def first_choices(store: Store, uid: str) -> dict[str, int]:
    """Return how often each option was chosen by those who saw an item for the first time."""
    rows = store.read(
        "SELECT chosen, count(*) FROM attempts WHERE chosen IS NOT NULL AND id IN"
        " (SELECT min(a.id) FROM items i JOIN attempts a ON a.item = i.id WHERE i.uid = :uid"
        " GROUP BY a.player) GROUP BY chosen",
        uid=uid,
    )
    return {str(text): int(number) for text, number in rows}
