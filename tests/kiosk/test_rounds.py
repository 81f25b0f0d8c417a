"""No thread of the machine ends in silence: what breaks is written down and tried again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any

import pytest

from kiosk.orders import Orders
from kiosk.rounds import keep_going
from kiosk.watch import Watch
from tests.kiosk.conftest import until


class Broken:
    """A printer, or a way to the office, that breaks in a way nobody thought of."""

    def __init__(self) -> None:
        self.asked = 0

    def health(self) -> Any:
        return self.orders()

    def orders(self) -> Any:
        self.asked += 1
        raise ValueError("a fault of ours")


Start = Callable[[Callable[[Event], None]], Thread]


@pytest.fixture
def started() -> Iterator[Start]:
    """Return ``started(run)``: a thread of the machine, ended with the test."""
    stop, threads = Event(), list[Thread]()

    def start(run: Callable[[Event], None]) -> Thread:
        threads.append(Thread(target=run, args=(stop,), name="somebody", daemon=True))
        threads[-1].start()
        return threads[-1]

    yield start
    stop.set()
    for thread in threads:
        thread.join(timeout=10)


def test_work_that_breaks_is_tried_again_and_written_down_once(
    started: Start, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken()
    started(lambda stop: keep_going(stop, broken.orders, lambda: stop.wait(0.01)))
    until(lambda: broken.asked >= 3, "a third try")

    assert caplog.text.count("somebody broke off") == 1


def test_what_breaks_anew_is_written_down_anew(
    started: Start, caplog: pytest.LogCaptureFixture
) -> None:
    turns = iter([ZeroDivisionError("first"), None, ZeroDivisionError("first"), OSError("other")])

    def work() -> None:
        if fault := next(turns, None):
            raise fault

    started(lambda stop: keep_going(stop, work, lambda: stop.wait(0.01)))
    until(lambda: caplog.text.count("broke off") == 3, "three complaints")


def test_a_fault_of_ours_ends_neither_the_watch_nor_the_orders(started: Start) -> None:
    printer, office = Broken(), Broken()
    watch = Watch({"ticket": printer}, lambda: "ok", lambda _: True, lambda: True)
    orders = Orders(office, None, ThreadPoolExecutor(1))  # type: ignore[arg-type]
    threads = [started(watch.run), started(orders.run)]
    until(lambda: printer.asked >= 2 and office.asked >= 2, "the second try")

    assert all(thread.is_alive() for thread in threads)
