"""PDFs as another program draws them."""

import pypdfium2
from PIL import Image

DPI = 150


def picture_of(pdf: bytes, page: int = 0) -> Image.Image:
    """Return a page as a grey picture."""
    with pypdfium2.PdfDocument(pdf) as paper:
        return paper[page].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as paper:
        return len(paper)


def dark_in(page: Image.Image, x: float, y: float, width: float, height: float) -> float:
    """Return how much of a rectangle is ink; millimetres from the upper left corner."""
    edges = [round(mm / 25.4 * DPI) for mm in (x, y, x + width, y + height)]
    part = page.crop(tuple(edges))
    return sum(part.histogram()[:128]) / (part.width * part.height)
