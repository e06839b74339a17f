"""A pack to start from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from quiz.errors import PackError, UsageError
from quiz.packs.model import Item
from quiz.text import count, printable

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

UNWRITTEN = ("TODO: the right answer", ("TODO: a wrong answer", "TODO: another one"))


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
    """Write the pack, unless there is something of that name already."""
    path = Path(options.name)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(f"{path.name}.yaml")
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Questions"
    if options.source:
        text, what = _from(Path(options.source), title)
    else:
        from quiz.packs.writer import scalar

        text, what = START.format(file=printable(path.name), title=scalar(title)), "5 questions"
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"There is a {printable(str(path))} already.", "choose another name"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PackError(f"{printable(str(path))} cannot be written: {reason}") from None
    shown = printable(str(path))
    print(f"{shown}: {what}. Try `quiz check {shown}` and `quiz play {shown}`.")
    return 0


def _from(source: Path, title: str) -> tuple[str, str]:
    """A pack of the questions in a file; what they lack is to be written."""
    from quiz.formats import FormatError, Notes, recognised
    from quiz.formats._sieve import Sieve
    from quiz.formats._text import decoded
    from quiz.packs import writer
    from quiz.packs.source import Source

    with Source(source) as opened:
        data = opened.data()
    notes = Notes()
    try:
        from quiz.formats import get

        found = get(recognised(data)).read(data, notes)
        items = list(Sieve(notes).sift(found))
    except FormatError:
        items = []
    if not items:
        items = list(Sieve(notes).sift(_stems(decoded(data))))
    if not items:
        raise UsageError(f"{printable(str(source))} holds no questions.")
    head = {"title": title, "author": "Somebody", "license": "CC0-1.0", "language": "en"}
    comment = "What begins with TODO is still to be written: `quiz check` lists it.\n"
    questions = (writer.question(item) for item in items)
    return "".join(writer.pack(head, questions, comment)), count(len(items), "question")


def _stems(text: str) -> Iterator[Item]:
    """An unwritten question for each line, without its number or bullet."""
    import re

    for number, line in enumerate(text.split("\n"), 1):
        if stem := re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip():
            yield Item("", "", stem, *UNWRITTEN, line=number)
