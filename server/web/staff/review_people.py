"""Who an application may be given to, and whose a list shows, as the review pages have it."""

from collections.abc import Sequence
from typing import Any

from flask import request

from server.services import assigning
from server.web.current import actor_of, caller


def had_asked() -> tuple[str, str]:
    """Return whose applications the address asks for, and how the log names that person."""
    had = request.args.get("had", "")
    named = {"mine": actor_of(caller()) or "", "nobody": "nobody"}
    return (had, named[had]) if had in named else ("", "")


def assigning_facts(look: Any, offices: Sequence[str]) -> dict[str, Any]:
    """Return who reads the page, and the others who review at each of *offices*."""
    me = actor_of(caller()) or ""
    each = [assigning.reviewers(look, office) for office in offices]
    everywhere = set(each[0]).intersection(*each)
    return {
        "me": me,
        "colleagues": {one: each[0][one] for one in each[0] if one in everywhere and one != me},
    }
