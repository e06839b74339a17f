from __future__ import annotations

import pytest

from quiz.tui.screens import results


@pytest.fixture(autouse=True)
def quick_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the results take keys almost at once."""
    monkeypatch.setattr(results, "DEAF", 0.02)
