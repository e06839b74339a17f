"""A handout: a page to print, with the answers on a page of their own.

It shows each question as a round does, with three of its wrong answers. Tags and ids are for
programs, so that nobody will miss them on paper.
"""

from __future__ import annotations

from html import escape
from string import ascii_uppercase as LETTERS

from quiz.formats import Notes
from quiz.formats._losses import written_options
from quiz.packs.model import Item, Pack
from quiz.text import count

TITLE = "a handout"
ENDINGS = (".html", ".htm")
HOLDS_CREDITS = True

SHOWN_OPTIONS = 4  # of a question whose options have no order of their own

STYLE = """
body { font: 11pt/1.4 serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }
p { margin: 0; white-space: pre-wrap; }
ol { padding-left: 2em; }
.questions > li, .answers li { break-inside: avoid; margin-bottom: 1em; }
.options { list-style: upper-alpha; }
.credits, .more { color: #444; font-size: 90%; }
.name { margin: 1.5em 0; }
.answers { break-before: page; }
@media print { body { margin: 0; max-width: none; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def shuffled(pack: Pack, seed: str) -> Pack:
    """Return a pack in which each question has the options that a seed deals, in its order."""
    return pack._replace(items=[_dealt(item, seed) for item in pack.items])


def _dealt(item: Item, seed: str) -> Item:
    if item.options:
        return item

    def rank(what: str, option: str) -> bytes:
        from hashlib import blake2b  # slow to import, and most handouts have no seed

        parts = (what, seed, item.stem, item.key, option)
        return blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()

    wrong = sorted(item.distractors, key=lambda option: rank("choice", option))
    options = [item.key, *wrong[: SHOWN_OPTIONS - 1]]
    return item._replace(options=tuple(sorted(options, key=lambda option: rank("order", option))))


def write(pack: Pack, notes: Notes, ending: str) -> bytes:
    """Return a page of HTML with the questions of a pack, and then their answers."""
    title = escape(pack.title)
    credit = " · ".join(filter(None, (pack.author, pack.license)))
    lines = [
        f'<!DOCTYPE html>\n<html lang="{escape(pack.language or "en")}">\n<head>',
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<h1>{title}</h1>",
        *([_paragraph(credit, "credits")] if credit else []),
        *([_paragraph(pack.description, "more")] if pack.description else []),
        f'<p class="name">Name: {"_" * 30}</p>',
        '<ol class="questions">',
    ]
    answers = []
    category, longer = "", 0
    for item in pack.items:
        options = written_options(item, max(SHOWN_OPTIONS, len(item.options)))
        longer += len(item.distractors) >= len(options)
        above = _paragraph(item.category, "more") if item.category != category else ""
        category = item.category
        shown = "".join(f"<li>{_paragraph(option)}</li>" for option in options)
        lines.append(f"<li>{above}{_paragraph(item.stem)}")
        lines.append(f'<ol class="options">{shown}</ol></li>')
        answers.append(_answer(item, LETTERS[options.index(item.key)]))
    if longer:
        why = f"of {count(longer, 'question')}, it shows {SHOWN_OPTIONS - 1} wrong answers"
        notes.changed(None, f"{why}, as a round does, and not all")
    lines += ["</ol>", '<section class="answers">\n<h2>Answers</h2>', "<ol>"]
    return "\n".join([*lines, *answers, "</ol>\n</section>\n</body>\n</html>\n"]).encode()


def _answer(item: Item, letter: str) -> str:
    """Return the right answer of a question, and what is known of it."""
    source = f"Source: {item.source}" if item.source else ""
    level = "" if item.difficulty == "medium" else f"Difficulty: {item.difficulty}"
    more = [_paragraph(text, "more") for text in (item.explanation, source, level) if text]
    return f"<li>{_paragraph(f'{letter}. {item.key}')}{''.join(more)}</li>"


def _paragraph(text: str, name: str = "") -> str:
    """Return a text as it is, in the direction of its script."""
    kind = f' class="{name}"' if name else ""
    return f'<p dir="auto"{kind}>{escape(text)}</p>'
