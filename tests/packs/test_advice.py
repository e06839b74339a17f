from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import quiz.packs
from quiz.packs import diagnostics
from quiz.packs.advice import advise
from quiz.packs.check import check
from quiz.packs.codes import ADVICE, ERRORS, explain

from .conftest import HEAD, SOUND, Problems, Write

ONE = "- {{question: {}, answer: {}, wrong: [{}], explanation: E}}\n"


def hints(stem: str, key: str, *others: str, shuffled: bool = True) -> list[tuple[str, str]]:
    return [(hint.code, hint.about) for hint in advise(stem, key, others, shuffled)]


@pytest.mark.parametrize(
    ("stem", "options", "expected"),
    [
        ("Who?", ["Ann", "Bob", "Cy"], []),
        ("Who?", ["Ann, who came from far away", "Bob", "Cy"], ["long-key"]),
        ("Who?", ["Ann, who came from far away", "Bob, who came from there", "Cy"], []),
        ("Who?", ["Ann", "Bob, who came from very far away", "Cy"], []),
        ("Who?", ["Ann", "BOB", "Bob"], ["similar-options"]),
        ("Who?", ["New York", "Boston", "NewYork"], ["similar-options"]),
        ("Who?", ["Ann", "7", "Cy"], ["odd-option"]),
        ("Who?", ["7", "Bob", "Cy"], ["odd-option"]),
        ("Who?", ["7", "8", "Cy"], ["odd-option"]),
        ("Who?", ["Ann", "8", "9"], ["odd-option"]),
        ("Which song?", ["7 Rings", "Hello", "Halo"], []),
        ("When?", ["1 May 1999", "12 June 2001", "3 July 1980"], []),
        ("How much?", ["7 %", "1,000", "-3.5"], []),
        ("How far?", ["7 km", "$8", "20:15"], []),
        ("Who?", ["Ann", "Bob", "All of the above"], ["all-of-the-above"]),
        ("Who?", ["None of these", "Bob", "Cy"], ["all-of-the-above"]),
        ("Who?", ["Ann", "Both A and B", "Cy"], ["all-of-the-above"]),
        ("Who?", ["Ann", "Both of them are wrong.", "Cy"], ["all-of-the-above"]),
        ("Who?", ["Ann", "The land above", "The band"], []),
        ("Where is the Louvre of Paris?", ["Paris", "Rome", "Bonn"], ["key-in-stem"]),
        ("Where is the louvre of paris?", ["Paris", "Rome", "Bonn"], ["key-in-stem"]),
        ("Which is larger, Paris or Rome?", ["Paris", "Rome", "Bonn"], []),
        ("Who was Parisian?", ["Paris", "Rome", "Bonn"], []),
        ("Is it true?", ["True", "False"], []),
        ("TODO", ["Ann", "Bob"], ["to-do"]),
        ("Who?", ["Ann", "TBD"], ["to-do"]),
        ("Who is TBD?", ["Ann", "Bob"], ["to-do"]),
        ("???", ["Ann", "Bob"], ["to-do"]),
        ("What???", ["Ann", "Bob"], []),
        ("Who?", ["A cat.", "a cat", "Bob"], ["similar-options"]),
        ("Who?", ["C", "C#", "C++"], []),
        ("How much?", ["1.5", "15", "1,5"], []),
        ("Who is the the king?", ["Ann", "Bob"], ["doubled-word"]),
        ("Who?", ["The the king", "Bob"], ["doubled-word"]),
        ("Who sang in Duran Duran, and who had had it?", ["Ann", "Bob"], []),
        ("Who?", ['"Ann', "Bob"], ["stray-quote"]),
        ("Who?", ["\uff02Ann\uff02", "Bob"], ["stray-quote"]),
        ("Who is “so” or „so“?", ['"Ann"', 'A 12" record'], []),
        ("Who has R&amp;B &c. &foo;?", ["Ann", "Bob"], ["html"]),
        ("Who is R&B; or AT&T?", ["Ann", "Bob"], []),
        ("Who is {{name}}?", ["Ann", "Bob"], ["placeholder"]),
        ("What is {1, 2}, or {}?", ["Ann", "Bob"], []),
        ("Who was Fran\u00c3\u00a7ois?", ["Ann", "Bob"], ["mojibake"]),
        ("Who said \u00e2\u20ac\u0153so?", ["Ann", "Bob"], ["mojibake"]),
        ("Where is the «CAFÉ» of Âge, \u00e0 la fran\u00e7aise?", ["Ann", "Bob"], []),
        ("Who?", ["Ann", "TODO: another", "TODO: one more"], ["to-do"]),
    ],
)
def test_advice(stem: str, options: list[str], expected: list[str]) -> None:
    assert [code for code, _ in hints(stem, *options)] == expected


def test_advice_is_about_the_text_that_it_is_about() -> None:
    assert hints("Who?", "Ann", "Bob", "8") == [("odd-option", "8")]
    assert hints("Who?", "Ann", "BOB", "Bob") == [("similar-options", "Bob")]


def test_fixed_options_may_speak_of_each_other() -> None:
    assert hints("Who?", "All of the above", "Ann", "Bob", shuffled=False) == []


def test_advice_has_its_place(problems: Problems) -> None:
    content = HEAD + ONE.format("Who?", "Ann", "Bob, 8") + ONE.format("TODO", "Ann", "Bob")
    assert problems(content) == ["odd-option 3:46", "to-do 4:14"]


def test_the_explanation_is_read_too(problems: Problems) -> None:
    line = "- {question: Who?, answer: Ann, wrong: [Bob], explanation: TBD}\n"
    assert problems(HEAD + line) == ["to-do 3:60"]


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("who wrote Emma", ["duplicate-question"]),
        ("Who wrote “Emma”?", ["similar-question"]),
        ("Who wrote: Emma?", []),
    ],
)
def test_questions_that_are_alike(problems: Problems, stem: str, found: list[str]) -> None:
    content = HEAD + ONE.format("Who wrote Emma", "Ann", "Bob")
    content += ONE.format(f'"{stem}"', "Ann", "Bob")
    assert [problem.split()[0] for problem in problems(content)] == found


def test_the_same_question_after_one_that_is_alike_is_still_an_error(problems: Problems) -> None:
    lines = [ONE.format(f'"{stem}"', "Ann", "Bob") for stem in ("Who", "Who?", "Who!", "Who?")]
    assert problems(HEAD + "".join(lines)) == [
        "similar-question 4:14 and 3:3",
        "similar-question 5:14 and 3:3",
        "duplicate-question 6:14 and 4:3",
    ]


def test_a_key_that_always_stands_first(write: Write) -> None:
    line = "- {{question: Q{}?, answer: A, options: [{}], explanation: E}}\n"
    first = [line.format(n, "A, B, C") for n in range(5)]
    (problem,) = check(write(HEAD + "".join(first))).diagnostics
    assert problem.message == "the right answer stands first in all 5 lists of `options`"
    assert check(write(HEAD + "".join(first[1:]))).diagnostics == []
    assert check(write(HEAD + "".join(first) + line.format(9, "B, A, C"))).diagnostics == []


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("en", None), ("pt-BR", None), ("zh-Hant", None), ("en-x-us", None),
        ("English", "write en"), ("한국어", "write ko"), ("en_GB", "write en-GB"),
        ("klingonese", ""),
    ],
)  # fmt: skip
def test_the_tag_of_a_language(write: Write, written: str, hint: str | None) -> None:
    content = f"title: T\nlanguage: {written}\nquestions:\n" + ONE.format("Who?", "Ann", "Bob")
    found = check(write(content)).diagnostics
    assert [(problem.code, problem.hint) for problem in found] == [("language", hint)] * (
        hint is not None
    )


def test_a_question_switches_advice_off_for_itself(problems: Problems) -> None:
    allow = "allow: [odd-option, no-explanation, comment]"
    content = (
        f"- {allow}\n  question: Who?\n  answer: Ann # A\n  wrong: [8, 9, B, BOB, Bob]\n"
        f"- question: Who else?\n  answer: Ann\n  wrong: [8, Bob]\n  allow: [long-kye]\n"
    )
    assert problems(HEAD + content) == [
        "similar-options 6:25",
        "odd-option 9:11",
        "unknown-code 10:11",
    ]


def test_a_template_switches_advice_off_for_its_questions(write: Write) -> None:
    content = (
        "title: T\ntemplates:\n- {from: t, question: 'Is {a} {a}?', answer: '{a}',"
        " allow: [key-in-stem, no-explanation]}\ntables:\n  t: [{a: Paris}, {a: Rome}, {a: Bonn}]\n"
    )
    assert check(write(content)).diagnostics == []


def test_what_a_question_switches_off_does_not_use_up_the_room(write: Write) -> None:
    count = diagnostics.MAX_PROBLEMS + 10
    quiet = ONE.replace("}}", ", allow: [odd-option]}}")
    many = "".join(quiet.format(f"Who {n}?", "Ann", "Bob, 8") for n in range(count))
    checked = check(write(HEAD + many + ONE.format("Who?", "Ann", "Bob, 8")))
    assert [d.code for d in checked.diagnostics] == ["odd-option"]
    assert not any("may be more" in line for line in checked.text)


def test_a_template_is_advised_once(problems: Problems) -> None:
    content = (
        "title: T\ntemplates:\n- {from: t, question: 'Is {a} {a}?', answer: '{a}'}\n"
        "tables:\n  t: [{a: Paris}, {a: Rome}, {a: Bonn}]\n"
    )
    assert problems(content) == ["key-in-stem 3:46"]


def test_missing_explanations_are_told_once_with_their_lines(write: Write) -> None:
    path = write(HEAD + SOUND + ONE.format("Who?", "Ann", "Bob") + SOUND.replace("Q", "R"))
    (problem,) = check(path).diagnostics
    assert problem.message == "2 of 3 questions have no explanation (lines 3, 5)"
    assert problem.place == (2, 13, 2)


def test_of_many_missing_explanations_the_first_lines_are_told(write: Write) -> None:
    path = write(HEAD + "".join(SOUND.replace("Q", f"Q{n}") for n in range(50)))
    (problem,) = check(path).diagnostics
    assert problem.message.endswith("(lines 3, 4, 5, 6, 7, 8, 9, 10, …)")


@pytest.mark.parametrize("first", [True, False])
def test_a_pack_switches_advice_off_wherever_it_says_so(write: Write, first: bool) -> None:
    allow = "allow: [no-explanation, odd-option]\n"
    body = "questions:\n- {question: Who?, answer: Ann, wrong: [Bob, 8, BOB]}\n"
    path = write("title: T\n" + (allow + body if first else body + allow))
    assert [d.code for d in check(path).diagnostics] == ["similar-options"]


def test_what_is_switched_off_does_not_use_up_the_room_of_the_rest(write: Write) -> None:
    count = diagnostics.MAX_PROBLEMS + 10
    many = "".join(ONE.format(f"Who {n}?", "Ann", "Bob, 8") for n in range(count))
    path = write(HEAD + many + ONE.format("Who?", "Ann", "Bob, BOB") + "allow: [odd-option]\n")
    checked = check(path)
    assert [d.code for d in checked.diagnostics] == ["similar-options"]
    assert not any("may be more" in line for line in checked.text)


def test_only_advice_can_be_switched_off(write: Write) -> None:
    path = write(HEAD + ONE.format("Q?", "A", "B") + "allow: [long-kye, empty]\n")
    slip, error = check(path).diagnostics
    assert (slip.code, slip.hint) == ("unknown-code", "did you mean long-key?")
    assert error.message == "`empty` is an error, which cannot be switched off"


def test_a_table_that_nothing_asks_about(problems: Problems) -> None:
    content = HEAD + SOUND + "tables:\n  t: [{a: b}]\n"
    assert problems(content) == ["unreachable 5:3"]


def test_every_code_is_explained_and_every_explanation_is_of_a_code() -> None:
    source = "".join(
        path.read_text() for path in Path(next(iter(quiz.packs.__path__))).glob("*.py")
        if path.name != "codes.py"
    )  # fmt: skip
    for code in {*ERRORS, *ADVICE}:
        assert f'"{code}"' in source, f"nothing reports {code}"
    for code in codes(source):
        assert len(explain(code)) > 60


def codes(source: str) -> Iterator[str]:
    """The codes that the source reports."""
    import ast

    for node in ast.walk(ast.parse(source.replace("from __future__ import annotations", ""))):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="error" | "warning" | "_error" | "_warning")
                | ast.Name(id="report" | "Hint"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                yield code
