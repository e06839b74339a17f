"""Rows of cells, out of the files of spreadsheet programs and into them."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, NamedTuple, TypeAlias
from zipfile import ZipFile

from quiz.formats import FormatError, Notes
from quiz.formats._text import decoded
from quiz.packs.model import ITEMS

Row: TypeAlias = tuple[int, list[str]]
"""The number of a row, counted from 1, and its cells without the blank ones at its end."""

Cells: TypeAlias = list[str | int]
"""A row to be written; in XLSX a number is written as one."""

ROWS = ITEMS + 1_000
"""The largest number of rows of a sheet: a question each, and what stands above them."""

COLUMNS = 300
"""The largest number of columns that are looked at."""

UNPACKED = 64 * 2**20
"""The largest size of an XLSX file out of its zip, in bytes."""

PART = 24 * 2**20
"""The largest size of a part of it that is read, such as a sheet."""

PARTS = 1_000
"""The largest number of such parts."""

ELEMENTS = 300_000
"""The largest number of XML tags in the parts of an XLSX file that hold no cells."""

STRINGS = 4_000_000
"""The largest number of XML tags in the table of texts of an XLSX file."""

HINT = "save it as CSV with the spreadsheet program and import that"

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SIGN = r"[\t\r\n ]*[=+@-]"
ARMED = re.compile(rf"'*{SIGN}")
DISARMED = re.compile(rf"'+{SIGN}")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_")
SHEET = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml")
UNSOLVED = re.compile(
    rb'<c\b(?![^<>]* t="str")[^<>]*+>\s*+'
    rb"<f\b[^<>]*+(?:(?<=/)>|>[^<]*+</f>)\s*+(?:<v *+/>|<v></v>)?\s*+</c>"
)
"""A cell with a formula and no result; an empty text is one."""
ROW = re.compile(rb"<(?:\w{1,20}+:)?row\b")


class Table(NamedTuple):
    """One way to read a file as rows: a sheet of its name, or a text cut at some sign."""

    name: str
    rows: Iterator[Row]


def tables(data: bytes, notes: Notes) -> Iterator[Table]:
    """The sheets of an XLSX file, or the ways to cut a text into cells.

    Raises FormatError where the file is neither, at once or on the way through its rows.
    """
    if data.startswith(OLD_EXCEL):
        raise FormatError("this is a file of an old Excel", HINT)
    if data.startswith(ZIP):
        yield from _sheets(data, notes)
        return
    text = decoded(data)
    told = re.match(r"sep=([,;\t|])\n", text)
    for separator in told[1] if told else ",;\t":
        yield Table("", _rows(text, separator))


def is_xlsx(data: bytes) -> bool:
    """Whether a file looks like a spreadsheet in a zip."""
    return data.startswith(ZIP) and b"xl/workbook.xml" in data


def records(text: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """The records of a text in CSV: where each begins, the line it begins in, and its cells.

    A quote stands for itself where the cell does not end with one.
    """
    cut = re.escape(separator)
    cell = re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*)" *|([^\n{cut}]*+))(\n|{cut}|\Z)')
    at, line, size = 0, 1, len(text)
    while at < size:
        begin, first, cells = at, line, []
        end = separator
        while end == separator:
            found = cell.match(text, at)
            assert found, "every text begins with a cell"
            quoted, bare, end = found.groups()
            if quoted is not None:
                cells.append(quoted.replace('""', '"'))
                line += quoted.count("\n")
            else:
                cells.append(bare)
            if len(cells) > 100 * COLUMNS:
                raise FormatError(f"line {first} has more than {100 * COLUMNS:,} cells")
            at = found.end()
        line += 1
        yield begin, first, cells


def _rows(text: str, separator: str) -> Iterator[Row]:
    for number, (_, line, cells) in enumerate(records(text, separator), 1):
        if number > ROWS:
            raise FormatError(f"the sheet has more than {ROWS:,} rows")
        yield line, _tidy(cells)


def _tidy(cells: list[str]) -> list[str]:
    """Cells without margins, without disarming, and without blank ones at the end."""
    tidy = [rearmed(cell.strip()).strip() if cell else cell for cell in cells]
    while tidy and not tidy[-1]:
        tidy.pop()
    return tidy


def rearmed(cell: str) -> str:
    """A cell as its writer meant it, without the apostrophe that kept it from being a formula."""
    return cell[1:] if DISARMED.match(cell) else cell


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a plain number is none."""
    return f"'{text}" if ARMED.match(text) and not NUMBER.fullmatch(text) else text


def _sheets(data: bytes, notes: Notes) -> Iterator[Table]:
    """The sheets of an XLSX file, which is read cell by cell and never computed."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise missing() from None
    try:
        if _lacks_results(data):
            notes.left_out(None, "a formula whose result the file does not hold")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = list(book.worksheets)
    except FormatError:
        raise
    except Exception as problem:  # whatever a damaged file makes of it
        raise _damaged() from problem
    for sheet in sheets:
        yield Table(sheet.title, _cells(sheet, notes))


@lru_cache(maxsize=1)
def _lacks_results(data: bytes) -> bool:
    """Whether an XLSX file has a formula without its result.

    Raises FormatError where it would cost too much to read, before anything in it is parsed.
    """
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise FormatError("this is a zip file, and no XLSX file", HINT)
        if sum(part.file_size for part in parts) > UNPACKED:
            raise FormatError(f"this XLSX file unpacks to more than {UNPACKED >> 20} MiB", HINT)
        sheets = {part.filename for part in parts if SHEET.match(part.filename)}
        parts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if max(part.file_size for part in parts) > PART:
            raise FormatError(
                f"a part of this XLSX file unpacks to more than {PART >> 20} MiB", HINT
            )
        if len(parts) > PARTS:
            raise FormatError(f"this XLSX file has more than {PARTS:,} parts", HINT)
        elements = 0
        lacking = False
        for part in parts:
            content = archive.read(part)
            if b"<!DOCTYPE" in content.replace(b"\0", b""):
                raise FormatError("this XLSX file has a document type: no spreadsheet writes one")
            if part.filename in sheets:
                if sum(1 for _ in islice(ROW.finditer(content), ROWS + 1)) > ROWS:
                    raise FormatError(f"a sheet has more than {ROWS:,} rows", HINT)
                lacking = lacking or (b"<f" in content and bool(UNSOLVED.search(content)))
            elif part.filename == "xl/sharedStrings.xml":
                if content.count(b"<") > STRINGS:
                    raise FormatError("this XLSX file has too many texts", HINT)
            else:
                elements += content.count(b"<")
                named = part.filename == "xl/workbook.xml" and content.count(b"<sheet ")
                if named > len(sheets):
                    raise FormatError("this XLSX file names more sheets than it has", HINT)
        if elements > ELEMENTS:
            raise FormatError("this XLSX file has too many styles and settings", HINT)
    return lacking


def _cells(sheet: Any, notes: Notes) -> Iterator[Row]:
    gap = None
    try:
        for number, row in enumerate(sheet.iter_rows(1, 2**20, 1, COLUMNS, values_only=True), 1):
            if row is gap:
                continue
            if row.count(None) == len(row):
                gap = row  # one and the same for all the rows that a sheet skips
            else:
                yield number, _tidy([_text(value, number, notes) for value in row])
    except Exception as problem:  # whatever a damaged file makes of it
        raise _damaged() from problem


def _text(value: object, line: int, notes: Notes) -> str:
    """A cell's value as a spreadsheet shows it."""
    if value is None or isinstance(value, str):
        return ESCAPED.sub(lambda code: "" if "D" in code[0] else "_", value) if value else ""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        notes.changed(line, f"a date or time: taken as {value.isoformat()}")
        return value.isoformat()
    return str(value)


def missing() -> FormatError:
    """What to say where there is nothing to read or write XLSX with."""
    return FormatError(
        "this needs openpyxl, which is not installed", 'pip install "defects-quiz[xlsx]"'
    )


def _damaged() -> FormatError:
    return FormatError("this XLSX file is damaged", HINT)


def written(rows: Iterable[Cells], ending: str, mark: bool) -> bytes:
    """A file of these rows: XLSX if its ending says so, otherwise CSV, if `mark` with a BOM."""
    if ending.casefold() == ".xlsx":
        return _xlsx(rows)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([disarmed(str(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _xlsx(rows: Iterable[Cells]) -> bytes:
    """An XLSX file in which every text is a text, whatever it begins with."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError:
        raise missing() from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questions")

    def cell(text: str) -> object:
        held = f"'{text}" if DISARMED.match(text) else text
        made = WriteOnlyCell(sheet, re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", held))
        made.data_type = "s"
        return made

    for row in rows:
        sheet.append([cell(one) if isinstance(one, str) and one else one or None for one in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
