"""The command that makes a pack of other programs' files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

from quiz.commands._output import notes_as_json, print_notes, refuse_to_replace, write_file
from quiz.errors import QuizError, UsageError
from quiz.formats import Format, Notes, get, readers, recognise
from quiz.formats._bytes import refuse_other_kinds, unicode_data
from quiz.formats._clean import Cleaner
from quiz.packs import writer
from quiz.packs.incoming import files_of, read
from quiz.packs.model import Item
from quiz.progress import progress
from quiz.text import count, printable

HELP = "make a pack of other programs' question files"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE|FOLDER|URL",
        help="the files to import, folders of them, web addresses, or - for stdin",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT.yaml", help="the pack to write; default: stdout"
    )
    parser.add_argument(
        "--from",
        dest="format",
        metavar="FORMAT",
        help=f"{', '.join(readers())}; default: recognised from the content",
    )
    parser.add_argument(
        "--encoding", default="", help="of texts that are not in UTF-8, as in cp949"
    )
    parser.add_argument(
        "--first", type=int, choices=(0, 1), help="the number of the first answer in the files"
    )
    parser.add_argument(
        "--columns", metavar="NAMES", help="of tables without headings: question,answer,wrong,wrong"
    )
    parser.add_argument("--title", help="title of the pack; default: the name of the first file")
    parser.add_argument("--force", action="store_true", help="replace OUT.yaml if it exists")
    parser.add_argument("--json", action="store_true", help="report counts and reasons as JSON")


class Imported(NamedTuple):
    """The outcome for one file: its format, how many questions were imported, and the notes.

    `refused` is why it was not read, if it was not.
    """

    file: str
    format: str
    imported: int
    notes: Notes
    refused: str


def run(options: Namespace) -> int:
    """Import the files into one pack. Return 1 if anything was left out, otherwise 0."""
    output = Path(options.output) if options.output else None
    if options.json and output is None:
        raise UsageError("--json needs -o, as the pack would go to stdout as well.")
    if options.format and options.format not in readers():
        title = get(options.format).TITLE
        raise UsageError(f"{title[:1].upper()}{title[1:]} can only be written.")
    if output:
        refuse_to_replace(output, options.force)
    title = options.title or _title(options.files[0])
    options.files = [file for argument in options.files for file in files_of(argument)]
    cleaner = Cleaner(Notes())
    questions: list[str] = []
    categories: set[str] = set()
    explained = 0
    outcomes: list[Imported] = []
    with progress("Importing", "question") as show:
        for file in options.files:
            notes = cleaner.notes = Notes()
            cleaner.file = Path(file).name
            name = refused = ""
            before = len(questions)
            try:
                data = unicode_data(read(file), options.encoding, notes)
                name = options.format or ("csv" if options.columns else recognise(data))
                form = get(name)
                refuse_other_kinds(data, form)
                items = cleaner.clean(form.read(data, notes, **_hints(form, options)))
                for item in _with_category(items, file, options):
                    questions.append(writer.question(item))
                    categories.add(item.category)
                    explained += bool(item.explanation)
                    if not len(questions) % 1000:
                        show(len(questions))
            except UsageError:
                raise
            except QuizError as error:
                refused = f"{error.message}: {error.hint}" if error.hint else error.message
                notes = Notes()
                del questions[before:]
            outcomes.append(Imported(file, name, len(questions) - before, notes, refused))
    if questions:
        head = {"title": title}
        if len(categories) == 1 and (category := categories.pop()):
            head["category"] = category
            line = f"\n    category: {writer.scalar(category)}\n"
            questions = [question.replace(line, "\n") for question in questions]
        allow = ["no-explanation"] if explained < len(questions) else []
        pieces = writer.pack(head, questions, _comment(outcomes), allow)
        if output:
            write_file(output, (piece.encode() for piece in pieces))
        else:
            print("".join(pieces), end="")
    _report(outcomes, options, output if questions else None)
    return 1 if any(one.notes.losses or one.refused for one in outcomes) else 0


def _hints(form: Format, options: Namespace) -> dict[str, Any]:
    """Return what the user says about a file. Raise UsageError if its format has no use for it."""
    columns = options.columns and options.columns.split(",")
    hints = {"first": options.first, "columns": columns}
    given = {name: value for name, value in hints.items() if value is not None}
    for name in given:
        if name not in signature(form.read).parameters:
            raise UsageError(f"--{name} says nothing about a file of the format {form.TITLE}.")
    return given


def _with_category(items: Iterator[Item], file: str, options: Namespace) -> Iterator[Item]:
    """Yield the items; of several files, each is the category of its items that have none."""
    if len(options.files) == 1:
        yield from items
        return
    category = _title(file)[:80]
    for item in items:
        yield item if item.category else item._replace(category=category)


def _title(file: str) -> str:
    words = printable(Path(file).name.partition(".")[0]).replace("_", " ").replace("-", " ")
    return words.strip().capitalize()[:120] or "Questions"


def _comment(outcomes: list[Imported]) -> str:
    """Return the first lines of the pack, which say where its questions are from."""
    lines = ["Imported. `quiz check` shows what could be better."]
    for one in outcomes:
        left_out = f", {lost:,} left out" if (lost := one.notes.lost_questions) else ""
        if one.format and not one.refused:
            title = get(one.format).TITLE
            file = printable(Path(one.file).name)
            lines.append(f"{file} ({title}): {count(one.imported, 'question')}{left_out}")
    return "\n".join(lines)


def _report(outcomes: list[Imported], options: Namespace, output: Path | None) -> None:
    """Print how much was imported, and what was left out or changed and why."""
    imported = sum(one.imported for one in outcomes)
    left_out = sum(one.notes.lost_questions for one in outcomes)
    refused = sum(bool(one.refused) for one in outcomes)
    others = sum(one.notes.losses + one.notes.changes for one in outcomes) - left_out
    if options.json:
        import json

        report = {
            "output": str(output) if output else None,
            "imported": imported,
            "left_out": left_out,
            "changed": others,
            "refused": refused,
            "files": [
                {**one._asdict(), "notes": one.notes.losses + one.notes.changes} for one in outcomes
            ],
            "notes": [note for one in outcomes for note in notes_as_json(one.file, one.notes)],
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for one in outcomes:
        print_notes(one.file, one.notes)
        if one.refused:
            print(f"{printable(one.file)}: not read: {printable(one.refused)}", file=sys.stderr)
    unread = f", {count(refused, 'file')} not read" if refused else ""
    read = [get(one.format).TITLE for one in outcomes if one.format and not one.refused]
    formats = ", ".join(dict.fromkeys(read))
    target = f"{printable(str(output))}: " if output else ""
    print(
        f"{target}{count(imported, 'question')}{f' from {formats}' if formats else ''};"
        f" {left_out:,} left out, {count(others, 'note')}{unread}",
        file=sys.stdout if output or not imported else sys.stderr,
    )
