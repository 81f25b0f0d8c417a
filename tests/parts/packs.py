"""The shipped pack with one file changed: fast, because only that file is read again."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import config
from config.binding import bind
from config.checks import check
from config.loading import Loaded, parse
from config.problems import BadConfig, Problem
from config.sources import Sources, read_sources

SHIPPED = Path(config.__file__).parent / "data" / "osaka-demo"

#: Parts of a pack that are several files.
FOLDERS = ("forms", "translations", "own")


@cache
def shipped_sources() -> Sources:
    """Return the files of the shipped pack, read once."""
    return read_sources(SHIPPED)


@cache
def shipped_files() -> dict[str, Loaded]:
    """Return the files of the shipped pack by their path below its folder."""
    sources = shipped_sources()
    single = [getattr(sources, f.name) for f in fields(sources) if f.name not in FOLDERS]
    several = [file for name in FOLDERS for file in getattr(sources, name)]
    return {str(file.path.relative_to(SHIPPED)): file for file in (*single, *several)}


def problems_with(name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the pack once the file *name* says *text*."""
    old = shipped_files()[name]
    try:
        node = parse(text, old.path)
        new = Loaded(bind(type(old.value), node, str(old.path)), old.path, node)
    except BadConfig as error:
        return error.problems
    return tuple(check(_with(old, new)))


def _with(old: Loaded, new: Loaded) -> Sources:
    sources = shipped_sources()
    for name in FOLDERS:
        files = getattr(sources, name)
        if any(file is old for file in files):
            return replace(sources, **{name: tuple(new if f is old else f for f in files)})
    part = next(f.name for f in fields(sources) if getattr(sources, f.name) is old)
    return replace(sources, **{part: new})
