"""Who may do what. Each endpoint names one of these sets; together they are the matrix."""

from enum import StrEnum

from server.domain.refusals import NotAllowed
from server.services.callers import Caller, Kind


class Who(StrEnum):
    """A kind of caller, as the authorisation matrix names it."""

    ANYBODY = "anybody"
    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER = "counter"
    INTEGRATOR = "integrator"
    CLERK = "clerk"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


ALL = frozenset(Who)
#: Whoever serves at a counter; a lead and a manager step in where hands are missing.
DESK = frozenset({Who.COUNTER, Who.CLERK, Who.LEAD, Who.MANAGER})
#: Whoever receives people.
RECEPTION = DESK | {Who.KIOSK}
#: A person of the office with a reason to see what an applicant wrote.
REVIEWERS = frozenset({Who.CLERK, Who.LEAD, Who.MANAGER})
#: Whoever decides for all counters of an office at once.
LEADS = frozenset({Who.LEAD, Who.MANAGER})
#: Whoever may look at the floor as a whole: there is no name in it.
WATCHERS = DESK | {Who.DISPLAY, Who.ADMIN, Who.AUDITOR}
#: Whoever looks after the machines, or goes when one calls.
CARETAKERS = frozenset({Who.CLERK, Who.LEAD, Who.MANAGER, Who.ADMIN})
#: A person of the office, whoever it is.
STAFF = frozenset({Who.CLERK, Who.LEAD, Who.MANAGER, Who.ADMIN, Who.AUDITOR})
MACHINES = frozenset({Who.KIOSK, Who.DISPLAY})
#: Contract §3: statistics are for a manager, an auditor, an integrator.
STATISTICS_READERS = frozenset({Who.MANAGER, Who.AUDITOR, Who.INTEGRATOR})
#: The people among them, who read them on a page.
REPORT_READERS = STATISTICS_READERS - {Who.INTEGRATOR}
#: Whoever sets an office up.
MANAGERS = frozenset({Who.MANAGER, Who.ADMIN})
#: Whoever decides for all wards of the city.
ADMINS = frozenset({Who.ADMIN})
LOG_READERS = frozenset({Who.INTEGRATOR, Who.AUDITOR})


def kinds_of(caller: Caller, office: str | None) -> frozenset[Who]:
    """Return what a caller is at *office* (None: where no office is meant)."""
    if caller.kind is Kind.ANYBODY or (office is not None and office not in caller.offices):
        return frozenset({Who.ANYBODY})
    if caller.kind is Kind.STAFF:
        offices = caller.offices if office is None else {office}
        roles = {Who(role) for code in offices for role in caller.roles_at(code)}
        return frozenset(roles | {Who.ANYBODY})
    return frozenset({Who(caller.kind), Who.ANYBODY})


def offices_of(caller: Caller, allowed: frozenset[Who]) -> tuple[str, ...]:
    """Return the codes of the offices at which *caller* is one of *allowed*."""
    return tuple(code for code in sorted(caller.offices) if kinds_of(caller, code) & allowed)


def require(caller: Caller, office: str | None, allowed: frozenset[Who]) -> None:
    """Return if *caller* is one of *allowed* at *office*.

    Raises:
        NotAllowed: it is not.

    """
    if not kinds_of(caller, office) & allowed:
        raise NotAllowed(known=caller.kind is not Kind.ANYBODY)
