"""The ways in which a reservation is kept: by coming, in a web meeting, on the phone."""

from config.schema.shapes import Language
from server.db.floor import Floor, ServicePlan
from server.services.words import where_to_wait

#: The ways of those who stay at home, and what staff call them.
REMOTE = {"web": "Web会議", "phone": "電話"}


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
