"""The commands of a pack's author: new, check, schema."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.packs.check import check, load
from quiz.packs.codes import ADVICE, ERRORS

ROOT = Path(__file__).parents[1]
BAD = """title: Bad
questions:
  - question: Which river 한강 flows through Seoul?
    awnser: The Han
    wrong: [The Geum, B]
  - {question: Who?, answer: Ann, wrong: [Bob, 8], explanation: E}
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestNew:
    def test_the_pack_passes_and_plays(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["new", "rivers-of-asia"]) == 0
        assert "quiz play rivers-of-asia.yaml" in capsys.readouterr().out
        path = Path("rivers-of-asia.yaml")
        assert check(path).diagnostics == []
        pack = load(path)
        assert pack.title == "Rivers of asia"
        assert len(pack.items) == 5

    @pytest.mark.parametrize("name", ["yes", "{a}", "#1", "7", "É 한", "x.yml", "X.YAML", "don't"])
    def test_whatever_its_name(self, name: str) -> None:
        assert main(["new", "--", name]) == 0
        (path,) = Path().iterdir()
        assert path.suffix.lower() in (".yaml", ".yml")
        assert check(path).diagnostics == []

    def test_what_is_there_stays(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("a.yaml").write_text("mine")
        assert main(["new", "a"]) == 2
        assert "a.yaml already exists." in capsys.readouterr().err
        assert Path("a.yaml").read_text() == "mine"

    def test_where_it_cannot_be_written(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["new", "no/such/folder/a"]) == 1
        assert "cannot be written" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "name",
        ["", ".", "/", "..", "sub/", "con", "a:b", ".hidden", "-x", "a\0b", "\udcff", "a" * 300],
    )
    def test_a_name_that_no_pack_can_have(
        self, name: str, home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["new", "--", name]) == 2
        assert "cannot be the name of a pack" in capsys.readouterr().err
        assert list(home.iterdir()) == []

    def test_a_name_that_is_known(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["new", "plot"]) == 0
        assert "A built-in pack has this name too: `quiz play plot`" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["My Rivers", "don't", "$HOME", "-d/x", "plain"])
    def test_the_commands_that_it_tells_can_be_copied(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("-d").mkdir()
        assert main(["new", "--", name]) == 0
        told = re.search("Try `(.*)` and `quiz play", capsys.readouterr().out)
        assert told
        assert main(shlex.split(told[1])[1:]) == 0

    def test_from_a_list_of_questions(self) -> None:
        stems = "1. What is it?\n\n- Who was: that, #1?\n* Where\r\n2) No\n"
        Path("stems.txt").write_text(stems)
        assert main(["new", "more", "--from", "stems.txt"]) == 0
        pack = load(Path("more.yaml"))
        assert [item.stem for item in pack.items] == [
            "What is it?", "Who was: that, #1?", "Where", "No",
        ]  # fmt: skip
        found = check(Path("more.yaml")).diagnostics
        assert [d.code for d in found if d.code != "no-explanation"] == ["to-do"] * 4

    def test_from_a_table(self) -> None:
        Path("t.csv").write_text("question,answer,wrong 1,wrong 2\nWho?,Ann,Bob,Cy\n")
        assert main(["new", "more", "--from", "t.csv"]) == 0
        (item,) = load(Path("more.yaml")).items
        assert (item.stem, item.key, item.distractors) == ("Who?", "Ann", ("Bob", "Cy"))

    @pytest.mark.parametrize(
        ("row", "key", "wrong"),
        [
            (",,", "TODO: the right answer", ("TODO: a wrong answer", "TODO: another one")),
            (",Ann,", "Ann", ("TODO: a wrong answer", "TODO: another one")),
            (",,Bob", "TODO: the right answer", ("Bob",)),
        ],
    )
    def test_from_half_a_row(self, row: str, key: str, wrong: tuple[str, ...]) -> None:
        Path("t.csv").write_text(f"question,answer,wrong 1\nWho?{row}\n")
        assert main(["new", "more", "--from", "t.csv"]) == 0
        (item,) = load(Path("more.yaml")).items
        assert (item.stem, item.key, item.distractors) == ("Who?", key, wrong)

    def test_what_cannot_be_used_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("t.csv").write_text("question,answer,wrong 1\nWho?,Ann,Bob\n,x,y\nWho?,Ann,Cy\n")
        assert main(["new", "more", "--from", "t.csv"]) == 1
        assert capsys.readouterr().err == (
            "t.csv:3: left out: a row of answers without a question\n"
            "t.csv:4: left out: the same question as in line 2: `Who?`\n"
        )
        assert len(load(Path("more.yaml")).items) == 1

    def test_from_a_table_of_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("t.csv").write_text("question,answer\n,x\n")
        assert main(["new", "more", "--from", "t.csv"]) == 2
        assert capsys.readouterr().err == (
            "t.csv:2: left out: a row of answers without a question\n"
            "quiz: t.csv contains no questions.\n"
        )

    @pytest.mark.parametrize(
        ("file", "content", "why"),
        [
            ("t.csv", "Who?,Ann,Bob\nWhere?,Here,There\n", "question, answer, wrong 1"),
            ("p.txt", BAD, "t: this is a pack already"),
            ("b.txt", "a\0b", "t: this is not a text file"),
        ],
    )
    def test_from_what_is_no_list(
        self, file: str, content: str, why: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path(file).write_text(content, encoding="utf-8")
        assert main(["new", "more", "--from", file]) == 1
        err = capsys.readouterr().err
        assert err.startswith(f"quiz: {file}: ")
        assert why in err
        assert not Path("more.yaml").exists()

    @pytest.mark.parametrize(
        ("source", "status", "why"),
        [
            ("missing.txt", 1, "missing.txt: there is no such file\n"),
            (".", 2, ". is a folder.\n      --from takes a file with a list or a table\n"),
            ("https://a.b/c", 2, "https://a.b/c is an address, not a file.\n      download it"),
        ],
    )
    def test_from_no_file(
        self, source: str, status: int, why: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["new", "more", "--from", source]) == status
        assert f"quiz: {why}" in capsys.readouterr().err

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe"])
    def test_from_nothing(self, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        Path("stems.txt").write_bytes(content)
        assert main(["new", "more", "--from", "stems.txt"]) == 2
        assert "contains no questions" in capsys.readouterr().err
        assert not Path("more.yaml").exists()


class TestCheck:
    @pytest.mark.parametrize("code", sorted({*ERRORS, *ADVICE}))
    def test_every_code_is_explained(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--explain", code]) == 0
        out = capsys.readouterr().out
        assert out.startswith(f"{code} (")
        assert all(len(line) <= 88 for line in out.splitlines())

    def test_a_code_is_explained_as_it_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--explain", "warning[LONG-key]: "]) == 0
        assert "allow: [long-key]" in capsys.readouterr().out

    def test_an_unknown_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--explain", "long-kye"]) == 2
        assert "did you mean long-key" in capsys.readouterr().err

    def test_for_github(self, capsys: pytest.CaptureFixture[str]) -> None:
        name = "100%, a:b.yaml"
        Path(name).write_text(BAD, encoding="utf-8")
        assert main(["check", name, "--format", "github"]) == 1
        error, warning = capsys.readouterr().out.splitlines()
        assert error == (
            "::error file=100%25%2C a%3Ab.yaml,title=unknown-key,line=4,col=5,endColumn=11"
            "::unknown key `awnser` in this question%0Adid you mean answer?"
        )
        assert warning.startswith("::warning ")

    def test_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("bad.yaml").write_text(BAD, encoding="utf-8")
        assert main(["check", "bad.yaml", "--format", "json"]) == 1
        error, warning = json.loads(capsys.readouterr().out)
        assert (error["line"], error["column"], error["code"]) == (4, 5, "unknown-key")
        assert (warning["severity"], warning["code"]) == ("warning", "odd-option")

    def test_advice_alone_is_no_problem(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("a.yaml").write_text(BAD.replace("awnser", "answer"), encoding="utf-8")
        assert main(["check", "a.yaml"]) == 0
        captured = capsys.readouterr()
        assert captured.out.endswith("\n1 pack, 2 questions: 0 errors, 2 warnings (a.yaml)\n")
        assert "warning[odd-option]" in captured.out
        assert captured.err == ""

    def test_fix_shows_what_it_changes(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("bad.yaml").write_text(BAD, encoding="utf-8")
        Path("bad.yaml").chmod(0o640)
        Path("link.yaml").symlink_to("bad.yaml")
        assert main(["check", "bad.yaml"]) == 1
        assert capsys.readouterr().out.endswith("`quiz check --fix` mends 1 of them.\n")
        assert main(["check", "--fix", "link.yaml"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("--- link.yaml as it was\n+++ link.yaml as it is now\n")
        assert "\n-    awnser: The Han\n+    answer: The Han\n" in out
        mended = BAD.replace("awnser", "answer")
        assert Path("bad.yaml").read_text(encoding="utf-8") == mended
        assert Path("link.yaml").is_symlink()
        assert Path("bad.yaml").stat().st_mode & 0o777 == 0o640
        assert main(["check", "--fix", "bad.yaml", "--format", "json"]) == 0
        json.loads(capsys.readouterr().out)
        assert Path("bad.yaml").read_text(encoding="utf-8") == mended

    @pytest.mark.parametrize("more", [[], ["--watch", "a.yaml"]])
    def test_fix_needs_files(self, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--fix", *more]) == 2
        assert "--fix" in capsys.readouterr().err

    def test_a_hint_that_can_be_followed_is_told_to_programs(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("bad.yaml").write_text(BAD, encoding="utf-8")
        main(["check", "bad.yaml", "--format", "json"])
        error, warning = json.loads(capsys.readouterr().out)
        assert error["edits"] == [{"line": 4, "column": 5, "length": 6, "text": "answer"}]
        assert warning["edits"] == []

    @pytest.mark.parametrize(
        ("name", "content", "title"),
        [
            ("a.gift", "::Q1:: Who? {=Ann ~Bob}\n", "Moodle GIFT"),
            ("b.txt", "Who?\nA. Ann\nB. Bob\nANSWER: A\n", "Aiken"),
        ],
    )
    def test_a_file_of_another_program(
        self, name: str, content: str, title: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path(name).write_text(content, encoding="utf-8")
        assert main(["check", name]) == 1
        out = capsys.readouterr().out
        assert f"{name}: error[not-a-pack]: this is not a pack but a file of {title}\n" in out
        hint = re.search("`quiz (import .*)`", out)
        assert hint
        assert main(hint[1].split()) == 0

    def test_a_pack_of_another_ending(self) -> None:
        Path("a.txt").write_text(BAD.replace("awnser", "answer"), encoding="utf-8")
        assert main(["check", "a.txt"]) == 0

    def test_questions_that_two_packs_share(self, capsys: pytest.CaptureFixture[str]) -> None:
        content = BAD.replace("awnser", "answer").replace("[Bob, 8]", "[Bob]")
        Path("a.yaml").write_text(f"allow: [no-explanation]\n{content}", encoding="utf-8")
        Path("b.yaml").write_text(f"allow: [no-explanation]\n\n{content}", encoding="utf-8")
        assert main(["check", "a.yaml", "b.yaml"]) == 0
        assert capsys.readouterr().out == (
            "b.yaml:5:1: warning[shared-questions]: 2 questions are in a.yaml too, such as that of"
            " line 4\n    = remove them from one of the two packs, or `allow: [shared-questions]`\n"
            "2 packs, 4 questions: 0 errors, 1 warning (a.yaml, b.yaml)\n"
        )
        allow = "allow: [no-explanation, shared-questions]\n"
        Path("b.yaml").write_text(allow + content, encoding="utf-8")
        assert main(["check", "a.yaml", "b.yaml", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == []

    def test_a_pipe_gets_no_colours(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("bad.yaml").write_text(BAD, encoding="utf-8")
        main(["check", "bad.yaml"])
        assert "\x1b" not in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["json", "github"])
    def test_watching_is_for_a_person(self, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--watch", "--format", form]) == 2
        assert "--watch" in capsys.readouterr().err


@contextmanager
def watching(path: Path, out: Path) -> Iterator[None]:
    """Watch a path, with what is told in a file, and end that as a player would."""
    with open(out, "w") as stream:
        watch = subprocess.Popen(
            [sys.executable, "-m", "quiz", "check", "--watch", str(path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=stream,
            stderr=stream,
        )
    try:
        yield
    finally:
        watch.send_signal(signal.SIGINT)
        assert watch.wait(20) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_watched_folder_is_told_of_as_a_whole(home: Path) -> None:
    folder, out = home / "packs", home / "out"
    folder.mkdir(exist_ok=True)
    bad, good = folder / "bad.yaml", folder / "good.yaml"
    bad.write_text(BAD, encoding="utf-8")
    with watching(folder, out):
        wait(out, "1 pack, 2 questions: 1 error")
        good.write_text(BAD.replace("awnser", "answer"), encoding="utf-8")
        wait(out, "2 packs, 4 questions: 1 error")
        bad.unlink()
        wait(out, "1 pack, 2 questions: 0 errors")
        good.unlink()
        wait(out, "0 packs")
    assert f"{bad} was removed" in out.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_watched_pack_is_checked_again_after_each_save(home: Path) -> None:
    path = home / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    out = home / "out"
    with watching(path, out):
        wait(out, "1 error")
        path.write_text(BAD.replace("awnser", "answer"), encoding="utf-8")
        wait(out, "0 errors")
        path.unlink()
        wait(out, "unreadable")
    assert "Traceback" not in out.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
@pytest.mark.parametrize(
    ("more", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals(home: Path, more: dict[str, str], coloured: bool) -> None:
    path = home / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    ours, theirs = os.openpty()
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-m", "quiz", "check", str(path)],
        env={**plain, "TERM": "xterm", "PYTHONPATH": str(ROOT), **more},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    os.close(theirs)
    report = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "unknown-key" in report
    assert ("\x1b[1;31m" in report) == coloured


def wait(file: Path, words: str) -> None:
    for _ in range(400):
        if words in file.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"{words!r} did not come:\n{file.read_text()}")


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["required"] == ["title"]
