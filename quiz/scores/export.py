"""Rounds as tables, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from quiz.scores.store import Played
from quiz.text import printable, width

COLUMNS = (
    "id",
    "player",
    "mode",
    "packs",
    "score",
    "right",
    "answered",
    "cards",
    "finished",
    "seconds",
    "started",
    "seed",
)


def _records(rounds: Iterable[Played]) -> Iterable[dict[str, object]]:
    for played in rounds:
        values = {**played._asdict(), "finished": played.finished}
        values["seconds"] = round(played.seconds, 3)
        yield {name: values[name] for name in COLUMNS}


def as_json(rounds: Iterable[Played]) -> str:
    """Rounds as a JSON array of objects."""
    return json.dumps(list(_records(rounds)), ensure_ascii=False, indent=2) + "\n"


def as_csv(rounds: Iterable[Played]) -> str:
    """Rounds as CSV with a head line; packs apart by blanks."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in _records(rounds):
        packs = record["packs"]
        assert isinstance(packs, tuple)
        writer.writerow({**record, "packs": " ".join(packs)})
    return text.getvalue()


def as_table(rounds: Sequence[Played]) -> str:
    """Rounds as lines for a terminal."""
    if not rounds:
        return "No rounds have been played yet.\n"
    lines = []
    for played in rounds:
        day = datetime.fromisoformat(played.started).astimezone()
        player = printable(played.player)
        gap = " " * max(1, 20 - width(player))
        of = played.cards if played.finished else f"{played.answered}…"
        lines.append(
            f"{day:%Y-%m-%d %H:%M}  {played.score:>6,}  {f'{played.right}/{of}':>7}  "
            f"{player}{gap}{printable(', '.join(played.packs))}\n"
        )
    return "".join(lines)
