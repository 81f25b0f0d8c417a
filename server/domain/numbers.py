"""Ticket numbers: unique within queue and business day, never wrapped.

The office counts up from the queue's first number. A kiosk holds a *block* of numbers for
when the office cannot be reached; blocks lie apart, so that the numbers people see on an
ordinary day have no gaps, and the office counts past a block that it comes to.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from server.domain.refusals import Refused

#: A label has at least so many.
MIN_DIGITS = 3


class OnOverflow(StrEnum):
    """What a queue does past its last number."""

    WIDEN = "widen"
    REFUSE = "refuse"


class NumberRange(Protocol):
    """The numbers of a queue."""

    @property
    def prefix(self) -> str: ...
    @property
    def first_number(self) -> int: ...
    @property
    def last_number(self) -> int: ...
    @property
    def on_overflow(self) -> OnOverflow: ...


class Block(NamedTuple):
    """Numbers that one kiosk alone gives out; both ends included."""

    first: int
    last: int


def label(prefix: str, number: int) -> str:
    """Return what the ticket shows; past 999 it grows a digit.

    >>> label("A", 12), label("A", 1000)
    ('A012', 'A1000')
    """
    return f"{prefix}{number:0{MIN_DIGITS}d}"


def after(last: int | None, numbers: NumberRange, blocks: Sequence[Block] = ()) -> int:
    """Return the number that follows *last* (None: none was issued today) outside all *blocks*.

    Raises:
        Refused: ``numbers_exhausted``, where the queue refuses to go past its range.

    """
    number = numbers.first_number if last is None else last + 1
    for block in sorted(blocks):
        if block.first <= number <= block.last:
            number = block.last + 1
    if number > numbers.last_number and numbers.on_overflow is OnOverflow.REFUSE:
        raise _exhausted()
    return number


def may_meet_blocks(number: int, numbers: NumberRange) -> bool:
    """Tell whether blocks can lie where the office's own series is at *number*."""
    return numbers.on_overflow is OnOverflow.REFUSE or number >= _first_of_blocks(numbers)


def next_block(size: int, last: int | None, numbers: NumberRange, blocks: Sequence[Block]) -> Block:
    """Return *size* numbers that nobody has and the office does not come to soon.

    A queue that widens has its blocks beyond twice its range, each after the other; one that
    refuses has them at the end of its range, and fewer numbers when no more are free.

    Args:
        last: the last number of the office's own series today.
        blocks: all blocks of the day.

    Raises:
        Refused: ``numbers_exhausted``.

    """
    issued = numbers.first_number - 1 if last is None else last
    if numbers.on_overflow is OnOverflow.WIDEN:
        taken = max((block.last for block in blocks), default=0)
        first = max(_first_of_blocks(numbers), taken + 1, issued + 1)
        return Block(first, first + size - 1)
    end = min((block.first for block in blocks), default=numbers.last_number + 1) - 1
    if end <= issued:
        raise _exhausted()
    return Block(max(end - size + 1, issued + 1), end)


def _first_of_blocks(numbers: NumberRange) -> int:
    return 2 * (numbers.last_number + 1)


def _exhausted() -> Refused:
    return Refused(
        "numbers_exhausted",
        "本日の番号札はすべてお配りしました。職員にお声がけください。",
    )
