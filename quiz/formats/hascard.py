"""hascard, flashcards for the terminal in plain text.

Source: https://github.com/Yvee1/hascard#cards
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import TypeAlias

from quiz.formats import FormatError, Notes
from quiz.formats._fit import answers as spread
from quiz.formats._fit import fixed, one_line, tell_of_fields, tell_of_limits
from quiz.formats._text import decoded
from quiz.packs.model import SHOWN, Item, Pack
from quiz.text import count, printable, shorten

TITLE = "hascard"
ENDINGS = (".txt", ".md")

HEAD = re.compile(r"\s*#\s(.*)")
BREAK = re.compile(r"-{3,}\s*")
PICTURE = re.compile(r"\s*!\[[^\]]*+\]\([^)]*+\)")
FENCE = "```"
OPTION = re.compile(r"\s*([-*])\s(.*)")
SEVERAL = re.compile(r"\s*\[[*x ]\] ")
ORDER = re.compile(r"\s*[0-9]++\. ")
GAP = re.compile(r"(?<!\\)_[^_]*+_")
WITHIN = re.compile("([-*])[ \u00a0]")
"""Where hascard sees an option begin within another; a no-break blank hides it."""

Card: TypeAlias = list[tuple[int, str]]
"""The lines of a card with their numbers, from its head on."""


def likeness(data: bytes) -> int:
    """Certain where a head is followed by options, one of them right."""
    cards = list(_cards(decoded(data[:100_000]), Notes()))
    if not cards or not HEAD.match(cards[0][0][1]):
        return 0
    if any(_item(card, Notes()) for card in cards):
        return 95
    bodies = [card[1][1] if card[1:] else "" for card in cards]
    return 60 if any(map(SEVERAL.match, bodies)) else 40 if len(cards) > 1 else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The multiple-choice cards of a file; other kinds of card are noted as left out."""
    heads = 0
    for card in _cards(decoded(data), notes):
        line, text = card[0]
        if not HEAD.match(text):
            notes.left_out(line, f"a card without a head, as `# question`: {_quoted(text)}")
            continue
        heads += 1
        if item := _item(card, notes):
            yield item
    if not heads:
        raise FormatError("there is no card in it", "a card begins with `# question`")


def _cards(text: str, notes: Notes) -> Iterator[Card]:
    """The cards of a text, which lines of dashes part, but for those in a block after the head.

    Blank lines are left out, but for those in such a block.
    """
    card: Card = []
    fenced = optioned = False
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.rstrip()
        if fenced and HEAD.match(line) and BREAK.fullmatch(card[-1][1]):
            card.pop()
            yield card
            card, fenced = [], False
        elif fenced:
            fenced = FENCE not in line
        elif BREAK.fullmatch(line):
            if card:
                yield card
            card, optioned = [], False
            continue
        elif optioned and HEAD.match(line):
            notes.changed(number, "a card that no line of `---` parts from the one before")
            yield card
            card, optioned = [], False
        else:
            fenced = len(card) == 1 and line.startswith(FENCE) and FENCE not in line[3:]
            optioned = optioned or OPTION.match(line) is not None
        if line or fenced:
            card.append((number, line))
    if card:
        yield card


def _item(card: Card, notes: Notes) -> Item | None:
    """The question of a card that has a head."""
    (line, head), *lines = card
    stem = head.lstrip()[1:].strip()
    if lines and (picture := PICTURE.match(lines[0][1])):
        number, text = lines.pop(0)
        notes.left_out(number, "a picture: a pack holds text alone")
        if after := text[picture.end() :].strip():
            lines.insert(0, (number, after))
    elif lines and lines[0][1].startswith(FENCE):
        end = _end(lines)
        if not end:
            notes.left_out(line, "its block after ``` does not end")
            return None
        notes.changed(lines[0][0], "the block after ``` became a part of the question")
        stem = "\n".join([stem, *_block([text for _, text in lines[:end]])]).strip()
        del lines[:end]
    options, right = _options(lines)
    if len(right) != 1:
        notes.left_out(line, _kind([text for _, text in lines], len(right)))
        return None
    key = options[right[0]]
    order = fixed(options)
    if order == ("True", "False"):
        key, options = key.capitalize(), list(order)
    wrong = tuple(option for option in options if option != key)
    return Item("", "", stem, key, wrong, order, line=line)


def _end(lines: Card) -> int:
    """How many lines a block takes that begins in the first; 0 if it does not end."""
    for at, (_, text) in enumerate(lines):
        if FENCE in (text if at else text[3:]):
            return at + 1
    return 0


def _block(lines: list[str]) -> list[str]:
    """The text in a block, without its fences and the word that may follow the first."""
    inner = "\n".join(lines)[3:].partition(FENCE)[0]
    first, *rest = inner.split("\n")
    return rest if rest and first.strip().isalnum() else [first, *rest]


def _options(lines: Card) -> tuple[list[str], list[int]]:
    """The options and the places of those that are right; none unless one begins at once."""
    options: list[list[str]] = []
    right = []
    for _, text in lines:
        if option := OPTION.match(text):
            if option[1] == "*":
                right.append(len(options))
            options.append([option[2].strip()])
        elif options:
            options[-1].append(text.strip())
        else:
            return [], []
    return [WITHIN.sub(r"\1 ", " ".join(option)) for option in options], right


def _kind(lines: list[str], right: int) -> str:
    """What a card is that has not one right option, in words."""
    if right:
        return "several of its options are marked as right by `* `"
    first = lines[0] if lines else ""
    if OPTION.match(first):
        return "a definition: none of its options is marked as right by `* `"
    if SEVERAL.match(first):
        return "a multiple-answer question: it may have several right answers"
    if ORDER.match(first):
        return "a question of order: it has no wrong answers"
    if GAP.search("\n".join(lines)):
        return "a question with gaps to fill: it has no wrong answers"
    return "a definition: it has no wrong answers"


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Multiple-choice cards."""
    tell_of_fields(pack, notes, TITLE)
    tell_of_limits(pack, notes, TITLE, SHOWN + 1)
    cards = []
    lines = hidden = 0
    for item in pack.items:
        options = spread(item, SHOWN + 1)
        if any("---" in option for option in options):
            notes.question_left_out(
                item.line, f"an option with ---, which to {TITLE} ends the card"
            )
            continue
        lines += "\n" in item.stem
        hidden += any(WITHIN.search(option) for option in options)
        card = [f"# {one_line(item.stem)}"]
        for option in options:
            mark = "*" if option == item.key else "-"
            card.append(f"{mark} " + WITHIN.sub("\\1\u00a0", option))
        cards.append("\n".join(card) + "\n")
    if lines:
        notes.changed(
            None, f"{TITLE} holds a question on one line: {count(lines, 'question')} had several"
        )
    if hidden:
        notes.changed(
            None,
            f"{TITLE} parts an option at a dash or a star before a blank: that is a no-break blank "
            f"in {count(hidden, 'question')}",
        )
    return "---\n".join(cards).encode()


def _quoted(text: str) -> str:
    return f"`{printable(shorten(text.strip()))}`"
