"""The command that writes a pack as another program's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from quiz.commands._output import notes_as_json, print_notes, refuse_to_replace, write_file
from quiz.errors import UsageError
from quiz.formats import Notes, get, writers
from quiz.packs import library
from quiz.packs.check import load
from quiz.text import count, printable

HELP = "write a pack as a file for another program"

CREDITS = ("author", "license")
"""The fields of a pack that no other format holds, but that its author may insist on."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("pack", metavar="PACK", help="a name from `quiz packs`, or a path")
    parser.add_argument(
        "--to", dest="format", metavar="FORMAT", required=True, help=", ".join(writers())
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write")
    parser.add_argument("--seed", help="shuffle the options of a handout by this word or number")
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    parser.add_argument("--json", action="store_true", help="report counts and reasons as JSON")


def run(options: Namespace) -> int:
    """Write the file. Return 1 if anything was left out, otherwise 0."""
    form = get(options.format)
    if options.format not in writers():
        hint = f"the formats that can be written are {', '.join(writers())}"
        raise UsageError(f"{form.TITLE} can only be read.", hint)
    output = Path(options.output)
    refuse_to_replace(output, options.force)
    (found,) = library.find([options.pack])
    pack = load(found.path)
    notes = Notes()
    if options.seed is not None:
        if options.format != "handout":
            raise UsageError("--seed shuffles the options of a handout only.", "add --to handout")
        from quiz.formats import handout

        pack = handout.shuffled(pack, options.seed)
    lost = [name for name in CREDITS if getattr(pack, name)]
    if lost and not hasattr(form, "HOLDS_CREDITS"):
        notes.changed(None, f"{form.TITLE} has no place for the pack's {' and '.join(lost)}")
    data = form.write(pack, notes, output.suffix.lower() or form.ENDINGS[0])
    write_file(output, [data])
    others = notes.losses + notes.changes - notes.lost_questions
    questions = len(pack.items) - notes.lost_questions
    shown = printable(str(output))
    if options.json:
        import json

        report = {
            "output": shown,
            "questions": questions,
            "left_out": notes.lost_questions,
            "changed": others,
            "notes": notes_as_json(str(found.path), notes),
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_notes(str(found.path), notes)
        print(
            f"{shown}: {count(questions, 'question')} as {form.TITLE};"
            f" {notes.lost_questions:,} left out, {count(others, 'note')}"
        )
    return 1 if notes.losses else 0
