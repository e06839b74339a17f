from __future__ import annotations

from pathlib import Path

import pytest

from quiz.formats import FormatError, Notes, yaml
from quiz.packs.model import QUESTION, Item

FILES = Path(__file__).parent / "files"


def read(source: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(yaml.read(source.encode(), notes)), notes


def keys(source: str) -> list[str]:
    """The right answers of a file."""
    return [made.key for made in read(source)[0]]


def refused(source: str) -> str:
    """Why the only question of a file is left out."""
    found, notes = read(source)
    assert found == []
    return notes[-1].why


def test_a_file_of_many_kinds() -> None:
    found, notes = read((FILES / "programs.yaml").read_text())
    assert [(made.line, made.key) for made in found] == [
        (3, "South America"), (11, "No"), (18, "8"), (23, "3"), (26, "True"), (28, "Hydrogen"),
    ]  # fmt: skip
    assert (found[0].id, found[0].category) == ("1", "Geography")
    assert found[1].distractors == ("Yes", "1:30")
    assert found[1].explanation.startswith("They did so in 1972")
    assert (found[5].difficulty, found[5].tags) == ("easy", ("gases", "science"))
    assert [(note.line, note.why) for note in notes] == [
        (18, "the key `points` is not read"),
        (33, "it has several right answers, but a pack takes one"),
    ]


@pytest.mark.parametrize("root", ["- ", "questions:\n- ", "quiz:\n  all:\n  - ", "---\n# a\n- "])
def test_where_questions_may_be(root: str) -> None:
    found, _ = read(f"{root}{{question: Q?, answer: 012, wrong: [No]}}")
    assert [(made.stem, made.key, made.distractors) for made in found] == [("Q?", "012", ("No",))]
    assert found[0].line == root.count("\n") + 1


@pytest.mark.parametrize("name", QUESTION.fields["answer"].aliases)
def test_names_of_keys(name: str) -> None:
    for written in (name, name.upper(), name.replace("_", "-"), name.title().replace("_", "")):
        assert keys(f"- Question: Q?\n  {written}: a\n  incorrectAnswers: [b]") == ["a"]


NUMBERED = "- {question: Q%s?, options: [w, x, y, z], answer: %s}\n"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((0, 1, 2), ["w", "x", "y"]),
        ((1, 2, 4), ["w", "x", "z"]),
        ((4,), ["z"]),
        ((1, 2), []),
        ((0, 4), []),
        ((5,), []),
        (("a", "D"), ["w", "z"]),
        (("X", "e"), ["x"]),
    ],
)
def test_where_answers_are_counted_from(
    answers: tuple[int | str, ...], expected: list[str]
) -> None:
    source = "".join(NUMBERED % (n, answer) for n, answer in enumerate(answers))
    found, notes = read(source)
    assert [made.key for made in found] == expected
    assert len(notes) == len(answers) - len(expected)


def test_an_answer_that_could_be_a_text_or_a_place() -> None:
    both = "- {question: Q?, options: [2, 3, 4], answer: 2}\n"
    assert refused(both) == "the answer `2` could be an option's text or its place"
    assert keys(both + "- {question: R?, options: [a, b], answer: b b}\n") == []
    assert keys(both + "- {question: R?, options: [cat, dog], answer: dog}\n") == ["2", "dog"]
    assert keys(both + "- {question: R?, options: [cat, dog], answer: 2}\n") == ["3", "dog"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("options: [a, b]", "it does not say which answer is right"),
        ("options: [a, b], answer: [a, b]", "it has several right answers"),
        ("options: [a, b], answer: x", "the answer `x` is not among the options"),
        ("options: [a, {b: c}], answer: a", "its `options` cannot be read: not all of it is text"),
        ("options: a, answer: a", "its options are not a list"),
        ("options: [a, b], answer: a, correct: b", "its answer is given more than once"),
        ("options: [a, A], answer: Ａ", "the answer `Ａ` is not among the options"),
        ("options: [a, a, b], answer: a", "the answer `a` is the text of two options"),
        ("options: {a: b, b: c}, answer: b", "the answer `b` could be an option's text or its"),
        ("options: [{text: a, correct: true}, {text: b, correct: yes}]", "it has several right"),
        ("options: [{text: a, correct: maybe}]", "its options do not say which of them is right"),
        ("options: [{text: a, x: 1}, {text: b, x: 2}]", "it does not say which answer is right"),
        ("options: [{text: a, correct: no}, {text: b, correct: no}]", "none of its options is"),
        ("type: yesno, options: [a, b], answer: a", "in files of mcq-tui, the answer is what"),
        ("answer: a", "it has no wrong answers"),
    ],
)
def test_what_is_left_out(question: str, why: str) -> None:
    assert refused(f"- {{question: Q?, {question}}}").startswith(why)


def test_options_that_are_mappings() -> None:
    listed = "- {question: Q?, options: [{id: b, text: cat}, {id: a, text: dog}], answer: %s}"
    assert keys(listed % "a") == keys(listed % "dog") == ["dog"]
    assert keys("- {q: Q?, options: [{option: cat}, {option: dog, answer: true}]}") == ["dog"]


def test_what_is_no_plain_yaml() -> None:
    found, notes = read("- &a {question: Q?, answer: A, wrong: [B]}\n- *a\n- !x {q: R, key: *a}\n")
    assert [made.stem for made in found] == ["Q?"]
    assert [note.line for note in notes] == [1, 2, 3, 3, 3]
    assert "alias" in notes[-1].why


def test_a_file_that_breaks_off() -> None:
    found, notes = read("- {question: Q?, answer: A, wrong: [B]}\n- {question: R?, answer: [\n")
    assert [made.stem for made in found] == ["Q?"]
    assert notes[-1].why == "nothing after this was read"


@pytest.mark.parametrize(
    "source", ["", "a: b", "- a\n- b", "[", "tables: {}\nquestions: []", "\0", "title: a\nq: b"]
)
def test_files_without_a_question(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


def test_what_looks_like_it() -> None:
    assert yaml.likeness(b"- q: a\n  correct_answer: b\n") == 45
    for other in (b'{"question": "a", "answer": "b"}', b"question,answer\n", b"a: b\n"):
        assert yaml.likeness(other) == 0
