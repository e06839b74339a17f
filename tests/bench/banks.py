"""What the built-in banks are like to play: ``python -m tests.bench.banks [ARTICLE]``.

Deals 200 seeded classic rounds from all built-in banks and prints what a player would notice in
them. With the path of the text of the article that the banks are made from, it prints what they
copy from it, too. `reach` is what was aimed at. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple, TypeAlias

from quiz.game.deck import Card, draw
from quiz.game.modes import CLASSIC
from quiz.packs import library
from quiz.packs.model import Item
from quiz.packs.pool import Pool

ROUNDS = 200
PLAYERS = 20
"""How many play until an item comes back."""

COPIED = 6
"""How many words in a row are a copy."""

NAMES = re.compile(
    r"\b(?:Kim Se-hui|Jung Hyeon|Kim A Hyeon|A Hyeon|Se-hui|DEX|Won Jin A|Kim Ji An|Ahn So-jung|"
    r"The Defects|Child Shopping|Squid Game|Mouse|ENA|US Eastern|US Pacific|GMT)\b",
    re.IGNORECASE,
)
"""Where a name stands, a row of words ends: names cannot be worded afresh."""

DARK = re.compile(
    r"abus|blood|brutal|coerc|cold|conceal|control|corrupt|crime|cruel|damag|dark|dead|death|"
    r"defect|destroy|fear|fraud|hid(e|d)|hurt|illegal|kill|manipul|murder|obe(y|d)|pain|power|"
    r"punish|reveng|secret|silenc|surviv|threat|traffick|trauma|twisted|victim|violen|weapon",
    re.IGNORECASE,
)
"""What a guess by the mood of the story looks for."""

Round: TypeAlias = Sequence[Card]
Guess: TypeAlias = Callable[[Card, str], float]
"""How likely an option looks to somebody who knows nothing."""


class Row(NamedTuple):
    """One line of the table."""

    what: str
    figure: str
    reach: str


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"\w+", text.casefold())


def alike(option: str, texts: Sequence[str]) -> int:
    """Return how many words an option has in common with some texts, in all."""
    own = set(words(option))
    return sum(len(own.intersection(words(text))) for text in texts)


GUESSES: Mapping[str, Guess] = {
    "the longest": lambda card, option: len(option),
    "the shortest": lambda card, option: -len(option),
    "the most words": lambda card, option: len(words(option)),
    "the fewest words": lambda card, option: -len(words(option)),
    "the darkest": lambda card, option: len(DARK.findall(option)),
    "most like the question": lambda card, option: alike(option, [card.item.stem]),
    "least like the question": lambda card, option: -alike(option, [card.item.stem]),
    "most like the others": lambda card, option: alike(option, card.options),
    "least like the others": lambda card, option: -alike(option, card.options),
    "the first": lambda card, option: -card.options.index(option),
    "the last": lambda card, option: card.options.index(option),
    "the first by the alphabet": lambda card, option: -sorted(card.options).index(option),
    "the last by the alphabet": lambda card, option: sorted(card.options).index(option),
    "nearest to the middle": lambda card, option: (
        -abs(sorted(card.options).index(option) - (len(card.options) - 1) / 2)
    ),
}
"""Ways to choose without knowing anything: the option that comes out highest."""


def hits(guess: Guess, cards: Sequence[Card]) -> float:
    """Return the share of cards that a guess gets right; it throws a die between the best."""

    def chance(card: Card) -> float:
        looks = {option: guess(card, option) for option in card.options}
        best = [option for option, look in looks.items() if look == max(looks.values())]
        return (card.item.key in best) / len(best)

    return mean(map(chance, cards))


def dealt(pool: Pool) -> list[Round]:
    """Return so many rounds by seeds."""
    return [draw(pool, CLASSIC, f"round {number}").cards for number in range(ROUNDS)]


def facts(item: Item) -> set[str]:
    """Return the facts that an item asks for."""
    return set(re.findall(r"[^\s,;]+", item.source))


def told(cards: Round) -> list[tuple[Item, Item]]:
    """Return each item whose explanation holds the key of one that comes later, and that one."""

    def holds(one: Item, other: Item) -> bool:
        return bool(re.search(rf"(?<!\w){re.escape(other.key)}(?!\w)", one.explanation))

    items = [card.item for card in cards]
    return [
        (one, other)
        for at, one in enumerate(items)
        for other in items[at + 1 :]
        if holds(one, other)
    ]


def until_back(pool: Pool, player: int) -> int:
    """Return how many rounds a player plays in which nothing comes back."""
    ages: dict[str, float] = {}

    def seen(uids: Sequence[str]) -> dict[str, float]:
        return {uid: ages[uid] for uid in uids if uid in ages}

    for number in range(len(pool)):
        seed = f"player {player}, round {number}"
        uids = [card.item.uid for card in draw(pool, CLASSIC, seed, 1, seen).cards]
        if not ages.keys().isdisjoint(uids):
            return number
        ages |= dict.fromkeys(uids, float(number))
    return 0


def copies(items: Sequence[Item], article: str) -> list[str]:
    """Return the first words that each text of the items copies from the article."""

    def runs(text: str) -> Iterator[tuple[str, ...]]:
        for found in map(words, NAMES.split(text)):
            yield from zip(*(found[at:] for at in range(COPIED)))

    known = set(runs(article))
    texts = [t for i in items for t in (i.stem, i.key, *i.distractors, i.explanation)]
    copied = (next((run for run in runs(text) if run in known), ()) for text in texts)
    return [" ".join(run) for run in copied if run]


def rows(packs: Mapping[str, Sequence[Item]], article: str) -> Iterator[Row]:
    """Yield the table."""
    pool = Pool(packs.values())
    rounds = dealt(pool)
    items = [item for pack in packs.values() for item in pack]
    sizes = ", ".join(f"{name} {len(pack)}" for name, pack in packs.items())
    yield Row("items", f"{len(items)}: {sizes}", "about 100")

    def having(what: Callable[[Round], object]) -> str:
        return f"{sum(bool(what(cards)) for cards in rounds)} of {ROUNDS}"

    def repeated(cards: Round) -> bool:
        asked = Counter(fact for card in cards for fact in facts(card.item))
        return any(count > 1 for count in asked.values())

    def kin(cards: Round) -> bool:
        made = Counter(name for card in cards for name in card.item.kin)
        return any(count > 1 for count in made.values())

    yield Row("rounds with two items of one fact", having(repeated), "0")
    yield Row("rounds with two items of one template or row", having(kin), "0")
    yield Row("rounds in which an explanation holds a later card's key", having(told), "0")

    def of(cards: Round, *categories: str) -> int:
        return sum(card.item.category in categories for card in cards)

    for category in sorted({item.category for item in items}):
        counts = [of(cards, category) for cards in rounds]
        figure = f"{mean(counts):.2f}, {min(counts)} to {max(counts)}"
        reach = "at least 1" if category in ("Plot", "Cast", "Themes") else ""
        yield Row(f"cards of {category} per round", figure, reach)
        if reach:
            yield Row(f"rounds without {category}", f"{counts.count(0)} of {ROUNDS}", "0")
    counts = [of(cards, "Schedule", "Time zones") for cards in rounds]
    figure = f"{mean(counts):.2f}, at most {max(counts)}"
    yield Row("schedule and time zones per round", figure, "2.5, at most 3")

    def hardest_last(cards: Round) -> bool:
        levels = [CLASSIC.points[card.item.difficulty] for card in cards]
        return levels[-1] == max(levels)

    yield Row("rounds that end on their hardest card", having(hardest_last), f"{ROUNDS}")
    levels = zip(*([CLASSIC.points[card.item.difficulty] for card in cards] for cards in rounds))
    figure = " ".join(f"{mean(level):.0f}" for level in levels)
    yield Row("points of the first card to the last", figure, "rising")

    for name, pack in packs.items():
        longest = mean(all(len(item.key) > len(one) for one in item.distractors) for item in pack)
        yield Row(f"key is the longest option, {name}", f"{longest:.0%}", "35 %")
    cards = [card for one in rounds for card in one]
    found = sorted(((hits(guess, cards), name) for name, guess in GUESSES.items()), reverse=True)
    figure = ", ".join(f"{share:.0%} {name}" for share, name in found[:3])
    yield Row("best guesses without knowing anything", figure, "35 %")
    dark = next(share for share, name in found if name == "the darkest")
    yield Row("key is the darkest option", f"{dark:.0%}", "35 %")

    backs = [until_back(pool, player) for player in range(PLAYERS)]
    figure = f"{min(backs)} at least, {mean(backs):.1f}, of {len(items) // CLASSIC.count}"
    yield Row("rounds until an item comes back", figure, "9")
    if article:
        copied = copies(items, article)
        figure = "; ".join([f"{len(copied)}", *copied])
        yield Row(f"texts with {COPIED} or more words in a row from the article", figure, "0")


def main() -> None:
    """Print the table of the built-in banks."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.banks", description=__doc__)
    parser.add_argument("article", nargs="?", type=Path, help="the text of the article")
    options = parser.parse_args()
    try:
        article = options.article.read_text(encoding="utf-8") if options.article else ""
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"the article cannot be read: {error}")
    packs = {one.name: one.pack.items for one in library.load_named([]) if one.pack}
    for row in rows(packs, article):
        print(f"{row.what:<58} {row.figure}{f'  ({row.reach})' if row.reach else ''}")


if __name__ == "__main__":
    main()
