"""What happens by itself each minute: the absent come back or are given up, agreed times come."""

from datetime import timedelta

from server.db import queries
from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import Stop
from server.domain.stops import State, Step
from server.services.rounds import open_next
from server.services.steps import move
from server.services.stops import put_back


def look_after(work: Work) -> None:
    """Apply the rules of absence of every service, and open the stops whose time has come."""
    for stop in queries.unfinished(work.session, work.office, State.ABSENT):
        _apply_rule(work, stop)
    for stop in queries.unfinished(work.session, work.office, State.PLANNED):
        if stop.opens_at is not None and stop.opens_at <= work.now:
            open_next(work, stop.visit_id)


def _apply_rule(work: Work, stop: Stop) -> None:
    rule = work.floor.services_by_id[stop.service_id].setup.absence
    away = work.now - stop.since
    may_return = rule.returns_min is not None and stop.misses <= rule.returns_most
    if may_return and away >= timedelta(minutes=rule.returns_min or 0):
        put_back(work, stop)
    elif rule.expires_min is not None and away >= timedelta(minutes=rule.expires_min):
        _give_up(work, stop)


def _give_up(work: Work, stop: Stop) -> None:
    """Expire an absent stop and the desks planned after it; prepared papers are kept."""
    for one in queries.stops_of(work.session, stop.visit_id):
        if one.id == stop.id or one.state == State.PLANNED:
            move(work, one, Step.EXPIRE, Kind.EXPIRED, reason="absent_too_long")
