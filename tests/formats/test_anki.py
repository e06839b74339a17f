from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.formats import FormatError, Note, Notes, _cards, anki
from quiz.packs.model import Item
from tests.builders import fixed, item, pack
from tests.formats.hostile import SIZES
from tests.formats.test_sheet import FOREIGN, TRICKY, items

FILES = Path(__file__).parent / "files"

TAKEN = Note(None, "wrong answers are taken from other cards of the same deck", False)


def read(text: str | bytes) -> tuple[list[Item], Notes]:
    notes = Notes()
    data = text.encode() if isinstance(text, str) else text
    return list(anki.read(data, notes)), notes


def written(*made: Item) -> tuple[str, Notes]:
    notes = Notes()
    return anki.write(pack(*made), notes, ".txt").decode(), notes


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.stem, one.key) for one in read(text)[0]]


def stem(html: str, head: str = "#html:true\n") -> str:
    return read(f'{head}"{html}"\tright\nother\twrong\n')[0][0].stem


# What Anki exports


def test_notes_as_anki_exports_them() -> None:
    found, notes = read((FILES / "anki.txt").read_bytes())
    assert [(i.line, i.stem, i.key, i.category) for i in found] == [
        (7, "What is the capital of Norway?", "Oslo", "Capitals"),
        (8, "What is the capital of Sweden?", "Stockholm", "Capitals"),
        (9, "Denmark & its capital", "Copenhagen", "Capitals"),
        (10, "Capital of Finland\n(two words: no)", "Helsinki", "Capitals"),
        (11, 'Say "Iceland", hear', "Reykjavík", "Capitals"),
        (13, "When did the First World War begin?", "1914", "Years"),
        (14, "When did the Second World War end?", "1945", "Years"),
        (15, "When did the Berlin Wall fall?", "1989", "Years"),
    ]
    assert found[0].tags == ("geo", "europe")
    assert all(one.id == "" for one in found)
    assert notes == [
        Note(8, "the column `6` is not read", True, False),
        Note(11, "a picture or sound: a pack holds only text", True, False),
        Note(12, "a cloze deletion: it has no question of its own", True),
        Note(16, "a picture or sound: a pack holds only text", True, False),
        Note(16, "a card without text on its front", True),
        Note(17, "no other card of its deck has another answer", True),
        TAKEN,
    ]


def test_wrong_answers_come_from_the_same_deck_and_are_alike() -> None:
    found, _ = read((FILES / "anki.txt").read_bytes())
    capitals = {"Oslo", "Stockholm", "Copenhagen", "Helsinki", "Reykjavík"}
    assert set(found[0].distractors) == capitals - {"Oslo"}
    assert set(found[5].distractors) == {"1945", "1989"}
    mixed = "".join(f"front {n}\t{n}{n}\nname {n}\tName{n:03}x\n" for n in range(10, 40))
    for one in read(mixed)[0]:
        assert len(one.distractors) == _cards.TAKEN
        assert {d.isdecimal() for d in one.distractors} == {one.key.isdecimal()}


def test_wrong_answers_are_the_same_each_time() -> None:
    data = (FILES / "anki.txt").read_bytes()
    assert read(data) == read(data)


def test_what_is_right_on_another_card_of_the_same_front_is_no_wrong_answer() -> None:
    text = "A gas?\tneon\nA gas?\targon\nA metal?\tiron\nA stone?\tNEON\n"
    found = {one.line: one.distractors for one in read(text)[0]}
    assert found[1] == found[2] == ("iron",)
    assert set(found[3]) == {"neon", "argon"}


def test_true_and_false_need_no_other_cards() -> None:
    (only,), notes = read("The sun is a star.\tTRUE\n")
    assert (only.key, only.options, only.distractors) == ("True", ("True", "False"), ("False",))
    assert notes == []


# Head lines


@pytest.mark.parametrize(
    ("told", "sign"),
    [
        ("tab", "\t"),
        ("Comma", ","),
        (" Semicolon ", ";"),
        ("pipe", "|"),
        ("Colon", ":"),
        ("Space", " "),
        ("\t", "\t"),
        (";", ";"),
    ],
)
def test_the_separator_is_the_one_that_the_head_names(told: str, sign: str) -> None:
    text = f'#separator:{told}\n"a, b; c\td|e: f"{sign}x\n"g ""h"""{sign}"y\nz"\n'
    assert pairs(text) == [("a, b; c\td|e: f", "x"), ('g "h"', "y z")]


@pytest.mark.parametrize("sign", "\t;,|")
def test_without_a_head_the_first_line_shows_the_separator(sign: str) -> None:
    text = f"\none{sign}1\ntwo{sign}2\n"
    assert pairs(text) == [("one", "1"), ("two", "2")]


def test_columns_that_the_head_gives_a_meaning() -> None:
    text = (
        "tags:all\n# exported\n#separator:comma\n#deck column: 1\n#tags column:4\n#notetype:Basic\n"
        "A::B::C,front,back,one two\nA,other,side,\n"
    )
    first, second = read(text.replace("A,other", "A::B::C,other"))[0]
    assert (first.line, first.stem, first.key) == (7, "front", "back")
    assert (first.category, first.tags) == ("C", ("one", "two", "all"))
    assert (second.category, second.tags) == ("C", ("all",))
    _, notes = read(text)
    assert [note.line for note in notes] == [7, 8]


def test_a_deck_for_all_and_tags_for_all() -> None:
    text = "#separator:tab\n#deck:School::Maths\n#tags:easy sums\n1+1\t2\n2+2\t4\n"
    first, _ = read(text)[0]
    assert (first.category, first.tags, first.line) == ("Maths", ("easy", "sums"), 4)


def test_columns_are_found_by_their_names() -> None:
    text = "#separator:tab\n#columns:Reading\tBack\tFront\nx\ta\tq\ny\tb\tr\n"
    assert pairs(text) == [("q", "a"), ("r", "b")]
    assert read(text)[1][0] == Note(3, "the column `Reading` is not read", True, False)


def test_columns_are_found_although_the_first_note_is_incomplete() -> None:
    assert pairs("#separator:tab\nalone\na\tb\nc\td\n") == [("a", "b"), ("c", "d")]


def test_a_comment_is_no_note_and_one_that_looks_like_a_note_is_told_of() -> None:
    text = '#separator:tab\na\tb\n# half\n#1 hit of 1999?\tBaby\n"#2"\tc\n'
    assert pairs(text) == [("a", "b"), ("#2", "c")]
    assert read(text)[1][0] == Note(4, "it begins with #, which is a comment in Anki", True)


def test_a_cloze_is_known_by_its_type_too() -> None:
    _, notes = read("#notetype column:1\nCloze\ta\tb\nBasic\tc\td\nBasic\te\tf\n")
    assert notes[0] == Note(2, "a cloze deletion: it has no question of its own", True)


# HTML


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<br />c", "a\nb\nc"),
        ("a<div>b</div><div>c</div>", "a\nb\nc"),
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<b>b</b> <i class=''x''>c</i>", "ab c"),
        ("a\nb", "a b"),
        ("a&nbsp;b &amp;lt; &#233;&eacute;", "a b &lt; éé"),
        ("<!-- <b> -->a<style>.b {}</style>", "a"),
        ("2 < 3 > 1 <- x", "2 < 3 > 1 <- x"),
        ("&#99999999999999999999999;", "\ufffd"),
        ("<img src='x'>a[sound:b.mp3]", "a"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert stem(html) == text


def test_what_is_no_html_stays() -> None:
    assert stem("x <b>y</b> &amp; z", "#html:false\n") == "x <b>y</b> &amp; z"
    assert stem("if a<b and c>d: &amp", "") == "if a<b and c>d: &amp"
    assert stem("x <b>y</b>", "") == "x y"


# Likeness


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ((FILES / "anki.txt").read_text(encoding="utf-8"), 95),
        ("#separator:tab\na\tb\n", 95),
        ("tags:x\n# by me\n#html:false\na;b\n", 95),
        ("#deck:Default\na;b\n", 95),
        ("a\tb\nc\td\n", 50),
        ("a\tb\tc\nc\td\te\n", 0),
        ("a,b\nc,d\n", 0),
        ("# deck: what is one?\n- a\n* b\n", 0),
    ],
)
def test_a_file_of_notes_is_known_by_its_head(text: str, likely: int) -> None:
    assert anki.likeness(text.encode()) == likely


@pytest.mark.parametrize("data", [data for data in FOREIGN if b"#separator" not in data])
def test_other_formats_are_not_taken_for_notes(data: bytes) -> None:
    assert anki.likeness(data) == 0


@pytest.mark.parametrize("text", ["", "\n\n", "one\ntwo\n", "# only\n# comments\n", "#html:true\n"])
def test_where_there_are_no_pairs_nothing_can_be_read(text: str) -> None:
    with pytest.raises(FormatError):
        read(text)


# Writing


def test_anki_finds_the_front_the_back_the_deck_and_the_tags() -> None:
    one = item(category="Maths", tags=("sums", "easy"), explanation="So it is.")
    text, notes = written(one, fixed(2, "1", "2", key="2"))
    head, (first, _) = text.split("\n")[:6], text.split("\n")[6:8]
    assert head[:3] == ["#separator:tab", "#html:true", "#notetype:Basic"]
    columns = head[5].removeprefix("#columns:").split("\t")
    assert columns[:2] == ["Front", "Back"]
    cells = dict(zip(columns, first.split("\t"), strict=True))
    assert head[3] == f"#deck column:{columns.index('Deck') + 1}"
    assert head[4] == f"#tags column:{columns.index('Tags') + 1}"
    assert (cells["Front"], cells["Back"]) == (one.stem, one.key)
    assert (cells["Deck"], cells["Tags"]) == ("Maths", "sums easy")
    assert notes == []


def test_what_anki_cannot_hold_is_told_of() -> None:
    one = item(category="A::B", tags=("two words", "one"), line=4)
    text, notes = written(one)
    (back,), _ = read(text)
    assert (back.category, back.tags) == ("A:B", ("two_words", "one"))
    assert notes == [
        Note(4, "a category with ::, which separates decks in Anki, has :", False),
        Note(None, "Anki's tags have no spaces: 1 tag got _ instead", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# a",
        "<br>",
        "a < b > c & d &amp; e",
        "{{c1::a}}",
        "[sound:a]",
        '"a" b',
        "a\n\n  b",
        "a\u00a0b",
        "tags:x",
        "&nbsp;",
    ],
)
def test_what_looks_like_markup_is_read_as_it_was_written(text: str) -> None:
    one = item(stem=text, explanation=text)
    (back,), notes = read(written(one)[0])
    assert (back.stem, back.explanation) == (text, text)
    assert notes == []


@given(st.lists(items(), min_size=1, max_size=2))
@example([TRICKY])
def test_a_file_holds_what_a_pack_holds(made: list[Item]) -> None:
    back, notes = read(written(*made)[0])
    assert notes == []
    for one, other in zip(made, back, strict=True):
        tags = ["_".join(tag.split()) for tag in one.tags]
        assert other == one._replace(
            distractors=tuple(o for o in one.options or one.distractors if o != one.key),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            category=other.category,
            line=other.line,
        )
        assert other.category == one.category or "::" in one.category


# Hostile files


def survives(data: bytes) -> None:
    assert 0 <= anki.likeness(data) <= 100
    try:
        found, _ = read(data)
    except FormatError:
        return
    for one in found:
        assert one.line >= 1
        assert one.distractors
        assert one.key not in one.distractors
        assert not any("\n" in option for option in (one.key, *one.distractors))


HEADS = [
    "",
    "#separator:tab\n#html:true\n#guid column:1\n#tags column:9\n",
    "#columns:Back\tWrong 1\n",
]


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_any_bytes(head: str, data: bytes) -> None:
    survives(head.encode() + data)


@given(st.sampled_from(HEADS), st.text(alphabet='ab1\t\n"#<>/brdiv&;{c:', max_size=200))
def test_any_notes(head: str, text: str) -> None:
    survives((head + text).encode())


def test_more_notes_than_a_pack_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki, "MAX_ROWS", 100)
    assert len(read("a\tb\nc\td\n" * 50)[0]) == 100
    with pytest.raises(FormatError, match="more than 100 notes"):
        read("a\tb\n" * 101)


def test_columns_beyond_the_hundredth_hold_nothing_of_a_card() -> None:
    head = "#separator:tab\n#tags column:150\n#columns:Front\tBack"
    head += "".join(f"\tWrong {n}" for n in range(1, 148))
    (one,), notes = read(f"{head}\nfront\tback" + "".join(f"\tw{n}" for n in range(148)))
    assert one.distractors == tuple(f"w{n}" for n in range(98))
    assert one.tags == ("w147",)
    assert notes[0] == Note(4, "the column `Wrong 99` is not read", True, False)
    assert len(notes) == 49


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "<!--" * size,
        lambda size: "<br" + " " * size,
        lambda size: "<" * size,
        lambda size: "<div>" * size,
        lambda size: "<div" * size,
        lambda size: "<style>" * size,
        lambda size: '"' + "\n" * size + '<br>"',
        lambda size: "&#" + "9" * 5 * size,
        lambda size: "[sound:" * size,
        lambda size: "{{c1:" * size,
        lambda size: "#a\tb\n" * size,
        lambda size: '"' + "\n" * size,
        lambda size: "same\t" + "back\n" * 3 + "".join(f"same\tback {n}\n" for n in range(size)),
        lambda size: "".join(f"f{n}\tanswer\n" for n in range(size)),
        lambda size: "#columns:" + "Wrong 1\t" * (size // 5) + "\n" + "a\tb\tc\n" * (size // 20),
    ],
    ids=range(15),
)
@pytest.mark.parametrize("size", SIZES)
def test_a_long_file_is_survived(make: Callable[[int], str], size: int) -> None:
    text = make(size)
    survives(f"#html:true\nfront\tback\nother\tside\n{text}\tx\n".encode())
    survives(text.encode())
