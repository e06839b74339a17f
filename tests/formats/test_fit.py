from __future__ import annotations

import pytest

from quiz.formats._fit import fixed


@pytest.mark.parametrize(
    ("options", "order"),
    [
        (["FALSE", "true"], ("True", "False")),
        (["True", "False", "Maybe"], ()),
        (["One", "Two", "Both of them"], ("One", "Two", "Both of them")),
        (["One", "Two", "Three"], ()),
        (["None of these"], ()),
        ([*"12345678", "None of these"], (*"12345678", "None of these")),
        ([*"123456789", "None of these"], ()),
        ([], ()),
    ],
)
def test_options_have_an_order_where_one_speaks_of_the_others(
    options: list[str], order: tuple[str, ...]
) -> None:
    assert fixed(options) == order
