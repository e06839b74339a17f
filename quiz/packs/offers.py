"""What a file, a folder, an archive or an address offers to the player's library."""

from __future__ import annotations

import io
import os
import re
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple

from quiz.errors import PackError
from quiz.packs.library import ENDINGS, in_folder, with_packs
from quiz.packs.source import LIMIT, Source
from quiz.text import count, printable, shorten

if TYPE_CHECKING:
    from http.client import HTTPResponse

MEMBERS = 1000
"""How many files an archive may hold."""

UNPACKED = 256 * 1024 * 1024
"""How many bytes the files of an archive may have in all."""

REDIRECTIONS = 5
PATIENCE = 20.0
"""How many seconds a server may be silent."""

PATIENCE_IN_ALL = 120.0
"""How many seconds it may take to send a file."""

ENTRY = b"PK\x01\x02"
"""What each entry in the directory of an archive begins with."""

ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar")

BLOCK = 64 * 1024

DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?")

NAMES = "letters, digits, blanks and - _ make one"
"""What to say of a name that cannot be that of a pack."""

BYTES = 200
"""How long a name may be on a disk, where 255 with all that is added is a usual limit."""


class Offer(NamedTuple):
    """A pack that could be added, or why it cannot be; `origin` is what a report calls its file.

    One that is `passed` over was not asked for, and is only mentioned.
    """

    name: str
    origin: str
    data: bytes = b""
    problem: str = ""
    passed: bool = False


def offers(argument: str) -> Iterator[Offer]:
    """The packs at a path or an address.

    Raises PackError where there is nothing to be had.
    """
    if re.match(r"(?i)[a-z][a-z0-9+.-]+://|(?:data|file|https?|ftps?):", argument):
        name, data = _fetched(argument)
        yield from _opened(name, argument, data)
    elif os.path.isdir(argument):
        yield from _folder(Path(argument))
    else:
        path = Path(argument)
        with Source(path) as source:
            data = source.data()
        yield from _opened(path.name, argument, data)


def pack_name(file: str) -> str:
    """The name of a pack by that of its file. Raises PackError if no system could keep it so."""
    stem = re.sub(r"(?i)\.(?:ya?ml|txt)\Z", "", file)
    if (
        not stem
        or len(stem) > 80
        or len(os.fsencode(stem)) > BYTES
        or printable(stem) != stem
        or stem[0] in ".-"
        or stem[-1] in ". "
        or re.search(r'[\\/:*?"<>|]', stem)
        or DEVICES.fullmatch(stem)
    ):
        raise PackError(
            f"`{printable(shorten(stem))}` cannot be the name of a pack",
            f"{NAMES}: give it another with --name",
        )
    return stem


def _opened(name: str, origin: str, data: bytes) -> Iterator[Offer]:
    """What a file holds: packs, if it is an archive; otherwise it is one itself."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _archive(origin, data)
    elif data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise PackError(
            f"{printable(origin)} is a web page, not a pack", "use the address of the raw file"
        )
    else:
        yield Offer(name, origin, data)


def _folder(folder: Path) -> Iterator[Offer]:
    for path in in_folder(folder):
        if path.is_symlink():
            yield Offer(path.name, str(path), problem="a link: name the file itself to add it")
            continue
        try:
            with Source(path) as source:
                yield Offer(path.name, str(path), source.data())
        except PackError as error:
            yield Offer(path.name, str(path), problem=error.message)
    for below in with_packs(folder):
        yield Offer("", str(below), problem="a folder: name it to add its packs", passed=True)


def _archive(origin: str, data: bytes) -> Iterator[Offer]:
    most = f"{MEMBERS:,} files are the most"
    if data.count(ENTRY) > 10 * MEMBERS:  # before reading a directory of millions
        raise PackError(f"{printable(origin)} holds too many files; {most}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise PackError(f"{printable(origin)} is a damaged archive: {error}") from None
    if len(members) > MEMBERS:
        raise PackError(f"{printable(origin)} holds {count(len(members), 'file')}; {most}")
    files = [member for member in members if not member.is_dir()]
    packs = [member for member in files if member.filename.lower().endswith(ENDINGS)]
    if not packs:
        raise PackError(f"{printable(origin)} holds no .yaml file")
    if all(len(PurePosixPath(member.filename).parts) > 2 for member in packs):
        raise PackError(
            f"{printable(origin)} holds .yaml files only more than one folder deep",
            "unpack it and name the folder",
        )
    left, names = UNPACKED, set[str]()
    for member in packs:
        path = PurePosixPath(member.filename)
        inside = f"{origin}/{member.filename}"
        problem = _trouble(member, path)
        if not problem and (path.name[0] == "." or path.parts[0] == "__MACOSX"):
            continue
        if not problem and len(path.parts) > 2:
            yield Offer(path.name, inside, problem="more than one folder deep", passed=True)
            continue
        if path.stem.casefold() in names:
            problem = problem or "a second file of this name"
        names.add(path.stem.casefold())
        content = b""
        if not problem:
            try:
                with archive.open(member) as stream:
                    content = _bounded(stream, min(LIMIT, left))
            except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, OSError) as error:
                problem = f"it cannot be unpacked: {error}"
            except NotImplementedError:
                problem = "it is packed in a way that is not supported"
            except Exception as error:  # zlib and lzma have errors of their own
                problem = f"it cannot be unpacked: {error}"
        left -= len(content)
        if len(content) > min(LIMIT, left + len(content)):
            raise PackError(f"{printable(inside)} is larger than an archive's file may be")
        yield Offer(path.name, inside, content, problem)
    for member in files:
        if member.filename.lower().endswith(ARCHIVES):
            inside = f"{origin}/{member.filename}"
            yield Offer("", inside, problem="an archive in an archive", passed=True)


def _trouble(member: zipfile.ZipInfo, path: PurePosixPath) -> str:
    """Why a member of an archive cannot be taken, if so."""
    mode = member.external_attr >> 16
    if path.is_absolute() or ".." in path.parts or re.search(r"\\|^[A-Za-z]:", member.filename):
        return "its path leads out of the archive"
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "not a regular file"
    return "it is encrypted" if member.flag_bits & 1 else ""


def _bounded(stream: IO[bytes], most: int) -> bytes:
    """What a stream gives, or one byte more than `most`."""
    data = bytearray()
    while len(data) <= most and (piece := stream.read(BLOCK)):
        data += piece
    return bytes(data[: most + 1])


def _received(answer: HTTPResponse, deadline: float) -> bytes:
    """What a server sends, or more than `LIMIT` bytes of it. Raises PackError if it breaks off."""
    if (encoding := answer.headers.get("Content-Encoding", "identity")) != "identity":
        raise PackError(f"the server sends it packed ({shorten(encoding, 20)})")
    data = bytearray()
    while len(data) <= LIMIT and (
        piece := answer.read1(BLOCK)
    ):  # what has come: no waiting for more
        data += piece
        if time.monotonic() > deadline:
            raise PackError("the server is too slow")
    if len(data) <= LIMIT and answer.length:
        raise PackError(f"the server broke off after {count(len(data), 'byte')}")
    return bytes(data)


def _fetched(address: str) -> tuple[str, bytes]:
    """The name and the content of the file at an address."""
    import urllib.error
    import urllib.parse
    import urllib.request as web
    from http.client import HTTPException

    class Redirections(web.HTTPRedirectHandler):
        max_redirections = REDIRECTIONS

        def redirect_request(  # type: ignore[no-untyped-def]
            self, req, fp, code, msg, headers, newurl
        ):
            _only_web(newurl)
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = web.OpenerDirector()
    for handler in (
        web.ProxyHandler(),
        web.HTTPHandler(),
        web.HTTPSHandler(),
        web.HTTPDefaultErrorHandler(),
        Redirections(),
        web.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    shown = printable(shorten(address, 200))
    _only_web(address)
    try:
        quoted = urllib.parse.quote(address, safe="!#$%&'*+,/:;=?@[]~()")
        request = web.Request(quoted, headers={"User-Agent": "defects-quiz"})
        with opener.open(request, timeout=PATIENCE) as answer:
            if answer.status != 200:
                raise PackError(f"the server answers {answer.status} {answer.reason}")
            data = _received(answer, time.monotonic() + PATIENCE_IN_ALL)
            name = answer.headers.get_filename("") or ""
            path = urllib.parse.unquote(urllib.parse.urlsplit(answer.url).path)
    except urllib.error.HTTPError as error:
        error.close()
        told = " ".join(str(error.reason).split())
        raise PackError(f"{shown}: the server answers {error.code} {told}") from None
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise PackError(f"{shown} cannot be fetched: {reason}") from None
    if len(data) > LIMIT:
        raise PackError(f"{shown} is larger than {LIMIT:,} bytes")
    return PurePosixPath(name or path).name or "pack", data


def _only_web(address: str) -> None:
    if not re.match(r"(?i)https?://[^/]", address):
        raise PackError(
            f"{printable(shorten(address, 200))} is not an address of the web",
            "it begins with https:// or http://",
        )
