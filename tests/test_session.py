from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from quiz.errors import PackError, UsageError
from quiz.game.challenge import deck_digest, read_code
from quiz.game.deck import Selection
from quiz.game.game import Game, replay
from quiz.game.modes import CLASSIC, DAILY, MODES, PARTY, REVIEW, Rules
from quiz.packs.library import Loaded
from quiz.packs.model import Item, Pack
from quiz.race import challenge_code, challenged, ghost
from quiz.scores import daily
from quiz.scores.daily import streak
from quiz.scores.rounds import Round, Saved
from quiz.scores.store import Recording, Store
from quiz.session import (
    Session,
    again,
    begin,
    left_open,
    missed,
    pool,
    practise,
    resume,
    same,
)
from tests.builders import Ticks, item, items, keep, loaded, pack, round_of, rules
from tests.game.random_rounds import begun, next_event
from tests.scores.files import count, ended, posix, query, spawn


def start(
    store: Store,
    *contents: Item,
    like: Rules = CLASSIC,
    seed: str = "",
    difficulty: str = "",
    players: Sequence[str] = ("Ann",),
    ticks: Ticks | None = None,
    day: date = date(2026, 11, 24),
    **fields: object,
) -> Session:
    """Begin a round of these items, or of twelve."""
    return begin(
        [loaded(pack(*contents))],
        rules(like, **fields),
        Selection(("sums",), difficulty=difficulty, seed=seed),
        players,
        store,
        clock=ticks or Ticks(),
        today=lambda: day,
    )


def press(session: Session, right: bool = True) -> bool:
    """Answer the card on the table."""
    key = session.game.card.key
    shown = [n for n in range(len(session.game.card.options)) if n not in session.game.struck]
    choice = key if right else next(n for n in shown if n != key)
    return session.do(session.event("answer", choice))


def play(session: Session, answers: str) -> None:
    """Answer right for a `+` and wrong for a `-`, and go on each time."""
    for sign in answers:
        assert press(session, sign == "+")
        while session.game.phase in ("revealed", "stealing"):
            session.do(session.event("advance"))


def uids(session: Session) -> list[str]:
    """Return the identities of the cards of a round."""
    return [card.item.uid for card in session.game.deck.cards]


def resumed(store: Store, ticks: Ticks | None = None) -> Session:
    """Resume the round that was left last."""
    session = resume(left_open(store)[0].uid, store, ticks or Ticks())
    assert session is not None
    return session


@pytest.fixture
def store() -> Iterator[Store]:
    """Return a store in memory."""
    store = Store(None)
    yield store
    store.close()


# -- a round --------------------------------------------------------------------------------------


class Watched(Recording):
    """A recording that looks at the session while an event is being committed."""

    def __init__(self, session: Session, look: Callable[[], None]) -> None:
        super().__init__(session.recording.store, Saved(session.round, session.game))
        self.look = look

    def record(self, game: Game, seconds: float) -> None:
        super().record(game, seconds)
        self.look()


def test_an_event_is_in_the_file_before_the_game_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    session = start(Store(path))
    found: list[tuple[str, int, int]] = []

    def look() -> None:
        (events,) = query(path, "SELECT count(*) FROM events")[0]
        found.append((session.game.phase, count(path), events))

    session.recording = Watched(session, look)
    assert press(session)
    assert session.do(session.event("advance"))
    assert found == [("asking", 1, 1), ("revealed", 1, 2)]
    session.recording.store.close()


def test_what_comes_while_an_event_is_committed_is_out_of_place(store: Store) -> None:
    session = start(store, clock="card", seconds=20.0)

    def look() -> None:
        events = [
            session.event("answer", 1),
            session.event("expire")._replace(at=99.0),
            session.event("advance"),
        ]
        others = [threading.Thread(target=session.do, args=(event,)) for event in events]
        for other in others:
            other.start()
        for other in others:
            other.join(10)
            assert not other.is_alive()

    session.recording = Watched(session, look)
    assert session.do(session.event("answer", 0))
    assert (session.game.turn, session.game.phase) == (0, "revealed")
    assert [a.choice for a in session.game.attempts] == [0]
    assert store.rounds()[0].answered == 1


def test_events_out_of_place_are_not_stored(store: Store) -> None:
    session = start(store)
    for event in (
        session.event("advance"),
        session.event("expire"),
        session.event("answer", 17),
        session.event("lifeline", "swap"),
        session.event("walk away"),
    ):
        assert not session.do(event)
    assert store.rounds() == []
    assert press(session)
    assert not press(session)
    assert store.rounds()[0].answered == 1


def test_a_store_that_fails_does_not_stop_the_round(tmp_path: Path) -> None:
    path = tmp_path / "scores.db"
    path.mkdir()
    session = start(Store(path))
    play(session, "+-+-+-+-+-")
    assert session.game.ended == "finished"
    assert str(path) in session.trouble
    assert session.recording.store.unsaved == 10
    session.recording.store.close()


def test_the_seconds_of_play_begin_with_the_first_card(store: Store) -> None:
    ticks = Ticks(100.0)
    session = start(store, clock="card", seconds=20.0, ticks=ticks)
    assert (session.seconds, session.game.deadline) == (0.0, 20.0)
    ticks.now = 107.5
    press(session)
    assert session.game.attempts[0].seconds == 7.5


# -- beginning ------------------------------------------------------------------------------------


def test_without_a_seed_unseen_questions_come_first(store: Store) -> None:
    first = start(store, count=4)
    play(first, "+-+-")
    second = start(store, count=4)
    play(second, "++")
    third = start(store, count=6)
    assert len({*uids(first), *uids(second)[:2], *uids(third)}) == 12
    assert set(uids(first)).isdisjoint(uids(second))
    other = start(store, count=12, players=("Bob",))
    assert len(uids(other)) == 12


def test_without_a_seed_each_round_has_one_of_its_own(store: Store) -> None:
    seeds = {start(store).round.seed for _ in range(20)}
    assert len(seeds) == 20
    assert all(seed == seed.strip() != "" for seed in seeds)


def test_with_a_seed_the_round_is_the_same_for_everybody(store: Store) -> None:
    first = start(store, count=4, seed="x")
    play(first, "++++")
    other = start(store, count=4, seed="x", players=("Bob",))
    assert start(store, count=4, seed="x").game.deck == first.game.deck == other.game.deck
    assert other.round.seed == "x"


def test_the_case_number_of_a_long_seed_deals_the_same_round(store: Store) -> None:
    first = start(store, count=4, seed="the longest seed of all")
    number = first.round.seed
    assert (len(number), first.round.selection.seed) == (8, "the longest seed of all")
    assert start(store, count=4, seed=number).game.deck == first.game.deck
    assert start(store, count=4, seed="the longest seed of 2").game.deck != first.game.deck


def test_a_daily_is_the_same_for_everybody_on_the_same_date(store: Store) -> None:
    first = start(store, *items(30), like=DAILY)
    play(first, "++")
    other = start(store, *items(30), like=DAILY, players=("Bob",))
    later = start(store, *items(30), like=DAILY, day=date(2026, 11, 25))
    assert first.game.deck == other.game.deck != later.game.deck


@pytest.mark.parametrize(
    ("like", "players"), [(CLASSIC, "AB"), (PARTY, "A"), (PARTY, "AAB"), (PARTY, "ABCDEFGHI")]
)
def test_the_number_of_players_is_that_of_the_mode(store: Store, like: Rules, players: str) -> None:
    with pytest.raises(UsageError) as raised:
        start(store, like=like, players=tuple(players))
    assert like.title in raised.value.message


def test_packs_that_cannot_be_played_are_skipped_unless_they_are_all(store: Store) -> None:
    broken = Loaded("broken", None, "broken.yaml:1:1: error")
    both = Selection(("broken", "sums"))
    session = begin([broken, loaded(pack())], CLASSIC, both, ("Ann",), store)
    assert session.round.selection == both
    with pytest.raises(PackError, match=r"broken\.yaml"):
        begin([broken], CLASSIC, both, ("Ann",), store)


# -- leaving and resuming -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_begun_left_resumed_and_finished(tmp_path: Path, mode: str) -> None:
    like = MODES[mode]
    players = ("Ann", "Bob", "Zoe")[: max(1, like.least_players)]
    store = Store(tmp_path / "scores.db")
    session = start(store, *items(80), like=like, players=players, ticks=Ticks(5.0))
    press(session)
    session.do(session.event("advance"))
    press(session, right=not like.steal_share)
    session.leave()
    store.close()

    store = Store(tmp_path / "scores.db")
    (left,) = left_open(store)
    assert (left.mode, left.player, left.answered) == (mode, "Ann", 1 if len(players) > 1 else 2)
    later = resumed(store, Ticks(99.0))
    assert later.game == session.game
    assert later.round == session.round
    assert later.seconds == session.seconds
    while later.game.phase != "done":
        later.do(later.event("advance"))
        press(later)
    assert left_open(store) == []
    assert [one.finished for one in store.rounds()] == [True] * len(players)
    assert store.rounds()[0].score == later.game.score(0) > 0
    store.close()


def left(session: Session) -> float | None:
    """Return the seconds that are left of the clock."""
    deadline = session.game.deadline
    return None if deadline is None else deadline - session.seconds


def check_resuming(mode: str, seed: int, share: float) -> None:
    """Play a random round, and resume it after a share of its events."""
    store = Store(None)
    chance = random.Random(f"{mode} {seed}")
    game = begun(chance, mode)
    round = Round(f"{mode}-{seed}", game.rules, Selection(("x",)), "s", game.deck, game.players)
    ticks = Ticks()
    session = Session(Saved(round, game), store, ticks)
    while session.game.phase != "done":
        event = next_event(session.game, chance)
        ticks.now += event.at - session.seconds
        before = session.game
        if not session.do(event):
            assert session.game is before
        elif chance.random() < share:
            ticks.now += chance.choice([0.0, 0.5, 7.25])
            session.leave()
            ticks = Ticks(chance.choice([0.0, -1000.0, 5000.0]))
            later = resume(round.uid, store, ticks)
            assert later is not None
            assert (later.game, later.round) == (session.game, round)
            assert (later.seconds, left(later)) == (session.seconds, left(session))
            session = later
    game = session.game
    assert replay(game.rules, game.deck, game.players, game.events) == game
    totals = [(one.score, one.ended) for one in store.rounds(most=len(game.players))]
    assert totals == [(game.score(n), game.ended) for n in range(len(game.players))]
    store.close()


@pytest.mark.parametrize("mode", MODES)
def test_random_rounds_are_resumed_as_they_were(mode: str) -> None:
    for seed in range(30):
        check_resuming(mode, seed, 0.1)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("mode", MODES)
def test_ten_thousand_random_rounds_are_resumed_as_they_were(mode: str, part: int) -> None:
    for seed in range(1000 + part * 143, 1000 + part * 143 + 143):
        check_resuming(mode, seed, 0.5)


def test_a_clock_goes_on_with_what_was_left_of_it(store: Store) -> None:
    ticks = Ticks(1000.0)
    session = start(store, like=MODES["rush"], ticks=ticks)
    ticks.now += 10.0
    press(session)
    session.do(session.event("advance"))
    ticks.now += 15.0
    session.leave()
    later = resumed(store, Ticks(7.0))
    assert later.game.deadline is not None
    assert later.game.deadline - later.seconds == 60.0 - 10.0 - 15.0


def test_a_pack_that_was_edited_or_deleted_ends_no_round(store: Store) -> None:
    session = start(store, *items(4), count=4)
    play(session, "+")
    later = resumed(store)
    assert later.game.deck == session.game.deck
    play(later, "+++")
    assert later.game.ended == "finished"


def test_a_new_round_hides_no_open_one(store: Store) -> None:
    first = start(store)
    play(first, "+")
    second = start(store)
    play(second, "+" * 10)
    third = start(store, players=("Bob",))
    play(third, "-")
    assert [one.uid for one in left_open(store)] == [third.round.uid, first.round.uid]
    assert [one.uid for one in left_open(store, "Ann")] == [first.round.uid]


def test_a_round_that_cannot_be_read_is_not_resumed(store: Store) -> None:
    assert resume("nothing", store) is None


# -- again ----------------------------------------------------------------------------------------


def load(*contents: Item) -> Callable[[Sequence[str]], list[Loaded]]:
    """Return what loads a pack of these items, whatever is asked for."""
    return lambda names: [loaded(pack(*contents), name=name) for name in names]


def test_again_after_resuming_is_the_same_kind_of_round(store: Store) -> None:
    levels = ("easy", "hard")
    contents = [item(n, difficulty=levels[n % 2]) for n in range(40)]
    session = start(store, *contents, count=5, difficulty="hard")
    play(session, "++")
    later = resumed(store)
    play(later, "+++")
    once_more = again(later.round, store, load(*contents), Ticks())
    assert once_more.round.rules == session.round.rules
    assert once_more.round.selection == session.round.selection
    assert {card.item.difficulty for card in once_more.game.deck.cards} == {"hard"}
    assert len(once_more.game.deck.cards) == 5
    assert set(uids(once_more)).isdisjoint(uids(session))


def test_again_after_a_seed_that_was_given_deals_the_same_cards(store: Store) -> None:
    session = start(store, *items(30), seed="friday")
    play(session, "+")
    once_more = again(resumed(store).round, store, load(*items(30)), Ticks())
    assert once_more.game.deck == session.game.deck
    free = start(store, *items(30))
    assert again(free.round, store, load(*items(30)), Ticks()).round.seed != free.round.seed


def test_again_takes_the_packs_as_they_are_now(store: Store) -> None:
    session = start(store, *items(3), count=3)
    play(session, "+++")
    once_more = again(session.round, store, load(item("new")), Ticks())
    assert uids(once_more) == ["uid-new"]


def test_the_same_cards_once_more_need_no_packs(store: Store) -> None:
    ticks = Ticks(100.0)
    session = start(store, *items(30), like=PARTY, count=2, players=("Ann", "Bob"))
    play(session, "+-+-")
    once_more = same(session.round, store, ticks)
    assert once_more.round == session.round._replace(uid=once_more.round.uid)
    assert once_more.round.uid != session.round.uid
    ticks.now += 2.0
    assert once_more.seconds == 2.0
    play(once_more, "++++")
    assert [one.finished for one in store.rounds()] == [True] * 4


def test_what_was_missed_is_asked_once_more(store: Store) -> None:
    ticks = Ticks(100.0)
    picked = [item(n, distractors=tuple(f"wrong {n}.{m}" for m in range(8))) for n in range(9)]
    session = start(store, *picked, like=MODES["survival"], lives=0, difficulty="medium")
    play(session, "+-+--++++")
    review = missed(session.round, session.game, store, ticks)
    lost = [uids(session)[n] for n in (1, 3, 4)]
    assert sorted(uids(review)) == sorted(lost)
    assert review.round.rules == rules(REVIEW, count=3)
    assert review.round.selection == Selection(("sums",))
    assert review.round.players == ("Ann",)
    assert review.round.seed not in ("", session.round.seed)
    ticks.now += 2.0
    assert review.seconds == 2.0
    play(review, "+-+")
    assert store.rounds()[0].finished
    rest = missed(review.round, review.game, store)
    assert uids(rest) == uids(review)[1:2]
    decks = {missed(session.round, session.game, store).game.deck for _ in range(9)}
    assert len(decks) > 1


def test_what_was_asked_before_can_be_practised(store: Store) -> None:
    keep(store, round_of(*items(3)))
    keep(store, round_of(item(2, stem="Edited since?", pack="more")))
    session = practise(["uid-1", "uid-2", "uid-9"], "Bob", store, Ticks())
    assert session.game.rules == rules(REVIEW, count=2)
    assert session.round.players == ("Bob",)
    assert set(session.round.selection.packs) == {"sums", "more"}
    assert {card.item.stem for card in session.game.deck.cards} == {
        "What is asked in 1?",
        "Edited since?",
    }
    with pytest.raises(UsageError, match="not kept"):
        practise(["uid-9"], "Bob", store)


def test_of_a_party_it_is_what_the_first_player_missed(store: Store) -> None:
    alike = [item(n, stem="Is it right 1 or right 2?", kin=("row",)) for n in range(1, 7)]
    session = start(store, *alike, like=PARTY, count=3, players=("Ann", "Bob"))
    play(session, "--+--+")
    review = missed(session.round, session.game, store)
    assert sorted(uids(review)) == sorted(uids(session)[n] for n in (0, 4))
    assert review.round.players == ("Ann",)


def test_a_round_without_a_miss_leaves_nothing_to_ask(store: Store) -> None:
    session = start(store, like=PARTY, count=2, players=("Ann", "Bob"))
    with pytest.raises(UsageError, match="Nothing was missed"):
        missed(session.round, session.game, store)
    play(session, "+-+-")
    with pytest.raises(UsageError, match="Nothing was missed"):
        missed(session.round, session.game, store)


# -- challenges and ghosts ------------------------------------------------------------------------

PLOT = loaded(pack(*[item(f"p{n}", category="Plot" if n % 2 else "Themes") for n in range(30)]))
CAST = loaded(pack(*[item(f"c{n}", difficulty="hard") for n in range(30)]))
OWN = loaded(pack(*items(30)), built_in=False)
DAY = date(2026, 11, 24)
LIBRARY = [PLOT._replace(name="plot"), CAST._replace(name="cast"), OWN._replace(name="own")]


def race(
    store: Store,
    answers: str,
    packs: Sequence[Loaded] = LIBRARY[:2],
    like: Rules = CLASSIC,
    player: str = "Ann",
    *,
    seed: str = "friday",
    category: str = "",
    difficulty: str = "",
) -> Session:
    """Play a round by a seed; each answer takes a second more than the one before."""
    selection = Selection(tuple(one.name for one in packs), category, difficulty, seed)
    ticks = Ticks()
    session = begin(packs, like, selection, (player,), store, clock=ticks, today=lambda: DAY)
    for seconds, sign in enumerate(answers):
        ticks.now += seconds
        play(session, sign)
    return session


def code_of(session: Session) -> str:
    """Return the challenge code of a round, which must have one."""
    code = challenge_code(Saved(session.round, session.game))
    assert code
    return code


def accept(
    code: str, store: Store, packs: Sequence[Loaded] = LIBRARY, day: date = DAY, relaxed: int = 1
) -> Session:
    """Return the round of a code as Bob plays it."""
    return challenged(code, packs, "Bob", store, Ticks(), relaxed=relaxed, today=lambda: day)


@pytest.mark.parametrize("mode", ["classic", "rush", "survival", "ladder", "daily"])
def test_a_code_deals_the_same_cards_and_the_challenger_as_a_ghost(store: Store, mode: str) -> None:
    answers = {"survival": "++-+--", "ladder": "++++++-", "rush": "+-" * 6}
    first = race(store, answers.get(mode, "++-+-+++-+"), like=MODES[mode])
    code = code_of(first)
    other = accept(code.lower(), Store(None))
    assert other.game.deck == first.game.deck
    assert other.round.rules == first.round.rules
    assert other.round.players == ("Bob",)
    assert other.round.selection.packs == ("plot", "cast")
    against = ghost(other)
    assert against is not None
    assert against.name == "challenger"
    assert len(against.scores) == len(first.game.attempts)
    assert against.scores[-1] == pytest.approx(first.game.score(), rel=0.05)


def test_the_answer_to_a_challenge_is_a_challenge(store: Store) -> None:
    other = accept(code_of(race(store, "+" * 10)), store)
    play(other, "-" * 10)
    back = accept(code_of(other), store)
    against = ghost(back)
    assert against is not None
    assert against.scores == (0,) * 10


@pytest.mark.parametrize(
    ("packs", "category", "difficulty"),
    [
        (LIBRARY, "", ""),
        (LIBRARY[:2], "", ""),
        (LIBRARY[2:], "", ""),
        (LIBRARY[:1], "themes", ""),
        (LIBRARY, "", "hard"),
        (LIBRARY[:2], "Plot", "medium"),
    ],
)
def test_the_choice_that_deals_the_challenge_is_found(
    store: Store, packs: list[Loaded], category: str, difficulty: str
) -> None:
    first = race(store, "+" * 10, packs, category=category, difficulty=difficulty)
    broken = Loaded("broken", None, "broken.yaml:1:1: error", True)
    other = accept(code_of(first), Store(None), [LIBRARY[2], broken, *LIBRARY[1::-1]])
    assert other.game.deck == first.game.deck
    assert other.round.selection.difficulty == first.round.selection.difficulty
    play(other, "+" * 10)
    known = {one.name: one for one in LIBRARY}
    once_more = again(other.round, store, lambda names: [known[name] for name in names], Ticks())
    assert once_more.game.deck == first.game.deck
    assert ghost(once_more) == ghost(other)


def test_other_packs_or_versions_are_refused_before_the_round(store: Store) -> None:
    code = code_of(race(store, "+" * 10))
    mended = pack(*[item(f"p{n}", distractors=("a", "b")) for n in range(30)])
    for packs in (LIBRARY[2:], [loaded(mended, name="plot"), LIBRARY[1]], []):
        other = Store(None)
        with pytest.raises(UsageError, match="do not deal the challenger's cards") as raised:
            accept(code, other, packs)
        assert "Ask the challenger which packs" in raised.value.hint
        assert other.rounds() == other.left_open() == []
    with pytest.raises(UsageError, match="not a challenge code"):
        accept("friday", store)


def test_a_challenge_survives_leaving_and_resuming(store: Store) -> None:
    other = accept(code_of(race(store, "++-+-+++-+")), store)
    play(other, "++")
    other.leave()
    later = resumed(store)
    assert later.round == other.round
    assert ghost(later) == ghost(other)
    assert ghost(later) is not None
    assert ghost(same(other.round, store)) == ghost(other)


def test_an_older_code_is_refused_but_a_race_already_dealt_keeps_its_challenger(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = race(store, "++-+-+++-+")
    other = accept(code_of(first), store)
    with monkeypatch.context() as older:
        older.setattr("quiz.game.challenge.VERSION_OF_CODES", 1)
        code = code_of(first)
    with pytest.raises(UsageError, match="older version"):
        accept(code, store)
    left = other.round._replace(selection=other.round.selection._replace(challenge=code))
    assert ghost(same(left, store)) == ghost(other)


def test_a_challenge_counts_among_the_rounds_of_its_kind(store: Store) -> None:
    first = race(store, "+" * 10, player="Bob")
    other = accept(code_of(first), store)
    assert store.form(other.round).best == first.game.score()


def test_of_a_long_seed_the_case_number_is_in_the_code(store: Store) -> None:
    first = race(store, "+" * 10, seed="a seed that is too long for any code")
    other = accept(code_of(first), store)
    assert other.game.deck == first.game.deck
    assert other.round.seed == other.round.selection.seed == first.round.seed


def test_the_daily_of_another_day_is_raced_as_a_classic_round(store: Store) -> None:
    first = race(store, "+" * 10, like=DAILY, seed="")
    later = accept(code_of(first), store, day=date(2026, 11, 25))
    assert later.round.rules == CLASSIC
    assert (later.game.deck, later.round.seed) == (first.game.deck, "2026-11-24")
    assert ghost(later) == ghost(accept(code_of(first), store))


def test_todays_daily_is_finished_before_that_of_a_challenger_is_raced(store: Store) -> None:
    code = code_of(race(store, "+" * 10, like=DAILY, seed=""))
    own = race(store, "++", LIBRARY[2:], DAILY, "Bob", seed="")
    with pytest.raises(UsageError, match="left today's daily"):
        accept(code, store)
    play(own, "+" * 8)
    later = accept(code, store)
    assert later.round.rules.mode == "practice"
    assert deck_digest(later.game.deck) == read_code(code).digest
    assert ghost(later) is not None


def test_a_clock_is_the_racers_own(store: Store) -> None:
    first = race(store, "+" * 8, like=rules(MODES["rush"], relaxed=3))
    first.do(first.event("expire")._replace(at=999.0))
    first.do(first.event("advance"))
    other = accept(code_of(first), store, relaxed=2)
    assert other.game.time_limit == 120.0
    against = ghost(other)
    assert against is not None
    assert against.scores[-1] == pytest.approx(first.game.score(), rel=0.05)
    assert accept(code_of(race(store, "+" * 10)), store, relaxed=2).round.rules == CLASSIC


def test_rounds_that_others_cannot_be_dealt_have_no_code(store: Store) -> None:
    for session in (race(store, "+" * 10, seed=""), race(store, "+" * 9)):
        assert challenge_code(Saved(session.round, session.game)) == ""
    party = start(store, like=PARTY, count=2, seed="x", players=("Ann", "Bob"))
    play(party, "++++")
    assert challenge_code(Saved(party.round, party.game)) == ""
    assert ghost(party) is None


@pytest.mark.parametrize("mode", ["classic", "rush", "survival", "ladder"])
def test_without_a_challenge_one_races_ones_own_best_round(store: Store, mode: str) -> None:
    like = rules(MODES[mode], count=4)
    assert ghost(race(store, "++", like=like)) is None
    best = race(store, "++++", like=like, seed="monday")
    race(store, "++-" if mode == "ladder" else "++--", like=like, seed="tuesday")
    against = ghost(race(store, "", like=like, seed=""))
    assert against is not None
    assert (against.name, len(against.scores)) == ("your best", 4)
    assert against.scores[-1] == best.game.score()


def test_in_a_daily_and_a_review_there_is_no_own_best_to_race(store: Store) -> None:
    for like in (DAILY, REVIEW):
        race(store, "+" * 5, like=like)
        assert ghost(race(store, "", like=like)) is None


# -- the choice -----------------------------------------------------------------------------------


def various() -> tuple[Pack, Pack]:
    """Return two packs of several categories and difficulties."""
    plot = pack(
        item(1, category="Plot", difficulty="easy"),
        item(2, category="Plot", difficulty="hard"),
        name="plot",
    )
    cast = pack(item(3, category="Cast", difficulty="easy"), item(4), name="cast")
    return plot, cast


def chosen(**fields: str) -> list[str]:
    """Return the identities that a selection leaves."""
    return [*pool(various(), Selection(**fields)).uids_from("")]  # type: ignore[arg-type]


def test_a_selection_narrows_the_items_down() -> None:
    assert chosen() == ["uid-1", "uid-2", "uid-3", "uid-4"]
    assert chosen(category="plot") == chosen(category="PLOT") == ["uid-1", "uid-2"]
    assert chosen(difficulty="easy") == ["uid-1", "uid-3"]
    assert chosen(category="Plot", difficulty="hard") == ["uid-2"]


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        ({"category": "Plto"}, "'Plto'", "did you mean Plot?"),
        ({"category": "weather"}, "'weather'", "The categories are: Plot, Cast."),
        ({"difficulty": "eazy"}, "'eazy'", "It is easy, medium or hard."),
        ({"category": "Cast", "difficulty": "hard"}, "is hard", "They are: easy."),
        ({"category": "Plot", "difficulty": "medium"}, "is medium", "They are: easy, hard."),
    ],
)
def test_a_selection_of_nothing_is_an_error_that_names_what_there_is(
    fields: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        chosen(**fields)
    assert message in raised.value.message
    assert raised.value.hint == hint


def test_without_any_category_there_is_none_to_choose() -> None:
    with pytest.raises(UsageError) as raised:
        pool((pack(item(1)),), Selection(category="Plot"))
    assert raised.value.hint == "The categories are: none."


@pytest.mark.parametrize("packs", [(), (Pack("empty", "Empty", ()),)])
def test_no_questions_at_all_is_an_error(store: Store, packs: tuple[Pack, ...]) -> None:
    with pytest.raises(UsageError, match="no questions"):
        begin([loaded(one) for one in packs], CLASSIC, Selection(), ("Ann",), store)


# -- the daily and the review -------------------------------------------------------------------


def test_a_day_has_one_scored_daily_and_then_practice() -> None:
    store = Store(None)
    first = start(store, like=DAILY)
    assert first.round.seed == "2026-11-24"
    play(first, "+++")
    assert daily.finished(store, "Ann") == []
    left = start(store, like=DAILY)
    assert (left.round.uid, left.game.score()) == (first.round.uid, first.game.score())
    play(left, "+" * 7)
    assert daily.finished(store, "Ann") == ["2026-11-24"]
    for practice in (start(store, like=DAILY), same(first.round, store), again_of(first, store)):
        assert practice.round.rules.title == "Daily practice"
        assert practice.round.deck.cards == first.round.deck.cards
    play(start(store, like=DAILY, day=date(2026, 11, 23)), "+" * 10)
    assert sorted(daily.finished(store, "Ann")) == ["2026-11-23", "2026-11-24"]
    assert start(store, like=DAILY, players=("Bo",)).round.rules == DAILY


def again_of(session: Session, store: Store) -> Session:
    return begin(
        [loaded(pack())],
        session.round.rules,
        session.round.selection,
        session.round.players,
        store,
        today=lambda: date(2026, 11, 24),
    )


def test_a_daily_that_was_begun_yesterday_counts_for_yesterday() -> None:
    store = Store(None)
    session = start(store, like=DAILY, day=date(2026, 11, 23))
    play(session, "+")
    late = resume(session.round.uid, store)
    assert late
    play(late, "+" * 9)
    assert daily.finished(store, "Ann") == ["2026-11-23"]


def test_after_practice_there_is_more_practice_and_tomorrow_the_next_daily(store: Store) -> None:
    play(start(store, like=DAILY), "+" * 10)
    practice = start(store, like=DAILY)
    play(practice, "-" * 10)
    once_more = again_of(practice, store)
    assert once_more.round.rules == practice.round.rules != DAILY
    assert once_more.game.deck == practice.game.deck
    next_day = start(store, like=once_more.round.rules, day=date(2026, 11, 25))
    assert (next_day.round.rules, next_day.round.seed) == (DAILY, "2026-11-25")
    assert daily.finished(store, "Ann") == ["2026-11-24"]
    assert store.form(practice.round).rounds == 1


def test_a_daily_that_was_left_needs_no_packs_and_one_that_is_damaged_begins_anew(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "scores.db")
    left = start(store, like=DAILY)
    play(left, "++")
    broken = [Loaded("sums", None, "sums.yaml:1:1: error")]
    own = Selection(("sums",))
    day = date(2026, 11, 24)
    found = begin(broken, DAILY, own, ("Ann",), store, clock=Ticks(), today=lambda: day)
    assert (found.round, found.game) == (left.round, left.game)
    query(tmp_path / "scores.db", "UPDATE rounds SET deck = '[['")
    anew = start(store, like=DAILY)
    assert anew.round.rules == DAILY
    assert anew.round.uid != left.round.uid
    store.close()


def test_a_streak_survives_other_packs_other_clocks_and_other_zones(store: Store) -> None:
    def play_daily(day: date, *contents: Item) -> None:
        play(start(store, *contents, like=DAILY, day=day), "+" * 10)

    def length(day: date) -> int:
        return streak(daily.finished(store, "Ann"), day).length

    first, second, third = (date(2026, 11, day) for day in (24, 25, 26))
    play_daily(first, *items(30))
    play_daily(second, *items(12, difficulty="hard"))  # the pack was edited
    assert length(second) == 2
    for day in (first, second):  # a clock set back, or a flight to the west
        assert length(day) == 2
        play_daily(day, *items(12))
        assert length(second) == 2
    play_daily(third)
    assert (length(third), length(first)) == (3, 3)


DEAL = """
import sys
from datetime import date
from quiz.game.modes import DAILY
from quiz.game.deck import Selection
from quiz.scores.store import Store
from quiz.session import begin
from tests.builders import item, loaded, pack
contents = [item(n, category=f"{n % 3}", source=f"F{n % 7}") for n in range(40)]
packs, store = [loaded(pack(*contents))], Store(None)
fixed = begin(packs, DAILY, Selection(), ("Ann",), store, today=lambda: date(2026, 11, 24))
print(begin(packs, DAILY, Selection(), ("Ann",), store).round.seed)
print([(card.item.uid, card.options, card.decoy) for card in fixed.game.deck.cards])
"""


@posix
def test_a_daily_is_that_of_the_local_date_and_alike_everywhere(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for number, zone in enumerate(("<+14>-14", "<-12>12")):  # 26 hours apart
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("PYTHONHASHSEED", str(number))
        told.append(ended(spawn(DEAL)).splitlines())
    contents = [item(n, category=f"{n % 3}", source=f"F{n % 7}") for n in range(40)]
    play(start(store, *contents, count=30), "+-" * 15)
    here = start(store, *contents, like=DAILY).game.deck.cards
    cards = repr([(card.item.uid, card.options, card.decoy) for card in here])
    assert [line[1] for line in told] == [cards, cards]
    east, west = (date.fromisoformat(line[0]) for line in told)
    assert 1 <= (east - west).days <= 2


def test_a_review_with_a_seed_is_the_same_for_everybody(store: Store) -> None:
    play(start(store, count=4), "----")
    mine = start(store, like=REVIEW, seed="x")
    assert mine.game.deck == start(store, like=REVIEW, seed="x", players=("Bob",)).game.deck


def test_a_review_asks_what_was_missed_then_a_few_new_questions() -> None:
    store = Store(None)
    contents = items(20)
    first = start(store, *contents, count=4)
    play(first, "-+-+")
    missed_uids = {first.game.card_at(turn).item.uid for turn in (0, 2)}
    review = start(store, *contents, like=REVIEW)
    cards = [card.item.uid for card in review.round.deck.cards]
    assert {*cards[:2]} == missed_uids
    assert len(cards) == 7
    assert {*cards}.isdisjoint(first.game.card_at(turn).item.uid for turn in (1, 3))
    play(review, "+" * 7)
    for _ in range(2):
        play(start(store, *contents, like=REVIEW), "+++++")
    assert len(start(store, *contents, like=REVIEW).round.deck.cards) == 5  # seen longest ago
