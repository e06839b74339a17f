"""CrowdAnki, Anki's decks as JSON.

Source: https://github.com/Stvad/CrowdAnki
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from quiz.formats import FormatError, Notes
from quiz.formats._cards import AnkiNote, card_items, cards_of
from quiz.formats._text import decode
from quiz.packs.model import ITEMS, Item

TITLE = "CrowdAnki"
ENDINGS = (".json",)

MAX_DECKS = 32  # of which each is in another
DECK_TYPE = re.compile(r'"__type__"\s*+:\s*+"Deck"')
NOTE_TYPE = re.compile(r'"__type__"\s*+:\s*+"Note"')
CLOZE_MODEL = "1"


def likeness(data: bytes) -> int:
    """Return certainty if the file is JSON that says it is a deck."""
    head = decode(data[:100_000]).lstrip()
    return 100 if head.startswith("{") and DECK_TYPE.search(head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the question of each note, with wrong answers from its deck."""
    text = decode(data)
    lines = _lines(text)

    def with_line(value: dict[str, Any]) -> dict[str, Any]:
        if value.get("__type__") == "Note":
            value["line"] = next(lines, 1)
        return value

    try:
        deck = json.loads(
            text,
            object_hook=with_line,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            strict=False,
        )
    except RecursionError:
        raise FormatError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"this is not JSON: {error.msg}", f"see line {error.lineno}") from None
    if not isinstance(deck, dict) or not isinstance(deck.get("notes"), list):
        raise FormatError("there is no deck in it", "export the deck with CrowdAnki once more")
    models: dict[str, tuple[list[str], bool]] = {}
    for model in _dicts(deck.get("note_models")):
        fields = sorted(_dicts(model.get("flds")), key=lambda field: _number(field.get("ord")))
        labels = [_text(field.get("name")) for field in fields]
        models[_text(model.get("crowdanki_uuid"))] = labels, model.get("type") == CLOZE_MODEL
    return card_items(cards_of(_notes(deck, models, notes), notes), notes)


def _lines(text: str) -> Iterator[int]:
    """Yield the lines in which the notes of a file begin."""
    line, last = 1, 0
    for match in NOTE_TYPE.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield line


def _notes(
    root: dict[str, Any], models: dict[str, tuple[list[str], bool]], notes: Notes
) -> Iterator[AnkiNote]:
    """Yield the notes of a deck and of the decks in it."""
    number = 0
    decks = [(root, 1)]
    while decks:
        deck, depth = decks.pop()
        if depth > MAX_DECKS:
            raise FormatError(f"there are more than {MAX_DECKS} decks in one another")
        decks += [(child, depth + 1) for child in reversed(_dicts(deck.get("children")))]
        for note in _dicts(deck.get("notes")):
            number += 1
            if number > ITEMS:
                raise FormatError(f"the file has more than {ITEMS:,} notes")
            line = note.get("line", 1)
            if (model := models.get(_text(note.get("note_model_uuid")))) is None:
                notes.left_out(line, "a note of a type that is not in the file")
                continue
            labels, is_cloze = model
            values = _texts(note.get("fields"))
            name = _text(deck.get("name"))
            yield AnkiNote(line, name, _texts(note.get("tags")), labels, values, is_cloze)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return list(map(_text, value)) if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a text without unpaired surrogates, which JSON can name."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(value: Any) -> int:
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value) else 0
