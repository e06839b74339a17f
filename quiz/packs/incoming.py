"""Packs to add to the library: what a file, a folder, a ZIP archive or a web address holds."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from quiz.errors import PackError
from quiz.packs.library import PACK_ENDINGS, packs_in, subfolders_with_packs
from quiz.packs.source import LIMIT, Source
from quiz.text import count, printable, shorten

ARCHIVE_FILES = 1000
"""The most files in an archive."""

TOTAL_BYTES = 256 * 1024 * 1024
"""The most bytes that the packs of an archive or a folder have together."""

ARCHIVE_ENDINGS = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar")

FOLDER_FILES = 1000
"""The most files of a folder that are added or imported."""

ZIP_ENTRY = b"PK\x01\x02"
"""How each entry in the directory of a ZIP archive begins."""

WEB_PAGE = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|!--|head|body)")
"""How a web page begins."""

RAW_ADDRESS = "use the address of the raw file"

REDIRECTS = 5
"""The most redirects from one address to another."""

SILENCE_SECONDS = 20.0
"""How long a server may be silent."""

DOWNLOAD_SECONDS = 120.0
"""How long a download may take."""

READ_BYTES = 64 * 1024
"""How much is read at a time."""


class Candidate(NamedTuple):
    """A pack that could be added, or the `problem` with it; messages call its file `origin`.

    One that is `skipped` was not asked for, and is only mentioned. `address` is the web address
    that it was fetched from, if any.
    """

    name: str
    origin: str
    data: bytes = b""
    problem: str = ""
    skipped: bool = False
    address: str = ""


def candidates(argument: str) -> Iterator[Candidate]:
    """Yield the packs at a path or an address. Raise PackError if there is nothing to add."""
    address = argument if is_address(argument) else ""
    if address:
        name, data = _download(address)
    elif os.path.isdir(argument):
        yield from _in_folder(Path(argument))
        return
    else:
        name, data = os.path.basename(argument), _data(Path(argument))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for found in _in_archive(argument, data):
            yield found._replace(address=address)
    elif WEB_PAGE.match(data):
        raise PackError(f"{printable(argument)} is a web page, not a pack", RAW_ADDRESS)
    else:
        yield Candidate(name, argument, data, address=address)


def files_of(argument: str) -> list[str]:
    """Return the files of a folder in the order of their names, without hidden ones.

    Anything else is returned as it is; so is a folder that `read` cannot read.
    """
    try:
        names = [name for name in sorted(os.listdir(argument)) if name[0] != "."]
    except (OSError, ValueError):
        return [argument]
    files = [file for name in names if os.path.isfile(file := os.path.join(argument, name))]
    return files if 0 < len(files) <= FOLDER_FILES else [argument]


def read(argument: str) -> bytes:
    """Return the content of a file, of what is at a web address, or of stdin for `-`.

    Raise PackError if it cannot be read.
    """
    if argument == "-":
        return _stdin()
    if os.path.isdir(argument):
        raise PackError(f"a folder that holds no files, or more than {FOLDER_FILES:,}")
    if not is_address(argument):
        return _data(Path(argument))
    _, data = _download(argument)
    if WEB_PAGE.match(data):
        raise PackError("this is a web page, not a file of questions", RAW_ADDRESS)
    return data


def _stdin() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    try:
        data = _read(stream.read, LIMIT) if stream else b""
    except OSError as error:
        raise PackError(f"stdin cannot be read: {error.strerror}") from None
    if len(data) > LIMIT:
        raise PackError(f"stdin has more than {LIMIT:,} bytes")
    return data


def is_address(argument: str) -> bool:
    """Return whether an argument of a command is a web address, or meant as one."""
    return bool(re.match(r"(?i)[a-z][a-z0-9+.-]+://|(?:data|file|https?|ftps?):", argument))


def _data(path: Path) -> bytes:
    with Source(path) as source:
        return source.data()


def _in_folder(folder: Path) -> Iterator[Candidate]:
    shown, packs, left = printable(str(folder)), packs_in(folder), TOTAL_BYTES
    if len(packs) > FOLDER_FILES:
        raise PackError(f"{shown} holds more than {FOLDER_FILES:,} packs", "name some of them")
    for path in packs:
        try:
            if path.is_symlink():
                raise PackError("this is a link: name the file itself to add it")
            data = _data(path)
        except PackError as error:
            yield Candidate(path.name, str(path), problem=error.message)
            continue
        left -= len(data)
        if left < 0:
            raise PackError(f"{shown} holds more than {TOTAL_BYTES:,} bytes", "name some packs")
        yield Candidate(path.name, str(path), data)
    for below in subfolders_with_packs(folder):
        yield Candidate("", str(below), problem="a folder: name it to add its packs", skipped=True)


def _in_archive(origin: str, data: bytes) -> Iterator[Candidate]:
    shown = printable(origin)
    too_many = f"{shown} holds more than {ARCHIVE_FILES:,} files"
    if data.count(ZIP_ENTRY) > 10 * ARCHIVE_FILES:  # before reading a directory of millions
        raise PackError(too_many)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise PackError(f"{shown} is a damaged archive: {error}") from None
    if len(archive.infolist()) > ARCHIVE_FILES:
        raise PackError(too_many)
    left, empty = TOTAL_BYTES, True
    for member in archive.infolist():
        path, inside = PurePosixPath(member.filename), f"{origin}/{member.filename}"
        if member.filename.lower().endswith(ARCHIVE_ENDINGS):
            yield Candidate("", inside, problem="an archive in an archive", skipped=True)
        if not member.filename.lower().endswith(PACK_ENDINGS):
            continue
        content, problem = b"", _problem(member)
        if not problem and (path.name[0] == "." or path.parts[0] == "__MACOSX"):
            continue
        if not problem and len(path.parts) > 2:
            yield Candidate("", inside, problem="more than one folder deep", skipped=True)
            continue
        empty = False
        if not problem:
            try:
                with archive.open(member) as stream:
                    content = _read(stream.read, min(LIMIT, left))
            except Exception as error:  # zlib has an error of its own
                problem = f"it cannot be unpacked: {error}"
        if len(content) > min(LIMIT, left):
            raise PackError(f"{printable(inside)} is larger than a file in an archive may be")
        left -= len(content)
        yield Candidate(path.name, inside, content, problem)
    if empty:
        if "xl/workbook.xml" in archive.namelist():
            raise PackError(
                f"{shown} is a spreadsheet, not a pack", "`quiz import` makes one of it"
            )
        raise PackError(
            f"{shown} holds no .yaml file that could be added",
            "if they are more than one folder deep, unpack it and name the folder",
        )


def _problem(member: zipfile.ZipInfo) -> str:
    """Return why a member of an archive is refused, or an empty text."""
    path = PurePosixPath(member.filename)
    mode = member.external_attr >> 16
    if path.is_absolute() or ".." in path.parts or re.search(r"\\|^[A-Za-z]:", member.filename):
        return "its path leads out of the archive"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a link or another special file"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "its compression is not supported"  # a few bytes of bzip2 can become gigabytes
    return "it is encrypted" if member.flag_bits & 1 else ""


def _read(read: Callable[[int], bytes], most: int, deadline: float = float("inf")) -> bytes:
    """Read a stream to its end, or until there is more than `most` bytes.

    Raise PackError after the deadline.
    """
    data = bytearray()
    while len(data) <= most and (piece := read(READ_BYTES)):
        data += piece
        if time.monotonic() > deadline:
            raise PackError("the server is too slow")
    return bytes(data)


def _download(address: str) -> tuple[str, bytes]:
    """Return the name and the content of the file at an address."""
    import urllib.error
    import urllib.parse
    import urllib.request as web
    from http.client import HTTPException

    class Redirects(web.HTTPRedirectHandler):
        max_redirections = REDIRECTS

        def redirect_request(  # type: ignore[no-untyped-def]
            self, req, fp, code, msg, headers, newurl
        ):
            fp.close()  # the page that comes with a redirect would be read to its end
            _refuse_other_schemes(newurl)
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    shown = printable(shorten(address, 200))
    _refuse_other_schemes(address)
    try:
        quoted = urllib.parse.quote(address, safe="!#$%&'*+,/:;=?@[]~()")
        request = web.Request(quoted, headers={"User-Agent": "defects-quiz"})
        with web.build_opener(Redirects).open(request, timeout=SILENCE_SECONDS) as answer:
            if answer.status != 200:
                raise PackError(f"the server answers {answer.status} {answer.reason}")
            if (encoding := answer.headers.get("Content-Encoding", "identity")) != "identity":
                raise PackError(f"the server sends it compressed ({shorten(encoding, 20)})")
            data = _read(answer.read1, LIMIT, time.monotonic() + DOWNLOAD_SECONDS)
            if len(data) <= LIMIT and answer.length:
                raise PackError(f"the server broke off after {count(len(data), 'byte')}")
            name = answer.headers.get_filename("") or ""
            path = urllib.parse.unquote(urllib.parse.urlsplit(answer.url).path)
    except urllib.error.HTTPError as error:
        error.close()
        reason = " ".join(str(error.reason).split())
        raise PackError(f"{shown}: the server answers {error.code} {reason}") from None
    except (OSError, ValueError, HTTPException) as error:
        why = getattr(error, "reason", None) or error
        raise PackError(f"{shown} cannot be downloaded: {why}") from None
    if len(data) > LIMIT:
        raise PackError(f"{shown} is larger than {LIMIT:,} bytes")
    return PurePosixPath(name or path).name or "pack", data


def _refuse_other_schemes(address: str) -> None:
    if not re.match(r"(?i)https?://[^/]", address):
        raise PackError(
            f"{printable(shorten(address, 200))} is not a web address",
            "it begins with https:// or http://",
        )
