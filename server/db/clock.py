"""The only place that knows the real time; everywhere else the time is passed in."""

import threading
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select

from server.db.city import Clock
from server.db.engine import reader_of
from server.db.models import EventRow
from server.db.types import from_micros

#: How far a clock may step back and time waits for it: more is a mistake that was mended.
STEP_BACK = timedelta(hours=6)


def real_time() -> datetime:
    """Return now, in UTC."""
    return datetime.now(UTC)


def starting_at(start: datetime) -> Clock:
    """Return a clock that shows *start* now and runs on, whatever the machine's clock does."""
    begun = time.monotonic()
    return lambda: start.astimezone(UTC) + timedelta(seconds=time.monotonic() - begun)


def steady(clock: Clock) -> Clock:
    """Return *clock* without its small steps back: time waits until the clock has caught up.

    Whoever takes a ticket later never stands before whoever took one sooner, and no wait is
    negative. A step back of more than `STEP_BACK` corrects a clock that was far ahead, so
    it is believed.
    """
    lock, newest = threading.Lock(), [datetime.min.replace(tzinfo=UTC)]

    def now() -> datetime:
        with lock:
            told = clock()
            if not told < newest[0] <= told + STEP_BACK:
                newest[0] = told
            return newest[0]

    return now


def clock_for(engine: Engine, start: datetime | None) -> Clock:
    """Return the real clock, or one that starts at *start* or at the newest event if later."""
    if start is None:
        return steady(real_time)
    with reader_of(engine).begin() as connection:
        newest = connection.scalar(select(func.max(EventRow.at)))
    return starting_at(max(start, from_micros(newest)) if newest is not None else start)
