"""A clock that stands still until the test moves it."""

from datetime import UTC, datetime, timedelta

import pytest

#: Tuesday 24 November 2026, 10:00 in Osaka: a plain working day of the demo city.
TEN_OCLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class Clock:
    """Called like the real clock; moves only by ``advance`` and ``set``."""

    def __init__(self, now: datetime = TEN_OCLOCK) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now


@pytest.fixture
def clock() -> Clock:
    return Clock()
