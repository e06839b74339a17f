"""`quiz stats`: print what the scores say about players and questions."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from quiz.errors import PackError, UsageError, did_you_mean

if TYPE_CHECKING:
    from quiz.game.result import Tally
    from quiz.scores.analysis import ItemFigures
    from quiz.scores.stats import Flag, Statistics
    from quiz.scores.store import Store

HELP = "print what the scores say about players and questions"

PLAYER_COLUMNS = ("part", "name", "right", "asked", "score")
ITEM_COLUMNS = (
    "uid",
    "line",
    "question",
    "difficulty",
    "attempts",
    "facility",
    "discrimination",
    "seconds",
    "chosen",
    "warnings",
)
FLAG_COLUMNS = ("at", "player", "kind", "note", "uid", "pack", "question", "file", "line")

NOTHING = "No questions have been answered yet.\n"


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--player", metavar="NAME", help="only this player's figures")
    about.add_argument(
        "--items",
        metavar="PACK",
        help="how first attempts at each question of a pack went, for its author",
    )
    about.add_argument(
        "--flags", action="store_true", help="what players said is wrong with questions"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")


def run(options: Namespace) -> int:
    """Print the figures; report a problem with the file of scores on stderr."""
    import os

    from quiz import paths
    from quiz.scores.store import Store
    from quiz.text import printable

    path = paths.scores()
    kept = path and os.path.exists(path)
    with closing(Store(path if kept else None)) as store:
        if options.flags:
            text = _flags(store, options)
        elif options.items is not None:
            text = _items(store, options)
        else:
            text = _player(store, options)
        if kept and store.trouble:
            print(f"quiz: {printable(store.trouble)}", file=sys.stderr)
    print(text, end="")
    return 0


# -- a player -------------------------------------------------------------------------------------


def _player(store: Store, options: Namespace) -> str:
    from datetime import date

    from quiz.scores.export import csv_of, json_of
    from quiz.scores.stats import statistics

    name: str | None = options.player
    known = store.players()
    if name is not None and name not in known:
        others = f"the players are {', '.join(known)}" if known else "nobody has played yet"
        raise UsageError(f"There is no player {name!r}.", did_you_mean(name, known) or others)
    figures = statistics(store, name, date.today())
    if options.json:
        return json_of(_values(name, figures))
    if options.csv:
        return csv_of(PLAYER_COLUMNS, _parts(figures))
    return _sheet(name or "All players", figures) if figures.total.asked else NOTHING


def _values(name: str | None, figures: Statistics) -> dict[str, object]:
    """Return the figures of a player for JSON."""

    def named(tallies: dict[str, Tally]) -> list[dict[str, object]]:
        return [{"name": name, **tally._asdict()} for name, tally in tallies.items()]

    def dated(values: Iterable[Any]) -> list[dict[str, object]]:
        return [{**value._asdict(), "date": str(value.date)} for value in values]

    return {
        "player": name,
        **figures.total._asdict(),
        "rounds": figures.rounds,
        "pace": figures.pace,
        "days": dated(figures.days),
        "calendar": {str(day): asked for day, asked in figures.calendar.items()},
        "categories": named(figures.categories),
        "difficulties": named(figures.difficulties),
        "best": dated(figures.best),
        "missed": [miss._asdict() for miss in figures.missed],
    }


def _parts(figures: Statistics) -> Iterator[dict[str, object]]:
    """Yield the figures of a player as records of one shape, for CSV."""

    def record(part: str, name: str, right: int, asked: int, score: object = "") -> dict[str, Any]:
        return dict(zip(PLAYER_COLUMNS, (part, name, right, asked, score)))

    yield record("total", "", *figures.total)
    yield from (record("days", str(day), right, asked) for day, right, asked in figures.days)
    yield from (record("categories", name, *tally) for name, tally in figures.categories.items())
    yield from (record("difficulties", k, *tally) for k, tally in figures.difficulties.items())
    yield from (record("best", one.mode, one.right, one.asked, one.score) for one in figures.best)
    for miss in figures.missed:
        yield record("missed", miss.stem, miss.asked - miss.misses, miss.asked)


def _sheet(title: str, figures: Statistics) -> str:
    """Return the figures of a player as tables of text."""
    from quiz.game.modes import title_of
    from quiz.scores.export import table_of
    from quiz.text import count, printable, shorten

    def tallies(rows: Iterable[tuple[str, int, int]]) -> str:
        cells = [(name, *share(right, asked)) for name, right, asked in rows]
        return table_of(cells, "<>>")

    def share(right: int, asked: int) -> tuple[str, str]:
        return f"{right / max(1, asked):.0%}", f"{right:,}/{asked:,}"

    right, asked = figures.total
    pace = "" if figures.pace is None else f" · median {figures.pace:.1f} seconds"
    head = (
        f"{printable(title)}: {count(asked, 'answer')} in {count(figures.rounds, 'round')}"
        f" · {share(right, asked)[0]} right{pace}\n"
    )
    best = [
        (
            title_of(one.mode),
            f"{one.score:,}",
            f"{one.right}/{one.asked}",
            str(one.date),
            f"best of {count(one.rounds, 'round')}",
        )
        for one in figures.best
    ]
    missed = [(f"{one.misses:,}/{one.asked:,}", shorten(one.stem, 72)) for one in figures.missed]
    sections = {
        "BY CATEGORY": tallies((name, *tally) for name, tally in figures.categories.items()),
        "BY DIFFICULTY": tallies((name, *tally) for name, tally in figures.difficulties.items()),
        "BEST ROUNDS": table_of(best, "<>><<"),
        "OVER TIME": tallies((str(day.date), day.right, day.asked) for day in figures.days),
        "MISSED MOST": table_of(missed, "><"),
    }
    return head + "".join(f"\n{name}\n{text}" for name, text in sections.items() if text)


# -- items ----------------------------------------------------------------------------------------


def _items(store: Store, options: Namespace) -> str:
    from quiz.packs import library
    from quiz.scores.analysis import item_figures
    from quiz.scores.export import csv_of, json_of

    (loaded,) = library.load_named([options.items])
    if loaded.pack is None:
        raise PackError(loaded.problem, "`quiz check` shows every problem of a pack.")
    figures = item_figures(store, loaded.pack.items)
    if options.json:
        return json_of([_item_values(one) for one in figures])
    if options.csv:
        return csv_of(ITEM_COLUMNS, map(_flat, figures))
    return _item_sheet(figures)


def _item_values(figures: ItemFigures) -> dict[str, object]:
    item, *rest = figures
    values = (item.uid, item.line, item.stem, item.difficulty, *rest)
    return dict(zip(ITEM_COLUMNS, values))


def _flat(figures: ItemFigures) -> dict[str, object]:
    chosen = "; ".join(f"{text}: {times}" for text, times in figures.chosen.items())
    return _item_values(figures) | {"chosen": chosen, "warnings": "; ".join(figures.warnings)}


def _item_sheet(figures: Sequence[ItemFigures]) -> str:
    """Return the figures of items as a table of text, each with what was chosen and warnings."""
    from quiz.scores.answers import ENOUGH
    from quiz.scores.export import table_of
    from quiz.text import printable, shorten

    rows = [("line", "first attempts", "right", "discrimination", "seconds", "question")]
    rows += [
        (
            str(one.item.line),
            f"{one.attempts:,}",
            "-" if one.facility is None else f"{one.facility:.0%}",
            "-" if one.discrimination is None else f"{one.discrimination:+.2f}",
            "-" if one.seconds is None else f"{one.seconds:.1f}",
            shorten(one.item.stem),
        )
        for one in figures
    ]
    head, *lines = table_of(rows, ">>>>><").splitlines()
    text = [head]
    for line, one in zip(lines, figures):
        text.append(line)
        if one.facility is not None:
            text += [f"      {times:,} × {printable(name)}" for name, times in one.chosen.items()]
            text += [f"      ! {printable(warning)}" for warning in one.warnings]
    if few := sum(one.facility is None for one in figures):
        text.append(f"\n{few:,} of {len(figures):,}: too few answers, {ENOUGH} are needed")
    return "\n".join(text) + "\n"


# -- flags ----------------------------------------------------------------------------------------


def _flags(store: Store, options: Namespace) -> str:
    from quiz.scores.export import csv_of, json_of, local, table_of
    from quiz.scores.stats import flags
    from quiz.text import shorten

    found = flags(store)
    places = _places(found)
    records = [_flag_values(flag, *places.get(flag.uid, (None, None))) for flag in found]
    if options.json:
        return json_of(records)
    if options.csv:
        return csv_of(FLAG_COLUMNS, records)
    rows = [
        (
            local(flag.at),
            flag.player,
            flag.kind,
            f"{record['file']}:{record['line']}" if record["file"] else flag.pack,
            shorten(flag.stem),
            flag.note,
        )
        for flag, record in zip(found, records)
    ]
    return table_of(rows, "<<<<<<") or "No question has been flagged.\n"


def _flag_values(flag: Flag, file: str | None, line: int | None) -> dict[str, object]:
    return dict(zip(FLAG_COLUMNS, (*flag, file, line)))


def _places(flags: Sequence[Flag]) -> dict[str, tuple[str, int]]:
    """Return the file and line of each flagged item, by its uid, where its pack is installed."""
    from quiz.packs import library
    from quiz.text import printable

    places: dict[str, tuple[str, int]] = {}
    wanted = {flag.pack for flag in flags}
    for found in library.installed() if wanted else ():
        name = printable(found.path.stem)
        if name in wanted:
            loaded = library.load(found)
            for flag in flags:
                item = library.find_item(loaded, flag.uid) if flag.pack == name else None
                if item:
                    places.setdefault(flag.uid, (str(found.path), item.line))
    return places
