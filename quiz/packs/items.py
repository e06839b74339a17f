"""What makes a question of values that have the right shape: its options, and its being new."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, repeat
from typing import Any

from quiz.errors import did_you_mean
from quiz.packs.advice import Hint, advise
from quiz.packs.diagnostics import LIMIT, Place, Related, Report
from quiz.packs.model import Item, uid
from quiz.packs.reader import Mapping, Node, Scalar, Sequence, place
from quiz.packs.regular import Written
from quiz.packs.shape import Values
from quiz.text import shorten

THOUSANDS = re.compile(r"\d{3}")

DOUBTFUL = re.compile(r" - |\0\d{3}(?:\0|\Z)")
"""What options have, joined by NUL, if a slip in their layout may have made them."""

NAMED = 9
"""How many questions without an explanation are named by their line."""


class Items:
    """The questions of one pack; as items they are kept only if `keep` is true."""

    def __init__(self, pack: str, report: Report, keep: bool) -> None:
        self.kept: list[Item] = []
        self._pack = pack
        self._keep = keep
        self._report = report
        self._ids: dict[int, tuple[int, int, int]] = {}
        self._stems: dict[int, tuple[int, int, int]] = {}
        self._advised: set[tuple[str, Place]] = set()
        self._answers: dict[int, set[int]] = {}
        """The answers of the questions that are asked more than once."""
        self._unexplained: dict[int, Place] = {}
        self._bare = 0

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
        if not isinstance(node, Written) and DOUBTFUL.search("\0".join(others)):
            self._advise_on_layout("options" if options else "wrong", node)
        self._remember(values, node)
        wrong = [option for option in options if option != key] if options else others
        distinct = set(others)
        sound = len(distinct) == len(others) and (key in distinct) == bool(options)
        if sound:
            for hint in advise(values["question"], key, wrong, not options):
                self._advise(hint, node)
        else:
            self._refuse(key, others, "options" if options else "wrong", node)
        if "explanation" not in values:
            self._bare += 1
            if len(self._unexplained) < NAMED:
                at = place(node.entries["question"][1])
                self._unexplained.setdefault(at.line, at)
        if not (sound and self._keep):
            return
        name = values.get("id", "")
        start: Any = node.start_mark
        self.kept.append(
            Item(
                uid=uid(self._pack, name) if name else uid(values["question"], key),
                pack=self._pack,
                stem=values["question"],
                key=key,
                distractors=tuple(wrong),
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

    def add_part(self, values: Values, node: Mapping) -> None:
        """Take what is sound of a question that cannot be asked."""
        for name in ("wrong", "options"):
            self._tell_apart(name, values.get(name, []), node)
        if "question" in values:
            self._remember(values, node)

    def finish(self, count: int) -> None:
        """Say what can be said once all questions, so many, have been taken."""
        if self._bare:
            lines = [f"{line + 1}" for line in self._unexplained]
            lines[NAMED - 1 :] = ["…"] if len(lines) == NAMED else []
            what = "question has" if self._bare == 1 else "questions have"
            self._report.warning(
                "no-explanation",
                f"{self._bare:,} {what} no explanation, of {count:,}"
                f" (line{'s' * (len(lines) > 1)} {', '.join(lines)})",
                next(iter(self._unexplained.values())),
                "say why the answer is right, or `allow: [no-explanation]` for the whole pack",
            )

    def _advise_on_layout(self, name: str, node: Mapping) -> None:
        """Warn where a list most likely does not hold the texts that its author meant."""
        _, held = node.entries.get(name, (None, None))
        if not isinstance(held, Sequence):
            return
        texts = [one for one in held.items if isinstance(one, Scalar) and not one.style]
        for text in texts:
            start: Any = text.start_mark
            end: Any = text.end_mark
            if " - " in text.value and end.line > start.line:
                self._report.warning(
                    "joined-lines",
                    f"`{shorten(text.value)}` is one text",
                    place(text),
                    "let each `- ` begin in the same column as the first",
                )
        for text, following in pairwise(texts):
            here, there = place(text), place(following)
            if (
                THOUSANDS.fullmatch(following.value)
                and text.value[-1:].isdecimal()
                and (here.line, here.column + here.length + 1) == (there.line, there.column)
            ):
                number = f"{text.value},{following.value}"
                self._report.warning(
                    "cut-number",
                    f"`{shorten(number)}` is two texts: the comma is between entries",
                    Place(here.line, here.column, here.length + 1 + there.length),
                    f'write "{shorten(number)}"',
                )

    def _advise(self, hint: Hint, node: Mapping) -> None:
        """Give advice once for each place; a template gets it for the first of its questions."""
        at = place(_written(hint.about, node))
        if (hint.code, at) not in self._advised:
            if len(self._advised) < LIMIT:
                self._advised.add((hint.code, at))
            self._report.warning(hint.code, hint.message, at)

    def _refuse(self, key: str, others: list[str], name: str, node: Mapping) -> None:
        """Report options that are there twice, and the key where it should or should not be."""
        answer: Node = node.entries["answer"][1]
        self._tell_apart(name, others, node)
        if name == "wrong" and key in others:
            self._report.error(
                "key-in-wrong",
                f"`{shorten(key)}` is the answer and a wrong answer too",
                place(dict(zip(others, _places(name, node)))[key]),
                related=Related(place(answer), "the answer"),
            )
        elif name == "options" and key not in others:
            self._report.error(
                "key-not-in-options",
                f"`options` lacks the answer, `{shorten(key)}`",
                place(answer),
                did_you_mean(key, others) or "write it there as it stands in `answer`",
            )

    def _tell_apart(self, name: str, options: list[str], node: Mapping) -> None:
        """Report each option that is there already."""
        if len(set(options)) == len(options):
            return
        first: dict[str, Node] = {}
        for option, here in zip(options, _places(name, node)):
            if option in first:
                self._report.error(
                    "same-option",
                    f"`{name}` has `{shorten(option)}` twice",
                    place(here),
                    related=Related(place(first[option]), "first here"),
                )
            first.setdefault(option, here)

    def _remember(self, values: Values, node: Mapping) -> None:
        """Report an id or a question that the pack already has."""
        start: Any = node.start_mark
        here = (start.line, start.column, hash(values.get("answer")))
        if name := values.get("id"):
            first = self._ids.setdefault(hash(name), here)
            if first is not here:
                self._report.error(
                    "duplicate-id",
                    f"the id `{name}` is used twice",
                    place(node.entries["id"][1]),
                    related=Related(Place(*first[:2]), "first used here"),
                )
        stem = hash(values["question"].casefold())
        first = self._stems.setdefault(stem, here)
        if first is not here:
            self._asked_again(stem, first, here, node)

    def _asked_again(
        self, stem: int, first: tuple[int, int, int], here: tuple[int, int, int], node: Mapping
    ) -> None:
        """Report a question that was asked before; with the same answer it is the same item."""
        answers = self._answers.setdefault(stem, {first[2]})
        rows = first[:2] == here[:2]
        if (same := here[2] in answers) or not (rows and len(answers) > 1):
            tell = self._report.error if same else self._report.warning
            tell(
                "duplicate-question",
                "each row asks this same question" if rows else "this question is asked twice",
                place(node.entries["question"][1]),
                "name a {column} in it" if rows else "",
                None if rows else Related(Place(*first[:2]), "first asked here"),
            )
        answers.add(here[2])


def _places(name: str, question: Mapping) -> Iterable[Node]:
    """Where the options of a question are written; its own place for those that a table gives."""
    _, held = question.entries.get(name, (None, None))
    return held.items if isinstance(held, Sequence) else repeat(question)


def _written(text: str, question: Mapping) -> Node:
    """Where a text of a question is written; its answer, if a template made the text."""
    for _, node in question.entries.values():
        for one in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(one, Scalar) and one.value.strip() == text:
                return one
    return question.entries["answer"][1]
