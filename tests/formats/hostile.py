"""Other programs' files that somebody made to do harm: how each is made, and what is said of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

MIB = 2**20

SIZES = [1_000, pytest.param(50_000, marks=pytest.mark.slow)]
"""How often a sign is repeated where too many could cost too much."""


class Hostile(NamedTuple):
    """A file, the format to read it as, and what is said of it first.

    `says` begins with why nothing can be read, or with `line: why` of the first note, or it is
    `fine`. A file is `slow` if it takes a tenth of a second or more.
    """

    format: str
    make: Callable[[], str | bytes]
    says: str
    slow: bool = False

    def content(self) -> bytes:
        """The bytes of the file."""
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def numbered(count: int, text: str) -> str:
    """`text` so many times, each with its number for the `%d` in it."""
    return "".join([text % number for number in range(count)])


def marks(count: int) -> str:
    """Combining marks in the order that costs most to compose."""
    return "a" + "\u0301\u0323" * (count // 2)


# Open Trivia DB


def result(**fields: object) -> dict[str, object]:
    """A question of Open Trivia DB, but for these fields."""
    plain = {"type": "multiple", "difficulty": "easy", "category": "C", "question": "Q?"}
    return {**plain, "correct_answer": "A", "incorrect_answers": ["B", "C"], **fields}


def response(*results: object) -> str:
    return json.dumps({"response_code": 0, "results": results})


# Sheets

KAHOOT = "Question,Answer 1,Answer 2,Answer 3,Answer 4,Time limit (sec),Correct answer(s)\n"
SHEET = "question,answer,wrong 1\n"

TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/%(sheet)s"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"""
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def related(*links: tuple[str, str]) -> str:
    """A part that tells of other parts: of what kind each is, and where."""
    told = ""
    for number, (kind, target) in enumerate(links, 1):
        mode = 'TargetMode="External" ' if "://" in target else ""
        told += f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" {mode}Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{told}</Relationships>'


def worksheet(rows: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def texts(number: int, *cells: str) -> str:
    """A row of an XLSX sheet."""
    told = [f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells]
    return f'<row r="{number}">{"".join(told)}</row>'


ROWS = texts(1, "question", "answer", "wrong 1") + texts(2, "Q?", "A", "B")


def workbook(
    sheet: str, part: str = "xl/worksheets/sheet1.xml", more: dict[str, str | bytes] | None = None
) -> bytes:
    """An XLSX file with this sheet in this part, and with other parts by their names."""
    file = BytesIO()
    target = part.removeprefix("xl/")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES % {"sheet": part},
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(
            ("worksheet", target), ("sharedStrings", "sharedStrings.xml")
        ),
        part: sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        **(more or {}),
    }
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>"
for level in range(1, 12):
    LAUGHS += f"<!ENTITY l{level} '" + f"&l{level - 1};" * 10 + "'>"
LAUGHS += "]>"


def lying() -> bytes:
    """A zip whose directory says that a part of 2 MB has 2 bytes."""
    made = workbook(worksheet(ROWS + " " * 2 * MIB))
    return made.replace((len(worksheet(ROWS)) + 2 * MIB).to_bytes(4, "little"), b"\2\0\0\0")


def crowded() -> bytes:
    """A zip of 10,000 parts."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"xl/{number}.xml", b"")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return file.getvalue()


XML_HEAD = '<?xml version="1.0"?>\n<quiz>'
XML_ANSWERS = """<answer fraction="100"><text>A</text></answer>
<answer fraction="0"><text>B</text></answer>"""


def asked(inner: str, answers: str = XML_ANSWERS) -> str:
    """A question of Moodle XML with this text."""
    text = f"<questiontext><text>{inner}</text></questiontext>"
    return f'{XML_HEAD}<question type="multichoice">{text}{answers}</question></quiz>'


TABLES = """CREATE TABLE col (models, decks);
INSERT INTO col VALUES ('{"1": {"type": 0, "flds": [{"name": "Front"}, {"name": "Back"}]}}', '{}');
CREATE TABLE cards (nid, did);"""
TEN = "CREATE TABLE ten (n); INSERT INTO ten VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9);"


def collection(script: str, tables: str = TABLES) -> bytes:
    """A package of Anki with a database that this script makes."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(tables + script)
        return package(database.serialize())


def package(content: bytes, name: str = "collection.anki2") -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, content)
    return file.getvalue()


TASKS = "- [x] A\n- [ ] B\n"

BAIT = "both " * 59

GIFT = "Q? {=A ~B}\n\n"
AIKEN = "Q?\nA) x\nB) y\nANSWER: A\n\n"
CARD = "# Q?\n* A\n- B\n"
TRIVIA = "#Q Q?\n^ A\nA A\nB B\n\n"

FILES: dict[str, Hostile] = {
    # Open Trivia DB
    "JSON nested 100,000 deep": Hostile(
        "opentdb", lambda: '{"results": ' + "[" * 100_000, "it has no `results`"
    ),
    "JSON objects nested 100,000 deep": Hostile(
        "opentdb", lambda: '{"results": [' + '{"a":' * 100_000, "it is nested too deeply"
    ),
    "a JSON list of 50,000 numbers": Hostile(
        "opentdb",
        lambda: '{"results": [' + "1," * 50_000 + "1]}",
        "1: result 1: it is not a question",
        slow=True,
    ),
    "a JSON number of a million digits": Hostile(
        "opentdb",
        lambda: f'{{"response_code": {"9" * MIB}, "results": []}}',
        "Open Trivia DB sent no questions: response code `999999999999999999999",
    ),
    "100,000 responses in a row": Hostile(
        "opentdb",
        lambda: '{"response_code": 5, "results": []}' * 30_000,
        "Open Trivia DB sent no questions: there was another request within five seconds",
        slow=True,
    ),
    "100,000 keys beside the results": Hostile(
        "opentdb",
        lambda: "{" + numbered(100_000, '"k%d": 1, ') + '"results": []}',
        "1: result 1: it has no list of `incorrect_answers`",
        slow=True,
    ),
    "a question with 20,000 unknown keys": Hostile(
        "opentdb",
        lambda: response({**result(), **{f"k{n}": 1 for n in range(20_000)}}),
        "1: `k0` is not part of an Open Trivia DB question",
    ),
    "heads that begin again and again": Hostile(
        "opentdb",
        lambda: '{"a": "b", ' * 100_000,
        "this is not JSON: Expecting property name enclosed in double quotes",
    ),
    "strings that do not end": Hostile(
        "opentdb",
        lambda: '{"results": [{"a": "' + '\\"' * 500_000,
        "this is not JSON: Unterminated string starting at",
    ),
    "base64 that is none": Hostile(
        "opentdb",
        lambda: response(*[result(type="bXVsdGlwbGU=", question="%%%" * 99)] * 2_000),
        "1: result 1: `%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%",
    ),
    "base64 of what is no text": Hostile(
        "opentdb",
        lambda: response(
            result(
                type="bXVsdGlwbGU=",
                question="/////w==",
                correct_answer="gICA",
                incorrect_answers=["/w=="],
                category="",
                difficulty="",
            )
        ),
        "1: a broken character is shown as �",
    ),
    "entities by the thousand": Hostile(
        "opentdb",
        lambda: response(result(question="&amp;" * 20_000)),
        "1: a question of 20,000 characters; the limit is 1,000",
    ),
    "entities of entities": Hostile(
        "opentdb",
        lambda: response(result(question="&amp;" + "amp;" * 25_000)),
        "1: a question of 100,001 characters; the limit is 1,000",
    ),
    "entities that there are not": Hostile(
        "opentdb",
        lambda: response(result(question=("&" + "a" * 31) * 30_000)),
        "1: a question of 960,000 characters; the limit is 1,000",
        slow=True,
    ),
    "a character of a million digits": Hostile(
        "opentdb",
        lambda: response(result(question="&#" + "9" * MIB)),
        "1: result 1: `&#999999999999999999999999999999999999999999999",
    ),
    "halves of characters": Hostile(
        "opentdb",
        lambda: response(result(question="\ud800" * 1_000)),
        "1: a broken character is shown as �",
    ),
    "a URL of a million signs": Hostile(
        "opentdb",
        lambda: response(result(question="%ff" * 300_000)),
        "1: a broken character is shown as �",
        slow=True,
    ),
    "30,000 wrong answers": Hostile(
        "opentdb",
        lambda: response(result(incorrect_answers=[f"w{n}" for n in range(30_000)])),
        "1: 29,980 of 30,000 wrong answers",
    ),
    "marks out of order, by JSON": Hostile(
        "opentdb",
        lambda: response(result(question=marks(10_000))),
        "1: a question of 10,001 characters; the limit is 1,000",
    ),
    "wrong answers that speak of both": Hostile(
        "opentdb",
        lambda: response(
            *[
                result(question=f"Q{q}", incorrect_answers=[f"{BAIT}{n}" for n in range(3)])
                for q in range(60)
            ]
        ),
        "fine",
        slow=True,
    ),
    "questions that are asked twice in one line": Hostile(
        "opentdb", lambda: response(result(), result()), "1: the same question as in line 1"
    ),
    # Sheets
    "a million quotes": Hostile(
        "csv", lambda: SHEET + '"' * 1_000_000, "2: no right answer is given"
    ),
    "a quote that is not closed": Hostile(
        "csv",
        lambda: SHEET + 'Q,"A,B\n' + "Q,A,B\n" * 10_000,
        "4: the same question as in line 3",
        slow=True,
    ),
    "quotes that close and open": Hostile(
        "csv", lambda: SHEET + '"""a""b",' * 100_000, "line 2 has more than 30,000 cells"
    ),
    "quotes at the beginning of each cell": Hostile(
        "csv",
        lambda: SHEET + '"a\n"b,' * 20_000,
        "2: no right answer is given",
        slow=True,
    ),
    "a field of 1 MB": Hostile(
        "csv",
        lambda: SHEET + "Q" * MIB + ",A,B\n",
        "2: a question of 1,048,576 characters; the limit is 1,000",
    ),
    "a sheet of NULs": Hostile(
        "csv", lambda: SHEET.encode() + bytes(500_000), "2: no right answer is given"
    ),
    "no headings in 500,000 cells": Hostile(
        "csv",
        lambda: ("x," * 50 + "\n") * 10_000,
        "none of the first 50 rows has the headings of CSV or XLSX",
    ),
    "10,000 columns for wrong answers": Hostile(
        "csv",
        lambda: "question,answer" + ",wrong" * 10_000 + "\n" + "Q?,A,B\n" * 300,
        "3: the same question as in line 2",
    ),
    "50,000 columns": Hostile(
        "csv", lambda: SHEET + "," * 50_000, "line 2 has more than 30,000 cells"
    ),
    "a row of 100,000 tags": Hostile(
        "csv",
        lambda: 'question,answer,wrong 1,tags\nQ?,A,B,"' + "t," * 100_000 + '"\nQ2?,A,B\n',
        "2: its tags, which are more than 1,000",
    ),
    "30,000 blank rows": Hostile(
        "csv",
        lambda: SHEET + ",,\n" * 30_000,
        "there are no questions below the headings",
        slow=True,
    ),
    "right answers in many ways": Hostile(
        "kahoot",
        lambda: KAHOOT + f'Q?,A,B,C,D,20,"{"1,2;3/4&and " * 10_000}"\n',
        ": a pack has no place for time limits",
    ),
    "formulas by the thousand": Hostile(
        "csv",
        lambda: SHEET + "=cmd|' /C calc'!A0,'=1+1,@x\n" * 20_000,
        "3: the same question as in line 2",
        slow=True,
    ),
    "lines of no encoding": Hostile(
        "csv",
        lambda: SHEET.encode() + b"\xff,\x81,\xfe\n" * 10_000,
        "3: the same question as in line 2",
        slow=True,
    ),
    # XLSX
    "a zip bomb": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS), more={"xl/media/1.png": bytes(70 * MIB)}),
        "this XLSX file unpacks to more than 64 MiB",
        slow=True,
    ),
    "a zip bomb just within bounds": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + " " * 23 * MIB)),
        "fine",
        slow=True,
    ),
    "a zip bomb of rows": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + "<row/>" * 3_000_000)),
        "a sheet has more than 201,000 rows",
        slow=True,
    ),
    "a zip that lies about sizes": Hostile("csv", lying, "this XLSX file is damaged"),
    "a zip of 10,000 parts": Hostile(
        "csv",
        crowded,
        "this XLSX file has more than 1,000 parts",
        slow=True,
    ),
    "a zip of nothing": Hostile(
        "csv", lambda: b"PK\x03\x04" + bytes(100_000), "this XLSX file is damaged"
    ),
    "a billion laughs in a sheet": Hostile(
        "csv",
        lambda: workbook(worksheet("&l11;", LAUGHS)),
        "this XLSX file has a document type declaration",
    ),
    "a billion laughs in a sheet by another name": Hostile(
        "csv",
        lambda: workbook(worksheet(texts(1, "&l11;"), LAUGHS), "xl/sheet.bin"),
        "this XLSX file lists more sheets than it has",
    ),
    "a billion laughs in UTF-16": Hostile(
        "csv",
        lambda: workbook(worksheet("&l11;", LAUGHS).encode("utf-16").decode("latin-1")),
        "this XLSX file has a document type declaration",
    ),
    "an entity of another file": Hostile(
        "csv",
        lambda: workbook(
            worksheet(texts(1, "&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
        ),
        "this XLSX file has a document type declaration",
    ),
    "a link to another server": Hostile(
        "csv",
        lambda: workbook(
            worksheet(ROWS),
            more={
                "xl/_rels/workbook.xml.rels": related(
                    ("worksheet", "worksheets/sheet1.xml"),
                    ("externalLink", "https://192.0.2.1/x.xlsx"),
                )
            },
        ),
        "fine",
    ),
    "a sheet on another server": Hostile(
        "csv",
        lambda: workbook(
            worksheet(ROWS),
            more={"xl/_rels/workbook.xml.rels": related(("worksheet", "https://192.0.2.1/s.xml"))},
        ),
        "none of the first 50 rows has the headings of CSV or XLSX",
    ),
    "a sheet outside of the file": Hostile(
        "csv",
        lambda: workbook(
            worksheet(ROWS),
            more={"xl/_rels/workbook.xml.rels": related(("worksheet", "../../../../etc/passwd"))},
        ),
        "none of the first 50 rows has the headings of CSV or XLSX",
    ),
    "a cell in the last row and column": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "fine",
        slow=True,
    ),
    "a cell in a column that there is not": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + '<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>')),
        "this XLSX file is damaged",
    ),
    "20,000 cells in a row": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + "<row>" + "<c><v>1</v></c>" * 20_000 + "</row>")),
        "3: a question without wrong answers",
        slow=True,
    ),
    "rows with numbers that are none": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + '<row r="-1"/><row r="x"/><row r="1e999"/>')),
        "this XLSX file is damaged",
    ),
    "a formula and blanks": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + "<row><c><f></f>" + " " * 8_000 + "<x/></c></row>")),
        "fine",
    ),
    "XML nested 100,000 deep": Hostile(
        "csv",
        lambda: workbook(worksheet("<row>" * 100_000)),
        "this XLSX file is damaged",
        slow=True,
    ),
    "texts that there are not": Hostile(
        "csv",
        lambda: workbook(worksheet(ROWS + '<row><c t="s"><v>999999999999</v></c></row>')),
        "this XLSX file is damaged",
    ),
    "an old Excel's file": Hostile(
        "csv",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(MIB),
        "this is an old Excel file (.xls)",
    ),
    # GIFT
    "100,000 opening braces": Hostile(
        "gift",
        lambda: "Q? " + "{" * 100_000,
        "1: it has a { without a }: a question cannot contain blank lines",
    ),
    "100,000 pairs of braces": Hostile(
        "gift",
        lambda: "Q? " + "{}" * 100_000,
        "1: it has more braces after its answers: write \\{ for a brace, or add a blank line",
    ),
    "100,000 braces that are not closed": Hostile(
        "gift",
        lambda: "Q? {=A\n\n" * 30_000,
        "1: it has a { without a }: a question cannot contain blank lines",
        slow=True,
    ),
    "a million backslashes": Hostile(
        "gift",
        lambda: "Q? {=" + "\\" * 1_000_000 + "}\n",
        "1: a short-answer question: it has no wrong answers",
        slow=True,
    ),
    "30,000 answers": Hostile(
        "gift",
        lambda: "Q? {=A " + numbered(30_000, "~w%d") + "}\n",
        "1: 29,980 of 30,000 wrong answers",
        slow=True,
    ),
    "100,000 empty answers": Hostile(
        "gift", lambda: "Q? {=A " + "~" * 100_000 + "}\n", "1: it has no wrong answer with text"
    ),
    "100,000 right answers": Hostile(
        "gift",
        lambda: "Q? {~" + numbered(100_000, "=r%d ") + "}\n",
        "1: it has 100,000 right answers, but a pack takes one: `r0`, `r1`, `r2`, `r3`",
        slow=True,
    ),
    "weights of many digits": Hostile(
        "gift",
        lambda: "Q? {~%" + "9" * 500_000 + "%A ~%-" + "-" * 500_000 + "B}\n",
        "1: none of its answers is marked as right",
    ),
    "HTML tags that are not closed": Hostile(
        "gift",
        lambda: "Q" + "<b" * 100_000 + " {=A ~B}\n",
        "1: a question of 200,001 characters; the limit is 1,000",
    ),
    "HTML comments that are not closed": Hostile(
        "gift",
        lambda: "Q" + "<!--" * 100_000 + " {=A ~B}\n",
        "1: HTML tags are removed, as Moodle would; [plain] keeps them",
    ),
    "breaks that are not closed": Hostile(
        "gift",
        lambda: "Q" + ("<br" + " \t" * 4) * 30_000 + " {=A ~B}\n",
        "1: a question of 599,983 characters; the limit is 1,000",
    ),
    "a break and a million blanks": Hostile(
        "gift",
        lambda: "Q<br" + " " * 1_000_000 + "x {=A ~B}\n",
        "1: a question of 1,000,005 characters; the limit is 1,000",
    ),
    "labels that are not closed": Hostile(
        "gift", lambda: "// " + "[id:" * 100_000 + "\n" + GIFT, "fine"
    ),
    "labels of backslashes": Hostile(
        "gift",
        lambda: "// [tag:" + "\\]" * 300_000 + "\n" + GIFT,
        "2: the end of its tag of 300,000 characters",
    ),
    "a category of 300,000 slashes": Hostile(
        "gift",
        lambda: "$CATEGORY: " + "/a" * 300_000 + "\n\n" + GIFT,
        "1: only the last part of the category `/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/",
    ),
    "50,000 categories": Hostile(
        "gift",
        lambda: "$CATEGORY: a\n" * 50_000 + "\n" + GIFT,
        "2: $CATEGORY: needs a blank line before and after it",
        slow=True,
    ),
    "one question of 1 MB": Hostile(
        "gift",
        lambda: "long " * (MIB // 5) + "{=A ~B}\n",
        "1: a question of 1,048,574 characters; the limit is 1,000",
    ),
    "marks out of order": Hostile(
        "gift",
        lambda: marks(10_000) + " {=A ~B}\n",
        "1: a question of 10,001 characters; the limit is 1,000",
    ),
    "answers that speak of both": Hostile(
        "gift",
        lambda: "Q? {=A " + numbered(600, f"~{BAIT}%d ") + "}\n",
        "1: 580 of 600 wrong answers",
    ),
    "general feedback by the thousand": Hostile(
        "gift",
        lambda: "Q? {=A ~B " + "####" * 200_000 + "}\n",
        "1: the end of its explanation of 799,998 characters",
    ),
    # Aiken
    "300,000 options": Hostile(
        "aiken",
        lambda: "Q?\n" + "A) x\n" * 300_000 + "ANSWER: A\n",
        "1: it has fewer than two options",
        slow=True,
    ),
    "100,000 answers to nothing": Hostile(
        "aiken",
        lambda: "ANSWER: A\n" * 100_000,
        "1: no question is above `ANSWER: A`",
        slow=True,
    ),
    "100,000 questions without an answer": Hostile(
        "aiken",
        lambda: "Q?\n\n" * 100_000 + AIKEN,
        "1: it has no options before the next question, in line 3",
        slow=True,
    ),
    "an option, and a million blank lines": Hostile(
        "aiken",
        lambda: "Q?\nA) x\n" + "\n" * 1_000_000 + "ANSWER: A",
        "1: it has fewer than two options",
        slow=True,
    ),
    "a question of 100,000 lines": Hostile(
        "aiken",
        lambda: "a line\n" * 100_000 + AIKEN,
        "1: it has 100001 lines: Moodle reads only the last",
        slow=True,
    ),
    "an answer of many letters": Hostile(
        "aiken",
        lambda: "Q?\nA) x\nB) y\nANSWER: A" + " A,B" * 20_000,
        "4: several right answers, but a pack takes one: `A A,B A,B A,B A,B A,B A",
    ),
    # Anki
    "a separator of nothing": Hostile(
        "anki",
        lambda: "#separator:\n#html:\n#deck column:\nQ\tA\n",
        "4: no other card of its deck has another answer",
    ),
    "a deck in column 999,999,999,999": Hostile(
        "anki",
        lambda: "#deck column:999999999999\n#tags column:-1\n#guid column:x\nQ\tA\nR\tB\n",
        ": wrong answers are taken from other cards of the same deck",
    ),
    "a deck in column 9,999 of 3,000 cards": Hostile(
        "anki",
        lambda: "#deck column:9999\n" + numbered(3_000, "Q%d\tA\n"),
        "2: no other card of its deck has another answer",
    ),
    "columns for 5,000 wrong answers": Hostile(
        "anki",
        lambda: (
            "#separator:tab\n#columns:Front\tBack"
            + numbered(5_000, "\tWrong %d")
            + "\n"
            + "Q\tA\n" * 100
        ),
        "3: no other card of its deck has another answer",
    ),
    "10,000 columns of one name": Hostile(
        "anki",
        lambda: (
            "#separator:tab\n#columns:"
            + numbered(3_000, "Wrong %d\t")
            + "Front\t" * 3_000
            + "\nQ\tA\n"
        ),
        "3: a card without text on its front",
    ),
    "100,000 head lines": Hostile(
        "anki",
        lambda: "#deck:x\n" * 100_000 + "Q\tA\nR\tB\n",
        ": wrong answers are taken from other cards of the same deck",
    ),
    "10,000 cards": Hostile(
        "anki",
        lambda: "#html:true\n" + numbered(10_000, "Q%d\tA\n"),
        "2: no other card of its deck has another answer",
        slow=True,
    ),
    "50,000 unclosed tags": Hostile(
        "anki",
        lambda: "#html:true\nQ" + "<div " * 50_000 + "\tA\nR\tB\n",
        "2: a question of 250,000 characters; the limit is 1,000",
    ),
    "50,000 unclosed scripts": Hostile(
        "anki",
        lambda: "#html:true\nQ" + "<script>" * 50_000 + "\tA\nR\tB\n",
        ": wrong answers are taken from other cards of the same deck",
    ),
    "50,000 unclosed comments": Hostile(
        "anki",
        lambda: "#html:true\nQ" + "<!--" * 50_000 + "\tA\nR\tB\n",
        "2: a question of 200,001 characters; the limit is 1,000",
    ),
    "a tag and a million blanks": Hostile(
        "anki",
        lambda: "#html:true\nQ<br" + " " * 1_000_000 + "\tA\nR\tB\n",
        ": wrong answers are taken from other cards of the same deck",
    ),
    "50,000 sounds that are not closed": Hostile(
        "anki",
        lambda: "#html:true\nQ" + "[sound:" * 50_000 + "\tA\nR\tB\n",
        "2: a question of 350,001 characters; the limit is 1,000",
    ),
    # hascard
    "100,000 lines of dashes": Hostile("hascard", lambda: CARD + "---\n" * 100_000, "fine"),
    "a line of a million dashes": Hostile(
        "hascard", lambda: CARD + "-" * 1_000_000 + "x\n", "1: an option of 1,000,003 characters"
    ),
    "50,000 heads": Hostile(
        "hascard",
        lambda: "# Q\n---\n" * 50_000,
        "1: a definition: it has no wrong answers",
        slow=True,
    ),
    "50,000 blocks that do not end": Hostile(
        "hascard",
        lambda: "# Q\n```\n---\n" * 50_000,
        "1: its block after ``` is not closed",
        slow=True,
    ),
    "a picture that does not end": Hostile(
        "hascard",
        lambda: "# Q\n![" + "![" * 200_000 + "\n* A\n- B\n",
        "1: a definition: it has no wrong answers",
    ),
    "gaps that do not end": Hostile(
        "hascard",
        lambda: "# Q\n" + "\\_" * 300_000 + "_\n",
        "1: a definition: it has no wrong answers",
    ),
    "30,000 options of a card": Hostile(
        "hascard",
        lambda: "# Q\n* A\n" + numbered(30_000, "- w%d\n"),
        "1: 29,980 of 30,000 wrong answers",
        slow=True,
    ),
    # OpenTriviaQA
    "100,000 questions without an answer of OpenTriviaQA": Hostile(
        "opentriviaqa",
        lambda: TRIVIA + "#Q\n" * 100_000,
        "6: it has no line with the right answer, such as `^ answer`",
        slow=True,
    ),
    "100,000 right answers of one question": Hostile(
        "opentriviaqa",
        lambda: "#Q Q?\n" + "^ A\n" * 100_000,
        "1: it has another right answer in line 3",
    ),
    "100,000 lines of one question": Hostile(
        "opentriviaqa",
        lambda: "#Q Q?\n" + "a b\n" * 100_000 + "^ A\nA A\n",
        "1: a question of 400,002 characters; the limit is 1,000",
    ),
    "100,000 lines that are no options": Hostile(
        "opentriviaqa",
        lambda: "#Q Q?\n^ A\nA A\nB B\n" + "x y\n" * 100_000,
        "5: a line that is not an option: `x y`",
        slow=True,
    ),
    # Moodle XML
    "a billion laughs": Hostile(
        "moodlexml",
        lambda: LAUGHS + "<quiz><question type='x'>&l11;</question></quiz>",
        "this XML file has a document type declaration",
    ),
    "XML of another file": Hostile(
        "moodlexml",
        lambda: '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + asked("&x;"),
        "this XML file has a document type declaration",
    ),
    "tags nested 200,000 deep": Hostile(
        "moodlexml",
        lambda: XML_HEAD + '<question type="x">' + "<a>" * 200_000,
        "its tags are nested more than 64 deep",
    ),
    "an attribute of 1 MB": Hostile(
        "moodlexml",
        lambda: f'{XML_HEAD}<question type="{"x" * MIB}"></question></quiz>',
        "2: a question of the type `xxxxxxxx",
    ),
    "80,000 attributes": Hostile(
        "moodlexml",
        lambda: XML_HEAD + "<question " + numbered(80_000, 'a%d="" ') + 'type="x"/></quiz>',
        "2: a question of the type `x`",
        slow=True,
    ),
    "an attribute that does not end": Hostile(
        "moodlexml",
        lambda: f'{XML_HEAD}<question type="' + "x" * MIB,
        "this is not well-formed XML: unclosed token",
    ),
    "30,000 answers in XML": Hostile(
        "moodlexml",
        lambda: asked("Q?", XML_ANSWERS + numbered(30_000, "<answer><text>w%d</text></answer>")),
        "2: 29,981 of 30,001 wrong answers",
        slow=True,
    ),
    "50,000 questions of no known type": Hostile(
        "moodlexml",
        lambda: XML_HEAD + '<question type="a"/>' * 50_000 + "</quiz>",
        "2: a question of the type `a`",
        slow=True,
    ),
    "XML that breaks off": Hostile(
        "moodlexml",
        lambda: asked("Q?").removesuffix("</quiz>"),
        "2: this is not well-formed XML: no element found in line 3; nothing after this",
    ),
    "XML in an encoding that there is not": Hostile(
        "moodlexml",
        lambda: asked("Q?").replace("?>", ' encoding="base64"?>', 1),
        "fine",
    ),
    # Markdown
    "100,000 fences that do not end": Hostile(
        "markdown",
        lambda: "#### Q\n" + "```\n~~~\n" * 100_000,
        "there is no question in it",
        slow=True,
    ),
    "code that does not end": Hostile(
        "markdown",
        lambda: "".join(["`" * n + " " for n in range(1, 1_400)]) + f"\n{TASKS}",
        "1: a question of 980,698 characters; the limit is 1,000",
    ),
    "lines of code that does not end": Hostile(
        "markdown",
        lambda: ("# " + "".join(["`" * n + " " for n in range(1, 130)]) + f"\n{TASKS}") * 100,
        "1: a question of 8,513 characters; the limit is 1,000",
        slow=True,
    ),
    "100,000 headings": Hostile(
        "markdown",
        lambda: "# Q\n" * 100_000 + TASKS,
        "1: it has no options, such as `- [ ] text` and `- [x] text`",
        slow=True,
    ),
    "20,000 lists of tasks": Hostile(
        "markdown",
        lambda: "# Q\n" + f"{TASKS}\ntext\n\n" * 20_000,
        "10: the same question as in line ",
        slow=True,
    ),
    "20,000 options of code": Hostile(
        "markdown",
        lambda: "# Q\n- [x] A\n" + "- [ ] a\n\n```\nx\n```\n\n" * 20_000,
        "1: the option `a ⏎ x` is given twice",
        slow=True,
    ),
    "100,000 tags that are not closed": Hostile(
        "markdown",
        lambda: "<quiz>\n" * 100_000,
        "100001: it has no options",
        slow=True,
    ),
    "half a million stars": Hostile(
        "markdown", lambda: f"# Q\n{'* ' * 500_000}x\n{TASKS}", "1: a question of 1,000,003"
    ),
    "pictures that do not end": Hostile(
        "markdown", lambda: f"# {'![' * 500_000}\n{TASKS}", "1: a question of 1,000,000"
    ),
    "a blank half million": Hostile(
        "markdown", lambda: "# Q\n- [x] A\n" + "\n" * 500_000 + "- [ ] B", "fine", slow=True
    ),
    # Anki's packages
    "a zip bomb of a collection": Hostile(
        "apkg",
        lambda: package(b"SQLite format 3\0" + bytes(60 * MIB)),
        "the collection unpacks to 62,914,576 bytes",
        slow=True,
    ),
    "a small zip bomb of a collection": Hostile(
        "apkg",
        lambda: package(b"SQLite format 3\0" + bytes(7 * MIB)),
        "the collection is damaged: ",
    ),
    "a package in the newest format": Hostile(
        "apkg",
        lambda: package(b"", "collection.anki21b"),
        "this package is in Anki's newer, compressed format",
    ),
    "notes that are a view without end": Hostile(
        "apkg",
        lambda: collection(
            "CREATE VIEW notes AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
            " SELECT n id, 1 mid, '' tags, 'x' flds FROM r"
        ),
        "the collection is damaged: ",
    ),
    "notes that are a view of large texts": Hostile(
        "apkg",
        lambda: collection(
            f"{TEN} CREATE TABLE t (x); INSERT INTO t VALUES ('{'a' * 500_000}');"
            "CREATE VIEW notes AS SELECT 1 id, 1 mid, '' tags, x flds FROM t, ten a, ten b, ten c"
        ),
        "the collection is damaged: ",
    ),
    "a collection with a column that is computed": Hostile(
        "apkg",
        lambda: collection(
            "CREATE TABLE notes (id, mid, tags, x, flds AS (hex(x)));"
            "INSERT INTO notes (id, mid, tags, x) VALUES (1, 1, '', 'a')"
        ),
        "1: a card without text on its back",
    ),
    "half a million types of note": Hostile(
        "apkg",
        lambda: collection(
            "CREATE TABLE notes (id, mid, tags, flds)",
            "CREATE TABLE cards (nid, did); CREATE TABLE col (models, decks);"
            f"INSERT INTO col VALUES ('[{'{},' * 500_000}0]', '');",
        ),
        "fine",
    ),
    "types of note nested 500,000 deep": Hostile(
        "apkg",
        lambda: collection(
            "CREATE TABLE notes (id, mid, tags, flds)",
            "CREATE TABLE cards (nid, did); CREATE TABLE col (models, decks);"
            f"INSERT INTO col VALUES ('{'[' * 500_000}', '');",
        ),
        "the collection is damaged: ",
    ),
    "notes of bytes": Hostile(
        "apkg",
        lambda: collection(
            "CREATE TABLE notes (id, mid, tags, flds); INSERT INTO notes VALUES (1, 1, '', x'00ff')"
        ),
        "the collection is damaged: note 1 has no texts",
    ),
    "a note of a million fields": Hostile(
        "apkg",
        lambda: collection(
            "CREATE TABLE notes (id, mid, tags, flds);"
            f"INSERT INTO notes VALUES (1, 1, '', 'a{chr(31) * MIB}')"
        ),
        "1: a card without text on its back",
    ),
    # CrowdAnki
    "a deck nested 500,000 deep": Hostile(
        "crowdanki",
        lambda: '{"__type__": "Deck", "notes": ' + "[" * 500_000,
        "it is nested too deeply",
    ),
    "200 decks in one another": Hostile(
        "crowdanki",
        lambda: '{"__type__": "Deck", "notes": [], "children": [' * 200 + "]}" * 200,
        "there are more than 32 decks in one another",
    ),
    "30,000 notes of no type": Hostile(
        "crowdanki",
        lambda: '{"__type__": "Deck", "notes": [' + '{"__type__": "Note"},' * 30_000 + "0]}",
        "1: a note of a type that is not in the file",
        slow=True,
    ),
    # YAML
    "YAML nested 200,000 deep": Hostile(
        "yaml", lambda: "question: a\nanswer: " + "[" * 200_000, ""
    ),
    "aliases of aliases": Hostile(
        "yaml",
        lambda: "- {question: Q?, answer: A, wrong: &a [B]}\n" + "- [*a, *a]\n" * 10_000,
        "1: packs cannot have anchors such as `&a`",
    ),
    "mappings that are merged": Hostile(
        "yaml",
        lambda: "- &a {question: Q?, answer: A, wrong: [B]}\n" + "- {<<: *a}\n" * 30_000,
        "1: packs cannot have anchors such as `&a`",
    ),
    "Python in YAML": Hostile(
        "yaml",
        lambda: "- question: !!python/object/apply:os.system [ls]\n  answer: A\n  wrong: [B]\n",
        "1: packs cannot have `!` tags",
    ),
    "9,000 options of YAML": Hostile(
        "yaml",
        lambda: "- question: Q?\n  answer: o1\n  options: [" + numbered(9_000, "o%d,") + "x]\n",
        "1: 8,980 of 9,000 wrong answers",
    ),
    "10,000 answers that could be two things": Hostile(
        "yaml",
        lambda: numbered(10_000, "- {question: Q%d, answer: 2, options: [2, 3, 4]}\n"),
        "1: the answer `2` could be an option's text or its place",
        slow=True,
    ),
    "half a million blank lines": Hostile(
        "yaml",
        lambda: "\n" * 500_000 + "- {question: Q?, answer: A, wrong: [B]}",
        "fine",
        slow=True,
    ),
    # Anything
    "returns alone": Hostile(
        "aiken", lambda: AIKEN.replace("\n", "\r") * 3, "6: the same question as in line 1"
    ),
    "UTF-16 with half a character": Hostile(
        "gift",
        lambda: b"\xff\xfe" + GIFT.encode("utf-16-le") + b"\x00\xd8\x00",
        "3: it has no answers in braces: `�`",
    ),
    "nothing": Hostile("hascard", lambda: "", "there is no card in it"),
    "a picture": Hostile(
        "csv",
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1_000,
        "none of the first 50 rows has the headings of CSV or XLSX",
    ),
}
