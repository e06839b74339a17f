"""The questions of a Markdown file, as blocks that are not yet read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from quiz.formats import Notes
from quiz.formats._blocks import Block, blocks, shown_inline

ANSWER_KEY = re.compile(r"(?i)\**answers?\**[ \t]*:\**[ \t]*(.*)")
BULLET_LINE = re.compile(r"[-*+][ \t]+(.*)")
BELOW_OPTIONS = re.compile(r"\[|https?:|\*\*|(?i:explanation|answers?)[ \t]*:")
"""What begins a line that is below the options, even without a blank line above it."""
GAP = re.compile(r"\[\[[^\[\]\n]+\]\]|___")
EXPLANATION = re.compile(r"(?i)(?:\*\*explanation\s?:?\*\*\s?:?|explanation\s?:)[ \t]*")
SOURCE = re.compile(r"(?i)\*\*(?:source|reference):\*\*[ \t]*(.+)")


class Section(NamedTuple):
    """What stands below a heading, or in a `<quiz>` tag, which has no heading."""

    heading: Block | None
    body: list[Block]
    in_tag: bool


class Asked(NamedTuple):
    """A question as found; `before` is what stands above its options, `after` below them."""

    line: int
    heading: str
    before: list[Block]
    options: list[list[Block]]
    after: list[Block]
    category: str


def _sections(text: str) -> list[Section]:
    made = list(blocks(text))
    has_tags = any(block.kind == "quiz" for block in made)
    sections = [Section(None, [], False)]
    for block in made:
        current = sections[-1]
        if block.kind == "quiz" or (block.kind == "heading" and not current.in_tag):
            heading = block if block.kind == "heading" else None
            sections.append(Section(heading, [], block.kind == "quiz"))
        elif block.kind == "end":
            sections.append(Section(None, [], False))
        elif block.kind == "heading":
            current.body.append(block._replace(kind="text"))
        elif current.in_tag or not has_tags:
            current.body.append(block)
    return sections


def find_questions(text: str, notes: Notes) -> Iterator[Asked]:
    """Yield what looks like a question; what cannot be one is noted."""
    sections = _sections(text)
    levels = {
        len(section.heading.mark)
        for section in sections
        if section.heading and any(block.kind == "option" for block in section.body)
    }
    deepest = max(levels, default=6)
    category = ""
    held: Asked | None = None
    for section in sections:
        heading = section.heading
        level = len(heading.mark) if heading else 0
        if heading and held and level > deepest:
            block = heading._replace(kind="text")
            held.after.extend([Block("blank", heading.line), block, *section.body])
            continue
        found = list(_questions(section, category, notes))
        if not found and heading and (not levels or level < deepest):
            category = shown_inline(heading.text) if level > 1 else ""
        elif not found and (section.in_tag or heading):
            line = heading.line if heading else (section.body or [Block("blank", 1)])[0].line
            has_gap = any(GAP.search(block.text) for block in section.body)
            none = "it has no options, such as `- [ ] text` and `- [x] text`"
            if heading or section.body:
                notes.left_out(line, "a question with a gap to fill in" if has_gap else none)
        if found and held:
            yield held
        yield from found[:-1]
        held = found[-1] if found else held
    if held:
        yield held


def _questions(section: Section, category: str, notes: Notes) -> Iterator[Asked]:
    """Yield the question of a section, or several if each has a list of options of its own."""
    heading = section.heading.text if section.heading else ""
    lists, after = _lists(section.body)
    if not lists:
        one = Asked(0, heading, section.body, [], [], category)
        if found := listed(one):
            line = section.heading.line if section.heading else found[0].options[0][0].line
            yield one._replace(line=line)
        return
    if section.heading and len(lists) > 1 and not all(is_sound(rows) for _, rows in lists):
        notes.left_out(section.heading.line, "there is text between its options")
        return
    is_whole = section.in_tag or (section.heading is not None and len(lists) == 1)
    stems = [before if is_whole else _last_paragraph(before) for before, _ in lists]
    for number, (stem, (_, rows)) in enumerate(zip(stems, lists)):
        is_last = number == len(lists) - 1
        below = after if is_last else lists[number + 1][0][: -len(stems[number + 1]) or None]
        title = heading if is_whole or not any(b.kind != "blank" for b in stem) else ""
        first = next((b for b in stem if b.kind != "blank"), rows[0][0])
        line = section.heading.line if section.heading and title else first.line
        yield Asked(line, title, stem, rows, below, category)


def _lists(body: list[Block]) -> tuple[list[tuple[list[Block], list[list[Block]]]], list[Block]]:
    """Return each list of options with the blocks above it, and what stands below the last.

    Each option has the blocks that belong to it: text that goes on, and code. Code at the end of a
    list belongs to its last option only if an option above has some too.
    """
    lists: list[tuple[list[Block], list[list[Block]]]] = []
    above: list[Block] = []
    is_inside = has_code = False
    for block, previous, following in zip(body, [None, *body], _kinds_below(body)):
        if block.kind == "option":
            if not is_inside:
                lists.append((above, []))
                above, is_inside, has_code = [], True, False
            lists[-1][1].append([block])
            continue
        option = lists[-1][1][-1] if is_inside else []
        if is_inside and block.kind == "blank":
            continue
        if is_inside and block.kind == "code":
            if has_code or block.indent > option[0].indent or following == "option":
                has_code = has_code or following == "option"
                option.append(block)
                continue
        elif is_inside and block.kind == "text":
            follows = previous is not None and previous.kind != "blank"
            is_own = follows or block.indent > option[0].indent + 1
            if is_own and not BELOW_OPTIONS.match(block.text):
                option.append(block)
                continue
        above.append(block)
        is_inside = is_inside and block.kind == "settings"
    return lists, above


def _kinds_below(body: list[Block]) -> list[str]:
    """Return for each block the kind of the next one that is neither code nor blank."""
    kinds: list[str] = []
    below = ""
    for block in reversed(body):
        kinds.append(below)
        below = below if block.kind in ("code", "blank") else block.kind
    return kinds[::-1]


def _last_paragraph(made: list[Block]) -> list[Block]:
    """Return the last paragraph of some blocks, with the code below it."""
    at = len(made)
    while at and made[at - 1].kind != "text":
        at -= 1
    text = list(takewhile(lambda block: block.kind == "text", reversed(made[:at])))
    return made[at - len(text) :]


def is_sound(rows: Sequence[Sequence[Block]]) -> bool:
    """Return whether there are two options or more, and exactly one of them is right."""
    return len(rows) > 1 and sum(row[0].mark == "x" for row in rows) == 1


def listed(asked: Asked) -> tuple[Asked, str] | None:
    """Return a question of which the options are a plain list, and its answer, if it is one."""
    if asked.options:
        return None
    body = asked.before
    keys = [n for n, b in enumerate(body) if b.kind == "text" and ANSWER_KEY.fullmatch(b.text)]
    if len(keys) != 1:
        return None
    above, below = body[: keys[0]], body[keys[0] + 1 :]
    at = len(above)
    while at and (above[at - 1].kind == "blank" or BULLET_LINE.fullmatch(above[at - 1].text)):
        at -= 1
    bullets = [block for block in above[at:] if block.kind == "text"]
    if len(bullets) < 2:
        return None
    options = [[b._replace(kind="option", text=BULLET_LINE.sub(r"\1", b.text))] for b in bullets]
    answer = ANSWER_KEY.sub(r"\1", body[keys[0]].text).strip()
    return asked._replace(before=above[:at], options=options, after=below), answer
