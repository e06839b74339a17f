"""The pack author's loop: a pack in the author's editor, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from textual.app import App, SuspendNotSupported
from textual.notifications import SeverityLevel

from quiz import editor
from quiz.editor import EditorError
from quiz.errors import PackError
from quiz.packs import library
from quiz.packs.check import check
from quiz.packs.library import Found, Loaded
from quiz.packs.model import Item
from quiz.packs.pool import Pool
from quiz.text import count


class Verdict(NamedTuple):
    """What is said about a pack that was edited, and how serious it is."""

    sentence: str
    severity: SeverityLevel


def place(packs: Sequence[Loaded], item: Item | None) -> tuple[Loaded, int]:
    """Which of these packs to edit, and at which line, counted from 1.

    That is where the item is written now or, without one or in a pack that cannot be played as it
    is now, where the pack's first error is.
    """
    if item is None:
        (pack,) = packs
        return pack, 1 if pack.pack else _first_error(pack.path)
    homes = [pack for pack in packs if _find(pack, item.uid) == item] or packs
    home = min(homes, key=lambda pack: pack.built_in)
    as_it_is = fresh(home)
    if as_it_is.pack is None:
        return home, _first_error(home.path)
    now = _find(as_it_is, item.uid)
    return home, now.line if now else item.line


def fresh(pack: Loaded) -> Loaded:
    """A pack as its file is now; the same value if nothing has changed."""
    if pack.path == Path():
        return pack
    loaded = library.load(Found(pack.name, pack.path, pack.built_in))
    return pack if loaded.stamp == pack.stamp else loaded


def edit(app: App[None], file: Path, line: int) -> str:
    """Open a file in the editor, for which the app stands aside; a sentence if that failed."""
    if not os.path.isfile(file):
        return f"{file.name} cannot be edited: there is no such file any more."
    if not os.access(file, os.W_OK):
        return f"{file.name} cannot be edited: it is read-only here."
    try:
        command = editor.command(file, line)
        with app.suspend():
            trouble = editor.launch(command)
    except EditorError as error:
        return error.message
    except SuspendNotSupported:
        return "No editor can be opened from here: the game has no terminal of its own."
    return trouble


def verdict(pack: Loaded) -> Verdict:
    """What checking a pack's file has to say: its first problem, errors before warnings."""
    checked = check(pack.path)
    problem = min(checked.diagnostics, key=lambda found: found.severity, default=None)
    if problem is None:
        questions = count(checked.items, "question")
        return Verdict(f"{pack.name}: {questions}, no problems", "information")
    sentence = problem.heading(pack.path.name)
    if problem.severity == "error" and problem.hint:
        sentence += f"; {problem.hint}"
    if more := len(checked.diagnostics) - 1:
        sentence += f" … and {more:,} more"
    return Verdict(sentence, problem.severity)


def _first_error(file: Path) -> int:
    errors = (found.place for found in check(file).diagnostics if found.severity == "error")
    return next((place.line + 1 for place in errors if place), 1)


def _find(pack: Loaded, uid: str) -> Item | None:
    """The item of a pack that has this uid."""
    if pack.pack is None:
        return None
    pool = Pool([pack.pack.items])
    try:
        return pool.item(uid)
    except (KeyError, PackError):
        return None
