"""Questions to go on writing, out of lists and tables."""

from __future__ import annotations

import pytest

from quiz.formats import FormatError, Notes, _draft
from quiz.formats._cells import write_rows

PACK = "title: A\nquestions:\n  - {question: Who?, answer: a, wrong: [b, c]}\n"


def drafts(content: str | bytes, ending: str = ".txt") -> list[tuple[str, str]]:
    """The questions of a file, with their right answers unless they are still to be written."""
    data = content.encode() if isinstance(content, str) else content
    items = _draft.draft_items(data, ending, Notes())
    return [(item.stem, item.key.replace(_draft.TODO_KEY, "")) for item in items]


@pytest.mark.parametrize(
    "table",
    [
        "question,answer\nWho?,Ann\nWhere?,Here\n",
        "Question;Answer\nWho?;Ann\nWhere?;Here\n",
        "question\tanswer\nWho?\tAnn\nWhere?\tHere\n",
        "sep=;\nquestion;answer\nWho?;Ann\nWhere?;Here\n",
        "answer,question,level\nAnn,Who?,hard\nHere,Where?,easy\n",
        "question,answer,A,B\nWho?,Ann,,\nWhere?,a,Here,There\n",
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".txt"])
def test_a_table_of_questions_and_answers(table: str, ending: str) -> None:
    assert drafts(table, ending) == [("Who?", "Ann"), ("Where?", "Here")]


def test_a_spreadsheet() -> None:
    pytest.importorskip("openpyxl")
    table = write_rows([["question", "answer"], ["Who?", "Ann"], ["Where?", ""]], ".xlsx", False)
    assert drafts(table, ".xlsx") == [("Who?", "Ann"), ("Where?", "")]
    assert drafts(write_rows([["Questions"], ["Who, a?"]], ".xlsx", False)) == [("Who, a?", "")]
    with pytest.raises(FormatError, match="headings"):
        drafts(write_rows([["Who?", "Ann"]], ".xlsx", False))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        ("What, where?\nWhen, how, why?\n", ".txt"),
        ("Question\nWhat, where?\nWhen, how, why?\n", ".txt"),
        ("questions:\n- What, where?\n- When, how, why?\n", ".yaml"),
        ("1.\tWhat, where?\n2.\tWhen, how, why?\n", ".txt"),
        ('question\n"What, where?"\n"When, how, why?"\n', ".csv"),
        ('"What, where?"\n"When, how, why?"\n', ".csv"),
    ],
)
def test_a_list_with_commas(content: str, ending: str) -> None:
    assert drafts(content, ending) == [("What, where?", ""), ("When, how, why?", "")]


def test_prose_is_no_table() -> None:
    assert len(drafts("Is it; or not?\n")) == 1
    assert len(drafts("Is it; or not?\nWho?\nWhere?\nWhen; and; why?\n")) == 4
    assert len(drafts("Who, a?\nWho?\nWhere?\n", ".csv")) == 3
    assert drafts("Question: what, and\nNo, answer\n")[0] == ("Question: what, and", "")


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        ("Who?,Ann,Bob\nWhere?,Here,There\n", ".csv"),
        ("Who?,Ann,Bob\nWhere?,Here\n", ".csv"),
        ("Term;Definition\nParis;Capital of France\n", ".csv"),
        ("Term;Definition\nParis;Capital of France\n", ".txt"),
        ("Who?\tAnn\tBob", ".tsv"),
        ("Who?\tAnn\tBob", ""),
    ],
)
def test_a_table_without_headings(content: str, ending: str) -> None:
    with pytest.raises(FormatError, match="without headings") as caught:
        drafts(content, ending)
    assert "question, answer, wrong 1" in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [PACK, '{"title": "A", "questions": [{"question": "Who?"}]}', "tables:\n\n" + PACK],
)
def test_a_pack(content: str) -> None:
    with pytest.raises(FormatError, match="a pack already"):
        drafts(content, ".yaml")


@pytest.mark.parametrize("content", [bytes(range(256)), b"PK\x03\x04\0\0", b"\x7fELF\x01\x02\x03"])
def test_binary_data(content: bytes) -> None:
    with pytest.raises(FormatError, match="this is "):
        drafts(content)


def test_what_contradicts_itself_is_told_and_written_anew() -> None:
    notes = Notes()
    table = b"question,A,B,answer\nWho?,Ann,Bob,C\nWhere?,Here,There,A and B\n"
    items = _draft.draft_items(table, ".csv", notes)
    assert [(item.key, item.distractors) for item in items] == [
        (_draft.TODO_KEY, ("Ann", "Bob")),
        (_draft.TODO_KEY, ("Here", "There")),
    ]
    assert [note.line for note in notes] == [2, 3]
    assert notes.losses == 0


def test_a_format_of_which_nothing_can_be_taken_is_no_list() -> None:
    notes = Notes()
    assert (
        _draft.draft_items(b"Who wrote Emma? {=Austen}\n\nIn which year? {#1815}\n", ".gift", notes)
        == []
    )
    assert notes.losses == 2
