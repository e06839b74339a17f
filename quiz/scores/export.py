"""Rounds as tables, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
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
    return json.dumps(list(_records(rounds)), ensure_ascii=False, indent=2) + "\n"


def as_csv(rounds: Sequence[Played]) -> str:
    """Return rounds as CSV with a header line; the names of packs are separated by semicolons.

    An apostrophe is put before a text that a spreadsheet would run as a formula.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, ROUND_COLUMNS, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for record, played in zip(_records(rounds), rounds):
        record |= {"packs": ";".join(played.packs)}
        writer.writerow({k: _inert(v) if isinstance(v, str) else v for k, v in record.items()})
    return text.getvalue()


def _inert(text: str) -> str:
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not number else text


def as_table(rounds: Sequence[Played]) -> str:
    """Return rounds as lines for a terminal."""
    rows = [
        (
            f"{datetime.fromisoformat(played.started).astimezone():%Y-%m-%d %H:%M}",
            f"{played.score:,}",
            f"{played.right}/{played.answered}{'' if played.finished else '…'}",
            printable(played.player),
            printable(", ".join(played.packs)),
        )
        for played in rounds
    ]
    if not rows:
        return "No rounds have been played yet.\n"
    score, right, player = (max(width(row[column]) for row in rows) for column in (1, 2, 3))
    return "".join(
        f"{row[0]}  {row[1]:>{score}}  {row[2]:>{right}}  "
        f"{row[3]}{' ' * (player - width(row[3]))}  {row[4]}\n"
        for row in rows
    )
