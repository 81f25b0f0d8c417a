"""What a request brings along: the city it asks, and who is calling."""

from typing import cast

from flask import Flask, current_app, g, request

from display.voice.clips import Voice
from server.db.city import City
from server.domain.refusals import NotAllowed
from server.services.callers import ANYBODY, Caller, Kind
from server.services.known_callers import COOKIE, Callers


def init_app(app: Flask, city: City) -> None:
    """Let requests find *city*."""
    app.extensions["city"] = city
    app.extensions["callers"] = Callers(city)


def city() -> City:
    """Return the city that this server serves; on a trial, as it would be with a draft."""
    return cast(City, g.get("city") or current_app.extensions["city"])


def voice() -> Voice:
    """Return what says the calls."""
    return cast(Voice, current_app.extensions["voice"])


def caller() -> Caller:
    """Return who sends this request.

    Raises:
        NotAllowed: a key came along that is nobody's.

    """
    if "caller" not in g:
        g.caller = _caller()
    return cast(Caller, g.caller)


def _caller() -> Caller:
    callers = cast(Callers, current_app.extensions["callers"])
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return callers.with_key(key.strip())
    cookie = request.cookies.get(COOKIE)
    return callers.with_cookie(cookie, by_hand=_by_hand()) if cookie else ANYBODY


def _by_hand() -> bool:
    """Tell whether a person pressed something, or opened a page."""
    is_safe = request.method in {"GET", "HEAD", "OPTIONS"}
    return not is_safe or request.headers.get("Sec-Fetch-Mode") == "navigate"


def device_id() -> int:
    """Return which machine sends this request.

    Raises:
        NotAllowed: a person does.

    """
    if caller().device_id is None:
        raise NotAllowed(known=caller().kind is not Kind.ANYBODY)
    return cast(int, caller().device_id)


def actor_of(who: Caller) -> str | None:
    """Return how the event log names a caller: an id without a name."""
    if who.kind is Kind.STAFF:
        return f"staff:{who.staff_id}"
    return None if who.kind is Kind.ANYBODY else f"{who.kind}:{who.device_id}"
