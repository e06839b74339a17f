from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.formats import FormatError, Notes, get, opentriviaqa, readers, writers
from quiz.packs.model import Item
from tests.formats.hostile import SIZES

FILES = Path(__file__).parent / "files"

PLAIN = "#Q Which?\n^ b\nA a\nB b\nC c\nD d\n\n"


def read(source: str | bytes) -> tuple[list[Item], Notes]:
    notes = Notes()
    data = source if isinstance(source, bytes) else source.encode()
    return list(opentriviaqa.read(data, notes)), notes


def one(source: str | bytes) -> Item:
    """The only question of a file that leaves nothing to note."""
    (made,), notes = read(source)
    assert notes == []
    return made


def refused(source: str) -> tuple[int | None, str]:
    """The line and the reason of the only question of a file, which is left out."""
    found, (note,) = read(source)
    assert found == []
    assert note.left_out
    return note.line, note.why


def test_a_real_file() -> None:
    found, notes = read((FILES / "opentriviaqa.txt").read_bytes())
    assert [(made.line, made.key) for made in found] == [
        (2, "Danube"),
        (9, "The Star"),
        (20, "Franz Beckenbauer"),
        (27, "True"),
        (32, "Sargasso Sea"),
        (38, "All of these"),
        (44, "1969"),
        (58, "Michelangelo"),
        (70, "Ostrich"),
    ]
    assert [(note.line, note.left_out) for note in notes] == [
        (48, False),
        (52, True),
        (62, True),
        (64, True),
        (59, False),
        (66, True),
    ]


def test_a_question() -> None:
    assert one(PLAIN) == Item("", "", "Which?", "b", ("a", "c", "d"), line=1)
    assert opentriviaqa.TITLE == "OpenTriviaQA"
    assert "opentriviaqa" not in writers()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_mixed(end: str) -> None:
    found, notes = read(PLAIN + PLAIN.replace("\n", end) + PLAIN)
    assert notes == []
    assert [made.line for made in found] == [1, 8, 15]
    assert len({made._replace(line=0) for made in found}) == 1


def test_every_line_has_an_encoding_of_its_own() -> None:
    made = one(b"#Q Caf\xe9\x85?\n^ M\xc3\xbcller\nA M\xc3\xbcller\nB M\xfcnter\n")
    assert made[2:5] == ("Café…?", "Müller", ("Münter",))


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x0b", "\x0c", "\x1c"])
def test_other_signs_do_not_end_a_line(sign: str) -> None:
    made = one(f"#Q Wh{sign}ich?\n^ a{sign}b\nA a{sign}b\nB c\n")
    assert (made.stem, made.key) == (f"Wh{sign}ich?", f"a{sign}b")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_may_begin_with_a_mark(mark: bytes) -> None:
    encoding = "utf-8" if mark[0] == 0xEF else "utf-16-le"
    assert one(mark + PLAIN.encode(encoding)).stem == "Which?"


def test_a_question_of_several_lines() -> None:
    made = one("#Q Which?\nA line that is no option\n\n  I mean\n^ a\nA a\nB b\n")
    assert made.stem == "Which?\nA line that is no option\n\n  I mean"
    made = one("#Q\nWhich?\nSo?\n^ a\nA a\nB b\n")
    assert made.stem == "Which?\nSo?"


@pytest.mark.parametrize("count", [2, 3, 4, 5, 9])
def test_two_options_or_more(count: int) -> None:
    letters = "ABCDEFGHI"[:count]
    source = "#Q Which?\n^ a2\n" + "".join(f"{s} a{n}\n" for n, s in enumerate(letters, 1))
    made = one(source)
    assert made.key == "a2"
    assert made.distractors == tuple(f"a{n}" for n in range(1, count + 1) if n != 2)


def test_options_that_keep_their_order() -> None:
    made = one("#Q So?\n^ False\nA False\nB True\n")
    assert (made.key, made.distractors, made.options) == ("False", ("True",), ("True", "False"))
    for key, others in (("TRUE", "false"), ("False", "true")):
        made = one(f"#Q So?\n^ {key}\nA {key}\nB {others}\n")
        assert (made.key, made.distractors) == (key.title(), (others.title(),))
        assert made.options == ("True", "False")
    for last in ("All of these", "None of the above", "Both a and b", "NONE OF THEM", "A and B"):
        made = one(f"#Q Which?\n^ c\nA {last}\nB c\nC d\n")
        assert made.options == (last, "c", "d")
    assert one("#Q Which?\n^ c\nA Neither\nB c\nC Of the sea\n").options == ()


def test_options_that_are_there_twice() -> None:
    for twice in ("a", "b"):
        (made,), (note,) = read(f"#Q Which?\n^ b\nA a\nB b\nC {twice}\n")
        assert made[3:5] == ("b", ("a",))
        assert (note.line, note.left_out) == (5, False)


def test_a_key_that_is_written_otherwise_below() -> None:
    (made,), (note,) = read("#Q Which?\n^ the  Nile\nA The Nile\nB b\n")
    assert made.key == "The Nile"
    assert (note.line, note.left_out) == (2, False)
    assert one("#Q Which?\n^ b  \nA a\nB b\n").key == "b"


def test_what_is_left_out() -> None:
    assert refused("\n#Q Which?\n^ x\nA a\nB b\n") == (3, "the answer `x` is not among the options")
    assert refused("#Q Which?\n^\nA a\nB b\n") == (2, "the answer `` is not among the options")
    assert refused("#Q Which?\n^ a\n") == (2, "the answer `a` is not among the options")
    assert refused("#Q Which?\nA a\nB b\n")[1].startswith("it has no line with the right answer")
    assert refused("#Q Which?\n^ a\n^ b\nA a\nB b\n") == (
        1,
        "it has another right answer in line 3",
    )
    assert refused("#Q \n^ a\nA a\nB b\n") == (1, "it has no question text")


def test_stray_lines() -> None:
    (first, second), notes = read(
        f"Trivia\nof mine\n\n#Q Which?\n^ a\nA a\nand so on\nB b\nC \nAnd\n\n{PLAIN}"
    )
    assert (first.line, first.distractors) == (4, ("b",))
    assert (second.line, second.key) == (12, "b")
    assert [(note.line, note.why, note.left_out) for note in notes] == [
        (1, "the text before the first `#Q`", True),
        (7, "a line that is not an option: `and so on`", True),
        (9, "option C is empty", True),
        (10, "a line that is not an option: `And`", True),
    ]


@pytest.mark.parametrize("source", ["", "\n", "# Q\n^ a", " #Q a\n^ b\nA b\nB c", "[" * 10**5])
def test_files_without_a_question(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


@pytest.mark.parametrize(
    ("opening", "sign", "end"),
    [
        (b"", b"x", b""), (b"", b"#Q", b""), (b"", b"#Q ", b""), (b"", b"#Q\n", b""),
        (b"#Q a\n^ ", b"b\n^ ", b""), (b"", b"#Q a\n", b""), (b"#Q a\n^ a\n", b"A ", b""),
        (b"#Q a\n^ a\n", b"A a\n", b""), (b"#Q ", b"\n", b"^ a\nA a\nB b\n"),
        (b"#Q a\n^ a\nA a\nB b\n", b"\n", b"C"), (b"#Q ", b" ", b""), (b"", b"#Q \xff\n", b""),
        (b"#Q a\n^ a\nA ", b"both ", b""), (b"\xff\xfe", b"#Q ", b""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_one_sign_is_survived(opening: bytes, sign: bytes, end: bytes, size: int) -> None:
    source = opening + sign * size + end
    with suppress(FormatError):
        read(source)
    assert opentriviaqa.likeness(source) in (0, 100)


def test_files_are_told_apart() -> None:
    for file in FILES.iterdir():
        data = file.read_bytes()
        likely = opentriviaqa.likeness(data)
        assert likely == (100 if file.name.startswith("opentriviaqa") else 0)
        if likely:
            others = [name for name in readers() if name != "opentriviaqa"]
            assert all(get(name).likeness(data) < likely for name in others)


@given(st.lists(st.sampled_from([
    b"#Q ", b"\n#Q a?\n", b"\n^ a\n", b"^", b"A a\n", b"\nB b\n", b"C True\n", b"D False\n", b"\n",
    b"\r\n", b"\r", b"\x85", b"\xc3", b"\xa9", b"#Q a?\n^ a\nA a\nB b\n", b" ", b"\xff\xfe", b"\0",
    b"All of these\n", b"^ True\n",
]), max_size=40).map(b"".join))  # fmt: skip
def test_any_signs(source: bytes) -> None:
    assert opentriviaqa.likeness(source) in (0, 100)
    try:
        found, notes = read(source)
    except FormatError:
        return
    lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(note.line and 1 <= note.line <= lines for note in notes)
    for made in found:
        assert 1 <= made.line <= lines
        assert made.key not in made.distractors
        assert not any("\n" in option for option in (made.key, *made.distractors))
