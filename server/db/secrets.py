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

from printer_drivers.sealing import KEY_BYTES, derive
from server.db.models import Visit

_VISIT_CODE_BYTES = 20


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

    def visit_code(self, visit: Visit) -> str:
        """Return the code that opens "my turn" of a visit: 160 bits, the same each time."""
        day = visit.business_date.isoformat()
        return self._code(self._visit_codes, f"{visit.queue_id} {day} {visit.number}")

    def visit_code_hash(self, code: str) -> str:
        """Return what the database stores of a visit code."""
        return sha256(code.encode()).hexdigest()

    def idempotency_scope(self, *parts: str) -> str:
        """Return what the database stores of a caller, a path and an idempotency key."""
        message = "\n".join(parts).encode()
        return hmac.new(self._idempotency, message, sha256).hexdigest()

    @staticmethod
    def _code(key: bytes, message: str) -> str:
        digest = hmac.new(key, message.encode(), sha256).digest()[:_VISIT_CODE_BYTES]
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
