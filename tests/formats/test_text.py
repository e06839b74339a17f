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
        ("10<sup>-3</sup> H<sub>2</sub>O", "10⁻³ H₂O"),
        ("x<SUP class='y'>n+1</SUP> e<sup>ab</sup> a<sub>i j</sub>", "xⁿ⁺¹ e^ab a_(i j)"),
        ("x<sup></sup><sup>&minus;</sup>", "x^(\u2212)"),
        ("which?<ul><li>one</li><li>two</li></ul>", "which?\none\ntwo"),
        ("<table><tr><td>x</td><td>y</td></tr><tr><td>z</td></tr></table>", "x y\nz"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html, 1, Notes()) == text


def test_each_line_has_its_own_encoding() -> None:
    assert decoded("é\r\n".encode() + "é\r".encode("cp1252") + b"\x81") == "é\né\n\ufffd"
    assert decoded("\ufeffé".encode()) == decoded("é".encode("utf-16")) == "é"
