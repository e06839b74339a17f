"""How many examples a property is tried with, and what each test leaves as it found it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Let garbage be collected again: a command of the game that is run here switches that off."""
    yield
    gc.enable()
