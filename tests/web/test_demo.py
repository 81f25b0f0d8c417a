"""``madoguchi demo``: comes up whole, says where to look, and stops as a whole."""

import json
import os
import re
import signal
import socket
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from config import load_pack
from server.demo.preparing import CLOSED_AT_FIRST
from tests.parts.api import Api
from tests.parts.demo_city import OFFICE
from tests.parts.processes import Processes, Running, answers, free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(processes: Processes, tmp_path: Path) -> Running:
    processes.warm = None  # as a newcomer starts it: from the disk
    port, kiosk_port = free_port(), free_port()
    ports = ("--port", str(port), "--kiosk-port", str(kiosk_port))
    state = ("--state", str(tmp_path / "demo"))
    return processes.start("madoguchi", "demo", *state, *ports, port=port)


def test_a_newcomer_finds_every_line_served():
    office = load_pack("osaka-demo").office(OFFICE)
    served = {q for one in office.counters if one.number not in CLOSED_AT_FIRST for q in one.queues}
    assert {one.code for one in office.queues} - served == set()
    assert CLOSED_AT_FIRST  # opening a counter can be tried


def wait_until_told(demo: Running) -> None:
    """Wait for the last line of what the demo tells."""
    demo.wait_until("/start/health", timeout_s=90)
    deadline = time.monotonic() + 60
    while "Ctrl-C" not in demo.output():
        assert time.monotonic() < deadline, demo.output()
        time.sleep(0.2)


def kiosk_of(demo: Running) -> str:
    with urllib.request.urlopen(demo.url, timeout=10) as page:
        links = re.findall(r'href="(http://127\.0\.0\.1:\d+)/scanner"', page.read().decode())
    return str(links[0])


def health_with_everything(demo: Running) -> dict[str, Any]:
    """Return what the start page is told, once the kiosk has said how it is."""
    deadline = time.monotonic() + 60
    while True:
        with urllib.request.urlopen(f"{demo.url}/start/health", timeout=10) as answer:
            health: dict[str, Any] = json.loads(answer.read())
        if all(health.values()):
            return health
        assert time.monotonic() < deadline, health
        time.sleep(0.5)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_the_demo_comes_up_whole_and_stops_as_a_whole(demo, tmp_path):
    wait_until_told(demo)
    health = health_with_everything(demo)
    kiosk = kiosk_of(demo)
    key = (tmp_path / "demo" / "kiosk.key").read_text().strip()
    ticket = Api(demo.url, key).post(f"/offices/{OFFICE}/visits", {"service": "moving"})
    open_counters = Api(demo.url).get(f"/offices/{OFFICE}/counters")["counters"]

    code = demo.stop()

    assert health["now"].startswith("2026-11-24T")
    assert ticket.body["ticket"]["label"] == "A001"
    assert {counter["state"] for counter in open_counters} == {"open", "closed"}
    assert code == 0
    assert demo.url in demo.output()
    assert "madoguchi-clerk" in demo.output()
    assert not answers(demo.url + "/healthz")
    assert not answers(kiosk + "/")


def test_a_part_that_dies_ends_the_demo_with_its_last_words(demo):
    wait_until_told(demo)
    [server, kiosk] = children_of(demo.process.pid)

    os.kill(kiosk, signal.SIGKILL)
    code = demo.process.wait(timeout=30)

    assert code == 1
    assert "kiosk が止まりました" in demo.output()
    assert not Path(f"/proc/{server}").exists()


def test_a_port_in_use_is_named(processes, tmp_path):
    processes.warm = None
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        given = ("--state", str(tmp_path / "demo"), "--port", str(port))
        demo = processes.start("madoguchi", "demo", *given, port=port)

        assert demo.process.wait(timeout=60) == 1
    assert f"ポート {port} は" in demo.output()
