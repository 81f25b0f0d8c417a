"""What a resident does from "my turn": give the ticket back, come later, say how it was."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from server.db import queries
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Feedback, Stop, Visit
from server.domain.refusals import NotFound, Refused
from server.domain.stops import CLOSED, OPEN, State
from server.domain.why import clock_time
from server.services.notes import checked_note
from server.services.reception import withdraw_all
from server.services.steps import record

#: What the note for staff says; the minutes are one of a few that the phone offers.
DELAYED = "{time} ご本人から「あと{minutes}分かかります」"
#: Comments are deleted after a year and a month; counts stay as long.
KEPT_FOR = timedelta(days=400)
SHOWN_COMMENTS = 100


def office_of(look: Look, code: str) -> str:
    """Return the office of the visit that *code* opens, or refuse with ``unknown_visit``."""
    visit = queries.visit_by_code(look.session, look.secrets.visit_code_hash(code))
    if visit is None or visit.business_date != look.day:
        raise _unknown()
    return visit.office


def give_up(work: Work, code: str) -> None:
    """Withdraw everything of the visit that is not over.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``visit_over``; ``step_not_allowed`` while somebody serves it.

    """
    visit = visit_of_today(work, code)
    withdraw_all(work, visit, queries.stops_of(work.session, visit.id), "by_phone")


def delay(work: Work, code: str, minutes: int) -> None:
    """Tell the counters that the visitor needs *minutes* more; the place is kept by their rules.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``visit_over``.

    """
    visit = visit_of_today(work, code)
    stops = queries.stops_of(work.session, visit.id)
    left = [stop for stop in stops if stop.state not in CLOSED]
    if not left:
        raise Refused("visit_over", f"{visit.label} の手続きは終わっています。")
    visit.note = DELAYED.format(time=clock_time(work.now), minutes=minutes)
    stop = next((one for one in left if one.state in OPEN), left[0])
    record(work, stop, Kind.DELAYED, minutes=minutes)


def rate(work: Work, code: str, score: int, comment: str | None) -> None:
    """Keep how the visit was, once, with nothing that leads back to who said it.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``not_over_yet`` before somebody was served, ``already_rated``.
        Misfit: ``my_number`` in the comment.

    """
    visit = visit_of_today(work, code)
    stops = queries.stops_of(work.session, visit.id)
    served = [stop for stop in stops if stop.state in (State.DONE, State.SERVING)]
    if not served:
        raise Refused("not_over_yet", "手続きが終わってから、お聞かせください。")
    once = work.secrets.feedback_mark(visit)
    if work.session.scalar(select(Feedback.id).where(Feedback.once == once)):
        raise Refused("already_rated", "もうお聞かせいただきました。ありがとうございました。")
    _keep(work, _service(work, served[-1]), score, comment, once, "phone")


def rate_at_kiosk(
    work: Work, service: str | None, score: int, comment: str | None, rating: str | None
) -> None:
    """Keep how the visit was, as somebody said it at a kiosk.

    Args:
        rating: a random mark of this one answer; told again with a comment, it stays one answer.

    Raises:
        NotFound: ``unknown_service``.
        Misfit: ``my_number`` in the comment.

    """
    code = work.floor.service(service).code if service else None
    told = work.session.scalar(select(Feedback).where(Feedback.once == rating)) if rating else None
    if told is None:
        _keep(work, code, score, comment, rating, "kiosk")
    elif (told.office, told.given_at) == (work.office, "kiosk"):
        told.comment = checked_note(comment) or told.comment


def summary(look: Look, office: str, first: date, last: date) -> Mapping[str, Any]:
    """Return how often each score was given between two days, and the newest comments."""
    look.floor_of(office)
    within = (Feedback.office == office, Feedback.day >= first, Feedback.day <= last)
    counts = look.session.execute(
        select(Feedback.service, Feedback.score, func.count())
        .where(*within)
        .group_by(Feedback.service, Feedback.score)
        .order_by(func.coalesce(Feedback.service, ""), Feedback.score)
    )
    comments = look.session.execute(
        select(Feedback.day, Feedback.service, Feedback.score, Feedback.comment)
        .where(*within, Feedback.comment.is_not(None))
        .order_by(Feedback.id.desc())
        .limit(SHOWN_COMMENTS)
    )
    return {
        "counts": [
            {"service": service, "score": score, "count": count} for service, score, count in counts
        ],
        "comments": [
            {"day": day.isoformat(), "service": service, "score": score, "comment": comment}
            for day, service, score, comment in comments
        ],
    }


def _keep(
    work: Work, service: str | None, score: int, comment: str | None, once: str | None, where: str
) -> None:
    work.session.add(
        Feedback(
            office=work.office,
            day=work.day,
            service=service,
            score=score,
            comment=checked_note(comment),
            given_at=where,
            once=once,
        )
    )


def _service(work: Work, stop: Stop) -> str:
    return work.floor.services_by_id[stop.service_id].code


def visit_of_today(work: Work, code: str) -> Visit:
    """Return the visit that *code* opens, or refuse with ``unknown_visit``."""
    visit = queries.visit_by_code(work.session, work.secrets.visit_code_hash(code))
    if visit is None or (visit.office, visit.business_date) != (work.office, work.day):
        raise _unknown()
    return visit


def _unknown() -> NotFound:
    message = "この番号札は見つかりません。今日の番号札か確かめてください。"
    return NotFound("unknown_visit", message)
