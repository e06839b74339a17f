from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.deck import Selection
from quiz.game.game import Event
from quiz.game.modes import LADDER, PARTY
from quiz.scores import answers, daily
from quiz.scores.rounds import Played, Round, Saved, pack_names
from quiz.scores.store import Form, Standing, Store
from tests.builders import (
    NOW,
    Calendar,
    advance,
    answer,
    deck,
    fixed,
    go_on,
    item,
    items,
    keep,
    played,
    recording,
    resumed,
    round_of,
    rules,
)
from tests.scores.files import count, query

pytestmark = pytest.mark.filterwarnings("error")  # what is deprecated will soon be an error


def of(*packs: str) -> Selection:
    """Return the selection of these packs."""
    return Selection(packs)


def seen(store: Store, player: str, number: int = 9) -> dict[str, float]:
    """Return when a player was last asked each of the first items."""
    return answers.last_seen(store, player, [one.uid for one in items(number)])


def test_an_event_is_committed_when_it_is_recorded(path: Path) -> None:
    store = Store(path)
    kept = recording(store)
    assert count(path) == 0
    game = kept.game
    for number in range(3):
        game = answer(game)
        kept.record(game, 1.0)
        assert count(path) == number + 1
        game = advance(game)
        kept.record(game, 2.0)
        assert query(path, "SELECT count(*) FROM events") == [(2 * number + 2,)]
        assert store.unsaved == 0
    assert query(path, "SELECT ended, seconds FROM rounds") == [("finished", 2.0)]
    assert store.trouble == ""
    store.close()


def test_every_field_of_a_round_comes_back(path: Path) -> None:
    contents = [
        item(1, category="Plot", pack="plot", difficulty="hard", tags=("a", "b"), kin=("row 1",)),
        fixed("years", "2024", "2025", key="2025"),
        item(3, explanation="Because.", source="C01", id="three", line=7),
    ]
    own = rules(clock="card", seconds=20.0, most_players=2, lives=3)
    selection = Selection(("plot", "cast"), "Plot", "hard", "seed 1")
    round = round_of(
        *contents, rules=own, selection=selection, seed="seed 1", players=("Ann", "Bob")
    )
    store = Store(path, Calendar())
    kept = recording(store, round)
    first = kept.game.play(Event("answer", 1.25, 0)).play(Event("advance", 2.0))
    second = first.play(Event("expire", 22.0))
    kept.record(first, 3.0)
    kept.record(second, 23.5)
    store.close()

    again = Store(path)
    ann = Played(
        id=1,
        uid=round.uid,
        player="Ann",
        mode="classic",
        seed="seed 1",
        packs=("plot", "cast"),
        cards=3,
        answered=1,
        right=1,
        score=200,
        seconds=1.25,
        started="2025-07-21T22:00:00+00:00",
        ended="",
    )
    bob = ann._replace(player="Bob", right=0, score=0, seconds=20.0)
    assert again.rounds() == [ann, bob]
    assert not ann.finished
    assert again.left_open() == [ann]
    assert again.load(round.uid) == Saved(round, second, 23.5, ann.started)
    again.close()
    rows = query(
        path,
        "SELECT uid, pack, category, difficulty, turn, seat, chosen, right, at"
        " FROM attempts a JOIN items i ON i.id = a.item",
    )
    assert rows == [
        ("uid-1", "plot", "Plot", "hard", 0, 0, "right 1", 1, NOW.isoformat()),
        ("uid-years", "sums", "", "medium", 1, 1, None, 0, NOW.isoformat()),
    ]


def test_swapped_cards_and_lifelines_come_back(store: Store) -> None:
    dealt = deck(*items(3), reserve=[item("r")])
    kept = recording(store, round_of(rules=LADDER)._replace(deck=dealt))
    game = kept.game.play(Event("lifeline", 1.0, "swap")).play(Event("lifeline", 2.0, "fifty"))
    kept.record(game, 2.0)
    assert resumed(store).game == game
    game = answer(game)
    kept.record(game.play(Event("walk away", 9.0)), 9.0)
    assert store.left_open() == []
    assert store.rounds()[0].ended == "walked away"


def test_a_round_is_there_from_its_first_event_on(store: Store) -> None:
    kept = recording(store)
    kept.record(kept.game, 5.0)
    assert store.rounds() == store.left_open() == []
    go_on(kept, "+")
    assert [one.uid for one in store.left_open()] == [kept.round.uid]


def test_the_seconds_of_play_are_kept_without_an_event(store: Store) -> None:
    kept = keep(store, answers="+")
    kept.record(kept.game, 77.5)
    assert resumed(store).seconds == 77.5


def test_an_item_is_stored_once_as_long_as_it_is_the_same(path: Path) -> None:
    store = Store(path)
    keep(store, round_of(item(1), item(2)), "++")
    keep(store, round_of(item(2), item(1)), "+")
    assert query(path, "SELECT count(*) FROM items") == [(2,)]
    keep(store, round_of(item(1, stem="Asked anew?")), "+")
    assert query(path, "SELECT count(*) FROM items") == [(3,)]
    store.close()


def test_a_round_gone_on_with_in_two_places_becomes_two(path: Path) -> None:
    store = Store(path)
    keep(store, round_of(*items(4)), "+")
    other = Store(path)
    here, there = resumed(store), resumed(other)
    go_on(here, "+")
    go_on(there, "-")
    go_on(here, "-")
    rounds = [store.load(left.uid) for left in store.left_open()]
    signs = [[a.right for a in saved.game.attempts] for saved in rounds if saved]
    assert signs == [[True, False], [True, True, False]]
    assert (store.unsaved, other.unsaved) == (0, 0)
    store.close()
    other.close()


def test_going_on_with_a_round_adds_to_it(path: Path) -> None:
    store = Store(path)
    keep(store, answers="+-")
    store.close()
    store = Store(path)
    go_on(resumed(store), "+")
    (one,) = store.rounds()
    assert (one.answered, one.right, one.finished) == (3, 2, True)
    assert store.left_open() == []
    store.close()


def test_all_rounds_that_were_left_are_open_the_latest_first(store: Store) -> None:
    first = keep(store, answers="+")
    keep(store, answers="+++")
    second = keep(store, round_of(player="Bob"), "++")
    assert [one.uid for one in store.left_open()] == [second.round.uid, first.round.uid]
    assert [one.uid for one in store.left_open("Ann")] == [first.round.uid]
    assert len(store.left_open(most=1)) == 1
    assert store.left_open("Zoe") == []


def test_a_party_is_a_round_of_every_player(store: Store) -> None:
    names = ("Ann", "Bob", "Zoe")
    kept = recording(store, round_of(*items(6), rules=PARTY, players=names))
    kept.record(played(kept.game, "++-+-+"), 9.0)
    scores = [(one.player, one.right, one.score, one.finished) for one in store.rounds()]
    assert scores == [("Ann", 2, 450, True), ("Bob", 1, 150, True), ("Zoe", 1, 300, True)]
    assert store.players() == ["Ann", "Bob", "Zoe"]
    assert [store.standing(name).finished for name in names] == [1, 1, 1]
    assert {*seen(store, "Bob")} == {"uid-2", "uid-5"}


def test_a_players_record_in_short(store: Store) -> None:
    assert store.standing("Ann") == Standing(0, None)
    keep(store, answers="+++")
    keep(store, answers="++-")
    keep(store, answers="+")
    keep(store, round_of(player="Bob"))
    assert store.standing("Ann") == Standing(2, 525)


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12
) | st.sampled_from(
    ["Robert'); DROP TABLE players;--", '"', "[/]", "[b]x[/b]", "진아", "👩🏽‍🚀", "%", "a\nb"]
)


@given(st.lists(names, min_size=1, max_size=4, unique=True))
def test_names_of_any_text_come_back(texts: list[str]) -> None:
    store = Store(None)
    for text in texts:
        keep(store, round_of(player=text, selection=of(text, "x"), seed=text))
    assert store.players() == texts[::-1]
    assert set(store.packs()) == {*pack_names(of(*texts, "x"))}
    for text in texts:
        (one,) = store.rounds(player=text)
        assert (one.player, one.seed) == (text, text)
        assert one.packs == pack_names(of(text, "x"))
        (name, *_) = pack_names(of(text))
        assert all(name in one.packs for one in store.rounds(pack=name))
        assert store.rounds(pack=name)
        assert seen(store, text)
    store.close()


def test_a_file_name_that_is_not_unicode_is_no_obstacle(path: Path) -> None:
    odd = "pack-\udcff"
    round = round_of(item(1, pack=odd), selection=of(odd), player=odd, seed=odd)
    store = Store(path)
    keep(store, round, "+")
    assert (store.unsaved, store.trouble) == (0, "")
    other = keep(store, round._replace(uid="other"), "+")
    assert len(store.rounds(player=odd, pack=odd)) == 2
    assert store.form(other.round) == Form(150, (150, 150), 1, 2)
    assert answers.mastered(store, odd, ["uid-1"]) == {"uid-1"}
    assert answers.last_seen(store, odd, ["uid-1"]) == {"uid-1": 2.0}
    store.close()


def test_rounds_are_told_by_player_pack_and_number_the_latest_first(store: Store) -> None:
    keep(store, round_of(player="Ann", selection=of("plot")))
    keep(store, round_of(player="Bob", selection=of("plot", "cast")))
    keep(store, round_of(player="Ann", selection=of("cast")), "+")

    def ids(**which: str | int | bool) -> list[int]:
        return [one.id for one in store.rounds(**which)]  # type: ignore[arg-type]

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
    assert [(one.id, one.score) for one in best] == [(2, 525), (4, 325), (1, 325)]
    assert [one.id for one in store.rounds(best=True, most=1)] == [2]


def test_what_comes_later_is_later_whatever_the_clock_says() -> None:
    calendar = Calendar()
    store = Store(None, calendar)
    keep(store, round_of(player="Ann"))
    calendar.turn(days=-400)
    keep(store, round_of(item(2), item(9), player="Bob"), "+")
    calendar.turn(hours=-1)
    keep(store, round_of(item(2), player="Ann"), "+")
    assert [one.id for one in store.rounds()] == [3, 2, 1]
    assert store.players() == ["Ann", "Bob"]
    assert [one.player for one in store.left_open()] == ["Bob"]
    ages = seen(store, "Ann")
    assert ages["uid-1"] < ages["uid-3"] < ages["uid-2"]
    store.close()


def test_last_seen_is_a_players_own(store: Store) -> None:
    keep(store, round_of(item(1), item(2), player="Ann"), "+-")
    keep(store, round_of(item(3), player="Bob"), "+")
    assert {*seen(store, "Ann")} == {"uid-1", "uid-2"}
    assert {*seen(store, "Bob")} == {"uid-3"}
    assert seen(store, "Zoe") == answers.last_seen(store, "Ann", []) == {}
    assert {*answers.last_seen(store, "Ann", ["uid-2", "uid-3"])} == {"uid-2"}


def test_a_round_is_compared_with_finished_ones_of_its_kind(store: Store) -> None:
    def kept(answers: str, *packs: str, **fields: object) -> Round:
        selection = of(*packs or ("plot", "cast"))
        return keep(store, round_of(selection=selection)._replace(**fields), answers).round  # type: ignore[arg-type]

    first = kept("++-")
    kept("---", "cast", "plot")
    kept("+++", "cast")
    kept("+++", players=("Bob",))
    kept("+++", rules=rules(mode="other"))
    kept("+++", rules=rules(count=5))
    kept("+++", selection=Selection(("plot", "cast"), difficulty="hard"))
    kept("++")
    begun = round_of(selection=of("plot", "cast"))
    assert store.form(begun) == Form(325, (325, 0), 0, 2)
    this = kept("+-+")
    assert store.form(this) == Form(325, (325, 0, 300), 2, 3)
    assert store.form(first) == Form(None, (325,), 1, 1)
    assert store.form(round_of(player="Zoe")) == Form()


def test_a_round_is_compared_with_those_begun_before_it_whatever_the_clock_says() -> None:
    calendar = Calendar()
    store = Store(None, calendar)
    kept = []
    for signs in ("+--", "+++", "++-", "+++", "---"):
        kept.append(keep(store, answers=signs).round)
        calendar.turn(days=-1)
    forms = [store.form(round) for round in kept]
    assert [form.best for form in forms] == [None, 150, 525, 525, 525]
    assert [form.rank for form in forms] == [1, 1, 2, 1, 5]
    assert [form.rounds for form in forms] == [1, 2, 3, 4, 5]
    assert [form.scores[-1] for form in forms] == [150, 525, 325, 525, 0]
    store.close()


def test_the_best_finished_round_of_a_kind_comes_back_with_its_game(store: Store) -> None:
    assert store.best(round_of()) is None
    keep(store, answers="+--")
    keep(store, answers="++-")
    equal = keep(store, answers="++-")
    keep(store, round_of(player="Bob"), "+++")
    keep(store, round_of(selection=of("cast")), "+++")
    keep(store, round_of(rules=rules(count=5)), "+++")
    keep(store, answers="++")
    found = store.best(round_of(selection=Selection(("sums",), seed="7", challenge="2DR8")))
    assert found is not None
    assert (found.round, found.game) == (equal.round, equal.game)
    this = keep(store, answers="+++")
    again = store.best(this.round)
    assert again is not None
    assert again.round == equal.round
    assert store.best(round_of(player="Zoe")) is None


def test_the_best_round_is_one_that_has_events(path: Path) -> None:
    store = Store(path)
    lower = keep(store, answers="++-").round
    better = keep(store, answers="+++").round
    query(path, "DELETE FROM events WHERE round = 2")
    found = store.best(round_of())
    assert found is not None
    assert found.round == lower != better
    store.close()


def test_a_selection_of_before_there_were_challenges_is_read(path: Path) -> None:
    store = Store(path)
    kept = keep(store, round_of(selection=Selection(("sums",), "Plot", "hard", "7")))
    query(path, """UPDATE rounds SET selection = '[["sums"], "Plot", "hard", "7"]'""")
    found = store.load(kept.round.uid)
    assert found is not None
    assert found.round == kept.round
    store.close()


def test_a_round_that_is_not_finished_has_no_rank_yet(store: Store) -> None:
    keep(store, answers="++-")
    left = keep(store, answers="++")
    keep(store, answers="+++")
    assert store.form(left.round) == Form(325, (325,), 0, 1)
    go_on(left, "+")
    assert store.form(left.round) == Form(325, (325, 525), 1, 2)


def test_the_latest_ten_scores_of_a_kind_are_shown(store: Store) -> None:
    for signs in ("+++", *["+--"] * 9, "++-"):
        latest = keep(store, answers=signs)
    assert store.form(latest.round) == Form(525, (*[150] * 9, 325), 2, 11)


def test_the_first_player_of_a_party_is_compared_with_own_scores(store: Store) -> None:
    def party(*players: str) -> Round:
        kept = recording(store, round_of(*items(4), rules=PARTY, players=players))
        kept.record(played(kept.game, "+--+"), 4.0)
        return kept.round

    party("Bob", "Ann")
    assert store.form(party("Ann", "Bob")) == Form(300, (300, 150), 2, 2)


def test_what_a_player_has_ever_answered_right_is_mastered(store: Store) -> None:
    keep(store, answers="+-+")
    keep(store, round_of(item(1), item(4)), "-+")
    keep(store, round_of(item(2), player="Bob"), "+")
    uids = [one.uid for one in items(9)]
    assert answers.mastered(store, "Ann", uids) == {"uid-1", "uid-3", "uid-4"}
    assert answers.mastered(store, "Ann", uids[:2]) == {"uid-1"}
    assert answers.mastered(store, "Bob", uids) == {"uid-2"}
    assert answers.mastered(store, "Zoe", uids) == answers.mastered(store, "Ann", []) == set()


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


def damage(path: Path, sentence: str) -> None:
    """Change a file as a fault of the disk might change it."""
    query(path, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE rounds SET started = 'yesterday'",
        "UPDATE rounds SET selection = '[[\"pl'",
        "UPDATE rounds SET selection = '7'",
        "UPDATE rounds SET cards = 'many'",
        "UPDATE rounds SET started = x'ff'",
    ],
)
def test_a_round_whose_row_makes_no_sense_is_passed_over(path: Path, sentence: str) -> None:
    store = Store(path)
    kept = keep(store, answers="+")
    store.close()
    damage(path, sentence)
    store = Store(path)
    keep(store, round_of(player="Bob"))
    assert [one.player for one in store.rounds()] == ["Bob"]
    assert store.left_open() == []
    assert store.form(kept.round) == Form()
    assert store.rounds(pack="nothing") == []
    assert store.players() == ["Bob", "Ann"]
    store.close()


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE rounds SET deck = '[['",
        "UPDATE rounds SET deck = '[[1]]'",
        "UPDATE rounds SET deck = '7'",
        "UPDATE rounds SET deck = '[[], []]'",
        "UPDATE rounds SET deck = '[[[1, [0, 9], 1]], []]'",
        "UPDATE rounds SET deck = '[[[1, [1, 2], 0]], []]'",
        "UPDATE rounds SET deck = '[[[1, [0, -1], 1]], []]'",
        "UPDATE rounds SET deck = '[[[99, [0, 1], 1]], []]'",
        "UPDATE rounds SET rules = '{}'",
        'UPDATE rounds SET rules = replace(rules, \'"count": 10\', \'"count": "x"\')',
        "UPDATE rounds SET seconds = 'long'",
        "UPDATE items SET content = '7'",
        "UPDATE items SET content = replace(content, '\"sums\"', '7')",
        "UPDATE items SET content = replace(content, '\"medium\"', '\"odd\"')",
        "UPDATE events SET at = 'late'",
        "UPDATE events SET value = 'B'",
        "UPDATE events SET kind = 'explode'",
        "DELETE FROM events WHERE position = 0",
        "DELETE FROM seats",
    ],
)
def test_a_round_that_makes_no_sense_cannot_be_gone_on_with(path: Path, sentence: str) -> None:
    store = Store(path)
    kept = keep(store, answers="+")
    store.close()
    damage(path, sentence)
    store = Store(path)
    assert store.load(kept.round.uid) is None
    keep(store, round_of(player="Bob"))
    assert (store.unsaved, store.trouble) == (0, "")
    store.close()


def test_a_round_that_was_never_begun_is_not_found(store: Store) -> None:
    assert store.load("nothing") is None


def test_text_that_is_not_utf_8_is_read_all_the_same(path: Path) -> None:
    store = Store(path)
    keep(store)
    store.close()
    damage(path, "UPDATE players SET name = CAST(x'416eff' AS TEXT)")
    store = Store(path)
    assert store.players() == ["An\ufffd"]
    assert store.rounds()[0].player == "An\ufffd"
    assert store.trouble == ""
    store.close()


def test_a_store_that_was_closed_raises_nothing(path: Path) -> None:
    store = Store(path)
    kept = keep(store, answers="+")
    store.close()
    go_on(kept, "+")
    store.prepare()
    assert store.rounds() == []
    assert store.unsaved == 1
    store.close()
    assert count(path) == 1


def steps(store: Store, ask: Callable[[Store], object]) -> int:
    """Return how many virtual machine steps SQLite takes to answer, in tens."""
    taken = 0

    def tick() -> int:
        nonlocal taken
        taken += 1
        return 0

    store._file.connection.set_progress_handler(tick, 10)
    ask(store)
    store._file.connection.set_progress_handler(None, 10)
    return taken


QUESTIONS: list[Callable[[Store], object]] = [
    Store.players,
    lambda store: store.standing("Ann"),
    lambda store: store.left_open("Ann", most=1),
    lambda store: seen(store, "Ann"),
    lambda store: answers.mastered(store, "Ann", ["uid-1", "uid-2"]),
    lambda store: store.form(round_of(player="Bob")),
    lambda store: store.form(round_of(rules=LADDER)),
    lambda store: store.rounds(most=5),
    lambda store: store.rounds("Ann", best=True, most=5),
    lambda store: daily.finished(store, "Ann"),
    lambda store: daily.begun(store, "Ann", "2026-11-24"),
]


def test_what_a_start_asks_does_not_grow_with_the_history(store: Store) -> None:
    def play(rounds: int) -> list[int]:
        for _ in range(rounds):
            keep(store)
        return [steps(store, ask) for ask in QUESTIONS]

    keep(store, round_of(player="Bob"))
    keep(store, round_of(rules=LADDER), "-")
    few = play(20)
    for before, after in zip(few, play(120), strict=True):
        assert after <= before + 5


def test_how_difficult_an_item_is_takes_twenty_first_attempts() -> None:
    store = Store(None)
    for number in range(19):
        keep(store, round_of(*items(2), player=f"p{number}"), "+-" if number < 9 else "++")
    keep(store, round_of(*items(2), player="p0"), "--")  # a second attempt
    assert answers.facilities(store, ["uid-1", "uid-2"]) == {}
    keep(store, round_of(item(2), player="p19"), "+")
    assert answers.facilities(store, ["uid-1", "uid-2"]) == {"uid-2": 11 / 20}
    assert answers.facilities(store, ["uid-1"]) == answers.facilities(store, []) == {}
    keep(store, round_of(item(1, stem="Was it edited?"), player="p19"), "+")
    keep(store, round_of(item(1, stem="Was it edited?"), player="p0"), "-")
    assert answers.facilities(store, ["uid-1"]) == {"uid-1": 1.0}
    before = steps(store, lambda store: answers.facilities(store, ["uid-1", "uid-2"]))
    for _ in range(20):
        keep(store, round_of(*items(2), player="p1"), "--")
    assert answers.facilities(store, ["uid-1"]) == {"uid-1": 1.0}
    assert steps(store, lambda store: answers.facilities(store, ["uid-1", "uid-2"])) <= before + 5
    assert answers.first_choices(store, "uid-2") == {"right 2": 11, "wrong 2.1": 9}
