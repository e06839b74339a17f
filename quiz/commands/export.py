"""A pack, for another program."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from quiz.commands._output import refuse_to_replace, tell, write
from quiz.errors import UsageError
from quiz.formats import Notes, get, writers
from quiz.packs import library
from quiz.packs.check import load
from quiz.text import count, printable

HELP = "a pack, for another program"


HEAD = ("author", "license")
"""What is lost of a pack itself, and what its author may insist on."""


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("pack", metavar="PACK", help="a name from `quiz packs`, or a path")
    parser.add_argument(
        "--to", dest="format", metavar="FORMAT", required=True, help=", ".join(writers())
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="where to")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--json", action="store_true", help="tell counts and reasons as JSON")


def run(options: Namespace) -> int:
    """Write the pack; 1 if anything had to be left out."""
    form = get(options.format)
    if options.format not in writers():
        hint = f"the formats that can be written are {', '.join(writers())}"
        raise UsageError(f"{form.TITLE} can only be read.", hint)
    output = Path(options.output)
    refuse_to_replace(output, options.force)
    (found,) = library.find([options.pack])
    pack = load(found.path)
    notes = Notes()
    if head := [name for name in HEAD if getattr(pack, name)]:
        notes.changed(None, f"{form.TITLE} has no place for the pack's {' and '.join(head)}")
    data = form.write(pack, notes, output.suffix.lower() or form.ENDINGS[0])
    write(output, [data])
    held = len(pack.items) - notes.questions
    _tell(notes, held, found.path, printable(str(output)), options)
    return 1 if notes.losses else 0


def _tell(notes: Notes, items: int, path: Path, output: str, options: Namespace) -> None:
    if options.json:
        import json

        counts = {"left_out": notes.losses, "changed": notes.changes}
        reasons = [{"file": str(path), **note._asdict()} for note in notes.told()]
        values = {"output": output, "questions": items, **counts, "notes": reasons}
        print(json.dumps(values, ensure_ascii=False, indent=2))
        return
    tell(str(path), notes)
    print(
        f"{output}: {count(items, 'question')} as {get(options.format).TITLE};"
        f" {notes.losses:,} left out, {notes.changes:,} changed"
    )
