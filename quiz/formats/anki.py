"""Anki's notes in plain text.

A card that asks and answers has no wrong answers; they are drawn from the other cards of its
deck. A file that `write` makes has them in columns of their own, which the `#columns:` line names:
`Front`, `Back`, `Wrong 1` and so on, or `Options` where their order counts, one a line; then what
else there is. In Anki, `Front` and `Back` become the fields of a Basic note, and the other columns
are left unless they are given fields.

Source: https://docs.ankiweb.net/importing/text-files.html
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from html import escape, unescape
from io import StringIO
from typing import NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._cells import ROWS, records
from quiz.formats._fit import LEVELS, fixed, one_line
from quiz.formats._text import decoded, scripted, uncommented
from quiz.packs.model import Item, Pack
from quiz.text import shorten

TITLE = "Anki notes in plain text"
ENDINGS = (".txt", ".tsv")

DRAWN = 6
"""How many wrong answers a card gets from its deck."""

STEPS = 20
"""How far to either side of its own answer they are looked for."""

LONGEST = 300
"""The longest answer of a card that may be another's wrong one, in characters."""

WIDTH = 100
"""How many columns may hold something of a card."""

SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
HEAD = re.compile(r"(?:tags:.*\n)?(?:#.*(?:\n|\Z))*")
SIGN = re.compile(
    r"(?mi)^#(?:separator|html|columns|notetype|deck|(?:guid|notetype|deck|tags) column):"
)
COLUMNS = {
    "front": re.compile("front|question|prompt"),
    "back": re.compile("back|answer"),
    "wrong": re.compile(r"wrong \d+"),
    "options": re.compile("options"),
    "difficulty": re.compile("difficulty"),
    "explanation": re.compile("explanation|extra|back extra"),
    "source": re.compile("source"),
    "id": re.compile("id"),
}
CLOZE = re.compile(r"\{\{c\d+::")
MEDIA = re.compile(r"(?i)<(?:img|audio|video|object|embed)\b[^<>]*+>|\[sound:[^\[\]\n]*+\]")
MARKUP = re.compile(
    r"(?i)</?(?:a|b|br|div|em|font|hr|i|img|li|ol|p|span|strong|u|ul)(?: *+/?| [^<>=]*+=[^<>]*+)>"
)
HIDDEN = re.compile(r"(?i)<(style|script)\b[^<>]*+>[^<]*+</\1>")
BREAK = re.compile(r"(?i)<br\b[^<>]*+>")
BLOCK = re.compile(
    r"(?i)(?:</?(?:p|div|li|ul|ol|tr|table|blockquote|pre|hr|h[1-6])\b[^<>]*+>\s*+)+"
)
TAG = re.compile(r"</?[A-Za-z][^<>]*+>")


def likeness(data: bytes) -> int:
    """Certain by its head lines; possible where every line is a pair."""
    head = decoded(data[:100_000])
    top = HEAD.match(head)
    if top and SIGN.search(top[0]):
        return 95
    lines = [line for line in head.split("\n")[:50] if line]
    return 50 if len(lines) > 1 and all(line.count("\t") == 1 for line in lines) else 0


class Card(NamedTuple):
    """A note, with what its columns say beside the question and the answer."""

    line: int
    front: str
    back: str
    deck: str
    tags: tuple[str, ...]
    more: dict[str, str]
    wrong: list[str]


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The cards that ask and answer, with wrong answers of their own or of their deck."""
    cards = list(_File(decoded(data), notes).cards())
    decks = _Decks(cards)
    drawn = False
    for card in cards:
        wrong, order = card.wrong, tuple(card.more.get("options", "").split("\n"))
        if order == ("",):
            order = ()
        elif card.back not in order:
            notes.left_out(card.line, f"its options lack the answer {shorten(card.back)!r}")
            continue
        if not wrong and not order and card.back.casefold() in ("true", "false"):
            wrong = ["False" if card.back.casefold() == "true" else "True"]
        if not wrong and not order:
            wrong = decks.others(card)
            drawn = drawn or bool(wrong)
        if not wrong and not order:
            notes.left_out(card.line, "no other card of its deck has another answer")
            continue
        yield _item(card, wrong, order, notes)
    if drawn:
        notes.changed(None, "wrong answers are the other cards' answers of the same deck")


def _item(card: Card, wrong: list[str], order: tuple[str, ...], notes: Notes) -> Item:
    key = card.back
    order = order or fixed((key, *wrong))
    if order == ("True", "False"):
        key, wrong = key.capitalize(), list(order)
    level = card.more.get("difficulty", "").casefold()
    if level and level not in LEVELS:
        notes.changed(card.line, f"the difficulty {shorten(level)!r}: taken as medium")
    return Item(
        uid="",
        pack="",
        stem=card.front,
        key=key,
        distractors=tuple(option for option in order or wrong if option != key),
        options=order,
        difficulty=LEVELS.get(level, "medium"),
        category=card.deck.rpartition("::")[2].strip(),
        explanation=card.more.get("explanation", ""),
        source=one_line(card.more.get("source", "")),
        tags=card.tags,
        line=card.line,
        id=one_line(card.more.get("id", "")),
    )


class _File:
    """A file's head lines, and the notes below them."""

    def __init__(self, text: str, notes: Notes) -> None:
        self._text = text
        self._notes = notes
        top = HEAD.match(text)
        self._head = top[0] if top else ""
        self._says: dict[str, str] = {}
        self._told: set[int] = set()
        for line in self._head.split("\n"):
            name, colon, value = line.removeprefix("#").partition(":")
            if colon:
                self._says.setdefault(name.strip().casefold(), value)
        self._separator = self._cut()
        told = self._says.get("html", "").strip().casefold()
        self._html = told == "true" if told in ("true", "false") else bool(MARKUP.search(text))

    def _cut(self) -> str:
        """What stands between fields: as the head says, or else what the first note has."""
        told = self._says.get("separator", "")
        if sign := SEPARATORS.get(told.strip().casefold()):
            return sign
        if told in SEPARATORS.values():
            return told
        first = self._text[len(self._head) :].lstrip("\n").partition("\n")[0]
        return next((sign for sign in "\t;,|" if sign in first), "\t")

    def _column(self, name: str) -> int | None:
        number = self._says.get(f"{name} column", "").strip()
        return int(number) - 1 if re.fullmatch(r"[1-9]\d{0,3}", number) else None

    def cards(self) -> Iterator[Card]:
        """The notes that have a front and a back. Raises FormatError if none has two fields."""
        own = {name: self._column(name) for name in ("guid", "notetype", "deck", "tags")}
        labels = self._labels()
        places: dict[int, str] = {}
        known: set[int | None] = set()
        paired = False
        for line, cells in self._records():
            if not places:
                count = min(max(len(labels), len(cells)), WIDTH)
                places = _places(labels, [at for at in range(count) if at not in own.values()])
                known = {*places, *own.values()}
            paired = paired or len(cells) > 1
            card = self._card(line, cells, own, places)
            self._tell_of_the_rest(line, cells, labels, known)
            if card:
                yield card
        if not paired:
            raise FormatError("no line has a question and an answer with a tab between them")

    def _labels(self) -> list[str]:
        told = self._says.get("columns", "")
        return [label.strip() for _, _, row in records(told, self._separator) for label in row]

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The lines with something on them, but for comments."""
        body = self._text[len(self._head) :]
        above = self._head.count("\n")
        for number, (begin, line, cells) in enumerate(records(body, self._separator)):
            if number == ROWS:
                raise FormatError(f"the file has more than {ROWS:,} notes")
            if body[begin] != "#":
                if any(cells):
                    yield above + line, cells
            elif len(cells) > 1:
                self._notes.left_out(above + line, "it begins with #: to Anki that is a comment")

    def _card(
        self, line: int, cells: list[str], own: dict[str, int | None], places: dict[int, str]
    ) -> Card | None:
        cells = [*cells, *[""] * (max(places, default=0) + 1 - len(cells))]
        value = {n: cells[at] for n, at in own.items() if at is not None and at < len(cells)}
        front = next((cells[at] for at, what in places.items() if what == "front"), "")
        if CLOZE.search(front) or "cloze" in value.get("notetype", "").casefold():
            self._notes.left_out(line, "a cloze deletion: it asks no question of its own")
            return None
        wrong = []
        fields = dict.fromkeys(("front", "back"), "")
        for at, what in places.items():
            if text := self._plain(cells[at], line):
                if what.startswith("wrong "):
                    wrong.append(one_line(text))
                else:
                    fields[what] = text
        if not fields["front"] or not fields["back"]:
            side = "back" if fields["front"] else "front"
            self._notes.left_out(line, f"a card without text on its {side}")
            return None
        tags = [*value.get("tags", "").split(), *self._says.get("tags", "").split()]
        return Card(
            line,
            fields.pop("front"),
            one_line(fields.pop("back")),
            value.get("deck", self._says.get("deck", "")).strip(),
            tuple(dict.fromkeys(tags)),
            fields,
            wrong,
        )

    def _plain(self, field: str, line: int) -> str:
        """The text of a field, which is HTML if the file says or looks so."""
        if MEDIA.search(field):
            self._notes.left_out(line, "a picture or a sound: a pack holds text alone")
            field = MEDIA.sub("", field)
        if self._html:
            if "<" in field:
                field = field.replace(">\n", ">").replace("\n<", "<")
                field = BREAK.sub(
                    "\n", HIDDEN.sub("", scripted(uncommented(field.replace("\n", " "))))
                )
                if BLOCK.search(field):
                    field = re.sub(r"\n{3,}", "\n\n", BLOCK.sub("\n", field))
                field = TAG.sub("", field)
            else:
                field = field.replace("\n", " ")
            field = field.replace("&nbsp;", " ").replace("\u00a0", " ")
            field = unescape(re.sub(r"&#\d{8,}+;?", "\ufffd", field))
        return field.strip()

    def _tell_of_the_rest(
        self, line: int, cells: list[str], labels: list[str], known: set[int | None]
    ) -> None:
        """Note once each column that is not read."""
        for at, cell in enumerate(cells):
            if cell.strip() and at not in known and at not in self._told:
                self._told.add(at)
                name = labels[at] if at < len(labels) else str(at + 1)
                self._notes.left_out(line, f"the column {shorten(name)!r} is not read")


def _places(labels: list[str], regular: list[int]) -> dict[int, str]:
    """What the regular columns hold: as they are named, or the front and then the back."""
    named: dict[int, str] = {}
    for at in regular:
        label = labels[at].casefold() if at < len(labels) else ""
        for what, pattern in COLUMNS.items():
            if pattern.fullmatch(label) and (what == "wrong" or what not in named.values()):
                named[at] = f"wrong {at}" if what == "wrong" else what
    unnamed = [at for at in regular if at not in named]
    for what in ("front", "back"):
        if what not in named.values() and unnamed:
            named[unnamed.pop(0)] = what
    return named


class _Decks:
    """The answers of each deck, near to those that they are like."""

    def __init__(self, cards: list[Card]) -> None:
        answers: dict[str, dict[str, str]] = defaultdict(dict)
        self._right: dict[str, set[str]] = defaultdict(set)
        for card in cards:
            folded = card.back.casefold()
            self._right[card.front.casefold()].add(folded)
            if len(folded) <= LONGEST and folded not in ("true", "false"):
                answers[card.deck].setdefault(folded, card.back)
        self._ranked = {deck: sorted(map(_rank, by.values())) for deck, by in answers.items()}

    def others(self, card: Card) -> list[str]:
        """Answers of other cards of its deck that are wrong here and look most like its own."""
        ranked = self._ranked.get(card.deck, [])
        right = self._right[card.front.casefold()]
        kind, size, _ = own = _rank(card.back)
        at = bisect_left(ranked, own)
        near = [
            (other != kind, abs(length - size), text)
            for other, length, text in ranked[max(at - STEPS, 0) : at + STEPS + 1]
            if text.casefold() not in right
        ]
        return [text for _, _, text in sorted(near)[:DRAWN]]


def _rank(answer: str) -> tuple[int, int, str]:
    """What makes answers alike: numbers, digits in them or a capital letter, then their length."""
    kind = 0 if answer.isdecimal() else 1 if re.search(r"\d", answer) else 2
    return kind + (kind == 2 and answer[:1].islower()), len(answer), answer


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Notes for Anki with the category as their deck, and columns that Anki need not use."""
    most = max((len(item.distractors) for item in pack.items if not item.options), default=0)
    wrong = [f"Wrong {number}" for number in range(1, most + 1)]
    columns = ["Front", "Back", *wrong, "Options", "Difficulty", "Explanation", "Source", "Id"]
    file = StringIO()
    file.write("#separator:tab\n#html:true\n#notetype:Basic\n")
    file.write(f"#deck column:{len(columns) + 1}\n#tags column:{len(columns) + 2}\n")
    file.write("#columns:" + "\t".join([*columns, "Deck", "Tags"]) + "\n")
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    blanks = 0
    for item in pack.items:
        distractors = [] if item.options else [*item.distractors]
        fields = [item.stem, item.key, *distractors, *[""] * (most - len(distractors))]
        level = "" if item.difficulty == "medium" else item.difficulty
        fields += ["\n".join(item.options), level, item.explanation, item.source, item.id]
        if "::" in item.category:
            notes.changed(item.line, "a category with ::, which parts the names of Anki's decks")
        tags = [re.sub(r"\s+", "_", tag) for tag in item.tags]
        blanks += sum(one != tag for one, tag in zip(tags, item.tags, strict=True))
        deck = re.sub("::+", ":", item.category)
        writer.writerow([*map(_marked, fields), deck, " ".join(tags)])
    if blanks:
        notes.changed(None, f"Anki's tags have no blanks: {blanks} have _ in their place")
    return file.getvalue().encode()


def _marked(text: str) -> str:
    """A text as HTML, in which Anki sees no media and no comment."""
    html = escape(text, quote=False).replace("\n", "<br>").replace("\u00a0", "&#160;")
    html = html.replace("\t", "&#9;").replace("[sound:", "&#91;sound:").replace("{{", "{&#123;")
    return f"&#35;{html[1:]}" if html.startswith("#") else html
