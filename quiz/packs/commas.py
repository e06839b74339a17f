"""Texts without quotes in brackets, which YAML cuts at a comma, and other separators than that."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from quiz.errors import nearest
from quiz.packs.diagnostics import Correction, Place
from quiz.packs.nodes import MappingNode, Node, ScalarNode
from quiz.packs.writer import FLOW_PLAIN, quoted, scalar
from quiz.text import SPACES, named, shorten

THOUSANDS = re.compile(r"\d{3}(?!\d)")

SPACED_KEY = re.compile(rf"[ {SPACES}]*(\w+)[ {SPACES}]*(?::[ {SPACES}]*|$)")
"""A key with what should be spaces around it and its colon."""

SEMICOLONS = re.compile(r" *; *")

PROSE = frozenset(("question", "explanation", "description"))


def whole_entries(
    node: MappingNode, known: Collection[str], report: Callable[..., None]
) -> Iterator[tuple[ScalarNode, Node]]:
    """Yield the entries of a mapping, with those joined that a comma or a space has cut.

    In `{question: Who, when?}` YAML takes `when?` for a key of its own. `known` are the keys that
    the mapping can have; it is empty if they are the author's. What is joined is reported, and put
    into the mapping.
    """
    entries = list(node.entries.values())
    if not node.is_flow or all(not _is_nothing(value) for _, value in entries):
        yield from entries
        return
    at = 0
    while at < len(entries):
        key, value = entries[at]
        at += 1
        if not known or key.value not in known:
            key, value = _respaced(key, value, known, report)
        pieces = [value] if isinstance(value, ScalarNode) and value.is_plain else []
        while pieces and at < len(entries) and _continues(pieces[-1], *entries[at], known):
            pieces.append(entries[at][0])
            at += 1
        if len(pieces) > 1:
            value = _rejoined(key.value, pieces, report)
        node.entries[key.value] = key, value
        yield key, value


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.is_plain and not node.value


def _respaced(
    key: ScalarNode, value: Node, known: Collection[str], report: Callable[..., None]
) -> tuple[ScalarNode, Node]:
    """Return a key and its value as they were meant if the spaces between them are not common."""
    start = SPACED_KEY.match(key.value)
    if start is None or not (space := re.search(f"[{SPACES}]", start[0])):
        return key, value
    if known and start[1] not in known:
        return key, value
    line, column, _ = key.place
    report(
        "unknown-key",
        f"there is a {named(space[0])} where a common space is needed",
        Place(line, column + space.start()),
        "replace it with a space",
        edits=(Correction(Place(line, column, start.end()), re.sub(f"[{SPACES}]", " ", start[0])),),
    )
    rest = key.value[start.end() :]
    if rest:
        value = ScalarNode(key.event, key.shift, rest)
    return ScalarNode(key.event, key.shift, start[1]), value


def _continues(piece: ScalarNode, key: ScalarNode, value: Node, known: Collection[str]) -> bool:
    """Return whether a key without a value is the rest of the text before it, after a comma."""
    here, there = piece.place, key.place
    return (
        bool(piece.value)
        and key.is_plain
        and _is_nothing(value)
        and key.value not in known
        and not nearest(key.value, known)
        and here.line == piece.end_line == there.line
        and there.column > here.column + here.length
    )


def _rejoined(name: str, pieces: Sequence[ScalarNode], report: Callable[..., None]) -> ScalarNode:
    """Return the text of which these are the pieces, and report that it was cut."""
    first = pieces[0]
    text = first.value
    for before, piece in pairwise(pieces):
        gap = piece.place.column - before.place.column - before.place.length
        text += f",{' ' * (gap - 1)}{piece.value}"
    is_number = all(map(_splits_number, pieces, pieces[1:]))
    is_sure = is_number or (name in PROSE and first.value[-1:] not in tuple(".?!"))
    place = _span(pieces)
    report(
        "unknown-key",
        f"`{shorten(text)}` is cut at the comma, because a comma separates values",
        pieces[1].place,
        f"put the whole text in quotes: {shorten(quoted(text))}",
        edits=(Correction(place, quoted(text)),) if is_sure else (),
    )
    return ScalarNode(first.event, first.shift, text)


def _span(pieces: Sequence[ScalarNode]) -> Place:
    """Return the place of some texts of one line, from the first to the last."""
    first, last = pieces[0].place, pieces[-1].place
    return first._replace(length=last.column + last.length - first.column)


def _splits_number(before: ScalarNode, after: ScalarNode) -> bool:
    """Return whether there is only a comma between digits and three digits more."""
    here, there = before.place, after.place
    is_tight = (here.line, here.column + here.length + 1) == there[:2]
    return is_tight and before.value[-1:].isdecimal() and bool(THOUSANDS.match(after.value))


class Misread(NamedTuple):
    """A part of a list that YAML reads in another way than its author surely meant it."""

    code: str
    text: str
    message: str
    place: Place
    hint: str
    edits: tuple[Correction, ...]


def cut_numbers(texts: Sequence[ScalarNode]) -> Iterator[Misread]:
    """Yield each number of a list in brackets that is cut at its commas.

    It can be mended if the other commas of the list show that this one separates no values.
    """
    if not any(text.value[:3].isdecimal() for text in texts[1:]):
        return
    runs: list[list[ScalarNode]] = []
    for text in texts:
        last = runs[-1] if runs else []
        is_open = len(last) == 1 or bool(last and THOUSANDS.fullmatch(last[-1].value))
        if is_open and _splits_number(last[-1], text):
            last.append(text)
        else:
            runs.append([text])
    has_spaces = any(_has_space(one[-1], other[0]) for one, other in pairwise(runs))
    for run in runs:
        if len(run) == 1:
            continue
        whole, place = ",".join(text.value for text in run), _span(run)
        message = (
            f"`{shorten(whole)}` is read as {len(run)} values, because a comma separates values"
        )
        hint, edits = f"write {quoted(whole)}", (Correction(place, quoted(whole)),)
        if has_spaces:
            yield Misread("cut-number", whole, message, place, hint, edits)
        else:
            hint += ", or put a space after the comma if these are several values"
            yield Misread("cut-number", whole, message, place, hint, ())


def _has_space(before: ScalarNode, after: ScalarNode) -> bool:
    """Return whether there is more than a comma between two texts of a line."""
    here, there = before.place, after.place
    return here.line == there.line and here.column + here.length + 1 < there.column


def joined_options(texts: Sequence[ScalarNode]) -> Misread | None:
    """Return a text with semicolons in it that is the only one of a list in brackets, or None."""
    if len(texts) != 1 or not (only := texts[0]).is_plain or ";" not in only.value:
        return None
    parts = SEMICOLONS.split(only.value)
    if not all(parts) or only.end_line != only.place.line:
        return None
    listed = ", ".join(scalar(part, FLOW_PLAIN) for part in parts)
    message = f"`{shorten(only.value)}` is read as one text, because only a comma separates values"
    hint = f"write [{shorten(listed, 200)}], or put the text in quotes if it is one answer"
    edits = (Correction(only.place, listed),) if len(parts) > 2 else ()
    return Misread("joined-options", only.value, message, only.place, hint, edits)
