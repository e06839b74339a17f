"""Where packs, scores and settings are stored, and how a file is replaced as a whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Provide a temporary path to write to; its file replaces `path` at the end of the block.

    The folder is created where necessary. If the block fails, the temporary file is deleted and
    `path` stays as it is. Raise OSError if the folder or the file cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        os.replace(part, path)
    finally:
        with suppress(OSError):
            part.unlink()


def data() -> Path | None:
    """Return the folder of what the player must not lose, or None without a home folder."""
    return _folder("user_data_path", "XDG_DATA_HOME")


def config() -> Path | None:
    """Return the folder of the player's settings, or None without a home folder."""
    return _folder("user_config_path", "XDG_CONFIG_HOME")


def cache() -> Path | None:
    """Return the folder of what can be made again, or None without a home folder."""
    folder = _folder("user_cache_path", "XDG_CACHE_HOME")
    return folder / "cache" if folder and os.environ.get("QUIZ_HOME") else folder


def packs() -> Path | None:
    """Return the folder of the player's own packs, or None without a home folder."""
    folder = data()
    return folder and folder / "packs"


def scores() -> Path | None:
    """Return the file of the scores, or None without a home folder."""
    folder = data()
    return folder and folder / "scores.db"


def settings() -> Path | None:
    """Return the file of the settings, or None without a home folder."""
    folder = config()
    return folder and folder / "settings.json"


def banks() -> Path:
    """Return the folder of the built-in banks: in the installed package, or in the checkout."""
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
