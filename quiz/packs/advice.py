"""What a good editor would say about a question that breaks no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

TRUTHS = frozenset(("true", "false", "yes", "no"))

ALL = re.compile(
    r"(?i)(?:(?:all|none|any|neither|both|each|two|some) of (?:the )?(?:above|these|those|them|"
    r"others?|below|answers|options)|both [a-i] (?:and|&) [a-i]|[a-i] and [a-i]"
    r"|(?:all|none|both|neither) (?:the )?above)"
    r"(?: (?:is|are) \w+)?"
)
"""An option that speaks of the others."""

NUMBER = re.compile(r"[-+~≈<>]?\s?[$€£¥₩]?\s?\d[\d.,:/\s-]*(?:[%‰°]|\s?[A-Za-zµΩ°]{1,3})?")


class Hint(NamedTuple):
    """Advice: its code, what it says, and the text of the question that it is about."""

    code: str
    message: str
    about: str


def advise(stem: str, key: str, others: Sequence[str], shuffled: bool) -> Iterator[Hint]:
    """Advice on a question; `others` are its wrong answers.

    Called for every question of large packs: a cheap look at all of the options at once comes
    before the careful one at each.
    """
    options = (key, *others)
    bare = "\0".join(options).casefold().replace(" ", "")
    if len(key) > 22 and len(key) >= 8 + 1.5 * (longest := max(map(len, others))):
        yield Hint(
            "long-key",
            f"the answer has {len(key)} characters, the longest wrong one {longest}",
            key,
        )
    if len(set(bare.split("\0"))) < len(options):
        yield from _similar(options)
    if len({option[:1].isdigit() for option in options}) > 1:
        yield from _odd(key, others)
    if shuffled and ("above" in bare or "ofthe" in bare or "and" in bare or "both" in bare):
        for option in options:
            if ALL.fullmatch(option.strip(" .")):
                yield Hint("all-of-the-above", "this answer speaks of the order of others", option)
    if key in stem or key.casefold() in stem.casefold():
        yield from _told(stem, key, others)
    if "todo" in bare or stem.startswith("TODO"):
        for text in (stem, *options):
            if text.startswith("TODO"):
                yield Hint("to-do", "this is still to be written", text)
                break


def _similar(options: Sequence[str]) -> Iterator[Hint]:
    seen: dict[str, str] = {}
    for option in options:
        first = seen.setdefault("".join(option.casefold().split()), option)
        if first is not option:
            what = f"`{first}` and `{option}` differ in capitals or blanks alone"
            yield Hint("similar-options", what, option)


def _odd(key: str, others: Sequence[str]) -> Iterator[Hint]:
    numbers = [option for option in others if NUMBER.fullmatch(option)]
    if NUMBER.fullmatch(key):
        if not numbers:
            yield Hint("odd-option", "the answer is the only number", key)
        elif len(numbers) < len(others):
            odd = next(option for option in others if option not in numbers)
            yield Hint("odd-option", f"`{odd}` is no number, as the answer is", odd)
    elif numbers:
        if len(numbers) == len(others):
            yield Hint("odd-option", "the answer is the only one that is no number", key)
        else:
            yield Hint(
                "odd-option", f"`{numbers[0]}` is a number, and the answer is not", numbers[0]
            )


def _told(stem: str, key: str, others: Sequence[str]) -> Iterator[Hint]:
    folded = stem.casefold()

    def tells(option: str) -> bool:
        word = option.casefold()
        return word in folded and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded))

    if len(key) > 2 and key.casefold() not in TRUTHS and tells(key) and not any(map(tells, others)):
        yield Hint("key-in-stem", "the question holds its answer", key)
