"""The blocks of a Markdown file, and the text in them.

Markdown is shown as it is written, but for what only keeps signs from having a meaning: escapes,
entities and the fences around code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "option", "code", "text", "blank", "quiz", "end", "settings"]

HEADING_LINE = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
HEADING_END = re.compile(r"(?:^|[ \t])#+[ \t]*$")
TASK = re.compile(r"([ \t]*)[-*+][ \t]*\[([ xXхХ]?)\](?:[ \t]+(.*)|$)")
"""An option; the sign in its brackets may be a Cyrillic letter that looks like an x."""
FENCE_LINE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([^`]*)")
QUIZ_LINE = re.compile(r"[ \t]*<(/?)quiz>[ \t]*")
COMMENT_LINE = re.compile(r"[ \t]*<!--(?:(?!-->).)*-->[ \t]*")

MAX_INLINE = 10_000
"""The longest line of which the signs are read; a longer one is too long for any field."""

ESCAPED_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")
ESCAPE_OR_TICKS = re.compile(r"\\[!-/:-@\[-`{-~]|`+")
SHOWN_OTHERWISE = re.compile(
    ESCAPED_SIGN.pattern + r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
MARKED = re.compile(r"[*_`|]|\]\(|^>")
MEDIA_TAG = re.compile(r"(?i)<(?:img|audio|video|object|embed|iframe)\b")
NEEDS_BACKSLASH = re.compile(r"[\\`*_\[\]<#&~|$]|^[-+=>:]|^\d{1,9}(?=[.)])")


class Block(NamedTuple):
    """A line, or a piece of code with all its lines; `mark` is more about it.

    That is the level of a heading, the sign in an option's brackets or the language of code.
    """

    kind: BlockKind
    line: int
    text: str = ""
    mark: str = ""
    indent: int = 0


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a file below its front matter, and one blank line for several."""
    lines = text.split("\n")
    at = _front_matter(lines)
    unclosed: dict[str, int] = {}
    is_apart = False
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        fence = FENCE_LINE.fullmatch(line)
        if fence and (end := _fence_end(lines, at, fence[1], unclosed)):
            indent = len(line) - len(line.lstrip())
            code = [_dedented(one, indent) for one in lines[at:end]]
            language = fence[2].strip()
            kind: BlockKind = "settings" if language == "quiz" else "code"
            yield Block(kind, number, "\n".join(code), language, indent)
            at, is_apart = end + 1, False
        else:
            block = _block(line, number)
            if block.kind != "blank" or not is_apart:
                yield block
            is_apart = block.kind == "blank"


def _front_matter(lines: list[str]) -> int:
    """Return how many lines of settings in YAML a file begins with."""
    if lines[0].rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:200], 2) if line.rstrip() == "---"), 0)


def _fence_end(lines: list[str], at: int, fence: str, unclosed: dict[str, int]) -> int:
    """Return the index of the line that closes a fence, or 0 if none does.

    `unclosed` remembers the shortest fence of each kind that nothing closes.
    """
    if len(fence) >= unclosed.get(fence[0], len(fence) + 1):
        return 0
    for index in range(at, len(lines)):
        line = lines[index].strip(" \t")
        if line.startswith(fence) and not line.strip(fence[0]):
            return index
    unclosed[fence[0]] = len(fence)
    return 0


def _dedented(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip())) :].rstrip()


def _block(line: str, number: int) -> Block:
    if not (signs := line.strip(" \t")) or COMMENT_LINE.fullmatch(line) or _is_rule(signs):
        return Block("blank", number)
    if heading := HEADING_LINE.fullmatch(line):
        text = HEADING_END.sub("", heading[2])
        return Block("heading", number, text.strip(" \t"), heading[1])
    if task := TASK.fullmatch(line):
        mark = "x" if task[2].strip() else " "
        return Block("option", number, (task[3] or "").strip(" \t"), mark, len(task[1]))
    if quiz := QUIZ_LINE.fullmatch(line):
        return Block("end" if quiz[1] else "quiz", number)
    text = line.lstrip(" \t")
    return Block("text", number, text, "", len(line) - len(text))


def _is_rule(signs: str) -> bool:
    return signs[0] in "-*_" and not signs.strip(f"{signs[0]} ") and signs.count(signs[0]) > 2


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, and whether each is code between backquotes."""
    starts: dict[int, list[int]] = defaultdict(list)
    for ticks in re.finditer("`+", text):
        starts[len(ticks[0])].append(ticks.start())
    begin = at = 0
    while opening := ESCAPE_OR_TICKS.search(text, at):
        at = opening.end()
        if opening[0][0] == "\\":
            continue
        ends = starts[len(opening[0])]
        if (number := bisect_left(ends, at)) < len(ends):
            yield text[begin : opening.start()], False
            begin, at = opening.start(), ends[number] + len(opening[0])
            yield text[begin:at], True
            begin = at
    yield text[begin:], False


def shown_inline(text: str) -> str:
    """Return a line without the signs that only keep others from having a meaning."""
    if len(text) > MAX_INLINE:
        return text

    def shown(sign: re.Match[str]) -> str:
        return sign[1] or unescape(sign[0])

    return "".join(
        piece if is_code else SHOWN_OTHERWISE.sub(shown, piece) for piece, is_code in _pieces(text)
    )


def shown_line(text: str) -> str:
    """Return a line of a paragraph, without the backslash that breaks it there."""
    stripped = text.rstrip("\\")
    if (len(text) - len(stripped)) % 2:
        return shown_inline(text[:-1])
    return shown_inline(text.rstrip(" \t"))


def shown_lines(made: Iterable[Block]) -> str:
    """Return the text of blocks; one blank line stays between two paragraphs."""
    lines: list[str] = []
    is_apart = False
    last: BlockKind = "blank"
    for block in made:
        if block.kind == "blank":
            is_apart = True
            continue
        if is_apart and lines and last == block.kind == "text":
            lines.append("")
        lines.append(shown_line(block.text) if block.kind == "text" else block.text)
        is_apart, last = False, block.kind
    return "\n".join(lines)


def is_marked(text: str) -> bool:
    """Return whether a line has signs that Markdown gives a meaning."""
    pieces = _pieces(text[:MAX_INLINE])
    return any(is_code or MARKED.search(ESCAPED_SIGN.sub(".", piece)) for piece, is_code in pieces)


def has_picture(block: Block) -> bool:
    """Return whether a line has a picture or a sound in it, and not only the code for one."""
    if block.kind == "code":
        return False
    plain = [
        ESCAPED_SIGN.sub(".", piece) for piece, code in _pieces(block.text[:MAX_INLINE]) if not code
    ]
    for piece in plain:
        picture = piece.find("![")
        if picture >= 0 and ("](" in piece[picture:] or "][" in piece[picture:]):
            return True
    return any(map(MEDIA_TAG.search, plain))


def escaped_line(text: str) -> str:
    """Return a line that Markdown shows as this text."""
    made = NEEDS_BACKSLASH.sub(_with_backslash, text)
    if made[:1] == " ":
        made = f"&#32;{made[1:]}"
    return f"{made[:-1]}&#32;" if made[-1:] == " " else made


def _with_backslash(sign: re.Match[str]) -> str:
    return f"{sign[0]}\\" if sign[0].isdigit() else f"\\{sign[0]}"


def escaped_lines(text: str) -> list[str]:
    """Return lines that Markdown shows as the lines of this text, each ending where it ends."""
    *lines, last = map(escaped_line, text.split("\n"))
    return [*(f"{line}\\" for line in lines), last]
