"""Search among an office's procedures; what finds nothing is counted, so that words get added."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select, update

from config.schema.procedures import Procedure
from server.db.city import City, Look
from server.db.models import SearchMiss
from server.domain import searching
from server.domain.business_day import business_date
from server.domain.searching import Entry, folded
from server.services import catalogue

#: A year and a month, so that a season can be compared with the last.
KEPT_FOR = timedelta(days=400)
#: A longer text is a letter, not a search, and may tell who wrote it.
LONGEST_KEPT = 20
SHOWN_MISSES = 100


def search(look: Look, office: str, text: str) -> list[Procedure]:
    """Return the procedures that *text* may mean, the likeliest first."""
    look.floor_of(office)
    procedures = {one.id: one for one in catalogue.procedures(look.session, office)}
    said: dict[str, set[str]] = defaultdict(set)
    for group in catalogue.search_groups(look.session, office):
        for code in group.procedures:
            said[code].update(map(folded, group.words))
    found = searching.search(
        text,
        (
            _entry(one, said[one.id] | {*map(folded, one.search_words)})
            for one in procedures.values()
        ),
    )
    return [procedures[code] for code in found]


def count_miss(city: City, office: str, text: str) -> None:
    """Count a search that found nothing. Texts with figures or of some length are not kept."""
    kept = folded(text)
    if len(kept) > LONGEST_KEPT or any(sign.isdigit() for sign in kept):
        kept = ""
    day = business_date(city.clock())
    with city.writing() as session:
        at = (SearchMiss.office == office, SearchMiss.day == day, SearchMiss.text == kept)
        counted = session.execute(update(SearchMiss).where(*at).values(count=SearchMiss.count + 1))
        if not counted.rowcount:  # type: ignore[attr-defined]
            session.add(SearchMiss(office=office, day=day, text=kept, count=1))


def misses(look: Look, office: str) -> Sequence[tuple[str, int]]:
    """Return what was searched in vain, most often first; "" stands for texts not kept."""
    total = func.sum(SearchMiss.count)
    rows = look.session.execute(
        select(SearchMiss.text, total)
        .where(SearchMiss.office == office)
        .group_by(SearchMiss.text)
        .order_by(total.desc(), SearchMiss.text)
        .limit(SHOWN_MISSES)
    )
    return [(text, int(count)) for text, count in rows]


def _entry(procedure: Procedure, said: set[str]) -> Entry:
    names = (procedure.name.ja, procedure.name.kana, procedure.name.en)
    return Entry(procedure.id, [*map(folded, names)], said, folded(procedure.summary_ja))
