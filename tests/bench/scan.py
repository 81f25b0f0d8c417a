"""From the scan to the last byte a printer accepts, through the real kiosk process.

The first scan after the kiosk's start is told by itself, as ``first_scan``; ``n`` others follow.
``python -m tests.bench.scan`` measures this alone, on SQLite.
"""

import json
import socket
import sys
import time
from statistics import median
from typing import Any

from printer_drivers.virtual import TcpServer, VirtualPrinter
from tests.bench.load import percentile
from tests.bench.office import Office, opened
from tests.display.cable import Cable
from tests.end_to_end.office_watch import label_on
from tests.parts.api import Api
from tests.parts.demo_office import OFFICE
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.wires import SerialScanner

#: Enough for a 95th percentile; at the speed of a mechanism nobody waits for so many.
SCANS, SLOW_SCANS = 40, 10
PAPERS = 2  # a ticket and a form
_MOMENTS = ("first_dots", "ticket", "form", "confirmed", "answer_to_first_dots")
#: 150 mm a second at 203 dots an inch.
USUAL_ROWS_PER_S = 1200.0


class Stopwatch(VirtualPrinter):
    """A printer that notes when the first dots came, when each paper was cut, when it was told."""

    def __init__(self, rows_per_s: float | None) -> None:
        self.first: float | None = None
        self.cut_at: list[float] = []
        self.confirmed = 0.0
        super().__init__(rows_per_s=rows_per_s)

    def _print(self, picture: Any) -> None:
        if self.first is None:
            self.first = time.monotonic()
        super()._print(picture)

    def _cut(self) -> None:
        super()._cut()
        self.cut_at.append(time.monotonic())

    def _tell(self, command: Any) -> None:
        super()._tell(command)
        self.confirmed = time.monotonic()


class Line(Cable):
    """The kiosk's way to the office; it notes when a check-in has been answered."""

    answered = 0.0
    office_end: socket.socket | None = None

    def _carry(self, source: socket.socket, target: socket.socket, is_lost: bool) -> None:
        super()._carry(_Tapped(source, target, self), target, is_lost)  # type: ignore[arg-type]


class _Tapped:
    """One end of a connection, whose bytes are looked at in passing."""

    def __init__(self, end: socket.socket, other: socket.socket, line: Line) -> None:
        self._end, self._other, self._line = end, other, line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._end, name)

    def recv(self, size: int) -> bytes:
        data = self._end.recv(size)
        if b"/check-ins HTTP" in data:
            self._line.office_end = self._other
        elif data and self._end is self._line.office_end:
            self._line.answered = time.monotonic()
        return data


def scans(office: Office, rows_per_s: float | None = None) -> dict[str, Any]:
    """Present codes at a kiosk one after the other; the printer prints *rows_per_s*, or at once."""
    printer, line = Stopwatch(rows_per_s), Line(office.port)
    wire = TcpServer(printer)
    scanner = SerialScanner()
    processes = office.installed.processes
    key = processes.folder / "kiosk.key"
    key.write_text(office.installed.keys["kiosk"])
    kiosk = processes.kiosk_at(
        f"http://127.0.0.1:{line.port}", "--key-file", str(key), "--ticket-printer", wire.url,
        "--form-printer", "the same", "--printer-profile", "epson-tm-m30", "--confirm-seconds", "0",
        "--scanner", f"serial://{scanner.path}", "--state", str(processes.folder / "kiosk"),
    )  # fmt: skip
    count = SCANS if rows_per_s is None else SLOW_SCANS
    try:
        first, *taken = [_scan(office, scanner, (printer, line)) for _ in range(1 + count)]
    finally:
        kiosk.stop()
        wire.close()
        line.close()
        scanner.close()
    return {
        "n": count,
        "rows_per_s": rows_per_s,
        **_spread(taken),
        "first_scan": dict(zip(_MOMENTS, map(_ms, first), strict=True)),
    }


def _spread(taken: list[tuple[float, ...]]) -> dict[str, float]:
    """Return the median and the slow end of each moment."""
    slow, share = ("p95", 95) if len(taken) >= SCANS else ("most", 100)
    return {
        f"{moment}_{name}_ms": _ms(value)
        for moment, delays in zip(_MOMENTS, zip(*taken, strict=True), strict=True)
        for name, value in (("p50", median(delays)), (slow, percentile(list(delays), share)))
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 1)


def _scan(
    office: Office, scanner: SerialScanner, watched: tuple[Stopwatch, Line]
) -> tuple[float, ...]:
    """Return the seconds from the scan to the first dots, the ticket, the form, the last word.

    And from the office's answer to the first dots.
    """
    printer, line = watched
    token = _pre_apply(office)
    printer.first, out = None, printer.cuts  # a long form is cut off in two sheets
    before = time.monotonic()
    scanner.read_code(token)
    if not printer.wait_for_cuts(out + PAPERS, timeout_s=60):
        raise RuntimeError("no papers came out")
    _wait_until_reported(office, label_on(printer, office.installed, out))
    ticket, papers = printer.cut_at[out], printer.cut_at[-1]
    first = printer.first or before
    moments = (first, ticket, papers, printer.confirmed)
    return (*(moment - before for moment in moments), first - line.answered)


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


def main() -> None:
    office = opened("sqlite", None, 0)
    try:
        for rows_per_s in (None, USUAL_ROWS_PER_S):
            sys.stdout.write(json.dumps({"bench": "scan_to_paper", **scans(office, rows_per_s)}))
            sys.stdout.write("\n")
    finally:
        office.close()


if __name__ == "__main__":
    main()
