from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.numbers import OnOverflow, after, label
from server.domain.refusals import Refused


@dataclass(frozen=True)
class Numbers:
    prefix: str = "A"
    first_number: int = 1
    last_number: int = 999
    on_overflow: OnOverflow = OnOverflow.WIDEN


def test_a_day_begins_at_the_first_number():
    assert after(None, Numbers(first_number=500)) == 500


def test_past_the_last_number_the_label_grows_a_digit():
    assert [label("A", after(last, Numbers())) for last in (997, 998, 999, 1000)] == [
        "A998", "A999", "A1000", "A1001",
    ]  # fmt: skip


def test_a_queue_that_refuses_gives_its_last_number_and_no_other():
    numbers = Numbers(last_number=3, on_overflow=OnOverflow.REFUSE)
    assert after(2, numbers) == 3
    with pytest.raises(Refused) as refusal:
        after(3, numbers)
    assert refusal.value.code == "numbers_exhausted"
    assert "職員" in refusal.value.message


@given(st.integers(1, 5000), st.integers(0, 3000))
def test_numbers_are_never_wrapped_within_a_day(first, size):
    numbers = Numbers(first_number=first, last_number=first + size // 2)
    last, given_out = None, []
    for _ in range(40):
        last = after(last, numbers)
        given_out.append(last)
    assert given_out == sorted(set(given_out))


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_two_numbers_never_share_a_label(one, other):
    assert (label("A", one) == label("A", other)) == (one == other)
