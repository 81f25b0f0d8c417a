"""Why this one: the sentence that stands beside every call."""

from datetime import datetime

from server.domain.business_day import JST
from server.domain.queueing import VisitClass


def clock_time(moment: datetime) -> str:
    """Return *moment* as a clock on the office's wall shows it: 「9:05」."""
    local = moment.astimezone(JST)
    return f"{local.hour}:{local.minute:02d}"


def reason(
    visit_class: VisitClass,
    order_time: datetime,
    arrived: datetime,
    reserved_for: datetime | None,
) -> str:
    """Return where an order time comes from: 「10:15　予約10:45の30分前」."""
    head = f"{clock_time(order_time)}　"
    if order_time > max(arrived, reserved_for or arrived):
        return head + "不在から戻った時刻"
    before = round((arrived - order_time).total_seconds() / 60)
    if visit_class is VisitClass.PRIORITY:
        return head + f"優先：受付{clock_time(arrived)}の{before}分前"
    if reserved_for is not None and order_time < reserved_for:
        lead = round((reserved_for - order_time).total_seconds() / 60)
        return head + f"予約{clock_time(reserved_for)}の{lead}分前"
    if reserved_for is not None:
        return head + f"予約{clock_time(reserved_for)}に遅れたため受付の時刻"
    return head + "受付の時刻"


def compared(reason_of_call: str, others: int, *, is_first: bool) -> str:
    """Return the reason, ending with what it was compared with."""
    if not is_first:
        return reason_of_call + "。職員が選びました"
    if others == 0:
        return reason_of_call + "。ほかに待っている人はいません"
    return reason_of_call + f"。この窓口で扱える{others + 1}人の中でいちばん早い"
