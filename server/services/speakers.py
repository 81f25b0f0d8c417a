"""The pages with boards: who of them speaks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from config.schema.displays import Display
from server.db.city import City
from server.db.floor import Floor
from server.db.models import Speaker
from server.domain.speaking import CHOSEN, OPENED, Word, claim


def place_of(floor: Floor, display: str | None, area: str | None) -> Display | None:
    """Return the display as it is set, or for an area one that is as usual.

    None: the page shows several areas and nobody said where it hangs, so it stays silent.

    Raises:
        NotFound: ``unknown_display``, ``unknown_area``.

    """
    if display is not None:
        return floor.display(display)
    areas = list(floor.areas) if area is None else [floor.area(area).code]
    return Display(code="area", area=areas[0]) if len(areas) == 1 else None


def ask_for_the_word(
    city: City, office: str, place: Display, page: str, said: int
) -> dict[str, Any]:
    """Return whether *page* may speak for its area, for how long, and what was said already.

    Args:
        said: the number of the newest call that this page has begun to say.

    """
    with city.writing() as session:
        return _ask(session, office, place, page, said, city.clock())


def _ask(
    session: Session, office: str, place: Display, page: str, said: int, now: datetime
) -> dict[str, Any]:
    row = session.get(Speaker, (office, place.area), with_for_update=True)
    known = Word(row.holder, row.rank, row.until, row.next_holder) if row else None
    rank = OPENED if place.code == "area" else CHOSEN
    word = claim(known, page, rank, now)
    if row is None:
        row = Speaker(office=office, area=place.area, said=0)
        session.add(row)
    if known is not None and known.holder == page:
        row.said = max(row.said, said)
    row.holder, row.rank, row.until, row.next_holder = (
        word.holder, word.rank, word.until, word.next_holder,
    )  # fmt: skip
    speaks = word.holder == page and word.until > now
    return {
        "speaks": speaks,
        "for_s": (word.until - now).total_seconds() if speaks else 0,
        "said": row.said,
    }


def note_said(city: City, office: str, page: str, seq: int) -> None:
    """Note that the page that has the word has begun to say a call."""
    with city.writing() as session:
        for row in session.scalars(_held_by(office, page)):
            row.said = max(row.said, seq)


def give_up_the_word(city: City, office: str, page: str) -> None:
    """Let the next one speak at once: the page is closed in good order."""
    with city.writing() as session:
        for row in session.scalars(_held_by(office, page)):
            row.until = min(row.until, city.clock())


def _held_by(office: str, page: str) -> Select[Speaker]:
    return select(Speaker).where(Speaker.office == office, Speaker.holder == page)
