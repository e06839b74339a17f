from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from quiz.extras import install_command
from quiz.formats import Format, FormatError, Note, Notes, _cells, get, recognise
from quiz.packs import model
from quiz.packs.model import Item, Pack
from tests.builders import fixed, item, pack
from tests.formats.hostile import SIZES
from tests.packs.test_properties import text

FILES = Path(__file__).parent / "files"

PROGRAMS = {"kahoot": 4, "blooket": 4, "gimkit": 4, "quizizz": 5}
"""How many options a question may have."""

SHEETS = ["csv", *PROGRAMS]

HEADS = {
    "csv": "question,answer,wrong 1,wrong 2\n",
    "kahoot": "Question,Answer 1,Answer 2,Answer 3,Answer 4,Time limit,Correct answer\n",
    "blooket": "Question Text,Answer 1,Answer 2,Answer 3,Answer 4,Time Limit,Correct Answer(s)\n",
    "gimkit": "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2\n",
    "quizizz": "Question Text,Question Type,Option 1,Option 2,Correct Answer,Image Link\n",
}


def read(name: str, data: bytes) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(get(name).read(data, notes)), notes


def likest(data: bytes) -> str:
    return max(SHEETS, key=lambda name: get(name).likeness(data))


def of_file(name: str, file: str) -> tuple[list[Item], Notes]:
    return read(name, (FILES / file).read_bytes())


def written(name: str, *items: Item, ending: str = ".csv") -> tuple[bytes, Notes]:
    notes = Notes()
    return get(name).write(pack(*items), notes, ending), notes


def xlsx(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

ROWS = "".join(
    f'<row r="{row + 1}">'
    + "".join(f'<c r="{"ABCD"[n]}{row + 1}" t="s"><v>{4 * row + n}</v></c>' for n in range(4))
    + "</row>"
    for row in range(2)
)
STRINGS = (
    "<si><t>question</t></si><si><t>answer</t></si><si><t>wrong 1</t></si><si><t>wrong 2</t></si>"
    '<si><r><rPr><b/></rPr><t xml:space="preserve">What is </t></r>'
    "<r><t>_x000D_\nthis?</t></r></si>"
    "<si><t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh></si><si><t>b &amp; c</t></si><si/>"
)


def excel(**parts: str) -> bytes:
    """A sheet as Excel writes it, its texts in a table, with some of its parts replaced."""
    made = {
        "[Content_Types]": f"""<Types xmlns="{RELS.replace("relationships", "content-types")}">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.rel"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>
            <Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>
            </Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{RELS}"><Relationship Id="rId1"
            Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
        "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{RELS}">
            <Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>
            <Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/>
            </Relationships>""",
        "xl/workbook": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
            <sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>""",
        "xl/worksheets/sheet1": f"""<worksheet xmlns="{MAIN}">
            <sheetData>{ROWS}</sheetData></worksheet>""",
        "xl/sharedStrings": f'<sst xmlns="{MAIN}">{STRINGS}</sst>',
        "xl/styles": f'<styleSheet xmlns="{MAIN}"/>',
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**parts, **made}.items():
            part = parts.get(name.rpartition("/")[2], content)
            new.writestr(name if name.endswith(".rels") else f"{name}.xml", part)
    return file.getvalue()


def key(name: str, right: str, *options: str) -> str | None:
    """The key of a question, as a sheet of this program tells it."""
    stem = "Question Text" if name != "kahoot" else "Question"
    answers = "Option" if name == "quizizz" else "Answer"
    head = [stem, *(f"{answers} {n + 1}" for n in range(len(options))), "Correct answer"]
    items, _ = read(name, xlsx([[*head], ["What?", *options, right]]))
    return items[0].key if items else None


# What is in real files


def test_a_kahoot_file_as_teachers_save_it() -> None:
    items, notes = of_file("kahoot", "kahoot.xlsx")
    assert [(i.line, i.key) for i in items] == [
        (9, "Canberra"),
        (10, "8"),
        (12, "True"),
        (13, "Pacific"),
        (14, "All of the above"),
        (17, "1969"),
        (18, "-2"),
    ]
    assert items[1].distractors == ("6", "10", "12")
    assert items[2].options == ("True", "False")
    assert items[3].stem == "Which ocean is the largest?"
    assert items[4].options == ("Whale", "Bat", "Dog", "All of the above")
    assert notes == [
        Note(None, "a pack has no place for time limits", False),
        Note(11, "several right answers: 1, 3", True),
        Note(16, "no right answer is given", True),
        Note(19, "the right answer `4` is not among the answers", True),
    ]


def test_a_blooket_file_with_a_hundred_blank_rows_and_many_blank_columns() -> None:
    items, notes = of_file("blooket", "blooket.csv")
    assert [(i.line, i.key) for i in items] == [
        (8, "Jupiter"),
        (9, "question"),
        (12, "16"),
        (14, "Chad"),
        (15, "French"),
    ]
    assert items[1].stem == 'Finish the line:\n"To be, or not to be, that is the …"'
    assert [(n.line, n.left_out) for n in notes] == [
        (None, False),
        (11, True),
        (13, True),
        (13, True),
        (14, True),
    ]


def test_a_gimkit_file() -> None:
    items, notes = of_file("gimkit", "gimkit.csv")
    assert [(i.key, i.distractors, i.options) for i in items] == [
        ("Diamond", ("Quartz", "Topaz", "Gold"), ()),
        ("Mercury", ("Iron",), ()),
        ("False", ("True",), ("True", "False")),
        ("Descartes", ("Kant", "Hume"), ()),
        ("6", ("5", "7", "8"), ()),
    ]
    assert notes == [
        Note(6, "it has no wrong answers", True),
        Note(7, "a row of answers without a question", True),
    ]


def test_a_quizizz_file_with_a_row_that_explains_the_columns() -> None:
    items, notes = of_file("quizizz", "quizizz.xlsx")
    assert [(i.line, i.key) for i in items] == [
        (3, "Carbon dioxide"),
        (5, "100 °C"),
        (8, "Robin"),
        (9, "Shakespeare"),
    ]
    assert items[0].explanation == "They make sugar of it.\nLight drives it."
    assert [note.line for note in notes] == [None, 4, 6, 7, 8, 10]
    assert "a picture: a pack holds only text" in [note.why for note in notes]
    assert "a question of the type `poll`, not multiple choice" in [note.why for note in notes]


def test_a_sheet_of_a_teachers_own_as_a_german_excel_saves_it() -> None:
    items, notes = of_file("csv", "excel-de.csv")
    assert [(i.line, i.stem, i.key, i.category) for i in items] == [
        (4, "Größter See Europas?", "Ladogasee", "Erdkunde"),
        (6, "Was ist 3 x 4?", "12", "Mathe"),
        (9, "Hauptstadt von Peru?", "Lima", "Erdkunde"),
    ]
    assert [note.line for note in notes] == [None, 5, 7, 8]


def test_a_plain_sheet() -> None:
    items, notes = of_file("csv", "plain.csv")
    first, order, formula, negative, _ = items
    assert (first.tags, first.id, first.difficulty) == (("cities", "Europe"), "capital-fr", "easy")
    assert (order.options, order.distractors) == (("1970s", "1980s", "1990s"), ("1970s", "1990s"))
    assert formula.distractors == ("=A1", "Nothing")
    assert negative.key == "-5"
    assert notes == [Note(9, "the unknown difficulty `expert` is taken as medium", False)]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("kahoot.xlsx", "kahoot"),
        ("blooket.csv", "blooket"),
        ("gimkit.csv", "gimkit"),
        ("quizizz.xlsx", "quizizz"),
        ("excel-de.csv", "csv"),
        ("plain.csv", "csv"),
    ],
)
def test_a_sheet_is_known_by_its_headings(file: str, name: str) -> None:
    assert likest((FILES / file).read_bytes()) == name


FOREIGN = [
    b"",
    b"\0" * 1000,
    b'{"response_code": 0, "results": [{"question": "a", "correct_answer": "b"}]}',
    b"::Q1:: What? {=right ~wrong ~wrong too}\n\n",
    b"What?\nA. one\nB. two\nANSWER: A\n",
    b"#separator:tab\n#html:true\n#columns:question\tanswer\twrong 1\nWhat?\tthis\tthat\n",
    b"# What?\n- one\n* two\n---\n# And?\n- a\n* b\n",
    b"#Q What?\n^ one\nA one\nB two\n",
    b"question: What?\nanswer: one\nwrong: [two]\n",
    b"PK\x03\x04 and then nothing",
]


@pytest.mark.parametrize("data", FOREIGN)
@pytest.mark.parametrize("name", SHEETS)
def test_other_formats_are_not_taken_for_sheets(name: str, data: bytes) -> None:
    assert get(name).likeness(data) == 0


# Finding the columns


def test_the_headings_may_be_anywhere_and_in_any_order() -> None:
    data = "\n;;\nMy quiz;;\n;Correct answer;;answer 2;QUESTION ;answer 1\n;2;;no;Is it?;yes\n"
    items, _ = read("kahoot", data.encode())
    assert [(i.line, i.stem, i.key) for i in items] == [(5, "Is it?", "no")]


@pytest.mark.parametrize("cut", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_code_that_excel_saves(cut: str, code: str) -> None:
    data = cut.join(["Question", "Correct Answer", "Incorrect Answer 1"]) + "\r\n"
    data += cut.join(["Größe?", '"a,b;c\td"', "“e”"]) + "\r\n"
    items, _ = read("gimkit", data.encode(code))
    assert [(i.stem, i.key, i.distractors) for i in items] == [("Größe?", "a,b;c\td", ("“e”",))]


def test_a_separator_that_the_file_names() -> None:
    (only,), _ = read("csv", b"sep=|\nquestion|answer|wrong 1\nIs it, then?|yes|no\n")
    assert (only.line, only.stem) == (3, "Is it, then?")


def test_without_headings_nothing_can_be_read() -> None:
    with pytest.raises(
        FormatError, match="none of the first 50 rows has the headings of Kahoot!"
    ) as told:
        read("kahoot", b"What?,one,two,1\n")
    assert "Correct answer" in told.value.hint


def test_a_column_of_another_name_is_told_of_once() -> None:
    data = HEADS["csv"].replace("\n", ",Remark,\n") + "a,b,c,,x,1\nd,e,f,,y,z\n"
    _, notes = read("csv", data.encode())
    assert notes == [
        Note(2, "the column `Remark` is not read", True, False),
        Note(3, "the column `F` is not read", True, False),
    ]


def test_only_the_first_sheet_of_a_workbook_is_read() -> None:
    head: list[object] = ["question", "answer", "wrong 1"]
    data = xlsx([["cover"]], [head, ["a", "b", "c"]], [head, ["d", "e", "f"]], [["notes"]])
    items, notes = read("csv", data)
    assert [i.stem for i in items] == ["a"]
    assert notes == [
        Note(None, "the sheet `Sheet2`: only the first sheet of questions is read", True, False)
    ]


# The right answer


@pytest.mark.parametrize("name", ["kahoot", "blooket", "quizizz"])
@pytest.mark.parametrize(
    ("right", "found"),
    [
        ("2", "two"),
        ("2.0", "two"),
        (" 2. ", "two"),
        ("2,2", "two"),
        ("b", "two"),
        ("(C)", "three"),
        ("Answer 3", "three"),
        ("Two", "two"),
        ("4", None),
        ("1,3", None),
        ("1.3", None),
        ("1; 2 and 3", None),
        ("A & B", None),
        ("four", None),
        ("", None),
    ],
)
def test_the_right_answer_is_a_number_a_letter_or_a_text(
    name: str, right: str, found: str | None
) -> None:
    assert key(name, right, "one", "two", "three") == found


def test_a_number_that_is_no_options_number_is_its_text() -> None:
    assert key("kahoot", "1969", "1965", "1969") == "1969"
    assert key("kahoot", "12", "10", "12") == "12"
    assert key("kahoot", "2", "2", "3") == "3"
    assert key("csv", "2", "2", "3") is None


def test_a_letter_that_is_an_options_text_is_that_text() -> None:
    assert key("kahoot", "B", "A", "AB", "B") == "B"


def test_a_blank_option_keeps_the_numbers_of_the_others() -> None:
    data = HEADS["kahoot"] + "What?,one,,three,,20,3\n"
    (only,), _ = read("kahoot", data.encode())
    assert (only.key, only.distractors) == ("three", ("one",))


# Formulas


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 then", "-a", "@SUM(A1)", "'=1+1", "''-x", "\t=x", "'", "'a", "-5", "+1.5"]
)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", SHEETS)
def test_what_looks_like_a_formula_is_read_as_it_was_written(
    name: str, ending: str, text: str
) -> None:
    one = item(stem=text, key=f"{text} right", distractors=("=2", "'=3"), uid="", pack="")
    data, _ = written(name, one, ending=ending)
    (back,), _ = read(name, data)
    assert (back.stem, back.key) == (text.strip(), f"{text} right".strip())
    assert set(back.distractors) == {"=2", "'=3"}


def test_a_csv_file_has_no_cell_that_a_spreadsheet_would_compute() -> None:
    one = item(stem="=cmd()", key="+a", distractors=("-b", "@c", "-5"), explanation="\t=d")
    data, _ = written("csv", one)
    cells = data.decode("utf-8-sig").splitlines()[1].split(",")
    assert cells[:5] == ["'=cmd()", "'+a", "'-b", "'@c", "-5"]
    assert "'\t=d" in cells


def test_an_xlsx_file_has_texts_alone() -> None:
    one = item(stem="=1+1", key="-5", distractors=("007", "1e5"))
    data, _ = written("csv", one, ending=".xlsx")
    _, row = load_workbook(BytesIO(data)).worksheets[0].iter_rows()
    assert [(c.value, c.data_type) for c in row[:4]] == [
        ("=1+1", "s"),
        ("-5", "s"),
        ("007", "s"),
        ("1e5", "s"),
    ]


def test_a_formula_is_never_computed() -> None:
    data = xlsx([["question", "answer", "wrong 1", "wrong 2"], ["a", "b", "c", "=1+1"]])
    (only,), notes = read("csv", data)
    assert only.distractors == ("c",)
    assert notes == [Note(None, "a formula without a stored result", True, False)]


# Values of cells


def test_numbers_dates_and_truths_of_an_xlsx_file() -> None:
    from datetime import datetime

    head = ["question", "answer", *(f"wrong {n}" for n in range(1, 6))]
    row = ["a", 4.0, 0.1 + 0.2, True, datetime(2025, 7, 21), "x_x000D_\ny", 12345678901234]
    (only,), notes = read("csv", xlsx([[*head], [*row]]))
    assert (only.key, *only.distractors) == (
        "4",
        "0.3",
        "True",
        "2025-07-21",
        "x y",
        "12345678901234",
    )
    assert notes == [Note(2, "a date or time: written as 2025-07-21", False)]


def test_a_sheet_as_excel_writes_it() -> None:
    (only,), notes = read("csv", excel())
    assert (only.line, only.stem) == (2, "What is \nthis?")
    assert (only.key, only.distractors, notes) == ("漢字", ("b & c",), [])


def test_a_quote_inside_of_a_cell_or_never_closed_stands_for_itself() -> None:
    data = HEADS["csv"] + '"Hamlet" is by?,"a ""b""",5" wide,\n"never,closed,here\nx,y,z\n'
    items, _ = read("csv", data.encode())
    assert [(i.stem, i.key, i.distractors) for i in items] == [
        ('"Hamlet" is by?', 'a "b"', ('5" wide',)),
        ('"never', "closed", ("here",)),
        ("x", "y", ("z",)),
    ]


# Writing


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_kahoot_finds_its_headings_in_row_8_from_column_b_on(ending: str) -> None:
    data, _ = written("kahoot", item(key="key", distractors=("a", "b")), ending=ending)
    assert likest(data) == "kahoot"
    _, rows = next((name, list(rows)) for name, rows in _cells.tables(data, Notes()))
    by_number = dict(rows)
    assert by_number[8][:2] == ["", "Question - max 120 characters"]
    assert by_number[9][:2] == ["1", "What is asked in 1?"]
    assert by_number[9][6] == "20"


@pytest.mark.parametrize(("name", "most"), PROGRAMS.items())
def test_more_options_than_a_program_takes_are_told_of(name: str, most: int) -> None:
    wrong = tuple("abcdefg")
    shuffled = item(1, distractors=wrong, line=7)
    years = fixed(2, "w", "x", "y", "z", "q", "r", key="r")._replace(line=9)
    data, notes = written(name, shuffled, years)
    first, second = read(name, data)[0]
    assert (first.key, first.distractors) == (shuffled.key, wrong[: most - 1])
    assert (second.key, second.distractors) == ("r", ("w", "x", "y", "z")[: most - 1])
    told = [(note.line, note.why.split(":")[0]) for note in notes if note.left_out]
    assert told == [
        (7, f"{8 - most} of its wrong answers"),
        (9, f"{6 - most} of its wrong answers"),
    ]


def test_what_kahoot_would_cut_is_written_and_told_of() -> None:
    long = item(1, stem="s" * 121, key="k" * 76, distractors=("d" * 75, "e" * 80), line=3)
    data, notes = written("kahoot", long, item(2, stem="s" * 120))
    assert read("kahoot", data)[0][0].stem == "s" * 121
    assert {note.line for note in notes} == {3}
    assert sorted(note.why for note in notes) == [
        "a question of 121 characters: Kahoot! takes 120",
        "an answer of 76 characters: Kahoot! takes 75",
        "an answer of 80 characters: Kahoot! takes 75",
    ]


def test_what_a_program_has_no_place_for_is_told_of_once() -> None:
    more = {"category": "c", "explanation": "e", "tags": ("t",), "difficulty": "hard"}
    several = [item(n, **more) for n in range(3)]
    years = [fixed("y", "1", "2", key="1"), fixed("z", "True", "False", key="True")]
    _, notes = written("quizizz", *several, *years)
    program = "Quizizz (Wayground) has no place for"
    assert notes == [
        Note(None, f"{program} the order of options: not written for 1 question", False),
        Note(None, f"{program} `difficulty`: not written for 3 questions", False),
        Note(None, f"{program} `category`: not written for 3 questions", True, False),
        Note(None, f"{program} `tags`: not written for 3 questions", True, False),
    ]
    assert written("csv", *several, *years)[1] == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_right_answer_is_not_always_the_first(name: str) -> None:
    if name == "gimkit":
        return
    data, _ = written(name, *(item(n) for n in range(40)))
    lines = data.decode("utf-8-sig").splitlines()[-40:]
    places = {line.split(",").index(f"right {n}") for n, line in enumerate(lines)}
    assert len(places) == 4


OPTION = text(8).map(lambda made: made.replace("\n", " ").strip("\t").strip()).filter(bool)


@st.composite
def items(draw: st.DrawFn) -> Iterator[Item]:
    """Any item that a pack can hold, without an order of its options that a reader would see."""
    options = draw(st.lists(OPTION, min_size=2, max_size=6, unique_by=str.casefold))
    key, *wrong = options
    return Item(  # type: ignore[return-value]
        uid="",
        pack="",
        stem=draw(text(15, lines=True)),
        key=key,
        distractors=tuple(wrong),
        options=tuple(draw(st.permutations(options))) if draw(st.booleans()) else (),
        difficulty=draw(st.sampled_from(model.DIFFICULTIES)),
        category=draw(st.just("") | text(8)),
        explanation=draw(st.just("") | text(15, lines=True)),
        source=draw(st.just("") | text(8)),
        tags=tuple(draw(st.lists(text(5), max_size=2))),
        id=draw(st.sampled_from(["", "a-1", "x:y.z", "007"])),
    )


TRICKY = Item(
    "",
    "",
    'a "b",\n  c;\td',
    "'=x",
    ("-1", "1,2", '"q"'),
    tags=('a, "b"', "c,d", '"'),
    explanation="=SUM(A1)\n\n-1",
    id="007",
)


@given(st.lists(items(), min_size=1, max_size=2))
@example([TRICKY])
def test_a_plain_sheet_holds_all_that_a_pack_holds(made: list[Item]) -> None:
    data, notes = written("csv", *made)
    back, more = read("csv", data)
    in_order = [
        one._replace(distractors=tuple(o for o in one.options or one.distractors if o != one.key))
        for one in made
    ]
    assert [one._replace(line=0) for one in back] == in_order
    assert notes == more == []


@given(st.lists(items(), min_size=1, max_size=2), st.sampled_from([*PROGRAMS.items()]))
@example([TRICKY], ("kahoot", 4))
@example([TRICKY], ("quizizz", 5))
def test_a_programs_sheet_holds_the_questions(made: list[Item], program: tuple[str, int]) -> None:
    name, most = program
    data, _ = written(name, *made)
    back, more = read(name, data)
    for one, other in zip(made, back, strict=True):
        others = [option for option in one.options or one.distractors if option != one.key]
        assert (other.stem, other.key) == (one.stem, one.key)
        assert other.distractors == tuple(others[: most - 1])
        assert other.explanation == (one.explanation if name == "quizizz" else "")
    assert [note for note in more if note.left_out] == []


@given(items(), st.sampled_from(SHEETS))
@example(TRICKY, "csv")
@example(TRICKY, "kahoot")
def test_xlsx_holds_what_csv_holds(made: Item, name: str) -> None:
    one, _ = written(name, made)
    other, _ = written(name, made, ending=".xlsx")
    assert [i._replace(line=0) for i in read(name, other)[0]] == [
        i._replace(line=0) for i in read(name, one)[0]
    ]


def test_a_pack_without_questions_is_a_sheet_of_headings() -> None:
    for name in SHEETS:
        data = get(name).write(Pack("p", "P", ()), Notes(), ".csv")
        assert get(name).likeness(data) == 95
        with pytest.raises(FormatError, match="no questions below the headings"):
            read(name, data)


@pytest.mark.parametrize(
    ("rows", "keys", "told"),
    [
        ("Lima,Rome,Oslo,Bern,1\n2,3,4,1,3\nKiel,Bonn,Graz,Bern,4", ["Lima", "4", "Bern"], 0),
        ("Lima,Rome,Oslo,Bern,1\n2,3,4,1,3\nKiel,Bonn,Graz,Bern,0", ["Rome", "1", "Kiel"], 0),
        ("Lima,Rome,Oslo,Bern,A\nC,A,D,B,B", ["Lima", "A"], 0),
        ("Lima,Rome,Oslo,Bern,Rome\n2,3,4,1,3", ["Rome", "3"], 0),
        ("2,3,4,1,3\n3,4,2,1,4", [], 2),
        ("7,3,4,5,3\n16,25,36,49,36", ["3", "36"], 0),
        ("1,2,3,4,1", [], 1),
        ("1,2,3,4,D\n1,2,3,4,1\n5,6,7,8,C", ["4", "7"], 1),
    ],
)
def test_a_key_that_is_a_text_or_a_place_is_what_the_other_rows_say(
    rows: str, keys: list[str], told: int
) -> None:
    lines = "".join(f"Q{n}?,{row}\n" for n, row in enumerate(rows.split("\n")))
    items, notes = read("csv", f"Question,A,B,C,D,Answer\n{lines}".encode())
    assert [item.key for item in items] == keys
    assert len(notes) == told


@pytest.mark.parametrize(
    "head",
    ["question,correct_answer,option1,option_2", "Question,Answer,Distractor 1,Distractor 2"],
)
def test_usual_headings(head: str) -> None:
    (item,), _ = read("csv", f"{head}\nQ?,B,C,B\n".encode())
    assert (item.key, item.distractors) == ("B", ("C",))


@pytest.mark.parametrize(
    "head",
    [
        "Question,OptionA,OptionB,OptionC,CorrectOption",
        "question_text,option_1,option_2,option_3,correct_answer",
        "Pregunta,Opción A,Opción B,Opción C,Respuesta correcta",
        "Question,Choix 1,Choix 2,Choix 3,Bonne réponse",
        "Frage,Antwort A,Antwort B,Antwort C,Richtige Antwort",
        "Pergunta,Alternativa A,Alternativa B,Alternativa C,Gabarito",
        "Domanda,Risposta 1,Risposta 2,Risposta 3,Risposta esatta",
        "문제,보기1,보기2,보기3,정답",
        "問題,選択肢１,選択肢２,選択肢３,正解",
        "题目,选项A,选项B,选项C,正确答案",
    ],
)
def test_headings_in_other_languages(head: str) -> None:
    data = f"{head}\nWhich?,one,two,three,B\n".encode()
    assert likest(data) == "csv"
    (only,), notes = read("csv", data)
    assert (only.key, only.distractors, notes) == ("two", ("one", "three"), [])


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ("question,options,answer", "\"['a', 'b', 'c']\",c", ("c", ("a", "b"))),
        ("question,choices,answer", "a|b|c,B", ("b", ("a", "c"))),
        ("question,choices,correct", "a|b|c,3", ("c", ("a", "b"))),
        (
            "question,answer,wrong",
            "Neon,[Oxygen; Argon; Xenon]",
            ("Neon", ("Oxygen", "Argon", "Xenon")),
        ),
        ("question,answer,distractors", '"x","1,094 km|2,850 km"', ("x", ("1,094 km", "2,850 km"))),
        ("question,answer,wrong", 'x,"a, b"', None),
        ("question,choices,answer", '"a,b,c",2', None),
        ("question,answer,wrong 1", "x,['a'; 'c']", ("x", ("['a'; 'c']",))),
    ],
)
def test_a_list_in_one_cell(head: str, row: str, found: tuple[str, tuple[str, ...]] | None) -> None:
    items, notes = read("csv", f"{head}\nWhich?,{row}\n".encode())
    assert [(one.key, one.distractors) for one in items] == ([found] if found else [])
    assert len(notes) == (found is None)


def test_columns_that_the_user_names() -> None:
    data = b"7;Which; really?;x\nWho?;Ann;Bob;\nWhere?;Here;There;Away\n"
    notes = Notes()
    columns = ["question", "answer", "wrong", "wrong"]
    items = list(get("csv").read(data, notes, columns=columns))
    assert [(one.line, one.key, one.distractors) for one in items][1:] == [
        (2, "Ann", ("Bob",)),
        (3, "Here", ("There", "Away")),
    ]
    named = b"Question;Answer;A;B\n" + data
    assert len(list(get("csv").read(named, notes, columns=columns))) == 3
    with pytest.raises(FormatError, match="headings"):
        list(get("csv").read(data, notes, columns=["x", "y", "z"]))


def test_blooket_rows_without_headings() -> None:
    data = b'1,Who?,Ann,Bob,,,20,2\n2,Where?,Here,There,Away,Up,30,"1"\n'
    assert likest(data) == "blooket"
    items, _ = read("blooket", data)
    assert [(one.line, one.key) for one in items] == [(1, "Bob"), (2, "Here")]
    assert get("blooket").likeness(data + b"3,When?,Now,,,,20,\n") == 0


@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_a_table_of_questions_and_answers_alone(cut: str) -> None:
    rows = ["Question,Answer", "Peru?,Lima", "Italy?,Rome", "Is it?,True", "Norway?,Oslo", "Mali?,"]
    data = "\n".join(rows).replace(",", cut).encode()
    assert recognise(data) == "csv"
    items, notes = read("csv", data)
    assert [(one.key, set(one.distractors)) for one in items] == [
        ("Lima", {"Rome", "Oslo"}),
        ("Rome", {"Lima", "Oslo"}),
        ("True", {"False"}),
        ("Oslo", {"Lima", "Rome"}),
    ]
    assert notes == [
        Note(6, "no right answer is given", True),
        Note(None, "wrong answers are taken from the other rows", False),
    ]


def test_two_columns_of_right_answers_must_agree() -> None:
    head = "question,A,B,answer,correct option\n"
    items, notes = read("csv", f"{head}1?,x,y,x,A\n2?,x,y,x,B\n3?,x,y,y,B\n".encode())
    assert [one.key for one in items] == ["x", "y"]
    assert notes == [Note(3, "its right answers differ: `x`, `B`", True)]


def test_the_lines_of_a_text_are_told() -> None:
    text = 'Question,Answer,Wrong 1,Wrong 2\n"A\nquestion?",a,b,c\nNo key,,b,c\nS?,a,A,a\n'
    items, notes = read("csv", text.encode())
    assert [item.line for item in items] == [2, 5]
    assert notes == [
        Note(4, "no right answer is given", True),
        Note(5, "the right answer `a` is also listed as a wrong one", False),
    ]


# Hostile files


def survives(form: Format, data: bytes) -> None:
    """Reading makes items and notes, or a FormatError, and likeness a number."""
    assert 0 <= form.likeness(data) <= 100
    notes = Notes()
    try:
        found = list(form.read(data, notes))
    except FormatError:
        return
    assert all(one.line >= 1 and one.key not in one.distractors for one in found)
    assert all("\n" not in option for one in found for option in (one.key, *one.distractors))


@given(st.sampled_from(SHEETS), st.binary(max_size=300))
def test_any_bytes(name: str, data: bytes) -> None:
    survives(get(name), data)
    survives(get(name), HEADS[name].encode() + data)


@given(st.sampled_from(SHEETS), st.text(alphabet="ab12\",;\t\n\r='-", max_size=200))
def test_any_sheet(name: str, data: str) -> None:
    survives(get(name), (HEADS[name] + data).encode())


@given(st.data())
def test_a_damaged_xlsx_file(data: st.DataObject) -> None:
    whole = (FILES / "kahoot.xlsx").read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        gone = data.draw(st.integers(0, 5))
        whole = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + gone :]
    survives(get("kahoot"), whole)


SIGNS = [
    "<row>", '<row r="9999999999">', "</row>", "<c>", '<c r="B9" t="s">', '<c r="ZZZZ1" t="b">',
    '<c t="d">', '<c t="e">', '<c t="inlineStr">', '<c s="99999">', "</c>", "<v>", "</v>", "1",
    "99999999", "-1", "1e999", "nan", "x", "<f>", "</f>", "<is><t>", "</t></is>", "<is/>", "<r/>",
]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_any_xml_in_an_xlsx_file(made: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{made}</sheetData></worksheet>'
    survives(get("csv"), excel(sheet1=sheet))
    strings = f'<sst xmlns="{MAIN}">{STRINGS}{made}</sst>'
    survives(get("csv"), excel(sharedStrings=strings))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(b)} "{f"&{chr(b - 1)};" * 10}">' for b in range(98, 108))
    + "]><sst><si><t>&k;</t></si></sst>"
)


@pytest.mark.parametrize(
    ("limit", "small", "data", "why"),
    [
        ("MAX_XLSX", 2**20, lambda: excel(sharedStrings=" " * 2**20), "to more than 1 MiB"),
        ("MAX_PART", 2**20, lambda: excel(sheet1=" " * (2**20 + 1)), "a part of .* than 1 MiB"),
        ("MAX_PARTS", 10, lambda: excel(**{f"{n}": "" for n in range(5)}), "more than 10 parts"),
        ("MAX_ROWS", 99, lambda: excel(sheet1="<row/>" * 100), "more than 99 rows"),
        ("MAX_ROWS", 99, lambda: excel(sheet1="<x:row/>" * 100), "more than 99 rows"),
        ("MAX_OTHER_TAGS", 99, lambda: excel(styles="<x/>" * 100), "too many styles"),
        ("MAX_STRING_TAGS", 99, lambda: excel(sharedStrings="<si/>" * 100), "too many texts"),
        ("MAX_STRING_TAGS", 99, lambda: excel(sharedStrings="<r/>" * 100), "too many texts"),
        ("MAX_ROWS", 99, lambda: HEADS["csv"].encode() + b"\n" * 99, "more than 99 rows"),
        ("MAX_CELLS", 99, lambda: b"," * 99, "more than 99 cells"),
    ],
)
def test_a_file_beyond_a_limit_is_refused(
    limit: str, small: int, data: Callable[[], bytes], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = data()
    monkeypatch.setattr(_cells, limit, small)
    with pytest.raises(FormatError, match=why):
        read("csv", content)
    assert get("csv").likeness(content) <= 95


def test_the_limits_of_a_file() -> None:
    assert (_cells.MAX_ROWS, _cells.MAX_CELLS, _cells.MAX_PARTS) == (201_000, 30_000, 1_000)
    assert (_cells.MAX_XLSX, _cells.MAX_PART) == (64 * 2**20, 24 * 2**20)
    assert (_cells.MAX_STRING_TAGS, _cells.MAX_OTHER_TAGS) == (4_000_000, 300_000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: excel(sharedStrings=BOMB), "a document type"),
        (lambda: excel(workbook="<sheets>" + '<sheet name="a"/>' * 100), "more sheets than"),
        (lambda: excel(workbook="<a>" * 10_000), "damaged"),
        (lambda: (FILES / "kahoot.xlsx").read_bytes()[:3000], "damaged"),
        (lambda: b"PK\x03\x04" + b"xl/workbook.xml" * 9, "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "an old Excel"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(data: Callable[[], bytes], why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read("csv", data())


def test_headings_far_down_are_not_looked_for() -> None:
    rows = HEADS["csv"].encode() + b"Is it?,yes,no\n"
    assert len(read("csv", b"x,y,z\n" * 49 + rows)[0]) == 1
    assert get("csv").likeness(b"x,y,z\n" * 50 + rows) == 0
    with pytest.raises(FormatError, match="none of the first 50 rows"):
        read("csv", b"x,y,z\n" * 50 + rows)


def test_columns_beyond_those_looked_at_are_told_of() -> None:
    data = "question,answer" + ",wrong" * 200 + "\nIs it?,yes" + ",no" * 100 + "\n"
    (only,), notes = read("csv", data.encode())
    assert len(only.distractors) == 98
    assert notes[0] == Note(2, "the column `CW` is not read", True, False)


def test_rows_after_a_long_gap_are_read() -> None:
    far = ROWS.replace('r="2"', 'r="1000000"').replace('2" t=', '1000000" t=')
    data = excel(sheet1=f'<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>')
    (only,), _ = read("csv", data)
    assert only.line == 1_000_000


@pytest.mark.parametrize("blank", ["", ",,\n" * 9, " ,,\n"])
def test_a_sheet_of_headings_alone_is_refused(blank: str) -> None:
    with pytest.raises(FormatError, match="no questions below the headings"):
        read("csv", (HEADS["csv"] + blank).encode())


def test_a_cell_of_too_many_tags_costs_its_row_the_tags_alone() -> None:
    rows: list[_cells.Cells] = [["question", "answer", "wrong 1", "tags"]]
    rows += [["One?", "yes", "no", "t," * 20_000], ["Two?", "yes", "no", "t,u"]]
    items, notes = read("csv", _cells.write_rows(rows, ".csv", True))
    assert [(one.stem, one.tags) for one in items] == [("One?", ()), ("Two?", ("t", "u"))]
    assert notes == [Note(2, "its tags, which are more than 1,000", True, False)]


@pytest.mark.parametrize(
    ("cell", "noted"),
    [
        ("<f>1+1</f>", True),
        ("  <f>1+1</f>  <v></v>  ", True),
        ("<f>1+1</f><v />", True),
        ("<f/>" + " " * 30_000, True),
        ("<f>1+1</f><v>2</v>", False),
        ("<f>1+1</f>" + " " * 30_000 + "<v>2</v>", False),
    ],
)
def test_a_formula_without_a_result_is_found_among_blanks(cell: str, noted: bool) -> None:
    rows = ROWS.replace("</row>", f'<c r="E1">{cell}</c></row>', 1)
    data = excel(sheet1=f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
    whys = [note.why for note in read("csv", data)[1]]
    assert ("a formula without a stored result" in whys) == noted


def test_a_zip_file_of_something_else_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("collection.anki2", "x")
    assert get("csv").likeness(file.getvalue()) == 0
    with pytest.raises(FormatError, match="not an XLSX file"):
        read("csv", file.getvalue())


@pytest.mark.parametrize(
    ("opening", "sign", "end"),
    [
        ("", '"', ""), ("", '"a', ""), ("", '""a,', ""), ("", '"""a,\n', ""), ('x,"', '""', ""),
        ("", "a", ""), ("", " ", "x,y,z"), ("x,y,", " \n", '"'), ('"', "\n", '",y,z'),
        ("", "x,y,z,,,\n", ""), ("\n", "=", ""), ("x,y,'", "\t", "z"), ("", "x,1 ", ""),
        ("", "x,both ", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["csv", "kahoot"])
@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_of_one_sign_is_survived(
    name: str, opening: str, sign: str, end: str, size: int
) -> None:
    survives(get(name), (HEADS[name] + opening + sign * size + end).encode())


@pytest.mark.parametrize("name", SHEETS)
def test_without_openpyxl_a_hint_tells_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    data = (FILES / "kahoot.xlsx").read_bytes() + b"other"
    assert likest(data) == "csv"
    with pytest.raises(FormatError) as reading:
        read(name, data)
    assert reading.value.hint == f"install it: {install_command('xlsx')}"
    with pytest.raises(FormatError) as writing:
        written(name, item(), ending=".xlsx")
    assert writing.value.hint == reading.value.hint
