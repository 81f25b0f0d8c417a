"""One HTTP request to another's server, which is never followed elsewhere."""

import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from server.services.outbox import CannotSend

TIMEOUT_S = 10
#: Answers that say: not now. Every other refusal is final.
LATER = frozenset({408, 425, 429})
_FIRST_OF_SERVERS = 500


def post(url: str, headers: Mapping[str, str], body: bytes) -> None:
    """Post *body* and return when it was taken.

    Raises:
        CannotSend: it was not; `lasting` where asking again would bring the same answer.

    """
    parts = urlsplit(url)
    if parts.scheme == "https":
        secure = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=TIMEOUT_S, context=secure
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path or "/", body, dict(headers))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise CannotSend(type(problem).__name__) from None
    finally:
        connection.close()
    if not http.client.OK <= status < http.client.MULTIPLE_CHOICES:
        lasting = status < _FIRST_OF_SERVERS and status not in LATER
        raise CannotSend(f"answered {status}", lasting=lasting)
