"""What staff do at the machine: tickets again or taken back, counts, paper and test prints.

It opens with the PIN and closes by itself. Everything about a ticket is the server's to
decide and to write down; what is wrong with a printer can be seen and mended without it.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from uuid import uuid4

from kiosk.checkin import CheckIn
from kiosk.office_client import OfficeClient, Refused, Unreachable
from kiosk.pin import Lock
from kiosk.printing import Press
from kiosk.problem import Problem
from kiosk.stage import Stage
from kiosk.steps import Screen, Step
from kiosk.upkeep import Upkeep
from kiosk.visitor import StaffView, Visitor

log = logging.getLogger(__name__)

_LONGEST_LABEL = 6


@dataclass(frozen=True)
class Tools:
    """What the desk works with."""

    lock: Lock
    client: OfficeClient
    checkin: CheckIn
    press: Press
    upkeep: Upkeep
    errands: Executor


class StaffDesk:
    """Moves the stage through the staff's screens."""

    def __init__(self, stage: Stage, tools: Tools) -> None:
        self.stage = stage
        self._tools = tools

    def enter(self) -> None:
        """Ask for the PIN; the number of a failed paper is kept to be looked up."""
        with self.stage.changed:
            ticket = self.stage.visitor.ticket
            if self.stage.go(Step.STAFF):
                label = ticket.arrival.ticket.label if ticket else ""
                self.stage.clear(Visitor(staff=StaffView(label=label)))

    def press_key(self, sign: str) -> None:
        """Add a digit to the PIN, or a sign to the label that is looked for."""
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff is None or len(sign) != 1:
                return
            if self.stage.screen is Screen.STAFF_PIN and sign.isdecimal():
                staff.typed = (staff.typed + sign)[:8]
            elif self.stage.screen is Screen.STAFF and len(staff.label) < _LONGEST_LABEL:
                staff.label += sign
            staff.said = None
            self.stage.bump()

    def erase(self) -> None:
        """Take the last sign away."""
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff:
                staff.typed, staff.label = staff.typed[:-1], staff.label[:-1]
                self.stage.bump()

    def unlock(self) -> None:
        """Open if the PIN is right; the counts come as soon as the server has said them."""
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff is None or self.stage.screen is not Screen.STAFF_PIN:
                return
            right = self._tools.lock.opens(staff.typed)
            staff.typed = ""
            staff.locked_s = self._tools.lock.locked_s()
            if right and self.stage.go(Step.UNLOCK):
                staff.said = None
                self._send(self._count, staff)
            else:
                log.warning("a wrong PIN at the staff's screen")
                staff.said = "pin_locked" if staff.locked_s else "pin_wrong"
                self.stage.bump()

    def find(self) -> None:
        """Look the typed label up."""
        self._begin(self._find)

    def back(self) -> None:
        """From a ticket back to the counts."""
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff and self.stage.go(Step.BACK):
                staff.found, staff.label, staff.said, staff.sure = None, "", None, False
                self._send(self._count, staff)

    def reissue(self) -> None:
        """Print the ticket once more, marked 再発行."""
        self._begin(self._reissue)

    def take_back(self) -> None:
        """Take the ticket back; the first touch only asks."""
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff and not staff.sure:
                staff.sure = True
                self.stage.bump()
                return
        self._begin(self._take_back)

    def test_print(self) -> None:
        """Print a test page on every printer."""
        self._begin(self._test_print)

    def paper_changed(self) -> None:
        """Ask the printers at once, and take the calls for paper off the consoles."""
        self._begin(self._paper_changed)

    def _begin(self, errand: Callable[[StaffView], None]) -> None:
        with self.stage.changed:
            staff = self.stage.visitor.staff
            if staff is None or staff.busy or self.stage.screen is Screen.STAFF_PIN:
                return
            staff.busy, staff.said = True, None
            self.stage.bump()
            self._send(errand, staff)

    def _send(self, errand: Callable[[StaffView], None], staff: StaffView) -> None:
        self._tools.errands.submit(self._run, errand, staff)

    def _run(self, errand: Callable[[StaffView], None], staff: StaffView) -> None:
        said, details = None, ""
        try:
            errand(staff)
        except Refused as refused:
            said, details = "refused", refused.body.message
        except Problem as problem:
            said, details = "refused", problem.body.message if problem.body else problem.code
        except Unreachable:
            said = "unreachable"
        except Exception:
            log.exception("an errand of the staff broke off")
            said = "broken"
        with self.stage.changed:
            staff.busy = False
            if said:
                staff.said, staff.details = said, details
            self.stage.touch()
            self.stage.bump()

    # Errands: on the worker, without the lock while they wait.

    def _count(self, staff: StaffView) -> None:
        staff.counts = self._tools.client.today()

    def _find(self, staff: StaffView) -> None:
        staff.found = self._tools.client.find_ticket(staff.label)
        with self.stage.changed:
            self.stage.go(Step.FOUND)

    def _reissue(self, staff: StaffView) -> None:
        if staff.found is None:
            return
        ticket = self._tools.checkin.reissued(staff.found.visit)
        papers = self._tools.press.papers(ticket.arrival)
        done = self._tools.press.print_all(ticket, papers, self._bump)
        staff.said = "reissued" if done else "not_printed"
        staff.found = self._tools.client.find_ticket(staff.found.label)

    def _take_back(self, staff: StaffView) -> None:
        if staff.found is None:
            return
        staff.sure = False
        self._tools.client.take_back(staff.found.visit, uuid4().hex)
        staff.found = self._tools.client.find_ticket(staff.found.label)
        staff.said = "taken_back"

    def _test_print(self, staff: StaffView) -> None:
        staff.said = "tested" if self._tools.upkeep.test_print() else "not_printed"

    def _paper_changed(self, staff: StaffView) -> None:
        self._tools.upkeep.paper_changed()
        staff.said = "paper_changed"

    def _bump(self) -> None:
        with self.stage.changed:
            self.stage.touch()
            self.stage.bump()
