"""All papers side by side, to be looked at: ``python -m tests.pictures.papers FOLDER``.

Two contact sheets a language, one with every kind of ticket, one with the A4 sheets for home and
for the mail; the forms of each kind on a strip and on A4; each sample name on both.
``--golden`` takes the pictures that `tests/printer_drivers/test_golden.py` compares with.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from printer_drivers.documents import FieldRow, FormSection
from printer_drivers.layout import a4, pdf, raster
from printer_drivers.profiles import profile
from tests.parts.pdfs import page_count, picture_of
from tests.printer_drivers.names import CHARACTERS, NAMES, VARIANTS
from tests.printer_drivers.papers import a_cover, a_form, a_sheet
from tests.printer_drivers.test_golden import GOLDEN, PAPERS
from tests.printer_drivers.tickets import KINDS, OFFICES, ticket_of

_GAP = 24
#: A dot of the left edge of the frame, below its corner.
_FRAME = (17, 250)
_NAMES_A_ROW = 5
M30 = profile("epson-tm-m30")
SAMPLES = (*NAMES, *CHARACTERS, *VARIANTS)
#: What is different on a form of each kind: a draft of a statutory one, a copy, a second print.
FORMS = ({}, {"print_mode": "draft_only"}, {"duplicate": True}, {"reissue": 1})


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
        side_by_side([sheets(language)]).save(folder / f"sheets-{language}.png", optimize=True)
    forms = [a_form(**kind) for kind in FORMS]
    strips = [image for form in forms for image in raster(form, M30).images]
    side_by_side([strips]).save(folder / "forms.png", optimize=True)
    pages = [picture_of(a4(form).pdf) for form in forms]
    side_by_side([pages]).save(folder / "forms-a4.png", optimize=True)
    names = [named(name) for name in SAMPLES]
    rows = [names[at : at + _NAMES_A_ROW] for at in range(0, len(names), _NAMES_A_ROW)]
    side_by_side(rows).save(folder / "names.png", optimize=True)
    side_by_side([names_on_a4()]).save(folder / "names-a4.png", optimize=True)


def sheets(language: str) -> list[Image.Image]:
    """Return the A4 sheets in a language: a booking, a form without one, what goes by mail."""
    office, service, where = OFFICES[language]
    told = {"language": language, "office": office, "service": service, "where": where}
    cover = a_cover(language=language, procedure=service)
    papers = (
        a_sheet(**told),
        a_sheet(**told, start=None, minutes=None, paper="保育利用申込書"),
        cover,
    )
    return [picture_of(pdf(paper)) for paper in papers]


def names_on_a4() -> list[Image.Image]:
    """Return the pages of a form on A4 that holds all names, each after its code points."""
    rows = tuple(
        FieldRow(label=" ".join(f"{ord(char):X}" for char in name), value=name, is_name=True)
        for name in SAMPLES
    )
    made = a4(a_form(sections=(FormSection(title="氏名", rows=rows),))).pdf
    return [picture_of(made, page) for page in range(page_count(made))]


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
    """Return pictures of one width in rows on one white sheet."""
    first = rows[0][0]
    wide, heights = first.width + _GAP, [max(one.height for one in row) + _GAP for row in rows]
    white = 1 if first.mode == "1" else 255
    sheet = Image.new(first.mode, (wide * max(map(len, rows)), sum(heights)), white)
    for place, row in enumerate(rows):
        for column, one in enumerate(row):
            sheet.paste(one, (column * wide, sum(heights[:place])))
    return sheet


if __name__ == "__main__":
    main()
