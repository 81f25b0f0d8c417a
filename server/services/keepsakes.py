"""What a resident carries: the reservation or application behind a code, on screen or paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from config.schema.shapes import Language
from printer_drivers.documents import SheetDocument
from printer_drivers.sealing import lookup_id
from server.db import queries
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.models import PreApplication, Reservation, Slot
from server.domain.refusals import NotFound
from server.services import (
    catalogue,
    covers,
    durations,
    papers,
    pre_applications,
    preparing,
    visits,
    ways,
)
from server.services.pre_applications import unknown_token
from server.services.tongues import speaking
from server.services.ways import REMOTE
from server.services.words import A_FORM, where_to_wait


@dataclass(frozen=True)
class Keepsake:
    """What the holder of a code is told; nothing of what was filled in."""

    token: str
    office: str
    office_name: str
    state: str
    procedures: Sequence[str]
    bring: Sequence[str]
    forms: Sequence[tuple[str, str]]
    #: What the filled forms are called in a sentence; "" if nothing was filled in.
    paper: str
    #: The service to book, or that is booked.
    service: str | None
    service_name: str | None
    area: str | None
    where: str
    reservation: int | None = None
    start: datetime | None = None
    minutes: int | None = None
    method: str | None = None
    venue: str | None = None
    meeting_url: str | None = None
    #: How long the visit will take, where that is longer than a slot.
    needs_min: int = 0
    #: Whether something of it goes by mail, with a cover sheet.
    by_mail: bool = False
    #: How the forms say that somebody would like to talk: ``visit``, ``web``, ``phone``.
    wished: str | None = None
    #: Whether somebody comes for it; what is sent and accepted online needs nobody.
    comes: bool = True


def reserved(look: Look, token: str, language: Language) -> Keepsake:
    """Return the reservation behind *token*, or refuse with ``unknown_token``."""
    row = queries.reservation_by_lookup(look.session, lookup_id(token))
    if row is None:
        raise unknown_token()
    applied = queries.pre_application_by_lookup(look.session, lookup_id(token))
    floor = look.floor_of(row.office)
    return _reserved(look, token, row, applied, floor, language)


def applied(look: Look, token: str, language: Language) -> Keepsake:
    """Return the pre-application behind *token*, or refuse with ``unknown_token``."""
    row = queries.pre_application_by_lookup(look.session, lookup_id(token))
    if row is None:
        raise unknown_token()
    floor = look.floor_of(row.office)
    entries = [catalogue.procedure(look.session, row.office, one) for one in row.procedures]
    service = preparing.booked_service(floor, entries)
    kept = _keepsake(look, token, floor, service, row.state, row.procedures, language)
    mailed = bool(covers.by_mail(look, floor, row.procedures))
    content = pre_applications.opened(row, token)
    wished = ways.wished(look.session, row.office, content)
    needs = _needs(look, floor, service, row, content, wished)
    comes = not preparing.nobody_comes(entries)
    return replace(kept, needs_min=needs, by_mail=mailed, wished=wished, comes=comes)


def visit_code(look: Look, token: str) -> str | None:
    """Return the code of "my turn" once somebody has checked in with *token*."""
    try:
        return visits.visit_code(look, token)
    except NotFound:
        return None


def sheet(look: Look, token: str, language: Language, page: str) -> SheetDocument:
    """Return the A4 paper that a resident may print at home; *page* is where codes are typed."""
    try:
        kept = reserved(look, token, language)
    except NotFound:
        kept = applied(look, token, language)
    setup = look.floor_of(kept.office).setup
    comes = kept.method not in REMOTE
    mail = setup.address if comes else None
    return SheetDocument(
        language=language,
        office=kept.office_name,
        service=kept.service_name or "",
        token=kept.token,
        start=kept.start,
        minutes=kept.minutes,
        where=kept.where,
        paper=kept.paper,
        bring=tuple(kept.bring),
        address=f"〒{mail.postal_code} {mail.ja}" if mail else "",
        phone=setup.phone or "",
        page=page,
    )


def _needs(
    look: Look, floor: Floor, service: ServicePlan | None, row: PreApplication,
    content: Mapping[str, Any], wished: str | None,
) -> int:  # fmt: skip
    if service is None or service.setup.booking is None:
        return 0
    people = durations.visitors(look.session, row.office, content)
    more = durations.further(look.session, floor, service, row.procedures, people)
    return durations.slot_min(floor, service, ways.Way(wished)) + more if more else 0


def _reserved(
    look: Look,
    token: str,
    row: Reservation,
    applied: PreApplication | None,
    floor: Floor,
    language: Language,
) -> Keepsake:
    service = floor.services_by_id[row.service_id]
    slot = look.session.get_one(Slot, row.slot_id)
    procedures = list(applied.procedures) if applied else list(service.setup.procedures[:1])
    kept = _keepsake(look, token, floor, service, row.state, procedures, language)
    facts = vars(kept) | {
        "forms": kept.forms if applied else (),
        "paper": kept.paper if applied else "",
        "by_mail": applied is not None and bool(covers.by_mail(look, floor, procedures)),
        "reservation": row.id,
        "start": row.start,
        "minutes": row.minutes or slot.minutes,
        "method": slot.method,
        "venue": slot.venue,
        "meeting_url": ways.meeting_url(floor, service.code, slot.method),
        "where": ways.where(floor, service, slot.method, language),
    }
    return Keepsake(**facts)


def _keepsake(
    look: Look,
    token: str,
    floor: Floor,
    service: ServicePlan | None,
    state: str,
    procedures: Sequence[str],
    language: Language,
) -> Keepsake:
    office = floor.setup.code
    forms = _forms(look, office, procedures, language)
    return Keepsake(
        token=token,
        office=office,
        office_name=floor.setup.names.in_language(language),
        state=state,
        procedures=procedures,
        bring=_bring(look, office, procedures, language),
        forms=forms,
        paper=_paper([title for _, title in forms], language),
        service=service.code if service else None,
        service_name=service.setup.names.in_language(language) if service else None,
        area=service.queue.area.names.in_language(language) if service else None,
        where=where_to_wait(floor, service.queue, language) if service else "",
    )


def _bring(look: Look, office: str, procedures: Sequence[str], language: Language) -> list[str]:
    """Return what to bring; the printed form itself comes out of the machine."""
    printed = [title for _, title in _forms(look, office, procedures, "ja")]
    tongue = speaking(look.session, language)
    return papers.bring_list(look.session, office, procedures, tongue, printed)


def _forms(
    look: Look, office: str, procedures: Sequence[str], language: Language
) -> list[tuple[str, str]]:
    codes = (catalogue.procedure(look.session, office, one).form for one in procedures)
    tongue = speaking(look.session, language)
    found = {}
    for code in codes:
        if code is not None:
            found[code] = tongue.say(catalogue.form(look.session, office, code).title)
    return list(found.items())


def _paper(titles: Sequence[str], language: Language) -> str:
    """Return 申込書 where the form calls itself so, else the general word."""
    if not titles:
        return ""
    if language in ("ja", "easy_ja") and any("申込書" in title for title in titles):
        return "申込書"
    return A_FORM[language]
