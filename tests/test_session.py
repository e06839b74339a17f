from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quiz.errors import PackError, UsageError
from quiz.game.game import Attempt
from quiz.packs.index import Rows
from quiz.packs.model import Item, Pack
from quiz.scores.store import Left, Recording, Store
from quiz.session import Selection, Session, resume, start
from tests.builders import Ticks, fixed, item, items, pack, rules
from tests.scores.files import count


def begin(
    store: Store,
    *contents: Item,
    seed: str = "",
    player: str = "Ann",
    ticks: Ticks | None = None,
    **fields: object,
) -> Session:
    """A round of these items, or of twelve."""
    selection = Selection((pack(*contents),), rules=rules(**fields), seed=seed)
    return start(selection, player, store, ticks or Ticks())


def play(session: Session, answers: str) -> None:
    """Answer right for a `+` and wrong for a `-`, and go on each time."""
    for answer in answers:
        card = session.game.card
        key = card.key
        session.answer(key if answer == "+" else (key + 1) % len(card.options), 1.0)
        session.advance(2.0)


def uids(session: Session) -> list[str]:
    return [card.item.uid for card in session.game.deck]


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    store = Store(None)
    yield store
    store.close()


# -- a round --------------------------------------------------------------------------------------


class Watched(Recording):
    """A recording that looks at the session while an attempt is being committed."""

    def __init__(self, like: Recording, look: Callable[[], None]) -> None:
        super().__init__(like.store, like.round)
        self.look = look

    def record(self, position: int, attempt: Attempt) -> None:
        super().record(position, attempt)
        self.look()


def test_an_attempt_is_in_the_file_before_the_game_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    session = begin(Store(path), seconds=20.0)
    found: list[tuple[str, int, int]] = []

    def look() -> None:
        found.append((session.game.phase, len(session.game.attempts), count(path)))

    session.recording = Watched(session.recording, look)
    session.answer(0, 1.0)
    assert (session.game.phase, len(session.game.attempts)) == ("revealed", 1)
    session.advance(2.0)
    session.expire(22.0)
    assert found == [("asking", 0, 1), ("asking", 1, 2)]
    session.recording.store.close()


def test_what_comes_while_an_attempt_is_committed_is_out_of_place(store: Store) -> None:
    session = begin(store, seconds=20.0)

    def look() -> None:
        others = [
            threading.Thread(target=session.answer, args=(1, 1.0)),
            threading.Thread(target=session.expire, args=(99.0,)),
            threading.Thread(target=session.advance, args=(2.0,)),
        ]
        for other in others:
            other.start()
        for other in others:
            other.join(10)
            assert not other.is_alive()

    session.recording = Watched(session.recording, look)
    session.answer(0, 1.0)
    assert (session.game.turn, session.game.phase) == (0, "revealed")
    assert [a.choice for a in session.game.attempts] == [0]
    assert store.rounds()[0].answered == 1


def test_events_out_of_place_are_not_written_down(store: Store) -> None:
    session = begin(store)
    session.advance(0.5)
    session.expire(9e9)
    session.answer(17, 1.0)
    session.answer(-1, 1.0)
    assert store.rounds() == []
    session.answer(2, 1.0)
    session.answer(1, 1.0)
    assert [a.choice for a in session.game.attempts] == [2]
    assert store.rounds()[0].answered == 1


def test_a_store_that_fails_does_not_stop_the_round(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    path.mkdir()
    session = begin(Store(path))
    play(session, "+-+-+-+-+-")
    assert session.game.phase == "done"
    assert [a.right for a in session.game.attempts] == [True, False] * 5
    assert str(path) in session.trouble
    assert session.recording.store.unsaved == 10
    session.recording.store.close()


def test_the_clock_is_asked_when_the_first_card_is_put_on_the_table(store: Store) -> None:
    ticks = Ticks(100.0)
    session = begin(store, seconds=20.0, ticks=ticks)
    ticks.now = 500.0
    assert session.game.deadline == 120.0
    session.answer(0, 107.5)
    assert session.game.attempts[0].seconds == 7.5


def test_without_a_seed_fresh_questions_come_first(store: Store) -> None:
    first = begin(store, count=4)
    play(first, "+-+-")
    second = begin(store, count=4)
    play(second, "++")
    third = begin(store, count=6)
    assert len({*uids(first), *uids(second)[:2], *uids(third)}) == 12
    assert set(uids(first)).isdisjoint(uids(second))
    other = begin(store, count=12, player="Bob")
    assert len(uids(other)) == 12


def test_without_a_seed_each_round_has_one_of_its_own(store: Store) -> None:
    seeds = {begin(store).recording.round.seed for _ in range(20)}
    assert len(seeds) == 20
    assert all(seed == seed.strip() != "" for seed in seeds)


def test_with_a_seed_the_round_is_the_same_for_everybody(store: Store) -> None:
    first = begin(store, count=4, seed="x")
    play(first, "++++")
    again = begin(store, count=4, seed="x")
    other = begin(store, count=4, seed="x", player="Bob")
    assert again.game.deck == first.game.deck == other.game.deck
    assert again.recording.round.seed == "x"


def test_a_round_knows_what_it_is_made_of(store: Store) -> None:
    packs = (pack(name="plot"), pack(name="cast"))
    session = start(Selection(packs, rules=rules(count=3), seed="s"), "Ann", store, Ticks())
    assert session.recording.round == ("Ann", "classic", "s", ("plot", "cast"), session.game.deck)
    assert session.selection.packs == packs


# -- going on -------------------------------------------------------------------------------------


def left_after(store: Store, answers: str, *contents: Item) -> tuple[Session, Left]:
    session = begin(store, *contents, count=4)
    play(session, answers)
    left = store.left("Ann")
    assert left is not None
    return session, left


def test_a_round_goes_on_at_the_card_after_the_last_answer(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    store = Store(path)
    before, _ = left_after(store, "+-")
    before.answer(0, 3.0)
    store.close()
    store = Store(path)
    left = store.left("Ann")
    assert left is not None
    session = resume(left, before.selection._replace(seed=""), store, Ticks(1000.0))
    assert session is not None
    assert session.game == before.game.advance(1000.0)
    assert session.game.turn == 3
    play(session, "+")
    assert session.game.phase == "done"
    (played,) = store.rounds()
    assert (played.finished, played.score) == (True, session.game.score)
    assert store.left("Ann") is None
    assert resume(left, before.selection, store, Ticks()) is not None
    store.close()


def test_a_round_goes_on_though_other_questions_came_and_went(store: Store) -> None:
    before, left = left_after(store, "++", *items(4))
    grown = Selection((pack(*items(4)[::-1], *items(30)[4:]),), rules=rules())
    session = resume(left, grown, store, Ticks())
    assert session is not None
    assert session.game.deck == before.game.deck


def test_a_round_goes_on_though_a_distractor_was_added(store: Store) -> None:
    _, left = left_after(store, "+", *items(4))
    wider = [one._replace(distractors=(*one.distractors, "one more")) for one in items(4)]
    assert resume(left, Selection((pack(*wider),), rules=rules()), store, Ticks()) is not None


@pytest.mark.parametrize(
    "changed",
    [
        items(3),
        [*items(3), item(4, key="another")],
        [*items(3), item(4, key="x", distractors=(item(4).key, *item(4).distractors))],
        [*items(3), item(4, distractors=("wrong 4.1", "wrong 4.2", "another"))],
    ],
)
def test_a_round_whose_items_are_gone_or_changed_cannot_go_on(
    store: Store, changed: list[Item]
) -> None:
    _, left = left_after(store, "+", *items(4))
    assert resume(left, Selection((pack(*changed),), rules=rules()), store, Ticks()) is None


def test_a_round_of_another_mode_cannot_go_on(store: Store) -> None:
    before, left = left_after(store, "+")
    other = before.selection._replace(rules=rules(mode="other"))
    assert resume(left, other, store, Ticks()) is None


def test_a_round_cannot_go_on_when_what_was_right_is_wrong_now(store: Store) -> None:
    before, left = left_after(store, "+++", *(fixed(n, "yes", "no", key="yes") for n in range(4)))

    def turned(turn: int) -> Selection:
        uid = before.game.deck[turn].item.uid
        contents = [
            one._replace(key="no", distractors=("yes",)) if one.uid == uid else one
            for one in before.selection.packs[0].items
        ]
        return Selection((pack(*contents),), rules=rules())

    assert resume(left, turned(0), store, Ticks()) is None
    later = resume(left, turned(3), store, Ticks())
    assert later is not None
    assert later.game.card.key == 1


def test_going_on_reads_only_the_items_of_the_round(store: Store) -> None:
    contents = tuple(items(200))
    before, left = left_after(store, "++", *contents)
    read: list[int] = []

    def row(at: int) -> Item:
        read.append(at)
        return contents[at]

    rows = Rows(Rows.of(contents).by_uid, row, contents.__iter__)
    session = resume(left, Selection((Pack("sums", "Sums", rows),), rules=rules()), store, Ticks())
    assert session is not None
    assert session.game.deck == before.game.deck
    assert sorted(read) == sorted(contents.index(card.item) for card in before.game.deck)


def test_a_round_of_a_pack_that_can_no_longer_be_read_cannot_go_on(store: Store) -> None:
    _, left = left_after(store, "+")

    def gone(at: int) -> Item:
        raise PackError("the pack has changed")

    packs = (Pack("sums", "Sums", Rows(Rows.of(items(12)).by_uid, gone, lambda: iter(()))),)
    assert resume(left, Selection(packs, rules=rules()), store, Ticks()) is None
    with pytest.raises(PackError):
        start(Selection(packs, rules=rules()), "Ann", store, Ticks())


# -- the choice -----------------------------------------------------------------------------------


def various() -> tuple[Pack, Pack]:
    plot = pack(
        item(1, category="Plot", difficulty="easy"),
        item(2, category="Plot", difficulty="hard"),
        name="plot",
    )
    cast = pack(item(3, category="Cast", difficulty="easy"), item(4), name="cast")
    return plot, cast


def chosen(**fields: str) -> list[str]:
    pool = Selection(various(), **fields).pool()  # type: ignore[arg-type]
    return [entry.uid for entry in pool.after("")]


def test_a_choice_narrows_the_items_down() -> None:
    assert chosen() == ["uid-1", "uid-2", "uid-3", "uid-4"]
    assert chosen(category="plot") == chosen(category="PLOT") == ["uid-1", "uid-2"]
    assert chosen(difficulty="easy") == ["uid-1", "uid-3"]
    assert chosen(category="Plot", difficulty="hard") == ["uid-2"]
    assert Selection(various()).names == ("plot", "cast")


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        ({"category": "Plto"}, "'Plto'", "did you mean plot?"),
        ({"category": "weather"}, "'weather'", "There is Plot, Cast."),
        ({"difficulty": "eazy"}, "'eazy'", "It is easy, medium or hard."),
        ({"category": "Cast", "difficulty": "hard"}, "is hard", "There is easy."),
        ({"category": "Plot", "difficulty": "medium"}, "is medium", "There is easy, hard."),
    ],
)
def test_a_choice_of_nothing_is_told_with_what_there_is(
    fields: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        chosen(**fields)
    assert message in raised.value.message
    assert raised.value.hint == hint


def test_without_any_category_there_is_none_to_choose() -> None:
    with pytest.raises(UsageError) as raised:
        Selection((pack(item(1)),), category="Plot").pool()
    assert raised.value.hint == "There is none to choose."


@pytest.mark.parametrize("packs", [(), (Pack("empty", "Empty", ()),)])
def test_no_questions_at_all_is_told_as_that(store: Store, packs: tuple[Pack, ...]) -> None:
    with pytest.raises(UsageError) as raised:
        start(Selection(packs), "Ann", store, Ticks())
    assert "no questions" in raised.value.message
