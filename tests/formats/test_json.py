"""JSON of other quiz programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quiz.formats import FormatError, Notes, get, recognise
from quiz.packs.model import Item

FILES = Path(__file__).parent / "files"

CITIES = ["Lima", "Rome", "Oslo", "Bern"]


def read(content: Any, first: int | None = None) -> tuple[list[Item], Notes]:
    notes = Notes()
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    hints = {} if first is None else {"first": first}
    return list(get("json").read(text.encode(), notes, **hints)), notes


def key(**fields: Any) -> str:
    """The key of a question that leaves nothing to note."""
    (one,), notes = read([{"question": "Which?", **fields}])
    assert notes == []
    assert one.stem == "Which?"
    return one.key


def why(**fields: Any) -> str:
    """Why a question is left out."""
    found, (note,) = read([{"question": "Which?", **fields}])
    assert found == []
    assert note.left_out
    return note.why


def test_a_file_with_several_layouts() -> None:
    notes = Notes()
    data = (FILES / "other-programs.json").read_bytes()
    assert recognise(data) == "json"
    items = list(get("json").read(data, notes))
    assert [(i.line, i.category, i.key) for i in items] == [
        (7, "Food", "Soy beans"),
        (8, "Food", "Rice"),
        (9, "Food", "A paste"),
        (17, "Sky", "Moon"),
        (18, "Sky", "Sun"),
        (19, "Sky", "Saturn"),
        (20, "Sky", "False"),
    ]
    assert items[1].difficulty == "easy"
    assert items[2].explanation == 'It is made of "soy" beans.'
    assert items[5].distractors == ("Venus", "Mercury")
    assert items[5].tags == ("planets",)
    assert items[6].options == ("True", "False")
    assert [(note.line, note.why) for note in notes] == [(21, "several right answers: 1, 2")]


@pytest.mark.parametrize(
    "fields",
    [
        {"options": CITIES, "answer": "Rome"},
        {"choices": CITIES, "correct_answer": "rome"},
        {"answers": CITIES, "correct": "B"},
        {"options": CITIES, "answer": "b)"},
        {"options": CITIES, "answer": "option 2"},
        {"options": CITIES, "answer": "B. Rome"},
        {"options": [f"{'ABCD'[n]}. {city}" for n, city in enumerate(CITIES)], "answer": "Rome"},
        {"options": [f"{'abcd'[n]}) {city}" for n, city in enumerate(CITIES)], "answer": "b"},
        {"options": CITIES, "correctAnswer": ["Rome"], "answer": "Rome"},
        {"options": CITIES, "answer": "Rome", "solution": "It was not built in a day."},
        {"options": dict(zip("ABCD", CITIES, strict=True)), "answer": "B"},
        {"options": {"b": "Rome", "a": "Lima"}, "answer": "b"},
        {"options": {"1": "Lima", "2": "Rome", "3": "Oslo"}, "answer": 2},
        {"options": {"x1": "Lima", "x2": "Rome"}, "answer": "x2"},
        {"options": {"Lima": False, "Rome": True}},
        {"options": [{"A": "Lima"}, {"B": "Rome"}], "answer": "B"},
        {"options": [{"key": "A", "value": "Lima"}, {"key": "B", "value": "Rome"}], "answer": "B"},
        {"options": [{"id": "p", "text": "Lima"}, {"id": "q", "text": "Rome"}], "correctId": "q"},
        {"options": [{"id": 7, "name": "Lima"}, {"id": 9, "name": "Rome"}], "correct_id": 9},
        {"options": [{"id": 1, "name": "Lima"}, {"id": 2, "name": "Rome"}], "answer": 2},
        {"answers": [{"text": "Lima", "correct": False}, {"text": "Rome", "correct": True}]},
        {"answers": [{"answer": "Lima"}, {"answer": "Rome", "is_correct": True}]},
        {"answers": [{"text": "Lima", "isRight": "false"}, {"text": "Rome", "isRight": "true"}]},
        {"answers": [{"ans": "Lima", "value": False}, {"ans": "Rome", "value": True}]},
        {"optionA": "Lima", "optionB": "Rome", "optionC": "Oslo", "answer": "B"},
        {"option_b": "Rome", "option_a": "Lima", "correct_option": "option_b"},
        {"choice1": "Lima", "choice2": "Rome", "answer": 2},
        {"A": "Lima", "B": "Rome", "answer": "B"},
        {"a1": "Lima", "a2": "Rome", "correctA": "a2"},
        {"o": ["Lima", "Rome"], "a": "Rome"},
        {"options": CITIES[1:], "correct": {"index": 0, "text": "Rome was not built in a day."}},
        {"answer_a": "Lima", "answer_b": "Rome", "answer_c": None, "right_answer": "Rome"},
        {
            "answers": {"answer_a": "Lima", "answer_b": "Rome", "answer_c": None},
            "correct_answers": {"answer_a_correct": "false", "answer_b_correct": "true"},
        },
        {"correctAnswer": "Rome", "incorrectAnswers": ["Lima", "Oslo"]},
        {"correct": "Rome", "wrong1": "Lima", "wrong2": "Oslo"},
        {"answer": "Rome", "wrong": "Lima|Oslo"},
        {"opciones": ["Lima", "Rome"], "respuesta_correcta": "Rome"},
    ],
)
def test_layouts(fields: dict[str, Any]) -> None:
    assert key(**fields) == "Rome"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"options": CITIES}, "no right answer is given"),
        ({"options": CITIES, "answer": "Kiel"}, "not among its options"),
        ({"options": CITIES, "answer": [1, 4]}, "several right answers"),
        ({"options": CITIES, "answer": "A, B"}, "several right answers"),
        ({"options": CITIES, "answer": "Rome", "correct": "Oslo"}, "its keys differ"),
        ({"options": CITIES, "answer": "Rome", "correct": True}, "not among its options"),
        ({"options": ["1", "3", "2"], "answer": 2}, "could be the text of an option"),
        ({"options": {"1": "2", "2": "1"}, "answer": 2}, "or its label"),
        ({"options": "Lima, Rome", "answer": "Rome"}, "may separate texts"),
        ({"options": ["Lima", {"image": "a.png"}], "answer": "Lima"}, "an option has no text"),
        (
            {"options": [{"x": "a", "y": "b"}, {"x": "c", "y": "d"}], "answer": "a"},
            "cannot be seen",
        ),
        ({"options": [{"text": "Lima", "correct": "?"}, {"text": "Rome"}]}, "not marked clearly"),
        (
            {"options": [{"text": "Lima", "correct": True}, {"text": "Rome", "isRight": True}]},
            "not marked clearly",
        ),
        ({"answers": [{"text": "Lima", "correct": True}] * 2}, "several right answers"),
        ({"answer": ["Rome", "Roma"], "wrong": ["Lima"]}, "several right answers"),
        ({"type": "image-choice", "options": CITIES, "answer": "A"}, "a picture"),
    ],
)
def test_what_is_not_clear_is_left_out(fields: dict[str, Any], reason: str) -> None:
    assert reason in why(**fields)


def test_a_name_that_is_repeated_is_not_clear() -> None:
    found, (note,) = read(
        '[{"question": "Q", "options": ["a", "b"], "answer": "a", "answer": "b"}]'
    )
    assert (found, note.why) == ([], "a name is repeated in it")


def asked(*answers: Any, **more: Any) -> list[dict[str, Any]]:
    return [
        {"question": f"{n}?", "options": CITIES, "answer": answer, **more}
        for n, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ([0, 1], ["Lima", "Rome"]),
        ([1, 4], ["Lima", "Bern"]),
        (["1", "4"], ["Lima", "Bern"]),
        ([1, [0, 2]], ["Rome"]),
    ],
)
def test_where_numbers_begin_is_shown_by_the_others(answers: list[Any], keys: list[str]) -> None:
    assert [item.key for item in read(asked(*answers))[0]] == keys


@pytest.mark.parametrize("answers", [[1, 2], [0, 4]])
@pytest.mark.parametrize("name", ["answer", "correctIndex"])
def test_where_numbers_may_begin_at_0_or_1_the_user_is_asked(answers: list[int], name: str) -> None:
    rows = [{"question": f"{n}", "options": CITIES, name: n} for n in answers]
    with pytest.raises(FormatError, match="from 0 or from 1") as told:
        read(rows)
    assert "--first 0 or --first 1" in told.value.hint
    assert [item.key for item in read(asked(1, 2), first=0)[0]] == ["Rome", "Oslo"]
    assert [item.key for item in read(asked(1, 2), first=1)[0]] == ["Lima", "Rome"]


def test_an_index_is_never_a_text() -> None:
    rows = [{"question": "Q", "options": ["1", "0", "2"], "correctIndex": n} for n in (0, 1)]
    assert [item.key for item in read(rows)[0]] == ["1", "0"]


def test_numbered_options_keep_their_numbers_where_one_is_empty() -> None:
    rows = [{"question": "a", "option1": "x", "option2": "", "option3": "y", "answer": 3}]
    rows += [{"question": "b", "option3": "z", "option1": "x", "option2": "y", "answer": 3}]
    assert [item.key for item in read(rows)[0]] == ["y", "z"]


def test_options_with_numbers_that_the_keys_contradict() -> None:
    options = [{"id": n, "text": city} for n, city in enumerate(CITIES, 1)]
    rows = [{"question": f"{n}", "options": options, "answer": n} for n in (0, 2)]
    assert [item.key for item in read(rows)[0]] == ["Lima", "Oslo"]


def test_questions_and_answers_alone_are_flashcards() -> None:
    rows = {"capitals": [{"question": f"{city}?", "answer": f"in {city}"} for city in CITIES]}
    items, notes = read(rows)
    assert items[0].key == "in Lima"
    assert set(items[0].distractors) == {"in Rome", "in Oslo", "in Bern"}
    assert [note.why for note in notes] == ["wrong answers are taken from the other questions"]


def test_answers_by_question_are_flashcards() -> None:
    items, _ = read({"Peru?": "Lima", "Italy?": "Rome", "Norway": "Oslo"})
    assert [(item.stem, item.key) for item in items][:2] == [("Peru?", "Lima"), ("Italy?", "Rome")]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: {"questions": rows},
        lambda rows: {"quiz": {"title": "Quiz", "questions": rows}},
        lambda rows: {"data": {"items": [{"name": "One", "list": rows}]}},
        lambda rows: {str(n): row for n, row in enumerate(rows)},
    ],
)
def test_questions_may_be_nested(wrap: Any) -> None:
    items, _ = read(wrap(asked("Rome", "Oslo")))
    assert [item.key for item in items] == ["Rome", "Oslo"]


def test_one_value_a_line_and_categories_by_name() -> None:
    lines = "\n".join(map(json.dumps, asked("Rome", "Oslo", category="Towns")))
    assert [(i.line, i.category) for i in read(lines)[0]] == [(1, "Towns"), (2, "Towns")]
    named = {"old_towns": asked("Rome"), "cold_towns": asked("Oslo")}
    assert [i.category for i in read(named)[0]] == ["old towns", "cold towns"]


def test_the_trivia_api_in_both_versions() -> None:
    one = {"question": "Which?", "correctAnswer": "a", "incorrectAnswers": ["b", "c"]}
    two = {**one, "question": {"text": "Which?"}, "category": "music", "difficulty": "hard"}
    old, new = read([one, two])[0]
    assert old._replace(line=0) == new._replace(line=0, category="", difficulty="medium")
    assert (new.category, new.difficulty) == ("music", "hard")


def test_references_to_characters_are_read_where_all_are_written_so() -> None:
    (one,), (note,) = read(asked("Rome", explanation="It&#039;s &quot;eternal&quot; &amp; old"))
    assert one.explanation == 'It\'s "eternal" & old'
    assert not note.left_out
    (one,), _ = read(asked("Rome", explanation='What is "&quot;"?'))
    assert one.explanation == 'What is "&quot;"?'


def test_a_picture_is_noted() -> None:
    (one,), (note,) = read(asked("Rome", image="rome.png"))
    assert one.key == "Rome"
    assert (note.why, note.question) == ("a picture or sound: a pack holds only text", False)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"question": "Q",\n "answer": }]', "line 2 is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"name": "package", "version": "1"}', "no question was recognised"),
        ("[]", "no question was recognised"),
        ('[{"question": "Tea?", "type": "yesno", "answer": "yes"}]', "mcq-tui"),
    ],
)
def test_what_is_refused(content: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(content)
