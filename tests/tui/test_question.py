from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from quiz.game.game import Game
from quiz.packs.model import Item
from quiz.scores.store import Recording, Store
from quiz.tui.screens.results import ResultsScreen
from quiz.tui.widgets.sheet import Sheet
from tests.tui.stage import asking, key_of, miss_of, pack, question, run, shown, stage


def game(pilot: Pilot[None]) -> Game:
    return asking(pilot.app).session.game  # type: ignore[arg-type]


def test_it_shows_stem_options_progress_score_and_keys() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        text = shown(app)
        card = game(pilot).card
        assert card.item.stem in text
        for number, option in enumerate(card.options, start=1):
            assert f"{number}  {option}" in text
        assert "1/10" in text
        assert "0 points" in text
        assert "1-4 Answer" in text
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
        await pilot.press("enter", key_of(app))
        assert "+150 · streak +25" in shown(app)
        assert "streak 2" in shown(app)
        assert "325 points" in shown(app)

    run(app, act)


def test_a_wrong_answer_marks_the_key_and_what_was_chosen() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        right, wrong = key_of(app), miss_of(app)
        await pilot.press(wrong)
        lines = shown(app).splitlines()
        assert any("× WRONG" in line and f"the answer is {right}" in line for line in lines)
        assert any(f"✓ {right}" in line and "the answer" in line for line in lines)
        assert any(f"× {wrong}" in line and "your answer" in line for line in lines)

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
        assert "▌" not in shown(app)

    run(app, act)


def test_a_click_answers_and_a_click_goes_on() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        option = game(pilot).card.options[2]
        row = next(y for y, line in enumerate(shown(app).splitlines()) if option in line)
        await pilot.click(Sheet, offset=(10, row))
        attempt = game(pilot).attempt
        assert attempt is not None
        assert attempt.choice == 2
        await pilot.click(Sheet, offset=(10, row))
        assert game(pilot).turn == 1
        assert game(pilot).phase == "asking"

    run(app, act)


def test_the_mouse_points() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        option = game(pilot).card.options[1]
        row = next(y for y, line in enumerate(shown(app).splitlines()) if option in line)
        await pilot.hover(Sheet, offset=(12, row))
        await pilot.pause()
        assert "▌" in shown(app).splitlines()[row]

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
        await pilot.pause()
        assert isinstance(app.screen, ResultsScreen)
        await pilot.press("pagedown", "pageup")
        if size[0] >= 80:
            assert HOSTILE in shown(app)
            assert "[red]C" in shown(app)

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
        sheet = app.screen.query_one(Sheet)
        for press in (miss_of(app), "enter"):
            for y in range(sheet.size.height):
                assert sheet.render_line(y).cell_length == size[0]
            await pilot.press(press)
        assert "김아현입니다" in shown(app)

    run(app, act, size)


@pytest.mark.parametrize("size", [(100, 30), (40, 12), (24, 8)])
def test_a_long_card_can_be_read_to_its_end(size: tuple[int, int]) -> None:
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
        await pilot.press("pagedown")
        for _ in range(60):
            seen += shown(app)
            asking(app).action_scroll(1)
        for option in game(pilot).card.options:
            assert option.split()[1] in seen
        await pilot.press(key_of(app))
        assert "✓ RIGHT" in shown(app)
        for _ in range(60):
            asking(app).action_scroll(1)
        assert "the end." in " ".join(shown(app).split())

    run(app, act, size)


def test_pointing_keeps_the_option_in_sight() -> None:
    items = [question(1, options=(*(f"option {n}" for n in range(8)), "right 1"))]
    app = stage([pack(items)])

    async def act(pilot: Pilot[None]) -> None:
        for number in range(9):
            await pilot.press("down")
            marked = [line for line in shown(app).splitlines() if "▌" in line]
            assert len(marked) == 1
            assert game(pilot).card.options[number] in marked[0]

    run(app, act, (40, 8))


def test_a_terminal_too_small_is_told_so_and_survived() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        for size in ((19, 24), (80, 5), (4, 2)):
            await pilot.press("down", "f1", "escape")
            await pilot.resize_terminal(*size)
            if size[0] >= 19:
                assert "Make the window" in shown(app)
        await pilot.resize_terminal(80, 24)
        assert game(pilot).card.item.stem in shown(app)

    run(app, act, (1, 1))


def test_leaving_asks_first_and_the_round_can_be_gone_on_with() -> None:
    app = stage()

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(key_of(app), "enter", key_of(app), "escape")
        assert "Leave this round?" in shown(app)
        await pilot.press("n")
        assert game(pilot).phase == "revealed"
        deck = game(pilot).deck
        await pilot.press("escape", "y")
        await app.reading.packs()
        await pilot.pause()
        assert "2 of 10 answered" in shown(app)
        await pilot.press("c")
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


def test_only_changed_lines_are_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = stage()
    repainted: list[Region] = []
    refresh = Sheet.refresh

    def watched(self: Sheet, *regions: Region, **options: bool) -> Sheet:
        repainted.extend(regions)
        return refresh(self, *regions, **options)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("down")
        monkeypatch.setattr(Sheet, "refresh", watched)
        await pilot.press("down")
        assert len({region.y for region in repainted}) == 2
        assert all(region.height == 1 for region in repainted)

    run(app, act)
