"""How often an address may ask without a key; machines and staff are not limited."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from server.services.callers import Kind
from server.web.current import caller

#: A whole lobby may stand behind one address.
READS = "6000/minute"
WRITES = "1200/minute"

limiter = Limiter(get_remote_address, strategy="fixed-window")


def limit(method: str) -> Callable[[Callable[..., Any]], Any]:
    """Limit a view by the caller's address, unless we know who calls."""
    return limiter.limit(READS if method == "GET" else WRITES, exempt_when=_is_known)


def _is_known() -> bool:
    return caller().kind is not Kind.ANYBODY


def init_app(app: Flask, storage_url: str) -> None:
    """Count in *storage_url*: ``memory://`` in one process, ``redis://…`` in several."""
    app.config["RATELIMIT_STORAGE_URI"] = storage_url
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    limiter.init_app(app)
