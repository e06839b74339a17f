"""Packs that were made to do harm, or look like it by accident: how each is made, and its error."""

from __future__ import annotations

import gzip
import os
import socket
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tests.packs.conftest import HEAD, SOUND

TITLE = "title: T\n"
PACK = HEAD + SOUND
MIB = 2**20


class Hostile(NamedTuple):
    """A file and its first error: its code and place as `told` gives them, or empty for none.

    Where the place depends on the YAML library, `says` is only the code; where the library may
    refuse the file by itself, it is None, and any error will do. A `slow` file takes a second.
    """

    make: Callable[[], str | bytes]
    says: str | None
    slow: bool = False

    def content(self) -> bytes:
        """The bytes of the file."""
        made = self.make()
        return made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made


def numbered(count: int, text: str) -> str:
    """Repeat `text`, with the number of each copy for the `%d` in it."""
    return "".join([text % number for number in range(count)])


def marks(count: int) -> str:
    """Combining marks in the order that takes longest to normalise."""
    return "a" + "\u0301\u0323" * (count // 2)


def table(rows: Iterable[str], templates: str) -> str:
    """A pack with a table `t` of rows in flow style, and templates."""
    listed = "".join([f"  - {row}\n" for row in rows])
    return f"{TITLE}tables:\n  t:\n{listed}templates:\n{templates}"


def asking(question: str, more: str = 'answer: "{a}"') -> str:
    """A template about `t`."""
    return f'- {{from: t, question: "{question}", {more}}}\n'


def laughs() -> str:
    """Each list holds the one before ten times."""
    lines = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 12)]
    return f"{TITLE}tables:\n  l0: &l0 [ha]\n  {'  '.join(lines)}"


def merges() -> str:
    """Each mapping is merged from the one before, over and over."""
    lines = [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 12)]
    return f"{TITLE}tables:\n  m0: &m0 {{a: b}}\n  {'  '.join(lines)}"


def alike(number: int, size: int = 80) -> str:
    """One of many words that all look much like each other."""
    return format(number, "b").zfill(size).translate({48: "a", 49: "b"})


def misspelt(number: int) -> str:
    """A question whose answer is nearly each of its options."""
    options = ", ".join([alike(31 * number + n) for n in range(9)])
    return f"- {{question: Q{number}, answer: {alike(number)[::-1]}, options: [{options}]}}\n"


def telling(number: int) -> str:
    """A question that holds its answer, and has options that take long to look for."""
    wrong = ", ".join([f"{number} {n} {'x' * 280}" for n in range(20)])
    return f"- {{question: What is answer {number}?, answer: answer {number}, wrong: [{wrong}]}}\n"


ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" + bytes(range(256)) * 64
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + zlib.compress(bytes(range(256)) * 64)
BLOCK = "- question: Q\n  answer: A\n  wrong: [B, C]\n"
BLOCKS = "- question: Q%d of many questions to ask\n  answer: A\n  wrong: [B, C]\n"
OPTIONS = "answer: A, wrong: [B]"

FILES: dict[str, Hostile] = {
    # Nesting
    "24,000 brackets": Hostile(lambda: f"{TITLE}questions: {'[' * 24_000}", None),
    "100,000 brackets and their ends": Hostile(lambda: "[" * 100_000 + "]" * 100_000, None),
    "100,000 brackets in an unknown entry": Hostile(
        lambda: PACK + "x: " + "[" * 100_000 + "]" * 100_000, None
    ),
    "100,000 braces": Hostile(lambda: "{" * 100_000, None),
    "24,000 brackets and braces in turn": Hostile(lambda: "questions: " + "[{a: " * 24_000, None),
    "100,000 lists in lists": Hostile(lambda: TITLE + "questions:\n" + "- " * 100_000, None),
    "24,000 keys that are keys": Hostile(lambda: "? " * 24_000 + "a", None),
    "100,000 keys that are keys": Hostile(lambda: "? " * 100_000, None),
    "1,500 mappings in mappings": Hostile(
        lambda: "".join([f"{' ' * n}a:\n" for n in range(1500)]), None
    ),
    "100,000 keys with brackets in them": Hostile(lambda: "{? [" * 100_000, None),
    # Anchors, aliases, merges
    "a billion laughs": Hostile(laughs, "anchor 3:7"),
    "a billion merges": Hostile(merges, "anchor 3:7"),
    "a list that holds itself": Hostile(lambda: f"{TITLE}questions: &q [*q]\n", "anchor 2:12"),
    "an alias of nothing": Hostile(lambda: f"{TITLE}questions: *q\n", "alias 2:12"),
    "50,000 anchors": Hostile(lambda: PACK + numbered(50_000, "x%d: &a y\n"), "unknown-key 4:1"),
    "an anchor of 1 MB": Hostile(lambda: f"title: &{'a' * MIB} T\n", "anchor 1:8"),
    "50,000 aliases in a list": Hostile(
        lambda: TITLE + "x: &a b\ntags: [" + "*a, " * 50_000 + "]\n", "unknown-key 2:1"
    ),
    # Tags
    "an object of Python": Hostile(
        lambda: f"{PACK}author: !!python/object/apply:os.system ['exit 3']\n", "tag 4:9"
    ),
    "a tag in full": Hostile(
        lambda: "title: !<tag:yaml.org,2002:python/name:os.system> T\n", "tag 1:8"
    ),
    "a bare tag": Hostile(lambda: "title: ! T\nquestions: ! []\n", "tag 1:8"),
    "a tag of the file itself": Hostile(lambda: f"!!python/object:x.Y\n{PACK}", "tag 1:1"),
    "a tag of 1 MB": Hostile(lambda: f"title: !{'t' * MIB} T\n", "tag 1:8"),
    "a tag of escapes": Hostile(lambda: "title: !%00%1b%ff T\n", "yaml"),
    "a set and a binary": Hostile(
        lambda: "title: !!set {a, b}\nauthor: !!binary /w==\n", "tag 1:8"
    ),
    # Documents and directives
    "a second document": Hostile(lambda: f"{PACK}---\n{PACK}", "second-document 4:1"),
    "100,000 documents": Hostile(lambda: "---\n" * 100_000, "not-a-pack 2:1"),
    "a document end, and rubbish": Hostile(lambda: f"{PACK}...\n{{[}}", "yaml"),
    "a version of YAML to come": Hostile(lambda: f"%YAML 9.9\n---\n{PACK}", "yaml"),
    "a tag directive": Hostile(lambda: "%TAG !p! tag:x,2000:\n---\ntitle: !p!x T\n", "tag 1:1"),
    "2,000 tag directives": Hostile(
        lambda: numbered(2_000, "%%TAG !t%d! tag:x,2000:\n") + f"---\n{PACK}", "tag 1:1"
    ),
    "100,000 unknown directives": Hostile(lambda: "%X y\n" * 100_000 + f"---\n{PACK}", "yaml"),
    # Keys
    "10,000 times the same key of a question": Hostile(
        lambda: HEAD + "- {" + "question: Q, " * 10_000 + "}\n", "duplicate-key 3:17 and 3:4"
    ),
    "20,000 titles": Hostile(lambda: TITLE * 20_000, "duplicate-key 2:1 and 1:1"),
    "5,000 lists of questions": Hostile(
        lambda: TITLE + "questions: [a]\n" * 5_000, "wrong-type 2:13"
    ),
    "a mapping of 100,000 entries": Hostile(
        lambda: HEAD + "- {" + numbered(100_000, "k%d: v, ") + "}\n", "too-large 3:3"
    ),
    "a pack of 100,000 unknown entries": Hostile(
        lambda: PACK + numbered(100_000, "k%d: v\n"), "unknown-key 4:1"
    ),
    "1,000 keys that are nearly known": Hostile(
        lambda: HEAD + numbered(1_000, "- {explanat%dion: x}\n"),
        "missing-key 3:3",
    ),
    "a key of 1 MB": Hostile(lambda: f"{'k' * MIB}: v\n", "not-a-pack 1:1"),
    "a key of 1 MB in full": Hostile(lambda: f"? {'k' * MIB}\n: v\n", "missing-key 1:1"),
    "keys that are lists": Hostile(lambda: "? [a, b]\n: c\n" * 10_000, "bad-key 1:3"),
    "merges of nothing": Hostile(lambda: f"{PACK}<<: {{a: b}}\n", "unknown-key 4:1"),
    # Long texts
    "a line of 1 MB": Hostile(lambda: "title: " + "long " * (MIB // 5), "too-long 1:8"),
    "a text of 5 MB in a block": Hostile(
        lambda: "title: |\n" + "  a line of it\n" * 350_000, "too-long 1:8"
    ),
    "a text of 1 MB of escapes": Hostile(
        lambda: 'title: "' + "\\x41" * (MIB // 4) + '"\n', "too-long 1:8"
    ),
    "a title of 1 MB of spaces": Hostile(lambda: f'title: "{" " * MIB}"\n', "empty 1:8"),
    "1 MB of spaces in a line": Hostile(lambda: f"title: T{' ' * MIB}x\n", "too-long 1:8"),
    "60,000 comments in a line's text": Hostile(
        lambda: f"title: a{' #' * 60_000}\n", "no-questions"
    ),
    "30,000 texts with comments": Hostile(
        lambda: f"{TITLE}tags:\n" + "- a #\n" * 30_000, "unknown-key 2:1"
    ),
    "marks out of order by the thousand": Hostile(
        lambda: HEAD + numbered(2, f"- {{question: %d {marks(9_000)}, {OPTIONS}}}\n"),
        "too-long 3:14",
    ),
    "10,000 options": Hostile(
        lambda: HEAD + "- {question: Q, answer: A, wrong: [" + numbered(9_999, "o%d, ") + "]}\n",
        "count 3:35",
    ),
    # Quotes and signs
    "a double quote that is not closed": Hostile(lambda: f'title: "T\n{SOUND * 20_000}', "yaml"),
    "a single quote that is not closed": Hostile(lambda: f"title: 'T\n{SOUND * 20_000}", "yaml"),
    "a bracket that is not closed": Hostile(
        lambda: f"title: [T\n{SOUND * 20_000}", "wrong-type 1:8"
    ),
    "a million quotes": Hostile(lambda: "'" * 1_000_000, "not-a-pack 1:1"),
    "a million double quotes": Hostile(lambda: '"' * 1_000_000, "not-a-pack 1:1"),
    "a million colons": Hostile(lambda: ": " * 500_000, "yaml"),
    "a million commas": Hostile(lambda: "[" + "," * 1_000_000, "not-a-pack 1:1"),
    "a million exclamation marks": Hostile(lambda: "!" * 1_000_000, "not-a-pack 1:1"),
    # Bytes that are no text
    "a NUL in a question": Hostile(lambda: f"{PACK}author: a\0b\n", "bad-character 4:10"),
    "1 MB of NULs": Hostile(lambda: bytes(MIB), "bad-character 1:1"),
    "a right-to-left override": Hostile(lambda: f"{PACK}author: a\u202eb\n", "bad-character 4:10"),
    "100,000 right-to-left overrides": Hostile(
        lambda: f"title: {chr(0x202E) * 100_000}\n", "bad-character 1:8"
    ),
    "100,000 bytes that are not UTF-8": Hostile(
        lambda: b"title: " + b"\xff" * 100_000, "not-utf-8 1:8"
    ),
    "overlong UTF-8": Hostile(lambda: b"title: a\xc0\xafb\n" + SOUND.encode(), "not-utf-8 1:9"),
    "halves of characters in UTF-8": Hostile(lambda: b"title: \xed\xa0\x80\n", "not-utf-8 1:8"),
    "UTF-8 that breaks off": Hostile(
        lambda: PACK.encode() + b"author: \xf0\x9f\x98", "not-utf-8 4:9"
    ),
    "UTF-16 with a BOM": Hostile(lambda: PACK.encode("utf-16"), "unreadable"),
    "UTF-16 the other way round": Hostile(
        lambda: b"\xfe\xff" + PACK.encode("utf-16-be"), "unreadable"
    ),
    "UTF-16 without a BOM": Hostile(lambda: PACK.encode("utf-16-le"), "not-a-pack 1:1"),
    "UTF-32 with a BOM": Hostile(lambda: PACK.encode("utf-32"), "unreadable"),
    "UTF-32 without a BOM": Hostile(lambda: PACK.encode("utf-32-be"), "bad-character 1:1"),
    "half a character by escape": Hostile(lambda: 'title: "\\ud800"\n', "yaml"),
    "two halves by escape": Hostile(lambda: 'title: "\\ud83d\\ude00"\n', "yaml"),
    "a clear screen by escape": Hostile(lambda: 'title: "\\e[2J\\x9b2J"\n', "bad-character 1:8"),
    "a NUL by escape": Hostile(lambda: 'title: "a\\0b"\nauthor: "\\a\\b"\n', "bad-character 1:8"),
    "no character by escape": Hostile(lambda: 'title: "\\UFFFFFFFF"\n', "yaml"),
    # Line ends and indentation
    "returns alone": Hostile(lambda: PACK.replace("\n", "\r"), ""),
    "line ends of all kinds": Hostile(
        lambda: "title: T\r\nquestions:\r- question: Q\n\r  answer: A\r\r\n", "wrong-or-options 3:3"
    ),
    "a million returns": Hostile(lambda: "\r" * 1_000_000, "empty"),
    "NEL for a line end": Hostile(lambda: PACK.replace("\n", "\x85"), "bad-character 1:9"),
    "LINE SEPARATOR for a line end": Hostile(
        lambda: PACK.replace("\n", "\u2028"), "bad-character 1:9"
    ),
    "tabs for spaces": Hostile(lambda: "title: T\nquestions:\n\t- question: Q\n", "yaml"),
    "300,000 empty lines": Hostile(lambda: "\n" * 300_000 + PACK, ""),
    # Trouble far down in a file
    "a wrong value in the last of 5,000 questions": Hostile(
        lambda: HEAD + numbered(5_000, BLOCKS) + "- question: Q\n  answer: [A]\n",
        "wrong-type 15004:11",
    ),
    "500 kB of overrides in the last question": Hostile(
        lambda: HEAD + numbered(1_000, BLOCKS) + "- question: " + chr(0x202E) * (MIB // 6),
        "bad-character 3003:13",
    ),
    "the end of a document above 1,000 questions": Hostile(
        lambda: TITLE + "...\nquestions:\n" + numbered(1_000, BLOCKS), "yaml"
    ),
    "300 kB of spaces below a question": Hostile(lambda: HEAD + BLOCK + " " * 300_000, ""),
    "300 kB of options below each other": Hostile(
        lambda: HEAD + "- question: Q\n  answer: A\n  wrong:\n" + numbered(30_000, "  - o%d\n"),
        "too-large 6:3",
    ),
    # Files without a pack
    "nothing": Hostile(lambda: "", "empty"),
    "comments alone": Hostile(lambda: "# nothing but this\n" * 50_000, "empty"),
    "a BOM alone": Hostile(lambda: "\ufeff", "empty"),
    "two BOMs": Hostile(lambda: f"\ufeff\ufeff{PACK}", "bad-character 1:1"),
    "a program": Hostile(lambda: ELF, "bad-character 1:1"),
    "a file of gzip": Hostile(lambda: gzip.compress(PACK.encode(), mtime=0), "bad-character 1:1"),
    "a picture": Hostile(lambda: PNG, "not-utf-8 1:1"),
    # Tables
    "a table times its templates": Hostile(
        lambda: table(
            [f"{{a: {n}}}" for n in range(600)], numbered(2, asking("%d {a}", "answer: '{a}'"))
        ),
        "",
    ),
    "placeholders by the thousand": Hostile(
        lambda: table(["{a: 1}", "{a: 2}"], asking("{a}" * 333) * 300),
        "duplicate-question 8:23 and 7:3",
    ),
    "placeholders of nothing": Hostile(
        lambda: table(["{a: 1}", "{a: 2}"], asking("{}" * 400) * 100), "unknown-column 7:24"
    ),
    "placeholders in each other": Hostile(
        lambda: table(["{a: 1}", "{a: 2}"], asking("{" * 400 + "a" + "}" * 400)), ""
    ),
    "rows that grow in each text": Hostile(
        lambda: table(
            [f"{{a: {n}, b: {'x' * 280}}}" for n in range(100)],
            numbered(50, asking("%d {a}", "answer: '{a}', explanation: '{b}" + "{b}" * 100 + "'")),
        ),
        "too-long 105:60",
    ),
    "1,000 templates": Hostile(
        lambda: table(["{a: 1}", "{a: 2}"], numbered(1_000, asking("%d {a}"))), "count 507:3"
    ),
    "a table of 260,000 cells": Hostile(
        lambda: table(["{" + numbered(100, "c%d: v, ") + "}"] * 2_600, asking("{c1}")),
        "too-large 1004:5",
        slow=True,
    ),
    "columns that are nearly there": Hostile(
        lambda: table(
            ["{" + ", ".join([f"{alike(n)}: v" for n in range(100)]) + "}"],
            asking(f"{{{alike(99)[::-1]}}}"),
        ),
        "unknown-column 6:24",
    ),
    "tables that are nearly there": Hostile(
        lambda: (
            f"{TITLE}tables: {{"
            + ", ".join([f"{alike(n)}: [{{a: b}}]" for n in range(200)])
            + f"}}\ntemplates:\n- {{from: {alike(99)[::-1]}, question: Q, {OPTIONS}}}\n"
        ),
        "count 2:9",
    ),
    "a last row that lacks the columns": Hostile(
        lambda: table(
            [*["{a: 1, b: 2}"] * 5_000, "{c: 3}"],
            numbered(400, asking("%d {a} {b}", "answer: '{a}'")),
        ),
        "unknown-column 5004:5",
    ),
    # Questions
    "5,000 questions of one id": Hostile(
        lambda: HEAD + numbered(5_000, f"- {{id: i, question: Q%d, {OPTIONS}}}\n"),
        "duplicate-id 4:8 and 3:3",
    ),
    "5,000 times the same question": Hostile(
        lambda: HEAD + SOUND * 5_000, "duplicate-question 4:14 and 3:3"
    ),
    "answers that are nearly an option": Hostile(
        lambda: HEAD + "".join(map(misspelt, range(10))), "key-not-in-options 4:26"
    ),
    "questions that hold their answers": Hostile(
        lambda: HEAD + "".join(map(telling, range(20))), ""
    ),
    "5,000 texts where questions should be": Hostile(
        lambda: HEAD + "- Q?\n" * 5_000, "wrong-type 3:3"
    ),
}


def fifo(folder: Path) -> Path:
    path = folder / "fifo.yaml"
    os.mkfifo(path)
    return path


def link(target: str) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = folder / "link.yaml"
        path.symlink_to(target)
        return path

    return made


def sealed(folder: Path) -> Path:
    path = folder / "sealed.yaml"
    path.write_text(PACK)
    path.chmod(0)
    return path


def listening(folder: Path) -> Path:
    path = folder / "socket.yaml"
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))
    return path


def beneath(folder: Path) -> Path:
    path = folder / "pack.yaml"
    path.write_text(PACK)
    return path / "pack.yaml"


PATHS: dict[str, tuple[Callable[[Path], Path], str | tuple[str, ...]]] = {
    "a FIFO": (fifo, "this is not a regular file"),
    "a socket": (listening, "the file cannot be opened: "),
    "a link to endless NULs": (link("/dev/zero"), "this is not a regular file"),
    "a link to a terminal": (
        link("/dev/tty"),
        ("this is not a regular file", "the file cannot be opened: "),
    ),
    "a link to nothing": (link("none.yaml"), "there is no such file"),
    "a link to itself": (link("link.yaml"), "the file cannot be opened: "),
    "a link to a folder": (link("."), "this is not a regular file"),
    "a folder": (lambda folder: folder, "this is not a regular file"),
    "no file at all": (lambda folder: folder / "none.yaml", "there is no such file"),
    "a path with a NUL": (lambda folder: folder / "a\0b", "the file cannot be opened: "),
    "a path that is too long": (
        lambda folder: folder / ("a" * 5_000),
        "the file cannot be opened: ",
    ),
    "a path through a file": (beneath, "the file cannot be opened: "),
    "a file that may not be read": (sealed, "the file cannot be opened: "),
    "memory": (lambda _: Path("/proc/self/mem"), "the file cannot be read: "),
}

NAMES = [
    "two\nlines.yaml",
    "\x1b[2J\x1b]0;owned\x07.yaml",
    "\u202elmay.kcap",
    "-rf.yaml",
    os.fsdecode(b"\xff\xfe.yaml"),
    "[bold]x[@click=app.quit].yaml",
    " .yaml",
    "..yaml",
    "%s%n{0}.yaml",
]
"""Names that could do harm on a screen."""
