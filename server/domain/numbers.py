"""Ticket numbers: unique within queue and business day, never wrapped."""

from enum import StrEnum
from typing import Protocol

from server.domain.refusals import Refused


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


def label(prefix: str, number: int) -> str:
    """Return what the ticket shows; past 999 it grows a digit.

    >>> label("A", 12), label("A", 1000)
    ('A012', 'A1000')
    """
    return f"{prefix}{number:03d}"


def after(last: int | None, numbers: NumberRange) -> int:
    """Return the number that follows *last* (None: none was issued today).

    Raises:
        Refused: ``numbers_exhausted``, where the queue refuses to go past its range.

    """
    number = numbers.first_number if last is None else last + 1
    if number > numbers.last_number and numbers.on_overflow is OnOverflow.REFUSE:
        raise Refused(
            "numbers_exhausted",
            "本日の番号札はすべてお配りしました。職員にお声がけください。",
        )
    return number
