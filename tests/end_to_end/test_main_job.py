"""The main job, as people do it: a form at home, a QR at the kiosk, a number on the display.

Every part is real: the server and the kiosk are processes, the scanner is a serial line, the
printers speak TCP, the pages are in Chromium.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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
CONSOLE = (1366, 768)
PAPERS_WITHIN_S = 60
A_FEW_WORDS_OF_INK = 5_000  # dots


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


@dataclass
class Day:
    """The people of the story and the screens they look at."""

    office: DemoOffice
    lobby: Lobby
    phone: Page
    kiosk: Page
    display: Page
    desk: Page

    @property
    def server(self) -> str:
        return self.office.servers()[0].url

    @property
    def counter(self) -> dict[str, Any]:
        return counters_of(self.office, SERVICE)[0]


@pytest.fixture
def day(sqlite_office: DemoOffice, lobby: Lobby, open_page: Callable[..., Page]) -> Day:
    phone = open_page(*PHONE, has_touch=True, is_mobile=True)
    pages = (open_page(*size) for size in (KIOSK_SCREEN, TELEVISION, CONSOLE))
    return Day(sqlite_office, lobby, phone, *pages)


def test_from_a_form_filled_at_home_to_a_number_on_the_display(day: Day):
    token = apply_and_book_at_home(day)
    label = check_in_at_the_kiosk(day, token)
    open_the_other_screens(day, label)
    call_by_one_key(day, label)
    recall_start_and_finish(day, label)
    call_both_kinds_in_order(day, *take_two_more_tickets(day))


def apply_and_book_at_home(day: Day) -> str:
    apply_online(day.phone, day.server, PROCEDURE, APPLICATION)
    book_first_time(day.phone)
    token = qr_code(day.phone)
    assert token.startswith("WQ1")
    assert len(token) == 20
    return token


def check_in_at_the_kiosk(day: Day, token: str) -> str:
    """Hold the phone before the scanner; both papers come out, confirmed by their printers."""
    tickets, forms = day.lobby.tickets, day.lobby.forms
    day.kiosk.goto(day.lobby.kiosk.url)
    expect(day.kiosk.locator('#stage[data-screen="home"]')).to_be_visible()
    day.lobby.scanner.read_code(token)
    assert tickets.wait_for_cuts(1, PAPERS_WITHIN_S)
    assert forms.wait_for_cuts(1, PAPERS_WITHIN_S)
    label = label_on(tickets, day.office)
    assert token in codes_in(forms.papers[0].image)
    assert min(tickets.papers[0].dots, forms.papers[0].dots) > A_FEW_WORDS_OF_INK
    assert tickets.strays == forms.strays == []
    expect(day.kiosk.locator(".number")).to_have_attribute("aria-label", label)
    wait_for_event(day.office, "printed", label, count=2)
    return label


def open_the_other_screens(day: Day, label: str) -> None:
    """The phone turns to "my turn" by itself; a display hangs in the area; a clerk logs in."""
    day.display.goto(f"{day.server}/display/{OFFICE}/{day.counter['area']}")
    expect(day.phone).to_have_url(f"{day.server}/turn#{visit_code_on(day.lobby.tickets)}")
    waiting = day.phone.locator("#waiting [data-number]")
    expect(waiting).to_have_attribute("aria-label", label)
    log_in(day.desk, f"{day.server}/staff/counter/{OFFICE}/{day.counter['number']}")


def call_by_one_key(day: Day, label: str) -> None:
    """The number on the paper is the number on the display and on the phone."""
    verb, because = day.desk.locator(".enter-verb"), day.desk.locator("#idle-body .because")
    expect(verb).to_contain_text("窓口を開ける")
    press(day.desk, "Enter")
    expect(verb).to_contain_text("次の人を呼ぶ")
    expect(because).to_contain_text(label)
    press(day.desk, "Enter")
    expect_called(day.display, label, day.counter["number"])
    called = day.phone.locator("body.is-called #called [data-number]")
    expect(called).to_have_attribute("aria-label", label)


def recall_start_and_finish(day: Day, label: str) -> None:
    press(day.desk, "+")
    wait_for_event(day.office, "recalled", label)
    expect(day.desk.locator("#papers")).to_contain_text(APPLICATION["applicant_name"])
    press(day.desk, "Enter")
    wait_for_event(day.office, "started", label)
    press(day.desk, "Enter")
    wait_for_event(day.office, "finished", label)


def take_two_more_tickets(day: Day) -> tuple[str, str]:
    """Another booked person comes first, then a walk-in who chooses at the screen."""
    tickets = day.lobby.tickets
    day.lobby.scanner.read_code(book_at_the_office(day.office))
    assert tickets.wait_for_cuts(2, PAPERS_WITHIN_S)
    day.kiosk.locator('#stage[data-screen="home"]').wait_for(timeout=60_000)
    touch_purpose(day.kiosk, SERVICE)
    assert tickets.wait_for_cuts(3, PAPERS_WITHIN_S)
    return label_on(tickets, day.office, 1), label_on(tickets, day.office, 2)


def call_both_kinds_in_order(day: Day, reserved: str, walk_in: str) -> None:
    """Whoever has the earlier order time is called first, and the console says why."""
    number = day.counter["number"]
    line = day.office.api("counter").get(day.office.path(f"/counters/{number}"))["waiting"]
    assert line == sorted(line, key=lambda stop: stop["order_time"])
    first, then = (stop["label"] for stop in line)
    assert {first, then} == {reserved, walk_in}
    expect(day.desk.locator("#idle-body .because")).to_contain_text(first)
    press(day.desk, "Enter")
    expect_called(day.display, first, number)
    press(day.desk, "Enter")
    wait_for_event(day.office, "started", first)
    press(day.desk, "Enter")
    expect_called(day.display, then, number)
