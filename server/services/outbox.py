"""The outbox: letters are written with what they tell of, in one transaction, and sent later.

A letter is sent at least once: a server that dies between the mail server's "accepted" and
its own commit sends it again after `LEASE`. What cannot be sent is tried again at longer and
longer intervals for a day, then left as failed.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from printer_drivers.sealing import decrypt, encrypt
from server.db.city import City, Look, Work
from server.db.ledger import canonical
from server.db.models import Outbox, Sending
from server.domain.channels import Channel
from server.services import catalogue

log = logging.getLogger(__name__)

#: Whoever took a letter has this long; then it is anybody's again.
LEASE = timedelta(minutes=5)
#: A letter that nobody sent for a day would only confuse; news of a turn are old much sooner.
STALE = timedelta(days=1)
STALE_OF = {"near": timedelta(minutes=10), "called": timedelta(minutes=10)}
#: Until the next try, after the first, second … that did not go.
AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Letter:
    """What is handed to a mail server or another courier; each takes of it what it can carry."""

    to: str
    subject: str
    body: str
    #: It says something only for so long.
    fresh_for: timedelta = timedelta(minutes=10)


class CannotSend(Exception):
    """It did not go; `lasting` tells that trying again is of no use."""

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


Send = Callable[[Letter], None]


def put(
    work: Work,
    letter: str,
    language: str,
    to: str,
    facts: Mapping[str, str],
    once: str,
    *,
    channel: Channel = Channel.MAIL,
) -> None:
    """Write a letter, to be sent as soon as this commits; a second one for *once* is not written.

    Args:
        letter: which of the office's letters.
        facts: what its placeholders become.

    """
    if has(work.session, once):
        return
    plain = canonical({"to": to, "facts": dict(facts)}).encode()
    work.session.add(
        Outbox(
            office=work.office,
            letter=letter,
            channel=channel,
            language=language,
            sealed=encrypt(work.secrets.office_key, plain, f"outbox:{once}"),
            state=Sending.WAITING,
            next_at=work.now,
            created_at=work.now,
            purge_after=work.day + KEPT_FOR,
            once=once,
        )
    )


def has(session: Session, once: str) -> bool:
    """Tell whether the letter for *once* was written."""
    return session.scalar(select(Outbox.id).where(Outbox.once == once)) is not None


def deliver(city: City, send: Send, channel: str = Channel.MAIL) -> int:
    """Send every letter of a channel that is due, and return how many went."""
    with city.reading() as look:
        due = (Outbox.state == Sending.WAITING, Outbox.next_at <= look.now)
        mine = select(Outbox.id).where(*due, Outbox.channel == channel).order_by(Outbox.next_at)
        ids = list(look.session.scalars(mine))
    return sum(_deliver_one(city, one, send) for one in ids)


def _deliver_one(city: City, outbox_id: int, send: Send) -> bool:
    if not _take(city, outbox_id):
        return False  # somebody else has it
    with city.reading() as look:
        row = look.session.get_one(Outbox, outbox_id)
        attempts, is_stale = row.attempts, _is_stale(look, row)
        written = _written(look, row)
    if is_stale:
        _set(city, outbox_id, state=Sending.FAILED, sealed=None)
        return False
    try:
        send(written)
    except CannotSend as problem:
        # Never the address: the log holds nobody's data.
        log.warning("letter %s could not be sent: %s", outbox_id, problem)
        _again(city, outbox_id, attempts, lasting=problem.lasting)
        return False
    _set(city, outbox_id, state=Sending.SENT, sealed=None)
    return True


def _is_stale(look: Look, row: Outbox) -> bool:
    return row.created_at < look.now - STALE_OF.get(row.letter, STALE)


def _take(city: City, outbox_id: int) -> bool:
    now = city.clock()
    with city.writing() as session:
        taken = session.execute(
            update(Outbox)
            .where(Outbox.id == outbox_id, Outbox.state == Sending.WAITING, Outbox.next_at <= now)
            .values(next_at=now + LEASE, attempts=Outbox.attempts + 1)
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]


def _written(look: Look, row: Outbox) -> Letter:
    plain = decrypt(look.secrets.office_key, row.sealed or b"", f"outbox:{row.once}")
    content = json.loads(plain)
    words = catalogue.letter(look.session, row.office, row.letter, row.language)
    subject, body = words.filled(content["facts"])
    return Letter(content["to"], subject, body, STALE_OF.get(row.letter, STALE))


def _again(city: City, outbox_id: int, attempts: int, *, lasting: bool) -> None:
    if lasting or attempts > len(AGAIN):
        _set(city, outbox_id, state=Sending.FAILED, sealed=None)
    else:
        _set(city, outbox_id, next_at=city.clock() + AGAIN[attempts - 1])


def _set(city: City, outbox_id: int, **values: object) -> None:
    with city.writing() as session:
        session.execute(update(Outbox).where(Outbox.id == outbox_id).values(**values))
