"""Run a program in an emulated terminal: see its screen, press keys, time what it paints.

    with Terminal([sys.executable, "-m", "game"], env=env) as terminal:
        ready = terminal.until("Press Enter")               # seconds since its start
        paint = terminal.measure("<enter>", "Question 1")   # Paint(ms, bytes)
        terminal.press("<c-q>")
        assert terminal.wait() == 0 and terminal.left_on() == []

Bytes are stamped when read; emulating them is slow, so it waits until the program has been quiet
for QUIET seconds or the oldest byte is BACKLOG seconds old. A burst is a run of reads less than
BURST_GAP seconds apart, and screens are judged only where a burst ends. POSIX only.
"""

from __future__ import annotations

import contextlib
import copy
import os
import random
import re
import select
import signal
import string
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte
from wcwidth import wcwidth

assert sys.platform != "win32"

QUIET, BACKLOG, BURST_GAP = 0.004, 0.100, 0.002
FULL = 64  # reads, of some KiB each, that may wait to be emulated before the program must
POLL = 0.010  # seconds between looks at a process, whose end cannot be selected on everywhere

TOKEN = re.compile(
    rb"\x1b\[(?P<args>[0-?]*)(?P<middle>[ -/]*)(?P<final>[@-~]?)"  # CSI
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # OSC; DCS, APC, ...
    rb"|(?P<plain>\x1b[0-~]|[^\x1b]+)|\x1b[ -/]*[0-~]?"
)
UNFINISHED = re.compile(rb"\x1b(\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)\Z")
QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")  # whether a private mode is known, and is on
ALTERNATE_SCREEN = {47, 1047, 1049}
ON_AT_FIRST = {7, 25}
MODES = dict.fromkeys(ALTERNATE_SCREEN, "alternate screen") | {
    1: "application cursor keys", 5: "reverse video", 7: "line wrap off", 25: "cursor hidden",
    1000: "mouse clicks", 1002: "mouse drag", 1003: "mouse motion", 1004: "focus events",
    1005: "mouse utf-8", 1006: "mouse sgr", 1015: "mouse urxvt", 1016: "mouse pixels",
    2004: "bracketed paste", 2026: "synchronized output", 2048: "in-band resize",
}  # fmt: skip
KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "f1": "\x1bOP", "lt": "<",
    "up": "\x1b[A", "down": "\x1b[B", "pgup": "\x1b[5~", "pgdn": "\x1b[6~",
} | {f"c-{letter}": chr(ord(letter) & 31) for letter in string.ascii_lowercase}  # fmt: skip

now = time.perf_counter


class Paint(NamedTuple):
    """A key's effect: ms until the end of the burst that showed it, bytes until all settled."""

    ms: float
    bytes: int


class Idle(NamedTuple):
    """What waiting costs: % of one CPU (all threads, no child processes), and output."""

    cpu_percent: float
    bytes_per_second: float


def encode_keys(keys: str) -> bytes:
    """Turn text with names in angle brackets, like "ab<down><c-q><lt>", into bytes."""
    return re.sub(r"<([^<>]+)>", lambda name: KEYS[name[1]], keys).encode()


class Emulator:
    """The terminal's side: two screens, private modes, answers to queries."""

    def __init__(self, columns: int, rows: int) -> None:
        self.main, self.alternate = pyte.Screen(columns, rows), pyte.Screen(columns, rows)
        self.streams = [pyte.ByteStream(self.main), pyte.ByteStream(self.alternate)]
        self.screen = self.main
        self.modes = {mode: mode in ON_AT_FIRST for mode in MODES}
        self.kitty_flags: list[int] = []

    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every row's characters with their attributes."""
        rows = [self.screen.buffer[y] for y in range(self.screen.lines)]
        return [[row[x] for x in range(self.screen.columns)] for row in rows]

    def text(self) -> str:
        """The rows, right-stripped. (pyte's own fails at a half overwritten wide character.)"""
        lines = []
        for row in self.cells():
            line, wide = "", False
            for cell in row:
                line += cell.data or " " * (not wide)
                wide = wcwidth(cell.data[:1]) > 1
            lines.append(line.rstrip())
        return "\n".join(lines)

    def feed(self, data: bytes) -> None:
        """Paint output, which must not end within a control sequence."""
        for token in TOKEN.finditer(data):
            # pyte raises at arguments that it does not expect; terminals ignore the sequence.
            with contextlib.suppress(Exception):
                if token["plain"]:
                    self._paint(token[0])
                elif token["final"] and not token["middle"]:
                    self._control(token["args"], token["final"])

    def _paint(self, data: bytes) -> None:
        self.streams[self.screen is self.alternate].feed(data)

    def _control(self, args: bytes, final: bytes) -> None:
        kind, rest = args[:1], args[1:]
        if kind == b"?" and final in b"hl":
            for mode in filter(None, rest.split(b";")):
                self._set_mode(int(mode), final)
        elif kind == b">" and final == b"u":
            self.kitty_flags.append(int(rest or 0))
        elif kind == b"<" and final == b"u":
            del self.kitty_flags[-int(rest or 1) :]
        elif kind not in (b"<", b"=", b">", b"?"):  # and pyte knows 38;2;r;g;b, not 38:2::r:g:b
            self._paint(b"\x1b[" + re.sub(rb":+", b";", args) + final)

    def _set_mode(self, mode: int, final: bytes) -> None:
        self.modes[mode] = on = final == b"h"
        if mode not in ALTERNATE_SCREEN:
            self._paint(b"\x1b[?%d%b" % (mode, final))
        elif on and self.screen is self.main:
            self.alternate.reset()
            self.alternate.cursor = copy.copy(self.main.cursor)
            self.screen = self.alternate
        elif not on:
            self.modes.update(dict.fromkeys(ALTERNATE_SCREEN, False))
            self.screen = self.main

    def answer(self, query: re.Match[bytes]) -> bytes:
        """Give a terminal's reply to a query."""
        known = {n: 1 if on else 2 for n, on in self.modes.items() if n in MODES}
        known.pop(2048)  # a terminal that has it must report its size
        return b"\x1b[?%b;%d$y" % (query[1], known.get(int(query[1]), 0))

    def left_on(self) -> list[str]:
        """Name what differs from a terminal just opened."""
        left = {name for mode, name in MODES.items() if self.modes[mode] != (mode in ON_AT_FIRST)}
        if self.kitty_flags:
            left.add("kitty keyboard")
        if self.screen.cursor.attrs != self.screen.default_char:
            left.add("text style")
        return sorted(left)


class Terminal:
    """A program in a terminal of `size` (columns, rows), killed at the end of the `with` block.

    `env` is its whole environment: it should name a TERM, and no LINES or COLUMNS.
    `raw` is every byte the program wrote.
    """

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self.raw = bytearray()
        self._emulator = Emulator(*size)
        self._pending: deque[tuple[float, bytes]] = deque()  # (stamp, output) to be emulated
        self._tail = b""  # a control sequence whose end was not yet read
        # The program's side stays open here too, or reading would fail as soon as it ends.
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        termios.tcsetwinsize(self._master, (size[1], size[0]))
        self._termios = termios.tcgetattr(self._master)
        self._painted = self._start = now()
        self._process = subprocess.Popen(argv, env=dict(env), preexec_fn=self._take_terminal)
        self._pid = self._process.pid

    def _take_terminal(self) -> None:
        """In the child: own the terminal, and handle signals as a shell would leave them."""
        os.login_tty(self._slave)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                if self.alive:
                    kill(self._pid, signal.SIGKILL)
        # Closed before waiting: on macOS a program does not end while its output is unread.
        os.close(self._master)
        os.close(self._slave)
        self._process.wait()

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    @property
    def stopped(self) -> bool:
        """Whether the program waits for SIGCONT."""
        return self._ps("state").startswith("T")

    @property
    def text(self) -> str:
        """The screen as of what was read so far, its lines right-stripped."""
        self._emulate()
        return self._emulator.text()

    def colour(self, text: str) -> str:
        """The colour of the first character of a text on the screen; empty if it is not there."""
        for y, line in enumerate(self.text.split("\n")):
            if (x := line.find(text)) >= 0:
                return str(self._emulator.cells()[y][x].fg)
        return ""

    @property
    def peak_mib(self) -> float:
        """Most MiB of memory the running program has had resident; off Linux, what it has now."""
        status = Path(f"/proc/{self._pid}/status")
        peak = status.exists() and re.search(r"VmHWM:\s+(\d+)", status.read_text())
        return float(peak[1] if peak else self._ps("rss")) / 1024

    def until(self, pattern: str, timeout: float = 15.0) -> float:
        """Wait for a screen that `pattern` (re.M) is found in; the present one will do.

        Returns the seconds from the program's start to the end of the burst that painted it.
        """
        regex = re.compile(pattern, re.M)
        if regex.search(self.text):
            return self._painted - self._start
        found = self._pump(lambda: bool(regex.search(self._emulator.text())), pattern, timeout)
        return found - self._start

    def measure(self, keys: str, pattern: str | None = None, timeout: float = 10.0) -> Paint:
        """Press keys and wait for a screen that has changed and that `pattern` is found in.

        The program may first settle, for a random time so as not to lock to its refresh timer.
        """
        self.settle(random.uniform(0.020, 0.037))
        regex, before, read = re.compile(pattern or "", re.M), self._emulator.cells(), len(self.raw)

        def painted() -> bool:
            changed = self._emulator.cells() != before
            return changed and bool(regex.search(self._emulator.text()))

        pressed = now()
        self.press(keys)
        end = self._pump(painted, f"{pattern or 'change'} after {keys}", timeout)
        self.settle()
        return Paint((end - pressed) * 1e3, len(self.raw) - read)

    def settle(self, quiet: float = 0.05, limit: float = 1.0) -> None:
        """Read until nothing has come for `quiet` seconds, or for `limit` seconds in all."""
        begun = last = now()
        while (rest := min(last + quiet, begun + limit) - now()) > 0:
            if self._read(rest):
                last = now()
        self._emulate()

    def idle(self, seconds: float) -> Idle:
        """Measure what the program does while nothing is typed for so long."""
        cpu, read, begun = self._cpu(), len(self.raw), now()
        self._let_run(seconds)
        cpu, read, spent = self._cpu() - cpu, len(self.raw) - read, now() - begun
        return Idle(100 * cpu / spent, read / spent)

    def press(self, keys: str) -> None:
        """Type `keys`, written as for `encode_keys`."""
        self.send(encode_keys(keys))

    def send(self, data: bytes) -> None:
        """Write bytes to the program's input, unless it has ended."""
        deadline = now() + 10
        while data and self.alive:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                self._read(POLL)
                if now() > deadline:
                    raise self._failure("does not read its input") from None

    def resize(self, size: tuple[int, int]) -> None:
        """Make the terminal (columns, rows) in size, which signals the program."""
        self._emulate()
        for screen in (self._emulator.main, self._emulator.alternate):
            screen.resize(size[1], size[0])
        termios.tcsetwinsize(self._master, (size[1], size[0]))

    def delete(self) -> None:
        """Delete the terminal, as if its window was closed; only `wait` can follow."""
        for side in (self._slave, self._master):
            os.close(side)
        self._master, self._slave = os.pipe()  # from which nothing will ever come

    def signal(self, number: int) -> None:
        """Send the program a signal, unless it has ended."""
        self._process.send_signal(number)

    def wait(self, timeout: float = 10.0) -> int:
        """Wait for the program's end: its exit code, or minus the signal that killed it."""
        self._let_run(timeout)
        code = self._process.poll()
        if code is None:
            raise self._failure(f"did not end within {timeout:g} s")
        self.settle(POLL)
        return code

    def left_on(self) -> list[str]:
        """Name everything the program switched and should have switched back before its end."""
        self._emulate()
        left, after = self._emulator.left_on(), self._termios
        with contextlib.suppress(termios.error):  # a BSD may have revoked it with the end
            after = termios.tcgetattr(self._master)
        kernels_own = {"local": termios.PENDIN | termios.FLUSHO}
        for i, flags in enumerate(("input", "output", "control", "local")):
            if (after[i] ^ self._termios[i]) & ~kernels_own.get(flags, 0):
                left.append(f"termios {flags} flags")
        return left

    def _read(self, timeout: float) -> bool:
        """Read once, stamp it, answer queries; False if nothing came within `timeout` seconds."""
        if len(self._pending) >= FULL:
            self._emulate()
        data, deadline = b"", now() + timeout
        while not data:
            rest = max(0.0, deadline - now())
            if select.select([self._master], [], [], min(rest, POLL))[0]:
                with contextlib.suppress(OSError):
                    data = os.read(self._master, 65536)
            elif rest <= POLL or not self.alive:
                return False
        stamp = now()
        self.raw += data
        data = self._tail + data
        unfinished = UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        data, self._tail = data[:cut], data[cut:]
        done, replies = 0, b""
        for query in QUERY.finditer(data):
            self._pending.append((stamp, data[done : query.end()]))
            done = query.end()
            self._emulate()  # the answer may depend on all that came before
            replies += self._emulator.answer(query)
        self._pending.append((stamp, data[done:]))
        self.send(replies)
        return True

    def _let_run(self, seconds: float) -> None:
        """Read for so long, or until the program's end."""
        deadline = now() + seconds
        while self.alive and now() < deadline:
            self._read(min(0.25, deadline - now()))

    def _emulate(self) -> None:
        for _ in self._bursts(reading=False):
            pass

    def _bursts(self, reading: bool) -> Iterator[float]:
        """Emulate what is pending now; give the stamp of each burst's end."""
        for left in reversed(range(len(self._pending))):
            if not self._pending:  # a query had it emulated
                return
            self._painted, data = self._pending.popleft()
            self._emulator.feed(data)
            if reading and len(self._pending) < FULL // 2:  # as emulation takes its time
                self._read(0)
            if not left or not self._pending or self._pending[0][0] - self._painted > BURST_GAP:
                yield self._painted

    def _pump(self, done: Callable[[], bool], wanted: str, timeout: float) -> float:
        """Run the program until `done` holds at the end of a burst: the stamp of that end."""
        deadline = now() + timeout
        while now() < deadline:
            got = self._read(QUIET if self._pending else min(0.25, deadline - now()))
            old = self._pending and now() - self._pending[0][0] > BACKLOG
            if self._pending and (not got or old or len(self._pending) >= FULL):
                for end in self._bursts(reading=True):
                    if done():
                        return end
            elif not got and not self.alive:
                raise self._failure(f"ended without {wanted!r}")
        raise self._failure(f"did not show {wanted!r} within {timeout:g} s")

    def _cpu(self) -> float:
        """CPU seconds the running program has taken, all threads."""
        if sys.platform == "linux":
            return time.clock_gettime(~self._pid << 3 | 2)  # as clock_getcpuclockid(3) makes it
        seconds = 0.0
        for part in self._ps("time").split(":"):
            seconds = seconds * 60 + float(part)
        return seconds

    def _ps(self, column: str) -> str:
        command = ["ps", "-o", f"{column}=", "-p", str(self._pid)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def _failure(self, why: str) -> AssertionError:
        code = self._process.poll()
        return AssertionError(f"the program {why}; exit code {code}; screen:\n{self.text.rstrip()}")
