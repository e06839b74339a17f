"""hascard, flashcards for the terminal in a text file.

Source: https://github.com/Yvee1/hascard#cards
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from quiz.formats import FormatError, Notes
from quiz.formats._items import make_item
from quiz.formats._losses import report_losses, written_options
from quiz.formats._text import Lines, decode, one_line, quoted
from quiz.packs.model import Item, Pack
from quiz.text import count

TITLE = "hascard"
ENDINGS = (".txt", ".md")

CARD_HEADING = re.compile(r"\s*#\s(.*)")
CARD_END = re.compile(r"-{3,}\s*")
MARKDOWN_PICTURE = re.compile(r"\s*!\[[^\]]*+\]\([^)]*+\)")
FENCE = "```"
CHOICE_OPTION = re.compile(r"\s*([-*])\s(.*)")
SEVERAL_KEYS = re.compile(r"\s*\[[*x ]\] ")
ORDERED_OPTION = re.compile(r"\s*[0-9]++\. ")
CLOZE_GAP = re.compile(r"(?<!\\)_[^_]*+_")
INNER_OPTION = re.compile("([-*])[ \u00a0]")
"""Where hascard sees the start of an option within another; a no-break space prevents that."""


def likeness(data: bytes) -> int:
    """Return a high value if a heading is followed by options, one of which is right."""
    cards = list(_cards(decode(data[:100_000]), Notes()))
    if not cards or not CARD_HEADING.match(cards[0][0][1]):
        return 0
    if any(_item(card, Notes()) for card in cards):
        return 95
    bodies = [card[1][1] if card[1:] else "" for card in cards]
    return 60 if any(map(SEVERAL_KEYS.match, bodies)) else 40 if len(cards) > 1 else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the multiple-choice cards of a file; other kinds of card are noted as left out."""
    has_headings = False
    for card in _cards(decode(data), notes):
        line, text = card[0]
        if not CARD_HEADING.match(text):
            notes.left_out(line, f"a card without a heading like `# question`: {quoted(text)}")
            continue
        has_headings = True
        if item := _item(card, notes):
            yield item
    if not has_headings:
        raise FormatError("there is no card in it", "a card begins with `# question`")


def _cards(text: str, notes: Notes) -> Iterator[Lines]:
    """Yield the lines of each card, from its heading on.

    Lines of dashes end a card, except in a block of code after the heading. Blank lines are
    dropped, except in such a block.
    """
    card: Lines = []
    is_fenced = has_options = False
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.rstrip()
        if is_fenced and CARD_HEADING.match(line) and CARD_END.fullmatch(card[-1][1]):
            card.pop()
            yield card
            card, is_fenced = [], False
        elif is_fenced:
            is_fenced = FENCE not in line
        elif CARD_END.fullmatch(line):
            if card:
                yield card
            card, has_options = [], False
            continue
        elif has_options and CARD_HEADING.match(line):
            notes.changed(number, "a card without a line of `---` above it")
            yield card
            card, has_options = [], False
        else:
            is_fenced = len(card) == 1 and line.startswith(FENCE) and FENCE not in line[3:]
            has_options = has_options or CHOICE_OPTION.match(line) is not None
        if line or is_fenced:
            card.append((number, line))
    if card:
        yield card


def _item(card: Lines, notes: Notes) -> Item | None:
    """Return the question of a card with a heading, or None if it is left out."""
    (line, heading), *lines = card
    stem = heading.lstrip()[1:].strip()
    body = "\n".join(text for _, text in lines)
    first, _, below = body.partition("\n")
    if picture := MARKDOWN_PICTURE.match(first):
        notes.left_out(lines[0][0], "a picture: a pack holds only text", question=False)
        body = f"{first[picture.end() :].strip()}\n{below}".lstrip("\n")
    elif body.startswith(FENCE):
        block, closed, below = body[len(FENCE) :].partition(FENCE)
        if not closed:
            notes.left_out(line, "its block after ``` is not closed")
            return None
        notes.changed(lines[0][0], "the block after ``` became part of the question")
        language, end, code = block.partition("\n")
        stem = f"{stem}\n{code if end and language.strip().isalnum() else block}".strip()
        body = below.partition("\n")[2]
    options, right = _options(body.split("\n"))
    if len(right) != 1:
        notes.left_out(line, _kind(body, len(right)))
        return None
    return make_item(stem, options[right[0]], options, line, notes)


def _options(lines: list[str]) -> tuple[list[str], list[int]]:
    """Return the options and the places of the right ones; none if the first line is no option."""
    options: list[list[str]] = []
    right = []
    for text in lines:
        if option := CHOICE_OPTION.match(text):
            if option[1] == "*":
                right.append(len(options))
            options.append([option[2].strip()])
        elif options:
            options[-1].append(text.strip())
        else:
            return [], []
    return [INNER_OPTION.sub(r"\1 ", " ".join(option)) for option in options], right


def _kind(body: str, right: int) -> str:
    """Return what a card is that does not have exactly one right option, in words."""
    if right:
        return "several of its options are marked as right with `* `"
    if CHOICE_OPTION.match(body):
        return "a definition: none of its options is marked as right with `* `"
    if SEVERAL_KEYS.match(body):
        return "a multiple-answer question: it may have several right answers"
    if ORDERED_OPTION.match(body):
        return "a question of order: it has no wrong answers"
    if CLOZE_GAP.search(body):
        return "a question with gaps to fill: it has no wrong answers"
    return "a definition: it has no wrong answers"


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return multiple-choice cards."""
    report_losses(pack, notes, TITLE, one_line=True)
    cards = []
    protected = 0
    for item in pack.items:
        options = written_options(item)
        if any("---" in option for option in options):
            notes.left_out(item.line, f"an option has ---, which ends a card in {TITLE}", True)
            continue
        protected += any(INNER_OPTION.search(option) for option in options)
        card = [f"# {one_line(item.stem)}"]
        for option in options:
            mark = "*" if option == item.key else "-"
            card.append(f"{mark} " + INNER_OPTION.sub("\\1\u00a0", option))
        cards.append("\n".join(card) + "\n")
    if protected:
        why = f"{TITLE} would start an option at `- ` or `* `"
        notes.changed(None, f"{why}: a no-break space in {count(protected, 'question')}")
    return "---\n".join(cards).encode()
