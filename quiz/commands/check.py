"""The command that reports every problem of every pack."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from quiz.errors import PackError, QuizError, UsageError, did_you_mean
from quiz.packs import library
from quiz.packs.check import Checked, check
from quiz.packs.diagnostics import Diagnostic, Paint, Place, bare, render
from quiz.packs.source import Source
from quiz.progress import progress
from quiz.text import count, printable

HELP = "check packs and report every problem"

STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "place": "1",
    "message": "1",
    "gutter": "2;36",
    "removed": "31",
    "added": "32",
}
"""The styles of the parts of a report, as SGR parameters of ECMA-48."""

MOST_COMPARED = 1_000_000
"""How many questions are remembered to compare later packs with them."""

PAUSE = 0.3
"""How many seconds pass between two looks at the watched files."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="default: all installed packs")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="output for people, for programs, or for GitHub workflows",
    )
    parser.add_argument("--watch", action="store_true", help="check again after each save")
    parser.add_argument(
        "--fix", action="store_true", help="make the changes that need no thought, and show them"
    )
    parser.add_argument("--explain", metavar="CODE", help="explain a code, such as long-key")


def run(options: Namespace) -> int:
    """Check packs or explain a code, and return the exit status."""
    if options.explain is not None:
        return _explain(options.explain)
    if options.watch and (options.fix or options.format != "text"):
        other = "--fix" if options.fix else "--format"
        raise UsageError(f"--watch cannot be used with {other}.", f"leave out {other}")
    if options.fix and not options.paths:
        raise UsageError("--fix needs the packs to change.", "give their paths")
    if options.watch:
        return _watch(options)
    if not options.paths:
        for problem in filter(None, (found.problem for found in library.installed())):
            print(f"quiz: {printable(problem)}", file=sys.stderr)
    files = _files(options.paths)
    if options.fix:
        for file in files:
            _fix(file, sys.stdout if options.format == "text" else sys.stderr)
    return _report(files, options.format)


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
    """Check files, print their problems in a format, and return the exit status."""
    checks: Iterable[Checked] = _compared(files) if len(files) > 1 else map(_checked, files)
    if form == "text":
        return 1 if _print_sum([_print(checked) for checked in checks]) else 0
    found = [(str(one.path), problem) for one in checks for problem in one.diagnostics]
    if form == "json":
        import json

        values = [problem.as_dict(file) for file, problem in found]
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        for file, problem in found:
            print(problem.as_command(file))
    return 1 if any(problem.severity == "error" for _, problem in found) else 0


def _fix(file: Path, stream: TextIO) -> None:
    """Make the changes to a pack that its hints ask for, and print them as a diff."""
    from quiz.commands._output import write_file
    from quiz.packs.fix import difference, fixed

    with suppress(PackError):  # which is reported when the file is checked
        with Source(file) as source:
            before = source.data()
        after = fixed(before)
        if after == before:
            return
        paint, roles = _paint(stream), {"-": "removed", "+": "added", "@": "gutter"}
        for line in difference(before, after, str(file)):
            print(paint(line, roles.get(line[:1], "")), file=stream)
        mode = file.stat().st_mode
        write_file(file.resolve(), [after])
        file.chmod(mode)


def _checked(file: Path, compare: bool = False) -> Checked:
    with progress(f"Checking {file.name}") as show:
        checked = check(file, paint=_paint(sys.stdout), progress=show, compare=compare)
    if checked.errors and not library.is_pack(file.name) and (title := _format_of(file)):
        shown = printable(file.name)
        hint = f"make a pack of it: `quiz import {shown} -o {printable(file.stem)}.yaml`"
        message = f"this is not a pack but a file of {title}"
        problem = Diagnostic("error", "not-a-pack", message, None, hint)
        text = [*render(problem, str(file), {}, _paint(sys.stdout))]
        return checked._replace(items=0, errors=1, diagnostics=[problem], text=text)
    return checked


def _format_of(file: Path) -> str:
    """Return the title of the format of another program that a file has, or an empty text."""
    from quiz.formats import get, names, recognise

    with suppress(QuizError), Source(file) as source:
        return get(recognise(source.data())).TITLE
    formats = [name for name in names() if file.suffix.lower() in get(name).ENDINGS]
    return get(formats[0]).TITLE if len(formats) == 1 else "another program" * bool(formats)


def _compared(files: Sequence[Path]) -> Iterator[Checked]:
    """Check packs one by one, and add what they have in common with those before."""
    seen: dict[int, tuple[Path, int]] = {}
    for file in files:
        checked = _checked(file, compare=True)
        shared: dict[Path, list[tuple[int, int]]] = {}
        for asked, line in checked.asked.items():
            if asked in seen:
                other, there = seen[asked]
                shared.setdefault(other, []).append((line, there))
            elif len(seen) < MOST_COMPARED:
                seen[asked] = file, line
        for other, lines in shared.items():
            line, there = min(lines)
            are = "question is" if len(lines) == 1 else "questions are"
            problem = Diagnostic(
                "warning",
                "shared-questions",
                f"{len(lines):,} {are} in {other} too, such as that of line {there + 1}",
                Place(line, 0),
                "remove them from one of the two packs, or `allow: [shared-questions]`",
            )
            text = render(problem, str(file), {}, _paint(sys.stdout))
            checked.diagnostics.append(problem)
            checked.text.extend(text)
        yield checked._replace(asked={})


def _print(checked: Checked) -> Checked:
    """Print the report of a pack, and return what came of checking it without the report."""
    for line in checked.text:
        print(line)
    return checked._replace(text=[])


def _print_sum(packs: Sequence[Checked]) -> int:
    """Print how many problems packs have, and return how many of them are errors."""
    errors = sum(one.errors for one in packs)
    warnings = sum(len(one.diagnostics) for one in packs) - errors
    names = ", ".join(printable(one.path.name) for one in packs) if len(packs) < 5 else ""
    print(
        f"{count(len(packs), 'pack')}, {count(sum(one.items for one in packs), 'question')}: "
        f"{count(errors, 'error')}, {count(warnings, 'warning')}" + (f" ({names})" * bool(names)),
        flush=True,
    )
    if mendable := sum(bool(problem.edits) for one in packs for problem in one.diagnostics):
        what = "1 of them" if mendable == 1 else f"{mendable:,} of them"
        print(f"`quiz check --fix` mends {what}.", flush=True)
    return errors


def _watch(options: Namespace) -> int:
    """Check again whenever a file changes, until Ctrl+C."""
    seen: dict[Path, tuple[int, ...]] = {}
    found: dict[Path, Checked] = {}
    files = _files(options.paths)
    print("Watching for changes. Press Ctrl+C to stop.", file=sys.stderr)
    try:
        while True:
            now = {file: library.stamp(file) for file in files}
            changed = [file for file in now if seen.get(file) != now[file]]
            gone = seen.keys() - now.keys()
            if seen and (changed or gone) and sys.stdout.isatty():
                print(f"\n-- {time.strftime('%H:%M:%S')} {'-' * 60}", flush=True)
            for file in sorted(gone):
                print(f"{printable(str(file))} was removed")
            found = {file: one for file, one in found.items() if file in now}
            found |= {file: _print(_checked(file)) for file in changed}
            if changed or gone:
                _print_sum([found[file] for file in now])
            seen = now
            time.sleep(PAUSE)
            with suppress(PackError):  # a folder may be empty for a while
                files = []
                files = _files(options.paths)
    except KeyboardInterrupt:
        return 0


def _paint(stream: TextIO) -> Paint:
    """Return how to style what goes to a stream; only a terminal gets colours."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return bare

    def paint(text: str, role: str) -> str:
        return f"\x1b[{STYLES[role]}m{text}\x1b[0m" if role in STYLES else text

    return paint
