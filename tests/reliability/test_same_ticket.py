"""Two people reach for the same ticket, one finger is too quick, an answer is lost."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from uuid import uuid4

import pytest

from tests.display.cable import Cable
from tests.parts.api import Answer, Api
from tests.parts.demo_office import DemoOffice

pytestmark = [pytest.mark.db, pytest.mark.slow]

SERVICE, COUNTERS = "childcare", ("10", "11")
SEED = 20261124


def ticket(office: DemoOffice) -> str:
    taken = office.api("kiosk").post(office.path("/visits"), {"service": SERVICE})
    assert taken.status == 201, taken
    return str(taken.body["ticket"]["label"])


def desks(office: DemoOffice) -> list[Api]:
    """Return two desks, each on a server of its own where there are two."""
    servers = office.servers()
    both = [office.api("counter", servers[0]), office.api("counter", servers[-1])]
    for desk, counter in zip(both, COUNTERS, strict=True):
        assert desk.post(office.path(f"/counters/{counter}/open")).status == 200
    return both


def at_once(*presses: tuple[Api, str, dict[str, str]]) -> list[Answer]:
    """Send all *presses* at the same moment and return their answers."""
    together = Barrier(len(presses))

    def press(one: tuple[Api, str, dict[str, str]]) -> Answer:
        desk, path, body = one
        together.wait()
        return desk.post(path, body)

    with ThreadPoolExecutor(len(presses)) as hands:
        return list(hands.map(press, presses))


def test_one_of_two_gets_the_ticket_and_the_other_hears_where_it_is(demo_office, rounds, scorecard):
    both = desks(demo_office)
    outcomes: Counter[str] = Counter()
    for _ in range(pairs := rounds(8, 1000)):
        label = ticket(demo_office)
        calls = at_once(*(
            (desk, demo_office.path(f"/counters/{counter}/call"), {"label": label})
            for desk, counter in zip(both, COUNTERS, strict=True)
        ))  # fmt: skip
        assert sorted(answer.status for answer in calls) == [200, 409], calls
        won = next(n for n, answer in enumerate(calls) if answer.status == 200)
        lost = calls[1 - won]
        assert (lost.code, lost.body["error"]["counter"]) == ("already_called", COUNTERS[won])
        at = demo_office.path(f"/counters/{COUNTERS[won]}")
        assert both[won].post(f"{at}/start").status == 200
        finished = at_once(*((desk, f"{at}/finish", {}) for desk in both))
        assert sorted(answer.status for answer in finished) == [200, 409], finished
        outcomes.update(answer.code or "done" for answer in [*calls, *finished])
    scorecard("R05 two desks call and finish the same ticket at once", pairs=pairs, **outcomes)


def test_a_double_press_is_one_press(demo_office, rounds, scorecard):
    chance = Random(SEED)  # noqa: S311 - a run that can be repeated
    both = desks(demo_office)
    kiosks = [demo_office.api("kiosk", server) for server in demo_office.servers()]
    labels = set()

    def twice(callers: list[Api], path: str, body: dict[str, object]) -> Answer:
        key = uuid4().hex
        gap_s = chance.uniform(0, 0.05)
        with ThreadPoolExecutor(2) as fingers:
            first = fingers.submit(callers[0].post, path, body, key)
            time.sleep(gap_s)
            second = fingers.submit(callers[-1].post, path, body, key)
        assert first.result() == second.result()
        return first.result()

    for _ in range(pairs := rounds(8, 1000)):
        taken = twice(kiosks, demo_office.path("/visits"), {"service": SERVICE})
        called = twice(both, demo_office.path("/counters/10/call-next"), {"finish": True})
        assert (taken.status, called.status) == (201, 200)
        assert called.body["call"]["label"] == taken.body["ticket"]["label"]
        labels.add(taken.body["ticket"]["label"])
    assert len(labels) == pairs
    assert len(demo_office.labels_given()) == pairs
    scorecard(
        "R06 the same press twice within 50 ms",
        pairs=pairs,
        tickets=len(labels),
        called_once=len(labels),
    )


def test_a_retry_after_a_lost_answer_gets_the_first_result(demo_office, rounds, scorecard):
    line = Cable(demo_office.servers()[0].port, loses_answers=True)
    far = Api(f"http://127.0.0.1:{line.port}", demo_office.keys["kiosk"])
    near = demo_office.api("kiosk")
    labels = []
    try:
        for _ in range(losses := rounds(8, 500)):
            key = uuid4().hex
            with pytest.raises(OSError):  # noqa: PT011 - lost at any moment, in any of its forms
                far.post(demo_office.path("/visits"), {"service": SERVICE}, key)
            again = near.post(demo_office.path("/visits"), {"service": SERVICE}, key)
            assert again.status == 201, again
            labels.append(again.body["ticket"]["label"])
    finally:
        line.close()
    assert len(labels) == losses
    assert sorted(labels) == sorted(demo_office.labels_given())
    scorecard(
        "R07 the answer is lost after the commit", lost_answers=losses, tickets=len(set(labels))
    )
