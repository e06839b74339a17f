"""Which packs there are: built in, the player's own, or a path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from quiz import paths
from quiz.errors import PackError, UsageError, did_you_mean
from quiz.packs.model import Pack
from quiz.text import printable

ENDINGS = (".yaml", ".yml")

SUBFOLDERS = 1000
"""How many folders are looked into where a folder has no packs itself."""


class Found(NamedTuple):
    """A pack file that there is, not yet read; `name` is what commands call it.

    `package` is the Python package that brings it, if one does, and `problem` what keeps that
    from bringing any.
    """

    name: str
    path: Path
    built_in: bool
    package: str = ""
    problem: str = ""


def installed() -> list[Found]:
    """Every pack of the library: built in, from packages, and the player's own.

    A name that is taken gets a number.
    """
    from quiz.packs.brought import brought

    found = _banks()
    for one in brought():
        files = _files(one.folder) if not one.problem else []
        problem = one.problem or "no pack is in its folder" * (not files)
        if problem:
            told = f"the package {one.package} brings no packs: {problem}"
            found.append(Found(one.entry, one.folder, False, one.package, told))
        found += (Found(printable(path.stem), path, False, one.package) for path in files)
    found += (Found(printable(path.stem), path, False) for path in _files(paths.packs()))
    names: set[str] = set()
    for at, pack in enumerate(found):
        name, number = pack.name, 2
        while name in names:
            name, number = f"{pack.name}-{number}", number + 1
        names.add(name)
        found[at] = pack._replace(name=name)
    return found


def _banks() -> list[Found]:
    return [Found(path.stem, path, True) for path in _files(paths.banks())]


def find(wanted: list[str]) -> list[Found]:
    """The packs with these names or at these paths; all built-in ones if none is named.

    Raises UsageError for a name that is neither.
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
    """What to check for an argument: an installed pack, a file, or all packs of a folder.

    Raises PackError for a folder or a package without packs, and UsageError for a name that is
    none.
    """
    if os.path.isdir(path):
        return in_folder(Path(path))
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
    """Whether a file has a name that packs have."""
    return file.lower().endswith(ENDINGS) and file[0] != "."


def in_folder(folder: Path) -> list[Path]:
    """The packs of a folder. Raises PackError if there are none."""
    try:
        packs = _listed(folder)
    except OSError as error:
        raise PackError(f"{printable(str(folder))} cannot be read: {error.strerror}") from None
    if packs:
        return packs
    full = next(with_packs(folder), None)
    hint = f"its subfolders do, such as {printable(str(full))}" if full else ""
    raise PackError(f"{printable(str(folder))} holds no .yaml file", hint)


def with_packs(folder: Path) -> Iterator[Path]:
    """The folders in a folder that hold packs themselves; a link to one is none."""
    for name in sorted(os.listdir(folder))[:SUBFOLDERS]:
        if not os.path.islink(folder / name) and _files(folder / name):
            yield folder / name


def _at(name: str, known: dict[str, Found]) -> Found:
    if os.path.lexists(name):
        path = Path(name)
        return Found(printable(path.stem), path, False)
    near = did_you_mean(name, [f"{name}.yaml"] if os.path.exists(f"{name}.yaml") else known)
    hint = near or f"the packs are {', '.join(known)}"
    raise UsageError(f"There is no pack {printable(name)!r}.", hint)


def _files(folder: Path | None) -> list[Path]:
    try:
        return _listed(folder) if folder else []
    except OSError:
        return []


def _listed(folder: Path) -> list[Path]:
    return [folder / name for name in sorted(os.listdir(folder)) if is_pack(name)]


class Loaded(NamedTuple):
    """A pack of the library as it was read: the pack, or why it cannot be played.

    `stamp` is what changes when the file at `path` does.
    """

    name: str
    pack: Pack | None
    problem: str = ""
    built_in: bool = False
    path: Path = Path()
    stamp: tuple[int, ...] = ()


def load(found: Found, progress: Callable[[float], None] | None = None) -> Loaded:
    """Read one pack of the library, from its compiled copy if there is one.

    `progress` is told from time to time which share of the file has been read, if it must be.
    """
    from quiz.packs import cache  # not needed to know which packs there are
    from quiz.packs.index import Rows

    loaded = Loaded(found.name, None, "", found.built_in, found.path, stamp(found.path))
    if found.problem:
        return loaded._replace(problem=found.problem)
    identity = cache.identity(found.path)
    pack = cache.recall(found.path, identity)
    if pack is None:
        from quiz.packs import check

        try:
            pack = check.load(found.path, progress)
        except PackError as error:
            return loaded._replace(problem=error.message)
        cache.keep(found.path, identity, pack)
        copy = cache.recall(found.path, identity)
        pack = copy or pack._replace(items=Rows.of(pack.items))
    return loaded._replace(pack=pack._replace(name=found.name))


def load_named(names: Sequence[str]) -> list[Loaded]:
    """Return packs by name or path, as they are now. Raise UsageError for an unknown one."""
    return [load(found) for found in find(list(names))]


def load_all(
    known: Iterable[Loaded] = (), progress: Callable[[str, float], None] | None = None
) -> list[Loaded]:
    """Read every pack of the library; of those that are `known`, only what changed since.

    `progress` is told the name of the pack that is being read, and the share as for `load`.
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
    """What changes when the file does; nothing where there is none, as while it is saved."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
