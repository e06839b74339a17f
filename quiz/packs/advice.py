"""What a good editor would say about a question that breaks no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.packs.typos import is_suspect, typos

TRUE_OR_FALSE = frozenset(("true", "false", "yes", "no"))

ALL_OF_THE_ABOVE = re.compile(
    r"(?i)(?:(?:all|none|any|neither|both|each|two|some) of (?:the )?(?:above|these|those|them|"
    r"others?|below|answers|options)|both [a-i] (?:and|&) [a-i]|[a-i] and [a-i]"
    r"|(?:all|none|both|neither) (?:the )?above)"
    r"(?: (?:is|are) \w+)?"
)
"""An option that refers to the other options."""

NUMBER_WITH_UNIT = re.compile(
    r"[-+~≈<>]?\s?[$€£¥₩]?\s?\d[\d.,:/\s-]*(?:[%‰°]|\s?[A-Za-zµΩ°]{1,3})?"
)


PUNCTUATION = re.compile(
    r"(?<!\d)[.,:]|[.,:](?!\d)|[;!?'\"\u2018-\u201f\u00ab\u00bb\u3001\u3002\uff01\uff1f\s]+"
)
"""What may differ between two texts that say the same."""


QUOTE_MARKS = str.maketrans("", "", "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb")


def letters(text: str) -> str:
    """Return a text without what does not matter for what it says: case, spaces, punctuation."""
    return PUNCTUATION.sub("", text.casefold())


def folded_stem(stem: str) -> str:
    """Return the text of a question without what mostly does not matter for what it asks."""
    folded = stem.casefold().rstrip(" .?!:\u2026").replace(" ", "").replace(",", "")
    folded = folded.replace('"', "").replace("'", "")
    return folded if folded.isascii() else folded.translate(QUOTE_MARKS) or folded


class Hint(NamedTuple):
    """Advice: its code, its message, the text of the question that it is about, and what to do."""

    code: str
    message: str
    about: str
    hint: str = ""


def advise(
    stem: str, key: str, wrong: Sequence[str], shuffled: bool, explanation: str = ""
) -> Iterator[Hint]:
    """Yield advice on a question with these wrong answers.

    Large packs call this very often, so each careful check comes after a cheap one that rules
    most questions out.
    """
    options = (key, *wrong)
    joined = " \0 ".join(options)
    folded = joined.casefold().replace(" ", "").replace(".", "").replace(",", "").replace("!", "")
    if len(key) > 22 and len(key) >= 8 + 1.5 * (longest := max(map(len, wrong))):
        message = f"the answer has {len(key)} characters, the longest wrong one only {longest}"
        yield Hint("long-key", message, key)
    if len(set(folded.split("\0"))) < len(options):
        yield from _similar(options)
    if len({option[:1].isdigit() for option in options}) > 1:
        yield from _odd(key, wrong)
    for option in options if shuffled else ():
        if ALL_OF_THE_ABOVE.fullmatch(option.strip(" .")):
            yield Hint("all-of-the-above", "this answer only makes sense in a fixed order", option)
    if key.casefold() in stem.casefold() and _gives_away(stem, key, wrong):
        yield Hint("key-in-stem", "the question contains its answer", key)
    if is_suspect(f"{stem} \0 {explanation} \0 {joined}"):
        told: set[str] = set()
        for text in (stem, *options, explanation):
            for code, message, hint in typos(text):
                if code not in told:
                    told.add(code)
                    yield Hint(code, message, text, hint)


def _similar(options: Sequence[str]) -> Iterator[Hint]:
    seen: dict[str, str] = {}
    for option in options:
        first = seen.setdefault(letters(option) or option, option)
        if first is not option:
            message = f"`{first}` and `{option}` differ only in capitals, spaces or punctuation"
            yield Hint("similar-options", message, option)


def _odd(key: str, wrong: Sequence[str]) -> Iterator[Hint]:
    numbers = [option for option in wrong if NUMBER_WITH_UNIT.fullmatch(option)]
    others = [option for option in wrong if option not in numbers]
    if NUMBER_WITH_UNIT.fullmatch(key):
        if not numbers:
            yield Hint("odd-option", "the answer is the only number", key)
        elif others:
            message = f"`{others[0]}` is not a number, but the answer is"
            yield Hint("odd-option", message, others[0])
    elif not others:
        yield Hint("odd-option", "the answer is the only option that is not a number", key)
    elif numbers:
        message = f"`{numbers[0]}` is a number, but the answer is not"
        yield Hint("odd-option", message, numbers[0])


def _gives_away(stem: str, key: str, wrong: Sequence[str]) -> bool:
    """Return whether a question has its answer, and no wrong one, among its words."""
    folded = stem.casefold()

    def is_in_stem(option: str) -> bool:
        word = option.casefold()
        return word in folded and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded))

    if len(key) <= 2 or key.casefold() in TRUE_OR_FALSE:
        return False
    return is_in_stem(key) and not any(map(is_in_stem, wrong))
