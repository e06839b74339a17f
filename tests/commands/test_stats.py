from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz import paths
from quiz.cli import main
from quiz.commands.stats import FLAG_COLUMNS, ITEM_COLUMNS, PLAYER_COLUMNS
from quiz.packs import library
from quiz.packs.model import Item
from quiz.scores.store import Store
from quiz.text import width
from tests.builders import Calendar, item, keep, round_of

PACK = """title: Mine
allow: [no-explanation]
questions:
- {question: How many?, answer: One, wrong: [Two, Three, "[/] four"], difficulty: easy}
- {question: Which?, answer: This, wrong: [That, Those]}
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("QUIZ_HOME", str(folder))
    (folder / "packs").mkdir(parents=True)
    (folder / "packs" / "mine.yaml").write_text(PACK)
    return folder


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(paths.scores(), Calendar())
    yield store
    store.close()


def mine() -> tuple[Item, Item]:
    (loaded,) = library.load_named(["mine"])
    assert loaded.pack
    first, second = loaded.pack.items
    return first, second


def records(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_before_the_first_round_there_is_nothing_to_tell(home: Path, capsys: Output) -> None:
    assert main(["stats"]) == 0
    assert main(["stats", "--flags"]) == 0
    said = "No questions have been answered yet.\nNo question has been flagged.\n"
    assert capsys.readouterr() == (said, "")
    assert main(["stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["asked"] == 0
    assert not (home / "scores.db").exists()


class TestOfAPlayer:
    def test_are_tables_that_line_up(self, store: Store, capsys: Output) -> None:
        one, two = item(1, category="김진아"), item(2, category="[/] x\x1b[31m")
        keep(store, round_of(one, two), "+-")
        assert main(["stats"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("All players: 2 answers in 1 round · 50% right · median 1.0 seconds")
        rows = [line for line in out.splitlines() if line.endswith("/1") and "%" in line]
        assert len(rows) == 2
        assert len(set(map(width, rows))) == 1
        assert "\x1b" not in out
        assert "Classic  150  1/2  2025-07-2" in out
        assert "MISSED MOST\n1/1  What is asked in 2?\n" in out

    def test_can_be_read_by_programs(self, store: Store, capsys: Output) -> None:
        keep(store, round_of(item(1), item("=1+1", stem="=1+1")), "+-")
        keep(store, round_of(player="Bob"))
        assert main(["stats", "--player", "Ann", "--json"]) == 0
        values = json.loads(capsys.readouterr().out)
        assert (values["player"], values["right"], values["asked"]) == ("Ann", 1, 2)
        assert values["categories"] == [{"name": "sums", "right": 1, "asked": 2}]
        assert values["missed"][0]["stem"] == "=1+1"
        assert values["best"][0]["score"] == 150
        assert main(["stats", "--player", "Ann", "--csv"]) == 0
        rows = records(capsys.readouterr().out)
        assert tuple(rows[0]) == PLAYER_COLUMNS
        assert [*rows[0].values()] == ["total", "", "1", "2", ""]
        assert rows[-1]["name"] == "'=1+1"

    def test_of_an_unknown_player_are_wrong_usage(self, store: Store, capsys: Output) -> None:
        assert main(["stats", "--player", "Ann"]) == 2
        assert "nobody has played yet" in capsys.readouterr().err
        keep(store)
        assert main(["stats", "--player", "Anm"]) == 2
        assert capsys.readouterr() == (
            "",
            "quiz: There is no player 'Anm'.\n      did you mean Ann?\n",
        )


class TestOfItems:
    def test_are_in_the_order_of_the_file(self, store: Store, home: Path, capsys: Output) -> None:
        one, two = mine()
        for number in range(20):
            keep(store, round_of(one, two, player=f"Player {number}"), "-+")
        for name in ("mine", str(home / "packs" / "mine.yaml")):
            assert main(["stats", "--items", name]) == 0
            out = capsys.readouterr().out
            lines = [line for line in out.splitlines() if "      " not in line[:6]]
            assert [line.split()[:3] for line in lines[1:]] == [
                ["4", "20", "0%"],
                ["5", "20", "100%"],
            ]
            assert "      20 × Two\n" in out
            assert "! labelled easy, but only 0% were right" in out
            assert "! never chosen: [/] four" in out

    def test_can_be_read_by_programs(self, store: Store, capsys: Output) -> None:
        one, two = mine()
        keep(store, round_of(one, two), "-+")
        assert main(["stats", "--items", "mine", "--json"]) == 0
        values = json.loads(capsys.readouterr().out)
        assert [value["question"] for value in values] == ["How many?", "Which?"]
        assert (values[0]["line"], values[0]["attempts"], values[0]["facility"]) == (4, 1, None)
        assert values[0]["chosen"] == {"Two": 1, "Three": 0, "[/] four": 0}
        assert values[0]["warnings"] == ["too few answers"]
        assert main(["stats", "--items", "mine", "--csv"]) == 0
        rows = records(capsys.readouterr().out)
        assert tuple(rows[0]) == ITEM_COLUMNS
        assert rows[0]["chosen"] == "Two: 1; Three: 0; [/] four: 0"

    @pytest.mark.parametrize(("name", "status"), [("nome", 2), ("bad", 1)])
    def test_of_a_pack_that_cannot_be_read(
        self, name: str, status: int, home: Path, capsys: Output
    ) -> None:
        (home / "packs" / "bad.yaml").write_text("title: [")
        assert main(["stats", "--items", name]) == status
        captured = capsys.readouterr()
        assert captured.out == ""
        assert len(captured.err.splitlines()) <= 2


class TestFlags:
    def test_say_where_the_question_is_now(self, store: Store, home: Path, capsys: Output) -> None:
        one, _ = mine()
        store.flag("Ann", one, "wrong", "It is [/] two.\x1b[31m")
        store.flag("Bob", item("gone"), "typo", "=1+1")
        file = home / "packs" / "mine.yaml"
        file.write_text(PACK.replace("questions:\n", "questions:\n# moved\n"))
        assert main(["stats", "--flags"]) == 0
        newest, oldest = capsys.readouterr().out.splitlines()
        assert newest.split()[2:5] == ["Bob", "typo", "sums"]
        assert f"wrong  {file}:5  How many?" in oldest
        assert oldest.endswith("It is [/] two.␛[31m")

        assert main(["stats", "--flags", "--json"]) == 0
        newest_values, values = json.loads(capsys.readouterr().out)
        assert tuple(values) == FLAG_COLUMNS
        assert (values["file"], values["line"]) == (str(file), 5)
        assert (newest_values["file"], newest_values["question"]) == (None, item("gone").stem)
        assert main(["stats", "--flags", "--csv"]) == 0
        rows = records(capsys.readouterr().out)
        assert [row["note"] for row in rows] == ["'=1+1", "It is [/] two.\x1b[31m"]


@pytest.mark.parametrize(
    "options", [["--flags", "--items", "cast"], ["--json", "--csv"], ["--player"], ["cast"]]
)
def test_what_makes_no_sense_together_is_wrong_usage(options: list[str], capsys: Output) -> None:
    assert main(["stats", *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert " --help" in captured.err


def test_a_damaged_file_is_reported_and_costs_nothing(home: Path, capsys: Output) -> None:
    (home / "scores.db").write_bytes(b"Monday: rain.\n" * 1000)
    assert main(["stats"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "No questions have been answered yet.\n"
    assert captured.err.startswith("quiz: The scores were damaged: the file was kept as ")
