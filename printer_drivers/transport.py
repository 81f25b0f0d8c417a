"""Addresses of printers, and how to open a wire to each.

======================================  =====================================================
``tcp://HOST[:PORT]``                   LAN, port 9100 unless said
``serial:///dev/ttyUSB0?baud=115200``   RS-232; ``flow=rtscts|xonxoff|none`` (rtscts)
``file:///dev/usb/lp0``                 a device file that the kernel made
``usb://VID:PID``                       that USB printer: its device file, else pyusb
``virtual://DIR``                       a virtual printer in this process; papers go to DIR
======================================  =====================================================
"""

import os
import re
import socket
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

from printer_drivers.errors import BadWireUrl, WireBroken
from printer_drivers.usb_wire import open_usb
from printer_drivers.wire import Connect, DescriptorWire, Wire, broken_on_error

#: The kernel must not swallow a whole job: what waits there cannot be taken back or counted.
_SEND_BUFFER = 8192
#: A printer of this building answers in milliseconds; one whose cable is out must be told of soon.
_CONNECT_S = 3.0
_BAUD_RATES = (4800, 9600, 19200, 38400, 57600, 115200, 230400)
_FLOWS = ("rtscts", "xonxoff", "none")


def wire_to(url: str) -> Connect:
    """Return what opens a link to the printer at *url*; opens nothing yet.

    Raises:
        BadWireUrl: says which part of *url* is wrong, and why.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadWireUrl(url, "the address", str(error)) from None
    reader = _SCHEMES.get(parts.scheme)
    if reader is None:
        known = ", ".join(f"{scheme}://" for scheme in _SCHEMES)
        raise BadWireUrl(url, f"scheme {parts.scheme!r}", f"must be one of {known}")
    return reader(url, parts)


def open_wire(url: str) -> Wire:
    """Open a link to the printer at *url*.

    Raises:
        BadWireUrl: the address is wrong.
        WireBroken: nobody is there.
    """
    return wire_to(url)()


def _tcp(url: str, parts: SplitResult) -> Connect:
    host = parts.hostname
    if not host:
        raise BadWireUrl(url, "host", "is missing; write tcp://HOST:9100")
    try:
        port = 9100 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not port:
        raise BadWireUrl(url, "port", f"{parts.netloc!r} must end in a number from 1 to 65535")
    _no_options(url, parts, path_allowed=False)

    def connect() -> Wire:
        with broken_on_error():
            link = socket.create_connection((host, port), timeout=_CONNECT_S)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return DescriptorWire(link.fileno(), link.close)

    return connect


def _serial(url: str, parts: SplitResult) -> Connect:
    path = _path(url, parts, example="serial:///dev/ttyUSB0?baud=115200")
    options = _options(url, parts, known={"baud": "115200", "flow": "rtscts"})
    if options["baud"] not in map(str, _BAUD_RATES):
        rates = ", ".join(map(str, _BAUD_RATES))
        raise BadWireUrl(url, f"baud={options['baud']}", f"must be one of {rates}")
    flow = options["flow"]
    if flow not in _FLOWS:
        raise BadWireUrl(url, f"flow={flow}", f"must be one of {', '.join(_FLOWS)}")

    def connect() -> Wire:
        from serial import Serial

        with broken_on_error():
            port = Serial(
                path,
                int(options["baud"]),
                timeout=0,
                rtscts=flow == "rtscts",
                xonxoff=flow == "xonxoff",
                exclusive=True,
            )
        return DescriptorWire(port.fileno(), port.close)

    return connect


def _file(url: str, parts: SplitResult) -> Connect:
    path = _path(url, parts, example="file:///dev/usb/lp0")
    _no_options(url, parts)
    return partial(_open_device, Path(path))


def _usb(url: str, parts: SplitResult) -> Connect:
    wanted = re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", parts.netloc)
    if wanted is None:
        why = "must be two times four hex digits, as lsusb shows them: usb://04b8:0e28"
        raise BadWireUrl(url, repr(parts.netloc), why)
    _no_options(url, parts, path_allowed=False)
    vendor, product = wanted[1].lower(), wanted[2].lower()

    def connect() -> Wire:
        for node in sorted(Path("/sys/class/usbmisc").glob("lp*")):
            device = (node / "device").resolve().parent
            with suppress(OSError):
                found = [(device / n).read_text().strip() for n in ("idVendor", "idProduct")]
                if found == [vendor, product]:
                    return _open_device(Path("/dev/usb") / node.name)
        return open_usb(int(vendor, 16), int(product, 16))

    return connect


def _virtual(url: str, parts: SplitResult) -> Connect:
    folder = Path(parts.netloc + parts.path)
    if folder == Path():
        raise BadWireUrl(url, "folder", "is missing; write virtual:///tmp/papers")
    width = _options(url, parts, known={"width": "576"})["width"]
    if not width.isdigit() or int(width) % 8:
        raise BadWireUrl(url, f"width={width}", "must be a number of dots, a multiple of 8")

    # a link in real life leaves the printer standing; so the printer outlives each link
    started: list[Connect] = []

    def connect() -> Wire:
        from printer_drivers.virtual import serve_tcp

        if not started:
            server = serve_tcp(folder=folder, width_dots=int(width))
            started.append(wire_to(f"tcp://127.0.0.1:{server.port}"))
        return started[0]()

    return connect


_SCHEMES: Mapping[str, Callable[[str, SplitResult], Connect]] = {
    "tcp": _tcp,
    "serial": _serial,
    "file": _file,
    "usb": _usb,
    "virtual": _virtual,
}


def _open_device(path: Path) -> Wire:
    with broken_on_error():
        if not stat.S_ISCHR(path.stat().st_mode):
            raise WireBroken(f"{path} is no device")
        descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY)
    return DescriptorWire(descriptor, partial(os.close, descriptor))


def _path(url: str, parts: SplitResult, example: str) -> str:
    if parts.netloc or not parts.path.strip("/"):
        raise BadWireUrl(url, "path", f"must be absolute, with three slashes: {example}")
    return parts.path


def _options(url: str, parts: SplitResult, known: dict[str, str]) -> dict[str, str]:
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name in given:
        if name not in known:
            raise BadWireUrl(url, f"option {name!r}", f"must be one of {', '.join(known)}")
    return known | given


def _no_options(url: str, parts: SplitResult, *, path_allowed: bool = True) -> None:
    if parts.query or parts.fragment:
        raise BadWireUrl(url, f"{parts.query or parts.fragment!r}", "this wire takes no options")
    if parts.path.strip("/") and not path_allowed:
        raise BadWireUrl(url, f"path {parts.path!r}", "this wire has no path")
