"""The last seat of a slot, wanted by a hundred residents at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

RESIDENTS = 100

pytestmark = [pytest.mark.db, pytest.mark.slow]


def test_one_resident_gets_the_last_seat_and_the_others_get_alternatives(demo_office):
    api = demo_office.resident()
    slot = demo_office.slot_with_one_free_seat("childcare")
    together = Barrier(RESIDENTS)

    def book(_: int):
        together.wait()
        return api.post(
            demo_office.path("/reservations"),
            {"service": "childcare", "slot": slot, "language": "ja"},
        )

    with ThreadPoolExecutor(RESIDENTS) as residents:
        answers = list(residents.map(book, range(RESIDENTS)))

    won = [answer for answer in answers if answer.status == 201]
    lost = [answer for answer in answers if answer.status == 409]
    assert (len(won), len(lost)) == (1, RESIDENTS - 1)
    assert {answer.code for answer in lost} == {"slot_full"}
    assert all(answer.body["alternatives"] or answer.body["error"] for answer in lost)
    free_elsewhere = {other["id"] for answer in lost for other in answer.body["alternatives"]}
    assert slot not in free_elsewhere
    assert free_elsewhere
