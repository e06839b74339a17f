"""What a proofreader would mark in a text, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from quiz.text import shorten

UNFINISHED = re.compile(r"\A(?:TODO|FIXME|XXX)\b|\bTB[DA]\b|\A[?.…\s]*\?\?[?.…\s]*\Z")

DOUBLED = re.compile(
    r" (the|an?|this|of|in|to|for|by|with|from|at|as|and|or|is|are|was|were|has|which|who|what"
    r"|und|les|el) \1 "
)
"""Words that hardly ever stand twice in a row."""

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")

PLACEHOLDER_LEFT = re.compile(r"\{\{?\s*([^\W\d]\w*)\s*\}?\}")

QUOTE_SIGNS = re.compile(r"[\"“”„‟]")

WIDE_QUOTE = re.compile("[\uff02\uff07]")

REST = "[\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"

MISDECODED = re.compile(
    f"(?:[\u00c2\u00c3]{REST}|[\u00e0-\u00ef]{REST}{{2}}|(?:[\u00c4-\u00df]{REST}){{2}})+"
)
"""UTF-8 that was read as Windows-1252."""

UNFINISHED_SIGNS = re.compile(r"\?\?|TODO|FIXME|XXX|TB[DA]")

OTHER_SIGNS = re.compile("[\u201c\u201d\u201e\u201f\ufffd\uff02\uff07\u00c2-\u00ef]")


class Typo(NamedTuple):
    """A likely slip in a text: its code, what is wrong, and what to write instead."""

    code: str
    message: str
    hint: str = ""


def is_suspect(text: str) -> bool:
    """Return whether a text may have typos; it is much faster than to look for them."""
    if '"' in text or "&" in text or "{" in text or UNFINISHED_SIGNS.search(text):
        return True
    if not text.isascii() and OTHER_SIGNS.search(text):
        return True
    return bool(DOUBLED.search(f" {text} ".casefold()))


def typos(text: str) -> Iterator[Typo]:
    """Yield the likely slips in a text."""
    if UNFINISHED.search(text):
        yield Typo("to-do", "this still has to be written")
        return
    if doubled := DOUBLED.search(f" {text} ".casefold()):
        message = f"`{doubled[0].strip()}` has a word twice"
        yield Typo("doubled-word", message, "remove one of the two")
    if (entity := ENTITY.search(text)) and (meant := unescape(entity[0])) != entity[0]:
        message = f"`{entity[0]}` appears on the screen like this; it is code of a web page"
        yield Typo("html", message, f"write {meant}" if meant.isprintable() else "remove it")
    if placeholder := PLACEHOLDER_LEFT.search(text):
        message = f"`{shorten(placeholder[0])}` appears on the screen like this"
        hint = (
            "only the texts of a template are filled from a table, by `{column}` in single braces"
        )
        yield Typo("placeholder", message, hint)
    if wide := WIDE_QUOTE.search(text):
        common = chr(ord(wide[0]) - 0xFEE0)
        yield Typo("stray-quote", f"`{wide[0]}` is a full-width quote", f"write {common}")
    elif len(signs := QUOTE_SIGNS.findall(text)) % 2 and not re.search(r'\d"', text):
        yield Typo(
            "stray-quote", f"`{signs[-1]}` has no partner", "remove it, or add the other quote"
        )
    if "\ufffd" in text:
        message = "`\ufffd` stands for a character that was lost"
        yield Typo("mojibake", message, "type the character again")
    elif bad := MISDECODED.search(text):
        try:
            meant = bad[0].encode("cp1252").decode("utf-8")
        except UnicodeError:
            return
        message = f"`{shorten(bad[0])}` is most likely `{shorten(meant)}`, read in a wrong encoding"
        yield Typo("mojibake", message, f"write {shorten(meant)}")
