"""R34: a firewall that lets no WebSocket through: long polling takes over within five seconds.

It may refuse them, which the page hears at once, or swallow them, also in the middle of the day.
"""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.display.cable import REFUSED, SWALLOWED, Cable
from tests.parts.demo_office import OFFICE, DemoOffice

pytestmark = pytest.mark.slow

SERVICE, COUNTER, AREA = "moving", "1", "1F"
TAKES_OVER_S = 5.0
#: A line that falls silent is noticed by the next heartbeat (5 s) that gets no answer (2.5 s).
NOTICED_S = 8.0
PATIENCE_S = 60


@pytest.fixture
def cable(sqlite_office: DemoOffice) -> Iterator[Cable]:
    [server] = sqlite_office.servers()
    opened = sqlite_office.api("counter").post(sqlite_office.path(f"/counters/{COUNTER}/open"))
    assert opened.status == 200
    cable = Cable(server.port)
    yield cable
    cable.close()


def take(office: DemoOffice) -> tuple[str, str]:
    """Take a ticket and return its label and its visit code."""
    taken = office.api("kiosk").post(office.path("/visits"), {"service": SERVICE})
    assert taken.status == 201, taken
    return taken.body["ticket"]["label"], taken.body["visit_code"]


def call(office: DemoOffice) -> None:
    path = office.path(f"/counters/{COUNTER}/call-next")
    assert office.api("counter").post(path, {"finish": True}).status == 200


def shows(page: Page, label: str) -> None:
    """Wait until a board calls *label*; five calls in a quarter of a minute take turns."""
    called = page.locator("#rows .row.new .number").filter(has_text=label)
    expect(called.first).to_be_visible(timeout=PATIENCE_S * 1000)


class Polling:
    """Notices when a page is connected by long polling."""

    def __init__(self, page: Page) -> None:
        self.began, self._page, self._at = time.monotonic(), page, 0.0
        page.on("response", lambda answer: self._heard(answer.url))

    def wait_s(self) -> float:
        """Wait until the page is connected and return how long that took."""
        while not self._at:
            assert time.monotonic() < self.began + PATIENCE_S, "it does not poll"
            self._page.wait_for_timeout(50)
        return self._at - self.began

    def _heard(self, url: str) -> None:
        if "transport=polling" in url and "sid=" in url:
            self._at = self._at or time.monotonic()


def test_pages_behind_a_firewall_without_websockets_live_by_polling(
    sqlite_office, cable, open_page: Callable[..., Page], rounds, scorecard
):
    took: list[float] = []
    for websockets in [REFUSED, SWALLOWED] * rounds(1, 20):
        cable.websockets = websockets
        label, code = take(sqlite_office)
        pages = []
        for path in (f"/display/{OFFICE}/{AREA}", f"/turn#{code}"):
            pages.append(page := open_page())
            polling = Polling(page)
            page.goto(f"http://127.0.0.1:{cable.port}{path}")
            took.append(polling.wait_s())
        display, phone = pages
        call(sqlite_office)
        shows(display, label)
        expect(phone.locator("body.is-called")).to_be_attached()
        assert not display.is_visible("#stopped")
        for page in pages:
            page.context.close()
    scorecard("R34 WebSockets refused or swallowed", pages=len(took), slowest_s=round(max(took), 1))
    if rounds(0, 1):
        assert max(took) <= TAKES_OVER_S


def test_a_board_whose_websocket_falls_silent_goes_on_by_polling(
    sqlite_office, cable, open_page: Callable[..., Page], rounds, scorecard
):
    took: list[float] = []
    for _ in range(rounds(1, 20)):
        cable.websockets = ""
        label, _ = take(sqlite_office)
        page = open_page(1920, 1080)
        page.goto(f"http://127.0.0.1:{cable.port}/display/{OFFICE}/{AREA}")
        call(sqlite_office)
        shows(page, label)
        polling = Polling(page)
        cable.websockets = SWALLOWED
        label, _ = take(sqlite_office)
        call(sqlite_office)
        shows(page, label)
        took.append(polling.wait_s())
        assert not page.is_visible("#stopped")
        page.context.close()
    scorecard(
        "R34 WebSocket falls silent in the middle",
        cuts=len(took), slowest_s=round(max(took), 1),
    )  # fmt: skip
    if rounds(0, 1):
        assert max(took) <= NOTICED_S + TAKES_OVER_S
