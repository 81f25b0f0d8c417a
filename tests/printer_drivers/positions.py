"""Where every character and line of a PDF lies, as another program sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

#: Points by which ink may stand out of where it belongs: a tenth of a millimetre and more.
_SLACK = 0.7


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float
    char: str = ""

    def overlap(self, other: "Box") -> float:
        """Return the share of the smaller box that lies in the other one."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        if wide <= 0 or high <= 0:
            return 0.0
        return wide * high / max(1e-6, min(self.area, other.area))

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def faults(pdf: bytes, margin: float) -> list[str]:
    """Return what lies outside the page's margins, over a line, or over other characters."""
    found = []
    document = pdfium.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        chars, lines = list(_chars(page)), list(_upright_lines(page))
        inside = Box(margin - _SLACK, 0, width - margin + _SLACK, height)
        found += [f"page {number}: {one} leaves the page" for one in chars if _leaves(one, inside)]
        found += [f"page {number}: {one} crosses a line" for one in chars if _crosses(one, lines)]
        found += [f"page {number}: {one} over {two}" for one, two in _overprinted(chars)]
    return found


def text_of(pdf: bytes) -> str:
    """Return the text of *pdf* as somebody who copies it gets it, without white space."""
    pages = (page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf))
    return "".join("".join(pages).replace("\u200b", "").split())


def _chars(page: pdfium.PdfPage) -> Iterator[Box]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip() and char != "\u200b":
            yield Box(*text.get_charbox(index), char)


def _upright_lines(page: pdfium.PdfPage) -> Iterator[Box]:
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=9):
        left, bottom, right, top = item.get_bounds()
        if right - left < 2 and top - bottom > 8:
            yield Box(left, bottom, right, top)


def _leaves(one: Box, page: Box) -> bool:
    return not (page.left <= one.left and one.right <= page.right and one.bottom >= page.bottom)


def _crosses(one: Box, lines: list[Box]) -> bool:
    middle = (one.bottom + one.top) / 2
    return any(
        one.left + _SLACK < (line.left + line.right) / 2 < one.right - _SLACK
        and line.bottom < middle < line.top
        for line in lines
    )


def _overprinted(chars: list[Box]) -> Iterator[tuple[Box, Box]]:
    ordered = sorted(chars, key=lambda one: one.left)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.left >= one.right:
                break
            if one.overlap(other) > 0.3:
                yield one, other
