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
#: Phones ask again and again; the store is asked for so many of their reads together.
READS_AT_A_TIME = 16
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
    if request.method != "GET":
        _require(WRITES, "")
    elif not _paid().take(request.remote_addr or ""):
        _require(READS, "", READS_AT_A_TIME)
        _paid().add(request.remote_addr or "", READS_AT_A_TIME - 1)


def require_room_to_log_in() -> None:
    """Return unless the caller's address has tried to log in too often.

    Raises:
        TooManyRequests: it has.

    """
    _require(LOGINS, "login")


def _require(limit: RateLimitItem, what: str, cost: int = 1) -> None:
    limiter = cast(FixedWindowRateLimiter, current_app.extensions["limiter"])
    try:
        has_room = limiter.hit(limit, what, request.remote_addr or "", cost=cost)
    except StorageError:  # the broker is away; the office stays open
        log.warning("the requests of an address could not be counted")
        return
    if not has_room:
        raise TooManyRequests


class _Paid:
    """The reads that addresses have been counted for already, in the minute that runs."""

    def __init__(self) -> None:
        self._minute = 0
        self._left: dict[str, int] = {}

    def take(self, address: str) -> bool:
        """Take one of the address's reads; tell whether it had any."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._left = minute, {}
        left = self._left.get(address, 0)
        self._left[address] = max(0, left - 1)
        return left > 0

    def add(self, address: str, reads: int) -> None:
        """Note that *reads* more were counted."""
        self._left[address] = self._left.get(address, 0) + reads


def _paid() -> _Paid:
    return cast(_Paid, current_app.extensions["paid_reads"])


def init_app(app: Flask, storage_url: str) -> None:
    """Count in *storage_url*: ``memory://`` in one process, ``redis://…`` in several."""
    app.extensions["paid_reads"] = _Paid()
    app.extensions["limiter"] = FixedWindowRateLimiter(
        storage_from_string(storage_url, wrap_exceptions=True)
    )
