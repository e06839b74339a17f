"""A file of a stranger's, opened with care and read as clean text."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from quiz.errors import PackError
from quiz.packs.diagnostics import Excerpt, Place, Report
from quiz.text import UNSAFE, named

LIMIT = 64 * 1024 * 1024
"""The largest pack file, in bytes."""

BLOCK = 64 * 1024
"""How many bytes are read at a time, and how long a line may be to be handed on whole."""

PIECE = 4096
"""How many characters of a source line are kept at a time."""

COMMENT = re.compile(r"(?<=[^ \t])[ \t]+#")

PREAMBLE = re.compile(r"(?:[%#][^\n]*\n|[ \t]*\n)*")
"""What may stand above the first line of a document."""

DIRECTIVE = re.compile(r"^%(?=TAG)", re.MULTILINE)

SURROGATE = re.compile("[\ud800-\udfff]")

CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r") | {0x7F})


class Source:
    """A regular file, open for reading; use it as a context manager.

    Raises PackError where there is no such file, where it is not a regular file (a folder, a
    FIFO, a device), where it may not be read, and where it is larger than `LIMIT`.
    `progress` is told, now and then, which share of the text has been read.
    """

    def __init__(self, path: Path, progress: Callable[[float], None] | None = None) -> None:
        self._progress = progress
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags)
        except FileNotFoundError:
            raise PackError("there is no such file") from None
        except (OSError, ValueError) as error:
            raise _trouble("opened", error) from None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise PackError("this is not a regular file", "a pack is one YAML file")
            if status.st_size > LIMIT:
                raise PackError(f"the file is larger than {LIMIT:,} bytes", "split the pack")
            self.size = status.st_size
            self._file = io.FileIO(descriptor)
        except BaseException:
            os.close(descriptor)
            raise

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def data(self) -> bytes:
        """All bytes of the file. Raises PackError where it grows beyond `LIMIT`."""
        self._file.seek(0)
        data = bytearray()
        while piece := _read(self._file, 16 * BLOCK):
            data += piece
            if len(data) > LIMIT:
                raise PackError(f"the file is larger than {LIMIT:,} bytes")
        return bytes(data)

    def text(self, report: Report) -> Text:
        """The file from its start; what is wrong with its characters goes to the report.

        Raises PackError where it is UTF-16.
        """
        self._file.seek(0)
        if _read(self._file, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise PackError("this is UTF-16 text, not UTF-8", "save the file as UTF-8")
        self._file.seek(0)
        return Text(self._file, report, self._progress)

    def excerpts(self, places: Iterable[Place]) -> dict[Place, Excerpt]:
        """The source lines of these places, each at most `PIECE` characters around its place."""
        wanted: dict[int, list[Place]] = {}
        for place in places:
            wanted.setdefault(place.line, []).append(place)
        found: dict[Place, Excerpt] = {}
        last = max(wanted, default=-1)
        for line, start, piece in _pieces(self._file):
            if line > last:
                break
            for place in wanted.get(line, ()):
                if start <= place.column <= start + len(piece):
                    found[place] = Excerpt(piece, start)
        return found


class Text:
    """The decoded text of a source as a stream, with `\\n` for every line end.

    An unsafe character and what is not UTF-8 are reported with their place and replaced by
    U+FFFD, so that the rest of the file keeps its columns and can still be checked.
    """

    def __init__(
        self, file: io.FileIO, report: Report, progress: Callable[[float], None] | None = None
    ) -> None:
        self._file = file
        self._progress = progress
        self._whole = os.fstat(file.fileno()).st_size
        self._report = report
        utf8 = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._decoder = io.IncrementalNewlineDecoder(utf8, translate=True)
        self._rest = ""
        self._line = self._column = self._size = 0
        self._utf8 = self._preamble = True
        self._directive = False
        self._noted: tuple[list[tuple[int, int]], ...] = ([], [])
        self.comments: dict[tuple[int, int], int] = {}
        """By line and column of the end of a text: the column of a `#` that follows it.

        Those of the last two texts read are kept, which the parser is never behind.
        """

    def read(self, size: int) -> str:
        """Some lines more, or a part of a very long one; an empty text at the end."""
        while True:
            data = _read(self._file, BLOCK)
            self._size += len(data)
            if self._size > LIMIT:
                self._report.error("too-large", f"the file is larger than {LIMIT:,} bytes", None)
                return ""
            if self._progress:
                self._progress(min(1.0, self._size / max(1, self._whole)))
            text = self._rest + self._decoder.decode(data, not data)
            end = text.rfind("\n") + 1 if data else len(text)
            if not end and len(text) > BLOCK:
                end = len(text)
            self._rest = text[end:]
            if end or not data:
                return self._clean(text[:end])

    def lines(self, first: int, last: int, *others: int) -> dict[int, str]:
        """These lines, and others before them, by number, each `PIECE` characters at the most.

        To be called once there is nothing more to `read`, as it starts over.
        """
        found: dict[int, str] = {}
        for line, start, piece in _pieces(self._file):
            if line > last:
                break
            if not start and (line >= first or line in others):
                found[line] = UNSAFE.sub("\ufffd", piece.removesuffix("\n"))
        return found

    def _clean(self, text: str) -> str:
        if not text.isascii() or len(text.encode().translate(None, CONTROLS)) < len(text):
            text = self._decoded(text)
            for match in UNSAFE.finditer(text):
                self._report.error(
                    "bad-character",
                    f"{named(match[0])} may not stand in a pack",
                    self._place(text, match.start()),
                    "take it out: it could turn text round or change the terminal",
                )
            text = UNSAFE.sub("\ufffd", text)
        if self._preamble:
            text = self._without_directives(text)
        self._note_comments(text)
        breaks = text.count("\n")
        self._line += breaks
        self._column = len(text) - text.rfind("\n") - 1 if breaks else self._column + len(text)
        return text

    def _without_directives(self, text: str) -> str:
        """`text` with `%TAG` lines as comments: many of them keep the parser busy for long."""
        end = PREAMBLE.match(text).end()  # type: ignore[union-attr]
        self._preamble = end == len(text)
        if (first := DIRECTIVE.search(text, 0, end)) is None:
            return text
        if not self._directive:
            self._directive = True
            self._report.error(
                "tag",
                "a `%TAG` line prepares tags, and packs have none",
                self._place(text, first.start()),
                "take the line out",
            )
        return DIRECTIVE.sub("#", text[:end]) + text[end:]

    def _decoded(self, text: str) -> str:
        """`text` without the surrogates that stand for bytes; only the first one is reported."""
        if (bad := SURROGATE.search(text)) is None:
            return text
        if self._utf8:
            self._utf8 = False
            place = self._place(text, bad.start())
            self._report.error("not-utf-8", "this is not UTF-8 text", place, "save it as UTF-8")
        return SURROGATE.sub("\ufffd", text)

    def _note_comments(self, text: str) -> None:
        stale, fresh = self._noted
        for end in stale:
            self.comments.pop(end, None)
        self._noted = fresh, []
        if " #" not in text and "\t#" not in text:
            return
        line, column = self._line, self._column
        for content in text.split("\n"):
            for match in COMMENT.finditer(content):
                end = (line, column + match.start())
                self.comments[end] = column + match.end() - 1
                self._noted[1].append(end)
            line, column = line + 1, 0

    def _place(self, text: str, offset: int) -> Place:
        breaks = text.count("\n", 0, offset)
        if not breaks:
            return Place(self._line, self._column + offset)
        return Place(self._line + breaks, offset - text.rfind("\n", 0, offset) - 1)


def _pieces(file: io.FileIO) -> Iterator[tuple[int, int, str]]:
    """The lines of a file, in pieces, each with its line's number and the column it starts at."""
    file.seek(0)
    lines = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(os.dup(file.fileno()))),
        encoding="utf-8-sig",
        errors="surrogateescape",
    )
    with lines, suppress(OSError):
        line = start = 0
        while piece := lines.readline(PIECE):
            yield line, start, piece
            if piece.endswith("\n"):
                line, start = line + 1, 0
            else:
                start += len(piece)


def _read(file: io.FileIO, size: int) -> bytes:
    try:
        return file.read(size) or b""
    except OSError as error:
        raise _trouble("read", error) from None


def _trouble(what: str, error: OSError | ValueError) -> PackError:
    reason = getattr(error, "strerror", None) or str(error)
    return PackError(f"the file cannot be {what}: {reason}")
