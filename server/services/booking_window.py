"""When a slot of a service may be booked, moved and cancelled."""

from collections.abc import Sequence
from datetime import datetime

from config.schema.slot_plans import BookingRule
from server.db.floor import Floor, ServicePlan
from server.db.queries import Free
from server.domain import slots
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.services.opening_hours import opening_of


def is_open(
    floor: Floor, service: ServicePlan, start: datetime, now: datetime, share: Share = Share.PUBLIC
) -> bool:
    """Tell whether the slot at *start* may be booked now, if a seat is free.

    Staff book until it begins: that is what the public is told to call for.
    """
    if share is not Share.PUBLIC:
        return now < start
    return slots.is_bookable(start, now, rule_of(service), opening_of(floor, service))


def open_slots(
    floor: Floor, service: ServicePlan, rows: Sequence[Free], now: datetime, share: Share
) -> set[int]:
    """Return the ids of the slots that may be booked now, as `is_open` says of each."""
    if share is not Share.PUBLIC:
        return {row.slot.id for row in rows if now < row.slot.start}
    if not rows:
        return set()
    window = slots.Window(now, rule_of(service), opening_of(floor, service))
    return {row.slot.id for row in rows if window.has(row.slot.start, row.slot.day)}


def require_open(
    floor: Floor, service: ServicePlan, start: datetime, now: datetime, share: Share = Share.PUBLIC
) -> None:
    """Return if the slot at *start* may be booked now, or refuse as `slots.require_bookable`."""
    if share is not Share.PUBLIC and is_open(floor, service, start, now, share):
        return
    slots.require_bookable(start, now, rule_of(service), opening_of(floor, service))


def rule_of(service: ServicePlan) -> BookingRule:
    """Return the booking rule, or refuse with ``not_bookable``."""
    if service.setup.booking is None:
        raise Refused("not_bookable", "この用件は予約できません。番号札をお取りください。")
    return service.setup.booking
