"""Looks after printers and scanners between two visitors, and calls staff before a paper fails.

A printer is asked every few seconds. What it does not say is ``unknown``, never ``ok``.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from threading import Event
from typing import Any, Protocol

from kiosk.rounds import keep_going
from printer_drivers.printer import Health

log = logging.getLogger(__name__)

LOOK_EVERY_S = 4.0
#: Staff who change paper open the cover: what has no sentence of its own is told when it lasts.
_LASTING_LOOKS = 2
_FINE = {"ok", "unknown"}
_AT_ONCE = {"paper_out", "paper_near_end"}


class Watched(Protocol):
    """A printer that can be asked how it is."""

    def health(self) -> Health: ...


class Watch:
    """Knows how each device is, and rings once when one gets worse."""

    def __init__(
        self,
        printers: Mapping[str, Watched],
        scanner: Callable[[], str],
        ring: Callable[[str], bool],
        open_now: Callable[[], bool],
        news: Callable[[], None] = lambda: None,
    ) -> None:
        self._printers = printers
        self._scanner = scanner
        self._ring = ring
        self._open_now = open_now
        #: Called when a device is no longer as it was: the office need not wait for the next beat.
        self._news = news
        self._health = {name: Health("unknown") for name in printers}
        self._looks: dict[str, tuple[str, int]] = {}
        self._told: dict[str, str] = {}

    def run(self, stop: Event) -> None:
        """Look every few seconds until *stop* is set."""
        keep_going(stop, self.look, lambda: stop.wait(LOOK_EVERY_S))

    def look(self) -> None:
        """Ask every device once; call staff for what has become worse."""
        for name, printer in self._printers.items():
            self._health[name] = health = printer.health()
            self._judge(name, health.state, _reason(health.state))
        self._judge("scanner", self._scanner(), "scanner")

    def report(self) -> dict[str, Any]:
        """Return how the devices are: one word, then each printer with all it said."""
        states = [health.state for health in self._health.values()]
        worst = [state for state in states if state not in _FINE]
        every = {
            name: {"state": health.state, **asdict(health.facts)}
            for name, health in self._health.items()
        }
        return {"printer": (worst or states)[0], "printers": every}

    def _judge(self, name: str, state: str, reason: str) -> None:
        before, looks = self._looks.get(name, ("", 0))
        looks = looks + 1 if state == before else 1
        self._looks[name] = state, looks
        if before not in ("", state):
            self._news()
        if state in _FINE:
            if self._told.pop(name, None):
                log.info("%s is fine again", name)
            return
        lasting = looks >= _LASTING_LOOKS or state in _AT_ONCE
        if lasting and self._told.get(name) != state and self._open_now() and self._ring(reason):
            log.warning("%s: %s; staff were called", name, state)
            self._told[name] = state


def _reason(state: str) -> str:
    """Return the bell's word for the state of a printer."""
    return state if state in _AT_ONCE else "printer"
