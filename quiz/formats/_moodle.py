"""Texts of Moodle questions, as Moodle shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quiz.formats import Note, Notes
from quiz.formats._html import HTML_TAG, MEDIA, MEDIA_LINK, html_text

MARKDOWN_MEDIA = re.compile(r"!\[[^\[\]]*+\]\(")
MARKDOWN_SIGN = re.compile(r"[*_`#>|]|\]\(")


def shown_text(text: str, form: str, line: int | None, notes: Notes) -> str:
    """Return what is shown of a text in the format `html`, `markdown`, `plain` or `moodle`."""
    if form == "plain":
        return text
    if form == "markdown":
        if MARKDOWN_SIGN.search(text):
            _note_once(line, "Markdown is kept as plain text", notes)
        return text
    if "<" in text and ("<!--" in text or (form == "moodle" and HTML_TAG.search(text))):
        _note_once(line, "HTML tags are removed, as Moodle would; [plain] keeps them", notes)
    return html_text(text, line, notes, lines=form == "moodle")


def has_media(text: str, form: str) -> bool:
    """Return whether a text shows a picture or a sound, or has a link to one."""
    if form == "plain":
        return False
    is_shown = MEDIA.search(text) or MEDIA_LINK.search(text)
    return bool(is_shown or (form == "markdown" and MARKDOWN_MEDIA.search(text)))


def _note_once(line: int | None, why: str, notes: Notes) -> None:
    if notes[-1:] != [Note(line, why, False)]:
        notes.changed(line, why)


def explanation(general: str, key: str, feedback: Mapping[str, str]) -> str:
    """Return all feedback of a question in one text; `feedback` has that of each answer."""
    lines = dict.fromkeys((general, feedback[key]))
    others = [f"{text}: {said}" for text, said in feedback.items() if said and text != key]
    return "\n".join([*filter(None, lines), *others])
