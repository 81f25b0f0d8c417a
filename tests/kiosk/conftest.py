"""A kiosk with everything real around it but the server, which speaks the contract."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from kiosk.machine import Kiosk, Settings
from kiosk.stage import Pace
from kiosk.steps import Screen
from printer_drivers.virtual import TcpServer, serve_tcp
from tests.kiosk.contract_server import KEY, OFFICE, ContractServer, contract_server
from tests.parts.wires import SerialScanner

#: Of the staff's screen.
PIN = "2580"
GOOD = "WQ17A3F9K2Z8M4PR6T0J"
OTHER = "WQ1XK5W0Q9YT3HNB7VG2"


@dataclass
class Lobby:
    """A kiosk, and what a person before it does and sees."""

    kiosk: Kiosk
    office: ContractServer
    scanner: SerialScanner
    ticket_printer: TcpServer
    form_printer: TcpServer

    @property
    def screen(self) -> Screen:
        return self.kiosk.stage.screen

    @property
    def label(self) -> str | None:
        ticket = self.kiosk.stage.visitor.ticket
        return ticket.arrival.ticket.label if ticket else None

    @property
    def problem(self) -> str | None:
        problem = self.kiosk.stage.visitor.problem
        return problem.code if problem else None

    def scan(self, code: str) -> None:
        self.scanner.read_code(code)

    def wait_for(self, screen: Screen, timeout_s: float = 60) -> None:
        until(lambda: self.screen is screen, f"the screen {screen}", timeout_s)

    def papers(self) -> tuple[int, int]:
        """Return how many tickets and how many forms have come out."""
        return self.ticket_printer.printer.cuts, self.form_printer.printer.cuts


def until(true: Callable[[], bool], what: str, timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)


@pytest.fixture
def office() -> Iterator[ContractServer]:
    with contract_server() as server:
        server.tokens[GOOD] = None
        yield server


@pytest.fixture
def start(
    office: ContractServer, scanner: SerialScanner, tmp_path: Path
) -> Iterator[Callable[..., Lobby]]:
    """Return ``start(**pace)``: a running kiosk on a serial scanner and two LAN printers."""
    printers = serve_tcp(), serve_tcp()

    def begin(
        scanner_address: str = f"serial://{scanner.path}",
        staff_pin: str | None = PIN,
        form_copy: bool = False,
        **pace: float,
    ) -> Lobby:
        settings = Settings(
            server=office.url,
            office=OFFICE,
            key=KEY,
            state=tmp_path,
            ticket_printer=printers[0].url,
            form_printer=printers[1].url,
            scanner=scanner_address,
            port=0,
            form_copy=form_copy,
            staff_pin=staff_pin,
            pace=Pace(**{"confirm_s": 0.0, **pace}),
        )
        kiosk = stack.enter_context(running(settings))
        return Lobby(kiosk, office, scanner, *printers)

    with ExitStack() as stack:
        yield begin
    for printer in printers:
        printer.close()


@contextmanager
def running(settings: Settings) -> Iterator[Kiosk]:
    """Run a kiosk in this process; it knows its purposes and its scanner is there."""
    kiosk = Kiosk(settings)
    thread = Thread(target=kiosk.run, daemon=True)
    thread.start()
    plugged = kiosk.devices.scanners.plugged
    try:
        until(lambda: bool(kiosk.lobby.offer.services), "the purposes")
        until(lambda: all(one.connected for one in plugged), "the scanner")
        yield kiosk
    finally:
        kiosk.stop()
        thread.join(timeout=5)
        kiosk.close()


@pytest.fixture
def lobby(start: Callable[..., Lobby]) -> Lobby:
    return start()
