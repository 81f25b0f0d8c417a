"""Pages for devices that are not there: what was printed, a code to present, faults to order.

They exist only while such devices hang on the kiosk; a kiosk in a lobby has none of them.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field

from kiosk.devices import Devices, VirtualDevice
from kiosk.scanner.virtual import VirtualScanner
from kiosk.screen.web import body_as

_SHOWN = 20
_LONGEST_CODE = 20_000


class Presented(BaseModel):
    """A code held before the virtual reader."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=_LONGEST_CODE)


class Fault(BaseModel):
    """Something that goes wrong with a virtual printer, or is put right."""

    model_config = ConfigDict(extra="forbid")

    printer: int = Field(ge=0)
    paper_out: bool = False
    cover_open: bool = False
    cutter_jam: bool = False
    near_end: bool = False
    mute: bool = False


def demo_pages(devices: Devices) -> tuple[Blueprint, ...]:
    """Return the pages for the virtual ones among *devices*."""
    pages = []
    if devices.virtual_scanner:
        pages.append(_scanner_page(devices.virtual_scanner))
    if devices.virtual_printers:
        pages.append(_papers_page(devices.virtual_printers))
    return tuple(pages)


def _scanner_page(scanner: VirtualScanner) -> Blueprint:
    routes = Blueprint("scanner", __name__)

    @routes.get("/scanner")
    def page() -> str:
        return render_template("scanner.html")

    @routes.post("/scanner")
    def present() -> ResponseReturnValue:
        scanner.present(body_as(Presented).code)
        return "", 204

    return routes


def _papers_page(printers: list[VirtualDevice]) -> Blueprint:
    routes = Blueprint("papers", __name__)

    @routes.get("/papers")
    def page() -> str:
        return render_template("papers.html")

    @routes.get("/papers.json")
    def state() -> dict[str, Any]:
        return {"printers": [_facts(printer) for printer in printers]}

    @routes.get("/papers/<int:printer>/<name>")
    def picture(printer: int, name: str) -> Response:
        if printer >= len(printers):
            abort(404)
        return send_from_directory(printers[printer].folder.resolve(), name)

    @routes.post("/papers/fault")
    def fault() -> ResponseReturnValue:
        asked = body_as(Fault)
        if asked.printer >= len(printers):
            abort(404)
        changes = asked.model_dump(exclude={"printer", "paper_out"})
        rows = 0 if asked.paper_out else None
        printers[asked.printer].server.printer.set(**changes, paper_rows=rows)
        return "", 204

    return routes


def _facts(device: VirtualDevice) -> dict[str, Any]:
    faults = device.server.printer.faults
    return {
        "title": device.title,
        "papers": [path.name for path in _newest(device.folder)],
        "faults": asdict(faults) | {"paper_out": faults.paper_out},
    }


def _newest(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"), reverse=True)[:_SHOWN]
