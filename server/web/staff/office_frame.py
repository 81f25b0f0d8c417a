"""The frame of the office's pages: who may see which, and the rail that leads to them."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import Misfit, Refused
from server.services.access import (
    CARETAKERS,
    DESK,
    MANAGERS,
    REPORT_READERS,
    REVIEWERS,
    Who,
    kinds_of,
    offices_of,
    require,
)
from server.services.callers import Caller, Kind
from server.web.current import caller
from server.web.errors import status_of
from server.web.staff.doors import desk_page
from server.web.staff.pages import to_login


@dataclass(frozen=True)
class Place:
    """A page in the rail."""

    code: str
    name: str
    group: str
    who: frozenset[Who]


PLACES = (
    Place("reception", "受付", "", REVIEWERS),
    Place("review", "事前申請の確認", "", REVIEWERS),
    Place("assist", "代わりに入力", "", REVIEWERS),
    Place("slot-plans", "予約枠", "決める", MANAGERS),
    Place("catalogue", "手続きと申請書", "決める", MANAGERS),
    Place("displays", "表示と音声", "決める", MANAGERS),
    Place("statistics", "統計", "知る", REPORT_READERS),
    Place("monitor", "フロアのようす", "知る", DESK | {Who.ADMIN, Who.AUDITOR}),
    Place("fleet", "機器", "支える", CARETAKERS),
)


def refused_visitor(office: str, allowed: frozenset[Who]) -> ResponseReturnValue | None:
    """Return the way to the login for who is not logged in; None for who may stay.

    Raises:
        NotAllowed: for whoever is known and may not be here.

    """
    who = caller()
    if who.kind is not Kind.STAFF or who.locked:
        return to_login()
    require(who, office, allowed)
    return None


def page(template: str, office: str, current: str, **facts: Any) -> str:
    """Return a page of the office in its frame."""
    who = caller()
    return desk_page(
        template,
        who,
        office,
        current=current,
        places=places(who, office),
        has_pool=len(offices_of(who, REVIEWERS)) > 1,
        **facts,
    )


def places(who: Caller, office: str) -> list[Place]:
    """Return the pages that somebody may open."""
    kinds = kinds_of(who, office)
    return [place for place in PLACES if kinds & place.who]


def told(refusal: Refused) -> tuple[list[dict[str, str]], int]:
    """Return what a page says of a refusal, each misfit with its field, and the HTTP status."""
    if isinstance(refusal, Misfit):
        return [{"field": one.field, "message": one.message} for one in refusal.errors], status_of(
            refusal
        )
    return [{"field": "", "message": refusal.message}], status_of(refusal)


def back_to(path: str) -> ResponseReturnValue:
    """Lead on after something was done, so that a reload does nothing again."""
    query = request.query_string.decode()
    return redirect(f"{path}?{query}" if query else path, code=303)
