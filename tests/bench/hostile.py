"""What hostile files cost: ``python -m tests.bench.hostile [--over] [WORD ...]``.

Each file of tests/packs/hostile.py is checked, and each of tests/formats/hostile.py is recognise
and read, in a process of its own that has read a small file before. `ms` is how long that takes,
`MiB` how much more is resident at the most than before. With words, only files whose name holds
one of them. With --over, only what is over 100 ms or 100 MiB. Linux only; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from quiz.formats import FormatError, Notes, get, recognise
from quiz.formats._cells import write_rows
from quiz.formats._clean import Cleaner
from quiz.packs.check import check
from quiz.packs.source import Source
from tests.formats import hostile as formats
from tests.packs import hostile as packs

MOST = 100.0
"""What a file may cost, in milliseconds and in MiB."""

TIMEOUT = 120


class Cost(NamedTuple):
    """What came of one file; of one that was given up, the time is that until then."""

    ms: float
    mib: float
    name: str
    said: str


def checked(path: Path) -> str:
    """What is said of a pack."""
    found = check(path, keep=True)
    errors = [one for one in found.diagnostics if one.severity == "error"]
    return errors[0].heading("") if errors else f"{found.items} questions"


def imported(path: Path, format: str) -> str:
    """What is said of another program's file."""
    with Source(path) as source:
        data = source.data()
    notes = Notes()
    taken = 0
    with suppress(FormatError):
        recognise(data)
    try:
        for _ in Cleaner(notes).clean(get(format).read(data, notes)):
            taken += 1
    except FormatError as error:
        return error.message
    first = f", {len(notes)} notes: {notes[0].line}: {notes[0].why}" if notes else ""
    return f"{taken} questions{first}"


def resident(what: str) -> float:
    """The memory of this process, in MiB: VmRSS is what it has, VmHWM the most that it had."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise LookupError(what)


def measure(path: Path, format: str) -> None:
    """Print what one file costs; whatever is loaded once is loaded before."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "pack.yaml")
        small.write_text(f"{packs.PACK}titel: x\n")
        checked(small)
        small.write_bytes(
            write_rows([["question", "answer", "wrong 1"], ["Q", "A", "B"]], ".xlsx", False)
        )
        imported(small, "csv")
    Path("/proc/self/clear_refs").write_text("5")
    before = resident("VmRSS")
    begun = time.perf_counter()
    said = imported(path, format) if format else checked(path)
    spent = time.perf_counter() - begun
    print(json.dumps([spent * 1e3, resident("VmHWM") - before, said]))


def costs(words: list[str]) -> Iterator[Cost]:
    """What each file costs."""
    files = [("pack", "", name, one.content) for name, one in packs.FILES.items()]
    files += [(one.format, one.format, name, one.content) for name, one in formats.FILES.items()]
    for kind, format, name, content in files:
        if words and not any(word in name for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "pack.yaml")
            path.write_bytes(content())
            label = f"{kind}: {name} ({path.stat().st_size / 1e6:.1f} MB)"
            command = [sys.executable, "-m", "tests.bench.hostile", "--measure", str(path)]
            try:
                ran = subprocess.run(
                    [*command, "--format", format], capture_output=True, text=True, timeout=TIMEOUT
                )
            except subprocess.TimeoutExpired:
                yield Cost(TIMEOUT * 1e3, 0, label, "given up")
                continue
        if ran.returncode:
            failed = ran.stderr.strip().rpartition("\n")[2] or f"ended with {ran.returncode}"
            yield Cost(0, 0, label, f"FAILED: {failed}")
        else:
            spent, mib, said = json.loads(ran.stdout)
            yield Cost(spent, mib, label, said)


def main() -> None:
    """Measure everything, and print the table, the slowest first."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hostile", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only files with it in their name")
    parser.add_argument("--over", action="store_true", help="only what costs too much")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--format", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.format)
        return
    found = sorted(costs(options.words), reverse=True)
    print(f"{'ms':>8}  {'MiB':>6}  file, and what is said of it")
    for one in found:
        failed = one.said.startswith("FAILED")
        if not options.over or failed or one.ms > MOST or one.mib > MOST:
            print(f"{one.ms:8.0f}  {one.mib:6.1f}  {one.name}\n{'':18}{one.said[:90]}")


if __name__ == "__main__":
    main()
