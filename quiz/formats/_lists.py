"""Lists of texts in one cell or value, as other programs write them."""

from __future__ import annotations

import json
import re

from quiz.formats._text import quoted

QUOTED_TEXT = re.compile(
    r"""\s*+(?:'([^'\\]*+(?:\\.[^'\\]*+)*)'|"([^"\\]*+(?:(?:\\.|"")[^"\\]*+)*)")\s*+(?:,|\Z|(?=['"]))"""
)
WITH_BACKSLASH = re.compile(r"\\(.)")
REFERENCE = re.compile(r"&#?\w+;")
COMMA_IN_NUMBER = re.compile(r"\d,\d")


def split_cell(cell: str) -> list[str]:
    """Return the texts of a list such as `['a', 'b']`, `[a; b]`, `a|b` or one of a text a line.

    It may also be an object in JSON, with the letters from A on as names.

    A text with none of these signs is a list of one. Raise ValueError for a list with commas that
    may be part of its texts.
    """
    text = cell.strip()
    if text[:1] == "{" and text[-1:] == "}":
        return _lettered_texts(text)
    is_bracketed = text[:1] == "[" and text[-1:] == "]"
    inner = text[1:-1].strip() if is_bracketed else text
    if is_bracketed and inner[:1] in ("'", '"'):
        return _quoted_texts(inner)
    signs = "\n|" if REFERENCE.search(inner) else "\n|;"
    separator = next((sign for sign in signs if sign in inner), "")
    if not separator and "," in inner:
        if not is_bracketed or COMMA_IN_NUMBER.search(inner):
            why = "the commas in it may separate texts or be part of one: separate them with |"
            raise ValueError(f"{quoted(cell)}: {why}")
        separator = ","
    parts = inner.split(separator) if separator else [inner]
    return [part for part in map(str.strip, parts) if part]


def _lettered_texts(text: str) -> list[str]:
    """Return the texts of an object with the names A, B, C and so on."""
    try:
        texts = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    letters = [chr(97 + at) for at in range(len(texts))]
    found = [str(one).strip() for one in texts.values()]
    if [name.casefold() for name in texts] != letters or not all(found):
        raise ValueError(f"{quoted(text)} has other names than A, B, C and so on")
    return found


def _quoted_texts(inner: str) -> list[str]:
    """Return the texts of a list in which each has quotes around it."""
    found, at = [], 0
    while at < len(inner):
        if not (match := QUOTED_TEXT.match(inner, at)):
            raise ValueError(f"{quoted(inner)} is not a list that can be read")
        single, double = match.groups()
        text = WITH_BACKSLASH.sub(r"\1", single or (double or "").replace('""', '"'))
        found.append(text.strip())
        at = match.end()
    return [text for text in found if text]
