r"""Questions in Markdown, with a task list for the options of each.

A question has a heading, more text below it if it needs that, its options as `- [ ]`, the right one
as `- [x]`, and then its explanation: so are the questions for LinkedIn's skill assessments, and
those of learnspec's QuizMD. In MkDocs Quiz, tags `<quiz>` and `</quiz>` are around each. In the
terminal program quizmd, options are a list, and `Answer: 2` counts them from 1.

Sources: https://github.com/Ebazhanov/linkedin-skill-assessments-quizzes
https://github.com/learnspec/quizmd https://ewels.github.io/mkdocs-quiz
https://github.com/steliosot/quizmd
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._blocks import (
    Block,
    escaped_line,
    escaped_lines,
    has_picture,
    is_marked,
    shown_inline,
    shown_lines,
)
from quiz.formats._items import make_item
from quiz.formats._losses import report_losses, written_options
from quiz.formats._sections import (
    EXPLANATION,
    SOURCE,
    Asked,
    find_questions,
    is_sound,
    listed,
)
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import Item, Pack
from quiz.text import count

TITLE = "Markdown"
ENDINGS = (".md", ".markdown")

LINE_SIGN = " ⏎ "  # between the lines of code in an option, which has to be on one line

NUMBERING = re.compile(
    r"((?:[^\W\d_][^\s\d]{0,11})?)\s?\d{1,4}"
    r"(?:[.:)]\s+|[.:](?=[^\s\d])|[。：、．]\s*|\s+[·–—]\s+|$)"
)
"""What numbers a question: a word or a letter, a number, and a sign."""
ALONE = ("q", "question")
"""What a number may stand after if there is only one question."""
LONE_LINK = re.compile(r"\[[^\]\n]{1,80}\]\(<?(https?://[^\s()<>]{1,190})>?\)\.?")
QUOTE_SIGN = re.compile(r">[ \t]?(?:\[!\w+\][ \t]*)?")
SETTING = re.compile(r"(?i)(?:type|time|imposters|difficulty|points)[ \t]*:.*")
LETTER_LABEL = re.compile(r"(?:[A-I][.)]?)?")


class TaskOption(NamedTuple):
    """An option: its line, its text, whether it is right, and what is said of it alone."""

    line: int
    text: str
    is_right: bool
    feedback: str


def likeness(data: bytes) -> int:
    """Return a high value if at least half of the lists of tasks have exactly one right option."""
    head = decode(data[:100_000])
    if "[x]" not in head and "[X]" not in head and "nswer:" not in head:
        return 0
    notes = Notes()
    found = list(find_questions(head, notes))
    sound = sum(is_sound(one.options) or bool(listed(one)) for one in found)
    return 92 if sound and 2 * sound >= len(found) else 50 if sound else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the questions of a file that have exactly one right option."""
    found = list(find_questions(decode(data), notes))
    if not found and not notes:
        hint = "a question has a heading, and below it options like `- [ ] text` and `- [x] text`"
        raise FormatError("there is no question in it", hint)
    words = Counter(number[1].casefold() for one in found if (number := _number(one.heading)))
    numbered = {word for word, times in words.items() if 2 * times > len(found)}
    if len(found) == 1:
        numbered &= {*ALONE}
    marked = titles = joined = 0
    for one in found:
        number = _number(one.heading)
        if number and number[1].casefold() in numbered:
            one = one._replace(heading=one.heading[number.end() :])
        if not any(one.options) and (keyed := listed(one)):
            one, answer = keyed
            titles += bool(one.heading and one.before)
            one = one._replace(heading="" if one.before else one.heading)
            item = _keyed(one, answer, notes)
        else:
            item = _item(one, notes)
        if item:
            texts = [one.heading, *(block.text for block in one.before if block.kind == "text")]
            marked += any(map(is_marked, [*texts, *(row[0].text for row in one.options)]))
            joined += any(LINE_SIGN in option for option in (item.key, *item.distractors))
            yield item
    if joined:
        why = f"lines of code in an option are joined by{LINE_SIGN}"
        notes.changed(None, f"{why}in {count(joined, 'question')}")
    if marked:
        notes.changed(None, f"Markdown is kept as plain text in {count(marked, 'question')}")
    if titles:
        notes.changed(None, f"a pack has no titles: {count(titles, 'question')} had one")


def _number(heading: str) -> re.Match[str] | None:
    return NUMBERING.match(heading)


def _item(asked: Asked, notes: Notes) -> Item | None:
    """Return a question, or None if it is left out."""
    if _needs_picture([*asked.before, *(block for row in asked.options for block in row)], asked):
        notes.left_out(asked.line, "it needs a picture or a sound, and a pack holds only text")
        return None
    choices = _choices(asked.options)
    right = [choice for choice in choices if choice.is_right]
    if len(right) > 1:
        first = ", ".join(quoted(choice.text) for choice in right[:4])
        why = f"it has {len(right):,} right answers, but a pack takes one: {first}"
        notes.left_out(asked.line, why)
        return None
    if not right or not right[0].text:
        why = "its right option has no text" if right else "none of its options is marked with [x]"
        notes.left_out(asked.line, why)
        return None
    return _made(asked, right[0].text, choices, notes)


def _made(asked: Asked, key: str, choices: list[TaskOption], notes: Notes) -> Item | None:
    """Return a question with this right answer, or None if it is left out."""
    options = [choice.text for choice in choices]
    if options.count(key) > 1:
        notes.left_out(asked.line, f"{quoted(key)} is a right and a wrong answer")
        return None
    body = shown_lines(asked.before)
    stem = "\n".join(filter(None, [shown_inline(asked.heading), body]))
    if "settings" in {block.kind for block in (*asked.before, *asked.after)}:
        notes.left_out(asked.line, "the settings in its ```quiz block")
    explanation, source = _explained(asked.after, choices, notes)
    return make_item(stem, key, options, asked.line, notes)._replace(
        category=asked.category, explanation=explanation, source=source
    )


def _needs_picture(made: Sequence[Block], asked: Asked) -> bool:
    return any(map(has_picture, [Block("text", asked.line, asked.heading), *made]))


def _choices(rows: Sequence[Sequence[Block]]) -> list[TaskOption]:
    """Return the options; letters that only name pieces of code are dropped."""
    is_lettered = all(
        LETTER_LABEL.fullmatch(row[0].text) and row[-1].kind == "code" for row in rows
    )
    return [_choice(row, is_lettered) for row in rows]


def _choice(row: Sequence[Block], is_lettered: bool) -> TaskOption:
    first, *more = row
    feedback = [QUOTE_SIGN.sub("", b.text, 1) for b in more if b.text.startswith(">")]
    lines = [] if is_lettered else [shown_inline(first.text).strip("\u00ad\u00a0")]
    lines += [shown_inline(b.text) for b in more if b.kind == "text" and b.text[0] != ">"]
    text = " ".join(filter(None, lines))
    for block in more:
        if block.kind == "code":
            code = [line for line in block.text.split("\n") if line.strip()]
            text = LINE_SIGN.join(filter(None, [text, *code]))
    return TaskOption(first.line, text, first.mark == "x", " ".join(map(shown_inline, feedback)))


def _explained(made: list[Block], choices: list[TaskOption], notes: Notes) -> tuple[str, str]:
    """Return the explanation of a question, and where its fact comes from."""
    source = ""
    kept: list[Block] = []
    for block in made:
        text = block.text
        if block.kind == "settings":
            continue
        if block.kind == "text":
            if has_picture(block):
                notes.left_out(block.line, "a picture or sound in an explanation")
                continue
            found = SOURCE.fullmatch(text)
            link = LONE_LINK.fullmatch(text)
            if not source and (found or link):
                source = shown_inline(found[1]) if found else link[1] if link else ""
                continue
            text = QUOTE_SIGN.sub("", text, 1) if text[0] == ">" else text
            if not any(b.kind == "text" for b in kept):
                text = EXPLANATION.sub("", text, 1)
            if not text:
                continue
        kept.append(block._replace(text=text))
    feedback = [f"{one.text}: {one.feedback}" for one in choices if one.feedback]
    return "\n".join(filter(None, [shown_lines(kept), *feedback])), source


def _keyed(asked: Asked, answer: str, notes: Notes) -> Item | None:
    """Return a question with this answer, or None if it is left out."""
    choices = _choices(asked.options)
    texts = [choice.text for choice in choices]
    is_own = any(SETTING.fullmatch(block.text) for block in asked.after)
    after = [block for block in asked.after if not SETTING.fullmatch(block.text)]
    numbers = re.fullmatch(r"(\d{1,2})(?:\s*,\s*\d{1,2})*", answer)
    place = int(numbers[1]) if numbers and numbers[1] == answer else 0
    text = shown_inline(answer)
    if _needs_picture([*asked.before, *(row[0] for row in asked.options)], asked):
        why = "it needs a picture or a sound, and a pack holds only text"
    elif numbers and not place:
        why = f"it has several right answers, but a pack takes one: {quoted(answer)}"
    elif place and text in texts and texts.index(text) != place - 1 and not is_own:
        why = f"{quoted(answer)} could be an option's text or its place"
    elif not (1 <= place <= len(texts)) and text not in texts:
        why = f"the answer {quoted(answer)} is not among the options"
    else:
        key = texts[place - 1] if 1 <= place <= len(texts) else text
        return _made(asked._replace(after=after), key, choices, notes)
    notes.left_out(asked.line, why)
    return None


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return all questions of a pack, those without a category first."""
    items = sorted(pack.items, key=lambda item: bool(item.category))
    if items != list(pack.items):
        notes.changed(None, "questions without a category come first, as one holds until the next")
    report_losses(pack, notes, TITLE, fields=["category", "explanation", "source"])
    parts = [f"# {escaped_line(one_line(pack.title))}\n\n"]
    category = ""
    for number, item in enumerate(items, 1):
        if item.category != category:
            category = item.category
            parts.append(f"## {escaped_line(category)}\n\n")
        parts.append(_source(item, number))
    return "".join(parts).encode()


def _source(item: Item, number: int) -> str:
    first, _, more = item.stem.partition("\n")
    made = [f"#### Q{number}. {escaped_line(first)}"]
    made += ["\n".join(escaped_lines(more))] if more else []
    options = [(option == item.key, escaped_line(option)) for option in written_options(item)]
    made.append("\n".join([f"- [{'x' if right else ' '}] {option}" for right, option in options]))
    if item.explanation:
        made.append("**Explanation:** " + "\n".join(escaped_lines(item.explanation)))
    if item.source:
        made.append(f"**Source:** {escaped_line(item.source)}")
    return "\n\n".join(made) + "\n\n"
