"""Snapshots that many phones and boards ask for again and again."""

import hashlib
from typing import Any

from flask import Response, request

from server.db.ledger import canonical

#: How long a phone or a proxy may show a snapshot without asking.
FRESH_S = 1


def with_etag(body: dict[str, Any]) -> Response:
    """Return *body* as JSON, or 304 to who has it already; the time alone is no news."""
    lasting = canonical({name: value for name, value in body.items() if name != "now"})
    response = Response(canonical(body), mimetype="application/json")
    response.set_etag(hashlib.sha256(lasting.encode()).hexdigest()[:20])
    response.headers["Cache-Control"] = f"max-age={FRESH_S}"
    response.make_conditional(request)
    return response
