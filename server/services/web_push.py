"""Messages to phones by Web Push (RFC 8030): sealed for the browser, signed by the office."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from server.services.outbox import CannotSend, Letter
from server.services.posting import post

#: The push services of the browsers. A subscription comes from outside: without this list
#: anybody could let the office post to any address. With ``://`` it is a whole origin.
SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
SIGNED_FOR_S = 3600


@dataclass(frozen=True)
class WebPush:
    """Sends to browsers; a letter's address is their subscription as JSON.

    The message holds the subject alone: the push service cannot read it, and nothing of it
    leads to a person.
    """

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    #: Whom a push service may write to, ``mailto:`` or ``https:`` (RFC 8292 2.1).
    contact: str
    services: tuple[str, ...] = SERVICES

    @property
    def public_key(self) -> str:
        """The key in the form that `pushManager.subscribe` takes."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    def __call__(self, letter: Letter) -> None:
        """Hand *letter* to the browser's push service, or raise `CannotSend`."""
        subscription = json.loads(letter.to)
        endpoint = subscription["endpoint"]
        if not self._knows(endpoint):
            raise CannotSend("not a push service that we know", lasting=True)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(int(letter.fresh_for.total_seconds())),
            "Urgency": "high",
            **self._signed(endpoint),
        }
        post(endpoint, headers, _sealed(subscription, {"title": letter.subject}))

    def _knows(self, endpoint: str) -> bool:
        parts = urlsplit(endpoint)
        if f"{parts.scheme}://{parts.netloc}" in self.services:
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and any(
            host == one or host.endswith(f".{one}") for one in self.services
        )

    def _signed(self, endpoint: str) -> dict[str, str]:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + SIGNED_FOR_S,
            "sub": self.contact,
        }
        signed: dict[str, str] = Vapid02(private_key=self.key).sign(claims)
        return signed


def _sealed(subscription: dict[str, str], message: dict[str, str]) -> bytes:
    try:
        sealed: bytes = http_ece.encrypt(
            json.dumps(message).encode(),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(subscription["p256dh"]),
            auth_secret=_bytes(subscription["auth"]),
        )
    except ValueError:  # a point that is not on the curve
        raise CannotSend("the subscription's keys are none", lasting=True) from None
    return sealed


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
