"""Papers that a counter orders from this machine: fetched, printed between visitors, reported.

The machine asks, for an office network lets it call the server and not the other way. An
order that was taken is printed once: if the machine stops in the middle, staff are told
that nobody heard of it again, and decide.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from threading import Event
from uuid import uuid4

from kiosk.office_client import OfficeClient, Refused, Unreachable
from kiosk.printing import Paper, Press
from kiosk.rounds import keep_going
from printer_drivers.documents import FormDocument, TicketDocument

log = logging.getLogger(__name__)

EVERY_S = 2.0

#: An order whose end is told: its number, and what became of each paper.
Told = tuple[int, list[dict[str, object]]]


class Orders:
    """Looks for orders and prints them on the worker that prints for visitors too."""

    def __init__(self, client: OfficeClient, press: Press, errands: Executor) -> None:
        self._client = client
        self._press = press
        self._errands = errands
        #: Printed, and the server has not heard of it yet.
        self._untold: list[Told] = []

    def run(self, stop: Event) -> None:
        """Look every two seconds until *stop* is set."""
        keep_going(stop, self.look, lambda: stop.wait(EVERY_S))

    def look(self) -> None:
        """Print what is ordered now; a server that is away is asked again later."""
        self._quietly(self._tell_all)
        self._quietly(self._print_all)

    def _print_all(self) -> None:
        try:
            waiting = self._client.orders().orders
        except (Unreachable, Refused) as error:  # asked all day: an older server has no orders
            log.debug("no print orders: %s", error)
            return
        for order in waiting:
            self._errands.submit(self._quietly, partial(self._print, order)).result()

    def _print(self, order: int) -> None:
        ordered = self._client.take_order(order, uuid4().hex)
        papers = [Paper(_key(one), one) for one in ordered.documents if one.kind != "sheet"]
        self._press.print_ordered(str(ordered.visit), papers)
        self._untold.append((order, [_outcome(paper) for paper in papers]))
        self._tell_all()

    def _tell_all(self) -> None:
        while self._untold:
            order, papers = self._untold[0]
            self._client.settle_order(order, uuid4().hex, papers)
            self._untold.pop(0)

    @staticmethod
    def _quietly(work: Callable[[], None]) -> None:
        try:
            work()
        except Unreachable as error:
            log.info("print orders: %s", error)
        except Refused as error:
            log.warning("a print order was refused: %s", error)


def _key(document: TicketDocument | FormDocument) -> str:
    return "ticket" if document.kind == "ticket" else f"form:{document.form}"


def _outcome(paper: Paper) -> dict[str, object]:
    return {
        "document": paper.key,
        "state": str(paper.outcome or "not_printed"),
        "reissue": paper.document.reissue,
    }
