"""Pictures whose dots lie on a grid: codes, the number, an office's logo.

They reach the template as SVG with one unit a dot, so that it can draw each dot as a whole
number of the printer's dots.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

#: Lighter grey than this stays white; found by eye on 203 dpi.
THRESHOLD = 140

_DARK = re.compile(rb"[^\0]+")


@dataclass(frozen=True)
class Dots:
    """A picture of `width` × `height` dots; `svg` has one unit a dot and nothing around it."""

    width: int
    height: int
    svg: str


def dots_of(rows: Sequence[Iterable[int]]) -> Dots:
    """Return the picture of *rows*, whose cells are 1 where it is black.

    >>> dots_of([[1, 1, 0], [0, 0, 1]]).svg.partition("<path ")[2]
    'd="M0 0h2v1h-2zM2 1h1v1h-1z"/></svg>'
    """
    bars = "".join(
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(bytes(row))
    )
    width, height = len(bytes(rows[0])), len(rows)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" shape-rendering="crispEdges"><path d="{bars}"/></svg>'
    )
    return Dots(width, height, svg)


def dots_of_image(image: Image.Image) -> Dots:
    """Return *image*, black on white, as dots."""
    grey = image.convert("L")
    dark = grey.point(lambda value: value < THRESHOLD).tobytes()
    return dots_of([dark[at : at + grey.width] for at in range(0, len(dark), grey.width)])
