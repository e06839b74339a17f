"""Text as other programs write it: decoded line by line, and without their markup."""

from __future__ import annotations

import codecs
import re
from html import unescape

from quiz.formats import Notes

BREAK = re.compile(r"(?i)<\s?(?:br|/p|/div|/li|/pre|/tr|ul|ol)\s?/?\s?>")
TAG = re.compile(r"</?[A-Za-z][^<>]*+>")
GULF = re.compile(r"[^\S\n]*+\n\s*+|\s{9,}+")
"""A line end with the blanks around it, or more blanks than anybody means."""
ENDLESS = re.compile(r"&#x?[0-9a-fA-F]{8,}+;?")
"""A reference to a character that cannot be."""
SCRIPT = re.compile(r"(?i)<su([pb])\b[^<>]*+>([^<>]{1,60})</su\1>")
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
CELL = re.compile(r"(?i)</t[dh]\s?>(?=\s*<t[dh]\b)")
PICTURE = re.compile(r"(?i)<\s*(?:img|audio|video|object|embed)\b|\[sound:")


def decoded(data: bytes) -> str:
    """The text of a file, with `\\n` for every line end.

    UTF-8 and, by its mark, UTF-16; a line that is not UTF-8 is taken for Windows-1252 by itself,
    as such files are often put together from several.
    """
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            return _one_end(data.decode("utf-16", "replace"))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _one_end(data.decode())
    except UnicodeDecodeError:
        return "\n".join(
            map(_line, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        )


def _one_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def uncommented(html: str) -> str:
    """HTML without its comments; one that is not closed is none."""
    *parts, rest = html.split("-->")
    for at, part in enumerate(parts):
        before, opened, _ = part.partition("<!--")
        parts[at] = before if opened else f"{part}-->"
    return "".join((*parts, rest))


def scripted(html: str) -> str:
    """HTML with its superscripts and subscripts as characters, or behind a `^` and a `_`."""

    def script(match: re.Match[str]) -> str:
        text, high = match[2].strip(), match[1] in "pP"
        shown = text.translate(RAISED if high else LOWERED)
        if text and not any(sign in shown for sign in text):
            return shown
        return f"{'^' if high else '_'}{text if text.isalnum() else f'({text})'}"

    return SCRIPT.sub(script, html)


def plain(html: str, line: int | None, notes: Notes) -> str:
    """The text of an HTML fragment; a picture or a sound in it is noted as left out."""
    if PICTURE.search(html):
        notes.left_out(line, "a picture or a sound: a pack holds text alone")
    if "<" in html:
        html = CELL.sub(" ", scripted(uncommented(html)))
        if "<pre" not in html:
            html = GULF.sub(lambda gulf: "\n" if "\n" in gulf[0] else " ", html)
            html = re.sub(r"\n[^\S\n]++", "\n", BREAK.sub("\n", html))
        html = TAG.sub("", BREAK.sub("\n", html))
    return unescape(ENDLESS.sub("\ufffd", html)).replace("\u00a0", " ").strip()
