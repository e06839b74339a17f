"""Anki's packages, and its decks as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.formats import FormatError, Notes, anki, apkg, crowdanki
from tests.formats.hostile import collection, package

FILES = Path(__file__).parent / "files"


def test_a_package() -> None:
    notes = Notes()
    found = list(apkg.read((FILES / "capitals.apkg").read_bytes(), notes))
    assert [(made.line, made.stem, made.key) for made in found] == [
        (1, "Capital of Norway?", "Oslo"),
        (2, "Capital of Peru?", "Lima"),
        (3, "Capital of Ghana?", "Accra"),
        (4, "Which flag is it?", "Chad"),
    ]
    assert set(found[0].distractors) == {"Lima", "Accra", "Chad"}
    assert {made.category for made in found} == {"Capitals"}
    assert (found[0].tags, found[0].explanation) == (("europe", "north"), "On a fjord.")
    assert [(note.line, note.left_out) for note in notes] == [
        (2, True), (4, True), (5, True), (None, False),
    ]  # fmt: skip


def test_a_package_whose_database_was_written_ahead() -> None:
    notes = "CREATE TABLE notes (id, mid, tags, flds); INSERT INTO notes VALUES "
    made = collection(notes + "(1, 1, '', 'Is it?' || char(31) || 'True')")
    stored = apkg._collection(made)
    ahead = package(stored[:18] + b"\2\2" + stored[20:])
    assert list(apkg.read(ahead, Notes())) == list(apkg.read(made, Notes())) != []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "this is not an Anki package"),
        (b"PK\x03\x04", "this package is damaged"),
        (package(b"", "media"), "there is no collection in this ZIP file"),
        (package(b"x"), "the collection is not a database"),
        (package(b"", "collection.anki21b"), "this package is in Anki's newer"),
        (
            collection("", "CREATE TABLE col (models, decks);"),
            "the collection is damaged: no such table: cards",
        ),
    ],
)
def test_what_is_no_package(data: bytes, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(apkg.read(data, Notes()))
    assert caught.value.message.startswith(why)
    assert caught.value.hint


def test_a_deck_as_json() -> None:
    notes = Notes()
    found = list(crowdanki.read((FILES / "crowdanki.json").read_bytes(), notes))
    assert [(made.line, made.key, made.distractors, made.category) for made in found] == [
        (93, "True", ("False",), "World"),
        (11, "Volga", ("Han",), "Rivers"),
        (24, "Han", ("Volga",), "Rivers"),
    ]
    assert (found[0].stem, found[2].explanation) == ("Is water H₂O?", "It flows from east to west.")
    assert [note.line for note in notes] == [104, 35, None]


@pytest.mark.parametrize("source", ["", "{", "[]", '{"__type__": "Deck"}', '{"notes": 1}', "1"])
def test_what_is_no_deck(source: str) -> None:
    with pytest.raises(FormatError):
        list(crowdanki.read(source.encode(), Notes()))


def test_odd_values_in_a_deck() -> None:
    model = '{"crowdanki_uuid": "m", "flds": [{"name": 1}, {"ord": "x"}, 2], "type": []}'
    rows = '[{"note_model_uuid": "m", "fields": ["\\ud800", null]}, {"fields": 3}, 4]'
    source = f'{{"name": [], "notes": {rows}, "note_models": [{model}, 5], "children": 6}}'
    notes = Notes()
    assert list(crowdanki.read(source.encode(), notes)) == []
    assert [note.why for note in notes] == [
        "a card without text on its back",
        "a note of a type that is not in the file",
    ]


def test_all_formats_of_anki_make_the_same_questions() -> None:
    text = (
        b"#separator:tab\n#deck:Geography::Capitals\n"
        + "".join(
            f"Capital of {land}?\t{city}\n"
            for land, city in (("Norway", "Oslo"), ("Peru", "Lima"), ("Ghana", "Accra"))
        ).encode()
    )
    plain = [one.distractors for one in anki.read(text, Notes())]
    packed = apkg.read((FILES / "capitals.apkg").read_bytes(), Notes())
    assert [tuple(wrong for wrong in one.distractors if wrong != "Chad") for one in packed][
        :3
    ] == plain
