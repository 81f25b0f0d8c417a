"""A paper once more: P at the counter, and the kiosk in the hall prints it, marked 再発行.

The server and the kiosk are processes, the printer speaks TCP, the console is in Chromium.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from printer_drivers.virtual import TcpServer, VirtualPrinter
from tests.end_to_end.office_watch import wait_for_event
from tests.parts.consoles import Consoles, press_enter, says, take_number
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow


@pytest.fixture
def printer(sqlite_office: DemoOffice, consoles: Consoles, tmp_path) -> Iterator[VirtualPrinter]:
    """The printer of a kiosk that the office has heard of."""
    wire = TcpServer(VirtualPrinter())
    key = tmp_path / "kiosk.key"
    key.write_text(sqlite_office.keys["kiosk"])
    sqlite_office.processes.kiosk(
        consoles.server,
        *("--key-file", str(key), "--state", str(tmp_path / "kiosk")),
        *("--ticket-printer", wire.url, "--scanner", "keyboard"),
    )
    yield wire.printer
    wire.close()


def test_p_prints_the_ticket_again_at_the_kiosk_and_the_counter_sees_it(
    consoles, printer, sqlite_office
):
    label = take_number(consoles.machine)
    page = consoles.open("1")
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", label)

    for copy in (1, 2):
        page.keyboard.press("p")
        expect(page.locator(".choices")).to_contain_text(f"番号札 {label}")
        page.keyboard.press("1")
        wait_for_event(sqlite_office, "print_ordered", label, count=2 * copy)  # asked and settled
        assert len(printer.papers) == copy
        expect(page.locator("#papers .chip-good")).to_contain_text("で印刷しました")

    log = consoles.integrator.get(f"/offices/{OFFICE}/events?since=0")["events"]
    papers = [one["detail"] for one in log if one["kind"] in {"printed", "reprinted"}]
    assert [paper["reissue"] for paper in papers] == [0, 1]
