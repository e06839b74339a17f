"""Compiled copies of packs, so that a start need not read YAML.

A copy is keyed by its file's identity and made anew when that changes. It is never the only
copy of anything: one that is missing, torn, stale or of another version is passed over, and
where a row of it turns out to be damaged, the YAML is read after all.

It is one file: a seal, a line of JSON with what is known of the pack, five columns with what is
known of its items, and a row of JSON for each. The seal vouches for all but the rows, and each
row has a seal of its own among the columns, so that few rows are read of a large pack.
"""

from __future__ import annotations

import json
import os
import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from quiz import __version__, paths
from quiz.errors import PackError
from quiz.packs.index import Index, Kind, Rows
from quiz.packs.model import Item, Pack
from quiz.text import printable

Identity: TypeAlias = list[Any]

SETTLED = 100_000_000
"""After how many nanoseconds a further change shows in a file's time on every usual system."""

SMALL = 256 * 1024
"""Up to how many bytes of rows are read at once, rather than one by one."""

_PACK = tuple(name for name in Pack._fields if name != "items")
_SEAL = 32
_UID = 10
_DAMAGED = (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError, MemoryError)


def identity(path: Path) -> Identity | None:
    """What changes when the file does, and with the version of the game.

    None where there is no file, and for a file written just now: it could change once more
    without looking any different.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if 0 <= time.time_ns() - status.st_mtime_ns < SETTLED:
        return None
    return [
        __version__,
        sys.byteorder,
        [*_PACK, *Item._fields],
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    ]


def recall(path: Path, identity: Identity | None) -> Pack | None:
    """The pack in this file if a copy of the file as it is now was kept."""
    place = _place(path)
    if place is None or identity is None:
        return None
    try:
        with place.open("rb") as file:
            whole = os.fstat(file.fileno()).st_size
            seal, line = file.read(_SEAL), file.readline()
            head, kinds, size = json.loads(line)
            begin = len(seal) + len(line) + _Columns.length(size)
            raw = file.read(_Columns.length(size)) if begin <= whole else b""
            if seal != _seal(identity, line, raw):
                return None
            columns = _Columns.of(size, raw)
            if begin + columns.ends[size] != whole:
                return None
            rows = file.read() if columns.ends[size] <= SMALL else None
        index = Index(list(map(Kind._make, kinds)), columns.uids, columns.kinds, columns.places)
        copy = _Copy(path, identity, place, columns, begin, rows)
        return Pack(items=Rows(index, copy.row, copy.rows), **dict(zip(_PACK, head, strict=True)))
    except _DAMAGED:
        return None


def keep(path: Path, identity: Identity | None, pack: Pack) -> None:
    """Keep a copy of the pack that a file of this identity held.

    That it cannot be kept is no harm.
    """
    place = _place(path)
    if place is None or identity is None:
        return
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        index = Index.of(pack.items)
        rows = [json.dumps(item).encode() for item in pack.items]
        columns = b"".join(
            (
                array("Q", map(_check, rows)),
                array("I", accumulate(map(len, rows), initial=0)),
                array("I", index.kind_at),
                array("I", index.places),
                bytes.fromhex("".join(index.uids)),
            )
        )
        head = [[getattr(pack, name) for name in _PACK], index.kinds, len(rows)]
        line = json.dumps(head).encode() + b"\n"
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"".join((_seal(identity, line, columns), line, columns, *rows)))
        os.replace(part, place)
    except _DAMAGED:
        with suppress(OSError):
            part.unlink()


def forget(path: Path) -> None:
    """Drop the copy of the pack in this file, if there is one."""
    if place := _place(path):
        with suppress(OSError):
            place.unlink()


class _Uids(Sequence[str]):
    """Uids one after the other, as bytes."""

    def __init__(self, raw: memoryview) -> None:
        self._raw = raw

    def __len__(self) -> int:
        return len(self._raw) // _UID

    def __getitem__(self, at: Any) -> Any:
        return self._raw[at * _UID : (at + 1) * _UID].hex()


class _Columns(NamedTuple):
    """What a copy says of its items: of each row its check and where it begins and ends, and
    then, in the order of their uids, kind, place and uid.
    """

    checks: memoryview
    ends: memoryview
    kinds: memoryview
    places: memoryview
    uids: _Uids

    @staticmethod
    def length(size: int) -> int:
        """How many bytes those of so many items take."""
        return size * (8 + 4 + 4 + 4 + _UID) + 4

    @classmethod
    def of(cls, size: int, raw: bytes) -> _Columns:
        """The columns of so many items."""
        view = memoryview(raw)
        checks = view[: 8 * size].cast("Q")
        numbers = view[8 * size : 20 * size + 4].cast("I")
        uids = _Uids(view[20 * size + 4 :])
        ends, kinds = numbers[: size + 1], numbers[size + 1 : 2 * size + 1]
        return cls(checks, ends, kinds, numbers[2 * size + 1 :], uids)


class _Copy:
    """The rows of a copy; the YAML is read again if one is damaged."""

    def __init__(
        self,
        path: Path,
        identity: Identity,
        place: Path,
        columns: _Columns,
        begin: int,
        rows: bytes | None,
    ) -> None:
        self._path = path
        self._identity = identity
        self._place = place
        self._columns = columns
        self._begin = begin
        self._raw = rows
        self._again: Sequence[Item] = ()

    def row(self, at: int) -> Item:
        """The item in a place."""
        start, end = self._columns.ends[at : at + 2]
        return self._sound(at, self._read(start, end))

    def rows(self) -> Iterator[Item]:
        """All items, in the order of the pack."""
        ends = self._columns.ends
        raw = self._read(0, ends[-1])
        for at in range(len(ends) - 1):
            yield self._sound(at, raw[ends[at] : ends[at + 1]])

    def _read(self, start: int, end: int) -> bytes:
        if self._raw is not None:
            return self._raw[start:end]
        try:
            with self._place.open("rb", buffering=0) as file:
                file.seek(self._begin + start)
                return file.read(end - start)
        except OSError:
            return b""

    def _sound(self, at: int, row: bytes) -> Item:
        """The item in a place, of whose row this was read."""
        if self._again:
            return self._again[at]
        try:
            return _item(row, self._columns.checks[at])
        except _DAMAGED:
            return self._reread()[at]

    def _reread(self) -> Sequence[Item]:
        """The items of the YAML, of which a new copy is made."""
        from quiz.packs import check  # this is rare

        pack = check.load(self._path)
        if identity(self._path) != self._identity:
            name = printable(self._path.name)
            raise PackError(f"{name} has changed since the game began to read it.", "Start again.")
        keep(self._path, self._identity, pack)
        self._again = pack.items
        return self._again


def _item(row: bytes, check: int) -> Item:
    """The item in a row. Raises ValueError if this is not the row of that check."""
    if _check(row) != check:
        raise ValueError("a damaged row")
    return Item(*map(_value, json.loads(row)))


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(row: bytes) -> int:
    return int.from_bytes(blake2b(row, digest_size=8).digest(), "little")


def _seal(identity: Identity, *parts: bytes) -> bytes:
    """What tells that this is a whole copy, and of a file of this identity."""
    seal = blake2b(json.dumps(identity).encode(), digest_size=_SEAL)
    for part in parts:
        seal.update(part)
    return seal.digest()


def _place(path: Path) -> Path | None:
    """The file of the copy, or None where there is no place for one."""
    folder = paths.cache()
    try:
        name = blake2b(os.fsencode(os.path.abspath(path)), digest_size=12).hexdigest()
    except (OSError, ValueError):
        return None
    return folder and folder / f"{name}.pack"
