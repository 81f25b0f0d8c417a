"""What kiosks fetch for the time when the office cannot be reached, and how machines are."""

from typing import Any

from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import fleet, number_blocks, offline_packages, offline_plan
from server.services.access import CARETAKERS, MANAGERS, Who
from server.services.number_blocks import Lent
from server.web.current import device_id
from server.web.endpoint import Nothing, get, post
from server.web.kiosk_shapes import (
    BlockReturn,
    BlockShape,
    Fleet,
    Held,
    MachineKey,
    NewBlock,
    NewErrand,
    NewMachine,
    OfflinePlan,
    Packages,
)
from server.web.shapes import Done

KIOSK = frozenset({Who.KIOSK})


@post("/offices/{office}/number-blocks", who=KIOSK, takes=NewBlock, answers={201: BlockShape})
def lend_numbers(work: Work, body: NewBlock) -> BlockShape:
    """Lend a kiosk numbers; the same lease gives the same numbers."""
    return _block(number_blocks.lend(work, device_id(), body.lease, body.queue, body.business_date))


@post("/offices/{office}/number-blocks/{lease}/return", who=KIOSK, takes=BlockReturn,
      answers={200: BlockShape})  # fmt: skip
def take_numbers_back(work: Work, body: BlockReturn, lease: str) -> BlockShape:
    """Take back what a kiosk has not given out of its numbers."""
    return _block(number_blocks.take_back(work, device_id(), lease, body.used_to))


@get("/offices/{office}/offline-plan", who=KIOSK, answers={200: OfflinePlan})
def show_offline_plan(look: Look, query: Nothing, office: str) -> dict[str, Any]:
    """Show what a kiosk needs to go on by itself today and tomorrow."""
    return offline_plan.plan(look, office)


@post("/offices/{office}/offline-packages", who=KIOSK, takes=Held, answers={200: Packages},
      writes=False)  # fmt: skip
def fetch_offline_packages(look: Look, body: Held, office: str) -> dict[str, Any]:
    """Bring what a kiosk holds of today's and tomorrow's people up to date, sealed."""
    return offline_packages.changes(look, office, body.have)


@get("/offices/{office}/fleet", who=CARETAKERS, answers={200: Fleet})
def show_fleet(look: Look, query: Nothing, office: str) -> dict[str, Any]:
    """Show every kiosk, printer and display, worst first."""
    return fleet.overview(look, office)


@post("/offices/{office}/machines", who=MANAGERS, takes=NewMachine, answers={201: MachineKey})
def add_machine(work: Work, body: NewMachine) -> MachineKey:
    """Register one more kiosk; its key is told here and never again."""
    return MachineKey(name=body.name, key=fleet.add(work, body.name))


@post("/offices/{office}/machines/{machine}/errands", who=CARETAKERS, takes=NewErrand,
      answers={201: Done})  # fmt: skip
def order_errand(work: Work, body: NewErrand, machine: str) -> Done:
    """A kiosk prints a test page, or looks at its new paper at once."""
    fleet.order(work, machine, body.errand)
    return Done()


def _block(lent: Lent) -> BlockShape:
    span = {"from": iso(lent.from_), "until": iso(lent.until)}
    return BlockShape.model_validate(vars(lent) | span)
