"""The commands import and export."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.commands import _output
from quiz.errors import PackError, UsageError
from quiz.formats import names, readers, writers
from quiz.packs import incoming
from quiz.packs.check import check, load
from tests.builders import in_bank

FILES = Path(__file__).parent / "formats" / "files"

AIKEN = "Who?\nA. Ann\nB. Bob\nANSWER: A\n\nWhere?\nA. Here\nB. There\nANSWER: C\n"
PACK = """title: Sums
category: Numbers
questions:
  - question: 1 + 1?
    answer: 2
    wrong: [3, 4]
    difficulty: easy
    explanation: Count.
  - question: Is 7 prime?
    answer: "True"
    options: ["True", "False"]
    explanation: Only 1 and 7 divide it.
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("sums.yaml").write_text(PACK)
    Path("some.txt").write_text(AIKEN)
    return tmp_path


def test_what_is_sound_comes_along_and_the_rest_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["import", "some.txt", "-o", "out.yaml"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "out.yaml: 1 question from Aiken; 1 left out, 0 notes\n"
    assert captured.err.startswith("some.txt:")
    assert "left out: " in captured.err
    assert [item.stem for item in load(Path("out.yaml")).items] == ["Who?"]
    assert check(Path("out.yaml")).diagnostics == []


def test_nothing_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    Path("some.txt").write_text(AIKEN.replace("ANSWER: C", "ANSWER: B"))
    assert main(["import", "some.txt", "-o", "out.yaml", "--title", "Two: things"]) == 0
    assert load(Path("out.yaml")).title == "Two: things"
    assert capsys.readouterr().err == ""


def test_counts_and_reasons_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "some.txt", "-o", "out.yaml", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["imported"], found["left_out"], found["changed"]) == (1, 1, 0)
    assert found["files"] == [
        {"file": "some.txt", "format": "aiken", "imported": 1, "notes": 1, "refused": ""}
    ]
    (note,) = found["notes"]
    assert note["file"] == "some.txt"
    assert note["left_out"] is True
    assert isinstance(note["line"], int)
    assert note["why"]


def test_without_an_output_the_pack_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "some.txt"]) == 1
    captured = capsys.readouterr()
    assert "questions:\n  - question: Who?" in captured.out
    assert "1 question from Aiken" in captured.err
    assert main(["import", "some.txt", "--json"]) == 2


def test_several_files_make_one_pack_with_a_category_each() -> None:
    Path("more-things.txt").write_text("How?\nA. So\nB. Thus\nANSWER: A\n\n" + AIKEN)
    assert main(["import", "some.txt", "more-things.txt", "-o", "out.yaml"]) == 1
    items = load(Path("out.yaml")).items
    assert [(i.stem, i.category) for i in items] == [("Who?", "Some"), ("How?", "More things")]


def test_what_is_there_is_replaced_only_by_force(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.yaml").write_text("mine")
    for command in (["import", "some.txt"], ["export", "sums.yaml", "--to", "aiken"]):
        assert main([*command, "-o", "out.yaml"]) == 2
        assert "--force" in capsys.readouterr().err
        assert Path("out.yaml").read_text() == "mine"
    assert main(["import", "some.txt", "-o", "out.yaml", "--force"]) == 1
    assert load(Path("out.yaml")).items


def test_files_of_which_nothing_can_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.bin").write_bytes(bytes(range(256)))
    Path("folder").mkdir()
    for file in ("a.bin", "folder", "no-such-file"):
        assert main(["import", file, "-o", "out.yaml"]) == 1
        captured = capsys.readouterr()
        assert captured.err.startswith(f"{file}: not read: ")
        assert captured.out == "0 questions; 0 left out, 0 notes, 1 file not read\n"
        assert not Path("out.yaml").exists()


def test_one_bad_file_does_not_keep_the_others_back() -> None:
    assert main(["import", "no-such-file", "some.txt", "-o", "out.yaml"]) == 1
    assert len(load(Path("out.yaml")).items) == 1


def test_a_folder_is_imported_file_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("my-quiz", "below").mkdir(parents=True)
    Path("my-quiz", "b.txt").write_text("How?\nA. So\nB. Thus\nANSWER: A\n")
    Path("my-quiz", "a.txt").write_text(AIKEN)
    Path("my-quiz", ".hidden").write_text(AIKEN)
    assert main(["import", "my-quiz", "-o", "out.yaml"]) == 1
    assert "my-quiz/a.txt:9: left out" in capsys.readouterr().err.replace("\\", "/")
    pack = load(Path("out.yaml"))
    assert pack.title == "My quiz"
    assert [(item.stem, item.category) for item in pack.items] == [("Who?", "A"), ("How?", "B")]


def test_stdin_is_imported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(AIKEN.encode())))
    assert main(["import", "-", "-o", "out.yaml"]) == 1
    assert "-:9: left out" in capsys.readouterr().err
    assert load(Path("out.yaml")).title == "Questions"


def test_too_much_of_stdin_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(incoming, "LIMIT", 1000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(2000))))
    assert main(["import", "-", "-o", "out.yaml"]) == 1
    assert "stdin has more than 1,000 bytes" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_named_whatever_reads_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.gift").write_bytes((FILES / "kahoot.xlsx").read_bytes())
    Path("b.gift").write_bytes(b"\xff\xd8\xff\xe0 {=a ~b}")
    assert main(["import", "a.gift", "b.gift", "--from", "gift", "-o", "out.yaml"]) == 1
    captured = capsys.readouterr()
    assert captured.err == (
        "a.gift: not read: this is an Excel workbook (.xlsx)\n"
        "b.gift: not read: this is a JPEG picture\n"
    )
    assert captured.out == "0 questions; 0 left out, 0 notes, 2 files not read\n"


def test_the_encoding_of_a_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    table = "문제,정답,오답1,오답2\n대한민국의 수도는 어디입니까?,서울,부산,인천\n"
    Path("a.csv").write_bytes(table.encode("cp949"))
    assert main(["import", "a.csv", "-o", "out.yaml"]) == 0
    assert "a.csv: read as Korean, CP949" in capsys.readouterr().err
    assert load(Path("out.yaml")).items[0].key == "서울"
    Path("a.csv").write_bytes("question,answer,wrong\nWhich?,café,thé\n".encode("mac-roman"))
    assert main(["import", "a.csv", "--encoding", "mac-roman", "-o", "b.yaml"]) == 0
    assert capsys.readouterr().err == ""
    assert load(Path("b.yaml")).items[0].key == "café"
    assert main(["import", "a.csv", "--encoding", "mac-klingon", "-o", "c.yaml"]) == 2


def test_answer_numbers_that_may_count_from_0_or_1_are_asked_for() -> None:
    Path("b.csv").write_text("question,A,B,C,answer\nWhen?,Now,Then,Soon,1\nWho?,a,b,c,2\n")
    assert main(["import", "b.csv", "-o", "out.yaml"]) == 1
    assert not Path("out.yaml").exists()
    assert main(["import", "b.csv", "--first", "0", "-o", "out.yaml"]) == 0
    assert [item.key for item in load(Path("out.yaml")).items] == ["Then", "c"]


def test_what_is_said_about_a_file_must_be_of_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "some.txt", "--first", "1", "-o", "out.yaml"]) == 2
    assert "--first says nothing about a file of the format Aiken" in capsys.readouterr().err
    Path("a.csv").write_text("Who?;Ann;Bob;Cy\nWhere?;Here;There;\n")
    columns = "question,answer,wrong,wrong"
    assert main(["import", "a.csv", "--columns", columns, "-o", "out.yaml"]) == 0
    items = load(Path("out.yaml")).items
    assert [(item.key, item.distractors) for item in items] == [
        ("Ann", ("Bob", "Cy")),
        ("Here", ("There",)),
    ]


def test_a_question_that_two_files_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.txt").write_text(AIKEN)
    assert main(["import", "some.txt", "other.txt", "-o", "out.yaml"]) == 1
    told = capsys.readouterr()
    assert "other.txt:1: left out: the same question as in line 1 of some.txt: `Who?`" in told.err
    assert told.out == "out.yaml: 1 question from Aiken; 3 left out, 0 notes\n"


def test_an_unknown_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "some.txt", "--from", "aikn", "-o", "out.yaml"]) == 2
    assert "did you mean aiken?" in capsys.readouterr().err
    assert main(["export", "sums.yaml", "--to", "gfit", "-o", "out.txt"]) == 2
    assert "did you mean gift or" in capsys.readouterr().err
    assert main(["export", "sums.yaml", "--to", "opentriviaqa", "-o", "out.txt"]) == 2
    assert "can only be read" in capsys.readouterr().err
    assert main(["import", "some.txt", "--from", "handout", "-o", "out.yaml"]) == 2
    assert "can only be written" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["no/such/folder/out", "a" * 300])
def test_where_nothing_can_be_written(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "some.txt", "-o", where]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main(["export", "sums.yaml", "--to", "aiken", "-o", where]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_formats_are_found_by_being_there() -> None:
    assert {"aiken", "anki", "csv", "gift", "hascard", "opentdb", "opentriviaqa"} <= set(names())
    assert set(names()) - set(writers()) == {"apkg", "crowdanki", "json", "opentriviaqa", "yaml"}
    assert set(names()) - set(readers()) == {"handout"}


@pytest.mark.parametrize(
    "name",
    ["aiken", "anki", "csv", "gift", "hascard", "kahoot", "markdown", "moodlexml", "opentdb"],
)
@pytest.mark.parametrize("ending", ["txt", "xlsx"])
def test_what_was_exported_is_imported_again(name: str, ending: str) -> None:
    out = f"out.{ending if name in ('csv', 'kahoot') else 'txt'}"
    main(["export", "sums.yaml", "--to", name, "-o", out])
    main(["import", out, "-o", "back.yaml"])
    before, after = load(Path("sums.yaml")).items, load(Path("back.yaml")).items
    assert [(i.stem, i.key, set(i.distractors)) for i in after] == [
        (i.stem, i.key, set(i.distractors)) for i in before
    ]


def test_an_export_tells_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sums.yaml", "--to", "aiken", "-o", "out.txt", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["output"]) == (2, "out.txt")
    assert any("explanation" in note["why"] for note in found["notes"])


def test_an_export_counts_what_is_in_it_and_names_whose_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("odd.yaml").write_text(
        "title: T\nauthor: Mina\nlicense: CC-BY-SA-4.0\nquestions:\n"
        "  - {question: 'ANSWER: A', answer: A, wrong: [B]}\n"
        "  - {question: Q?, answer: A, wrong: [B]}\n"
    )
    assert main(["export", "odd.yaml", "--to", "aiken", "-o", "out.txt"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("out.txt: 1 question as Aiken")
    assert "the pack's author and license" in told.err


def test_a_seed_shuffles_the_options_of_a_handout(capsys: pytest.CaptureFixture[str]) -> None:
    export = ["export", "sums.yaml", "-o", "out.html", "--force", "--to"]
    made = set()
    for seed in "abcdefgh":
        assert main([*export, "handout", "--seed", seed]) == 0
        made.add(Path("out.html").read_text())
    assert 1 < len(made) <= 6
    assert main([*export, "gift", "--seed", "1"]) == 2
    assert "--seed shuffles the options of a handout only" in capsys.readouterr().err


def test_a_pack_is_exported_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "cast", "--to", "csv", "-o", "cast.csv"]) == 0
    assert capsys.readouterr().out.startswith(f"cast.csv: {in_bank('cast')} questions as ")


def test_a_broken_pack_is_not_exported(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sums.yaml").write_text(PACK.replace("answer: 2", "awnser: 2"))
    assert main(["export", "sums.yaml", "--to", "aiken", "-o", "out.txt"]) == 1
    assert "error[unknown-key]" in capsys.readouterr().err


@pytest.mark.parametrize("new", [False, True])
class TestWrite:
    def test_whole(self, new: bool) -> None:
        _output.write_file(Path("out"), [b"one ", b"two"], new)
        assert Path("out").read_bytes() == b"one two"

    @pytest.mark.parametrize("problem", [OSError(28, "No space left"), KeyboardInterrupt()])
    def test_or_not_at_all(self, new: bool, problem: BaseException) -> None:
        def pieces() -> Iterator[bytes]:
            yield b"one "
            raise problem

        before = sorted(Path().iterdir())
        with pytest.raises((PackError, KeyboardInterrupt)):
            _output.write_file(Path("out"), pieces(), new)
        assert sorted(Path().iterdir()) == before

    @pytest.mark.parametrize("name", [".", "a\0b", "\udcff" * 300, "no/such/folder"])
    def test_where_no_file_can_be(self, new: bool, name: str) -> None:
        before = sorted(Path().iterdir())
        with pytest.raises((PackError, UsageError)):
            _output.write_file(Path(name), [b"one"], new)
        assert sorted(Path().iterdir()) == before

    def test_over_another(self, new: bool) -> None:
        Path("out").write_bytes(b"mine")
        with pytest.raises(UsageError, match="already") if new else nullcontext():
            _output.write_file(Path("out"), [b"one"], new)
        assert Path("out").read_bytes() == (b"mine" if new else b"one")
