"""Text in other programs' files, and text in messages about them."""

from __future__ import annotations

import codecs
from typing import TypeAlias

from quiz.text import printable, shorten

Lines: TypeAlias = list[tuple[int, str]]
"""Lines of a file with their numbers, counted from 1."""


def decode(data: bytes) -> str:
    r"""Return the text of a file, with `\n` for every line end.

    The encoding is UTF-8, or UTF-16 after a byte order mark. A line that is not UTF-8 is read as
    Windows-1252, line by line, since such files are often merged from several.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(map(_decode_line, data.split(b"\n")))


def _decode_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def one_line(text: str) -> str:
    """Return a text with a space for each line end."""
    return " ".join(line.strip() for line in text.split("\n")) if "\n" in text else text


def quoted(text: str) -> str:
    """Return the beginning of a text in backquotes, safe to print in a message."""
    return f"`{printable(shorten(text.strip()))}`"
