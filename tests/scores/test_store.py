from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.game import Attempt
from quiz.game.scoring import Points
from quiz.scores.store import Left, Played, Recording, Store
from tests.builders import (
    NOW,
    Calendar,
    attempt,
    deck,
    fixed,
    item,
    items,
    keep,
    round_of,
)
from tests.scores.files import count

pytestmark = pytest.mark.filterwarnings("error")  # what sqlite3 deprecates, it soon refuses


def test_an_attempt_is_committed_when_it_is_recorded(path: Path) -> None:
    store = Store(path)
    recording = Recording(store, round_of())
    assert count(path) == 0
    for position in range(3):
        recording.record(position, attempt())
        assert count(path) == position + 1
        assert store.unsaved == 0
    assert store.trouble == ""
    store.close()


def test_every_field_of_a_round_comes_back(path: Path) -> None:
    contents = [
        item(1, category="Plot", pack="plot", difficulty="hard"),
        fixed("years", "2024", "2025", key="2025"),
        item(3),
    ]
    first = Attempt(2, "answered", True, 1.25, Points(200, 0))
    second = Attempt(None, "expired", False, 20.0, Points())
    store = Store(path, Calendar())
    recording = Recording(store, round_of(*contents, packs=("plot", "cast"), seed="seed 1"))
    recording.record(0, first)
    recording.record(1, second)
    store.close()

    again = Store(path)
    played = Played(
        id=1,
        player="Ann",
        mode="classic",
        seed="seed 1",
        packs=("plot", "cast"),
        cards=3,
        answered=2,
        right=1,
        score=200,
        seconds=21.25,
        started="2025-07-21T22:00:00+00:00",
    )
    assert again.rounds() == [played]
    assert not played.finished
    cards = tuple((card.item.uid, card.options) for card in deck(*contents))
    assert again.left("Ann") == Left(played, cards, (first, second))
    assert recording.row == 1
    again.close()
    other = sqlite3.connect(path)
    rows = other.execute("SELECT item, pack, category, difficulty, at FROM attempts").fetchall()
    other.close()
    assert rows == [
        ("uid-1", "plot", "Plot", "hard", NOW.isoformat()),
        ("uid-years", "sums", "", "medium", NOW.isoformat()),
    ]


def test_a_round_is_there_from_its_first_attempt_on(store: Store) -> None:
    recording = Recording(store, round_of())
    assert (store.rounds(), recording.row) == ([], None)
    recording.record(0, attempt())
    assert [played.id for played in store.rounds()] == [recording.row]


def test_the_first_attempt_at_a_card_counts(path: Path) -> None:
    store = Store(path)
    recording = keep(store, answers="+")
    recording.record(0, attempt(False))
    left = store.left("Ann")
    assert left is not None
    other = Recording(store, round_of(), left)
    other.record(1, attempt(False))
    recording.record(1, attempt(True))
    after = store.left("Ann")
    assert after is not None
    assert [a.right for a in after.attempts] == [True, False]
    assert store.unsaved == 0
    store.close()


def test_an_attempt_that_was_made_twice_is_kept_once(store: Store) -> None:
    recording = keep(store, answers="+")
    recording.record(0, attempt(False))
    assert store.unsaved == 1
    assert store.rounds()[0].right == 1


def test_going_on_with_a_round_adds_to_it(path: Path) -> None:
    store = Store(path)
    keep(store, answers="+-")
    left = store.left("Ann")
    assert left is not None
    store.close()
    store = Store(path)
    Recording(store, round_of(), left).record(2, attempt())
    (played,) = store.rounds()
    assert (played.answered, played.right, played.finished) == (3, 2, True)
    assert store.left("Ann") is None
    store.close()


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12
) | st.sampled_from(
    ["Robert'); DROP TABLE players;--", '"', "[/]", "[b]x[/b]", "진아", "👩🏽‍🚀", "%", "a\nb"]
)


@given(st.lists(names, min_size=1, max_size=4, unique=True))
def test_names_of_any_text_come_back(texts: list[str]) -> None:
    store = Store(None)
    for text in texts:
        keep(store, round_of(player=text, packs=(text, "x"), seed=text))
    assert store.players() == texts[::-1]
    assert set(store.packs()) == {*texts, "x"}
    for text in texts:
        (played,) = store.rounds(player=text)
        assert (played.player, played.seed, played.packs) == (text, text, (text, "x"))
        assert text in [text for played in store.rounds(pack=text) for text in played.packs]
        assert store.last_seen(text)
    store.close()


def test_a_file_name_that_is_not_unicode_is_no_obstacle(path: Path) -> None:
    odd = "pack-\udcff"
    store = Store(path)
    done = keep(store, round_of(item(1, pack=odd), packs=(odd,), player=odd, seed=odd), "+")
    assert (store.unsaved, store.trouble) == (0, "")
    keep(store, round_of(item(1, pack=odd), packs=(odd,), player=odd, seed=odd), "+")
    assert len(store.rounds(player=odd, pack=odd)) == 2
    assert len(store.comparable(done)) == 1
    assert store.last_seen(odd) == {"uid-1": 2.0}
    store.close()


def test_rounds_are_told_by_player_pack_and_number_the_latest_first(store: Store) -> None:
    keep(store, round_of(player="Ann", packs=("plot",)))
    keep(store, round_of(player="Bob", packs=("plot", "cast")))
    keep(store, round_of(player="Ann", packs=("cast",)), "+")

    def ids(**which: str | int | bool) -> list[int]:
        return [played.id for played in store.rounds(**which)]  # type: ignore[arg-type]

    assert ids() == [3, 2, 1]
    assert ids(player="Ann") == [3, 1]
    assert ids(pack="cast") == [3, 2]
    assert ids(player="Ann", pack="plot") == [1]
    assert ids(most=2) == [3, 2]
    assert ids(player="Zoe") == ids(pack="plo") == []


def test_the_best_are_finished_rounds_by_score_the_latest_first_where_alike(store: Store) -> None:
    keep(store, answers="++-")
    keep(store, answers="+++")
    keep(store, round_of(*items(9)), "+++++")
    keep(store, answers="++-")
    best = store.rounds(best=True)
    assert [(played.id, played.score) for played in best] == [(2, 375), (4, 250), (1, 250)]
    assert [played.id for played in store.rounds(best=True, most=1)] == [2]


def test_what_comes_later_is_later_whatever_the_clock_says() -> None:
    calendar = Calendar()
    store = Store(None, calendar)
    keep(store, round_of(player="Ann"))
    calendar.turn(days=-400)
    keep(store, round_of(item(2), item(9), player="Bob"), "+")
    calendar.turn(hours=-1)
    keep(store, round_of(item(2), player="Ann"), "+")
    assert [played.id for played in store.rounds()] == [3, 2, 1]
    assert store.players() == ["Ann", "Bob"]
    assert store.left("Bob") is not None
    seen = store.last_seen("Ann")
    assert seen["uid-1"] < seen["uid-3"] < seen["uid-2"]
    store.close()


def test_last_seen_is_a_players_own(store: Store) -> None:
    keep(store, round_of(item(1), item(2), player="Ann"), "+-")
    keep(store, round_of(item(3), player="Bob"), "+")
    assert set(store.last_seen("Ann")) == {"uid-1", "uid-2"}
    assert set(store.last_seen("Bob")) == {"uid-3"}
    assert store.last_seen("Zoe") == {}


def test_comparable_rounds_are_finished_ones_of_the_same_kind(store: Store) -> None:
    same = keep(store, round_of(packs=("plot", "cast")))
    turned = keep(store, round_of(packs=("cast", "plot")))
    keep(store, round_of(packs=("cast",)))
    keep(store, round_of(packs=("plot", "cast"), player="Bob"))
    keep(store, round_of(packs=("plot", "cast"), mode="other"))
    keep(store, round_of(item(1), packs=("plot", "cast")), "+")
    keep(store, round_of(packs=("plot", "cast")), "++")
    this = keep(store, round_of(packs=("plot", "cast")))
    assert [played.id for played in store.comparable(this)] == [turned.row, same.row]
    begun = Recording(store, round_of(packs=("plot", "cast")))
    assert [p.id for p in store.comparable(begun)] == [this.row, turned.row, same.row]


def test_only_the_latest_round_of_a_player_can_be_left(store: Store) -> None:
    assert store.left("Ann") is None
    keep(store, answers="+")
    assert store.left("Ann") is not None
    assert store.left("Bob") is None
    keep(store, answers="+++")
    assert store.left("Ann") is None


def test_a_round_with_a_hole_cannot_go_on(path: Path) -> None:
    store = Store(path)
    recording = Recording(store, round_of())
    recording.record(0, attempt())
    recording.record(2, attempt())
    assert store.rounds()[0].answered == 2
    assert store.left("Ann") is None
    store.close()


def test_without_a_home_scores_last_until_the_end(store: Store) -> None:
    assert "no home folder" in store.trouble
    keep(store)
    store.prepare()
    assert len(store.rounds()) == 1
    assert store.unsaved == 3
    assert "no home folder" in store.trouble
    store.close()


def test_trouble_that_was_read_can_be_put_away(store: Store) -> None:
    store.trouble = ""
    keep(store)
    assert store.trouble == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE rounds SET started = 'yesterday'",
        "UPDATE rounds SET packs = '[\"pl'",
        "UPDATE rounds SET packs = '7'",
        "UPDATE rounds SET cards = 'many'",
        "UPDATE rounds SET started = x'ff'",
    ],
)
def test_a_round_whose_row_makes_no_sense_is_passed_over(path: Path, sentence: str) -> None:
    store = Store(path)
    recording = keep(store, answers="+")
    store.close()
    other = sqlite3.connect(path)
    other.execute(sentence)
    other.commit()
    other.close()
    store = Store(path)
    keep(store, round_of(player="Bob"))
    assert [played.player for played in store.rounds()] == ["Bob"]
    assert store.left("Ann") is None
    assert [played.player for played in store.comparable(recording)] == []
    assert store.rounds(pack="nothing") == []
    assert store.players() == ["Bob", "Ann"]
    store.close()


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE rounds SET deck = '[['",
        "UPDATE rounds SET deck = '[[1]]'",
        "UPDATE rounds SET deck = '7'",
        "UPDATE attempts SET seconds = 'long'",
        "UPDATE attempts SET choice = 'B'",
        "UPDATE attempts SET position = 'first'",
    ],
)
def test_a_deck_or_an_attempt_that_makes_no_sense_cannot_be_gone_on_with(
    path: Path, sentence: str
) -> None:
    store = Store(path)
    keep(store, answers="+")
    store.close()
    other = sqlite3.connect(path)
    other.execute(sentence)
    other.commit()
    other.close()
    store = Store(path)
    assert store.left("Ann") is None
    store.close()


def test_text_that_is_not_utf_8_is_read_all_the_same(path: Path) -> None:
    store = Store(path)
    keep(store)
    store.close()
    other = sqlite3.connect(path)
    other.execute("UPDATE players SET name = CAST(x'416eff' AS TEXT)")
    other.commit()
    other.close()
    store = Store(path)
    assert store.players() == ["An\ufffd"]
    assert store.rounds()[0].player == "An\ufffd"
    assert store.trouble == ""
    store.close()


def test_a_store_that_was_closed_raises_nothing(path: Path) -> None:
    store = Store(path)
    recording = keep(store, answers="+")
    store.close()
    recording.record(1, attempt())
    store.prepare()
    assert store.rounds() == []
    assert store.unsaved == 1
    store.close()
    assert count(path) == 1
