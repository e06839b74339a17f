"""Compiled copies of packs, so that a start need not read YAML.

A copy is keyed by its file's identity and made anew when that changes. It is never the only
copy of anything: one that is missing, torn, stale or of another version is passed over.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from quiz import __version__, paths
from quiz.packs.model import Item, Pack

Identity: TypeAlias = list[Any]

SETTLED = 100_000_000
"""After how many nanoseconds a further change shows in a file's time on every usual system."""

_PACK = tuple(name for name in Pack._fields if name != "items")


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
        seal, _, kept = place.read_bytes().partition(b"\n")
        if seal != _seal(identity, kept):
            return None
        head, rows = json.loads(kept)
        items = tuple([Item(*map(_value, row)) for row in rows])
        return Pack(items=items, **dict(zip(_PACK, head, strict=True)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def keep(path: Path, identity: Identity | None, pack: Pack) -> None:
    """Keep a copy of the pack that a file of this identity held.

    That it cannot be kept is no harm.
    """
    place = _place(path)
    if place is None or identity is None:
        return
    kept = json.dumps([[getattr(pack, name) for name in _PACK], pack.items]).encode()
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"\n".join((_seal(identity, kept), kept)))
        os.replace(part, place)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _seal(identity: Identity, kept: bytes) -> bytes:
    """What tells that this is a whole copy, and of a file of this identity."""
    return blake2b(json.dumps(identity).encode() + kept).hexdigest().encode()


def _place(path: Path) -> Path | None:
    """The file of the copy, or None where there is no place for one."""
    folder = paths.cache()
    try:
        name = blake2b(os.fsencode(os.path.abspath(path)), digest_size=12).hexdigest()
    except (OSError, ValueError):
        return None
    return folder and folder / f"{name}.json"
