"""How often an address may ask without a key; machines and staff are not limited."""

from typing import cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from server.domain.refusals import Refused
from server.services.callers import Kind
from server.web.current import caller

#: A whole lobby may stand behind one address.
READS = parse("6000/minute")
WRITES = parse("1200/minute")
#: A whole office may log in at half past eight from behind one address.
LOGINS = parse("120/minute")


class TooManyRequests(Refused):
    """An address asks too often (429)."""

    def __init__(self) -> None:
        super().__init__(
            "too_many_requests",
            "アクセスが続いています。1分ほど待ってから、もう一度お試しください。",
        )


def require_room() -> None:
    """Return unless the caller's address has asked too often.

    Raises:
        TooManyRequests: it has.

    """
    if caller().kind is Kind.ANYBODY:
        _require(_limit(), "")


def require_room_to_log_in() -> None:
    """Return unless the caller's address has tried to log in too often.

    Raises:
        TooManyRequests: it has.

    """
    _require(LOGINS, "login")


def _require(limit: RateLimitItem, what: str) -> None:
    limiter = cast(FixedWindowRateLimiter, current_app.extensions["limiter"])
    if not limiter.hit(limit, what, request.remote_addr or ""):
        raise TooManyRequests


def _limit() -> RateLimitItem:
    return READS if request.method == "GET" else WRITES


def init_app(app: Flask, storage_url: str) -> None:
    """Count in *storage_url*: ``memory://`` in one process, ``redis://…`` in several."""
    app.extensions["limiter"] = FixedWindowRateLimiter(storage_from_string(storage_url))
