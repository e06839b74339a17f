from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quiz import paths
from quiz.packs.check import check, load
from quiz.packs.model import Item
from quiz.packs.writer import pack, question, scalar

from .test_properties import question as values
from .test_properties import text


def item(values: dict[str, Any]) -> Item:
    others = values.get("wrong") or values["options"]
    return Item(
        "",
        "",
        values["question"],
        values["answer"],
        tuple(option for option in others if option != values["answer"]),
        tuple(values.get("options", ())),
        difficulty=values.get("difficulty", "medium"),
        category=values.get("category", ""),
        explanation=values.get("explanation", ""),
        source=values.get("source", ""),
        tags=tuple(values.get("tags", ())),
        id=values.get("id", ""),
    )


def anonymous(item: Item) -> Item:
    return item._replace(uid="", pack="", line=0, kin=())


@given(st.data())
def test_what_is_written_is_read(data: st.DataObject) -> None:
    items = [item(data.draw(values(number))) for number in range(data.draw(st.integers(1, 2)))]
    head = {"title": data.draw(text(30)), "description": data.draw(text(60, lines=True))}
    written = "".join(pack(head, map(question, items), data.draw(text(30)), ["no-explanation"]))
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.yaml")
        path.write_text(written, encoding="utf-8", newline="")
        read = load(path)
    assert [anonymous(one) for one in read.items] == items
    assert (read.title, read.description) == tuple(head.values())


@given(text(40))
def test_every_reader_takes_a_text_for_text(value: str) -> None:
    assert yaml.load(f"a: {scalar(value)}", yaml.CSafeLoader) == {"a": value}


@pytest.mark.parametrize("value", ["No", "22:00", "007", "1.10", "null", "2025-07-21", "=", "y"])
def test_what_yaml_takes_for_something_else_is_quoted(value: str) -> None:
    assert yaml.load(scalar(value), yaml.CSafeLoader) == value


@pytest.mark.parametrize("value", ["The Han", "Who's that?", "Ahn So-jung", "Größe", "50% (half)"])
def test_a_usual_text_needs_no_quotes(value: str) -> None:
    assert scalar(value) in (value, f'"{value}"')
    assert (scalar(value) == value) == value[0].isalpha()


def test_a_question_is_tidy() -> None:
    one = Item(
        "",
        "",
        "Who?",
        "Ann",
        ("Bob", "No"),
        (),
        "hard",
        "People",
        "One\ntwo",
        "A book",
        ("x", "y z"),
    )
    assert question(one) == (
        "  - question: Who?\n"
        "    answer: Ann\n"
        '    wrong: [Bob, "No"]\n'
        "    difficulty: hard\n"
        "    category: People\n"
        "    explanation: |-\n"
        "      One\n"
        "      two\n"
        "    source: A book\n"
        "    tags: [x, y z]\n"
    )


def test_long_options_stand_one_a_line() -> None:
    one = Item("", "", "Who?", "Ann", ("B" * 60, "C" * 60))
    assert f"    wrong:\n      - {'B' * 60}\n      - {'C' * 60}\n" in question(one)


@pytest.mark.parametrize("path", sorted(paths.banks().glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bank_survives_being_written(path: Path, tmp_path: Path) -> None:
    bank = load(path)
    copy = tmp_path / path.name
    written = pack({"title": bank.title}, map(question, bank.items))
    copy.write_text("".join(written), encoding="utf-8")
    assert check(copy).errors == 0
    assert [i._replace(line=0, kin=()) for i in load(copy).items] == [
        i._replace(line=0, kin=()) for i in bank.items
    ]
