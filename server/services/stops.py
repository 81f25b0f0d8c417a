"""What happens to a stop away from any counter: ready, back, given up, the day is over."""

from server.db import queries
from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import Stop
from server.db.types import row_id
from server.domain.queueing import order_time_after_return
from server.domain.refusals import Refused
from server.domain.stops import OPEN, Step
from server.services.steps import move, open_next, stop_here

#: Who is back within this time of the missed call keeps the place.
KEEPS_PLACE_MIN = 15


def ready(work: Work, stop_id: str) -> Stop:
    """Put a prepared stop in line. It waits until the visit's open stop closes.

    Raises:
        Refused: ``visit_elsewhere``, while the visit is still in another line.

    """
    stop = _stop(work, stop_id)
    if any(one.state in OPEN for one in queries.stops_of(work.session, stop.visit_id)):
        raise Refused("visit_elsewhere", "この方は、まだ別の窓口で手続き中です。")
    move(work, stop, Step.READY, Kind.PREPARED)
    return stop


def come_back(work: Work, stop_id: str) -> Stop:
    """Put somebody who was absent back in line."""
    stop = _stop(work, stop_id)
    missed_at, before = stop.since, stop.order_time
    move(work, stop, Step.RETURN, Kind.RETURNED)
    stop.order_time = order_time_after_return(before, missed_at, work.now, KEEPS_PLACE_MIN)
    return stop


def withdraw(work: Work, stop_id: str) -> Stop:
    """Note that somebody gave up; what else the visit had planned goes on."""
    stop = _stop(work, stop_id)
    move(work, stop, Step.WITHDRAW, Kind.WITHDRAWN)
    open_next(work, stop.visit_id)
    return stop


def close_past_days(work: Work) -> int:
    """Expire what earlier business days left open, and return how many stops that were."""
    left = queries.left_open_before(work.session, work.office, work.day)
    for stop in left:
        move(work, stop, Step.EXPIRE, Kind.EXPIRED, reason="day_closed")
    return len(left)


def _stop(work: Work, stop_id: str) -> Stop:
    return stop_here(work, row_id(stop_id))
