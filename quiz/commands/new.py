"""A pack to start from."""

from __future__ import annotations

import os
import re
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

from quiz import paths
from quiz.commands._output import tell, write
from quiz.errors import PackError, UsageError
from quiz.formats import FormatError, Notes
from quiz.packs import writer
from quiz.packs.library import NAME_RULE, is_pack, pack_name
from quiz.packs.source import Source
from quiz.text import count, printable, shorten

HELP = "a commented pack to start from"

START = """\
# A pack of questions. `quiz check {file}` tells of every slip, `quiz play {file}` plays it.
# For completion in an editor: `quiz schema > pack.schema.json`, and as the first line here
# yaml-language-server: $schema=pack.schema.json   (with the # before it)
title: {title}
author: Somebody            # who wrote it
license: CC0-1.0            # the terms for passing it on
language: en
category: General           # for questions that name none

questions:
  # The right answer, and wrong ones: a round shows three of them, in an order drawn anew.
  - question: Which planet is closest to the Sun?
    answer: Mercury
    wrong: [Venus, Mars, Earth, Jupiter]
    difficulty: easy        # easy, medium or hard; medium if left out
    explanation: Mercury goes round the Sun in 88 days.

  # All answers in the order in which they are shown. Quotes keep `: ` and ` #` in a text.
  - question: "True or false: the Moon is larger than the Earth."
    answer: "False"
    options: ["True", "False"]
    explanation: The Earth is almost four times as wide.
    source: any atlas       # where the fact comes from
    tags: [moon]

# Rows of a table and a template make one question each; the other rows give the wrong answers.
tables:
  moons:
    - {{moon: Titan, planet: Saturn}}
    - {{moon: Europa, planet: Jupiter}}
    - {{moon: Triton, planet: Neptune}}
templates:
  - from: moons
    question: Which planet does the moon {{moon}} go round?
    answer: "{{planet}}"
    explanation: "{{moon}} is a moon of {{planet}}."
"""


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("name", metavar="NAME", help="of the pack, or a path")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a list of questions, one a line, or a table or any file that `quiz import` knows",
    )


def run(options: Namespace) -> int:
    """Write the pack, unless there is something of that name already; 1 if anything is left out."""
    path = _path(options.name)
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Questions"
    notes = Notes()
    if options.source is not None:
        text, what = _from(options.source, title, notes)
    else:
        text, what = START.format(file=_word(path.name), title=writer.scalar(title)), "5 questions"
    write(path, [text.encode()], new=True)
    if options.source is not None:
        tell(options.source, notes)
    word = _word(str(path))
    print(f"{printable(str(path))}: {what}. Try `quiz check {word}` and `quiz play {word}`.")
    if os.path.lexists(paths.banks() / f"{path.stem}.yaml"):
        print(f"A built-in pack has this name: `quiz play {path.stem}` plays that one.")
    return 1 if notes.losses else 0


def _path(name: str) -> Path:
    """Where the pack will lie. Raises UsageError for a name that no library could keep."""
    file = os.path.basename(name)
    if not is_pack(file):
        file += ".yaml"
    try:
        pack_name(file)
    except PackError:
        shown = printable(shorten(name))
        raise UsageError(f"`{shown}` cannot be the name of a pack.", NAME_RULE) from None
    return Path(name).with_name(file)


def _word(path: str) -> str:
    """A path as a word of a command line that can be copied."""
    return printable(shlex.quote(f"./{path}" if path[0] == "-" else path))


def _from(file: str, title: str, notes: Notes) -> tuple[str, str]:
    """A pack of the questions in a file; what they lack is to be written."""
    from quiz.formats import _draft  # every format, which the usual pack does without

    try:
        items = _draft.read(_data(file), Path(file).suffix.lower(), notes)
    except FormatError as error:
        raise PackError(f"{printable(file)}: {error.message}", error.hint) from None
    if not items:
        tell(file, notes)
        raise UsageError(f"{printable(file)} holds no questions.")
    head = {"title": title, "author": "Somebody", "license": "CC0-1.0", "language": "en"}
    comment = "What begins with TODO is still to be written: `quiz check` lists it.\n"
    questions = (writer.question(item) for item in items)
    return "".join(writer.pack(head, questions, comment)), count(len(items), "question")


def _data(file: str) -> bytes:
    """What a file holds. Raises UsageError for a folder and an address, and PackError."""
    shown = printable(shorten(file, 200))
    if re.match(r"(?i)(?:https?|ftps?)://", file):
        raise UsageError(f"{shown} is an address, not a file.", "download it first")
    if os.path.isdir(file):
        raise UsageError(f"{shown} is a folder.", "--from takes the file of a list or a table")
    try:
        with Source(Path(file)) as source:
            return source.data()
    except PackError as error:
        raise PackError(f"{shown}: {error.message}") from None
