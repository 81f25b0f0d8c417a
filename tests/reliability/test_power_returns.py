"""R35: the power goes for every part at once and comes back; nobody touches anything.

Server, kiosk and printer are killed in the same moment and started cold in the same moment, as
their machines would start them. The browsers of kiosk, display and console stay: they must
find everything again by themselves.
"""

import json
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from printer_drivers.virtual import serve_tcp
from tests.end_to_end.office_watch import counters_of, expect_called, touch_purpose
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import DemoOffice
from tests.parts.family import SERVICE
from tests.parts.processes import Running
from tests.reliability.lobby_machine import until

pytestmark = pytest.mark.slow

ALL_WITHIN_S = 90
BACK_MS = 60_000


def take_a_number(screen: Page) -> str:
    """Press the purpose of the demo's parents and return the number on the screen."""
    screen.wait_for_selector('#stage[data-screen="home"]:not(.lost)', timeout=BACK_MS)
    touch_purpose(screen, SERVICE)
    screen.wait_for_selector('#stage[data-screen="done"]', timeout=BACK_MS)
    return str(screen.get_attribute(".number", "aria-label"))


def all_told(kiosk: Running) -> bool:
    """Tell whether the server knows every number: one may come before the link is back."""
    with urllib.request.urlopen(f"{kiosk.url}/healthz", timeout=5) as answer:
        health = json.load(answer)
    return bool(health["server"] == "ok" and health["unsent"] == 0)


def cold_start(parts: list[tuple[Running, str]]) -> None:
    for part, _ in parts:
        part.kill()
    for part, _ in parts:
        part.process = part.launch()
    for part, ready in parts:
        part.wait_until(ready)


def test_a_cold_start_gives_tickets_and_brings_every_screen_back(
    sqlite_office: DemoOffice, open_page: Callable[..., Page], tmp_path: Path,
    full_rounds: bool, rounds: Callable[[int, int], int], scorecard: Callable[..., None],
) -> None:  # fmt: skip
    office = sqlite_office
    [server] = office.servers()
    counter = counters_of(office, SERVICE)[0]
    clerk, at = office.api("counter"), office.path(f"/counters/{counter['number']}")
    assert clerk.post(f"{at}/open").status == 200
    wire = serve_tcp()
    key = tmp_path / "kiosk.key"
    key.write_text(office.keys["kiosk"])
    kiosk = office.processes.kiosk(
        server, "--key-file", str(key), "--state", str(tmp_path / "kiosk"),
        "--ticket-printer", wire.url, "--scanner", "keyboard",
    )  # fmt: skip
    screen, board = open_page(1080, 1920), open_page(1920, 1080)
    screen.goto(kiosk.url)
    board.goto(f"{server.url}/display/{OFFICE}/{counter['area']}")
    labels, issuing_s, everything_s = [take_a_number(screen)], 0.0, 0.0
    for _ in range(times := rounds(1, 5)):
        began = time.monotonic()
        cold_start([(server, "/readyz"), (kiosk, "/healthz")])
        labels.append(take_a_number(screen))
        issuing_s = max(issuing_s, time.monotonic() - began)
        until(lambda: all_told(kiosk), "what the kiosk gave without the server")
        called = clerk.post(f"{at}/call-next", {"finish": True}).body["call"]["label"]
        assert called == labels[-2]
        expect_called(board, called, counter["number"])
        expect(board.locator("body")).not_to_have_class("stale", timeout=BACK_MS)
        everything_s = max(everything_s, time.monotonic() - began)
    scorecard("R35 the power returns everywhere at once", times=times,
              issuing_s=round(issuing_s, 1), everything_s=round(everything_s, 1))  # fmt: skip
    assert len(set(labels)) == len(labels) == wire.printer.cuts
    assert not full_rounds or everything_s <= ALL_WITHIN_S
    wire.close()
