"""Other programs' questions, as a pack."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quiz.commands._output import refuse_to_replace, tell, write
from quiz.errors import QuizError, UsageError
from quiz.formats import Notes, get, names, recognised
from quiz.formats._sieve import Sieve
from quiz.packs import writer
from quiz.packs.model import Item
from quiz.packs.source import Source
from quiz.progress import Progress
from quiz.text import count, printable

HELP = "other programs' questions, as a pack"


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="what to import")
    parser.add_argument("-o", "--output", metavar="OUT.yaml", help="the pack; default: stdout")
    parser.add_argument(
        "--from",
        dest="format",
        metavar="FORMAT",
        help=f"{', '.join(names())}; default: told by the content",
    )
    parser.add_argument("--title", help="of the pack; default: the name of the first file")
    parser.add_argument("--force", action="store_true", help="replace OUT.yaml if it is there")
    parser.add_argument("--json", action="store_true", help="tell counts and reasons as JSON")


class Taken(NamedTuple):
    """What came of one file: its format, how many questions came along, and what did not."""

    file: str
    format: str
    imported: int
    notes: Notes


def run(options: Namespace) -> int:
    """Import the files into one pack; 1 if anything was left out."""
    output = Path(options.output) if options.output else None
    if options.json and output is None:
        raise UsageError("--json needs -o: the pack itself would go to the same place.")
    if output:
        refuse_to_replace(output, options.force)
    sieve = Sieve(Notes())
    questions: list[str] = []
    categories: set[str] = set()
    explained = 0
    taken: list[Taken] = []
    with Progress("Importing", "question") as progress:
        for file in options.files:
            sieve.notes = Notes()
            name = ""
            before = len(questions)
            try:
                with Source(Path(file)) as source:
                    data = source.data()
                name = options.format or recognised(data)
                for item in _named(sieve.sift(get(name).read(data, sieve.notes)), file, options):
                    questions.append(writer.question(item))
                    categories.add(item.category)
                    explained += bool(item.explanation)
                    if not len(questions) % 1000:
                        progress(len(questions))
            except UsageError:
                raise
            except QuizError as error:
                hint = f": {error.hint}" if error.hint else ""
                sieve.notes.left_out(None, f"{error.message}{hint}")
            taken.append(Taken(file, name, len(questions) - before, sieve.notes))
    if questions:
        head = {"title": options.title or _title(options.files[0])}
        if len(categories) == 1 and (category := categories.pop()):
            head["category"] = category
            line = f"\n    category: {writer.scalar(category)}\n"
            questions = [question.replace(line, "\n") for question in questions]
        allow = ["no-explanation"] if explained < len(questions) else []
        pieces = writer.pack(head, questions, _comment(taken), allow)
        if output:
            write(output, (piece.encode() for piece in pieces))
        else:
            print("".join(pieces), end="")
    _tell(taken, options, output if questions else None)
    return 1 if any(one.notes.losses for one in taken) else 0


def _named(items: Iterator[Item], file: str, options: Namespace) -> Iterator[Item]:
    """The items, those without a category under the name of their file if there are several."""
    if len(options.files) == 1:
        yield from items
        return
    category = _title(file)[:80]
    for item in items:
        yield item if item.category else item._replace(category=category)


def _title(file: str) -> str:
    words = printable(Path(file).name.partition(".")[0]).replace("_", " ").replace("-", " ")
    return words.strip().capitalize()[:120] or "Questions"


def _comment(taken: list[Taken]) -> str:
    """Where the questions are from, for the first lines of the pack."""
    lines = ["Imported; `quiz check` tells what could be better."]
    for one in taken:
        left = one.notes.losses
        rest = f", {left:,} left out" if left else ""
        if one.format:
            title = get(one.format).TITLE
            file = printable(Path(one.file).name)
            lines.append(f"{file} ({title}): {count(one.imported, 'question')}{rest}")
    return "\n".join(lines)


def _tell(taken: list[Taken], options: Namespace, output: Path | None) -> None:
    """Say what came along, and what did not and why."""
    imported = sum(one.imported for one in taken)
    left_out = sum(one.notes.losses for one in taken)
    changed = sum(one.notes.changes for one in taken)
    if options.json:
        import json

        found = {
            "output": str(output) if output else None,
            "imported": imported,
            "left_out": left_out,
            "changed": changed,
            "files": [
                {**one._asdict(), "notes": one.notes.losses + one.notes.changes} for one in taken
            ],
            "notes": [
                {"file": one.file, **note._asdict()} for one in taken for note in one.notes.told()
            ],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in taken:
        tell(one.file, one.notes)
    formats = ", ".join(dict.fromkeys(get(one.format).TITLE for one in taken if one.format))
    made = f"{printable(str(output))}: " if output else ""
    print(
        f"{made}{count(imported, 'question')}{f' from {formats}' if formats else ''};"
        f" {left_out:,} left out, {changed:,} changed",
        file=sys.stdout if output or not imported else sys.stderr,
    )
