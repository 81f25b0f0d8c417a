"""R33: the speaking process or the sound card is gone: chime and picture go on, staff hear of it.

Whoever waits sees the number at once; the board, the consoles and the fleet's page say what is
missing; and when it is back, everything falls silent about it by itself.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.parts.demo_office import DemoOffice
from tests.parts.processes import Running
from tests.reliability.display_hall import AREA, DisplayHall, opened_hall

pytestmark = pytest.mark.slow

DISPLAY = "表示 1階 待合"
#: Lets a test take the sound card out from under the page and put it back.
CARD = """
const Real = window.AudioContext;
window.AudioContext = class extends Real {
  constructor() {
    super();
    window.card = this;
  }
};
"""
PATIENCE_S = 120
SHOWN_S = 2.0


@pytest.fixture
def hall(
    sqlite_office: DemoOffice, open_page: Callable[..., Page], tmp_path: Path
) -> Iterator[DisplayHall]:
    sqlite_office.serve("--voice-folder", str(tmp_path / "voice"))  # nothing was said before
    hall = opened_hall(sqlite_office, open_page)
    hall.context.add_init_script(CARD)
    yield hall
    hall.close()


class Voiceless:
    """Kills the speaking process of a server as often as it is started, until it is let be."""

    def __init__(self, server: Running) -> None:
        self.kills = 0
        self._group = server.process.pid
        self._ends = threading.Event()

    @contextmanager
    def gone(self) -> Iterator[None]:
        hunter = threading.Thread(target=self._hunt)
        hunter.start()
        try:
            yield
        finally:
            self._ends.set()
            hunter.join()

    def _hunt(self) -> None:
        while not self._ends.wait(0.02):
            for pid in self._engines():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    self.kills += 1

    def _engines(self) -> Iterator[int]:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError):
                is_engine = b"display.voice.engine" in (entry / "cmdline").read_bytes()
                if is_engine and os.getpgid(int(entry.name)) == self._group:
                    yield int(entry.name)


def call_and_see(hall: DisplayHall, page: Page, counter: str) -> float:
    """Call somebody and return how long it took until the number was on the board."""
    hall.take(counter)
    called_at = hall.call(counter)
    label = hall.labels[max(hall.labels)]
    expect(page.locator("#rows .row .number").filter(has_text=label)).to_be_visible()
    return time.monotonic() - called_at


def told(hall: DisplayHall) -> set[tuple[str, str]]:
    """Return what the consoles are told is wrong."""
    console: Any = hall.office.api("counter").get(hall.office.path("/counters/1"))
    return {(alert["machine"], alert["what"]) for alert in console["alerts"]}


def wait(page: Page, holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"never: {what}"
        page.wait_for_timeout(200)


def mark(page: Page) -> str:
    return page.inner_text("#mark") if page.is_visible("#mark") else ""


def test_without_the_speaking_process_the_chime_and_the_picture_go_on(hall, rounds, scorecard):
    [server] = hall.office.servers()
    voiceless, shown_s = Voiceless(server), []
    counters = list(hall.services)
    with voiceless.gone():
        page = hall.hang()
        for number in range(calls := rounds(2, 40)):
            shown_s.append(call_and_see(hall, page, counters[number % len(counters)]))
            page.wait_for_timeout(4_000)
        wait(page, lambda: len(hall.spoken) == calls, "every chime")
        wait(page, lambda: mark(page) == "チャイムのみ", "the board says so")
        wait(page, lambda: (DISPLAY, "voice") in told(hall), "the consoles are told")

    def speaks_again() -> bool:
        call_and_see(hall, page, counters[0])
        page.wait_for_timeout(8_000)
        return mark(page) == ""

    wait(page, speaks_again, "the voice is back")
    wait(page, lambda: told(hall) == set(), "the consoles are told that it is well")
    scorecard(
        "R33 speaking process killed as often as it starts", kills=voiceless.kills,
        calls=calls, chimes=len(hall.spoken[:calls]), slowest_shown_s=round(max(shown_s), 1),
        told=1, back=1,
    )  # fmt: skip
    assert voiceless.kills > 0
    if rounds(0, 1):
        assert max(shown_s) <= SHOWN_S


def test_without_a_sound_card_the_picture_goes_on_and_staff_are_told(hall, rounds, scorecard):
    page, counters = hall.hang(), list(hall.services)
    shown_s, losses = [], rounds(1, 10)
    for loss in range(losses):
        page.evaluate("window.card.suspend()")
        shown_s.append(call_and_see(hall, page, counters[loss % len(counters)]))
        wait(page, lambda: mark(page) == "音が出ていません", "the board says so")
        wait(page, lambda: (DISPLAY, "muted") in told(hall), "the consoles are told")
        page.evaluate("window.card.resume()")
        wait(page, lambda: mark(page) == "", "the board is well")
        wait(page, lambda: told(hall) == set(), "the consoles are told that it is well")
    scorecard(
        "R33 sound card gone and back", losses=losses, area=AREA,
        slowest_shown_s=round(max(shown_s), 1), told=losses, back=losses,
    )  # fmt: skip
