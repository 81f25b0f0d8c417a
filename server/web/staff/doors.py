"""Who may come in at a page of the staff."""

from typing import Any

from flask import render_template

from server.services.access import Who, require
from server.services.callers import Caller, Kind
from server.web.current import caller, city


class LoginNeeded(Exception):
    """Nobody is logged in here, or the login is locked."""


def admitted(office: str, allowed: frozenset[Who], *, keys: bool = False) -> Caller:
    """Return who has come to a page of *office*.

    Args:
        allowed: who may see it.
        keys: whether a device with a key of its own may, too.

    Raises:
        LoginNeeded: nobody is known yet.
        NotAllowed: for whoever is known and may not be here.

    """
    who = caller()
    unknown = {Kind.ANYBODY} if keys else set(Kind) - {Kind.STAFF}
    if who.kind in unknown or who.locked:
        raise LoginNeeded
    require(who, office, allowed)
    return who


def desk_page(template: str, who: Caller, office: str, **facts: Any) -> str:
    """Return a page of *office*: what each is told, and *facts*."""
    with city().reading() as look:
        setup = look.floor_of(office).setup
    return render_template(
        f"staff/{template}.html",
        office=office,
        office_name=setup.names.ja,
        accent=setup.accent,
        person=who.name,
        **facts,
    )
