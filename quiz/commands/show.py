"""`quiz show`: print the questions of a pack."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs import library
from quiz.packs.model import Item, Pack, uid
from quiz.packs.pool import PAGE_ITEMS, IndexedItems
from quiz.progress import progress
from quiz.text import count, printable, shorten

HELP = "print the questions of a pack, with the right answers marked"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("pack", metavar="PACK", help="a name from `quiz packs`, or a path")
    parser.add_argument(
        "question", nargs="?", metavar="N|ID", help="the number or the id of one question"
    )
    parser.add_argument(
        "--card",
        nargs="?",
        const=True,
        metavar="N|ID",
        help="as a player sees it, without the right answer",
    )


def run(options: Namespace) -> int:
    """Print the questions, or the one that is named."""
    (found,) = library.find([options.pack])
    with progress(f"Reading {found.path.name}") as show:
        loaded = library.load(found, show)
    if loaded.pack is None:
        raise PackError(loaded.problem, "`quiz check` shows every problem of a pack.")
    pack, wanted = loaded.pack, options.question
    if isinstance(options.card, str) and wanted is None:
        wanted = options.card
    lines = _card if options.card else _written
    first, last = 0, len(pack.items)
    if wanted is not None:
        first = _index(pack, printable(found.path.stem), wanted)
        last = first + 1
    else:
        print(printable(_heading(pack)))
    for at in range(first, last, PAGE_ITEMS):
        for number, item in enumerate(pack.items[at : min(at + PAGE_ITEMS, last)], at + 1):
            if wanted is None:
                print()
            for line in lines(number, item, str(found.path)):
                print(printable(line))
    return 0


def _heading(pack: Pack) -> str:
    known = [pack.author and f"by {pack.author}", pack.license, pack.language]
    return ", ".join([pack.title, count(len(pack.items), "question"), *filter(None, known)])


def _index(pack: Pack, stem: str, wanted: str) -> int:
    """Return the index of a question by its id or its number; `stem` is that of the pack's file.

    Raise UsageError if there is none.
    """
    items = pack.items if isinstance(pack.items, IndexedItems) else IndexedItems(pack.items)
    for identity in (uid(stem, printable(wanted)), wanted):
        at = items.start(identity)
        for known, _, place in items.by_uid[at : at + 1]:
            if known == identity:
                return place
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10 else 0
    if 0 < number <= len(items):
        return number - 1
    near = did_you_mean(wanted, (item.id for item in items[:PAGE_ITEMS] if item.id))
    raise UsageError(
        f"{pack.name} has no question {shorten(wanted)!r}.",
        near or f"its questions are numbered from 1 to {len(items):,}",
    )


def _written(number: int, item: Item, file: str) -> Iterator[str]:
    """Yield the lines of an item as its author wrote it, with its key marked."""
    yield from _prose(f"{number}. {item.stem}")
    for option in item.options or (item.key, *item.distractors):
        yield f"   [x] {option} (right answer)" if option == item.key else f"   [ ] {option}"
    if item.options:
        yield "   The answers are always shown in this order."
    if item.explanation:
        yield from _prose(f"   {item.explanation}")
    source = item.source and f"source: {item.source}"
    tags = f"tags: {', '.join(item.tags)}" if item.tags else ""
    yield f"   {'; '.join(filter(None, [item.category, item.difficulty, source, tags]))}"
    yield f"   {file}:{item.line}; id: {item.id or item.uid}"


def _card(number: int, item: Item, file: str) -> Iterator[str]:
    """Yield the lines of an item as a round shows it, with its options as dealt."""
    from quiz.game.deck import deal
    from quiz.game.modes import CLASSIC

    yield f"Question {number}, {item.category or item.pack}, {item.difficulty}."
    yield from item.stem.split("\n")
    for at, option in enumerate(deal([item], CLASSIC, seed="").cards[0].options, 1):
        yield f"{at}. {option}"


def _prose(text: str) -> Iterator[str]:
    """Yield the lines of a text, all but the first indented."""
    for at, line in enumerate(text.split("\n")):
        yield f"   {line}" if at else line
