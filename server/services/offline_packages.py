"""Who may come today and tomorrow, as a kiosk holds it: found by lookup id, papers sealed.

What stands open beside a lookup id is the day's plan (which service, when, what the rules
will answer), never who it is. The papers are sealed under the data key of the application,
which the resident's own code unwraps at the kiosk.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from printer_drivers.sealing import seal_beside
from server.db import queries
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.ledger import canonical
from server.db.models import OfficeRow, PreApplication, Reservation, Slot
from server.domain.business_day import business_date, iso
from server.domain.checkin import Booked, Here, ReservationState, require_check_in
from server.domain.queueing import VisitClass, is_late, order_time
from server.services import catalogue, opening_hours, papers, pre_applications
from server.services.answers_by_time import MOMENT, answers_by_time
from server.services.arrivals import services_of
from server.services.offline_plan import changes_of_reception, covered

#: Packages in one answer; each costs the drawing up of its papers.
MOST = 50
#: An application without a booking comes soon or is booked; older ones are the server's alone.
UNBOOKED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class _Expected:
    """Somebody who may come."""

    service: ServicePlan
    reservation: Reservation | None
    applied: PreApplication | None
    #: The number, if the code was shown already. An application without a booking was not.
    label: str | None = None

    @property
    def lookup_id(self) -> str:
        row = self.reservation or self.applied
        return row.lookup_id if row is not None else ""


def changes(look: Look, office: str, have: Mapping[str, str]) -> dict[str, Any]:
    """Return the packages that are new or changed to a kiosk that has *have* (id to etag)."""
    floor, days = look.floor_of(office), covered(look)
    etags = look.kept(office, "offline packages", lambda: _etags(look, floor, days))
    if have == etags:
        return {"packages": [], "gone": [], "more": False}
    expected = {one.lookup_id: one for one in _expected(look, floor, days)}
    etags = {found_by: _etag(look, floor, one, days) for found_by, one in expected.items()}
    stale = [found_by for found_by, etag in etags.items() if have.get(found_by) != etag]
    return {
        "packages": [
            {"lookup_id": found_by, "etag": etags[found_by]}
            | _package(look, floor, expected[found_by], days)
            for found_by in stale[:MOST]
        ],
        "gone": [found_by for found_by in have if found_by not in etags],
        "more": len(stale) > MOST,
    }


def _etags(look: Look, floor: Floor, days: list[date]) -> dict[str, str]:
    return {one.lookup_id: _etag(look, floor, one, days) for one in _expected(look, floor, days)}


def _expected(look: Look, floor: Floor, days: list[date]) -> Iterator[_Expected]:
    """Yield who may come; of a code with several bookings the one that stands comes last."""
    session, office = look.session, floor.setup.code
    for applied in queries.unbooked_pre_applications(session, office, look.now - UNBOOKED_FOR):
        for service in services_of(look.session, floor, applied)[:1]:
            yield _Expected(service, None, applied)
    found = queries.expected_reservations(session, office, days)
    labels = queries.labels_of_reservations(session, [one.id for one in found])
    applications = queries.pre_applications_of(session, [one.lookup_id for one in found])
    for booked in sorted(found, key=lambda one: one.state != ReservationState.CANCELLED):
        plan = floor.services_by_id.get(booked.service_id)
        if plan is not None:
            applied_for = applications.get(booked.lookup_id)
            yield _Expected(plan, booked, applied_for, labels.get(booked.id))


def _etag(look: Look, floor: Floor, one: _Expected, days: list[date]) -> str:
    """Return what differs as soon as anything does that `_package` tells."""
    booked, applied = one.reservation, one.applied
    facts = [
        floor.version,
        catalogue.version_of(look.session),
        [day.isoformat() for day in days],
        [booked.state, iso(booked.start), booked.id] if booked else None,
        [applied.version, applied.procedures] if applied else None,
        one.label,
    ]
    return sha256(canonical(facts).encode()).hexdigest()[:16]


def _package(look: Look, floor: Floor, one: _Expected, days: list[date]) -> dict[str, Any]:
    booked, applied = one.reservation, one.applied
    row = booked or applied
    return {
        "service": one.service.code,
        "language": row.language if row is not None else "ja",
        "visit_class": str(VisitClass.RESERVED if booked else VisitClass.WALK_IN),
        "reserved_for": iso(booked.start) if booked else None,
        "minutes": look.session.get_one(Slot, booked.slot_id).minutes if booked else None,
        "label": one.label,
        "check_in": _answers(look, floor, one, days),
        "sealed": _sealed(look, floor, applied) if applied else None,
    }


def _answers(look: Look, floor: Floor, one: _Expected, days: list[date]) -> list[dict[str, Any]]:
    """Return what a check-in answers, from when."""
    moments = changes_of_reception(floor, one.service, days)
    rules, booked = one.service.setup, one.reservation
    if booked is None:

        def walk_in(at: datetime) -> dict[str, Any]:
            opening_hours.require_reception(floor, one.service, at)
            return {}

        return answers_by_time(moments, walk_in)

    about = _booked(look, booked)

    def reserved(at: datetime) -> dict[str, Any]:
        require_check_in(about, _here(floor, one.service, at))
        late = is_late(at, about.start, rules)
        due = None if late else order_time(VisitClass.RESERVED, at, about.start, rules)
        return {"late": late, "order_time": iso(due) if due else None}

    early = rules.early_min
    opens = about.start - timedelta(minutes=early) if early is not None else None
    late_from = about.start + timedelta(minutes=rules.late_min) + MOMENT
    return answers_by_time([*moments, opens, late_from], reserved)


def _booked(look: Look, booked: Reservation) -> Booked:
    name = look.session.get_one(OfficeRow, booked.office).setting["names"]["ja"]
    state = ReservationState(booked.state)
    return Booked(booked.office, name, state, booked.day, booked.start)


def _here(floor: Floor, service: ServicePlan, at: datetime) -> Here:
    return Here(
        office=floor.setup.code,
        day=business_date(at),
        now=at,
        reception_ends=opening_hours.reception_ends(floor, service, at),
        early_min=service.setup.early_min,
    )


def _sealed(look: Look, floor: Floor, applied: PreApplication) -> dict[str, Any]:
    """Return the papers of an application, to be opened with the resident's code alone."""
    content = pre_applications.opened_by_office(applied, look.secrets.office_key)
    forms, bring = papers.for_kiosk(look.session, floor, applied, content, look.day)
    plain = {"forms": [form.model_dump(mode="json") for form in forms], "bring": bring}
    package = pre_applications.package_of(applied)
    sealed = seal_beside(
        package, look.secrets.office_key, json.dumps(plain, ensure_ascii=False).encode(), "papers"
    )
    return {
        "version": package.version,
        "key_for_token": b64encode(package.key_for_token).decode(),
        "papers": b64encode(sealed).decode(),
    }
