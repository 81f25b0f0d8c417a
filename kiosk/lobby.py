"""What the first screen says about the office: purposes, waits, and whether the server is there."""

import logging
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any
from uuid import uuid4

from kiosk.answers import Offer, OfficeFacts, Purpose, Service
from kiosk.office_client import KeyRefused, OfficeClient, Refused, Unreachable
from kiosk.office_clock import OfficeClock

log = logging.getLogger(__name__)

_REFRESH_S = 8.0


class Lobby:
    """The last answers of the server. They stay readable when it is gone."""

    def __init__(self, client: OfficeClient, clock: OfficeClock) -> None:
        self.facts = OfficeFacts(code=client.office, name="")
        self.offer = Offer()
        #: None: not asked yet. A word: what is wrong.
        self.trouble: str | None = None
        self._client = client
        self._clock = clock

    def run(self, stop: Event, health: Callable[[], Mapping[str, Any]],
            changed: Callable[[], None]) -> None:  # fmt: skip
        """Ask again every few seconds until *stop* is set."""
        while not stop.is_set():
            self.refresh(health())
            changed()
            stop.wait(_REFRESH_S)

    def refresh(self, health: Mapping[str, Any]) -> None:
        """Ask the server once; keep what it said before if it is silent."""
        try:
            self.facts = self._client.facts()
            if self.facts.now:
                self._clock.heard(self.facts.now)
            self.offer = self._client.offer()
            self._say(None)
            self._client.beat(health, uuid4().hex)
        except KeyRefused as refused:
            self._say("key_refused", refused)
        except Unreachable as error:
            self._say("unreachable", error)
        except Refused as refused:
            log.warning("the server refused: %s", refused)

    def purposes(self) -> tuple[Purpose, ...]:
        """Return the buttons of the first screen: the office's own, or one for each service."""
        known = {service.id for service in self.walk_ins()}
        if self.offer.purposes:
            return tuple(
                purpose.model_copy(update={"services": mine})
                for purpose in self.offer.purposes
                if (mine := tuple(code for code in purpose.services if code in known))
            )
        return tuple(
            Purpose(code=one.id, icon=one.icon, name=one.name, names=one.names, services=(one.id,))
            for one in self.walk_ins()
        )

    def walk_ins(self) -> tuple[Service, ...]:
        """Return the services one can come for without a reservation."""
        return tuple(service for service in self.offer.services if service.walk_in)

    def service(self, code: str) -> Service | None:
        """Return the service with *code*."""
        return next((one for one in self.offer.services if one.id == code), None)

    def _say(self, trouble: str | None, why: object = None) -> None:
        if trouble != self.trouble:
            if trouble:
                log.warning("no link to the server: %s", why)
            else:
                log.info("the server is there")
        self.trouble = trouble
