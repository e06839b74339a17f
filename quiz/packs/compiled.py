"""Compiled copies of packs: SQLite files in the cache folder, so that large packs start fast.

A copy belongs to one state of one file, and is written anew when the file changes. It is never
the only copy of anything: one that is missing, torn, damaged, stale or of another version is
ignored, and when damage shows later on, the YAML is read again. Every row carries a checksum, so
that only the rows that are needed have to be read and checked.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

from quiz import __version__, paths
from quiz.digest import blake2b
from quiz.errors import PackError
from quiz.packs.model import Item, Pack, item_of
from quiz.packs.pool import IndexedItems, Listing
from quiz.text import printable

_Row: TypeAlias = tuple[Any, ...]

SETTLED = 100_000_000
"""Nanoseconds after which another change of a file shows in its time on every usual system."""

READ_WHOLE = 500
"""The most items of a copy that are all read at once."""

ROW_BYTES = 4 * 1024 * 1024
"""The longest row that is read from a copy."""

SCHEMA_STEPS = 10_000
"""The most steps of SQLite's virtual machine for reading the schema; ours takes a hundred."""

COPY_TABLES = {
    "pack": "CREATE TABLE pack (number INTEGER PRIMARY KEY, identity, content, checksum)",
    "items": "CREATE TABLE items (number INTEGER PRIMARY KEY, item, checksum)",
    "uids": "CREATE TABLE uids (number INTEGER PRIMARY KEY, uid, labels, place, checksum)",
}
"""The pack, its items by place, and its listings in the order of their uids."""

DAMAGED = (
    sqlite3.Error, OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError,
    MemoryError,
)  # fmt: skip
"""The errors that reading a damaged or hostile copy can raise, or writing one."""


def load_pack(
    path: Path, stamp: tuple[int, ...], progress: Callable[[float], None] | None = None
) -> Pack:
    """Return the pack in a file, from its compiled copy if that is current.

    Otherwise read the YAML and write a copy, unless the file has just been changed: it could
    change once more without getting another stamp. `stamp` is what `library.stamp` returned for
    the file, and `progress` is called with the share of the YAML that has been read. Raise
    PackError if it cannot be read.
    """
    settled = stamp and not 0 <= time.time_ns() - stamp[2] < SETTLED
    place = _place(path) if settled else None
    identity = json.dumps([__version__, Pack._fields, Item._fields, stamp])

    @cache
    def again() -> Any:
        from quiz.packs import library

        pack = _compile(path, place, identity)
        if library.stamp(path) != stamp:
            name = printable(path.name)
            raise PackError(f"{name} has changed since the game first read it.", "Start again.")
        return pack.items

    if place:
        with suppress(*DAMAGED):
            return _read(place, identity, again)
    return _compile(path, place, identity, progress)


def delete_copy(path: Path) -> None:
    """Delete the compiled copy of the pack in this file, if there is one."""
    if place := _place(path):
        with suppress(OSError):
            place.unlink()


def _compile(
    path: Path,
    place: Path | None,
    identity: str,
    progress: Callable[[float], None] | None = None,
) -> Pack:
    """Read the YAML and, if possible, write a copy at a place."""
    from quiz.packs import check  # rarely needed

    pack = check.load(path, progress)
    items = IndexedItems(pack.items)
    if place:
        with suppress(*DAMAGED), paths.replacing(place) as part:
            _write(part, identity, pack, items)
    return pack._replace(items=items)


def _write(part: Path, identity: str, pack: Pack, items: IndexedItems) -> None:
    """Write a copy to a new file."""
    counted = [(*labels, count) for labels, count in items.counts.items()]
    number = {labels: number for number, labels in enumerate(items.counts)}
    rows = {
        "pack": [(identity, json.dumps([pack._replace(items=()), counted]))],
        "items": ((json.dumps(item),) for item in items),
        "uids": ((uid, number[labels], place) for uid, labels, place in items.by_uid),
    }
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
        for name, table in COPY_TABLES.items():
            connection.execute(table)
            marks = ", ".join("?" * (table.count(",") + 1))
            connection.executemany(
                f"INSERT INTO {name} VALUES ({marks})",
                ((at, *row, _checksum(at, row)) for at, row in enumerate(rows[name])),
            )
        connection.execute("COMMIT")


def _read(place: Path, identity: str, again: Callable[[], IndexedItems]) -> Pack:
    """Return the pack in a copy. Raise one of `DAMAGED` if it is not a sound one."""
    connection = _open(place, identity)
    ((_, content),) = _rows(connection, "pack", range(1))
    fields, counted = json.loads(content)
    counts = {(category, difficulty): count for category, difficulty, count in counted}
    known = [*counts]

    def listing(row: _Row) -> Listing:
        return row[0], known[row[1]], row[2]

    numbers = range(sum(counts.values()))
    items: Sequence[Item] = _Table(connection, "items", numbers, _item, again)
    by_uid = _Table(connection, "uids", numbers, listing, lambda: again().by_uid)
    small = len(numbers) <= READ_WHOLE
    indexed = IndexedItems(items[:]) if small else IndexedItems(items, by_uid, counts)
    return Pack(*fields)._replace(items=indexed)


@dataclass(eq=False)
class _Table(Sequence[Any]):
    """The values in the rows of a copy, each read when it is needed.

    When a row turns out to be damaged, the copy is closed, and the values come from `again`.
    """

    connection: _Connection
    name: str
    numbers: range
    value: Callable[[_Row], Any]
    again: Callable[[], Sequence[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        numbers = self.numbers[at]
        if isinstance(numbers, int):
            return self[numbers : numbers + 1][0]
        if numbers.step != 1:
            return tuple(self[number] for number in numbers)
        try:
            return tuple(map(self.value, _rows(self.connection, self.name, numbers)))
        except DAMAGED:
            self.connection.close()
        values = self.again()
        if len(values) != len(self):
            raise PackError("The compiled copy of a pack was damaged.", "Start again.")
        return tuple(values[at])


class _Connection(sqlite3.Connection):
    """A connection that is closed when it is no longer used."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # raised if it was never opened
            self.close()


def _open(place: Path, identity: str) -> _Connection:
    """Open a copy for reading. Raise one of `DAMAGED` if it has another identity.

    Its schema must be exactly ours: views, triggers and virtual tables could run code.
    """
    if not place.is_file():
        raise FileNotFoundError
    connection = sqlite3.connect(
        f"{place.as_uri()}?mode=ro&immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_BYTES)
    connection.set_progress_handler(lambda: 1, SCHEMA_STEPS)  # interrupts what takes longer
    for setting in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {setting}")
    schema = connection.execute("SELECT sql FROM sqlite_master ORDER BY rowid").fetchall()
    if schema != [(table,) for table in COPY_TABLES.values()]:
        raise ValueError("another schema")
    if connection.execute("SELECT identity FROM pack").fetchone() != (identity,):
        raise ValueError("another identity")
    connection.set_progress_handler(None, 0)
    return connection


def _rows(connection: _Connection, table: str, numbers: range) -> list[_Row]:
    """Return the rows with these numbers, which follow each other, without their checksums.

    Raise ValueError at the first that is missing or damaged: a hostile table may have no end.
    """
    query = f"SELECT * FROM {table} WHERE number >= ? AND number < ? ORDER BY number"
    found = connection.execute(query, (numbers.start, numbers.stop))
    rows: list[_Row] = []
    for number, row in zip(numbers, found, strict=True):
        if (row[0], row[-1]) != (number, _checksum(number, row[1:-1])):
            raise ValueError("a damaged row")
        rows.append(row[1:-1])
    return rows


def _checksum(number: int, row: _Row) -> int:
    return crc32(repr((number, *row)).encode())


def _item(row: _Row) -> Item:
    return item_of(json.loads(row[0]))


def _place(path: Path) -> Path | None:
    """Return the file of the copy, or None without a cache folder."""
    folder = paths.cache()
    try:
        name = blake2b(os.fsencode(os.path.abspath(path)), digest_size=12).hexdigest()
        return folder and Path(os.path.abspath(folder), f"{name}.pack")
    except (OSError, ValueError):
        return None
