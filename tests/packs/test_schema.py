from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from quiz import paths
from quiz.packs.check import check
from quiz.packs.model import PACK, QUESTION, TEMPLATE
from quiz.packs.schema import schema

from .conftest import HEAD, SOUND, Write

SCHEMA = schema()

CORE = (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
)
"""What a plain text is to an editor: the core schema of YAML 1.2."""


class Editor(yaml.CSafeLoader):
    """Reads a file as editors do."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML wants it so


def whole(loader: Editor, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


for kind, pattern, first in CORE:
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), list(first))
Editor.add_constructor("tag:yaml.org,2002:int", whole)


def complaints(content: str) -> list[ValidationError]:
    found: Any = yaml.load(content, Editor)
    return list(Draft7Validator(SCHEMA).iter_errors(found))


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(paths.banks().glob("*.yaml")), ids=lambda path: path.stem)
def test_the_banks_are_valid(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


SOUND_ONES = [
    HEAD + SOUND,
    HEAD + "- {question: Q?, answer: 1969, wrong: [1.10, 007, True, No]}\n",
    HEAD + "- {question: Q?, answer: A, options: [A, B], tags: [], difficulty: easy, id: 한}\n",
    "title: T\nallow: [no-explanation]\ntables: {t: [{a: 1}, {a: 2}]}\n"
    "templates:\n- {from: t, question: '{a}?', answer: '{a}'}\n",
]

FAULTY_ONES = [
    HEAD,
    HEAD + "- {question: Q?, answer: A}\n",
    HEAD + "- {question: Q?, answer: A, wrong: [B], options: [A, B]}\n",
    HEAD + "- {question: Q?, answer: A, wrong: []}\n",
    HEAD + "- {question: Q?, answer: A, wrong: B}\n",
    HEAD + "- {question: ' ', answer: A, wrong: [B]}\n",
    HEAD + "- {question: Q?, answer: A, wrong: [B], difficulty: hrad}\n",
    HEAD + "- {question: Q?, awnser: A, wrong: [B]}\n",
    HEAD + f"- {{question: Q?, answer: {'A' * 301}, wrong: [B]}}\n",
    HEAD + "- {question: Q?, answer: A, wrong: [B], id: a b}\n",
    "questions:\n" + SOUND,
    f"title: T\nquestions: {{}}\n{SOUND}",
]


@pytest.mark.parametrize("content", SOUND_ONES)
def test_what_check_passes_it_passes(content: str, write: Write) -> None:
    assert check(write(content)).errors == 0
    assert complaints(content) == []


@pytest.mark.parametrize("content", FAULTY_ONES[1:-1])
def test_what_check_refuses_it_refuses(content: str, write: Write) -> None:
    assert check(write(content)).errors
    assert complaints(content)


def test_every_key_is_described() -> None:
    for record in (PACK, QUESTION, TEMPLATE):
        assert all(field.about for field in record.fields.values())
    question = SCHEMA["properties"]["questions"]["items"]["properties"]
    assert question["answer"]["description"] == "The right answer."
    assert "no-explanation" in SCHEMA["properties"]["allow"]["items"]["enum"]
