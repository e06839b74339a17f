"""The player's settings, in one JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from quiz import paths
from quiz.text import player_name


class Settings(NamedTuple):
    """What the player chose last: a name, packs and a theme, and keys by the ids of commands."""

    player: str = ""
    packs: tuple[str, ...] = ()
    theme: str = ""
    keys: Mapping[str, str] = MappingProxyType({})


def load_settings(path: Path | None) -> Settings:
    """Return the settings in a file, with the default for whatever is missing or invalid."""
    try:
        found = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError):
        found = {}
    if not isinstance(found, dict):
        return Settings()
    player, packs, theme, keys = (found.get(name) for name in Settings._fields)
    return Settings(
        player=_name(player),
        packs=tuple(p for p in packs if isinstance(p, str)) if isinstance(packs, list) else (),
        theme=theme if isinstance(theme, str) else "",
        keys={k: v for k, v in keys.items() if isinstance(v, str)}
        if isinstance(keys, dict)
        else {},
    )


def _name(found: object) -> str:
    try:
        return player_name(found) if isinstance(found, str) else ""
    except ValueError:
        return ""


def save_settings(path: Path | None, settings: Settings) -> None:
    """Replace the file in one step, unless `path` is None. Raise OSError if that fails."""
    if path is None:
        return
    values = {**settings._asdict(), "keys": dict(settings.keys)}
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    with paths.replacing(Path(os.path.realpath(path))) as part:
        part.write_bytes(text.encode(errors="surrogatepass"))
