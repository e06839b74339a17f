"""One name means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

PROTOCOLS = {
    "quiz/commands/": {"HELP"},
    "quiz/formats/": {"TITLE", "ENDINGS", "HEADINGS", "LAYOUT", "SECONDS"},
}
"""What each module of a folder declares for itself."""


def names(path: Path) -> Iterator[str]:
    """Yield the public classes, constants and type aliases that a module defines."""
    for node in ast.parse(path.read_bytes()).body:
        found: list[str] = []
        if isinstance(node, ast.ClassDef):
            found = [node.name]
        elif isinstance(node, ast.Assign):
            found = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found = [node.target.id]
        yield from (name for name in found if name[:1].isupper() and name != "TYPE_CHECKING")


def test_no_name_is_defined_in_two_modules() -> None:
    defined: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "quiz").rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        shared = {n for folder, own in PROTOCOLS.items() if path.startswith(folder) for n in own}
        for name in names(file):
            if name not in shared:
                defined[name].append(path)
    assert {name: files for name, files in defined.items() if len(files) > 1} == {}


def test_no_name_shadows_a_standard_type() -> None:
    standard = {"Mapping", "Sequence", "Iterator", "Iterable", "Path", "Any", "Callable"}
    for file in sorted((ROOT / "quiz").rglob("*.py")):
        assert standard.isdisjoint(names(file)), file
