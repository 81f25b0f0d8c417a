"""Every kiosk, printer and display of an office: how it is, worst first; and who must be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.city import City, Look, Work
from server.db.clock import real_time
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import Device, DeviceKind, MachineTrouble, PrintJob, Visit
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.fleet import (
    Sign,
    level_of,
    printer_states,
    printers_with,
    rank_of,
    troubles,
)
from server.domain.refusals import NotFound, Refused
from server.services import bells, devices, opening_hours, page_signs
from server.services.devices import LATELY

#: Troubles that are told on the page: of today and the evening before.
RECENT = 20
#: Kinds of machines that say how they are.
_BEATING = (DeviceKind.KIOSK, DeviceKind.DISPLAY)


@dataclass(frozen=True)
class Machine:
    """One machine and its last sign."""

    #: ``kiosk:7``, ``display:display_1f``
    id: str
    kind: str
    name: str
    place: str
    sign: Sign


def overview(look: Look, office: str) -> dict[str, Any]:
    """Return the machines of *office*, worst first, and what was wrong lately."""
    floor = look.floor_of(office)
    shown = [_shown(look, one) for one in machines(look.session, floor)]
    since = {(row.machine, row.what): row.since for row in open_troubles(look.session, office)}
    for machine in shown:
        begun = [since.get((machine["machine"], what)) for what in machine["troubles"]]
        first = next((moment for moment in begun if moment is not None), None)
        machine["since"] = iso(first) if first else None
    return {
        "now": iso(look.now),
        "open": opening_hours.today(floor, look.now)["open"],
        "machines": sorted(shown, key=lambda one: (rank_of(one["troubles"]), one["name"])),
        "recent": _recent(look.session, floor),
        "papers": _papers(look, floor),
    }


def alerts(session: Session, floor: Floor) -> list[dict[str, Any]]:
    """Return what is wrong now, as consoles tell it, longest first."""
    known = {one.id: one for one in machines(session, floor)}
    return [_alert(row, known.get(row.machine)) for row in open_troubles(session, floor.setup.code)]


def _alert(row: MachineTrouble, machine: Machine | None) -> dict[str, Any]:
    return {
        "machine": machine.name if machine else row.machine,
        "what": row.what,
        "printers": printers_with(machine.sign.health, row.what) if machine else [],
        "at": iso(row.since),
    }


def machines(session: Session, floor: Floor) -> Iterator[Machine]:
    """Yield every machine that says how it is: those with a key, and the displays."""
    office = floor.setup.code
    for device in session.scalars(
        select(Device)
        .where(
            Device.office == office,
            Device.kind.in_(_BEATING),
            Device.revoked_at.is_(None),
        )
        .order_by(Device.id)
    ):
        sign = Sign(device.last_seen, device.health or {})
        yield Machine(f"{device.kind}:{device.id}", device.kind, device.name, "", sign)
    signs = page_signs.of_displays(session, floor)
    for display in floor.setup.displays:
        area = floor.areas[display.area].names.ja
        name = f"表示 {display.name or area}"
        yield Machine(f"display:{display.code}", "display", name, area, signs[display.code])


def add(work: Work, name: str) -> str:
    """Register one more kiosk and return its key, which nobody can ask for a second time.

    Raises:
        Misfit: a kiosk of this name is there already.

    """
    device, key = devices.register(work.session, DeviceKind.KIOSK, work.office, name, work.now)
    work.record(Kind.MACHINE_ADDED, detail={"machine": f"{device.kind}:{device.id}"})
    return key


def order(work: Work, device_id: str, errand: str) -> None:
    """Have a kiosk do *errand*; it hears of it within seconds.

    Raises:
        NotFound: ``unknown_device``.
        Refused: ``device_away``, when the machine was not heard lately.

    """
    device = work.session.get(Device, row_id(device_id))
    known = device is not None and (device.office, device.kind) == (work.office, DeviceKind.KIOSK)
    if device is None or not known or device.revoked_at is not None:
        raise NotFound("unknown_device", "この機器はこの区役所にありません。")
    if device.last_seen is None or device.last_seen <= work.now - LATELY:
        message = f"{device.name}から応答がありません。機器のところで確かめてください。"
        raise Refused("device_away", message)
    device.errand = errand
    _record(work, Kind.MACHINE_ORDERED, f"{device.kind}:{device.id}", errand)


def watch(city: City) -> None:
    """Note for every office what has become wrong or well; consoles are told by the log.

    What a machine has called staff for is taken back when it says that it is over.
    """
    ahead_s = (city.clock() - real_time()).total_seconds()
    with city.reading() as look:
        offices = set(
            look.session.scalars(
                select(Device.office).where(
                    Device.kind.in_(_BEATING), Device.revoked_at.is_(None)
                ).distinct()
            )
        ) | page_signs.offices(look.session)  # fmt: skip
        changed = [
            office
            for office in offices
            if _differs(look, look.floor_of(office), ahead_s) or bells.over(look, office)
        ]
    for office in changed:
        with city.transaction(office, actor="system") as work:
            _note(work, ahead_s)
            bells.take_back(work)


def open_troubles(session: Session, office: str) -> list[MachineTrouble]:
    """Return what is wrong now and was told, longest first."""
    return list(
        session.scalars(
            select(MachineTrouble)
            .where(MachineTrouble.office == office, MachineTrouble.ended_at.is_(None))
            .order_by(MachineTrouble.since, MachineTrouble.id)
        )
    )


def _differs(look: Look, floor: Floor, ahead_s: float) -> bool:
    told = {(row.machine, row.what) for row in open_troubles(look.session, floor.setup.code)}
    return told != _wrong(look.session, floor, look.now, ahead_s)


def _note(work: Work, ahead_s: float) -> None:
    wrong = _wrong(work.session, work.floor, work.now, ahead_s)
    for row in open_troubles(work.session, work.office):
        if (row.machine, row.what) in wrong:
            wrong.discard((row.machine, row.what))
            continue
        row.ended_at = work.now
        _record(work, Kind.MACHINE_WELL, row.machine, row.what)
    for machine, what in sorted(wrong):
        row = MachineTrouble(office=work.office, machine=machine, what=what, since=work.now)
        work.session.add(row)
        _record(work, Kind.MACHINE_TROUBLE, machine, what)


def _record(work: Work, kind: Kind, machine: str, what: str) -> None:
    work.record(kind, detail={"machine": machine, "what": what})


def _wrong(session: Session, floor: Floor, now: datetime, ahead_s: float) -> set[tuple[str, str]]:
    """Return what staff must be told. A machine that never spoke is not missed."""
    if not opening_hours.today(floor, now)["open"]:
        return set()
    return {
        (machine.id, what)
        for machine in machines(session, floor)
        for what in troubles(machine.sign, now, clock_ahead_s=ahead_s)
        if what != "never_seen"
    }


def _shown(look: Look, machine: Machine) -> dict[str, Any]:
    ahead_s = (look.now - real_time()).total_seconds()
    health, seen_at = machine.sign.health, machine.sign.seen_at
    found = troubles(machine.sign, look.now, clock_ahead_s=ahead_s)
    numbers = health.get("numbers")
    return {
        "machine": machine.id,
        "kind": machine.kind,
        "name": machine.name,
        "place": machine.place,
        "level": str(level_of(found)),
        "troubles": found,
        "seen_at": iso(seen_at) if seen_at else None,
        "printers": printer_states(health),
        "unsent": health.get("unsent"),
        "numbers": sum(numbers.values()) if isinstance(numbers, dict) else None,
        "packages": health.get("packages"),
        "seq": health.get("seq"),
        "version": health.get("version"),
        "tested": health.get("tested"),
        "test_printed": health.get("test_printed"),
    }


def _papers(look: Look, floor: Floor) -> dict[str, int]:
    """Return how sure today's papers are."""
    rows = look.session.execute(
        select(PrintJob.state, PrintJob.reissue, func.count())
        .join(Visit, Visit.id == PrintJob.visit_id)
        .where(Visit.queue_id.in_(floor.queues_by_id), Visit.business_date == look.day)
        .group_by(PrintJob.state, PrintJob.reissue)
    ).all()
    return {
        "sent": sum(count for state, _, count in rows if state != "not_printed"),
        "confirmed": sum(count for state, _, count in rows if state == "printed"),
        "reissued": sum(count for state, again, count in rows if again and state == "printed"),
        "not_printed": sum(count for state, _, count in rows if state == "not_printed"),
    }


def _recent(session: Session, floor: Floor) -> list[dict[str, Any]]:
    names = {one.id: one.name for one in machines(session, floor)}
    rows = session.scalars(
        select(MachineTrouble)
        .where(MachineTrouble.office == floor.setup.code)
        .order_by(MachineTrouble.since.desc(), MachineTrouble.id.desc())
        .limit(RECENT)
    )
    return [
        {
            "machine": names.get(row.machine, row.machine),
            "what": row.what,
            "since": iso(row.since),
            "ended_at": iso(row.ended_at) if row.ended_at else None,
        }
        for row in rows
    ]
