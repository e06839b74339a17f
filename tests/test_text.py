from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import did_you_mean
from quiz.text import NAME_LIMIT, UNSAFE, drawable, named, player_name, printable, shorten, width


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\x1b", "U+001B control character"),
        ("\0", "U+0000 control character"),
        ("\x85", "U+0085 control character"),
        ("\udcff", "U+DCFF surrogate"),
        ("\ufffe", "U+FFFE noncharacter"),
        ("\U000e0001", "U+E0001 LANGUAGE TAG"),
    ],
)
def test_an_unsafe_character_is_called_by_its_name(character: str, name: str) -> None:
    assert UNSAFE.fullmatch(character)
    assert named(character) == name


def test_every_unsafe_character_has_a_name() -> None:
    for code in range(0x110000):
        if UNSAFE.match(chr(code)):
            assert named(chr(code)).startswith(f"U+{code:04X} ")


def test_every_control_and_format_character_is_unsafe_but_those_that_scripts_need() -> None:
    kept = {
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and not UNSAFE.match(chr(code))
    }
    assert kept >= {"\t", "\n", "\u200c", "\u200d"}
    named_well = {unicodedata.name(c) for c in kept - {"\t", "\n", "\u200c", "\u200d"}}
    seen_or_of_hieroglyphs = ("NUMBER", "SIGN", "MARK", "END OF AYAH", "DISPUTED", "EGYPTIAN")
    assert all(any(word in name for word in seen_or_of_hieroglyphs) for name in named_well)


@pytest.mark.parametrize(
    "text", ["한글", "café", "é", "मराठी", "العربية", "👩\u200d🚀", "a b", "\u200c"]
)
def test_letters_of_every_script_are_safe(text: str) -> None:
    assert not UNSAFE.search(text)
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\u241b[31mb"),
        ("a\nb\r\nc", "a\u240ab\u240d\u240ac"),
        ("a\tb", "a b"),
        ("\u202eabc\x7f\x9b", "\ufffdabc\ufffd\ufffd"),
        ("\udcff", "\ufffd"),
        ("", ""),
    ],
)
def test_what_is_shown_of_unsafe_text(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_is_shown_again_as_it_is(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert len(once) == len(text)
    once.encode()


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("👩\u200d🚀", "👩🚀"),
        ("👩🏽\u200d🚀!", "👩🏽🚀!"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("❤️\u200d🔥", "❤️🔥"),
        ("🏳️\u200d🌈", "🏳️🌈"),
        ("👩\u200d⚕️", "👩⚕️"),
        ("🙂\u200d↔️", "🙂↔️"),
        ("🐈\u200d⬛", "🐈⬛"),
        ("🧑\u200d\u200d🚀", "🧑🚀"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("ه\u200d", "ه\u200d"),
        ("👩\u200d", "👩\u200d"),
        ("\u200d👩", "\u200d👩"),
        ("a\u200d👩\u200db", "a\u200d👩\u200db"),
        ("👩\u200c🚀", "👩\u200c🚀"),
        ("\u202e👩\u200d🚀\n", "\ufffd👩🚀\u240a"),
    ],
)
def test_emoji_are_drawn_side_by_side(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@given(st.text(st.sampled_from("👩🏽❤\ufe0f\u200d\u200c🚀aक\n\x1b")))
def test_what_is_drawn_is_drawn_again_as_it_is(text: str) -> None:
    drawn = drawable(text)
    assert drawable(drawn) == printable(drawn) == drawn
    assert drawn.replace("\u200d", "") == printable(text).replace("\u200d", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann", "Ann"),
        ("  Ann \t Lee\n", "Ann Lee"),
        ("\u3000Ann\u00a0Lee", "Ann Lee"),
        ("e\u0301", "é"),
        ("1", "1"),
        ("[/] [@click=app.quit]", "[/] [@click=app.quit]"),
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
        ("한" * NAME_LIMIT, "한" * NAME_LIMIT),
        (unicodedata.normalize("NFD", "한" * NAME_LIMIT), "한" * NAME_LIMIT),
        ("x\u0323\u0302" * NAME_LIMIT, "x\u0323\u0302" * NAME_LIMIT),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert player_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\t\n", "\u3000", "x" * (NAME_LIMIT + 1), "\u200d", "\u200c\u200d", "\u0301",
        "\ufe0f", "\u20dd", "x" + "\u0301" * 200, "a" * 100_000,
    ],
)  # fmt: skip
def test_a_name_has_one_to_32_visible_characters(text: str) -> None:
    with pytest.raises(ValueError, match="A name must have 1 to 32 visible characters"):
        player_name(text)


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\u202e", "\u200b", "\ufeff", "\xad", "\udcff"]
)
def test_a_name_without_unsafe_characters(character: str) -> None:
    with pytest.raises(ValueError, match=r"A name cannot contain U\+"):
        player_name(f"A{character}nn")


LETTERS = st.characters(max_codepoint=0x2FF, exclude_categories=["C", "M"])


@given(st.text(LETTERS, max_size=NAME_LIMIT).filter(str.strip))
def test_a_name_is_a_name_already(text: str) -> None:
    name = player_name(text)
    assert player_name(name) == name == printable(name)
    assert name.split(" ") == text.split()


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("한글", 4), ("e\u0301", 1), ("…", 1), ("\ufffd", 1), ("\u241b", 1)],
)
def test_how_many_columns_a_text_takes(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_text_in_short() -> None:
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 59 + "…"
    assert shorten("abcdef", 4) == "abc…"


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("anwser", ["answer", "wrong"], "did you mean answer?"),
        ("dex", ["DEX", "Kim"], "did you mean DEX?"),
        ("colour", ["zzz", "Color", "colours"], "did you mean colours or Color?"),
        ("zzz", ["answer"], ""),
        ("", ["answer"], ""),
        ("answer", [], ""),
        ("x" * 10_000_000, ["x", "answer"], ""),
    ],
)
def test_the_nearest_known_words(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint
