"""Rounds as JSON, and back with every value checked: a damaged file may hold anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quiz.digest import blake2b
from quiz.game.deck import Card, Deck, Selection
from quiz.game.modes import Rules
from quiz.packs.model import DIFFICULTIES, Item, item_of

SAMPLE_ITEM = Item("", "", "", "", ())
"""An item with a value of the right type in each field."""


def dump(value: object) -> str:
    """Return JSON that SQLite can store, even of text that is not Unicode."""
    return storable(json.dumps(value, ensure_ascii=False))


def storable(text: str) -> str:
    """Return text without what SQLite refuses: names of files may hold what is not Unicode."""
    return text.encode(errors="backslashreplace").decode()


def dump_uids(uids: Iterable[str]) -> str:
    """Return the identities of items as a list that `json_each` reads."""
    return json.dumps([storable(uid) for uid in uids])


def kind(rules: Rules, selection: Selection) -> str:
    """Return what rounds have in common that can be compared: all settings but the seed."""
    packs = sorted(map(storable, selection.packs))
    settings = [rules.as_dict(), packs, selection.category, selection.difficulty]
    return blake2b(json.dumps(settings).encode(), digest_size=8).hexdigest()


def load_rules(text: str) -> Rules:
    """Return rules from their JSON. Raise ValueError, TypeError or LookupError if it has none."""
    return Rules.from_dict(json.loads(text))


def load_selection(text: str) -> Selection:
    """Return a selection from its JSON. Raise ValueError or TypeError if it has none."""
    packs, *rest = json.loads(text)
    return Selection(_texts(packs), *map(_text, rest))


def load_item(text: str) -> Item:
    """Return an item from its JSON. Raise ValueError or TypeError if it has none."""
    item = item_of(json.loads(text))
    for value, sample in zip(item, SAMPLE_ITEM):
        if type(value) is not type(sample):
            raise ValueError(f"{value!r} is not of its type")
        if isinstance(value, tuple):
            _texts([*value])
    if item.difficulty not in DIFFICULTIES or not item.distractors:
        raise ValueError("no item that can be asked")
    return item


def dump_deck(deck: Deck, rows: Mapping[Item, int]) -> str:
    """Return the JSON of a deck: each card by the row of its item and the order of its options."""

    def card(card: Card) -> list[object]:
        options = (card.item.key, *card.item.distractors)
        return [rows[card.item], [options.index(option) for option in card.options], card.decoy]

    return dump([[card(one) for one in deck.cards], [card(one) for one in deck.reserve]])


def load_deck(text: str, item: Callable[[int], Item]) -> Deck:
    """Return a deck from its JSON; `item` returns that of a row.

    Raise ValueError, TypeError or LookupError if it has none.
    """

    def card(value: Any) -> Card:
        row, order, decoy = value
        one = item(row)
        options = (one.key, *one.distractors)
        shown = tuple(options[number] for number in order)
        if one.key not in shown or shown[decoy] == one.key or min(*order, decoy) < 0:
            raise ValueError("no card that can be asked")
        return Card(one, shown, decoy)

    cards, reserve = json.loads(text)
    if not cards:
        raise ValueError("a deck without cards")
    return Deck(tuple(map(card, cards)), tuple(map(card, reserve)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise ValueError("not a list")
    return tuple(map(_text, values))
