"""The start page: in a demo what this is and where to go; at work the way to the wards."""

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from server.domain.fleet import printer_states
from server.domain.refusals import NotFound
from server.services import devices, offices
from server.web.current import city
from server.web.staff.demo import DemoMode, demo_mode

blueprint = Blueprint("start", __name__)

#: Pictures of the real screens; a card without one shows none.
PICTURES = Path(__file__).parent.parent / "static" / "start"
#: Where the demo's resident is called: the interview for a nursery place.
DEMO_QUEUE = "childcare"
#: What a printer says that has paper to print on.
_PRINTING = frozenset({"ok", "ready", "paper_near_end"})


@blueprint.get("/")
def start() -> ResponseReturnValue:
    mode = demo_mode()
    return _demo(mode) if mode else _at_work()


@blueprint.get("/start/health")
def health() -> ResponseReturnValue:
    """Tell the start page of a demo what is running."""
    mode = demo_mode()
    if mode is None:
        raise NotFound("not_found", "このページはありません。")
    with city().reading() as look:
        kiosk = devices.newest_sign(look, mode.demo.office, "kiosk")
    printers = printer_states(kiosk or {})
    return {
        "now": city().clock().isoformat(),
        "server": True,
        "kiosk": kiosk is not None,
        "printers": bool(printers) and _PRINTING.issuperset(printers.values()),
        "voice": find_spec("pyopenjtalk") is not None,
    }


def _demo(mode: DemoMode) -> str:
    office = mode.demo.office
    with city().reading() as look:
        floor = look.floor_of(office)
        now = look.now
    queue = floor.queue(DEMO_QUEUE)
    return render_template(
        "staff/start_demo.html",
        mode=mode,
        office=office,
        now=now,
        counter=floor.counters_of_queue[queue.id][0].number,
        area=queue.area.code,
        other_areas=[code for code in floor.areas if code != queue.area.code],
        pictures={path.stem for path in PICTURES.glob("*.png")},
    )


def _at_work() -> str:
    with city().reading() as look:
        found = offices.listed(look)
    return render_template("staff/start.html", offices=found)
