from __future__ import annotations

import pytest

from quiz.formats import Note, Notes
from quiz.formats._html import html_text


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
    assert html_text(html, 1, Notes()) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a  b</p>\n  <p>c</p>", "a  b\nc"),
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
    assert html_text(html, 1, Notes()) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a\n<b>b</b>\nc", "a b c"),
        ("a<br>\n  b", "a\nb"),
        ("a \n <p>b</p>\n\n<p>c</p> d", "a\nb\nc\nd"),
        ("a<pre>\n  b\n  c</pre>d", "a\n  b\n  c\nd"),
        ("a<style>p {}</style><script>b()</script>c", "ac"),
        ("a&#160;b&nbsp;c\u00a0d", "a\u00a0b c d"),
    ],
)
def test_white_space_counts_as_in_a_browser(html: str, text: str) -> None:
    assert html_text(html, 1, Notes()) == text


def test_line_ends_may_be_line_breaks() -> None:
    assert html_text("a\nb <b>c</b>\nd", 1, Notes(), lines=True) == "a\nb c\nd"
    assert html_text("<p>a</p>\n<p>b<br>\nc</p>", 1, Notes(), lines=True) == "a\nb\nc"


@pytest.mark.parametrize("media", ["<img src=x>", "<AUDIO controls>", "[sound:a.mp3]"])
def test_media_are_noted(media: str) -> None:
    notes = Notes()
    assert html_text(f"a {media}", 7, notes) == "a"
    assert notes == [Note(7, "a picture or sound: a pack holds only text", True, False)]
    assert html_text("a <img", 7, notes) == "a <img"
    assert len(notes) == 1
