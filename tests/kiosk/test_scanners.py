"""Scanners on a serial line and as keyboards, pulled out and put back, told to look and to rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from kiosk.scanner.addresses import VirtualReader, scanners_at
from kiosk.scanner.camera import Camera
from kiosk.scanner.framing import Frame
from kiosk.scanner.input_device import InputScanner
from kiosk.scanner.plugged import Plugged
from kiosk.scanner.readers import Trigger, readers
from kiosk.scanner.serial_line import Line, SerialScanner
from kiosk.scanner.virtual import VirtualKeys, VirtualScanner
from tests.kiosk.conftest import GOOD, OTHER, until


@contextmanager
def listening(*scanners: Plugged) -> Iterator[None]:
    stop = Event()
    threads = [Thread(target=one.run, args=(stop,)) for one in scanners]
    for thread in threads:
        thread.start()
    try:
        until(lambda: all(one.connected for one in scanners), "the scanner")
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def heard() -> list[Frame]:
    return []


@pytest.fixture
def reader(heard: list[Frame]) -> Iterator[VirtualReader]:
    found = scanners_at("virtual", heard.append, lambda: True)
    assert found.virtual
    with listening(*found.plugged):
        yield found.virtual
    found.close()


def test_what_is_presented_is_read_by_the_serial_code(
    reader: VirtualReader, heard: list[Frame]
) -> None:
    reader.line.present(GOOD)
    until(lambda: len(heard) == 1, "the code")

    assert heard[0].text == GOOD


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\x03", b""])
@pytest.mark.parametrize("start", [b"", b"\x02", b"]Q1", b"\x02]Q6"])
def test_every_makers_frame_is_one_code(
    reader: VirtualReader, heard: list[Frame], start: bytes, ending: bytes
) -> None:
    reader.line.send(start + GOOD.encode() + ending)
    until(lambda: bool(heard), "the code")

    assert [frame.text for frame in heard] == [GOOD]


def test_what_is_presented_to_a_keyboard_scanner_is_read_by_the_same_code(
    reader: VirtualReader, heard: list[Frame]
) -> None:
    until(lambda: reader.keys.grabbed, "the grab")
    reader.keys.present(GOOD)
    until(lambda: len(heard) == 1, "the code")

    assert heard[0].text == GOOD


def test_ten_kilobytes_on_the_line_are_one_overlong_code(
    reader: VirtualReader, heard: list[Frame]
) -> None:
    reader.line.present("A" * 10_000)
    reader.line.present(GOOD)
    until(lambda: bool(heard) and heard[-1].text == GOOD, "the good code")

    assert heard[0].overlong


def test_a_plug_may_be_pulled_and_put_back_again_and_again(heard: list[Frame]) -> None:
    found = scanners_at("virtual", heard.append, lambda: True)
    assert found.virtual
    with listening(*found.plugged):
        for code in (GOOD, OTHER, GOOD):
            found.virtual.pull_plug()
            until(lambda: not any(one.connected for one in found.plugged), "the loss")
            assert found.health == "gone"

            found.virtual.plug_in()
            until(lambda: found.health == "ok", "the scanner")
            found.virtual.line.present(code)
            found.virtual.keys.present(code)
            until(lambda: len(heard) == 2, "the code, by both wires")
            assert [frame.text for frame in heard] == [code, code]
            heard.clear()
    found.close()


def test_a_plug_pulled_in_the_middle_of_a_code_leaves_nothing_behind(heard: list[Frame]) -> None:
    keys, line = VirtualKeys(), VirtualScanner()
    serial = SerialScanner(line.path, heard.append)
    with listening(serial, InputScanner(keys.path, heard.append, keys.open)):
        line.send(GOOD[:9].encode())
        line.close()
        until(lambda: not serial.connected, "the loss")
        line.plug_in()
        serial.path = line.path
        until(lambda: serial.connected, "the scanner")
        line.present(GOOD)
        until(lambda: bool(heard), "the code")
    assert heard[-1].text == GOOD
    line.close()
    keys.close()


def test_two_kiosks_on_one_line_never_share_a_code(
    caplog: pytest.LogCaptureFixture, heard: list[Frame]
) -> None:
    line, stolen, stop = VirtualScanner(), list[Frame](), Event()
    second = SerialScanner(line.path, stolen.append)
    with listening(SerialScanner(line.path, heard.append)):
        thread = Thread(target=second.run, args=(stop,))
        thread.start()
        until(lambda: "another program reads from it" in caplog.text, "the complaint")
        for count in range(1, 21):
            line.present(GOOD)
            until(lambda count=count: len(heard) == count, f"code {count}")
        assert not second.connected
    until(lambda: second.connected, "the second kiosk, when the first has ended")
    stop.set()
    thread.join()
    line.close()

    assert {frame.text for frame in heard} == {GOOD}
    assert stolen == []


def test_a_reader_without_its_plug_takes_no_line_that_gets_its_name(
    reader: VirtualReader,
) -> None:
    name = reader.serial.path
    reader.pull_plug()
    until(lambda: not reader.serial.connected, "the loss")

    assert reader.serial.path != name


def test_a_code_on_which_the_kiosk_breaks_off_is_the_last_of_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    line, heard = VirtualScanner(), list[str]()

    def taken(frame: Frame) -> None:
        heard.append(frame.text)
        if frame.text == OTHER:
            raise ValueError("a fault of ours")

    scanner = SerialScanner(line.path, taken)
    with listening(scanner):
        line.present(OTHER)
        until(lambda: "broke off" in caplog.text, "the complaint")
        until(lambda: scanner.connected, "the scanner")
        line.present(GOOD)
        until(lambda: heard == [OTHER, GOOD], "the next code")
    line.close()


def test_a_reader_with_a_trigger_looks_while_a_code_is_wanted(heard: list[Frame]) -> None:
    wanted = Event()
    line = VirtualScanner()
    honeywell = Line(reader=readers()["honeywell"])
    with listening(SerialScanner(line.path, heard.append, honeywell, wanted.is_set)):
        told = bytearray()

        def hears(order: bytes) -> bool:
            told.extend(line.orders())
            return bytes(told) == order

        until(lambda: hears(b"\x16U\r"), "the order to rest")
        told.clear()
        wanted.set()
        until(lambda: hears(b"\x16T\r"), "the order to look")
        told.clear()
        line.present(GOOD)
        until(lambda: hears(b"\x16T\r"), "the order to look again after a code")
    line.close()


@pytest.mark.parametrize(
    ("name", "start", "stop"), [("denso", b"R\r", b"Z\r"), ("generic", b"", b"")]
)
def test_orders_are_the_makers(name: str, start: bytes, stop: bytes) -> None:
    trigger = Trigger(readers()[name])

    assert trigger.orders(0.0, wanted=True) == start
    assert trigger.orders(0.1, wanted=True) == b""
    assert trigger.orders(0.2, wanted=False) == stop
    assert trigger.orders(0.3, wanted=False, heard=True) == b""


def test_a_reader_that_gives_up_by_itself_is_told_again() -> None:
    trigger = Trigger(readers()["honeywell"])
    trigger.orders(0.0, wanted=True)

    assert trigger.orders(19.0, wanted=True) == b""
    assert trigger.orders(20.0, wanted=True) == b"\x16T\r"


def test_a_camera_page_that_falls_silent_is_gone() -> None:
    clock = [0.0]
    camera = Camera(lambda: clock[0])
    assert not camera.connected

    camera.said(sees=True)
    clock[0] = 14.0
    assert camera.connected
    clock[0] = 16.0
    assert not camera.connected


def test_a_device_that_may_not_be_opened_is_told_once_and_tried_again(
    caplog: pytest.LogCaptureFixture, heard: list[Frame]
) -> None:
    tries = []

    def forbidden(path: str) -> VirtualKeys:
        tries.append(path)
        raise PermissionError(13, "Permission denied")

    stop = Event()
    thread = Thread(target=InputScanner("/dev/input/x", heard.append, forbidden).run, args=(stop,))
    thread.start()
    until(lambda: len(tries) > 1, "the second try")
    stop.set()
    thread.join()

    said = [record.message for record in caplog.records]
    assert len(said) == 1
    assert "dialout, input" in said[0]
