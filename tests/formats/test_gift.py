from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.formats import FormatError, Note, Notes, _items, _losses, gift
from quiz.packs import model
from quiz.packs.model import Difficulty, Item
from tests.builders import item, pack
from tests.formats.hostile import SIZES
from tests.packs.test_properties import text

FILES = Path(__file__).parent / "files"


def read(source: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(gift.read(source.encode(), notes)), notes


def one(source: str) -> Item:
    """The only question of a file that leaves nothing to note."""
    (made,), notes = read(source)
    assert notes == []
    return made


def told(source: str) -> str:
    """The only note on a file."""
    _, (note,) = read(source)
    return note.why


def refused(source: str) -> str:
    """Why the only question of a file is left out."""
    found, (note,) = read(source)
    assert found == []
    assert (note.line, note.left_out) == (1, True)
    return note.why


def of_file(file: str) -> tuple[list[Item], Notes]:
    notes = Notes()
    return list(gift.read((FILES / file).read_bytes(), notes)), notes


def written(*items: Item) -> tuple[str, Notes]:
    notes = Notes()
    return gift.write(pack(*items), notes, ".txt").decode(), notes


# Choices


@pytest.mark.parametrize(
    "answers",
    [
        "=right ~a ~b",
        "~a =right ~b",
        "=right~a~b",
        "\n\t=right\n\t~a\n\t~b\n",
        "~%100%right ~a ~b",
        "~a ~ %100.00000% right ~%0%b",
        "=%100%right ~a ~b",
        "~=right ~a ~b",
        "=right ~a ~ ~b",
        "=[html]<p>right</p> ~[plain]a ~[moodle]b",
    ],
)
def test_the_one_right_answer_is_the_key(answers: str) -> None:
    made = one(f"Which? {{{answers}}}")
    assert (made.stem, made.key) == ("Which?", "right")
    assert sorted(made.distractors) == ["a", "b"]
    assert made.options == ()


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ("~%50%a ~%50%b ~c", "it has 2 right answers, but a pack takes one: `a`, `b`"),
        ("~%100%a ~%100%b ~c", "it has 2 right answers, but a pack takes one: `a`, `b`"),
        ("~%100%a ~%50%b ~c", "it has 2 right answers, but a pack takes one: `a`, `b`"),
        ("=a =b ~c", "it has 2 right answers, but a pack takes one: `a`, `b`"),
        ("=a ~%100%b ~c", "it has 2 right answers, but a pack takes one: `a`, `b`"),
        ("~x=3 =2x\\=4", "it has 2 right answers, but a pack takes one: `3`, `2x=4`"),
        ("~a ~b", "none of its answers is marked as right"),
        ("~%-50%a ~b", "none of its answers is marked as right"),
        ("~%50%a ~b", "none of its answers earns all of the marks"),
        ("=a ~", "it has no wrong answer with text"),
        ("~=a", "it has no wrong answer with text"),
        ("=a =b =c", "a short-answer question: it has no wrong answers"),
        ("a", "a short-answer question: it has no wrong answers"),
        ("true", "a short-answer question: for a true/false question, write TRUE"),
        ("", "an essay question: it has no answers to choose from"),
        ("#", "a numerical question: it has no wrong answers"),
        ("#1822:5", "a numerical question: it has no wrong answers"),
        ("#=3 ~#no", "a numerical question: it has no wrong answers"),
        ("=a -> 1 =b -> 2", "a matching question: it has no single right answer"),
    ],
)
def test_what_is_no_choice_of_one_is_left_out(answers: str, why: str) -> None:
    assert refused(f"Which? {{{answers}}}") == why


def test_an_answer_that_earns_some_of_the_marks_is_a_wrong_one() -> None:
    (made,), notes = read("Which? {=a ~%25%b ~%-33.333%c}")
    assert (made.key, made.distractors) == ("a", ("b", "c"))
    assert notes == [
        Note(1, "`b` earned 25 % of the marks and is a wrong answer now", False),
        Note(1, "a pack takes off no marks for a wrong answer", False),
    ]


def test_an_answer_that_is_there_twice_is_taken_once() -> None:
    (made,), notes = read("Which? {=a ~b ~b ~a}")
    assert (made.key, made.distractors) == ("a", ("b",))
    assert [note.why for note in notes] == [
        "the answer `b` is given twice",
        "the answer `a` is given twice",
    ]


def test_text_before_the_first_sign_is_a_wrong_answer() -> None:
    (made,), (note,) = read("Which? {a =b ~c}")
    assert (made.key, made.distractors) == ("b", ("a", "c"))
    assert note.why == "`a` has no = or ~: a wrong answer, as in Moodle"


def test_an_answer_that_is_cut_at_a_sharp_is_noted() -> None:
    assert told("Which? {=C# ~Java}") == "the # after `C` starts feedback: write \\# for #"
    assert one("Which? {=C\\# ~Java}").key == "C#"


def test_options_that_speak_of_each_other_keep_their_order() -> None:
    assert one("Which? {~a ~b =all of these}").options == ("a", "b", "all of these")


# True or false


@pytest.mark.parametrize(
    ("answers", "key"),
    [("T", "True"), (" TRUE ", "True"), ("F", "False"), ("\nFALSE\n", "False"), ("T#", "True")],
)
def test_a_truth_is_true_or_false(answers: str, key: str) -> None:
    made = one(f"So? {{{answers}}}")
    assert made.key == key
    assert made.options == ("True", "False")
    assert {made.key, *made.distractors} == {"True", "False"}


def test_the_feedback_of_the_wrong_answer_comes_first() -> None:
    assert one("So? {T#no#yes####all}").explanation == "all\nyes\nFalse: no"
    assert one("So? {FALSE#no}").explanation == "True: no"
    assert one("So? {F##yes}").explanation == "yes"


def test_a_choice_of_true_and_false_is_a_truth() -> None:
    made = one("So? {=false ~true}")
    assert (made.key, made.distractors) == ("False", ("True",))
    assert made.options == ("True", "False")


# Feedback


def test_feedbacks_make_the_explanation() -> None:
    made = one("Which? {~a#no a = =b # yes # so ~c ####in short}".replace(" = ", " \\= "))
    assert made.explanation == "in short\nyes # so\na: no a ="


def test_the_last_general_feedback_counts() -> None:
    made = one("Which? {=a ~b#x####y####z}")
    assert made.explanation == "z\nb: x####y"


def test_a_feedback_that_says_the_same_as_the_general_one_is_told_once() -> None:
    assert one("Which? {=a#yes ~b####yes}").explanation == "yes"


# Stems


def test_text_after_the_braces_makes_a_gap_of_them() -> None:
    (made,), notes = read("The sky is {=blue ~green} by\nday.")
    assert made.stem == "The sky is _____ by\nday."
    assert notes == [Note(1, "text follows the braces, so they become a gap, as in Moodle", False)]
    assert read("{=Blue ~Green} is the sky.")[0][0].stem == "_____ is the sky."


def test_a_title_is_no_part_of_the_question() -> None:
    (made, other), notes = read("::a\\:: b::Which? {=a ~b}\n\n:: c ::\nWhat? {=a ~b}")
    assert (made.stem, other.stem) == ("Which?", "What?")
    assert notes == [Note(None, "a pack has no titles: 2 questions had one", False)]


def test_a_title_without_an_end_is_part_of_the_question() -> None:
    (made,), notes = read("::Q1: Which? {=a ~b}")
    assert made.stem == "Q1: Which?"
    assert [note.why for note in notes] == [
        "its title is not closed with :: and is part of the question, as in Moodle",
        "from here on, a : without \\ is an ordinary character, as in Moodle",
    ]


def test_a_colon_without_a_backslash_is_noted_once() -> None:
    found, notes = read("a: b {=a ~b}\n\nc {#1:2}\n\nd: e {=a ~b}\n\nf\\: g {=a ~b}")
    assert [made.stem for made in found] == ["a: b", "d: e", "f: g"]
    assert [note.line for note in notes if not note.left_out] == [1]


def test_escapes_stand_for_their_signs() -> None:
    made = one(r"\{a\} \~ \= \# \: \\ \\n \\\= a\nb \, \[ {=\~a\=b\# ~\\}")
    assert made.stem == "{a} ~ = # : \\ \\n \\= a\nb \\, \\["
    assert (made.key, made.distractors) == ("~a=b#", ("\\",))


@pytest.mark.parametrize(
    ("stem", "shown"),
    [
        ("[html]<p>a <b>b</b>\nc</p><p>d&nbsp;&lt;</p>", "a b c\nd <"),
        ("[html]<pre>a\\n  b</pre>", "a\n  b"),
        ("[plain]<b> &lt; [html]", "<b> &lt; [html]"),
        ("[moodle]a &amp; b\nc < d", "a & b\nc < d"),
        ("a &amp; b\nc < d", "a & b\nc < d"),
        ("[HTML]a", "[HTML]a"),
        ("[a]", "[a]"),
    ],
)
def test_a_text_is_shown_by_its_format(stem: str, shown: str) -> None:
    assert one(f"{stem} {{=a ~b}}").stem == shown


def test_answers_have_the_format_of_the_question() -> None:
    made = one("[html]Which? {=<i>a</i>#<b>so</b> ~[plain]<i>b</i> ####&auml;}")
    assert (made.key, made.distractors, made.explanation) == ("a", ("<i>b</i>",), "ä\nso")


def test_html_in_a_text_without_a_format_is_noted() -> None:
    why = "HTML tags are removed, as Moodle would; [plain] keeps them"
    assert told("Which <b>one</b>? {=<i>a</i> ~b}") == why


def test_the_signs_of_markdown_stay() -> None:
    (made,), (note,) = read("[markdown]Which *one*? {=a ~b}")
    assert made.stem == "Which *one*?"
    assert note.why == "Markdown is kept as plain text"


@pytest.mark.parametrize(
    "source",
    [
        '[html]Which? <img src\\="a.png"> {=a ~b}',
        'Who sings? <a href\\="https\\://a.example/song.mp3">Listen</a> {=a ~b}',
        "Which? <a href\\='@@PLUGINFILE@@/map'>map</a> {=a ~b}",
        "[markdown]Which? ![a map](map.png) {=a ~b}",
        "Which is it? {=[html]<img src\\=a.png> ~b}",
        "Which is it? {=a ~a <audio src\\=b.ogg></audio>}",
        "Is it blue? <img src\\=a.png> {T}",
    ],
)
def test_a_question_with_a_picture_or_sound_is_left_out(source: str) -> None:
    assert refused(source) == "it has a picture or sound: a pack holds only text"


def test_a_picture_in_the_feedback_costs_only_the_picture() -> None:
    (made,), notes = read("Which? {=a ~b####So\\: <img src\\=a.png>}")
    assert (made.stem, made.explanation) == ("Which?", "So:")
    assert "a picture or sound: a pack holds only text" in [note.why for note in notes]
    assert notes.lost_questions == 0


def test_a_link_to_a_page_or_a_tag_in_plain_text_is_no_picture() -> None:
    assert read('Which? <a href\\="https\\://a.example/">More</a> {=a ~b}')[0]
    assert read("[plain]What is <img src\\=a.png>? {=a ~b}")[0]


def test_a_right_answer_that_is_a_picture_is_none() -> None:
    found, notes = read('[html]Which? {=<img src\\="a.png"> ~b}')
    assert found == []
    assert [note.why for note in notes] == ["it has a picture or sound: a pack holds only text"]


# Comments, labels, categories


def test_comments_above_and_within_a_question_label_it() -> None:
    made = one("// [tag: a b ] x [id:q-1] [id:q-2]\nWhich?\n  // [tag:c\\]d]\n{=a ~b}")
    assert (made.id, made.tags, made.stem, made.line) == ("q-1", ("a b", "c]d"), "Which?", 2)


def test_a_label_holds_as_far_as_its_question() -> None:
    found, notes = read("// [tag:a]\nx {=a ~b}\n\ny {=a ~b}\n\n// [tag:c]\n\nz {=a ~b}")
    assert [made.tags for made in found] == [("a",), (), ()]
    assert notes == [Note(6, "an id or a tag in a comment without a question", True, False)]


def test_a_label_that_is_not_closed_is_none() -> None:
    assert one("// [tag:a\n// [tag:b\\]\nx {=a ~b}").tags == ("b\\",)


def test_the_first_tag_of_a_difficulty_is_the_difficulty() -> None:
    made = one("// [tag:easy] [tag:Difficulty:Hard] [tag:difficulty:easy]\nx {=a ~b}")
    assert (made.difficulty, made.tags) == ("hard", ("easy", "difficulty:easy"))


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("$course$/top/Science", "Science"),
        ("$course$/Science", "Science"),
        ("$system$/top/Science", "Science"),
        (" Science ", "Science"),
        ("top/Science", "Science"),
        ("$course$/top/Input//Output", "Input/Output"),
        ("$course$/top/ // a//", "/ a/"),
        ("$course$/top", ""),
        ("$course$", ""),
        ("", ""),
    ],
)
def test_the_last_part_of_a_path_is_the_category(path: str, category: str) -> None:
    assert one(f"$CATEGORY: {path}\n\nx {{=a ~b}}").category == category


def test_a_category_holds_until_the_next() -> None:
    found, notes = read(
        "x {=a ~b}\n\n$CATEGORY: $course$/top/A/B\n\ny {=a ~b}\n\nz {=a ~b}\n\n"
        "$CATEGORY: C\nu {=a ~b}\n$CATEGORY: D\n\nv {=a ~b}"
    )
    assert [made.category for made in found] == ["", "B", "B", "C", "D"]
    assert [note.line for note in notes] == [3, 10, 11]
    assert notes[0].why == "only the last part of the category `$course$/top/A/B` is kept"
    assert notes[1].why == "$CATEGORY: needs a blank line before and after it"


# Messy files


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x {=a ~b", [1]),
        ("x =a ~b}", [1]),
        ("x } {=a ~b}", [1]),
        ("x\n\n{=a ~b}", [1, 3]),
        ("x {\n=a\n\n~b\n\n~c\n}", [1]),
        ("x {\n=a\n\n~b", [1]),
        ("x {=a ~b}\ny {=a ~b}", [1]),
        ("$$\\frac{1}{2}$$ is? {=a ~b}", [1]),
        ("::A note::Only a note, no question.", [1]),
        ("{=a ~b}", [1]),
    ],
)
def test_what_is_not_sound_is_named_by_its_line_and_the_rest_is_read(
    source: str, lines: list[int]
) -> None:
    found, notes = read(f"{source}\n\nWhich? {{=a ~b}}")
    assert [made.stem for made in found] == ["Which?"]
    assert [note.line for note in notes if note.left_out] == lines


def test_a_file_without_braces_is_refused() -> None:
    for source in ("", "Which?\nA. a\nB. b\nANSWER: A"):
        with pytest.raises(FormatError):
            read(source)


def test_a_file_by_hand() -> None:
    found, notes = of_file("geography.gift.txt")
    assert [(made.line, made.key, made.category) for made in found] == [
        (6, "Canberra", "Capitals"),
        (14, "Ottawa", "Capitals"),
        (16, "False", "Capitals"),
        (19, "Khartoum", "Capitals"),
        (28, "Volga", "Rivers \\ lakes"),
        (35, "Lake Baikal", "Rivers \\ lakes"),
        (37, "<br>", "Rivers \\ lakes"),
        (43, "True", "Rivers \\ lakes"),
        (64, "both *roads* and railways", "Rivers \\ lakes"),
    ]
    assert found[0].id == "capital-au"
    assert (found[0].difficulty, found[0].tags) == ("easy", ("oceania",))
    assert found[0].explanation.split("\n") == [
        "The parliament has met there since 1927.",
        "It was built for the purpose, between Sydney and Melbourne.",
        "Sydney: The largest city, but no capital.",
    ]
    assert found[5].stem == "Which lake is the deepest of the world?"
    assert found[5].options[-1] == "None of these"
    assert [note.line for note in notes if note.left_out] == [45, 47, 54, 56, 62]


def test_a_file_that_is_a_mess() -> None:
    found, notes = of_file("physik.gift.txt")
    assert [(made.line, made.key) for made in found] == [
        (5, "Newton"), (34, "F=ma"), (36, "C"),
    ]  # fmt: skip
    assert found[1].stem == "Was gilt für F=m*a?"
    assert {made.category for made in found} == {"Physik 9"}
    left = [12, 18, 20, 22, 29, 32, 38, 40, 42]
    assert [note.line for note in notes if note.left_out] == left


# Recognising


@pytest.mark.parametrize("file", ["geography.gift.txt", "physik.gift.txt"])
def test_a_file_is_recognised(file: str) -> None:
    assert gift.likeness((FILES / file).read_bytes()) >= 40


@pytest.mark.parametrize(
    ("source", "least", "most"),
    [
        ("Which? {=a ~b}", 95, 95),
        ("\ufeff// c\n\n::t::Which? {\n=a\n~b\n}\n", 95, 95),
        ("So? {TRUE#no#yes}", 95, 95),
        ("Which? {=a ~b}\n\n" * 9_000, 95, 95),
        ("$CATEGORY: a\n\nWhy? {}", 40, 40),
        ("Which? {=a ~b}\nWhat? {=c ~d}", 40, 40),
        ('{"response_code": 0, "results": [{"question": "{=a ~b}"}]}', 0, 0),
        ('[{"question": "Which? {=a ~b}"}]', 0, 0),
        ("Which?\nA. a\nB. b\nANSWER: A", 0, 0),
        ("#Q Which {T}?\n^ a\nA a\nB b\n\n#Q What?\n^ c\nA c\nB d", 0, 40),
        ("# Which\n\n- a\n* b\n\n---\n\n# What {=x ~y}\n\n- c\n* d", 0, 40),
        ("#separator:tab\n{{c1::a}}\tb", 0, 0),
        ("question,answer,wrong\na {x},b,c", 0, 0),
        ("PK\x03\x04{}", 0, 0),
        ("", 0, 0),
    ],
)
def test_likeness(source: str, least: int, most: int) -> None:
    assert least <= gift.likeness(source.encode()) <= most


# Writing


def test_a_question_as_moodle_writes_one() -> None:
    made = item(
        stem="What is 1 = 1?",
        key="a",
        distractors=("b~", "All of the above"),
        options=("a", "b~", "All of the above"),
        id="q-1",
        tags=("x", "y]"),
        difficulty="hard",
        category="I/O",
        explanation="So:\nit is",
    )
    data, notes = written(made)
    assert notes == []
    assert data == (
        "$CATEGORY: $course$/top/I//O\n\n"
        "// [id:q-1] [tag:difficulty:hard] [tag:x] [tag:y\\]]\n"
        "What is 1 \\= 1? {\n\t=a\n\t~b\\~\n\t~All of the above\n\t####So\\:\\nit is\n}\n\n"
    )


def test_a_truth_is_written_as_one() -> None:
    made = item(
        stem="So?", key="False", distractors=("True",), options=("True", "False"), explanation="No"
    )
    assert written(made)[0] == "So? {FALSE####No}\n\n"


def test_a_text_that_is_no_html_is_said_to_be_plain() -> None:
    made = item(stem="Which makes a rule?", key="<hr>", distractors=("[html]", "%5%"))
    data, _ = written(made)
    assert data.startswith("[plain]Which makes a rule? {")
    assert "=<hr>\n" in data
    assert "~[plain][html]\n" in data
    assert "~[plain]%5%\n" in data


def test_what_gift_has_no_place_for_is_noted() -> None:
    years = ("1990", "1991")
    _, notes = written(
        item(1, category="a"),
        item(2, source="A book"),
        item(3, key="1991", distractors=("1990",), options=years, tags=("a<b", "c"), line=7),
    )
    assert [(note.line, note.left_out) for note in notes] == [
        (None, False),
        (None, False),
        (None, True),
        (7, True),
    ]
    assert notes[0].why == "questions without a category come first, as one holds until the next"
    assert "order" in notes[1].why
    assert "`source`" in notes[2].why
    assert notes[3].why == "Moodle cannot read the tag `a<b`"


OPTION = text(8).map(lambda made: made.replace("\n", " ").strip())


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Any item that a pack may hold."""
    options = tuple(draw(st.lists(OPTION, min_size=2, max_size=4, unique=True)))
    if draw(st.integers(0, 5)) == 0:
        options = ("True", "False")
    key = draw(st.sampled_from(options))
    level: Difficulty = draw(st.sampled_from(model.DIFFICULTIES))
    return Item(
        uid="",
        pack="",
        stem=draw(text(15, lines=True)),
        key=key,
        distractors=tuple(option for option in options if option != key),
        options=draw(st.sampled_from([(), options])),
        difficulty=level,
        category=draw(st.just("") | text(8)),
        explanation=draw(st.just("") | text(15, lines=True)),
        source=draw(st.just("") | text(8)),
        tags=tuple(draw(st.lists(text(5), max_size=2, unique=True))),
        id=draw(st.just("") | st.from_regex(r"[\w.:-]{1,9}", fullmatch=True)),
    )


def ordered(made: Item) -> Item:
    """The item with only as much of an order as a file of another program tells."""
    order = _items.fixed_order(_losses.written_options(made, 99))
    key = made.key.capitalize() if order == ("True", "False") else made.key
    wrong = sorted(made.distractors if order != ("True", "False") else {*order} - {key})
    return made._replace(key=key, distractors=tuple(wrong), options=order)


def alike(made: Item) -> Item:
    return ordered(made)._replace(
        source="", tags=tuple(tag for tag in made.tags if not gift.UNREADABLE_TAG.search(tag))
    )


TRICKY = Item(
    "", "", "//::$CATEGORY: {a}\\n~=\\", "[html]%50%", ("%5%x", "//\\", "#=", "<br>\u00a0&amp;"),
    category="/top// $a$/\\", explanation="####\n\n#-> {T}\\",
    tags=("difficulty:easy", "[id:x", "]]", "\\x"), id="a:b",
)  # fmt: skip


@given(st.lists(items(), min_size=1, max_size=2))
@example([TRICKY])
@example([TRICKY._replace(id="", tags=("[id:x]", "[tag:"))])
@example([TRICKY._replace(stem="//a", key="b", distractors=("c",), explanation="")])
@example([TRICKY._replace(stem="[a] <b>", key="true", distractors=("false",))])
@example([TRICKY._replace(category=name) for name in ("b", "", "/", "//", "top", "$course$")])
def test_what_is_written_is_read_again(made: list[Item]) -> None:
    data, _ = written(*made)
    back, notes = read(data)
    expected = [alike(one) for one in sorted(made, key=lambda one: bool(one.category))]
    assert [one._replace(distractors=tuple(sorted(one.distractors)), line=0) for one in back] == [
        one._replace(line=0) for one in expected
    ]
    assert notes == []


# Hostile files


def survives(data: bytes) -> None:
    """Reading makes items and notes, or a FormatError, and likeness a number."""
    assert 0 <= gift.likeness(data) <= 100
    notes = Notes()
    try:
        found = list(gift.read(data, notes))
    except FormatError:
        return
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n")
    for made in found:
        assert 1 <= made.line <= lines + 1
        assert made.key not in made.distractors
        assert not any("\n" in option for option in (made.key, *made.distractors))
        assert not made.options or {*made.options} == {made.key, *made.distractors}
    assert all(note.line is None or 1 <= note.line <= lines + 1 for note in notes)


SIGNS = [
    "{", "}", "=", "~", "#", "####", "::", ":", "\\", "\\n", "\\\\", "->", "%50%", "%-1.%", "%100%",
    "[html]", "[plain]", "[markdown]", "[moodle]", "[", "]", "// [tag:a]", "// [id:", "\n", "\n\n",
    "\r\n", "$CATEGORY: ", "$course$/", "/", "//", "T", "FALSE", " ", "a", "b", "<b>", "<!--",
    "&lt;", "&#9;", "é", "\u2028", "\x0b", "\0", "true", "All of these",
]  # fmt: skip


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(data)
    survives(b"Which? {=a ~b}\n\n" + data)


@given(st.lists(st.sampled_from(SIGNS), max_size=60).map("".join))
def test_any_signs(made: str) -> None:
    survives(made.encode())
    survives(f"Which? {{{made}=a ~b}}".encode())


BAIT = [
    "{", "}", "{=a ~b}", "\\", "=", "~", "#", "::", "\n", "// [tag:", "// [tag:\\]", "//\n", "/",
    "$CATEGORY: a\n", " \n", "[", "{\n\n", "a", "\0", "\xff", "{=", "::a::",
]  # fmt: skip

WITHIN = [
    "~a", "=a", "~%50%a", " ", "####", "%", "%1", "<", "<!--", "<br", "<br ", "<br\n", "&", "&#",
    "9", "-> ", "\\n", "[html]", "a\n", "*", "{",
]  # fmt: skip


@pytest.mark.parametrize("sign", BAIT)
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_one_sign_is_survived(sign: str, size: int) -> None:
    survives((sign * size).encode("latin-1"))


@pytest.mark.parametrize("sign", WITHIN)
@pytest.mark.parametrize("form", ["", "[html]"])
@pytest.mark.parametrize("size", SIZES)
def test_a_question_of_one_sign_is_survived(sign: str, form: str, size: int) -> None:
    for opening in ("", "<br", "&#", "%"):
        survives(f"{form}{opening}{sign * size}? {{=a{sign * size} ~b}}".encode())
