"""A file of a stranger's, opened with care and read as clean text."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from quiz.errors import PackError
from quiz.packs.diagnostics import Excerpt, Place, Report
from quiz.text import UNSAFE, named, printable

LIMIT = 64 * 1024 * 1024
"""The largest pack file, in bytes."""

PIECE = 4096
"""How many characters of a source line are kept at a time."""


COMMENT = re.compile(r"(?<=[^ \t])[ \t]+#")


CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r") | {0x7F})


class Source:
    """A regular file, open for reading; use it as a context manager.

    Raises PackError where there is no such file, where it is not a regular file (a folder, a
    FIFO, a device), where it may not be read, and where it is larger than `LIMIT`.
    """

    def __init__(self, path: Path) -> None:
        self.name = os.fspath(path)
        shown = printable(self.name)
        try:
            descriptor = os.open(
                path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            )
        except FileNotFoundError:
            raise PackError(f"{shown}: there is no such file.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PackError(f"{shown}: cannot be opened: {reason}.") from None
        self._file = io.FileIO(descriptor)
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            self._file.close()
            raise PackError(f"{shown}: is not a regular file.", "A pack is one YAML file.")
        if status.st_size > LIMIT:
            self._file.close()
            raise PackError(f"{shown}: is larger than {LIMIT // 2**20} MiB.", "Split the pack.")

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def text(self, report: Report) -> Text:
        """The file from its start; what is wrong with its characters goes to the report."""
        self._file.seek(0)
        return Text(self._file, report)

    def excerpts(self, places: Iterable[Place]) -> dict[Place, Excerpt]:
        """The source lines of these places, each at most `PIECE` characters around its place."""
        wanted: dict[int, list[Place]] = {}
        for place in places:
            wanted.setdefault(place.line, []).append(place)
        found: dict[Place, Excerpt] = {}
        self._file.seek(0)
        lines = io.TextIOWrapper(
            io.BufferedReader(io.FileIO(os.dup(self._file.fileno()))),
            encoding="utf-8-sig",
            errors="replace",
        )
        with lines:
            line = start = 0
            last = max(wanted, default=-1)
            while line <= last and (piece := lines.readline(PIECE)):
                for place in wanted.get(line, ()):
                    if start <= place.column <= start + len(piece):
                        found[place] = Excerpt(piece, start)
                if piece.endswith("\n"):
                    line, start = line + 1, 0
                else:
                    start += len(piece)
        return found


class Text:
    """The decoded text of a source as a stream, with `\\n` for every line end.

    An unsafe character and what is not UTF-8 are reported with their place and replaced by
    U+FFFD, so that the rest of the file keeps its columns and can still be checked.
    """

    def __init__(self, file: io.FileIO, report: Report) -> None:
        self._file = file
        self._report = report
        self._decode = _decoder("strict")
        self._line = self._column = self._size = 0
        self.comments: dict[tuple[int, int], int] = {}
        """By line and column of the end of a text: the column of a `#` that follows it."""

    def read(self, size: int) -> str:
        """About `size` characters more; an empty text at the end."""
        while True:
            data = self._file.read(size)
            if not data:
                return self._clean(self._decoded(b"", final=True))
            self._size += len(data)
            if self._size > LIMIT:
                self._report.error("too-large", f"the file is larger than {LIMIT} bytes", None)
                return ""
            text = self._decoded(data)
            plain = len(data.translate(None, CONTROLS)) == len(data)
            if plain and text.isascii() and " #" not in text:
                self._advance(text)
            else:
                text = self._clean(text)
            if text:
                return text

    def _decoded(self, data: bytes, final: bool = False) -> str:
        state = self._decode.getstate()
        try:
            return self._decode.decode(data, final)
        except UnicodeDecodeError as error:
            held = len(state[0]) if isinstance(state[0], bytes) else 0
            good = (state[0] + data)[: error.start] if held else data[: error.start]
            before = good.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
            self._report.error(
                "not-utf-8",
                "this is not UTF-8 text",
                self._place(before, len(before)),
                "save the file as UTF-8",
            )
            self._decode = _decoder("replace")
            self._decode.setstate(state)
            return self._decode.decode(data, final)

    def _clean(self, text: str) -> str:
        for match in UNSAFE.finditer(text):
            self._report.error(
                "bad-character",
                f"{named(match[0])} may not stand in a pack",
                self._place(text, match.start()),
                "take it out: it could turn text round or change the terminal",
            )
        if " #" in text or "\t#" in text:
            self._note_comments(text)
        self._advance(text)
        return UNSAFE.sub("\ufffd", text)

    def _advance(self, text: str) -> None:
        breaks = text.count("\n")
        self._line += breaks
        self._column = len(text) - text.rfind("\n") - 1 if breaks else self._column + len(text)

    def _note_comments(self, text: str) -> None:
        line, column = self._line, self._column
        for content in text.split("\n"):
            for match in COMMENT.finditer(content):
                self.comments[line, column + match.start()] = column + match.end() - 1
            line, column = line + 1, 0

    def _place(self, text: str, offset: int) -> Place:
        breaks = text.count("\n", 0, offset)
        if not breaks:
            return Place(self._line, self._column + offset)
        return Place(self._line + breaks, offset - text.rfind("\n", 0, offset) - 1)


def _decoder(errors: str) -> io.IncrementalNewlineDecoder:
    return io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder("utf-8-sig")(errors), translate=True
    )
