"""Packs for tests, written to a file and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.packs.check import check
from quiz.packs.diagnostics import Diagnostic, Place

Write = Callable[..., Path]
Problems = Callable[[str | bytes], list[str]]

HEAD = "title: T\nquestions:\n"
"""Two lines of every pack; what follows begins in line 3."""

SOUND = "- {question: Q?, answer: A, wrong: [B, C]}\n"
"""A question without a fault."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a pack and tells where."""

    def write(content: str | bytes, name: str = "pack.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def problems(write: Write) -> Problems:
    """Checks a pack and tells each problem as `code line:column`, with a second place if any."""

    def problems(content: str | bytes) -> list[str]:
        return [
            told(problem)
            for problem in check(write(content)).diagnostics
            if problem.code != "no-explanation"
        ]

    return problems


def told(problem: Diagnostic) -> str:
    """A problem in few words: its code and its places, counted from 1."""
    parts = [problem.code]
    if problem.place:
        parts.append(counted(problem.place))
    if problem.related:
        parts.append(f"and {counted(problem.related.place)}")
    return " ".join(parts)


def counted(place: Place) -> str:
    return f"{place.line + 1}:{place.column + 1}"
