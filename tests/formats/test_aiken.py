from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.formats import FormatError, Note, Notes, _text, aiken
from quiz.packs.model import Item
from tests.builders import item, pack
from tests.formats.hostile import SIZES
from tests.formats.test_gift import items, ordered

FILES = Path(__file__).parent / "files"


def read(source: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(aiken.read(source.encode(), notes)), notes


def one(source: str) -> Item:
    """The only question of a file that leaves nothing to note."""
    (made,), notes = read(source)
    assert notes == []
    return made


def refused(source: str) -> list[Note]:
    """The notes on a file without a sound question."""
    found, notes = read(source)
    assert found == []
    assert all(note.left_out for note in notes)
    return notes


def of_file(file: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(aiken.read((FILES / file).read_bytes(), notes)), notes


def written(*items: Item) -> tuple[str, Notes]:
    notes = Notes()
    return aiken.write(pack(*items), notes, ".txt").decode(), notes


# Questions


@pytest.mark.parametrize(
    "source",
    [
        "Which?\nA. a\nB. right\nC. c\nANSWER: B",
        "Which?\nA) a\nB) right\nC) c\nANSWER:B\n",
        "Which?\nA)a\nB.right\nC)\tc\nANSWER:   B",
        "\ufeff\r\n  Which?\r\n\r\n\tA. a\r\n\r\nB. right\r\nC. c\r\n\r\nANSWER: B\r\n",
        "Which?\nA. a\nB. right\nC. c\nANSWER: B.",
        "Which?\nA. a\nB. right\nC. c\nANSWER: B) right",
    ],
)
def test_a_question_has_a_line_an_option_a_letter_and_an_answer(source: str) -> None:
    made = one(source)
    assert (made.stem, made.key, made.distractors) == ("Which?", "right", ("a", "c"))
    assert made.options == ()


def test_the_line_of_a_question_is_that_of_its_stem() -> None:
    found, _ = read(
        "\nx?\nA. a\nB. b\nANSWER: A\n\n\ny?\nA. a\nB. b\nANSWER: A\nz?\nA. a\nB. b\nANSWER: A"
    )
    assert [made.line for made in found] == [2, 8, 12]


def test_true_and_false_keep_their_order() -> None:
    made = one("So?\nA. FALSE\nB. TRUE\nANSWER: A")
    assert (made.key, made.distractors, made.options) == ("False", ("True",), ("True", "False"))


def test_options_that_speak_of_each_other_keep_their_order() -> None:
    made = one("Which?\nA. a\nB. b\nC. None of these\nANSWER: A")
    assert made.options == ("a", "b", "None of these")


def test_a_text_may_hold_anything() -> None:
    made = one("a <b> &amp; {=} \\n?\nA. U.S.\nB. ANSWER: A\nC. c)\nANSWER: B")
    assert made.stem == "a <b> &amp; {=} \\n?"
    assert (made.key, made.distractors) == ("ANSWER: A", ("U.S.", "c)"))


def test_a_question_of_several_lines_is_joined() -> None:
    (made,), notes = read("What is\nthis?\n\nA. a\nB. b\nANSWER: A")
    assert (made.stem, made.line) == ("What is\nthis?", 1)
    assert notes == [Note(1, "it has 2 lines: Moodle reads only the last", False)]


def test_only_the_first_letter_of_an_answer_counts() -> None:
    (made,), notes = read("Which?\nA. a\nB. b\nANSWER: Apple")
    assert made.key == "a"
    assert notes == [Note(4, "only the first letter of `Apple` counts", False)]


def test_an_option_that_is_there_twice_is_taken_once() -> None:
    (made,), (note,) = read("Which?\nA. a\nB. b\nC. a\nANSWER: C")
    assert (made.key, made.distractors) == ("a", ("b",))
    assert note == Note(1, "an option is given twice", False)


# What is left out


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("A. a\nB. b\nANSWER: A", 1, "no question is above `A. a`"),
        ("ANSWER: A", 1, "no question is above `ANSWER: A`"),
        ("x?\nANSWER: A", 1, "it has fewer than two options"),
        ("x?\nA. a\nANSWER: A", 1, "it has fewer than two options"),
        ("x?\nA. a\nB. a\nANSWER: A", 1, "it has fewer than two options"),
        ("x?\nC. a\nD. b\nANSWER: C", 1, "its first option is C"),
        ("x?\nA. a\nB. b\nANSWER: C", 4, "ANSWER: C is not among the options A to B"),
        ("x?\nA. a\nB. b\nANSWER: b", 4, "ANSWER: b is not among the options A to B"),
        ("x?\nA. a\nB. b\nANSWER:", 4, "ANSWER: is not among the options A to B"),
        ("x?\nA. a\nB. b\nB. c\nANSWER: B", 5, "ANSWER: B is the letter of two options"),
        ("x?\nA. a\nB. b\nANSWER: A, B", 4, "several right answers, but a pack takes one: `A, B`"),
        ("x?\nA. a\nB. b\nANSWER: AB", 4, "several right answers, but a pack takes one: `AB`"),
        ("x?\nA. a\nB. b\nAnswer: B", 1, "line 4, `Answer: B`: ANSWER: must be in capitals"),
        ("x?\na) a\nb) b\nANSWER: A", 1, "line 2, `a) a`: an option needs a capital letter"),
        ("x?\na. a\nb. b\nanswer: a", 1, "line 2, `a. a`: an option needs a capital letter"),
    ],
)
def test_a_question_that_is_not_sound_is_named_by_its_line(
    source: str, line: int, why: str
) -> None:
    assert refused(source) == [Note(line, why, True)]
    (made,), notes = read(f"{source}\n\nWhich?\nA. a\nB. b\nANSWER: B")
    assert made.stem == "Which?"
    assert notes == [Note(line, why, True)]


def test_a_question_without_an_answer_or_options_is_not_complete() -> None:
    (made,), notes = read("Part 1\n\nx?\nA. a\nB. b\ny?\nA. a\nB. b\nANSWER: A\nz?\nA. a\nB. b")
    assert made.stem == "y?"
    assert notes == [
        Note(1, "it has no options before the next question, in line 3", True),
        Note(3, "it has no ANSWER: before the next question, in line 6", True),
        Note(10, "it has no ANSWER: at the end of the file", True),
    ]


def test_an_option_of_two_lines_ends_its_question() -> None:
    notes = refused("x?\nA. a\nmore of a\nB. b\nC. c\nANSWER: B")
    assert [note.why for note in notes] == [
        "it has no ANSWER: before the next question, in line 3",
        "its first option is B",
    ]


def test_an_empty_option_and_a_lone_character_are_noted() -> None:
    (made,), notes = read("7\nx?\nA. a\nB. b\nC.\nANSWER: A")
    assert (made.stem, made.distractors) == ("x?", ("b",))
    assert notes == [
        Note(1, "a line of one character: `7`", True, False),
        Note(5, "option C is empty", True, False),
    ]


def test_a_file_without_an_answer_is_refused() -> None:
    for source in ("", "Which?\nA. a\nB. b", "Which? {=a ~b}"):
        with pytest.raises(FormatError):
            read(source)


def test_a_file_that_is_sound() -> None:
    found, notes = of_file("science.aiken.txt")
    assert notes == []
    assert [(made.line, made.key) for made in found] == [
        (1, "Au"), (8, "Saturn"), (15, "True"), (20, "Argon"), (30, "206"),
    ]  # fmt: skip
    assert [bool(made.options) for made in found] == [False, False, True, True, False]


def test_a_file_that_is_a_mess() -> None:
    found, notes = of_file("general.aiken.txt")
    assert [(made.line, made.key) for made in found] == [(1, "Leonardo da Vinci"), (39, "Mercury")]
    left = [8, 14, 22, 28, 30, 34, 43, 50, 55, 57, 58]
    assert sorted(note.line or 0 for note in notes if note.left_out) == left
    assert [note.line for note in notes if not note.left_out] == [1, 39]


# Recognising


@pytest.mark.parametrize(
    ("source", "likely"),
    [
        ("Which?\nA. a\nB) b\n\nANSWER: A", 90),
        ("\ufeffWhich?\r\n A) a\r\n B)b\r\n ANSWER: A", 90),
        ("Which?\nA) a\nB) b\nAnswer: A", 50),
        ("Which?\nA. a\nB. b", 0),
        ("#Q Which?\n^ a\nA a\nB b", 0),
        ("Which? {=a ~b}", 0),
        ("# A. x\n- ANSWER:\n* b", 0),
        ('{"results": []}', 0),
        ("question,answer\nA. x,b", 0),
        ("#separator:tab\na\tb", 0),
        ("", 0),
    ],
)
def test_likeness(source: str, likely: int) -> None:
    assert aiken.likeness(source.encode()) == likely


@pytest.mark.parametrize("file", ["science.aiken.txt", "general.aiken.txt"])
def test_a_file_is_recognised(file: str) -> None:
    assert aiken.likeness((FILES / file).read_bytes()) == 90


# Writing


def test_a_question_as_moodle_writes_one() -> None:
    made = item(stem="Which\none?", key="b", distractors=("a", "c"), options=("a", "b", "c"))
    data, notes = written(made, item(stem="So?", key="x", distractors=("y",), options=("x", "y")))
    assert data == "Which one?\nA) a\nB) b\nC) c\nANSWER: B\n\nSo?\nA) x\nB) y\nANSWER: A\n"
    assert [(note.line, note.left_out) for note in notes] == [(None, False), (None, False)]


def test_the_key_does_not_always_come_first() -> None:
    data, _ = written(*(item(number) for number in range(20)))
    keys = [line for line in data.split("\n") if line.startswith("ANSWER")]
    assert len(set(keys)) == 4


def test_what_aiken_has_no_place_for_is_noted() -> None:
    full = item(
        difficulty="hard", category="c", explanation="e", source="s", tags=("t",), id="i", line=3
    )
    _, notes = written(full, full._replace(stem="Which?"))
    assert [notes[n].why.split(": ")[1] for n in range(6)] == ["not written for 2 questions"] * 6
    assert [note.left_out for note in notes] == [False, *[True] * 5]


@pytest.mark.parametrize("stem", ["U. S. Grant died in 1885.", "B)", "ANSWER: A?", "x"])
def test_a_question_that_would_not_be_taken_for_one_is_left_out(stem: str) -> None:
    data, notes = written(item(stem=stem, line=3), item(2))
    assert notes == [Note(3, f"Aiken does not take `{stem}` for a question", True)]
    assert one(data).key == "right 2"


def test_there_are_letters_for_26_options() -> None:
    made = item(distractors=tuple(f"wrong {n}" for n in range(30)))
    data, notes = written(made)
    assert len(one(data).distractors) == 25
    assert [note.left_out for note in notes] == [True]


@given(st.lists(items(), min_size=1, max_size=2))
@example([item(stem="a) x", key="B) \\", distractors=("ANSWER: A", "#", "."))])
def test_what_is_written_is_read_again(made: list[Item]) -> None:
    made = [one._replace(line=line) for line, one in enumerate(made, 1)]
    data, notes = written(*made)
    lost = {note.line for note in notes}
    kept = [ordered(one) for one in made if one.line not in lost]
    back, more = read(data) if kept else ([], [])
    assert more == []
    for one, other in zip(kept, back, strict=True):
        assert other.stem == _text.one_line(one.stem)
        assert (other.key, other.options) == (one.key, one.options)
        assert sorted(other.distractors) == list(one.distractors)


# Hostile files


def survives(data: bytes) -> None:
    """Reading makes items and notes, or a FormatError, and likeness a number."""
    assert 0 <= aiken.likeness(data) <= 100
    notes = Notes()
    try:
        found = list(aiken.read(data, notes))
    except FormatError:
        return
    for made in found:
        assert made.line >= 1
        assert made.key not in made.distractors
        assert made.distractors
        assert not made.options or {*made.options} == {made.key, *made.distractors}


SIGNS = [
    "x?", "A. a", "B) b", "C)", "a) a", "ANSWER: A", "ANSWER:", "Answer: B", "ANSWER: A and B",
    "A", "True", "A. True", "B. FALSE", "\n", "\n", "\r\n", "\r", " ", "\t", "\0", "é", "\u2028",
]  # fmt: skip


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(data)
    survives(b"Which?\nA. a\nB. b\nANSWER: A\n" + data)


@given(st.lists(st.sampled_from(SIGNS), max_size=60).map("\n".join))
def test_any_lines(made: str) -> None:
    survives(made.encode())
    survives(made.replace("\n\n", "\n").encode())


BAIT = [
    " ", "\t", "\n", " \n", "A", "A.", "A. \n", "A. a\n", "x\n", "x", "ANSWER:", "ANSWER:\n",
    "ANSWER ", "a)\n", "A. a\n\n\n", "answer ", "\r", "\0", "\xff\n", ",", "and ",
]  # fmt: skip


@pytest.mark.parametrize("sign", BAIT)
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_one_sign_is_survived(sign: str, size: int) -> None:
    for opening in ("", "Which?\nA. a\nB. b\nANSWER: A", "answer:\nx?\n"):
        survives((opening + sign * size + "\nA. a\nB. b\nANSWER: A").encode("latin-1"))
