"""Snapshots that many phones and boards ask for again and again."""

from flask import Response, request

from server.services.snapshots import FRESH_S, Snapshot


def with_etag(snapshot: Snapshot) -> Response:
    """Return *snapshot* as JSON, or 304 to who has it already."""
    response = Response(snapshot.text, mimetype="application/json")
    response.set_etag(snapshot.mark)
    response.headers["Cache-Control"] = f"max-age={FRESH_S}"
    response.make_conditional(request)
    return response
