from __future__ import annotations

import random
import unicodedata

import pytest
import yaml

from quiz.packs import context, reader
from quiz.packs.check import check, load
from quiz.packs.source import BLOCK_SIZE
from tests.packs.conftest import HEAD, SOUND, Problems, Write

PACK = HEAD + SOUND


def stem(text: str) -> str:
    """A pack whose only question's text is written like this, in line 3 from column 13 on."""
    return HEAD + f"- question: {text}\n  answer: A\n  wrong: [B]\n"


@pytest.mark.parametrize(
    "written",
    ["No", "yes", "on", "null", "~", "22:00", "08:30", "1.10", "007", "0x1F", "1_000", "1e3",
     ".inf", "2025-07-21", "2025-02-30", "2001-12-14t21:59:43.10-05:00", "=", "3.", "+12", "-1"],
)  # fmt: skip
def test_every_text_is_kept_as_typed(write: Write, written: str) -> None:
    content = HEAD + f"- {{question: {written}, answer: {written}, options: [{written}, B]}}\n"
    (item,) = load(write(content)).items
    assert (item.stem, item.key, item.options) == (written, written, (written, "B"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It's {really} [so]?", "It's {really} [so]?"),
        ("'It''s #1: so?'", "It's #1: so?"),
        ('"Tab\\tand \\"quotes\\" \\u00e9\\x41"', 'Tab and "quotes" éA'),
        ("C# or F#?", "C# or F#?"),
        ("one\n    two", "one two"),
        ("|-\n    one\n    two", "one\ntwo"),
        (">-\n    one\n    two", "one two"),
        ('"  spaces around  "', "spaces around"),
        ("a:b http://c", "a:b http://c"),
    ],
)
def test_texts_in_every_style(write: Write, written: str, read: str) -> None:
    assert load(write(stem(written))).items[0].stem == read


def test_text_is_composed(write: Write) -> None:
    decomposed = unicodedata.normalize("NFD", "한글 é")
    assert decomposed != "한글 é"
    assert load(write(stem(decomposed))).items[0].stem == "한글 é"
    assert load(write(stem(f'"{decomposed}"'))).items[0].stem == "한글 é"
    assert load(write(stem('"e\\u0301"'))).items[0].stem == "é"


def test_keys_are_composed_before_they_are_compared(problems: Problems) -> None:
    pack = PACK + "tables:\n  t:\n  - {e\u0301: x, \u00e9: y}\n"
    assert problems(pack) == ["duplicate-key 6:13 and 6:6"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ["empty"]),
        ("\n\n  \n", ["empty"]),
        ("# only a comment\n", ["empty"]),
        ("\ufeff", ["empty"]),
        ("---\n", ["not-a-pack 2:1"]),
        ("just text\n", ["not-a-pack 1:1"]),
        ("\n\n- a\n- b\n", ["not-a-pack 3:1"]),
        ("[a, b]", ["not-a-pack 1:1"]),
        ("{}", ["missing-key 1:1", "no-questions"]),
    ],
)
def test_files_that_are_no_pack(problems: Problems, content: str, expected: list[str]) -> None:
    assert sorted(problems(content)) == sorted(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Anchors and aliases
        ("title: &t T\n" + "questions:\n" + SOUND, ["anchor 1:8"]),
        (HEAD + "- &q " + SOUND[2:], ["anchor 3:3"]),
        (HEAD + "- {question: Q?, answer: A, wrong: &w [B]}\n", ["anchor 3:36"]),
        (HEAD + "- {&k question: Q?, answer: A, wrong: [B]}\n", ["anchor 3:4"]),
        (HEAD + "- {question: Q?, answer: A, wrong: [&o B]}\n", ["anchor 3:37"]),
        (HEAD + '- {question: Q?, answer: A, wrong: [&o "B"]}\n', ["anchor 3:37"]),
        ("title: T\nquestions: &all\n" + SOUND, ["anchor 2:12"]),
        ("title: *t\nquestions:\n" + SOUND, ["alias 1:8"]),
        (HEAD + "- {question: Q?, answer: A, wrong: [*o]}\n", ["alias 3:37"]),
        (PACK + "- *q\n", ["alias 4:3", "wrong-type 4:3"]),
        (PACK + "*k : 1\n", ["alias 4:1"]),
        # Merges
        (PACK + "<<: {author: A}\n", ["unknown-key 4:1"]),
        (HEAD + "- {<<: *q, question: Q?, answer: A, wrong: [B]}\n",
         ["unknown-key 3:4", "alias 3:8"]),
        # Tags
        ("title: !!str T\nquestions:\n" + SOUND, ["tag 1:8"]),
        ("title: ! T\nquestions:\n" + SOUND, ["tag 1:8"]),
        (HEAD + "- {question: Q?, answer: ! A, wrong: [! B, C]}\n", ["tag 3:26", "tag 3:39"]),
        (HEAD + '- {question: Q?, !k answer: A, wrong: [!t "B"]}\n', ["tag 3:18", "tag 3:40"]),
        ('title: !!int "1"\nquestions:\n' + SOUND, ["tag 1:8"]),
        ("title: !!python/object/apply:os.system [id]\n", ["tag 1:8", "wrong-type 1:8"]),
        (HEAD + "- !!map " + SOUND[2:], ["tag 3:3"]),
        (HEAD + "- {question: Q?, answer: A, wrong: !!set [B]}\n", ["tag 3:36"]),
        (HEAD + "- {question: Q?, answer: A, wrong: [&a !!str B]}\n", ["anchor 3:37", "tag 3:37"]),
        # Keys
        ("title: T\nauthor: A\n# ...\nauthor: B\nquestions:\n" + SOUND,
         ["duplicate-key 4:1 and 2:1"]),
        (PACK + "questions:\n" + SOUND, ["duplicate-key 4:1 and 2:1"]),
        (HEAD + "- {question: Q?, answer: A, answer: B, wrong: [C]}\n",
         ["duplicate-key 3:29 and 3:18"]),
        (HEAD + '- {question: Q?, answer: A, "answer": B, wrong: [C]}\n',
         ["duplicate-key 3:29 and 3:18"]),
        (PACK + "[a, b]: c\n", ["bad-key 4:1"]),
        (PACK + "? [a, b]\n: [c, d]\n", ["bad-key 4:3"]),
        (PACK + "{a: b}: {c: d}\n{a: b}: c\n", ["bad-key 4:1", "bad-key 5:1"]),
        (HEAD + "- {[a]: b, question: Q?, answer: A, wrong: [B]}\n", ["bad-key 3:4"]),
        # Documents
        (PACK + "---\ntitle: U\n", ["second-document 4:1"]),
        (PACK + "...\n---\n", ["second-document 5:1"]),
        ("---\n" + PACK + "...\n", []),
        ("%YAML 1.1\n---\n" + PACK, []),
        # Syntax
        ("title: The Defects: cast\n", ["yaml 1:19"]),
        ("title: T\n\tauthor: A\n", ["yaml 2:1"]),
        ("title: @home\n", ["yaml 1:8"]),
        ("title: T\n  author: A\n", ["yaml 2:3 and 1:1"]),
        (HEAD + "- question: Q?\n answer: A\n", ["yaml 4:2 and 3:3"]),
        ('title: "T\nquestions:\n', ["yaml 1:8", "empty 2:11"]),
        ("title: 'T\n", ["yaml 1:8"]),
        ('title: "\\q"\n', ["yaml 1:9"]),
        ("author: {a\n", ["yaml 1:11 and 1:9"]),
        ("{title: T}}\n", ["yaml 1:11"]),
    ],
)  # fmt: skip
def test_what_yaml_may_not_hold(problems: Problems, content: str, expected: list[str]) -> None:
    assert problems(content) == expected


def test_the_whole_file_is_checked_although_a_construct_was_refused(problems: Problems) -> None:
    content = HEAD + "- &a {question: Q?, answer: !!str A, wrong: [*a]}\n- {question: R?}\n"
    assert problems(content) == ["anchor 3:3", "tag 3:29", "alias 3:46", "missing-key 4:3"]


def test_after_a_syntax_error_nothing_is_called_missing(problems: Problems) -> None:
    content = "questions:\n" + SOUND + "- [\ntitle: T\n"
    assert [problem.split()[0] for problem in problems(content)] == ["yaml"]


def test_after_a_syntax_error_no_table_is_called_missing(problems: Problems) -> None:
    template = "- {from: t, question: '{a}?', answer: '{b}'}\n"
    content = (
        "title: T\ntemplates:\n"
        + template
        + "author: @\ntables:\n  t: [{a: b, b: c}, {a: c, b: d}]\n"
    )
    assert problems(content) == ["yaml 4:9"]
    hidden = content.replace("tables:", "taples")
    assert problems(hidden) == ["yaml 4:9"]
    assert problems("title: T\ntemplates:\n" + template) == ["unknown-table 3:10"]


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_nesting_beyond_sixteen_levels_is_refused(problems: Problems, bracket: str) -> None:
    content = "title: T\nx:\n " + bracket * 17
    (problem,) = [p for p in problems(content) if not p.startswith("unknown-key")]
    assert problem == f"depth 3:{15 * len(bracket) + 2}"


@pytest.mark.parametrize("count", [24_000, 100_000])
@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_any_depth_of_nesting_is_only_refused(problems: Problems, count: int, bracket: str) -> None:
    content = "title: T\nx:\n " + bracket * count
    found = [p.split()[0] for p in problems(content) if not p.startswith("unknown-key")]
    assert found in (["depth"], ["yaml"])  # some YAML libraries refuse by themselves


def test_sixteen_levels_are_deep_enough(problems: Problems) -> None:
    content = PACK + "x: " + "[" * 15 + "]" * 15 + "\n"
    assert problems(content) == ["unknown-key 4:1"]
    content = PACK + "x: " + "[" * 16 + "]" * 16 + "\n"
    assert problems(content) == ["unknown-key 4:1", "depth 4:19"]


def test_a_bomb_of_aliases(problems: Problems) -> None:
    levels = ["a0: &a0 [x, x]\n"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)]
    found = problems(PACK + "".join(levels))
    assert found.count("alias 5:10") == 1
    assert sum(p.startswith("alias") for p in found) == 8 * 9
    assert sum(p.startswith("anchor") for p in found) == 9


def test_a_bomb_of_merges(problems: Problems) -> None:
    levels = ["m0: &m0 {k: v}\n"]
    levels += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 8)]
    found = problems(PACK + "".join(levels))
    assert sum(p.startswith("alias") for p in found) == 7 * 9


@pytest.mark.parametrize(
    "content",
    [
        PACK + "x: {y: [" + "a," * reader.MAX_WIDTH + "a]}\n",
        PACK + "x: {y: {" + "".join(f"k{n}: v, " for n in range(reader.MAX_WIDTH + 1)) + "}}\n",
    ],
    ids=["list", "mapping"],
)
def test_lists_and_mappings_too_wide_for_memory(problems: Problems, content: str) -> None:
    assert problems(content) == ["too-large 4:8"]


def test_lists_and_mappings_as_wide_as_they_may_be(problems: Problems) -> None:
    content = PACK + "x: {y: [" + "a," * (reader.MAX_WIDTH - 1) + "a]}\n"
    content += "z: {" + "".join(f"k{n}: v, " for n in range(reader.MAX_WIDTH)) + "}\n"
    assert problems(content) == ["unknown-key 4:1", "unknown-key 5:1"]


def test_an_entry_too_large_for_memory(problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_NODES", 100)
    rows = ", ".join(["[a, a, a, a, a, a, a, a, a]"] * 9)
    assert problems(PACK + f"x: {{y: [{rows}]}}\nz: {{y: [{rows}]}}\n") == [
        "unknown-key 4:1",
        "unknown-key 5:1",
    ]
    assert problems(PACK + f"x: {{y: [{rows}], z: [{rows}]}}\n")[0].startswith("too-large 4:")


def test_many_questions_are_not_one_large_entry(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_NODES", 10)
    monkeypatch.setattr(reader, "MAX_WIDTH", 10)
    content = HEAD + "".join(SOUND.replace("Q?", f"Q{n}?") for n in range(30))
    assert problems(content) == []


class TestComments:
    """`# ` ends an unquoted text without a word."""

    @pytest.mark.parametrize(
        ("text", "column"),
        [
            ("What is C #1?", 23),
            ("What is C   #1?", 25),
            ("What is C\t# then?", 23),
            ("한글 질문 # 주석", 19),
            ("one\n    two # three", 9),
            ("a 'quoted #1' # b", 23),
        ],
    )
    def test_the_cut_is_told_with_its_place(
        self, problems: Problems, text: str, column: int
    ) -> None:
        line = 3 + text.count("\n")
        assert problems(stem(text)) == [f"comment {line}:{column}"]

    @pytest.mark.parametrize(
        "text",
        [
            '"What is C #1?"',
            "'What is C #1?'",
            '"What is C?" # a comment',
            "|-\n    What is C #1?",
            ">-\n    What is C #1?",
            "What is C#?",
            "What is C?\n# a comment in a line of its own",
        ],
    )
    def test_none_is_told_where_nothing_is_cut(self, problems: Problems, text: str) -> None:
        assert problems(stem(text)) == []

    def test_none_is_told_of_what_is_no_prose(self, problems: Problems) -> None:
        content = (
            "title: T # the title\ncategory: C # for all\nquestions: # here\n"
            "- id: one # a name\n  question: Q?\n  answer: A\n  wrong: [B]\n"
            "  difficulty: easy # or hard\n  tags: [a] # words\n  source: S # page\n"
        )
        assert problems(content) == []

    def test_each_text_of_a_line_is_judged_by_itself(self, problems: Problems) -> None:
        content = HEAD + '- {question: "A #1?", answer: B, wrong: [C, "D #2"]} # {\n'
        assert problems(content) == []
        content = HEAD + '- {question: "A #1?", answer: B, wrong: ["D #2", E # F\n  ]}\n'
        assert problems(content) == ["comment 3:52"]

    def test_it_is_a_warning_and_the_rest_of_the_text_stands(self, write: Write) -> None:
        path = write(stem("What is C #1?"))
        assert check(path).errors == 0
        assert load(path).items[0].stem == "What is C"

    def test_a_text_that_is_all_comment(self, problems: Problems, write: Write) -> None:
        assert problems(stem("# What?")) == ["empty 3:12"]
        (line,) = [line for line in check(write(stem("# What?"))).text if " = " in line]
        assert line.endswith("= put quotes around a text that starts with #")

    def test_all_through_a_long_file(self, problems: Problems) -> None:
        content, expected = HEAD, []
        fill = random.Random(1)
        for number in range(900):
            line = f"- {{question: Q{number}?, answer: A, wrong: [B # c\n"
            expected.append(f"comment {content.count(chr(10)) + 1}:{line.index('#') + 1}")
            content += line + "  ]}\n" + "# " + "x" * fill.randrange(1000) + " # y\n"
        assert len(content) > 5 * BLOCK_SIZE
        assert problems(content) == expected

    @pytest.mark.parametrize("gap", range(-5, 5))
    def test_around_the_border_of_a_block(self, problems: Problems, gap: int) -> None:
        content = HEAD + SOUND
        content += "#" * (BLOCK_SIZE - len(content) - len("\n- question: What") + gap)
        content += "\n- question: What  # is?\n  answer: A\n  wrong: [B]\n"
        assert problems(content) == ["comment 5:19"]


def test_both_loaders_of_the_library_read_alike(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (
        "title: T\nquestions:\n- question: &q 한글 #1\n  answer: !!str A\n  answer: B\n"
        '  wrong: ["x\\t\\e", *q, A # note\n    ]\n  [a]: b\n- question: |\n    One\n    two\n'
        "  answer: '1'\n  options: [1, 2]\ntables:\n  t:\n  - {a: b, c: d}\n---\n"
    )
    fast = check(write(content))
    monkeypatch.setattr(context, "LOADER", yaml.SafeLoader)
    slow = check(write(content))
    assert (slow.text, slow.items) == (fast.text, fast.items)
    assert len(fast.diagnostics) > 7
