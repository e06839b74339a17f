"""Packs that were made to do harm: each only gets a report, with the place of the problem."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quiz.errors import PackError
from quiz.packs.check import check, load
from quiz.text import UNSAFE, printable
from tests.packs.conftest import HEAD, SOUND, Write, told
from tests.packs.hostile import FILES, NAMES, PACK, PATHS
from tests.packs.test_properties import holds

LONGEST = 600
"""How long a line of a report may be, in characters."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if one.slow else ()) for name, one in FILES.items()],
)
def test_what_is_said_of_a_hostile_file(name: str, write: Write) -> None:
    content = FILES[name].content()
    found = check(write(content), keep=True)
    holds(found, content)
    first = next((told(one) for one in found.diagnostics if one.severity == "error"), "")
    says = FILES[name].says
    assert first if says is None else says in (first, first.split(" ")[0])
    assert all(one.message.strip() for one in found.diagnostics)
    assert max(map(len, found.text), default=0) < LONGEST


@pytest.mark.parametrize("name", PATHS)
def test_what_is_said_of_a_hostile_path(name: str, tmp_path: Path) -> None:
    if name == "a file that may not be read" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    make, says = PATHS[name]
    path = make(tmp_path)
    (problem,) = check(path, keep=True).diagnostics
    assert (problem.code, problem.place) == ("unreadable", None)
    assert problem.message.startswith(says)
    with pytest.raises(PackError):
        load(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_a_file_does_nothing_to_the_report(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(f"{PACK}x: y\n")
    found = check(path)
    problem = found.diagnostics[-1]
    assert told(problem) == "unknown-key 4:1"
    assert any(line.startswith(f"{printable(str(path))}:4:1: ") for line in found.text)
    assert not any(UNSAFE.search(line) or "\n" in line for line in found.text)
    assert "\n" not in problem.as_command(str(path))
    path.write_text(PACK)
    pack = load(path)
    assert not UNSAFE.search(pack.name)


def test_a_file_that_is_cut_while_it_is_read(write: Write) -> None:
    path = write(
        HEAD + "".join(f"- {{question: Q{n}, answer: A, wrong: [B]}}\n" for n in range(9_000))
    )

    def cut(share: float) -> None:
        os.truncate(path, 100_000)

    found = check(path, keep=True, progress=cut)
    assert [told(one) for one in found.diagnostics if one.severity == "error"] != []
    assert found.pack is None


def test_a_file_that_is_emptied_while_it_is_read(write: Write) -> None:
    path = write(HEAD + SOUND + "x: y\n" * 30_000)
    found = check(path, keep=True, progress=lambda share: os.truncate(path, 0))
    assert found.errors
    assert found.pack is None


def test_a_file_that_grows_while_it_is_read(write: Write) -> None:
    path = write(PACK)

    def grow(share: float) -> None:
        with path.open("a") as file:
            file.write(f"- {{question: Q{path.stat().st_size}, answer: A, wrong: [B]}}\n")
        if path.stat().st_size > 10_000:
            path.write_text("")

    check(path, keep=True, progress=grow)


def test_a_file_that_is_replaced_while_it_is_read_is_read_as_it_was(write: Write) -> None:
    path = write(PACK)

    def replace(share: float) -> None:
        other = path.with_suffix(".new")
        other.write_text("rubbish: [")
        other.replace(path)

    assert not check(path, keep=True, progress=replace).errors


@pytest.mark.slow
def test_more_questions_than_a_pack_may_have(write: Write) -> None:
    path = write(
        HEAD + "".join(f"- {{question: {n}, answer: A, wrong: [B]}}\n" for n in range(200_001))
    )
    found = check(path)
    assert [told(one) for one in found.diagnostics if one.severity == "error"] == ["count 200003:3"]


@pytest.mark.slow
def test_more_questions_made_of_rows_than_a_pack_may_have(write: Write) -> None:
    rows = "".join(f"  - {{a: {n}}}\n" for n in range(10_000))
    templates = "".join(
        f"- {{from: t, question: '{n} {{a}}', answer: '{{a}}', wrong: [B]}}\n" for n in range(21)
    )
    path = write(f"title: T\ntables:\n  t:\n{rows}templates:\n{templates}")
    found = check(path)
    errors = [one for one in found.diagnostics if one.severity == "error"]
    assert [one.code for one in errors] == ["count"]
    assert found.items == 200_001
