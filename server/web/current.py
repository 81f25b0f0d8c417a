"""What a request brings along: the city it asks, and who is calling."""

import time
from typing import cast

from flask import Flask, current_app, g, request

from server.db.city import City
from server.domain.refusals import NotAllowed
from server.services.callers import (
    ANYBODY,
    Caller,
    Kind,
    caller_for_key,
    caller_for_session,
    fingerprint,
)
from server.services.staff import note_use

COOKIE = "madoguchi_session"
#: A key that was good a moment ago is still good; a revoked one works this long at most.
KEY_TRUSTED_S = 5.0


class Callers:
    """Who holds which key, remembered for a few seconds."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._known: dict[str, tuple[float, Caller]] = {}

    def with_key(self, key: str) -> Caller:
        """Return the machine that holds *key*.

        Raises:
            NotAllowed: nobody does, or it was revoked.

        """
        mark, now = fingerprint(key), time.monotonic()
        trusted_until, caller = self._known.get(mark, (0.0, ANYBODY))
        if trusted_until > now:
            return caller
        with self._city.reading() as look:
            found = caller_for_key(look.session, key)
        if found is None:
            self._known.pop(mark, None)
            raise NotAllowed(known=False)
        self._known[mark] = (now + KEY_TRUSTED_S, found)
        return found

    def with_cookie(self, cookie: str) -> Caller:
        """Return the member of the staff who is logged in, or anybody."""
        with self._city.reading() as look:
            found = caller_for_session(look.session, cookie, look.now)
        if found is None:
            return ANYBODY
        if found.note_use:
            with self._city.writing() as session:
                note_use(session, cookie, self._city.clock())
        return found


def init_app(app: Flask, city: City) -> None:
    """Let requests find *city*."""
    app.extensions["city"] = city
    app.extensions["callers"] = Callers(city)


def city() -> City:
    """Return the city that this server serves."""
    return cast(City, current_app.extensions["city"])


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
    return callers.with_cookie(cookie) if cookie else ANYBODY


def actor_of(who: Caller) -> str | None:
    """Return how the event log names a caller: an id without a name."""
    if who.kind is Kind.STAFF:
        return f"staff:{who.staff_id}"
    return None if who.kind is Kind.ANYBODY else f"{who.kind}:{who.device_id}"
