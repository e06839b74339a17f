"""Anki's packages of decks: a ZIP file with a collection, which is an SQLite database.

The database may be anybody's, so it is only read: from memory, with limits on what it may cost.

Source: https://docs.ankiweb.net/exporting.html#packaged-decks
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from quiz.formats import FormatError, Notes
from quiz.formats._cards import MAX_CARD_COLUMNS, AnkiNote, card_items, cards_of
from quiz.packs.model import ITEMS, Item
from quiz.text import shorten

if TYPE_CHECKING:
    from sqlite3 import Connection

TITLE = "Anki package"
ENDINGS = (".apkg", ".colpkg")

ZIP_START = b"PK\x03\x04"
NEWEST = "collection.anki21b"
COLLECTIONS = ("collection.anki21", "collection.anki2")
"""The names of the collections that are read; in a package with both, the first has more."""

MAX_PACKAGE_PARTS = 100_000
MAX_COLLECTION = 64 * 2**20  # bytes, unpacked
SMALL_COLLECTION = 8 * 2**20
MOST_PACKED = 40  # times that a larger collection may be smaller in the package than unpacked
MAX_VALUE = 8 * 2**20  # bytes of one value of the database
MAX_TYPES = 2 * 2**20  # characters of the types of note, and of the decks
MIN_STEPS = 200  # thousands of instructions of SQLite, and one instruction for each byte
WAL_MODE = b"\2\2"
HEADER_SIZE = 100
AS_TEXT = "in Anki, choose File > Export, and “Notes in Plain Text” as the format"


def likeness(data: bytes) -> int:
    """Return certainty if the file is a ZIP file in which a collection is named."""
    return 100 if data.startswith(ZIP_START) and b"collection.anki2" in data else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the question of each note, with wrong answers from its deck.

    The line of an item is the number of its note.
    """
    import sqlite3

    collection = _collection(data)
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(collection)
            size = len(collection)
            del collection
            _restrict(database, size)
            made = list(_notes(database, size))
    except (sqlite3.Error, ValueError, TypeError, OverflowError, RecursionError) as error:
        why = f"the collection is damaged: {shorten(str(error))}"
        raise FormatError(why, AS_TEXT) from None
    except MemoryError:
        raise FormatError("the collection needs too much memory", AS_TEXT) from None
    return card_items(cards_of(made, notes), notes)


def _collection(data: bytes) -> bytes:
    """Return the database in a package. Raise FormatError if it is not to be read."""
    if not data.startswith(ZIP_START):
        raise FormatError("this is not an Anki package", "it is a ZIP file with a collection in it")
    try:
        with ZipFile(BytesIO(data)) as package:
            if len(package.infolist()) > MAX_PACKAGE_PARTS:
                raise FormatError(f"the package has more than {MAX_PACKAGE_PARTS:,} files")
            names = set(package.namelist())
            if NEWEST in names:
                hint = "in Anki, choose File > Export, and tick “Support older Anki versions”"
                raise FormatError("this package is in Anki's newer, compressed format", hint)
            name = next((name for name in COLLECTIONS if name in names), None)
            if name is None:
                raise FormatError("there is no collection in this ZIP file", AS_TEXT)
            part = package.getinfo(name)
            most = max(SMALL_COLLECTION, MOST_PACKED * part.compress_size)
            if part.file_size > min(MAX_COLLECTION, most):
                raise FormatError(f"the collection unpacks to {part.file_size:,} bytes", AS_TEXT)
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise FormatError("the collection is compressed in an unusual way", AS_TEXT)
            with package.open(part) as stream:
                content = stream.read(part.file_size + 1)
    except FormatError:
        raise
    except Exception as error:  # a damaged file can cause any
        why = f"this package is damaged: {shorten(str(error))}"
        raise FormatError(why, AS_TEXT) from None
    if len(content) > part.file_size or not content.startswith(b"SQLite format 3\0"):
        raise FormatError("the collection is not a database", AS_TEXT)
    if content[18:20] == WAL_MODE:  # SQLite cannot open that in memory
        return b"%b\1\1%b" % (content[:18], content[20:])
    return content


def _restrict(database: Connection, size: int) -> None:
    """Allow nothing but reading columns of tables, for a time that fits the database's size."""
    import sqlite3

    steps = iter(range(MIN_STEPS + size // 1_000))
    database.set_progress_handler(lambda: next(steps, None) is None, 1_000)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA query_only=ON")

    def authorize(action: int, _1: object, _2: object, _3: object, view: object) -> int:
        if view is None and action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    database.set_authorizer(authorize)


def _notes(database: Connection, size: int) -> Iterator[AnkiNote]:
    """Yield the notes of a collection, of which the texts may be in no encoding."""
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    models, decks = database.execute("SELECT models, decks FROM col").fetchone() or ("", "")
    types = {key: _labels(model) for key, model in _mapping(models).items()}
    names = {key: str(_mapping(deck).get("name", "")) for key, deck in _mapping(decks).items()}
    deck_ids: dict[object, object] = {}
    for note, deck in database.execute("SELECT nid, did FROM cards"):
        if len(deck_ids) < ITEMS:
            deck_ids.setdefault(note, deck)
    rows = database.execute("SELECT id, mid, tags, flds FROM notes")  # by id, as that is the key
    for number, (note, model, tags, fields) in enumerate(rows, 1):
        if not isinstance(fields, str) or not isinstance(tags, str):
            raise ValueError(f"note {number} has no texts")
        size -= len(fields) + len(tags)
        if number > ITEMS or size < 0:  # pages can be made to hold the same texts again and again
            raise ValueError("it has too many notes")
        labels, is_cloze = types.get(str(model), ([], False))
        deck = names.get(str(deck_ids.get(note)), "")
        values = fields.split("\x1f", MAX_CARD_COLUMNS)
        yield AnkiNote(number, deck, tags.split(), labels, values, is_cloze)


def _labels(model: Any) -> tuple[list[str], bool]:
    """Return the names of the fields of a type of note, and whether it has gaps to fill."""
    fields = _mapping(model).get("flds")
    found = fields if isinstance(fields, list) else []
    names = [str(_mapping(field).get("name", "")) for field in found]
    return names, _mapping(model).get("type") == 1


def _mapping(value: Any) -> dict[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    if isinstance(value, str) and len(value) > MAX_TYPES:
        raise ValueError("the types of its notes are too large")
    value = json.loads(value) if isinstance(value, str) and value else value
    return value if isinstance(value, dict) else {}
