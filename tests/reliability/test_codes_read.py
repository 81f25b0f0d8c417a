"""QR on every ticket, form and screen, read by two readers that share no code: zxing and zbar."""

import base64
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import Page

from kiosk.steps import Screen
from printer_drivers.layout import a4, pdf, raster
from printer_drivers.profiles import profiles
from server.web.qr import link_svg, png_base64, svg
from tests.kiosk.conftest import GOOD, Lobby
from tests.parts.pdfs import picture_of as drawn
from tests.parts.pictures import codes_in, picture_of
from tests.parts.scorecard import Scorecard
from tests.printer_drivers.papers import TOKEN, URL, a_cover, a_sheet
from tests.printer_drivers.test_filled_forms import FORMS, filled
from tests.printer_drivers.tickets import KINDS, OFFICES, ticket_of

SCENARIO = "QR read by zbar"
ZBAR = shutil.which("zbarimg")

Rounds = Callable[[int, int], int]


def read_by_zbar(picture: Image.Image, folder: Path) -> list[str]:
    """Return what zbar reads in *picture*."""
    file = folder / "code.png"
    picture.convert("L").save(file)
    read = subprocess.run(
        [str(ZBAR), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return read.stdout.split()


@pytest.fixture
def both_read(tmp_path: Path, scorecard: Scorecard) -> Callable[[str, dict[str, tuple]], None]:
    """Return ``both_read(what, {name: (picture, text)})``, which notes a row and asserts it."""

    def check(what: str, pictures: dict[str, tuple[Image.Image, str]]) -> None:
        wrong = {name for name, (picture, text) in pictures.items() if codes_in(picture) != [text]}
        assert wrong == set()
        if ZBAR is None:
            scorecard.skipped(SCENARIO, "zbarimg is not installed (Debian: zbar-tools)")
            return
        unread = {
            name
            for name, (picture, text) in pictures.items()
            if read_by_zbar(picture, tmp_path) != [text]
        }
        scorecard(SCENARIO, what=what, codes=len(pictures), unread=len(unread))
        assert unread == set()

    return check


def test_tickets(both_read, rounds: Rounds):
    kinds = list(KINDS)[: rounds(1, len(KINDS))]
    printers = list(profiles().values())[:: rounds(4, 1)]
    both_read("tickets", {
        f"{printer.name} {kind} {language}": (raster(ticket, printer).image, URL)
        for printer in printers for kind in kinds for language in OFFICES
        if (ticket := ticket_of(kind, language)).visit_url
    })  # fmt: skip


def test_forms_on_strips_and_on_a4(both_read, rounds: Rounds):
    names = random.Random(1).sample(sorted(FORMS), rounds(6, len(FORMS)))  # noqa: S311
    pictures = {}
    for name in names:
        form = filled(FORMS[name], 1)
        [sheet, *_] = raster(form, profiles()["epson-tm-m30"]).images
        page = pdfium.PdfDocument(a4(form).pdf)[0].render(scale=300 / 72).to_pil()
        pictures |= {f"{name} strip": (sheet, TOKEN), f"{name} a4": (page, TOKEN)}
    both_read("forms", pictures)


def test_sheets_for_home_and_for_the_mail(both_read):
    pictures = {}
    for language in OFFICES:
        sheet, cover = a_sheet(language=language), a_cover(language=language)
        pictures |= {
            f"{language} sheet": (drawn(pdf(sheet)), TOKEN),
            f"{language} cover": (drawn(pdf(cover)), TOKEN),
        }
    both_read("sheets", pictures)


@pytest.mark.slow
def test_screens_and_the_code_for_a_phone(
    both_read, start: Callable[..., Lobby], open_page: Callable[..., Page], tmp_path: Path
):
    lobby = start(idle_s=1e6)
    page = open_page(1080, 1920)
    page.goto(f"http://127.0.0.1:{lobby.kiosk.port}/")
    page.wait_for_selector(f'#stage[data-screen="{Screen.HOME}"]')
    shown = picture_of(page.locator(".prompt .picture"))
    for server in (lobby.ticket_printer, lobby.form_printer):
        server.printer.set(paper_rows=0)
    lobby.scan(GOOD)
    page.wait_for_selector(f'#stage[data-screen="{Screen.PAPER_FAILED}"]')
    file = tmp_path / "phone.png"
    file.write_bytes(base64.b64decode(png_base64(TOKEN)))
    phone = open_page(390, 844)
    phone.set_content(f"<div>{svg(TOKEN)}</div><p>{link_svg(URL)}</p>")
    both_read("screens", {
        "home": (shown, "MADOGUCHI"),
        "phone": (picture_of(phone.locator("div svg")), TOKEN),
        "another phone": (picture_of(phone.locator("p svg")), URL),
        "paper_failed": (
            picture_of(page.locator(".take-phone")),
            "http://127.0.0.1:8000/turn#V0123456789ABCDEFGHJKMNP",
        ),
        "booking": (Image.open(file), TOKEN),
    })  # fmt: skip
