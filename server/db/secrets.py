"""The office key and what derives from it. It lives in a file, never in the database."""

import base64
import binascii
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from printer_drivers.sealing import KEY_BYTES, derive
from server.db.models import Visit

_VISIT_CODE_BYTES = 20
#: FIPS 186-4 D.1.2.3.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Secrets:
    """The office key; everything secret of the server derives from it."""

    office_key: bytes

    @cached_property
    def _visit_codes(self) -> bytes:
        return derive(self.office_key, "visit codes")

    @cached_property
    def _idempotency(self) -> bytes:
        return derive(self.office_key, "idempotency")

    @cached_property
    def _feedback(self) -> bytes:
        return derive(self.office_key, "feedback")

    @cached_property
    def _notices(self) -> bytes:
        return derive(self.office_key, "notices")

    @cached_property
    def push_key(self) -> ec.EllipticCurvePrivateKey:
        """The key by which push services know this installation (VAPID, RFC 8292)."""
        drawn = int.from_bytes(derive(self.office_key, "web push"), "big")
        return ec.derive_private_key(drawn % (_P256_ORDER - 1) + 1, ec.SECP256R1())

    def visit_code(self, visit: Visit) -> str:
        """Return the code that opens "my turn" of a visit: 160 bits, the same each time."""
        day = visit.business_date.isoformat()
        return self._code(self._visit_codes, f"{visit.queue_id} {day} {visit.number}")

    def visit_code_hash(self, code: str) -> str:
        """Return what the database stores of a visit code."""
        return sha256(code.encode()).hexdigest()

    def feedback_mark(self, visit: Visit) -> str:
        """Return what shows that a visit was rated, to nobody without the office key."""
        return self._code(self._feedback, f"{visit.id} {visit.business_date.isoformat()}")

    def contact_mark(self, address: str) -> str:
        """Return what tells that two addresses are the same, to nobody without the office key."""
        return self._code(derive(self.office_key, "contact mark"), address.strip().casefold())

    def notice_mark(self, visit: Visit, address: str) -> str:
        """Return what shows that an address is told of a visit, to nobody without the key."""
        return self._code(self._notices, f"{visit.id} {address}")

    def idempotency_scope(self, *parts: str) -> str:
        """Return what the database stores of a caller, a path and an idempotency key."""
        return hmac.digest(self._idempotency, "\n".join(parts).encode(), "sha256").hex()

    @staticmethod
    def _code(key: bytes, message: str) -> str:
        digest = hmac.digest(key, message.encode(), "sha256")[:_VISIT_CODE_BYTES]
        return base64.b32encode(digest).decode()


def new_office_key(path: Path) -> None:
    """Write a fresh office key, readable by its owner alone, unless there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")


def read_office_key(path: Path) -> Secrets:
    """Return the secrets of the key in *path*.

    Raises:
        ValueError: there is no key, with the sentence that says what to do.

    """
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        raise ValueError(
            f"区役所の鍵(office key)が {path} にありません。"
            "先に madoguchi init を実行してください。"
        ) from None
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path} は区役所の鍵(office key)ではありません（32バイトの base64）。")
    return Secrets(key)
