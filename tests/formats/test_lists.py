"""Lists in one cell."""

from __future__ import annotations

import pytest

from quiz.formats._lists import split_cell


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("['a', 'c']", ["a", "c"]),
        ('["a", "c, d"]', ["a", "c, d"]),
        ("['it\\'s', \"don't\"]", ["it's", "don't"]),
        ("['a' 'c']", ["a", "c"]),
        ("[Oxygen; Argon; Neon]", ["Oxygen", "Argon", "Neon"]),
        ("[Oxygen, Argon]", ["Oxygen", "Argon"]),
        ("a|b| c ", ["a", "b", "c"]),
        ("a, b|c", ["a, b", "c"]),
        ("1,094 km; 2,850 km", ["1,094 km", "2,850 km"]),
        ("a\nb; c", ["a", "b; c"]),
        ("Q&amp;A|B", ["Q&amp;A", "B"]),
        ("Q&amp;A", ["Q&amp;A"]),
        ("one", ["one"]),
        ('{"A": "x, y", "B": 3}', ["x, y", "3"]),
        ("{1, 2}", ["{1, 2}"]),
        ("[1]", ["1"]),
        ("", []),
        ("[]", []),
    ],
)
def test_a_list_in_a_cell(cell: str, texts: list[str]) -> None:
    assert split_cell(cell) == texts


@pytest.mark.parametrize(
    "cell", ["[1,094 km, 2,850 km]", "Java,C#,Go", "['a', b]", '{"B": "x", "A": "y"}']
)
def test_a_list_that_cannot_be_told_apart_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"separate|list|names"):
        split_cell(cell)
