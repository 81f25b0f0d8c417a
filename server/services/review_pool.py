"""The applications of several offices in one list, 集中処理, for whoever reviews at all of them.

It only looks: what is done with an application is done in the transaction, and stands in the
log, of the office that it belongs to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.models import PreApplication, Reservation
from server.services import review_inbox

#: Each shown line is unsealed first, so a page has no more of them; the most urgent come first.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Pooled:
    """One application in the list, and the office it belongs to."""

    office: str
    office_name: str
    item: review_inbox.Item


@dataclass(frozen=True)
class Pool:
    """The applications of some offices in a period."""

    shown: tuple[Pooled, ...]
    #: How many fit the filters, shown or not.
    fitting: int
    #: Service code -> name, of all applications of the period.
    services: Mapping[str, str]


@dataclass(frozen=True)
class _Row:
    """An application as it lies in the database, still sealed."""

    floor: Floor
    application: PreApplication
    booked: Reservation | None
    plan: ServicePlan | None


def pooled(
    look: Look,
    offices: Sequence[str],
    period: str,
    by: str = "missing",
    *,
    service: str = "",
    state: str = "",
    applicant: str = "",
    had_by: str = "",
    most: int = MOST_SHOWN,
) -> Pool:
    """Return the applications of *offices* alone, in the order of one office's inbox.

    Args:
        offices: codes; the caller answers for the right to see them.
        service: the code of one service; empty for all.
        state: one state of the review; empty for all.
        applicant: ``person`` or ``business``; empty for both. It unseals what else would fit.
        had_by: who looks after them, or ``nobody``; empty for all.
        most: how many are unsealed and returned, those that the office has to see first.

    """
    rows = [row for office in offices for row in _rows(look, office, period)]
    fitting = [
        row
        for row in rows
        if service in ("", row.plan.code if row.plan else None)
        and state in ("", row.application.state)
        and review_inbox.is_had(row.application.assignee, had_by)
        and applicant in ("", applicant and review_inbox.applicant_of(look, row.application))
    ]
    first = sorted(fitting, key=_soonest if by == "time" else _most_urgent)[:most]
    about = {office: review_inbox.around(look, office) for office in offices}
    shown = [_pooled(look, row, about[row.application.office]) for row in first]
    key = review_inbox.order(by)
    return Pool(
        shown=tuple(sorted(shown, key=lambda one: key(one.item))),
        fitting=len(fitting),
        services={row.plan.code: row.plan.setup.names.ja for row in rows if row.plan},
    )


def numbers(look: Look, offices: Sequence[str]) -> dict[str, int]:
    """Return how many applications each period has at *offices* together."""
    each = [review_inbox.numbers(look, office) for office in offices]
    return {period: sum(one[period] for one in each) for period in review_inbox.PERIODS}


def _rows(look: Look, office: str, period: str) -> Iterator[_Row]:
    floor = look.floor_of(office)
    for application, booked in look.session.execute(review_inbox.of_period(look, office, period)):
        plan = review_inbox.service_of(look, floor, application, booked)
        yield _Row(floor, application, booked, plan)


def _pooled(look: Look, row: _Row, about: review_inbox.Around) -> Pooled:
    item = review_inbox.item(look, row.floor, row.application, row.booked, about)
    return Pooled(row.application.office, row.floor.setup.names.ja, item)


def _most_urgent(row: _Row) -> tuple[int, float, int]:
    return review_inbox.urgency(row.application), *_soonest(row)


def _soonest(row: _Row) -> tuple[float, int]:
    start = row.booked.start if row.booked else row.application.created_at
    return start.timestamp(), row.application.id
