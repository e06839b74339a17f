"""Rows of cells in CSV and XLSX files."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, TypeAlias
from zipfile import ZipFile

from quiz.extras import install_command
from quiz.formats import FormatError, Notes
from quiz.formats._text import decode
from quiz.packs.model import ITEMS

NumberedRow: TypeAlias = tuple[int, list[str]]
"""The number of a row, counted from 1, and its cells without the empty ones at its end."""

Table: TypeAlias = tuple[str, Iterator[NumberedRow]]
"""The name and the rows of a sheet, or no name and the rows of a text."""

Cells: TypeAlias = list[str | int]
"""A row to be written; in XLSX, an int becomes a number."""

MAX_ROWS = ITEMS + 1_000  # one for each item, and some above them
MAX_COLUMNS = 300
MAX_CELLS = 100 * MAX_COLUMNS  # in a row of a CSV file
MAX_XLSX = 64 * 2**20  # bytes of an XLSX file, unpacked
MAX_PART = 24 * 2**20  # bytes of an XML part of it, unpacked
MAX_PARTS = 1_000  # XML parts
MAX_STRING_TAGS = 4_000_000  # XML tags in the part with the strings
MAX_OTHER_TAGS = 300_000  # XML tags in all parts that hold neither strings nor cells

ZIP_MAGIC = b"PK\x03\x04"
XLS_MAGIC = b"\xd0\xcf\x11\xe0"
CSV_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
LIKE_FORMULA = re.compile(r"'*[\t\r\n ]*[=+@-]")
QUOTED_FORMULA = re.compile(r"'+[\t\r\n ]*[=+@-]")
"""A text that looks like a formula after the apostrophe that a spreadsheet keeps it a text with."""
XLSX_ESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_")
SHEET_PART = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml")
ROW_TAG = re.compile(rb"<(?:\w{1,20}+:)?row\b")
UNSOLVED_CELL = re.compile(
    rb'<c\b(?![^<>]* t="str")[^<>]*+>\s*+'
    rb"<f\b[^<>]*+(?:(?<=/)>|>[^<]*+</f>)\s*+(?:<v *+/>|<v></v>)?\s*+</c>"
)
"""A cell with a formula and without a result; an empty text would be a result."""


def tables(data: bytes, notes: Notes) -> Iterator[Table]:
    """Yield the sheets of an XLSX file, or a text as split by each usual separator.

    Raise FormatError, at once or while the rows are read, if the file is neither.
    """
    if data.startswith(XLS_MAGIC):
        raise _refused("this is an old Excel file (.xls)")
    if data.startswith(ZIP_MAGIC):
        yield from _sheets(data, notes)
        return
    text = decode(data)
    declared = re.match(r"sep=([,;\t|])\n", text)
    for separator in declared[1] if declared else ",;\t":
        yield "", _csv_rows(text, separator)


def is_excel(data: bytes) -> bool:
    """Return whether a file looks like an XLSX or an XLS file."""
    return data.startswith(XLS_MAGIC) or (data[:4] == ZIP_MAGIC and b"xl/workbook.xml" in data)


def records(text: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the offset, the line and the cells of each record of a CSV text.

    A quote is an ordinary character in a cell that does not end with one.
    """
    cut = re.escape(separator)
    cell = re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*)" *|([^\n{cut}]*+))(\n|{cut}|\Z)')
    at, line, size = 0, 1, len(text)
    while at < size:
        begin, first, cells = at, line, []
        end = separator
        while end == separator:
            found = cell.match(text, at)
            assert found, "a cell may be empty"
            quoted, bare, end = found.groups()
            if quoted is not None:
                cells.append(quoted.replace('""', '"'))
                line += quoted.count("\n")
            else:
                cells.append(bare)
            if len(cells) > MAX_CELLS:
                raise FormatError(f"line {first} has more than {MAX_CELLS:,} cells")
            at = found.end()
        line += 1
        yield begin, first, cells


def _csv_rows(text: str, separator: str) -> Iterator[NumberedRow]:
    for number, (_, line, cells) in enumerate(records(text, separator), 1):
        if number > MAX_ROWS:
            raise FormatError(f"the sheet has more than {MAX_ROWS:,} rows")
        yield line, _tidy(cells)


def _tidy(cells: list[str]) -> list[str]:
    """Return stripped cells without formula quotes, and without empty cells at the end."""
    tidy = [cell.strip() for cell in cells]
    tidy = [cell[1:].strip() if QUOTED_FORMULA.match(cell) else cell for cell in tidy]
    while tidy and not tidy[-1]:
        tidy.pop()
    return tidy


def _formula_quoted(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, as it may take all but numbers."""
    return f"'{text}" if LIKE_FORMULA.match(text) and not CSV_NUMBER.fullmatch(text) else text


def _sheets(data: bytes, notes: Notes) -> Iterator[Table]:
    """Yield the sheets of an XLSX file; nothing in it is computed."""
    openpyxl = _openpyxl()
    try:
        if _lacks_results(data):
            notes.left_out(None, "a formula without a stored result", question=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            sheets = list(book.worksheets)
    except FormatError:
        raise
    except Exception as problem:  # a damaged file can cause any
        raise _refused("this XLSX file is damaged") from problem
    for sheet in sheets:
        yield sheet.title, _xlsx_rows(sheet, notes)


@lru_cache(maxsize=1)
def _lacks_results(data: bytes) -> bool:
    """Return whether an XLSX file has a formula without its result.

    Raise FormatError, before anything is parsed, if it would cost too much to read the file.
    """
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise _refused("this is a zip file, but not an XLSX file")
        if sum(part.file_size for part in parts) > MAX_XLSX:
            raise _refused(f"this XLSX file unpacks to more than {MAX_XLSX >> 20} MiB")
        sheets = {part.filename for part in parts if SHEET_PART.match(part.filename)}
        parts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if max(part.file_size for part in parts) > MAX_PART:
            raise _refused(f"a part of this XLSX file unpacks to more than {MAX_PART >> 20} MiB")
        if len(parts) > MAX_PARTS:
            raise _refused(f"this XLSX file has more than {MAX_PARTS:,} parts")
        tags = 0
        lacking = False
        for part in parts:
            content = archive.read(part)
            if b"<!DOCTYPE" in content.replace(b"\0", b""):
                raise _refused("this XLSX file has a document type declaration")
            if part.filename in sheets:
                if sum(1 for _ in islice(ROW_TAG.finditer(content), MAX_ROWS + 1)) > MAX_ROWS:
                    raise _refused(f"a sheet has more than {MAX_ROWS:,} rows")
                lacking = lacking or (b"<f" in content and bool(UNSOLVED_CELL.search(content)))
            elif part.filename == "xl/sharedStrings.xml":
                if content.count(b"<") > MAX_STRING_TAGS:
                    raise _refused("this XLSX file has too many texts")
            else:
                tags += content.count(b"<")
                named = part.filename == "xl/workbook.xml" and content.count(b"<sheet ")
                if named > len(sheets):
                    raise _refused("this XLSX file lists more sheets than it has")
        if tags > MAX_OTHER_TAGS:
            raise _refused("this XLSX file has too many styles and settings")
    return lacking


def _xlsx_rows(sheet: Any, notes: Notes) -> Iterator[NumberedRow]:
    gap = None
    cells = sheet.iter_rows(1, 2**20, 1, MAX_COLUMNS, values_only=True)
    try:
        for number, row in enumerate(cells, 1):
            if row is gap:
                continue
            if row.count(None) == len(row):
                gap = row  # openpyxl yields the same tuple for all rows that a sheet skips
            else:
                yield number, _tidy([_shown(value, number, notes) for value in row])
    except Exception as problem:  # a damaged file can cause any
        raise _refused("this XLSX file is damaged") from problem


def _shown(value: object, line: int, notes: Notes) -> str:
    """Return the value of a cell as a spreadsheet shows it."""
    if value is None or isinstance(value, str):
        return XLSX_ESCAPE.sub(lambda code: "" if "D" in code[0] else "_", value) if value else ""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        notes.changed(line, f"a date or time: written as {value.isoformat()}")
        return value.isoformat()
    return str(value)


def _openpyxl() -> Any:
    """Return the module openpyxl. Raise FormatError if it is not installed."""
    try:
        import openpyxl
    except ImportError:
        hint = f"install it: {install_command('xlsx')}"
        raise FormatError("this needs openpyxl, which is not installed", hint) from None
    return openpyxl


def _refused(message: str) -> FormatError:
    return FormatError(message, "save it as CSV with a spreadsheet program and import that")


def write_rows(rows: Iterable[Cells], ending: str, mark: bool = True) -> bytes:
    """Return a file of these rows: XLSX for that ending, otherwise CSV.

    CSV is in UTF-8, with a byte order mark if `mark`.
    """
    if ending.casefold() == ".xlsx":
        return _write_xlsx(rows)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([_formula_quoted(str(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _write_xlsx(rows: Iterable[Cells]) -> bytes:
    """Return an XLSX file in which no text is a formula, whatever it begins with."""
    openpyxl = _openpyxl()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Questions")

    def text_cell(text: str) -> object:
        held = f"'{text}" if QUOTED_FORMULA.match(text) else text
        cell = openpyxl.cell.WriteOnlyCell(sheet, re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", held))
        cell.data_type = "s"
        return cell

    for row in rows:
        sheet.append(
            [text_cell(one) if isinstance(one, str) and one else one or None for one in row]
        )
    file = BytesIO()
    book.save(file)
    return file.getvalue()
