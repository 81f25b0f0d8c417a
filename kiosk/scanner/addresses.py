"""From ``--scanner`` to what reads codes. Opens nothing on the machine but virtual devices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import SplitResult, parse_qsl, urlsplit

from kiosk.scanner.camera import Camera
from kiosk.scanner.framing import Frame
from kiosk.scanner.input_device import InputScanner
from kiosk.scanner.plugged import Plugged
from kiosk.scanner.readers import readers
from kiosk.scanner.serial_line import Line, SerialScanner
from kiosk.scanner.virtual import VirtualKeys, VirtualScanner

_EXAMPLES = (
    "serial:///dev/ttyACM0, evdev:///dev/input/by-id/NAME-event-kbd, keyboard, camera or virtual"
)
_BITS, _PARITIES = ("7", "8"), {"none": "N", "even": "E", "odd": "O"}


class WrongDevice(ValueError):
    """The address of a device cannot be used; the message says what to write instead."""


@dataclass
class Scanners:
    """What reads codes on this kiosk."""

    plugged: list[Plugged] = field(default_factory=list)
    #: A keyboard-wedge scanner types into the page.
    keys: bool = False
    #: The page itself looks through the machine's camera.
    camera: Camera | None = None
    #: A reader that is not there, on a serial line and as a keyboard.
    virtual: "VirtualReader | None" = None

    @property
    def health(self) -> str:
        """Return ``ok`` unless one that should be there is gone."""
        there = [one.connected for one in self.plugged]
        if self.camera:
            there.append(self.camera.connected)
        return "ok" if all(there) else "gone"

    def close(self) -> None:
        """Switch the virtual reader off."""
        if self.virtual:
            self.virtual.pull_plug()


@dataclass
class VirtualReader:
    """The demo's reader: whoever presents a code chooses its wire."""

    line: VirtualScanner
    keys: VirtualKeys
    serial: SerialScanner

    def pull_plug(self) -> None:
        """Take both wires away."""
        self.serial.path = ""  # the next line that anybody opens may get the name of this one
        self.line.close()
        self.keys.close()

    def plug_in(self) -> None:
        """Put both wires back; the serial line may have another path now."""
        self.line.plug_in()
        self.serial.path = self.line.path
        self.keys.plug_in()


def scanners_at(
    address: str, heard: Callable[[Frame], None], wanted: Callable[[], bool]
) -> Scanners:
    """Return what reads codes at *address*; each code goes to *heard*.

    *wanted* tells whether a code would be taken now; readers with a trigger rest while not.

    Raises:
        WrongDevice: says which part of *address* is wrong, and what to write.

    """
    match address:
        case "keyboard":
            return Scanners(keys=True)
        case "camera":
            return Scanners(camera=Camera())
        case "virtual":
            return _virtual(heard)
    url = urlsplit(address)
    if url.scheme == "serial":
        line = _line(address, url)
        return Scanners([SerialScanner(_path(address, url), heard, line, wanted)])
    if url.scheme == "evdev":
        _options(address, url, {})
        return Scanners([InputScanner(_path(address, url), heard)])
    raise WrongDevice(f"--scanner {address}: write {_EXAMPLES}")


def _virtual(heard: Callable[[Frame], None]) -> Scanners:
    line, keys = VirtualScanner(), VirtualKeys()
    serial = SerialScanner(line.path, heard)
    reader = VirtualReader(line, keys, serial)
    return Scanners([serial, InputScanner(keys.path, heard, keys.open)], keys=True, virtual=reader)


def _line(address: str, url: SplitResult) -> Line:
    given = _options(address, url, {"reader": "generic", "baud": "", "bits": "8", "parity": "none"})
    name = given["reader"]
    if name not in readers():
        close = get_close_matches(name, readers(), n=1)
        hint = f"did you mean {close[0]}?" if close else "there are " + ", ".join(readers())
        raise WrongDevice(f"--scanner {address}: no reader is called {name!r}; {hint}")
    reader = readers()[name]
    baud = given["baud"] or str(reader.baud)
    if not baud.isdecimal() or not int(baud):
        raise WrongDevice(f"--scanner {address}: baud={baud}: write a number such as 9600")
    if given["bits"] not in _BITS or given["parity"] not in _PARITIES:
        raise WrongDevice(f"--scanner {address}: bits is 7 or 8, parity is none, even or odd")
    return Line(int(baud), int(given["bits"]), _PARITIES[given["parity"]], reader)


def _path(address: str, url: SplitResult) -> str:
    if url.netloc or not url.path.strip("/"):
        raise WrongDevice(
            f"--scanner {address}: the path is absolute, with three slashes: {url.scheme}:///dev/…"
        )
    return url.path


def _options(address: str, url: SplitResult, known: dict[str, str]) -> dict[str, str]:
    given = dict(parse_qsl(url.query, keep_blank_values=True))
    for name in given:
        if name not in known:
            can = ", ".join(f"{one}=" for one in known) or "nothing"
            raise WrongDevice(
                f"--scanner {address}: {name!r} is no option of it; after the path can stand {can}"
            )
    return known | given
