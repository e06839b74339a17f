"""Compiled copies of packs, so that a start need not read YAML.

A copy is keyed by its file's identity and made anew when that changes. It is never the only
copy of anything: one that is missing, torn, stale or of another version is passed over.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from quiz import __version__, paths
from quiz.packs.model import Item, Pack

_PACK = tuple(name for name in Pack._fields if name != "items")


def recall(path: Path) -> Pack | None:
    """The pack in this file if a copy of the file as it is now was kept."""
    place, identity = _place(path), _identity(path)
    if place is None or identity is None:
        return None
    try:
        kept = json.loads(place.read_bytes())
        if kept["identity"] != identity:
            return None
        items = tuple(Item(*map(_value, row)) for row in kept["items"])
        return Pack(items=items, **dict(zip(_PACK, kept["pack"], strict=True)))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def keep(path: Path, pack: Pack) -> None:
    """Keep a copy of the pack that this file holds now; that it cannot be kept is no harm."""
    place, identity = _place(path), _identity(path)
    if place is None or identity is None:
        return
    kept = {
        "identity": identity,
        "pack": [getattr(pack, name) for name in _PACK],
        "items": pack.items,
    }
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(kept), encoding="utf-8")
        os.replace(part, place)
    except OSError:
        part.unlink(missing_ok=True)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _place(path: Path) -> Path | None:
    folder = paths.cache()
    name = blake2b(os.fsencode(os.path.abspath(path)), digest_size=12).hexdigest()
    return folder and folder / f"{name}.json"


def _identity(path: Path) -> list[object] | None:
    """What changes when the file does, and with the version of the game."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return [
        __version__,
        list(Item._fields),
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    ]
