"""What hangs on a kiosk that is to fail: a scanner and printers on real wires, and the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from printer_drivers.virtual import PtyServer, TcpServer, VirtualPrinter
from tests.kiosk.contract_server import ContractServer, contract_server
from tests.parts.wires import SerialScanner


@dataclass(frozen=True)
class Devices:
    """The scanner, the addresses of the printers, and the server that the kiosk asks."""

    office: ContractServer
    scanner: SerialScanner
    ticket_printer: str
    form_printer: str


@contextmanager
def wired(
    ticket: VirtualPrinter, form: VirtualPrinter, *, serial: Path | None = None
) -> Iterator[Devices]:
    """Put the two printers and a scanner on their wires: the network, or serial lines.

    The names of the lines stand in the folder *serial*.
    """
    scanner = SerialScanner()
    servers: list[TcpServer | PtyServer] = (
        [PtyServer(ticket, serial / "ticket"), PtyServer(form, serial / "form")]
        if serial
        else [TcpServer(ticket), TcpServer(form)]
    )
    with contract_server() as office:
        yield Devices(office, scanner, *(server.url for server in servers))
    for server in servers:
        server.close()
    scanner.close()
