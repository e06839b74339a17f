"""Completion of commands in a shell, and what to do where a library for it is missing."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.cli import COMMANDS, SHELLS, main
from quiz.extras import install_command

Output = pytest.CaptureFixture[str]

COMPLETE = """
source "$1"; shift
COMP_WORDS=(quiz "$@") COMP_CWORD=$# COMP_LINE="quiz $*" COMP_POINT=1000
_shtab_quiz quiz "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_names_every_command(shell: str, capsys: Output) -> None:
    pytest.importorskip("shtab")
    assert main(["--completion", shell]) == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)
    assert "difficulty" in out


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["sh"], {"show"}),
        (["show", "--c"], {"--card"}),
        (["check", "--format", "g"], {"github"}),
        (["check", "riv"], {"rivers.yaml"}),
        (["show", "riv"], {"rivers.yaml"}),
        (["--comp"], {"--completion"}),
    ],
)
def test_bash_completes(words: list[str], found: set[str], tmp_path: Path, capsys: Output) -> None:
    pytest.importorskip("shtab")
    main(["--completion", "bash"])
    (tmp_path / "completion").write_text(capsys.readouterr().out)
    (tmp_path / "rivers.yaml").touch()
    done = subprocess.run(
        ["bash", "-c", COMPLETE, "bash", "./completion", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert set(done.stdout.split()) == found


def test_another_shell_is_wrong_usage(capsys: Output) -> None:
    assert main(["--completion", "tcsh"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err


def test_without_its_library_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["--completion", "fish"]) == 1
    assert capsys.readouterr().err == (
        "quiz: Completion needs shtab, which is not installed.\n"
        f"      install it: {install_command('completion')}\n"
    )


def test_the_command_installs_for_this_python() -> None:
    words = shlex.split(install_command("xlsx"))
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert any("openpyxl" in word or word.endswith("[xlsx]") for word in words[4:])


@pytest.mark.slow
def test_the_command_works() -> None:
    words = shlex.split(install_command("xlsx"))
    subprocess.run([*words, "--dry-run", "--quiet"], capture_output=True, check=True)
