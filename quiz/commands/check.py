"""Every problem of every pack."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs import library
from quiz.packs.check import Checked, check
from quiz.packs.diagnostics import Paint, bare
from quiz.progress import Progress
from quiz.text import count, printable

HELP = "every problem of every pack"

STYLES = {"error": "1;31", "warning": "1;33", "place": "1", "message": "1", "gutter": "2;36"}
"""How a part of a report is styled on a terminal (SGR parameters of ECMA-48)."""

PAUSE = 0.3
"""How many seconds pass between two looks at the files that are watched."""


def arguments(parser: ArgumentParser) -> None:
    """Declare its options."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="default: all packs there are")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="for a person, a program, or a workflow of GitHub",
    )
    parser.add_argument("--watch", action="store_true", help="check again after each save")
    parser.add_argument("--explain", metavar="CODE", help="what a code means, such as long-key")


def run(options: Namespace) -> int:
    """Check the packs, or explain a code."""
    if options.explain is not None:
        return _explain(options.explain)
    if options.watch:
        return _watch(options)
    if not options.paths:
        for problem in filter(None, (found.problem for found in library.installed())):
            print(f"quiz: {printable(problem)}", file=sys.stderr)
    return _report(_files(options.paths), options.format)


def _explain(code: str) -> int:
    from textwrap import fill

    from quiz.packs.codes import ADVICE, ERRORS, explain

    code = code.casefold().rstrip("]: ").rpartition("[")[2]
    try:
        paragraphs = explain(code).split("\n\n")
    except KeyError:
        known = sorted({*ERRORS, *ADVICE})
        hint = did_you_mean(code, known) or f"the codes are {', '.join(known)}"
        raise UsageError(f"There is no code {printable(code)!r}.", hint) from None
    kind = " or ".join(
        kind for kind, codes in (("error", ERRORS), ("warning", ADVICE)) if code in codes
    )
    print(f"{code} ({kind})", *(fill(text, 88) for text in paragraphs), sep="\n\n")
    return 0


def _files(paths: Sequence[str]) -> list[Path]:
    if not paths:
        return [found.path for found in library.installed() if not found.problem]
    return list(dict.fromkeys(file for path in paths for file in library.files(path)))


def _report(files: Sequence[Path], form: str) -> int:
    """Check these files, and print what there is to say."""
    checks = map(_checked, files)
    if form == "text":
        return 1 if _sum([_tell(checked) for checked in checks]) else 0
    found = [(str(one.path), problem) for one in checks for problem in one.diagnostics]
    if form == "json":
        import json

        values = [problem.as_dict(file) for file, problem in found]
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        for file, problem in found:
            print(problem.as_command(file))
    return 1 if any(problem.severity == "error" for _, problem in found) else 0


def _checked(file: Path) -> Checked:
    with Progress(f"Checking {file.name}") as tell:
        return check(file, paint=_paint(sys.stderr), progress=tell)


def _tell(checked: Checked) -> Checked:
    """Print the report of one pack."""
    for line in checked.text:
        print(line, file=sys.stderr)
    return checked._replace(text=[])


def _sum(packs: Sequence[Checked]) -> int:
    """Print the sum of the reports; returns how many errors there are."""
    errors = sum(one.errors for one in packs)
    warnings = sum(len(one.diagnostics) for one in packs) - errors
    names = ", ".join(printable(one.path.name) for one in packs) if len(packs) < 5 else ""
    print(
        f"{count(len(packs), 'pack')}, {count(sum(one.items for one in packs), 'question')}: "
        f"{count(errors, 'error')}, {count(warnings, 'warning')}" + (f" ({names})" * bool(names)),
        flush=True,
    )
    return errors


def _watch(options: Namespace) -> int:
    """Check again whenever a file changes, until Ctrl+C."""
    if options.format != "text":
        raise UsageError("--watch tells a person, not a program.", "leave --format out")
    seen: dict[Path, tuple[int, ...]] = {}
    found: dict[Path, Checked] = {}
    files = _files(options.paths)
    print("Watching; Ctrl+C ends it.", file=sys.stderr)
    try:
        while True:
            now = {file: library.stamp(file) for file in files}
            changed = [file for file in now if seen.get(file) != now[file]]
            gone = seen.keys() - now.keys()
            if seen and (changed or gone) and sys.stdout.isatty():
                print(f"\n-- {time.strftime('%H:%M:%S')} {'-' * 60}", flush=True)
            for file in sorted(gone):
                print(f"{printable(str(file))} is gone", file=sys.stderr)
            found = {file: one for file, one in found.items() if file in now}
            found |= {file: _tell(_checked(file)) for file in changed}
            if changed or gone:
                _sum([found[file] for file in now])
            seen = now
            time.sleep(PAUSE)
            with suppress(PackError):  # a folder may be empty for a while
                files = []
                files = _files(options.paths)
    except KeyboardInterrupt:
        return 0


def _paint(stream: TextIO) -> Paint:
    """How to style what goes to this stream: not at all if it is no terminal."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return bare

    def paint(text: str, role: str) -> str:
        return f"\x1b[{STYLES[role]}m{text}\x1b[0m" if role in STYLES else text

    return paint
