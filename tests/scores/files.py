"""Files of scores for tests, and programs that run beside a test."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from quiz.scores import answers
from quiz.scores.store import Store
from tests.builders import Calendar, items, keep, round_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

ROOT = Path(__file__).parents[2]
ROUNDS = 40
PAGE = 4096


@lru_cache
def sound() -> bytes:
    """Return a file in which Ann has played forty rounds of five cards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scores.db")
        store = Store(path, Calendar())
        store._file.connection.execute("PRAGMA synchronous = OFF")
        for number in range(ROUNDS):
            keep(store, round_of(*items(5), seed=str(number)), "++-+-")
        store.close()
        return path.read_bytes()


def ask(store: Store) -> None:
    """Read everything that can be read from a store."""
    store.rounds()
    store.rounds(player="Ann", pack="sums", best=True, most=3)
    store.players()
    store.packs()
    answers.last_seen(store, "Ann", ["uid-1"])
    store.standing("Ann")
    for left in store.left_open():
        store.load(left.uid)


def query(path: Path, sql: str) -> list[Any]:
    """Run a statement on a file as another program, and return the rows."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        return other.execute(sql).fetchall()
    finally:
        other.close()


def count(path: Path) -> int:
    """Return how many attempts another program sees in a file."""
    return int(query(path, "SELECT count(*) FROM attempts")[0][0])


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


HANGS = 600
"""After how many seconds a program hangs, rather than waits for a slow disk."""


def spawn(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python program that can import quiz and tests."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> str:
    """Return what a program printed; it must have ended without errors."""
    out, err = process.communicate(timeout=HANGS)
    assert (process.returncode, err) == (0, "")
    return out


def backup(path: Path, name: str = "scores-2025-07-20.db", data: bytes = b"") -> Path:
    """Write a backup of a file, by default a sound one, and return its path."""
    made = path.parent / "backups" / name
    made.parent.mkdir(exist_ok=True)
    made.write_bytes(data or sound())
    return made


def set_aside(path: Path) -> list[Path]:
    """Return the damaged files that were kept."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*.db"))


Damage = Callable[[bytes], bytes]


def _page(number: int) -> Damage:
    noise = bytes((n * 197 + 31) % 256 for n in range(PAGE))
    return lambda data: data[: number * PAGE] + noise + data[(number + 1) * PAGE :]


DAMAGES: dict[str, Damage] = {
    "header": lambda data: b"\xde\xad\xbe\xef" * 25 + data[100:],
    "first page": _page(0),
    "second page": _page(1),
    "middle page": lambda data: _page(len(data) // PAGE // 2)(data),
    "last page": lambda data: _page(len(data) // PAGE - 1)(data),
    "half": lambda data: data[: len(data) // 2 // PAGE * PAGE],
    "odd length": lambda data: data[: len(data) * 2 // 3 + 13],
    "one page": lambda data: data[:PAGE],
    "fifty bytes": lambda data: data[:50],
    "text file": lambda data: b"Monday: nothing. Tuesday: rain.\n" * 300,
}
"""Ways in which a file may be damaged."""
