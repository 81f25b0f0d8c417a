import socket
import stat
from datetime import UTC, datetime

import pytest
from PIL import Image

from printer_drivers.escpos import encode
from printer_drivers.profiles import profile
from printer_drivers.virtual import VirtualPrinter, serve_tcp
from printer_drivers.virtual.__main__ import obey
from tests.printer_drivers.papers import dots_at_random

M30 = profile("epson-tm-m30")
PAGE = dots_at_random(576, 200)


@pytest.fixture
def server():
    server = serve_tcp()
    yield server
    server.close()


@pytest.fixture
def link(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=3) as link:
        yield link


def answer(link: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        data += link.recv(length - len(data))
    return data


# Epson's published answers
@pytest.mark.parametrize(
    ("faults", "answers"),
    [
        ({}, "12 12 12 12"),
        ({"paper_rows": 0}, "1a 32 12 7e"),
        ({"cover_open": True}, "1a 16 12 12"),
        ({"near_end": True}, "12 12 12 1e"),
        ({"cutter_jam": True}, "1a 52 1a 12"),
    ],
)
def test_it_answers_real_time_questions_as_the_makers_table_says(server, link, faults, answers):
    server.printer.set(**faults)

    for n, expected in enumerate(bytes.fromhex(answers), start=1):
        link.sendall(bytes((0x10, 0x04, n)))
        assert answer(link, 1) == bytes((expected,))


def test_it_answers_at_once_in_the_middle_of_a_picture(server, link):
    link.sendall(encode(PAGE, M30)[:2000] + b"\x10\x04\x01")

    found = answer(link, 5)  # the automatic status that was switched on, and the answer
    assert 0x12 in found


def test_it_answers_in_order_after_everything_is_printed(server, link):
    server.printer.set(cover_open=True)
    link.sendall(encode(PAGE, M30.model_copy(update={"asb": False})))
    link.sendall(b"\x1d(H\x06\x0000AB12" + b"\x10\x04\x02")
    assert answer(link, 1) == b"\x16"

    server.printer.set(cover_open=False)

    assert answer(link, 7) == b"\x37\x22AB12\x00"
    assert server.printer.cuts == 1


def test_it_reports_changes_by_itself_once_asked(server, link):
    link.sendall(b"\x1da\xff")
    assert answer(link, 4) == bytes.fromhex("10 00 00 0f")
    server.printer.set(cover_open=True)
    assert answer(link, 4) == bytes.fromhex("38 00 00 0f")


def test_it_says_who_it_is(link):
    link.sendall(b"\x1dI\x42\x1dI\x43")

    assert answer(link, 7 + 8) == b"_EPSON\x00_TM-m30\x00"


def test_a_full_buffer_holds_the_sender_back():
    server = serve_tcp(buffer_size=512, faults=None)
    server.printer.set(cover_open=True)
    with socket.create_connection(("127.0.0.1", server.port), timeout=3) as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        link.settimeout(0.3)
        with pytest.raises(TimeoutError):
            link.sendall(encode(Image.new("1", (576, 20000), 0), M30))
    assert server.printer.dots == 0
    server.close()


def test_recovering_with_clear_throws_the_job_away(server, link):
    server.printer.set(cutter_jam=True)
    link.sendall(encode(PAGE, M30) + b"\x10\x05\x02")
    link.sendall(b"\x10\x04\x01")

    data = link.recv(100)
    while b"\x12" not in data:
        data += link.recv(100)
    assert server.printer.cuts == 0


def test_papers_are_kept_as_pictures_only_their_owner_can_see(tmp_path):
    folder = tmp_path / "papers"
    ten = datetime(2026, 11, 24, 10, 3, 12, tzinfo=UTC)
    printer = VirtualPrinter(folder, clock=lambda: ten)

    printer.received(encode(PAGE, M30) * 2)
    assert printer.wait_for_cuts(2)
    printer.close()

    assert [path.name for path in sorted(folder.iterdir())] == [
        "20261124-100312-0001.png",
        "20261124-100312-0002.png",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with Image.open(folder / "20261124-100312-0001.png") as kept:
        assert kept.tobytes() == PAGE.tobytes()


def test_what_is_no_command_is_noticed():
    printer = VirtualPrinter()
    printer.received(b"\x1b@Hello\x1d\xee" + encode(PAGE, M30))
    assert printer.wait_for_cuts(1)
    printer.close()

    assert len(printer.strays) == 6


def test_feeds_count_in_the_printers_own_unit():
    printer = VirtualPrinter(dpi=203)
    printer.received(b"\x1b@\x1bJ\x64" + b"\x1dP\xcb\xcb\x1bJ\x64" + b"\x1dV\x00")
    assert printer.wait_for_cuts(1)
    printer.close()

    assert printer.papers[0].image.height == 50 + 100


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("paper_rows 0", "paper_rows is 0"),
        ("paper_rows none", "paper_rows is none"),
        ("cover_open on", "cover_open is on"),
        ("cover_open perhaps", "neither on, off, none nor a number"),
        ("dance", "not understood"),
        ("", ""),
        ("truth", "0 cuts, 0 dots"),
    ],
)
def test_it_obeys_orders_on_its_command_line(server, order, said):
    assert said in obey(server.printer, order)
