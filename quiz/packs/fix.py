"""Packs with the changes that hints ask for, as far as a program can make them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from quiz.packs.check import check
from quiz.packs.diagnostics import Correction
from quiz.text import printable

MAX_ROUNDS = 50
"""How often a pack is checked and changed at the most; one mistake can hide another."""

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
"""A line as the checker counts lines, with its end."""


def fixed(data: bytes) -> bytes:
    """Return the bytes of a pack after all changes that the hints of its problems ask for.

    Other lines, line ends and bytes that are not UTF-8 stay as they are.
    """
    with TemporaryDirectory(prefix="quiz-") as folder:
        path = Path(folder, "pack.yaml")
        for _ in range(MAX_ROUNDS):
            path.write_bytes(data)
            changed = apply(data, [problem.edits for problem in check(path).diagnostics])
            if changed == data:
                break
            data = changed
    return data


def difference(before: bytes, after: bytes, name: str) -> Iterator[str]:
    """Yield the lines of a unified diff of two versions of a file."""
    old, new = (LINE.findall(data.decode("utf-8", "replace"))[:-1] for data in (before, after))
    for line in unified_diff(old, new, f"{name} as it was", f"{name} as it is now", n=1):
        yield printable(line.rstrip("\r\n"))


def apply(data: bytes, edits: Iterable[tuple[Correction, ...]]) -> bytes:
    """Return bytes after the changes of several problems, all or none of each.

    Changes to a stretch that another problem has changed are left out.
    """
    text = data.decode("utf-8", "surrogateescape")
    mark = "\ufeff" * text.startswith("\ufeff")
    lines = LINE.findall(text.removeprefix(mark))
    wanted: dict[int, list[Correction]] = {}
    for group in edits:
        if not any(
            _overlap(edit, other) for edit in group for other in wanted.get(edit.place.line, ())
        ):
            for edit in group:
                wanted.setdefault(edit.place.line, []).append(edit)
    for number, changes in wanted.items():
        line = lines[number]
        for (_, column, length), new in sorted(changes, reverse=True):
            line = line[:column] + new + line[column + length :]
        lines[number] = line
    return (mark + "".join(lines)).encode("utf-8", "surrogateescape")


def _overlap(one: Correction, other: Correction) -> bool:
    """Return whether two changes of a line are about the same characters."""
    first, second = sorted((one.place, other.place))
    return first.column + first.length > second.column or first.column == second.column
