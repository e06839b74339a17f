"""Aiken, the plain text of Moodle and others: a line a question, a letter an option.

Source: https://docs.moodle.org/en/Aiken_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from string import ascii_uppercase as LETTERS
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._fit import answers as spread
from quiz.formats._fit import fixed, one_line, tell_of_fields, tell_of_limits
from quiz.formats._text import decoded
from quiz.packs.model import Item, Pack
from quiz.text import printable, shorten

TITLE = "Aiken"
ENDINGS = (".txt",)

OPTION = re.compile(r"([A-Z])[.)]")
SMALL = re.compile(r"[a-z](?:\)|\.\s)")
ANSWER = "ANSWER:"
NEARLY = re.compile(r"(?i)answer\s*+:")
JOIN = re.compile(r"[\s,;/&+]|\band\b")

FOUND = re.compile(r"(?m)^[ \t]*+[A-Z][.)].*\n\s*+ANSWER:")
PLAUSIBLE = re.compile(r"(?im)^[ \t]*+[A-Z][.)].*\n\s*+answer[ \t]*+:")


class Option(NamedTuple):
    """An option with its letter."""

    letter: str
    text: str


class Question(NamedTuple):
    """A question on its way to its answer: its first line's number, its lines and its options."""

    line: int
    stem: list[str]
    options: list[Option]


def likeness(data: bytes) -> int:
    """Certain where options are followed by an answer line."""
    head = decoded(data[:100_000])
    return 90 if FOUND.search(head) else 50 if PLAUSIBLE.search(head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of a file; as in Moodle, any line that is nothing else begins one.

    Only where such lines follow each other at once, they are lines of one.
    """
    text = decoded(data)
    if not re.search(r"(?im)^[ \t]*+answer[ \t]*+:", text):
        raise FormatError("there is no question in it", "each ends with a line like `ANSWER: B`")
    question: Question | None = None
    spoilt = False
    last = 0
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.strip()
        follows = last == number - 1
        last = number if line else last
        if len(line) < 2 and line.isascii():
            if line:
                notes.left_out(number, f"a line of one character: {_quoted(line)}")
        elif question and OPTION.match(line):
            if text := line[2:].strip():
                question.options.append(Option(line[0], text))
            else:
                notes.left_out(number, f"option {line[0]} is empty")
        elif question and line.startswith(ANSWER):
            if item := _answered(question, line[len(ANSWER) :].strip(), number, notes):
                yield item
            question = None
        elif OPTION.match(line) or line.startswith(ANSWER) or (spoilt and _meant(line)):
            if not spoilt:
                notes.left_out(number, f"no question is above {_quoted(line)}")
            spoilt = not NEARLY.match(line)
        elif question and (meant := _meant(line)):
            notes.left_out(question.line, f"line {number}, {_quoted(line)}, is no {meant}")
            spoilt = not NEARLY.match(line)
            question = None
        elif question and not question.options and follows:
            question.stem.append(line)
        else:
            if question:
                _unanswered(question, f"before line {number}, which begins another", notes)
            spoilt = False
            question = Question(number, [line], [])
    if question:
        _unanswered(question, "at the end of the file", notes)


def _quoted(text: str) -> str:
    return f"`{printable(shorten(text))}`"


def _meant(line: str) -> str:
    """What a line was meant to be that is not written in capitals."""
    if NEARLY.match(line):
        return f"{ANSWER} in capitals"
    return "option: its letter is no capital" if SMALL.match(line) else ""


def _unanswered(question: Question, where: str, notes: Notes) -> None:
    """Note a question that is not complete."""
    lacks = ANSWER if question.options else "options"
    notes.left_out(question.line, f"it has no {lacks} {where}")


def _answered(question: Question, answer: str, number: int, notes: Notes) -> Item | None:
    """The question with its answer, which stands on line `number`."""
    options = dict.fromkeys(option.text for option in question.options)
    letters = [option.letter for option in question.options]
    if len(options) < 2:
        notes.left_out(question.line, "it has fewer than two options")
        return None
    if letters[0] != "A":
        notes.left_out(question.line, f"its first option is {letters[0]}")
        return None
    letter = answer[:1]
    told = JOIN.sub("", answer[:60])
    if letter not in letters:
        named = f"{ANSWER} {letter}".rstrip()
        notes.left_out(number, f"{named} is not among the options A to {letters[-1]}")
    elif letters.count(letter) > 1:
        notes.left_out(number, f"{ANSWER} {letter} is the letter of two options")
    elif len(told) > 1 and set(told) <= set(letters):
        notes.left_out(number, f"several right answers, and a pack wants one: {_quoted(answer)}")
    else:
        key = question.options[letters.index(letter)].text
        if answer[1:].strip(" .)") not in ("", key.strip(" .)")):
            notes.changed(number, f"only the first letter of {_quoted(answer)} counts")
        if (lines := len(question.stem)) > 1:
            notes.changed(question.line, f"it has {lines} lines: Moodle takes the last alone")
        if len(options) < len(letters):
            notes.changed(question.line, "options that were there twice")
        order = fixed(list(options))
        if order == ("True", "False"):
            key = key.capitalize()
        wrong = tuple([option for option in order or options if option != key])
        stem = "\n".join(question.stem)
        return Item("", "", stem, key, wrong, order, line=question.line)
    return None


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """The questions of a pack, each with its answers in the order that they have or in any."""
    tell_of_limits(pack, notes, TITLE, len(LETTERS))
    tell_of_fields(pack, notes, TITLE)
    text = []
    for item in pack.items:
        stem = one_line(item.stem)
        if OPTION.match(stem) or stem.startswith(ANSWER) or (len(stem) < 2 and stem.isascii()):
            notes.question_left_out(
                item.line, f"{TITLE} does not take {_quoted(stem)} for a question"
            )
            continue
        options = spread(item, len(LETTERS))
        lines = [f"{letter}) {option}\n" for letter, option in zip(LETTERS, options)]
        right = LETTERS[options.index(item.key)]
        text.append(f"{stem}\n{''.join(lines)}{ANSWER} {right}\n")
    if folded := sum("\n" in item.stem for item in pack.items):
        notes.changed(None, f"{TITLE} has a line a question: {folded} of several are joined")
    return "\n".join(text).encode()
