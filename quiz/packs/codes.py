"""What each code of a diagnostic means, for `quiz check --explain`: the sections of codes.md."""

from __future__ import annotations

import re
from pathlib import Path

_ERRORS, _ADVICE = (
    dict(re.findall(r"(?m)^### ([\w-]+)\n\n(.+)$", part))
    for part in Path(__file__).with_suffix(".md").read_text(encoding="utf-8").split("\n## ")[1:]
)

ERRORS: dict[str, str] = _ERRORS
"""The paragraph about each code of an error."""

ADVICE: dict[str, str] = _ADVICE
"""The paragraph about each code of a warning, which a pack can switch off with `allow:`."""


def explain(code: str) -> str:
    """Return the paragraphs about a code. Raise KeyError if there is no such code."""
    if code in ADVICE:
        how = f"Switch it off with `allow: [{code}]`, for one question or for the whole pack."
        return f"{ADVICE[code]}\n\n{how}"
    return ERRORS[code]
