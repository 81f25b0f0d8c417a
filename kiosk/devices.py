"""Picks scanner and printers from the addresses that were given. Opens nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.printing import Printers
from kiosk.scanner.addresses import Scanners, scanners_at
from kiosk.scanner.framing import Frame
from printer_drivers.conversation import Patience
from printer_drivers.cups import CupsPrinter, cups_name
from printer_drivers.layout import Blanks
from printer_drivers.printer import Printer
from printer_drivers.profiles import Profile, profile
from printer_drivers.transport import wire_to
from printer_drivers.virtual import TcpServer, serve_tcp

#: A person before the machine does not wait longer; staff have been called by then.
HOLD_S = 40.0
#: A virtual printer is as fast as a real one: 200 mm/s.
_ROWS_PER_S = 1600.0
_SAME = {"the same", "same"}
_TITLES = {"ticket": "番号札のプリンター", "form": "申請書のプリンター"}

AnyPrinter = Printer | CupsPrinter


@dataclass
class VirtualDevice:
    """A virtual printer, with the folder where its papers fall."""

    #: ``ticket`` or ``form``, as the kiosk's health calls it.
    name: str
    title: str
    folder: Path
    server: TcpServer


@dataclass
class Devices:
    """What hangs on the kiosk."""

    printers: Printers
    scanners: Scanners
    virtual_printers: list[VirtualDevice] = field(default_factory=list)

    def close(self) -> None:
        """Switch the virtual devices off."""
        for device in self.virtual_printers:
            device.server.close()
        self.scanners.close()


@dataclass(frozen=True)
class Addresses:
    """What was said on the command line about devices."""

    ticket_printer: str
    form_printer: str
    profile: str
    #: None: the same kind as the ticket printer.
    form_profile: str | None = None
    #: The folder of an office's own PDF forms, for `cups://`.
    form_pdfs: Path | None = None
    scanner: str = "keyboard"
    patience: Patience = field(default_factory=lambda: Patience(hold_s=HOLD_S))


def open_devices(
    addresses: Addresses, heard: Callable[[Frame], None], wanted: Callable[[], bool]
) -> Devices:
    """Return the devices at *addresses*; each code goes to *heard*, if it is *wanted* now.

    Raises:
        WrongDevice: the scanner's address is wrong.
        printer_drivers.errors.Misconfigured: a printer's address or profile is wrong.

    """
    scanners = scanners_at(addresses.scanner, heard, wanted)
    virtual: list[VirtualDevice] = []
    opening = _Opening(addresses.patience, virtual)
    form_kind = profile(addresses.form_profile or addresses.profile)
    ticket = opening.printer(addresses.ticket_printer, profile(addresses.profile), "ticket")
    return Devices(
        Printers(ticket, opening.form_printer(addresses, form_kind, ticket)), scanners, virtual
    )


@dataclass
class _Opening:
    patience: Patience
    virtual: list[VirtualDevice]

    def form_printer(
        self, addresses: Addresses, kind: Profile, ticket: AnyPrinter
    ) -> AnyPrinter | None:
        address = addresses.form_printer
        if address in _SAME:
            return ticket
        if address == "none":
            return None
        if address.startswith("cups://"):
            blanks = Blanks(addresses.form_pdfs) if addresses.form_pdfs else None
            return CupsPrinter(cups_name(address), blanks=blanks, patience=self.patience)
        return self.printer(address, kind, "form")

    def printer(self, address: str, kind: Profile, name: str) -> Printer:
        url = urlsplit(address)
        if url.scheme == "virtual":
            wire_to(address)  # says what is wrong with the address
            folder = Path(url.netloc + url.path)
            server = serve_tcp(
                folder, width_dots=kind.width_dots, dpi=kind.dpi, rows_per_s=_ROWS_PER_S
            )
            self.virtual.append(VirtualDevice(name, _TITLES[name], folder, server))
            address = server.url
        return Printer(wire_to(address), kind, patience=self.patience)
