"""Who may check in, where and when. The rules are asked in this order, the first no counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from server.domain.business_day import iso
from server.domain.refusals import Refused
from server.domain.why import clock_time

WEEKDAYS = "月火水木金土日"


class ReservationState(StrEnum):
    """Where a reservation stands."""

    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


@dataclass(frozen=True)
class Booked:
    """What the rules need to know of a reservation."""

    office: str
    office_name: str
    state: ReservationState
    day: date
    start: datetime


@dataclass(frozen=True)
class Here:
    """Where and when somebody shows a code."""

    office: str
    day: date
    now: datetime
    #: When reception of the service ends today; None: it does not open today.
    reception_ends: datetime | None
    #: How long before the reserved time a check-in is taken; None: all day.
    early_min: int | None = None


def day_name(day: date) -> str:
    """Return a day as people say it: 「11月26日（木）」."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def require_check_in(booked: Booked, here: Here) -> None:
    """Return if the reservation may check in here and now.

    Raises:
        Refused: ``cancelled``, ``other_office``, ``other_day``, ``too_early``, ``too_late``.

    """
    if booked.state is ReservationState.CANCELLED:
        raise Refused("cancelled", "この予約は取り消されています。番号札をお取りいただけます。")
    if booked.office != here.office:
        raise Refused(
            "other_office",
            f"この予約は{booked.office_name}のものです。受付は{booked.office_name}でお願いします。",
            office=booked.office,
            office_name=booked.office_name,
        )
    if booked.day != here.day:
        when = f"{day_name(booked.day)}{clock_time(booked.start)}"
        raise Refused(
            "other_day",
            f"ご予約は{when}です。今日は受付できません。",
            day=booked.day.isoformat(),
            start=iso(booked.start),
        )
    _require_hours(booked, here)


def _require_hours(booked: Booked, here: Here) -> None:
    if here.early_min is not None:
        opens = booked.start - timedelta(minutes=here.early_min)
        if here.now < opens:
            raise Refused(
                "too_early",
                f"受付は{clock_time(opens)}からです。もうしばらくお待ちください。",
                start=iso(booked.start),
            )
    if here.reception_ends is None or here.now >= here.reception_ends:
        raise Refused(
            "too_late", "本日の受付は終わりました。予約の変更は、職員にお声がけください。"
        )
