"""Flashcards, which have no wrong answers: how they become questions with answers of others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quiz.formats import Notes
from quiz.formats._html import html_text, without_media
from quiz.formats._items import TRUE_FALSE, difficulty, make_item
from quiz.formats._text import one_line, quoted
from quiz.packs.model import Item

TAKEN = 6  # wrong answers that a card gets from its deck
NEIGHBOURS = 20  # answers before and after its own from which they are taken
MAX_CANDIDATE = 300  # characters of an answer that another card may get
MAX_CARD_COLUMNS = 100

LABELS = {
    "front": "front|question|prompt",
    "back": "back|answer",
    "wrong": r"wrong \d+",
    "options": "options",
    "difficulty": "difficulty",
    "explanation": "explanation|extra|back extra",
    "source": "source",
    "id": "id",
}
"""The labels of columns by the field that they hold."""
CLOZE = re.compile(r"\{\{c\d+::")


class Flashcard(NamedTuple):
    """A note with a front and a back; `fields` are the other fields that a pack can hold."""

    line: int
    front: str
    back: str
    deck: str
    tags: tuple[str, ...]
    fields: dict[str, str]
    wrong: list[str]


def label_columns(
    labels: Sequence[str], width: int, taken: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Return what each of so many columns or fields of a card holds, by its place from 0.

    What is not `taken` is named by its label; otherwise the front comes first, the back second.
    """
    columns = dict(taken or {})
    free = [at for at in range(min(width, MAX_CARD_COLUMNS)) if at not in columns]
    for at in free:
        label = labels[at].casefold() if at < len(labels) else ""
        for field, pattern in LABELS.items():
            if re.fullmatch(pattern, label) and field not in columns.values():
                columns[at] = f"wrong {at}" if field == "wrong" else field
    unlabelled = [at for at in free if at not in columns]
    for field in ("front", "back"):
        if field not in columns.values() and unlabelled:
            columns[unlabelled.pop(0)] = field
    return columns


def make_card(
    line: int, fields: Mapping[str, str], deck: str, tags: Iterable[str], html: bool, notes: Notes
) -> Flashcard | None:
    """Return the card with these fields, or None if it is none that a pack can hold.

    `fields` are texts by what they hold; the name of the note's type may be one of them.
    """
    kind = fields.get("notetype", "").casefold()
    if "cloze" in kind or CLOZE.search(fields.get("front", "")):
        notes.left_out(line, "a cloze deletion: it has no question of its own")
        return None
    plain = html_text if html else without_media
    texts = {
        name: plain(field, line, notes).strip()
        for name, field in fields.items()
        if name != "notetype"
    }
    front, back = texts.get("front", ""), one_line(texts.get("back", ""))
    if not front or not back:
        notes.left_out(line, f"a card without text on its {'back' if front else 'front'}")
        return None
    wrong = [one_line(text) for name, text in texts.items() if text and name.startswith("wrong ")]
    return Flashcard(line, front, back, deck, tuple(dict.fromkeys(tags)), texts, wrong)


class AnkiNote(NamedTuple):
    """A note of a collection, with the labels of its fields; `line` is its number or its line."""

    line: int
    deck: str
    tags: Sequence[str]
    labels: Sequence[str]
    values: Sequence[str]
    is_cloze: bool


def cards_of(made: Iterable[AnkiNote], notes: Notes) -> Iterator[Flashcard]:
    """Yield the cards of a collection's notes; fields that are not read are noted once each."""
    noted: set[str] = set()
    for note in made:
        columns = label_columns(note.labels, len(note.values))
        fields = {name: note.values[at] for at, name in columns.items() if at < len(note.values)}
        if note.is_cloze:
            fields["notetype"] = "cloze"
        card = make_card(note.line, fields, note.deck, note.tags, True, notes)
        if card is None:
            continue
        for at, (label, value) in enumerate(zip(note.labels, note.values)):
            if at not in columns and value.strip() and label not in noted:
                noted.add(label)
                notes.left_out(note.line, f"the field {quoted(label)} is not read")
        yield card


def card_items(made: Iterable[Flashcard], notes: Notes) -> Iterator[Item]:
    """Yield the question of each card, with wrong answers of its own or of its deck."""
    cards = list(made)
    decks = Decks(cards)
    has_taken = False
    for card in cards:
        order = [*filter(None, card.fields.get("options", "").split("\n"))]
        options = [*order] or [card.back, *card.wrong]
        if card.back not in options:
            notes.left_out(card.line, f"its options lack the answer {quoted(card.back)}")
            continue
        if len(options) < 2 and card.back.casefold() in ("true", "false"):
            options = [*TRUE_FALSE]
        elif len(options) < 2:
            options += decks.wrong_answers(card)
            has_taken = has_taken or len(options) > 1
        if len(options) < 2:
            notes.left_out(card.line, "no other card of its deck has another answer")
            continue
        yield make_item(card.front, card.back, options, card.line, notes, order)._replace(
            difficulty=difficulty(card.fields.get("difficulty", ""), card.line, notes),
            category=card.deck.rpartition("::")[2].strip(),
            explanation=card.fields.get("explanation", ""),
            source=one_line(card.fields.get("source", "")),
            tags=card.tags,
            id=one_line(card.fields.get("id", "")),
        )
    if has_taken:
        notes.changed(None, "wrong answers are taken from other cards of the same deck")


class Decks:
    """The answers of each deck, in an order in which similar ones are near."""

    def __init__(self, cards: list[Flashcard]) -> None:
        answers: dict[str, dict[str, str]] = defaultdict(dict)
        self._right: dict[str, set[str]] = defaultdict(set)
        for card in cards:
            folded = card.back.casefold()
            self._right[card.front.casefold()].add(folded)
            if len(folded) <= MAX_CANDIDATE and folded not in ("true", "false"):
                answers[card.deck].setdefault(folded, card.back)
        self._ranked = {deck: sorted(map(_rank, by.values())) for deck, by in answers.items()}

    def wrong_answers(self, card: Flashcard) -> list[str]:
        """Return the answers of the card's deck that are wrong here and most like its own."""
        ranked = self._ranked.get(card.deck, [])
        right = self._right[card.front.casefold()]
        kind, size, _ = own = _rank(card.back)
        at = bisect_left(ranked, own)
        near = [
            (other != kind, abs(length - size), text)
            for other, length, text in ranked[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]
            if text.casefold() not in right
        ]
        return [text for _, _, text in sorted(near)[:TAKEN]]


def _rank(answer: str) -> tuple[int, int, str]:
    """Return what makes answers similar: being a number, having a digit or a capital, length."""
    kind = 0 if answer.isdecimal() else 1 if re.search(r"\d", answer) else 2
    return kind + (kind == 2 and answer[:1].islower()), len(answer), answer
