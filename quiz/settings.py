"""The player's preferences: read whole, written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Settings(NamedTuple):
    """What the player chose last: a name, packs, a theme; and keys by the id of their command."""

    player: str = ""
    packs: tuple[str, ...] = ()
    theme: str = ""
    keys: Mapping[str, str] = MappingProxyType({})


def read(path: Path | None) -> Settings:
    """The settings in a file; what is missing or of another kind is as it would be at first."""
    try:
        found = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError):
        found = {}
    if not isinstance(found, dict):
        return Settings()
    player, packs, theme, keys = (found.get(name) for name in Settings._fields)
    return Settings(
        player=player if isinstance(player, str) else "",
        packs=tuple(map(str, packs)) if isinstance(packs, list) else (),
        theme=theme if isinstance(theme, str) else "",
        keys={str(k): str(v) for k, v in keys.items()} if isinstance(keys, dict) else {},
    )


def write(path: Path | None, settings: Settings) -> None:
    """Replace the file in one step. Raises OSError where that cannot be done."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    values = {**settings._asdict(), "keys": dict(settings.keys)}
    part.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(part, path)
