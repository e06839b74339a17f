"""Aiken, a text format of Moodle and others: a line for the question, one for each option.

Source: https://docs.moodle.org/en/Aiken_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from string import ascii_uppercase as LETTERS
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._items import make_item
from quiz.formats._keys import names_several
from quiz.formats._losses import report_losses, written_options
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import Item, Pack

TITLE = "Aiken"
ENDINGS = (".txt",)

AIKEN_OPTION = re.compile(r"([A-Z])[.)]")
LOWER_CASE_OPTION = re.compile(r"[a-z](?:\)|\.\s)")
ANSWER_LINE = "ANSWER:"
ANY_CASE_ANSWER = re.compile(r"(?im)^[ \t]*+answer[ \t]*+:")

SURE_SIGN = re.compile(r"(?m)^[ \t]*+[A-Z][.)].*\n\s*+ANSWER:")
LIKELY_SIGN = re.compile(r"(?im)^[ \t]*+[A-Z][.)].*\n\s*+answer[ \t]*+:")


class AikenQuestion(NamedTuple):
    """A question above its answer line: its first line's number, its lines and its options.

    An option is its letter and its text.
    """

    line: int
    stem: list[str]
    options: list[tuple[str, str]]


def likeness(data: bytes) -> int:
    """Return a high value if options are followed by an answer line."""
    head = decode(data[:100_000])
    return 90 if SURE_SIGN.search(head) else 50 if LIKELY_SIGN.search(head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the questions of a file.

    As in Moodle, any line that is nothing else begins a question. Unlike there, lines without a
    blank line between them belong to one question.
    """
    text = decode(data)
    if not ANY_CASE_ANSWER.search(text):
        raise FormatError("there is no question in it", "each ends with a line like `ANSWER: B`")
    question: AikenQuestion | None = None
    is_skipping = False
    last = 0
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.strip()
        follows = last == number - 1
        last = number if line else last
        fault = _case_fault(line)
        if len(line) < 2 and line.isascii():
            if line:
                notes.left_out(number, f"a line of one character: {quoted(line)}", question=False)
        elif question and AIKEN_OPTION.match(line):
            if option := line[2:].strip():
                question.options.append((line[0], option))
            else:
                notes.left_out(number, f"option {line[0]} is empty", question=False)
        elif question and line.startswith(ANSWER_LINE):
            if item := _answered(question, line[len(ANSWER_LINE) :].strip(), number, notes):
                yield item
            question = None
        elif AIKEN_OPTION.match(line) or line.startswith(ANSWER_LINE) or (is_skipping and fault):
            if not is_skipping:
                notes.left_out(number, f"no question is above {quoted(line)}")
            is_skipping = not ANY_CASE_ANSWER.match(line)
        elif question and fault:
            notes.left_out(question.line, f"line {number}, {quoted(line)}: {fault}")
            is_skipping = not ANY_CASE_ANSWER.match(line)
            question = None
        elif question and not question.options and follows:
            question.stem.append(line)
        else:
            if question:
                _note_unanswered(question, f"before the next question, in line {number}", notes)
            is_skipping = False
            question = AikenQuestion(number, [line], [])
    if question:
        _note_unanswered(question, "at the end of the file", notes)


def _case_fault(line: str) -> str:
    """Return what is wrong with a line that is an option or an answer but for its case."""
    if ANY_CASE_ANSWER.match(line):
        return f"{ANSWER_LINE} must be in capitals"
    return "an option needs a capital letter" if LOWER_CASE_OPTION.match(line) else ""


def _note_unanswered(question: AikenQuestion, where: str, notes: Notes) -> None:
    lacks = ANSWER_LINE if question.options else "options"
    notes.left_out(question.line, f"it has no {lacks} {where}")


def _answered(question: AikenQuestion, answer: str, number: int, notes: Notes) -> Item | None:
    """Return the question with the answer on line `number`, or None if it is left out."""
    options = dict.fromkeys(text for _, text in question.options)
    letters = [letter for letter, _ in question.options]
    letter = answer[:1]
    named = f"{ANSWER_LINE} {letter}".rstrip()
    if len(options) < 2:
        notes.left_out(question.line, "it has fewer than two options")
    elif letters[0] != "A":
        notes.left_out(question.line, f"its first option is {letters[0]}")
    elif letter not in letters:
        notes.left_out(number, f"{named} is not among the options A to {letters[-1]}")
    elif letters.count(letter) > 1:
        notes.left_out(number, f"{named} is the letter of two options")
    elif names_several(answer, letters):
        notes.left_out(number, f"several right answers, but a pack takes one: {quoted(answer)}")
    else:
        key = dict(question.options)[letter]
        if answer[1:].strip(" .)") not in ("", key.strip(" .)")):
            notes.changed(number, f"only the first letter of {quoted(answer)} counts")
        if (lines := len(question.stem)) > 1:
            notes.changed(question.line, f"it has {lines} lines: Moodle reads only the last")
        if len(options) < len(letters):
            notes.changed(question.line, "an option is given twice")
        stem = "\n".join(question.stem)
        return make_item(stem, key, list(options), question.line, notes)
    return None


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return the questions of a pack, with options in their own order if they have one."""
    report_losses(pack, notes, TITLE, most=len(LETTERS), one_line=True)
    text = []
    for item in pack.items:
        stem = one_line(item.stem)
        is_special = AIKEN_OPTION.match(stem) or stem.startswith(ANSWER_LINE)
        if is_special or (len(stem) < 2 and stem.isascii()):
            why = f"{TITLE} does not take {quoted(stem)} for a question"
            notes.left_out(item.line, why, True)
            continue
        options = written_options(item, len(LETTERS))
        lines = [f"{letter}) {option}\n" for letter, option in zip(LETTERS, options)]
        right = LETTERS[options.index(item.key)]
        text.append(f"{stem}\n{''.join(lines)}{ANSWER_LINE} {right}\n")
    return "\n".join(text).encode()
