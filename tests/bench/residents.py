"""What residents' phones do before the visit: find, fill in, look for a time, book it."""

import json
import uuid
from collections.abc import Callable
from itertools import cycle
from typing import Any

from config import load_pack
from tests.parts.wire import Wire

SERVICE, PROCEDURE = "moving", "tennyu_todoke"
DAYS = "from=2026-11-25&to=2026-12-24"
FINDER = {"answers": {"event": "moving", "mv_type": "in_from_other_city"}, "language": "ja"}


class Resident:
    """One phone. It brings a machine's key along, for a phone's own calls are limited."""

    def __init__(self, port: int, office: str, seat: Any) -> None:
        self._office, self._wire = office, Wire(port, seat.kiosk_key)
        wards = [ward.code for ward in load_pack("osaka-demo").offices]
        first = wards.index(office) + int(seat.counter)
        self._own = wards[first % len(wards)]
        self._wards = cycle(wards[first % len(wards) :] + wards[: first % len(wards)])
        self._free: list[int] = []

    def bare_flask(self) -> None:
        self._get("/bare")

    def finder(self) -> None:
        """Answer the finder's first question and get what is needed."""
        self._post("/api/v1/procedure-finder", FINDER | {"office": self._office})

    def form_page(self) -> None:
        self._get(f"/o/{self._office}/apply/{PROCEDURE}")

    def slot_month(self) -> None:
        """List a month of times of the next ward, all 24 in turn."""
        self._slots(next(self._wards))

    def look_for_times(self) -> None:
        """Have free times in the phone's own ward before `book`."""
        if not self._free:
            slots = json.loads(self._slots(self._own))["slots"]
            self._free = [slot["id"] for slot in slots for _ in range(slot["free"])]

    def book(self) -> None:
        body = {"service": SERVICE, "slot": self._free.pop()}
        self._post(f"/api/v1/offices/{self._own}/reservations", body)

    def _slots(self, ward: str) -> bytes:
        return self._get(f"/api/v1/offices/{ward}/slots?service={SERVICE}&{DAYS}")

    def _get(self, path: str) -> bytes:
        status, _, body = self._wire.get(path)
        return _good(status, body)

    def _post(self, path: str, body: dict[str, Any]) -> bytes:
        return _good(*self._wire.post(path, body, uuid.uuid4().hex))


def _good(status: int, body: bytes) -> bytes:
    if status not in (200, 201):
        raise RuntimeError(f"{status} {body.decode()[:300]}")
    return body


SCENARIOS: dict[str, Callable[[Resident], None]] = {
    "bare_flask": Resident.bare_flask,
    "finder": Resident.finder,
    "form_page": Resident.form_page,
    "slot_month": Resident.slot_month,
    "book": Resident.book,
}
BEFORE: dict[str, Callable[[Resident], None]] = {"book": Resident.look_for_times}
