"""`quiz play`: open the game with a round; without a command, with the home screen."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from quiz.packs.library import Loaded
    from quiz.plain import Read, Write
    from quiz.scores.rounds import Played
    from quiz.scores.store import Store
    from quiz.session import Session
    from quiz.settings import Settings
    from quiz.tui.app import QuizApp

HELP = "play a round"

LONGEST_LINE = 1000
"""How many characters of a line of the input are read at a time."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("packs", nargs="*", metavar="PACK", help="default: the built-in packs")
    parser.add_argument(
        "--mode",
        default="",
        metavar="MODE",
        help="classic (the default), rush, survival, ladder, daily, review or party",
    )
    parser.add_argument("--count", type=_count, metavar="N", help="the number of questions")
    parser.add_argument("--category", default="", help="only questions of this category")
    parser.add_argument("--difficulty", default="", help="only easy, medium or hard questions")
    parser.add_argument("--seed", default="", help="a word: the same one gives the same round")
    parser.add_argument("--challenge", default="", metavar="CODE", help="race another player")
    parser.add_argument(
        "--player",
        type=_name,
        action="append",
        metavar="NAME",
        help="the player's name; several times for a party; default: the last player",
    )
    parser.add_argument("--resume", action="store_true", help="continue a round that was left")
    parser.add_argument("--plain", action="store_true", help="lines of text instead of screens")


def run(options: Namespace) -> int:
    """Play a round on the screen or as lines of text; return the exit status."""
    from quiz import paths
    from quiz.scores.store import Store
    from quiz.session import left_open
    from quiz.settings import load_settings

    _check(options)
    reason = "" if options.plain else _unusable()
    options.plain = options.plain or bool(reason)
    loaded = [] if options.resume else _load(options)
    if reason:
        print(f"quiz: {reason}: playing in lines of text.", file=sys.stderr)
    settings, store = load_settings(paths.settings()), Store(paths.scores())
    if options.player:
        settings = settings._replace(player=options.player[0])
    else:
        settings = settings._replace(player=settings.player or _last_player(store))
    if options.plain:
        return _play_plain(options, settings, store, loaded)
    from quiz.tui.app import QuizApp

    if options.resume:
        several = len(left_open(store, settings.player, most=2)) > 1
        session = None if several else _resume(_left_open(options, store)[0], store)
    else:
        session = _begin(options, settings, store, loaded)
    return _open(
        QuizApp(
            store,
            settings,
            session=session,
            played=loaded,
            settings_path=paths.settings(),
            first_action="" if session else "open_rounds",
        )
    )


def home() -> int:
    """Open the game on the home screen; return the exit status."""
    from quiz import paths
    from quiz.errors import UsageError
    from quiz.scores.store import Store
    from quiz.settings import load_settings

    if reason := _unusable():
        raise UsageError(f"{reason}.", "`quiz play --plain` plays in lines of text.")
    from quiz.tui.app import QuizApp

    path = paths.settings()
    return _open(QuizApp(Store(paths.scores()), load_settings(path), settings_path=path))


# -- options ----------------------------------------------------------------------------------


def _check(options: Namespace) -> None:
    """Raise UsageError for options that make no sense, alone or together."""
    from quiz.errors import UsageError, did_you_mean
    from quiz.game.modes import MODES

    drawing = ("mode", "count", "category", "difficulty", "seed", "challenge", "packs")
    if options.resume and any(getattr(options, name) for name in drawing):
        raise UsageError(
            "A round that is continued has its own packs and settings.",
            "`quiz play --resume` takes no other option but --player and --plain.",
        )
    if options.challenge and any(getattr(options, name) for name in drawing[:-2]):
        raise UsageError(
            "A challenge has its own mode, count, category, difficulty and seed.",
            "Leave these options out.",
        )
    options.mode = options.mode or "classic"
    if options.mode not in MODES:
        hint = did_you_mean(options.mode, MODES) or f"The modes are {', '.join(MODES)}."
        raise UsageError(f"There is no mode {options.mode!r}.", hint)
    rules = MODES[options.mode]
    if options.count and rules.fixed:
        raise UsageError(f"{rules.title} has its own number of questions.", "Leave out --count.")
    if rules.once_a_day and (options.category or options.difficulty or options.seed):
        raise UsageError(
            f"{rules.title} is the same for everybody with the same packs.",
            "Leave out --category, --difficulty and --seed.",
        )
    if options.player and len(options.player) > 1 and rules.most_players == 1:
        raise UsageError(f"{rules.title} is for one player.", "Give --player once.")


def _load(options: Namespace) -> list[Loaded]:
    """Return the packs to play. Raise an error for a broken one."""
    from contextlib import nullcontext

    from quiz.errors import PackError
    from quiz.game.deck import Selection
    from quiz.packs import library
    from quiz.progress import progress
    from quiz.session import pool

    if options.challenge:
        from quiz.game.challenge import read_code

        read_code(options.challenge)  # a wrong code is refused before the packs are read
    loaded = []
    for found in library.find(options.packs):
        # the line of progress is written over again and again
        with nullcontext() if options.plain else progress(f"Reading {found.path.name}") as show:
            pack = library.load(found, show)
        if pack.pack is None:
            raise PackError(pack.problem, "`quiz check` shows every problem of a pack.")
        loaded.append(pack)
    selection = Selection((), options.category, options.difficulty)
    pool([pack.pack for pack in loaded if pack.pack], selection)
    return loaded


def _begin(options: Namespace, settings: Settings, store: Store, loaded: list[Loaded]) -> Session:
    """Return the round that the options ask for, of packs by names that find them again."""
    import os

    from quiz.errors import UsageError
    from quiz.game.deck import Selection
    from quiz.game.modes import MODES
    from quiz.session import begin

    names = [
        pack.name if pack.built_in or pack.name in options.packs else os.path.abspath(pack.path)
        for pack in loaded
    ]
    packs = [pack._replace(name=name) for pack, name in zip(loaded, names)]
    if options.challenge:
        from quiz.race import challenged

        return challenged(
            options.challenge, packs, settings.player, store, relaxed=settings.relaxed
        )
    rules = MODES[options.mode]
    rules = rules._replace(count=options.count or rules.count).slowed(settings.relaxed)
    selection = Selection(tuple(names), options.category, options.difficulty, options.seed)
    players: tuple[str, ...] = (settings.player,)
    if rules.most_players > 1 and len(players := tuple(options.player or settings.party)) < 2:
        hint = "Name them: `quiz play --mode party --player Ann --player Bo`."
        raise UsageError("A party needs at least two players.", hint)
    return begin(packs, rules, selection, players, store)


def _left_open(options: Namespace, store: Store) -> list[Played]:
    """Return the rounds that can be continued. Raise UsageError if there are none."""
    from quiz.errors import UsageError
    from quiz.session import left_open

    rounds = left_open(store, options.player[0] if options.player else None)
    if not rounds:
        raise UsageError("There is no round to continue.", "`quiz play` begins a new one.")
    return rounds


def _resume(played: Played, store: Store) -> Session:
    """Return a round that was left. Raise UsageError if it cannot be read."""
    from quiz.errors import UsageError
    from quiz.session import resume

    session = resume(played.uid, store)
    if session is None:
        raise UsageError("This round can no longer be read.", "`quiz play` begins a new one.")
    return session


def _last_player(store: Store) -> str:
    return next(iter(store.players()), "Player")


# -- playing ----------------------------------------------------------------------------------


def _play_plain(options: Namespace, settings: Settings, store: Store, loaded: list[Loaded]) -> int:
    import io

    from quiz import plain

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")

    def read() -> str | None:
        _hold_interrupts(False)
        try:
            return _line()
        finally:
            _hold_interrupts(True)

    def write(line: str) -> None:
        print(line, flush=True)

    session = None
    try:
        _hold_interrupts(True)
        session = _plain_session(options, settings, store, loaded, read, write)
        if session:
            plain.play(session, read, write, record=_typed())
        status = 0
    except KeyboardInterrupt:
        write("")
        if session:
            plain.leave(session, write)
        status = 130
    finally:
        store.close()
        _hold_interrupts(False)
    return _unsaved(store) or status


def _plain_session(
    options: Namespace,
    settings: Settings,
    store: Store,
    loaded: list[Loaded],
    read: Read,
    write: Write,
) -> Session | None:
    """Return the round to play as lines of text, or None if the input ends before it is chosen."""
    from contextlib import suppress

    from quiz import paths, plain
    from quiz.game.modes import MODES
    from quiz.settings import load_settings, save_settings

    if options.resume:
        rounds = _left_open(options, store)
        number = plain.choose(rounds, read, write) if len(rounds) > 1 else 0
        return None if number is None else _resume(rounds[number], store)
    rules = MODES[options.mode]
    named = options.player or settings.party
    if rules.most_players > 1 and not named and not options.challenge and _typed():
        party = plain.names(rules.least_players, rules.most_players, read, write)
        if party is None:
            return None
        path, settings = paths.settings(), settings._replace(party=party)
        with suppress(OSError):
            save_settings(path, load_settings(path)._replace(party=party))
    return _begin(options, settings, store, loaded)


def _line() -> str | None:
    """Return the beginning of the next line of the input; None at its end or if it fails."""
    try:
        line = rest = sys.stdin.readline(LONGEST_LINE) if sys.stdin else ""
        while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
            rest = sys.stdin.readline(LONGEST_LINE)
    except OSError:
        return None
    return line or None


def _hold_interrupts(hold: bool) -> None:
    """Let Ctrl+C wait until no answer is being stored, where the system can do that."""
    if sys.platform != "win32":
        import signal

        how = signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK
        signal.pthread_sigmask(how, {signal.SIGINT})


def _typed() -> bool:
    """Return whether a person types what is read."""
    return bool(sys.stdin and sys.stdin.isatty())


def _open(app: QuizApp) -> int:
    """Run the game, and report afterwards if answers could not be saved."""
    app.run()
    app.store.close()
    return app.return_code or _unsaved(app.store)


def _unsaved(store: Store) -> int:
    if store.unsaved:
        print(f"quiz: {store.trouble}", file=sys.stderr)
    return 0


def _unusable() -> str:
    """Return why screens cannot be shown and played here, if so."""
    import os

    streams = (sys.stdin, sys.stderr)
    if not all(stream and stream.isatty() for stream in streams):
        return "Screens need a terminal for input and output"
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb"):
        return "This terminal cannot draw screens (TERM is unset or dumb)"
    return ""


def _count(text: str) -> int:
    from argparse import ArgumentTypeError

    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ArgumentTypeError(f"{text[:20]!r} is not a number from 1 to 1000")
    return int(text)


def _name(text: str) -> str:
    from argparse import ArgumentTypeError

    from quiz.text import player_name

    try:
        return player_name(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error).rstrip(".")) from None
