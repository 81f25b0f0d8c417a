"""The two ways to a number: a code held before the reader, or a purpose chosen by hand.

A code is first asked about (`CheckIn.look`), which changes nothing, and redeemed when
the resident says yes (`CheckIn.scanned`). Every request is written down before it
leaves, and what came back is written down before anybody sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from kiosk.answers import Arrival, Preview, RefusalBody
from kiosk.journal import Journal, State
from kiosk.office_client import KeyRefused, OfficeClient, Refused, Unreachable
from kiosk.office_clock import OfficeClock
from kiosk.scanner.framing import Frame
from printer_drivers.sealing import lookup_id
from printer_drivers.token import PREFIX, NotAToken, parse_token

Answer = TypeVar("Answer")


class Problem(Exception):
    """Why there is no number; each code has its own screen."""

    def __init__(self, code: str, body: RefusalBody | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.body = body


@dataclass(frozen=True)
class Ticket:
    """A number that is sure, and what belongs to it."""

    entry: str
    arrival: Arrival


def token_in(frame: Frame) -> str:
    """Return the token in what was read.

    Raises:
        Problem: ``unreadable`` (one of ours, but damaged) or ``not_ours``.

    """
    if frame.overlong:
        raise Problem("not_ours")
    text = frame.text
    try:
        return parse_token(text)
    except NotAToken:
        ours = text.strip().upper().startswith(PREFIX[:2])
        raise Problem("unreadable" if ours else "not_ours") from None


class CheckIn:
    """Turns a code or a purpose into a number."""

    def __init__(self, client: OfficeClient, journal: Journal, clock: OfficeClock) -> None:
        self._client = client
        self._journal = journal
        self._clock = clock

    def look(self, token: str) -> Preview | None:
        """Return what *token* would bring, or None if the server does not say beforehand.

        Raises:
            Problem: it would bring nothing.

        """
        return _told(lambda: self._client.preview(token, uuid4().hex))

    def scanned(self, token: str) -> Ticket:
        """Check the holder of *token* in.

        Raises:
            Problem: there is no number.

        """
        entry = self._journal.open("scan", self._clock.seconds(), lookup_id=lookup_id(token))
        return self._take(entry, lambda key: self._client.check_in(token, key))

    def walk_in(self, service: str, language: str, *, priority: bool) -> Ticket:
        """Take a number for *service*.

        Raises:
            Problem: there is no number.

        """
        entry = self._journal.open("walk_in", self._clock.seconds(), service=service)
        return self._take(
            entry, lambda key: self._client.walk_in(service, key, language, priority=priority)
        )

    def leave(self, ticket: Ticket) -> None:
        """Close the entry: the ticket was there before, and nothing is to be printed."""
        self._journal.move(ticket.entry, State.DROPPED, self._clock.seconds())

    def remembered(self, entry: str) -> Ticket | None:
        """Return the ticket of an unfinished *entry*, or None if it is too old or unknown."""
        for left in self._journal.unfinished(self._clock.seconds()):
            if left.entry == entry:
                return Ticket(entry, Arrival.model_validate_json(left.arrival))
        return None

    def _take(self, entry: str, ask: Callable[[str], Arrival]) -> Ticket:
        try:
            arrival = _told(lambda: ask(entry))
        except Problem:
            self._journal.move(entry, State.DROPPED, self._clock.seconds())
            raise
        self._journal.reported(
            entry,
            self._clock.seconds(),
            str(arrival.visit),
            arrival.ticket.label,
            _for_the_disk(arrival),
        )
        return Ticket(entry, arrival)


def _told(ask: Callable[[], Answer]) -> Answer:
    """Return what *ask* answers, its refusals said as the kiosk's problems."""
    try:
        return ask()
    except Unreachable:
        raise Problem("unreachable") from None
    except KeyRefused as refused:
        raise Problem("key_refused", refused.body) from None
    except Refused as refused:
        raise Problem(refused.code, refused.body) from None


def _for_the_disk(arrival: Arrival) -> str:
    """Return what prints the ticket again, without forms and without what opens "my turn"."""
    paper = arrival.ticket_paper
    kept = (paper.model_copy(update={"visit_url": None}),) if paper else ()
    return arrival.model_copy(update={"documents": kept, "visit_code": None}).model_dump_json(
        by_alias=True
    )
