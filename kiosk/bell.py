"""Calls staff to the machine and tells the server what became of papers."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from kiosk.link import Link
from kiosk.office_client import OfficeClient, Refused, Unreachable
from kiosk.outbox import Outbox

log = logging.getLogger(__name__)

#: Whoever called staff longer ago has found somebody, or has gone.
_WORTH_TELLING_S = 600.0


class Bell:
    """Rings on the consoles of the office; what does not get through is told afterwards."""

    def __init__(
        self, client: OfficeClient, link: Link, outbox: Outbox, now: Callable[[], float]
    ) -> None:
        self._client = client
        self._link = link
        self._outbox = outbox
        self._now = now

    def ring(self, reason: str, label: str | None) -> bool:
        """Return whether staff were told; if not, the screen must say so."""
        if not self._link.away:
            try:
                self._client.ring(reason, uuid4().hex, label)
            except Refused as error:
                log.warning("staff could not be called: %s", error)
                return False
            except Unreachable as error:
                self._link.lost(error)
            else:
                return True
        self._tell_later(reason, label)
        return False

    def report(self, visit: str, body: Mapping[str, Any]) -> None:
        """Have the server told about a paper, now or when it is there again."""
        self._outbox.add("/visits/{visit}/prints", body, self._now(), visit=visit)

    def _tell_later(self, reason: str, label: str | None) -> None:
        body = {"reason": reason} | ({"label": label} if label else {})
        now = self._now()
        try:
            self._outbox.add("/bells", body, now, until=now + _WORTH_TELLING_S, once=True)
        except Exception:  # the screen says that nobody was told; more cannot be done
            log.exception("a call for staff could not be kept")
