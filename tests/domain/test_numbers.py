from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from server.domain.numbers import Block, OnOverflow, after, label, may_meet_blocks, next_block
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


REFUSING = Numbers(last_number=20, on_overflow=OnOverflow.REFUSE)


def test_the_office_counts_past_a_block_that_it_comes_to():
    assert after(4, Numbers(), [Block(8, 9), Block(5, 7)]) == 10


def test_a_queue_that_refuses_has_its_blocks_at_the_end_of_its_range():
    first = next_block(5, 3, REFUSING, [])
    second = next_block(5, 3, REFUSING, [first])
    assert (first, second) == (Block(16, 20), Block(11, 15))
    assert next_block(50, 3, REFUSING, [first, second]) == Block(4, 10)


def test_no_block_is_made_of_nothing():
    with pytest.raises(Refused) as refusal:
        next_block(5, 20, REFUSING, [])
    assert refusal.value.code == "numbers_exhausted"


class ADay(RuleBasedStateMachine):
    """Office and kiosks take numbers and blocks in any order, and kiosks give blocks back."""

    @initialize(on_overflow=st.sampled_from(OnOverflow), last_number=st.integers(1, 30))
    def begin(self, on_overflow: OnOverflow, last_number: int) -> None:
        self.numbers = Numbers(last_number=last_number, on_overflow=on_overflow)
        self.last: int | None = None
        #: first, last, next to be given out
        self.blocks: list[list[int]] = []
        self.given_out: list[int] = []

    def held(self) -> list[Block]:
        return [Block(first, last) for first, last, _ in self.blocks if last >= first]

    @rule()
    def issue(self) -> None:
        near = may_meet_blocks((self.last or 0) + 1, self.numbers)
        with suppress(Refused):
            self.last = after(self.last, self.numbers, self.held() if near else [])
            self.given_out.append(self.last)

    @rule(size=st.integers(1, 9))
    def lend(self, size: int) -> None:
        with suppress(Refused):
            block = next_block(size, self.last, self.numbers, self.held())
            self.blocks.append([*block, block.first])

    @precondition(lambda self: self.blocks)
    @rule(data=st.data())
    def use(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from(self.blocks))
        if block[2] <= block[1]:
            self.given_out.append(block[2])
            block[2] += 1

    @precondition(lambda self: self.blocks)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from(self.blocks))
        block[1] = block[2] - 1

    @invariant()
    def nobody_has_the_number_of_another(self) -> None:
        given = getattr(self, "given_out", [])
        assert len(given) == len(set(given))
        if given and self.numbers.on_overflow is OnOverflow.REFUSE:
            assert max(given) <= self.numbers.last_number


TestADay = ADay.TestCase
