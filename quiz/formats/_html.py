"""The text of HTML fragments, as Moodle and Anki keep them."""

from __future__ import annotations

import re
from html import unescape

from quiz.formats import Notes

HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*+>")
MEDIA = re.compile(r"(?i)<(?:img|audio|video|object|embed)\b[^<>]*+>|\[sound:[^\[\]\n]*+\]")
MEDIA_LINK = re.compile(
    r"(?i)<a\b[^<>]*?\bhref\s*+=\s*+[\"']?[^\"'<>\s]*?"
    r"(?:@@PLUGINFILE@@|\.(?:png|jpe?g|gif|svg|webp|mp3|wav|ogg|m4a|mp4|webm|mov)\b)"
)
HTML_COMMENT = re.compile(r"(?s)<!--.*?-->")
UNSHOWN = re.compile(r"(?i)<(style|script)\b[^<>]*+>[^<]*+</\1>")
LINE_BREAK = re.compile(r"(?i)<br\b[^<>]*+>(?:\n\s*+)?")
BLOCK_TAGS = re.compile(
    r"(?i)(?<!\s)\s*+(?:</?(?:p|div|li|ul|ol|tr|table|blockquote|hr|h[1-6])\b[^<>]*+>\s*+"
    r"|</?pre\b[^<>]*+>\n?)+"
)
"""Tags of block elements in a row, with the white space around them."""
CELL_END = re.compile(r"(?i)</t[dh]\s?>(?=\s*+<t[dh]\b)")
SCRIPT = re.compile(r"(?i)<su([pb])\b[^<>]*+>([^<>]{1,60})</su\1>")
SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
IMPOSSIBLE = re.compile(r"&#x?[0-9a-fA-F]{8,}+;?")  # refers to no character of Unicode


def html_text(html: str, line: int | None, notes: Notes, lines: bool = False) -> str:
    """Return the text that a browser would show of an HTML fragment.

    `line` is for the note about a picture or a sound. If `lines`, a line end in the fragment is
    a line break, as in Moodle's own format; otherwise it is a space.
    """
    text = without_media(html, line, notes)
    if "<" in text:
        text = UNSHOWN.sub("", _without_comments(text))
        text = LINE_BREAK.sub("<br>", CELL_END.sub(" ", _with_scripts(text)))
    if not lines and "<pre" not in text:
        text = text.replace("\n", " ")
    if "<" in text:
        text = HTML_TAG.sub("", BLOCK_TAGS.sub("\n", text.replace("<br>", "\n")))
    text = text.replace("&nbsp;", " ").replace("\u00a0", " ")
    return unescape(IMPOSSIBLE.sub("\ufffd", text)).strip()


def without_media(text: str, line: int | None, notes: Notes) -> str:
    """Return a text without its pictures and sounds, which are noted as left out."""
    if not MEDIA.search(text):
        return text
    notes.left_out(line, "a picture or sound: a pack holds only text", question=False)
    return MEDIA.sub("", text)


def _without_comments(html: str) -> str:
    """Return HTML without its comments; one that is not closed stays."""
    closed, end, rest = html.rpartition("-->")
    return HTML_COMMENT.sub("", closed + end) + rest


def _with_scripts(html: str) -> str:
    """Return HTML with characters, or `^` and `_`, in place of superscripts and subscripts."""

    def script(match: re.Match[str]) -> str:
        text, high = match[2].strip(), match[1] in "pP"
        shown = text.translate(SUPERSCRIPTS if high else SUBSCRIPTS)
        if text and not any(sign in shown for sign in text):
            return shown
        return f"{'^' if high else '_'}{text if text.isalnum() else f'({text})'}"

    return SCRIPT.sub(script, html)
