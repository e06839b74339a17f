"""Open Trivia DB: the JSON that its server sends, and dumps of it.

Source: https://opentdb.com/api_config.php
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote_plus

from quiz.formats import FormatError, Notes
from quiz.formats._items import difficulty, fixed_order, is_relative, make_item
from quiz.formats._losses import report_losses
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import Item, Pack

TITLE = "Open Trivia DB"
ENDINGS = (".json",)

REFUSALS = {
    "1": "it has too few questions for the request",
    "2": "the request was not valid",
    "3": "it does not know the token",
    "4": "it has sent all its questions to this token",
    "5": "there was another request within five seconds",
}
"""The meaning of the response codes other than 0."""

BETWEEN_VALUES = re.compile(r"[\s,\[\]}]*+")
KEY_PATTERN = r'"[^"\\]*+"\s*+:\s*+'
SCALAR_PATTERN = r'(?:"[^"\\]*+(?:\\.[^"\\]*+)*"|[\w.+-]++)'
OUTER_OBJECT = re.compile(
    r'\{\s*+(?="(?:response_code|results)"'
    rf"|(?:{KEY_PATTERN}{SCALAR_PATTERN}\s*+,\s*+)*{KEY_PATTERN}\[\s*+[\[{{])"
)
"""The beginning of an object that is not a question, as it holds a list of objects."""
OBJECT_KEY = re.compile(r'"([^"\\]*+)"\s*+:\s*+')
SURE_KEY = re.compile('"(?:incorrect_answers|response_code)"')
NOT_URL = re.compile(r"[^\w.~+%-]|%(?![0-9A-Fa-f]{2})", re.ASCII)
"""What a text that is encoded for a URL does not contain."""
BASE64_WORDS = {"bXVsdGlwbGU=", "Ym9vbGVhbg==", "ZWFzeQ==", "bWVkaXVt", "aGFyZA=="}
"""The types and difficulties in base64."""

OWN_KEYS = {"type", "difficulty", "category", "question", "correct_answer", "incorrect_answers"}


class DuplicateKeys(dict[str, Any]):
    """A JSON object in which a key is repeated."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else DuplicateKeys(made)


DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=str,
    parse_float=str,
    parse_constant=lambda _: None,
    strict=False,
)
"""A decoder that keeps numbers as they are written, and turns NaN and the like into None."""


def likeness(data: bytes) -> int:
    """Return certainty if the file is JSON with one of the format's own keys."""
    head = decode(data[:100_000]).lstrip()
    if head[:1] not in ("{", "["):
        return 0
    return 100 if SURE_KEY.search(head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the questions of one or more responses, or of a list without a response around it."""
    number = 0
    refusal = ""
    keys: dict[str, int] = {}
    for line, name, value in _values(decode(data), notes):
        if name == "response_code" and isinstance(value, str) and value != "0":
            refusal = REFUSALS.get(value, f"response code {quoted(value)}")
            notes.left_out(line, f"Open Trivia DB sent no questions: {refusal}", question=False)
        elif not name:
            number += 1
            try:
                yield _item(value, line, notes)
            except ValueError as error:
                notes.left_out(line, f"result {number}: {error}")
            else:
                for key in value:
                    keys.setdefault(key, line)
    if not number:
        raise FormatError(
            f"Open Trivia DB sent no questions: {refusal}" if refusal else "it has no `results`"
        )
    for key in sorted(keys.keys() - OWN_KEYS):
        notes.left_out(
            keys[key], f"{quoted(key)} is not part of an Open Trivia DB question", question=False
        )


def _values(text: str, notes: Notes) -> Iterator[tuple[int, str, Any]]:
    """Yield the line, the name and the value of everything in a file.

    The elements of lists have no name. Only elements and named values are decoded as JSON, so that
    a file that breaks off, or several responses in a row, can be read as far as possible.
    """
    at = last = 0
    line = 1
    found = False
    while (at := BETWEEN_VALUES.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        if outer := OUTER_OBJECT.match(text, at):
            at = outer.end()
            continue
        key = OBJECT_KEY.match(text, at)
        if key:
            at = key.end()
            if text.startswith("[", at):
                continue
        line += text.count("\n", last, at)
        last = at
        try:
            value, at = DECODER.raw_decode(text, at)
        except RecursionError:
            problem = "it is nested too deeply"
        except json.JSONDecodeError as error:
            line += text.count("\n", last, error.pos)
            problem = f"this is not JSON: {error.msg}"
        else:
            found |= not key
            yield line, key[1] if key else "", value
            continue
        if not found:
            raise FormatError(problem, f"see line {line}")
        notes.left_out(line, f"{problem}; nothing after this was read", question=False)
        return


def _item(entry: Any, line: int, notes: Notes) -> Item:
    """Return the question of one element. Raise ValueError if it is not one."""
    if not isinstance(entry, dict):
        raise ValueError("it is not a question")
    if isinstance(entry, DuplicateKeys):
        notes.left_out(
            line, "a key of this question is repeated: only the last value is kept", question=False
        )
    wrong = entry.get("incorrect_answers")
    if not isinstance(wrong, list):
        raise ValueError("it has no list of `incorrect_answers`")
    texts = [_text(entry.get(name), name) for name in ("question", "correct_answer")]
    texts += [_text(one, "incorrect_answers") for one in wrong]
    labels = [_text(entry.get(name) or "", name) for name in ("category", "difficulty", "type")]
    undo = _decoder(texts + labels)
    stem, *options = (_decoded(text, undo, line, notes) for text in texts)
    options = [*map(one_line, options)]
    category, level, _ = (one_line(_decoded(text, undo, line, notes)) for text in labels)
    return make_item(stem, options[0], options, line, notes, _order(options))._replace(
        category=category, difficulty=difficulty(level, line, notes)
    )


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str | bool):
        raise ValueError(f"it has no text in `{name}`")
    return str(value)


def _decoder(texts: list[str]) -> Callable[[str], str]:
    """Return what undoes the encoding of a question, which is the same for all its texts.

    The last two texts are its difficulty and its type.
    """
    if not BASE64_WORDS.isdisjoint(texts[-2:]):
        return _from_base64
    joined = "".join(texts)
    if ("%" in joined or "+" in joined) and not NOT_URL.search(joined):
        return unquote_plus
    return html.unescape


def _from_base64(text: str) -> str:
    return b64decode(text, validate=True).decode("utf-8", "replace")


def _decoded(text: str, undo: Callable[[str], str], line: int, notes: Notes) -> str:
    """Return a decoded text without unpaired surrogates, and without spaces at its ends.

    Raise ValueError if it has another encoding, or the number of a character that does not exist.
    """
    try:
        text = undo(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except ValueError:
        raise ValueError(f"{quoted(text)} cannot be decoded in the same way as the rest") from None
    if "\ufffd" in text:
        notes.changed(line, "a broken character is shown as \ufffd")
    return text.strip()


def _order(options: Sequence[str]) -> tuple[str, ...]:
    """Return the options if their order matters, with those that refer to the others last."""
    return fixed_order(sorted(options, key=lambda option: (is_relative([option]), option)))


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a response in the default encoding of the server."""
    report_losses(pack, notes, TITLE, fields=["difficulty", "category"], order=_order)
    results = [
        {
            "type": "boolean" if {i.key, *i.distractors} == {"True", "False"} else "multiple",
            "difficulty": i.difficulty,
            "category": _escaped(i.category),
            "question": _escaped(i.stem),
            "correct_answer": _escaped(i.key),
            "incorrect_answers": [_escaped(one) for one in i.distractors],
        }
        for i in pack.items
    ]
    response = {"response_code": 0, "results": results}
    return json.dumps(response, ensure_ascii=False, indent=1).encode()


def _escaped(text: str) -> str:
    """Return a text with HTML entities, and with nothing that looks encoded for a URL."""
    text = html.escape(text)
    if not NOT_URL.search(text):
        text = text.replace("+", "&#43;").replace("%", "&#37;")
    return text
