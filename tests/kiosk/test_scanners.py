"""Scanners on a serial line, and the one that is not there."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from kiosk.scanner.framing import Frame
from kiosk.scanner.serial_line import SerialScanner
from kiosk.scanner.virtual import VirtualScanner
from tests.kiosk.conftest import GOOD, until


@pytest.fixture
def heard() -> list[Frame]:
    return []


@pytest.fixture
def virtual() -> VirtualScanner:
    return VirtualScanner()


@pytest.fixture
def line(virtual: VirtualScanner, heard: list[Frame]) -> Iterator[SerialScanner]:
    scanner, stop = SerialScanner(virtual.path, heard.append), Event()
    thread = Thread(target=scanner.run, args=(stop,))
    thread.start()
    until(lambda: scanner.connected, "the scanner")
    yield scanner
    stop.set()
    thread.join()


def test_what_is_presented_is_read_by_the_serial_code(
    virtual: VirtualScanner, line: SerialScanner, heard: list[Frame]
) -> None:
    virtual.present(GOOD)
    until(lambda: len(heard) == 1, "the code")

    assert heard[0].text == GOOD
    virtual.close()


def test_ten_kilobytes_on_the_line_are_one_overlong_code(
    virtual: VirtualScanner, line: SerialScanner, heard: list[Frame]
) -> None:
    virtual.present("A" * 10_000)
    virtual.present(GOOD)
    until(lambda: bool(heard) and heard[-1].text == GOOD, "the good code")

    assert heard[0].overlong
    virtual.close()


def test_the_line_is_opened_again_after_the_plug_was_pulled(
    virtual: VirtualScanner, line: SerialScanner, heard: list[Frame]
) -> None:
    fresh = VirtualScanner()
    virtual.close()
    until(lambda: not line.connected, "the loss")

    line.path = fresh.path
    until(lambda: line.connected, "the scanner")
    fresh.present(GOOD)
    until(lambda: bool(heard), "the code")

    assert heard[-1].text == GOOD
    fresh.close()
