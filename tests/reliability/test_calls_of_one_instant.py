"""R11: ten calls in one instant are all shown for their time, and said in order."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from playwright.sync_api import Page

from tests.parts.demo_office import DemoOffice
from tests.reliability.display_hall import DisplayHall, opened_hall

pytestmark = pytest.mark.slow

SHOWN_S = 15


@pytest.fixture
def hall(sqlite_office: DemoOffice, open_page: Callable[..., Page]) -> Iterator[DisplayHall]:
    hall = opened_hall(sqlite_office, open_page)
    yield hall
    hall.close()


def test_calls_of_one_instant_are_all_shown_and_said_in_order(hall: DisplayHall, rounds, scorecard):
    counters = list(hall.services)[: rounds(4, 10)]
    page = hall.hang()
    hall.office.api()  # the server has answered before the clock counts
    for counter in counters:
        hall.take(counter)
    together = Barrier(len(counters))

    def call(counter: str) -> float:
        together.wait()
        return hall.call(counter)

    with ThreadPoolExecutor(len(counters)) as hands:
        answered = list(hands.map(call, counters))
    wanted = {hall.labels[seq] for seq in hall.labels}
    deadline = time.monotonic() + 30 * len(counters)
    while True:
        is_over = page.locator("#rows .row.new").count() == 0
        seen = page.evaluate("window.yellow")  # after it: to the end of each
        if set(seen) == wanted and is_over and len(hall.spoken) >= len(wanted):
            break
        assert time.monotonic() < deadline, (seen, hall.spoken)
        page.wait_for_timeout(200)

    shortest = min(last - first for first, last in seen.values()) / 1000
    scorecard(
        "R11 calls of one instant",
        calls=len(wanted), answered_within_ms=round(1000 * (max(answered) - min(answered))),
        shown=len(seen), shortest_shown_s=round(shortest, 1), spoken=len(hall.spoken),
    )  # fmt: skip
    assert shortest >= SHOWN_S - 0.25  # looked at with each frame
    assert [seq for seq, _ in hall.spoken] == sorted(hall.called)
