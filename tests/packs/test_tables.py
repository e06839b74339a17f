from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest

from quiz.packs import diagnostics, tables
from quiz.packs.check import check, load
from quiz.packs.model import SHOWN, Item, Values
from quiz.packs.tables import BadPlaceholder, Expander, TooMuch, pattern
from tests.packs.conftest import Problems, Write

ROWS = [{"n": str(n), "word": word} for n, word in enumerate(["zero", "one", "two", "three"])]


def expanded(template: Values, rows: list[dict[str, str]] = ROWS) -> list[Values]:
    return list(Expander().expand({"from": "t", **template}, rows))


def written(template: str, rows: str, more: str = "") -> str:
    """A pack with one template, in block style, and one table `t` with rows in flow style."""
    return f"title: T\ntemplates:\n- from: t\n  {template}\ntables:\n  t:\n{rows}{more}"


def items(write: Write, template: str, rows: str) -> tuple[Item, ...]:
    return tuple(load(write(written(template, rows))).items)


NUMBERS = "".join(f"  - {{n: '{n}', word: {word}}}\n" for n, word in [(1, "one"), (2, "two")])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{word}", "one"),
        ("{ word }", "one"),
        ("is {n} {word}?", "is 1 one?"),
        ("{n}{n}{word}", "11one"),
        ("{{n}}", "{n}"),
        ("{{{n}}}", "{1}"),
        ("100 % of {n}%s %(n)s %%", "100 % of 1%s %(n)s %%"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_a_text_is_filled_from_a_row(text: str, made: str) -> None:
    (values, *_) = expanded({"answer": text, "options": ["x"]}, ROWS[1:])
    assert values["answer"] == made


def test_what_a_row_holds_is_never_filled_again() -> None:
    rows = [{"a": "{b}", "b": "%s {a} {{"}]
    (values,) = expanded({"answer": "{a}{b}", "options": ["x"]}, rows)
    assert values["answer"] == "{b}%s {a} {{"


@pytest.mark.parametrize("text", ["{", "}", "a{b", "a}b", "{{}", "{a}}", "{a{b}}", "}{"])
def test_a_single_brace_is_refused(text: str) -> None:
    with pytest.raises(BadPlaceholder):
        pattern(text)


def test_the_columns_that_a_text_asks_for() -> None:
    assert pattern("{a} {{b}} { c }{a}").columns == ("a", "c", "a")
    assert pattern("{share %} %").columns == ("share %",)


def test_lists_are_filled_too_and_the_table_is_no_value() -> None:
    (values, *_) = expanded({"answer": "{n}", "wrong": ["{word}", "x"], "tags": ["t{n}"]})
    assert values == {"answer": "0", "wrong": ["zero", "x"], "tags": ["t0"]}


def test_the_distractors_are_the_other_rows_answers() -> None:
    assert [(v["answer"], v["wrong"]) for v in expanded({"answer": "{word}"})] == [
        ("zero", ["one", "two", "three"]),
        ("one", ["two", "zero", "three"]),
        ("two", ["three", "one", "zero"]),
        ("three", ["two", "one", "zero"]),
    ]


def test_rows_with_the_same_answer_are_no_distractors_of_each_other() -> None:
    rows = [{"d": day} for day in ["Monday", "Tuesday", "Monday", "Tuesday", "Friday"]]
    for values in expanded({"answer": "{d}"}, rows):
        wrong = values["wrong"]
        assert isinstance(wrong, list)
        assert sorted([values["answer"], *wrong]) == ["Friday", "Monday", "Tuesday"]


def test_of_very_many_rows_the_near_ones_are_taken() -> None:
    rows = [{"y": str(1900 + n)} for n in range(100)]
    for values in expanded({"answer": "{y}"}, rows):
        wrong = [int(year) for year in values["wrong"]]
        assert len(set(wrong)) == SHOWN
        assert int(str(values["answer"])) not in wrong
        around = sorted([int(str(values["answer"])), *wrong])
        assert all(b - a == 1 for a, b in pairwise(around))


def test_no_more_is_made_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_MADE", 40)
    rows = [{"a": "x" * 10}] * 9
    made: list[Values] = []
    with pytest.raises(TooMuch):
        made.extend(Expander().expand({"answer": "{a}", "options": ["y"]}, rows))
    assert len(made) == 3
    made.clear()
    with pytest.raises(TooMuch):
        made.extend(Expander().expand({"answer": "{a}{a}", "options": ["{a}"]}, rows))
    assert len(made) == 1


def test_one_question_a_row(write: Write) -> None:
    one, two = items(
        write,
        "question: Which number is {word}?\n  answer: '{n}'\n  difficulty: hard\n  id: n-{n}\n"
        "  explanation: '{word} is {n} (100 %).'\n  source: S{n}\n  tags: ['{word}']\n"
        "  category: About {n}",
        NUMBERS,
    )
    assert one[2:11] == (
        "Which number is one?", "1", ("2",), (), "hard", "About 1", "one is 1 (100 %).", "S1",
        ("one",),
    )  # fmt: skip
    assert (two.key, two.distractors, two.line) == ("2", ("1",), 3)
    assert one.uid != two.uid


def test_options_of_a_template_keep_their_order(write: Write) -> None:
    one, two = items(write, "question: '{n}?'\n  answer: '{word}'\n  options: [two, one]", NUMBERS)
    assert one.options == two.options == ("two", "one")
    assert (one.distractors, two.distractors) == (("two",), ("one",))


def test_kin_are_the_items_of_a_row_and_those_of_a_template(write: Write) -> None:
    content = written("question: '{n}?'\n  answer: '{word}'", NUMBERS)
    content += "questions:\n- {question: Q?, answer: A, wrong: [B]}\n"
    content = content.replace(
        "tables:", "- {from: t, question: 'What is {word}?', answer: '{n}'}\ntables:", 1
    )
    first, second, third, fourth = (
        set(item.kin) for item in load(write(content)).items if item.kin
    )
    assert first & second
    assert first & third
    assert second & fourth
    assert not first & fourth
    assert not second & third
    assert not load(write(content)).items[0].kin


def test_rows_of_two_packs_are_no_kin(write: Write) -> None:
    content = written("question: '{n}?'\n  answer: '{word}'", NUMBERS)
    one, two = (load(write(content, name)).items[0] for name in ("a.yaml", "b.yaml"))
    assert not set(one.kin) & set(two.kin)


def test_items_of_a_template_keep_their_identity_when_rows_move(write: Write) -> None:
    template = "question: '{n}?'\n  answer: '{word}'"
    before = {item.stem: item.uid for item in items(write, template, NUMBERS)}
    lines = NUMBERS.splitlines(keepends=True)
    rows = "".join(["  - {n: '0', word: zero}\n", *reversed(lines)])
    after = {item.stem: item.uid for item in items(write, template, rows)}
    assert before.items() < after.items()


def test_a_table_may_come_before_or_after_its_templates(write: Write) -> None:
    after = written("question: '{n}?'\n  answer: '{word}'", NUMBERS)
    at = after.index("tables:")
    before = after[at:] + after[:at]
    stems = [[item.stem for item in load(write(text)).items] for text in (before, after)]
    assert stems[0] == stems[1] == ["1?", "2?"]


def test_what_a_row_makes_too_long_is_told_of_the_row(write: Write) -> None:
    rows = f"  - {{n: '1', word: one}}\n  - {{n: '2', word: {'x' * 299}}}\n"
    quiet = "allow: [no-explanation]\n"
    (problem,) = check(
        write(written("question: '{n}?'\n  answer: '{word}{n}{n}'", rows, quiet))
    ).diagnostics
    assert (problem.code, problem.place) == ("too-long", (4, 10, 14))
    assert problem.message == "`answer` of row 2 has 301 characters; the limit is 300"


def test_a_column_that_only_some_rows_lack(write: Write) -> None:
    rows = NUMBERS + "  - {n: '3', wrd: three}\n"
    (problem,) = check(write(written("question: '{n}?'\n  answer: '{word}'", rows))).diagnostics
    assert problem.message == "this row has no column `word`, which the other rows have"
    assert problem.hint == "did you mean word?"


def test_all_questions_of_a_template_that_asks_the_same(problems: Problems) -> None:
    content = written("question: Which?\n  answer: '{word}'", NUMBERS)
    assert problems(content) == ["duplicate-question 4:13"]


def test_the_name_of_a_table_may_hold_braces(problems: Problems) -> None:
    content = written("question: '{n}?'\n  answer: '{word}'", NUMBERS)
    assert problems(content.replace("from: t", "from: '{t'").replace("  t:", "  '{t':")) == []


def hostile(template: str, rows: int, templates: int, cell: str = "x") -> str:
    body = "title: T\ntables:\n  t:\n" + "".join(
        f"  - {{n: n{row}, c: {cell}, same: s}}\n" for row in range(rows)
    )
    return body + "templates:\n" + f"- {{from: t, {template}}}\n" * templates


LONG = "{c}" * 95


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile("question: 'Q{n}', answer: '{n}'", 300, 100), "duplicate-question"),
        (hostile("question: 'Q{n}', answer: '{same}'", 300, 100), "no-distractors"),
        (hostile("question: 'Q{n}', answer: '{same}', wrong: ['{n}']", 300, 100),
         "duplicate-question"),
        (hostile(f"question: 'Q{{n}}', answer: '{LONG}{{n}}'", 300, 100, "x" * 290), "too-large"),
        (hostile(f"question: 'Q{{n}}', answer: '{{n}}', explanation: '{LONG * 7}'", 300, 100),
         "too-large"),
        (hostile("question: '" + "{m}" * 300 + "', answer: '{n}'", 300, 100), "unknown-column"),
        (hostile("question: '" + "".join(f"{{m{n}}}" for n in range(150)) + "', answer: a", 200, 9),
         "unknown-column"),
        (hostile("question: a, answer: a", 2, 100).replace("from: t", "from: tt"), "unknown-table"),
    ],
)  # fmt: skip
def test_rows_times_templates_stay_within_bounds(
    write: Write, monkeypatch: pytest.MonkeyPatch, content: str, code: str
) -> None:
    monkeypatch.setattr(tables, "MAX_MADE", 2**14)
    monkeypatch.setattr(diagnostics, "MAX_PROBLEMS", 100)
    path = write(content)
    tracemalloc.start()
    try:
        checked = check(path, keep=True)
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()
    assert checked.errors
    assert {problem.code for problem in checked.diagnostics} <= {code, "too-large"}


def test_many_rows_with_few_answers(write: Write) -> None:
    rows = "".join(f"  - {{n: '{n}', word: {'ab'[n > 1990]}}}\n" for n in range(2_000))
    made = items(write, "question: 'Q{n}'\n  answer: '{word}'", rows)
    assert len(made) == 2_000
    assert {item.distractors for item in made} == {("a",), ("b",)}
