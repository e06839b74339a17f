"""Texts of Moodle questions, as Moodle shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quiz.formats import Note, Notes
from quiz.formats._html import HTML_TAG, MEDIA, MEDIA_LINK, html_text
from quiz.formats._text import quoted

MARKDOWN_MEDIA = re.compile(r"!\[[^\[\]]*+\]\(")
CATEGORY_CONTEXT = re.compile(r"\$\w+\$")
DIFFICULTY_TAG = re.compile(r"(?i)difficulty:(easy|medium|hard)")
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


def category_name(path: str, line: int, notes: Notes) -> str:
    """Return the last part of a path like `$course$/top/Science`, in which `//` is a slash."""
    parts = [part.strip().replace("//", "/") for part in re.split("(?<!/)/(?!/)", path.strip())]
    if CATEGORY_CONTEXT.fullmatch(parts[0]):
        del parts[0]
    if parts and parts[0] == "top":
        del parts[0]
    if len(parts) > 1:
        notes.changed(line, f"only the last part of the category {quoted(path)} is kept")
    return parts[-1] if parts else ""


def category_path(category: str) -> str:
    """Return a category as the last part of a path."""
    part = category.replace("/", "//")
    return f"{' ' * part.startswith('/')}{part}"
