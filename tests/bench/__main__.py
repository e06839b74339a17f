"""What the game costs, beside what it must: ``python -m tests.bench [--quiz PATH]``.

Measures an installed `quiz` from outside, in a home of its own. P is the time of `python -c pass`
and L that of an app of one label to its first frame (floor.py), both by the Python that `quiz`
is installed for; runs to be compared are interleaved. Nothing is asserted: machines are noisy.
POSIX only; a process that is gone tells its memory on Linux and macOS.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

assert sys.platform != "win32"

from quiz.game.modes import MODES  # noqa: E402
from tests.bench.history import write  # noqa: E402
from tests.terminal import Paint, Terminal  # noqa: E402

FLOOR = Path(__file__).with_name("floor.py")
VERDICT = "RIGHT|WRONG"
IMPORTED = 50_000
SIZES = (100, 100_000)
HISTORIES = (1_000, 1_000_000)
ROUNDS, CARDS = 7, 10
MOVES = 60
LARGE = (100, 30)
USUAL = (80, 24)

CHILD = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
spent = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(spent, peak / (2**20 if sys.platform == "darwin" else 2**10))
"""
"""Runs a command: its seconds and its peak MiB. (Linux counts in what its parent was as it
forked, so that must be small.)"""

RECORDS = """
import sys
records = []
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        if line.startswith("#Q "):
            records.append({"question": line[3:].strip(), "options": []})
        elif line.startswith("^ "):
            records[-1]["answer"] = line[2:].strip()
        elif line[:1] in "ABCD" and line[1:2] == " ":
            records[-1]["options"].append(line[2:].strip())
"""
"""Reads a file of OpenTriviaQA's layout."""

QUESTION = "#Q What comes after {0}?\n^ {1}\nA {2}\nB {1}\nC {3}\n\n"

LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb'), yaml.CSafeLoader)"


ITEM = """\
  - id: q{0}
    question: What is the number that comes after {0} in the order of all numbers?
    answer: "{1}"
    wrong: ["{2}", "{3}", "{4}"]
    difficulty: easy
    category: Numbers
    explanation: After {0} comes {1}, and this is a sentence of the usual length.
    source: N{0}
"""


class Row(NamedTuple):
    """A line of the table: what was measured, what came out, and what is to be reached."""

    what: str
    figure: str
    reach: str


class Bench:
    """An installed game, the Python it runs on and a home folder to play in."""

    def __init__(self, quiz: Path, home: Path) -> None:
        self.quiz = str(quiz)
        self.python = str(quiz.with_name("python"))
        self.home = home
        self.env = {"PATH": os.environ["PATH"], "HOME": str(home), "QUIZ_HOME": str(home)}
        self.env["TERM"] = "xterm-256color"

    def open(self, *argv: str, size: tuple[int, int] = USUAL) -> Terminal:
        """Start a program in a terminal."""
        return Terminal(argv, env=self.env, size=size)

    def play(self, *arguments: str, size: tuple[int, int] = USUAL) -> Terminal:
        """Start a round."""
        return self.open(self.quiz, "play", "--player", "Bench", *arguments, size=size)

    def pack(self, size: int) -> Path:
        """A pack of so many items, last changed long ago."""
        path = self.home / f"pack-{size}.yaml"
        items = "".join(ITEM.format(n, n + 1, n + 2, n + 3, n + 4) for n in range(size))
        path.write_text(f"title: Large\nquestions:\n{items}", encoding="utf-8")
        os.utime(path, (1e9, 1e9))
        return path

    def seconds(self, *argv: str) -> float:
        """How long a command runs."""
        begun = time.perf_counter()
        subprocess.run(argv, env=self.env, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begun

    def child(self, *argv: str) -> tuple[float, float]:
        """How long a command runs, and its peak MiB."""
        done = subprocess.run(
            [self.python, "-c", CHILD, *argv], env=self.env, check=True, capture_output=True
        )
        spent, peak = map(float, done.stdout.split())
        return spent, peak

    def kept(self) -> int:
        """How many attempts the store holds. Raises ValueError if it is not sound."""
        with closing(sqlite3.connect(self.home / "scores.db", timeout=30)) as store:
            if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise ValueError("the store is damaged")
            count: int = store.execute("SELECT count(*) FROM attempts").fetchone()[0]
            return count


def told(paints: Sequence[Paint]) -> str:
    """Times that half and 19 of 20 do not exceed, and the median of the bytes."""
    times = [paint.ms for paint in paints]
    p95 = quantiles(times, n=20, method="inclusive")[-1]
    size = median(paint.bytes for paint in paints)
    return f"p50 {median(times):.1f}, p95 {p95:.1f} ms, {size:,.0f} bytes"


def interleaved(runs: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure, all of them taken in turn."""
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [median(values) for values in zip(*rounds)]


# -- the rows ---------------------------------------------------------------------------------


def version(bench: Bench, runs: int) -> Iterator[Row]:
    """The least that the command line costs."""
    floor, spent = interleaved(
        runs,
        lambda: bench.seconds(bench.python, "-c", "pass"),
        lambda: bench.seconds(bench.quiz, "--version"),
    )
    figure = f"{spent / floor:.2f} P ({spent * 1e3:.0f} of {floor * 1e3:.0f} ms)"
    yield Row("quiz --version", figure, "1.2 P")


def starts(bench: Bench, runs: int) -> Iterator[Row]:
    """From the command to a screen."""

    def until(pattern: str, *argv: str) -> Callable[[], float]:
        def measure() -> float:
            with bench.open(*argv, size=LARGE) as terminal:
                return terminal.until(pattern)

        return measure

    floor, first, home = interleaved(
        runs,
        until("Hello floor", bench.python, str(FLOOR)),
        until(f"1/{CARDS} ", bench.quiz, "play"),
        until("New round", bench.quiz),
    )
    for what, spent, reach in (
        ("quiz play to the first question", first, "1.15 L"),
        ("quiz to the home screen", home, "1.15 L"),
    ):
        figure = f"{spent / floor:.2f} L ({spent * 1e3:.0f} of {floor * 1e3:.0f} ms)"
        yield Row(what, figure, reach)


def sizes(bench: Bench, runs: int) -> Iterator[Row]:
    """From the command to the first question of a small and a large pack, read before."""

    def until(path: Path) -> Callable[[], float]:
        def measure() -> float:
            with bench.play(str(path)) as terminal:
                return terminal.until(f"1/{CARDS} ", timeout=60)

        return measure

    measures = [until(bench.pack(size)) for size in SIZES]
    first = interleaved(1, *measures)
    small, large = interleaved(runs, *measures)
    figure = f"{large / small:.2f} ({large * 1e3:.0f} of {small * 1e3:.0f} ms)"
    yield Row(f"quiz play of {SIZES[1]:,} items / {SIZES[0]}, second start", figure, "1.10")
    yield Row(f"the first start with {SIZES[1]:,} items", f"{first[1]:.1f} s", "")


def histories(bench: Bench, runs: int) -> Iterator[Row]:
    """From the command to a screen, after a short and a long history of play."""

    def until(attempts: int, pattern: str, *argv: str) -> Callable[[], float]:
        home = bench.home / f"history-{attempts}"
        home.mkdir(exist_ok=True)
        if not (home / "scores.db").exists():
            write(home / "scores.db", attempts, "Bench")
        other = Bench(Path(bench.quiz), home)

        def measure() -> float:
            with other.open(*argv, size=LARGE) as terminal:
                return terminal.until(pattern)

        return measure

    for what, pattern, *argv in (
        ("quiz to the home screen", "New round", bench.quiz),
        ("quiz play to the first question", f"1/{CARDS} ", bench.quiz, "play"),
    ):
        measures = [until(attempts, pattern, *argv) for attempts in HISTORIES]
        interleaved(1, *measures)
        short, long = interleaved(runs, *measures)
        figure = f"{long / short:.2f} ({long * 1e3:.0f} of {short * 1e3:.0f} ms)"
        yield Row(f"{what}, {HISTORIES[1]:,} attempts / {HISTORIES[0]:,}", figure, "1.05")


def presses(bench: Bench) -> Iterator[Row]:
    """From a key to what it shows, over several rounds."""
    reveals: list[Paint] = []
    cards: list[Paint] = []
    with bench.play() as terminal:
        terminal.until(f"1/{CARDS} ")
        moves = [terminal.measure("<down>") for _ in range(MOVES)]
        for _ in range(ROUNDS):
            for turn in range(1, CARDS + 1):
                terminal.until(f"^ *{turn}/{CARDS} ")
                reveals.append(terminal.measure("12"[turn % 2], VERDICT))
                if turn < CARDS:
                    cards.append(terminal.measure("<enter>", f"^ *{turn + 1}/{CARDS} "))
            terminal.press("<enter>")
            terminal.until("Case no")
            terminal.settle(0.6, 5)
            terminal.press("<enter>")
    yield Row("answer key to reveal, committed", told(reveals), "p95 16 ms, 6,000 bytes")
    yield Row("next card", told(cards), "p95 16 ms, 2,500 bytes")
    yield Row("moving the highlight", told(moves), "p95 8 ms, 700 bytes")


def idle(bench: Bench, seconds: float) -> Iterator[Row]:
    """What a question costs that nobody answers, without a clock and with one."""
    for mode, what, reach in (
        ("classic", "idle", "0.3 %, 0 bytes/s"),
        ("rush", "a running clock", "0.7 %, 150 bytes/s"),
    ):
        with bench.play("--mode", mode) as terminal:
            terminal.until("1/")
            terminal.settle(0.5, 5)
            cost = terminal.idle(seconds)
        figure = f"{cost.cpu_percent:.2f} %, {cost.bytes_per_second:.0f} bytes/s"
        yield Row(f"{what} for {seconds:g} s", figure, reach)


def modes(bench: Bench, runs: int) -> Iterator[Row]:
    """From the command to the first question, and from a key to its effect, in each mode."""

    def until(pattern: str, *argv: str) -> Callable[[], float]:
        def measure() -> float:
            with bench.open(*argv, size=LARGE) as terminal:
                return terminal.until(pattern)

        return measure

    names = [name for name in MODES if name != "classic"]
    options = {"party": ("--player", "Ann", "--player", "Bo")}
    floor, *spent = interleaved(
        runs,
        until("Hello floor", bench.python, str(FLOOR)),
        *(
            until("1/[0-9]+ ", bench.quiz, "play", "--mode", name, *options.get(name, ()))
            for name in names
        ),
    )
    for name, seconds in zip(names, spent):
        reach = "1.25 L" if name in ("review", "party") else "1.15 L"
        yield Row(f"quiz play --mode {name}", f"{seconds / floor:.2f} L", reach)
    for name in names:
        reveals: list[Paint] = []
        for number in range(MOVES):
            # a daily that is answered once would be continued
            players = options.get(name, ("--player", f"Player {number}"))
            with bench.open(bench.quiz, "play", "--mode", name, *players) as terminal:
                terminal.until("1/[0-9]+ ")
                if name == "party":
                    terminal.press("<enter>")
                    terminal.until("1–")
                terminal.settle(0.2, 5)
                reveals.append(terminal.measure("1"))
        yield Row(f"key to paint, {name}", told(reveals), "p95 16 ms")


def memory(bench: Bench) -> Iterator[Row]:
    """The most that is resident in play."""

    def floor() -> float:
        with bench.open(bench.python, str(FLOOR)) as terminal:
            terminal.until("Hello floor")
            terminal.settle()
            return terminal.peak_mib

    def played() -> float:
        with bench.play() as terminal:
            for turn in range(1, CARDS + 1):
                terminal.until(f"^ *{turn}/{CARDS} ")
                terminal.press("1")
                terminal.until(VERDICT)
                terminal.press("<enter>")
            terminal.until("Case no")
            return terminal.peak_mib

    least, most = interleaved(3, floor, played)
    yield Row("peak memory of a round", f"{most / least:.2f} L ({most:.0f} MiB)", "1.3 L")


def checking(bench: Bench, runs: int) -> Iterator[Row]:
    """A large pack checked, beside PyYAML's own loading of it."""
    for items, times, reach in ((10_000, runs, "0.35, 40 MiB"), (100_000, 1, "0.27, 64 MiB")):
        path = bench.pack(items)
        figure = beside(
            bench, times, (bench.python, "-c", LOAD, str(path)), (bench.quiz, "check", str(path))
        )
        yield Row(f"quiz check of {items:,} items / CSafeLoader", figure, reach)


def importing(bench: Bench, runs: int) -> Iterator[Row]:
    """Many questions imported, beside Python's own reading of them into records."""
    path = bench.home / "questions.txt"
    path.write_text("".join(QUESTION.format(n, n + 1, n + 2, n + 3) for n in range(IMPORTED)))
    out = str(bench.home / "imported.yaml")
    figure = beside(
        bench,
        runs,
        (bench.python, "-c", RECORDS, str(path)),
        (bench.quiz, "import", str(path), "-o", out, "--force"),
    )
    yield Row(f"quiz import of {IMPORTED:,} items / Python's own reading", figure, "3")


def beside(bench: Bench, runs: int, yardstick: Sequence[str], command: Sequence[str]) -> str:
    """How long a command takes for each second of another, and its memory."""
    peaks: list[float] = []

    def run() -> float:
        spent, peak = bench.child(*command)
        peaks.append(peak)
        return spent

    least, most = interleaved(runs, lambda: bench.child(*yardstick)[0], run)
    return f"{most / least:.2f} ({most:.2f} of {least:.2f} s), {max(peaks):.0f} MiB"


def endings(bench: Bench) -> Iterator[Row]:
    """Whether the terminal is as it was found and the answer kept, however a round ends."""
    well = 0
    for end in ("<c-q>", "<c-c>", signal.SIGTERM, signal.SIGHUP):
        before = bench.kept()
        with bench.play() as terminal:
            terminal.until(f"1/{CARDS} ")
            terminal.press("1")
            terminal.until(VERDICT)
            if isinstance(end, str):
                terminal.press(end)
            else:
                terminal.signal(end)
            terminal.wait()
            well += not terminal.left_on() and bench.kept() == before + 1
    yield Row("terminal restored and answer kept, 4 ends", f"{well} of 4", "4 of 4")


def kills(bench: Bench, times: int) -> Iterator[Row]:
    """Whether an answer that was revealed is kept whatever happens then."""
    before = bench.kept()
    for _ in range(times):
        with bench.play() as terminal:
            terminal.until(f"1/{CARDS} ")
            terminal.press("1")
            terminal.until(VERDICT)
            terminal.signal(signal.SIGKILL)
            terminal.wait()
    figure = f"{bench.kept() - before} of {times}, store sound"
    yield Row("kill -9 after a reveal", figure, "all kept")


def main() -> None:
    """Measure everything, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What it costs.")
    near = Path(sys.executable).with_name("quiz")
    parser.add_argument("--quiz", type=Path, default=near, help="an installed quiz")
    parser.add_argument("--runs", type=int, default=15, help="runs of each start")
    parser.add_argument("--idle", type=float, default=10, metavar="SECONDS")
    parser.add_argument("--kills", type=int, default=20, metavar="TIMES")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(options.quiz.absolute(), Path(home))
        for _ in starts(bench, 1):  # uncounted: compiles what is compiled once
            pass
        rows = [
            *version(bench, options.runs),
            *starts(bench, options.runs),
            *sizes(bench, options.runs),
            *histories(bench, options.runs),
            *presses(bench),
            *idle(bench, options.idle),
            *modes(bench, options.runs),
            *memory(bench),
            *checking(bench, 5),
            *importing(bench, 5),
            *endings(bench),
            *kills(bench, options.kills),
        ]
    table = [Row("what", "figure", "reach"), *rows]
    widths = [max(map(len, column)) for column in zip(*table)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
