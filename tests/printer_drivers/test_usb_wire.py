"""USB through pyusb: the library is real, the device answers as libusb would."""

from types import SimpleNamespace

import pytest
import usb.core
import usb.util

from printer_drivers.errors import WireBroken
from printer_drivers.usb_wire import UsbWire, open_usb


class Endpoints(list):
    """An interface: its class and its endpoints."""

    bInterfaceNumber = 0  # noqa: N815 - the library's own name

    def __init__(self, kind: int = 7, addresses: tuple[int, ...] = (0x01, 0x82)) -> None:
        ends = [SimpleNamespace(bmAttributes=2, bEndpointAddress=one) for one in addresses]
        super().__init__(ends)
        self.bInterfaceClass = kind


class Device:
    """What is used of ``usb.core.Device``."""

    def __init__(self, interface: Endpoints, takes: int = 64) -> None:
        self._interface = interface
        self.takes, self.taken, self.says = takes, b"", b""
        self.detached = self.gone = False

    def __iter__(self):
        return iter([[self._interface]])

    def is_kernel_driver_active(self, number: int) -> bool:
        return not self.detached

    def detach_kernel_driver(self, number: int) -> None:
        self.detached = True

    def write(self, endpoint: int, data: bytes, timeout: int) -> int:
        assert endpoint == 0x01
        assert timeout > 0
        if self.gone:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, 19)
        if not self.takes:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        part = data[: self.takes]
        self.taken += part
        return len(part)

    def read(self, endpoint: int, size: int, timeout: int):
        assert endpoint == 0x82
        if not self.says:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        data, self.says = self.says, b""
        return data


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setattr(usb.util, "dispose_resources", lambda device: None)
    return Device(Endpoints())


def test_bytes_go_both_ways_and_the_kernels_driver_steps_aside(device):
    wire = UsbWire(device)
    device.says = b"\x12"

    assert wire.send(b"x" * 100, 1.0) == 64
    assert wire.receive(1.0) == b"\x12"
    assert device.taken == b"x" * 64
    assert device.detached


def test_a_full_or_silent_printer_is_no_error(device):
    wire = UsbWire(device)
    device.takes = 0

    assert wire.send(b"x", 0.0) == 0
    assert wire.receive(0.0) == b""


def test_a_pulled_plug_breaks_the_wire(device):
    wire = UsbWire(device)
    device.gone = True

    with pytest.raises(WireBroken, match="disconnected"):
        wire.send(b"x", 1.0)


def test_a_closed_wire_says_so(device):
    wire = UsbWire(device)
    wire.close()
    wire.close()

    with pytest.raises(WireBroken, match="closed"):
        wire.receive(0.0)


@pytest.mark.parametrize(
    ("interface", "said"),
    [(Endpoints(kind=3), "is no printer"), (Endpoints(addresses=(0x01,)), "one direction only")],
)
def test_what_cannot_be_a_printer_with_status_is_refused(interface, said):
    with pytest.raises(WireBroken, match=said):
        UsbWire(Device(interface))


def test_a_machine_without_libusb_or_printer_says_so():
    with pytest.raises(WireBroken):
        open_usb(0xFFFF, 0xFFFF)
