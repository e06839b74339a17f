from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from quiz import __version__, paths
from quiz.__main__ import main as entry
from quiz.cli import COMMANDS, main
from quiz.game.deck import Selection
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.scores.store import Store
from quiz.session import begin

GOOD = "title: Good\nquestions:\n  - {question: One?, answer: a, wrong: [b, c]}\n"
BAD = "title: Bad\nquestions:\n  - {question: One?, awnser: a, wrong: [b, b]}\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("QUIZ_HOME", str(folder))
    return folder


def played() -> None:
    """A round of three answers in the player's store."""
    store = Store(paths.scores())
    packs = library.load_all()
    selection = Selection(tuple(pack.name for pack in packs), seed="1")
    session = begin(packs, CLASSIC, selection, ("=Ann",), store, clock=lambda: 0.0)
    for _ in range(3):
        session.do(session.event("answer", session.game.card.key))
        session.do(session.event("advance"))
    store.close()


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_version(
    flag: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["quiz", flag])
    assert entry() == 0
    assert capsys.readouterr().out == f"quiz {__version__}\n"
    with pytest.raises(SystemExit) as ended:
        main([flag])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"quiz {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


def test_an_unknown_command_is_wrong_usage_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plya"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "quiz: There is no command 'plya'.\n      did you mean play?\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["play", "polt"], "did you mean plot?"),
        (["play", "no-such.yaml"], "There is no pack 'no-such.yaml'"),
        (["play", "plot.yaml"], "did you mean plot?"),
        (["play", "--category", "cats"], "did you mean Cast?"),
        (["play", "--difficulty", "eazy"], "easy, medium or hard"),
        (["play", "cast", "--category", "Cast", "--difficulty", "hrd"], "easy, medium or hard"),
        (["play", "--challenge", "2DR8", "--seed", "x"], "Leave these options out"),
        (["play", "--challenge", "2DR8", "--count", "5"], "Leave these options out"),
        (["play", "--challenge", "2DR8"], "not a challenge code"),
        ([], "need a terminal"),
    ],
)
def test_a_round_that_cannot_be_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert len(captured.err.splitlines()) <= 2


@pytest.mark.parametrize("count", ["0", "-1", "ten", "1001", "1.5"])
def test_a_count_that_is_none_is_wrong_usage(
    count: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", f"--count={count}"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "is not a number from 1 to 1000." in captured.err


def test_check_without_a_path_checks_all_that_is_installed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("3 packs, ")
    (home / "packs").mkdir(parents=True)
    (home / "packs" / "mine.yaml").write_text(BAD)
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert "\n4 packs, " in captured.out
    assert "mine.yaml:3:22: error[unknown-key]" in captured.out
    assert "did you mean answer?" in captured.out
    assert captured.err == ""


def test_check_takes_files_folders_and_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yml").write_text(GOOD)
    (tmp_path / "c.txt").write_text("no pack")
    assert main(["check", str(tmp_path)]) == 0
    assert "\n2 packs, 2 questions: 0 errors" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "a.yaml"), "plot"]) == 0
    assert "\n2 packs, " in capsys.readouterr().out
    assert main(["check", str(tmp_path / "none.yaml")]) == 1
    assert "there is no such file" in capsys.readouterr().out


def test_check_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    assert main(["check", "--format", "json", str(tmp_path / "a.yaml")]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    problems = json.loads(captured.out)
    first = next(p for p in problems if p["code"] == "unknown-key")
    assert (first["line"], first["column"], first["severity"]) == (3, 22, "error")
    assert first["file"] == str(tmp_path / "a.yaml")


def test_packs_are_listed_and_a_broken_one_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "packs").mkdir(parents=True)
    (home / "packs" / "mine.yaml").write_text(GOOD)
    (home / "packs" / "broken.yaml").write_text(BAD)
    assert main(["packs"]) == 0
    captured = capsys.readouterr()
    names = [line.split()[0] for line in captured.out.splitlines()]
    assert names == ["cast", "plot", "schedule", "broken", "mine"]
    assert "Good" in captured.out
    assert "broken.yaml:3:" in captured.err


def test_no_scores_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scores"]) == 0
    assert capsys.readouterr().out == "No rounds have been played yet.\n"
    assert main(["scores", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert not (home / "scores.db").exists()


def test_scores_as_table_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    played()
    assert main(["scores"]) == 0
    assert "=Ann" in capsys.readouterr().out
    assert main(["scores", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["player"], record["answered"], record["right"]) == ("=Ann", 3, 3)
    assert record["finished"] is False
    assert main(["scores", "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["score"] == str(record["score"])


def test_a_folder_of_packs_that_is_not_there_is_no_harm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QUIZ_HOME", "HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["check"]) == 0
    assert main(["scores"]) == 0
    assert "No rounds" in capsys.readouterr().out
