from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.cli import COMMANDS
from tests.diagram import BLOCK, PAGE, diagram

ROOT = PAGE.parent
TEXT = PAGE.read_text(encoding="utf-8")
TREE = re.search(r"```text\n(quiz/.*?)```", TEXT, re.DOTALL)
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))
NOT_MAPPED = {"__init__.py"}


def mapped() -> list[str]:
    """Return every file and folder that the tree names, by its path."""
    assert TREE
    found: list[str] = []
    folders: dict[int, str] = {}
    for line in TREE[1].splitlines():
        indent = len(line) - len(line.lstrip())
        above = next((folders[n] for n in sorted(folders, reverse=True) if n < indent), "")
        names = re.match(r"(?:[\w/]+(?:\.py|/) ?)+", line.strip())
        assert names, line
        for name in names[0].split():
            found.append(above + name)
            if name.endswith("/"):
                folders = {n: folder for n, folder in folders.items() if n < indent}
                folders[indent] = above + name
    return found


def test_every_file_of_the_map_is_there() -> None:
    assert len(mapped()) > 40
    assert [path for path in mapped() if not (ROOT / path).exists()] == []


def test_every_module_is_on_the_map() -> None:
    """Those of commands, formats and the screens are named by their folder."""
    known = set(mapped())
    folders = ("quiz/commands/", "quiz/formats/", "quiz/tui/")
    for file in (ROOT / "quiz").rglob("*.py"):
        path = file.relative_to(ROOT).as_posix()
        if file.name not in NOT_MAPPED and not path.startswith(folders):
            assert path in known


def test_every_path_in_the_text_is_there() -> None:
    paths = re.findall(r"`((?:quiz|tests|questions|\.ci)/[\w/.-]*)`", TEXT)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_name_in_the_text_is_in_the_file_beside_it() -> None:
    for name, path in re.findall(r"`(\w+)`(?: of| in|, `\w+` in) `(quiz/[\w/]+\.py)`", TEXT):
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), name


def test_the_diagram_is_made_from_the_table() -> None:
    block = BLOCK.search(TEXT)
    assert block
    assert block[0] == diagram(), "python -m tests.diagram renews it"


@pytest.mark.parametrize(
    "command", re.findall(r"^\.venv/bin/(.+?)(?: +#.*)?$", SHELL, re.MULTILINE)
)
def test_every_command_is_one_that_can_be_given(command: str) -> None:
    program, *words = shlex.split(command)
    if program == "quiz":
        assert not words or words[0] in COMMANDS
        return
    module = words[1]
    if module == "pytest":
        paths = [word for word in words if word.startswith("tests/")]
        if paths:  # collecting all of them would take too long
            words += ["--collect-only", "-q", "-n", "0"]
            subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)
    elif module.startswith("tests."):
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists()
    else:
        assert module in ("pip", "mypy", "ruff")


def test_the_script_for_everything_is_there() -> None:
    assert ".ci/run" in SHELL
    assert Path(ROOT, ".ci", "run").is_file()
