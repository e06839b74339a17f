"""The mistake that most likely made the parser fail, found in the lines around it.

The parser says what it expected and where it missed that, which is often some lines after the
mistake. So its words are only a last resort; first the lines are searched for what people get
wrong: tabs, indentation, missing spaces, colons, commas and brackets, and quotes that end too
early or never.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from quiz.errors import nearest
from quiz.packs import quotes
from quiz.packs.context import (
    CLOSERS,
    KEY_LINE,
    LINES_AFTER,
    LINES_BEFORE,
    MARKERS,
    PACK_KEYS,
    ErrorContext,
    Slip,
    indent,
)
from quiz.packs.diagnostics import Correction, Place, Related
from quiz.packs.source import COMMENT
from quiz.text import SPACES, count, named

DASH_WITHOUT_SPACE = re.compile(r" *-(?=[^\s-])")

LINE_START = re.compile(rf"[ {SPACES}]*(?:-[ {SPACES}]+)*(?:\w+[ {SPACES}]*:[ {SPACES}]*)?")
"""The start of a line up to the text after its key, with any kind of spaces."""

OPENERS = {closer: opener for opener, closer in CLOSERS.items()}

OTHER_SPACE = re.compile(f"[{SPACES}]")

PARSER_HINTS = {
    "escape": quotes.ESCAPE,
    "quoted scalar": "is a closing quote missing?",
    "flow": "put quotes around a text that contains `: `, a comma or a bracket",
}
"""What to try where the lines show no mistake, by words of the parser's message."""


def diagnose(
    error: yaml.MarkedYAMLError,
    lines: Callable[..., dict[int, str]],
    shift: int = 0,
    first: int = 0,
) -> Slip:
    """Return what is wrong where a file is not YAML.

    `lines` reads lines of the file by number, as `TextStream.lines` does. The parser's lines
    begin at the line `shift` of the file, and those before the line `first` are not in the file.
    """
    words = " ".join(part for part in (error.problem, error.context) if part)
    here, start = _place(error.problem_mark, shift), _place(error.context_mark, shift)
    start = start if start and start.line >= first else None
    here, start = (here, start) if here else (start, None)
    hint = next((hint for part, hint in PARSER_HINTS.items() if part in words), "")
    message = "this cannot be read as YAML"
    if words:
        message += f": {words}"
    if here is None:
        return Slip(message, None, hint)
    others = [start.line] if start else []
    around = lines(here.line - LINES_BEFORE, here.line + LINES_AFTER, *others)
    context = ErrorContext(around, here, start)
    related = Related(start, "it starts here") if start and start != here else None
    return find_slip(context) or Slip(message, context.within(here), hint, related)


def find_slip(context: ErrorContext) -> Slip | None:
    """Return the mistake near the place of an error, or None if no known one is found."""
    if context.is_too_long:
        return None
    return next((slip for finder in FINDERS if (slip := finder(context))), None)


def _place(mark: yaml.Mark | None, shift: int) -> Place | None:
    return Place(mark.line + shift, mark.column) if mark else None


def _other_space(context: ErrorContext) -> Slip | None:
    """Find a no-break space, or another kind of space, where YAML needs a common one."""
    for line in _suspects(context):
        start = LINE_START.match(context.text(line))
        if start is None or not (space := OTHER_SPACE.search(start[0])):
            continue
        message = f"there is a {named(space[0])} where a common space is needed"
        edit = Correction(Place(line, 0, start.end()), OTHER_SPACE.sub(" ", start[0]))
        hint = "replace it with a space"
        return Slip(message, Place(line, space.start()), hint, None, (edit,))
    return None


def _tab(context: ErrorContext) -> Slip | None:
    """Find a tab in the indentation, or in place of a space."""
    line = context.line
    margin = line[: len(line) - len(line.lstrip())]
    if "\t" in margin and (context.here.column <= len(margin) or context.sign == ":"):
        column = margin.index("\t")
        place = Place(context.here.line, column, margin.count("\t", column))
        message, hint = "this line is indented with a tab", "indent with spaces, not tabs"
        return Slip(message, place, hint, None, _without_tabs(context, len(margin)))
    if context.sign == "\t":
        message = "there is a tab where a space is needed"
        edit = Correction(context.here, " ")
        return Slip(message, context.here, "replace the tab with a space", None, (edit,))
    return None


def _without_tabs(context: ErrorContext, margin: int) -> tuple[Correction, ...]:
    """Return the change that indents the line at `here` with spaces, if it starts with a key."""
    number, text = context.here.line, context.line[margin:]
    key = KEY_LINE.match(text)
    if not key or key[2] not in PACK_KEYS or not key[3]:
        return ()
    bare = ErrorContext({**context.lines, number: text}, context.here, context.start)
    neighbour = bare.neighbour(key[2])
    return (Correction(Place(number, 0, margin), " " * neighbour.column),) if neighbour else ()


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
            return _missing(context, what, context.end_above(line), hint, related)
    if not sign:
        hint = "close every open bracket, or put quotes around a text that starts with a bracket"
        return _missing(context, f"`{closer}`", context.within(here), hint, related)
    if sign in "]}":
        message = f"expected `{closer}`, found `{sign}`"
        before = context.text(start.line)[: start.column]
        if start.line == here.line and before.count(OPENERS[sign]) > before.count(sign):
            edit = Correction(here._replace(length=0), closer)
            return Slip(message, here, f"write `{closer}` before it", related, (edit,))
        return Slip(
            message, here, f"write `{closer}` instead", related, (Correction(here, closer),)
        )
    if sign in ":?[{" and isinstance(context.tokens[-1], yaml.ScalarToken | yaml.ValueToken):
        return quotes.unquoted(context, related)
    hint = "put a comma between two values"
    edits: tuple[Correction, ...] = ()
    if sign in quotes.QUOTES and context.last_token():
        end = len(context.line[: here.column].rstrip())
        edits = (Correction(Place(here.line, end, 0), ","),)
    return Slip("missing comma before this", here, hint, related, edits)


def _missing(context: ErrorContext, what: str, end: Place, hint: str, related: Related) -> Slip:
    """Return that a comma or a closing bracket is missing at the end of a line."""
    text = context.text(end.line)
    first = related.place.column if related.place.line == end.line else 0
    if comment := COMMENT.search(text, first):
        return Slip(
            f"missing {what}", Place(end.line, comment.start()), f"write the {what} here", related
        )
    sign = what.strip("`").replace("comma", ",")
    is_simple = related.place.line == end.line and not set("\"'").intersection(text[first:])
    edits = (Correction(end._replace(length=0), sign),) if is_simple or sign == "," else ()
    return Slip(f"missing {what}", end, hint, related, edits)


def _list_beside_key(context: ErrorContext) -> Slip | None:
    """Find a list that starts on the line of its key."""
    before = context.line[: context.here.column].rstrip()
    if not (before.endswith(":") and context.line.startswith("- ", context.here.column)):
        return None
    message = "a list with `- ` cannot start on the line of its key"
    hint = "put each `- ...` on its own line, or write `[ ... ]`; if it is text, put it in quotes"
    return Slip(message, context.here, hint)


def _dash(context: ErrorContext) -> Slip | None:
    """Find a dash without a space after it."""
    for line in _suspects(context):
        text = context.text(line)
        if not (dash := DASH_WITHOUT_SPACE.match(text)):
            continue
        place = Place(line, dash.end() - 1)
        key = KEY_LINE.match(text, dash.end())
        if (key and key[2] in PACK_KEYS and key[3]) or place in (context.here, context.start):
            rest = text[dash.end() :].rstrip()
            if rest[0].isdigit():
                hint = f"write `- -{rest}` for a negative number, or `- {rest}`"
                return Slip("missing space after `-`", place, hint)
            edit = Correction(Place(line, dash.end(), 0), " ")
            hint = "write `- ` before an entry"
            return Slip("missing space after `-`", place, hint, None, (edit,))
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
            edit = Correction(Place(line, key.end(3), 0), " ")
            return Slip(message, Place(line, key.start(3)), f"write `{word}: `", None, (edit,))
        is_start = context.start and context.start[:2] == (line, column)
        if not key[3] and (is_start or _is_above_colon(context, line, column)):
            place = Place(line, column, len(word))
            edit = Correction(Place(line, key.end(2), 0), ":")
            rest = context.text(line)[key.end(2) :].strip()
            is_sure = rest[:1] in ("", "[", "{") or (key[1] and is_start)
            edits = (edit,) if is_sure else ()  # the word may belong to the text above
            return Slip(f"missing `:` after `{word}`", place, f"write `{word}: `", None, edits)
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
        edit = Correction(place._replace(length=0), "- ")
        return Slip("missing `- ` before this key", place, hint, None, (edit,))
    message += f": {count(context.indent, 'space')} instead of {neighbour.column}"
    hint = f"indent this line with {count(neighbour.column, 'space')}"
    if neighbour.column == 0:
        hint = "do not indent this line"
    edits = _moved(context, neighbour)
    if len(edits) > 1:
        hint += ", and move the lines that belong to it along"
    related = Related(neighbour, "it should line up with this")
    return Slip(message, place, hint, related, edits)


def _moved(context: ErrorContext, neighbour: Place) -> tuple[Correction, ...]:
    """Return the changes that move the line at `here`, and those that belong to it.

    There are none if the line starts an entry of another kind than the one it should line up with.
    """
    first, column, edits = context.here.line, neighbour.column, []
    is_entry = context.line.startswith("- ", context.indent)
    if is_entry and context.has_known_key(first) != context.has_known_key(neighbour.line):
        return ()
    for line in range(first, first + LINES_AFTER):
        text = context.text(line)
        is_entry = text.startswith("- ", indent(text))
        if line > first and text.strip():
            is_right = context.has_known_key(line) and not is_entry and indent(text) == column
            if indent(text) < context.indent or is_right:
                break
            if is_entry and indent(text) in (context.indent, column):
                break
            if not indent(text) and context.has_known_key(line):
                break
        if text.strip():
            length = max(0, indent(text) + column - context.indent)
            edits.append(Correction(Place(line, 0, indent(text)), " " * length))
    else:
        return ()
    return tuple(edits)


FINDERS: tuple[Callable[[ErrorContext], Slip | None], ...] = (
    _other_space,
    _tab,
    quotes.comment_in_brackets,
    quotes.empty_entry,
    quotes.inside_quotes,
    quotes.after_quotes,
    quotes.after_brackets,
    _inside_brackets,
    _list_beside_key,
    quotes.special_sign,
    _dash,
    _colon,
    _no_key,
    _indentation,
    quotes.colon_in_text,
)
"""What is searched for, the surest first."""
