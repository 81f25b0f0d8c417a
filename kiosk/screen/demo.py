"""Pages for devices that are not there: what was printed, a code to present, faults to order.

They exist only while such devices hang on the kiosk; a kiosk in a lobby has none of them.
"""

from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from flask import Blueprint, Response, abort, render_template, send_file, send_from_directory
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field

from kiosk.devices import Devices, VirtualDevice
from kiosk.scanner.addresses import VirtualReader
from kiosk.screen.web import body_as

_SHOWN = 20
_LONGEST_CODE = 20_000


class Presented(BaseModel):
    """A code held before the virtual reader, and how it is wired."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=_LONGEST_CODE)
    wire: Literal["line", "keys"] = "line"


class Plug(BaseModel):
    """The reader's plug."""

    model_config = ConfigDict(extra="forbid")

    plugged: bool


class Fault(BaseModel):
    """What goes wrong with a virtual printer, or is put right; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    printer: int = Field(ge=0)
    #: Rows of dots until the paper ends; null is a new roll.
    paper_rows: int | None = Field(default=None, ge=0, le=100_000)
    cover_open: bool = False
    cutter_jam: bool = False
    near_end: bool = False
    mute: bool = False
    garbage: bool = False
    swallow_id: bool = False
    drop_after: int | None = Field(default=None, ge=1, le=1_000_000)
    bytes_per_s: int | None = Field(default=None, ge=1, le=1_000_000)


class Power(BaseModel):
    """A virtual printer that is switched off and on."""

    model_config = ConfigDict(extra="forbid")

    printer: int = Field(ge=0)


def demo_pages(devices: Devices, start: str) -> tuple[Blueprint, ...]:
    """Return the pages for the virtual ones among *devices*; they lead back to the page *start*."""
    pages = []
    if devices.scanners.virtual:
        pages.append(_scanner_page(devices.scanners.virtual, start))
    if devices.virtual_printers:
        pages.append(_papers_page(devices.virtual_printers, start))
    return tuple(pages)


def _scanner_page(reader: VirtualReader, start: str) -> Blueprint:
    routes = Blueprint("scanner", __name__)

    @routes.get("/scanner")
    def page() -> str:
        return render_template("scanner.html", start=start)

    @routes.post("/scanner")
    def present() -> ResponseReturnValue:
        shown = body_as(Presented)
        wire = reader.keys if shown.wire == "keys" else reader.line
        wire.present(shown.code)
        return "", 204

    @routes.post("/scanner/plug")
    def plug() -> ResponseReturnValue:
        if body_as(Plug).plugged:
            reader.plug_in()
        else:
            reader.pull_plug()
        return "", 204

    return routes


def _papers_page(printers: list[VirtualDevice], start: str) -> Blueprint:
    routes = Blueprint("papers", __name__)

    @routes.get("/papers")
    def page() -> str:
        return render_template("papers.html", start=start)

    @routes.get("/papers.json")
    def state() -> dict[str, Any]:
        return {"printers": [_facts(printer) for printer in printers]}

    @routes.get("/papers/<int:printer>/<name>")
    def picture(printer: int, name: str) -> Response:
        return send_from_directory(_device(printers, printer).folder.resolve(), name)

    @routes.get("/papers/<int:printer>/unfinished")
    def unfinished(printer: int) -> Response:
        drawn = BytesIO()
        _device(printers, printer).server.printer.unfinished().save(drawn, "PNG")
        drawn.seek(0)
        return send_file(drawn, mimetype="image/png", max_age=0)

    @routes.post("/papers/fault")
    def fault() -> ResponseReturnValue:
        asked = body_as(Fault)
        changes = asked.model_dump(exclude={"printer"}, exclude_unset=True)
        _device(printers, asked.printer).server.printer.set(**changes)
        return "", 204

    @routes.post("/papers/power")
    def power() -> ResponseReturnValue:
        _device(printers, body_as(Power).printer).server.printer.power_cycle()
        return "", 204

    return routes


def _device(printers: list[VirtualDevice], number: int) -> VirtualDevice:
    if number >= len(printers):
        abort(404)
    return printers[number]


def _facts(device: VirtualDevice) -> dict[str, Any]:
    printer = device.server.printer
    faults = printer.faults
    return {
        "name": device.name,
        "title": device.title,
        "papers": [path.name for path in _newest(device.folder)],
        "faults": asdict(faults) | {"paper_out": faults.paper_out},
        "stopped": faults.stopped,
        "cuts": printer.cuts,
        "unfinished_rows": printer.unfinished_rows,
    }


def _newest(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"), reverse=True)[:_SHOWN]
