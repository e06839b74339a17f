"""GIFT, the plain text of Moodle, read as Moodle's own reader reads it.

A pack's difficulty is a tag there, as `[tag:difficulty:hard]`.

Source: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import NamedTuple, cast

from quiz.formats import FormatError, Note, Notes
from quiz.formats._fit import answers as spread
from quiz.formats._fit import fixed, one_line, tell_of_fields, tell_of_limits
from quiz.formats._text import TAG, decoded, plain
from quiz.packs.model import SHOWN, Difficulty, Item, Pack
from quiz.text import count, printable, shorten

TITLE = "Moodle GIFT"
ENDINGS = (".txt", ".gift")

ESCAPED = re.compile(r"\\([\\:#={}~n])")
SPECIAL = re.compile(r"[\\:#={}~]")
PARKED = {0xDC00 + ord(sign): sign for sign in "\\:#={}~"} | {0xDC00 + ord("n"): "\n"}
"""The lone surrogates that escaped signs are parked as: no text that was decoded has any."""

CATEGORY = "$CATEGORY:"
CONTEXT = re.compile(r"\$\w+\$")
LABEL = re.compile(r"\[(id|tag):([^\]\\\x00-\x1f\x7f]*+(?:\\\]?+[^\]\\\x00-\x1f\x7f]*+)*)(\]?)")
UNFIT = re.compile(r"[<>`]|\\$")
"""What Moodle does not read in a tag."""

DIFFICULTY = re.compile(r"(?i)difficulty:(easy|medium|hard)")
FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
MARKDOWN = re.compile(r"[*_`#>|]|\]\(")
WEIGHT = re.compile(r"%(-?)-*([0-9]{1,9}(?:\.[0-9]*)?)%")
TRUTHS = {"T": "True", "TRUE": "True", "F": "False", "FALSE": "False"}

JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{"])')
ASKED = re.compile(r"[^{}]*\{\s*(?:[=~][^{}]*|(?:T|TRUE|F|FALSE)\s*(?:#[^{}]*)?)\}[^{}\n]*")
"""A question as it should be written."""

LIKELY = re.compile(r"\{\s*+[=~]")


class Block(NamedTuple):
    """Lines between blank ones: the first that is no comment, their text, and the comments."""

    line: int
    text: str
    comments: str


class Answer(NamedTuple):
    """An answer as written, with its feedback and the percentage of the marks it earns."""

    text: str
    feedback: str
    weight: float


def likeness(data: bytes) -> int:
    """Certain where half of the blocks have answers in braces."""
    head = decoded(data[:100_000])
    if JSON.match(head):
        return 0
    blocks = [_parked(block.text) for block in _blocks(head, Notes()) if block.text]
    asked = [text for text in blocks if not text.startswith(CATEGORY)]
    switched = len(asked) < len(blocks)
    if len(data) > 100_000:
        asked = asked[:-1] or asked
    sure = sum(ASKED.fullmatch(text) is not None for text in asked)
    if sure and 2 * sure >= len(asked):
        return 95
    return 40 if LIKELY.search(head) or (switched and "{" in head) else 0


def read(data: bytes, notes: Notes) -> Iterator[Item]:
    """The choices and truths of a file; its other kinds of question are noted as left out.

    Where programs differ, Moodle is followed: a colon may stand without a backslash, and text
    after the braces makes them a gap.
    """
    text = decoded(data)
    if "{" not in text:
        raise FormatError(
            "there is no question in it", "answers stand in braces: Question? {=right ~wrong}"
        )
    category, titles, colon, open_brace = "", 0, 0, False
    for block in _blocks(text, notes):
        written = _parked(block.text)
        if not written:
            if LABEL.search(block.comments):
                notes.left_out(block.line, "an id or a tag in a comment without a question")
        elif written.startswith(CATEGORY):
            category = _category(written[len(CATEGORY) :].strip(), block.line, notes)
        elif open_brace and "{" not in written and (written[0] in "=~#" or "}" in written):
            open_brace = "}" not in written
        else:
            open_brace = "{" in written and "}" not in written
            body = _untitled(written, block.line, notes)
            titles += written.startswith("::") and "::" in written[2:]
            if item := _item(body, block.line, notes):
                colon = colon or (":" in body and block.line)
                yield _labelled(item._replace(category=category), block.comments)
    if colon:
        notes.changed(colon, "from here on a : without \\ stands for itself, as in Moodle")
    if titles:
        notes.changed(None, f"a pack has no titles: {count(titles, 'question')} had one")


def _blocks(text: str, notes: Notes) -> Iterator[Block]:
    """The blocks of a text; a category is one even where no blank lines set it off."""
    start, lines, comments, joined = 0, list[str](), list[str](), False
    for number, whole in enumerate(StringIO(text), 1):
        line = whole.strip()
        switch = line.startswith(CATEGORY)
        if line and not line.startswith("//") and (joined or (switch and lines)):
            notes.changed(number, f"{CATEGORY} wants a blank line before and after it")
            joined = False
        if (switch or not line) and (lines or comments):
            yield Block(start, "\n".join(lines), "\n".join(comments))
            lines, comments = [], []
        if switch:
            yield Block(number, line, "")
        elif line.startswith("//"):
            start = start if lines or comments else number
            comments.append(line)
        elif line:
            start = start if lines else number
            lines.append(line)
        joined = switch or (joined and bool(line))
    if lines or comments:
        yield Block(start, "\n".join(lines), "\n".join(comments))


def _parked(text: str) -> str:
    """`text` with its escaped signs out of the way of those that mean something."""
    return ESCAPED.sub(lambda sign: chr(0xDC00 + ord(sign[1])), text)


def _quoted(text: str) -> str:
    return f"`{printable(shorten(text.strip().translate(PARKED)))}`"


def _category(path: str, line: int, notes: Notes) -> str:
    """The last part of a path such as `$course$/top/Science`, in which `//` is a slash."""
    parts = [part.strip().replace("//", "/") for part in re.split("(?<!/)/(?!/)", path)]
    if CONTEXT.fullmatch(parts[0]):
        del parts[0]
    if parts and parts[0] == "top":
        del parts[0]
    if len(parts) > 1:
        notes.changed(line, f"of the category {_quoted(path)} the last part is kept")
    return parts[-1].translate(PARKED) if parts else ""


def _labelled(item: Item, comments: str) -> Item:
    """The item with the id, the difficulty and the tags that comments name; the first id counts."""
    name, difficulty, tags = "", "", dict[str, None]()
    for kind, text, closed in LABEL.findall(comments):
        if not closed and not text.endswith("\\]"):
            continue
        label = (text if closed else text[:-1]).strip().replace("\\]", "]")
        if kind == "id":
            name = name or label
        elif not difficulty and (found := DIFFICULTY.fullmatch(label)):
            difficulty = found[1].lower()
        elif label:
            tags[label] = None
    level = cast(Difficulty, difficulty or "medium")
    return item._replace(id=name, difficulty=level, tags=tuple(tags))


def _untitled(text: str, line: int, notes: Notes) -> str:
    """The text of a question without its title."""
    if not text.startswith("::"):
        return text
    title, closed, rest = text[2:].partition("::")
    if closed:
        return rest.strip()
    notes.changed(line, "its title is not closed with :: and is part of the question, as in Moodle")
    return title


def _item(text: str, line: int, notes: Notes) -> Item | None:
    """The question in a text without a title, or None if it has been noted as left out."""
    stem, opening, rest = text.partition("{")
    answers, closing, after = rest.partition("}")
    answers = answers.strip()
    general = ""
    if "####" in answers:
        answers, _, general = answers.rpartition("####")
        answers = answers.strip()
    if not opening and not closing and "}" not in stem:
        why = f"it has no answers in braces: {_quoted(text)}"
    elif "}" in stem:
        why = "it has a } without a { before it"
    elif not closing:
        why = "it has a { without a }: a question has no blank lines in it"
    elif "{" in after or "}" in after:
        why = "it has more braces after its answers: a blank line parts questions, \\{ is a brace"
    elif not (stem + after).strip():
        why = "it asks nothing"
    else:
        why = _no_choice(answers)
    if why:
        notes.left_out(line, why)
        return None
    if after.strip():
        notes.changed(line, "text follows the braces: they become a gap in it, as in Moodle")
        stem = f"{stem}_____{after}"
    question = _choice if "~" in answers else _truth
    return question(stem.strip(), answers, general, line, notes)


def _no_choice(answers: str) -> str:
    """What answers are if they are no choice of one and no truth."""
    if not answers:
        return "an essay question: it has no answers to choose from"
    if answers[0] == "#":
        return "a numerical question: it has no wrong answers"
    if "~" in answers:
        return ""
    if "=" in answers and "->" in answers:
        return "a matching question: it has no one right answer"
    word = _word(answers)
    if word.upper() in TRUTHS and word not in TRUTHS:
        return f"a short-answer question: to ask for true or false, write {word.upper()}"
    return "" if word in TRUTHS else "a short-answer question: it has no wrong answers"


def _word(answers: str) -> str:
    return answers.partition("#")[0].strip()


def _truth(stem: str, answers: str, general: str, line: int, notes: Notes) -> Item:
    """A question of true or false; the feedback of the wrong answer comes first."""
    form = _format(stem, "moodle")
    key = TRUTHS[_word(answers)]
    other = "False" if key == "True" else "True"
    _, wrong, right = (*answers.split("#", 2), "", "")[:3]
    shown = [_shown(text, form, line, notes) for text in (stem, general, right, wrong)]
    said = _explanation(shown[1], key, {key: shown[2], other: shown[3]})
    return Item("", "", shown[0], key, (other,), ("True", "False"), explanation=said, line=line)


def _choice(stem: str, answers: str, general: str, line: int, notes: Notes) -> Item | None:
    """A choice of one, or None if it has been noted as left out."""
    form = _format(stem, "moodle")
    choices = _answers(answers, line, notes)
    key = _key(choices, "=" in answers, line, notes)
    if key is None:
        return None
    stem = _shown(stem, form, line, notes)
    right = ""
    said: dict[str, str] = {}
    for choice in choices:
        text = one_line(_shown(choice.text, form, line, notes))
        if choice is key:
            right = text
        if not text:
            notes.left_out(line, "an answer without a text")
        elif text in said:
            notes.changed(line, f"the answer {_quoted(text)} was there twice")
        else:
            said[text] = _shown(choice.feedback, form, line, notes)
    wrong = tuple([text for text in said if text != right])
    if not right or not wrong:
        notes.left_out(line, f"it has no {'wrong' if right else 'right'} answer with a text")
        return None
    explanation = _explanation(_shown(general, form, line, notes), right, said)
    options = fixed(list(said))
    if options == ("True", "False"):
        right, wrong = right.capitalize(), (wrong[0].capitalize(),)
    return Item("", "", stem, right, wrong, options, explanation=explanation, line=line)


def _answers(answers: str, line: int, notes: Notes) -> list[Answer]:
    """The answers of a choice."""
    found: list[Answer] = []
    for piece in answers.replace("=", "~=").split("~"):
        text = piece.strip()
        weight = 0.0
        if text.startswith("="):
            text = text[1:].strip()
            weight = 100.0
        elif text and not found and answers[0] not in "=~":
            notes.changed(line, f"{_quoted(text)} has no = or ~: a wrong answer, as in Moodle")
        if worth := WEIGHT.match(text):
            text = text[worth.end() :].strip()
            weight = weight or float(worth[1] + worth[2])
        said, sign, feedback = text.partition("#")
        if sign and not feedback and re.search(r"\b\w$", said):
            notes.changed(line, f"the # after {_quoted(said)} begins a feedback: write \\#")
        if text:
            found.append(Answer(said.strip(), feedback, weight))
    return found


def _key(choices: Sequence[Answer], single: bool, line: int, notes: Notes) -> Answer | None:
    """The one right answer, if there is one; where `single`, one that earns less is wrong."""
    right = [choice for choice in choices if choice.weight >= 100]
    partly = [choice for choice in choices if 0 < choice.weight < 100]
    keys = dict.fromkeys(choice.text for choice in (right if single else right + partly))
    if len(keys) > 1:
        told = ", ".join(map(_quoted, list(keys)[:4]))
        notes.left_out(line, f"it has {len(keys)} right answers, and a pack wants one: {told}")
        return None
    if not right:
        none = "earns all of the marks" if partly else "is marked as right"
        notes.left_out(line, f"none of its answers {none}")
        return None
    for choice in partly:
        worth = f"earned {choice.weight:g} % of the marks"
        notes.changed(line, f"{_quoted(choice.text)} {worth} and is a wrong answer now")
    if any(choice.weight < 0 for choice in choices):
        notes.changed(line, "a wrong answer takes off no marks in a pack")
    return right[0]


def _explanation(general: str, key: str, feedback: dict[str, str]) -> str:
    """What the feedbacks of a question say together."""
    lines = dict.fromkeys((general, feedback[key]))
    others = [f"{text}: {said}" for text, said in feedback.items() if said and text != key]
    return "\n".join([*filter(None, lines), *others])


def _format(text: str, otherwise: str) -> str:
    found = FORMAT.match(text)
    return found[1] if found else otherwise


def _shown(text: str, form: str, line: int | None, notes: Notes) -> str:
    """What Moodle shows of a text, whose format is `form` unless it says another."""
    text = text.strip()
    if found := FORMAT.match(text):
        form = found[1]
        text = text[found.end() :]
    text = text.translate(PARKED).strip()
    if form == "plain":
        return text
    if form == "markdown":
        if MARKDOWN.search(text):
            _once(line, "the signs of Markdown are kept as text", notes)
        return text
    if form == "html" and "<pre" not in text:
        text = " ".join(text.split("\n"))
    if "<" in text and ("<!--" in text or (form == "moodle" and TAG.search(text))):
        _once(line, "HTML is taken out, as Moodle would show it; after [plain] it stays", notes)
    return plain(text, line, notes)


def _once(line: int | None, why: str, notes: Notes) -> None:
    if notes[-1:] != [Note(line, why, False)]:
        notes.changed(line, why)


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """All questions of a pack, those without a category first; each category is headed once."""
    items = sorted(pack.items, key=lambda item: bool(item.category))
    if items != list(pack.items):
        notes.changed(None, "questions without a category come first: all below one have it")
    tell_of_limits(pack, notes, TITLE, SHOWN + 1)
    tell_of_fields(pack, notes, TITLE, "difficulty", "category", "explanation", "tags", "id")
    text = []
    category = ""
    for item in items:
        if item.category != category:
            category = item.category
            text.append(f"{CATEGORY} $course$/top/{_path(category)}\n\n")
        text.append(_labels(item, notes) + _written(item))
    return "".join(text).encode()


def _path(category: str) -> str:
    """A category as the last part of a path."""
    part = category.replace("\\", "\\\\").replace("/", "//")
    return f"{' ' * part.startswith('/')}{part}"


def _labels(item: Item, notes: Notes) -> str:
    """The comment above a question."""
    labels = [f"[id:{item.id}]"] if item.id else []
    if item.difficulty != "medium" or any(map(DIFFICULTY.fullmatch, item.tags)):
        labels.append(f"[tag:difficulty:{item.difficulty}]")
    for tag in item.tags:
        if UNFIT.search(tag):
            notes.left_out(item.line, f"Moodle cannot read the tag {_quoted(tag)}")
        else:
            labels.append(f"[tag:{tag.replace(']', chr(92) + ']')}]")
    return f"// {' '.join(labels)}\n" if labels else ""


def _written(item: Item) -> str:
    """A question with its answers; texts that Moodle would take for HTML are said to be plain."""
    options = spread(item, SHOWN + 1)
    texts = (item.stem, *options, item.explanation)
    altered = Notes()
    bare = all(_shown(text, "moodle", None, altered) == text for text in texts) and not altered
    form = "moodle" if bare else "plain"
    stem = _escaped(item.stem, form, not bare or item.stem.startswith("//"))
    told = [f"####{_escaped(item.explanation, form)}"] if item.explanation else []
    if {item.key, *item.distractors} == {"True", "False"}:
        return f"{stem} {{{item.key.upper()}{''.join(told)}}}\n\n"
    answers = [
        ("=" if option == item.key else "~") + _escaped(option, form, option.startswith("%"))
        for option in options
    ]
    lines = "".join([f"\t{line}\n" for line in answers + told])
    return f"{stem} {{\n{lines}}}\n\n"


def _escaped(text: str, form: str, marked: bool = False) -> str:
    """A text on one line, with its format before it if it could be mistaken without."""
    written = SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")
    return f"[{form}]{written}" if marked or FORMAT.match(text) else written
