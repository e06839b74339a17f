"""Packs with bytes and lines changed at random: nothing but a report ever comes of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from quiz.packs import writer
from quiz.packs.check import Checked, check, load
from quiz.packs.model import Item
from tests.packs.test_properties import BANKS, SIGNS, holds

WHOLE = """\
# A pack with all that a pack may have.
title: "All: of it"
author: 'An ''author'''
license: CC0-1.0
language: en
description: |-
  What it is about,
  in two lines.
category: Sums
allow: [no-explanation, long-key]

questions:
  - id: sum-1
    question: What is 1 + 1?
    answer: 2
    wrong: [1, 3, "4, or so", '5']
    difficulty: easy
    category: Small sums
    explanation: >-
      One and one
      are two.
    source: A book, p. 1
    tags: [sums, small]
  - question: "Is \\"a\\tb\\" one word?"
    answer: False
    options: [True, False]
  - {question: 어느 것입니까?, answer: 하나, wrong: [둘, 셋], difficulty: hard}
  - question: |
      Which of these
      comes first? # no comment
    answer: No
    options:
      - Yes
      - No  # a comment
      - None of these
  - question: When was it?
    answer: 2025-07-21
    wrong:
    - 22:00
    - 007
    - 1.10

tables:
  episodes:
    - {number: 1, date: Monday, "a b": x}
    - {number: 2, date: Tuesday, "a b": y}
    - number: 3
      date: Wednesday
      a b: z
templates:
  - from: episodes
    id: "episode-{number}"
    question: "On which day was {number} of {{all}}?"
    answer: "{date}"
    explanation: "{number} was on {date}, {a b}."
    tags: ["{a b}"]
  - from: episodes
    question: Which one was on {date}?
    answer: "{number}"
    wrong: [4, 5, "{a b}"]
"""

ROOM = 5_000
"""How many bytes of a pack are mutated at once: what is checked in a few milliseconds."""

PIECES = [sign.encode() for sign in SIGNS] + [
    b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f", b"\r\n", b"  ", b"-", b"{", b"}", b"[", b"]",
    b"options: [", b"wrong: []\n", b"allow: [x]\n", b"tables:\n", b"&", b"*", b"!", b"|", b">",
]  # fmt: skip


def written() -> bytes:
    """A pack as the writer writes it."""
    return "".join(
        writer.pack(
            {"title": "Written", "description": "In two\nlines."},
            map(writer.question, items()),
            "A comment\nof two lines",
            ["no-explanation"],
        )
    ).encode()


def items() -> list[Item]:
    """Items with every field, and with texts that need quotes."""
    plain = Item("", "", "What is #1: {a}?", "yes", ("no", "'maybe'", '"so"', "- 4", "0x1F"))
    return [
        plain,
        plain._replace(stem="An order?", options=("no", "yes"), distractors=("no",), id="a.b:c-d"),
        plain._replace(
            stem="Why?", explanation="One\n\ntwo: three", source="a # b", tags=("x, y", "z")
        ),
        plain._replace(stem="Two\nlines", difficulty="hard", category="[c]"),
        plain._replace(
            stem="Long?", distractors=tuple(f"a long text, {n} {'of it ' * 9}" for n in range(9))
        ),
        plain._replace(stem="뭐?", key="한국어", distractors=("日本語", "\U0001f600", "\u00e9")),
    ]


def large() -> bytes:
    """A pack of several blocks of the file."""
    return (
        "title: T\nquestions:\n"
        + "".join(
            f"- question: Question {n} of many, asked here?\n  answer: A\n  wrong: [B, C]\n"
            for n in range(5_000)
        )
    ).encode()


@cache
def packs() -> list[bytes]:
    """The packs that are mutated."""
    return [bank.read_bytes() for bank in BANKS] + [WHOLE.encode(), written()]


def piece(content: bytes, random: Random) -> bytes:
    """A part of a pack that is a pack itself, as far as it goes: its head and some lines."""
    if len(content) <= ROOM:
        return content
    lines = content.splitlines(keepends=True)
    head = next(n for n, line in enumerate(lines) if line.startswith(b"questions:")) + 1
    starts = [n for n, line in enumerate(lines) if n >= head and line.lstrip().startswith(b"- ")]
    first = random.choice(starts)
    return (b"".join(lines[:head]) + b"".join(lines[first:]))[:ROOM]


def bytes_mutated(content: bytes, random: Random) -> bytes:
    """A pack with some bytes changed, taken out or put in."""
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(content))
        gone = random.choice([0, 0, 1, 1, 2, 5, 40])
        put = random.choice(
            [b"", random.randbytes(1), random.choice(PIECES), random.choice(PIECES)]
        )
        content = content[:at] + put + content[at + gone :]
    return content


def lines_mutated(content: bytes, random: Random) -> bytes:
    """A pack with some lines doubled, taken out, moved, joined, or indented anew."""
    lines = content.splitlines(keepends=True)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        other = random.randrange(len(lines))
        how = random.randrange(7)
        if how == 0:
            lines.insert(other, lines[at])
        elif how == 1 and len(lines) > 1:
            del lines[at]
        elif how == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif how == 3:
            lines[at] = lines[at].rstrip(b"\r\n")
        elif how == 4:
            lines[at] = b" " * random.randint(1, 4) + lines[at]
        elif how == 5:
            lines[at] = lines[at].lstrip(b" ")
        else:
            lines[at : at + random.randint(1, 9)] = lines[other : other + random.randint(1, 9)]
    return b"".join(lines)


def cut(content: bytes, random: Random) -> bytes:
    """A pack that breaks off, or that begins in its midst."""
    at = random.randrange(len(content))
    return content[:at] if random.random() < 0.7 else content[at:]


HOWS: list[Callable[[bytes, Random], bytes]] = [bytes_mutated, lines_mutated, cut]


def mutated(random: Random) -> bytes:
    """A pack with random faults."""
    content = piece(random.choice(packs()), random)
    for how in random.choices(HOWS, weights=[6, 5, 1], k=random.randint(1, 2)):
        content = how(content, random) or b"\n"
    return content


def survives(content: bytes, path: Path) -> Checked:
    """Check a pack, and see that what comes of it may be shown and played."""
    path.write_bytes(content)
    found = check(path, keep=True)
    assert type(found) is Checked
    holds(found, content)
    if found.pack:
        uids = [item.uid for item in found.pack.items]
        assert len(set(uids)) == len(uids)
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert all(1 <= item.line <= lines for item in found.pack.items)
    assert check(path).diagnostics == found.diagnostics
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pack.yaml"


def test_the_packs_are_sound_before(path: Path) -> None:
    for content in packs():
        path.write_bytes(content)
        assert load(path).items


@pytest.mark.parametrize("seed", range(4))
def test_packs_with_random_faults(seed: int, path: Path) -> None:
    random = Random(seed)
    found = [survives(mutated(random), path) for _ in range(150)]
    assert any(one.pack for one in found)
    assert any(one.errors for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_10_000_packs_with_random_faults(seed: int, path: Path) -> None:
    random = Random(seed)
    for _ in range(250):
        survives(mutated(random), path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_large_packs_with_random_faults(seed: int, path: Path) -> None:
    random = Random(seed)
    whole = large()
    for _ in range(5):
        survives(random.choice(HOWS)(whole, random), path)
