"""What no single file can know: whether the files of a pack fit together."""

from collections.abc import Iterator

from config.checks import catalogue, floor, letters, own, people
from config.problems import Problem
from config.sources import Sources


def check(sources: Sources) -> Iterator[Problem]:
    """Yield everything that does not fit together, with the place where it stands."""
    yield from catalogue.check(sources)
    yield from floor.check(sources)
    yield from letters.check(sources)
    yield from own.check(sources)
    yield from people.check(sources)
