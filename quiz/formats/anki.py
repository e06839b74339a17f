"""Anki's notes in a text file.

Most cards have a question and an answer, but no wrong answers: those are taken from other cards of
the same deck. A file that `write` makes has them in columns of their own, which its `#columns:`
line names: `Front`, `Back`, `Wrong 1` and so on, or `Options` with one a line if their order
matters, then the other fields. Anki puts `Front` and `Back` into a Basic note, and ignores the
other columns unless the user maps them to fields.

Source: https://docs.ankiweb.net/importing/text-files.html
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import escape
from io import StringIO

from quiz.formats import FormatError, Notes
from quiz.formats._cards import Flashcard, card_items, label_columns, make_card
from quiz.formats._cells import MAX_ROWS, records
from quiz.formats._text import decode, quoted
from quiz.packs.model import Item, Pack
from quiz.text import count

TITLE = "Anki notes in plain text"
ENDINGS = (".txt", ".tsv")

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
HEADER = re.compile(r"(?:tags:.*\n)?(?:#.*(?:\n|\Z))*")
HEADER_LINE = re.compile(
    r"(?mi)^#(?:separator|html|columns|notetype|deck|(?:guid|notetype|deck|tags) column):"
)
HTML_SIGN = re.compile(
    r"(?i)</?(?:a|b|br|div|em|font|hr|i|img|li|ol|p|span|strong|u|ul)(?: *+/?| [^<>=]*+=[^<>]*+)>"
)
"""A tag that is only in files whose fields are HTML."""


def likeness(data: bytes) -> int:
    """Return a high value for header lines, a middling one if each line is a pair."""
    head = decode(data[:100_000])
    header = HEADER.match(head)
    if header and HEADER_LINE.search(header[0]):
        return 95
    lines = [line for line in head.split("\n")[:50] if line]
    return 50 if len(lines) > 1 and all(line.count("\t") == 1 for line in lines) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the question of each card, with wrong answers of its own or of its deck."""
    return card_items(_File(decode(data), notes).cards(), notes)


class _File:
    """The header lines of a file, and the notes below them."""

    def __init__(self, text: str, notes: Notes) -> None:
        header = HEADER.match(text)
        self._header = header[0] if header else ""
        self._body = text[len(self._header) :]
        self._notes = notes
        self._settings: dict[str, str] = {}
        for line in self._header.split("\n"):
            name, colon, value = line.removeprefix("#").partition(":")
            if colon:
                self._settings.setdefault(name.strip().casefold(), value)
        self._separator = self._find_separator()
        names = self._settings.get("columns", "")
        self._labels = [
            name.strip() for _, _, row in records(names, self._separator) for name in row
        ]
        html = self._settings.get("html", "").strip().casefold()
        self._html = html == "true" if html in ("true", "false") else bool(HTML_SIGN.search(text))

    def _find_separator(self) -> str:
        """Return the separator in the header, or else the likeliest in the first note."""
        setting = self._settings.get("separator", "")
        if sign := SEPARATORS.get(setting.strip().casefold()):
            return sign
        if setting in SEPARATORS.values():
            return setting
        first = self._body.lstrip("\n").partition("\n")[0]
        return next((sign for sign in "\t;,|" if sign in first), "\t")

    def cards(self) -> Iterator[Flashcard]:
        """Yield the notes that have a front and a back.

        Raise FormatError if no line has two fields.
        """
        columns: dict[int, str] = {}
        noted: set[int] = set()
        has_pair = False
        for line, cells in self._records():
            if "back" not in columns.values():
                columns = self._columns(len(cells))
            has_pair = has_pair or len(cells) > 1
            fields = {name: cells[at] for at, name in columns.items() if at < len(cells)}
            card = self._card(line, fields)
            for at, cell in enumerate(cells):
                if cell.strip() and at not in columns and at not in noted:
                    noted.add(at)
                    label = self._labels[at] if at < len(self._labels) else str(at + 1)
                    self._notes.left_out(
                        line, f"the column {quoted(label)} is not read", question=False
                    )
            if card:
                yield card
        if not has_pair:
            raise FormatError("no line has a question and an answer with a tab between them")

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the lines and cells of all records that are neither empty nor comments."""
        above = self._header.count("\n")
        for number, (begin, line, cells) in enumerate(records(self._body, self._separator)):
            if number == MAX_ROWS:
                raise FormatError(f"the file has more than {MAX_ROWS:,} notes")
            if self._body[begin] != "#":
                if any(cells):
                    yield above + line, cells
            elif len(cells) > 1:
                self._notes.left_out(above + line, "it begins with #, which is a comment in Anki")

    def _columns(self, width: int) -> dict[int, str]:
        """Return the fields by their columns, of which a note has so many.

        The header may name them; otherwise the front comes first and the back second.
        """
        columns: dict[int, str] = {}
        for name in ("guid", "notetype", "deck", "tags"):
            number = self._settings.get(f"{name} column", "").strip()
            if re.fullmatch(r"[1-9]\d{0,3}", number):
                columns[int(number) - 1] = name
        return label_columns(self._labels, max(len(self._labels), width), columns)

    def _card(self, line: int, fields: dict[str, str]) -> Flashcard | None:
        fields.pop("guid", "")
        deck = fields.pop("deck", self._settings.get("deck", "")).strip()
        tags = f"{fields.pop('tags', '')} {self._settings.get('tags', '')}".split()
        return make_card(line, fields, deck, tags, self._html, self._notes)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return notes for Anki, with the category as deck and with columns that Anki can ignore."""
    most = max((len(item.distractors) for item in pack.items if not item.options), default=0)
    wrong = [f"Wrong {number}" for number in range(1, most + 1)]
    columns = ["Front", "Back", *wrong, "Options", "Difficulty", "Explanation", "Source", "Id"]
    file = StringIO()
    file.write("#separator:tab\n#html:true\n#notetype:Basic\n")
    file.write(f"#deck column:{len(columns) + 1}\n#tags column:{len(columns) + 2}\n")
    file.write("#columns:" + "\t".join([*columns, "Deck", "Tags"]) + "\n")
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    spaced = 0
    for item in pack.items:
        distractors = [] if item.options else [*item.distractors]
        fields = [item.stem, item.key, *distractors, *[""] * (most - len(distractors))]
        level = "" if item.difficulty == "medium" else item.difficulty
        fields += ["\n".join(item.options), level, item.explanation, item.source, item.id]
        if "::" in item.category:
            notes.changed(item.line, "a category with ::, which separates decks in Anki, has :")
        tags = [re.sub(r"\s+", "_", tag) for tag in item.tags]
        spaced += sum(one != tag for one, tag in zip(tags, item.tags, strict=True))
        deck = re.sub("::+", ":", item.category)
        writer.writerow([*map(_field_html, fields), deck, " ".join(tags)])
    if spaced:
        notes.changed(None, f"Anki's tags have no spaces: {count(spaced, 'tag')} got _ instead")
    return file.getvalue().encode()


def _field_html(text: str) -> str:
    """Return a text as HTML in which Anki sees no media, no cloze deletion and no comment."""
    html = escape(text, quote=False).replace("\n", "<br>").replace("\u00a0", "&#160;")
    html = html.replace("\t", "&#9;").replace("[sound:", "&#91;sound:").replace("{{", "{&#123;")
    return f"&#35;{html[1:]}" if html.startswith("#") else html
