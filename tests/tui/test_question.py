from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from quiz.game.game import Game
from quiz.packs.model import Item
from quiz.scores.store import Recording, Store
from quiz.settings import Settings
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.widgets.options import OptionRow, OptionRows
from tests.tui.stage import (
    asking,
    cells,
    heard,
    key_of,
    miss_of,
    pack,
    place,
    question,
    run,
    shown,
    stage,
    until,
)


def game(pilot: Pilot[None]) -> Game:
    return asking(pilot.app).session.game  # type: ignore[arg-type]


def test_it_shows_stem_options_progress_score_and_keys() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        text = shown(app)
        card = game(pilot).card
        assert card.item.stem in text
        for number, option in enumerate(card.options, start=1):
            assert f"{number}   {option}" in text
        assert "1/10" in text
        assert "0 points" in text
        assert "medium · 150 points" in text
        assert "1–4 A–D Answer" in text
        assert "Enter" not in text
        assert "Esc Leave" in text

    run(app, act)


def test_a_right_answer_is_told_by_sign_and_word_with_its_points() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key_of(app))
        text = shown(app)
        assert "✓ RIGHT" in text
        assert "+150" in text
        assert "streak" not in text
        assert game(pilot).card.item.explanation in text
        await pilot.press("enter")
        await pilot.press(key_of(app))
        assert "+150 · streak +25" in shown(app)
        assert "2 in a row" in shown(app)
        await until(pilot, lambda: "325 points" in shown(app))

    run(app, act)


def test_a_wrong_answer_marks_the_key_and_what_was_chosen() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        right, wrong = key_of(app), miss_of(app)
        await pilot.press(wrong)
        lines = shown(app).splitlines()
        assert any("× WRONG" in line and f"the answer is {right}" in line for line in lines)
        assert any(f" {right} " in line and "✓ the answer" in line for line in lines)
        assert any(f" {wrong} " in line and "× WRONG" in line for line in lines)

    run(app, act)


def test_one_screen_serves_the_whole_round() -> None:
    app = stage(count=3)

    async def act(pilot: Pilot[None]) -> None:
        screen = app.screen
        for _ in range(2):
            await pilot.press(key_of(app), "enter")
            assert app.screen is screen
        await pilot.press(key_of(app), "enter")
        await pilot.pause()
        assert isinstance(app.screen, ResultsScreen)

    run(app, act)


def test_quick_presses_make_one_attempt() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1", "1", "2", "a", "B")
        assert len(game(pilot).attempts) == 1
        assert game(pilot).phase == "revealed"

    run(app, act)


@pytest.mark.parametrize(("key", "choice"), [("2", 1), ("b", 1), ("D", 3)])
def test_digits_and_letters_answer(key: str, choice: int) -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        attempt = game(pilot).attempt
        assert attempt is not None
        assert attempt.choice == choice

    run(app, act)


def test_other_keys_answer_nothing() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("5", "9", "i", "z", "enter", "space")
        assert game(pilot).attempts == ()

    run(app, act)


def test_arrows_point_and_enter_answers() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "up", "up", "enter")
        attempt = game(pilot).attempt
        assert attempt is not None
        assert attempt.choice == 3
        await pilot.press("enter")
        assert game(pilot).turn == 1
        assert app.screen.query_one(OptionRows).index is None

    run(app, act)


def test_a_click_answers_and_a_click_goes_on() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        spot = place(app, game(pilot).card.options[2])
        await pilot.click(offset=spot)
        await pilot.pause()
        attempt = game(pilot).attempt
        assert attempt is not None
        assert attempt.choice == 2
        await pilot.click(offset=spot)  # on the same option, which must not answer the next card
        await pilot.pause()
        assert game(pilot).turn == 1
        assert game(pilot).phase == "asking"

    run(app, act)


def test_the_mouse_points_and_the_keys_say_that_enter_answers() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.hover(offset=place(app, game(pilot).card.options[1]))
        await pilot.pause()
        assert app.screen.query_one(OptionRows).index == 1
        await until(pilot, lambda: "Enter" in shown(app))
        await pilot.press("enter")
        attempt = game(pilot).attempt
        assert attempt is not None
        assert attempt.choice == 1

    run(app, act)


def test_the_attempt_is_stored_before_it_is_shown() -> None:
    class Watched(Store):
        seen: list[str]

        def record(self, recording: Recording, game: Game, seconds: float) -> None:
            self.seen.append(shown(app))
            super().record(recording, game, seconds)

    store = Watched(None)
    store.seen = []
    store.trouble = ""
    app = stage(store=store)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        assert len(store.seen) == 1
        assert "RIGHT" not in store.seen[0]
        assert "WRONG" not in store.seen[0]

    run(app, act)


HOSTILE = "[/] [@click=app.quit]x[/] [link=https://a.b]y[/] list[int] [bold"


@pytest.mark.parametrize("size", [(100, 30), (40, 12), (20, 6)])
def test_pack_text_is_literal(size: tuple[int, int]) -> None:
    item = question(1, stem=HOSTILE, key="[/]", explanation=HOSTILE, category="[red]C")
    app = stage([pack([item], title="[/]")])

    async def act(pilot: Pilot[None]) -> None:
        if size[0] >= 80:
            assert HOSTILE in shown(app)
        await pilot.press(miss_of(app), "enter")
        await until(pilot, lambda: heard(app))
        if size[0] >= 80:
            assert "[red]C" in shown(app)
        await pilot.press("pagedown")
        if size[0] >= 80:
            assert HOSTILE in shown(app)

    run(app, act, size)


def wide() -> list[Item]:
    return [
        question(
            n,
            stem=f"{n} 자신을 버린 사람들에게 복수하려는 생존자들의 우두머리는 누구인가요?",
            key="김아현입니다",
            distractors=("김세희입니다", "정현입니다", "안소정입니다"),
            explanation="어린 시절 반품되었다가 살아남은 아이가 자라서 다른 생존자들을 이끕니다.",
        )
        for n in range(1, 4)
    ]


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12)])
def test_wide_text_is_aligned_and_whole(size: tuple[int, int]) -> None:
    app = stage([pack(wide())])

    async def act(pilot: Pilot[None]) -> None:
        for press in (miss_of(app), "enter"):
            for row in app.screen.query(OptionRow).results():
                lines = [row.render_line(y).cell_length for y in range(row.size.height)]
                assert set(lines) == {row.size.width}
            assert "김아현입니다" in shown(app)
            await pilot.press(press)

    run(app, act, size)


@pytest.mark.parametrize(
    ("size", "pages"),
    [((100, 30), 5), ((40, 12), 25), pytest.param((24, 8), 90, marks=pytest.mark.slow)],
)
def test_a_long_card_can_be_read_to_its_end(size: tuple[int, int], pages: int) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    items = [
        question(
            1,
            stem=long,
            key="the key " + long,
            distractors=tuple(f"wrong {n} {long}" for n in range(8)),
            explanation=long + " the end.",
        )
    ]
    app = stage([pack(items)])

    async def act(pilot: Pilot[None]) -> None:
        seen = shown(app)
        assert long[:12] in seen
        for _ in range(pages):
            asking(app).action_scroll(1)
            await pilot.pause()
            seen += shown(app)
        for option in game(pilot).card.options:
            assert option.split()[1] in seen
        await pilot.press(key_of(app))
        assert "✓ RIGHT" in shown(app)
        for _ in range(pages):
            asking(app).action_scroll(1)
            await pilot.pause()
        assert "the end." in " ".join(shown(app).split())

    run(app, act, size)


def test_pointing_keeps_the_option_in_sight() -> None:
    items = [question(1, options=(*(f"option {n}" for n in range(8)), "right 1"))]
    app = stage([pack(items)])

    async def act(pilot: Pilot[None]) -> None:
        for number in range(9):
            await pilot.press("down")
            assert app.screen.query_one(OptionRows).index == number
            assert game(pilot).card.options[number] in shown(app)
        await pilot.press("down")
        assert app.screen.query_one(OptionRows).index == 0
        assert game(pilot).card.options[0] in shown(app)

    run(app, act, (40, 8))


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
def test_a_long_question_is_shown_and_leaves_the_others_as_they_are(size: tuple[int, int]) -> None:
    long = question(1, stem="Why is it that " + "so many words " * 40 + "are here?")
    app = stage([pack([question(2), long])])

    async def act(pilot: Pilot[None]) -> None:
        gaps = {}
        for _ in range(2):
            card = game(pilot).card
            assert card.item.stem[:40] in shown(app)
            stem, first = place(app, card.item.stem[:20]), place(app, card.options[0])
            gaps[card.item.stem] = first[1] - stem[1]
            await pilot.press(key_of(app), "enter")
        assert gaps[question(2).stem] <= 3

    run(app, act, size)


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
def test_nothing_jumps_when_the_answer_is_revealed(size: tuple[int, int]) -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        card = game(pilot).card
        texts = (card.item.stem, *card.options)
        before = [place(app, text) for text in texts]
        await pilot.press(miss_of(app))
        assert [place(app, text) for text in texts] == before

    run(app, act, size)


@pytest.mark.parametrize(
    ("streak", "praise"), [(3, "3 in a row"), (5, "roll"), (10, "unstoppable")]
)
def test_a_streak_looks_different_at_its_milestones(streak: int, praise: str) -> None:
    app = stage(count=10)

    async def act(pilot: Pilot[None]) -> None:
        explanation = asking(app).explanation
        session = asking(app).session
        for _ in range(streak - 1):
            session.do(session.event("answer", session.game.card.key))
            session.do(session.event("advance"))
        await pilot.press(key_of(app))
        assert praise in str(explanation.border_title)
        assert explanation.classes & {"-3", "-5", "-10"}

    run(app, act)


@pytest.mark.parametrize("answer", [key_of, miss_of])
def test_the_last_frame_is_the_same_with_motion_and_without(answer: Callable[..., str]) -> None:
    frames = []
    for motion in (True, False):
        app = stage(settings=Settings(player="Ann", motion=motion))

        async def act(pilot: Pilot[None]) -> None:
            await pilot.press(answer(app))  # noqa: B023
            await pilot.wait_for_animation()
            await pilot.pause()
            frames.append(cells(app))  # noqa: B023

        run(app, act)
    assert frames[0] == frames[1]


def test_any_key_ends_the_motion() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key_of(app))
        screen = asking(app)
        row = screen.options.rows[game(pilot).card.key]
        row.wiped = 0.0
        row.animate("wiped", 1.0, duration=60)
        await pilot.press("x")
        assert row.wiped == 1.0

    run(app, act)


def test_a_bell_rings_at_a_wrong_answer_if_the_player_wants_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for sound in (False, True):
        app = stage(settings=Settings(player="Ann", sound=sound))
        rung: list[bool] = []
        monkeypatch.setattr(app, "bell", lambda: rung.append(True))  # noqa: B023

        async def act(pilot: Pilot[None]) -> None:
            await pilot.press(key_of(app), "enter", miss_of(app))  # noqa: B023

        run(app, act)
        assert rung == [True] * sound


def test_a_terminal_too_small_is_told_so_and_survived() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        for size in ((19, 24), (80, 5), (4, 2)):
            await pilot.press("down", "f1", "escape")
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[0] >= 19:
                assert "Make the window" in shown(app)
        await pilot.resize_terminal(80, 24)
        assert game(pilot).card.item.stem in shown(app)

    run(app, act, (1, 1))


def test_leaving_asks_first_and_the_round_can_be_gone_on_with() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key_of(app), "enter")
        await pilot.press(key_of(app), "escape")
        assert "Leave this round?" in shown(app)
        await pilot.press("n")
        assert game(pilot).phase == "revealed"
        deck = game(pilot).deck
        await pilot.press("escape", "y")
        await until(pilot, lambda: "2 of 10 answered" in shown(app))
        await pilot.press("enter")
        await pilot.pause()
        assert game(pilot).deck == deck
        assert (game(pilot).turn, game(pilot).phase) == (1, "revealed")
        await pilot.press("enter")
        assert game(pilot).turn == 2
        assert "325 points" in shown(app)

    run(app, act)


def test_a_store_that_fails_is_told_and_the_round_goes_on() -> None:
    app = stage()
    app.store.trouble = "The disk [/] is full."

    async def act(pilot: Pilot[None]) -> None:
        assert "! The disk [/] is full." in shown(app)
        await pilot.press(key_of(app), "enter")
        assert game(pilot).turn == 1

    run(app, act)
