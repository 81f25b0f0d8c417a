"""Today's bookings at the reception desk: who is here, who is late, who does not come.

Names and telephone numbers stand in the sealed applications. They are opened with the
office's key for whoever may see them, and only the family name is told.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from config.schema.forms import Form
from server.db.city import Look, Work
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import PreApplication, Reservation, Slot, Stop, Visit
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.checkin import ReservationState
from server.domain.queueing import VisitClass, order_time
from server.domain.refusals import NotFound, Refused
from server.domain.stops import AT_COUNTER, CLOSED, OPEN
from server.services import arrivals, catalogue, pre_applications
from server.services.arrivals import Arrival

#: So soon the desk hears of somebody who is not here yet.
SOON = timedelta(minutes=30)
Booked = tuple[Reservation, Slot, PreApplication | None, Visit | None]


def today(look: Look, office: str, *, names: bool = True) -> list[dict[str, Any]]:
    """Return today's bookings of *office*, earliest first; with *names* the family names too."""
    floor = look.floor_of(office)
    rows = _rows(look, office)
    stops = _stops(look, [visit.id for *_, visit in rows if visit is not None])
    return [_shown(look, floor, row, stops, names=names) for row in rows]


def phones_and_names(look: Look, office: str) -> Iterator[tuple[Booked, str, str]]:
    """Yield today's bookings with the family name and the telephone number of each."""
    for row in _rows(look, office):
        name, phone = _applicant(look, office, row[2])
        yield row, family_name(name), phone


def receive(work: Work, reservation_id: str) -> Arrival:
    """Check somebody in whom staff know, without a code.

    Raises:
        NotFound: ``unknown_reservation``.
        Refused: as the check-in with a code would be.

    """
    row = _reservation(work, reservation_id)
    applied = (
        work.session.get(PreApplication, row.pre_application_id) if row.pre_application_id else None
    )
    return arrivals.receive(work, row, applied, "clerk")


def note_no_show(work: Work, reservation_id: str) -> None:
    """Note that somebody does not come, 来庁なし; `expect_again` takes it back.

    Raises:
        Refused: ``already_checked_in``, ``not_due`` before the reserved time.

    """
    row = _reservation(work, reservation_id)
    if row.state != ReservationState.CONFIRMED:
        raise Refused(
            "already_checked_in", "この予約は、もう受付がすんでいるか、取り消されています。"
        )
    if work.now < row.start:
        raise Refused("not_due", "予約の時刻になるまでは「来庁なし」にできません。")
    row.state = ReservationState.NO_SHOW
    work.record(Kind.NO_SHOW, detail={"reservation": row.id})


def expect_again(work: Work, reservation_id: str) -> None:
    """Take back that somebody does not come."""
    row = _reservation(work, reservation_id)
    if row.state == ReservationState.NO_SHOW:
        row.state = ReservationState.CONFIRMED
        work.record(Kind.EXPECTED, detail={"reservation": row.id})


def family_name(name: str) -> str:
    """Return the part before the first blank.

    >>> family_name("山田　花子"), family_name("NGUYEN VAN AN"), family_name("")
    ('山田', 'NGUYEN', '')
    """
    return name.split(maxsplit=1)[0] if name.split() else ""


def _rows(look: Look, office: str) -> Sequence[Booked]:
    found = look.session.execute(
        select(Reservation, Slot, PreApplication, Visit)
        .join(Slot, Slot.id == Reservation.slot_id)
        .outerjoin(PreApplication, PreApplication.id == Reservation.pre_application_id)
        .outerjoin(Visit, Visit.reservation_id == Reservation.id)
        .where(
            Slot.service_id.in_([one.id for one in look.floor_of(office).services.values()]),
            Slot.day == look.day,
            Reservation.state != ReservationState.CANCELLED,
        )
        .order_by(Reservation.start, Reservation.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]


def _stops(look: Look, visits: Sequence[int]) -> dict[int, Stop]:
    """Return where each visit is now: the open stop, else its last one."""
    rows = look.session.scalars(
        select(Stop).where(Stop.visit_id.in_(visits)).order_by(Stop.position)
    )
    now: dict[int, Stop] = {}
    for stop in rows:
        known = now.get(stop.visit_id)
        if known is None or known.state not in OPEN:
            now[stop.visit_id] = stop
    return now


def _shown(
    look: Look, floor: Floor, row: Booked, stops: dict[int, Stop], *, names: bool
) -> dict[str, Any]:
    reservation, slot, applied, visit = row
    service = floor.services_by_id[reservation.service_id]
    stop = stops.get(visit.id) if visit else None
    counter = floor.counters_by_id.get(stop.counter_id or 0) if stop else None
    order = order_time(VisitClass.RESERVED, look.now, reservation.start, service.setup)
    name, phone = _applicant(look, floor.setup.code, applied) if names else ("", "")
    return {
        "reservation": reservation.id,
        "start": iso(reservation.start),
        "service_name": service.setup.names.ja,
        "method": slot.method,
        "family_name": family_name(name),
        "has_phone": bool(phone),
        "language": reservation.language,
        "state": _state(look.now, reservation, stop),
        "late_min": max(0, int((look.now - reservation.start) / timedelta(minutes=1))),
        "label": visit.label if visit else None,
        "visit": visit.id if visit else None,
        "stop": stop.id if stop else None,
        "counter": counter.number if counter else None,
        "waiting_min": _since(look.now, stop.checked_in) if stop else None,
        "order_time": iso(stop.order_time if stop else order),
        "keeps_head_start": order < reservation.start,
    }


def _state(now: datetime, reservation: Reservation, stop: Stop | None) -> str:
    if stop is not None:
        if stop.state in AT_COUNTER:
            return "serving"
        if stop.state in CLOSED:
            return "done"
        return "early" if now < reservation.start else "arrived"
    if reservation.state == ReservationState.NO_SHOW:
        return "no_show"
    if now > reservation.start:
        return "late"
    return "soon" if reservation.start - now <= SOON else "later"


def _since(now: datetime, then: datetime) -> int:
    return max(0, int((now - then) / timedelta(minutes=1)))


def _applicant(look: Look, office: str, applied: PreApplication | None) -> tuple[str, str]:
    """Return the name and the telephone number on the forms of a pre-application."""
    if applied is None:
        return "", ""
    content = pre_applications.opened_by_office(applied, look.secrets.office_key)
    name = phone = ""
    for code, values in content["forms"].items():
        form = catalogue.filled_form(look.session, office, content, code)
        name = name or _first(form, values, "name")
        phone = phone or _first(form, values, "phone")
    return name, phone


def _first(form: Form, values: dict[str, Any], type_: str) -> str:
    found = (values.get(one.key) for one in form.fields if one.type == type_)
    return next((text for text in found if isinstance(text, str) and text), "")


def _reservation(work: Work, reservation_id: str) -> Reservation:
    row = work.session.get(Reservation, row_id(reservation_id))
    if row is None or row.office != work.office or row.day != work.day:
        raise NotFound("unknown_reservation", "今日の予約に、この予約はありません。")
    return row
