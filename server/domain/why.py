"""Why this one: the sentence that stands beside every call, and what it is made of.

The log keeps the grounds as codes and moments; the sentence is written from them, so the
console and the log can never say two things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.domain.business_day import JST, iso
from server.domain.queueing import Placed, VisitClass


def clock_time(moment: datetime) -> str:
    """Return *moment* as a clock on the office's wall shows it: 「9:05」."""
    local = moment.astimezone(JST)
    return f"{local.hour}:{local.minute:02d}"


@dataclass(frozen=True)
class Place:
    """Where an order time comes from."""

    visit_class: VisitClass
    order_time: datetime
    arrived: datetime
    reserved_for: datetime | None = None
    #: Set where staff, or an absence, gave another order time than the rule.
    placed: Placed | None = None


@dataclass(frozen=True)
class Grounds:
    """Why somebody was called: the place in line and what it was compared with."""

    place: Place
    #: How many others waited for this counter.
    others: int
    #: Whether the rule itself says so.
    is_first: bool
    #: The code of staff's reason, where the rule says somebody else.
    reason: str | None = None
    #: The queue that the counter helps out with, by its code.
    helped: str | None = None


_PLACED = {
    Placed.RETURNED: "不在から戻った時刻",
    Placed.FIRST: "職員が列の先頭に送りました",
    Placed.LAST: "職員が列の最後に送りました",
    Placed.AT_TIME: "職員と約束した時刻",
}


def reason(place: Place) -> str:
    """Return where an order time comes from: 「10:15　予約10:45の30分前」."""
    return f"{clock_time(place.order_time)}　{_basis(place)}"


def _basis(place: Place) -> str:
    if place.placed is not None:
        return _PLACED[place.placed]
    if place.visit_class is VisitClass.PRIORITY:
        lead = _minutes(place.arrived - place.order_time)
        return f"優先：受付{clock_time(place.arrived)}の{lead}分前"
    if place.reserved_for is None:
        return "受付の時刻"
    if place.order_time < place.reserved_for:
        lead = _minutes(place.reserved_for - place.order_time)
        return f"予約{clock_time(place.reserved_for)}の{lead}分前"
    return f"予約{clock_time(place.reserved_for)}に遅れたため受付の時刻"


def _minutes(length: timedelta) -> int:
    return round(length / timedelta(minutes=1))


def sentence(
    grounds: Grounds, reason_name: str | None = None, helped_name: str | None = None
) -> str:
    """Return the whole reason of a call, ending with what it was compared with.

    Args:
        reason_name: what people call `grounds.reason`.
        helped_name: what people call `grounds.helped`.

    """
    start = reason(grounds.place)
    if not grounds.is_first:
        return f"{start}。職員が選びました" + (f"（{reason_name}）" if reason_name else "")
    if helped_name:
        start += f"。「{helped_name}」の応援"
    if grounds.others == 0:
        return f"{start}。ほかに待っている人はいません"
    return f"{start}。この窓口で扱える{grounds.others + 1}人の中でいちばん早い"


def as_detail(grounds: Grounds) -> dict[str, Any]:
    """Return the grounds as the log keeps them: codes and moments, no text."""
    place = grounds.place
    return {
        "class": place.visit_class.value,
        "order_time": iso(place.order_time),
        "arrived": iso(place.arrived),
        "reserved_for": iso(place.reserved_for) if place.reserved_for else None,
        "placed": place.placed.value if place.placed else None,
        "others": grounds.others,
        "is_first": grounds.is_first,
        "reason": grounds.reason,
        "helped": grounds.helped,
    }


def from_detail(detail: Mapping[str, Any]) -> Grounds:
    """Return the grounds that `as_detail` wrote."""
    reserved_for, placed = detail["reserved_for"], detail["placed"]
    return Grounds(
        Place(
            VisitClass(detail["class"]),
            datetime.fromisoformat(detail["order_time"]),
            datetime.fromisoformat(detail["arrived"]),
            datetime.fromisoformat(reserved_for) if reserved_for else None,
            Placed(placed) if placed else None,
        ),
        detail["others"],
        detail["is_first"],
        detail["reason"],
        detail["helped"],
    )
