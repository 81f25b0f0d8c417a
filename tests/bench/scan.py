"""From the scan to the last byte a printer accepts, through the real kiosk process."""

import time
from statistics import median
from typing import Any

from printer_drivers.virtual import TcpServer, VirtualPrinter
from tests.bench.load import percentile
from tests.bench.office import Office
from tests.end_to_end.office_watch import label_on
from tests.parts.api import Api
from tests.parts.demo_office import OFFICE
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.wires import SerialScanner

SCANS = 10
PAPERS = 2  # a ticket and a form


class Stopwatch(VirtualPrinter):
    """A printer that notes when it took the last byte."""

    last = 0.0

    def received(self, data: bytes) -> None:
        super().received(data)
        self.last = time.monotonic()


def scans(office: Office) -> dict[str, Any]:
    """Present codes at a kiosk one after the other."""
    printer = Stopwatch()
    wire = TcpServer(printer)
    scanner = SerialScanner()
    processes = office.installed.processes
    key = processes.folder / "kiosk.key"
    key.write_text(office.installed.keys["kiosk"])
    kiosk = processes.kiosk(
        office.server, "--key-file", str(key), "--ticket-printer", wire.url,
        "--form-printer", "the same", "--confirm-seconds", "0", "--scanner", f"serial://{scanner.path}",
        "--state", str(processes.folder / "kiosk"),
    )  # fmt: skip
    try:
        delays = [_scan(office, scanner, printer, number) for number in range(1, SCANS + 1)]
    finally:
        kiosk.stop()
        wire.close()
        scanner.close()
    return {
        "n": SCANS,
        "p50_ms": round(median(delays) * 1e3, 1),
        "p95_ms": round(percentile(delays, 95) * 1e3, 1),
    }


def _scan(office: Office, scanner: SerialScanner, printer: Stopwatch, number: int) -> float:
    token = _pre_apply(office)
    before = time.monotonic()
    scanner.read_code(token)
    if not printer.wait_for_cuts(number * PAPERS, timeout_s=60):
        raise RuntimeError("no papers came out")
    delay = printer.last - before
    _wait_until_reported(office, label_on(printer, office.installed, (number - 1) * PAPERS))
    return delay


def _wait_until_reported(office: Office, label: str) -> None:
    """Wait until the kiosk has told of both papers: then it takes the next code."""
    api = office.installed.api("integrator", office.server)
    since = max(0, api.get(f"/offices/{OFFICE}/board")["seq"] - 20)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        log = api.get(f"/offices/{OFFICE}/events?since={since}")["events"]
        told = [event for event in log if event["kind"] == "printed" and event["label"] == label]
        if len(told) == PAPERS:
            time.sleep(0.5)  # the screen turns to "please take your papers"
            return
        time.sleep(0.1)
    raise RuntimeError(f"the kiosk has not told of the papers of {label}")


def _pre_apply(office: Office) -> str:
    answer = Api(office.server.url).post(
        f"/offices/{OFFICE}/pre-applications",
        {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}, "language": "ja"},
    )
    if answer.status != 201:
        raise RuntimeError(f"no pre-application: {answer}")
    return str(answer.body["token"])
