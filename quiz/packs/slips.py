"""The mistake that most likely made the parser fail, found in the lines around it.

The parser says what it expected and where it missed that, which is often some lines after the
mistake. So its words are only a last resort; first the lines are searched for what people get
wrong: tabs, indentation, missing spaces, colons, commas and brackets, and quotes that end too
early or never.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from quiz.errors import nearest
from quiz.packs.context import CLOSERS, KEY_LINE, LINES_BEFORE, MARKERS, PACK_KEYS, ErrorContext
from quiz.packs.diagnostics import Place, Related
from quiz.text import count

DASH_WITHOUT_SPACE = re.compile(r" *-(?=[^\s-])")

KEY_LETTERS = "".join({*"".join(PACK_KEYS)})

QUOTES = {'"': "single", "'": "double"}
"""Each quote with the name of the other one."""

ESCAPED_QUOTES = {'"': '\\"', "'": "''"}

IN_QUOTES = "put the whole text in quotes"

PARSER_HINTS = {
    "escape": "write `\\\\` for a backslash, or put the text in single quotes",
    "quoted scalar": "is a closing quote missing?",
    "flow": "put quotes around a text that contains `: `, a comma or a bracket",
}
"""What to try where the lines show no mistake, by words of the parser's message."""


class Slip(NamedTuple):
    """What is wrong where the parser failed, in an author's terms."""

    message: str
    place: Place | None
    hint: str
    related: Related | None = None


def diagnose(error: yaml.MarkedYAMLError, lines: Callable[..., dict[int, str]]) -> Slip:
    """Return what is wrong where a file is not YAML.

    `lines` reads lines of the file by number, as `TextStream.lines` does.
    """
    message = " ".join(part for part in (error.problem, error.context) if part)
    here, start = _place(error.problem_mark), _place(error.context_mark)
    here, start = (here, start) if here else (start, None)
    hint = next((hint for words, hint in PARSER_HINTS.items() if words in message), "")
    message = message or "this is not valid YAML"
    if here is None:
        return Slip(message, None, hint)
    others = [start.line] if start else []
    context = ErrorContext(lines(here.line - LINES_BEFORE, here.line, *others), here, start)
    related = Related(start, "it starts here") if start and start != here else None
    return find_slip(context) or Slip(message, context.within(here), hint, related)


def find_slip(context: ErrorContext) -> Slip | None:
    """Return the mistake near the place of an error, or None if no known one is found."""
    if context.is_too_long:
        return None
    return next((slip for finder in FINDERS if (slip := finder(context))), None)


def _place(mark: yaml.Mark | None) -> Place | None:
    return Place(mark.line, mark.column) if mark else None


def _tab(context: ErrorContext) -> Slip | None:
    """Find a tab in the indentation, or in place of a space."""
    line = context.line
    margin = line[: len(line) - len(line.lstrip())]
    if "\t" in margin and (context.here.column <= len(margin) or context.sign == ":"):
        column = margin.index("\t")
        place = Place(context.here.line, column, margin.count("\t", column))
        return Slip("this line is indented with a tab", place, "indent with spaces, not tabs")
    if context.sign == "\t":
        message = "there is a tab where a space is needed"
        return Slip(message, context.here, "replace the tab with a space")
    return None


def _inside_quotes(context: ErrorContext) -> Slip | None:
    """Find a quote that is never closed, or an escape that does not exist."""
    quote, start = context.opener, context.start
    if start is None or quote not in QUOTES or context.tokens:
        return None
    line, column, _ = context.here
    backslash = context.line[: column + 1].rfind("\\", max(0, column - 1))
    if backslash >= 0:
        place = Place(line, backslash)
        return Slip("unknown escape in double quotes", place, PARSER_HINTS["escape"])
    if context.sign and not context.line.startswith(MARKERS):
        return None
    return Slip("this quote is never closed", start, _close(quote, "at the end of the text"))


def _close(quote: str, where: str) -> str:
    apostrophe = "; if the ' is part of the text, put the text in double quotes"
    return f"add a {quote} {where}" + apostrophe * (quote == "'")


def _after_quotes(context: ErrorContext) -> Slip | None:
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
        related = Related(start, "the quoted text starts here")
        if any(context.has_known_key(line) for line in range(start.line + 1, place.line + 1)):
            hint = _close(quote, f"at the end of the text that starts in line {start.line + 1}")
            return Slip(message, place, hint, related)
    elif context.opener in CLOSERS and context.sign in {*QUOTES, *CLOSERS}:
        return None
    other = f"put the whole text in {QUOTES[quote]} quotes"
    escape = f"write {ESCAPED_QUOTES[quote]} for a {quote} inside the text"
    comma = ", or add a comma after it" * (context.opener in CLOSERS)
    return Slip(message, place, f"{other}, or {escape}{comma}", related)


def _after_brackets(context: ErrorContext) -> Slip | None:
    """Find text after a closing bracket."""
    token = context.last_token()
    closing = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
    if context.opener in CLOSERS or not isinstance(token, closing):
        return None
    if context.sign and context.sign in "]}":
        return Slip(f"unmatched `{context.sign}`", context.here, "remove it")
    message = "unexpected text after the closing bracket"
    return Slip(message, context.here, f"if the brackets are part of the text, {IN_QUOTES}")


def _inside_brackets(context: ErrorContext) -> Slip | None:
    """Find what is missing in a list or a mapping in brackets."""
    start, here, sign = context.start, context.here, context.sign
    if start is None or context.opener not in CLOSERS or not context.tokens:
        return None
    closer = CLOSERS[context.opener]
    related = Related(start, f"the `{context.opener}` is here")
    for line in range(start.line + 1, here.line + 1):
        inside = context.is_inside_braces(line)
        if inside and not (line == here.line and context.is_at_first_colon()):
            continue
        if context.has_known_key(line) or context.text(line).lstrip(" ").startswith("- "):
            what = "comma" if inside else f"`{closer}`"
            hint = f"the next line starts something new: write the {what} before it"
            return Slip(f"missing {what}", context.end_above(line), hint, related)
    if not sign:
        hint = "close every open bracket, or put quotes around a text that starts with a bracket"
        return Slip(f"missing `{closer}`", context.within(here), hint, related)
    if sign in "]}":
        message = f"expected `{closer}`, found `{sign}`"
        return Slip(message, here, f"write `{closer}` instead, or before it", related)
    if sign in ":?[{" and isinstance(context.tokens[-1], yaml.ScalarToken | yaml.ValueToken):
        return _unquoted(context, related)
    hint = "put a comma between two values"
    return Slip("missing comma before this", here, hint, related)


def _unquoted(context: ErrorContext, related: Related) -> Slip:
    """Return what is wrong with a text without quotes in brackets before the sign at `here`."""
    here, sign = context.here, context.sign
    before = context.line[: here.column].rstrip()
    word = before[len(before.rstrip(KEY_LETTERS)) :]
    place = Place(here.line, len(before) - len(word), len(word))
    if sign == ":" and word in PACK_KEYS:
        return Slip(f"missing comma before `{word}`", place, "add a comma before it", related)
    if sign in CLOSERS and word in PACK_KEYS:
        return Slip(f"missing `:` after `{word}`", place, f"write `{word}: `", related)
    what = {":": "`: `", "?": "`?`"}.get(sign, "a bracket")
    message = f"text without quotes in brackets cannot contain {what}"
    return Slip(message, here, IN_QUOTES, related)


def _list_beside_key(context: ErrorContext) -> Slip | None:
    """Find a list that starts on the line of its key."""
    before = context.line[: context.here.column].rstrip()
    if not (before.endswith(":") and context.line.startswith("- ", context.here.column)):
        return None
    message = "a list with `- ` cannot start on the line of its key"
    hint = "put each `- ...` on its own line, or write `[ ... ]`; if it is text, put it in quotes"
    return Slip(message, context.here, hint)


def _special_sign(context: ErrorContext) -> Slip | None:
    """Find a text that starts with a sign that has a meaning in YAML."""
    for place, signs in ((context.here, "@`%,]}"), (context.start, "*&!|>")):
        sign = context.at(place) if place and place.line == context.here.line else ""
        if not place or not sign or sign not in signs:
            continue
        before = context.line[: place.column].rstrip()
        if not before or before.endswith((":", "-", "[", ",", "{")):
            return Slip(f"text without quotes cannot start with {sign}", place, IN_QUOTES)
    return None


def _dash(context: ErrorContext) -> Slip | None:
    """Find a dash without a space after it."""
    for line in _suspects(context):
        text = context.text(line)
        if not (dash := DASH_WITHOUT_SPACE.match(text)):
            continue
        place = Place(line, dash.end() - 1)
        key = KEY_LINE.match(text, dash.end())
        if (key and key[2] in PACK_KEYS and key[3]) or place in (context.here, context.start):
            return Slip("missing space after `-`", place, "write `- ` before an entry")
    return None


def _colon(context: ErrorContext) -> Slip | None:
    """Find a key without a colon, or a colon without a space after it."""
    message = "missing space after `:`"
    if context.sign == ":" and context.line[context.here.column + 1 :][:1].strip():
        hint = "write `: ` after a key, and put a text that contains `:` in quotes"
        return Slip(message, context.here, hint)
    for line in _suspects(context):
        key = KEY_LINE.match(context.text(line))
        if not key or key[2] not in PACK_KEYS:
            continue
        word, column = key[2], key.start(2)
        if key[3] and key[4] not in " ":
            return Slip(message, Place(line, key.start(3)), f"write `{word}: `")
        is_start = context.start and context.start[:2] == (line, column)
        if not key[3] and (is_start or _is_above_colon(context, line, column)):
            place = Place(line, column, len(word))
            return Slip(f"missing `:` after `{word}`", place, f"write `{word}: `")
    return None


def _suspects(context: ErrorContext) -> list[int]:
    """Return the lines that may hold the mistake: those of the error and the one above."""
    lines = [context.start.line] if context.start else []
    if context.indent >= context.here.column or context.is_at_first_colon():
        lines.append(context.line_above(context.here.line))
    return [*lines, context.here.line]


def _is_above_colon(context: ErrorContext, line: int, column: int) -> bool:
    """Return whether a word is above the key at whose colon the parser stopped."""
    key = KEY_LINE.match(context.line)
    return line < context.here.line and bool(
        key and key.start(2) == column and key.start(3) == context.here.column
    )


def _no_key(context: ErrorContext) -> Slip | None:
    """Find a line that is neither a key nor an entry of a list."""
    if (start := context.start) is None or start.line >= context.here.line:
        return None
    text = context.text(start.line)
    rest = text[start.column :]
    if text[: start.column].strip(" -") or not rest or rest[0] in "-?[{\"'" or ": " in f"{rest} ":
        return None
    hint = "if it continues the text above, indent it deeper than the key of that text"
    return Slip("this line has neither `key:` nor `- `", start, hint)


def _indentation(context: ErrorContext) -> Slip | None:
    """Find a line that does not line up with its neighbours."""
    key = KEY_LINE.match(context.line)
    word = key[2] if key else ""
    if context.line.startswith(("%", *MARKERS)):
        return None
    if context.is_at_first_colon():
        neighbour = context.neighbour(word)
        if not neighbour and not nearest(word, PACK_KEYS):
            return None
    elif context.line and context.here.column == context.indent and context.opener not in CLOSERS:
        neighbour = context.neighbour(word)
    else:
        return None
    message = "inconsistent indentation"
    place = Place(context.here.line, context.indent)
    if not neighbour:
        hint = "keys of a question, `-` of a list and lines of a text must each start in one column"
        return Slip(message, place, hint)
    if neighbour.column == context.indent:
        return None
    if word and context.text(neighbour.line).startswith(f"- {word}:", neighbour.column - 2):
        hint = "start each entry of a list with `- `"
        return Slip("missing `- ` before this key", place, hint)
    message += f": {count(context.indent, 'space')} instead of {neighbour.column}"
    hint = f"indent this line with {count(neighbour.column, 'space')}"
    related = Related(neighbour, "it should line up with this")
    return Slip(message, place, hint if neighbour.column else "do not indent this line", related)


def _colon_in_text(context: ErrorContext) -> Slip | None:
    """Find a colon inside a text without quotes."""
    if context.sign != ":" or context.opener:
        return None
    return Slip("text without quotes cannot contain `: `", context.here, IN_QUOTES)


FINDERS: tuple[Callable[[ErrorContext], Slip | None], ...] = (
    _tab,
    _inside_quotes,
    _after_quotes,
    _after_brackets,
    _inside_brackets,
    _list_beside_key,
    _special_sign,
    _dash,
    _colon,
    _no_key,
    _indentation,
    _colon_in_text,
)
"""What is searched for, the surest first."""
