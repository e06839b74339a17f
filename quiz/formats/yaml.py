"""Questions in YAML files of other programs.

A question is any mapping with a text and with options or an answer, whatever it is nested in. The
names of its keys may be those that `quiz check` knows as other names of a pack's own keys.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from quiz.formats import FormatError, Notes
from quiz.formats._choices import Answered, AnswerReader
from quiz.formats._items import TRUE_FALSE, difficulty, make_item
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import ITEMS, QUESTION, Item
from quiz.text import UNSAFE, count

if TYPE_CHECKING:
    from quiz.packs.diagnostics import Report
    from quiz.packs.nodes import Node

TITLE = "YAML of other programs"
ENDINGS = (".yaml", ".yml")

FIELD_OF = {name: field for field, one in QUESTION.fields.items() for name in (field, *one.aliases)}
"""The field of a question by each of its names."""
OPTION_TEXTS = ("text", "option", "choice", "label", "answer", "value")
OPTION_FLAGS = ("correct", "is_correct", "right", "is_right", "answer", "is_answer")
LABELLED = ("id", "letter", "key")
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
REPLY_TYPES = ("single", "multi", "yesno")
"""The types of questions of mcq-tui, in whose files the answer is what the player replied."""
ALIASED = "\ufffd"  # what the reader of packs gives for an alias
PACK_ONLY = ("tables", "templates")

CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _names(*fields: str) -> str:
    """Return a pattern of all names of some fields, in any usual case."""
    names = [name for name, field in FIELD_OF.items() if field in fields]
    return "|".join(name.replace("_", "[_-]?") for name in names)


KEY_SIGN = r"""(?im)^[ \t]*(?:-[ \t]+)*["']?(?:%s)["']?[ \t]*:(?:[ \t\n]|\Z)"""
STEM_SIGN = re.compile(KEY_SIGN % _names("question"))
ANSWER_SIGN = re.compile(KEY_SIGN % _names("answer", "options", "wrong"))


class Located(dict[str, "PlainValue"]):
    """A mapping with the line that it begins in."""

    line = 1


PlainValue: TypeAlias = str | list["PlainValue"] | Located


class FoundQuestion(NamedTuple):
    """A question as found; a `fault` is why it is left out.

    `right` are the places of the options that are marked as right, from 0; None if none can be.
    """

    line: int
    texts: dict[str, str]
    options: list[str]
    labels: list[str]
    right: list[int] | None
    wrong: list[str]
    answers: list[str]
    tags: list[str]
    fault: str


def likeness(data: bytes) -> int:
    """Return a middling value if there are lines with the keys of a question."""
    head = decode(data[:100_000])
    if head.lstrip()[:1] in ("{", "[", "<"):
        return 0
    return 45 if STEM_SIGN.search(head) and ANSWER_SIGN.search(head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the questions of a file of which the right answer is sure."""
    found = list(_candidates(decode(data), notes))
    answered = [
        Answered(one.answers[0], one.options)
        for one in found
        if one.options and len(one.answers) == 1 and not one.labels and one.right is None
    ]
    reader = AnswerReader(answered)
    for one in found:
        try:
            yield _item(one, reader, notes)
        except ValueError as error:
            notes.left_out(one.line, str(error))


# From a file to candidates


def _candidates(text: str, notes: Notes) -> Iterator[FoundQuestion]:
    """Yield what looks like a question. Raise FormatError if nothing does."""
    from quiz.packs.diagnostics import Enough, Report
    from quiz.packs.reader import Reader
    from quiz.packs.source import TextStream

    if removed := len(UNSAFE.findall(text)):
        notes.changed(None, f"{count(removed, 'invisible character')} removed")
        text = UNSAFE.sub("", text)
    text, shift = _with_root(text)
    report = Report()
    finder = _Finder(notes)
    is_complete = False
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(text.encode("utf-8", "replace"))
        file.seek(0)
        reader = Reader(TextStream(file, report), report)
        try:
            for entry in reader:
                if entry.key.value in PACK_ONLY:
                    hint = "give it to `quiz check` or `quiz play`"
                    raise FormatError("this is a pack already", hint)
                yield from finder.found(_plain(entry.value, shift))
            is_complete = reader.complete
        except Enough:
            pass
    _tell(report, is_complete, shift, bool(finder.number), notes)


def _with_root(text: str) -> tuple[str, int]:
    """Return a text of which the root is a mapping, and by how many lines it is longer.

    The reader of packs takes no list for a root, which so many of these files have.
    """
    at, dashes = 0, None
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].strip()
        if line == "---":
            dashes = (at, end)
        elif line and line[0] not in "#%":
            break
        at = end
    if text[at : at + 1_000].lstrip(" ")[:2] not in ("- ", "-\n"):
        return text, 0
    if dashes:
        return f"{text[: dashes[0]]}questions:\n{text[dashes[1] :]}", 0
    return f"{text[:at]}questions:\n{text[at:]}", 1


def _tell(report: Report, is_complete: bool, shift: int, has_some: bool, notes: Notes) -> None:
    """Note what was wrong with a file. Raise FormatError if nothing of it could be read."""
    problems = [
        (max(one.place.line + 1 - shift, 1) if one.place else None, one.message)
        for one in report.diagnostics
    ]
    if not has_some:
        if problems:
            line, message = problems[-1]
            raise FormatError(message, f"see line {line}" if line else "")
        raise FormatError("there is no question in it", "each needs `question:` and `answer:`")
    for line, message in problems:
        notes.left_out(line, message)
    if not is_complete:
        notes.left_out(None, "nothing after this was read")


def _plain(node: Node, shift: int) -> PlainValue:
    """Return what a node holds, with all scalars as the texts that they are written as."""
    from quiz.packs.nodes import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, SequenceNode):
        return [_plain(child, shift) for child in node.items]
    if isinstance(node, MappingNode):
        entries = node.entries.items()
        made = Located((key, _plain(value, shift)) for key, (_, value) in entries)
        made.line = max(node.place.line + 1 - shift, 1)
        return made
    assert isinstance(node, ScalarNode)
    return node.value.strip()


class _Finder:
    """Finds questions in the values of a file; `number` is how many it has found."""

    def __init__(self, notes: Notes) -> None:
        self.number = 0
        self._notes = notes
        self._unread: set[str] = set()

    def found(self, value: PlainValue) -> Iterator[FoundQuestion]:
        if isinstance(value, list):
            for child in value:
                yield from self.found(child)
        elif isinstance(value, Located):
            fields: dict[str, list[PlainValue]] = {}
            for key, one in value.items():
                if field := FIELD_OF.get(_snake(key)):
                    fields.setdefault(field, []).append(one)
            if "question" in fields and fields.keys() & {"answer", "options", "wrong"}:
                self.number += 1
                if self.number > ITEMS:
                    raise FormatError(f"the file has more than {ITEMS:,} questions")
                self._note_unread(value)
                yield _candidate(value, fields)
            else:
                for child in value.values():
                    yield from self.found(child)

    def _note_unread(self, value: Located) -> None:
        for key, one in value.items():
            if one and _snake(key) not in {*FIELD_OF, "type"} and key not in self._unread:
                self._unread.add(key)
                self._notes.left_out(value.line, f"the key {quoted(key)} is not read")


def _snake(key: str) -> str:
    return CAMEL_CASE.sub("_", key.strip()).lower().replace("-", "_").replace(" ", "_")


def _candidate(value: Located, fields: dict[str, list[PlainValue]]) -> FoundQuestion:
    """Return a question with what makes it one; with a fault if that cannot be read."""
    texts = {name: made[0] for name, made in fields.items() if isinstance(made[0], str)}
    bare = FoundQuestion(value.line, texts, [], [], None, [], [], [], "")
    for name in ("question", "answer", "options", "wrong"):
        if len(fields.get(name, ())) > 1:
            return bare._replace(fault=f"its {name} is given more than once, under several names")
    if value.get("type") in REPLY_TYPES and "answer" in value:
        return bare._replace(fault="in files of mcq-tui, the answer is what a player replied")
    try:
        options, labels, right = _options(fields["options"][0] if "options" in fields else [])
        wrong, answers, tags = (
            _texts(fields[name][0], name) if name in fields else []
            for name in ("wrong", "answer", "tags")
        )
    except ValueError as error:
        return bare._replace(fault=str(error))
    if ALIASED in {*texts.values(), *options, *wrong, *answers}:
        return bare._replace(fault="a part of it stands elsewhere, which an alias names")
    return FoundQuestion(value.line, texts, options, labels, right, wrong, answers, tags, "")


def _texts(value: PlainValue, what: str) -> list[str]:
    """Return the texts of a list, or a text alone as a list. Raise ValueError for anything else."""
    values = value if isinstance(value, list) else [value]
    texts = [one for one in values if isinstance(one, str)]
    if len(texts) < len(values):
        raise ValueError(f"its `{what}` cannot be read: not all of it is text")
    return texts


def _options(value: PlainValue) -> tuple[list[str], list[str], list[int] | None]:
    """Return the texts of options, their labels if they have some, and which are marked as right.

    Raise ValueError for options that cannot be read.
    """
    if isinstance(value, str):
        raise ValueError("its options are not a list")
    mappings = [one for one in value if isinstance(one, Located)]
    if isinstance(value, list) and len(mappings) < len(value):
        return _texts(value, "options"), [], None
    if any(len(one) > 1 for one in mappings):
        return _flagged(mappings)
    maps = [value] if isinstance(value, Located) else mappings
    pairs = [pair for one in maps for pair in one.items()]
    texts = [text for _, text in pairs if isinstance(text, str)]
    labels = [label.strip() for label, _ in pairs]
    if len(texts) < len(pairs) or not all(re.fullmatch(r"\w{1,8}", label) for label in labels):
        raise ValueError("its options cannot be read: they are neither texts nor have letters")
    return texts, labels, None


def _flagged(mappings: list[Located]) -> tuple[list[str], list[str], list[int] | None]:
    """Return the texts of options that are mappings, their labels, and which say to be right."""
    options, labels, right = [], [], []
    has_flag = False
    for at, mapping in enumerate(mappings):
        values = {_snake(key): value for key, value in mapping.items() if isinstance(value, str)}
        text = next((name for name in OPTION_TEXTS if name in values), "")
        flag = next((name for name in OPTION_FLAGS if name in values and name != text), "")
        truth = TRUTH.get(values.get(flag, "").casefold())
        if not text or truth is None:
            raise ValueError("its options do not say which of them is right")
        has_flag = has_flag or bool(flag)
        options.append(values[text])
        labels += [values[name] for name in LABELLED if name in values][:1]
        right += [at] if truth else []
    if has_flag:
        return options, [], right
    return options, labels if len(labels) == len(options) else [], None


# From candidates to items


def _item(one: FoundQuestion, reader: AnswerReader, notes: Notes) -> Item:
    """Return a question. Raise ValueError if its right answer is not sure."""
    if one.fault:
        raise ValueError(one.fault)
    if len(one.answers) > 1 or (one.right and len(one.right) > 1):
        raise ValueError("it has several right answers, but a pack takes one")
    answer = one.answers[0] if one.answers else ""
    options = one.options
    if one.right is not None:
        if not one.right:
            raise ValueError("none of its options is marked as right")
        place = one.right[0]
        if answer and answer != options[place]:
            raise ValueError(f"its answer {quoted(answer)} is not the option marked as right")
    elif not answer:
        raise ValueError("it does not say which answer is right")
    elif one.labels and answer in one.labels:
        place = one.labels.index(answer)
        if answer in options and options.index(answer) != place:
            raise ValueError(f"the answer {quoted(answer)} could be an option's text or its letter")
    elif options:
        place = reader.place(Answered(answer, options))
    elif one.wrong:
        options, place = [answer, *one.wrong], 0
    elif answer.casefold() in ("true", "false"):
        options, place = [*TRUE_FALSE], TRUE_FALSE.index(answer.capitalize())
    else:
        raise ValueError("it has no wrong answers")
    texts = {name: text.strip() for name, text in one.texts.items()}
    options = [one_line(option) for option in options]
    if options.count(options[place]) > 1:
        raise ValueError(f"{quoted(options[place])} is a right and a wrong answer")
    item = make_item(texts.get("question", ""), options[place], options, one.line, notes)
    return item._replace(
        difficulty=difficulty(texts.get("difficulty", ""), one.line, notes),
        category=one_line(texts.get("category", "")),
        explanation=texts.get("explanation", ""),
        source=one_line(texts.get("source", "")),
        tags=tuple(tag for text in one.tags for tag in map(str.strip, text.split(",")) if tag),
        id=texts.get("id", ""),
    )
