from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.scores.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a file of scores that does not exist yet."""
    return tmp_path / "scores.db"


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    store = Store(None)
    yield store
    store.close()
