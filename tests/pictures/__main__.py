"""Take the pictures of the README and of the start page from a running demo.

``make pictures`` starts a fresh demo of its own, lives the main job through and writes one
PNG a screen and paper to ``server/web/static/start``.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.resident_pages import apply_online, book_first_time, qr_code
from tests.parts.browser import launch
from tests.parts.demo_office import OFFICE
from tests.parts.family import APPLICATION, PROCEDURE
from tests.pictures import office_walk

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "server" / "web" / "static" / "start"
#: Wide enough for a README on a dense screen, small enough for a repository.
WIDEST = 960
COLOURS = 128
PORT, KIOSK_PORT = 8017, 8097
SERVER, KIOSK = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{KIOSK_PORT}"
COUNTER = "10"
READY_WITHIN_S = 90


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)), sync_playwright() as player:
        browser = launch(player)
        live_through(browser, Path(folder))
        browser.close()


@contextmanager
def demo(state: Path) -> Iterator[None]:
    """Run a fresh demo on ports of its own until the pictures are taken."""
    command = [Path(sys.executable).with_name("madoguchi"), "demo", "--state", str(state / "demo")]
    ports = ["--port", str(PORT), "--kiosk-port", str(KIOSK_PORT)]
    with subprocess.Popen([*command, *ports], cwd=ROOT) as running:
        try:
            wait_for(f"{SERVER}/readyz")
            wait_for(f"{KIOSK}/healthz")
            yield
        finally:
            running.terminate()


def wait_for(address: str) -> None:
    """Return as soon as *address* answers."""
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            urlopen(address, timeout=2).close()
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return


def live_through(browser: Browser, state: Path) -> None:
    """Do the main job as people would, and take a picture of each screen on the way."""
    phone = page(browser, 390, 844)
    apply_online(phone, SERVER, PROCEDURE, APPLICATION)
    phone.locator(".slot:not([disabled])").first.wait_for()
    take(phone, "slots")
    book_first_time(phone)
    token = qr_code(phone)
    take(phone, "resident")
    kiosk = page(browser, 1080, 1920)
    kiosk.goto(KIOSK)
    kiosk.locator('#stage[data-screen="home"]').wait_for()
    take(kiosk, "kiosk")
    present(browser, token)
    kiosk.locator('#stage[data-screen="confirm"]').wait_for()
    take(kiosk, "kiosk-confirm")
    kiosk.locator('#stage[data-screen="done"]').wait_for(timeout=60_000)
    take(kiosk, "kiosk-done")
    keep_papers(state / "demo")
    at_the_counter(browser, phone)
    office_walk.walk(browser, SERVER, take)
    start = page(browser, 1280, 900)
    start.goto(SERVER)
    take(start, "demo")


def at_the_counter(browser: Browser, phone: Page) -> None:
    """Call the number with one key, before a display and the resident's phone."""
    display = page(browser, 1920, 1080)
    display.goto(f"{SERVER}/display/{OFFICE}/1F?sound=off")
    desk = page(browser, 1366, 768)
    desk.goto(f"{SERVER}/staff/counter/{OFFICE}/{COUNTER}")
    desk.locator("#login").fill("clerk")
    desk.locator("#password").fill("madoguchi-clerk")
    desk.locator("button.primary").click()
    desk.locator("body[data-ready]").wait_for()
    for verb in ("次の人を呼ぶ", "対応を始める"):
        if not re.search(verb, desk.locator(".enter-verb").first.inner_text()):
            desk.keyboard.press("Enter")
            desk.wait_for_timeout(1200)
    desk.locator("#papers").get_by_text(APPLICATION["applicant_name"]).first.wait_for()
    take(desk, "counter")
    display.locator("#rows .row.new").first.wait_for()
    display.wait_for_timeout(4000)
    take(display, "display")
    phone.locator("body.is-called").wait_for()
    take(phone, "turn")


def present(browser: Browser, token: str) -> None:
    """Hold the code before the demo's virtual scanner."""
    scanner = page(browser, 900, 700)
    scanner.goto(f"{KIOSK}/scanner")
    scanner.locator("#code").fill(token)
    scanner.locator("#present button").click()
    scanner.wait_for_timeout(500)
    scanner.close()


def keep_papers(demo_folder: Path) -> None:
    """Keep the pictures that the virtual printers made of the papers: of each kind the first."""
    for kind in ("ticket", "form"):
        paper, *_ = sorted((demo_folder / "papers" / kind).glob("*.png"))
        keep(Image.open(paper), f"paper-{kind}")


def page(browser: Browser, width: int, height: int) -> Page:
    """Open a page of a size of its own."""
    return browser.new_page(viewport={"width": width, "height": height})


def take(shown: Page, name: str) -> None:
    """Take a picture of what is shown now."""
    shown.wait_for_timeout(700)
    keep(Image.open(BytesIO(shown.screenshot())), name)


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture small."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = picture.convert("RGB")
    if picture.width > WIDEST:
        height = round(picture.height * WIDEST / picture.width)
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
