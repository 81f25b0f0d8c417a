"""A display that is killed, cut off or left without its server shows the truth again."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.display.cable import Cable
from tests.display.conftest import unmute
from tests.parts.demo_office import OFFICE, DemoOffice

pytestmark = pytest.mark.slow

AREA = "1F"
SERVICE = "moving"
COUNTERS = ("1", "2", "3", "4")
NUMBERS = '#rows [data-slot="number"], #earlier [data-slot="label"]'
TEXTS = "all => all.map((one) => one.textContent.replace(/\\s/g, ''))"
#: What is older is shown and not said: whoever was called a minute ago has seen it.
SPOKEN_UNTIL = timedelta(seconds=60)
LISTEN = """
document.addEventListener("board:speaks", (event) => window.spoke(event.detail.seq));
"""


@dataclass
class Wall:
    """The display on the wall, the cable to it, and everything it has said so far."""

    office: DemoOffice
    cable: Cable
    context: BrowserContext
    spoken: list[int] = field(default_factory=list)

    def hears(self, seq: int) -> None:
        self.spoken.append(seq)

    def hang(self) -> Page:
        """Switch the display on; what it keeps on its disk has stayed through a kill."""
        page = self.context.new_page()
        page.add_init_script(LISTEN)
        page.goto(f"http://127.0.0.1:{self.cable.port}/display/{OFFICE}/{AREA}")
        unmute(page)
        return page

    def call_at(self, *counters: str) -> None:
        """Take a ticket and call it, at each of *counters*, finishing who was there."""
        for counter in counters:
            taken = self.office.api("kiosk").post(self.office.path("/visits"), {"service": SERVICE})
            assert taken.status == 201, taken
            called = self.office.api("counter").post(
                self.office.path(f"/counters/{counter}/call-next"), {"finish": True}
            )
            assert called.status == 200, called

    def truth(self) -> list[dict[str, Any]]:
        """Return the calls that stand, newest first, as the office says."""
        return list(self._board()["calls"])

    def still_to_say(self) -> set[int]:
        """Return the calls that stand, that nobody has heard, and that are not too old to say."""
        board = self._board()
        oldest = datetime.fromisoformat(board["now"]) - SPOKEN_UNTIL
        young = {c["seq"] for c in board["calls"] if datetime.fromisoformat(c["at"]) > oldest}
        return young - set(self.spoken)

    def wait_for_words(self, page: Page) -> None:
        """Wait until nothing is left to say.

        A new page may have to wait until the word of the one before it runs out (12 s).
        """
        deadline = time.monotonic() + 90
        while self.still_to_say():
            assert time.monotonic() < deadline, self.spoken
            page.wait_for_timeout(200)

    def _board(self) -> Any:
        return self.office.api().get(self.office.path(f"/board?area={AREA}"))

    def wait_for_truth(self, page: Page) -> None:
        """Wait until the display shows the calls that stand, in their order."""
        wanted = [call["label"] for call in self.truth()]
        deadline = time.monotonic() + 60
        while (shown := page.eval_on_selector_all(NUMBERS, TEXTS)) != wanted:
            assert time.monotonic() < deadline, f"{shown} instead of {wanted}"
            page.wait_for_timeout(100)


@pytest.fixture
def wall(sqlite_office: DemoOffice, open_page: Callable[..., Page]) -> Iterator[Wall]:
    [server] = sqlite_office.servers()
    cable = Cable(server.port)
    wall = Wall(sqlite_office, cable, open_page(1920, 1080).context)
    wall.context.expose_function("spoke", wall.hears)
    for counter in COUNTERS:
        opened = sqlite_office.api("counter").post(sqlite_office.path(f"/counters/{counter}/open"))
        assert opened.status == 200
    yield wall
    cable.close()


def test_a_display_shows_the_truth_after_every_fault_and_says_nothing_twice(wall: Wall):
    page = wall.hang()
    wall.call_at("1")
    wall.wait_for_truth(page)
    wall.wait_for_words(page)

    page.close()  # killed
    wall.call_at("2", "3")
    page = wall.hang()
    wall.wait_for_truth(page)

    wall.cable.pull()
    wall.call_at("4", "1")
    page.locator("body.stale").wait_for()  # it says that it has stopped
    wall.cable.plug_in()
    wall.wait_for_truth(page)

    [server] = wall.office.servers()
    server.kill()
    server.restart()
    wall.call_at("2")
    wall.wait_for_truth(page)

    page.reload()
    unmute(page)
    wall.wait_for_truth(page)
    wall.wait_for_words(page)
    page.wait_for_timeout(1_000)  # whatever it would still say
    calls = {call["seq"] for call in wall.truth()}
    assert len(set(wall.spoken)) == len(wall.spoken)
    assert {min(calls), max(calls)} <= set(wall.spoken) <= calls
