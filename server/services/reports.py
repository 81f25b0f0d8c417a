"""The reports of `/statistics/{report}`: rows of a period, worked out anew from the event log.

Nothing is counted along the way, so a figure can be recomputed to the digit from the log. Bookings
and seats are counted from their rows, which stay as long.
"""

import json
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from server.db.city import Look
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import (
    EventRow,
    Head,
    PreApplication,
    Reservation,
    SearchMiss,
    Seat,
    Slot,
    Stop,
    Visit,
)
from server.db.types import from_micros, to_micros
from server.domain.business_day import JST, business_date, starts_at
from server.domain.checkin import ReservationState
from server.domain.figures import AIM_MIN, Stay, summary
from server.domain.queueing import VisitClass
from server.domain.refusals import FieldError, Misfit, NotFound

#: A fiscal year and the days around it.
MOST_DAYS = 400
#: An application that is looked over now may have come so long before.
_CAME_WITHIN = timedelta(days=60)
_HOUR = timedelta(hours=1)
_OF_A_REVIEW = (Kind.PRE_APPLIED, Kind.CORRECTION_ASKED, Kind.CORRECTED, Kind.REVIEWED)
_OF_A_STAY = frozenset(
    {
        Kind.ARRIVED, Kind.PREPARED, Kind.CALLED, Kind.STARTED, Kind.HELD, Kind.FINISHED,
        Kind.WITHDRAWN, Kind.EXPIRED, Kind.UNDONE,
    }
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """Two business days, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not timedelta() <= self.last - self.first < timedelta(days=MOST_DAYS):
            message = f"終わりの日は始まりの日から{MOST_DAYS}日以内にしてください。"
            raise Misfit([FieldError("to", "misfit", message)])


@dataclass(frozen=True)
class Report:
    """A report: its columns, in their order, with their names; and its rows."""

    name: str
    columns: Mapping[str, str]
    rows: Callable[[Look, Floor, Period], Iterable[Row]]


def report(look: Look, office: str, name: str, period: Period) -> list[Row]:
    """Return the rows of a report of *office*.

    Raises:
        NotFound: ``unknown_report``, ``unknown_office``.

    """
    return list(known(name).rows(look, look.floor_of(office), period))


def known(name: str) -> Report:
    """Return the report, or refuse with ``unknown_report``."""
    if name not in REPORTS:
        raise NotFound("unknown_report", f"「{name[:40]}」という統計はありません。")
    return REPORTS[name]


def stays(look: Look, floor: Floor, period: Period) -> list[Stay]:
    """Return what became of every stop that joined a line in the period.

    Who is left in the evening expires after midnight, so the log is read one day further.
    """
    session, office = look.session, floor.setup.code
    end = starts_at(period.last + timedelta(days=1))
    first, last = (
        _seq_at(session, office, to_micros(moment))
        for moment in (starts_at(period.first), end + timedelta(days=1))
    )
    rows = session.execute(
        select(
            EventRow.seq, EventRow.kind, EventRow.at, EventRow.stop, EventRow.detail,
            Stop.service_id, Visit.visit_class,
        )
        .join(Stop, Stop.id == EventRow.stop)
        .join(Visit, Visit.id == Stop.visit_id)
        .where(
            EventRow.office == office, EventRow.seq >= first, EventRow.seq < last,
            EventRow.kind.in_(_OF_A_STAY),
        )
        .order_by(EventRow.seq)
    ).all()  # fmt: skip
    undone = {json.loads(row.detail).get("undoes") for row in rows if row.kind == Kind.UNDONE}
    found: dict[int, Stay] = {}
    for row in rows:
        if row.seq in undone or row.kind == Kind.UNDONE or _is_only_planned(row):
            continue
        stay = found.setdefault(row.stop, Stay(row.service_id, row.visit_class))
        stay.take(row.kind, from_micros(row.at))
    return [stay for stay in found.values() if stay.joined is not None and stay.joined < end]


def _is_only_planned(row: Any) -> bool:
    return row.kind == Kind.ARRIVED and bool(json.loads(row.detail).get("planned"))


def _seq_at(session: Session, office: str, micros: int) -> int:
    """Return the first event at or after a moment; the log's order is the clock's."""
    low, high = 1, (session.get_one(Head, office).seq) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(
            select(EventRow.at).where(EventRow.office == office, EventRow.seq == middle)
        )
        if at is not None and at < micros:
            low = middle + 1
        else:
            high = middle
    return low


def _service(floor: Floor, service_id: int) -> Row:
    plan = floor.services_by_id.get(service_id)
    if plan is None:  # the office has taken it out since
        return {"service": str(service_id), "name": ""}
    return {"service": plan.code, "name": plan.setup.names.ja}


def _day(moment: datetime | None) -> str:
    return business_date(moment).isoformat() if moment else ""


def _clients(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    groups: dict[tuple[str, int], list[Stay]] = defaultdict(list)
    for stay in stays(look, floor, period):
        groups[_day(stay.joined), stay.service].append(stay)
    for (day, service), here in sorted(groups.items()):
        classes = Tally(stay.visit_class for stay in here)
        ends = Tally(stay.ended for stay in here)
        yield {
            "day": day, **_service(floor, service), "people": len(here),
            **{one.value: classes[one.value] for one in VisitClass},
            "finished": ends["finished"], "withdrawn": ends["withdrawn"],
            "expired": ends["expired"],
        }  # fmt: skip


def _waiting(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    groups: dict[tuple[str, int, int, str], list[float]] = defaultdict(list)
    for stay in stays(look, floor, period):
        if stay.joined is not None and stay.waited_min is not None:
            hour = stay.joined.astimezone(JST).hour
            key = (_day(stay.joined), hour, stay.service, stay.visit_class)
            groups[key].append(stay.waited_min)
    for (day, hour, service, visit_class), minutes in sorted(groups.items()):
        yield {
            "day": day, "hour": hour, **_service(floor, service), "class": visit_class,
            **asdict(summary(minutes)),
        }  # fmt: skip


def _services(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    served: dict[int, list[float]] = defaultdict(list)
    for stay in stays(look, floor, period):
        if stay.ended == "finished" and stay.served_min > 0:
            served[stay.service].append(stay.served_min)
    for service, minutes in sorted(served.items()):
        figures = asdict(summary(minutes))
        del figures["within_aim_percent"]
        yield {**_service(floor, service), **figures, "total": round(sum(minutes), 1)}


def _capacity(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    within = (Slot.office == floor.setup.code, Slot.day >= period.first, Slot.day <= period.last)
    open_seats = func.sum(case((Seat.closed.is_(False), 1), else_=0))
    seats = look.session.execute(
        select(Slot.day, Slot.service_id, open_seats)
        .join(Seat, Seat.slot_id == Slot.id)
        .where(*within)
        .group_by(Slot.day, Slot.service_id)
    )
    states: dict[tuple[date, int], Tally[str]] = defaultdict(Tally)
    for day, service, state, count in look.session.execute(
        select(Reservation.day, Reservation.service_id, Reservation.state, func.count())
        .where(
            Reservation.office == floor.setup.code,
            Reservation.day >= period.first, Reservation.day <= period.last,
        )
        .group_by(Reservation.day, Reservation.service_id, Reservation.state)
    ):  # fmt: skip
        states[day, service][state] = count
    for day, service, count in sorted((day, service, count) for day, service, count in seats):
        of = states[day, service]
        booked = sum(of.values()) - of[ReservationState.CANCELLED]
        yield {
            "day": day.isoformat(), **_service(floor, service), "seats": int(count),
            "booked": booked, "cancelled": of[ReservationState.CANCELLED],
            "no_show": of[ReservationState.NO_SHOW], "free": max(0, int(count) - booked),
        }  # fmt: skip


def _access(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    """Return by which way people reached the office: tickets, bookings, applications."""
    office, begin = floor.setup.code, starts_at(period.first)
    end = starts_at(period.last + timedelta(days=1))
    visits = select(Visit.business_date, Visit.origin, func.count()).where(
        Visit.office == office, Visit.business_date >= period.first,
        Visit.business_date <= period.last,
    ).group_by(Visit.business_date, Visit.origin)  # fmt: skip
    counts: Tally[tuple[str, str, str]] = Tally()
    for day, origin, count in look.session.execute(visits):
        counts[day.isoformat(), "visit", origin] += count
    bookings = select(Reservation.created_at, Reservation.by_staff).where(
        Reservation.office == office, Reservation.created_at >= begin, Reservation.created_at < end
    )
    for at, by_staff in look.session.execute(bookings):
        counts[_day(at), "reservation", "staff" if by_staff else "online"] += 1
    applied = select(PreApplication.created_at, PreApplication.channel).where(
        PreApplication.office == office, PreApplication.created_at >= begin,
        PreApplication.created_at < end,
    )  # fmt: skip
    for at, channel in look.session.execute(applied):
        counts[_day(at), "pre_application", channel] += 1
    for (on, what, channel), count in sorted(counts.items()):
        yield {"day": on, "what": what, "channel": channel, "count": count}


def _keywords(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    total = func.sum(SearchMiss.count)
    found = look.session.execute(
        select(SearchMiss.text, total)
        .where(
            SearchMiss.office == floor.setup.code,
            SearchMiss.day >= period.first, SearchMiss.day <= period.last,
        )
        .group_by(SearchMiss.text)
        .order_by(total.desc(), SearchMiss.text)
    )  # fmt: skip
    for text, count in found:
        yield {"text": text, "count": int(count)}


def _review(look: Look, floor: Floor, period: Period) -> Iterable[Row]:
    """Return how the office got on with applications, day by day, and how long each took."""
    session, office = look.session, floor.setup.code
    begin, end = starts_at(period.first), starts_at(period.last + timedelta(days=1))
    first, last = (
        _seq_at(session, office, to_micros(moment)) for moment in (begin - _CAME_WITHIN, end)
    )
    rows = session.execute(
        select(EventRow.kind, EventRow.at, EventRow.detail)
        .where(
            EventRow.office == office, EventRow.seq >= first, EventRow.seq < last,
            EventRow.kind.in_(_OF_A_REVIEW),
        )
        .order_by(EventRow.seq)
    )  # fmt: skip
    came: dict[int, datetime] = {}
    steps: dict[str, Tally[str]] = defaultdict(Tally)
    hours: dict[str, list[float]] = defaultdict(list)
    for kind, at, text in rows:
        detail, moment = json.loads(text), from_micros(at)
        step = "came" if kind == Kind.PRE_APPLIED else detail["step"]
        application = detail.get("pre_application")
        if step == "came":
            came[application] = moment
        if moment < begin:
            continue
        steps[_day(moment)][step] += 1
        if step == "accept" and application in came:
            hours[_day(moment)].append((moment - came[application]) / _HOUR)
    for day, of in sorted(steps.items()):
        took = summary(hours[day])
        yield {
            "day": day, **{step: of[step] for step in _REVIEW_STEPS},
            "hours_p50": took.p50, "hours_p90": took.p90,
        }  # fmt: skip


_REVIEW_STEPS = {
    "came": "届いた", "ask": "補正の依頼", "answer": "本人の補正", "correct": "職員の補正",
    "hold": "保留", "accept": "確認済み",
}  # fmt: skip
_SERVICE = {"service": "用件コード", "name": "用件"}
_MINUTES = {
    "people": "人数", "mean": "平均(分)", "p50": "中央値(分)", "p90": "9割(分)",
    "longest": "最長(分)",
}  # fmt: skip
REPORTS: Mapping[str, Report] = {
    "clients": Report("来庁", {
        "day": "日", **_SERVICE, "people": "人数", "walk_in": "当日", "reserved": "予約",
        "priority": "優先", "finished": "終了", "withdrawn": "取りやめ", "expired": "期限切れ",
    }, _clients),
    "waiting": Report("待ち時間", {
        "day": "日", "hour": "時", **_SERVICE, "class": "区分", **_MINUTES,
        "within_aim_percent": f"{AIM_MIN}分以内(%)",
    }, _waiting),
    "services": Report("手続き別", {**_SERVICE, **_MINUTES, "total": "合計(分)"}, _services),
    "capacity": Report("予約枠", {
        "day": "日", **_SERVICE, "seats": "席", "booked": "予約", "cancelled": "取消",
        "no_show": "来庁なし", "free": "空き",
    }, _capacity),
    "review": Report("事前申請の確認", {
        "day": "日", **_REVIEW_STEPS, "hours_p50": "確認まで中央値(時間)",
        "hours_p90": "確認まで9割(時間)",
    }, _review),
    "access": Report("アクセス", {
        "day": "日", "what": "種類", "channel": "経路", "count": "件数",
    }, _access),
    "keywords": Report("見つからなかった言葉", {"text": "言葉", "count": "回数"}, _keywords),
}  # fmt: skip
