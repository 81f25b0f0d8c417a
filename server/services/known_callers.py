"""Who holds which key or cookie; keys are remembered for a few seconds."""

import time

from server.db.city import City
from server.domain.refusals import NotAllowed
from server.services.callers import (
    ANYBODY,
    Caller,
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

    def with_cookie(self, cookie: str, *, by_hand: bool = False) -> Caller:
        """Return the member of the staff who is logged in, or anybody.

        What a person does *by_hand* keeps the login awake; what an open page asks does not.
        """
        with self._city.reading() as look:
            found = caller_for_session(look.session, cookie, look.now)
        if found is None:
            return ANYBODY
        if found.note_use and by_hand:
            with self._city.writing() as session:
                note_use(session, cookie, self._city.clock())
        return found
