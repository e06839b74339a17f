"""What makes a question of values that have the right shape: its options, and its being new."""

from __future__ import annotations

from typing import Any

from quiz.errors import did_you_mean
from quiz.packs.diagnostics import Place, Related, Report
from quiz.packs.model import Item, uid
from quiz.packs.reader import Mapping, Node, Sequence, place
from quiz.packs.shape import Values
from quiz.text import shorten


class Items:
    """The questions of one pack; as items they are kept only if `keep` is true."""

    def __init__(self, pack: str, report: Report, keep: bool) -> None:
        self.kept: list[Item] = []
        self._pack = pack
        self._keep = keep
        self._report = report
        self._ids: dict[int, tuple[int, int, int]] = {}
        self._stems: dict[int, tuple[int, int, int]] = {}

    def sided(self, values: Values, node: Mapping) -> bool:
        """Whether a question has wrong answers in one of the two ways, and not in both."""
        if ("wrong" in values) != ("options" in values):
            return True
        self._report.error(
            "wrong-or-options",
            "this question has both `wrong` and `options`"
            if "wrong" in values
            else "this question has no wrong answers",
            place(node),
            "give either `wrong:` or `options:`",
        )
        return False

    def add(self, values: Values, node: Mapping, kin: tuple[str, ...] = ()) -> None:
        """Take one question; `node` is where it or its template is written."""
        key: str = values["answer"]
        options: list[str] = values.get("options") or []
        others: list[str] = options or values["wrong"]
        distinct = set(others)
        if len(distinct) < len(others) or (key in distinct) != bool(options):
            self._refuse(key, others, "options" if options else "wrong", node)
            return
        self._remember(values, node)
        if not self._keep:
            return
        name = values.get("id", "")
        start: Any = node.start_mark
        self.kept.append(
            Item(
                uid=uid(self._pack, name) if name else uid(values["question"], key),
                pack=self._pack,
                stem=values["question"],
                key=key,
                distractors=tuple(option for option in others if option != key),
                options=tuple(options),
                difficulty=values.get("difficulty", "medium"),
                category=values.get("category", ""),
                explanation=values.get("explanation", ""),
                source=values.get("source", ""),
                tags=tuple(values.get("tags", ())),
                kin=kin,
                line=start.line + 1,
                id=name,
            )
        )

    def _refuse(self, key: str, others: list[str], name: str, node: Mapping) -> None:
        """Report the option that is there twice, or the key where it should or should not be."""
        answer: Node = node.entries["answer"][1]
        _, held = node.entries.get(name, (None, node))
        places: list[Node] = held.items if isinstance(held, Sequence) else [node] * len(others)
        twice = next((n for n, option in enumerate(others) if option in others[:n]), None)
        if twice is not None:
            self._report.error(
                "same-option",
                f"`{name}` has `{shorten(others[twice])}` twice",
                place(places[twice]),
                related=Related(place(places[others.index(others[twice])]), "first here"),
            )
        elif key in others:
            self._report.error(
                "key-in-wrong",
                f"`{shorten(key)}` is the answer and a wrong answer too",
                place(places[others.index(key)]),
                related=Related(place(answer), "the answer"),
            )
        else:
            self._report.error(
                "key-not-in-options",
                f"`options` lacks the answer, `{shorten(key)}`",
                place(answer),
                did_you_mean(key, others) or "write it there as it stands in `answer`",
            )

    def _remember(self, values: Values, node: Mapping) -> None:
        """Report an id or a question that the pack already has."""
        start: Any = node.start_mark
        here = (start.line, start.column, hash(values["answer"]))
        if name := values.get("id"):
            first = self._ids.setdefault(hash(name), here)
            if first is not here:
                self._report.error(
                    "duplicate-id",
                    f"the id `{name}` is used twice",
                    place(node.entries["id"][1]),
                    related=Related(Place(*first[:2]), "first used here"),
                )
        first = self._stems.setdefault(hash(values["question"].casefold()), here)
        if first is not here:
            tell = self._report.error if first[2] == here[2] else self._report.warning
            tell(
                "duplicate-question",
                "this question is asked twice",
                place(node.entries["question"][1]),
                related=Related(Place(*first[:2]), "first asked here"),
            )
