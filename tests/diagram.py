"""The diagram of a round's phases in CONTRIBUTING.md: ``python -m tests.diagram`` renews it."""

from __future__ import annotations

import re
from pathlib import Path

from quiz.game.game import TRANSITIONS

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)


def diagram() -> str:
    """Return the phases and the events that lead from one to another, for Mermaid.

    Source of the notation: https://mermaid.js.org/syntax/stateDiagram.html
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for phase, allowed in TRANSITIONS.items():
        for kind, following in allowed.items():
            for other in following:
                arrows.setdefault((phase, other), []).append(kind)
    lines = [f"    {one} --> {other}: {', '.join(kinds)}" for (one, other), kinds in arrows.items()]
    return "\n".join(["stateDiagram-v2", "    [*] --> asking", *lines, "    done --> [*]", ""])


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(diagram(), page, count=1), encoding="utf-8")
