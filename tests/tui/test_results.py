"""The results of a round, and the scores that lead back to them."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Digits

from quiz.game.deck import Selection
from quiz.game.result import summarise
from quiz.game.wording import stamp
from quiz.race import challenge_code
from quiz.scores.store import Store
from quiz.tui.screens import results
from quiz.tui.screens.help import HelpScreen
from quiz.tui.screens.home import HomeScreen
from quiz.tui.screens.packs import PacksScreen
from quiz.tui.screens.question import QuestionScreen
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.screens.scores import ScoresScreen
from tests.builders import game, items, keep, played, round_of
from tests.tui.stage import asking, heard, key_of, play, run, shown, stage, until


def test_results_show_the_score_the_tallies_and_what_was_missed() -> None:
    app = stage(count=6)

    async def act(pilot: Pilot[None]) -> None:
        missed = asking(app).session.game.deck.cards[2]
        await play(pilot, "++-+++")
        text = shown(app)
        assert app.screen.query_one(Digits).value == "850"
        assert "SOLVED" in text
        assert "Case no. 1" in text
        assert "5 of 6 right · Best streak 3 · Time 0:" in text
        assert "Ann" in text
        assert "21 July 2025" in text
        assert "First round: this is the score to beat." in text
        for word in ("Odd", "Even", "medium"):
            assert word in text
        for part in (missed.item.stem, missed.item.key, missed.item.explanation):
            assert part in text

    run(app, act, (100, 40))


@pytest.mark.parametrize(
    ("answers", "word"),
    [("++++", "CASE CLOSED"), ("+++-", "OPEN LEADS"), ("+---", "COLD CASE"), ("++++-", "SOLVED")],
)
def test_the_stamp_tells_how_it_went(answers: str, word: str) -> None:
    assert stamp(summarise(played(game(*items(5)), answers))) == word


def test_results_compare_with_the_best_and_show_the_last_ten() -> None:
    app = stage(count=2)

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, "+-")
        for answers, *lines in (
            ("++", "New best, up 175 · Rank 1 of 2", "your last 2"),
            ("+-", "175 short of your best · Rank 2 of 3"),
            ("++", "Level with your best · Rank 1 of 4", "your last 4"),
        ):
            await pilot.press("r")
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            await play(pilot, answers)
            for line in lines:
                assert line in shown(app)

    run(app, act)


def test_one_key_leads_on_from_the_results() -> None:
    app = stage(count=2)

    async def act(pilot: Pilot[None]) -> None:
        first = asking(app).session.round
        await play(pilot, "-+")
        for key in ("enter", "d", "m"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            round = asking(app).session.round
            assert round.uid != first.uid
            if key == "d":
                assert round.deck == first.deck
            if key == "m":
                assert len(round.deck.cards) == 1
                assert round.deck.cards[0].item == first.deck.cards[0].item
            await play(pilot, ("-" + "+" * 9)[: len(round.deck.cards)])
        for key, screen in {"p": PacksScreen, "s": ScoresScreen, "f1": HelpScreen}.items():
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, screen))  # noqa: B023
            await pilot.press("escape")
            assert isinstance(app.screen, ResultsScreen)
        await pilot.press("h")
        assert isinstance(app.screen, HomeScreen)

    run(app, act)


def test_there_are_no_misses_to_play_after_a_perfect_round() -> None:
    app = stage(count=1)

    async def act(pilot: Pilot[None]) -> None:
        await play(pilot, "+")
        assert "Misses" not in shown(app)
        await pilot.press("m")
        assert isinstance(app.screen, ResultsScreen)

    run(app, act)


def test_keys_meant_for_the_last_reveal_do_not_reach_the_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = stage(count=1)
    monkeypatch.setattr(results, "DEAF", 60)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key_of(app), "enter", "enter", "enter", "r", "escape", "h")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen))
        await pilot.press("enter", "r", "escape")
        assert isinstance(app.screen, ResultsScreen)

    run(app, act)


def test_the_result_can_be_copied_without_spoilers() -> None:
    app = stage(count=3)
    copied: list[str] = []

    async def act(pilot: Pilot[None]) -> None:
        app.copy_to_clipboard = copied.append  # type: ignore[assignment, method-assign]
        cards = asking(app).session.game.deck.cards
        await play(pilot, "+-+")
        assert isinstance(app.screen, ResultsScreen)
        code = challenge_code(app.screen.saved)
        await pilot.press("c")
        await pilot.pause()
        (text,) = copied
        assert text.splitlines()[1:] == [
            "2 of 3 right · best streak 1 · 300 points",
            "✓×✓",
            "Case no. 1",
            f"quiz play --challenge {code}",
        ]
        assert not any(card.item.stem in text for card in cards)
        for line in text.splitlines():
            assert line in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, ResultsScreen)

    run(app, act)


# -- scores -----------------------------------------------------------------------------------


def test_scores_are_shown_by_pack_and_player() -> None:
    store = Store(None)
    for player, name in (("Ann", "sums"), ("Bob", "more")):
        keep(store, round_of(*items(2), player=player, selection=Selection((name,))), "++")
    keep(store, round_of(*items(2), player="Bob", selection=Selection(("more",))), "+-")
    app = stage(store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        await until(pilot, lambda: "325" in shown(app))
        assert shown(app).count("325") == 2
        assert shown(app).index("150") < shown(app).index("325")
        await pilot.press("b")
        await until(pilot, lambda: shown(app).index("325") < shown(app).rindex("150"))
        await pilot.press("n")
        await until(pilot, lambda: "Bob · all packs · best first" in shown(app))
        assert shown(app).count("325") == 1
        await pilot.press("p", "p")
        await until(pilot, lambda: "Bob · sums" in shown(app) and "No such" in shown(app))

    run(app, act)


def test_a_round_can_be_opened_again_from_the_scores() -> None:
    app = stage(count=2)

    async def act(pilot: Pilot[None]) -> None:
        for answers in ("+-", "++"):
            await play(pilot, answers)
            await pilot.press("s" if answers == "++" else "r")
            await until(pilot, lambda: not isinstance(app.screen, ResultsScreen))
        await until(pilot, lambda: "150" in shown(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: heard(app))
        assert app.screen.query_one(Digits).value == "150"
        assert "First round" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ScoresScreen))

    run(app, act)


def test_a_round_left_open_is_continued_from_the_scores() -> None:
    store = Store(None)
    keep(store, round_of(*items(3), player="Ann"), "+")
    app = stage(store=store, play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        await until(pilot, lambda: "1/1…" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))

    run(app, act)


def test_there_may_be_no_scores_yet() -> None:
    app = stage(play=False)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        await until(pilot, lambda: "No rounds have been played yet." in shown(app))
        await pilot.press("down", "enter", "b", "n", "p", "escape")
        assert isinstance(app.screen, HomeScreen)

    run(app, act)
