"""Libraries that only a part of the game needs, and how to install them."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def install_command(extra: str) -> str:
    """Return the command that installs the libraries of an extra for the Python that runs this.

    It names the libraries, since the game may have been installed from a folder; where they are not
    known, it names the folder.
    """
    from importlib.metadata import PackageNotFoundError, requires

    try:
        declared = requires("defects-quiz") or []
    except PackageNotFoundError:
        declared = []
    marker = re.compile(rf"""([^;]*);\s*extra == ["']{extra}["']""")
    libraries = [found[1].strip() for one in declared if (found := marker.fullmatch(one))]
    if not libraries:
        libraries = ["-e", f"{Path(__file__).parents[1]}[{extra}]"]
    words = [sys.executable or "python", "-m", "pip", "install", *libraries]
    return " ".join(word if re.fullmatch(r"[\w./\\:-]+", word) else f'"{word}"' for word in words)
