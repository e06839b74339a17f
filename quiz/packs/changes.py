"""What makes a newer version of a pack different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.packs.model import Item, Pack
from quiz.text import shorten

LISTED = 20
"""How many changes of a kind are listed."""

HEAD = ("title", "author", "license", "language", "description")

PARTS = {
    "stem": "question",
    "distractors": "wrong",
    "options": "options",
    "difficulty": "difficulty",
    "category": "category",
    "explanation": "explanation",
    "source": "source",
    "tags": "tags",
}
"""The fields of an item besides its key, and what they are called in a pack."""


def differences(old: Pack | None, new: Pack) -> Iterator[str]:
    """Yield what is different in a new version of a pack, in lines; None stands for a broken one.

    The order of questions makes no difference.
    """
    if old is None:
        yield "your pack has errors, so its questions cannot be compared"
        return
    found = False
    for field in HEAD:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            found = True
            yield f"{field}: {shorten(before) or 'none'} -> {shorten(after) or 'none'}"
    changed, added, removed = _compare(old.items, new.items)
    for kind, lines in (("changed", changed), ("added", added), ("removed", removed)):
        found = found or bool(lines)
        yield from (f"{kind}: {line}" for line in lines[:LISTED])
        if len(lines) > LISTED:
            yield f"{kind}: {len(lines) - LISTED:,} more questions"
    if not found:
        yield "no question: only comments, layout, order or tables"


def _compare(old: Sequence[Item], new: Sequence[Item]) -> tuple[list[str], list[str], list[str]]:
    """Return the questions that were changed, added and removed.

    A question without an id whose answer has changed is known by its text.
    """
    before = {item.uid: item for item in old}
    after = {item.uid: item for item in new}
    gone = {uid: item for uid, item in before.items() if uid not in after}
    by_stem = {item.stem.casefold(): uid for uid, item in gone.items()}
    changed, added = [], []
    for uid, item in after.items():
        known = before.get(uid) or gone.pop(by_stem.pop(item.stem.casefold(), ""), None)
        if known is None:
            added.append(shorten(item.stem, 100))
        elif what := _parts(known, item):
            changed.append(f"{shorten(known.stem, 100)} ({what})")
    return changed, added, [shorten(item.stem, 100) for item in gone.values()]


def _parts(old: Item, new: Item) -> str:
    """Return which parts of a question have changed."""
    parts = [f"answer: {shorten(old.key)} -> {shorten(new.key)}"] if old.key != new.key else []
    parts += [name for part, name in PARTS.items() if getattr(old, part) != getattr(new, part)]
    return ", ".join(parts)
