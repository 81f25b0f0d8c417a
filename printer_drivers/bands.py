"""The cheapest cut of a picture into bands that a printer draws one after the other.

A row is its dots from the left to its last ink, a 1 is black. Two equal rows may be one row
drawn twice as high, and a row of pairs of equal dots one of half the width drawn twice as
wide: what was drawn on a grid of two dots takes a quarter of the bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

#: Pillow's 1 is white, the printer's 1 is black.
_INVERTED = bytes(value ^ 0xFF for value in range(256))
#: Where a blank row begins: to the right of every ink.
_NOWHERE = 1 << 16
#: What one more band is worth in bytes: its head, and that printers run more smoothly with few.
_A_BAND_COSTS = 32
#: The same of paper that is only fed.
_A_FEED_COSTS = 12
#: The commands before the dots of a band: GS v 0, now and then GS L.
_HEAD = 10


@dataclass(frozen=True)
class Band:
    """Rows that are drawn together, *left* bytes of white paper from the left edge.

    One row is *down* rows high on the paper, one dot *across* dots wide.
    """

    rows: tuple[bytes, ...]
    left: int = 0
    across: int = 1
    down: int = 1

    @property
    def height(self) -> int:
        return len(self.rows) * self.down

    @property
    def is_blank(self) -> bool:
        return not any(self.rows)

    @property
    def width(self) -> int:
        """Bytes a row; a picture is at least one wide."""
        return max(1, *map(len, self.rows))

    @cached_property
    def dots(self) -> bytes:
        width = self.width
        return b"".join([row.ljust(width, b"\0") for row in self.rows])


def rows_of(image: Image.Image) -> list[bytes]:
    """Return the rows of a 1-bit *image*."""
    data = image.tobytes().translate(_INVERTED)
    width = image.width // 8
    return [data[start : start + width].rstrip(b"\0") for start in range(0, len(data), width)]


def weight(bands: Iterable[Band], *, margins: bool) -> int:
    """Return about how many bytes *bands* take on their wire."""
    return sum(_HEAD + (0 if margins and band.is_blank else len(band.dots)) for band in bands)


def bands_of(rows: Sequence[bytes], most: int, *, margins: bool = False) -> Iterator[Band]:
    r"""Yield *rows* as bands of at most *most* rows of data each, from the top.

    With *margins* a band may begin further to the right.

    >>> [(band.rows, band.across, band.down) for band in bands_of([b"\xff"] * 4, 128)]
    [((b'\xf0', b'\xf0'), 2, 2)]
    """
    piles: list[_Pile] = []
    for pile in _smallest(rows, margins=margins):
        piles.append(pile)
        while len(piles) > 1 and (both := piles[-2].with_(piles[-1])).costs <= (
            piles[-2].costs + piles[-1].costs
        ):
            piles[-2:] = [both]
    for pile in piles:
        yield from pile.bands(rows, most)


@dataclass(frozen=True)
class _Pile:
    """Neighbouring rows, as one band if it turns out to be cheapest."""

    start: int
    end: int
    #: From where to where there is ink, in bytes; a blank row has none anywhere.
    left: int
    right: int
    #: Every dot has an equal one beside it, every row an equal one below it.
    wide: bool
    tall: bool

    @cached_property
    def costs(self) -> int:
        if self.left == _NOWHERE:
            return _A_FEED_COSTS
        width = max(1, self.right - self.left)
        height = self.end - self.start
        return _A_BAND_COSTS + (
            ((width + 1) // 2 if self.wide else width) * (height // 2 if self.tall else height)
        )

    def with_(self, below: "_Pile") -> "_Pile":
        return _Pile(
            self.start,
            below.end,
            min(self.left, below.left),
            max(self.right, below.right),
            self.wide and below.wide,
            self.tall and below.tall,
        )

    def bands(self, rows: Sequence[bytes], most: int) -> Iterator[Band]:
        left = self.left if self.right else 0
        kept = [row[left:] for row in rows[self.start : self.end : 2 if self.tall else 1]]
        if self.wide:
            kept = list(map(_halved, kept))
        for start in range(0, len(kept), most):
            yield Band(tuple(kept[start : start + most]), left, 1 + self.wide, 1 + self.tall)


def _smallest(rows: Sequence[bytes], *, margins: bool) -> Iterator[_Pile]:
    """Yield pairs of equal rows, and rows that have none, each alone; white paper in one piece."""
    at = 0
    while at < len(rows):
        row = rows[at]
        equal = _equal_from(rows, at, most=len(rows) if not row else 2)
        end = at + max(1, equal - equal % 2)
        left = len(row) - len(row.lstrip(b"\0")) if row else _NOWHERE
        yield _Pile(at, end, left if margins else 0, len(row), _in_pairs(row), equal > 1)
        at = end


def _equal_from(rows: Sequence[bytes], start: int, most: int) -> int:
    end = start + 1
    while end < len(rows) and end - start < most and rows[end] == rows[start]:
        end += 1
    return end - start


def _in_pairs(row: bytes) -> bool:
    """Tell whether the dots of *row* are equal two by two."""
    return not row.translate(_UNLIKE_IN_PAIRS).strip(b"\0")


#: Which pairs of a byte are of two different dots.
_UNLIKE_IN_PAIRS = bytes((value ^ value >> 1) & 0x55 for value in range(256))
#: What every other dot of a byte of pairs says, as the upper and as the lower half of a byte.
_NIBBLE = [sum((value >> 2 * place & 1) << place for place in range(4)) for value in range(256)]
_LEFT, _RIGHT = bytes(nibble << 4 for nibble in _NIBBLE), bytes(_NIBBLE)


def _halved(row: bytes) -> bytes:
    padded = row + b"\0" * (len(row) % 2)
    pairs = zip(padded[::2].translate(_LEFT), padded[1::2].translate(_RIGHT), strict=True)
    return bytes(left | right for left, right in pairs)
