"""Other programs' files that somebody made to do harm: each ends in a sentence."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from quiz.formats import FormatError, Notes, get, readers, recognise
from quiz.formats._clean import Cleaner
from quiz.packs.model import Item
from tests.formats.hostile import FILES, Hostile
from tests.packs.test_properties import sound

LONGEST = 400
"""How long a note may be, in characters."""

PARAMETERS = [
    pytest.param(name, marks=pytest.mark.slow if one.slow else ()) for name, one in FILES.items()
]


def read(format: str, data: bytes) -> tuple[list[Item], Notes, str]:
    """What of a file may stand in a pack, the notes on it, and why it could not be read."""
    notes = Notes()
    found = []
    why = ""
    try:
        for item in Cleaner(notes).clean(get(format).read(data, notes)):
            found.append(item)
    except FormatError as error:
        why = error.message
    return found, notes, why


def holds(data: bytes, found: Collection[Item], notes: Notes, why: str) -> None:
    """What must be true of reading any file."""
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for item in found:
        sound(item)
    assert len({(item.stem, item.key) for item in found}) == len(found)
    for note in notes:
        assert note.why.strip()
    if not data.startswith(b"PK"):
        assert all(1 <= (note.line or 1) <= lines for note in notes)
        assert all(1 <= item.line <= lines for item in found)
    assert max((len(note.why) for note in notes), default=0) < LONGEST
    assert len(why) < LONGEST


def taken_for(data: bytes) -> str:
    """The format that a file is recognised as, or an empty text where it is refused."""
    try:
        return recognise(data)
    except FormatError:
        return ""


def begins(hostile: Hostile, notes: Notes, why: str) -> str:
    """What is said first of a file, as far as its table tells."""
    first = f"{notes[0].line or ''}: {notes[0].why}" if notes else "fine"
    return (why or first)[: len(hostile.says)]


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_is_said_of_a_hostile_file(name: str) -> None:
    hostile = FILES[name]
    data = hostile.content()
    found, notes, why = read(hostile.format, data)
    holds(data, found, notes, why)
    assert begins(hostile, notes, why) == hostile.says
    assert taken_for(data) in ("", *readers())


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_said_to_be_of_another_format(name: str) -> None:
    data = FILES[name].content()
    for format in readers():
        holds(data, *read(format, data))
