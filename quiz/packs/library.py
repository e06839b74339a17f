"""Which packs there are: built in, from Python packages, the player's own, or at a path.

A Python package provides packs by the entry point group `quiz.packs`: each entry names a package
whose folder holds YAML files. Nothing of it is imported or run. See
https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quiz import paths
from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs.model import Item, Pack
from quiz.text import printable, shorten

if TYPE_CHECKING:
    from quiz.packs.origins import Origin

PACK_ENDINGS = (".yaml", ".yml")

SUBFOLDERS_READ = 1000
"""The most subfolders that are searched for packs."""

ENTRY_POINT_GROUP = "quiz.packs"

ENTRY_POINT_BYTES = 1024 * 1024
"""The most bytes read of a distribution's entry points."""

PACK_NAME = re.compile(r'(?![-.])[^\\/:*?"<>|]{1,80}(?<![. ])')

DEVICE_NAME = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?")
"""File names that stand for devices on Windows."""

NAME_BYTES = 200
"""The longest name of a pack; file systems allow 255 bytes, with everything added."""

NO_NAME = re.compile(r"(?i)(?:\.(?:ya?ml|txt|json|csv|tsv|xlsx|xml|gift|md|html?))+\Z")
"""Endings of files that are no part of a pack's name."""

NAME_RULE = "a name consists of letters, digits, spaces, - and _"


class Found(NamedTuple):
    """A pack file that has not been read yet; `name` is what commands call it.

    `package` is the Python package that provides it, if any. `problem` says why that package
    provides no packs.
    """

    name: str
    path: Path
    built_in: bool
    package: str = ""
    problem: str = ""


class Loaded(NamedTuple):
    """A pack of the library that has been read: the pack, or why it cannot be played.

    `stamp` changes when the file at `path` does.
    """

    name: str
    pack: Pack | None
    problem: str = ""
    built_in: bool = False
    path: Path = Path()
    stamp: tuple[int, ...] = ()


def installed() -> list[Found]:
    """Return every pack of the library: built in, from packages, and the player's own.

    If several have the same name, all but the first get a number.
    """
    own = (Found(printable(path.stem), path, False) for path in _files(paths.packs()))
    found = [*_banks(), *_from_packages(), *own]
    names: set[str] = set()
    for at, pack in enumerate(found):
        name, number = pack.name, 2
        while name in names:
            name, number = f"{pack.name}-{number}", number + 1
        names.add(name)
        found[at] = pack._replace(name=name)
    return found


def find(wanted: list[str]) -> list[Found]:
    """Return the packs with these names or at these paths; the built-in ones if none is given.

    Raise UsageError for a name that is neither.
    """
    known = {pack.name: pack for pack in _banks()}
    if not wanted:
        return list(known.values())
    if not known.keys() >= set(wanted):
        known = {pack.name: pack for pack in installed()}
    found: dict[Path, Found] = {}
    for name in wanted:
        pack = known.get(name) or _at(name, known)
        found[pack.path] = pack
    return list(found.values())


def files(path: str) -> list[Path]:
    """Return the files to check for an argument: an installed pack, a file, or a folder's packs.

    Raise PackError for a folder or a package without packs, and UsageError for a name that is
    unknown.
    """
    if os.path.isdir(path):
        return packs_in(Path(path))
    if not os.path.lexists(path):
        known = {pack.name: pack for pack in installed()}
        if pack := known.get(path):
            if pack.problem:
                raise PackError(pack.problem)
            return [pack.path]
        if not (is_pack(path) or os.path.dirname(path)):
            _at(path, known)
    return [Path(path)]


def is_pack(file: str) -> bool:
    """Return whether a file is a pack by its name."""
    return file.lower().endswith(PACK_ENDINGS) and file[0] != "."


def packs_in(folder: Path) -> list[Path]:
    """Return the packs in a folder. Raise PackError if there are none."""
    if packs := _files(folder):
        return packs
    try:
        full = next(subfolders_with_packs(folder), None)
    except OSError as error:
        raise PackError(f"{printable(str(folder))} cannot be read: {error.strerror}") from None
    hint = f"its subfolders do, such as {printable(str(full))}" if full else ""
    raise PackError(f"{printable(str(folder))} holds no .yaml file", hint)


def subfolders_with_packs(folder: Path) -> Iterator[Path]:
    """Yield the subfolders that hold packs themselves. Links are not followed."""
    for name in sorted(os.listdir(folder))[:SUBFOLDERS_READ]:
        if not os.path.islink(folder / name) and _files(folder / name):
            yield folder / name


def _banks() -> list[Found]:
    return [Found(path.stem, path, True) for path in _files(paths.banks())]


def _at(name: str, known: dict[str, Found]) -> Found:
    if os.path.lexists(name):
        path = Path(name)
        return Found(printable(path.stem), path, False)
    near = did_you_mean(name, [f"{name}.yaml"] if os.path.exists(f"{name}.yaml") else known)
    hint = near or f"the packs are {', '.join(known)}"
    raise UsageError(f"There is no pack {printable(name)!r}.", hint)


def _files(folder: Path | None) -> list[Path]:
    """Return the packs in a folder: none if it cannot be read."""
    try:
        names = sorted(os.listdir(folder)) if folder else []
    except OSError:
        return []
    return [folder / name for name in names if folder and is_pack(name)]


def _from_packages() -> Iterator[Found]:
    """Yield the packs of the packages on `sys.path`; a package found twice counts once.

    `importlib.metadata` takes longer than the rest of a start, so look for the group's name in
    the files first.
    """
    from glob import glob

    known: set[str] = set()
    for place in dict.fromkeys(sys.path):
        for name in sorted(glob("*.dist-info/entry_points.txt", root_dir=place or ".")):
            package = name.partition("-")[0]
            with suppress(OSError), open(os.path.join(place, name), "rb") as stream:
                data = stream.read(ENTRY_POINT_BYTES)
                if ENTRY_POINT_GROUP.encode() in data and package.lower() not in known:
                    known.add(package.lower())
                    yield from _of_package(printable(package), data)


def _of_package(package: str, data: bytes) -> Iterator[Found]:
    """Yield the packs that the entry points of a package name, or what is wrong with them."""
    from configparser import ConfigParser, Error

    useless = f"the package {package} provides no packs: "
    parser = ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(data.decode())
        entries = dict(parser[ENTRY_POINT_GROUP]) if ENTRY_POINT_GROUP in parser else {}
    except (Error, UnicodeDecodeError):
        problem = f"{useless}its entry points cannot be read"
        yield Found(package, Path(), False, package, problem)
        return
    for entry, value in entries.items():
        name = value.partition(":")[0].strip()
        files = _files(_package_folder(name))
        yield from (Found(printable(file.stem), file, False, package) for file in files)
        if not files:
            problem = f"{useless}`{printable(name)}` is not a folder with .yaml files"
            yield Found(printable(entry), Path(), False, package, problem)


def _package_folder(name: str) -> Path | None:
    """Return the folder of a package by its dotted name, without importing it."""
    from importlib.util import find_spec

    top, *rest = name.split(".")
    try:
        spec = find_spec(top) if all(part.isidentifier() for part in (top, *rest)) else None
    except (ImportError, ValueError, AttributeError):
        return None
    folders = (Path(place, *rest) for place in (spec and spec.submodule_search_locations) or ())
    return next(filter(Path.is_dir, folders), None)


def load(found: Found, progress: Callable[[float], None] | None = None) -> Loaded:
    """Read one pack of the library, from its compiled copy if there is one.

    `progress` is called now and then with the share of the YAML that has been read.
    """
    from quiz.packs import compiled  # not needed to know which packs there are

    loaded = Loaded(found.name, None, found.problem, found.built_in, found.path, stamp(found.path))
    if found.problem:
        return loaded
    try:
        pack = compiled.load_pack(found.path, loaded.stamp, progress)
    except PackError as error:
        return loaded._replace(problem=error.message)
    return loaded._replace(pack=pack._replace(name=found.name))


def load_named(names: Sequence[str]) -> list[Loaded]:
    """Return packs by name or path, as they are now. Raise UsageError for an unknown one."""
    return [load(found) for found in find(list(names))]


def find_item(loaded: Loaded, uid: str) -> Item | None:
    """Return the item of a pack that has this uid, if there is one."""
    from quiz.packs.pool import Pool

    try:
        return Pool([loaded.pack.items]).item(uid) if loaded.pack else None
    except (KeyError, PackError):
        return None


def load_all(
    known: Iterable[Loaded] = (), progress: Callable[[str, float], None] | None = None
) -> list[Loaded]:
    """Read every pack of the library; of those `known`, only what has changed since.

    `progress` is called with the name of the pack that is being read, and the share as in `load`.
    """
    read = {loaded.path: loaded for loaded in known}
    fresh: list[Loaded] = []
    for found in installed():
        loaded = read.get(found.path)
        if loaded is None or loaded.name != found.name or loaded.stamp != stamp(found.path):
            loaded = load(found, progress and partial(progress, found.name))
        fresh.append(loaded)
    return fresh


def stamp(path: Path) -> tuple[int, ...]:
    """Return values that change when the file does, or none while it does not exist."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def pack_name(file: str) -> str:
    """Return the name of a pack by that of its file.

    Raise PackError if some operating system does not allow a file of that name.
    """
    name = NO_NAME.sub("", file)
    sound = PACK_NAME.fullmatch(name) and not DEVICE_NAME.fullmatch(name)
    if not sound or printable(name) != name or len(os.fsencode(name)) > NAME_BYTES:
        raise PackError(
            f"`{printable(shorten(name))}` cannot be the name of a pack",
            f"{NAME_RULE}: choose one with --name",
        )
    return name


def own_path(name: str) -> Path:
    """Return the file of the player's own pack of this name, whether there is one or not.

    Raise PackError without a home folder.
    """
    folder = paths.packs()
    if folder is None:
        raise PackError("there is no folder for packs", "set HOME, or QUIZ_HOME to a folder")
    other = folder / f"{name}.yml"
    return other if os.path.lexists(other) else folder / f"{name}.yaml"


def add(path: Path, data: bytes, origin: Origin | None = None) -> Path | None:
    """Write a pack of the player's own. Return where the pack that it replaces is now, if any.

    `origin` is where it was fetched from. Raise PackError if it cannot be written; then the other
    pack stays in its place.
    """
    from quiz.packs.origins import remember

    replaced = None
    try:
        with paths.replacing(path.with_suffix(".yaml")) as part:
            part.write_bytes(data)
            if os.path.lexists(path):
                replaced = _move_away(path)
    except OSError as error:
        if replaced:
            with suppress(OSError):
                os.replace(replaced, path)
        raise PackError(f"{printable(str(path))} cannot be written: {error.strerror}") from None
    with suppress(OSError):  # the pack can be played, and `quiz update` says that it is not known
        remember(path, origin)
    return replaced


def remove(path: Path) -> Path:
    """Move a pack to the folder of removed packs, and return where it is now.

    Raise PackError if it cannot be moved.
    """
    from quiz.packs.origins import remember

    moved = _move_away(path)
    with suppress(OSError):
        remember(path, None)
    return moved


def _move_away(path: Path) -> Path:
    from quiz.packs.compiled import delete_copy

    folder = path.parent.with_name("removed")
    number, moved = 1, folder / path.name
    while os.path.lexists(moved):
        number += 1
        moved = folder / f"{path.stem}-{number}{path.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.replace(path, moved)
    except OSError as error:
        raise PackError(f"{printable(str(path))} cannot be moved: {error.strerror}") from None
    delete_copy(path)
    return moved
