"""The architecture: which package may import which, and what a command loads."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "quiz"

LAYERS = (
    ("quiz.__main__", "quiz.cli"),
    ("quiz.commands",),
    ("quiz.tui", "quiz.plain"),
    ("quiz.race",),
    ("quiz.session", "quiz.record"),
    ("quiz.scores", "quiz.formats"),
    ("quiz.game",),
    ("quiz.packs",),
    ("quiz.settings", "quiz.progress", "quiz.editor"),
    ("quiz.paths", "quiz.text", "quiz.digest", "quiz.extras"),
    ("quiz.errors",),
    ("quiz",),
)
"""The packages from top to bottom; those of one row must not import each other."""

EXCEPTIONS = {("quiz.__main__", "quiz.cli")}

OTHERS_DATABASES = {"quiz.formats.apkg"}
"""Formats of which a file is itself an SQLite database, so that no one else can read it."""

HARMLESS = "import __future__, hashlib, _blake2, typing, re, itertools, unicodedata"
SOURCES = ("time", "datetime", "random", "secrets", "uuid", "sqlite3", "yaml", "json", "csv")
HANDS = ("socket", "subprocess", "tempfile", "shutil", "pathlib", "threading", "asyncio", "ssl")


@lru_cache
def modules() -> dict[str, Path]:
    """Return the path of every module of the program by its name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules() else node.module


def package(module: str) -> str:
    """Return the package of a module: the longest name in LAYERS that it begins with."""
    names = [name for row in LAYERS for name in row if f"{module}.".startswith(f"{name}.")]
    return max(names, key=len)


def layer(name: str) -> int:
    return next(number for number, row in enumerate(LAYERS) if name in row)


@lru_cache
def loaded(code: str) -> frozenset[str]:
    """Return the modules that a new Python process has loaded after running this code."""
    tail = "; import sys; print(' '.join(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code + tail],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return frozenset(result.stdout.split())


def test_every_module_belongs_to_a_layer() -> None:
    strays = {name for name in modules() if package(name) == "quiz"} - {"quiz"}
    assert strays == set(), "say in LAYERS where they belong"


@pytest.mark.parametrize("module", modules())
def test_a_package_uses_only_what_stands_below_it(module: str) -> None:
    own = package(module)
    for name in imports(modules()[module]):
        if name.split(".")[0] != "quiz" or package(name) in (own, "quiz"):
            continue
        allowed = layer(package(name)) > layer(own) or (own, package(name)) in EXCEPTIONS
        assert allowed, f"{module} imports {name}"


def test_below_the_screens_nothing_loads_textual() -> None:
    below = [name for name in modules() if package(name) not in ("quiz.tui", "quiz.__main__")]
    assert len(below) > 20
    for kind in ("textual", "rich"):
        assert kind not in loaded(f"import {', '.join(below)}")
    assert "textual" in loaded("import quiz.tui.app")


def users(library: str) -> set[str]:
    """The modules that import a library."""
    return {
        module
        for module, path in modules().items()
        if any(name.split(".")[0] == library for name in imports(path))
    }


def test_only_packs_know_yaml_and_only_scores_and_compiled_copies_know_sql() -> None:
    assert {package(module) for module in users("yaml")} == {"quiz.packs"}
    others = {module for module in users("sqlite3") if package(module) != "quiz.scores"}
    assert others == {"quiz.packs.compiled", *OTHERS_DATABASES}


def test_without_its_package_a_library_is_not_loaded() -> None:
    others = [name for name in modules() if layer(package(name)) > layer("quiz.packs")]
    assert loaded(f"import {', '.join(others)}").isdisjoint({"yaml", "sqlite3"})
    assert "sqlite3" not in loaded("import quiz.game.result, quiz.packs.library")
    assert "yaml" not in loaded("import quiz.session")


@pytest.mark.parametrize("module", [name for name in modules() if package(name) == "quiz.game"])
def test_the_rules_know_no_clock_no_disk_and_no_chance(module: str) -> None:
    own = loaded(f"{HARMLESS}; import {module}") - loaded(HARMLESS)
    assert own.isdisjoint((*SOURCES, *HANDS))
    assert {name for name in own if not name.startswith("quiz")} == set()
    named = set(imports(modules()[module]))
    assert named.isdisjoint((*SOURCES, *HANDS, "os", "io", "sys"))


@pytest.mark.parametrize("module", [name for name in modules() if package(name) == "quiz.game"])
def test_the_rules_open_and_print_nothing(module: str) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(modules()[module].read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called.isdisjoint({"open", "print", "input", "exec", "eval", "__import__"})


RUN = """
import json, runpy, sys
place, *sys.argv[1:] = sys.argv[1:]
try:
    runpy.run_module("quiz", run_name="__main__", alter_sys=True)
except SystemExit as end:
    status = end.code
finally:
    with open(place, "w") as file:
        json.dump([status, sorted(sys.modules)], file)
"""


def run(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """Return the exit status of a command, and the modules that it loaded."""
    place = folder / "modules.json"
    subprocess.run(
        [sys.executable, "-c", RUN, str(place), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUIZ_HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=600,
    )
    status, names = json.loads(place.read_text())
    return status, set(names)


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["--version"], {"argparse", "quiz.cli", "sqlite3", "yaml", "platformdirs"}),
        (["check"], {"sqlite3"}),
        (["packs"], set()),
        (["show", "cast"], set()),
        (["update"], {"sqlite3"}),
        (["play", "--plain"], {"asyncio"}),
        (["scores"], {"yaml"}),
        (["scores", "--json"], {"yaml"}),
        (["stats"], {"yaml"}),
        (["stats", "--items", "cast"], set()),
        (["stats", "--flags"], set()),
    ],
)
def test_a_command_that_draws_nothing_loads_no_screens(
    arguments: list[str], spared: set[str], tmp_path: Path
) -> None:
    status, names = run(tmp_path, *arguments)
    assert status == 0
    assert names.isdisjoint({"textual", "rich", "quiz.tui", *spared})


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5 matches possessive groups wrongly: https://github.com/python/cpython/issues/106052."""
    group = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not group.search(node.value), f"{path.name}:{node.lineno}"
