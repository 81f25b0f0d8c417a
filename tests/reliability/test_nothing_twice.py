"""Many hands at once: no number twice, no ticket called twice, no seat given twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from tests.parts.demo_office import DemoOffice

THREADS = 16

pytestmark = [pytest.mark.db, pytest.mark.slow]


@pytest.fixture
def tickets_each(full_rounds: bool) -> int:
    return 500 if full_rounds else 30


def issue(office: DemoOffice, tickets_each: int) -> list[str]:
    """Let 16 kiosks take tickets at the same time and return the labels, all of one queue."""
    servers = office.servers()

    def take(number: int) -> list[str]:
        kiosk = office.api("kiosk", servers[number % len(servers)])
        answers = [
            kiosk.post(office.path("/visits"), {"service": "childcare"})
            for _ in range(tickets_each)
        ]
        assert {answer.status for answer in answers} == {201}
        return [answer.body["ticket"]["label"] for answer in answers]

    with ThreadPoolExecutor(THREADS) as kiosks:
        return [label for labels in kiosks.map(take, range(THREADS)) for label in labels]


def open_counters(office: DemoOffice, service: str) -> list[str]:
    """Put every counter that may call *service* on duty and return their numbers."""
    desk = office.api("counter")
    services = desk.get(office.path("/services"))["services"]
    [queue] = [offered["queue"] for offered in services if offered["id"] == service]
    counters = desk.get(office.path("/counters"))["counters"]
    numbers = [one["number"] for one in counters if queue in one["queues"]]
    for number in numbers:
        assert desk.post(office.path(f"/counters/{number}/open")).status == 200
    return numbers


def test_no_number_is_given_twice_and_none_is_called_twice(demo_office, tickets_each, scorecard):
    issued = issue(demo_office, tickets_each)
    assert len(set(issued)) == len(issued) == THREADS * tickets_each

    servers = demo_office.servers()
    counters = open_counters(demo_office, "childcare")

    def call_all(turn: tuple[int, str]) -> list[str]:
        number, counter = turn
        desk = demo_office.api("counter", servers[number % len(servers)])
        called = []
        while (
            answer := desk.post(
                demo_office.path(f"/counters/{counter}/call-next"), {"finish": True}
            )
        ).status != 204:
            if answer.code == "counter_busy":
                continue  # another hand at the same counter was quicker
            assert answer.status == 200, answer
            called.append(answer.body["call"]["label"])
        return called

    hands = enumerate(islice(cycle(counters), THREADS))
    with ThreadPoolExecutor(THREADS) as people:
        called = [label for labels in people.map(call_all, hands) for label in labels]

    scorecard(
        "R04 16 kiosks issue, 16 counters call",
        tickets=len(issued),
        called=len(called),
        counters=len(counters),
    )
    assert Counter(called) == Counter(issued)
