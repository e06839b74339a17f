"""Packs made from tables of facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.cli import main
from quiz.formats import FormatError, Notes
from quiz.formats._cells import Cells, write_rows
from quiz.formats._facts import pack_text, read_facts
from quiz.packs.check import check, load

RIVERS = """river,sea,length
Seine,the English Channel,777 km
Danube,the Black Sea,"2,850 km"
Tiber,the Tyrrhenian Sea,405 km
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(table: str, file: str = "facts.csv", status: int = 0) -> str:
    """The text of a pack that is made of a table, and that has no problem."""
    Path(file).write_text(table, encoding="utf-8")
    assert main(["new", "made", "--from", file]) == status
    assert check(Path("made.yaml")).diagnostics == []
    return Path("made.yaml").read_text(encoding="utf-8")


def stems() -> list[str]:
    return [item.stem for item in load(Path("made.yaml")).items]


def test_a_template_for_each_pair_of_columns(capsys: Output) -> None:
    text = made(RIVERS)
    assert capsys.readouterr().out.startswith("made.yaml: a table of 3 rows. Try `quiz check")
    assert text.count("- from: facts\n") == 3
    assert "  # sea, length: remove the # from the lines below to use it\n" in text
    items = load(Path("made.yaml")).items
    assert len(items) == 6
    first = items[0]
    assert (first.stem, first.key) == ("What is the sea of Seine?", "the English Channel")
    assert first.explanation == "Seine: length 777 km."
    assert set(first.distractors) == {"the Black Sea", "the Tyrrhenian Sea"}


def test_a_template_that_is_a_comment_can_be_used() -> None:
    head, comment = made(RIVERS).split("  # sea, length")
    lines = comment.split("\n")[1:]
    text = head + "\n".join(line.replace("  # ", "  ", 1) for line in lines)
    Path("made.yaml").write_text(text, encoding="utf-8")
    assert check(Path("made.yaml")).diagnostics == []
    assert len(load(Path("made.yaml")).items) == 9


@pytest.mark.parametrize(("file", "separator"), [("f.tsv", "\t"), ("f.csv", ";"), ("f.csv", ",")])
def test_two_columns_with_any_separator(file: str, separator: str) -> None:
    rows = [["Land", "Hauptstadt"], ["Korea", "Seoul"], ["France", "Paris"], ["Japan", "Tokyo"]]
    made("".join(f"{separator.join(row)}\n" for row in rows), file)
    assert stems()[0] == "What is the Hauptstadt of Korea?"


def test_a_spreadsheet() -> None:
    rows: list[Cells] = [["country", "capital"], ["Korea", "Seoul"], ["France", "Paris"]]
    Path("f.xlsx").write_bytes(write_rows(rows, ".xlsx"))
    assert main(["new", "made", "--from", "f.xlsx"]) == 0
    assert len(stems()) == 2


def test_the_things_are_in_the_first_column_that_names_them() -> None:
    text = made("no,continent,country,capital\n1,Asia,Korea,Seoul\n2,Asia,Japan,Tokyo\n")
    assert "What is the capital of Korea?" in stems()
    assert "# continent, country: not used, as all rows" not in text
    assert "not used, as all rows have the same continent" in text


def test_rows_that_cannot_be_used_are_told(capsys: Output) -> None:
    made(
        f"{RIVERS}Rhine,,1 km\nSeine,the English Channel,777 km\n\nElbe,{'x' * 301},1 km\n",
        status=1,
    )
    assert capsys.readouterr().err == (
        "facts.csv:5: left out: a row without `sea`\n"
        "facts.csv:6: left out: the same row as in line 2\n"
        "facts.csv:8: left out: a row with a long text as `sea`\n"
    )
    assert len(stems()) == 6


@pytest.mark.parametrize(
    "table",
    [
        "question,answer,wrong 1\nWho?,Ann,Bob\nWhere?,Here,There\n",  # questions
        "Who?,Ann,Bob\nWhere?,Here,There\n",  # no headings
        "1,2\n3,4\n5,6\n",
        "country,capital\nKorea,Seoul\n",  # nothing to take wrong answers from
        "country,Country\nKorea,Seoul\nFrance,Paris\n",
        "country\nKorea\nFrance\n",
        "",
    ],
)
def test_what_is_no_table_of_facts(table: str) -> None:
    assert read_facts(table.encode(), Notes()) is None


def test_a_table_without_things(capsys: Output) -> None:
    Path("f.csv").write_text("a,b\nx,y\nx,z\nw,y\n")
    assert main(["new", "made", "--from", "f.csv"]) == 1
    assert "no column of this table names a different thing" in capsys.readouterr().err
    assert not Path("made.yaml").exists()


TEXTS = st.text(st.sampled_from("aAb{}()%#:\"' -,é\u202e\n\t\\1"), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=3, max_size=6))
def test_whatever_is_in_the_cells(rows: list[list[str]]) -> None:
    facts = read_facts(write_rows([[*row] for row in rows], ".csv"), Notes())
    if facts is None:
        return
    try:
        text = pack_text(facts, {"title": "T"}, "f.csv")
    except FormatError:
        return
    Path("made.yaml").write_bytes(text.encode())
    assert check(Path("made.yaml")).errors == 0, text
    named = dict(zip(facts.columns, facts.rows[0]))
    assert load(Path("made.yaml")).items[0].key in named.values()
