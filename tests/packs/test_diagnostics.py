from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from quiz.packs.check import check
from quiz.packs.diagnostics import EXCERPT_WIDTH, Diagnostic, Excerpt, Place, render
from quiz.text import UNSAFE, width
from tests.packs.conftest import HEAD, SOUND, Write


def underlined(lines: list[str]) -> list[str]:
    """The texts above the carets, judged by columns of a terminal."""
    found = []
    for above, below in pairwise(lines):
        head, bar, marks = below.partition(" | ")
        if bar and not head.strip() and marks.strip():
            marks = marks.replace("first here", "").rstrip("abcdefghijklmnopqrstuvwxyz ")
            start = width(below[: below.index(marks.strip())])
            found.append(columns(above, start, start + len(marks.strip())))
    return found


def columns(text: str, start: int, end: int) -> str:
    """The part of a text that a terminal shows from one column to another."""
    ends = {width(text[:n]): n for n in range(len(text) + 1)}
    return text[ends[start] : ends[end]]


QUIET = "title: T\nallow: [no-explanation]\nquestions:\n"


def report(path: Path) -> list[str]:
    return check(path).text


def test_a_report_reads_like_a_compilers(write: Write) -> None:
    path = write(QUIET + "- {question: Q?, anser: A, wrong: [C, D]}\n")
    assert report(path) == [
        f"{path}:4:18: error[unknown-key]: unknown key `anser` in this question",
        "  4 | - {question: Q?, anser: A, wrong: [C, D]}",
        "    |                  ^^^^^",
        "    = did you mean answer?",
    ]


def test_two_places(write: Write) -> None:
    path = write(
        HEAD + SOUND * 8 + "- question: Z?\n  answer: Two words\n  wrong: [B, Two words]\n"
    )
    assert report(path)[-6:] == [
        f"{path}:13:14: error[key-in-wrong]: `Two words` is both the answer and a wrong answer",
        "  13 |   wrong: [B, Two words]",
        "     |              ^^^^^^^^^",
        "  12 |   answer: Two words",
        "     |           --------- the answer",
        "     = remove it from `wrong`, or correct the answer",
    ]


@pytest.mark.parametrize(
    ("line", "under"),
    [
        ("- {question: 질문?, 정답: 값, answer: 한글, wrong: [다른 값], explanation: E}", ["정답"]),
        ("- {question: 질문?, answer: 한글, wrong: [한글, 다른 값]}", ["한글", "한글"]),
        ('- {question: "질문?", answer: "한글", wrong: ["한글"]}', ['"한글"', '"한글"']),
        ("- {question: 질문?, answer: e\u0301e\u0301, wrong: [x, e\u0301e\u0301]}",
         ["e\u0301e\u0301"] * 2),
        ("- {question: 👩‍🚀?, answer: A, wrong: [x, A]}", ["A", "A"]),
        ("- {question: Q?, answer: ', A', wrong: [x, ', A']}", ["', A'"] * 2),
        ("- {question: Q?, answer: A,\twrong: [x, A]}", ["A", "A"]),
    ],
)  # fmt: skip
def test_carets_are_under_the_text_they_mean(write: Write, line: str, under: list[str]) -> None:
    assert underlined(report(write(QUIET + line + "\n"))) == under


def test_the_caret_of_a_text_over_several_lines_is_under_its_beginning(write: Write) -> None:
    content = QUIET + '- question: Q?\n  answer: "A\n    B"\n  options: [C, D]\n'
    assert underlined(report(write(content))) == ['"']


@pytest.mark.parametrize("before", [1, 30, 49, 51, 99, 100, 101, 150, 4090, 4096, 5000, 70_000])
@pytest.mark.parametrize("letter", ["x", "한"])
def test_the_caret_in_a_long_line(write: Write, before: int, letter: str) -> None:
    content = (
        f"{HEAD}- {{question: {letter * before}?, zzz: x, answer: A, wrong: [B]}} # {'y' * 300}\n"
    )
    lines = report(write(content))
    at = next(n for n, line in enumerate(lines) if "unknown-key" in line)
    assert underlined(lines[at : at + 3]) == ["zzz"]
    assert len(lines[at + 1]) <= EXCERPT_WIDTH + len("  3 | ……")


def test_what_is_unsafe_is_shown_as_a_picture_column_for_column(write: Write) -> None:
    raw = b"- {question: \x1bm\xe2\x80\xae\xff Q?, answer: \x07, wrong: [B], explanation: E}\n"
    lines = report(write(HEAD.encode() + raw))
    assert not any(UNSAFE.search(line) for line in lines)
    assert underlined(lines) == ["\u241b", "\ufffd", "\ufffd", "\u2407"]


def test_a_bad_byte_takes_one_column_each(write: Write) -> None:
    raw = b"- {question: \xed\xa0\x80\xf0\x9f, answer: A, zzz: x, wrong: [B], explanation: E}\n"
    assert underlined(report(write(HEAD.encode() + raw))) == ["\ufffd", "zzz"]


def test_a_file_with_a_byte_order_mark_and_carriage_returns(write: Write) -> None:
    rest = "answer: A, wrong: [B], explanation: E}\r\n"
    content = f"\ufefftitle: T\r\nquestions:\r\n- {{question: Q?, zzz: A, {rest}"
    assert underlined(report(write(content))) == ["zzz"]
    assert underlined(report(write("\ufeffzzz: T\nallow: [no-explanation]\n" + HEAD + SOUND))) == [
        "zzz"
    ]


def test_a_tab_is_seen_in_the_source_line(write: Write) -> None:
    lines = report(write(HEAD + "\t- question: Q?\n"))
    assert lines[1:3] == ["  3 | →- question: Q?", "    | ^"]


def test_a_place_beyond_the_last_line_is_its_end(write: Write) -> None:
    path = write("author: {a\n")
    assert f"{path}:1:11: error[yaml]" in report(path)[0]
    assert report(path)[1:3] == ["  1 | author: {a", "    |           ^"]


@pytest.mark.parametrize(
    "name", ["a\x1b[31m.yaml", "a\nb.yaml", "a\u202eb.yaml", "a\udcff.yaml", "a\x07\x7f.yaml"]
)
def test_a_strange_file_name_is_never_shown_raw(write: Write, name: str) -> None:
    for path in (write("titel: T\n", name), Path("none", name)):
        lines = report(path)
        assert lines
        assert not any(UNSAFE.search(line) or "\n" in line for line in lines)


def test_messages_and_hints_are_shown_in_one_safe_line() -> None:
    place = Place(0, 2)
    problem = Diagnostic("error", "code", "one\ntwo\x1b", place, "three\u202e\n")
    lines = list(render(problem, "f\n.yaml", {place: Excerpt("ab\x1bc\n", 0)}))
    assert lines == [
        "f\u240a.yaml:1:3: error[code]: one\u240atwo\u241b",
        "  1 | ab\u241bc",
        "    |   ^",
        "    = three\ufffd\u240a",
    ]
