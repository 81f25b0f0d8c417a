"""The kiosk's way to the server: HTTP with a device key, bounded in time, typed answers.

Scanned text travels in the body, never in a URL. A call that may have reached the
server is repeated once under the same Idempotency-Key, so it counts once.
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ValidationError

from kiosk.answers import (
    Arrival,
    DayCounts,
    FoundTicket,
    Offer,
    OfficeFacts,
    Ordered,
    OrderList,
    Preview,
    RefusalBody,
)
from kiosk.supplies import Block, PackageNews, Plan

Answer = TypeVar("Answer", bound=BaseModel)

_CREATED = 201
_OK = range(200, 300)
_KEY_PROBLEMS = {401, 403}
_SERVER_FAULT = 500
_BLOCKS = "/number-blocks"
#: With less time left a second try would only end in the middle.
_WORTH_A_TRY_S = 0.5


class Unreachable(Exception):
    """The server did not give an answer we can use; nobody knows whether it heard us."""


class Refused(Exception):
    """The server heard us and said no; nothing changed."""

    def __init__(self, status: int, body: RefusalBody) -> None:
        super().__init__(f"{body.code}: {body.message}")
        self.status = status
        self.body = body

    @property
    def code(self) -> str:
        """The stable code, e.g. ``other_day``."""
        return self.body.code


class KeyRefused(Refused):
    """The device key is not accepted; only staff can mend that."""


@dataclass(frozen=True)
class Reply:
    """A successful answer."""

    status: int
    body: Any


@dataclass(frozen=True)
class OfficeClient:
    """Talks to one server for one office."""

    server: str
    office: str
    key: str
    trust: ssl.SSLContext | None = None
    #: How long one question may take altogether; somebody may be waiting for it.
    timeout_s: float = 4.0

    def facts(self) -> OfficeFacts:
        """Return name, hours and the server's time."""
        return _parse(OfficeFacts.model_validate, self._call("GET", self._at("")).body)

    def offer(self) -> Offer:
        """Return the purposes and services of the office with their waits."""
        offer = dict(self._call("GET", self._at("/services")).body)
        try:
            offer |= self._call("GET", self._at("/purposes")).body
        except Refused:  # an older server: one button for each service
            offer["purposes"] = ()
        return _parse(Offer.model_validate, offer)

    def preview(self, token: str, key: str) -> Preview | None:
        """Return what a check-in would bring, or None if the server cannot tell beforehand."""
        try:
            reply = self._call("POST", self._at("/check-ins/preview"), {"token": token}, key)
        except Refused as refused:
            if refused.code in {"not_found", "method_not_allowed"}:
                return None
            raise
        return _parse(Preview.model_validate, reply.body)

    def check_in(self, token: str, key: str) -> Arrival:
        """Check the holder of *token* in; *key* makes a repetition harmless."""
        return _arrival(self._call("POST", self._at("/check-ins"), {"token": token}, key))

    def walk_in(self, service: str, key: str, language: str, *, priority: bool) -> Arrival:
        """Take a number for *service*."""
        body = {"service": service, "priority": priority, "language": language}
        return _arrival(self._call("POST", self._at("/visits"), body, key))

    def tell(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        """Tell the server something that has happened; return its answer."""
        return self._call("POST", self._at(path), dict(body), key).body

    def plan(self) -> Plan:
        """Return what is needed to go on alone today and tomorrow."""
        return _parse(Plan.model_validate, self._call("GET", self._at("/offline-plan")).body)

    def packages(self, have: Mapping[str, str]) -> PackageNews:
        """Return what has changed of those who may come today and tomorrow."""
        reply = self._call("POST", self._at("/offline-packages"), {"have": dict(have)})
        return _parse(PackageNews.model_validate, reply.body)

    def lease(self, lease: str, queue: str, day: str) -> Block:
        """Return the numbers lent under *lease*: the same each time."""
        body = {"lease": lease, "queue": queue, "business_date": day}
        return _parse(Block.model_validate, self._call("POST", self._at(_BLOCKS), body, lease).body)

    def give_back(self, lease: str, used_to: int) -> None:
        """Give back what is left of a block after its number *used_to*."""
        path = self._at(f"{_BLOCKS}/{lease}/return")
        self._call("POST", path, {"used_to": used_to}, f"{lease}-{used_to}")

    def today(self) -> DayCounts:
        """Return how many tickets the day has given and how many wait."""
        return _parse(DayCounts.model_validate, self._call("GET", self._at("/today")).body)

    def find_ticket(self, label: str) -> FoundTicket:
        """Return where one of today's tickets stands."""
        path = self._at(f"/tickets/{quote(label, safe='')}")
        return _parse(FoundTicket.model_validate, self._call("GET", path).body)

    def reissue(self, visit: int | str, key: str) -> Arrival:
        """Return the ticket of a visit, marked 再発行, to be printed once more."""
        return _arrival(self._call("POST", self._at(f"/visits/{visit}/reissue"), {}, key))

    def take_back(self, visit: int | str, key: str) -> None:
        """Take a ticket back."""
        self._call("POST", self._at(f"/visits/{visit}/take-back"), {}, key)

    def settle(self, reasons: Sequence[str], key: str) -> None:
        """Say that what this kiosk called for has been put right."""
        self._call("POST", self._at("/bells/settle"), {"reasons": list(reasons)}, key)

    def orders(self) -> OrderList:
        """Return the print orders of staff that wait for this machine."""
        return _parse(OrderList.model_validate, self._call("GET", self._at("/print-orders")).body)

    def take_order(self, order: int, key: str) -> Ordered:
        """Take an order; from now on it is this machine's to print."""
        reply = self._call("POST", self._at(f"/print-orders/{order}/take"), {}, key)
        return _parse(Ordered.model_validate, reply.body)

    def settle_order(self, order: int, key: str, papers: Sequence[Mapping[str, Any]]) -> None:
        """Tell what became of the papers of an order."""
        body = {"papers": [dict(paper) for paper in papers]}
        self._call("POST", self._at(f"/print-orders/{order}/settle"), body, key)

    def ring(self, reason: str, key: str, label: str | None) -> None:
        """Call staff."""
        body = {"reason": reason} | ({"label": label} if label else {})
        self._call("POST", self._at("/bells"), body, key)

    def beat(self, health: Mapping[str, Any]) -> Any:
        """Say that the kiosk is alive; return what the server says, e.g. ``now``."""
        return self._call("POST", self._at("/heartbeats"), {"health": dict(health)}).body

    def _at(self, path: str) -> str:
        return f"/api/v1/offices/{self.office}{path}"

    def _call(self, method: str, path: str, body: Any = None, key: str = "") -> Reply:
        ends = time.monotonic() + self.timeout_s
        try:
            return self._once(method, path, body, key, self.timeout_s)
        except Unreachable:
            # Same key: if the first try did arrive, this one fetches its answer.
            left = ends - time.monotonic()
            if left < _WORTH_A_TRY_S:
                raise
            return self._once(method, path, body, key, left)

    def _once(self, method: str, path: str, body: Any, key: str, timeout_s: float) -> Reply:
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        connection = self._connection(timeout_s)
        try:
            connection.request(method, urlsplit(self.server).path.rstrip("/") + path, data, headers)
            answer = connection.getresponse()
            return _reply(answer.status, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{self.server}: {error}") from error
        finally:
            connection.close()

    def _connection(self, timeout_s: float) -> http.client.HTTPConnection:
        url = urlsplit(self.server)
        if url.scheme == "https":
            return http.client.HTTPSConnection(url.netloc, timeout=timeout_s, context=self.trust)
        return http.client.HTTPConnection(url.netloc, timeout=timeout_s)


def _reply(status: int, data: bytes) -> Reply:
    if status >= _SERVER_FAULT:
        raise Unreachable(f"the server answered {status}")
    try:
        body = json.loads(data) if data else None
    except ValueError as error:
        raise Unreachable(f"the server answered {status} and no JSON") from error
    if status in _OK:
        return Reply(status, body)
    refusal = _refusal(status, body)
    raise (KeyRefused if status in _KEY_PROBLEMS else Refused)(status, refusal)


def _refusal(status: int, body: Any) -> RefusalBody:
    try:
        return RefusalBody.model_validate(body["error"])
    except (ValidationError, KeyError, TypeError):
        return RefusalBody(code=f"http_{status}")


def _arrival(reply: Reply) -> Arrival:
    arrival = _parse(Arrival.model_validate, reply.body)
    return arrival.model_copy(update={"again": reply.status != _CREATED})


def _parse(read: Callable[[Any], Answer], body: Any) -> Answer:
    try:
        return read(body)
    except ValidationError as error:
        # The message of a ValidationError quotes its input: a form's content, perhaps.
        places = sorted({".".join(map(str, part["loc"])) for part in error.errors()})
        raise Unreachable(f"the server's answer does not fit at {', '.join(places)}") from None
