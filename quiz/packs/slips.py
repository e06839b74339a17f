"""What an author most likely slipped on where YAML breaks off, told from the lines around it.

The parser says what it looked for, and where it missed it, which is often some lines after the
slip. So its words are left aside, and the lines are looked at for what people do: a tab, a line
that is not below its neighbours, a blank or a bracket too few, quotes that end too soon or late.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from quiz.errors import nearest
from quiz.packs.diagnostics import Place, Related
from quiz.packs.model import PACK, QUESTION, TEMPLATE
from quiz.text import count

BACK = 200
"""How many lines before the place of an error are looked at."""

WIDE = 4096
"""From how many characters on a line is too long to be looked at."""

MUCH = 64 * 1024
"""How many characters of the lines are taken apart at the most."""

DEEP = 16
"""How many brackets may be open at a time."""

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ITEM = {*QUESTION.fields, *TEMPLATE.fields}
WORDS = ITEM | {*PACK.fields}

KEYED = re.compile(r" *((?:- +)*)(\w+) *(:?)(.?)")
"""The beginning of a line: its dashes, a word, whether a colon follows, and what follows that."""

DASHED = re.compile(r" *-(?=[^\s-])")

LETTERS = "".join({*"".join(WORDS)})

BOUNDS = ("---", "...")
"""What a line between two documents begins with."""

CLOSERS = {"[": "]", "{": "}"}

OTHER = {'"': "single", "'": "double"}
ESCAPED = {'"': '\\"', "'": "''"}


class Slip(NamedTuple):
    """What is wrong where YAML breaks off, in words for an author."""

    message: str
    place: Place
    hint: str
    related: Related | None = None


class Scene:
    """Lines of a file by their number, and what the parser says of them.

    `here` is where it could not go on; `begun` is where what it was reading began.
    """

    def __init__(self, lines: dict[int, str], here: Place, begun: Place | None) -> None:
        self.lines = lines
        self.here = here
        self.begun = begun if begun and begun[:2] != here[:2] else None
        self.text = lines.get(here.line, "")
        self.start = len(self.text) - len(self.text.lstrip(" "))
        self.sign = self.at(here)
        self.opener = self.at(self.begun) if self.begun else ""

    def at(self, place: Place) -> str:
        """The character at a place, or an empty text where there is none."""
        return self.lines.get(place.line, "")[place.column : place.column + 1]

    def end(self, below: int) -> Place:
        """The end of the last line above this one on which something is written."""
        line = self.above(below)
        return Place(line, len(self.lines.get(line, "").rstrip()))

    def above(self, below: int) -> int:
        """The last line above this one on which something is written, or the file's first one."""
        for line in range(below - 1, max(-1, below - BACK - 1), -1):
            text = self.lines.get(line, "").lstrip()
            if text and not text.startswith("#"):
                return line
        return 0

    @cached_property
    def tokens(self) -> list[Any]:
        """The parser's tokens from `begun` to `here`, as far as there are any."""
        begun, here = self.begun, self.here
        tokens: list[Any] = []
        if begun is None or not 0 <= here.line - begun.line <= BACK:
            return tokens
        texts = [self.lines.get(line, "") for line in range(begun.line, here.line + 1)]
        texts[-1] = texts[-1][: here.column]
        texts[0] = " " * begun.column + texts[0][begun.column :]
        if sum(map(len, texts)) > MUCH or max(map(len, texts)) >= WIDE:
            return tokens
        depth = 0
        with suppress(yaml.YAMLError):
            for token in yaml.scan("\n".join(texts), LOADER):
                if self.place(token.start_mark) >= here[:2] or depth > DEEP:
                    break
                depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
                depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
                tokens.append(token)
        return tokens[1:]

    def place(self, mark: Any) -> tuple[int, int]:
        """Where a mark of a token stands in the file."""
        return mark.line + (self.begun.line if self.begun else 0), mark.column

    def last(self) -> Any:
        """The token that ends on the line of the error with nothing but blanks after it."""
        if not self.tokens:
            return None
        token = self.tokens[-1]
        line, column = self.place(token.end_mark)
        between = self.text[column : self.here.column]
        return token if line == self.here.line and not between.strip() else None


def find(lines: dict[int, str], here: Place, begun: Place | None) -> Slip | None:
    """The slip near the place of an error, or None if it looks like nothing known.

    `lines` are some of the file's lines, without what ends them, and at least `BACK` lines before
    `here` and the line of `begun`. A line of `WIDE` characters may be the beginning of a longer
    one, and is not looked at.
    """
    scene = Scene(lines, here, begun)
    if max(len(scene.text), len(lines.get(begun.line, "") if begun else "")) >= WIDE:
        return None
    return next((slip for look in LOOKS if (slip := look(scene))), None)


def within(lines: dict[int, str], place: Place) -> Place:
    """`place`, or the end of the last of these lines if the file ends before it."""
    if place.line in lines or not any(map(str.strip, lines.values())):
        return place
    last = max(line for line, text in lines.items() if text.strip())
    return Place(last, len(lines[last].rstrip()))


def _tab(scene: Scene) -> Slip | None:
    """A tab before a line, or where a blank belongs."""
    text = scene.text
    margin = text[: len(text) - len(text.lstrip())]
    if "\t" in margin and (scene.here.column <= len(margin) or scene.sign == ":"):
        column = margin.index("\t")
        place = Place(scene.here.line, column, margin.count("\t", column))
        return Slip("this line is indented with a tab", place, "indent with blanks, not with tabs")
    if scene.sign == "\t":
        return Slip("a tab stands where a blank belongs", scene.here, "write a blank for the tab")
    return None


def _in_quotes(scene: Scene) -> Slip | None:
    """Quotes in which the parser could not go on."""
    quote, begun = scene.opener, scene.begun
    if begun is None or quote not in OTHER or scene.tokens:
        return None
    line, column, _ = scene.here
    before = scene.text[: column + 1].rfind("\\", max(0, column - 1))
    if before >= 0:
        return Slip(
            "this backslash means nothing in double quotes",
            Place(line, before),
            "write `\\\\` for a backslash, or put the text in single quotes",
        )
    if scene.sign and not scene.text.startswith(BOUNDS):
        return None
    return Slip("these quotes are not closed", begun, _close(quote, "at the end of the text"))


def _close(quote: str, where: str) -> str:
    other = "; or, if the ' belongs to the text, put the text in double quotes"
    return f"put a {quote} {where}" + other * (quote == "'")


def _after_quotes(scene: Scene) -> Slip | None:
    """More of a line after a text in quotes."""
    token = scene.last()
    quote = getattr(token, "style", None)
    if token is None or quote not in OTHER:
        return None
    start, end = Place(*scene.place(token.start_mark)), scene.place(token.end_mark)
    place = Place(end[0], end[1] - 1)
    message = "the text in quotes ends here, but the line goes on"
    if start.line < place.line:
        related = Related(start, "the text in quotes begins here")
        if any(_is_keyed(scene, line) for line in range(start.line + 1, place.line + 1)):
            hint = _close(quote, f"at the end of the text that begins in line {start.line + 1}")
            return Slip(message, place, hint, related)
    else:
        related = None
        if scene.opener in CLOSERS and scene.sign in {*OTHER, *CLOSERS}:
            return None
    whole = f"put the whole text in {OTHER[quote]} quotes"
    inner = f"write {ESCAPED[quote]} for a {quote} inside of the text"
    comma = ", or put a comma after it" * (scene.opener in CLOSERS)
    return Slip(message, place, f"{whole}, or {inner}{comma}", related)


def _after_brackets(scene: Scene) -> Slip | None:
    """More of a line after a list or a mapping in brackets."""
    token = scene.last()
    if scene.opener in CLOSERS or not isinstance(
        token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken
    ):
        return None
    if scene.sign and scene.sign in "]}":
        return Slip(f"a `{scene.sign}` too many", scene.here, "take it out")
    return Slip(
        "the brackets are closed, but the line goes on",
        scene.here,
        "if the brackets belong to the text, put the whole text in quotes",
    )


def _in_brackets(scene: Scene) -> Slip | None:
    """A list or a mapping in brackets that the parser could not read to its end."""
    begun, here, sign = scene.begun, scene.here, scene.sign
    if begun is None or scene.opener not in CLOSERS or not scene.tokens:
        return None
    closer = CLOSERS[scene.opener]
    related = Related(begun, f"the `{scene.opener}` is here")
    for line in range(begun.line + 1, here.line + 1):
        inside = _is_inside(scene, line)
        if inside and not (line == here.line and _is_first_colon(scene)):
            continue
        if _is_keyed(scene, line) or scene.lines.get(line, "").lstrip(" ").startswith("- "):
            what = "comma" if inside else f"`{closer}`"
            hint = f"the line below begins something new: write the {what} before it"
            return Slip(f"a {what} is missing", scene.end(line), hint, related)
    if not sign:
        return Slip(
            f"a `{closer}` is missing",
            within(scene.lines, here),
            "close what is open, or put quotes around a text that begins with a bracket",
            related,
        )
    if sign in "]}":
        message = f"a `{closer}` is missing: this is a `{sign}`"
        return Slip(message, here, f"write `{closer}` here, or before it", related)
    if sign in ":?[{" and isinstance(scene.tokens[-1], yaml.ScalarToken | yaml.ValueToken):
        words = scene.text[: here.column].rstrip()
        word = words[len(words.rstrip(LETTERS)) :]
        place = Place(here.line, len(words) - len(word), len(word))
        if sign == ":" and word in WORDS:
            return Slip(f"a comma is missing before `{word}`", place, "write it there", related)
        if sign in CLOSERS and word in WORDS:
            return Slip(f"a `:` is missing after `{word}`", place, f"write `{word}: `", related)
        what = {":": "`: `", "?": "`?`"}.get(sign, "a bracket")
        message = f"a text without quotes in brackets cannot hold {what}"
        return Slip(message, here, "put the whole text in quotes", related)
    return Slip("a comma is missing before this", here, "put a comma between two values", related)


def _is_keyed(scene: Scene, line: int) -> bool:
    """Whether a line begins with a key that packs know."""
    key = KEYED.match(scene.lines.get(line, ""))
    return bool(key and key[2] in WORDS and key[3] and key[4] in " ")


def _is_inside(scene: Scene, line: int) -> bool:
    """Whether a line looks as if it belonged to the mapping in braces that is open."""
    text = scene.lines.get(line, "").lstrip(" ")
    margin = len(scene.lines.get(line, "")) - len(text)
    first = scene.lines[scene.begun.line] if scene.begun else ""
    key = KEYED.match(first)
    level = key.start(2) if key else len(first) - len(first.lstrip(" "))
    return scene.opener == "{" and not text.startswith("- ") and margin > level


def _beside(scene: Scene) -> Slip | None:
    """A list that begins on the line of its key."""
    before = scene.text[: scene.here.column].rstrip()
    if not (before.endswith(":") and scene.text.startswith("- ", scene.here.column)):
        return None
    return Slip(
        "a list with a `-` cannot begin on the line of its key",
        scene.here,
        "put each `- ...` on a line of its own, or write `[ ... ]`; a text needs quotes",
    )


def _sign(scene: Scene) -> Slip | None:
    """A text that begins with a sign that is YAML's own."""
    for place, signs in ((scene.here, "@`%,]}"), (scene.begun, "*&!|>")):
        sign = scene.at(place) if place and place.line == scene.here.line else ""
        if not place or not sign or sign not in signs:
            continue
        before = scene.text[: place.column].rstrip()
        if not before or before.endswith((":", "-", "[", ",", "{")):
            message = f"a text without quotes cannot begin with {sign}"
            return Slip(message, place, "put the whole text in quotes")
    return None


def _dash(scene: Scene) -> Slip | None:
    """A `-` without a blank after it."""
    for line in _candidates(scene):
        text = scene.lines.get(line, "")
        if not (dash := DASHED.match(text)):
            continue
        place = Place(line, dash.end() - 1)
        key = KEYED.match(text, dash.end())
        if (key and key[2] in WORDS and key[3]) or place in (scene.here, scene.begun):
            return Slip("a blank is missing after the `-`", place, "write `- ` before an entry")
    return None


def _colon(scene: Scene) -> Slip | None:
    """A key without a blank after its colon, or without a colon."""
    line, column, _ = scene.here
    if scene.sign == ":" and scene.text[column + 1 : column + 2].strip():
        hint = "write `: ` after a key, and put a text that holds `:` in quotes"
        return Slip("a blank is missing after the `:`", scene.here, hint)
    for line in _candidates(scene):
        key = KEYED.match(scene.lines.get(line, ""))
        if not key or key[2] not in WORDS:
            continue
        if key[3] and key[4] not in " ":
            place = Place(line, key.start(3))
            return Slip("a blank is missing after the `:`", place, f"write `{key[2]}: `")
        begun = scene.begun and scene.begun == (line, key.start(2), scene.begun.length)
        if not key[3] and (begun or _heads(scene, line, key.start(2))):
            place = Place(line, key.start(2), len(key[2]))
            return Slip(f"a `:` is missing after `{key[2]}`", place, f"write `{key[2]}: `")
    return None


def _candidates(scene: Scene) -> list[int]:
    """The lines on which the slip may be: those of the error, and the one above."""
    lines = [scene.begun.line] if scene.begun else []
    if not 0 <= scene.start < scene.here.column or _is_first_colon(scene):
        lines.append(scene.above(scene.here.line))
    return [*lines, scene.here.line]


def _heads(scene: Scene, line: int, column: int) -> bool:
    """Whether a line's first word stands above the key at whose colon the parser stopped."""
    key = KEYED.match(scene.text)
    return line < scene.here.line and bool(
        key and key.start(2) == column and key.start(3) == scene.here.column
    )


def _is_first_colon(scene: Scene) -> bool:
    """Whether the parser stopped at the colon of its line's first word."""
    key = KEYED.match(scene.text)
    return bool(key and key[3] and key[4] in " " and key.start(3) == scene.here.column)


def _indentation(scene: Scene) -> Slip | None:
    """A line that does not stand below its neighbours."""
    key = KEYED.match(scene.text)
    word = key[2] if key else ""
    line = scene.here.line
    if scene.text.startswith(("%", *BOUNDS)):
        return None
    if _is_first_colon(scene):
        neighbour = _neighbour(scene, word)
        if not neighbour and not nearest(word, WORDS):
            return None
    elif scene.text and scene.here.column == scene.start and scene.opener not in CLOSERS:
        neighbour = _neighbour(scene, word)
    else:
        return None
    message = "this line is indented otherwise than its neighbours"
    place = Place(line, scene.start)
    if not neighbour:
        hint = "the keys of a question stand below each other, and so do the `-` of a list"
        return Slip(message, place, f"{hint} and the lines of a text")
    if neighbour.column == scene.start:
        return None
    if word and scene.lines[neighbour.line].startswith(f"- {word}:", neighbour.column - 2):
        return Slip(
            "a `-` is missing before this key", place, "an entry of a list begins with `- `"
        )
    message += f": by {count(scene.start, 'blank')}, not {neighbour.column}"
    return Slip(
        message,
        place,
        "let both begin in the same column",
        Related(neighbour, "it belongs below this"),
    )


def _neighbour(scene: Scene, word: str) -> Place | None:
    """What a line that begins with this word stands below, or None where that is not sure."""
    dashed = scene.text.startswith("- ", scene.start)
    above = scene.above(scene.here.line)
    for line in range(above, max(-1, above - BACK), -1):
        text = scene.lines.get(line, "")
        column = len(text) - len(text.lstrip(" "))
        key = KEYED.match(text)
        known = key and key[2] in WORDS and key[3] == ":"
        if dashed and text.startswith("- ", column) and (known or word not in WORDS):
            return None if key and key.start(2) == scene.start else Place(line, column)
        if dashed or not key:
            continue
        if word not in WORDS:
            near = key[2] not in WORDS or abs(key.start(2) - scene.start) == 1
            near = near and key[3] == ":" and key[4] in " "
            return Place(line, key.start(2)) if near else None
        elif word in ITEM and word not in PACK.fields:
            if known and key[1]:
                return Place(line, key.start(2))
        elif word in ITEM:
            return None
        elif known and not key[1] and not column:
            return Place(line, 0)
    return None


def _no_key(scene: Scene) -> Slip | None:
    """A line that is neither a key nor an entry."""
    if (begun := scene.begun) is None or begun.line >= scene.here.line:
        return None
    text = scene.lines.get(begun.line, "")
    rest = text[begun.column :]
    if text[: begun.column].strip(" -") or not rest or rest[0] in "-?[{\"'" or ": " in f"{rest} ":
        return None
    return Slip(
        "this line has no `key:` and no `- `",
        begun,
        "a text goes on only in lines that are indented deeper than its key",
    )


def _colon_in_text(scene: Scene) -> Slip | None:
    """A colon inside of a text."""
    if scene.sign != ":" or scene.opener:
        return None
    return Slip(
        "a text without quotes cannot hold `: `", scene.here, "put the whole text in quotes"
    )


LOOKS: tuple[Callable[[Scene], Slip | None], ...] = (
    _tab,
    _in_quotes,
    _after_quotes,
    _after_brackets,
    _in_brackets,
    _beside,
    _sign,
    _dash,
    _colon,
    _no_key,
    _indentation,
    _colon_in_text,
)
"""What is looked for, the surest first."""
