"""Files that were damaged at random, a byte or a line at a time."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from quiz.formats import FormatError, Notes, get, readers, recognise

COUNT = 50

OTHERS = 0.1
"""How large a share is read as another format than its own, and looked at by all."""

FILES = [path.read_bytes() for path in sorted((Path(__file__).parent / "files").iterdir())]
ZIP = b"PK\x03\x04"

PIECES = [
    b"\0", b"\n", b"\r", b"\r\n\r\n", b"\t", b" ", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xed\xa0\x80", b"\x85", b"\xe2\x80\xa8", b'"', b"'", b",", b";", b"\\", b"\\u", b"\\ud800",
    b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b"&", b"&#", b"&#0;", b"&#x110000;", b"=", b"~",
    b"#", b":", b"::", b"%", b"%00", b"+", b"-", b"---\n", b"```", b"^", b"* ", b"- ", b"_", b"1",
    b"9" * 400, b"&#" + b"9" * 5000 + b";", b"1e999", b"NaN", b"true", b"null", b"[" * 3000, b"T",
    b"<img src=x>", b"<!--", b"ANSWER: ", b"A. ", b"#Q ", b"# ", b"$CATEGORY:", b"->", b"%-1.5%",
    b"<![CDATA[", b"]]>", b"<text>", b"</question>", b'<question type="truefalse">', b"- [x] ",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<quiz>", b"#### Q1. ", b"Answer: 2\n", b"&a ", b"*a ",
    b"!!x ", b"question: ", b"  ", b"\x1f", b"<<: ",
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to six mutations; of a workbook, in one of its parts or in the whole."""
    if data.startswith(ZIP) and chance.random() < 0.8:
        return repacked(data, chance)
    for _ in range(chance.randint(1, 6)):
        data = (in_bytes if chance.random() < 0.6 else in_lines)(data, chance)
    return data


def in_bytes(data: bytes, chance: random.Random) -> bytes:
    """`data` with a few bytes gone and something in their place."""
    at = chance.randint(0, len(data))
    gone = chance.choice([0, 0, 1, 1, 2, 8, 100])
    piece = chance.choice([b"", chance.randbytes(1), chance.choice(PIECES)])
    if chance.random() < 0.05:
        return data[:at]
    return data[:at] + piece + data[at + gone :]


def in_lines(data: bytes, chance: random.Random) -> bytes:
    """`data` with a line gone, doubled, moved, or joined to the next."""
    lines = data.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
    return b"\n".join(lines)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A workbook of which one part is mutated or gone."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as whole, ZipFile(made, "w", ZIP_DEFLATED) as copy:
        damaged = chance.choice(whole.namelist())
        for name in whole.namelist():
            part = whole.read(name)
            if name != damaged:
                copy.writestr(name, part)
            elif chance.random() < 0.9:
                copy.writestr(name, mutated(part, chance))
    return made.getvalue()


def samples(name: str) -> list[bytes]:
    """The files that look like this format, and like no other more."""
    found = []
    for data in FILES:
        likely = {other: get(other).likeness(data) for other in readers()}
        if likely[name] and likely[name] == max(likely.values()):
            found.append(data)
    return found


@pytest.mark.parametrize("count", [COUNT, pytest.param(300, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", readers())
def test_a_damaged_file_is_read_as_far_as_it_goes(name: str, count: int) -> None:
    files = samples(name)
    assert files
    chance = random.Random(f"{name} {count}")
    for _ in range(count):
        data = mutated(chance.choice(files), chance)
        try:
            assert 0 <= get(name).likeness(data) <= 100
            other = chance.choice(readers()) if chance.random() < OTHERS else name
            with suppress(FormatError):
                list(get(other).read(data, Notes()))
            if other != name:
                with suppress(FormatError):
                    recognise(data)
        except Exception as error:
            pytest.fail(f"{error!r} by {data!r}")
