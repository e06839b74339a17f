"""The command that writes a pack to start from."""

from __future__ import annotations

import os
import re
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

from quiz import paths
from quiz.commands._output import print_notes, write_file
from quiz.errors import PackError, UsageError
from quiz.formats import FormatError, Notes
from quiz.packs import writer
from quiz.packs.library import NAME_RULE, is_pack, pack_name
from quiz.packs.source import Source
from quiz.text import count, printable, shorten

HELP = "write a pack to start from, with comments"

STARTER = Path(__file__).with_name("starter.yaml")
"""A small pack with comments, with FILE and TITLE to fill in."""


TABLES = (".csv", ".tsv", ".xlsx")
"""The endings of files that can be tables of facts."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="name of the pack, or a path")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a list of questions (one a line), a table of questions or of facts (headings, then"
        " one thing a row), or a file for `quiz import`",
    )


def run(options: Namespace) -> int:
    """Write the pack, unless it exists. Return 1 if anything was left out, otherwise 0."""
    path = _path(options.name)
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Questions"
    notes = Notes()
    if options.source is not None:
        text, what = _from(options.source, title, notes)
    else:
        text, what = _starter(path, title), "5 questions"
    write_file(path, [text.encode()], new=True)
    if options.source is not None:
        print_notes(options.source, notes)
    word = _word(str(path))
    print(f"{printable(str(path))}: {what}. Try `quiz check {word}` and `quiz play {word}`.")
    if os.path.lexists(paths.banks() / f"{path.stem}.yaml"):
        print(f"A built-in pack has this name too: `quiz play {path.stem}` plays that one.")
    return 1 if notes.losses else 0


def _starter(path: Path, title: str) -> str:
    """Return the starter for a pack of this title at a path."""
    values = {"FILE": _word(path.name), "TITLE": writer.scalar(title)}
    text = STARTER.read_text(encoding="utf-8")
    return re.sub("FILE|TITLE", lambda name: values[name[0]], text)


def _path(name: str) -> Path:
    """Return the path of the pack. Raise UsageError for a name that no pack can have."""
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
    """Return a path as a word of a command line, to be copied."""
    return printable(shlex.quote(f"./{path}" if path[0] == "-" else path))


def _from(file: str, title: str, notes: Notes) -> tuple[str, str]:
    """Return a pack of the questions or the facts in a file, and what it holds."""
    from quiz.formats import _draft, _facts  # they load every format, and few packs need it

    head = {"title": title, "author": "Somebody", "license": "CC0-1.0", "language": "en"}
    data, ending = _data(file), Path(file).suffix.lower()
    try:
        if ending in TABLES and (facts := _facts.read_facts(data, notes)):
            rows = count(len(facts.rows), "row")
            return _facts.pack_text(facts, head, Path(file).name), f"a table of {rows}"
        items = _draft.draft_items(data, ending, notes)
    except FormatError as error:
        raise PackError(f"{printable(file)}: {error.message}", error.hint) from None
    if not items:
        print_notes(file, notes)
        raise UsageError(f"{printable(file)} contains no questions.")
    comment = "Replace every text that begins with TODO; `quiz check` lists them.\n"
    questions = (writer.question(item) for item in items)
    return "".join(writer.pack(head, questions, comment)), count(len(items), "question")


def _data(file: str) -> bytes:
    """Return the content of a file.

    Raise UsageError for a folder or an address, and PackError if the file cannot be read.
    """
    shown = printable(shorten(file, 200))
    if re.match(r"(?i)(?:https?|ftps?)://", file):
        raise UsageError(f"{shown} is an address, not a file.", "download it first")
    if os.path.isdir(file):
        raise UsageError(f"{shown} is a folder.", "--from takes a file with a list or a table")
    try:
        with Source(Path(file)) as source:
            return source.data()
    except PackError as error:
        raise PackError(f"{shown}: {error.message}") from None
