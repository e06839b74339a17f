"""The player's preferences: read whole, written whole."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the player chose last: a name, packs, a theme; and keys by the id of their command."""

    player: str = ""
    packs: tuple[str, ...] = ()
    theme: str = ""
    keys: dict[str, str] = field(default_factory=dict)


def read(path: Path | None) -> Settings:
    """The settings in a file; what is missing or of another kind is as it would be at first."""
    try:
        found = json.loads(path.read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError):
        found = {}
    default = asdict(Settings())
    if not isinstance(found, dict):
        return Settings()
    known = {name: found[name] for name in default if name in found}
    if isinstance(packs := known.get("packs"), list):
        known["packs"] = tuple(str(name) for name in packs)
    if isinstance(keys := known.get("keys"), dict):
        known["keys"] = {str(name): str(key) for name, key in keys.items()}
    return Settings(**{n: v for n, v in known.items() if type(v) is type(default[n])})


def write(path: Path | None, settings: Settings) -> None:
    """Replace the file in one step. Raises OSError where that cannot be done."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    values = {f.name: getattr(settings, f.name) for f in fields(settings)}
    part.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(part, path)
