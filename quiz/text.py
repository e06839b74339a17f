"""Which characters may reach a screen, and how wide text is there."""

from __future__ import annotations

import re
import unicodedata

UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and newline
    "\xad\u034f\u061c\u115f\u1160\u180e\u3164\uffa0"  # soft hyphen, joiner, fillers
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, marks and overrides of direction
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "]"
)
"""Characters that could move the cursor, reverse the text's direction or be invisible.

The joiners ZWJ and ZWNJ are allowed, because some scripts need them.
"""

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Ranges of the spaces that are not the common one, such as the no-break space."""

SAFE = rf"(?:(?!{UNSAFE.pattern}).)*"
"""A pattern of the texts without such characters, for fields that a player types in."""

EMOJI = "\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
"""Ranges that hold all skin tones and all emoji that can be joined to others."""

JOINED = f"(?<=[{EMOJI}\ufe0f])\u200d+(?=[{EMOJI}])"
"""A pattern of the joiners between two emoji."""

NAME_LIMIT = 32
"""The longest name of a player, in visible characters."""

_UNNAMED = {"Cc": "control character", "Cs": "surrogate", "Cn": "noncharacter"}


def named(character: str) -> str:
    """Return a character's code point and Unicode name: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "") or _UNNAMED[unicodedata.category(character)]
    return f"U+{ord(character):04X} {name}"


def printable(text: str) -> str:
    """Return `text` on one line, with each unsafe character replaced by a visible one."""

    def picture(match: re.Match[str]) -> str:
        code = ord(match[0])
        return chr(0x2400 + code) if code < 0x20 else "\ufffd"

    return UNSAFE.sub(picture, text.replace("\n", "\u240a").replace("\t", " "))


def drawable(text: str) -> str:
    """Return `text` as `printable` does, without the joiners between emoji.

    Terminals disagree on how wide joined emoji are, and a wrong guess leaves remains on the screen.
    """
    shown = printable(text)
    return re.sub(JOINED, "", shown) if "\u200d" in shown else shown


def shorten(text: str, most: int = 60) -> str:
    """Return `text`, cut to at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural with an s unless the number is 1."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def player_name(text: str) -> str:
    """Return `text` as the name of a player: in NFC and with single spaces.

    Raise ValueError, with a sentence that says what is wrong, unless the name has 1 to
    `NAME_LIMIT` visible characters and no unsafe one.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if bad := UNSAFE.search(name):
        raise ValueError(f"A name cannot contain {named(bad[0])}.")
    visible = sum(1 for c in name if unicodedata.category(c)[0] != "M" and c not in "\u200c\u200d")
    if not 1 <= visible <= NAME_LIMIT or len(name) > 4 * NAME_LIMIT:
        raise ValueError(f"A name must have 1 to {NAME_LIMIT} visible characters.")
    return name


def width(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))
