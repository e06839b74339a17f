"""Challenge codes: a round that somebody else can play, and how it went, in 64 characters.

A code is a row of bits in Crockford's base32 (https://www.crockford.com/base32.html), the first
ones first:

     4  version of this layout
     4  mode, as a place in `CODED`
     2  how many times slower the clock ran
     2  difficulty asked for: 0 for any, 1 for easy, 2 for medium, 3 for hard
     5  cards asked for; 0 for as many as the mode has
     4  length of the seed in bytes
        the seed in UTF-8
    27  digest of the deck
     6  for each card: 1 if it was right, and the time taken as a place in `TIMES`
     -  zeros, up to the next character
    32  CRC-32 of all the bits before
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from quiz.digest import blake2b
from quiz.errors import UsageError
from quiz.game.deck import Deck, Selection, case_number, draw
from quiz.game.game import Game
from quiz.game.modes import MODES, Rules
from quiz.packs.model import DIFFICULTIES, Item

VERSION_OF_CODES = 2
"""It goes up with the layout, and when a seed comes to mean another deck."""

CODED = ("classic", "rush", "survival", "ladder", "daily")
"""The modes that have codes. Others go to the end: a code holds the place of a mode."""

CODED_LEVELS = ("", *DIFFICULTIES)

MOST_CARDS = 20
"""The most cards that a code tells about."""

LONGEST_CODE = 64
SHORTEST_CODE = 19

DIGEST_BITS = 27

MOST_TRIED = 500
"""How many choices of packs and categories are tried for a challenge."""

FASTEST, SLOWEST = 0.25, 600.0
TIMES = tuple(FASTEST * (SLOWEST / FASTEST) ** (place / 31) for place in range(32))
"""The seconds that a code can hold, each 1.29 times the one before."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = {
    **{letter: value for value, letter in enumerate(LETTERS)},
    **{letter.lower(): value for value, letter in enumerate(LETTERS)},
    **dict.fromkeys("Oo", 0),
    **dict.fromkeys("IiLl", 1),
}
"""The value of each letter, whatever its case, and of those that look like another."""


class Challenge(NamedTuple):
    """A round that somebody played, as far as a code tells.

    `count` is the number of cards asked for, and `cards` whether each card that was answered was
    right, with the seconds taken.
    """

    mode: str
    relaxed: int
    difficulty: str
    count: int  # type: ignore[assignment]  # it hides tuple.count
    seed: str
    digest: int
    cards: tuple[tuple[bool, float], ...]

    @property
    def rules(self) -> Rules:
        """The rules that the round was played by."""
        return MODES[self.mode]._replace(count=self.count, relaxed=self.relaxed)


def deck_digest(deck: Deck) -> int:
    """Return a number that is another one for nearly every other deck.

    It depends on the items and options of the cards that a code can tell about.
    """
    digest = blake2b(digest_size=8)
    for card in (*deck.cards[:MOST_CARDS], *deck.reserve):
        digest.update("\x00".join((card.item.uid, *card.options, "\x00")).encode())
    return int.from_bytes(digest.digest()) >> 64 - DIGEST_BITS


def challenge_of(game: Game, selection: Selection, seed: str) -> Challenge | None:
    """Return the challenge that a round makes, or None if it cannot make one.

    It must be over, by one player, in a mode as it is today, of a seed that deals the same cards
    to everyone, with few enough answers. `seed` is the one that the deck was drawn by.
    """
    rules, cards = game.rules, tuple((one.right, one.seconds) for one in game.attempts)
    seeded = rules.once_a_day or selection.seed
    if not (game.ended and seeded and seed == case_number(seed) and rules.mode in CODED):
        return None
    if not 1 <= len(cards) <= MOST_CARDS or selection.difficulty not in CODED_LEVELS:
        return None
    challenge = Challenge(
        rules.mode,
        rules.relaxed,
        selection.difficulty,
        rules.count,
        seed,
        deck_digest(game.deck),
        cards,
    )
    small = rules.relaxed <= 3 and (rules.count < 32 or rules.count == MODES[rules.mode].count)
    return challenge if small and challenge.rules == rules else None


def find_choice(
    challenge: Challenge, rules: Rules, packs: Mapping[str, Sequence[Item]], built_in: Sequence[str]
) -> Selection | None:
    """Return the first choice of packs and category that deals the challenge, if one does.

    Tried are all packs, the built-in ones and each alone: with all categories, then with each.
    """
    from quiz.packs.pool import Pool  # not needed to play

    code = write_code(challenge)
    categories = {name.casefold(): name for name, _ in Pool(packs.values()).counts()} | {"": ""}
    some = dict.fromkeys((tuple(packs), tuple(built_in), *((name,) for name in packs)))
    tried = 0
    for category, names in product(sorted(categories.values()), some):
        pool = Pool([packs[name] for name in names], category, challenge.difficulty)
        if len(pool) and tried < MOST_TRIED:
            tried += 1
            if deck_digest(draw(pool, rules, challenge.seed)) == challenge.digest:
                return Selection(names, category, challenge.difficulty, challenge.seed, code)
    return None


def write_code(challenge: Challenge) -> str:
    """Return the code of a challenge."""
    seed = challenge.seed.encode()
    own = challenge.count == MODES[challenge.mode].count
    bits = "".join(
        (
            f"{VERSION_OF_CODES:04b}",
            f"{CODED.index(challenge.mode):04b}",
            f"{challenge.relaxed:02b}",
            f"{CODED_LEVELS.index(challenge.difficulty):02b}",
            f"{0 if own else challenge.count:05b}",
            f"{len(seed):04b}",
            *(f"{byte:08b}" for byte in seed),
            f"{challenge.digest:0{DIGEST_BITS}b}",
            *(f"{right:b}{_place(seconds):05b}" for right, seconds in challenge.cards),
        )
    )
    bits += "0" * (-(len(bits) + 32) % 5)
    bits += f"{_checksum(bits):032b}"
    return "".join(LETTERS[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def looks_like_code(text: str) -> bool:
    """Return whether a text is meant as a challenge code rather than as a seed."""
    letters = {one for one in text if not (one.isspace() or one == "-")}
    long = len(text) >= SHORTEST_CODE and READ_AS.keys() >= letters
    return "--challenge" in text or (long and any(map(str.isdecimal, letters)))


def read_code(text: str, oldest: int = VERSION_OF_CODES) -> Challenge:
    """Return the challenge of a code, which may be the end of the command that plays it.

    Raise UsageError if it is damaged, was made by a newer version or by one before the `oldest`,
    or is no code at all.
    """
    letters = [one for one in text.rpartition("challenge")[2] if not (one.isspace() or one == "-")]
    if not SHORTEST_CODE <= len(letters) <= LONGEST_CODE or not READ_AS.keys() >= {*letters}:
        raise UsageError(
            "This is not a challenge code.",
            f"A code has {SHORTEST_CODE} to {LONGEST_CODE} letters and digits.",
        )
    bits = "".join(f"{READ_AS[letter]:05b}" for letter in letters)
    version = int(bits[:4], 2)
    if int(bits[-32:], 2) == _checksum(bits[:-32]):
        if version > VERSION_OF_CODES:
            raise UsageError(
                "This challenge code was made by a newer version of the game.",
                "Update the game to play it.",
            )
        if 0 < version < oldest:
            raise UsageError(
                "This challenge code was made by an older version of the game, which dealt other "
                "cards.",
                "Ask the challenger to update the game and to play another round.",
            )
        if version and (challenge := _challenge(bits[4:-32])):
            return challenge
    raise UsageError(
        "This challenge code is damaged: something in it was changed or left out.",
        "Copy the whole code once more.",
    )


def _challenge(bits: str) -> Challenge | None:
    """Return the challenge that these bits stand for, if there is one."""

    def take(number: int) -> int:
        nonlocal bits
        taken, bits = bits[:number], bits[number:]
        return int(taken or "0", 2)

    mode, relaxed, difficulty, asked, length = map(take, (4, 2, 2, 5, 4))
    data = bytes(take(8) for _ in range(length))
    digest = take(DIGEST_BITS)
    number, rest = divmod(len(bits), 6)
    cards = tuple((bool(take(1)), TIMES[take(5)]) for _ in range(number))
    seed = data.decode(errors="replace")
    sound = mode < len(CODED) and relaxed and 1 <= number <= MOST_CARDS
    sound = sound and rest < 5 and "1" not in bits
    if not sound or not seed or seed.encode() != data or case_number(seed) != seed:
        return None
    count = asked or MODES[CODED[mode]].count
    return Challenge(CODED[mode], relaxed, CODED_LEVELS[difficulty], count, seed, digest, cards)


def _place(seconds: float) -> int:
    """Return the place in `TIMES` that is nearest to a time."""
    near = min(seconds, SLOWEST)
    return min(range(len(TIMES)), key=lambda place: abs(TIMES[place] - near))


def _checksum(bits: str) -> int:
    """Return the CRC-32 of bits: no two codes that differ in one character have the same."""
    from zlib import crc32

    return crc32(int(bits, 2).to_bytes(-(-len(bits) // 8)))
