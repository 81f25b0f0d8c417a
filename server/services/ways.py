"""The ways in which a reservation is kept: by coming, in a web meeting, on the phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from config.schema.shapes import Language
from server.db.floor import Floor, ServicePlan
from server.services import catalogue
from server.services.words import where_to_wait

#: The ways of those who stay at home, and what staff call them.
REMOTE = {"web": "Web会議", "phone": "電話"}

#: The question of booking forms that says how somebody would like to talk, and its answers.
WISHED = "consult.method"
_WISHES = {"remote": "web", "phone": "phone", "visit": "visit"}


class Kept(Protocol):
    """Where and how something is kept: a slot."""

    @property
    def method(self) -> str: ...
    @property
    def venue(self) -> str: ...


@dataclass(frozen=True)
class Way:
    """The way and the place that somebody wants; None: any."""

    method: str | None = None
    venue: str | None = None

    def fits(self, slot: Kept) -> bool:
        """Tell whether *slot* is kept this way, there."""
        return self.method in (None, slot.method) and self.venue in (None, slot.venue)


@dataclass(frozen=True)
class Offered:
    """A way in which a service can be booked, and what it is called."""

    method: str
    venue: str
    #: The venue where several have the same method; else it goes without saying.
    venue_name: str
    where: str


ANY = Way()


def offered(floor: Floor, service: ServicePlan, language: Language) -> Sequence[Offered]:
    """Return the ways in which *service* can be booked, in the order of its plans."""
    plans = [one for one in floor.setup.slot_plans if one.service == service.code]
    methods = [one.method for one in plans]
    return [
        Offered(
            one.method,
            one.venue,
            floor.setup.venues[one.venue].in_language(language)
            if methods.count(one.method) > 1
            else "",
            where(floor, service, one.method, language),
        )
        for one in plans
    ]


def wished(session: Session, office: str, content: Mapping[str, Any]) -> str | None:
    """Return the method that a booking form in *content* wishes for."""
    for code, values in content["forms"].items():
        for field in catalogue.filled_form(session, office, content, code).fields:
            if field.bind == WISHED and field.key in values:
                return _WISHES.get(values[field.key])
    return None


def meeting_url(floor: Floor, service: str, way: str | None) -> str | None:
    """Return where the web meetings of *service* are held; None for every other way."""
    if way != "web":
        return None
    urls = [one.meeting_url for one in floor.setup.slot_plans if one.service == service]
    url = next(filter(None, urls), None)
    return url and url.replace("{office}", floor.setup.code)


def where(floor: Floor, service: ServicePlan, way: str | None, language: Language) -> str:
    """Return where a booking of *service* is kept: a waiting area, or 「オンライン（Web会議）」.

    Args:
        way: how it is kept; None where only the service is known.

    """
    plans = [one for one in floor.setup.slot_plans if one.service == service.code]
    chosen = [one for one in plans if way in (None, one.method)]
    if chosen and all(one.method in REMOTE for one in chosen):
        venues = dict.fromkeys(one.venue for one in chosen)
        return "・".join(floor.setup.venues[one].in_language(language) for one in venues)
    return where_to_wait(floor, service.queue, language)
