"""A file that anybody may have written, opened with care and read as clean text."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from quiz.errors import PackError
from quiz.packs.diagnostics import Correction, Excerpt, Place, Report
from quiz.text import UNSAFE, named

LIMIT = 64 * 1024 * 1024
"""The largest pack file, in bytes."""

BLOCK_SIZE = 16 * 1024
"""How many bytes are read at a time; a line of more characters is passed on in parts."""

MAX_LINES_READ = LIMIT
"""More lines than a file can have."""

MAX_EXCERPT = 4096
"""How many characters of a source line are kept at a time."""

COMMENT = re.compile(r"(?<=[^ \t])[ \t]+#")

PREAMBLE = re.compile(r"(?:[%#][^\n]*\n|[ \t]*\n)*")
"""What may come before the first line of a document."""

DIRECTIVE = re.compile(r"^%(?=TAG)", re.MULTILINE)

SURROGATE = re.compile("[\ud800-\udfff]")

CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r") | {0x7F})


class Source:
    """A regular file, open for reading; use it as a context manager.

    `progress` is called now and then with the share of the text that has been read.

    Raise PackError if the file does not exist, is not a regular file (but a folder, a FIFO or a
    device), may not be read or is larger than `LIMIT`.
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
                raise PackError("this is not a regular file", "give the path of one file")
            if status.st_size > LIMIT:
                raise PackError(
                    f"the file is larger than {LIMIT:,} bytes",
                    "split it into smaller files",
                )
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
        """Return all bytes of the file. Raise PackError if it grows beyond `LIMIT`."""
        self._file.seek(0)
        data = bytearray()
        while piece := _read(self._file, 64 * BLOCK_SIZE):
            data += piece
            if len(data) > LIMIT:
                raise PackError(f"the file is larger than {LIMIT:,} bytes")
        return bytes(data)

    def text(self, report: Report) -> TextStream:
        """Return the text of the file, which reports what is wrong with its characters.

        Raise PackError if it is UTF-16.
        """
        self._file.seek(0)
        if _read(self._file, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise PackError("this is UTF-16 text, not UTF-8", "save the file as UTF-8")
        self._file.seek(0)
        return TextStream(self._file, report, self._progress)

    def excerpts(self, places: Iterable[Place]) -> dict[Place, Excerpt]:
        """Return the source lines of places, each with at most `MAX_EXCERPT` characters of it."""
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


class TextStream:
    """The decoded text of a source, with a newline for every line end.

    Unsafe characters and bytes that are not UTF-8 are reported with their place and replaced by
    U+FFFD, so that the rest of the file keeps its columns and can still be checked.
    """

    def __init__(
        self, file: io.FileIO, report: Report, progress: Callable[[float], None] | None = None
    ) -> None:
        self._file = file
        self._progress = progress
        self._whole = os.fstat(file.fileno()).st_size
        self._report = report
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._rest = b""
        self._line = self._column = self._size = self._skip = 0
        self._starts = [(0, 0)]
        """Lines that a piece of text began with, and their place in the file, in bytes."""
        self._checked = (0, 0)
        """The line and the column up to which the text has been checked."""
        self._prefix = ""
        self._last_start = (0, 0)
        self._is_utf8 = self._is_preamble = True
        self._has_directive = False
        self.comments: dict[tuple[int, int], int] = {}
        """The columns of the `#` of comments, by line and column of the end of the text before.

        Those of the last two reads are kept; the parser is never further behind.
        """

    def read(self, size: int) -> str:
        """Return the next lines, or a part of a very long one; an empty text at the end.

        The parser's `size` is ignored.
        """
        if prefix := self._prefix:
            self._prefix = ""
            return prefix
        while True:
            data = _read(self._file, BLOCK_SIZE)
            self._size += len(data)
            if self._size > LIMIT:
                self._report.error("too-large", f"the file is larger than {LIMIT:,} bytes", None)
                return ""
            if self._progress:
                self._progress(min(1.0, self._size / max(1, self._whole)))
            whole = self._rest + data
            end = len(whole)
            if data:
                end = max(whole.rfind(b"\n"), whole.rfind(b"\r", 0, -1)) + 1
                if not end and len(whole) > BLOCK_SIZE:
                    end = len(whole) - whole.endswith(b"\r")
            self._rest = whole[end:]
            if not end and data:
                continue
            text = self._decoder.decode(whole[:end], not data)
            text = self._clean(text.replace("\r\n", "\n").replace("\r", "\n"))
            if not self._column and self._line > self._starts[-1][0]:
                self._starts.append((self._line, self._size - len(self._rest)))
            text = self._without_skipped(text)
            if text or not data:
                return text

    def go_to(self, line: int, prefix: str) -> None:
        """Read on from the start of a line, as if `prefix` were before it."""
        first, offset = self._start_before(line)
        self._file.seek(offset)
        self._decoder.setstate((b"", 0 if offset else 1))  # 1 stands for a BOM that may follow
        self._rest = b""
        self._line, self._column, self._size = first, 0, offset
        self._skip = line - first
        self._prefix = prefix
        self._last_start = (first, 0)
        self._is_preamble = False
        self.comments = {}

    def lines(self, first: int, last: int, *others: int) -> dict[int, str]:
        """Return some lines by number, each cut to `MAX_EXCERPT` characters.

        They are those from `first` to `last`, and `others` before them. There is no more to
        `read` after that, unless with `go_to`.
        """
        wanted = [*((line, line) for line in others if line < first), (first, last)]
        return {line: text for one in wanted for line, text in self.lines_from(*one)}

    def lines_from(self, first: int, last: int = MAX_LINES_READ) -> Iterator[tuple[int, str]]:
        """Yield lines from one to another with their numbers, as `lines` returns them."""
        for line, start, piece in _pieces(self._file, *self._start_before(first)):
            if line > last:
                break
            if not start and line >= first:
                yield line, UNSAFE.sub("\ufffd", piece.removesuffix("\n"))

    def _start_before(self, line: int) -> tuple[int, int]:
        """Return the last line up to this one whose place in the file is known, and the place."""
        return self._starts[max(0, bisect_right(self._starts, (line, LIMIT)) - 1)]

    def _without_skipped(self, text: str) -> str:
        """Return the part of a text that is not to be skipped."""
        at = 0
        while self._skip:
            if not (at := text.find("\n", at) + 1):
                return ""
            self._skip -= 1
        return text[at:]

    def _clean(self, text: str) -> str:
        if not text.isascii() or len(text.encode().translate(None, CONTROLS)) < len(text):
            text = self._decoded(text)
            for match in UNSAFE.finditer(text):
                message = f"packs cannot contain {named(match[0])}"
                place = self._place(text, match.start())
                if place[:2] >= self._checked:
                    hint, edits = _instead(match[0], place)
                    self._report.error("bad-character", message, place, hint, edits=edits)
            text = UNSAFE.sub("\ufffd", text)
        if self._is_preamble:
            text = self._without_directives(text)
        self._note_comments(text)
        breaks = text.count("\n")
        self._line += breaks
        self._column = len(text) - text.rfind("\n") - 1 if breaks else self._column + len(text)
        self._checked = max(self._checked, (self._line, self._column))
        return text

    def _without_directives(self, text: str) -> str:
        """Return `text` with `%TAG` lines as comments, because many take long to parse."""
        end = PREAMBLE.match(text).end()  # type: ignore[union-attr]
        self._is_preamble = end == len(text)
        if (first := DIRECTIVE.search(text, 0, end)) is None:
            return text
        if not self._has_directive:
            self._has_directive = True
            place = self._place(text, first.start())
            self._report.error("tag", "packs cannot have `%TAG` lines", place, "remove the line")
        return DIRECTIVE.sub("#", text[:end]) + text[end:]

    def _decoded(self, text: str) -> str:
        """Return `text` without surrogates, which stand for bytes, and report the first one."""
        if (bad := SURROGATE.search(text)) is None:
            return text
        if self._is_utf8:
            self._is_utf8 = False
            place = self._place(text, bad.start())
            hint = "save the file as UTF-8"
            self._report.error("not-utf-8", "this is not UTF-8 text", place, hint)
        return SURROGATE.sub("\ufffd", text)

    def _note_comments(self, text: str) -> None:
        kept = {end: at for end, at in self.comments.items() if end >= self._last_start}
        self.comments = kept
        self._last_start = line, column = self._line, self._column
        if " #" not in text and "\t#" not in text:
            return
        for content in text.split("\n"):
            for match in COMMENT.finditer(content):
                kept[line, column + match.start()] = column + match.end() - 1
            line, column = line + 1, 0

    def _place(self, text: str, offset: int) -> Place:
        breaks = text.count("\n", 0, offset)
        if not breaks:
            return Place(self._line, self._column + offset)
        return Place(self._line + breaks, offset - text.rfind("\n", 0, offset) - 1)


def _instead(character: str, place: Place) -> tuple[str, tuple[Correction, ...]]:
    """Return what to do about a character that packs cannot have, and the change that does it."""
    if character in "\x0b\x0c\u2028\u2029":
        return "write a space instead", (Correction(place, " "),)
    if "\x80" <= character <= "\x9f":
        with suppress(UnicodeError):
            meant = character.encode("latin-1").decode("cp1252")
            return f"write {meant}, which it is in Windows-1252", (Correction(place, meant),)
    hint = "remove it: it could reverse the text's direction or change the terminal"
    return hint, (Correction(place, ""),)


def _pieces(file: io.FileIO, line: int = 0, offset: int = 0) -> Iterator[tuple[int, int, str]]:
    """Yield the lines of a file in pieces: the line's number, the piece's column, the piece.

    They are the lines from one on, which starts at `offset`.
    """
    file.seek(offset)
    lines = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(os.dup(file.fileno()))),
        encoding="utf-8" if offset else "utf-8-sig",
        errors="surrogateescape",
    )
    with lines, suppress(OSError):
        start = 0
        while piece := lines.readline(MAX_EXCERPT):
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
