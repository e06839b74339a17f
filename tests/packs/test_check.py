from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest

import quiz.packs
from quiz.errors import PackError
from quiz.packs import diagnostics, model
from quiz.packs.check import check, load
from quiz.packs.model import Item
from tests.packs.conftest import HEAD, SOUND, Problems, Write, told

TABLE = "tables:\n  t:\n  - {a: one, b: two}\n  - {a: three, b: four}\n"


def question(fields: str) -> str:
    """A pack with one question, in line 3, whose first field begins in column 4."""
    return f"{HEAD}- {{{fields}}}\n"


def template(fields: str, table: str = TABLE) -> str:
    """A pack with one template, in line 3, whose first field begins in column 4."""
    return f"title: T\ntemplates:\n- {{{fields}}}\n{table}"


CASES: list[tuple[str, list[str]]] = [
    # The file
    ("", ["empty"]),
    ("- a\n", ["not-a-pack 1:1"]),
    ("title: [\n", ["wrong-type 1:8", "yaml 1:9"]),
    ("title: \xe9\0\nquestions:\n" + SOUND, ["bad-character 1:9"]),
    # The pack
    ("questions:\n" + SOUND, ["missing-key 1:1"]),
    ("title: T\n", ["no-questions"]),
    ("title: T\nquestions: []\n", ["no-questions"]),
    ("title:\nquestions:\n" + SOUND, ["empty 1:7"]),
    ("title: T\nquestions:\n", ["empty 2:11"]),
    ("title: T\nquestions: {a: b}\n", ["wrong-type 2:12"]),
    ("title: T\ntags: [a]\nquestions:\n" + SOUND, ["unknown-key 2:1"]),
    ("title: [a, b]\nquestions:\n" + SOUND, ["wrong-type 1:8"]),
    ("title: {a: b}\nquestions:\n" + SOUND, ["wrong-type 1:8"]),
    ("title: T\ntables: [a]\nquestions:\n" + SOUND, ["wrong-type 2:9"]),
    ("title: T\ntables: {t: a}\nquestions:\n" + SOUND, ["wrong-type 2:13"]),
    ("title: T\ntables: {t: []}\nquestions:\n" + SOUND, ["count 2:13"]),
    ("title: T\ntables: {t: [a]}\nquestions:\n" + SOUND, ["wrong-type 2:14"]),
    ("title: T\ntables: {t: [{a: [b]}]}\nquestions:\n" + SOUND, ["wrong-type 2:18"]),
    (f"title: T\ntables: {{t: [{{{'a' * 81}: b}}]}}\nquestions:\n" + SOUND, ["too-long 2:15"]),
    (
        HEAD + SOUND + "tables: {" + ", ".join(f"t{n}: x" for n in range(101)) + "}\n",
        ["count 4:9"],
    ),
    # A question's shape
    (HEAD + "- Q?\n", ["wrong-type 3:3"]),
    (HEAD + "- [Q?]\n", ["wrong-type 3:3"]),
    (question("answer: A, wrong: [B]"), ["missing-key 3:3"]),
    (question("tags: [a]"), ["missing-key 3:3", "missing-key 3:3"]),
    (question("question: Q?, anwser: A, wrong: [B]"), ["unknown-key 3:18"]),
    (question("question: Q?, xyz: A, wrong: [B]"), ["missing-key 3:3", "unknown-key 3:18"]),
    ("titel: T\nquestions:\n" + SOUND, ["unknown-key 1:1"]),
    ("xyz: T\nquestions:\n" + SOUND, ["unknown-key 1:1", "missing-key 1:1"]),
    (question("question: , answer: A, wrong: [B]"), ["empty 3:14"]),
    (question("question: '  ', answer: A, wrong: [B]"), ["empty 3:14"]),
    (question("question: \u200d\u200c, answer: A, wrong: [B]"), ["empty 3:14"]),
    (question("question: [Q?], answer: A, wrong: [B]"), ["wrong-type 3:14"]),
    (question("question: {Q: a}, answer: A, wrong: [B]"), ["wrong-type 3:14"]),
    (question("question: Q?, answer: A, wrong: B"), ["wrong-type 3:36"]),
    (question("question: Q?, answer: A, wrong: []"), ["count 3:36"]),
    (question(f"question: Q?, answer: A, wrong: {list(range(21))}"), ["count 3:36"]),
    (question("question: Q?, answer: A, options: [A]"), ["count 3:38"]),
    (question("question: Q?, answer: 1, options: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]"), ["count 3:38"]),
    (question("question: Q?, answer: A, wrong: [B, ]"), []),
    (question("question: Q?, answer: A, wrong: [B, '']"), ["empty 3:40"]),
    (question(f"question: {'Q' * 1001}, answer: A, wrong: [B]"), ["too-long 3:14"]),
    (question(f"question: Q?, answer: {'A' * 301}, wrong: [B]"), ["too-long 3:26"]),
    (question(f"question: Q?, answer: A, wrong: [B, {'C' * 301}]"), ["too-long 3:40"]),
    (question(f"question: {'Q' * 1000}, answer: {'A' * 300}, wrong: [{'B' * 300}]"), []),
    (question('question: "Q\\n?", answer: "A\\nB", wrong: [C]'), ["line-break 3:30"]),
    (question('question: "Q\\t?", answer: "A\\tB", wrong: [C]'), []),
    (question("question: Q?, answer: A, wrong: [B], difficulty: Easy"), ["bad-choice 3:53"]),
    (question("question: Q?, answer: A, wrong: [B], difficulty: [easy]"), ["wrong-type 3:53"]),
    (question("question: Q?, answer: A, wrong: [B], id: a b"), ["bad-id 3:45"]),
    (question("question: Q?, answer: A, wrong: [B], id: 한.b:c_d-1"), []),
    (HEAD + "- question: What # is?\n  answer: A\n  wrong: [B]\n", ["comment 3:18"]),
    # A question's options
    (question("question: Q?, answer: A"), ["wrong-or-options 3:3"]),
    (question("question: Q?, answer: A, wrong: [B], options: [A, B]"), ["wrong-or-options 3:3"]),
    (question("question: Q?, answer: A, wrong: [B, C, A]"), ["key-in-wrong 3:43 and 3:26"]),
    (question("question: Q?, answer: A, wrong: [B, C, B]"), ["same-option 3:43 and 3:37"]),
    (question("question: Q?, answer: A, wrong: [B, C, ' B ']"), ["same-option 3:43 and 3:37"]),
    (question("question: Q?, answer: A, options: [A, C, A]"), ["same-option 3:45 and 3:39"]),
    (question("question: Q?, answer: A, options: [B, C]"), ["key-not-in-options 3:26"]),
    (question("question: Q?, answer: A, options: [B, a]"), ["key-not-in-options 3:26"]),
    (question("question: Q?, answer: 1.10, options: [1.1, 1.10, 1.100]"), []),
    # Two questions
    (
        HEAD + "- {id: a, question: Q?, answer: A, wrong: [B]}\n" * 2,
        ["duplicate-id 4:8 and 3:3", "duplicate-question 4:21 and 3:3"],
    ),
    (
        question("id: a, question: Q?, answer: A, wrong: [B]")
        + "- {question: R?, answer: A, wrong: [B], id: a}\n",
        ["duplicate-id 4:45 and 3:3"],
    ),
    (HEAD + SOUND + SOUND, ["duplicate-question 4:14 and 3:3"]),
    (HEAD + SOUND + SOUND.replace("Q", "q"), ["duplicate-question 4:14 and 3:3"]),
    (HEAD + SOUND + SOUND.replace("A", "D"), ["duplicate-question 4:14 and 3:3"]),
    (HEAD + SOUND + SOUND.replace("Q", "R"), []),
    # Templates
    (template("from: t, question: '{a}?', answer: '{b}'"), []),
    (template("question: '{a}?', answer: '{b}'"), ["missing-key 3:3"]),
    (template("from: t, question: '{a}?'"), ["missing-key 3:3"]),
    (template("from: s, question: '{a}?', answer: '{b}'"), ["unknown-table 3:10"]),
    (template("from: t, question: '{a}?', answer: '{b}'", ""), ["unknown-table 3:10"]),
    (template("from: t, question: '{a}?', answer: '{c}'"), ["unknown-column 3:40"]),
    (template("from: t, question: '{a}?', answer: '{ b }'"), []),
    (template("from: t, question: '{a?', answer: '{b}'"), ["bad-brace 3:23"]),
    (template("from: t, question: 'a}?', answer: '{b'"), ["bad-brace 3:23", "bad-brace 3:38"]),
    (template("from: t, question: '{{a}}?', answer: '{b}'"),
     ["placeholder 3:23", "duplicate-question 3:23"]),
    (question("question: Q?, answer: '1,000', wrong: [7, 2,000], explanation: E"),
     ["cut-number 3:46"]),
    (HEAD + "- question: Q?\n  explanation: E\n  answer: A\n  wrong:\n  - B\n    - C\n",
     ["joined-lines 7:5"]),
    (template("from: t, question: '{a}?', answer: x"), ["no-distractors 3:3"]),
    (template("from: t, question: '{a}?', answer: '{b}', wrong: [B], options: [A, '{b}']"),
     ["wrong-or-options 3:3"]),
    (template("from: t, question: '{a}?', answer: '{b}', wrong: [two, x]"),
     ["key-in-wrong 3:54 and 3:39"]),
    (template("from: t, question: '{a}?', answer: '{b}', options: [two, '{a}']"),
     ["key-not-in-options 3:39"]),
    (template("from: t, question: '{a}?', answer: '{b}', id: '{a} {b}'"),
     ["bad-id 3:50", "bad-id 3:50"]),
    (template("from: t, question: '{a}?', answer: '{b}', id: same"),
     ["duplicate-id 3:50 and 3:3"]),
    (template(f"from: t, question: '{'{a}' * 300}', answer: '{{b}}'"), ["too-long 3:23"]),
    # What is wrong with a table is not told again of its templates
    (template("from: t, question: '{a}?', answer: '{b}'", "tables: {t: [{a: [], b: c}]}\n"),
     ["wrong-type 4:18"]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_every_problem_is_told_with_its_place(
    problems: Problems, content: str, expected: list[str]
) -> None:
    assert problems(content) == expected


def test_every_code_of_the_checker_is_tested() -> None:
    elsewhere = {
        "alias", "anchor", "tag", "depth", "duplicate-key", "bad-key", "second-document",
        "not-utf-8", "unreadable", "too-large", "no-explanation", "unreachable", "unknown-code",
        "language", "key-first", "similar-question",
    }  # fmt: skip
    codes: set[str] = set()
    for path in Path(quiz.packs.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="error" | "warning" | "_error" | "_warning")
                    | ast.Name(id="report"),
                    args=[ast.Constant(value=str(code)), *_],
                ):
                    codes.add(code)
    tested = {problem.split()[0] for _, expected in CASES for problem in expected}
    assert codes - tested == elsewhere


def test_warnings_are_no_errors(write: Write) -> None:
    checked = check(write(HEAD + SOUND + SOUND.replace("A", "D")), keep=True)
    assert {d.code for d in checked.diagnostics} == {"duplicate-question", "no-explanation"}
    assert checked.errors == 0
    assert checked.pack
    assert len(checked.pack.items) == 2


def test_all_problems_in_one_run(problems: Problems) -> None:
    content = (
        "titel: T\nquestions:\n- {question: Q?, answer: A}\n"
        "- {question: R?, answer: A, wrong: [B, B], difficulty: hrad}\n"
        "- {question: S?, answer: [A], wrong: [B], explanation: ''}\n"
        "- {question: U?, answer: A, options: [B, C]}\nauthor: \n"
    )
    assert problems(content) == [
        "unknown-key 1:1",
        "wrong-or-options 3:3",
        "same-option 4:40 and 4:37",
        "bad-choice 4:56",
        "wrong-type 5:26",
        "empty 5:56",
        "key-not-in-options 6:26",
        "empty 7:8",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("question: Q?, anser: A", "did you mean answer?"),
        ("question: Q?, Answer: A", "did you mean answer?"),
        ("question: Q?, correct: A", "did you mean answer?"),
        ("question: Q?, correct_answer: A", "did you mean answer?"),
        ("q: Q?, answer: A", "did you mean question?"),
        ("STEM: Q?, answer: A", "did you mean question?"),
        ("question: Q?, answer: A, distractors: [B]", "did you mean wrong?"),
        ("question: Q?, answer: A, incorrect_answers: [B]", "did you mean wrong?"),
        ("question: Q?, answer: A, choices: [A, B]", "did you mean options?"),
        ("question: Q?, answer: A, topic: X", "did you mean category?"),
        ("question: Q?, answer: A, level: easy", "did you mean difficulty?"),
        ("question: Q?, answer: A, <<: B", "packs cannot have merge keys: write the keys out"),
        (
            "question: Q?, answer: A, zzz: B",
            "the keys of a question are id, question, answer, wrong, options, difficulty, category,"
            " explanation, source, tags, allow",
        ),
        ("question: Q?, answer: A, wrong: [B], difficulty: Hard", "did you mean hard?"),
        ("question: Q?, answer: Dex, options: [DEX, Kim]", "did you mean DEX?"),
        # A letter or a number stands for an option; a number that differs is another number
        (
            "question: Q?, answer: B, options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Nitrogen`?",
        ),
        (
            "question: Q?, answer: b), options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Nitrogen`?",
        ),
        (
            "question: Q?, answer: 2, options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Nitrogen`? Or `Argon`, if you count from 0?",
        ),
        (
            "question: Q?, answer: 3, options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Argon`?",
        ),
        (
            "question: Q?, answer: 0, options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Oxygen`?",
        ),
        (
            "question: Q?, correct: B, options: [Oxygen, Nitrogen, Argon]",
            "write the text of the answer: `Nitrogen`?",
        ),
        (
            "question: Q?, answer: 1943, options: ['1942', '1944']",
            "write one of the options as the answer, or add the answer to `options`",
        ),
        (
            "question: Q?, answer: Austria, options: [Australia, Africa]",
            "if it is `Australia`, spell both alike; otherwise put the answer among the `options`",
        ),
        (
            "question: Q?, answer: '1,000', options: [1,000, 2,000]",
            'put it in quotes in `options`: "1,000"',
        ),
        (
            "question: Q?, answer: x, options: [a, b, c, d, e, f, g, h, i]",
            "put it in the place of one of the `options`, just as `answer` has it",
        ),
        (
            "question: Q?, answer: A, Answer: B, wrong: [C]",
            "this question has `answer` too: remove one of the two",
        ),
        ("question: Q?, answers: A, wrong: [C]", "did you mean answer?"),
        ("question: Q?, answers: [A, C], answer: A", "did you mean options?"),
        ("question: Q?, answer: A, wrong: 'B, C'", "write `[ ... ]`, or one `- ...` per line"),
        ("question: Q?, answer: [A], wrong: [B]", "write one text, without brackets or `- `"),
        (
            "question: Q?, answer: A, options: [A; B]",
            "write [A, B], or put the text in quotes if it is one answer",
        ),
        ("question: Q?, answer: A, id: a b", "did you mean a-b?"),
    ],
)
def test_what_was_meant(write: Write, written: str, meant: str) -> None:
    assert meant in [problem.hint for problem in check(write(question(written))).diagnostics]


def test_tables_without_templates(write: Write) -> None:
    error, _ = check(write("title: T\n" + TABLE)).diagnostics
    assert error.hint == "add `templates:`, which make questions from the rows of the tables"


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (template("from: T, question: '{a}?', answer: '{b}'"), "did you mean t?"),
        (
            template(
                "from: t, question: '{nmae}?', answer: '{name}'", "tables: {t: [{name: x}]}\n"
            ),
            "did you mean name?",
        ),
    ],
)
def test_what_was_meant_in_a_template(write: Write, content: str, meant: str) -> None:
    assert [problem.hint for problem in check(write(content)).diagnostics] == [meant]


def test_a_key_of_any_length_is_shown_in_short(write: Write) -> None:
    key = "k" * 100_000
    content = (
        HEAD
        + f"- {{? {key} : x, ? {key} : x, question: Q?, answer: A, wrong: [B], explanation: E}}\n"
    )
    checked = check(write(content), called="pack.yaml")
    assert {d.code for d in checked.diagnostics} == {"unknown-key", "duplicate-key"}
    assert all(len(line) - len(str(checked.path)) < 150 for line in checked.text)


def errors(count: int) -> str:
    return HEAD + "".join(f"- {{question: Q{n}?}}\n" for n in range(count))


def test_no_more_errors_than_the_limit(write: Write) -> None:
    few = check(write(errors(diagnostics.MAX_PROBLEMS - 1)))
    assert few.errors == len(few.diagnostics) == diagnostics.MAX_PROBLEMS - 1
    assert not few.text[-1].endswith("are shown")
    many = check(write(errors(diagnostics.MAX_PROBLEMS + 100)), keep=True)
    assert many.errors == len(many.diagnostics) == diagnostics.MAX_PROBLEMS
    assert many.text[-1].endswith("there may be more problems; the first 1,000 are shown")
    assert many.pack is None


def test_warnings_beyond_the_limit_lose_no_question(write: Write) -> None:
    count = diagnostics.MAX_PROBLEMS + 100
    lines = [f"- question: Q{n}?\n  answer: A # B\n  wrong: [C]\n" for n in range(count)]
    checked = check(write(HEAD + "".join(lines)), keep=True)
    cut = [d for d in checked.diagnostics if d.code == "comment"]
    assert len(cut) == diagnostics.MAX_PROBLEMS
    assert checked.errors == 0
    assert checked.pack
    assert len(checked.pack.items) == count


def test_an_error_after_very_many_warnings_is_told(write: Write) -> None:
    count = diagnostics.MAX_PROBLEMS + 100
    lines = [f"- question: Q{n}?\n  answer: A # B\n  wrong: [C]\n" for n in range(count)]
    checked = check(write(HEAD + "".join(lines) + "- {question: R?}\n"), keep=True)
    assert checked.errors == 1
    assert checked.pack is None


@pytest.mark.parametrize("bad", ["\0", "\u202e", "\x1b"])
def test_a_file_full_of_bad_characters(write: Write, bad: str) -> None:
    checked = check(write(HEAD + SOUND + "# " + bad * 5_000))
    assert [d.code for d in checked.diagnostics] == ["bad-character"] * diagnostics.MAX_PROBLEMS


def test_more_questions_than_a_pack_may_ask(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.packs.model.ITEMS", 3)
    lines = [SOUND.replace("Q", f"Q{n}") for n in range(9)]
    assert problems(HEAD + "".join(lines[:3])) == []
    assert problems(HEAD + "".join(lines)) == ["count 6:3"]


def test_more_templates_than_a_pack_may_have(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.packs.model.TEMPLATES", 2)
    one = "- {{from: t, question: 'Q{}{{a}}?', answer: '{{b}}'}}\n"
    three = [one.format(n) for n in range(3)]
    assert problems("title: T\n" + TABLE + "templates:\n" + "".join(three[:2])) == []
    assert problems("title: T\n" + TABLE + "templates:\n" + "".join(three)) == ["count 9:3"]


def test_load_raises_the_first_error(write: Write) -> None:
    path = write("titel: T\n" + HEAD + "- {question: Q # ?\n  , answer: A}\n")
    with pytest.raises(PackError, match=r"pack\.yaml:1:1: error\[unknown-key\]: unknown key `ti"):
        load(path)


def test_a_whole_pack(write: Write) -> None:
    path = write(
        "title: Sums\nauthor: Ann\nlicense: CC0-1.0\nlanguage: en\ndescription: |\n  One\n  two\n"
        "category: Numbers\nquestions:\n"
        "- id: sum\n  question: 1 + 1?\n  answer: 2\n  wrong: [3, 4]\n  difficulty: easy\n"
        "  category: Sums\n  explanation: Count.\n  source: Euclid\n  tags: [plus, one]\n"
        "- question: Is 7 prime?\n  answer: Yes\n  options: [Yes, No]\n",
        "sums.yaml",
    )
    pack = load(path)
    assert pack._replace(items=()) == model.Pack(
        "sums", "Sums", (), "Ann", "CC0-1.0", "en", "One\ntwo"
    )
    one, two = pack.items
    assert one == Item(
        one.uid, "sums", "1 + 1?", "2", ("3", "4"), (), "easy", "Sums", "Count.", "Euclid",
        ("plus", "one"), (), 10, "sum",
    )  # fmt: skip
    assert two == Item(
        two.uid, "sums", "Is 7 prime?", "Yes", ("No",), ("Yes", "No"), category="Numbers", line=19
    )


@pytest.mark.parametrize("first", [True, False])
def test_the_default_category_wherever_it_is_given(write: Write, first: bool) -> None:
    body = "questions:\n" + SOUND + "- {question: R?, answer: A, wrong: [B], category: Own}\n"
    body += "templates:\n- {from: t, question: '{a}?', answer: '{b}'}\n" + TABLE
    parts = ["category: Common\n", body]
    content = "title: T\n" + "".join(parts if first else parts[::-1])
    categories = [item.category for item in load(write(content)).items]
    assert categories == ["Common", "Own", "Common", "Common"]


class TestIdentity:
    """History hangs on it."""

    LINES = (
        "- {id: one, question: Q1?, answer: A, wrong: [B, C]}\n",
        "- {question: Q2?, answer: A, wrong: [B, C]}\n",
        "- {question: Q2?, answer: D, wrong: [B, C]}\n",
        "- {question: Q3?, answer: A, options: [A, B]}\n",
    )

    def uids(self, path: Path) -> dict[tuple[str, str], str]:
        return {(item.stem, item.key): item.uid for item in load(path).items}

    def test_all_differ(self, write: Write) -> None:
        assert len(set(self.uids(write(HEAD + "".join(self.LINES))).values())) == 4

    def test_shuffling_changes_none(self, write: Write) -> None:
        before = self.uids(write(HEAD + "".join(self.LINES)))
        assert self.uids(write(HEAD + "".join(self.LINES[::-1]))) == before

    def test_mending_an_item_changes_no_other(self, write: Write) -> None:
        before = self.uids(write(HEAD + "".join(self.LINES)))
        mended = [self.LINES[0], *self.LINES[2:], "- {question: New?, answer: A, wrong: [B]}\n"]
        after = self.uids(write("title: U\nauthor: A\n" + HEAD[9:] + "".join(mended)))
        del after["New?", "A"], before["Q2?", "A"]
        assert after == before

    def test_an_item_keeps_its_own_through_new_distractors_and_notes(self, write: Write) -> None:
        before = self.uids(write(HEAD + "".join(self.LINES)))
        changed = [line.replace("[B, C]", "[X], explanation: E, tags: [t]") for line in self.LINES]
        assert self.uids(write(HEAD + "".join(changed))) == before

    def test_with_an_id_even_through_a_new_stem_and_key(self, write: Write) -> None:
        line = self.LINES[0]
        before = self.uids(write(HEAD + line))
        after = self.uids(write(HEAD + line.replace("Q1", "Q9").replace("A,", "Z,")))
        assert list(before.values()) == list(after.values())

    def test_without_an_id_in_any_file(self, write: Write) -> None:
        content = HEAD + self.LINES[1]
        assert self.uids(write(content, "a.yaml")) == self.uids(write(content, "b.yaml"))

    def test_the_same_id_in_two_packs_is_not_the_same_item(self, write: Write) -> None:
        content = HEAD + self.LINES[0]
        assert self.uids(write(content, "a.yaml")) != self.uids(write(content, "b.yaml"))

    def test_the_form_of_the_letters_does_not_matter(self, write: Write) -> None:
        content = HEAD + "- {question: 한글?, answer: é, wrong: [B]}\n"
        decomposed = unicodedata.normalize("NFD", content)
        assert decomposed != content
        assert self.uids(write(content)) == self.uids(write(decomposed))


def test_a_diagnostic_for_a_program(write: Write) -> None:
    path = write(HEAD + "- {question: Q?, answer: A, wrong: [B, A], explanation: E}\n")
    (problem,) = check(path).diagnostics
    assert told(problem) == "key-in-wrong 3:40 and 3:26"
    assert problem.as_dict("p.yaml") == {
        "file": "p.yaml", "line": 3, "column": 40, "length": 1, "severity": "error",
        "code": "key-in-wrong", "message": "`A` is both the answer and a wrong answer",
        "hint": "remove it from `wrong`, or correct the answer",
        "related": {"line": 3, "column": 26, "length": 1, "label": "the answer"},
        "edits": [],
    }  # fmt: skip


def test_a_diagnostic_without_a_place_for_a_program(write: Write) -> None:
    (problem,) = check(write("")).diagnostics
    told = problem.as_dict("p.yaml")
    assert (told["line"], told["column"], told["length"], told["related"]) == (None,) * 4


def test_what_can_be_told_of_half_a_question_is_told(write: Write) -> None:
    path = write(
        HEAD
        + "- {question: Q?, awnser: A, wrong: [B, C, B, C], id: x}\n"
        + "- {question: q?, wrong: [B, B], id: x}\n"
        + "- {question: R?, answer: A, wrong: [A, B, B]}\n"
        + "- {question: S?, answer: A, options: [B, B, C]}\n"
        + "- {question: T?, answer: A, wrong: [B, B], options: [A, C, C]}\n"
        + "- {answer: A, wrong: [B, B]}\n"
    )
    assert [told(problem).partition(" and")[0] for problem in check(path).diagnostics] == [
        "unknown-key 3:18", "same-option 3:43", "same-option 3:46",
        "missing-key 4:3", "duplicate-question 4:14", "same-option 4:29", "duplicate-id 4:37",
        "no-explanation 5:14", "key-in-wrong 5:37", "same-option 5:43",
        "key-not-in-options 6:26", "same-option 6:42",
        "wrong-or-options 7:3", "same-option 7:40", "same-option 7:60",
        "missing-key 8:3", "same-option 8:26",
    ]  # fmt: skip


def test_lists_that_hold_other_texts_than_was_meant(write: Write) -> None:
    path = write(
        "title: T\nallow: [no-explanation, odd-option]\nquestions:\n"
        + "- {question: Q?, answer: '1,000', wrong: [2,000, 3,500]}\n"
        + "- {question: R?, answer: '1,000', wrong: ['2,000', 100, 200]}\n"
        + "- question: S?\n  answer: A\n  wrong:\n    - B\n      - C\n"
        + "- question: T?\n  answer: A\n  wrong:\n    - B - C\n"
    )
    assert [told(problem) for problem in check(path).diagnostics] == [
        "cut-number 4:43", "cut-number 4:50", "joined-lines 9:7"
    ]  # fmt: skip
