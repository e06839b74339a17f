"""Which items make a round, in which order, with which options.

Every choice is made by a keyed hash of the seed and of what is chosen, so that a seed means
the same round on every machine and under every version of Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from quiz.digest import blake2b
from quiz.game.modes import Rules
from quiz.packs.model import DIFFICULTIES, Item
from quiz.text import printable

if TYPE_CHECKING:
    from quiz.packs.pool import Pool

CONSIDERED = 1000
"""How many unseen items of a large pool are considered for a round."""

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
    """Return the deck of a round.

    Unseen items come first, then the half of the others that was seen longest ago. Of two items of
    which one gives the other away, the second is taken only when others run out. Of a large pool,
    `CONSIDERED` unseen items from a place given by the seed stand for all.
    """
    digest = _digest(seed)
    count = rules.count * players
    wanted = count + rules.lifelines.count("swap")
    chosen = _picked(pool, _ranked(pool, wanted, seen, digest), wanted)
    cards = sorted(chosen[:count], key=lambda item: digest("order", item.uid))
    if rules.order == "rising":
        known = facilities([item.uid for item in cards])
        cards.sort(key=lambda item: _level(item, known.get(item.uid)))
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
        unseen, ages = _known(pool, few, seen, _digest(seed))
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


def _ranked(pool: Pool, wanted: int, seen: Seen, digest: Digest) -> Iterator[str]:
    """Yield the identities that a deck is drawn from, the best first."""
    unseen, ages = _known(pool, wanted, seen, digest)
    yield from unseen
    middle = sorted(ages.values())[(len(ages) - 1) // 2] if ages else 0.0
    older = [uid for uid, age in ages.items() if age <= middle]
    newer = [uid for uid, age in ages.items() if age > middle]
    for group in (older, newer):
        yield from sorted(group, key=lambda uid: digest("draw", uid))


def _known(
    pool: Pool, wanted: int, seen: Seen, digest: Digest
) -> tuple[list[str], dict[str, float]]:
    """Return the unseen items, ordered by the seed, and when each of the others was seen last.

    Where there are enough of the unseen, these are all.
    """
    enough = max(CONSIDERED, wanted)
    unseen: list[str] = []
    ages: dict[str, float] = {}
    ring = pool.uids_from(digest("start").hex())
    while len(unseen) < enough and (some := list(islice(ring, CONSIDERED))):
        known = seen(some)
        ages.update(known)
        unseen += [uid for uid in some if uid not in known]
    if len(unseen) >= enough:
        ages = {}
    return sorted(unseen[:enough], key=lambda uid: digest("draw", uid)), ages


def _picked(
    pool: Pool, uids: Iterable[str], wanted: int, beside: Sequence[Item] = ()
) -> list[Item]:
    """Return the first items that give none of the others away, nor any of those `beside`.

    Where these are too few, the first of the others follow.
    """
    chosen: list[Item] = []
    passed: list[Item] = []
    kin = {name for item in beside for name in item.kin}
    for uid in uids:
        if len(chosen) == wanted:
            break
        item, others = pool.item(uid), (*beside, *chosen)
        if not kin.isdisjoint(item.kin) or any(_gives_away(item, other) for other in others):
            passed.append(item)
        else:
            chosen.append(item)
            kin.update(item.kin)
    return chosen + passed[: wanted - len(chosen)]


def _gives_away(one: Item, other: Item) -> bool:
    """Whether the stem of one of two items holds the other's key (test assembly's "enemies")."""
    return _names(one.stem, other.key) or _names(other.stem, one.key)


def _names(stem: str, key: str) -> bool:
    """Whether the key is in the stem, and not within a longer word.

    Beyond ASCII a word may go on: Korean and Japanese put particles right after a name.
    """
    return key in stem and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", stem, re.A) is not None


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
