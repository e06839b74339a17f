"""Open Trivia DB, the JSON that its server sends and dumps of it.

Source: https://opentdb.com/api_config.php
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus

from quiz.formats import FormatError, Notes
from quiz.formats._fit import LEVELS, RELATIVE, fixed, one_line, tell_of_fields
from quiz.formats._text import decoded
from quiz.packs.model import Item, Pack
from quiz.text import printable, shorten

TITLE = "Open Trivia DB"
ENDINGS = (".json",)

REFUSALS = {
    "1": "it had too few questions for what was asked of it",
    "2": "it was asked for something that it does not know",
    "3": "it did not know the token",
    "4": "it had sent all its questions to this token",
    "5": "it was asked again within five seconds",
}
"""What the response codes other than 0 say."""

BETWEEN = re.compile(r"[\s,\[\]}]*+")
NAME = r'"[^"\\]*+"\s*+:\s*+'
PLAIN = r'(?:"[^"\\]*+(?:\\.[^"\\]*+)*"|[\w.+-]++)'
HEAD = re.compile(
    rf'\{{\s*+(?="(?:response_code|results)"|(?:{NAME}{PLAIN}\s*+,\s*+)*{NAME}\[\s*+[\[{{])'
)
"""The beginning of an object that is no question, as it holds a list of objects."""
KEY = re.compile(r'"([^"\\]*+)"\s*+:\s*+')
NOT_URL = re.compile(r"[^\w.~+%-]|%(?![0-9A-Fa-f]{2})", re.ASCII)
"""What text encoded for a URL does not hold."""
BASE64 = {"bXVsdGlwbGU=", "Ym9vbGVhbg==", "ZWFzeQ==", "bWVkaXVt", "aGFyZA=="}
"""The words for type and difficulty in base64."""

KNOWN = {"type", "difficulty", "category", "question", "correct_answer", "incorrect_answers"}


class Doubled(dict[str, Any]):
    """An object with a key that is there twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else Doubled(made)


DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=str,
    parse_float=str,
    parse_constant=lambda _: None,
    strict=False,
)
"""Keeps numbers as they are written; what is no JSON, as NaN, is no value."""


def likeness(data: bytes) -> int:
    """Certain where one of its own keys is found."""
    head = decoded(data[:100_000]).lstrip()
    if head[:1] not in ("{", "["):
        return 0
    own = ('"incorrect_answers"', '"correct_answer"', '"response_code"')
    return 100 if any(key in head for key in own) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The questions of one or more responses, or of a bare list."""
    number = 0
    refusal = ""
    unknown: dict[str, int] = {}
    for line, name, value in _values(decoded(data), notes):
        if name == "response_code" and isinstance(value, str) and value != "0":
            refusal = REFUSALS.get(value, f"response code {_quoted(value)}")
            notes.left_out(line, f"Open Trivia DB sent no questions: {refusal}")
        elif not name:
            number += 1
            try:
                yield _item(value, line, notes)
            except ValueError as error:
                notes.left_out(line, f"result {number}: {error}")
            else:
                for other in value:
                    unknown.setdefault(other, line)
    if not number:
        raise FormatError(
            f"Open Trivia DB sent no questions: {refusal}" if refusal else "it has no `results`"
        )
    for other in sorted(unknown.keys() - KNOWN):
        notes.left_out(unknown[other], f"{_quoted(other)} is no part of an Open Trivia DB question")


def _values(text: str, notes: Notes) -> Iterator[tuple[int, str, Any]]:
    """The elements of all lists, without a name, and what stands beside the lists, with its name.

    Each has its line. Nothing but an element or a named value is read as JSON, so that a file that
    breaks off, or several responses in a row, can be read as far as they go.
    """
    at = last = 0
    line = 1
    found = False
    while (at := BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        if head := HEAD.match(text, at):
            at = head.end()
            continue
        key = KEY.match(text, at)
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
            problem = f"this is no JSON: {error.msg}"
        else:
            found |= not key
            yield line, key[1] if key else "", value
            continue
        if not found:
            raise FormatError(problem, f"see line {line}")
        notes.left_out(line, f"{problem}; nothing was read from here on")
        return


def _item(entry: Any, line: int, notes: Notes) -> Item:
    """The question of one element. Raises ValueError."""
    if not isinstance(entry, dict):
        raise ValueError("it is no question")
    if isinstance(entry, Doubled):
        notes.left_out(line, "a key of this question is there twice: only the last is kept")
    wrong = entry.get("incorrect_answers")
    if not isinstance(wrong, list):
        raise ValueError("it has no list of `incorrect_answers`")
    written = [_text(entry.get(name), name) for name in ("question", "correct_answer")]
    written += [_text(one, "incorrect_answers") for one in wrong]
    rest = [_text(entry.get(name) or "", name) for name in ("category", "difficulty", "type")]
    decode = _decoder(written + rest)
    stem, *options = (_whole(decode(text), line, notes) for text in written)
    key, *distractors = map(one_line, options)
    category, difficulty, _ = (one_line(_whole(decode(text), line, notes)) for text in rest)
    if difficulty and difficulty.casefold() not in LEVELS:
        notes.changed(line, f"the difficulty {_quoted(difficulty)} became medium")
    order = _order(key, distractors)
    if order == ("True", "False"):
        key = key.capitalize()
        distractors = [option for option in order if option != key]
    level = LEVELS.get(difficulty.casefold(), "medium")
    return Item("", "", stem, key, tuple(distractors), order, level, category, line=line)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str | bool):
        raise ValueError(f"it has no text in `{name}`")
    return str(value)


def _decoder(texts: list[str]) -> Callable[[str], str]:
    """What undoes the encoding of a question with these texts, which all have the same."""
    if not BASE64.isdisjoint(texts[-2:]):
        return _base64
    joined = "".join(texts)
    if ("%" in joined or "+" in joined) and not NOT_URL.search(joined):
        return unquote_plus
    return _unescaped


def _base64(text: str) -> str:
    try:
        return b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:
        raise ValueError(f"{_quoted(text)} is not base64, as the rest of it") from None


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character's number with more digits than Python takes
        raise ValueError("there is no character of this number") from None


def _whole(text: str, line: int, notes: Notes) -> str:
    """`text` without halves of characters, and without the blanks at its ends."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\ufffd" in text:
        notes.changed(line, "a broken character is shown as \ufffd")
    return text.strip()


def _order(key: str, distractors: Iterable[str]) -> tuple[str, ...]:
    """The options if their order counts: those that speak of the others come last."""
    options = sorted([key, *distractors])
    return fixed(sorted(options, key=lambda option: bool(RELATIVE.search(option[:300]))))


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """A response as the server sends it if it is not asked for another encoding."""
    tell_of_fields(pack, notes, TITLE, "difficulty", "category")
    if lost := sum(i.options not in ((), _order(i.key, i.distractors)) for i in pack.items):
        notes.changed(None, f"{TITLE} has no place for the order of options: {lost} are not kept")
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
    """`text` with HTML entities, and so that nobody takes it for a part of a URL."""
    text = html.escape(text)
    if not NOT_URL.search(text):
        text = text.replace("+", "&#43;").replace("%", "&#37;")
    return text


def _quoted(value: object) -> str:
    return f"`{printable(shorten(str(value)))}`"
