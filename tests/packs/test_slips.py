from __future__ import annotations

import random

import pytest
import yaml

from quiz.packs import context as error_context
from quiz.packs.check import check
from quiz.packs.context import LINES_BEFORE, MAX_LINE, ErrorContext
from quiz.packs.diagnostics import Place
from quiz.packs.slips import find_slip
from tests.packs.conftest import HEAD, Write, counted, told

FLAT = "- question: Q?\n  answer: A\n"
DEEP = "  - question: Q?\n    answer: A\n"

INDENTED = "inconsistent indentation"
ENDS = "unexpected text after this closing quote"
UNCLOSED = "this quote is never closed"
ALIGN = "it should line up with this"
SPACE = "missing space after"
COLON = "text without quotes cannot contain `: `"
LIST = "5:10 the `[` is here"
STARTS = "the quoted text starts here"
NEXT = "the next quote is here"

CASES = [
    # Tabs
    ("\t- question: Q?\n", "3:1", "this line is indented with a tab", "indent with spaces", ""),
    (FLAT + "\twrong: [B]\n", "5:1", "this line is indented with a tab", "not tabs", ""),
    (FLAT + "  \twrong: [B]\n", "5:3", "this line is indented with a tab", "not tabs", ""),
    ("-\tquestion: Q?\n", "3:2", "there is a tab where a space is needed", "with a space", ""),
    # Indentation
    (
        "  - question: Q?\n     answer: A\n    wrong: [B]\n",
        "4:6", f"{INDENTED}: 5 spaces instead of 4", "indent this line with", f"3:5 {ALIGN}",
    ),
    (
        '  - question: "Q?"\n     answer: A\n    wrong: [B]\n',
        "4:6", f"{INDENTED}: 5 spaces instead of 4", "indent this line with", f"3:5 {ALIGN}",
    ),
    (
        "  - question: Q?\n   answer: A\n    wrong: [B]\n",
        "4:4", f"{INDENTED}: 3 spaces instead of 4", "indent this line with", f"3:5 {ALIGN}",
    ),
    (
        "  - question: Q?\n  answer: A\n  wrong: [B]\n",
        "4:3", f"{INDENTED}: 2 spaces instead of 4", "indent this line with", f"3:5 {ALIGN}",
    ),
    (
        "- question: Q?\n answer: A\n",
        "4:2", f"{INDENTED}: 1 space instead of 2", "indent this line with", f"3:3 {ALIGN}",
    ),
    (
        DEEP + "    wrong:\n      - B\n    - C\n",
        "7:5", f"{INDENTED}: 4 spaces instead of 6", "indent this line with", f"6:7 {ALIGN}",
    ),
    (
        DEEP + "- question: R?\n",
        "5:1", f"{INDENTED}: 0 spaces instead of 2", "indent this line with", f"3:3 {ALIGN}",
    ),
    (
        FLAT + "author: B\n license: C\n",
        "6:2", f"{INDENTED}: 1 space instead of 0", "do not indent", f"5:1 {ALIGN}",
    ),
    (
        "tables:\n  t:\n  - Name: a\n     Size: b\n",
        "6:6", f"{INDENTED}: 5 spaces instead of 4", "indent this line with", f"5:5 {ALIGN}",
    ),
    (
        "tables:\n  t:\n  - Name: a\n      Size: b\n",
        "6:7", f"{INDENTED}: 6 spaces instead of 4", "indent this line with", f"5:5 {ALIGN}",
    ),
    (
        "tables:\n  t:\n  - {Name: a}\n   - Name: b\n",
        "6:4", f"{INDENTED}: 3 spaces instead of 2", "indent this line with", f"5:3 {ALIGN}",
    ),
    (FLAT + "  - wrong: B\n", "5:3", INDENTED, "must each start in one column", ""),
    (DEEP + "    explanation: >\n      a\n     b\n", "7:6", INDENTED, "lines of a text", ""),
    (DEEP + "  question: R?\n", "5:3", "missing `- ` before this key", "`- `", ""),
    # Spaces and colons
    ("  -question: Q?\n   answer: A\n", "3:3", f"{SPACE} `-`", "`- `", ""),
    (FLAT + "  wrong:\n  -B\n  -C\n", "6:3", f"{SPACE} `-`", "`- `", ""),
    (FLAT + "  wrong:\n  -B\n", "6:3", f"{SPACE} `-`", "`- `", ""),
    ("- question:Q?\n  answer: A\n", "3:11", f"{SPACE} `:`", "`question: `", ""),
    (
        "- question: Q?\n  answer:A\n  wrong: [B]\n",
        "4:9", f"{SPACE} `:`", "`answer: `", "",
    ),
    (FLAT + "  wrong [B]\n", "5:3", "missing `:` after `wrong`", "`wrong: `", ""),
    ("- question Q?\n  answer: A\n", "3:3", "missing `:` after `question`", "`question:", ""),
    (
        FLAT + "  wrong:\n    - B\n    C\n  source: S\n",
        "7:5", "this line has neither `key:` nor `- `", "indent it deeper than the key", "",
    ),
    (FLAT + "  source: So: it\n", "5:13", COLON, "in quotes", ""),
    (FLAT + "  source: So\n   be it: so\n", "6:9", COLON,
     "in quotes", ""),
    (
        FLAT + "  wrong: - B\n",
        "5:10", "a list with `- ` cannot start on the line of its key", "its own line", "",
    ),
    # Quotes
    ("- question: 'What's up?'\n", "3:18", ENDS, "double quotes, or write '' for a '", ""),
    ('- question: "Hamlet" was by whom?\n', "3:20", ENDS, "in single quotes", ""),
    ('- question: "Who said "hi"?"\n', "3:23", ENDS, 'write \\" for a "', ""),
    (FLAT + '  wrong:\n  - "B""\n', "6:8", UNCLOSED, 'add a "', ""),
    (FLAT + '  wrong:\n  - "B"" c"\n', "6:7", ENDS, "in single quotes", ""),
    (FLAT + '  wrong: ["B" c]\n', "5:13", ENDS, "or add a comma after it", ""),
    (
        '- question: "Q?\n  answer: A\n- question: "R?"\n  answer: B\n  wrong: [C]\n',
        "3:13", UNCLOSED, 'add a " at the end of the text', f"5:13 {NEXT}",
    ),
    (
        "- question: 'Tis\n  answer: it's\n",
        "3:13", UNCLOSED, "put the text in double quotes", f"4:13 {NEXT}",
    ),
    ('- question: "One\n    two" three\n', "4:8", ENDS, "in single quotes", f"3:13 {STARTS}"),
    ('- question: "Q?\n  answer: A\n', "3:13", UNCLOSED, 'add a " at the end', ""),
    ("- question: 'Q?\n---\nx: y\n", "3:13", UNCLOSED, "add a ' at the end", ""),
    (
        '- question: "C:\\q"\n',
        "3:16", "unknown escape in double quotes", "for a backslash", "",
    ),
    # Brackets
    (FLAT + "  wrong: [B, C\n" + FLAT, "5:15", "missing `]`", "before it", LIST),
    (
        "- {question: Q, answer: A\n- {question: R, answer: B, wrong: [C]}\n",
        "3:26", "missing `}`", "before it", "3:3 the `{` is here",
    ),
    (FLAT + "  wrong: [B", "5:12", "missing `]`", "close", LIST),
    (FLAT + "  wrong: [B\n\n\n", "5:12", "missing `]`", "close", LIST),
    (FLAT + "  wrong: [B}\n", "5:12", "expected `]`, found `}`", "", LIST),
    (FLAT + '  wrong: ["B" "C"]\n', "5:15", "missing comma before this", "between",
     LIST),
    (
        "- {\n    question: Q,\n    answer: A\n    source: S\n  }\n",
        "5:14", "missing comma", "write the comma before it", "3:3 the `{` is here",
    ),
    (
        FLAT + "  wrong: [B, C [sic]]\n",
        "5:16", "text without quotes in brackets cannot contain a bracket", "in quotes",
        LIST,
    ),
    ("- {question: Q answer: A}\n", "3:16", "missing comma before `answer`", "comma before it",
     "3:3 the `{` is here"),
    ("- {answer: Q, wrong [B]}\n", "3:15", "missing `:` after `wrong`", "`wrong: `",
     "3:3 the `{` is here"),
    (FLAT + "  wrong: [B]]\n", "5:13", "unmatched `]`", "remove it", ""),
    (FLAT + "  source: [sic] so\n", "5:17", "unexpected text after the closing bracket",
     "if the brackets are part of the text", ""),
    # Signs
    *(
        (FLAT + f"  source: {text}\n", "5:11", f"text without quotes cannot start with {text[0]}",
         "in quotes", "")
        for text in ("*so*", "&", "@so", "%so", "`so`", "}so", ", so", "> so", ">5 so")
    ),
]  # fmt: skip


@pytest.fixture(params=["libyaml", "without libyaml"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Reads with one of the parsers; their words differ."""
    kind: str = request.param
    if kind != "libyaml":
        monkeypatch.setattr(error_context, "LOADER", yaml.SafeLoader)
    return kind


@pytest.mark.parametrize(("rest", "place", "message", "hint", "related"), CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_slip_is_told_at_its_place(
    write: Write,
    loader: str,
    rest: str,
    place: str,
    message: str,
    hint: str,
    related: str,
    end: str,
) -> None:
    content = (HEAD + rest.replace("Q?,", "Q,")).replace("\n", end)
    problems = [p for p in check(write(content)).diagnostics if p.severity == "error"]
    problem = next(p for p in problems if p.code == "yaml")
    assert "missing-key" not in {p.code for p in problems}
    assert problem.place
    assert (counted(problem.place), problem.message) == (place, message)
    assert hint in problem.hint
    second = problem.related
    assert (f"{counted(second.place)} {second.label}" if second else "") == related


WRONG = "  wrong: [B]\n"


@pytest.mark.parametrize(
    ("broken", "hint", "fixed"),
    [
        (FLAT + "\twrong: [B]\n", "indent with spaces, not tabs", FLAT + WRONG),
        (FLAT + "   wrong: [B]\n", "indent this line with 2 spaces", FLAT + WRONG),
        (FLAT + WRONG + " license: C\n", "do not indent this line", FLAT + WRONG + "license: C\n"),
        (FLAT + "  wrong [B]\n", "write `wrong: `", FLAT + WRONG),
        (FLAT + "  wrong: [B\n  tags: []\n", "write the `]` before it",
         FLAT + WRONG + "  tags: []\n"),
        (FLAT + "  wrong: [B]]\n", "remove it", FLAT + WRONG),
        (FLAT + '  wrong: ["B" "C"]\n', "put a comma between", FLAT + '  wrong: ["B", "C"]\n'),
        (FLAT + WRONG + "  source: So: it\n", "the whole text in quotes",
         FLAT + WRONG + "  source: 'So: it'\n"),
        (FLAT + WRONG + "  source: 'it's'\n", "put the whole text in double quotes",
         FLAT + WRONG + '  source: "it\'s"\n'),
        (FLAT + WRONG + '  source: "C:\\q"\n', "put the text in single quotes",
         FLAT + WRONG + "  source: 'C:\\q'\n"),
        ("- {question: Q answer: A, wrong: [B]}\n", "add a comma before it",
         "- {question: Q , answer: A, wrong: [B]}\n"),
        ("-question: Q?\n  answer: A\n" + WRONG, "write `- `", FLAT + WRONG),
    ],
)  # fmt: skip
def test_a_hint_that_is_followed_to_the_letter_fixes_the_problem(
    write: Write, loader: str, broken: str, hint: str, fixed: str
) -> None:
    problem = next(p for p in check(write(HEAD + broken)).diagnostics if p.code == "yaml")
    assert hint in problem.hint
    assert not check(write(HEAD + fixed)).errors


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("title: T\n questions:\n  - question: Q?\n", "2:2", f"{INDENTED}: 1 space instead of 0"),
        ("title: T\n  author: B\n", "2:3", f"{INDENTED}: 2 spaces instead of 0"),
        ("title: T\nquestions\n- {}\n", "2:1", "missing `:` after `questions`"),
        ('title: "T\nauthor: A\n', "1:8", UNCLOSED),
        ("author: {a\n", "1:11", "missing `}`"),
    ],
)
def test_a_slip_at_the_top(
    write: Write, loader: str, content: str, place: str, message: str
) -> None:
    problem = next(p for p in check(write(content)).diagnostics if p.code == "yaml")
    assert problem.place
    assert (counted(problem.place), problem.message) == (place, message)


def test_a_question_mark_in_braces_needs_quotes_without_libyaml(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(HEAD + "- {question: Q?, answer: A, wrong: [B]}\n")
    assert not check(path).errors
    monkeypatch.setattr(error_context, "LOADER", yaml.SafeLoader)
    (problem,) = check(path).diagnostics
    assert told(problem) == "yaml 3:15 and 3:3"
    assert problem.message == "text without quotes in brackets cannot contain `?`"


def test_a_question_that_yaml_breaks_off_in_is_not_called_incomplete(write: Write) -> None:
    whole = "- {question: R?, answer: A}\n"
    content = HEAD + whole + "- question: Q?\n answer: A\n wrong: [B]\n"
    assert [told(p) for p in check(write(content)).diagnostics] == [
        "wrong-or-options 3:3",
        "yaml 5:2 and 4:3",
    ]


def test_a_place_beyond_the_end_is_the_end_of_the_last_line() -> None:
    lines = {6: "a: b", 7: "  c  ", 8: ""}
    context = ErrorContext(lines, Place(9, 0), None)
    assert context.within(Place(9, 0)) == (7, 3, 1)
    assert context.within(Place(8, 0)) == (8, 0, 1)
    assert ErrorContext({}, Place(9, 0), None).within(Place(9, 0)) == (9, 0, 1)


def test_what_is_too_long_is_not_looked_at() -> None:
    here = Place(3, 0)
    assert find_slip(ErrorContext({3: "\tx"}, here, None))
    assert find_slip(ErrorContext({3: "\t" + "x" * MAX_LINE}, here, None)) is None
    assert find_slip(ErrorContext({0: "x" * MAX_LINE, 3: "\tx"}, here, Place(0, 0))) is None


def test_an_opening_quote_far_above_is_still_shown(write: Write) -> None:
    content = HEAD + '- question: "Q?\n' + "# x\n" * (2 * LINES_BEFORE)
    (problem,) = check(write(content)).diagnostics
    assert (told(problem), problem.message) == ("yaml 3:13", UNCLOSED)


SIGNS = [*"abc:-[]{},'\"\\*&!|>@`%?# \t\n", "- ", ": ", "\n  ", "answer: ", "- question: ", "\x00"]


@pytest.mark.parametrize("seed", range(200))
def test_nothing_makes_it_fail(seed: int) -> None:
    draw = random.Random(seed)
    texts = "".join(draw.choices(SIGNS, k=60)).split("\n")
    lines = {line: text for line, text in enumerate(texts, 3) if draw.random() < 0.9}
    for line in range(2, 5 + len(texts)):
        for column in range(0, 12):
            here = Place(line, column)
            for begun in (None, Place(draw.randrange(line + 2), draw.randrange(6)), here):
                slip = find_slip(ErrorContext(lines, here, begun))
                assert slip is None or slip.message


def test_every_cut_of_a_pack_is_read(write: Write, loader: str) -> None:
    pack = HEAD + "- question: 'Q?'\n  answer: [\"A\", {b: c}]\n  wrong:\n  - >\n    *B\n"
    draw = random.Random(1)
    for at in range(len(pack)):
        for sign in ("", draw.choice(SIGNS)):
            check(write(pack[:at] + sign + pack[at + 1 :]))
            check(write(pack[:at] + sign))
