"""What guards every request: no foreign page writes, no foreign script runs."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from server.domain.refusals import Refused

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
#: Larger bodies are refused unread; the longest form has a tenth of this.
MOST_BYTES = 256 * 1024
#: In base64: a picture of 8 MB, a resident's file of 5 MB.
MOST_BYTES_OF = {"api.add_picture": 11_300_000, "api.add_attachment": 7_100_000}

HEADERS = {
    # Old phones do not count ws: to 'self'.
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
        " connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ALWAYS = list(HEADERS.items())


class ForeignPage(Refused):
    """A page of another site tried to write in somebody's name."""

    def __init__(self) -> None:
        super().__init__("foreign_page", "ほかのサイトからの操作は受け付けません。")


def init_app(app: Flask) -> None:
    """Guard every request and dress every answer."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.before_request(_limit_body)
    app.before_request(_refuse_foreign_pages)
    app.after_request(_dress)


def _limit_body() -> None:
    request.max_content_length = MOST_BYTES_OF.get(request.endpoint or "", MOST_BYTES)


def _refuse_foreign_pages() -> tuple[dict[str, dict[str, str]], int] | None:
    if request.method in SAFE_METHODS or is_ours(
        request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host
    ):
        return None
    error = ForeignPage()
    return {"error": {"code": error.code, "message": error.message}}, 403


def is_ours(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Tell whether a writing request comes from our own page or from no page at all.

    Browsers say where a request starts in ``Sec-Fetch-Site``; where there is no secure
    context they say it in ``Origin``. Machines say neither, and bring a key.
    """
    if fetch_site is not None:
        return fetch_site in OURS
    return origin is None or urlsplit(origin).netloc == host


def _dress(response: Response) -> Response:
    # A manager looks at screens, and at a draft as residents would see it, in a frame of our own.
    if request.blueprint == "display" or g.get("trial"):
        policy = HEADERS["Content-Security-Policy"]
        framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers["Content-Security-Policy"] = framed
    given = {name for name, _ in response.headers}
    response.headers.extend([one for one in ALWAYS if one[0] not in given])
    return response
