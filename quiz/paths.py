"""Where packs, scores and settings live. Nothing here creates or reads anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data() -> Path | None:
    """The folder of what the player must not lose, or None where there is no home folder."""
    return _folder("user_data_path", "XDG_DATA_HOME")


def config() -> Path | None:
    """The folder of the player's preferences, or None where there is no home folder."""
    return _folder("user_config_path", "XDG_CONFIG_HOME")


def cache() -> Path | None:
    """The folder of what can be made again."""
    folder = _folder("user_cache_path", "XDG_CACHE_HOME")
    return folder / "cache" if folder and os.environ.get("QUIZ_HOME") else folder


def packs() -> Path | None:
    """The folder of the player's own packs."""
    folder = data()
    return folder and folder / "packs"


def scores() -> Path | None:
    """The file of the scores."""
    folder = data()
    return folder and folder / "scores.db"


def settings() -> Path | None:
    """The file of the preferences."""
    folder = config()
    return folder and folder / "settings.json"


def banks() -> Path:
    """The folder of the built-in banks: inside the installed package, or in the checkout."""
    package = Path(__file__).parent
    inside = package / "questions"
    return inside if inside.is_dir() else package.parent / "questions"


def _folder(kind: str, variable: str) -> Path | None:
    homeless = sys.platform != "win32" and not os.environ.get("HOME")
    if home := os.environ.get("QUIZ_HOME"):
        return None if homeless and home[0] == "~" else Path(os.path.expanduser(home))
    if homeless and not os.path.isabs(os.environ.get(variable, "")):
        return None
    import platformdirs

    folder: Path = getattr(platformdirs, kind)("defects-quiz", appauthor=False)
    return folder
