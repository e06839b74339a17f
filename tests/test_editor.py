from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from quiz.editor import EditorError, command, launch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are made of a mode bit")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of programs that there are."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def program(folder: Path, name: str, text: str = "#!/bin/sh\n") -> str:
    """A program that is there; its path."""
    path = folder / name
    path.write_text(text)
    path.chmod(stat.S_IRWXU)
    return str(path)


PLUS = ["vi", "vim", "nvim", "nano", "micro", "kak", "emacs", "emacsclient", "joe", "mg", "ne"]
GOTO = ["code", "codium", "cursor", "windsurf"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *((name, ["+7", "/a/b.yaml"]) for name in PLUS),
        *((name, ["--wait", "--goto", "/a/b.yaml:7"]) for name in GOTO),
        ("subl", ["--wait", "/a/b.yaml:7"]),
        ("zed", ["--wait", "/a/b.yaml:7"]),
        ("hx", ["/a/b.yaml:7"]),
        ("helix", ["/a/b.yaml:7"]),
        ("notepad++", ["-n7", "/a/b.yaml"]),
        ("vim.basic", ["+7", "/a/b.yaml"]),
        ("Code.exe", ["--wait", "--goto", "/a/b.yaml:7"]),
        ("ed", ["/a/b.yaml"]),
        ("vimdiff", ["/a/b.yaml"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(
    folder: Path, name: str, words: list[str]
) -> None:
    path = program(folder, name)
    environment = {"EDITOR": name, "PATH": str(folder)}
    assert command(Path("/a/b.yaml"), 7, environment) == [path, *words]
    assert command(Path("/a/b.yaml"), 7, {"EDITOR": path}) == [path, *words]


def test_options_are_kept_and_none_is_given_twice(folder: Path) -> None:
    code, vim = program(folder, "code"), program(folder, "vim")
    path = {"PATH": str(folder)}
    for wait in ("-w", "--wait"):
        words = command(Path("/a"), 1, {"EDITOR": f"code {wait} -n", **path})
        assert words == [code, wait, "-n", "--goto", "/a:1"]
    words = command(Path("/a"), 1, {"EDITOR": "vim -c 'set nu' -u \"a b\"", **path})
    assert words == [vim, "-c", "set nu", "-u", "a b", "+1", "/a"]


def test_an_editor_in_a_folder_with_a_blank_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "my editors").mkdir()
    path = program(tmp_path / "my editors", "vi")
    assert command(Path("/a"), 2, {"EDITOR": f"'{path}'"}) == [path, "+2", "/a"]


def test_visual_counts_more_than_editor_and_a_blank_is_none(folder: Path) -> None:
    mg, ne = program(folder, "mg"), program(folder, "ne")
    path = {"PATH": str(folder), "EDITOR": "ne"}
    assert command(Path("/a"), 1, {"VISUAL": "mg", **path})[0] == mg
    for blank in ("", "  "):
        assert command(Path("/a"), 1, {"VISUAL": blank, **path})[0] == ne


NONE = (
    "No editor is set: put the name of yours into $VISUAL or $EDITOR, "
    "for example `export EDITOR=nano`, and start the game again."
)


def test_no_editor_is_opened_that_was_not_chosen(folder: Path) -> None:
    for name in ("nano", "vi", "notepad"):
        program(folder, name)
    with pytest.raises(EditorError) as error:
        command(Path("/a"), 3, {"PATH": str(folder)})
    assert error.value.message == NONE


@pytest.mark.parametrize("name", ["-x", "+x", "--help", "+7", "a b.yaml", "$HOME", "`x`"])
def test_no_file_name_is_an_option(
    folder: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program(folder, "vi")
    words = command(Path(name), 1, {"EDITOR": "vi", "PATH": str(folder)})
    assert words[1:] == ["+1", str(tmp_path / name)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nowhere -x", "The program 'nowhere' in $EDITOR was not found."),
        ("/no/where", "The program '/no/where' in $EDITOR was not found."),
        ("''", "The program '' in $EDITOR was not found."),
        ("vi 'x", "$EDITOR has no closing quotation mark."),
        ("\x1b[31m", "The program '\\x1b[31m' in $EDITOR was not found."),
        ("", NONE),
    ],
)
def test_where_there_is_no_editor_a_sentence_says_so(folder: Path, value: str, said: str) -> None:
    with pytest.raises(EditorError) as error:
        command(Path("/a"), 1, {"EDITOR": value, "PATH": str(folder)})
    assert error.value.message == said


def test_an_editor_is_run_to_its_end(folder: Path, tmp_path: Path) -> None:
    write = program(folder, "write", '#!/bin/sh\nsleep 0.1; echo "$@" >"$2"\n')
    assert launch([write, "+7", str(tmp_path / "file")]) == ""
    assert (tmp_path / "file").read_text() == f"+7 {tmp_path / 'file'}\n"


def test_an_editor_that_fails_is_told(folder: Path) -> None:
    fail, kill = program(folder, "fail", "#!/bin/sh\nexit 3\n"), program(folder, "no", "\x00\x01")
    assert launch([fail]) == "fail ended with an error (status 3)."
    assert launch([kill]) == "no cannot be started: Exec format error."
    assert launch([str(folder / "gone")]) == "gone cannot be started: No such file or directory."
    assert launch([fail, "a\x00b"]) == "fail cannot be started: embedded null byte."


INTERRUPTED = """
import asyncio, os, signal, sys
from quiz.editor import launch

async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, lambda: print("interrupted", flush=True))
    print(launch([sys.argv[1]]), flush=True)
    await asyncio.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(0.1)

asyncio.run(main())
"""


def test_an_interrupt_is_for_the_editor_alone(folder: Path) -> None:
    both = program(folder, "both", "#!/bin/sh\nsleep 0.2\nkill -INT $PPID\nkill -QUIT $PPID\n")
    own = program(folder, "own", "#!/bin/sh\nkill -INT $$\n")
    for path, said in ((both, ""), (own, "own ended with an error (status -2).")):
        done = subprocess.run(
            [sys.executable, "-c", INTERRUPTED, path],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        assert done.stdout == f"{said}\ninterrupted\n"
