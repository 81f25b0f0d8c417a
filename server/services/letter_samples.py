"""A letter as a resident would get it, with the ward's own names and an invented booking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from config.schema.letters import CONTENTS, LetterEntry, LetterName
from config.schema.shapes import Language
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.domain.business_day import on_the_clock
from server.services import letters, ways
from server.services.words import where_to_wait

#: Letters of which a phone may get the subject alone, as a push.
PUSHED = frozenset(CONTENTS) - {"offered", "not_drawn"}
#: Those that a gateway for SMS may carry too, and how long one message is.
BY_SMS, SMS_CHARACTERS = frozenset({"near", "called"}), 70
CODE = "WQ1-XXXX-XXXX-XXXX"
START, ANSWER_BY = time(10, 0), time(17, 0)


@dataclass(frozen=True)
class Sample:
    """One letter, filled in."""

    subject: str
    body: str
    #: The letter has no words in the language: it goes out in this one.
    instead: Language | None
    is_pushed: bool
    #: How many characters an SMS with it has; None: it never goes by SMS.
    sms: int | None


def sample(
    look: Look, office: str, public_url: str, entry: LetterEntry, language: Language
) -> Sample:
    """Return *entry* in *language*, or in what is sent instead."""
    words = entry.in_language(language)
    told = facts(look, office, public_url, entry.id, language)
    subject, body = words.filled(told)
    return Sample(
        subject,
        body,
        None if entry.own(language) else "en" if words == entry.en else "ja",
        entry.id in PUSHED,
        len(subject) if entry.id in BY_SMS else None,
    )


def facts(
    look: Look, office: str, public_url: str, name: LetterName, language: Language
) -> Mapping[str, str]:
    """Return what the placeholders of a letter become in its sample."""
    floor = look.floor_of(office)
    plan, way = _booked(floor, is_remote=name.endswith("_remote"))
    start = on_the_clock(look.day + timedelta(days=1), START)
    link = public_url + _PAGES.get(name, f"/booking#{CODE}").format(office=office)
    told = letters.facts(floor, plan, start, language, link, way)
    until = on_the_clock(look.day, ANSWER_BY)
    told["until"] = " ".join(letters.day_and_time(until, language))
    if name in BY_SMS:
        told |= _of_turn(floor, plan, language)
    return {one: value for one, value in told.items() if one in CONTENTS[name].known}


#: Where the link of a letter leads; the others to the booking, with its code.
_PAGES: Mapping[str, str] = {
    "cancelled": "/o/{office}", "reminder": "/booking", "reminder_remote": "/booking",
    "asked": "/booking", "offered": f"/wait#{CODE}", "not_drawn": f"/wait#{CODE}",
    "near": f"/turn#{CODE}", "called": f"/turn#{CODE}",
}  # fmt: skip


def _booked(floor: Floor, *, is_remote: bool) -> tuple[ServicePlan, str | None]:
    """Return what the invented booking is for, and how it is kept."""
    for one in floor.setup.slot_plans:
        if (one.method in ways.REMOTE) == is_remote:
            return floor.services[one.service], one.method
    return next(iter(floor.services.values())), "phone" if is_remote else None


def _of_turn(floor: Floor, plan: ServicePlan, language: Language) -> dict[str, str]:
    queue = plan.queue
    counters = floor.counters_of_queue[queue.id]
    return {
        "label": f"{queue.prefix}{queue.first_number + 4:03}",
        "ahead": str(plan.setup.near_ahead),
        "counter": counters[0].number if counters else "1",
        "where": where_to_wait(floor, queue, language),
    }
