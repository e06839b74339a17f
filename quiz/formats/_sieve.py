"""What of a foreign question may stand in a pack."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from quiz.formats import Notes
from quiz.packs.model import DIFFICULTIES, QUESTION, SHOWN, Item, Kind, ListOf, Text
from quiz.text import UNSAFE, named, shorten

LONG = 10_000
"""From how many characters on a text is too long for every use, composed or not."""

OPTIONS = 9
"""The largest number of options in a fixed order."""

TAGS = 20


def _most(name: str) -> int:
    """How long the text of a question's field may be."""
    kind: Kind = QUESTION.fields[name].kind
    if isinstance(kind, ListOf):
        kind = kind.of
    assert isinstance(kind, Text)
    return kind.most


STEM, OPTION, NOTE = _most("question"), _most("answer"), _most("explanation")
CATEGORY, SOURCE, TAG, ID = _most("category"), _most("source"), _most("tags"), _most("id")


class Sieve:
    """Lets through what a pack may hold, and notes what it mends or holds back.

    It knows the questions that went through it before, of other files too; `notes` are those of
    the file at hand.
    """

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._asked: dict[tuple[str, str], int] = {}
        self._ids: set[str] = set()

    def sift(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as a pack may hold them."""
        asked = self._asked
        for found in items:
            item: Item | None = found
            if not _is_sound(found):
                item = self._mended(found)
            if item is None:
                continue
            asking = (item.stem.casefold(), item.key)
            if asking in asked:
                self.notes.left_out(item.line, f"asked before, in line {asked[asking]}")
                continue
            asked[asking] = item.line
            yield item if not item.id else self._identified(item)

    def _identified(self, item: Item) -> Item:
        """The item, without an id that is no id or that another has."""
        kind = QUESTION.fields["id"].kind
        assert isinstance(kind, Text)
        assert kind.pattern
        if len(item.id) > ID or not kind.pattern.fullmatch(item.id):
            self.notes.changed(item.line, f"`{shorten(item.id)}` cannot be an id")
        elif item.id in self._ids:
            self.notes.changed(item.line, f"the id `{item.id}` is given twice")
        else:
            self._ids.add(item.id)
            return item
        return item._replace(id="")

    def _mended(self, item: Item) -> Item | None:
        """The item with what is wrong with it put right, or None if it has to stay behind."""
        line, notes = item.line, self.notes
        stem, key = self._text(item.stem, line, True), self._text(item.key, line)
        for text, most, what in ((stem, STEM, "question"), (key, OPTION, "right answer")):
            if not text:
                notes.left_out(line, f"the {what} is missing")
                return None
            if len(text) > most:
                notes.left_out(line, f"a {what} of {len(text):,} characters; {most:,} is the most")
                return None
        distractors = self._distractors(item, key)
        if not distractors:
            notes.left_out(line, "a question without wrong answers")
            return None
        options = tuple(self._text(option, line, quiet=True) for option in item.options)
        options = tuple(dict.fromkeys(o for o in options if o == key or o in distractors))
        if options and (len(options) > OPTIONS or len(options) <= len(distractors)):
            notes.changed(line, "the order of the options")
            options = ()
        difficulty = item.difficulty
        if difficulty not in DIFFICULTIES:
            notes.changed(line, f"`{shorten(difficulty)}` is no difficulty: it is medium now")
            difficulty = "medium"
        tags = dict.fromkeys(self._short(tag, TAG, "tag", line) for tag in item.tags)
        tags.pop("", None)
        if len(tags) > TAGS:
            notes.left_out(line, f"{len(tags) - TAGS} of {len(tags)} tags")
        return item._replace(
            stem=stem,
            key=key,
            distractors=distractors,
            options=options,
            difficulty=difficulty,
            explanation=self._short(item.explanation, NOTE, "explanation", line, True),
            category=self._short(item.category, CATEGORY, "category", line),
            source=self._short(item.source, SOURCE, "source", line),
            tags=tuple(tags)[:TAGS],
        )

    def _distractors(self, item: Item, key: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for written in item.distractors:
            option = self._text(written, item.line)
            if not option:
                self.notes.changed(item.line, "an option without a text")
            elif len(option) > OPTION:
                self.notes.left_out(item.line, f"an option of {len(option):,} characters")
            elif option == key:
                self.notes.changed(item.line, f"`{shorten(key)}` was a wrong answer too")
            elif option in found:
                self.notes.changed(item.line, f"the option `{shorten(option)}` was there twice")
            else:
                found[option] = None
        if len(found) > SHOWN:
            self.notes.left_out(item.line, f"{len(found) - SHOWN} of {len(found)} wrong answers")
        return tuple(found)[:SHOWN]

    def _short(self, written: str, most: int, what: str, line: int, lines: bool = False) -> str:
        text = self._text(written, line, lines)
        if len(text) > most:
            self.notes.left_out(line, f"the end of its {what} of {len(text):,} characters")
            return text[:most].rstrip()
        return text

    def _text(self, written: str, line: int, lines: bool = False, quiet: bool = False) -> str:
        """A text as a pack holds it: composed, visible, and of one line unless it may have more."""
        text = written.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) <= LONG:
            text = unicodedata.normalize("NFC", text)
        if bad := UNSAFE.search(text):
            if not quiet:
                self.notes.changed(line, f"{named(bad[0])} was taken out")
            text = UNSAFE.sub("", text)
        text = text.strip().expandtabs(4)
        if not lines:
            text = " ".join(text.split("\n"))
        return text if text.strip("\u200c\u200d") else ""


def _is_sound(item: Item) -> bool:
    """Whether an item is plainly as a pack may hold it; made to be quick, and not to be exact."""
    options = (item.key, *item.distractors)
    texts = (item.stem, item.explanation, item.category, item.source, *options)
    text = " ".join(texts)
    return (
        len(text) < CATEGORY + SOURCE
        and text.isprintable()
        and (text.isascii() or (unicodedata.is_normalized("NFC", text) and not UNSAFE.search(text)))
        and len(item.category) <= CATEGORY
        and (*map(str.strip, texts),) == texts
        and 1 < len(options) <= OPTIONS
        and len(set(options)) == len(options)
        and bool(item.stem)
        and all(options)
        and (not item.options or sorted(item.options) == sorted(options))
        and item.difficulty in DIFFICULTIES
        and not item.tags
    )
