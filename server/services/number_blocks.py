"""Number blocks: what a kiosk may give out by itself while the office cannot be reached."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.db import queries
from server.db.city import Work
from server.db.models import NumberBlock
from server.domain import numbers
from server.domain.business_day import ends_at, starts_at
from server.domain.refusals import NotFound, Refused

#: How far ahead a kiosk may hold numbers.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Lent:
    """Numbers that a kiosk has, both ends included."""

    lease: str
    queue: str
    business_date: date
    #: The numbers may be given from here until there.
    from_: datetime
    until: datetime
    first: int
    last: int
    prefix: str


def lend(work: Work, device_id: int, lease: str, queue_code: str, day: date | None = None) -> Lent:
    """Give a kiosk numbers of a queue; the same *lease* gives the same numbers.

    Args:
        day: today or tomorrow, for a network that is down overnight; None is today.

    Raises:
        NotFound: ``unknown_queue``.
        Refused: ``numbers_exhausted``; ``not_lent_yet``, for another day;
            ``lease_mismatch``, for a lease of another queue.

    """
    queue = work.floor.queue(queue_code)
    known = queries.lease(work.session, device_id, lease)
    if known is not None:
        if known.queue_id != queue.id:
            raise Refused("lease_mismatch", "この番号の束は、別の系列のものです。")
        return _lent(work, known)
    day = day or work.day
    if not work.day <= day <= work.day + AHEAD:
        raise Refused("not_lent_yet", "番号は、今日と明日の分だけ渡せます。")
    block = numbers.next_block(
        queue.setup.offline_block,
        queries.last_number(work.session, queue.id, day),
        queue,
        queries.blocks_of(work.session, queue.id, day),
    )
    lent = NumberBlock(
        office=work.office,
        device_id=device_id,
        lease=lease,
        queue_id=queue.id,
        business_date=day,
        first_number=block.first,
        last_number=block.last,
        leased_at=work.now,
    )
    work.session.add(lent)
    work.session.flush()
    return _lent(work, lent)


def take_back(work: Work, device_id: int, lease: str, used_to: int) -> Lent:
    """Take back what is left of a block; *used_to* is the last number that was given out.

    None was: ``used_to`` is the number before the first. Taken back twice changes nothing.

    Raises:
        NotFound: ``unknown_lease``.

    """
    block = queries.lease(work.session, device_id, lease)
    if block is None:
        raise NotFound("unknown_lease", "この番号の束は、この機器のものではありません。")
    block.last_number = min(block.last_number, max(used_to, block.first_number - 1))
    block.returned_at = block.returned_at or work.now
    work.session.flush()
    return _lent(work, block)


def _lent(work: Work, block: NumberBlock) -> Lent:
    queue = work.floor.queues_by_id[block.queue_id]
    return Lent(
        lease=block.lease,
        queue=queue.code,
        business_date=block.business_date,
        from_=starts_at(block.business_date),
        until=ends_at(block.business_date),
        first=block.first_number,
        last=block.last_number,
        prefix=queue.prefix,
    )
