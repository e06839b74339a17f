"""What all formats do alike when they make items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.formats import Notes
from quiz.formats._text import quoted
from quiz.packs.model import DIFFICULTIES, Difficulty, Item

TRUE_FALSE = ("True", "False")

RELATIVE = re.compile(
    r"(?i)\b(?:all|none|both|neither|any|some|either) of (?:the|these|those|them)\b"
    r"|\bboth\b.*\band\b|\bneither\b.*\bnor\b|^[A-I] (?:and|or|&) [A-I]\b"
)
"""What an option says that refers to the other options."""

MAYBE_RELATIVE = re.compile(r"(?i) (?:of th|both|neither|[a-i] (?:and|or|&) )")
"""What options have one of if `RELATIVE` matches: much faster to look for."""

LEVELS: dict[str, Difficulty] = {word: word for word in DIFFICULTIES}


def fixed_order(options: Sequence[str]) -> tuple[str, ...]:
    """Return the options in the order in which they must be shown, or () if any order will do.

    True comes before False, whatever their case. Options keep the order that they have if one of
    them refers to the others, as "All of these" does.
    """
    if not 2 <= len(options) <= 9:
        return ()
    if len(options) == 2 and sorted(map(str.casefold, options)) == ["false", "true"]:
        return TRUE_FALSE
    return tuple(options) if is_relative(options) else ()


def is_relative(options: Sequence[str]) -> bool:
    """Return whether an option refers to the others, judged by its first 300 characters."""
    maybe = MAYBE_RELATIVE.search(" " + "\n ".join(options))
    return bool(maybe) and any(RELATIVE.search(option[:300]) for option in options)


def make_item(
    stem: str,
    key: str,
    options: Sequence[str],
    line: int,
    notes: Notes,
    order: Sequence[str] = (),
) -> Item:
    """Return an item with these options, which include the key.

    `order` is the order of the options if the file gives one. Without it, `fixed_order` decides.
    """
    order = tuple(order) or fixed_order(options)
    if order == TRUE_FALSE:
        key, options = key.capitalize(), order
    if 1 < options.count(key) < len(options):
        notes.changed(line, f"the right answer {quoted(key)} is also listed as a wrong one")
    wrong = tuple([option for option in options if option != key])
    return Item("", "", stem, key, wrong, order, line=line)


def difficulty(label: str, line: int, notes: Notes) -> Difficulty:
    """Return the difficulty that a label names: medium for an empty or unknown one."""
    if label and label.casefold() not in LEVELS:
        notes.changed(line, f"the unknown difficulty {quoted(label)} is taken as medium")
    return LEVELS.get(label.casefold(), "medium")
