from __future__ import annotations

import os
from pathlib import Path

import pytest

from quiz.errors import PackError
from quiz.packs import source
from quiz.packs.check import check, load
from tests.packs.conftest import HEAD, SOUND, Problems, Write

PACK = HEAD + SOUND


def refusal(path: Path) -> str:
    """Why a file is not read at all; the reason is its only problem."""
    (problem,) = check(path).diagnostics
    assert (problem.code, problem.place) == ("unreadable", None)
    with pytest.raises(PackError, match=r"error\[unreadable\]"):
        load(path)
    return problem.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.yaml") == "there is no such file"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "this is not a regular file"


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    assert refusal(fifo) == "this is not a regular file"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_a_link_to_a_device(tmp_path: Path, device: str) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(device)
    assert refusal(link) == "this is not a regular file"


def test_a_link_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)
    assert refusal(link).startswith("the file cannot be opened: ")


def test_a_link_to_a_pack_is_read(tmp_path: Path, write: Write) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(write(PACK))
    assert load(link).name == "link"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(write: Write) -> None:
    path = write(PACK)
    path.chmod(0)
    assert refusal(path) == "the file cannot be opened: Permission denied"


def test_a_file_that_the_system_does_not_open(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = write(PACK)
    monkeypatch.setattr(os, "open", refuse)
    assert refusal(path) == "the file cannot be opened: Permission denied"


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs /proc")
def test_a_file_that_fails_when_it_is_read() -> None:
    assert refusal(Path("/proc/self/mem")).startswith("the file cannot be read: ")


@pytest.mark.parametrize("path", ["a\0b.yaml", "x" * 300 + ".yaml"])
def test_a_path_that_no_file_can_have(path: str) -> None:
    assert refusal(Path(path)).startswith("the file cannot be opened: ")


def test_no_refused_file_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        check(tmp_path)
        check(tmp_path / "none.yaml")
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_of_just_the_limit_and_one_beyond(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(PACK)
    monkeypatch.setattr(source, "LIMIT", len(PACK))
    assert check(path).errors == 0
    monkeypatch.setattr(source, "LIMIT", len(PACK) - 1)
    assert refusal(path) == f"the file is larger than {len(PACK) - 1:,} bytes"


def test_a_file_that_grows_beyond_the_limit_while_it_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(PACK)
    monkeypatch.setattr(source, "LIMIT", 1000)
    read = source._read

    def and_grow(file: object, size: int) -> bytes:
        with path.open("a") as more:
            more.write("- {question: More?, answer: A, wrong: [B]}\n" * 10)
        return read(file, size)  # type: ignore[arg-type]

    monkeypatch.setattr(source, "_read", and_grow)
    assert "too-large" in [problem.code for problem in check(path).diagnostics]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_end_and_a_byte_order_mark(
    write: Write, problems: Problems, end: str, mark: str
) -> None:
    content = mark + PACK.replace("\n", end)
    assert load(write(content)).title == "T"
    assert problems(content + "- {question: R?}\n".replace("\n", end)) == [
        "missing-key 4:3",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_over_several_lines_has_one_line_end(write: Write, end: str) -> None:
    content = HEAD + "- question: |-\n    One\n    two\n  answer: A\n  wrong: [B]\n"
    assert load(write(content.replace("\n", end))).items[0].stem == "One\ntwo"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"title: Caf\xe9\n", "1:11"),
        (b"title: T\nauthor: Ren\xc3\xa9 \x93x\x94\n", "2:14"),
        (b"title: \xed\xa0\x80\n", "1:8"),  # a surrogate
        (b"title: \xc0\xaf\n", "1:8"),  # an overlong slash
        (b"title: T\r\nauthor: \xff\r\n", "2:9"),
        (b"title: T\rauthor: \xff\r", "2:9"),
        (b"\xef\xbb\xbftitle: \xe9t\xe9\n", "1:8"),
        (b"title: T\nauthor: \xed\x95", "2:9"),  # a letter cut off by the end of the file
    ],
)
def test_what_is_not_utf_8_is_told_once_with_its_place(
    problems: Problems, raw: bytes, place: str
) -> None:
    assert [p for p in problems(raw) if "utf" in p] == [f"not-utf-8 {place}"]


def test_a_file_full_of_what_is_not_utf_8(problems: Problems) -> None:
    assert problems(PACK.encode() + b"# " + b"\xe9" * 2_000_000) == ["not-utf-8 4:3"]


def test_cp1252_and_the_other_problems_of_the_file(problems: Problems) -> None:
    raw = (HEAD + "- {question: Caf\xe9?, answer: A}\n" + SOUND).encode("cp1252")
    assert problems(raw) == ["wrong-or-options 3:3", "not-utf-8 3:17"]


def test_utf_16_with_its_mark_is_named(write: Write) -> None:
    assert refusal(write(PACK.encode("utf-16"))) == "this is UTF-16 text, not UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_other_encodings_with_zeros_between_the_letters(problems: Problems, encoding: str) -> None:
    found = problems(PACK.encode(encoding))
    assert any(problem.startswith("bad-character 1:") for problem in found)


CHARACTERS = [
    "\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b",
    "\xad", "\u061c", "\u115f", "\u200b", "\u200e", "\u2028", "\u202e", "\u2060",
    "\u2066", "\ufeff", "\ufff9", "\uffff", "\U000e0041",
]  # fmt: skip


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda c: f"{ord(c):04X}")
def test_a_raw_character_that_no_pack_may_have(problems: Problems, character: str) -> None:
    assert problems(PACK + f"- {{question: a\u110b{character}b, answer: A, wrong: [B]}}\n") == [
        "bad-character 4:16"
    ]


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda c: f"{ord(c):04X}")
def test_the_same_character_by_an_escape(problems: Problems, character: str) -> None:
    escape = f"\\U{ord(character):08X}"
    assert problems(PACK + f'- {{question: "a{escape}b", answer: A, wrong: [B]}}\n') == [
        "bad-character 4:14"
    ]


def test_joiners_that_scripts_need_are_kept(write: Write) -> None:
    stem = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f468\u200d\U0001f680?"
    content = HEAD + f"- {{question: {stem}, answer: A, wrong: [B]}}\n"
    assert load(write(content)).items[0].stem == stem


@pytest.mark.parametrize("gap", range(-3, 4))
@pytest.mark.parametrize("raw", ["\u202e", "\x1b"], ids=["override", "escape"])
def test_the_place_of_a_character_around_the_border_of_a_block(
    problems: Problems, gap: int, raw: str
) -> None:
    start = HEAD + SOUND
    note = "# " + "\ud55c" * 50 + "\n"
    content = start + note * ((source.BLOCK_SIZE - len(start)) // len(note.encode()))
    line = content.count("\n") + 1
    padding = source.BLOCK_SIZE - len(content.encode()) + gap - 2
    content += "# " + "x" * padding + raw + "\n"
    assert problems(content) == [f"bad-character {line}:{padding + 3}"]


@pytest.mark.parametrize("gap", range(4))
def test_a_letter_of_several_bytes_across_the_border_of_a_block(write: Write, gap: int) -> None:
    start = HEAD + SOUND
    content = start + "#" * (source.BLOCK_SIZE - len(start) - 14 - gap) + "\n"
    content += "- {question: \ud55c\ud55c?, answer: A, wrong: [B]}\n"
    assert load(write(content)).items[1].stem == "\ud55c\ud55c?"


def test_a_carriage_return_and_its_newline_in_two_blocks(problems: Problems) -> None:
    start = "title: T\r\n"
    content = start + "#" * (source.BLOCK_SIZE - len(start) - 1) + "\r\n"
    assert len(content) == source.BLOCK_SIZE + 1
    assert problems(content + "questions: \x07\r\n")[0] == "bad-character 3:12"


def test_bytes_that_are_no_letter_across_the_border_of_a_block(problems: Problems) -> None:
    start = HEAD + SOUND
    content = (start + "#" * (source.BLOCK_SIZE - len(start) - 1)).encode() + b"\xed\xa0\x80\n"
    assert problems(content) == [f"not-utf-8 4:{source.BLOCK_SIZE - len(start)}"]


def test_the_place_after_a_line_that_is_longer_than_a_block(problems: Problems) -> None:
    content = PACK + "# " + "x" * (3 * source.BLOCK_SIZE) + "\x07y\x07\n# \x07\n"
    column = 3 * source.BLOCK_SIZE + 3
    assert problems(content) == [
        f"bad-character 4:{column}",
        f"bad-character 4:{column + 2}",
        "bad-character 5:3",
    ]


def test_a_huge_line_is_shown_in_part(write: Write) -> None:
    lines = check(write(PACK + "# " + "x" * 300_000 + "\x07" + "y" * 300_000 + "\n")).text
    assert all(len(line) < 200 for line in lines)
    at = next(n for n, line in enumerate(lines) if "bad-character" in line)
    shown, caret = lines[at + 1], lines[at + 2]
    assert shown[caret.index("^")] == "\u2407"
