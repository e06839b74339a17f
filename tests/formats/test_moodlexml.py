from __future__ import annotations

from pathlib import Path

import pytest

from quiz.formats import FormatError, Notes, moodlexml
from quiz.packs.model import Item
from tests.builders import fixed, item, pack
from tests.formats.hostile import XML_ANSWERS, asked

FILES = Path(__file__).parent / "files"


def read(source: str | bytes) -> tuple[list[Item], Notes]:
    notes = Notes()
    data = source if isinstance(source, bytes) else source.encode()
    return list(moodlexml.read(data, notes)), notes


def refused(source: str) -> str:
    """Why the only question of a file is left out."""
    found, (note,) = read(source)
    assert found == []
    assert note.left_out
    return note.why


def answers(*fractions: tuple[str, str]) -> str:
    """Answers by what they earn."""
    return "".join(f'<answer fraction="{f}"><text>{text}</text></answer>' for f, text in fractions)


def test_a_real_file() -> None:
    found, notes = read((FILES / "moodle.xml").read_bytes())
    light, sound, rings = found
    assert light.stem == "How fast is light?\nIn vacuum, that is."
    assert (light.key, light.distractors) == (
        "about 3 × 10⁸ m/s",
        ("300 km/h", "340 m/s < sound"),
    )
    assert light.explanation == "It is 299 792 km/s.\n300 km/h: That is a train."
    assert (light.id, light.tags, light.difficulty) == ("light-1", ("waves",), "hard")
    assert (sound.key, sound.options) == ("False", ("True", "False"))
    assert rings.options == ("Saturn", "Jupiter", "All of these")
    assert {one.category for one in found} == {"Physics"}
    assert [one.line for one in found] == [10, 39, 73]
    assert [(note.line, note.left_out) for note in notes] == [
        (4, False), (47, True), (53, True), (62, True), (73, False), (None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ((("100", "a"), ("0", "b"), ("100", "c")), "it has 2 right answers, but a pack takes one"),
        ((("50", "a"), ("50", "b")), "none of its answers is marked as right"),
        ((("100", "a"),), "it has no wrong answer with text"),
        ((("100", "a"), ("0", "a"), ("0", "b")), "`a` is a right and a wrong answer"),
        ((("100", ""), ("0", "b")), "none of its answers is marked as right"),
        ((("100", "&lt;img src='a.png'&gt;"), ("0", "b")), "it needs a picture"),
    ],
)
def test_a_question_without_exactly_one_right_answer(
    made: tuple[tuple[str, str], ...], why: str
) -> None:
    assert refused(asked("Q?", answers(*made))).startswith(why)


def test_several_answers_that_can_be_chosen_where_only_one_is_right() -> None:
    several = "<single>false</single>" + answers(("100", "a"), ("-50", "b"))
    assert read(asked("Q?", several))[0][0].key == "a"
    assert "several" not in refused(asked("Q?", "<single>false</single>" + answers(("0", "a"))))


@pytest.mark.parametrize(
    "source",
    [
        asked("&lt;a href='@@PLUGINFILE@@/a.mp3'&gt;Listen&lt;/a&gt;"),
        asked("Q?", f"<image>a.png</image>{XML_ANSWERS}"),
        asked("Q?")
        .replace("<questiontext>", '<questiontext format="markdown">', 1)
        .replace("Q?", "![a](b.png)"),
    ],
)
def test_a_question_that_needs_a_file(source: str) -> None:
    assert refused(source).startswith("it needs a picture or a sound")


def test_plain_text_is_kept_as_it_is() -> None:
    plain = '<questiontext format="plain_text"><text>&lt;b&gt;a &amp;amp; b</text></questiontext>'
    source = asked("").replace("<questiontext><text></text></questiontext>", plain)
    assert read(source)[0][0].stem == "<b>a &amp; b"


def test_other_encodings() -> None:
    named = asked("Fröhlich?").replace("?>", ' encoding="iso-8859-1"?>', 1)
    for data in (named.encode("latin-1"), asked("Fröhlich?").encode("utf-16")):
        assert read(data)[0][0].stem == "Fröhlich?"


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    found, (note,) = read("\n\n" + asked("Q?").replace("</quiz>", "<question type='"))
    assert [(one.stem, one.line) for one in found] == [("Q?", 4)]
    assert note.line == 4
    assert note.why.endswith("nothing after this question was read")


@pytest.mark.parametrize(
    "source",
    ["", "<", "<quiz></quiz>", "<quiz>&nbsp;</quiz>", "not XML", asked("Q?").replace('"', "")],
)
def test_files_without_a_question(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


def test_what_is_written() -> None:
    notes = Notes()
    made = pack(
        fixed(1, "True", "False", key="True"),
        item(2, stem="a < b\n& c?", category="A/B", difficulty="hard", tags=("t",), id="i"),
    )
    data = moodlexml.write(made, notes, ".xml").decode()
    assert notes == []
    assert '<question type="truefalse">' in data
    assert '<answer format="plain_text" fraction="100"><text>true</text></answer>' in data
    assert "<text>a &lt; b\n&amp; c?</text>" in data
    assert "<name><text>a &lt; b &amp; c?</text></name>" in data
    assert "<text>$course$/top/A//B</text>" in data
    assert XML_ANSWERS not in data
    moodlexml.write(pack(item(source="s")), notes, ".xml")
    assert [note.why for note in notes] == [
        "Moodle XML has no place for `source`: not written for 1 question"
    ]
