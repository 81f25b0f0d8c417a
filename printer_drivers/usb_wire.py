"""A USB printer without the kernel's driver: pyusb, an optional extra.

The kernel's device file (``/dev/usb/lp0``) is the first choice and needs nothing; this is
for machines where its ``usblp`` driver is missing or switched off.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from printer_drivers.errors import WireBroken

#: USB device class 7; the endpoints of its interface go to the printer and back.
_PRINTER = 7
_READ_SIZE = 4096
#: pyusb reads 0 as "for ever".
_SHORTEST_MS = 1


def open_usb(vendor: int, product: int) -> "UsbWire":
    """Return a wire to the printer with these numbers.

    Raises:
        WireBroken: it is not plugged in, or pyusb or libusb is not there.
    """
    try:
        import usb.core
    except ImportError:
        raise WireBroken(
            "no device file for this USB printer; without the kernel's usblp driver "
            "install madoguchi[usb] and libusb-1.0"
        ) from None
    with _broken_on_usb_error():
        device = usb.core.find(idVendor=vendor, idProduct=product)
        if device is None:
            raise WireBroken(f"no USB printer {vendor:04x}:{product:04x} is plugged in")
        return UsbWire(device)


class UsbWire:
    """A wire over the two bulk endpoints of a printer; *device* is a ``usb.core.Device``."""

    def __init__(self, device: Any) -> None:
        self._device: Any = device
        with _broken_on_usb_error():
            interface = _printer_interface(device)
            with suppress(NotImplementedError):  # Windows and macOS have no such drivers
                if device.is_kernel_driver_active(interface.bInterfaceNumber):
                    device.detach_kernel_driver(interface.bInterfaceNumber)
            self._out = _endpoint(interface, into_host=False)
            self._in = _endpoint(interface, into_host=True)

    def send(self, data: bytes, timeout_s: float) -> int:
        """Hand over what the printer takes within *timeout_s*; return how many bytes."""
        with _broken_on_usb_error(), _silence():
            return int(self._open().write(self._out, data, _milliseconds(timeout_s)))
        return 0

    def receive(self, timeout_s: float) -> bytes:
        """Return what arrives within *timeout_s*."""
        with _broken_on_usb_error(), _silence():
            return bytes(self._open().read(self._in, _READ_SIZE, _milliseconds(timeout_s)))
        return b""

    def close(self) -> None:
        """Let go of the printer."""
        device, self._device = self._device, None
        if device is not None:
            import usb.util

            usb.util.dispose_resources(device)

    def _open(self) -> Any:
        if self._device is None:
            raise WireBroken("the link is closed")
        return self._device


def _printer_interface(device: Any) -> Any:
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == _PRINTER:
                return interface
    raise WireBroken("the USB device is no printer")


def _endpoint(interface: Any, *, into_host: bool) -> int:
    for endpoint in interface:
        bulk = endpoint.bmAttributes & 0x03 == 0x02
        if bulk and bool(endpoint.bEndpointAddress & 0x80) == into_host:
            return int(endpoint.bEndpointAddress)
    raise WireBroken("the USB printer cannot be asked: it has one direction only")


def _milliseconds(seconds: float) -> int:
    return max(_SHORTEST_MS, round(seconds * 1000))


@contextmanager
def _broken_on_usb_error() -> Iterator[None]:
    """Turn the library's errors into `WireBroken`; its root is an OSError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise WireBroken(str(error)) from error


@contextmanager
def _silence() -> Iterator[None]:
    """Read a time-out as nothing: no byte has moved then."""
    import usb.core

    with suppress(usb.core.USBTimeoutError):
        yield
