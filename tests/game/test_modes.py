from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from quiz.game.modes import CLASSIC, LADDER, MODES, Rules
from tests.game.strategies import any_rules


def test_a_mode_is_known_by_its_name() -> None:
    assert all(name == row.mode for name, row in MODES.items())
    names = ["classic", "rush", "survival", "ladder", "daily", "review", "party"]
    assert [*MODES] == names


@given(any_rules())
def test_rules_come_back_from_json(rules: Rules) -> None:
    assert Rules.from_dict(json.loads(json.dumps(rules.as_dict()))) == rules


@pytest.mark.parametrize(
    "change",
    [
        {"mode": 7},
        {"count": "10"},
        {"count": True},
        {"seconds": None},
        {"points": {"easy": 1}},
        {"points": {"easy": 1, "medium": 2, "hard": "3"}},
        {"ladder": [1.5]},
        {"safe_rungs": [-3]},
        {"lifelines": ["magic"]},
        {"order": "upwards"},
        {"clock": "wall"},
        {"relaxed": 0},
        {"surprise": 1},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    values = json.loads(json.dumps(LADDER.as_dict()))
    with pytest.raises((ValueError, TypeError)):
        Rules.from_dict(values | change)


def test_a_setting_that_is_missing_is_as_by_default() -> None:
    values = CLASSIC.as_dict()
    del values["last_lap"]
    assert Rules.from_dict(values) == CLASSIC
