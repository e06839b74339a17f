"""What is read without the parser is what the parser would have read."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quiz import paths
from quiz.packs import check as checking
from quiz.packs.check import Checked, check
from quiz.packs.diagnostics import Report
from quiz.packs.regular import Irregular, Regular
from quiz.packs.source import Source
from quiz.packs.writer import pack, question

from .test_properties import pack as packs
from .test_properties import question as values
from .test_writer import item

USUAL = """title: Big
author: Ann
questions:
  - id: one
    question: What is C#, and since 22:00?
    answer: "1"
    wrong: ["2", "3, 4", "a \\" b"]
    difficulty: easy
    explanation: 'It is: so'
  - question: Which?
    answer: The Han
    wrong: [The Geum, the Imjin's, (Nakdong)]

  - question: Which one is it?
    answer: "True"
    options:
      - "True"
      - False
"""


def both(content: str | bytes) -> tuple[Checked, Checked]:
    """What comes of checking with and without this way of reading."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "pack.yaml")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = []
        for least in (0, 1 << 40):
            patch.setattr(checking, "LARGE", least)
            found.append(check(path, keep=True))
    return found[0], found[1]


def is_regular(content: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.yaml")
        path.write_text(content, encoding="utf-8", newline="")
        with Source(path) as source:
            entries = Regular(source, Report())
            try:
                list(entries)
            except Irregular:
                return False
    return entries.complete


def same(content: str | bytes) -> None:
    quick, careful = both(content)
    assert quick == careful


def test_what_is_usual_is_regular() -> None:
    assert is_regular(USUAL)
    same(USUAL)


@given(st.data())
def test_what_the_writer_writes(data: st.DataObject) -> None:
    items = [item(data.draw(values(number))) for number in range(data.draw(st.integers(1, 5)))]
    same("".join(pack({"title": "T"}, map(question, items))))


@given(packs(), st.sampled_from(['"', "'", "|", None]), st.integers(20, 200), st.booleans())
def test_what_others_write(made: dict[str, Any], style: str | None, width: int, sort: bool) -> None:
    made = {**{k: v for k, v in made.items() if k != "questions"}, "questions": made["questions"]}
    same(yaml.safe_dump(made, default_style=style, width=width, allow_unicode=True, sort_keys=sort))


@pytest.mark.parametrize("path", sorted(paths.banks().glob("*.yaml")), ids=lambda path: path.stem)
def test_the_banks(path: Path) -> None:
    same(path.read_bytes())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answer: The Han", "awnser: The Han"),
        ("answer: The Han", "answer: The Han # and more"),
        ("answer: The Han", "answer: The Han: more"),
        ("answer: The Han", "answer: The Han\n      and more"),
        ("answer: The Han", "answer: 'The Han'   "),
        ("answer: The Han", "answer: The Han:"),
        ("answer: The Han", "answer:"),
        ("answer: The Han", "answer: ' '"),
        ("answer: The Han", "answer: &a The Han"),
        ("answer: The Han", "answer: The Geum"),
        ("answer: The Han", f"answer: {'x' * 301}"),
        ("answer: The Han", "answer: The Han\n    answer: The Han"),
        ("answer: The Han", "answer: e\u0301"),
        ("answer: The Han", "answer: a\u00a0b"),
        ("answer: The Han", "answer: a\u200bb"),
        ("answer: The Han", "answer: a\u2028b"),
        ("answer: The Han", "answer: " + "\u202e" * 1100),
        ("answer: The Han", "answer: a\u0085b"),
        ("answer: The Han", 'answer: "a\\u0041"'),
        ("answer: The Han", 'answer: "a\\\\b"'),
        ("answer: The Han", "answer: it''s"),
        ("answer: The Han", "answer: 'it''s'"),
        ("answer: The Han", "answer: 'a\\b'"),
        ("answer: The Han", "answer: \tThe Han"),
        ("answer: The Han", "answer: - a"),
        ("[The Geum,", "[The Geum,,"),
        ("[The Geum,", "[,The Geum,"),
        ("[The Geum,", "[ The Geum ,"),
        ("[The Geum,", '["The Geum" ,'),
        ("[The Geum,", '[The "Geum",'),
        ("[The Geum,", '["The Geum" a,'),
        ("[The Geum,", "[a: b,"),
        ("[The Geum,", "[a:b,"),
        ("[The Geum,", "[a#b,"),
        ("[The Geum,", "[The Han,"),
        ("(Nakdong)]", "(Nakdong),]"),
        ("(Nakdong)]", "(Nakdong)] # x"),
        ("(Nakdong)]", "(Nakdong)]\n    difficulty: hrad"),
        ("(Nakdong)]", "(Nakdong)]\n    difficulty: hard\n    id: a b"),
        ("(Nakdong)]", "(Nakdong)]\n    zzz: [a, b]"),
        ("(Nakdong)]", "(Nakdong)]\n    tags: []"),
        ("      - False", "    - False"),
        ("      - False", "      - False\n      - False"),
        ("      - False", "        - False"),
        ("      - False", "      - [False]"),
        ("      - False", "      -   False"),
        ("      - False\n", "      - False"),
        ("      - False\n", "      - False\ncategory: C\n"),
        ("      - False\n", "      - False\n---\na: b\n"),
        ("      - False\n", "      - False\n...\n"),
        ("      - False\n", "      - False\n  -\n"),
        ("      - False\n", "      - False\n \n"),
        ("questions:\n", "questions:   \n\n"),
        ("questions:\n", "questions: # all\n"),
        ("questions:\n", "questions: [\n"),
        ("questions:\n", "questions:\n  - {question: Q?, answer: A, wrong: [B]}\n"),
        ("title: Big", "titel: Big"),
        ("title: Big", "title: Big # one"),
        ("title: Big", "title: |\n  questions:\n    - a\n"),
        ("title: Big", "title: 'a\nquestions:\n  - b'"),
        ("title: Big", "questions: []\ntitle: Big"),
        ("title: Big", "{title: Big"),
        ("author: Ann", "title: Again"),
        ("  - id: one", "- id: one"),
        ("  - id: one", "  -  id: one"),
        ("  - id: one", "  - \n    id: one"),
        ("    answer:", "     answer:"),
        ("    answer:", "\tanswer:"),
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", "\n\n"),
        ("Which one is it?", "Which?"),
    ],
)
def test_whatever_is_different(old: str, new: str) -> None:
    assert old in USUAL
    same(USUAL.replace(old, new))
    same(USUAL.replace(old, new, 1))
    same("\ufeff" + USUAL.replace(old, new, 1))


def mutations(seed: int, count: int) -> None:
    chance = random.Random(seed)
    pieces = [b"\n", b" ", b"  ", b":", b": ", b" #", b"'", b'"', b"- ", b"[", b"]", b",", b"\\"]
    pieces += [b"\t", b"|", b">", b"&a ", b"*a", b"!", b"?", b"{", b"\xff", "é".encode(), b"---"]
    for _ in range(count):
        content = USUAL.encode()
        for _ in range(chance.randint(1, 3)):
            at, gone = chance.randrange(len(content)), chance.choice((0, 0, 1, 2, 9))
            content = content[:at] + chance.choice(pieces) + content[at + gone :]
        same(content)


def test_random_mutations() -> None:
    mutations(1, 100)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_many_random_mutations(seed: int) -> None:
    mutations(100 + seed, 2500)


def test_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    head, _, body = USUAL.partition("questions:\n")
    many = "".join(
        body.replace("id: one", f"id: n{n}").replace("?", f" {n}?").replace("is it", f"is {n}")
        for n in range(2000)
    )
    assert is_regular(f"{head}questions:\n{many}")
    quick, careful = both(f"{head}questions:\n{many}")
    assert quick == careful
    assert quick.items == 6000


def test_layouts_without_end_are_left_to_the_parser() -> None:
    blocks = (f"  - question: Q{n}?\n    k{n}: v\n    answer: A\n" for n in range(100))
    content = "title: T\nquestions:\n" + "".join(blocks)
    assert not is_regular(content)
    same(content)
