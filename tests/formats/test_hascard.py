from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.formats import FormatError, Notes, get, hascard, readers
from quiz.packs.model import Item
from tests.builders import item, pack
from tests.formats.hostile import SIZES
from tests.formats.test_opentdb import items

FILES = Path(__file__).parent / "files"


def read(source: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(hascard.read(source.encode(), notes)), notes


def one(source: str) -> Item:
    """The only question of a file that leaves nothing to note."""
    (made,), notes = read(source)
    assert notes == []
    return made


def refused(source: str) -> str:
    """Why the only card of a file is left out."""
    found, (note,) = read(source)
    assert found == []
    assert (note.line, note.left_out) == (1, True)
    return note.why


def test_a_real_file() -> None:
    notes = Notes()
    found = list(hascard.read((FILES / "hascard.txt").read_bytes(), notes))
    assert [(made.line, made.key) for made in found] == [
        (1, "Carbon dioxide"),
        (7, "Pear"),
        (14, "a_b"),
        (47, "116 years, from 1337 to 1453"),
        (55, "True"),
        (63, "Pacific"),
    ]
    assert [note.line for note in notes] == [8, 15, 24, 30, 36, 41, 44, 63, 59]
    assert found[3].options[2:] == ("99 years, 11 months - or nearly so", "All of the above")
    assert found[4].options == ("True", "False")


def test_a_choice() -> None:
    made = one("# Which?  \n\n- a\n* b \n- c: d\n")
    assert made == Item("", "", "Which?", "b", ("a", "c: d"), line=1)


def test_line_ends_and_lines_of_dashes() -> None:
    found, notes = read("\n# A?\r\n* a\r\n- b\r\n---\r\n\r\n# B?\n* a\n- b\n\n-----  \n---\n")
    assert notes == []
    assert [(made.stem, made.line) for made in found] == [("A?", 2), ("B?", 7)]


def test_an_option_may_go_on() -> None:
    assert one("# Which?\n* a\n  b\n\nc\n- d").key == "a b c"


def test_signs_in_a_choice_are_kept_as_hascard_keeps_them() -> None:
    made = one("# Which #1 \\_x\\_?\n* a\\_b * c\n- 5 - 3 _d_ [x] e")
    assert made[2:5] == ("Which #1 \\_x\\_?", "a\\_b * c", ("5 - 3 _d_ [x] e",))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "a definition: "),
        ("Some text.", "a definition: "),
        ("Some text:\n- a\n* b", "a definition: "),
        ("- a\n- b", "a definition: none of its options is marked as right"),
        ("[*] a\n[ ] b", "a multiple-answer question"),
        ("[ ] a\n[x] b", "a multiple-answer question"),
        ("2. a\n1. b", "a question of order"),
        ("It is _a|b_.", "a question with gaps"),
        ("It is\na _b_", "a question with gaps"),
        ("It is a\\_b\\_c", "a definition: "),
        ("* a\n* b\n- c", "several of its options are marked as right"),
        ("```\nx\n- a\n* b", "its block after ``` is not closed"),
    ],
)
def test_other_kinds_are_left_out_by_name(body: str, why: str) -> None:
    assert refused(f"# Which?\n{body}").startswith(why)


def test_a_picture_is_left_out() -> None:
    (made,), (note,) = read("# Which?\n\n![a (b)](c.png)\n* a\n- b")
    assert made.stem == "Which?"
    assert (note.line, note.left_out) == (3, True)
    assert "picture" in note.why


@pytest.mark.parametrize(
    ("block", "stem"),
    [
        ("```\na\n  b\n```", "Which?\n\na\n  b"),
        ("```python\na = '---'\n\n---\nb # c\n```", "Which?\na = '---'\n\n---\nb # c"),
        ("```x = 1```", "Which?\nx = 1"),
        ("```x = 1\ny```", "Which?\nx = 1\ny"),
    ],
)
def test_a_block_is_a_part_of_the_question(block: str, stem: str) -> None:
    (made,), (note,) = read(f"# Which?\n{block}\n* a\n- b")
    assert made.stem == stem
    assert made.key == "a"
    assert (note.line, note.left_out) == (2, False)


def test_a_block_that_does_not_end_swallows_no_other_card() -> None:
    found, (note,) = read("# A?\n```\nx\n- a\n---\n# B?\n* a\n- b\n---\n# C?\n* a\n- b")
    assert [made.stem for made in found] == ["B?", "C?"]
    assert (note.line, note.left_out) == (1, True)


def test_a_card_after_no_line_of_dashes() -> None:
    found, (note,) = read("# A?\n* a\n- b\n\n# B?\n* c\n- d")
    assert [(made.stem, made.distractors) for made in found] == [("A?", ("b",)), ("B?", ("d",))]
    assert (note.line, note.left_out) == (5, False)


def test_a_card_without_a_head() -> None:
    found, (note,) = read("# A?\n* a\n- b\n---\nB?\n* a\n- b")
    assert len(found) == 1
    assert (note.line, note.left_out) == (5, True)
    assert note.why == "a card without a heading like `# question`: `B?`"


@pytest.mark.parametrize("source", ["", "---\n---", "#Q a\n^ b", "text\n- a\n* b", "#\n* a\n- b"])
def test_files_without_a_card(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


@pytest.mark.parametrize(
    ("opening", "sign"),
    [
        ("", "x"), ("", "# "), ("", "# a\n```\n"), ("", "# a\n---\n"), ("# a\n", "_"),
        ("# a\n", "\\_"), ("# a\n![", "]("), ("# a\n```\n", "---\n# b\n```\n"),
        ("# a\n* b\n", "c\n"), ("# a\n", "["), ("# a\n* ", "- "), ("# a\n", "1"), ("", "-"),
        ("", " "), ("# a\n", "* \n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_one_sign_is_survived(opening: str, sign: str, size: int) -> None:
    source = opening + sign * size
    with suppress(FormatError):
        read(source)
    assert 0 <= hascard.likeness(source.encode()) <= 95


def test_files_are_told_apart() -> None:
    for file in FILES.iterdir():
        data = file.read_bytes()
        likely = hascard.likeness(data)
        assert likely == (95 if file.name.startswith("hascard") else 0)
        if likely:
            assert all(get(name).likeness(data) < likely for name in readers() if name != "hascard")
    assert hascard.likeness(b"# A?\n[*] a\n[ ] b\n---\n# B\nis b") == 60
    assert hascard.likeness(b"# A\nis a\n---\n# B\nis b") == 40
    assert hascard.likeness(b"# a comment\ntitle: A pack\nquestions:\n- question: a\n") == 0
    assert hascard.likeness(b"#separator:tab\n#html:true\na\tb\n") == 0


# On the way out


def written(*made: Item) -> tuple[str, Notes]:
    notes = Notes()
    return hascard.write(pack(*made), notes, ".txt").decode(), notes


def test_a_pack_is_written_as_cards() -> None:
    data, notes = written(
        item(key="False", distractors=("True",), options=("True", "False"), stem="Is it?"),
        item(key="b", distractors=("a",), options=("a", "b"), stem="Which\nof these?"),
    )
    assert data == "# Is it?\n- True\n* False\n---\n# Which of these?\n- a\n* b\n"
    assert [(note.line, note.left_out) for note in notes] == [(None, False)] * 2
    assert "order" in notes[0].why
    assert notes[1].why == "the lines of 1 question are joined into one"


def test_what_hascard_would_take_for_another_option_is_hidden_from_it() -> None:
    data, (note,) = written(item(key="1939 - 1945", distractors=("2 * 3",)))
    assert "1939 -\u00a01945" in data
    assert "2 *\u00a03" in data
    assert note.why.endswith("a no-break space in 1 question")


def test_what_would_end_the_card_is_not_written() -> None:
    data, (note,) = written(item(1), item(2, key="a---b", line=7))
    assert data.count("# ") == 1
    assert (note.line, note.left_out) == (7, True)


def test_what_has_no_place_is_noted() -> None:
    _, notes = written(item(difficulty="hard", category="c", explanation="e"))
    assert [(note.line, note.left_out) for note in notes] == [
        (None, False),
        (None, True),
        (None, True),
    ]


def same(made: Item) -> tuple[str, str, set[str]]:
    """What must come back of an item."""
    options = [made.key, *made.distractors]
    if {option.casefold() for option in options} == {"true", "false"}:
        options = [option.casefold() for option in options]
    key, *wrong = (option.replace("-\u00a0", "- ").replace("*\u00a0", "* ") for option in options)
    return " ".join(line.strip() for line in made.stem.split("\n")), key, {*wrong}


@given(st.lists(items(), min_size=1, max_size=2))
@example([Item("", "", "# - a", "- b", ("* c", "[x] d", "- - - e", "```", "![](f)", "--"))])
@example([Item("", "", "---", "_a_", ("\\_a\\_", "1. b", "# c", "* * -"))])
def test_what_is_written_is_read_again(made: list[Item]) -> None:
    notes = Notes()
    data = hascard.write(pack(*made), notes, ".txt")
    kept = [one for one in made if not any("---" in o for o in (one.key, *one.distractors))]
    assert sum(note.line is not None for note in notes) == len(made) - len(kept)
    if not kept:
        return
    back, notes = read(data.decode())
    assert notes == []
    assert [same(one) for one in back] == [same(one) for one in kept]


@given(st.lists(st.sampled_from([
    "# ", "\n# a?\n", "- a\n", "* b\n", "---\n", "\n", "```", "```\n", "![](", "a)", "[x] ", "1. ",
    "_", "\\_", " ", "\r\n", "\x85", "True\n", "c", "All of these\n",
]), max_size=40).map("".join))  # fmt: skip
def test_any_signs(source: str) -> None:
    assert 0 <= hascard.likeness(source.encode()) <= 95
    try:
        found, notes = read(source)
    except FormatError:
        return
    lines = source.count("\n") + 1
    assert all(note.line and 1 <= note.line <= lines for note in notes)
    for made in found:
        assert 1 <= made.line <= lines
        assert made.key not in made.distractors
        assert not any("\n" in option for option in (made.key, *made.distractors))
