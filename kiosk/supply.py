"""Keeps the kiosk ready to go on alone: plan, sealed packages and numbers, fetched ahead."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event

from kiosk.blocks import Blocks
from kiosk.link import Link
from kiosk.office_client import OfficeClient, Refused, Unreachable
from kiosk.office_clock import JAPAN, OfficeClock
from kiosk.rounds import keep_going
from kiosk.stock import Stock
from kiosk.supplies import Plan

log = logging.getLogger(__name__)

#: A booking made now is at the kiosk within so long.
REFRESH_S = 15.0
_DAY = timedelta(days=1)


class Supply:
    """Fetches what the kiosk needs without the office, while the office is there."""

    def __init__(
        self,
        client: OfficeClient,
        stock: Stock,
        blocks: Blocks,
        clock: OfficeClock,
        link: Link,
        closed: Callable[[], bool],
    ) -> None:
        self._client = client
        self._stock = stock
        self._blocks = blocks
        self._clock = clock
        self._link = link
        #: Whether everything has been fetched once since the start.
        self.complete = False
        #: Tells whether the office is done with residents for today.
        self._closed = closed

    def run(self, stop: Event) -> None:
        """Fetch again and again until *stop* is set."""
        keep_going(stop, self._fetch, lambda: stop.wait(REFRESH_S))

    def _fetch(self) -> None:
        if self._link.away:
            return
        try:
            self.refresh()
        except Unreachable as error:
            self._link.lost(error)
        except Refused as refused:  # an older server, or the key: nothing is held then
            log.warning("nothing can be kept for when the server is away: %s", refused.code)

    def refresh(self) -> None:
        """Bring everything up to date once.

        Raises:
            Unreachable, Refused: the server gave nothing.

        """
        plan = self._client.plan()
        self._stock.keep_plan(plan)
        self._fetch_packages()
        if self._closed():
            self._give_back()
        else:
            self._lease(plan, 0)
        self._lease(plan, 1)
        self._blocks.tidy(self._clock.seconds())
        self.complete = True

    def _fetch_packages(self) -> None:
        while True:
            news = self._client.packages(self._stock.etags())
            self._stock.take(news)
            if not news.more:
                return

    def _lease(self, plan: Plan, ahead: int) -> None:
        """Ask for numbers of every queue of which half a block or less is left.

        Args:
            ahead: 0 for today, 1 for tomorrow.

        """
        # The plan ends when tomorrow's business day does, in the small hours after it.
        name = (plan.until - (2 - ahead) * _DAY).astimezone(JAPAN).date().isoformat()
        at = self._clock.seconds() + ahead * _DAY.total_seconds()
        for queue in plan.queues:
            if 2 * self._blocks.left(queue.queue, at) > queue.block:
                continue
            lease = self._blocks.lease_for(queue.queue, name)
            try:
                self._blocks.keep(self._client.lease(lease, queue.queue, name))
            except Refused as refused:
                log.warning("no numbers of %s to hold: %s", queue.queue, refused.code)

    def _give_back(self) -> None:
        for lease, used_to in self._blocks.to_return(self._clock.seconds()):
            self._client.give_back(lease, used_to)
            self._blocks.returned(lease, used_to)
