"""The questions of a pack: what their options are, and that none is asked twice."""

from __future__ import annotations

import re
from itertools import repeat
from typing import NamedTuple

from quiz.errors import nearest
from quiz.packs.advice import Hint, advise, folded_stem, letters
from quiz.packs.commas import cut_numbers, joined_options
from quiz.packs.diagnostics import MAX_PROBLEMS, Place, Related, Report
from quiz.packs.model import MOST_OPTIONS, Item, Values, uid
from quiz.packs.nodes import MappingNode, Node, ScalarNode
from quiz.packs.writer import quoted
from quiz.text import count as counted
from quiz.text import shorten

OPTION_LABEL = re.compile(r"\(?(?:([A-Ia-i])|(\d))[.):]?")
"""A letter or a number that may stand for an option."""

DIGITS = re.compile(r"\d+")

LEAST_LISTED = 5
"""In how many questions the answer must stand first before that is reported."""

MAX_LINES = 8
"""How many questions without an explanation are reported with their line."""


class _Seen(NamedTuple):
    """Where a question was first asked, and the hashes of its answer and its text."""

    line: int
    column: int
    answer: int
    stem: int


class Items:
    """The questions of one pack; they are kept as items only if `keep` is true."""

    def __init__(self, pack: str, report: Report, keep: bool, advise: bool = True) -> None:
        self.kept: list[Item] = []
        self._pack = pack
        self._keep = keep
        self._advises = advise
        self._report = report
        self._ids: dict[int, _Seen] = {}
        self._stems: dict[int, _Seen] = {}
        self._answers: dict[int, set[int]] = {}
        """The answers of questions that are asked more than once, by hash of the stem."""
        self._advised: set[tuple[str, Place]] = set()
        self._unexplained: dict[int, Place] = {}
        self._unexplained_count = 0
        self._listed = self._first_listed = 0
        """How many questions list their options, and in how many of these the answer is first."""
        self._first_place: Place | None = None

    def add(self, values: Values, node: MappingNode, kin: tuple[str, ...] = ()) -> None:
        """Take a question; `node` is where it or its template is written."""
        stem: str = values["question"]
        key: str = values["answer"]
        options: list[str] = values.get("options") or []
        others: list[str] = options or values["wrong"]
        name = "options" if options else "wrong"
        if self._advises:
            self._advise_on_layout(name, key, node)
        self._remember(values, node)
        wrong = [option for option in options if option != key] if options else others
        distinct = set(others)
        is_right = len(distinct) == len(others) and (key in distinct) == bool(options)
        if not is_right:
            self._refuse(key, others, name, node)
        elif self._advises:
            for hint in advise(stem, key, wrong, not options, values.get("explanation", "")):
                self._advise(hint, node, "question" if hint.about == stem else "answer")
        if len(options) > 2:
            self._listed += 1
            if options[0] == key:
                self._first_listed += 1
                self._first_place = self._first_place or node["options"].place
        if "explanation" not in values and "no-explanation" not in values.get("allow", ()):
            self._unexplained_count += 1
            if len(self._unexplained) <= MAX_LINES:
                place = node["question"].place
                self._unexplained.setdefault(place.line, place)
        if not (is_right and self._keep):
            return
        identity = uid(self._pack, values["id"]) if "id" in values else uid(stem, key)
        item = Item(identity, self._pack, stem, key, tuple(wrong), tuple(options))
        optional = ("difficulty", "category", "explanation", "source", "id")
        given = {name: values[name] for name in optional if name in values}
        tags = tuple(values.get("tags", ()))
        self.kept.append(item._replace(tags=tags, kin=kin, line=node.place.line + 1, **given))

    def asked(self) -> dict[int, int]:
        """Return the line of each question, by the hash of what it asks and of its answer."""
        return {hash((seen.stem, seen.answer)): seen.line for seen in self._stems.values()}

    def add_part(self, values: Values, node: MappingNode) -> None:
        """Check the values of a question that is not complete."""
        for name in ("wrong", "options"):
            if name in values and "answer" in values:
                self._refuse(values["answer"], values[name], name, node)
            else:
                self._refuse_duplicates(name, values.get(name, []), node)
        if "question" in values:
            self._remember(values, node)

    def finish(self, count: int) -> None:
        """Report what is true of the questions as a whole, which are `count`."""
        if self._listed == self._first_listed >= LEAST_LISTED:
            self._report.warning(
                "key-first",
                f"the right answer stands first in all {self._listed:,} lists of `options`",
                self._first_place,
                "if the order does not matter, give the others as `wrong`, which rounds shuffle",
            )
        if not self._unexplained_count:
            return
        lines = [f"{line + 1}" for line in self._unexplained]
        lines[MAX_LINES:] = ["…"] * (len(lines) > MAX_LINES)
        self._report.warning(
            "no-explanation",
            f"{self._unexplained_count:,} of {counted(count, 'question')}"
            f" {'has' if self._unexplained_count == 1 else 'have'} no explanation"
            f" (line{'s' * (len(lines) > 1)} {', '.join(lines)})",
            next(iter(self._unexplained.values())),
            "add an `explanation:`, or `allow: [no-explanation]` for the whole pack",
        )

    def _advise_on_layout(self, name: str, key: str, node: MappingNode) -> None:
        """Warn if YAML most likely reads a list in another way than its author meant it."""
        elements = node.elements(name)
        texts = [one for one in elements if isinstance(one, ScalarNode) and one.is_plain]
        for text in texts:
            if " - " in text.value and text.end_line > text.place.line:
                self._report.warning(
                    "joined-lines",
                    f"these lines are read as one text, `{shorten(text.value)}`",
                    text.place,
                    "start each `- ` in the same column as the first one",
                )
        misread = list(cut_numbers(texts))
        if len(elements) == 1 and ";" not in key and (joined := joined_options(texts)):
            misread.append(joined)
        for code, _, message, place, hint, edits in misread:
            self._report.warning(code, message, place, hint, edits=edits)

    def _advise(self, hint: Hint, node: MappingNode, name: str) -> None:
        """Give advice once for each place; a template gets it for the first of its questions.

        Its place is that of the text it is about, or the value of a key if a template made it.
        """
        if hint.code == "mojibake" and "\ufffd" in hint.about and self._report.errors:
            return  # it stands for a character that has been reported
        nodes = (one for _, one in node.texts() if one.value.strip() == hint.about)
        place = next(nodes, node[name]).place
        if (hint.code, place) not in self._advised:
            if len(self._advised) < MAX_PROBLEMS:
                self._advised.add((hint.code, place))
            self._report.warning(hint.code, hint.message, place, hint.hint)

    def _refuse(self, key: str, others: list[str], name: str, node: MappingNode) -> None:
        """Report duplicate options, and the key where it must or must not be."""
        answer = node["answer"].place
        nodes = node.elements(name) or [node] * len(others)
        self._refuse_duplicates(name, others, node)
        if name == "wrong" and key in others:
            message = f"`{shorten(key)}` is both the answer and a wrong answer"
            place, related = nodes[others.index(key)].place, Related(answer, "the answer")
            hint = "remove it from `wrong`, or correct the answer"
            self._report.error("key-in-wrong", message, place, hint, related)
        elif name == "options" and key not in others:
            message = f"the answer `{shorten(key)}` is not one of the `options`"
            hint = _right_key(key, others)
            texts = [node for node in nodes if isinstance(node, ScalarNode) and node.is_plain]
            if any(cut.text == key for cut in cut_numbers(texts)):
                hint = f"put it in quotes in `options`: {quoted(key)}"
            self._report.error("key-not-in-options", message, answer, hint)

    def _refuse_duplicates(self, name: str, options: list[str], node: MappingNode) -> None:
        """Report each option that is the same as one before."""
        if len(set(options)) == len(options):
            return
        first: dict[str, Node] = {}
        for option, here in zip(options, node.elements(name) or repeat(node)):
            if option in first:
                self._report.error(
                    "same-option",
                    f"`{name}` has `{shorten(option)}` twice",
                    here.place,
                    "remove one of the two, or correct it",
                    Related(first[option].place, "first here"),
                )
            first.setdefault(option, here)

    def _remember(self, values: Values, node: MappingNode) -> None:
        """Report an id or a question that the pack already has."""
        line, column, _ = node.place
        exact = hash(values["question"].casefold())
        here = _Seen(line, column, hash(values.get("answer")), exact)
        if item_id := values.get("id"):
            first = self._ids.setdefault(hash(item_id), here)
            if first is not here:
                self._report.error(
                    "duplicate-id",
                    f"the id `{item_id}` is used twice",
                    node["id"].place,
                    "give each question an id of its own",
                    Related(Place(*first[:2]), "first used here"),
                )
        folded = hash(folded_stem(values["question"]))
        first = self._stems.setdefault(folded, here)
        if first.stem != exact:  # alike but not the same
            alike, first = first, self._stems.setdefault(hash((folded, exact)), here)
            if first is here and alike[:2] != here[:2]:
                self._report.warning(
                    "similar-question",
                    "this question differs from another one only in capitals and punctuation",
                    node["question"].place,
                    "remove one of the two",
                    Related(Place(*alike[:2]), "the other one"),
                )
        if first is not here:
            self._report_repetition(exact, first, here, node)

    def _report_repetition(self, stem: int, first: _Seen, here: _Seen, node: MappingNode) -> None:
        """Report a question that was asked before; with the same answer it is the same item."""
        answers = self._answers.setdefault(stem, {first.answer})
        is_template = first[:2] == here[:2]
        if (same := here.answer in answers) or not (is_template and len(answers) > 1):
            report = self._report.error if same else self._report.warning
            message, hint = "every row makes the same question", "use a `{column}` in it"
            related = None
            if not is_template:
                message, hint = "this question is asked twice", "remove one of the two"
                if not same:
                    hint = "correct the wrong answer, or ask more exactly"
                related = Related(Place(*first[:2]), "first asked here")
            report("duplicate-question", message, node["question"].place, hint, related)
        answers.add(here.answer)


def _right_key(key: str, options: list[str]) -> str:
    """Return a hint for an answer that is not one of the options.

    It never says that the answer is an option that only looks like it: Austria is no misspelt
    Australia.
    """
    if texts := [options[n] for n in _positions(key) if 0 <= n < len(options)]:
        hint = f"write the text of the answer: `{shorten(texts[0])}`?"
        if len(texts) > 1:
            hint += f" Or `{shorten(texts[1])}`, if you count from 0?"
        return hint
    if same := [option for option in options if letters(option) == letters(key)]:
        return f"did you mean {same[0]}?"
    if near := [one for one in nearest(key, options) if DIGITS.findall(one) == DIGITS.findall(key)]:
        spelling = f"if it is `{shorten(near[0])}`, spell both alike"
        return f"{spelling}; otherwise put the answer among the `options`"
    if len(options) >= MOST_OPTIONS:
        return "put it in the place of one of the `options`, just as `answer` has it"
    return "write one of the options as the answer, or add the answer to `options`"


def _positions(key: str) -> list[int]:
    """Return which options a letter or a number may stand for; numbers count from 1 or from 0."""
    label = OPTION_LABEL.fullmatch(key)
    if label is None:
        return []
    if label[1]:
        return [ord(label[1].casefold()) - ord("a")]
    return [int(label[2]) - 1, int(label[2])]
