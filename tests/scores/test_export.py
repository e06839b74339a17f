from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.scores.export import ROUND_COLUMNS, as_csv, as_json, as_table
from quiz.scores.rounds import Played
from quiz.text import width

texts = st.text(max_size=8)


def round_(**fields: object) -> Played:
    plain = Played(
        id=1,
        uid="5eed",
        player="Ann",
        mode="classic",
        seed="1",
        packs=("plot", "cast"),
        cards=10,
        answered=10,
        right=7,
        score=1475,
        seconds=41.5,
        started="2025-07-21T22:00:00+00:00",
        ended="finished",
    )
    return plain._replace(**fields)  # type: ignore[arg-type]


rounds = st.lists(
    st.builds(
        round_,
        id=st.integers(1, 10**9),
        player=texts,
        seed=texts,
        packs=st.lists(texts, max_size=3).map(tuple),
        answered=st.integers(0, 10),
        ended=st.sampled_from(["", "left", "finished", "lives"]),
        score=st.integers(0, 10**6),
        seconds=st.integers(0, 10**6).map(lambda n: n / 8),
    ),
    max_size=4,
)


@given(rounds)
def test_json_tells_everything_as_it_is(rounds: list[Played]) -> None:
    records = json.loads(as_json(rounds))
    assert [tuple(record) for record in records] == [ROUND_COLUMNS] * len(rounds)
    for record, played in zip(records, rounds, strict=True):
        finished = record.pop("finished")
        assert Played(**{**record, "packs": tuple(record["packs"])}) == played
        assert finished is (played.ended in ("finished", "lives"))


@given(rounds)
def test_csv_that_is_read_again_says_the_same(rounds: list[Played]) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(rounds), newline="")))
    for row, played in zip(rows, rounds, strict=True):
        assert tuple(row) == ROUND_COLUMNS
        expected = {**played._asdict(), "packs": ";".join(played.packs)}
        expected["finished"] = played.finished
        for name, value in expected.items():
            assert row[name] in (str(value), f"'{value}")


def test_csv_of_a_plain_round() -> None:
    assert as_csv([round_()]) == (
        '"id","uid","player","mode","packs","score","right","answered","cards","ended","seconds",'
        '"started","seed","finished"\n'
        '1,"5eed","Ann","classic","plot;cast",1475,7,10,10,"finished",41.5,'
        '"2025-07-21T22:00:00+00:00","1",True\n'
    )


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "="])
@pytest.mark.parametrize("column", ["player", "seed", "packs"])
def test_what_looks_like_a_formula_is_none_in_csv(name: str, column: str) -> None:
    played = round_(**{column: (name,) if column == "packs" else name})
    (row,) = csv.DictReader(io.StringIO(as_csv([played]), newline=""))
    assert row[column] == f"'{name}"
    assert name in json.loads(as_json([played]))[0][column]


@pytest.mark.parametrize("seed", ["-5", "+7", "-1.5", "007", "a=b", "'quoted'", ""])
def test_what_is_no_formula_stays_as_it_is(seed: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([round_(seed=seed)])))
    assert row["seed"] == seed


def test_times_are_told_to_the_millisecond() -> None:
    assert json.loads(as_json([round_(seconds=0.1 + 0.2)]))[0]["seconds"] == 0.3


def test_nothing_played_is_said_in_words() -> None:
    assert as_table([]) == "No rounds have been played yet.\n"
    assert as_json([]) == "[]\n"
    assert list(csv.reader([as_csv([])])) == [list(ROUND_COLUMNS)]


def test_a_table_lines_up_whatever_the_names() -> None:
    names = ["Ann", "김진아", "👩 Zoé", "a" * 32, "아" * 32]
    table = as_table(
        [
            round_(player=names[0], score=0, right=0),
            round_(player=names[1], score=1234567),
            round_(player=names[2], answered=7, ended=""),
            round_(player=names[3], cards=1000, answered=1000, right=1000),
            round_(player=names[4]),
        ]
    )
    lines = table.splitlines()
    assert [line.index(name) for line, name in zip(lines, names)] == [lines[0].index("Ann")] * 5
    assert len({width(line[: line.index("plot, cast")]) for line in lines}) == 1
    assert [line[16:].split()[:2] for line in lines] == [
        ["0", "0/10"],
        ["1,234,567", "7/10"],
        ["1,475", "7/7…"],
        ["1,475", "1000/1000"],
        ["1,475", "7/10"],
    ]


def test_a_table_is_one_line_a_round_and_hides_nothing() -> None:
    table = as_table([round_(player="a\nb\x1b[31m", packs=("x\u202ey",))])
    assert table.count("\n") == 1
    assert "\x1b" not in table
    assert "\u202e" not in table


def test_the_hour_is_that_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    time = pytest.importorskip("time")
    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set here")
    monkeypatch.setenv("TZ", "KST-9")
    time.tzset()
    try:
        assert as_table([round_()]).startswith("2025-07-22 07:00  ")
    finally:
        monkeypatch.undo()
        time.tzset()
