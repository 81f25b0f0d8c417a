"""What a person sees and touches, in a real browser."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from werkzeug.test import Client

from config import assets_path
from kiosk.answers import ComingPaper, Preview, RefusalBody
from kiosk.problem import Problem
from kiosk.screen.view import View, as_json
from kiosk.screen.words import word_list
from kiosk.steps import Screen
from kiosk.visitor import SIZES
from tests.kiosk.conftest import GOOD, Lobby, until

pytestmark = pytest.mark.slow

UPRIGHT, WIDE = (1080, 1920), (1920, 1080)
#: 20 mm on a 22 inch screen.
MAIN_BUTTON_PX = 79

#: What sticks out of the screen, overlaps the strip below it, or is cut off.
OVERFLOWS = """() => {
  const bottom = document.querySelector("footer").getBoundingClientRect().top + 1;
  const wrong = [];
  for (const part of document.querySelectorAll("main button, main p, main h2, main dl, main li")) {
    const box = part.getBoundingClientRect();
    if (box.width === 0) continue;
    const name = `${part.className || part.tagName}: ${part.textContent.trim().slice(0, 20)}`;
    if (box.bottom > bottom || box.right > innerWidth + 1 || box.left < -1) wrong.push(name);
    if (part.scrollWidth > part.clientWidth + 2) wrong.push(`cut off ${name}`);
  }
  return wrong;
}"""


#: Draws each of the drawings and returns what is wrong with which.
DRAW_AND_LOOK = f"""async (drawings) => {{
  const {{ draw }} = await import("/static/kiosk.js");
  const wrong = {{}};
  for (const [name, drawing] of Object.entries(drawings)) {{
    draw(drawing);
    if (document.fonts.status === "loading") {{
      await document.fonts.ready;
      draw(drawing);
    }}
    const found = ({OVERFLOWS})();
    if (found.length > 0) wrong[name] = found;
  }}
  return wrong;
}}"""


@pytest.fixture
def show(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Return ``show(lobby, size)``: the kiosk's screen in a browser."""

    def shown(lobby: Lobby, size: tuple[int, int] = UPRIGHT) -> Page:
        page = open_page(*size)
        page.goto(f"http://127.0.0.1:{lobby.kiosk.port}/")
        page.wait_for_selector('#stage[data-screen="home"]')
        return page

    return shown


def on(page: Page, screen: Screen) -> None:
    page.wait_for_selector(f'#stage[data-screen="{screen}"]')


def test_a_scan_is_confirmed_printed_and_shown_with_its_number(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(confirm_s=30.0)
    page = show(lobby)
    assert page.locator(".purpose").count() == 8
    assert page.locator(".strip").get_attribute("data-now") == "reader"

    lobby.scan(GOOD)
    on(page, Screen.CONFIRM)
    assert "髙橋 ＊＊ 様" in page.inner_text("main")
    assert "10:45" in page.inner_text("main")
    page.click("text=はい、紙を出す")
    on(page, Screen.DONE)

    assert page.get_attribute(".number", "aria-label") == "F024"
    assert "紙を2枚 お取りください" in page.inner_text("main")
    assert page.locator(".strip").get_attribute("data-now") == "paper"
    assert lobby.papers() == (1, 1)


def test_a_walk_in_reads_english(lobby: Lobby, show: Callable[..., Page]) -> None:
    page = show(lobby)
    page.click("text=English")
    page.wait_for_selector("text=No QR code?")
    assert page.evaluate("document.documentElement.lang") == "en"

    page.click(".purpose >> nth=4")
    on(page, Screen.DONE)

    assert page.get_attribute(".number", "aria-label") == "N024"
    assert "Please take your ticket" in page.inner_text("main")


def test_a_wedge_scanner_types_into_the_page(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(scanner_address="keyboard")
    page = show(lobby)

    page.keyboard.type(GOOD.lower())
    page.keyboard.press("Enter")
    on(page, Screen.DONE)

    assert page.get_attribute(".number", "aria-label") == "F024"


def test_a_code_is_typed_on_the_screen(lobby: Lobby, show: Callable[..., Page]) -> None:
    page = show(lobby)
    lobby.scan("https://example.com/")
    on(page, Screen.PROBLEM)
    page.click("text=コードの文字を入れる")
    on(page, Screen.TYPING)

    for sign in GOOD[3:]:
        page.click(f'.keypad button[data-value="{sign}"]')
    page.click("text=これで受付する")
    on(page, Screen.DONE)

    assert lobby.label == "F024"


def test_without_paper_the_number_is_as_large_as_on_the_board(
    lobby: Lobby, show: Callable[..., Page]
) -> None:
    page = show(lobby)
    for server in (lobby.ticket_printer, lobby.form_printer):
        server.printer.set(paper_rows=0)

    lobby.scan(GOOD)
    on(page, Screen.PAPER_FAILED)
    page.wait_for_selector("text=職員に知らせました")

    size = page.evaluate("getComputedStyle(document.querySelector('.number')).fontSize")
    assert size == "288px"
    assert page.locator("svg.qr").count() == 1
    page.click("text=番号をおぼえました")
    on(page, Screen.HOME)


def test_an_idle_screen_counts_down_and_goes_on_as_often_as_one_likes(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(confirm_s=30.0, idle_s=0.6, countdown_s=20.0)
    page = show(lobby)
    lobby.scan("https://example.com/")
    for _ in range(2):
        on(page, Screen.STILL_THERE)
        page.wait_for_selector("[data-seconds]:text-is('19')")
        page.click("text=つづける")
        on(page, Screen.PROBLEM)


def test_the_screen_comes_back_when_the_kiosk_does(lobby: Lobby, show: Callable[..., Page]) -> None:
    page = show(lobby)
    health = page.request.get(f"http://127.0.0.1:{lobby.kiosk.port}/healthz").json()

    assert health["server"] == "ok"
    assert health["scanner"] == "ok"


def test_only_this_machine_and_this_page_may_touch(
    lobby: Lobby, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    url = f"http://127.0.0.1:{lobby.kiosk.port}/touch"
    touch = {"name": "help", "value": ""}

    foreign = page.request.post(url, data=touch, headers={"Sec-Fetch-Site": "cross-site"})
    renamed = page.request.post(url, data=touch, headers={"Host": "kiosk.example"})
    odd = page.request.post(url, data={"name": "help", "extra": 1})

    assert (foreign.status, renamed.status, odd.status) == (403, 403, 400)
    assert lobby.office.bells == []


def looks(full: bool) -> list[tuple[int, bool, bool]]:
    """Return looks a visitor can choose: size of text, lowered, high contrast.

    Text shrinks from the chosen size until it fits, so the ends of the scale say most.
    """
    if not full:
        return [(0, False, False), (SIZES - 1, True, True)]
    return list(product(range(SIZES), (False, True), (False, True)))


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
def test_nothing_is_cut_off_in_any_language_size_and_look(
    start: Callable[..., Lobby], show: Callable[..., Page], size: tuple[int, int], full_rounds: bool
) -> None:
    lobby = start(done_s=1e6, idle_s=1e6)
    page = show(lobby, size)
    lobby.scan(GOOD)
    on(page, Screen.DONE)
    wrong = {}
    for language in word_list().complete():
        for screen in sorted(Screen):
            drawings = {}
            for large, low, contrast in looks(full_rounds):
                stand(lobby, screen, language, large, low=low, contrast=contrast, told=False)
                drawings[f"{language} {screen} {large} {low} {contrast}"] = drawn(lobby)
            wrong |= page.evaluate(DRAW_AND_LOOK, drawings)

    assert wrong == {}


def test_main_buttons_are_twenty_millimetres_high(lobby: Lobby, show: Callable[..., Page]) -> None:
    page = show(lobby)
    lobby.scan(GOOD)
    on(page, Screen.DONE)
    for screen in sorted(Screen):
        stand(lobby, screen, "ja", 0)
        page.wait_for_selector(f'#stage[data-screen="{screen}"][data-size="0"]')
        for button in page.locator("main button:visible").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= MAIN_BUTTON_PX, (screen, button.inner_text())


def drawn(lobby: Lobby) -> dict[str, Any]:
    """Return what the kiosk draws of the stage as it stands."""
    kiosk = lobby.kiosk
    with kiosk.stage.changed:
        view = View(kiosk.stage, kiosk.lobby, kiosk.journal, kiosk.clock, speech=kiosk.speech)
        return as_json(view.draw())


def stand(
    lobby: Lobby,
    screen: Screen,
    language: str,
    large: int,
    *,
    low: bool = False,
    contrast: bool = False,
    told: bool = True,
) -> None:
    """Put a screen on the stage, with everything on it that can be.

    Unless the page is *told*, it does not draw it by itself.
    """
    stage = lobby.kiosk.stage
    body = RefusalBody.model_validate(
        {"code": "other_day", "start": "2026-11-26T14:00:00+09:00", "service": "childcare"}
    )
    with stage.changed:
        stage.screen = screen
        visitor = stage.visitor
        visitor.language, visitor.size, visitor.problem = (
            language,
            large,
            Problem("other_day", body),
        )
        visitor.low, visitor.contrast = low, contrast
        visitor.purpose = visitor.service = "childcare"
        visitor.preview = Preview(
            service="childcare",
            service_name="保育の申込み・面接",
            reserved_for="2026-11-24T10:45:00+09:00",
            minutes=30,
            name="髙橋　美咲",
            papers=(ComingPaper(kind="ticket"), ComingPaper(kind="form")),
            late=True,
        )
        if told:
            stage.bump()
    until(lambda: stage.screen is screen, "the screen")


def test_a_file_is_open_no_longer_than_it_is_read(lobby: Lobby) -> None:
    """A browser that leaves while a font comes would keep it open."""
    page = Client(lobby.kiosk._web.app)  # noqa: SLF001 - the answer as it is before it goes out
    font = next((assets_path() / "fonts").glob("*.woff2"))
    answer = page.get(f"/assets/fonts/{font.name}", buffered=False)
    assert answer.status_code == 200
    assert not [one for one in open_files() if one.name == font.name]
    assert answer.get_data() == font.read_bytes()


def open_files() -> list[Path]:
    """Return what this process has open; some of it closes meanwhile."""
    return [one.resolve() for one in Path("/proc/self/fd").iterdir()]
