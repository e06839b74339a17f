"""What the bytes of a file are."""

from __future__ import annotations

import gzip
import random
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from quiz.errors import UsageError
from quiz.formats import FormatError, Notes, get
from quiz.formats._bytes import file_kind, refuse_other_kinds, unicode_data

FILES = Path(__file__).parent / "files"

KOREAN = """문제,정답,오답1,오답2
대한민국에서 가장 높은 산은 무엇입니까?,한라산,지리산,설악산
조선을 세운 왕은 누구입니까?,태조 이성계,세종대왕,광개토대왕
한글이 만들어진 때는 언제입니까?,1443년,1592년,1894년
"""
JAPANESE = """問題,正解,誤答1,誤答2
日本で一番高い山はどれですか。,富士山,北岳,槍ヶ岳
源氏物語を書いたのはだれですか。,紫式部,清少納言,松尾芭蕉
「いろは歌」の最初の文字は何ですか。,い,ろ,は
"""
FRENCH = """question,réponse,mauvaise réponse 1,mauvaise réponse 2
Où se trouve la forêt de Brocéliande ?,en Bretagne,en Provence,en Alsace
Qui a écrit « À la recherche du temps perdu » ?,Marcel Proust,Émile Zola,Molière
Quel est l’élément chimique le plus léger ?,l’hydrogène,l’hélium,le néon
Combien de côtés un hexagone a-t-il ?,six,cinq,dix-huit
Quelle fête célèbre-t-on le 14 juillet ?,la fête nationale,Noël,l’Épiphanie
"""
GERMAN = """Frage;Antwort;falsche Antwort 1
Wie heißt die größte Stadt Österreichs?;Wien;Köln
Welcher Fluss fließt durch München?;die Isar;die Düssel
Wer schrieb „Die Räuber“?;Friedrich Schiller;Wilhelm Müller
Was können Pinguine nicht: schwimmen, fliegen, hören?;fliegen;hören
"""


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (KOREAN, "cp949", "Korean, CP949"),
        (KOREAN, "euc-kr", "Korean, CP949"),
        (JAPANESE, "shift-jis", "Japanese, Shift-JIS"),
        (JAPANESE, "euc-jp", "Japanese, EUC-JP"),
        (FRENCH, "mac-roman", "Western European, Mac Roman"),
        (FRENCH, "cp1252", "Western European, Windows-1252"),
        (FRENCH.replace("’", "'"), "latin-1", "Western European, Windows-1252"),
        (GERMAN, "mac-roman", "Western European, Mac Roman"),
        (GERMAN, "cp1252", "Western European, Windows-1252"),
    ],
)
def test_the_encoding_of_a_text_is_found_and_said(text: str, encoding: str, said: str) -> None:
    notes = Notes()
    assert unicode_data(text.encode(encoding), "", notes).decode() == text
    assert [note.why for note in notes] == [f"read as {said}; --encoding names another encoding"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_needs_no_note(encoding: str) -> None:
    notes = Notes()
    assert unicode_data(KOREAN.encode(encoding), "", notes).decode().lstrip("\ufeff") == KOREAN
    assert notes == []


def test_a_text_that_could_be_in_several_encodings_is_not_guessed() -> None:
    with pytest.raises(FormatError, match="not certain") as told:
        unicode_data("question,answer\nWhich?,À la\n".encode("mac-roman"), "", Notes())
    assert "--encoding" in told.value.hint


def test_an_encoding_that_is_named_is_taken() -> None:
    notes = Notes()
    assert unicode_data("né".encode("cp850"), "cp850", notes).decode() == "né"
    assert unicode_data("né".encode("utf-16-le"), "utf-16-le", notes).decode() == "né"
    assert notes == []
    with pytest.raises(FormatError, match="line 2 cannot be read as cp949"):
        unicode_data(b"a\n\xff\xff", "cp949", notes)
    with pytest.raises(UsageError, match="no encoding 'cp94'"):
        unicode_data(b"a", "cp94", notes)


def test_a_few_lines_of_a_utf_8_file_may_be_in_windows_1252() -> None:
    notes = Notes()
    data = "é\nü\nö\nà\nè\n".encode() + b"caf\xe9\n"
    assert unicode_data(data, "", notes).decode() == "é\nü\nö\nà\nè\ncafé\n"
    assert (notes[0].line, notes[0].why[:25]) == (6, "1 line of this UTF-8 file")


@pytest.mark.parametrize("broken", ["Itâ€™s", "cafÃ©", "caf\ufffd", "â€œyesâ€\u009d"])
def test_what_was_broken_before_is_told(broken: str) -> None:
    notes = Notes()
    assert unicode_data(f"fine\n{broken}\n".encode(), "", notes).decode() == f"fine\n{broken}\n"
    (note,) = notes
    assert (note.line, note.left_out) == (2, False)
    assert "damaged before" in note.why


def test_without_chardet_a_hint_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chardet", None)
    assert unicode_data(KOREAN.encode(), "", Notes())
    with pytest.raises(FormatError, match="chardet") as told:
        unicode_data(KOREAN.encode("cp949"), "", Notes())
    assert "--encoding" in told.value.hint
    assert "pip install" in told.value.hint


def zipped(name: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (zipped("notes.txt"), "a ZIP archive"),
        (zipped("xl/workbook.xml"), "an Excel workbook (.xlsx)"),
        (zipped("word/document.xml"), "a Word document (.docx)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (gzip.compress(b"question"), "a gzip archive"),
        (random.Random(5).randbytes(2000), "not a text file"),
        (b"question\0answer", "not a text file"),
        (b"", None),
        (KOREAN.encode("utf-16"), None),
        (JAPANESE.encode("shift-jis"), None),
        (b"\x1b[31m\tred\r\n", None),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),
)
def test_what_a_file_is(data: bytes, title: str | None) -> None:
    kind = file_kind(data)
    assert (kind and kind.title) == title
    for name in ("gift", "csv", "json", "opentdb"):
        if title and title != "an Excel workbook (.xlsx)":
            with pytest.raises(FormatError, match="this is "):
                refuse_other_kinds(data, get(name))


def test_a_workbook_is_read_by_formats_that_have_some() -> None:
    data = (FILES / "kahoot.xlsx").read_bytes()
    assert unicode_data(data, "", Notes()) is data
    refuse_other_kinds(data, get("kahoot"))
    with pytest.raises(FormatError, match="Excel workbook"):
        refuse_other_kinds(data, get("anki"))
