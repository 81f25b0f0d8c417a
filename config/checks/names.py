"""Names must be unique where they are given, and known where they are used."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from config.loading import Loaded
from config.problems import Problem

Place = tuple[int | str, ...]


def unique(file: Loaded[Any], names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    """Yield a problem for every name of *names* that was given before."""
    seen: set[str] = set()
    for name, place in names:
        if name in seen:
            yield file.problem(f"同じ名前が2つあります: {name} (duplicate)", *place)
        seen.add(name)


def known(
    file: Loaded[Any], what: str, names: Collection[str], used: Iterable[tuple[str | None, Place]]
) -> Iterator[Problem]:
    """Yield a problem for every name of *used* that is not among *names*; None is no name."""
    for name, place in used:
        if name is not None and name not in names:
            yield file.problem(f"ない{what}を指しています: {name} (unknown)", *place)


def each(items: Iterable[Any], field: str, *prefix: int | str) -> list[tuple[Any, Place]]:
    """Return the *field* of every item together with its place below *prefix*."""
    return [(getattr(item, field), (*prefix, at, field)) for at, item in enumerate(items)]


def every(items: Iterable[Any], field: str, *prefix: int | str) -> list[tuple[Any, Place]]:
    """Return every member of the list *field* of every item, with its place below *prefix*."""
    return [
        (member, (*prefix, at, field, position))
        for at, item in enumerate(items)
        for position, member in enumerate(getattr(item, field))
    ]
