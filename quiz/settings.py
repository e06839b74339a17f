"""The player's settings, in one JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from quiz import paths
from quiz.text import player_name


class Settings(NamedTuple):
    """What the player chose last, keys by the ids of commands.

    `relaxed` is how many times slower clocks run, and `party` who played the last party. A `count`
    of 0 is the mode's own. `ghost` is whether to race one's own best round.
    """

    player: str = ""
    packs: tuple[str, ...] = ()
    theme: str = ""
    keys: Mapping[str, str] = MappingProxyType({})
    motion: bool = True
    sound: bool = False
    relaxed: int = 1
    mode: str = "classic"
    count: int = 0  # type: ignore[assignment]  # it hides tuple.count
    category: str = ""
    difficulty: str = ""
    party: tuple[str, ...] = ()
    ghost: bool = True


RANGES = {"relaxed": range(1, 4), "count": range(1001)}
"""The numbers that a setting can have."""


def load_settings(path: Path | None) -> Settings:
    """Return the settings in a file, with the default for whatever is missing or invalid."""
    try:
        found = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError):
        found = {}
    if not isinstance(found, dict):
        return Settings()
    defaults = Settings()._asdict()
    return Settings(**{name: _valid(name, found.get(name), defaults[name]) for name in defaults})


def _valid(name: str, value: Any, default: Any) -> Any:
    """Return a value of a setting as it was read, or the default if it cannot be one."""
    if name == "player":
        return _name(value)
    if name == "packs":
        return tuple(p for p in value if isinstance(p, str)) if isinstance(value, list) else default
    if name == "party":
        return tuple(filter(None, map(_name, value))) if isinstance(value, list) else default
    if name == "keys":
        if not isinstance(value, dict):
            return default
        return {key: keys for key, keys in value.items() if isinstance(keys, str)}
    if type(value) is not type(default) or value not in RANGES.get(name, [value]):
        return default
    return value


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
