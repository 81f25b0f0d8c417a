"""All papers side by side, to be looked at: ``python -m tests.pictures.papers FOLDER``.

One contact sheet a language with every kind of ticket, one with a form for each sample name.
``--golden`` takes the pictures that `tests/printer_drivers/test_golden.py` compares with.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from printer_drivers.layout import raster
from printer_drivers.profiles import profile
from tests.printer_drivers.names import CHARACTERS, NAMES, VARIANTS
from tests.printer_drivers.papers import a_form
from tests.printer_drivers.test_golden import GOLDEN, PAPERS
from tests.printer_drivers.tickets import KINDS, OFFICES, ticket_of

_GAP = 24
#: A dot of the left edge of the frame, below its corner.
_FRAME = (17, 250)
_NAMES_A_ROW = 5
M30 = profile("epson-tm-m30")


def main() -> None:
    if sys.argv[1:] == ["--golden"]:
        GOLDEN.mkdir(exist_ok=True)
        for name, paper in PAPERS.items():
            raster(paper, M30).image.save(GOLDEN / f"{name}.png", optimize=True)
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for language in OFFICES:
        tickets = [raster(ticket_of(kind, language), M30).image for kind in KINDS]
        side_by_side([tickets]).save(folder / f"tickets-{language}.png", optimize=True)
    names = [named(name) for name in (*NAMES, *CHARACTERS, *VARIANTS)]
    rows = [names[at : at + _NAMES_A_ROW] for at in range(0, len(names), _NAMES_A_ROW)]
    side_by_side(rows).save(folder / "names.png", optimize=True)


def named(name: str) -> Image.Image:
    """Return the frame of a form that holds a name."""
    form = a_form(name=name)
    row = form.sections[0].rows[0].model_copy(update={"furigana": None})
    section = form.sections[0].model_copy(update={"rows": (row,)})
    page = raster(form.model_copy(update={"sections": (section,)}), M30).image
    left, top = _FRAME
    end = next(y for y in range(top, page.height) if page.getpixel((left, y)))
    return page.crop((0, top - _GAP // 2, page.width, end + 1))


def side_by_side(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """Return pictures in rows on one white sheet."""
    wide, heights = M30.width_dots + _GAP, [max(one.height for one in row) + _GAP for row in rows]
    sheet = Image.new("1", (wide * max(map(len, rows)), sum(heights)), 1)
    for place, row in enumerate(rows):
        for column, one in enumerate(row):
            sheet.paste(one, (column * wide, sum(heights[:place])))
    return sheet


if __name__ == "__main__":
    main()
