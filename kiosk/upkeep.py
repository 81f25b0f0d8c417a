"""What staff do for the machine, standing before it or from the fleet page."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from kiosk.office_client import OfficeClient, Refused, Unreachable
from kiosk.office_clock import OfficeClock
from kiosk.printing import Press

log = logging.getLogger(__name__)

#: What a change of paper puts right, in the words of the bell.
_PAPER = ("paper_out", "paper_near_end", "paper_failed", "printer")


@dataclass
class Upkeep:
    """Test prints and new paper."""

    client: OfficeClient
    press: Press
    clock: OfficeClock
    #: Asks the printers at once.
    look: Callable[[], None]
    #: The worker that prints for visitors too: never in the middle of a ticket.
    errands: Executor
    _tested: dict[str, Any] = field(default_factory=dict)

    def test_print(self) -> bool:
        """Print a test page on every printer, and tell whether all came out."""
        printed = self.press.print_test()
        self._tested = {"tested": self.clock.now().isoformat(), "test_printed": printed}
        return printed

    def paper_changed(self) -> None:
        """Ask the printers at once, and take the calls for paper off the consoles.

        Raises:
            Unreachable, Refused: the consoles could not be told.

        """
        self.look()
        self.client.settle(_PAPER, uuid4().hex)

    def ordered(self, errand: str) -> None:
        """Do what staff want from the fleet page; what a newer server may ask is let be."""
        work: Mapping[str, Callable[[], object]] = {
            "test_print": self.test_print,
            "paper_changed": self.paper_changed,
        }
        if errand in work:
            self.errands.submit(self._quietly, work[errand])

    def report(self) -> dict[str, Any]:
        """Return when it was last tested and whether the page came out."""
        return self._tested

    @staticmethod
    def _quietly(work: Callable[[], object]) -> None:
        try:
            work()
        except (Unreachable, Refused) as error:
            log.warning("an errand of staff was not finished: %s", error)
        except Exception:  # nobody asks for the outcome: it would be lost in silence
            log.exception("an errand of staff broke off")
