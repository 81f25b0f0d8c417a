"""What a resident's phone is offered: wards, what can be done there, the finder's questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from config.schema.procedures import Procedure
from config.schema.services import Service
from config.schema.shapes import Language, Words
from server.db.city import Look
from server.db.models import OfficeRow
from server.services import catalogue
from server.services.explaining import Explainer
from server.services.takers import service_for
from server.services.tongues import speaking

#: Channels for which preparing at home and coming by appointment makes sense.
PREPARED_AT_HOME = frozenset({"pre_apply", "pre_apply_and_interview", "draft_only"})

#: The booking form that asks only what stands on the booking itself.
PLAIN_BOOKING = "madoguchi_yoyaku"


@dataclass(frozen=True)
class Ward:
    """A ward as residents look for it."""

    code: str
    names: Words
    kana: str
    romaji: str


@dataclass(frozen=True)
class Task:
    """A purpose with the procedures whose form can be filled at home."""

    service: Service
    procedures: Sequence[Procedure]


@dataclass(frozen=True)
class Option:
    """One answer, in the language of the page."""

    value: str
    label: str


def wards(look: Look) -> list[Ward]:
    """Return all wards of the city in their official order."""
    rows = look.session.scalars(select(OfficeRow).order_by(OfficeRow.position))
    return [
        Ward(
            row.code,
            Words.model_validate(row.setting["ward_names"]),
            row.setting["kana"],
            row.setting["romaji"],
        )
        for row in rows
    ]


def tasks(look: Look, office: str) -> list[Task]:
    """Return what can be booked at *office*, with the forms for it."""
    floor = look.floor_of(office)
    return [
        Task(service, [*_procedures(look, office, service)])
        for service in floor.setup.services
        if service.bookable
    ]


def for_businesses(look: Look, office: str) -> list[Procedure]:
    """Return what businesses send online, without coming."""
    return [
        one
        for one in catalogue.procedures(look.session, office)
        if one.no_visit
        and one.form is not None
        and "business" in catalogue.form(look.session, office, one.form).applicants
    ]


def questions(look: Look, office: str, language: Language) -> list[dict[str, Any]]:
    """Return the finder's questions with their conditions, for a device to ask by itself."""
    tongue = speaking(look.session, language)
    explainer = Explainer.speaking(look.session, tongue)
    here = [Option(ward.code, ward.names.in_language(language)) for ward in wards(look)]
    return [
        {
            "id": one.id,
            "text": tongue.say(one.text),
            "help": tongue.say(one.help) if one.help else None,
            "type": one.type,
            "required": one.required,
            "options": [
                vars(option)
                for option in (
                    here
                    if one.type == "ward"
                    else (Option(o.value, tongue.say(o.label)) for o in one.options)
                )
            ],
            "explained": [vars(word) for word in explainer.of(one)],
            "show_if": one.show_if.model_dump(mode="json", exclude_none=True)
            if one.show_if
            else None,
        }
        for one in catalogue.questions(look.session, office)
    ]


def _procedures(look: Look, office: str, service: Service) -> Sequence[Procedure]:
    """Return what is prepared at home for a service: its own, then what the office added."""
    floor = look.floor_of(office)
    offered = {one.id: one for one in catalogue.procedures(look.session, office)}
    own = [offered[code] for code in service.procedures if code in offered]
    added = [
        one
        for one in offered.values()
        if one not in own and (taker := service_for(floor, one)) and taker.code == service.code
    ]
    return [one for one in (*own, *added) if is_prepared(one)]


def is_prepared(procedure: Procedure) -> bool:
    """Tell whether something of it is filled in at home: its paper, or details of its booking."""
    if procedure.form is not None and procedure.channel in PREPARED_AT_HOME:
        return True
    return procedure.bookable and procedure.booking_form != PLAIN_BOOKING
