from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from quiz.formats import Notes, handout
from quiz.packs.model import Item
from tests.builders import fixed, item, pack

NASTY = "</p><script>alert(1)</script>&amp;\"'"


def written(*made: Item, **fields: str) -> tuple[str, Notes]:
    notes = Notes()
    return handout.write(pack(*made, **fields), notes, ".html").decode(), notes


def options(page: str) -> list[list[str]]:
    """The options of each question."""
    lists = re.findall(r'<ol class="options">(.*?)</ol>', page)
    return [[unescape(one) for one in re.findall("<p[^>]*>(.*?)</p>", each)] for each in lists]


def keys(page: str) -> list[str]:
    """The letters on the page of answers."""
    return re.findall(r">([A-Z])\. ", page.partition('<section class="answers">')[2])


def test_the_key_is_on_the_page_of_answers_only() -> None:
    page, notes = written(
        item(1, explanation="Why 1.", source="a book", difficulty="hard", category="Sums"),
        fixed(2, "2001", "2010", "2020", key="2010"),
        title="Sums & co",
        author="Mina",
        license="CC0",
    )
    questions, _, answers = page.partition('<section class="answers">')
    assert "<title>Sums &amp; co</title>" in page
    assert "Mina · CC0" in questions
    assert options(page)[1] == ["2001", "2010", "2020"]
    assert keys(page) == ["ABCD"[options(page)[0].index("right 1")], "B"]
    for text in ("Why 1.", "Source: a book", "Difficulty: hard"):
        assert text in answers
        assert text not in questions
    assert ".answers { break-before: page; }" in page
    assert notes == []


def test_what_is_written_in_a_pack_is_shown_as_it_is() -> None:
    fields = dict.fromkeys(("stem", "key", "explanation", "source", "category"), NASTY)
    page, _ = written(
        item(1, **fields, distractors=(NASTY + "2",)),
        title=NASTY,
        author=NASTY,
        license=NASTY,
        description=NASTY,
        language=NASTY,
    )
    tags: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.update((tag, *(name for name, _ in attrs)))

    Tags().feed(page)
    assert not {"script", "onclick", "src", "href"} & tags
    assert page.count("&lt;script&gt;") > 10


def test_a_seed_shuffles_the_options_that_have_no_order() -> None:
    long = item(1, distractors=tuple(f"w{n}" for n in range(9)))
    ordered = fixed(2, "1", "2", "3", key="2")
    made = pack(long, ordered)
    pages = {seed: handout.shuffled(made, seed) for seed in "abcdef"}
    assert handout.shuffled(made, "a") == pages["a"]
    dealt = {one.items[0].options for one in pages.values()}
    assert len(dealt) > 3
    assert all(len(row) == 4 and long.key in row for row in dealt)
    assert all(one.items[1] == ordered for one in pages.values())
    page, (note,) = written(*pages["a"].items)
    assert options(page)[0] == list(pages["a"].items[0].options)
    assert keys(page)[0] == "ABCD"[options(page)[0].index(long.key)]
    assert note.why == "of 1 question, it shows 3 wrong answers, as a round does, and not all"
    assert not note.left_out
