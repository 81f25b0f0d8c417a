"""How often an address may ask without a key; machines and staff are not limited."""

import logging
import time
from typing import cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from server.domain.refusals import Refused
from server.services.callers import Caller, Kind

log = logging.getLogger(__name__)

#: A whole lobby may stand behind one address.
READS = parse("6000/minute")
WRITES = parse("1200/minute")
#: Each is unpacked and looked through.
FILES = parse("60/minute")
#: Phones ask again and again; the store is asked for so many of their reads together.
READS_AT_A_TIME = 60
#: A whole office may log in at half past eight from behind one address.
LOGINS = parse("120/minute")


class TooManyRequests(Refused):
    """An address asks too often (429)."""

    def __init__(self) -> None:
        super().__init__(
            "too_many_requests",
            "アクセスが続いています。1分ほど待ってから、もう一度お試しください。",
        )


def require_room(who: Caller) -> None:
    """Return unless the caller is nobody we know, from an address that has asked too often.

    Raises:
        TooManyRequests: it has.

    """
    if who.kind is not Kind.ANYBODY:
        return
    address = request.remote_addr or ""
    if request.endpoint == "api.add_attachment":
        _require(FILES, "files")
    if request.method != "GET":
        _require(WRITES, "")
    elif not _limiter().has_room_to_read(address):
        raise TooManyRequests


def require_room_to_log_in() -> None:
    """Return unless the caller's address has tried to log in too often.

    Raises:
        TooManyRequests: it has.

    """
    _require(LOGINS, "login")


def _require(limit: RateLimitItem, what: str) -> None:
    if not _limiter().has_room(limit, what, request.remote_addr or ""):
        raise TooManyRequests


class Limiter:
    """Counts how often addresses ask."""

    def __init__(self, storage_url: str) -> None:
        storage = storage_from_string(storage_url, wrap_exceptions=True)
        self._windows = FixedWindowRateLimiter(storage)
        self._minute = 0
        #: The reads that addresses have been counted for already, in the minute that runs.
        self._left: dict[str, int] = {}

    def has_room(self, limit: RateLimitItem, what: str, address: str, cost: int = 1) -> bool:
        """Count a request of *address*; tell whether it may still ask."""
        try:
            return self._windows.hit(limit, what, address, cost=cost)
        except StorageError:  # the broker is away; the office stays open
            log.warning("the requests of an address could not be counted")
            return True

    def has_room_to_read(self, address: str) -> bool:
        """Count a read of *address*; tell whether it may still ask."""
        if self._take(address):
            return True
        if not self.has_room(READS, "", address, READS_AT_A_TIME):
            return False
        self._left[address] = self._left.get(address, 0) + READS_AT_A_TIME - 1
        return True

    def _take(self, address: str) -> bool:
        """Take one of the address's reads; tell whether it had any."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._left = minute, {}
        left = self._left.get(address, 0)
        self._left[address] = max(0, left - 1)
        return left > 0


def _limiter() -> Limiter:
    return cast(Limiter, current_app.extensions["limiter"])


def init_app(app: Flask, storage_url: str) -> None:
    """Count in *storage_url*: ``memory://`` in one process, ``redis://…`` in several."""
    app.extensions["limiter"] = Limiter(storage_url)
