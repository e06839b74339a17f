from __future__ import annotations

import pytest

from quiz.formats import Notes
from quiz.formats._text import decoded, plain, uncommented


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<!-- <!-- -->c", "ac"),
        ("<!----><!-- -->", ""),
        ("a <!-- b", "a <!-- b"),
        ("a --> b <!-- c", "a --> b <!-- c"),
        ("-->a<!-- -->", "-->a"),
    ],
)
def test_comments_go_and_nothing_else(html: str, text: str) -> None:
    assert uncommented(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a  b</p>\n  <p>c</p>", "a  b\n\nc"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &amp;lt; &#99999999999;&nbsp;", "a &lt; \ufffd"),
        ("2 < 3 <!-- c --> > 1", "2 < 3  > 1"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html, 1, Notes()) == text


def test_each_line_has_its_own_encoding() -> None:
    assert decoded("é\r\n".encode() + "é\r".encode("cp1252") + b"\x81") == "é\né\n\ufffd"
    assert decoded("\ufeffé".encode()) == decoded("é".encode("utf-16")) == "é"
