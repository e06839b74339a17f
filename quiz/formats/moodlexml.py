"""Moodle XML, the format of Moodle that holds most of a question.

The difficulty of a question is a tag there, as in GIFT.

Source: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from quiz.extras import install_command
from quiz.formats import FormatError, Notes
from quiz.formats._html import MEDIA
from quiz.formats._items import TRUE_FALSE, difficulty, make_item
from quiz.formats._losses import report_losses, written_options
from quiz.formats._moodle import (
    DIFFICULTY_TAG,
    category_name,
    category_path,
    explanation,
    shown_text,
)
from quiz.formats._text import decode, one_line, quoted
from quiz.packs.model import ITEMS, Item, Pack
from quiz.text import count, shorten

TITLE = "Moodle XML"
ENDINGS = (".xml",)

MAX_XML_DEPTH = 64
MAX_TITLE = 100  # characters of the name that a question gets in Moodle

QUIZ_TAG = re.compile(r"<quiz[\s>]")
QUESTION_TAG = re.compile(r"<question\s[^<>]*type=")
DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^<>]{0,80}encoding=["']([\w.-]{1,30})["']""")
TEXT_FORMATS = {"markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle"}
"""The formats of a text by Moodle's names for them; any other is HTML."""
NEEDED_MEDIA = re.compile(rf"{MEDIA.pattern}|!\[[^\[\]\n]*\]\(|@@PLUGINFILE@@")
CHOICES = ("multichoice", "truefalse")


class XmlAnswer(NamedTuple):
    """An answer, its feedback and the percentage of the marks that it earns."""

    text: str
    feedback: str
    fraction: float


def likeness(data: bytes) -> int:
    """Return certainty if there is a quiz with a question of some type."""
    head = decode(data[:100_000])
    if not head.lstrip().startswith("<") or not QUESTION_TAG.search(head):
        return 0
    return 100 if QUIZ_TAG.search(head) else 40


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """Yield the multiple-choice and true/false questions of a file; others are noted."""
    defused = _defused()
    parsed = _Questions()
    parser = defused.DefusedXMLParser(target=parsed, forbid_dtd=True)
    whole = _decoded(data)
    text = whole.lstrip()
    shift = whole.count("\n", 0, len(whole) - len(text))
    parsed.line = lambda: parser.parser.CurrentLineNumber + shift
    problem = ""
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        what = str(error).partition(":")[0]
        problem = f"this is not well-formed XML: {what} in line {error.position[0] + shift}"
    except (defused.DTDForbidden, defused.EntitiesForbidden):
        raise FormatError("this XML file has a document type declaration") from None
    except (ValueError, LookupError) as error:
        problem = f"this is not XML: {shorten(str(error))}"
    if not parsed.found:
        raise FormatError(problem or "there is no question in it", "see Moodle's own export")
    yield from _items(parsed.found, notes)
    if problem:
        notes.left_out(parsed.found[-1][0], f"{problem}; nothing after this question was read")


def _defused() -> Any:
    """Return the module that parses XML safely. Raise FormatError if it is not installed."""
    try:
        import defusedxml.ElementTree
    except ImportError:
        hint = f"install it: {install_command('xml')}"
        raise FormatError("this needs defusedxml, which is not installed", hint) from None
    return defusedxml.ElementTree


def _decoded(data: bytes) -> str:
    """Return the text of a file, in the encoding that it names unless that is some Unicode."""
    declared = DECLARED_ENCODING.match(data[:300])
    if declared and not declared[1].upper().startswith(b"UT"):
        with suppress(LookupError, UnicodeError):
            return data.decode(declared[1].decode(), "replace")
    return decode(data)


class _Questions:
    """What a parser builds of a file: each question with its line, and nothing else."""

    def __init__(self) -> None:
        self.found: list[tuple[int, Element]] = []
        self.line: Callable[[], int] = lambda: 1
        self._depth = 0
        self._builder: TreeBuilder | None = None
        self._begun = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise FormatError(f"its tags are nested more than {MAX_XML_DEPTH} deep")
        if self._depth == 2 and tag == "question":
            self._begun = self.line()
            self._builder = TreeBuilder()
        if self._builder:
            self._builder.start(tag, attributes)

    def data(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if not self._builder:
            return
        self._builder.end(tag)
        if self._depth == 1:
            self.found.append((self._begun, self._builder.close()))
            self._builder = None
            if len(self.found) > 2 * ITEMS:
                raise FormatError(f"the file has more than {2 * ITEMS:,} questions")

    def close(self) -> None:
        """End, as a parser asks for."""


def _items(found: list[tuple[int, Element]], notes: Notes) -> Iterator[Item]:
    category, titles = "", 0
    for line, question in found:
        kind = question.get("type", "")
        if kind == "category":
            category = category_name(_text(question, "category/text"), line, notes)
        elif kind not in CHOICES:
            why = "a pack holds multiple choice and true/false"
            notes.left_out(line, f"a question of the type {quoted(kind)}: {why}")
        elif item := _item(question, line, notes):
            title = _text(question, "name/text").removesuffix("…")
            titles += bool(title) and not one_line(item.stem).startswith(title)
            yield _labelled(item._replace(category=category), question, notes)
    if titles:
        notes.changed(None, f"a pack has no titles: {count(titles, 'question')} had one")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _item(question: Element, line: int, notes: Notes) -> Item | None:
    """Return a question, or None if it is left out."""
    answers = question.findall("answer")
    form = _format(question.find("questiontext"), "html")
    stem = _text(question, "questiontext/text")
    texts = [(stem, form), *((_text(one, "text"), _format(one, form)) for one in answers)]
    has_media = any(kind != "plain" and NEEDED_MEDIA.search(text) for text, kind in texts)
    if has_media or _text(question, "image"):
        notes.left_out(line, "it needs a picture or a sound, and a pack holds only text")
        return None
    stem = shown_text(stem, form, line, notes)
    made = [_answer(answer, form, line, notes) for answer in answers]
    if question.get("type") == "truefalse":
        made = [one._replace(text=one.text.capitalize()) for one in made]
        if sorted(one.text for one in made) != sorted(TRUE_FALSE):
            notes.left_out(line, "its answers are not true and false")
            return None
    single = _text(question, "single").casefold() not in ("false", "0")
    key = _key(made, single, line, notes)
    if not stem or not key:
        if key:
            notes.left_out(line, "it has no question text")
        return None
    options = [one.text for one in made if one.text]
    if len(set(options)) < len(options):
        notes.changed(line, "an answer is given twice")
    if len(options) < len(made):
        notes.left_out(line, "an answer without text")
    options = list(dict.fromkeys(options))
    shuffled = _text(question, "shuffleanswers").casefold() not in ("false", "0")
    order = [] if shuffled or len(options) > 9 else options
    feedback = {one.text: one.feedback for one in reversed(made)}
    general = question.find("generalfeedback")
    said = "" if general is None else _text(general, "text")
    said = shown_text(said, _format(general, form), line, notes)
    return make_item(stem, key, options, line, notes, order)._replace(
        explanation=explanation(said, key, {option: feedback[option] for option in options})
    )


def _answer(answer: Element, form: str, line: int, notes: Notes) -> XmlAnswer:
    text = one_line(shown_text(_text(answer, "text"), _format(answer, form), line, notes))
    said = answer.find("feedback")
    feedback = "" if said is None else _text(said, "text")
    feedback = shown_text(feedback, _format(said, form), line, notes)
    try:
        fraction = float(answer.get("fraction") or 0)
    except ValueError:
        fraction = 0.0
    return XmlAnswer(text, feedback, fraction)


def _format(element: Element | None, default: str) -> str:
    form = element.get("format", "") if element is not None else ""
    return TEXT_FORMATS.get(form, "html") if form else default


def _key(answers: list[XmlAnswer], single: bool, line: int, notes: Notes) -> str:
    """Return the right answer, or an empty text if there is not exactly one.

    If only a `single` answer can be chosen, one that earns some of the marks is a wrong one.
    """
    least = 100 if single else 0.001
    keys = list(dict.fromkeys(one.text for one in answers if one.fraction >= least))
    wrong = {one.text for one in answers if one.fraction < least}
    if len(keys) > 1:
        first = ", ".join(map(quoted, keys[:4]))
        notes.left_out(line, f"it has {len(keys):,} right answers, but a pack takes one: {first}")
    elif not keys or not keys[0]:
        notes.left_out(line, "none of its answers is marked as right")
    elif keys[0] in wrong:
        notes.left_out(line, f"{quoted(keys[0])} is a right and a wrong answer")
    elif not wrong - {""}:
        notes.left_out(line, "it has no wrong answer with text")
    else:
        for one in answers:
            if 0 < one.fraction < 100 and one.text != keys[0]:
                share = f"earned {one.fraction:g} % of the marks"
                notes.changed(line, f"{quoted(one.text)} {share} and is a wrong answer now")
        return keys[0]
    return ""


def _labelled(item: Item, question: Element, notes: Notes) -> Item:
    """Return the item with its id, its difficulty and its tags."""
    level, tags = "", dict[str, None]()
    for element in question.findall("tags/tag"):
        tag = _text(element, "text")
        if not level and (found := DIFFICULTY_TAG.fullmatch(tag)):
            level = found[1]
        elif tag:
            tags[tag] = None
    level_shown = difficulty(level, item.line, notes)
    name = one_line(_text(question, "idnumber"))
    return item._replace(id=name, difficulty=level_shown, tags=tuple(tags))


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return all questions of a pack as plain texts, those without a category first."""
    items = sorted(pack.items, key=lambda item: bool(item.category))
    if items != list(pack.items):
        notes.changed(None, "questions without a category come first, as one holds until the next")
    fields = ["difficulty", "category", "explanation", "tags", "id"]
    report_losses(pack, notes, TITLE, fields=fields, order=tuple)
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    category = ""
    for item in items:
        if item.category != category:
            category = item.category
            path = _element("text", f"$course$/top/{category_path(category)}")
            parts.append(f'<question type="category"><category>{path}</category></question>\n')
        parts.append(_source(item))
    return "".join([*parts, "</quiz>\n"]).encode()


def _source(item: Item) -> str:
    """Return a question."""
    options = written_options(item)
    is_true_false = {*options} == {*TRUE_FALSE}
    lines = [
        f"<name>{_element('text', shorten(one_line(item.stem), MAX_TITLE))}</name>",
        _plain("questiontext", item.stem),
        _plain("generalfeedback", item.explanation),
        _element("idnumber", item.id),
    ]
    if not is_true_false:
        shuffled = "false" if item.options else "true"
        lines.append(f"<single>true</single><shuffleanswers>{shuffled}</shuffleanswers>")
        lines.append("<answernumbering>abc</answernumbering>")
    for option in options:
        text = option.lower() if is_true_false else option
        fraction = 100 if option == item.key else 0
        lines.append(_plain("answer", text, f' fraction="{fraction}"'))
    level = [f"difficulty:{item.difficulty}"] if item.difficulty != "medium" else []
    if not level and any(map(DIFFICULTY_TAG.fullmatch, item.tags)):
        level = ["difficulty:medium"]
    tags = "".join(f"<tag>{_element('text', tag)}</tag>" for tag in [*level, *item.tags])
    lines += [f"<tags>{tags}</tags>"] if tags else []
    kind = "truefalse" if is_true_false else "multichoice"
    return "\n  ".join([f'<question type="{kind}">', *lines]) + "\n</question>\n"


def _plain(tag: str, text: str, attributes: str = "") -> str:
    """Return a text that Moodle shows as it is."""
    return f'<{tag} format="plain_text"{attributes}>{_element("text", text)}</{tag}>'


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"
