"""How the pages with boards are: the last that each said of itself."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from server.db.city import City, Look
from server.db.floor import Floor
from server.db.models import PageSign
from server.domain.business_day import iso
from server.domain.fleet import Sign

#: A page that was not heard for so long is off.
LATELY = timedelta(seconds=150)
FORGOTTEN_AFTER = timedelta(days=7)
#: The engine that speaks, the sound card.
TROUBLES = ("voice", "card")
#: No version has more letters.
_VERSION = 20
#: A page that shows the whole office.
EVERYWHERE = "*"


def health_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says of its health, and nothing else that may have come along."""
    muted, trouble, seq = told.get("muted"), told.get("trouble"), told.get("seq")
    version = told.get("version")
    return {
        "muted": muted if isinstance(muted, bool) else None,
        "speaks": told.get("speaks") is True,
        "has_word": told.get("has_word") is True,
        "trouble": trouble if trouble in TROUBLES else "",
        "seq": seq if isinstance(seq, int) else None,
        "version": version[:_VERSION] if isinstance(version, str) else None,
    }


@dataclass(frozen=True)
class Told:
    """What a page has said and when; *place* is a display or an area."""

    place: str
    at: datetime
    health: dict[str, Any]


class Signs:
    """Hears the pages of this process; `write` keeps what all of them said, at once.

    A house of thirty screens is so one short transaction a second, not thirty every five.
    """

    def __init__(self, city: City) -> None:
        self._city = city
        self._heard: dict[tuple[str, str], Told] = {}
        self._one = threading.Lock()

    def note(self, office: str, page: str, place: str, health: dict[str, Any]) -> None:
        """Note how a page is."""
        with self._one:
            self._heard[office, page] = Told(place, self._city.clock(), health)

    def write(self) -> None:
        """Keep what was heard since the last time."""
        with self._one:
            heard, self._heard = self._heard, {}
        if not heard:
            return
        with self._city.writing() as session:
            for (office, page), told in heard.items():
                row = session.get(PageSign, (office, page))
                if row is None:
                    _forget_the_old(session, told.at)
                    row = PageSign(office=office, page=page)
                    session.add(row)
                row.place, row.seen_at, row.health = told.place, told.at, told.health


def _forget_the_old(session: Session, now: datetime) -> None:
    session.execute(delete(PageSign).where(PageSign.seen_at < now - FORGOTTEN_AFTER))


def listed(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the pages that are on, and how they are, newest first."""
    rows = look.session.scalars(
        select(PageSign)
        .where(PageSign.office == office, PageSign.seen_at > look.now - LATELY)
        .order_by(PageSign.seen_at.desc())
    )
    return [
        {"page": row.page, "place": row.place, "seen_at": iso(row.seen_at), **row.health}
        for row in rows
    ]


def of_displays(session: Session, floor: Floor) -> dict[str, Sign]:
    """Return the last sign of each display: of its own pages, else of one of its area."""
    office = floor.setup.code
    newest = (
        select(PageSign.place, func.max(PageSign.seen_at).label("seen_at"))
        .where(PageSign.office == office)
        .group_by(PageSign.place)
        .subquery()
    )
    rows = session.scalars(
        select(PageSign)
        .join(newest, and_(PageSign.place == newest.c.place, PageSign.seen_at == newest.c.seen_at))
        .where(PageSign.office == office)
    )
    by_place = {row.place: Sign(row.seen_at, row.health) for row in rows}
    nothing = Sign(None, {})
    return {
        one.code: by_place.get(one.code) or by_place.get(one.area) or nothing
        for one in floor.setup.displays
    }


def offices(session: Session) -> set[str]:
    """Return the offices whose pages were ever heard."""
    return set(session.scalars(select(PageSign.office).distinct()))
