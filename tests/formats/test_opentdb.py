from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quiz.formats import FormatError, Notes, get, opentdb, readers
from quiz.packs import model
from quiz.packs.model import Difficulty, Item
from tests.builders import item, pack
from tests.formats.hostile import SIZES
from tests.packs.test_properties import text

FILES = Path(__file__).parent / "files"
ENCODED = ["opentdb-base64.json", "opentdb-url3986.json", "opentdb-legacy.json"]


def read(source: str | bytes) -> tuple[list[Item], Notes]:
    notes = Notes()
    data = source if isinstance(source, bytes) else source.encode()
    return list(opentdb.read(data, notes)), notes


def entry(**fields: Any) -> dict[str, Any]:
    """A result as the server sends it, but for these fields; None takes one away."""
    plain = {
        "category": "Science &amp; Nature",
        "type": "multiple",
        "difficulty": "easy",
        "question": "Which planet is the largest?",
        "correct_answer": "Jupiter",
        "incorrect_answers": ["Saturn", "Mars", "Earth"],
    }
    return {name: value for name, value in {**plain, **fields}.items() if value is not None}


def response(*results: Any, **fields: Any) -> str:
    return json.dumps({"response_code": 0, "results": results, **fields})


def one(**fields: Any) -> Item:
    """The question of a result that leaves nothing to note."""
    (made,), notes = read(response(entry(**fields)))
    assert notes == []
    return made


def refused(**fields: Any) -> str:
    """Why a result is left out."""
    found, (note,) = read(response(entry(**fields)))
    assert found == []
    assert (note.line, note.left_out) == (1, True)
    return note.why


def test_a_file_of_the_server() -> None:
    found, notes = read((FILES / "opentdb.json").read_bytes())
    assert notes == []
    assert [made.line for made in found] == [4, 16, 28, 40, 50, 62, 74, 86, 97]
    assert found[1][2:8] == (
        "Who wrote \"The Hitchhiker's Guide to the Galaxy\"?", "Douglas Adams",
        ("Terry Pratchett", "Neil Gaiman", "Arthur C. Clarke"), (), "medium",
        "Entertainment: Books",
    )  # fmt: skip
    assert found[0].category == "Science & Nature"
    assert found[5].stem == "Which Zürich café was the birthplace of Dada?"
    assert found[8].stem == "Which word means soft\u00adhearted?"


@pytest.mark.parametrize("file", ENCODED)
def test_every_encoding_says_the_same(file: str) -> None:
    plain, _ = read((FILES / "opentdb.json").read_bytes())
    found, notes = read((FILES / file).read_bytes())
    assert notes == []
    assert found == [made._replace(line=1) for made in plain]


def test_entities_are_undone_once() -> None:
    assert one(question="What is &amp;lt;? &quot;&pi;&#039;").stem == "What is &lt;? \"π'"
    encoded = {
        name: [quote(x) for x in value] if isinstance(value, list) else quote(value)
        for name, value in entry(question="What is &lt;? &amp;").items()
    }
    (made,), _ = read(response(encoded))
    assert made.stem == "What is &lt;? &amp;"


@pytest.mark.parametrize("stem", ["What is 2+2?", "Is 50%25 a half?", "RG9uJ3Q="])
def test_a_plain_text_that_looks_encoded_is_kept(stem: str) -> None:
    assert one(question=stem).stem == stem


def test_each_result_has_its_own_encoding() -> None:
    def legacy(value: Any) -> Any:
        return [*map(quote_plus, value)] if isinstance(value, list) else quote_plus(value)

    def coded(value: Any) -> Any:
        if isinstance(value, list):
            return [coded(each) for each in value]
        return b64encode(value.encode()).decode()

    results = [entry(), *({n: f(v) for n, v in entry().items()} for f in (legacy, coded))]
    found, notes = read(response(*results))
    assert notes == []
    assert [made.stem for made in found] == ["Which planet is the largest?"] * 3


def test_what_is_not_base64_where_the_rest_is() -> None:
    found, (note,) = read(response(entry(type="bXVsdGlwbGU=")))
    assert found == []
    assert note.why.startswith("result 1: `Which planet is the largest?` cannot be decoded")


def test_true_comes_before_false() -> None:
    made = one(type="boolean", correct_answer="False", incorrect_answers=["True"])
    assert (made.key, made.distractors, made.options) == ("False", ("True",), ("True", "False"))
    made = one(type="boolean", correct_answer=True, incorrect_answers=["false "])
    assert (made.key, made.distractors, made.options) == ("True", ("False",), ("True", "False"))


def test_an_option_that_speaks_of_the_others_comes_last() -> None:
    made = one(correct_answer="All of the above", incorrect_answers=["b", "c", "a"])
    assert made.options == ("a", "b", "c", "All of the above")


def test_numbers_are_kept_as_written() -> None:
    source = response(entry(correct_answer="K", incorrect_answers=["W"]))
    (made,), _ = read(source.replace('"K"', "1.10").replace('"W"', "9" * 5000))
    assert (made.key, made.distractors) == ("1.10", ("9" * 5000,))


def test_lines_in_an_option_become_one() -> None:
    made = one(question="a\nb ", correct_answer="c\n d")
    assert (made.stem, made.key) == ("a\nb", "c d")


@pytest.mark.parametrize(
    "source",
    [
        json.dumps([entry(), entry()]),
        json.dumps({"results": [entry(), entry()]}),
        json.dumps([{"response_code": 0, "results": [entry()]}] * 2),
        response(entry()) + "\n" + response(entry()),
        json.dumps({"amount": 2, "by": 'a \\ "b"', "results": [entry(), entry()], "rest": {}}),
        json.dumps({"questions": [entry(), entry()]}),
        json.dumps(entry()) * 2,
        "\ufeff" + response(entry(), entry()),
        response(entry(), entry(), response_code="0"),
    ],
)
def test_files_that_were_put_together(source: str) -> None:
    found, notes = read(source)
    assert len(found) == 2
    assert notes == []


@pytest.mark.parametrize(
    ("code", "why"), [(1, "too few questions"), (5, "within five seconds"), (9, "code `9`")]
)
def test_a_response_without_questions_is_explained(code: int, why: str) -> None:
    empty = response(response_code=code)
    with pytest.raises(FormatError, match=why):
        read(empty)
    found, (note,) = read(response(entry()) + "\n" + empty)
    assert len(found) == 1
    assert (note.line, note.left_out) == (2, True)
    assert why in note.why


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"question": None}, "result 1: it has no text in `question`"),
        ({"question": {}}, "result 1: it has no text in `question`"),
        ({"correct_answer": []}, "result 1: it has no text in `correct_answer`"),
        ({"correct_answer": float("nan")}, "result 1: it has no text in `correct_answer`"),
        ({"incorrect_answers": None}, "result 1: it has no list of `incorrect_answers`"),
        ({"incorrect_answers": "b"}, "result 1: it has no list of `incorrect_answers`"),
        ({"incorrect_answers": ["b", None]}, "result 1: it has no text in `incorrect_answers`"),
        ({"category": ["a"]}, "result 1: it has no text in `category`"),
        (
            {"question": f"&#{'9' * 5000};"},
            f"result 1: `&#{'9' * 57}…` cannot be decoded in the same way as the rest",
        ),
    ],
)
def test_results_that_are_left_out(fields: dict[str, Any], why: str) -> None:
    assert refused(**fields) == why


def test_the_rest_of_a_file_is_read() -> None:
    results = [entry(), 7, entry(question=None), [entry()], entry()]
    found, notes = read(json.dumps({"results": results}, indent=1))
    assert [made.line for made in found] == [3, 28, 41]
    assert [(note.line, note.why) for note in notes] == [
        (15, "result 2: it is not a question"),
        (16, "result 3: it has no text in `question`"),
    ]


def test_a_file_that_breaks_off_is_read_so_far() -> None:
    source = json.dumps([entry(), entry()], indent=1)
    found, (note,) = read(source[: source.rindex("Mars")])
    assert [made.line for made in found] == [2]
    assert (note.line, note.left_out) == (22, True)
    assert note.why.endswith("; nothing after this was read")


def test_what_a_result_should_not_hold_is_noted() -> None:
    (made, _), notes = read(response(entry(difficulty="Insane", image="a.png"), entry(image="b")))
    assert made.difficulty == "medium"
    assert [note.why for note in notes] == [
        "the unknown difficulty `Insane` is taken as medium",
        "`image` is not part of an Open Trivia DB question",
    ]
    doubled = response(entry()).replace('"type"', '"question": "Which?", "type"')
    (made,), (note,) = read(doubled)
    assert made.stem == "Which planet is the largest?"
    assert (note.why, note.left_out) == (
        "a key of this question is repeated: only the last value is kept",
        True,
    )


def test_half_a_character_is_noted() -> None:
    (made,), (note,) = read(response(entry(question="a\ud800b \U0001f600")))
    assert made.stem == "a\ufffdb \U0001f600"
    assert (note.why, note.left_out) == ("a broken character is shown as \ufffd", False)


@pytest.mark.parametrize(
    "source",
    [
        "", "[]", "nothing", "{", '"', '{"results": 1}', '{"results": {}}', "\0", "[" * 10**5,
        '{"a":' * 10**5, '{"results":[' * 10**5, '{"results":' * 10**5, '{"response_code":[[]]}',
        '{"a":1,"b":[{' * 10**5,
    ],
)  # fmt: skip
def test_files_of_which_nothing_can_be_made(source: str) -> None:
    with pytest.raises(FormatError):
        read(source)


@pytest.mark.parametrize("source", ["{}", "1e999", "NaN" + "[" * 10**5, '"a"', "[[[null]]]"])
def test_files_without_a_question(source: str) -> None:
    found, notes = read(source)
    assert found == []
    assert notes


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "x" * size,
        lambda size: '"' + "x" * size,
        lambda size: '{"' + "x" * size,
        lambda size: '{"a":1,' * size,
        lambda size: '{"a":[{"b":1,' * size,
        lambda size: '{"a":"' + "\\\\" * size,
        lambda size: "\n" * size,
        lambda size: "[" + json.dumps(entry())[:-3] * (size // 10),
        lambda size: response(entry(question="%" * size, category="+" * size)),
        lambda size: response(entry(question="&" * size)),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("size", SIZES)
def test_a_long_file_is_survived(make: Callable[[int], str], size: int) -> None:
    source = make(size)
    with suppress(FormatError):
        read(source)
    assert opentdb.likeness(source.encode()) in (0, 100)


def test_files_are_told_apart() -> None:
    for file in FILES.iterdir():
        data = file.read_bytes()
        likely = opentdb.likeness(data)
        assert likely == (100 if file.name.startswith("opentdb") else 0)
        if likely:
            assert all(get(name).likeness(data) < likely for name in readers() if name != "opentdb")
    assert opentdb.likeness(response(response_code=1).encode()) == 100
    assert opentdb.likeness(b'{"title": "x", "questions": []}') == 0


# On the way out


def written(*items: Item) -> tuple[dict[str, Any], Notes]:
    notes = Notes()
    made = json.loads(opentdb.write(pack(*items), notes, ".json"))
    assert isinstance(made, dict)
    return made, notes


def test_a_pack_is_written_as_the_server_would_send_it() -> None:
    made, notes = written(
        item(stem='A < "B" & é?', key="a's", distractors=("b",), difficulty="hard", category="C&D"),
        item(key="True", distractors=("False",), options=("True", "False")),
    )
    assert notes == []
    assert made["response_code"] == 0
    first, second = made["results"]
    assert first == {
        "type": "multiple",
        "difficulty": "hard",
        "category": "C&amp;D",
        "question": "A &lt; &quot;B&quot; &amp; é?",
        "correct_answer": "a&#x27;s",
        "incorrect_answers": ["b"],
    }
    assert (second["type"], second["incorrect_answers"]) == ("boolean", ["False"])


def test_what_has_no_place_is_noted() -> None:
    _, notes = written(
        item(1, explanation="e", source="s", tags=("t",), id="i", category="c", difficulty="easy"),
        item(2, explanation="e"),
        item(3, key="1991", distractors=("1990",), options=("1990", "1991")),
    )
    assert [(note.line, note.left_out) for note in notes] == [(None, False)] + [(None, True)] * 4
    assert "`explanation`: not written for 2" in notes[1].why
    assert "order of options: not written for 1" in notes[0].why


OPTION = text(8).map(lambda made: made.replace("\n", " ").strip())


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item with what a pack may hold for its question, options, difficulty and category."""
    options = draw(st.lists(OPTION, min_size=2, max_size=4, unique=True))
    if draw(st.integers(0, 5)) == 0:
        options = ["False", "True"]
    level: Difficulty = draw(st.sampled_from(model.DIFFICULTIES))
    return Item(
        uid="",
        pack="",
        stem=draw(text(15, lines=True)),
        key=options[0],
        distractors=tuple(options[1:]),
        options=draw(st.sampled_from([(), tuple(sorted(options))])),
        difficulty=level,
        category=draw(st.just("") | text(8)),
    )


def same(made: Item) -> tuple[Any, ...]:
    """What must come back of an item, apart from its order."""
    folded = tuple(option.casefold() for option in (made.key, *made.distractors))
    options = folded if {*folded} == {"true", "false"} else (made.key, *made.distractors)
    return made.stem, options, made.difficulty, made.category


@given(st.lists(items(), min_size=1, max_size=2))
@example([Item("", "", "+", "%41", ("a+b", "+"))])
@example([Item("", "", "&amp;lt;", "&lt;", ("<", "&#60;", "%26lt;"), category="&")])
@example([Item("", "", "RG9uJ3Q=", "ZWFzeQ==", ("bXVsdGlwbGU=",), category="aGFyZA==")])
@example([Item("", "", '"}]}\\', "\\u0041", ("\\",))])
def test_what_is_written_is_read_again(made: list[Item]) -> None:
    assume("\ufffd" not in f"{made}")  # this sign of damage is noted, whoever wrote it
    data = opentdb.write(pack(*made), Notes(), ".json")
    back, notes = read(data)
    assert notes == []
    assert [same(one) for one in back] == [same(one) for one in made]
    again = opentdb.write(pack(*back), Notes(), ".json")
    assert read(again)[0] == back


@given(st.binary(max_size=100), st.sampled_from([*ENCODED, "opentdb.json"]), st.integers(0, 4000))
def test_any_bytes(piece: bytes, file: str, at: int) -> None:
    data = (FILES / file).read_bytes()
    for made in (piece, b'{"results":[' + piece, data[:at] + piece + data[at + len(piece) :]):
        assert 0 <= opentdb.likeness(made) <= 100
        try:
            found, _ = read(made)
        except FormatError:
            continue
        for each in found:
            assert not any("\n" in option for option in (each.key, *each.distractors))
            assert 1 <= each.line <= made.count(b"\n") + made.count(b"\r") + 1
