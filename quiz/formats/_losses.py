"""What another program cannot hold of a pack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from zlib import crc32

from quiz.formats import Notes
from quiz.formats._items import fixed_order
from quiz.packs.model import SHOWN, Item, Pack
from quiz.text import count

OPTIONAL_FIELDS = ("difficulty", "category", "explanation", "source", "tags", "id")


def written_options(item: Item, most: int = SHOWN + 1) -> list[str]:
    """Return at most so many options of an item, the key among them, in the order to write them.

    Where any order will do, the place of the key depends on the stem.
    """
    options = list(item.options or item.distractors)
    if not item.options:
        place = crc32(item.stem.encode("utf-8", "replace")) % min(len(options) + 1, most)
        options.insert(place, item.key)
    others = [option for option in options if option != item.key]
    dropped = set(others[most - 1 :])
    return [option for option in options if option not in dropped]


def option_cells(item: Item, most: int) -> tuple[list[str], int]:
    """Return the options of an item in so many cells, and the number of the key, from 1."""
    options = written_options(item, most)
    return options + [""] * (most - len(options)), options.index(item.key) + 1


def report_losses(
    pack: Pack,
    notes: Notes,
    program: str,
    *,
    fields: Collection[str] = (),
    most: int = SHOWN + 1,
    lengths: tuple[int, int] | None = None,
    one_line: bool = False,
    order: Callable[[Sequence[str]], tuple[str, ...]] = fixed_order,
) -> None:
    """Note what a program cannot hold of a pack.

    `fields` are the optional fields of an item that it holds, `most` is its limit of options and
    `lengths` its limits for the characters of a question and of an answer; `one_line` is whether
    a question has to be on one line. `order` returns the order that a reader restores.
    """
    unordered = 0
    for item in pack.items:
        options = written_options(item, most)
        if (dropped := len(item.distractors) + 1 - most) > 0:
            why = f"{dropped} of its wrong answers: {program} takes {most} answers in all"
            notes.left_out(item.line, why, question=False)
        unordered += bool(item.options) and order(options) != item.options
        if lengths:
            texts = [("a question", item.stem, lengths[0])]
            texts += [("an answer", option, lengths[1]) for option in options]
            for what, text, limit in texts:
                if len(text) > limit:
                    why = f"{what} of {len(text)} characters: {program} takes {limit}"
                    notes.changed(item.line, why)
    if unordered:
        notes.changed(None, _no_place(program, "the order of options", unordered))
    if joined := one_line and sum("\n" in item.stem for item in pack.items):
        notes.changed(None, f"the lines of {count(joined, 'question')} are joined into one")
    for field in [field for field in OPTIONAL_FIELDS if field not in fields]:
        default = Item._field_defaults[field]
        if number := sum(getattr(item, field) != default for item in pack.items):
            why = _no_place(program, f"`{field}`", number)
            if field == "difficulty":
                notes.changed(None, why)
            else:
                notes.left_out(None, why, question=False)


def _no_place(program: str, what: str, number: int) -> str:
    return f"{program} has no place for {what}: not written for {count(number, 'question')}"
