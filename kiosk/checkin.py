"""The two ways to a number: a code held before the reader, or a purpose chosen by hand.

A code is first asked about (`CheckIn.look`), which changes nothing, and redeemed when
the resident says yes (`CheckIn.scanned`). Every request is written down before it
leaves, and what came back is written down before anybody sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from kiosk.alone import Alone
from kiosk.answers import Arrival, Preview
from kiosk.journal import Journal, State
from kiosk.link import Link
from kiosk.office_client import KeyRefused, OfficeClient, Refused, Unreachable
from kiosk.office_clock import OfficeClock
from kiosk.problem import Problem
from kiosk.scanner.framing import Frame
from printer_drivers.sealing import lookup_id
from printer_drivers.token import PREFIX, NotAToken, parse_token

Answer = TypeVar("Answer")


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
    """Turns a code or a purpose into a number: the office's, or one of ours while it is away."""

    def __init__(
        self, client: OfficeClient, journal: Journal, clock: OfficeClock, link: Link, alone: Alone
    ) -> None:
        self._client = client
        self._journal = journal
        self._clock = clock
        self._link = link
        self._alone = alone

    def look(self, token: str) -> Preview | None:
        """Return what *token* would bring, or None if the server does not say beforehand.

        Raises:
            Problem: it would bring nothing.

        """
        if not self._goes_alone:
            try:
                return self._told(lambda: self._client.preview(token, uuid4().hex))
            except Unreachable:
                pass  # the link knows it now
        return self._alone.look(token)

    def scanned(self, token: str) -> Ticket:
        """Check the holder of *token* in.

        Raises:
            Problem: there is no number.

        """
        entry = self._journal.open("scan", self._clock.seconds(), lookup_id=lookup_id(token))
        return self._take(
            entry,
            lambda: self._client.check_in(token, entry),
            lambda asked: self._alone.scanned(token, entry, asked),
        )

    def walk_in(self, service: str, language: str, *, priority: bool) -> Ticket:
        """Take a number for *service*.

        Raises:
            Problem: there is no number.

        """
        entry = self._journal.open("walk_in", self._clock.seconds(), service=service)
        return self._take(
            entry,
            lambda: self._client.walk_in(service, entry, language, priority=priority),
            lambda asked: self._alone.walk_in(service, language, entry, asked, priority=priority),
        )

    def reissued(self, visit: int | str) -> Ticket:
        """Return the ticket of a visit to be printed once more, with its 再発行 mark.

        Raises:
            Problem: the server gives none.

        """

        def alone(_asked: str | None) -> Arrival:
            raise Problem("unreachable")  # only the office knows who holds which number

        entry = self._journal.open("reissue", self._clock.seconds())
        return self._take(entry, lambda: self._client.reissue(visit, entry), alone)

    def leave(self, ticket: Ticket) -> None:
        """Close the entry: the ticket was there before, and nothing is to be printed."""
        self._journal.move(ticket.entry, State.DROPPED, self._clock.seconds())

    def remembered(self, entry: str) -> Ticket | None:
        """Return the ticket of an unfinished *entry*, or None if it is too old or unknown."""
        for left in self._journal.unfinished(self._clock.seconds()):
            if left.entry == entry:
                return Ticket(entry, Arrival.model_validate_json(left.arrival))
        return None

    def _take(
        self, entry: str, ask: Callable[[], Arrival], alone: Callable[[str | None], Arrival]
    ) -> Ticket:
        try:
            arrival = self._asked(entry, ask, alone)
        except Problem:
            self._journal.move(entry, State.DROPPED, self._clock.seconds())
            raise
        if arrival.again or not arrival.offline:  # the others are written down already
            self._journal.reported(
                entry,
                self._clock.seconds(),
                str(arrival.visit),
                arrival.ticket.label,
                arrival.for_the_disk(),
            )
        return Ticket(entry, arrival)

    @property
    def _goes_alone(self) -> bool:
        """Whether to answer without asking: the office is away and all is held for that.

        Without a plan only the office can help; whoever comes asks whether it is back.
        """
        return self._link.away and self._alone.ready

    def _asked(
        self, entry: str, ask: Callable[[], Arrival], alone: Callable[[str | None], Arrival]
    ) -> Arrival:
        """Return the office's number; one of ours if it is away, or turns out to be."""
        if self._goes_alone:
            return alone(None)
        try:
            return self._told(ask)
        except Unreachable:
            # It may have heard us: the letter names this request, so that it counts once.
            return alone(entry)

    def _told(self, ask: Callable[[], Answer]) -> Answer:
        """Return what *ask* answers, its refusals said as the kiosk's problems."""
        try:
            return ask()
        except Unreachable as error:
            self._link.lost(error)
            raise
        except KeyRefused as refused:
            raise Problem("key_refused", refused.body) from None
        except Refused as refused:
            raise Problem(refused.code, refused.body) from None
