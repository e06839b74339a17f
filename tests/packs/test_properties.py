"""Whatever a file contains, it is checked without an exception, and every place is inside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.packs import model
from quiz.packs.check import Checked, check, load
from quiz.packs.model import Item
from quiz.text import UNSAFE, printable
from tests.packs.conftest import HEAD, SOUND

BANKS = sorted((Path(__file__).parents[2] / "questions").glob("*.yaml"))

SIGNS = [
    "\n", "\n  ", "\n- ", " ", "\t", "\r", ": ", ":", "- ", "? ", ", ", "[", "]", "{", "}", "#",
    " # ", "&a ", "*a", "!x ", "!!str ", "|\n", ">-\n", "'", '"', "\\", "\\x1b", "%", "@", "`",
    "---\n", "...\n", "<<: ", "~", "title", "questions", "question", "answer", "wrong", "options",
    "tables", "templates", "from", "id", "tags", "t", "a", "{a}", "{{", "한", "e\u0301", "\u200d",
    "\u202e", "\0", "\x1b", "\x85", "\u2028", "\ufeff", "\U0001f600",
]  # fmt: skip

YAMLISH = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


def checked(content: bytes) -> Checked:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.yaml")
        path.write_bytes(content)
        return check(path, keep=True)


def holds(found: Checked, content: bytes) -> None:
    """What must be true of checking any file."""
    assert (found.pack is None) == bool(found.errors)
    assert found.errors == sum(d.severity == "error" for d in found.diagnostics)
    assert not any(UNSAFE.search(line) or "\n" in line for line in found.text)
    lines = content.decode("utf-8-sig", "surrogateescape")
    lengths = [len(n) for n in lines.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    for problem in found.diagnostics:
        for place in (problem.place, problem.related and problem.related.place):
            if place:
                assert 0 <= place.line <= len(lengths)
                assert 0 <= place.column <= [*lengths, 0][place.line]
                assert place.length >= 1
    if found.pack:
        assert found.items == len(found.pack.items) > 0
        for item in found.pack.items:
            sound(item)


def sound(item: Item) -> None:
    """What must be true of every item that may be played."""
    assert item.stem
    assert item.key not in item.distractors
    assert 1 <= len(set(item.distractors)) == len(item.distractors) <= model.SHOWN
    if item.options:
        assert {item.key, *item.distractors} == set(item.options)
    texts = [item.stem, item.key, item.category, item.explanation, item.source]
    assert not any(UNSAFE.search(text) for text in (*texts, *item.distractors, *item.tags))


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    holds(checked(content), content)


@given(YAMLISH)
@example("? [a]\n: b\n")
@example("[a]: b\n")
@example("{}")
def test_anything_that_looks_like_yaml(text: str) -> None:
    content = text.encode()
    holds(checked(content), content)


@given(YAMLISH)
def test_anything_inside_of_a_pack(text: str) -> None:
    content = (HEAD + SOUND + "- question: " + text).encode()
    holds(checked(content), content)


PIECE = st.one_of(
    st.sampled_from([sign.encode() for sign in SIGNS]), st.binary(min_size=0, max_size=3)
)


@given(st.data())
def test_a_bank_with_slips_of_the_keyboard(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(BANKS)).read_bytes()[:6000]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 5))
        content = content[:at] + data.draw(PIECE) + content[at + gone :]
    holds(checked(content), content)


LETTERS = st.sampled_from([*"aB1 ,:#'\"\\{}[]&*!|>%@`-?~é한글\u200d\U0001f600"]) | st.characters(
    codec="utf-8", exclude_categories=["C", "M"]
)


def text(most: int, lines: bool = False) -> st.SearchStrategy[str]:
    """A text of at most so many characters, as it is after reading."""
    longer = ["\n"] * lines + ["some more words "] * (most >= 40)
    pieces = LETTERS | st.sampled_from(longer) if longer else LETTERS
    made = st.lists(pieces, min_size=1, max_size=9).map("".join).map(composed)
    return made.filter(lambda t: bool(t.strip("\u200c\u200d")) and len(t) <= most)


def composed(text: str) -> str:
    import unicodedata

    clean = UNSAFE.sub("", unicodedata.normalize("NFC", text))
    return clean.strip().expandtabs(4)


OPTION = text(30)


@st.composite
def question(draw: st.DrawFn, number: int) -> dict[str, Any]:
    options = draw(st.lists(OPTION, min_size=2, max_size=4, unique=True))
    made: dict[str, Any] = {"question": f"{number}. {draw(text(60, lines=True))}"}
    made["answer"] = options[0]
    if draw(st.booleans()):
        made["wrong"] = options[1:]
    else:
        made["options"] = draw(st.permutations(options))
    more = {
        "id": st.just(f"id-{number}"),
        "difficulty": st.sampled_from(model.DIFFICULTIES),
        "category": text(20),
        "explanation": text(60, lines=True),
        "source": text(20),
        "tags": st.lists(text(20), max_size=3),
    }
    for name, values in more.items():
        if draw(st.booleans()):
            made[name] = draw(values)
    return dict(draw(st.permutations(list(made.items()))))


@st.composite
def pack(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(1, 2))
    made: dict[str, Any] = {"title": draw(text(20))}
    made["questions"] = [draw(question(number)) for number in range(count)]
    for name in ("author", "license", "description", "category"):
        if draw(st.booleans()):
            made[name] = draw(text(20))
    return dict(draw(st.permutations(list(made.items()))))


@given(pack(), st.sampled_from(['"', "'", "|", None]), st.booleans())
def test_what_is_written_is_read(made: dict[str, Any], style: str | None, flow: bool) -> None:
    # Only double quotes hold every text; the other styles are for texts that they can hold.
    written = yaml.safe_dump(
        made, default_style=style, allow_unicode=True, default_flow_style=flow, sort_keys=False
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.yaml")
        path.write_text(written, encoding="utf-8", newline="")
        read = load(path)
    assert (read.title, read.author, read.license, read.description) == tuple(
        made.get(name, "") for name in ("title", "author", "license", "description")
    )
    for item, asked in zip(read.items, made["questions"], strict=True):
        others = asked.get("wrong") or asked["options"]
        assert item == Item(
            uid=item.uid,
            pack="pack",
            stem=asked["question"],
            key=asked["answer"],
            distractors=tuple(option for option in others if option != asked["answer"]),
            options=tuple(asked.get("options", ())),
            difficulty=asked.get("difficulty", "medium"),
            category=asked.get("category") or made.get("category", ""),
            explanation=asked.get("explanation", ""),
            source=asked.get("source", ""),
            tags=tuple(asked.get("tags", ())),
            line=item.line,
            id=asked.get("id", ""),
        )


QUESTIONS = [
    f"- {{question: {stem}, answer: {key}, wrong: [x, y]{more}}}\n"
    for stem in ("Q1", "Q2", "한")
    for key, more in (("A", ""), ("B", ""), ("C", f", id: {stem}"))
]


@given(st.permutations(QUESTIONS))
def test_shuffling_changes_no_identity(questions: list[str]) -> None:
    def identities(questions: list[str]) -> set[tuple[str, str, str]]:
        found = checked((HEAD + "".join(questions)).encode())
        assert found.pack
        return {(item.stem, item.key, item.uid) for item in found.pack.items}

    assert identities(questions) == identities(QUESTIONS)
    assert len({uid for _, _, uid in identities(questions)}) == len(QUESTIONS)


@given(st.text())
def test_a_printable_text_has_its_columns_and_no_unsafe_character(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not UNSAFE.search(shown)
    assert not set("\n\t") & set(shown)
