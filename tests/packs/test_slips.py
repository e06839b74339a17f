from __future__ import annotations

import random

import pytest
import yaml

from quiz.packs import slips
from quiz.packs.check import check
from quiz.packs.diagnostics import Place
from quiz.packs.slips import BACK, WIDE, find, within
from tests.packs.conftest import HEAD, Write, counted, told

FLAT = "- question: Q?\n  answer: A\n"
DEEP = "  - question: Q?\n    answer: A\n"

OTHERWISE = "this line is indented otherwise than its neighbours"
ENDS = "the text in quotes ends here, but the line goes on"
UNCLOSED = "these quotes are not closed"
BELOW = "it belongs below this"
BLANK = "a blank is missing after the"
HOLDS = "a text without quotes cannot hold `: `"
LIST = "5:10 the `[` is here"
BEGINS = "the text in quotes begins here"

CASES = [
    # Tabs
    ("\t- question: Q?\n", "3:1", "this line is indented with a tab", "indent with blanks", ""),
    (FLAT + "\twrong: [B]\n", "5:1", "this line is indented with a tab", "not with tabs", ""),
    (FLAT + "  \twrong: [B]\n", "5:3", "this line is indented with a tab", "not with tabs", ""),
    ("-\tquestion: Q?\n", "3:2", "a tab stands where a blank belongs", "write a blank", ""),
    # Indentation
    (
        "  - question: Q?\n     answer: A\n    wrong: [B]\n",
        "4:6", f"{OTHERWISE}: by 5 blanks, not 4", "the same column", f"3:5 {BELOW}",
    ),
    (
        '  - question: "Q?"\n     answer: A\n    wrong: [B]\n',
        "4:6", f"{OTHERWISE}: by 5 blanks, not 4", "the same column", f"3:5 {BELOW}",
    ),
    (
        "  - question: Q?\n   answer: A\n    wrong: [B]\n",
        "4:4", f"{OTHERWISE}: by 3 blanks, not 4", "the same column", f"3:5 {BELOW}",
    ),
    (
        "  - question: Q?\n  answer: A\n  wrong: [B]\n",
        "4:3", f"{OTHERWISE}: by 2 blanks, not 4", "the same column", f"3:5 {BELOW}",
    ),
    (
        "- question: Q?\n answer: A\n",
        "4:2", f"{OTHERWISE}: by 1 blank, not 2", "the same column", f"3:3 {BELOW}",
    ),
    (
        DEEP + "    wrong:\n      - B\n    - C\n",
        "7:5", f"{OTHERWISE}: by 4 blanks, not 6", "the same column", f"6:7 {BELOW}",
    ),
    (
        DEEP + "- question: R?\n",
        "5:1", f"{OTHERWISE}: by 0 blanks, not 2", "the same column", f"3:3 {BELOW}",
    ),
    (
        FLAT + "author: B\n license: C\n",
        "6:2", f"{OTHERWISE}: by 1 blank, not 0", "the same column", f"5:1 {BELOW}",
    ),
    (
        "tables:\n  t:\n  - Name: a\n     Size: b\n",
        "6:6", f"{OTHERWISE}: by 5 blanks, not 4", "the same column", f"5:5 {BELOW}",
    ),
    (
        "tables:\n  t:\n  - Name: a\n      Size: b\n",
        "6:7", f"{OTHERWISE}: by 6 blanks, not 4", "the same column", f"5:5 {BELOW}",
    ),
    (
        "tables:\n  t:\n  - {Name: a}\n   - Name: b\n",
        "6:4", f"{OTHERWISE}: by 3 blanks, not 2", "the same column", f"5:3 {BELOW}",
    ),
    (FLAT + "  - wrong: B\n", "5:3", OTHERWISE, "stand below each other", ""),
    (DEEP + "    explanation: >\n      a\n     b\n", "7:6", OTHERWISE, "the lines of a text", ""),
    (DEEP + "  question: R?\n", "5:3", "a `-` is missing before this key", "`- `", ""),
    # Blanks and colons
    ("  -question: Q?\n   answer: A\n", "3:3", f"{BLANK} `-`", "`- `", ""),
    (FLAT + "  wrong:\n  -B\n  -C\n", "6:3", f"{BLANK} `-`", "`- `", ""),
    (FLAT + "  wrong:\n  -B\n", "6:3", f"{BLANK} `-`", "`- `", ""),
    ("- question:Q?\n  answer: A\n", "3:11", f"{BLANK} `:`", "`question: `", ""),
    (
        "- question: Q?\n  answer:A\n  wrong: [B]\n",
        "4:9", f"{BLANK} `:`", "`answer: `", "",
    ),
    (FLAT + "  wrong [B]\n", "5:3", "a `:` is missing after `wrong`", "`wrong: `", ""),
    ("- question Q?\n  answer: A\n", "3:3", "a `:` is missing after `question`", "`question:", ""),
    (
        FLAT + "  wrong:\n    - B\n    C\n  source: S\n",
        "7:5", "this line has no `key:` and no `- `", "indented deeper than its key", "",
    ),
    (FLAT + "  source: So: it\n", "5:13", HOLDS, "in quotes", ""),
    (FLAT + "  source: So\n   be it: so\n", "6:9", HOLDS,
     "in quotes", ""),
    (
        FLAT + "  wrong: - B\n",
        "5:10", "a list with a `-` cannot begin on the line of its key", "a line of its own", "",
    ),
    # Quotes
    ("- question: 'What's up?'\n", "3:18", ENDS, "double quotes, or write '' for a '", ""),
    ('- question: "Hamlet" was by whom?\n', "3:20", ENDS, "in single quotes", ""),
    ('- question: "Who said "hi"?"\n', "3:23", ENDS, 'write \\" for a "', ""),
    (FLAT + '  wrong:\n  - "B""\n', "6:8", UNCLOSED, 'put a "', ""),
    (FLAT + '  wrong:\n  - "B"" c"\n', "6:7", ENDS, "in single quotes", ""),
    (FLAT + '  wrong: ["B" c]\n', "5:13", ENDS, "or put a comma after it", ""),
    (
        '- question: "Q?\n  answer: A\n- question: "R?"\n',
        "5:13", ENDS, "at the end of the text that begins in line 3", f"3:13 {BEGINS}",
    ),
    (
        "- question: 'Tis\n  answer: it's\n",
        "4:13", ENDS, "put the text in double quotes", f"3:13 {BEGINS}",
    ),
    ('- question: "One\n    two" three\n', "4:8", ENDS, "in single quotes", f"3:13 {BEGINS}"),
    ('- question: "Q?\n  answer: A\n', "3:13", UNCLOSED, 'put a " at the end', ""),
    ("- question: 'Q?\n---\nx: y\n", "3:13", UNCLOSED, "put a ' at the end", ""),
    (
        '- question: "C:\\q"\n',
        "3:16", "this backslash means nothing in double quotes", "for a backslash", "",
    ),
    # Brackets
    (FLAT + "  wrong: [B, C\n" + FLAT, "5:15", "a `]` is missing", "before it", LIST),
    ("- {question: Q, answer: A\n- {}\n", "3:26", "a `}` is missing", "before it",
     "3:3 the `{` is here"),
    (FLAT + "  wrong: [B", "5:12", "a `]` is missing", "close", LIST),
    (FLAT + "  wrong: [B\n\n\n", "5:12", "a `]` is missing", "close", LIST),
    (FLAT + "  wrong: [B}\n", "5:12", "a `]` is missing: this is a `}`", "", LIST),
    (FLAT + '  wrong: ["B" "C"]\n', "5:15", "a comma is missing before this", "between",
     LIST),
    (
        "- {\n    question: Q,\n    answer: A\n    source: S\n  }\n",
        "5:14", "a comma is missing", "write the comma before it", "3:3 the `{` is here",
    ),
    (
        FLAT + "  wrong: [B, C [sic]]\n",
        "5:16", "a text without quotes in brackets cannot hold a bracket", "in quotes",
        LIST,
    ),
    ("- {question: Q answer: A}\n", "3:16", "a comma is missing before `answer`", "there",
     "3:3 the `{` is here"),
    ("- {answer: Q, wrong [B]}\n", "3:15", "a `:` is missing after `wrong`", "`wrong: `",
     "3:3 the `{` is here"),
    (FLAT + "  wrong: [B]]\n", "5:13", "a `]` too many", "take it out", ""),
    (FLAT + "  source: [sic] so\n", "5:17", "the brackets are closed, but the line goes on",
     "if the brackets belong to the text", ""),
    # Signs
    *(
        (FLAT + f"  source: {text}\n", "5:11", f"a text without quotes cannot begin with {text[0]}",
         "in quotes", "")
        for text in ("*so*", "&", "@so", "%so", "`so`", "}so", ", so", "> so", ">5 so")
    ),
]  # fmt: skip


@pytest.fixture(params=["libyaml", "without libyaml"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Reads with one of the parsers; their words differ."""
    kind: str = request.param
    if kind != "libyaml":
        monkeypatch.setattr(slips, "LOADER", yaml.SafeLoader)
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


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("title: T\n questions:\n  - question: Q?\n", "2:2", f"{OTHERWISE}: by 1 blank, not 0"),
        ("title: T\n  author: B\n", "2:3", f"{OTHERWISE}: by 2 blanks, not 0"),
        ("title: T\nquestions\n- {}\n", "2:1", "a `:` is missing after `questions`"),
        ('title: "T\nauthor: A\n', "1:8", UNCLOSED),
        ("author: {a\n", "1:11", "a `}` is missing"),
    ],
)
def test_a_slip_at_the_top(
    write: Write, loader: str, content: str, place: str, message: str
) -> None:
    problem = check(write(content)).diagnostics[-1]
    assert problem.place
    assert (counted(problem.place), problem.message) == (place, message)


def test_a_question_mark_in_braces_needs_quotes_without_libyaml(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(HEAD + "- {question: Q?, answer: A, wrong: [B]}\n")
    assert not check(path).errors
    monkeypatch.setattr(slips, "LOADER", yaml.SafeLoader)
    (problem,) = check(path).diagnostics
    assert told(problem) == "yaml 3:15 and 3:3"
    assert problem.message == "a text without quotes in brackets cannot hold `?`"


def test_a_question_that_yaml_breaks_off_in_is_not_called_incomplete(write: Write) -> None:
    whole = "- {question: R?, answer: A}\n"
    content = HEAD + whole + "- question: Q?\n answer: A\n wrong: [B]\n"
    assert [told(p) for p in check(write(content)).diagnostics] == [
        "wrong-or-options 3:3",
        "yaml 5:2 and 4:3",
    ]


def test_a_place_beyond_the_end_is_the_end_of_the_last_line() -> None:
    lines = {6: "a: b", 7: "  c  ", 8: ""}
    assert within(lines, Place(9, 0)) == (7, 3, 1)
    assert within(lines, Place(8, 0)) == (8, 0, 1)
    assert within({}, Place(9, 0)) == (9, 0, 1)


def test_what_is_too_long_is_not_looked_at() -> None:
    here = Place(3, 0)
    assert find({3: "\tx"}, here, None)
    assert find({3: "\t" + "x" * WIDE}, here, None) is None
    assert find({0: "x" * WIDE, 3: "\tx"}, here, Place(0, 0)) is None


def test_an_opening_quote_far_above_is_still_shown(write: Write) -> None:
    content = HEAD + '- question: "Q?\n' + "- x\n" * (2 * BACK)
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
                slip = find(lines, here, begun)
                assert slip is None or slip.message


def test_every_cut_of_a_pack_is_read(write: Write, loader: str) -> None:
    pack = HEAD + "- question: 'Q?'\n  answer: [\"A\", {b: c}]\n  wrong:\n  - >\n    *B\n"
    draw = random.Random(1)
    for at in range(len(pack)):
        for sign in ("", draw.choice(SIGNS)):
            check(write(pack[:at] + sign + pack[at + 1 :]))
            check(write(pack[:at] + sign))
