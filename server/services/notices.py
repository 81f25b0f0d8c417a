"""Telling residents that their turn is near: who asks for it, and when it is said."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from config.schema.shapes import language_of
from printer_drivers.sealing import decrypt, encrypt
from server.db import queries
from server.db.city import City, Look, Work
from server.db.leader import leading
from server.db.models import Notice, Stop, Visit
from server.domain.channels import Channel
from server.domain.refusals import Refused
from server.domain.stops import CLOSED, State
from server.services import outbox
from server.services.phones import visit_of_today
from server.services.words import where_to_wait

#: A family and the one who drives them; more would make the office a sender of mail to strangers.
MOST_OF_A_VISIT = 3


@dataclass(frozen=True)
class Due:
    """One message to write: for whom, about which stop, and how many are still before it."""

    notice: int
    office: str
    letter: str
    stop: int
    ahead: int
    once: str


def ask(
    work: Work, code: str, channel: Channel, to: str, language: str, offered: Collection[str]
) -> None:
    """Note that who holds *code* wants to be told when the turn is near; twice counts once.

    Args:
        to: a mail address, a push subscription as JSON, a LINE user or a phone number.
        offered: the channels that this installation sends by.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``channel_not_offered``, ``visit_over``, ``too_many_notices``.

    """
    if channel not in offered:
        raise Refused("channel_not_offered", "この方法でのお知らせは、行っていません。")
    visit = visit_of_today(work, code)
    if all(stop.state in CLOSED for stop in queries.stops_of(work.session, visit.id)):
        raise Refused("visit_over", f"{visit.label} の手続きは終わっています。")
    mark = work.secrets.notice_mark(visit, f"{channel} {to}")
    if work.session.scalar(select(Notice.id).where(Notice.mark == mark)):
        return
    count = select(func.count()).select_from(Notice).where(Notice.visit_id == visit.id)
    if (work.session.scalar(count) or 0) >= MOST_OF_A_VISIT:
        raise Refused(
            "too_many_notices",
            f"お知らせは、番号札1枚につき{MOST_OF_A_VISIT}件までです。先にやめてから選んでください。",
        )
    work.session.add(
        Notice(
            office=work.office,
            visit_id=visit.id,
            day=work.day,
            channel=channel,
            language=language_of(language),
            sealed=encrypt(work.secrets.office_key, to.encode(), f"notice:{mark}"),
            mark=mark,
            asked_at=work.now,
        )
    )


def stop(work: Work, code: str) -> None:
    """Tell the phones of a visit nothing more, and forget where they are.

    Raises:
        NotFound: ``unknown_visit``.

    """
    visit = visit_of_today(work, code)
    work.session.execute(delete(Notice).where(Notice.visit_id == visit.id))


def look_after(city: City) -> int:
    """Write every message whose moment has come, each once, and return for how many it had.

    Of several processes on one database one leads, and the others find nothing to do.
    """
    with leading(city.engine) as leads:
        if not leads:
            return 0
        with city.reading() as look:
            due = list(_due(look))
        for office in {one.office for one in due}:
            with city.transaction(office, actor="system") as work:
                for one in due:
                    if one.office == office:
                        _tell(work, one)
        return len(due)


def forget(session: Session, today: date) -> int:
    """Delete what nobody waits for any more, and return how many that were."""
    goes_on = exists().where(Stop.visit_id == Notice.visit_id, Stop.state.not_in(CLOSED))
    over = delete(Notice).where(or_(Notice.day < today, ~goes_on))
    return cast("CursorResult[Any]", session.execute(over)).rowcount


def _due(look: Look) -> Iterator[Due]:
    awaited = (
        select(Notice, Stop)
        .join(Stop, Stop.visit_id == Notice.visit_id)
        .where(Notice.day == look.day, Stop.state.in_((State.WAITING, State.CALLED)))
        .order_by(Notice.id)
    )
    for notice, stop in look.session.execute(awaited):
        if stop.state == State.CALLED:
            letter, ahead = "called", 0
            once = f"called:{notice.id}:{stop.id}:{stop.since.isoformat()}"
        else:
            service = look.floor_of(notice.office).services_by_id[stop.service_id]
            letter, ahead = "near", queries.ahead_of(look.session, stop)
            once = f"near:{notice.id}:{stop.id}"
            if ahead > service.setup.near_ahead:
                continue
        if not outbox.has(look.session, once):
            yield Due(notice.id, notice.office, letter, stop.id, ahead, once)


def _tell(work: Work, due: Due) -> None:
    notice = work.session.get(Notice, due.notice)
    stop = work.session.get(Stop, due.stop)
    if notice is None or stop is None:  # given up since
        return
    to = decrypt(work.secrets.office_key, notice.sealed, f"notice:{notice.mark}").decode()
    outbox.put(
        work,
        due.letter,
        language_of(notice.language),
        to,
        _facts(work, notice, stop, due.ahead),
        due.once,
        channel=Channel(notice.channel),
    )


def _facts(work: Work, notice: Notice, stop: Stop, ahead: int) -> Mapping[str, str]:
    floor, language = work.floor, language_of(notice.language)
    counter = floor.counters_by_id.get(stop.counter_id or 0)
    code = work.secrets.visit_code(work.session.get_one(Visit, notice.visit_id))
    return {
        "office": floor.setup.names.in_language(language),
        "label": stop.label,
        "ahead": str(ahead),
        "counter": counter.number if counter else "",
        "where": where_to_wait(floor, floor.queues_by_id[stop.queue_id], language),
        "link": f"{work.public_url}/turn#{code}",
    }
