import os
import tty

import pytest

from printer_drivers.errors import BadWireUrl, Misconfigured, WireBroken
from printer_drivers.layout import raster
from printer_drivers.printer import Printer
from printer_drivers.profiles import profile
from printer_drivers.transport import open_wire, wire_to
from tests.printer_drivers.papers import a_ticket

# url, the part that is wrong, a word that says why
BAD = [
    ("", "scheme ''", "tcp://"),
    ("10.0.0.5:9100", "scheme", "tcp://"),
    ("http://10.0.0.5/", "scheme 'http'", "tcp://"),
    ("cups://office", "scheme 'cups'", "virtual://"),
    ("tcp://", "host", "missing"),
    ("tcp://:9100", "host", "missing"),
    ("tcp://printer:91x0", "port", "1 to 65535"),
    ("tcp://printer:99999", "port", "1 to 65535"),
    ("tcp://printer:0", "port", "1 to 65535"),
    ("tcp://printer:9100/paper", "path '/paper'", "no path"),
    ("tcp://printer:9100?baud=9600", "'baud=9600'", "no options"),
    ("tcp://[::1", "the address", "IPv6"),
    ("serial://ttyUSB0", "path", "three slashes"),
    ("serial:///", "path", "three slashes"),
    ("serial:///dev/ttyUSB0?baud=1234", "baud=1234", "115200"),
    ("serial:///dev/ttyUSB0?baud=", "baud=", "115200"),
    ("serial:///dev/ttyUSB0?speed=9600", "option 'speed'", "baud"),
    ("serial:///dev/ttyUSB0?flow=maybe", "flow=maybe", "rtscts"),
    ("file://dev/usb/lp0", "path", "file:///dev/usb/lp0"),
    ("usb://epson", "'epson'", "usb://04b8:0e28"),
    ("usb://04b8:0e28/1", "path", "no path"),
    ("virtual://", "folder", "missing"),
    ("virtual:///tmp/papers?width=wide", "width=wide", "multiple of 8"),
    ("virtual:///tmp/papers?width=577", "width=577", "multiple of 8"),
]


@pytest.mark.parametrize(("url", "part", "why"), BAD)
def test_a_bad_address_says_which_part_and_why(url, part, why):
    with pytest.raises(BadWireUrl) as caught:
        wire_to(url)

    assert part in caught.value.part
    assert why in str(caught.value)
    assert repr(url) in str(caught.value)
    assert isinstance(caught.value, Misconfigured)


@pytest.mark.parametrize(
    "url",
    [
        "tcp://127.0.0.1:1",
        "serial:///dev/tty-that-is-not-there",
        "file:///dev/usb/lp-that-is-not-there",
        "file:///etc/hostname",
        "usb://dead:beef",
    ],
)
def test_a_good_address_where_nobody_is_breaks_only_when_opened(url):
    connect = wire_to(url)

    with pytest.raises(WireBroken):
        connect()


def test_a_device_file_is_read_and_written():
    master, slave = os.openpty()
    tty.setraw(slave)
    wire = open_wire(f"file://{os.ttyname(slave)}")

    assert wire.send(b"hello", 1) == 5
    assert os.read(master, 10) == b"hello"
    os.write(master, b"\x12")
    assert wire.receive(1) == b"\x12"
    assert wire.receive(0.01) == b""

    wire.close()
    wire.close()
    with pytest.raises(WireBroken):
        wire.receive(0)
    os.close(master)
    os.close(slave)


def test_a_wire_whose_other_end_is_gone_says_so():
    master, slave = os.openpty()
    tty.setraw(slave)
    wire = open_wire(f"serial://{os.ttyname(slave)}?flow=none")
    os.close(master)

    with pytest.raises(WireBroken):
        wire.receive(1)
    wire.close()
    os.close(slave)


def test_a_virtual_printer_keeps_its_papers_in_a_folder_of_its_owner(tmp_path):
    folder = tmp_path / "papers"
    printer = Printer(wire_to(f"virtual://{folder}?width=512"), profile("epson-tm-t88"))

    assert printer.print(a_ticket()).confirmed
    assert printer.print(a_ticket(label="F024")).confirmed

    assert len(sorted(folder.glob("*.png"))) == 2
    assert folder.stat().st_mode & 0o777 == 0o700
    assert raster(a_ticket(), printer.profile).image.width == 512
