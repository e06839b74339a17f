"""What the store says about items: the figures of classical test theory, for authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from quiz.game.modes import CLASSIC
from quiz.packs.model import Item
from quiz.scores import codec
from quiz.scores.answers import ENOUGH
from quiz.scores.store import Ask, Store

TOO_HARD, TOO_EASY = 0.4, 0.85
"""The facilities below which no item is easy, and above which none is hard."""

BATCH = 50
"""How many items are asked about in one query."""


class ItemFigures(NamedTuple):
    """What the first attempts at an item say about it.

    `facility` is the share of them that were right; see `discrimination_of` for the other.
    `seconds` is their median time. `chosen` counts them by the distractor that was chosen. With
    too few of them, `facility` and what follows from it is None.
    """

    item: Item
    attempts: int
    facility: float | None
    discrimination: float | None
    seconds: float | None
    chosen: dict[str, int]
    warnings: tuple[str, ...]


FIRSTS = """
    WITH firsts AS (
        SELECT i.uid, min(a.id) AS id
        FROM json_each(:uids) u
        CROSS JOIN items i ON i.uid = u.value
        CROSS JOIN attempts a ON a.item = i.id
        GROUP BY i.uid, a.player
    )
"""
"""The first attempt of each player at each of some items."""

SUMS = f"""
    {FIRSTS}, rests AS (
        SELECT f.uid, a.right AS x, s.answered > 1 AS n,
            CASE WHEN s.answered > 1 THEN (s.right - a.right) * 1.0 / (s.answered - 1) END AS y
        FROM firsts f JOIN attempts a ON a.id = f.id
        JOIN seats s ON s.round = a.round AND s.seat = a.seat
    )
    SELECT uid, count(*), total(x), total(n), total(x * n), total(y), total(y * y), total(x * y)
    FROM rests GROUP BY uid
"""

MEDIANS = f"""
    {FIRSTS}, ranked AS (
        SELECT f.uid, a.seconds, count(*) OVER (PARTITION BY f.uid) AS n,
            row_number() OVER (PARTITION BY f.uid ORDER BY a.seconds) AS place
        FROM firsts f JOIN attempts a ON a.id = f.id
    )
    SELECT uid, avg(seconds) FROM ranked WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY uid
"""

CHOSEN = f"""
    {FIRSTS} SELECT f.uid, a.chosen, count(*) FROM firsts f JOIN attempts a ON a.id = f.id
    WHERE a.chosen IS NOT NULL GROUP BY f.uid, a.chosen
"""


def item_figures(store: Store, items: Sequence[Item]) -> list[ItemFigures]:
    """Return what everyone's first attempts say about items, in the same order."""
    found: list[ItemFigures] = []
    with store.reading() as ask:
        for start in range(0, len(items), BATCH):
            found += _of_items(ask, items[start : start + BATCH])
    return found


def _of_items(ask: Ask, items: Sequence[Item]) -> Iterator[ItemFigures]:
    uids = codec.dump_uids([item.uid for item in items])
    sums = {str(uid): tuple(map(float, rest)) for uid, *rest in ask(SUMS, uids=uids)}
    medians = {str(uid): float(seconds) for uid, seconds in ask(MEDIANS, uids=uids)}
    chosen: dict[str, dict[str, int]] = {}
    for uid, text, count in ask(CHOSEN, uids=uids):
        chosen.setdefault(str(uid), {})[str(text)] = count
    for item in items:
        uid = codec.storable(item.uid)
        attempts, right, *rest = sums.get(uid, (0.0,) * 7)
        counts = {text: chosen.get(uid, {}).get(text, 0) for text in item.distractors}
        if attempts < ENOUGH:
            few = ("too few answers",)
            yield ItemFigures(item, int(attempts), None, None, None, counts, few)
            continue
        facility = right / attempts
        yield ItemFigures(
            item,
            int(attempts),
            facility,
            discrimination_of(*rest),
            medians.get(uid),
            counts,
            tuple(_warnings(item, int(attempts), facility, counts)),
        )


def discrimination_of(
    n: float, right: float, rests: float, squares: float, products: float
) -> float | None:
    """Return how well an item separates strong from weak rounds, from -1 to 1, or None.

    This is the corrected point-biserial correlation: Pearson's correlation of the item x, 1 for
    right and 0 for wrong, with the score y of the *rest* of the round, here the share of its
    other cards that were right:

        r = (n Σxy - Σx Σy) / √((n Σx² - (Σx)²) (n Σy² - (Σy)²)), and Σx² = Σx

    There is none if x or y is the same everywhere. The item itself is left out of y because
    otherwise it would correlate with itself: S. Henrysson, "Correction of item-total correlations
    in item analysis", Psychometrika 28 (1963), 211-218.
    """
    spread = (n * right - right * right) * (n * squares - rests * rests)
    if spread <= 1e-9:
        return None
    return max(-1.0, min(1.0, (n * products - right * rests) / sqrt(spread)))


def _warnings(item: Item, attempts: int, facility: float, chosen: dict[str, int]) -> Iterator[str]:
    """Yield what an author should look at.

    If a round does not show all distractors, each was shown only some of the time.
    """
    if item.difficulty == "easy" and facility < TOO_HARD:
        yield f"labelled easy, but only {facility:.0%} were right"
    if item.difficulty == "hard" and facility > TOO_EASY:
        yield f"labelled hard, but {facility:.0%} were right"
    shown = 1.0 if item.options else min(1.0, (CLASSIC.choices - 1) / len(item.distractors))
    if attempts * shown >= ENOUGH:
        yield from (f"never chosen: {text}" for text, count in chosen.items() if not count)
