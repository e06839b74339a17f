"""Slips in the texts of a pack: quotes, and signs that need quotes around the text."""

from __future__ import annotations

import re

import yaml

from quiz.packs.context import CLOSERS, ITEM_KEYS, MARKERS, PACK_KEYS, ErrorContext, Slip
from quiz.packs.diagnostics import Correction, Place, Related
from quiz.packs.source import COMMENT
from quiz.packs.writer import quoted

QUOTES = {'"': "single", "'": "double"}
"""Each quote with the name of the other one."""

ESCAPED_QUOTES = {'"': '\\"', "'": "''"}

IN_QUOTES = "put the whole text in quotes"

ESCAPE = "write `\\\\` for a backslash, or put the text in single quotes"

BACKSLASHED = re.compile(
    r"\\(?:[0abtnvfre \"/\\N_LP\t]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})?"
)
"""The escapes of a text in double quotes, or a backslash alone where there is no such escape."""

UNCLOSED = "this quote is never closed"

LAST_WORD = re.compile(r"\w*$")


def in_quotes(context: ErrorContext, place: Place | None) -> tuple[Correction, ...]:
    """Return the change that puts the text at a place in quotes, if there is such a place."""
    return (Correction(place, quoted(context.part(place))),) if place else ()


def inside_quotes(context: ErrorContext) -> Slip | None:
    """Find a quote that is never closed, or an escape that does not exist."""
    quote, start = context.opener, context.start
    if start is None or quote not in QUOTES or context.tokens:
        return None
    line, column, _ = context.here
    first = start.column if start.line == line else 0
    escapes = [] if quote == "'" else [*BACKSLASHED.finditer(context.line, first)]
    bad = next((one for one in escapes if len(one[0]) == 1 and one.start() <= column), None)
    if bad:
        message, place = "unknown escape in double quotes", Place(line, bad.start())
        if len(escapes) > 1:
            hint = "put the text in single quotes, in which a backslash is only a backslash"
            return Slip(message, place, hint)
        return Slip(message, place, ESCAPE, None, (Correction(place, "\\\\"),))
    if context.sign and not context.line.startswith(MARKERS):
        return None
    return _unclosed(context, start, quote)


def _unclosed(
    context: ErrorContext, start: Place, quote: str, related: Related | None = None
) -> Slip:
    """Return that a quote at a place is never closed."""
    hint = f"add a {quote} at the end of the text"
    if quote == "'":
        hint += "; if the ' is part of the text, put the text in double quotes"
    value = context.value_on(start.line)
    edits: tuple[Correction, ...] = ()
    if value and value[:2] == start[:2] and quote == '"' and context.part(value).count('"') == 1:
        edits = (Correction(Place(start.line, value.column + value.length, 0), quote),)
    return Slip(UNCLOSED, start, hint, related, edits)


def after_quotes(context: ErrorContext) -> Slip | None:
    """Find text after a closing quote."""
    token = context.last_token()
    quote = getattr(token, "style", None)
    if token is None or quote not in QUOTES:
        return None
    start, end = Place(*context.place_of(token.start_mark)), context.place_of(token.end_mark)
    place = Place(end[0], end[1] - 1)
    message = "unexpected text after this closing quote"
    related = None
    if start.line < place.line:
        if any(context.has_known_key(line) for line in range(start.line + 1, place.line + 1)):
            return _unclosed(context, start, quote, Related(place, "the next quote is here"))
        related = Related(start, "the quoted text starts here")
    elif context.opener in CLOSERS and context.sign in {*QUOTES, *CLOSERS}:
        return None
    hint = f"put the whole text in {QUOTES[quote]} quotes"
    hint += f", or write {ESCAPED_QUOTES[quote]} for a {quote} inside the text"
    hint += ", or add a comma after it" * (context.opener in CLOSERS)
    value = context.value_on(start.line)
    if not value or value[:2] != start[:2] or start.line < place.line:
        return Slip(message, place, hint, related)
    text = _meant(context.part(value), place.column - start.column)
    if not text:
        return Slip(message, place, hint)
    return Slip(message, place, f"{hint}: {quoted(text)}", None, (Correction(value, quoted(text)),))


def _meant(value: str, closing: int) -> str:
    """Return the text that was most likely meant by one whose first quote is closed too early.

    The quotes around `"Who said "hi"?"` are not part of the text, those of `"Emma" and "Faust"`
    are. Return an empty text if that is not certain.
    """
    if "\\" in value or "''" in value or '""' in value:
        return ""
    after = value[closing + 1 : closing + 2]
    if not after.isalnum():
        return value if after == " " and not value[closing - 1].isspace() else ""
    return value[1:-1] if value[-1] == value[0] else ""


def empty_entry(context: ErrorContext) -> Slip | None:
    """Find two commas with nothing between them."""
    here = context.here
    before = context.line[: here.column].rstrip()
    if context.sign != "," or not before.endswith((",", "[", "{")):
        return None
    after = context.line[here.column + 1 :]
    length = 1 + len(after) - len(after.lstrip())
    edit = Correction(here._replace(length=length), "")
    return Slip("there is nothing before this comma", here, "remove the comma", None, (edit,))


def comment_in_brackets(context: ErrorContext) -> Slip | None:
    """Find a comment that cuts off the end of a list or a mapping in brackets."""
    start = context.start
    if start is None or context.opener not in CLOSERS:
        return None
    for line in range(start.line, context.here.line + 1):
        text = context.text(line)
        first = start.column if line == start.line else 0
        comment = COMMENT.search(text, first)
        if comment is None or CLOSERS[context.opener] not in text[comment.end() :]:
            continue
        if any(text.count(quote, first, comment.start()) % 2 for quote in QUOTES):
            continue
        place = Place(line, comment.end() - 1)
        entry = context.entry_at(place)
        message = "` #` starts a comment, so the rest of this line is not read"
        return Slip(
            message, place, "put the text with the # in quotes", None, in_quotes(context, entry)
        )
    return None


def unquoted(context: ErrorContext, related: Related) -> Slip:
    """Return what is wrong with a text without quotes in brackets before the sign at `here`."""
    here, sign = context.here, context.sign
    before = context.line[: here.column].rstrip()
    word = LAST_WORD.findall(before)[0]
    place = Place(here.line, len(before) - len(word), len(word))
    if sign == ":" and word in PACK_KEYS and not _is_given_again(context, word):
        hint = "add a comma before it, or put the text in quotes"
        return Slip(f"missing comma before `{word}`", place, hint, related)
    if sign in CLOSERS and word in PACK_KEYS:
        return Slip(f"missing `:` after `{word}`", place, f"write `{word}: `", related)
    what = {":": "`: `", "?": "`?`"}.get(sign, "a bracket")
    message = f"text without quotes in brackets cannot contain {what}"
    return Slip(message, here, IN_QUOTES, related, in_quotes(context, context.entry_at(here)))


def _is_given_again(context: ErrorContext, word: str) -> bool:
    """Return whether the line has a key once more, so that here it is a word of a text."""
    return len(re.findall(rf"\b{word} *: ", context.line)) > 1


def special_sign(context: ErrorContext) -> Slip | None:
    """Find a text that starts with a sign that has a meaning in YAML."""
    for place, signs in ((context.here, "@`%,]}"), (context.start, "*&!|>")):
        sign = context.at(place) if place and place.line == context.here.line else ""
        if not place or not sign or sign not in signs:
            continue
        before = context.line[: place.column].rstrip()
        if not before or before.endswith((":", "-", "[", ",", "{")):
            text = context.value_on(place.line)
            if text is None or text[:2] != place[:2]:
                text = context.entry_at(place) if context.opener in CLOSERS else None
            edits = in_quotes(context, text if text and text[:2] == place[:2] else None)
            message = f"text without quotes cannot start with {sign}"
            return Slip(message, place, IN_QUOTES, None, edits)
    return None


def after_brackets(context: ErrorContext) -> Slip | None:
    """Find text after a closing bracket."""
    token = context.last_token()
    closing = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
    if context.opener in CLOSERS or not isinstance(token, closing):
        return None
    if context.sign and context.sign in "]}":
        edit = Correction(context.here, "")
        return Slip(f"unmatched `{context.sign}`", context.here, "remove it", None, (edit,))
    message = "unexpected text after the closing bracket"
    hint = f"if the brackets are part of the text, {IN_QUOTES}"
    return Slip(message, context.here, hint)


def colon_in_text(context: ErrorContext) -> Slip | None:
    """Find a colon inside a text without quotes."""
    here = context.here
    if context.sign != ":" or context.opener:
        return None
    message = "text without quotes cannot contain `: `"
    before = context.line[: here.column].rstrip()
    word = LAST_WORD.findall(before)[0]
    value = context.value_on(here.line)
    if value is None or value.column > here.column:
        return Slip(message, here, IN_QUOTES)
    if word in ITEM_KEYS and value.column + len(word) < here.column:
        hint = f"{IN_QUOTES}, or begin a new line before `{word}`"
        return Slip(message, here, hint)
    return Slip(message, here, IN_QUOTES, None, in_quotes(context, value))
