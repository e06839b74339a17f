"""Rounds and other records as tables, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from quiz.scores.rounds import Played
from quiz.text import printable, width

ROUND_COLUMNS = (*Played._fields, "finished")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""The first characters of a text that a spreadsheet takes for a formula."""


def _records(rounds: Sequence[Played]) -> Iterator[dict[str, object]]:
    for played in rounds:
        seconds = round(played.seconds, 3)
        yield {**played._asdict(), "seconds": seconds, "finished": played.finished}


def as_json(rounds: Sequence[Played]) -> str:
    """Return rounds as a JSON array of objects."""
    return json_of(list(_records(rounds)))


def as_csv(rounds: Sequence[Played]) -> str:
    """Return rounds as CSV with a header line; the names of packs are separated by semicolons."""
    packs = (";".join(played.packs) for played in rounds)
    records = ({**record, "packs": names} for record, names in zip(_records(rounds), packs))
    return csv_of(ROUND_COLUMNS, records)


def as_table(rounds: Sequence[Played]) -> str:
    """Return rounds as lines for a terminal."""
    rows = [
        (
            local(played.started),
            f"{played.score:,}",
            f"{played.right}/{played.answered}{'' if played.finished else '…'}",
            played.player,
            ", ".join(played.packs),
        )
        for played in rounds
    ]
    return table_of(rows, "<>><<") or "No rounds have been played yet.\n"


def json_of(value: object) -> str:
    """Return a value as JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def csv_of(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Return records as CSV with a header line.

    An apostrophe is put before a text that a spreadsheet would run as a formula.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for record in records:
        writer.writerow({k: _inert(v) if isinstance(v, str) else v for k, v in record.items()})
    return text.getvalue()


def table_of(rows: Sequence[Sequence[str]], alignment: str) -> str:
    """Return rows as lines whose columns align, `<` on the left and `>` on the right."""
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown)]
    lines = []
    for row in shown:
        room = (" " * (wide - width(cell)) for cell, wide in zip(row, widths))
        cells = zip(row, room, alignment)
        lines.append("  ".join(s + c if side == ">" else c + s for c, s, side in cells).rstrip())
    return "".join(f"{line}\n" for line in lines)


def local(time: str) -> str:
    """Return a time in ISO 8601 as date and time of day here. Raise ValueError if it is none."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"


def _inert(text: str) -> str:
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not number else text
