"""R26: frozen displays and phones on a thin line hold nobody up, and cost bounded memory.

A real board is stopped with SIGSTOP in the middle of the day, twenty more never read again, and
phones load their pages at 64 kbit a second, while counters go on calling.
"""

import contextlib
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.bench.displays import Display, listen
from tests.bench.load import percentile
from tests.display.cable import Cable
from tests.parts.browser import FLAGS, chromium
from tests.parts.demo_office import OFFICE, DemoOffice
from tests.parts.processes import Running
from tests.reliability.display_hall import AREA, DisplayHall, services_by_counter
from tests.reliability.test_displays_drop import SPOKEN_UNTIL_S, oldest_spoken_s, wait_for_truth

pytestmark = pytest.mark.slow

WALLS, FROZEN, PHONES = 6, 20, 10
LINE_BYTES_S = 64_000 / 8
#: So small a buffer is full at once, as after hours of calls.
UNREAD = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)]
PACE_S, CLOSED_WITHIN_S = 0.5, 120
MOST_MORE_MB, TOLD_MS = 64, 500


@pytest.fixture
def own_browser(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser of its own, that may be stopped."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium(), args=flags,
        viewport={"width": 1920, "height": 1080},
    )  # fmt: skip
    yield context
    context.close()


def processes_of(profile: Path) -> list[int]:
    """Return the processes of the browser with that profile, and all that they have started."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                if f"--user-data-dir={profile}".encode() in (entry / "cmdline").read_bytes():
                    found.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


@contextlib.contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def slow_phones(server: Running, loaded: list[int]) -> Iterator[None]:
    """Let phones load the letters of their page over and over, each on a thin line of its own."""
    ends = threading.Event()
    lines = [Cable(server.port, bytes_per_s=LINE_BYTES_S) for _ in range(PHONES)]

    def load(line: Cable) -> None:
        while not ends.is_set():
            url = f"http://127.0.0.1:{line.port}/assets/fonts.css"
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=60) as answer:
                while not ends.is_set() and (part := answer.read(4096)):
                    loaded.append(len(part))

    phones = [threading.Thread(target=load, args=(line,)) for line in lines]
    for phone in phones:
        phone.start()
    try:
        yield
    finally:
        ends.set()
        for line in lines:
            line.close()
        for phone in phones:
            phone.join()


def weight(server: Running) -> tuple[float, int]:
    """Return the memory of a server in MB, and how many files and sockets it holds open."""
    group, memory_mb, handles = server.process.pid, 0.0, 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.getpgid(int(entry.name)) == group:
                    pages = int((entry / "statm").read_text().split()[1])
                    memory_mb += pages * os.sysconf("SC_PAGE_SIZE") / 1e6
                    handles += len(list((entry / "fd").iterdir()))
    return memory_mb, handles


def call_for(hall: DisplayHall, walls: list[Display], during_s: float) -> list[float]:
    """Call at its pace; return for each call how long the last of *walls* took to hear of it."""
    counters, pressed = list(hall.services), {}
    ends = time.monotonic() + during_s
    with listen(walls) as heard:
        while not pressed or time.monotonic() < ends:
            counter = counters[len(pressed) % len(counters)]
            hall.take(counter)
            before = time.monotonic()
            hall.call(counter)
            pressed[max(hall.called)] = before
            time.sleep(PACE_S)
        deadline = time.monotonic() + 60
        while missed := {
            seq: len(heard.get(seq, {})) for seq in pressed if len(heard.get(seq, {})) < len(walls)
        }:
            assert time.monotonic() < deadline, f"heard by too few of those that live: {missed}"
            time.sleep(0.05)
        return [max(heard[seq].values()) - before for seq, before in pressed.items()]


def watch(office: DemoOffice, count: int, **options: object) -> list[Display]:
    [server] = office.servers()
    return [Display.watching(server.port, OFFICE, AREA, **options) for _ in range(count)]


def test_frozen_displays_and_slow_phones_hold_nobody_up(
    sqlite_office: DemoOffice, own_browser: BrowserContext, tmp_path: Path,
    rounds: Callable[[int, int], int], scorecard,
):  # fmt: skip
    [server] = sqlite_office.servers()
    hall = DisplayHall(sqlite_office, own_browser, services_by_counter())
    for counter in hall.services:
        sqlite_office.api("counter").post(sqlite_office.path(f"/counters/{counter}/open"))
    page = hall.hang()
    call_for(hall, watch(sqlite_office, WALLS), 2)  # warm
    before_s = call_for(hall, watch(sqlite_office, WALLS), rounds(3, 60))
    memory_mb, handles = weight(server)

    unread, loaded = watch(sqlite_office, FROZEN, sockopt=UNREAD), []
    with stopped(processes_of(tmp_path / "profile")), slow_phones(server, loaded):
        during_s = call_for(hall, watch(sqlite_office, WALLS), rounds(6, 600))
        held_mb, _ = weight(server)

    wait_for_truth(hall, [page])
    awake_s = oldest_spoken_s(hall)
    for one in unread:
        one.socket.shutdown()
    deadline = time.monotonic() + CLOSED_WITHIN_S
    while (left := weight(server)[1]) > handles + 4:
        assert time.monotonic() < deadline, f"{left} handles, {handles} before"
        time.sleep(0.5)
    p99 = [round(1000 * percentile(times, 99)) for times in (before_s, during_s)]
    scorecard(
        "R26 frozen displays and phones at 64 kbit/s", frozen=FROZEN + 1, phones=PHONES,
        calls=len(during_s), p99_ms_before=p99[0], p99_ms_during=p99[1],
        memory_mb=round(memory_mb), more_mb=round(held_mb - memory_mb, 1),
        phones_loaded_kb=round(sum(loaded) / 1000), oldest_spoken_s=round(awake_s, 1),
    )  # fmt: skip
    assert held_mb - memory_mb <= MOST_MORE_MB
    assert awake_s <= SPOKEN_UNTIL_S
    assert sum(loaded) > 0
    if rounds(0, 1):
        assert p99[1] <= TOLD_MS
