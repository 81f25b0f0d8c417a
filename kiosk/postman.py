"""Carries the letters of the outbox to the server, in order, as soon as it is there."""

import logging
from collections.abc import Callable
from threading import Event, Lock

from kiosk.journal import Journal
from kiosk.link import Link
from kiosk.office_client import KeyRefused, OfficeClient, Refused, Unreachable
from kiosk.outbox import Letter, Outbox
from kiosk.rounds import keep_going

log = logging.getLogger(__name__)

#: A letter that was put down while nobody called is found after so long.
_LOOK_S = 1.0
#: Below this path an answer says which visit a number has become.
_BEGINS_A_VISIT = {"/check-ins", "/visits"}


class Postman:
    """Sends one letter after the other; one that is refused does not hold up the next."""

    def __init__(
        self,
        client: OfficeClient,
        outbox: Outbox,
        journal: Journal,
        link: Link,
        now: Callable[[], float],
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._journal = journal
        self._link = link
        self._now = now
        self._round = Lock()
        self._called = Event()

    def call(self) -> None:
        """Say that there is a letter."""
        self._called.set()

    def run(self, stop: Event) -> None:
        """Send what there is whenever somebody calls, while the server is there."""
        keep_going(stop, self._deliver, self._wait)

    def _wait(self) -> None:
        self._called.wait(_LOOK_S)
        self._called.clear()

    def _deliver(self) -> None:
        if self._link.away:
            return
        try:
            self.deliver()
        except Unreachable as error:
            self._link.lost(error)

    def deliver(self) -> None:
        """Send everything that is to be sent.

        Raises:
            Unreachable: the server stopped answering; the rest stays.

        """
        with self._round:
            self._outbox.tidy(self._now())
            while letters := self._outbox.next():
                for letter in letters:
                    self._send(letter)

    def _send(self, letter: Letter) -> None:
        visit = self._journal.visit_of(letter.visit) if letter.visit else ""
        path = letter.path.format(visit=visit)
        try:
            answer = self._client.tell(path, letter.body, letter.key)
        except KeyRefused as refused:  # staff mend that; nothing of the letters is wrong
            raise Unreachable(str(refused)) from refused
        except Refused as refused:
            log.warning("the server does not take a report (%s): %s", path, refused.code)
            self._outbox.refused(letter, refused.code)
            return
        with self._journal.disk.at_once():
            if letter.path in _BEGINS_A_VISIT and letter.visit:
                self._journal.known_as(letter.visit, str(answer["visit"]))
            self._outbox.sent(letter)
