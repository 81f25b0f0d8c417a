"""The main job, as people do it: a form at home, a QR at the kiosk, a number on the display.

Every part is real: the server and the kiosk are processes, the scanner is a serial line, the
printers speak TCP, the pages are in Chromium.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from printer_drivers.virtual import TcpServer, VirtualPrinter
from tests.end_to_end.office_watch import (
    book_at_the_office,
    counters_of,
    expect_called,
    label_on,
    log_in,
    press,
    touch_purpose,
    visit_code_on,
    wait_for_event,
)
from tests.end_to_end.resident_pages import apply_online, book_first_time, qr_code
from tests.parts.demo_office import OFFICE, DemoOffice
from tests.parts.family import APPLICATION, PROCEDURE, SERVICE
from tests.parts.pictures import codes_in
from tests.parts.processes import Running
from tests.parts.wires import SerialScanner

pytestmark = pytest.mark.slow

PHONE = (390, 844)
TELEVISION = (1920, 1080)
KIOSK_SCREEN = (1080, 1920)
PAPERS_WITHIN_S = 30


@dataclass
class Lobby:
    """The kiosk with its devices."""

    kiosk: Running
    scanner: SerialScanner
    tickets: VirtualPrinter
    forms: VirtualPrinter


@pytest.fixture
def lobby(sqlite_office: DemoOffice, scanner: SerialScanner, tmp_path) -> Iterator[Lobby]:
    [server] = sqlite_office.servers()
    wires = [TcpServer(VirtualPrinter()), TcpServer(VirtualPrinter())]
    key = tmp_path / "kiosk.key"
    key.write_text(sqlite_office.keys["kiosk"])
    kiosk = sqlite_office.processes.kiosk(
        server,
        *("--key-file", str(key), "--state", str(tmp_path / "kiosk")),
        *("--ticket-printer", wires[0].url, "--form-printer", wires[1].url),
        *("--scanner", f"serial://{scanner.path}", "--confirm-seconds", "1"),
    )
    yield Lobby(kiosk, scanner, wires[0].printer, wires[1].printer)
    for wire in wires:
        wire.close()


def test_from_a_form_filled_at_home_to_a_number_on_the_display(
    sqlite_office: DemoOffice, lobby: Lobby, open_page: Callable[..., Page]
):
    office = sqlite_office
    [server] = office.servers()
    counter = counters_of(office, SERVICE)[0]

    # 1. At home, on a phone: the form, a time, a QR code.
    phone = open_page(*PHONE, has_touch=True, is_mobile=True)
    apply_online(phone, server.url, PROCEDURE, APPLICATION)
    book_first_time(phone)
    token = qr_code(phone)
    assert token.startswith("WQ1")
    assert len(token) == 20

    # 2. At the kiosk: the code is read from the phone, both papers come out.
    kiosk = open_page(*KIOSK_SCREEN)
    kiosk.goto(lobby.kiosk.url)
    expect(kiosk.locator('#stage[data-screen="home"]')).to_be_visible()
    lobby.scanner.read_code(token)
    assert lobby.tickets.wait_for_cuts(1, PAPERS_WITHIN_S)
    assert lobby.forms.wait_for_cuts(1, PAPERS_WITHIN_S)
    label = label_on(lobby.tickets, office)
    assert token in codes_in(lobby.forms.papers[0].image)
    expect(kiosk.locator(".number")).to_have_attribute("aria-label", label)
    assert lobby.tickets.strays == lobby.forms.strays == []
    wait_for_event(office, "printed", label, count=2)

    # 3. At the counter: one key, and the number flashes on the display and on the phone.
    display = open_page(*TELEVISION)
    display.goto(f"{server.url}/display/{OFFICE}/{counter['area']}")
    expect(phone).to_have_url(f"{server.url}/turn#{visit_code_on(lobby.tickets)}")
    expect(phone.locator("#waiting [data-number]")).to_have_attribute("aria-label", label)
    desk = open_page()
    log_in(desk, f"{server.url}/staff/counter/{OFFICE}/{counter['number']}")
    expect(desk.locator(".enter-verb")).to_contain_text("窓口を開ける")
    press(desk, "Enter")
    expect(desk.locator(".enter-verb")).to_contain_text("次の人を呼ぶ")
    expect(desk.locator("#idle-body .because")).to_contain_text(label)
    press(desk, "Enter")
    expect_called(display, label, counter["number"])
    expect(phone.locator("body.is-called #called [data-number]")).to_have_attribute(
        "aria-label", label
    )
    press(desk, "+")
    wait_for_event(office, "recalled", label)
    #expect(desk.locator("#papers")).to_contain_text("さくら")
    press(desk, "Enter")
    wait_for_event(office, "started", label)
    press(desk, "Enter")
    wait_for_event(office, "finished", label)

    # 4. A walk-in and another reservation: called in the order of their order times.
    second = book_at_the_office(office)
    lobby.scanner.read_code(second)
    assert lobby.tickets.wait_for_cuts(2, PAPERS_WITHIN_S)
    kiosk.locator('#stage[data-screen="home"]').wait_for(timeout=40_000)
    touch_purpose(kiosk, SERVICE)
    assert lobby.tickets.wait_for_cuts(3, PAPERS_WITHIN_S)
    reserved, walk_in = (label_on(lobby.tickets, office, paper) for paper in (1, 2))
    line = office.api("counter").get(office.path(f"/counters/{counter['number']}"))["waiting"]
    assert {stop["label"] for stop in line} == {reserved, walk_in}
    assert line == sorted(line, key=lambda stop: stop["order_time"])
    first, then = (stop["label"] for stop in line)
    expect(desk.locator("#idle-body .because")).to_contain_text(first)
    press(desk, "Enter")
    expect_called(display, first, counter["number"])
    press(desk, "Enter")
    wait_for_event(office, "started", first)
    press(desk, "Enter")
    expect_called(display, then, counter["number"])
