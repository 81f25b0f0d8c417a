"""A waiting room that is full: who is told, and that it passes by itself."""

import pytest

from server.services import boards, displays, front_desk, visits, waiting_rooms
from tests.parts.office import COUNTER, HERE, SERVICE

pytestmark = pytest.mark.db

#: A service whose people wait on another floor than those of `SERVICE`.
UPSTAIRS = "mynumber"
HOLDS = 3


def limit(hall, area, *holds):
    """Publish displays of *area* that are full at so many people."""
    with hall.look() as look:
        shown = displays.published(look, HERE)
        known = list(look.floor_of(HERE).setup.displays)
    here = next(one for one in known if one.area == area)
    limits = [
        here.model_copy(update={"code": f"limit{at}", "audio_master": False, "capacity": one})
        for at, one in enumerate(holds)
    ]
    with hall.work() as work:
        displays.publish(work, known + limits, shown["version"])


def area_of(hall, service):
    with hall.look() as look:
        return look.floor_of(HERE).services[service].queue.area.code


def turn(hall, arrival):
    with hall.look() as look:
        return visits.my_turn(look, arrival.visit_code)["room_full"]


def told(hall):
    with hall.look() as look:
        return front_desk.snapshot(look, HERE)["full_rooms"]


@pytest.fixture
def limited(hall):
    hall.open(COUNTER)
    limit(hall, area_of(hall, SERVICE), HOLDS)
    return hall


def test_phone_and_reception_are_told_from_the_last_seat_on_until_one_is_free(limited):
    first = limited.walk_in()
    limited.walk_in()
    assert (turn(limited, first), told(limited)) == (False, [])
    last = limited.walk_in()
    assert turn(limited, first)
    assert turn(limited, last)
    [room] = told(limited)
    assert (room["waiting"], room["holds"]) == (HOLDS, HOLDS)
    limited.call_next()
    assert (turn(limited, last), told(limited)) == (False, [])


def test_whoever_comes_to_a_full_room_gets_a_ticket(limited):
    limited.labels(HOLDS)
    assert told(limited)
    assert limited.walk_in().ticket.label
    assert told(limited)[0]["waiting"] == HOLDS + 1


def test_every_board_of_the_area_says_it_and_one_of_more_areas_does_not(limited):
    area = area_of(limited, SERVICE)

    def says(where):
        with limited.look() as look:
            return boards.board(look, HERE, where)["room_full"]

    assert not says(area)
    limited.labels(HOLDS)
    assert says(area)
    assert not says(area_of(limited, UPSTAIRS))
    assert not says(None)


def test_who_waits_on_another_floor_is_not_told(limited):
    upstairs = limited.walk_in(UPSTAIRS)
    assert area_of(limited, UPSTAIRS) != area_of(limited, SERVICE)
    limited.labels(HOLDS)
    assert told(limited)
    assert not turn(limited, upstairs)


def test_who_is_called_needs_no_seat(limited):
    first = limited.walk_in()
    limited.labels(HOLDS)
    limited.call_next()
    assert told(limited)
    assert not turn(limited, first)


def test_of_two_limits_of_a_room_the_lower_one_is_told(hall):
    limit(hall, area_of(hall, SERVICE), 4, 2)
    hall.labels(5)
    with hall.look() as look:
        [room] = waiting_rooms.full(look, HERE)
    assert (room.waiting, room.holds) == (5, 2)


def test_without_a_limit_no_room_is_ever_full(hall):
    one = hall.walk_in()
    hall.labels(20)
    assert (turn(hall, one), told(hall)) == (False, [])
