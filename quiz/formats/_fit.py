"""How a question fits into a format, and what the format has no place for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zlib import crc32

from quiz.formats import Notes
from quiz.packs.model import DIFFICULTIES, Difficulty, Item, Pack

RELATIVE = re.compile(
    r"(?i)\b(?:all|none|both|neither|any|some|either) of (?:the|these|those|them)\b"
    r"|\bboth\b.*\band\b|\bneither\b.*\bnor\b|^[A-I] (?:and|or|&) [A-I]\b"
)
"""What an option says that only makes sense beside the others."""

LEVELS: dict[str, Difficulty] = {word: word for word in DIFFICULTIES}


def one_line(text: str) -> str:
    """A text with blanks for its line ends."""
    return " ".join(line.strip() for line in text.split("\n")) if "\n" in text else text


def fixed(options: Sequence[str]) -> tuple[str, ...]:
    """The options in the order in which they make sense, or nothing if any order will do."""
    if not 2 <= len(options) <= 9:
        return ()
    if len(options) == 2 and sorted(map(str.casefold, options)) == ["false", "true"]:
        return ("True", "False")
    return tuple(options) if any(RELATIVE.search(option[:300]) for option in options) else ()


def answers(item: Item, most: int) -> list[str]:
    """The options of an item that a sheet with so many columns has room for, in their order.

    Where any order will do, the key stands at a place that depends on the stem.
    """
    options = list(item.options or item.distractors)
    if not item.options:
        place = crc32(item.stem.encode("utf-8", "replace")) % min(len(options) + 1, most)
        options.insert(place, item.key)
    others = [option for option in options if option != item.key]
    dropped = set(others[most - 1 :])
    return [option for option in options if option not in dropped]


def cells(item: Item, most: int) -> tuple[list[str], int]:
    """The options of an item in so many cells, and the number of the right one, from 1."""
    options = answers(item, most)
    return options + [""] * (most - len(options)), options.index(item.key) + 1


def tell_of_limits(
    pack: Pack,
    notes: Notes,
    program: str,
    most: int,
    sizes: tuple[int, int] | None = None,
) -> None:
    """Note what the program cannot hold of the items of a pack, but for their further fields.

    `sizes` are the longest question and the longest answer, in characters.
    """
    unordered = 0
    for item in pack.items:
        over = len(item.distractors) + 1 - most
        if over > 0:
            notes.left_out(
                item.line, f"{over} of its wrong answers: {program} takes {most} answers in all"
            )
        options = answers(item, most)
        unordered += bool(item.options) and fixed(options) != item.options
        if sizes:
            for what, text, size in [
                ("a question", item.stem, sizes[0]),
                *(("an answer", option, sizes[1]) for option in options),
            ]:
                if len(text) > size:
                    notes.changed(
                        item.line,
                        f"{what} of {len(text)} characters: {program} takes {size}",
                    )
    if unordered:
        notes.changed(
            None, f"{program} has no place for the order of options: {unordered} are not kept"
        )


FIELDS: dict[str, tuple[str, Callable[[Item], bool]]] = {
    "difficulty": ("difficulties", lambda item: item.difficulty != "medium"),
    "category": ("categories", lambda item: bool(item.category)),
    "explanation": ("explanations", lambda item: bool(item.explanation)),
    "source": ("sources", lambda item: bool(item.source)),
    "tags": ("tags", lambda item: bool(item.tags)),
    "id": ("ids", lambda item: bool(item.id)),
}


def tell_of_fields(pack: Pack, notes: Notes, program: str, *held: str) -> None:
    """Note which fields of the items of a pack the program has no place for."""
    for field, (plural, given) in FIELDS.items():
        count = 0 if field in held else sum(map(given, pack.items))
        if count:
            tell = notes.changed if field == "difficulty" else notes.left_out
            tell(None, f"{program} has no place for {plural}: {count} are not written")
