"""GIFT, a text format of Moodle, read as Moodle itself reads it.

The difficulty of a question is a tag there, such as `[tag:difficulty:hard]`.

Source: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._items import TRUE_FALSE, difficulty, make_item
from quiz.formats._losses import report_losses, written_options
from quiz.formats._moodle import (
    DIFFICULTY_TAG,
    category_name,
    category_path,
    explanation,
    has_media,
    shown_text,
)
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import Item, Pack
from quiz.text import count

TITLE = "Moodle GIFT"
ENDINGS = (".txt", ".gift")

GIFT_ESCAPE = re.compile(r"\\([\\:#={}~n])")
NEEDS_ESCAPE = re.compile(r"[\\:#={}~]")
PARKED = {0xDC00 + ord(sign): sign for sign in "\\:#={}~"} | {0xDC00 + ord("n"): "\n"}
"""Lone surrogates, which no decoded text has, and the escaped signs that they stand for."""

CATEGORY_LINE = "$CATEGORY:"
LABEL = re.compile(r"\[(id|tag):([^\]\\\x00-\x1f\x7f]*+(?:\\\]?+[^\]\\\x00-\x1f\x7f]*+)*)(\]?)")
UNREADABLE_TAG = re.compile(r"[<>`]|\\$")
TEXT_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
WEIGHT = re.compile(r"%(-?)-*([0-9]{1,9}(?:\.[0-9]*)?)%")
TRUE_FALSE_WORDS = {"T": "True", "TRUE": "True", "F": "False", "FALSE": "False"}

JSON_START = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{"])')
WELL_FORMED = re.compile(r"[^{}]*\{\s*(?:[=~][^{}]*|(?:T|TRUE|F|FALSE)\s*(?:#[^{}]*)?)\}[^{}\n]*")
ANSWERS_START = re.compile(r"\{\s*+[=~]")


class GiftBlock(NamedTuple):
    """Lines without a blank line: the number of the first of the text, the text, the comments."""

    line: int
    text: str
    comments: str


class GiftAnswer(NamedTuple):
    """An answer as written, its feedback and the percentage of the marks that it earns."""

    text: str
    feedback: str
    weight: float


def likeness(data: bytes) -> int:
    """Return a high value if at least half of the blocks have answers in braces."""
    head = decode(data[:100_000])
    if JSON_START.match(head):
        return 0
    blocks = [_parked(block.text) for block in _blocks(head, Notes()) if block.text]
    asked = [text for text in blocks if not text.startswith(CATEGORY_LINE)]
    has_category = len(asked) < len(blocks)
    if len(data) > 100_000:
        asked = asked[:-1] or asked
    sure = sum(WELL_FORMED.fullmatch(text) is not None for text in asked)
    if sure and 2 * sure >= len(asked):
        return 95
    return 40 if ANSWERS_START.search(head) or (has_category and "{" in head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the multiple-choice and true/false questions of a file.

    Other kinds of question are noted as left out. Where programs differ, Moodle is followed: a
    colon needs no backslash, and text after the braces turns them into a gap.
    """
    text = decode(data)
    if "{" not in text:
        raise FormatError("there is no question in it", "answers are in braces: {=right ~wrong}")
    category, titles, colon, open_brace = "", 0, 0, False
    for block in _blocks(text, notes):
        source = _parked(block.text)
        if not source:
            if LABEL.search(block.comments):
                notes.left_out(
                    block.line, "an id or a tag in a comment without a question", question=False
                )
        elif source.startswith(CATEGORY_LINE):
            path = source[len(CATEGORY_LINE) :].translate(PARKED)
            category = category_name(path, block.line, notes)
        elif open_brace and "{" not in source and (source[0] in "=~#" or "}" in source):
            open_brace = "}" not in source
        else:
            open_brace = "{" in source and "}" not in source
            body = _without_title(source, block.line, notes)
            titles += source.startswith("::") and "::" in source[2:]
            if item := _item(body, block.line, notes):
                colon = colon or (":" in body and block.line)
                yield _labelled(item._replace(category=category), block.comments, notes)
    if colon:
        notes.changed(colon, "from here on, a : without \\ is an ordinary character, as in Moodle")
    if titles:
        notes.changed(None, f"a pack has no titles: {count(titles, 'question')} had one")


def _blocks(text: str, notes: Notes) -> Iterator[GiftBlock]:
    """Yield the blocks of a text; a category line is one even without blank lines around it."""
    start, lines, comments, joined = 0, list[str](), list[str](), False
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.strip()
        is_category = line.startswith(CATEGORY_LINE)
        if line and not line.startswith("//") and (joined or (is_category and lines)):
            notes.changed(number, f"{CATEGORY_LINE} needs a blank line before and after it")
            joined = False
        if (is_category or not line) and (lines or comments):
            yield GiftBlock(start, "\n".join(lines), "\n".join(comments))
            lines, comments = [], []
        if is_category:
            yield GiftBlock(number, line, "")
        elif line.startswith("//"):
            start = start if lines or comments else number
            comments.append(line)
        elif line:
            start = start if lines else number
            lines.append(line)
        joined = is_category or (joined and bool(line))
    if lines or comments:
        yield GiftBlock(start, "\n".join(lines), "\n".join(comments))


def _parked(text: str) -> str:
    """Return a text with surrogates for escaped signs, which have no special meaning."""
    return GIFT_ESCAPE.sub(lambda sign: chr(0xDC00 + ord(sign[1])), text)


def _quoted(text: str) -> str:
    return quoted(text.translate(PARKED))


def _labelled(item: Item, comments: str, notes: Notes) -> Item:
    """Return the item with the id, the difficulty and the tags that its comments name."""
    name, level, tags = "", "", dict[str, None]()
    for kind, text, closed in LABEL.findall(comments):
        if not closed and not text.endswith("\\]"):
            continue
        label = (text if closed else text[:-1]).strip().replace("\\]", "]")
        if kind == "id":
            name = name or label
        elif not level and (found := DIFFICULTY_TAG.fullmatch(label)):
            level = found[1]
        elif label:
            tags[label] = None
    return item._replace(id=name, difficulty=difficulty(level, item.line, notes), tags=tuple(tags))


def _without_title(text: str, line: int, notes: Notes) -> str:
    if not text.startswith("::"):
        return text
    title, closed, rest = text[2:].partition("::")
    if closed:
        return rest.strip()
    notes.changed(line, "its title is not closed with :: and is part of the question, as in Moodle")
    return title


def _item(text: str, line: int, notes: Notes) -> Item | None:
    """Return the question in a text without a title, or None if it is left out."""
    stem, opening, rest = text.partition("{")
    answers, closing, after = rest.partition("}")
    answers, has_general, general = answers.rpartition("####")
    if not has_general:
        answers, general = general, ""
    answers = answers.strip()
    if not opening and not closing and "}" not in stem:
        why = f"it has no answers in braces: {_quoted(text)}"
    elif "}" in stem:
        why = "it has a } without a { before it"
    elif not closing:
        why = "it has a { without a }: a question cannot contain blank lines"
    elif "{" in after or "}" in after:
        why = "it has more braces after its answers: write \\{ for a brace, or add a blank line"
    elif not (stem + after).strip():
        why = "it has no question text"
    else:
        why = _unsupported_kind(answers)
    if why:
        notes.left_out(line, why)
        return None
    if after.strip():
        notes.changed(line, "text follows the braces, so they become a gap, as in Moodle")
        stem = f"{stem}_____{after}"
    choices = _answers(answers, line, notes) if "~" in answers else _true_false(answers)
    key = _key(choices, "=" in answers, line, notes)
    if key is None:
        return None
    return _choice(stem.strip(), choices, key, general, line, notes)


def _unsupported_kind(answers: str) -> str:
    """Return what kind of question the answers make, unless it is one that a pack can hold."""
    if not answers:
        return "an essay question: it has no answers to choose from"
    if answers[0] == "#":
        return "a numerical question: it has no wrong answers"
    if "~" in answers:
        return ""
    if "=" in answers and "->" in answers:
        return "a matching question: it has no single right answer"
    word = answers.partition("#")[0].strip()
    if word.upper() in TRUE_FALSE_WORDS and word not in TRUE_FALSE_WORDS:
        return f"a short-answer question: for a true/false question, write {word.upper()}"
    return "" if word in TRUE_FALSE_WORDS else "a short-answer question: it has no wrong answers"


def _choice(
    stem: str, choices: list[GiftAnswer], key: GiftAnswer, general: str, line: int, notes: Notes
) -> Item | None:
    """Return a question with these answers, or None if it is left out."""
    found = TEXT_FORMAT.match(stem)
    form = found[1] if found else "moodle"
    if any(has_media(*_unparked(text, form)) for text in (stem, *(one.text for one in choices))):
        notes.left_out(line, "it has a picture or sound: a pack holds only text")
        return None
    stem = _shown(stem, form, line, notes)
    right = ""
    feedback: dict[str, str] = {}
    for choice in choices:
        text = one_line(_shown(choice.text, form, line, notes))
        if choice is key:
            right = text
        if not text:
            notes.left_out(line, "an answer without text", question=False)
        elif text in feedback:
            notes.changed(line, f"the answer {_quoted(text)} is given twice")
        else:
            feedback[text] = _shown(choice.feedback, form, line, notes)
    if not right or len(feedback) < 2:
        notes.left_out(line, f"it has no {'wrong' if right else 'right'} answer with text")
        return None
    return make_item(stem, right, list(feedback), line, notes)._replace(
        explanation=explanation(_shown(general, form, line, notes), right, feedback)
    )


def _true_false(answers: str) -> list[GiftAnswer]:
    """Return the answers of a true/false question; the feedback of the wrong one comes first."""
    key, wrong, right = (*answers.split("#", 2), "", "")[:3]
    return [
        GiftAnswer(option, right, 100.0)
        if option == TRUE_FALSE_WORDS[key.strip()]
        else GiftAnswer(option, wrong, 0.0)
        for option in TRUE_FALSE
    ]


def _answers(answers: str, line: int, notes: Notes) -> list[GiftAnswer]:
    """Return the answers of a multiple-choice question."""
    found: list[GiftAnswer] = []
    for piece in answers.replace("=", "~=").split("~"):
        text = piece.strip()
        weight = 0.0
        if text.startswith("="):
            text = text[1:].strip()
            weight = 100.0
        elif text and not found and answers[0] not in "=~":
            notes.changed(line, f"{_quoted(text)} has no = or ~: a wrong answer, as in Moodle")
        if match := WEIGHT.match(text):
            text = text[match.end() :].strip()
            weight = weight or float(match[1] + match[2])
        answer, sign, feedback = text.partition("#")
        if sign and not feedback and re.search(r"\b\w$", answer):
            notes.changed(line, f"the # after {_quoted(answer)} starts feedback: write \\# for #")
        if text:
            found.append(GiftAnswer(answer.strip(), feedback, weight))
    return found


def _key(choices: list[GiftAnswer], single: bool, line: int, notes: Notes) -> GiftAnswer | None:
    """Return the right answer, or None if there is not exactly one.

    If `single`, an answer that earns only some of the marks is a wrong one.
    """
    right = [choice for choice in choices if choice.weight >= 100]
    partly = [choice for choice in choices if 0 < choice.weight < 100]
    keys = dict.fromkeys(choice.text for choice in (right if single else right + partly))
    if len(keys) > 1:
        first = ", ".join(map(_quoted, list(keys)[:4]))
        notes.left_out(line, f"it has {len(keys):,} right answers, but a pack takes one: {first}")
        return None
    if not right:
        none = "earns all of the marks" if partly else "is marked as right"
        notes.left_out(line, f"none of its answers {none}")
        return None
    for choice in partly:
        share = f"earned {choice.weight:g} % of the marks"
        notes.changed(line, f"{_quoted(choice.text)} {share} and is a wrong answer now")
    if any(choice.weight < 0 for choice in choices):
        notes.changed(line, "a pack takes off no marks for a wrong answer")
    return right[0]


def _shown(text: str, form: str, line: int | None, notes: Notes) -> str:
    """Return what Moodle shows of a text, which is in the format `form` unless it names another."""
    return shown_text(*_unparked(text, form), line, notes)


def _unparked(text: str, form: str) -> tuple[str, str]:
    """Return a text as Moodle reads it and its format, which is `form` unless it names another."""
    text = text.strip()
    if found := TEXT_FORMAT.match(text):
        form = found[1]
        text = text[found.end() :]
    return text.translate(PARKED).strip(), form


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return all questions of a pack, those without a category first."""
    items = sorted(pack.items, key=lambda item: bool(item.category))
    if items != list(pack.items):
        notes.changed(None, "questions without a category come first, as one holds until the next")
    fields = ["difficulty", "category", "explanation", "tags", "id"]
    report_losses(pack, notes, TITLE, fields=fields)
    text = []
    category = ""
    for item in items:
        if item.category != category:
            category = item.category
            path = category_path(category.replace("\\", "\\\\"))
            text.append(f"{CATEGORY_LINE} $course$/top/{path}\n\n")
        text.append(_labels(item, notes) + _source(item))
    return "".join(text).encode()


def _labels(item: Item, notes: Notes) -> str:
    """Return the comment above a question."""
    labels = [f"[id:{item.id}]"] if item.id else []
    if item.difficulty != "medium" or any(map(DIFFICULTY_TAG.fullmatch, item.tags)):
        labels.append(f"[tag:difficulty:{item.difficulty}]")
    for tag in item.tags:
        if UNREADABLE_TAG.search(tag):
            notes.left_out(item.line, f"Moodle cannot read the tag {quoted(tag)}", question=False)
        else:
            labels.append(f"[tag:{tag.replace(']', chr(92) + ']')}]")
    return f"// {' '.join(labels)}\n" if labels else ""


def _source(item: Item) -> str:
    """Return a question with its answers, marked as plain if Moodle would see HTML in a text."""
    options = written_options(item)
    texts = (item.stem, *options, item.explanation)
    altered = Notes()
    bare = all(_shown(text, "moodle", None, altered) == text for text in texts) and not altered
    form = "moodle" if bare else "plain"
    stem = _escaped(item.stem, form, not bare or item.stem.startswith("//"))
    general = [f"####{_escaped(item.explanation, form)}"] if item.explanation else []
    if {item.key, *item.distractors} == {"True", "False"}:
        return f"{stem} {{{item.key.upper()}{''.join(general)}}}\n\n"
    answers = [
        ("=" if option == item.key else "~") + _escaped(option, form, option.startswith("%"))
        for option in options
    ]
    lines = "".join([f"\t{line}\n" for line in answers + general])
    return f"{stem} {{\n{lines}}}\n\n"


def _escaped(text: str, form: str, marked: bool = False) -> str:
    """Return a text on one line, after its format if that is needed to read it."""
    source = NEEDS_ESCAPE.sub(r"\\\g<0>", text).replace("\n", "\\n")
    return f"[{form}]{source}" if marked or TEXT_FORMAT.match(text) else source
