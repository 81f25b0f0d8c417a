"""Large figures as pictures on a grid of two dots.

At 6 mm and more nobody sees that grid, and what lies on it is sent in a quarter of the bytes.
"""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from printer_drivers.layout.dots import Dots, dots_of_image
from printer_drivers.layout.fonts import Fonts, Run, bold_file

#: Of the size of the type: a cell is wider than half-width figures, a capital this high, and
#: what hangs below the line.
_CELL, _CAPITAL, _BELOW = 0.765, 0.85, 0.22
#: Between the letters and the digits; what round shapes stand out above and below.
_GAP, _OVERSHOOT = 0.1, 0.025
#: What stands after a figure, against the figure.
_UNIT = 0.55


def number(label: str, *, room: int, most: int) -> Dots:
    """Return *label* in equal cells, as large as it gets in *room* with type of at most *most*.

    The number has one shape everywhere, so that it is matched, not read.

    >>> drawn = number("A130", room=272, most=79)
    >>> drawn.width, drawn.height
    (248, 71)
    """
    letters = label.rstrip("0123456789")
    gap = _GAP if letters and letters != label else 0
    size = int(min(most, room / (len(label) * _CELL + gap)))
    cell, between = int(size * _CELL), round(size * gap)
    over = round(size * _OVERSHOOT)
    picture = _white(cell * len(label) + between, round(size * _CAPITAL) + 2 * over)
    for place, char in enumerate(label):
        shift = between if place >= len(letters) else 0
        middle = (place * cell + shift + cell / 2, picture.height - over)
        ImageDraw.Draw(picture).text(middle, char, fill=0, font=_number_font(size), anchor="ms")
    return dots_of_image(picture)


def figure(value: str, unit: str, fonts: Fonts, language: str, *, room: int, size: int) -> Dots:
    """Return *value* with its *unit* after it, smaller; or a word alone that stands for both."""
    parts = [(value, size), (unit, round(size * (_UNIT if value else 0.7)))]
    pieces = [(run, high) for text, high in parts for run in fonts.runs(text, language).runs]
    wide = sum(_font_of(run, high).getlength(run.text) for run, high in pieces)
    if wide > room:
        return figure(value, unit, fonts, language, room=room, size=int(size * room / wide))
    picture = _white(round(wide) + 2, round(size * (_CAPITAL + _BELOW)))
    at = 1.0
    for run, high in pieces:
        font = _font_of(run, high)
        ImageDraw.Draw(picture).text(
            (at, round(size * _CAPITAL)), run.text, fill=0, font=font, anchor="ls"
        )
        at += font.getlength(run.text)
    return dots_of_image(picture)


def _white(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)


def _font_of(run: Run, size: int) -> ImageFont.FreeTypeFont:
    return _font(bold_file(run.family), size)


def _number_font(size: int) -> ImageFont.FreeTypeFont:
    return _font(bold_file(), size)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
