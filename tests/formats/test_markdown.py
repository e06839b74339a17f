from __future__ import annotations

from pathlib import Path

import pytest

from quiz.formats import FormatError, Notes, markdown
from quiz.packs.model import Item
from tests.builders import item, pack

FILES = Path(__file__).parent / "files"
TASKS = "\n\n- [x] a\n- [ ] b\n"


def read(source: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(markdown.read(source.encode(), notes)), notes


def one(source: str) -> Item:
    """The only question of a file."""
    (made,), _ = read(source)
    return made


def refused(source: str) -> str:
    """Why the only question of a file is left out."""
    found, (note, *_) = read(source)
    assert found == []
    assert note.left_out
    return note.why


def sample(name: str) -> tuple[list[Item], list[tuple[int | None, str]]]:
    """The questions of a real file, and the notes on it."""
    found, notes = read((FILES / name).read_text())
    return found, [(note.line, note.why.partition(":")[0]) for note in notes]


def test_a_file_for_linkedin() -> None:
    found, notes = sample("linkedin.md")
    assert [(made.line, made.key) for made in found] == [
        (3, "a sheet bend"), (11, "`2`"), (28, "while True: ⏎     pass"), (64, "*"),
    ]  # fmt: skip
    knot, code, loop, star = found
    assert (knot.category, knot.source) == ("Knots and Boats", "https://example.org/knots")
    assert code.stem == (
        'What does this print?\nboats = ["cat", "ketch"]\n# how many?\nprint(len(boats))'
    )
    assert code.explanation.startswith("`len` counts the *items* of a list.")
    assert loop.distractors == ("for n in []: ⏎     pass",)
    assert star.distractors == ("a * b",)
    assert notes == [
        (62, "it has no options, such as `- [ ] text` and `- [x] text`"),
        (44, "it has 2 right answers, but a pack takes one"),
        (50, "it needs a picture or a sound, and a pack holds only text"),
        (57, "none of its options is marked with [x]"),
        (None, "lines of code in an option are joined by ⏎ in 1 question"),
        (None, "Markdown is kept as plain text in 2 questions"),
    ]


def test_a_file_of_mkdocs_quiz() -> None:
    found, notes = sample("mkdocs-quiz.md")
    assert [(made.stem, made.key) for made in found] == [
        ("Which river flows through Paris?", "the Seine"),
        ("Is the Volga the longest river of Europe?", "True"),
    ]
    assert found[0].explanation == "It rises in **Burgundy**."
    assert notes == [(21, "a question with a gap to fill in")]


def test_a_file_of_quizmd() -> None:
    found, notes = sample("quizmd.md")
    assert [(made.line, made.stem, made.key, made.explanation) for made in found] == [
        (3, "Which colour has the longest waves?", "red",
         "Red light is at the end of the spectrum."),
        (27, "What do blue and yellow paint make?", "green", "Paint takes light away."),
    ]  # fmt: skip
    assert notes[0] == (15, "it has several right answers, but a pack takes one")


def test_the_numbers_of_questions_are_no_part_of_them() -> None:
    for word in ("Q", "Question ", "Pregunta ", "问题", ""):
        found, _ = read("".join(f"#### {word}{n}. Is it {n}?{TASKS}\n" for n in range(1, 4)))
        assert [made.stem for made in found] == ["Is it 1?", "Is it 2?", "Is it 3?"]
    assert one(f"## Q1 · Which?{TASKS}").stem == "Which?"
    assert one(f"## Q1\n\nWhich?{TASKS}").stem == "Which?"
    for stem in ("1984. Who wrote it?", "Windows 95: what was new?", "2 + 2 = ?"):
        assert one(f"#### {stem}{TASKS}").stem == stem
        found, _ = read(f"#### {stem}{TASKS}#### Which?{TASKS}#### Who?{TASKS}")
        assert found[0].stem == stem


def test_questions_without_headings_of_their_own() -> None:
    found, _ = read(f"## Seas\n\nWhich?{TASKS}\nIt is so.\n\nWho is\nit?{TASKS}")
    assert [(made.stem, made.explanation) for made in found] == [
        ("Which?", "It is so."),
        ("Who is\nit?", ""),
    ]


def test_text_between_options() -> None:
    assert refused(f"#### Which?\n\n- [ ] a\n\nsome text\n{TASKS}") == (
        "there is text between its options"
    )


@pytest.mark.parametrize(
    ("below", "explanation", "source"),
    [
        ("**Explanation:** a\n\nb", "a\n\nb", ""),
        ("**Explanation**: a", "a", ""),
        ("Explanation: a", "a", ""),
        ("> [!correct] a", "a", ""),
        ("a\n\n**Source:** b", "a", "b"),
        ("[Ref](https://example.org)\n[Ref](https://example.com)", "[Ref](https://example.com)",
         "https://example.org"),
        ("a\n\n```py\nb\n```\n\nc", "a\nb\nc", ""),
        ("##### Why\n\na", "Why\n\na", ""),
        ("  > said of b", "b: said of b", ""),
    ],
)  # fmt: skip
def test_what_stands_below_the_options(below: str, explanation: str, source: str) -> None:
    made = one(f"#### Which?{TASKS}\n{below}\n")
    assert (made.explanation, made.source) == (explanation, source)


@pytest.mark.parametrize(
    "picture", ["![a](b.png)", "![a][b]", "<img src='a'>", "text <video src=a> text"]
)
def test_a_question_that_needs_a_picture(picture: str) -> None:
    why = "it needs a picture or a sound, and a pack holds only text"
    assert refused(f"#### Which? {picture}{TASKS}") == why
    assert refused(f"#### Which?\n\n{picture}{TASKS}") == why
    assert refused(f"#### Which?\n\n- [x] {picture}\n- [ ] b") == why
    found, (note,) = read(f"#### Which?{TASKS}\n{picture}")
    assert note.why == "a picture or sound in an explanation"
    assert found[0].explanation == ""
    assert one(f"#### What is `{picture}`?{TASKS}").key == "a"


@pytest.mark.parametrize(
    ("answer", "key"),
    [("2", "b"), ("b", "b"), ("**2**", ""), ("4", ""), ("", ""), ("2, 3", "")],
)
def test_an_answer_below_a_list(answer: str, key: str) -> None:
    found, _ = read(f"## T\n\nWhich?\n\n- a\n- b\n- c\n\nAnswer: {answer}\n")
    assert [made.key for made in found] == [key] * bool(key)


def test_an_answer_that_could_be_two_options() -> None:
    asked = "## T\n\nWhich?\n\n- 2\n- 1\n- 3\n\nAnswer: 2\n"
    assert refused(asked) == "`2` could be an option's text or its place"
    assert one(f"{asked}Type: single\n").key == "1"


def test_signs() -> None:
    source = f"#### \\_a\\_ &lt; `\\_&lt;` &copy; \\\\ \\a\\\n{TASKS}"
    assert one(source).stem == "_a_ < `\\_&lt;` © \\ \\a\\"


@pytest.mark.parametrize("source", ["", "text", "# Heading\n\n- a\n- b"])
def test_files_without_a_question(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


def test_a_list_of_things_to_do_is_no_quiz() -> None:
    source = "# To do\n\n- [x] a\n- [x] b\n- [ ] c\n\n## Later\n\n- [ ] d\n"
    assert markdown.likeness(source.encode()) == 0
    assert markdown.likeness(f"# Q{TASKS}".encode()) == 92


def test_what_is_written() -> None:
    notes = Notes()
    made = pack(
        item(1, stem="Which\n\nof *these*?", explanation="Why\nnot.", category="C", source="S"),
        item(2, stem="First?", key="a_b", distractors=("c",)),
        title="T",
    )
    assert markdown.write(made, notes, ".md").decode() == (
        "# T\n\n#### Q1. First?\n\n- [ ] c\n- [x] a\\_b\n\n"
        "## C\n\n#### Q2. Which\n\n\\\nof \\*these\\*?\n\n"
        "- [x] right 1\n- [ ] wrong 1.1\n- [ ] wrong 1.2\n- [ ] wrong 1.3\n\n"
        "**Explanation:** Why\\\nnot.\n\n**Source:** S\n\n"
    )
    assert [(note.line, note.left_out) for note in notes] == [(None, False)]
