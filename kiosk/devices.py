"""Picks scanner and printers from the addresses that were given. Opens nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from kiosk.printing import Printers
from kiosk.scanner.framing import Frame
from kiosk.scanner.serial_line import SerialScanner
from kiosk.scanner.virtual import VirtualScanner
from printer_drivers.conversation import Patience
from printer_drivers.printer import Printer
from printer_drivers.profiles import Profile, profile
from printer_drivers.transport import wire_to
from printer_drivers.virtual import TcpServer, serve_tcp

#: A person before the machine does not wait longer; staff have been called by then.
_HOLD_S = 40.0
#: A virtual printer is as fast as a real one: 200 mm/s.
_ROWS_PER_S = 1600.0
_SAME = {"the same", "same"}


class WrongDevice(ValueError):
    """An address of a device cannot be used; the message says what to write instead."""


@dataclass
class VirtualDevice:
    """A virtual printer, with the folder where its papers fall."""

    title: str
    folder: Path
    server: TcpServer


@dataclass
class Devices:
    """What hangs on the kiosk."""

    printers: Printers
    scanner: SerialScanner | None = None
    virtual_scanner: VirtualScanner | None = None
    #: A keyboard-wedge scanner types into the page.
    keys: bool = False
    virtual_printers: list[VirtualDevice] = field(default_factory=list)

    def close(self) -> None:
        """Switch the virtual devices off."""
        for device in self.virtual_printers:
            device.server.close()
        if self.virtual_scanner:
            self.virtual_scanner.close()


def open_devices(
    ticket: str, form: str, profile_name: str, scanner: str, heard: Callable[[Frame], None]
) -> Devices:
    """Return the devices at these addresses.

    Raises:
        WrongDevice: an address is wrong, or this version has no such device.
        printer_drivers.errors.Misconfigured: a printer's address or profile is wrong.

    """
    kind = profile(profile_name)
    virtual: list[VirtualDevice] = []
    ticket_printer = _printer(ticket, kind, "番号札のプリンター", virtual)
    printers = Printers(ticket_printer, _form_printer(form, kind, ticket_printer, virtual))
    devices = Devices(printers, virtual_printers=virtual)
    _add_scanner(devices, scanner, heard)
    return devices


def _form_printer(
    address: str, kind: Profile, ticket_printer: Printer, virtual: list[VirtualDevice]
) -> Printer | None:
    if address in _SAME:
        return ticket_printer
    if address == "none":
        return None
    if address.startswith("cups://"):
        raise WrongDevice(
            f"--form-printer {address}: A4 printers through CUPS are not in this version; "
            "give the address of a receipt printer, or 'the same', or 'none'"
        )
    return _printer(address, kind, "申込書のプリンター", virtual)


def _printer(address: str, kind: Profile, title: str, virtual: list[VirtualDevice]) -> Printer:
    url = urlsplit(address)
    if url.scheme == "virtual":
        wire_to(address)  # says what is wrong with the address
        folder = Path(url.netloc + url.path)
        server = serve_tcp(folder, width_dots=kind.width_dots, dpi=kind.dpi, rows_per_s=_ROWS_PER_S)
        virtual.append(VirtualDevice(title, folder, server))
        address = server.url
    return Printer(wire_to(address), kind, patience=Patience(hold_s=_HOLD_S))


def _add_scanner(devices: Devices, address: str, heard: Callable[[Frame], None]) -> None:
    scheme, _, rest = address.partition("://")
    if address == "keyboard":
        devices.keys = True
    elif address == "virtual":
        devices.virtual_scanner = VirtualScanner()
        devices.scanner = SerialScanner(devices.virtual_scanner.path, heard)
        devices.keys = True
    elif scheme == "serial" and rest.startswith("/"):
        devices.scanner = _serial_scanner(address, heard)
    elif scheme in {"evdev", "camera"}:
        raise WrongDevice(
            f"--scanner {address}: scanners through {scheme} are not in this version; "
            "use serial:///dev/ttyACM0 or keyboard"
        )
    else:
        raise WrongDevice(f"--scanner {address}: write serial:///dev/ttyACM0, keyboard or virtual")


def _serial_scanner(address: str, heard: Callable[[Frame], None]) -> SerialScanner:
    url = urlsplit(address)
    options = parse_qs(url.query)
    baud = options.pop("baud", ["9600"])[-1]
    if options or not baud.isdecimal():
        raise WrongDevice(f"--scanner {address}: after the path only ?baud=9600 can stand")
    return SerialScanner(url.path, heard, int(baud))
