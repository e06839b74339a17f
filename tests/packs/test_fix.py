"""Hints that a program can follow: each is followed, fixes its problem, and makes no other."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from quiz.packs.check import check
from quiz.packs.diagnostics import Correction, Diagnostic, Place
from quiz.packs.fix import apply, difference, fixed
from quiz.packs.items import Items
from tests.packs.conftest import HEAD, Write
from tests.packs.test_mutations import mutated

TOP = "title: T\nallow: [no-explanation, odd-option]\n"
PACK = TOP + "questions:\n"
GOOD = "- question: Q?\n  answer: A\n  wrong: [B, C]\n"
TABLE = "tables:\n  t:\n  - {a: one, b: two}\n  - {a: three, b: four}\n"

LINES = [
    # Spaces
    ("-\tquestion: Q?", "- question: Q?"),
    ("\twrong: [B, C]", "  wrong: [B, C]"),
    (" \twrong: [B, C]", "  wrong: [B, C]"),
    ("  answer:\u00a0A", "  answer: A"),
    ("\u00a0 answer: A", "  answer: A"),
    ("  answer:\u3000A", "  answer: A"),
    ("-question: Q?", "- question: Q?"),
    ("  answer:A", "  answer: A"),
    ("  wrong [B, C]", "  wrong: [B, C]"),
    ("   answer: A", "  answer: A"),
    ("    answer: A", "  answer: A"),
    (" answer: A", "  answer: A"),
    # Quotes
    ("- question: 'What's up?'", '- question: "What\'s up?"'),
    ('- question: "Hamlet" was by whom?', "- question: '\"Hamlet\" was by whom?'"),
    ('- question: "Hamlet" or "Macbeth"', '- question: \'"Hamlet" or "Macbeth"\''),
    ('- question: "Who said "hi"?"', "- question: 'Who said \"hi\"?'"),
    ('- question: "Is \'it\'s "so"?"', "- question: 'Is ''it''s \"so\"?'"),
    ('- question: "What?', '- question: "What?"'),
    ('- question: "Is C:\\x a path?"', '- question: "Is C:\\\\x a path?"'),
    # Signs
    ("- question: Alien: Romulus?", '- question: "Alien: Romulus?"'),
    ("- question: @home?", '- question: "@home?"'),
    ("- question: % of what?", '- question: "% of what?"'),
    ("  answer: Alien: Romulus", '  answer: "Alien: Romulus"'),
    ("  wrong: [Citric #1, nitric acid]", '  wrong: ["Citric #1", nitric acid]'),
    ("  wrong: [B, C [sic]]", '  wrong: [B, "C [sic]"]'),
    ("  wrong: [B, Alien: Romulus]", '  wrong: [B, "Alien: Romulus"]'),
    # Brackets and commas
    ("  wrong: [B, , C]", "  wrong: [B, C]"),
    ("  wrong: [, B, C]", "  wrong: [B, C]"),
    ("  wrong: [B, C]]", "  wrong: [B, C]"),
    ("  wrong: [B, C}", "  wrong: [B, C]"),
    ("  wrong: [B, C", "  wrong: [B, C]"),
    ('  wrong: ["B" "C"]', '  wrong: ["B", "C"]'),
    ("  wrong: [1,094 km, 2,850 km]", '  wrong: ["1,094 km", "2,850 km"]'),
    ("  wrong: [1,234,567, $2,000, B]", '  wrong: ["1,234,567", "$2,000", B]'),
    ("  wrong: [Oxygen; Argon; Neon]", "  wrong: [Oxygen, Argon, Neon]"),
    ("  options: [A; B; C]", "  options: [A, B, C]"),
    ("  wrong: B", "  wrong: [B]"),
    ('  wrong: "B, or so"', '  wrong: ["B, or so"]'),
    # Words
    ("  anwser: A", "  answer: A"),
    ("  Answer: A", "  answer: A"),
    ("  correct_answer: A", "  answer: A"),
    ("  distractors: [B, C]", "  wrong: [B, C]"),
    ("  wrong: [B, C]\n  difficulty: Hard", "  wrong: [B, C]\n  difficulty: hard"),
    ("  wrong: [B, C]\n  difficulty: meduim", "  wrong: [B, C]\n  difficulty: medium"),
]
"""Lines of a question, and what follows from the hint about them."""

WHOLE = [
    (
        PACK + GOOD + "  question: R?\n  answer: B\n  wrong: [C]\n",
        PACK + GOOD + "- question: R?\n  answer: B\n  wrong: [C]\n",
    ),
    (
        PACK + "  - question: Q?\n    answer: A\n    wrong: [B]\n"
        "- question: R?\n  answer: B\n  wrong: [C]\n  - question: S?\n    answer: C\n"
        "    wrong: [D]\n",
        PACK + "  - question: Q?\n    answer: A\n    wrong: [B]\n"
        "  - question: R?\n    answer: B\n    wrong: [C]\n  - question: S?\n    answer: C\n"
        "    wrong: [D]\n",
    ),
    (
        PACK + "- {question: Red, white and blue?, answer: 1,000, wrong: [B]}\n",
        PACK + '- {question: "Red, white and blue?", answer: "1,000", wrong: [B]}\n',
    ),
    (
        PACK + "- {question:\u00a0Q?,\u00a0answer:\u00a0A, wrong: [B]}\n",
        PACK + "- {question: Q?, answer: A, wrong: [B]}\n",
    ),
    (
        PACK + '- question: "Q?\n  answer: A\n  wrong: [B]\n- question: "R?"\n  answer: B\n'
        "  wrong: [C]\n",
        PACK + '- question: "Q?"\n  answer: A\n  wrong: [B]\n- question: "R?"\n  answer: B\n'
        "  wrong: [C]\n",
    ),
    (
        PACK + "- {question: R, answer: B, wrong: [C}\n- {question: S, answer: B, wrong: [C]}\n",
        PACK + "- {question: R, answer: B, wrong: [C]}\n- {question: S, answer: B, wrong: [C]}\n",
    ),
    (
        PACK + "- {question: Q?, answer: '1,000', options: [1,000, 2,000]}\n",
        PACK + "- {question: Q?, answer: '1,000', options: [\"1,000\", \"2,000\"]}\n",
    ),
    ("titel: T\n" + PACK.partition("\n")[2] + GOOD, PACK + GOOD),
    (TOP + "allow: [long-kye]\n" + "questions:\n" + GOOD, None),
    (
        TOP + "templates:\n- {from: T, question: '{A}?', answer: '{b}'}\n" + TABLE,
        TOP + "templates:\n- {from: t, question: '{a}?', answer: '{b}'}\n" + TABLE,
    ),
    (
        TOP + "templates:\n- {from: t, question: '{a}?', answer: '{length}'}\n"
        "tables:\n  t:\n  - {a: x, length: 1}\n  - {a: y, lenght: 2}\n  - {a: z, length: 3}\n",
        TOP + "templates:\n- {from: t, question: '{a}?', answer: '{length}'}\n"
        "tables:\n  t:\n  - {a: x, length: 1}\n  - {a: y, length: 2}\n  - {a: z, length: 3}\n",
    ),
]  # fmt: skip
"""Packs with a mistake, and what follows from the hints; None where nothing can be mended."""


def in_pack(line: str) -> str:
    """A pack with one question, in which a line has the place of the line that it stands for."""
    lines = GOOD.splitlines()
    words = {"question": 0, "answer": 1, "anwser": 1, "Answer": 1}
    lines[next((at for word, at in words.items() if word in line), 2)] = line
    return PACK + "\n".join(lines) + "\n"


@pytest.mark.parametrize(("broken", "mended"), LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_hint_that_is_followed_fixes_its_problem(
    write: Write, broken: str, mended: str, end: str
) -> None:
    before = in_pack(broken).replace("\n", end).encode()
    problems = check(write(before)).diagnostics
    after = apply(before, [problem.edits for problem in problems])
    assert after.decode() == in_pack(mended).replace("\n", end)
    assert check(write(after)).diagnostics == []
    assert fixed(before) == fixed(after) == after


@pytest.mark.parametrize(
    ("bad", "mended"),
    [("\u202e", ""), ("\u200b" * 100, ""), ("\x92", "\u2019"), ("\u2028", " "), ("\x00", "")],
)
def test_characters_that_no_pack_may_have(write: Write, bad: str, mended: str) -> None:
    before = PACK + GOOD.replace("Q?", "Is{}it?")
    after = fixed(before.format(bad).encode())
    assert after.decode() == before.format(mended)


@pytest.mark.parametrize(("broken", "mended"), WHOLE)
def test_a_pack_is_mended_as_far_as_no_thought_is_needed(
    write: Write, broken: str, mended: str | None
) -> None:
    assert fixed(broken.encode()).decode() == (mended or broken)


@pytest.mark.parametrize(
    "line",
    [
        # A letter or a number may stand for any option, and a near text is another text
        "answer: B\n  options: [Oxygen, Nitrogen]",
        "answer: 1943\n  options: ['1942', '1944']",
        "answer: A, or so; or not\n  wrong: [B]",
        # These may be lists of short values or broken numbers
        "answer: '100'\n  wrong: [200,300]",
        "answer: A\n  wrong: [Yes; it is]",
        "answer: A\n  wrong: B; C",
        "answer: A\n  wrong: B, C",
        # The quotes, the sign or the word may be part of the text
        "answer: 'Tis so\n  wrong: [B]",
        "answer: A\n  wrong:\n  -5 degrees\n",
        "answer: A # B\n  wrong: [C]",
    ],
)
def test_what_needs_thought_is_left_to_the_author(line: str) -> None:
    content = (PACK + f"- question: Q?\n  {line}\n").encode()
    assert fixed(content) == content


def test_comments_and_layout_are_kept(write: Write) -> None:
    before = (
        "# My pack\n" + PACK.replace("\n", "\r\n") + "# first\n-   question:   Q?   # why\n"
        "    anwser:  A\n\n    wrong:\n       - B  # not C\n       - 'C'\n\n\n# end"
    )
    after = fixed(before.encode())
    assert after.decode() == before.replace("anwser", "answer")


def test_bytes_that_are_no_text_stay(write: Write) -> None:
    before = b"\xef\xbb\xbftitel: T\xff\r\nallow: []\rquestions: []"
    assert fixed(before) == before.replace(b"titel", b"title")


def test_two_changes_of_the_same_characters_are_not_made_together() -> None:
    first, second = Correction(Place(0, 0, 2), "x"), Correction(Place(0, 1, 2), "y")
    assert apply(b"abcd", [(first,), (second,)]) == b"xcd"
    assert apply(b"abcd", [(second, Correction(Place(0, 0, 1), "z"))]) == b"zyd"


def test_a_diff_can_be_shown(write: Write) -> None:
    assert list(difference(b"a\n\x1b\n", b"b\n\x1b\n", "p")) == [
        "--- p as it was", "+++ p as it is now", "@@ -1,2 +1,2 @@", "-a", "+b", " \u241b"
    ]  # fmt: skip


def changed_lines(before: bytes, after: bytes) -> set[int]:
    """The lines that differ, which must be as many in both."""
    first, second = (data.splitlines(keepends=True) for data in (before, after))
    assert len(first) == len(second)
    return {n for n, (one, other) in enumerate(zip(first, second, strict=True)) if one != other}


def sound(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, set[str]], list[Diagnostic]]:
    """The answers to each question of a pack that is right, and the problems of the pack."""
    kept: list[Items] = []
    start = Items.__init__

    def note(self: Items, *arguments: object) -> None:
        start(self, *arguments)  # type: ignore[arg-type]
        kept.append(self)

    monkeypatch.setattr(Items, "__init__", note)
    problems = check(path, keep=True).diagnostics
    monkeypatch.undo()
    keys: dict[str, set[str]] = {}
    for item in kept[0].kept:
        keys.setdefault(item.stem, set()).add(item.key)
    return keys, problems


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_of_a_right_question_is_ever_changed(
    seed: int, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(1000 + seed)
    for _ in range(40):
        before = mutated(random)
        after = fixed(before)
        assert fixed(after) == after
        answers, problems = sound(write(before), monkeypatch)
        if "bad-character" in {problem.code for problem in problems}:
            continue
        for stem, keys in sound(write(after), monkeypatch)[0].items():
            assert keys >= answers.get(stem, set())


def test_five_mistakes_are_five_problems(write: Write) -> None:
    content = (
        HEAD
        + '- question: "Who said "hi"?"\n  answer: A\n  wrong: [B]\n'
        + "- question: Q1?\n  anwser: A\n  wrong: [B]\n"
        + "- question: Q2?\n  answer: A\n  wrong: [Citric #1, C]\n"
        + "- question: Q3?\n  answer: A\n wrong: [B]\n"
        + "- question: Q4?\n  answer: A\n  wrong: [A, B]\n"
        + "- question: Q5?\n  answer: A\n  wrong: [B]\n"
    )
    found = check(write(content))
    errors = [problem for problem in found.diagnostics if problem.severity == "error"]
    assert [problem.place.line + 1 for problem in errors if problem.place] == [3, 7, 11, 14, 17]
    assert len(errors) == 5
