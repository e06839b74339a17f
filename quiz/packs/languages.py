"""The tags of languages, as the standard BCP 47 has them."""

from __future__ import annotations

import re

TAG = re.compile(
    r"(?i)(?:[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-x(?:-[a-z\d]{1,8})+)?)"
)
"""A language, and perhaps a script, a region, variants and private parts."""

NAMES = {
    "ar": "arabic",
    "cs": "czech čeština",
    "da": "danish dansk",
    "de": "german deutsch",
    "el": "greek",
    "en": "english",
    "es": "spanish español",
    "fi": "finnish suomi",
    "fr": "french français",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian magyar",
    "id": "indonesian",
    "it": "italian italiano",
    "ja": "japanese 日本語",
    "ko": "korean 한국어",
    "nl": "dutch nederlands",
    "no": "norwegian norsk",
    "pl": "polish polski",
    "pt": "portuguese português",
    "ro": "romanian",
    "ru": "russian русский",
    "sv": "swedish svenska",
    "th": "thai",
    "tr": "turkish türkçe",
    "uk": "ukrainian українська",
    "vi": "vietnamese",
    "zh": "chinese 中文 汉语",
}
"""What authors write instead of the tag."""


def is_tag(text: str) -> bool:
    """Return whether a text has the form of a tag."""
    return bool(TAG.fullmatch(text))


def tag(text: str) -> str:
    """Return the tag of a language that is given by its name or with `_`, or an empty text."""
    if is_tag(dashed := text.replace("_", "-")):
        return dashed
    return next((tag for tag, names in NAMES.items() if text.casefold() in names.split()), "")
