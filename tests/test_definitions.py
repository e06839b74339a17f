"""What other repositories use to check their packs: a GitHub action and a pre-commit hook."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.cli import main

ROOT = Path(__file__).parents[1]
GOOD = "title: Good\nquestions:\n  - {question: One?, answer: a, wrong: [b, c]}\n"
BAD = GOOD.replace("answer", "awnser")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two packs, one of which is bad."""
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    folder = tmp_path / "repository"
    (folder / "packs").mkdir(parents=True)
    (folder / "packs" / "good.yaml").write_text(GOOD)
    (folder / "packs" / "bad one.yaml").write_text(BAD)
    monkeypatch.chdir(folder)
    return folder


def definition(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_hook_checks_the_files_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    (hook,) = definition(".pre-commit-hooks.yaml")
    program, *words = shlex.split(hook["entry"])
    assert program == "quiz"
    assert main([*words, "packs/good.yaml"]) == 0
    assert main([*words, "packs/good.yaml", "packs/bad one.yaml"]) == 1
    captured = capsys.readouterr()
    assert "bad one.yaml:3:22: error[unknown-key]" in captured.out + captured.err
    exclude = re.compile(hook["exclude"])
    assert exclude.search(".github/dependabot.yml")
    assert not exclude.search("packs/good.yaml")


def run(step: dict[str, Any], programs: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does, with the `python` of a folder of programs."""
    variables = {
        "GITHUB_ACTION_PATH": str(ROOT),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        **more,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script as a program")
@pytest.mark.parametrize(
    ("paths", "status"),
    [("packs", 1), ("packs/good.yaml", 0), ("packs/g*.yaml", 0), ("packs/*.yaml plot", 1)],
)
def test_the_action_marks_the_lines(paths: str, status: int, repository: Path) -> None:
    action = definition("action.yml")
    assert action["inputs"].keys() == {"paths"}
    check = action["runs"]["steps"][-1]
    assert check["env"] == {"PATHS": "${{ inputs.paths }}"}
    program = repository.parent / "programs" / "python"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    program.chmod(0o755)
    done = run(check, program.parent, PATHS=paths, PYTHONPATH=str(ROOT))
    assert done.returncode == status, done.stderr
    marked = "::error file=packs/bad one.yaml,title=unknown-key,line=3,col=22" in done.stdout
    assert marked == bool(status)


@pytest.mark.slow
def test_the_action_installs_what_it_runs(repository: Path) -> None:
    place = repository.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    *_, install, check = definition("action.yml")["runs"]["steps"]
    installed = run(install, programs)
    assert installed.returncode == 0, installed.stderr
    done = run(check, programs, PATHS="packs")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=packs/bad one.yaml")
