"""Where packs of the player's own were fetched from: a small JSON file beside each of them."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from quiz import paths
from quiz.errors import PackError
from quiz.packs.source import Source


class Origin(NamedTuple):
    """The web address that a pack was fetched from, and the SHA-256 checksum of what came.

    `file` is what messages call it: the address, followed by the path in its archive if any.
    """

    address: str
    file: str
    sha256: str


def checksum(data: bytes) -> str:
    """Return the SHA-256 checksum of a file's content, as hexadecimal digits."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def remember(pack: Path, origin: Origin | None) -> None:
    """Note where a pack is from; None forgets it. Raise OSError if that cannot be written."""
    file = _file(pack)
    if origin is None:
        file.unlink(missing_ok=True)
        return
    with paths.replacing(file) as part:
        part.write_text(json.dumps(origin._asdict(), indent=2), encoding="utf-8")


def recall(pack: Path) -> Origin | None:
    """Return where a pack is from, or None if that is not known."""
    with suppress(PackError, ValueError, TypeError, RecursionError), Source(_file(pack)) as source:
        origin = Origin(**json.loads(source.data()))
        is_sound = all(isinstance(value, str) for value in origin)
        return origin if is_sound and re.match("(?i)https?://", origin.address) else None
    return None


def _file(pack: Path) -> Path:
    return pack.with_suffix(".origin.json")
