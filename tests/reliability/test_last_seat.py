"""The last seat of a slot, wanted by a hundred residents at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.parts.api import Answer
from tests.parts.demo_office import DemoOffice
from tests.parts.family import SERVICE
from tests.parts.processes import Running

RESIDENTS = 100

pytestmark = [pytest.mark.db, pytest.mark.slow]


def slot_with_one_free_seat(office: DemoOffice) -> int | str:
    """Book a slot until one seat is left."""
    api = office.api("integrator")
    day = "2026-11-25"
    path = office.path(f"/slots?service={SERVICE}&from={day}&to={day}")
    slot = api.get(path)["slots"][0]
    for _ in range(slot["free"] - 1):
        assert book(office, slot["id"]).status == 201
    [left] = [other["free"] for other in api.get(path)["slots"] if other["id"] == slot["id"]]
    assert left == 1
    return slot["id"]


def book(office: DemoOffice, slot: int | str, server: Running | None = None) -> Answer:
    body = {"service": SERVICE, "slot": slot, "language": "ja"}
    return office.api("integrator", server).post(office.path("/reservations"), body)


def test_one_resident_gets_the_last_seat_and_the_others_get_alternatives(demo_office, scorecard):
    slot = slot_with_one_free_seat(demo_office)
    servers = demo_office.servers()
    together = Barrier(RESIDENTS)

    def try_to_book(number: int) -> Answer:
        together.wait()
        return book(demo_office, slot, servers[number % len(servers)])

    with ThreadPoolExecutor(RESIDENTS) as residents:
        answers = list(residents.map(try_to_book, range(RESIDENTS)))

    won = [answer for answer in answers if answer.status == 201]
    lost = [answer for answer in answers if answer.status == 409]
    scorecard(
        "R08 100 residents race for the last seat",
        residents=RESIDENTS,
        won=len(won),
        given_alternatives=len(lost),
    )
    assert (len(won), len(lost)) == (1, RESIDENTS - 1)
    assert {answer.code for answer in lost} == {"slot_full"}
    assert all(answer.body["alternatives"] for answer in lost)
    free_elsewhere = {other["id"] for answer in lost for other in answer.body["alternatives"]}
    assert slot not in free_elsewhere
