"""Questions in the objects of other programs' JSON and YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple

from quiz.formats import FormatError, Notes
from quiz.formats._cards import Decks, Flashcard
from quiz.formats._entries import (
    LISTS,
    NUMBERED_NAME,
    FoundOptions,
    QuizObject,
    first_of,
    found_options,
    known,
    squeezed,
    text_of,
    truth_of,
)
from quiz.formats._items import LEVELS, TRUE_FALSE, make_item
from quiz.formats._keys import KeyMatcher, Options, numbers
from quiz.formats._text import one_line, quoted
from quiz.formats._words import pattern
from quiz.packs.model import Item

STEMS = known("stem", more="q questiontitle questionbody query quizquestion")
WEAK_STEMS = known(
    more="text title titulo titel name statement body content message description testo texto texte"
)
"""Names of the text of a question that other things have, too."""
CATEGORIES, DIFFICULTIES, EXPLANATIONS = map(known, ("category", "difficulty", "explanation"))
WRONG = re.compile(rf"(?:{pattern('wrong')}|fakeanswer|badanswer)s?(?:\d{{0,2}})".replace(" ?", ""))
KEY = re.compile(
    rf"(?:{pattern('key')}|correctresponse|correctone|ans)s?"
    r"(index|idx|position|number|no|ids?|letter|text|value|key|label)?".replace(" ?", "")
)
"""The names of keys, perhaps with a word that says what kind of key it is."""
SHORT_KEYS = ("a", "c")
"""Names of keys beside options that are named `o`."""
INDEX_WORDS = ("index", "idx", "position", "number", "no")
SURE_KEY_NAME = re.compile(
    "flags|.*(?:correct|right|richtig|korrekt|bonne|esatta|certa|corret|ratt|正|정)"
)
"""Names of keys that are not also the names of other things."""
PICTURES = known(more="image img imageurl imagesrc picture photo audio sound video media")

QUOTE_REFERENCE = re.compile(r"&(?:quot|#0?39|#x27|rsquo|ldquo);")
LETTERED = re.compile(r"\(?([A-Ia-i])[.):]\s+(?=\S)")


class Written(NamedTuple):
    """A question as it is written.

    `labels` are the places of labelled options, `counted` is the first number if they are counted,
    and `keys` are the values that say which option is right, by name.
    """

    entry: QuizObject
    category: str
    stem: str
    options: Options
    labels: dict[str, int]
    counted: int | None
    keys: dict[str, Any]


def questions(root: Any, source: str, notes: Notes, first: int | None = None) -> Iterator[Item]:
    """Yield the questions in a value made of entries, lists, texts, numbers and truths.

    `source` is the text of the file, and `first` the number of the first option if the user has
    said it. Raise FormatError if there is no question, or if the user has to say `first`.
    """
    reader = _Reader(notes, bool(QUOTE_REFERENCE.search(source)) and '\\"' not in source)
    found: list[Written] = []
    count = 0
    for entry, category in _entries(_paired(root)):
        count += 1
        try:
            found.append(reader.written(entry, category))
        except ValueError as error:
            notes.left_out(entry.line, str(error))
    if not count:
        raise FormatError(
            "no question was recognised in it",
            "a question is an object with a `question`, `options` and an `answer`, or the like",
        )
    if first is None:
        first = _counted(found)
    matcher = KeyMatcher(False, _all_keys(found), first)
    for one in found if not _are_pairs(found) else _with_wrong_answers(found, notes):
        try:
            yield reader.item(one, matcher)
        except ValueError as error:
            notes.left_out(one.entry.line, str(error))


def _counted(found: list[Written]) -> int | None:
    """Return the first number of options that have numbers, unless a key contradicts them."""
    firsts = {one.counted for one in found if len(one.options) > 1}
    start = firsts.pop() if len(firsts) == 1 else None
    against = [0 if start == 1 else max(options) for _, options in _all_keys(found) if options]
    keys = [numbers(key) for key, options in _all_keys(found) if options]
    return None if any(one in key for one, key in zip(against, keys, strict=True)) else start


def _are_pairs(found: list[Written]) -> bool:
    """Return whether no question has options, but some have an answer that is a text."""
    return not any(one.options for one in found) and any(_pair(one) for one in found)


def _pair(one: Written) -> str:
    """Return the answer of a question without options, or an empty text."""
    try:
        return "" if one.options else one_line(_only_text(one.keys))
    except ValueError:
        return ""


def _with_wrong_answers(found: list[Written], notes: Notes) -> Iterator[Written]:
    """Yield questions without options, with the answers of others of their category."""
    cards = [Flashcard(o.entry.line, o.stem, _pair(o), o.category, (), {}, []) for o in found]
    decks = Decks([card for card in cards if card.back])
    for one, card in zip(found, cards, strict=True):
        wrong = decks.wrong_answers(card) if card.back else []
        texts = [card.back, *wrong] if wrong and not _truth_key(one.keys) else []
        options = dict(enumerate(texts, 1))
        yield one._replace(options=options, keys={"flags": [1]} if options else one.keys)
    notes.changed(None, "wrong answers are taken from the other questions")


def _paired(root: Any) -> Any:
    """Return the value, or its questions if it is an object of answers by question."""
    only = root[0] if isinstance(root, list) and len(root) == 1 else root
    if not isinstance(only, QuizObject) or not all(isinstance(one, str) for one in only.values()):
        return root
    if 2 * sum("?" in name for name in only) <= len(only):
        return root
    return [
        QuizObject([("question", name), ("answer", one)], only.line) for name, one in only.items()
    ]


def _entries(root: Any) -> Iterator[tuple[QuizObject, str]]:
    """Yield the objects that are questions, in their order, each with the category above it."""
    rest: list[tuple[Any, str]] = [(root, "")]
    while rest:
        value, category = rest.pop()
        if isinstance(value, list):
            rest += (
                (one, category) for one in reversed(value) if isinstance(one, list | QuizObject)
            )
        elif isinstance(value, QuizObject):
            fields = value.fields()
            if _is_question(fields):
                yield value, category
                continue
            category = text_of(first_of(fields, CATEGORIES)) or category
            inner = [(n, v) for n, v in value.items() if isinstance(v, list | QuizObject)]
            lists = [name for name, one in inner if isinstance(one, list)]
            for name, one in reversed(inner):
                is_named = len(lists) > 1 and name in lists
                rest.append((one, name.replace("_", " ") if is_named else category))


def _is_question(fields: dict[str, Any]) -> bool:
    """Return whether fields are those of a question, even if it lacks something."""
    has_key = any(map(KEY.fullmatch, fields))
    has_options = first_of(fields, LISTS) is not None or any(map(WRONG.fullmatch, fields))
    has_options = (
        has_options or sum(NUMBERED_NAME.fullmatch(name) is not None for name in fields) > 1
    )
    if text_of(first_of(fields, STEMS)):
        return has_key or has_options
    return has_options and bool(text_of(first_of(fields, WEAK_STEMS)))


class _Reader:
    """Makes items of entries."""

    def __init__(self, notes: Notes, is_html: bool) -> None:
        self._notes = notes
        self._is_html = is_html
        if is_html:
            notes.changed(None, "references such as &quot; are read as the characters they mean")

    def written(self, entry: QuizObject, category: str) -> Written:
        """Return the parts of a question. Raise ValueError if they cannot be told apart."""
        fields = entry.fields()
        if entry.is_repeated:
            raise ValueError("a name is repeated in it")
        if fields.get("type") == "yesno":
            raise FormatError("in mcq-tui's files, `answer` is what somebody chose, not the key")
        if "image" in text_of(fields.get("type")).casefold():
            raise ValueError("a question about a picture: a pack holds only text")
        stem = self._shown(
            text_of(first_of(fields, STEMS)) or text_of(first_of(fields, WEAK_STEMS))
        )
        name = next((name for name in LISTS if name in fields), "")
        short = SHORT_KEYS if name == "o" else ()
        keys = {
            key: value
            for key, value in fields.items()
            if key != name and (KEY.fullmatch(key) or key in short)
        }
        for key, value in list(keys.items()):
            if isinstance(value, QuizObject) and isinstance(value.get("index"), str):
                keys[f"{key}index"] = value["index"]
                del keys[key]
        wrong = [value for key, value in fields.items() if WRONG.fullmatch(key)]
        if name:
            options = found_options(fields[name])
        elif wrong:
            texts = [_only_text(keys)]
            for value in wrong:
                is_list = isinstance(value, str) and len(wrong) == 1
                texts += found_options(value if is_list else _listed(value)).texts.values()
            options = FoundOptions(dict(enumerate(texts, 1)), {}, [1])
            keys = {}
        else:
            numbered = [(n, v) for n, v in fields.items() if NUMBERED_NAME.fullmatch(n)]
            options = found_options(QuizObject(numbered)) if numbered else FoundOptions({}, {}, [])
            keys = {key: value for key, value in keys.items() if key not in dict(numbered)}
        if options.right:
            keys["flags"] = options.right
        shown = {at: one_line(self._shown(text)) for at, text in options.texts.items()}
        return Written(entry, category, stem, shown, options.labels, options.counted, keys)

    def item(self, one: Written, matcher: KeyMatcher) -> Item:
        """Return the question. Raise ValueError if it has not exactly one right answer."""
        fields = one.entry.fields()
        line = one.entry.line
        options = one.options
        if not one.stem:
            raise ValueError("it has no question text")
        if not options and (truth := _truth_key(one.keys)):
            options = dict(enumerate(TRUE_FALSE, 1))
            place = 1 if truth == "true" else 2
        elif len(options) < 2:
            raise ValueError("it has no options to choose from")
        else:
            place = self._place(one, matcher)
        if first_of(fields, PICTURES):
            self._notes.left_out(line, "a picture or sound: a pack holds only text", question=False)
        letters = {at: found[1] for at, text in options.items() if (found := LETTERED.match(text))}
        if all(letters.get(at, "").upper() == chr(64 + at) for at in options):
            options = {at: LETTERED.sub("", text, 1) for at, text in options.items()}
        level = text_of(first_of(fields, DIFFICULTIES)).casefold()
        return make_item(one.stem, options[place], [*options.values()], line, self._notes)._replace(
            category=one_line(text_of(first_of(fields, CATEGORIES)) or one.category),
            difficulty=LEVELS.get(level, "medium"),
            explanation=self._shown(text_of(first_of(fields, EXPLANATIONS))),
            source=one_line(text_of(first_of(fields, ["source", "reference"]))),
            tags=tuple(filter(None, map(text_of, _listed(fields.get("tags", []))))),
        )

    def _place(self, one: Written, matcher: KeyMatcher) -> int:
        """Return the place of the right option, on which all keys must agree."""
        found: dict[int, str] = {}
        for name in sorted(one.keys, key=lambda name: not SURE_KEY_NAME.match(name)):
            try:
                places = self._places(name, one, matcher)
            except ValueError:
                if found and not SURE_KEY_NAME.match(name):
                    continue  # it is something else, such as an explanation
                raise
            if len(places) > 1:
                raise ValueError(f"several right answers: {', '.join(map(str, places))}")
            found.update(dict.fromkeys(places, name))
        if len(found) > 1:
            raise ValueError(f"its keys differ: {', '.join(map(quoted, found.values()))}")
        if not found:
            raise ValueError("no right answer is given")
        return next(iter(found))

    def _places(self, name: str, one: Written, matcher: KeyMatcher) -> list[int]:
        value = one.keys[name]
        if name == "flags":
            return list(value)
        if isinstance(value, QuizObject) and not text_of(value):
            marks = {squeezed(n).removesuffix("correct"): truth_of(v) for n, v in value.items()}
            if None in marks.values() or not marks.keys() <= one.labels.keys():
                raise ValueError(f"its `{name}` is an object that cannot be read")
            return [one.labels[label] for label, mark in marks.items() if mark]
        places: list[int] = []
        for single in _listed(value):
            key = self._shown(text_of(single))
            places += _labelled(name, key, one) or _match(name, key, one, matcher)
        return list(dict.fromkeys(places))

    def _shown(self, text: str) -> str:
        return unescape(text) if self._is_html else text


def _match(name: str, key: str, one: Written, matcher: KeyMatcher) -> list[int]:
    """Return the places that a key means. Raise ValueError if it means none of the options."""
    options = one.options
    if places := matcher.match(one_line(key), options, _is_index(name)):
        if set(places) <= set(options):
            return places
    elif found := LETTERED.match(key):
        place = ord(found[1].upper()) - 64
        rest = one_line(key[found.end() :])
        if options.get(place, "").casefold() == rest.casefold():
            return [place]
    else:
        bare = {at: LETTERED.sub("", text, 1) for at, text in options.items()}
        if bare != options and list(bare.values()).count(key) == 1:
            return [at for at, text in bare.items() if text == key]
    raise ValueError(f"the right answer {quoted(key)} is not among its options")


def _is_index(name: str) -> bool:
    found = KEY.fullmatch(name)
    return bool(found and found[1] in INDEX_WORDS)


def _labelled(name: str, key: str, one: Written) -> list[int]:
    """Return the place of the option with this label, unless it could be a number of another."""
    place = one.labels.get(key.casefold(), one.labels.get(squeezed(key)))
    if place is None or place not in one.options or _is_index(name):
        return []
    others = [at for at, text in one.options.items() if text.casefold() == key.casefold()]
    if others and others != [place]:
        raise ValueError(f"{quoted(key)} could be the text of an option or its label")
    return [place]


def _all_keys(found: Iterable[Written]) -> Iterator[tuple[str, Options]]:
    """Yield all keys with the options of their questions, but those that are labels."""
    for one in found:
        for name, value in one.keys.items():
            for single in _listed(value) if name != "flags" else []:
                key = one_line(text_of(single))
                if key and key.casefold() not in one.labels:
                    options = one.options
                    yield key, dict.fromkeys(options, "") if _is_index(name) else options


def _truth_key(keys: dict[str, Any]) -> str:
    """Return `true` or `false` if that is the only key, or an empty text."""
    values = {str(value).strip().casefold() for value in keys.values()}
    return values.pop() if values in ({"true"}, {"false"}) else ""


def _only_text(keys: dict[str, Any]) -> str:
    """Return the text of the right answer, if there is one beside wrong ones."""
    texts = {text_of(one) for value in keys.values() for one in _listed(value)}
    if len(texts) != 1 or "" in texts:
        raise ValueError("it has several right answers" if texts else "no right answer is given")
    return texts.pop()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
