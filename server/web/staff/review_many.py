"""What came of accepting many applications at once: how many, and which stay for their checks.

It travels in the address, as numbers alone, so that a reload accepts nothing again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

from server.services.review_inbox import Item

#: The parts of the address that say it.
_DONE, _LEFT = "done", "left"


@dataclass(frozen=True)
class LeftOut:
    """An application that was left out, and the checks it still has open."""

    name: str
    path: str
    texts: tuple[str, ...]


def query() -> str:
    """Return the query of the page without what it says of the last press."""
    return urlencode(
        [(name, value) for name, value in request.args.items(multi=True) if name not in _SAID]
    )


_SAID = (_DONE, _LEFT)


def back_from_many(path: str, done: int, left: Sequence[str]) -> ResponseReturnValue:
    """Lead back to the list with what came of it; *left* as the list's boxes name them."""
    said = urlencode({_DONE: done, _LEFT: ",".join(left)}) if left else ""
    whole = "&".join(part for part in (query(), said) if part)
    return redirect(f"{path}?{whole}" if whole else path, code=303)


def many_facts(listed: Iterable[tuple[str, str, Item]]) -> dict[str, Any]:
    """Return what the list says of the last press, as long as it is so.

    Args:
        listed: how the list's boxes name it, the office, the application.

    """
    said = set(request.args.get(_LEFT, "").split(","))
    done = request.args.get(_DONE, "0")
    return {
        "query": query(),
        "done": int(done[:6]) if done.isascii() and done.isdecimal() else 0,
        "left": [
            LeftOut(item.name, f"/staff/review/{office}/{item.id}", texts)
            for box, office, item in listed
            if box in said and item.state != "accepted" and (texts := _open(item))
        ],
    }


def _open(item: Item) -> tuple[str, ...]:
    return tuple(one.text for one in item.points if one.kind == "check")
