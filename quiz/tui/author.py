"""Editing packs: opening one in the author's editor, and checking it afterwards."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported
from textual.notifications import SeverityLevel

from quiz import editor
from quiz.editor import EditorError
from quiz.packs import library
from quiz.packs.check import check
from quiz.packs.library import Found, Loaded
from quiz.packs.model import Item
from quiz.text import count


def locate(packs: Sequence[Loaded], item: Item | None) -> tuple[Loaded, int]:
    """Return the pack to edit, and the line to open, counted from 1.

    That is the line of the item in its file as it is now. Without an item, or if the pack has
    errors now, it is the line of the first error. If several packs have the item, a pack that is
    not built in is preferred.
    """
    if item is None:
        (pack,) = packs
        return pack, 1 if pack.pack else _first_error(pack.path)
    homes = [pack for pack in packs if library.find_item(pack, item.uid) == item] or packs
    home = min(homes, key=lambda pack: pack.built_in)
    now = library.load(Found(home.name, home.path, home.built_in))
    if now.pack is None:
        return home, _first_error(home.path)
    return home, (library.find_item(now, item.uid) or item).line


def edit(app: App[None], file: Path, line: int) -> str:
    """Open a file in the editor while the app is suspended.

    Return an empty text, or a sentence that says what went wrong.
    """
    if not os.path.isfile(file):
        return f"{file.name} cannot be edited: the file no longer exists."
    if not os.access(file, os.W_OK):
        return f"{file.name} cannot be edited: the file is read-only."
    try:
        command = editor.command(file, line)
        with app.suspend():
            trouble = editor.launch(command)
    except EditorError as error:
        return error.message
    except SuspendNotSupported:
        return "No editor can be opened: the game cannot leave this terminal."
    return trouble


def check_result(pack: Loaded) -> tuple[str, SeverityLevel]:
    """Return the most severe problem of a pack's file as a sentence, and its severity."""
    checked = check(pack.path)
    problem = min(checked.diagnostics, key=lambda found: found.severity, default=None)
    if problem is None:
        return f"{pack.name}: {count(checked.items, 'question')}, no problems", "information"
    sentence = problem.heading(pack.path.name)
    if problem.severity == "error" and problem.hint:
        sentence += f"; {problem.hint}"
    if more := len(checked.diagnostics) - 1:
        sentence += f" … and {more:,} more"
    return sentence, problem.severity


def _first_error(file: Path) -> int:
    errors = (found.place for found in check(file).diagnostics if found.severity == "error")
    return next((place.line + 1 for place in errors if place), 1)
