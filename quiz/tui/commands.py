"""The commands of a screen: a binding declared once gives footer, palette, help and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Literal, NamedTuple, TypeAlias

from textual.binding import Binding
from textual.screen import Screen

KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "backspace": "Backspace",
}
"""Keys by the names that are printed on keyboards."""

Purpose: TypeAlias = Literal["PLAY", "MOVE", "LEAVE"]

LEAVING = frozenset({"leave", "back", "quit", "home", "cancel", "suspend", "no", "close"})
MOVING = frozenset(
    {"up", "down", "left", "right", "line_up", "line_down", "page_up", "page_down", "choose"}
)
"""How the ids of commands end that leave something, and of those that move within a screen."""


class Command(NamedTuple):
    """Something that a player can do now: its binding, its keys, and what does it."""

    binding: Binding
    keys: tuple[str, ...]
    run: Callable[[], Any]

    @property
    def name(self) -> str:
        """What the command does, in words."""
        return self.binding.tooltip or self.binding.description

    @property
    def purpose(self) -> Purpose:
        """What the command is for."""
        last = str(self.binding.id).rpartition(".")[2]
        return "LEAVE" if last in LEAVING else "MOVE" if last in MOVING else "PLAY"


def commands(screen: Screen[Any]) -> Iterator[Command]:
    """Yield what can be done on a screen now, each once."""
    found: dict[str, Command] = {}
    for namespace, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.id:
            run = partial(screen.app.run_action, binding.action, namespace)
            new = Command(binding, (), run)
            old = found.get(new.name, new)
            key = key_name(binding.key)
            known = key.casefold() in map(str.casefold, old.keys)  # a and A are one key
            found[new.name] = old if known else old._replace(keys=(*old.keys, key))
    yield from found.values()


def declared() -> Iterator[Binding]:
    """Yield every command of the game, by the bindings that its screens and widgets declare."""
    from importlib import import_module
    from pkgutil import iter_modules

    from quiz.tui import app, screens, widgets

    known: set[str] = set()
    for package in (screens, widgets):
        for found in iter_modules(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            for owner in (app.QuizApp, *vars(module).values()):
                for binding in getattr(owner, "BINDINGS", ()):
                    if isinstance(binding, Binding) and binding.id and binding.id not in known:
                        known.add(binding.id)
                        yield binding


def key_name(key: str) -> str:
    """Return the name of a key."""
    *modifiers, last = key.split("+")
    name = KEY_NAMES.get(last, last.upper() if len(last) > 1 or modifiers else last)
    return "+".join([*(part.title() for part in modifiers), name])
