"""What the bytes of a file are: a text in some encoding, or something else."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

from quiz.errors import UsageError
from quiz.extras import install_command
from quiz.formats import Format, FormatError, Notes
from quiz.text import count

MAGIC = {
    b"PK\x03\x04": (".zip", "a ZIP archive"),
    b"\xd0\xcf\x11\xe0": (".xls", "an old Office file, such as .xls or .doc"),
    b"SQLite format 3\0": (".sqlite", "an SQLite database"),
    b"%PDF-": (".pdf", "a PDF document"),
    b"{\\rtf": (".rtf", "an RTF document"),
    b"\xff\xd8\xff": (".jpg", "a JPEG picture"),
    b"\x89PNG\r\n": (".png", "a PNG picture"),
    b"GIF8": (".gif", "a GIF picture"),
    b"RIFF": (".riff", "a sound, a video or a picture"),
    b"ID3": (".mp3", "an MP3 sound"),
    b"OggS": (".ogg", "an Ogg sound"),
    b"\x1f\x8b": (".gz", "a gzip archive"),
    b"BZh": (".bz2", "a bzip2 archive"),
    b"\xfd7zXZ\0": (".xz", "an xz archive"),
    b"7z\xbc\xaf'\x1c": (".7z", "a 7-Zip archive"),
    b"Rar!\x1a\x07": (".rar", "a RAR archive"),
    b"(\xb5/\xfd": (".zst", "a Zstandard archive"),
    b"\x7fELF": (".elf", "a program"),
    b"MZ\x90": (".exe", "a program"),
}
ZIPPED = {
    b"xl/workbook.xml": (".xlsx", "an Excel workbook (.xlsx)"),
    b"word/document.xml": (".docx", "a Word document (.docx)"),
    b"ppt/presentation.xml": (".pptx", "a PowerPoint presentation (.pptx)"),
    b"opendocument": (".odt", "an OpenDocument file, such as .ods or .odt"),
    b"collection.anki2": (".apkg", "an Anki package (.apkg)"),
}
"""What a ZIP archive is that has this in it."""

BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
NOT_ASCII = re.compile(rb"[\x80-\xff]")
SEARCHED = 100_000  # bytes that are searched for control characters

CANDIDATES = {
    "cp1252": "Western European, Windows-1252",
    "mac-roman": "Western European, Mac Roman",
    "cp850": "Western European, DOS",
    "cp1250": "Central European, Windows-1250",
    "iso8859-2": "Central European, ISO 8859-2",
    "cp1251": "Cyrillic, Windows-1251",
    "koi8-r": "Cyrillic, KOI8-R",
    "cp1253": "Greek, Windows-1253",
    "cp1254": "Turkish, Windows-1254",
    "cp1255": "Hebrew, Windows-1255",
    "cp1256": "Arabic, Windows-1256",
    "cp1257": "Baltic, Windows-1257",
    "cp1258": "Vietnamese, Windows-1258",
    "cp874": "Thai, Windows-874",
    "cp949": "Korean, CP949",
    "cp932": "Japanese, Shift-JIS",
    "euc_jis_2004": "Japanese, EUC-JP",
    "gb18030": "Chinese, GB 18030",
    "big5hkscs": "Chinese, Big5",
}
"""The encodings among which one is found, with their names for people."""
CLOSE = 1.01  # how many times as likely an encoding must be as others that are not in doubt
CLOSE_IF_SHORT = 1.2  # the same for texts with less than `SHORT` bytes beyond ASCII
SHORT = 40
LEAST = 0.01  # how likely an encoding must be at all
DETECTED = 200_000  # bytes that are looked at
WEIGHED = 2_000  # characters beyond ASCII that are looked at

MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€[\u0090-\u00bf™œ\u009d˜¦]|ï»¿|\ufffd")
"""What UTF-8 looks like that was read as Windows-1252 or Latin-1, and lost characters."""


class FileKind(NamedTuple):
    """What a file is that is not a text: the usual ending of its name, and its name for people."""

    ending: str
    title: str


def file_kind(data: bytes) -> FileKind | None:
    """Return what a file is, or None for a text."""
    for magic, (ending, title) in MAGIC.items():
        if data.startswith(magic):
            if ending == ".zip":
                found = next((kind for name, kind in ZIPPED.items() if name in data), None)
                ending, title = found or (ending, title)
            return FileKind(ending, title)
    head = data[:SEARCHED]
    if head.startswith(BYTE_ORDER_MARKS):
        return None
    if b"\0" in head or 20 * len(CONTROL_CHARACTER.findall(head)) > len(head):
        return FileKind("", "not a text file")
    return None


def refuse_other_kinds(data: bytes, form: Format) -> None:
    """Raise FormatError if a file is of a kind that no file of this format is."""
    kind = file_kind(data)
    if kind and kind.ending not in form.ENDINGS and kind.ending != ".xls":
        hint = "UTF-16 without a byte order mark has to be named: --encoding utf-16-le"
        raise FormatError(f"this is {kind.title}", "" if kind.ending else hint)


def unicode_data(data: bytes, encoding: str, notes: Notes) -> bytes:
    """Return a text file in UTF-8, and any other file as it is.

    The encoding is found if it is not given. Raise FormatError if it is not the given one or
    cannot be found, and UsageError if there is none of that name.
    """
    kind = file_kind(data)
    if kind and (kind.ending or not encoding):
        return data
    if encoding:
        text = _decoded(data, encoding)
    elif data.startswith(BYTE_ORDER_MARKS[1:]):
        text = data.decode("utf-16", "replace")
    else:
        text = _utf8(data, notes) or _detected(data, notes)
    if broken := len(MOJIBAKE.findall(text)):
        at = MOJIBAKE.search(text)
        assert at
        line = text.count("\n", 0, at.start()) + 1
        shown = text[max(at.start() - 8, 0) : at.end() + 8].split("\n")[0].strip()
        why = "the file was damaged before, by reading it in a wrong encoding"
        notes.changed(line, f"{count(broken, 'broken character')}, as in `{shown}`: {why}")
    return text.encode("utf-8", "replace")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise UsageError(
            f"There is no encoding {encoding!r}.", "such as cp949 or mac-roman"
        ) from None
    except (UnicodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        raise FormatError(f"line {line} cannot be read as {encoding}") from None


def _utf8(data: bytes, notes: Notes) -> str:
    """Return a text in UTF-8, in which a few lines may be in Windows-1252, or an empty text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    lines, bad, good = [], [], 0
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode())
            good += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            bad.append(number)
    if good <= 2 * len(bad):
        return ""
    many = f"{count(len(bad), 'line')} of this UTF-8 file"
    notes.changed(bad[0], f"{many} are read as Windows-1252, from here on")
    return "\n".join(lines)


def _detected(data: bytes, notes: Notes) -> str:
    """Return a text in the likeliest encoding. Raise FormatError if several are likely."""
    detector = _detector()
    guesses = detector.detect_all(
        data[:DETECTED],
        ignore_threshold=True,
        include_encodings=CANDIDATES,
        empty_input_encoding="cp1252",
        compat_names=False,
    )
    likely_by_name = {guess["encoding"]: guess["confidence"] for guess in guesses}
    readings: dict[str, tuple[str, float]] = {}
    for name in filter(likely_by_name.__contains__, CANDIDATES):
        with suppress(UnicodeDecodeError):
            text = data.decode(name)
            first, likely = readings.get(text, (name, 0.0))
            readings[text] = (first, max(likely, likely_by_name[name]))
    best = max((likely for _, likely in readings.values()), default=0.0)
    is_short = len(NOT_ASCII.findall(data[:DETECTED])) < SHORT
    limit = max(best / (CLOSE_IF_SHORT if is_short else CLOSE), LEAST)
    close = {text: name for text, (name, likely) in readings.items() if likely >= limit}
    if len(close) > 1:
        odd = {text: _oddities(text) for text in readings}
        found = [text for text in close if odd[text] == min(odd.values())]
    else:
        found = [*close]
    if len(found) == 1:
        text, name = found[0], close[found[0]]
        notes.changed(None, f"read as {CANDIDATES[name]}; --encoding names another encoding")
        return text
    names = sorted({*close.values()}) or list(CANDIDATES)[:2]
    raise FormatError(
        "this text is not in UTF-8, and its encoding is not certain",
        f"name it, as in --encoding {' or '.join(names[:4])}",
    )


def _oddities(text: str) -> int:
    """Return how many characters beyond ASCII stand where such characters hardly do."""
    found = 0
    for match in islice(re.finditer(r"[^\x00-\x7f]", text), WEIGHED):
        at = match.start()
        sign, before, after = match[0], text[at - 1 : at], text[at + 1 : at + 2]
        kind = unicodedata.category(sign)
        is_inside = before.isalpha() and after.isalpha()
        found += (
            kind in ("Cc", "Co")
            or (kind == "Lu" and before.islower())
            or (kind[0] in "SN" and is_inside)
            or (kind[0] == "P" and is_inside and sign not in "‘’‐‑–·・")
        )
    return found


def _detector() -> Any:
    """Return the module chardet. Raise FormatError if it is not installed."""
    try:
        import chardet
    except ImportError:
        command = install_command("encodings")
        what = "this text is not in UTF-8, and chardet, which finds encodings, is not installed"
        hint = f"name the encoding, as in --encoding cp1252, or install it: {command}"
        raise FormatError(what, hint) from None
    return chardet
