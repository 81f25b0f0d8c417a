"""What the first screen says about the office: purposes, waits, and whether the server is there."""

import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event
from typing import Any

from kiosk.alone import Alone
from kiosk.answers import Offer, OfficeFacts, Purpose, Service
from kiosk.link import Link
from kiosk.office_client import KeyRefused, OfficeClient, Refused, Unreachable
from kiosk.office_clock import OfficeClock
from kiosk.rounds import keep_going
from kiosk.stock import Stock

log = logging.getLogger(__name__)

#: Every beat says that the machine lives; every third asks for everything.
_BEAT_S = 3.0
_BEATS_A_REFRESH = 3
#: How soon an absent server is asked again: longer and longer, and not all kiosks at once.
_FIRST_PROBE_S, _LAST_PROBE_S = 1.0, 8.0


class Lobby:
    """The last answers of the server. They stay readable when it is gone."""

    def __init__(
        self, client: OfficeClient, clock: OfficeClock, link: Link, stock: Stock, alone: Alone,
        catch_up: Callable[[], None],
    ) -> None:  # fmt: skip
        kept = stock.office()
        self._facts, self._offer = kept or (OfficeFacts(code=client.office, name=""), Offer())
        #: Told what staff want this machine to do.
        self.on_errand: Callable[[str], None] = lambda errand: None
        #: None: not asked yet. A word: what is wrong.
        self.trouble: str | None = None
        #: Signs of life since the start; and since the office was last heard.
        self._beats = self._probes = 0
        self._called = Event()
        self._client = client
        self._clock = clock
        self._link = link
        self._stock = stock
        self._alone = alone
        #: Tells the server what happened without it, before it is asked for anything new.
        self._catch_up = catch_up

    def run(self, stop: Event, health: Callable[[], Mapping[str, Any]],
            changed: Callable[[], None]) -> None:  # fmt: skip
        """Ask again every few seconds until *stop* is set."""
        keep_going(stop, lambda: self._turn(health, changed), self._wait)

    def call(self) -> None:
        """Say that the office should hear how the machine is, at once."""
        self._called.set()

    def _wait(self) -> None:
        self._called.wait(_pause(self._probes))
        self._called.clear()

    def _turn(self, health: Callable[[], Mapping[str, Any]], changed: Callable[[], None]) -> None:
        beat, self._beats = self._beats, self._beats + 1
        if self.trouble or beat % _BEATS_A_REFRESH == 0:
            self.refresh(health)
            changed()
        else:
            self.beat(health)
        self._probes = self._probes + 1 if self.trouble else 0

    def refresh(self, health: Callable[[], Mapping[str, Any]]) -> None:
        """Ask the server once; keep what it said before if it is silent."""
        self._ask(lambda: self._refresh(health()))

    def beat(self, health: Callable[[], Mapping[str, Any]]) -> None:
        """Say that the kiosk is alive, and hear the time."""
        self._ask(lambda: self._beat(health()))

    def _ask(self, ask: Callable[[], None]) -> None:
        try:
            ask()
            self._link.back()
            self.trouble = None
        except KeyRefused as refused:
            log.warning("the server does not know the key: %s", refused)
            self.trouble = "key_refused"
        except Unreachable as error:
            self._link.lost(error)
            self.trouble = "unreachable"
        except Refused as refused:
            log.warning("the server refused: %s", refused)

    def _refresh(self, health: Mapping[str, Any]) -> None:
        facts = self._client.facts()
        if facts.now:
            self._clock.heard(facts.now)
        if self._link.away:
            self._catch_up()
        offer = self._client.offer()
        self._facts, self._offer = facts, offer
        self._told(self._client.beat(health))
        self._stock.keep_office(facts, offer)

    def _beat(self, health: Mapping[str, Any]) -> None:
        if self._link.away:
            self._catch_up()
        self._told(self._client.beat(health))

    def _told(self, told: Any) -> None:
        """Take the answer to a sign of life: the time, and an errand."""
        if isinstance(told, dict) and told.get("now"):
            self._clock.heard(datetime.fromisoformat(told["now"]))
        if isinstance(told, dict) and told.get("errand"):
            self.on_errand(str(told["errand"]))

    @property
    def alone(self) -> bool:
        """Whether the office is away and the kiosk goes on without it."""
        return self._link.away and self.trouble != "key_refused" and self._alone.ready

    @property
    def facts(self) -> OfficeFacts:
        """What the office says of itself; without it, whether anything is open by its plan."""
        if not self.alone:
            return self._facts
        is_open = any(one.open for one in self.offer.services)
        return self._facts.model_copy(update={"open": is_open or self._within_hours()})

    @property
    def offer(self) -> Offer:
        """What one can come for; without the office nobody knows how many wait."""
        if not self.alone:
            return self._offer
        services = tuple(self._alone.as_planned(one) for one in self._offer.services)
        return self._offer.model_copy(update={"services": services})

    def closed_for_today(self) -> bool:
        """Tell whether the office is done with residents for today."""
        closes_at = self._facts.closes_at
        return closes_at is not None and self._clock.seconds() >= closes_at.timestamp()

    def _within_hours(self) -> bool:
        opens, closes = self._facts.opens_at, self._facts.closes_at
        now = self._clock.seconds()
        return bool(opens and closes and opens.timestamp() <= now < closes.timestamp())

    def purposes(self) -> tuple[Purpose, ...]:
        """Return the buttons of the first screen: the office's own, or one for each service."""
        known = {service.id for service in self.walk_ins()}
        if self._offer.purposes:
            return tuple(
                purpose.model_copy(update={"services": mine})
                for purpose in self._offer.purposes
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


def _pause(probes: int) -> float:
    """Return how long to wait after *probes* questions without an answer."""
    if not probes:
        return _BEAT_S
    longest = min(_LAST_PROBE_S, _FIRST_PROBE_S * 1.5 ** (probes - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - this spreads, it hides nothing
