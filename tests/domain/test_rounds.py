from hypothesis import given
from hypothesis import strategies as st

from server.domain.rounds import Desk, allowed, in_order, shortest, waiting


def desk(code: str, wait: float = 0, serve: float = 10, *after: str) -> Desk:
    return Desk(code, frozenset(after), wait, serve)


MOVING, INSURANCE = desk("moving"), desk("insurance", 0, 10, "moving")
PENSION = desk("pension", 0, 10, "moving", "insurance")


def test_a_desk_waits_for_those_that_come_before_it():
    assert allowed([PENSION, INSURANCE, MOVING]) == [MOVING]
    assert allowed([PENSION, INSURANCE]) == [INSURANCE]
    assert in_order([PENSION, INSURANCE, MOVING]) == [MOVING, INSURANCE, PENSION]


def test_the_long_line_is_waited_off_at_the_other_desk():
    long, short = desk("long", wait=30), desk("short", wait=0, serve=25)
    assert shortest([long, short]) == short
    assert waiting([short, long]) == 5
    assert waiting([long, short]) == 30


def test_among_equals_the_order_of_the_list_stays():
    one, other = desk("one", wait=5), desk("other", wait=5)
    assert shortest([one, other]) == one
    assert shortest([other, one]) == other


minutes = st.floats(0, 120, allow_nan=False)


@given(st.lists(st.tuples(minutes, minutes), min_size=1, max_size=8), st.data())
def test_the_first_desk_never_waits_for_one_that_is_still_to_come(times, data):
    codes = [f"d{place}" for place in range(len(times))]
    desks = [
        Desk(code, frozenset(data.draw(st.sets(st.sampled_from(codes[:place])))) if place else
             frozenset(), *times[place])
        for place, code in enumerate(codes)
    ]  # fmt: skip
    assert shortest(desks) in allowed(desks)
