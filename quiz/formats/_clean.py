"""Items of other programs' files, changed to obey the rules of a pack."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from quiz.formats import Notes
from quiz.formats._text import quoted
from quiz.packs.model import QUESTION, Item, ListOf, Text
from quiz.text import UNSAFE, named

MAX_NORMALISED = 10_000
"""The longest text that is normalised, in characters; a longer one is too long for any field."""


KINDS = {name: field.kind for name, field in QUESTION.fields.items()}

MAX_COUNT = {name: kind.most for name, kind in KINDS.items() if isinstance(kind, ListOf)}
"""The largest number of texts in each field that is a list."""

MAX_LENGTH = {
    name: text.most
    for name, kind in KINDS.items()
    if isinstance(text := kind.of if isinstance(kind, ListOf) else kind, Text)
}
"""The largest number of characters of a text in each field."""


class Cleaner:
    """Changes items so that a pack may hold them, and drops those for which that cannot be done.

    It also drops repeated questions and ids, over all files that it is used for. `notes` are those
    of the current file, and `file` is its name.
    """

    def __init__(self, notes: Notes, file: str = "") -> None:
        self.notes = notes
        self.file = file
        self._asked: dict[tuple[str, str], tuple[str, int]] = {}
        self._ids: set[str] = set()

    def clean(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items as a pack may hold them."""
        for item in items:
            cleaned = item if _is_clean(item) else self._cleaned(item)
            if cleaned is None:
                continue
            asked = (cleaned.stem.casefold(), cleaned.key)
            if asked in self._asked:
                file, line = self._asked[asked]
                where = f"line {line} of {file}" if file else f"line {line}"
                self.notes.left_out(
                    item.line, f"the same question as in {where}: {quoted(item.stem)}"
                )
                continue
            self._asked[asked] = (self.file, item.line)
            yield self._identified(cleaned) if item.id else cleaned

    def _identified(self, item: Item) -> Item:
        """Return the item, without its id if that is invalid or taken."""
        kind = KINDS["id"]
        assert isinstance(kind, Text)
        assert kind.pattern
        if len(item.id) > kind.most or not kind.pattern.fullmatch(item.id):
            self.notes.changed(item.line, f"{quoted(item.id)} cannot be used as an id")
        elif item.id in self._ids:
            self.notes.changed(item.line, f"the id {quoted(item.id)} is used twice")
        else:
            self._ids.add(item.id)
            return item
        return item._replace(id="")

    def _cleaned(self, item: Item) -> Item | None:
        """Return the item without its faults, or None if it has to be left out."""
        line, notes = item.line, self.notes
        stem, key = self._text(item.stem, line, lines=True), self._text(item.key, line)
        for text, field, what in (stem, "question", "question"), (key, "answer", "right answer"):
            if not text:
                notes.left_out(line, f"the {what} is missing")
                return None
            if len(text) > (most := MAX_LENGTH[field]):
                notes.left_out(line, f"a {what} of {len(text):,} characters; the limit is {most:,}")
                return None
        distractors = self._distractors(item, key)
        if not distractors:
            notes.left_out(line, "a question without wrong answers")
            return None
        options = tuple(self._text(option, line, quiet=True) for option in item.options)
        options = tuple(dict.fromkeys(o for o in options if o == key or o in distractors))
        if options and not len(distractors) < len(options) <= MAX_COUNT["options"]:
            notes.changed(line, "the order of its options is not kept")
            options = ()
        tags = dict.fromkeys(self._cut(tag, "tags", line) for tag in item.tags)
        tags.pop("", None)
        if len(tags) > (most := MAX_COUNT["tags"]):
            notes.left_out(line, f"{len(tags) - most:,} of {len(tags):,} tags", question=False)
        return item._replace(
            stem=stem,
            key=key,
            distractors=distractors,
            options=options,
            explanation=self._cut(item.explanation, "explanation", line, lines=True),
            category=self._cut(item.category, "category", line),
            source=self._cut(item.source, "source", line),
            tags=tuple(tags)[:most],
        )

    def _distractors(self, item: Item, key: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for text in item.distractors:
            option = self._text(text, item.line)
            if not option:
                self.notes.changed(item.line, "an option without text")
            elif len(option) > MAX_LENGTH["wrong"]:
                self.notes.left_out(
                    item.line, f"an option of {len(option):,} characters", question=False
                )
            elif option == key:
                why = f"the right answer {quoted(key)} is also listed as a wrong one"
                self.notes.changed(item.line, why)
            elif option in found:
                self.notes.changed(item.line, f"the option {quoted(option)} is given twice")
            else:
                found[option] = None
        if len(found) > (most := MAX_COUNT["wrong"]):
            self.notes.left_out(
                item.line, f"{len(found) - most:,} of {len(found):,} wrong answers", question=False
            )
        return tuple(found)[:most]

    def _cut(self, text: str, field: str, line: int, lines: bool = False) -> str:
        """Return a text no longer than its field may be."""
        text = self._text(text, line, lines)
        if len(text) > (most := MAX_LENGTH[field]):
            name = field.removesuffix("s")
            self.notes.left_out(
                line, f"the end of its {name} of {len(text):,} characters", question=False
            )
            return text[:most].rstrip()
        return text

    def _text(self, text: str, line: int, lines: bool = False, quiet: bool = False) -> str:
        """Return a text normalised, without unsafe characters, and on one line unless `lines`."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) <= MAX_NORMALISED:
            text = unicodedata.normalize("NFC", text)
        if bad := UNSAFE.search(text):
            if not quiet:
                self.notes.changed(line, f"{named(bad[0])} was removed")
            text = UNSAFE.sub("", text)
        text = text.strip().expandtabs(4)
        if not lines:
            text = " ".join(text.split("\n"))
        return text if text.strip("\u200c\u200d") else ""


def _is_clean(item: Item) -> bool:
    """Return whether an item obviously obeys the rules, by a quick test that misses some."""
    options = (item.key, *item.distractors)
    texts = (item.stem, item.explanation, item.category, item.source, *options)
    text = " ".join(texts)
    return (
        len(text) < MAX_LENGTH["category"] + MAX_LENGTH["source"]
        and text.isprintable()
        and (text.isascii() or (unicodedata.is_normalized("NFC", text) and not UNSAFE.search(text)))
        and len(item.category) <= MAX_LENGTH["category"]
        and (*map(str.strip, texts),) == texts
        and 1 < len(options) <= MAX_COUNT["options"]
        and len(set(options)) == len(options)
        and bool(item.stem)
        and all(options)
        and (not item.options or sorted(item.options) == sorted(options))
        and not item.tags
    )
