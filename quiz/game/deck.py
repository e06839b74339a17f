"""Which items make a round, in which order, with which options.

Every choice is made by a keyed hash of the seed and of what is chosen, so that a seed means
the same round on every machine and under every version of Python. The deal in ten lines:

1. Unseen items come first, then the half of the others that was seen longest ago, then the rest.
2. Of a large pool, `CONSIDERED` unseen items from a place given by the seed stand for all.
3. Each pack, and each category in it, supplies its share of these items, rounded up or down.
   So no part of the packs is used up before the others, and late rounds are as mixed as early ones.
4. An item that tells another one's key, in its question or its explanation, comes only when all
   others run out. So does one that was made from the same template or row.
5. An item of a fact (`source`) that the round has already waits for the others of its group in
   line 1. It does not wait for seen items if it is unseen: it gives nothing away.
6. Both 4 and 5 come before 3: what one category cannot supply comes from all of them.
7. "rising" goes from easy to hard, by what players make of the items, or else by their labels.
8. "shuffled" rises gently: neighbouring levels overlap, and a card of the hardest level is last.
   Where players take turns, the cards of one lap are of about the same level.
9. Wholly shuffled are rounds that a clock ends, as few players reach their last card, and rounds
   of items that have neither categories nor sources.
10. Cards to swap for are chosen after the others, by the same rules but for the shares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from quiz.digest import blake2b
from quiz.game.modes import Rules
from quiz.packs.model import DIFFICULTIES, Item
from quiz.text import printable

if TYPE_CHECKING:
    from quiz.packs.pool import Part, Pool

CONSIDERED = 1000
"""How many unseen items of a large pool are considered for a round."""

PASSED_OVER = 50
"""How many items of facts that a round has already are passed over in search of others."""

WHOLE = 2**64
"""One more than the largest number in the 8 bytes of a digest."""

FEW = 5
"""How many items that are not due a review has at most."""

Digest: TypeAlias = Callable[..., bytes]

LONGEST_SEED = 15
"""The most bytes of a seed."""

EASY, MEDIUM = 0.75, 0.45
"""The least facilities of easy items and of those of medium difficulty."""

Facilities: TypeAlias = Callable[[Sequence[str]], Mapping[str, float]]
"""Returns the facilities of those of some items that are known well enough."""

Seen: TypeAlias = Callable[[Sequence[str]], Mapping[str, float]]
"""Returns when each of some items was last asked, in any unit that grows, without the unseen."""


class Selection(NamedTuple):
    """What to draw from; an empty field leaves its choice open.

    `packs` are names as `quiz play` takes them. `seed` is the one that the player gave, if any,
    and `challenge` the code of the round that is raced against.
    """

    packs: tuple[str, ...] = ()
    category: str = ""
    difficulty: str = ""
    seed: str = ""
    challenge: str = ""


class Card(NamedTuple):
    """An item as drawn: the options shown, in order, and the wrong one that 50:50 leaves."""

    item: Item
    options: tuple[str, ...]
    decoy: int

    @property
    def key(self) -> int:
        """The index of the right option."""
        return self.options.index(self.item.key)


class Deck(NamedTuple):
    """The cards of a round in playing order, and those to swap for."""

    cards: tuple[Card, ...]
    reserve: tuple[Card, ...] = ()


def draw(
    pool: Pool,
    rules: Rules,
    seed: str,
    players: int = 1,
    seen: Seen = lambda uids: {},
    facilities: Facilities = lambda uids: {},
) -> Deck:
    """Return the deck of a round, dealt by the rules above."""
    digest = _digest(seed)
    count = rules.count * players
    hand = _Hand(count + rules.lifelines.count("swap"))
    for group in _groups(pool, hand.wanted, seen, digest):
        _fill(hand, pool, group, count - len(hand.items), digest)
        if hand.full:
            break
    chosen = hand.items + hand.telling[: hand.wanted - len(hand.items)]
    cards = _ordered(chosen[:count], rules, players, facilities, digest)
    return deal(cards, rules, seed, chosen[count:])


def case_number(seed: str) -> str:
    """Return a seed that shows, stores and codes as it is: the seed itself, or a hash of it."""
    data = seed.encode(errors="surrogatepass")
    if len(data) <= LONGEST_SEED and printable(seed) == seed:
        return seed
    return blake2b(data).hexdigest()[:8]


def draw_review(pool: Pool, rules: Rules, seed: str, due: Sequence[str], seen: Seen) -> Deck:
    """Return the deck of a review: the items that are due, in their order, then a few unseen ones.

    With nothing due, those that were seen longest ago take the place of missing unseen ones.
    """
    order = {uid: number for number, uid in enumerate(due)}
    cards = sorted(_picked(pool, due, rules.count), key=lambda item: order[item.uid])
    if few := min(FEW, rules.count - len(cards)):
        unseen, ages, _ = _known(pool, few, seen, _digest(seed))
        oldest = [] if cards else sorted(ages, key=ages.__getitem__)
        cards += _picked(pool, [*unseen, *oldest], few, cards)
    return deal(cards, rules, seed)


def deal(items: Iterable[Item], rules: Rules, seed: str, reserve: Iterable[Item] = ()) -> Deck:
    """Return a deck of these items in this order."""
    digest = _digest(seed)
    cards, others = (
        tuple(_card(item, rules.choices, digest) for item in some) for some in (items, reserve)
    )
    return Deck(cards, others)


def _level(item: Item, facility: float | None) -> int:
    """Return the difficulty of an item: what players make of it, or else its author."""
    if facility is None:
        return DIFFICULTIES.index(item.difficulty)
    return 0 if facility >= EASY else 1 if facility >= MEDIUM else 2


def _ordered(
    cards: Sequence[Item], rules: Rules, players: int, facilities: Facilities, digest: Digest
) -> list[Item]:
    """Return the cards of a round in playing order."""
    place = {card.uid: digest("order", card.uid) for card in cards}
    shuffled = sorted(cards, key=lambda card: place[card.uid])
    labelled = any(card.category or card.source for card in cards)
    gentle = rules.order == "shuffled" and rules.clock != "round" and labelled
    if not (gentle or rules.order == "rising"):
        return shuffled
    known = facilities([card.uid for card in shuffled])
    level = {card.uid: _level(card, known.get(card.uid)) for card in cards}
    rising = sorted(shuffled, key=lambda card: level[card.uid])
    if not gentle:
        return rising
    if players > 1:
        seat = {card.uid: digest("seat", card.uid) for card in cards}
        laps = (rising[at : at + players] for at in range(0, len(rising), players))
        return [card for lap in laps for card in sorted(lap, key=lambda card: seat[card.uid])]

    def rank(card: Item) -> int:
        return WHOLE * level[card.uid] + 2 * int.from_bytes(place[card.uid])

    return sorted(rising[:-1], key=rank) + rising[-1:]


def _groups(pool: Pool, wanted: int, seen: Seen, digest: Digest) -> Iterator[dict[str, Part]]:
    """Yield items and their parts in groups, the best first, each in an order by the seed.

    These are the unseen, then the half of the others that was seen longest ago, then the rest.
    """
    unseen, ages, parts = _known(pool, wanted, seen, digest)
    yield {uid: parts[uid] for uid in unseen}
    middle = sorted(ages.values())[(len(ages) - 1) // 2] if ages else 0.0
    older = [uid for uid, age in ages.items() if age <= middle]
    newer = [uid for uid, age in ages.items() if age > middle]
    for group in (older, newer):
        yield {uid: parts[uid] for uid in sorted(group, key=lambda uid: digest("draw", uid))}


def _known(
    pool: Pool, wanted: int, seen: Seen, digest: Digest
) -> tuple[list[str], dict[str, float], dict[str, Part]]:
    """Return the unseen items, ordered by the seed, and when each of the others was seen last.

    Where there are enough of the unseen, these are all. The part that each item is in comes third.
    """
    enough = max(CONSIDERED, wanted)
    unseen: list[str] = []
    ages: dict[str, float] = {}
    parts: dict[str, Part] = {}
    ring = pool.parts_from(digest("start").hex())
    while len(unseen) < enough and (some := dict(islice(ring, CONSIDERED))):
        known = seen([*some])
        ages.update(known)
        parts.update(some)
        unseen += [uid for uid in some if uid not in known]
    if len(unseen) >= enough:
        ages = {}
    return sorted(unseen[:enough], key=lambda uid: digest("draw", uid)), ages, parts


def _fill(hand: _Hand, pool: Pool, group: Mapping[str, Part], count: int, digest: Digest) -> None:
    """Take items of a group: first the shares of `count` cards, then whatever else there is."""
    some = islice(group.values(), CONSIDERED)
    left = _shares(some, count, int.from_bytes(digest("shares")))
    others: list[str] = []
    for uid, part in group.items():
        if hand.full:
            return
        if not left[part]:
            others.append(uid)
        elif hand.offer(pool.item(uid)):
            left[part] -= 1
    for uid in others:
        if hand.full:
            return
        hand.offer(pool.item(uid))
    repeating, hand.repeating = hand.repeating, []
    for item in repeating:
        if hand.full:
            return
        hand.offer(item, patience=0)


def _shares(parts: Iterable[Part], wanted: int, place: int) -> Counter[Part]:
    """Return how many items each part supplies, from the part of every item there is.

    With the items sorted by pack and category, every n-th supplies one, the first of them by a
    place from 0 up to `WHOLE` (systematic sampling). So each category, and each pack, supplies its
    share of the whole, rounded up or down.
    """
    ordered = sorted(parts)
    if len(ordered) <= wanted:
        return Counter(ordered)
    steps = ((number * WHOLE + place) * len(ordered) for number in range(wanted))
    return Counter(ordered[step // (wanted * WHOLE)] for step in steps)


def _picked(
    pool: Pool, uids: Iterable[str], wanted: int, beside: Sequence[Item] = ()
) -> list[Item]:
    """Return the first items that give none of the others away, nor any of those `beside`.

    Where these are too few, the first of the others follow.
    """
    hand = _Hand(wanted, beside)
    for uid in uids:
        if hand.full:
            break
        hand.offer(pool.item(uid), patience=0)
    return hand.items + hand.telling[: wanted - len(hand.items)]


class _Hand:
    """Items that were chosen for a round, in order, and those that were put off."""

    def __init__(self, wanted: int, beside: Sequence[Item] = ()) -> None:
        self.wanted = wanted
        self.items: list[Item] = []
        self.telling: list[Item] = []
        """Items that give another one away."""
        self.repeating: list[Item] = []
        """Items of a fact that the round has already."""
        self._all = [*beside]
        self._kin = {name for item in beside for name in item.kin}
        self._facts = {fact for item in beside for fact in _facts(item)}

    @property
    def full(self) -> bool:
        """Whether there are as many items as wanted."""
        return len(self.items) >= self.wanted

    def offer(self, item: Item, patience: int = PASSED_OVER) -> bool:
        """Take an item if it goes with the others, or put it off; return whether it was taken.

        One of a known fact is taken, too, once so many of these have been put off.
        """
        if not self._kin.isdisjoint(item.kin) or any(_gives_away(item, one) for one in self._all):
            self.telling.append(item)
        elif len(self.repeating) < patience and not self._facts.isdisjoint(_facts(item)):
            self.repeating.append(item)
        else:
            self.items.append(item)
            self._all.append(item)
            self._kin.update(item.kin)
            self._facts.update(_facts(item))
            return True
        return False


def _facts(item: Item) -> list[str]:
    """Return the facts that an item names as its source."""
    return [fact for fact in re.split(r"[\s,;]+", item.source) if fact]


def _gives_away(one: Item, other: Item) -> bool:
    """Return whether one of two items tells the other's key (test assembly's "enemies").

    Which comes first is not known, so that either explanation may be read before the other stem.
    """
    return _tells(one, other.key) or _tells(other, one.key)


def _tells(item: Item, key: str) -> bool:
    return _names(item.stem, key) or _names(item.explanation, key)


def _names(text: str, key: str) -> bool:
    """Return whether the key is in the text, and not within a longer word.

    Beyond ASCII a word may go on: Korean and Japanese put particles right after a name.
    """
    return key in text and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text, re.A) is not None


def _card(item: Item, choices: int, digest: Digest) -> Card:
    def shuffled(what: str, options: Iterable[str]) -> list[str]:
        return sorted(options, key=lambda option: digest(what, item.uid, option))

    options: Sequence[str] = item.options
    if not options:
        picked = shuffled("pick", item.distractors)[: choices - 1]
        options = shuffled("place", [item.key, *picked])
    decoy = shuffled("decoy", [option for option in options if option != item.key])[0]
    return Card(item, tuple(options), options.index(decoy))


def _digest(seed: str) -> Digest:
    key = blake2b(seed.encode(errors="surrogatepass"), digest_size=32).digest()

    def digest(*parts: str) -> bytes:
        return blake2b("\x00".join(parts).encode(), digest_size=8, key=key).digest()

    return digest
